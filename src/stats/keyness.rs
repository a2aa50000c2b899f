//! Keyness: which words two sets of texts differ in, and by how much.
//!
//! A word occurs `a` times in `c` tokens here and `b` times in `d` tokens there. Effect size first
//! ([`log_ratio`]), then the evidence ([`g2`], [`chi2`]), then the shrunken ranking that rare words cannot
//! lead ([`log_odds`]). All of them take tokens for independent; print dispersion and document frequency
//! beside them.

use super::correction::benjamini_hochberg;
use super::estimate::{Basis, Caution, Estimate, Method, Unit};
use super::tails::{chi2_upper, ln_chi2_upper, z_of_level};
use serde::Serialize;

/// Tokens of background that the prior of [`log_odds`] weighs, where nothing else is asked for.
pub const PRIOR_TOKENS: f64 = 100.0;

/// The four numbers of a comparison: `a` of `c` tokens here, `b` of `d` tokens there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Occurrences here.
    pub a: u64,
    /// Occurrences there.
    pub b: u64,
    /// All tokens here.
    pub c: u64,
    /// All tokens there.
    pub d: u64,
}

impl Counts {
    /// `None` if a total is 0 or smaller than its count.
    pub fn new(a: u64, b: u64, c: u64, d: u64) -> Option<Self> {
        (c > 0 && d > 0 && a <= c && b <= d).then_some(Self { a, b, c, d })
    }

    /// The same comparison seen from the other side.
    #[must_use]
    pub fn swapped(self) -> Self {
        Self { a: self.b, b: self.a, c: self.d, d: self.c }
    }

    /// +1 if the word is relatively more frequent here, −1 if there, 0 if equal. Exact: by whole numbers.
    fn sign(self) -> f64 {
        let here = u128::from(self.a) * u128::from(self.d);
        let there = u128::from(self.b) * u128::from(self.c);
        f64::from(here.cmp(&there) as i8)
    }
}

/// log₂ of the ratio of the two rates, (a/c)/(b/d), with Katz's interval. Unit: doublings; 1 means twice as
/// frequent here, −1 twice as frequent there.
///
/// A count of 0 is replaced by ½ (Hardie 2014). The interval is log ratio ± z·√(1/a − 1/c + 1/b − 1/d)/ln 2
/// (Katz and others 1978, *Biometrics* 34). Not estimable if the word occurs nowhere.
///
/// # Example
/// ```
/// use framescope::stats::keyness::{Counts, log_ratio};
/// let counts = Counts::new(52, 57, 50_000, 75_000).unwrap();
/// let lr = log_ratio(counts, 0.95);
/// assert!((lr.value.unwrap() - 0.4525).abs() < 1e-4 && lr.excludes(0.0) == Some(false));
/// ```
pub fn log_ratio(counts: Counts, level: f64) -> Estimate {
    let Counts { a, b, c, d } = counts;
    let basis = Basis { level, n: (a + b) as usize, unit: Unit::Hit, method: Method::Katz };
    if a + b == 0 {
        return basis.without_interval(None, Caution::Empty);
    }
    let half = |k: u64| if k == 0 { 0.5 } else { k as f64 };
    let (a, b, c, d) = (half(a), half(b), c as f64, d as f64);
    let value = ((a / c) / (b / d)).log2();
    let variance = 1.0 / a - 1.0 / c + 1.0 / b - 1.0 / d;
    let Some(z) = z_of_level(level).filter(|_| variance >= 0.0) else {
        return basis.without_interval(Some(value), Caution::Invalid);
    };
    let half_width = z * variance.sqrt() / std::f64::consts::LN_2;
    basis.interval(value, value - half_width, value + half_width)
}

/// The difference of the two rates in percent of the rate there, %DIFF (Gabrielatos & Marchi 2011); `None` if
/// the word does not occur there.
pub fn percent_difference(counts: Counts) -> Option<f64> {
    let there = counts.b as f64 / counts.d as f64;
    let here = counts.a as f64 / counts.c as f64;
    Some(100.0 * (here - there) / there).filter(|percent| percent.is_finite())
}

/// Which cells of the table G² sums over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cells {
    /// The two cells of the word (Rayson & Garside 2000): the log-likelihood of corpus tools.
    Two,
    /// The cells of all other words too (Dunning 1993).
    Four,
}

