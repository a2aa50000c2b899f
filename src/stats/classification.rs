//! How well a tool finds what people found: precision, recall, F1, and what its errors do to the rates it
//! reports.

use super::estimate::{Basis, Caution, Estimate, Method, Unit};
use super::rate::{share, wilson};
use super::tails::z_of_level;
use serde::Serialize;

/// The counts of a validation: the tool against the agreed human codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Confusion {
    /// Found by both.
    pub tp: u64,
    /// Found by the tool alone.
    pub fp: u64,
    /// Found by people alone.
    #[serde(rename = "fn")]
    pub fn_: u64,
    /// Found by neither; `None` where such items were not sampled.
    pub tn: Option<u64>,
}

impl Confusion {
    /// Counts without true negatives.
    pub fn new(tp: u64, fp: u64, fn_: u64) -> Self {
        Self { tp, fp, fn_, tn: None }
    }

    /// Adds one item: what the tool and what people said.
    pub fn add(&mut self, tool: bool, people: bool) {
        match (tool, people) {
            (true, true) => self.tp += 1,
            (true, false) => self.fp += 1,
            (false, true) => self.fn_ += 1,
            (false, false) => self.tn = Some(self.tn.unwrap_or(0) + 1),
        }
    }

    /// Of what the tool found, the share that people found too: tp/(tp+fp), Wilson interval.
    pub fn precision(self, level: f64) -> Estimate {
        share(self.tp, self.tp + self.fp, Unit::Item, level)
    }

    /// Of what people found, the share that the tool found too (sensitivity): tp/(tp+fn), Wilson interval.
    pub fn recall(self, level: f64) -> Estimate {
        share(self.tp, self.tp + self.fn_, Unit::Item, level)
    }

    /// Of what people did not find, the share that the tool left alone: tn/(tn+fp); not estimable without
    /// true negatives.
    pub fn specificity(self, level: f64) -> Estimate {
        match self.tn {
            Some(tn) => share(tn, tn + self.fp, Unit::Item, level),
            None => share(0, 0, Unit::Item, level),
        }
    }

    /// F1 = 2tp/(2tp+fp+fn), the harmonic mean of precision and recall.
    ///
    /// F1 = 2J/(1+J) where J = tp/(tp+fp+fn) is a plain share of the items that anybody found. The ends of
    /// J's Wilson interval, put through that increasing function, are those of F1: no simulation, and never
    /// outside 0…1. For items clustered in articles use [`Draws::statistic`](super::draws::Draws::statistic)
    /// with [`f1`].
    pub fn f1(self, level: f64) -> Estimate {
        let found = self.tp + self.fp + self.fn_;
        let basis = Basis { level, n: found as usize, unit: Unit::Item, method: Method::Wilson };
        let Some(value) = f1(self.tp as f64, self.fp as f64, self.fn_ as f64) else {
            return basis.without_interval(None, Caution::Empty);
        };
        match wilson(self.tp as f64, found as f64, level) {
            Some((low, high)) => basis.interval(value, 2.0 * low / (1.0 + low), 2.0 * high / (1.0 + high)),
            None => basis.without_interval(Some(value), Caution::Invalid),
        }
    }

    /// The factor that turns the tool's rate into the people's: (tp+fn)/(tp+fp), that is precision/recall.
    ///
    /// Above 1 the tool finds too little, below 1 too much. Interval: normal for the logarithm, whose
    /// variance is (fp+fn)/((tp+fp)(tp+fn)), as of a ratio of two shares measured on the same items. Multiply
    /// a rate by it; the errors of both add up on the logarithmic scale ([`adjusted_rate`]). Assumes that the
    /// items were sampled alike from what the rate counts.
    pub fn correction(self, level: f64) -> Estimate {
        let (tool, people) = ((self.tp + self.fp) as f64, (self.tp + self.fn_) as f64);
        let n = (self.tp + self.fp + self.fn_) as usize;
        let basis = Basis { level, n, unit: Unit::Item, method: Method::LogDelta };
        if tool == 0.0 || people == 0.0 {
            return basis.without_interval(None, Caution::Empty);
        }
        let factor = people / tool;
        let error = ((self.fp + self.fn_) as f64 / (tool * people)).sqrt();
        match z_of_level(level) {
            // Without any error seen, the formula knows of no uncertainty at all.
            Some(z) if error > 0.0 => {
                basis.interval(factor, factor * (-z * error).exp(), factor * (z * error).exp())
            }
            Some(_) => basis.without_interval(Some(factor), Caution::NoVariation),
            None => basis.without_interval(Some(factor), Caution::Invalid),
        }
    }
}

