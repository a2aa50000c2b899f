//! Sheets of a comparison beyond pairs of sources: against the others, taken apart, over time, corrected.

use super::{Sheet, difference_rows, estimate, head, number, sheet};
use crate::study::Findings;

/// The sheets; those without rows are left out.
pub(super) fn sheets(f: &Findings) -> Vec<Sheet> {
    let mut out = Vec::new();
    if !f.comparison.against_rest.is_empty() {
        out.push(difference_rows("rest", &f.comparison.against_rest));
    }
    if !f.facets.is_empty() {
        out.push(facets(f));
    }
    if !f.trend_by_source.is_empty() {
        out.push(trend_by_source(f));
    }
    if !f.changes.is_empty() {
        out.push(changes(f));
    }
    if !f.adjusted.is_empty() {
        out.push(adjusted(f));
    }
    out
}

fn facets(f: &Findings) -> Sheet {
    let columns = head(
        &["facet", "value", "frame", "source", "hits"],
        &["rate_per_1000", "segment_share", "article_share"],
    );
    let row = |r: &crate::study::facets::FacetRow| {
        let fixed =
            [r.facet.to_owned(), r.value.clone(), r.frame.clone(), r.source.clone(), r.hits.to_string()];
        let estimates = [&r.rate, &r.segment_share, &r.prevalence].into_iter().flat_map(estimate);
        fixed.into_iter().chain(estimates).collect()
    };
    sheet("facets", &columns, f.facets.iter().map(row))
}

fn trend_by_source(f: &Findings) -> Sheet {
    let columns = head(&["frame", "language", "source", "period", "articles", "hits"], &["rate_per_1000"]);
    let row = |t: &crate::study::trend::TrendRow| {
        let fixed = [
            t.frame.clone(),
            t.language.clone(),
            t.source.clone().unwrap_or_default(),
            t.period.clone(),
            t.articles.to_string(),
            t.hits.to_string(),
        ];
        fixed.into_iter().chain(estimate(&t.rate)).collect()
    };
    sheet("trend-by-source", &columns, f.trend_by_source.iter().map(row))
}

fn changes(f: &Findings) -> Sheet {
    let columns = [
        head(
            &[
                "frame",
                "language",
                "source",
                "split",
                "articles_before",
                "articles_after",
                "articles_unplaced",
            ],
            &["before", "after", "difference", "log2_ratio"],
        ),
        head(&["p", "q", "no_test"], &[]),
    ]
    .concat();
    let row = |c: &crate::study::trend::ChangeRow| {
        let fixed = [
            c.frame.clone(),
            c.language.clone(),
            c.source.clone().unwrap_or_default(),
            c.split.to_string(),
            c.articles_before.to_string(),
            c.articles_after.to_string(),
            c.articles_unplaced.to_string(),
        ];
        let x = &c.change;
        let estimates = [&x.before, &x.after, &x.difference, &x.log_quotient].into_iter().flat_map(estimate);
        let test = [number(x.test.ok().map(|t| t.p)), number(c.q), c.no_test.clone().unwrap_or_default()];
        fixed.into_iter().chain(estimates).chain(test).collect()
    };
    sheet("changes", &columns, f.changes.iter().map(row))
}

fn adjusted(f: &Findings) -> Sheet {
    let columns = head(
        &["frame", "source", "error_of", "tp", "fp", "fn", "tn"],
        &["sentences", "sentences_corrected", "rate_per_1000", "rate_corrected"],
    );
    let row = |a: &crate::study::adjusted::Adjusted| {
        let fixed = [
            a.frame.clone(),
            a.source.clone(),
            a.error_of.clone(),
            a.counts.tp.to_string(),
            a.counts.fp.to_string(),
            a.counts.fn_.to_string(),
            a.counts.tn.map(|n| n.to_string()).unwrap_or_default(),
        ];
        let four = [&a.found, &a.corrected, &a.rate, &a.corrected_rate];
        fixed.into_iter().chain(four.into_iter().flat_map(estimate)).collect()
    };
    sheet("adjusted", &columns, f.adjusted.iter().map(row))
}
