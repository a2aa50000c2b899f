//! What every number of a report is called, in which unit and range it comes, and where its formula is from.

use serde::Serialize;

/// A measure as a method note describes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Measure {
    /// The name by which tables and results refer to it.
    pub id: &'static str,
    /// What it is called in a sentence.
    pub name: &'static str,
    /// In what unit it comes.
    pub unit: &'static str,
    /// From where to where it can go.
    pub range: &'static str,
    /// How it is computed.
    pub formula: &'static str,
    /// Who says so.
    pub source: &'static str,
}

/// The measure of a name.
pub fn measure(id: &str) -> Option<&'static Measure> {
    MEASURES.binary_search_by_key(&id, |m| m.id).ok().and_then(|i| MEASURES.get(i))
}

const fn row(
    id: &'static str,
    name: &'static str,
    unit: &'static str,
    range: &'static str,
    formula: &'static str,
    source: &'static str,
) -> Measure {
    Measure { id, name, unit, range, formula, source }
}

/// All measures, by name. A new statistic is a function with a golden value and a row here.
#[rustfmt::skip]
pub const MEASURES: &[Measure] = &[
    row("adjusted-rate", "rate corrected for error", "hits per 1,000 tokens", "0 …",
        "rate · precision / recall; interval on the logarithm, variance of the correction (fp+fn)/((tp+fp)(tp+fn))",
        "delta method"),
    row("alpha", "Krippendorff's alpha", "", "… 1",
        "1 − observed / expected disagreement over the coincidence matrix; interval by resampling units",
        "Krippendorff 2019"),
    row("ari", "adjusted Rand index", "", "−½ … 1",
        "(pairs together in both − expected) / (mean of pairs together − expected)",
        "Hubert & Arabie 1985"),
    row("association-difference", "association as a difference", "share", "−1 … 1",
        "P(frame | concept) − P(frame | no concept), over windows; interval by resampling articles",
        "associative framing, Ruigrok & van Atteveldt 2007"),
    row("association-ratio", "association as a ratio", "times", "0 …",
        "P(frame | concept) / P(frame | no concept), over windows; interval by resampling articles",
        "associative framing, Ruigrok & van Atteveldt 2007"),
    row("bca", "bootstrap interval corrected for bias and acceleration", "", "",
        "percentiles at Φ(z₀ + (z₀ ± z)/(1 − a(z₀ ± z)))",
        "Efron 1987"),
    row("benjamini-hochberg", "p corrected for the false discovery rate", "probability", "0 … 1",
        "min over j ≥ i of m·p₍ⱼ₎/j",
        "Benjamini & Hochberg 1995"),
    row("bootstrap", "cluster bootstrap", "", "",
        "articles drawn with replacement within each source, ratio of sums, percentiles of the draws",
        "Efron & Tibshirani 1993"),
    row("bootstrap-blocks", "sentence-block bootstrap", "", "",
        "runs of neighbouring sentences of one text drawn with replacement; describes this text only",
        "Politis & Romano 1992"),
    row("bootstrap-expanded", "expanded percentile interval", "", "",
        "percentiles at Φ(∓t·√(n/(n−1))), t of Student's distribution with n − 1 degrees of freedom",
        "Hesterberg 2015"),
    row("bootstrap-poisson", "Poisson bootstrap", "", "",
        "each article enters each draw a Poisson(1) number of times",
        "Hanley & MacGibbon 2006"),
    row("chi2", "Pearson's chi-square", "", "0 …",
        "Σ (O − E)²/E; in keyness with the sign of the difference and a named correction",
        "Pearson 1900; Yates 1934; Williams 1976"),
    row("cohen", "Cohen's kappa", "", "−1 … 1",
        "1 − Σ w·p_ij / Σ w·p_i·p_j over the units both coded",
        "Cohen 1960, 1968"),
    row("cramers-v", "Cramér's V", "", "0 … 1",
        "√(χ² / (n·min(rows − 1, columns − 1))), also corrected for bias",
        "Cramér 1946; Bergsma 2013"),
    row("document-frequency", "document frequency", "articles", "0 …",
        "articles in which a word occurs",
        ""),
    row("dp", "deviation of proportions", "", "0 … 1",
        "½ Σ |share of hits − share of tokens| over articles; 0 is even, 1 is all in one article",
        "Gries 2008; Lijffijt & Gries 2012"),
    row("f1", "F1", "", "0 … 1",
        "2tp / (2tp + fp + fn); Wilson interval of tp/(tp+fp+fn), transformed",
        "van Rijsbergen 1979"),
    row("fleiss", "Fleiss' kappa", "", "… 1",
        "(mean agreement − Σ p²) / (1 − Σ p²) over the units everybody coded",
        "Fleiss 1971"),
    row("g2", "log-likelihood G²", "", "0 …",
        "2 Σ O ln(O/E) with the sign of the difference",
        "Rayson & Garside 2000; Dunning 1993"),
    row("gap", "gap statistic", "", "",
        "mean of ln W over uniform reference data − ln W of the data",
        "Tibshirani, Walther & Hastie 2001"),
    row("holm", "p corrected for the family-wise error", "probability", "0 … 1",
        "max over j ≤ i of (m − j + 1)·p₍ⱼ₎",
        "Holm 1979"),
    row("log-odds", "weighted log-odds", "standard errors", "",
        "difference of log-odds with an informative Dirichlet prior, divided by its standard error",
        "Monroe, Colaresi & Quinn 2008"),
    row("log-ratio", "log ratio", "doublings", "",
        "log₂ of the ratio of two rates; a count of 0 as ½; Katz interval",
        "Hardie 2014; Katz and others 1978"),
    row("omnibus", "spread between sources", "", "0 …",
        "Σ D(r − r̄)² over sources, D their denominators; p by permuting articles",
        "Good 2005"),
    row("percent-agreement", "percent agreement", "share", "0 … 1",
        "equal pairs of codes / all pairs of codes of the same unit",
        ""),
    row("percent-difference", "difference in per cent", "%", "−100 …",
        "100·(rate here − rate there) / rate there",
        "Gabrielatos & Marchi 2011"),
    row("permutation", "permutation test", "probability", "0 … 1",
        "share of deals of the articles at least as extreme; (b + 1)/(m + 1) where drawn at random",
        "Phipson & Smyth 2010"),
    row("precision", "precision", "share", "0 … 1",
        "tp / (tp + fp); Wilson interval",
        "Wilson 1927"),
    row("precision-weighted", "precision, recall and F1 from units drawn with unequal chances", "share", "0 … 1",
        "Σw of the right / Σw of all, w = 1 / chance of being drawn; Wilson interval on (Σw)²/Σw² units",
        "Hájek 1971; Kish 1965; Franco and others 2019"),
    row("prevalence", "article prevalence", "share of articles", "0 … 1",
        "articles with at least one hit / articles",
        ""),
    row("rate", "rate", "hits per 1,000 tokens", "0 …",
        "1000·hits / tokens; interval by resampling articles, or Garwood's",
        "Garwood 1936"),
    row("recall", "recall", "share", "0 … 1",
        "tp / (tp + fn); Wilson interval",
        "Wilson 1927"),
    row("segment-share", "share of segments", "share of segments", "0 … 1",
        "segments with at least one hit / segments",
        ""),
    row("shift", "contribution to a difference", "hits per 1,000 tokens", "",
        "rate of an entry here − there; the contributions add up to the frame's difference",
        "Gallagher and others 2021"),
    row("silhouette", "silhouette", "", "−1 … 1",
        "(b − a)/max(a, b), a the mean distance within the cluster, b to the nearest other; 0 for a cluster of one",
        "Rousseeuw 1987"),
    row("stratified-prevalence", "prevalence corrected stratum by stratum", "share", "0 … 1",
        "p·(share of marked items that are right) + (1 − p)·(share of unmarked items that were missed)",
        "Tenenbein 1970"),
    row("true-prevalence", "prevalence corrected for error", "share", "0 … 1",
        "(p + specificity − 1)/(sensitivity + specificity − 1); Lang–Reiczigel interval",
        "Rogan & Gladen 1978; Lang & Reiczigel 2014"),
    row("ward", "Ward's clustering", "distance", "0 …",
        "merges the two clusters whose union grows least in spread, on Euclidean distances",
        "Ward 1963; Murtagh & Legendre 2014"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_unique_and_told() {
        assert!(MEASURES.is_sorted_by(|a, b| a.id < b.id));
        for m in MEASURES {
            assert!(!m.name.is_empty() && !m.formula.is_empty(), "{}", m.id);
            assert!(
                m.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'),
                "{}",
                m.id
            );
        }
    }

    #[test]
    fn a_measure_is_found_by_its_name() {
        assert_eq!(measure("alpha").map(|m| m.source), Some("Krippendorff 2019"));
        assert_eq!(measure("beta"), None);
    }
}