/// The log-likelihood ratio G² = 2 Σ O ln(O/E) with the sign of the difference: positive if more frequent
/// here.
pub fn g2(counts: Counts, cells: Cells) -> f64 {
    let Counts { a, b, c, d } = counts;
    let (a, b, c, d) = (a as f64, b as f64, c as f64, d as f64);
    let sign = counts.sign();
    if sign == 0.0 {
        return 0.0;
    }
    let share = (a + b) / (c + d);
    let mut sum = term(a, c * share) + term(b, d * share);
    if cells == Cells::Four {
        sum += term(c - a, c * (1.0 - share)) + term(d - b, d * (1.0 - share));
    }
    sign * (2.0 * sum).max(0.0)
}

/// O ln(O/E), 0 for O = 0.
fn term(observed: f64, expected: f64) -> f64 {
    if observed > 0.0 && expected > 0.0 { observed * (observed / expected).ln() } else { 0.0 }
}

/// A named correction of Pearson's χ² in a two-by-two table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Correction {
    /// None: N(ad′−bc′)²/(product of the margins).
    None,
    /// Each |O−E| smaller by ½, at most by itself (Yates 1934): the default of R's `chisq.test`.
    Yates,
    /// Yates' only where an expected cell is below 5: the default of `quanteda.textstats`.
    YatesIfSparse,
    /// Divided by Williams' q (Williams 1976; Sokal & Rohlf 1995). (`quanteda.textstats` multiplies by it
    /// instead.)
    Williams,
}

/// Pearson's χ² over the four cells with the sign of the difference; 0 where a margin is 0.
pub fn chi2(counts: Counts, correction: Correction) -> f64 {
    let cells = Square::of(counts);
    let sparse = cells.expected().iter().any(|e| *e < 5.0);
    let gap = (cells.a * cells.d - cells.b * cells.c).abs();
    let yates = correction == Correction::Yates || (correction == Correction::YatesIfSparse && sparse);
    let gap = if yates { (gap - cells.n() / 2.0).max(0.0) } else { gap };
    let [r1, r2, c1, c2] = cells.margins();
    if [r1, r2, c1, c2].contains(&0.0) {
        return 0.0;
    }
    // One factor at a time: the product of four margins would lose precision, and overflow nowhere near.
    let value = cells.n() * (gap / r1) * (gap / r2) / c1 / c2;
    let value = if correction == Correction::Williams { value / cells.williams() } else { value };
    counts.sign() * value
}

/// The two-by-two table word/other × here/there.
struct Square {
    a: f64,
    b: f64,
    c: f64,
    d: f64,
}

impl Square {
    fn of(counts: Counts) -> Self {
        let Counts { a, b, c, d } = counts;
        Self { a: a as f64, b: b as f64, c: (c - a.min(c)) as f64, d: (d - b.min(d)) as f64 }
    }

    fn n(&self) -> f64 {
        self.a + self.b + self.c + self.d
    }

    /// Word, other, here, there.
    fn margins(&self) -> [f64; 4] {
        [self.a + self.b, self.c + self.d, self.a + self.c, self.b + self.d]
    }

    fn expected(&self) -> [f64; 4] {
        let [r1, r2, c1, c2] = self.margins();
        [r1 * c1, r1 * c2, r2 * c1, r2 * c2].map(|x| x / self.n())
    }

    fn williams(&self) -> f64 {
        let n = self.n();
        let [r1, r2, c1, c2] = self.margins();
        1.0 + (n / r1 + n / r2 - 1.0) * (n / c1 + n / c2 - 1.0) / (6.0 * n)
    }
}

/// The two-sided p of a signed G² or χ² of one degree of freedom, computed as a tail.
pub fn p_of(statistic: f64) -> Option<f64> {
    chi2_upper(statistic.abs(), 1.0)
}

/// log₁₀ of [`p_of`], finite where p itself is below the smallest number.
pub fn log10_p_of(statistic: f64) -> Option<f64> {
    ln_chi2_upper(statistic.abs(), 1.0).map(|l| l / std::f64::consts::LN_10)
}

/// A χ²-distributed statistic over several sources.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Omnibus {
    /// G², unsigned.
    pub g2: f64,
    /// Degrees of freedom: sources − 1.
    pub df: usize,
    /// Upper tail.
    pub p: f64,
}

