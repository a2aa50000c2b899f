//! Precision and recall from items drawn with unequal chances.
//!
//! A sample that looks for rare things has more of them than the texts it was drawn from, so plain shares describe the sample.
//! Each item counts for as many as it stands for, w = 1/(its chance of being drawn) (Horvitz & Thompson 1952), and a share is a
//! ratio of two such sums (Hájek 1971; Särndal, Swensson & Wretman 1992, *Model Assisted Survey Sampling*, §5.7). Its interval is
//! Wilson's on the effective number of items, (Σw)²/Σw² (Kish 1965, §8.2; compared with others by Franco, Little, Louis & Slud
//! 2019, *J Surv Stat Methodol* 7). With equal weights all of it is the plain share and interval.

use super::classification::{Confusion, f1};
use super::estimate::{Basis, Caution, Estimate, Method, Unit};
use super::rate::wilson;
use serde::Serialize;

/// Items of one kind: how many, what they stand for, and the squares of that.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Mass {
    /// Items.
    pub items: u64,
    /// Σ w: units of the texts that they stand for.
    pub sum: f64,
    /// Σ w².
    pub squares: f64,
}

impl Mass {
    fn add(&mut self, weight: f64) {
        self.items += 1;
        self.sum += weight;
        self.squares += weight * weight;
    }

    fn and(self, other: Self) -> Self {
        Self {
            items: self.items + other.items,
            sum: self.sum + other.sum,
            squares: self.squares + other.squares,
        }
    }

    /// The number of equally weighted items that would say as much: (Σw)²/Σw²; 0 without any.
    pub fn effective(self) -> f64 {
        if self.squares > 0.0 { self.sum * self.sum / self.squares } else { 0.0 }
    }
}

/// The tool against people, every item with its weight.
///
/// # Example
/// ```
/// use framescope::stats::weighted::Weighted;
/// let mut found = Weighted::default();
/// found.add(true, true, 10.0); // right, and stands for ten
/// found.add(true, false, 2.0); // wrong, and stands for two
/// let precision = found.precision(0.95);
/// assert_eq!(precision.value, Some(10.0 / 12.0));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Weighted {
    /// Found by both.
    pub tp: Mass,
    /// Found by the tool alone.
    pub fp: Mass,
    /// Found by people alone.
    #[serde(rename = "fn")]
    pub fn_: Mass,
    /// Found by neither.
    pub tn: Mass,
}

impl Weighted {
    /// Adds an item: what the tool said, what people said, and how many units it stands for (a finite number above 0; others are
    /// left out).
    pub fn add(&mut self, tool: bool, people: bool, weight: f64) {
        if !(weight.is_finite() && weight > 0.0) {
            return;
        }
        match (tool, people) {
            (true, true) => self.tp.add(weight),
            (true, false) => self.fp.add(weight),
            (false, true) => self.fn_.add(weight),
            (false, false) => self.tn.add(weight),
        }
    }

    /// Of what the tool finds in the texts, the share that people find too.
    pub fn precision(&self, level: f64) -> Estimate {
        share(self.tp, self.fp, level)
    }

    /// Of what people find in the texts, the share that the tool finds too.
    pub fn recall(&self, level: f64) -> Estimate {
        share(self.tp, self.fn_, level)
    }

    /// The four counts as a sample with equal chances would have them, of the effective number of items, rounded: for formulas that
    /// take plain counts.
    pub fn effective_counts(&self) -> Confusion {
        let all = self.tp.and(self.fp).and(self.fn_).and(self.tn);
        let scale = if all.sum > 0.0 { all.effective() / all.sum } else { 0.0 };
        let count = |m: Mass| (m.sum * scale).round() as u64;
        Confusion { tp: count(self.tp), fp: count(self.fp), fn_: count(self.fn_), tn: Some(count(self.tn)) }
    }

    /// The harmonic mean of both, with the interval of the share of what anybody finds that both find, put through 2J/(1+J).
    pub fn f1(&self, level: f64) -> Estimate {
        let both = share(self.tp, self.fp.and(self.fn_), level);
        let through = |j: f64| 2.0 * j / (1.0 + j);
        let basis = Basis { level, n: both.n, unit: both.unit, method: both.method };
        match (f1(self.tp.sum, self.fp.sum, self.fn_.sum), both.ends()) {
            (Some(value), Some((low, high))) => basis.interval(value, through(low), through(high)),
            (value, _) => basis.without_interval(value, both.caution.unwrap_or(Caution::Empty)),
        }
    }
}

fn share(of: Mass, rest: Mass, level: f64) -> Estimate {
    let all = of.and(rest);
    let basis = Basis { level, n: all.items as usize, unit: Unit::Item, method: Method::WilsonEffective };
    if all.items == 0 {
        return basis.without_interval(None, Caution::Empty);
    }
    let (p, n) = ((of.sum / all.sum).clamp(0.0, 1.0), all.effective());
    // Rounding must not put p·n above n.
    match wilson((p * n).min(n), n, level) {
        Some((low, high)) => basis.interval(p, low.min(p), high.max(p)),
        None => basis.without_interval(Some(p), Caution::Invalid),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::classification::Confusion;
    use crate::stats::estimate::LEVEL;
    use crate::stats::golden::{close, number, rows};

    #[test]
    fn equal_weights_give_the_plain_figures() {
        let (mut weighted, mut plain) = (Weighted::default(), Confusion::new(0, 0, 0));
        for (tool, people, n) in [(true, true, 42), (true, false, 18), (false, true, 14), (false, false, 26)]
        {
            for _ in 0..n {
                weighted.add(tool, people, 3.0);
                plain.add(tool, people);
            }
        }
        for (a, b) in [
            (weighted.precision(LEVEL), plain.precision(LEVEL)),
            (weighted.recall(LEVEL), plain.recall(LEVEL)),
            (weighted.f1(LEVEL), plain.f1(LEVEL)),
        ] {
            close(a.value, b.value.unwrap(), "value");
            close(a.low, b.low.unwrap(), "low");
            close(a.high, b.high.unwrap(), "high");
            assert_eq!(a.n, b.n);
        }
        assert_eq!(weighted.effective_counts(), plain);
    }

    #[test]
    fn weighted_shares_are_those_of_other_software() {
        let mut found = Weighted::default();
        for row in rows("weighted/items") {
            found.add(row[0] > 0.5, row[1] > 0.5, row[2]);
        }
        for (name, estimate) in
            [("precision", found.precision(LEVEL)), ("recall", found.recall(LEVEL)), ("f1", found.f1(LEVEL))]
        {
            close(estimate.value, number(&format!("weighted/{name}/0")), name);
            close(estimate.low, number(&format!("weighted/{name}/1")), name);
            close(estimate.high, number(&format!("weighted/{name}/2")), name);
        }
    }

    #[test]
    fn nothing_found_is_not_estimable_and_bad_weights_count_for_nothing() {
        let mut found = Weighted::default();
        found.add(true, true, f64::NAN);
        found.add(true, true, 0.0);
        found.add(false, false, 2.0);
        assert_eq!(
            (found.precision(LEVEL).value, found.recall(LEVEL).value, found.f1(LEVEL).value),
            (None, None, None)
        );
        found.add(true, true, 1e-300);
        assert!(found.precision(LEVEL).value.is_some());
    }
}