/// F1 from real counts, for resampling; `None` if nothing was found by anybody.
pub fn f1(tp: f64, fp: f64, fn_: f64) -> Option<f64> {
    let total = 2.0 * tp + fp + fn_;
    (total > 0.0).then(|| 2.0 * tp / total)
}

/// A rate times the correction factor of a validation. The two intervals are independent; their half widths
/// on the logarithmic scale add up like the sides of a right triangle, separately below and above.
pub fn adjusted_rate(rate: Estimate, confusion: Confusion) -> Estimate {
    let factor = confusion.correction(rate.level);
    let basis = Basis { level: rate.level, n: rate.n, unit: rate.unit, method: Method::LogDelta };
    let value = rate.value.zip(factor.value).map(|(r, f)| r * f);
    let why = rate.caution.filter(|c| !c.is_mild()).or(factor.caution).unwrap_or(Caution::Empty);
    let (Some(value), Some(r), Some(f)) = (value, rate.value, factor.value) else {
        return basis.without_interval(value, why);
    };
    let (Some((r_low, r_high)), Some((f_low, f_high))) = (rate.ends(), factor.ends()) else {
        return basis.without_interval(Some(value), why);
    };
    if r <= 0.0 {
        // No logarithm at 0: the ends themselves are multiplied, which is at worst too wide.
        return basis.interval(value, r_low * f_low, r_high * f_high);
    }
    let down = (r / r_low).ln().hypot((f / f_low).ln());
    let up = (r_high / r).ln().hypot((f_high / f).ln());
    let estimate = basis.interval(value, value * (-down).exp(), value * up.exp());
    rate.caution.map_or(estimate, |c| estimate.with_caution(c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::estimate::{LEVEL, whole};
    use crate::stats::golden::{close, rows};
    use proptest::prelude::*;

    #[test]
    fn precision_recall_and_f1_equal_the_reference() {
        for row in rows("classification/cases") {
            let c = Confusion::new(whole(row[0]), whole(row[1]), whole(row[2]));
            let estimates = [c.precision(LEVEL), c.recall(LEVEL), c.f1(LEVEL)];
            for (e, expected) in estimates.iter().zip(row[3..].chunks(3)) {
                close(e.value, expected[0], "value");
                close(e.low, expected[1], "low");
                close(e.high, expected[2], "high");
            }
        }
    }

    #[test]
    fn the_correction_factor_equals_its_simulated_spread() {
        for row in rows("classification/correction") {
            let c = Confusion::new(whole(row[0]), whole(row[1]), whole(row[2]));
            let e = c.correction(LEVEL);
            close(e.value, row[3], "factor");
            let error = (e.high.unwrap() / e.low.unwrap()).ln() / (2.0 * 1.959_963_984_540_054);
            close(Some(error), row[4], "standard error of the logarithm");
        }
    }

    #[test]
    fn counting_items() {
        let mut c = Confusion::default();
        for (tool, people) in [(true, true), (true, false), (false, true), (false, false)] {
            c.add(tool, people);
        }
        assert_eq!(c, Confusion { tp: 1, fp: 1, fn_: 1, tn: Some(1) });
    }

    #[test]
    fn what_cannot_be_known_is_none() {
        let nothing = Confusion::default();
        for e in [
            nothing.precision(LEVEL),
            nothing.f1(LEVEL),
            nothing.specificity(LEVEL),
            nothing.correction(LEVEL),
        ] {
            assert_eq!((e.value, e.ends(), e.caution), (None, None, Some(Caution::Empty)));
        }
        assert_eq!(Confusion::new(9, 0, 0).correction(LEVEL).caution, Some(Caution::NoVariation));
        let none_found =
            adjusted_rate(crate::stats::rate::per_thousand(0, 500, LEVEL), Confusion::new(42, 18, 14));
        assert!(none_found.value == Some(0.0) && none_found.high > Some(0.0));
        let rate = crate::stats::rate::per_thousand(0, 0, LEVEL);
        assert_eq!(adjusted_rate(rate, Confusion::new(42, 18, 14)).caution, Some(Caution::Empty));
    }

    proptest! {
        #[test]
        fn correcting_widens_and_keeps_order(k in 1u64..400, tp in 1u64..90, fp in 0u64..90, fn_ in 1u64..90) {
            let rate = crate::stats::rate::per_thousand(k, 50_000, LEVEL);
            let adjusted = adjusted_rate(rate, Confusion::new(tp, fp, fn_));
            let (low, high) = adjusted.ends().unwrap();
            let value = adjusted.value.unwrap();
            prop_assert!(0.0 < low && low < value && value < high);
            let before = rate.high.unwrap() / rate.low.unwrap();
            prop_assert!(high / low > before);
        }
    }
}