/// G² of one word over several sources at once: 2 Σ Oᵢ ln(Oᵢ/Eᵢ), Eᵢ = tokensᵢ·ΣO/Σtokens, sources − 1
/// degrees of freedom. Sources without tokens are left out; `None` with fewer than two sources or no
/// occurrence.
pub fn g2_sources(observed: &[u64], tokens: &[u64]) -> Option<Omnibus> {
    let pairs: Vec<(f64, f64)> =
        observed.iter().zip(tokens).filter(|(_, n)| **n > 0).map(|(o, n)| (*o as f64, *n as f64)).collect();
    let (hits, total) = pairs.iter().fold((0.0, 0.0), |sum, pair| (sum.0 + pair.0, sum.1 + pair.1));
    if pairs.len() < 2 || hits == 0.0 {
        return None;
    }
    let g2 = 2.0 * pairs.iter().map(|(o, n)| term(*o, n * hits / total)).sum::<f64>();
    let df = pairs.len() - 1;
    let p = chi2_upper(g2, df as f64)?;
    Some(Omnibus { g2: g2.max(0.0), df, p })
}

/// Weighted log-odds with an informative Dirichlet prior.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LogOdds {
    /// Difference of the log-odds, positive if more frequent here. Natural logarithm.
    pub delta: f64,
    /// `delta` in standard errors.
    pub z: f64,
}

/// `δ = ln[(a+α)/(c+α₀−a−α)] − ln[(b+α)/(d+α₀−b−α)]`, `z = δ/√(1/(a+α) + 1/(b+α))` (Monroe, Colaresi & Quinn
/// 2008, *Political Analysis* 16). `prior` is the word's α, `prior_total` α₀, the sum over all words; a
/// word's prior is α₀ times its share of a background corpus. `None` unless 0 < α < α₀ or where a logarithm
/// does not exist.
pub fn log_odds(counts: Counts, prior: f64, prior_total: f64) -> Option<LogOdds> {
    let Counts { a, b, c, d } = counts;
    let (y1, y2) = (a as f64 + prior, b as f64 + prior);
    let (others1, others2) = (c as f64 + prior_total - y1, d as f64 + prior_total - y2);
    if !(prior > 0.0 && prior_total.is_finite() && others1 > 0.0 && others2 > 0.0) {
        return None;
    }
    let delta = (y1 / others1).ln() - (y2 / others2).ln();
    Some(LogOdds { delta, z: delta / (1.0 / y1 + 1.0 / y2).sqrt() })
}

/// Every keyness number of one word.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Keyness {
    /// The counts compared.
    pub counts: Counts,
    /// log₂ ratio of the rates with its interval.
    pub log_ratio: Estimate,
    /// Signed two-cell G².
    pub g2: f64,
    /// The p of `g2`.
    pub p: Option<f64>,
    /// p corrected over all words of the table (Benjamini–Hochberg).
    pub q: Option<f64>,
    /// Weighted log-odds; the background is both sides together.
    pub log_odds: Option<LogOdds>,
    /// Difference of the rates in percent.
    pub percent_difference: Option<f64>,
}

/// The keyness of all words of a vocabulary, `words[i]` = (count here, count there), in the order given. `c`
/// and `d` are the token totals, `prior_tokens` is α₀ ([`PRIOR_TOKENS`]). A word whose counts cannot be (more
/// occurrences than tokens) or that occurs nowhere is `None` and no test of the family.
pub fn table(words: &[(u64, u64)], c: u64, d: u64, prior_tokens: f64, level: f64) -> Vec<Option<Keyness>> {
    let mut rows: Vec<Option<Keyness>> = words
        .iter()
        .map(|&(a, b)| {
            let counts = Counts::new(a, b, c, d).filter(|n| n.a + n.b > 0)?;
            let g2 = g2(counts, Cells::Two);
            let prior = prior_tokens * (a + b) as f64 / (c + d) as f64;
            Some(Keyness {
                counts,
                log_ratio: log_ratio(counts, level),
                g2,
                p: p_of(g2),
                q: None,
                log_odds: log_odds(counts, prior, prior_tokens),
                percent_difference: percent_difference(counts),
            })
        })
        .collect();
    let p: Vec<Option<f64>> = rows.iter().map(|row| row.and_then(|row| row.p)).collect();
    for (row, q) in rows.iter_mut().zip(benjamini_hochberg(&p)) {
        if let Some(row) = row {
            row.q = q;
        }
    }
    rows
}

#[cfg(test)]
mod tests;
