//! How many items truly have a frame, when the tool that found them errs in known ways.
//!
//! Which of the two corrections is right depends on how the validated items were drawn: [`true_prevalence`]
//! from a validation on any texts, [`from_strata`] from one drawn out of this very corpus, some of the items
//! that the tool marked and some of those it did not.

use super::classification::Confusion;
use super::estimate::{Basis, Caution, Estimate, Method, Unit};
use super::tails::z_of_level;

/// The share of items that truly have a frame, from the share in which a tool of known error found it.
///
/// π = (p + Sp − 1)/(Se + Sp − 1) (Rogan & Gladen 1978, *Am J Epidemiol* 107), cut at 0 and 1, with the
/// interval of Lang & Reiczigel (2014, *Prev Vet Med* 113), which counts the uncertainty of Se and Sp too.
/// `found` of `n` items were marked by the tool; `validation` needs true negatives. Where the n are clustered
/// in articles, give the effective n, p(1−p)/se².
///
/// # Example
/// ```
/// use framescope::stats::{classification::Confusion, prevalence::true_prevalence};
/// let validation = Confusion { tp: 80, fp: 10, fn_: 20, tn: Some(790) };
/// let share = true_prevalence(20, 1000, validation, 0.95);
/// assert!(share.value.unwrap() < 0.02 && share.low.unwrap() < share.high.unwrap());
/// ```
pub fn true_prevalence(found: u64, n: u64, validation: Confusion, level: f64) -> Estimate {
    let basis = Basis { level, n: n as usize, unit: Unit::Item, method: Method::LangReiczigel };
    let (se, sp) = (validation.recall(level).value, validation.specificity(level).value);
    let (Some(se), Some(sp), true) = (se, sp, n > 0) else {
        return basis.without_interval(None, Caution::Empty);
    };
    if found > n {
        return basis.without_interval(None, Caution::Invalid);
    }
    let p = found as f64 / n as f64;
    if se + sp <= 1.0 {
        return basis.without_interval(None, Caution::Uninformative);
    }
    let value = ((p + sp - 1.0) / (se + sp - 1.0)).clamp(0.0, 1.0);
    match lang_reiczigel(found as f64, n as f64, validation, level) {
        Some((low, high)) => basis.interval(value, low, high),
        None => basis.without_interval(Some(value), Caution::Uninformative),
    }
}

/// All three shares are drawn towards ½ by adding successes and failures (z²/2 of each to p, one of each to
/// Se and Sp), then the centre is shifted and the delta method applied.
fn lang_reiczigel(found: f64, n: f64, validation: Confusion, level: f64) -> Option<(f64, f64)> {
    let z = z_of_level(level)?;
    let n_p = n + z * z;
    let n_se = (validation.tp + validation.fn_) as f64 + 2.0;
    let n_sp = (validation.tn? + validation.fp) as f64 + 2.0;
    let p = (found + z * z / 2.0) / n_p;
    let se = (validation.tp as f64 + 1.0) / n_se;
    let sp = (validation.tn? as f64 + 1.0) / n_sp;
    let youden = se + sp - 1.0;
    if youden <= 0.0 {
        return None;
    }
    let true_p = (p + sp - 1.0) / youden;
    let (v_p, v_se, v_sp) = (p * (1.0 - p) / n_p, se * (1.0 - se) / n_se, sp * (1.0 - sp) / n_sp);
    let shift = 2.0 * z * z * (true_p * v_se - (1.0 - true_p) * v_sp);
    let error = (v_p + true_p.powi(2) * v_se + (1.0 - true_p).powi(2) * v_sp).sqrt() / youden;
    let end = |sign: f64| (true_p + shift + sign * z * error).clamp(0.0, 1.0);
    Some((end(-1.0), end(1.0)))
}

/// The share of items that truly have a frame, from items validated in two strata: marked by the tool, and
/// not marked.
///
/// π = p·PPV + (1−p)·FOR with PPV = tp/(tp+fp), the share of marked items that are right, and FOR =
/// fn/(fn+tn), the share of unmarked items that were missed (Tenenbein 1970, *JASA* 65). The numbers
/// validated in each stratum may be chosen freely, but within a stratum items must be drawn at random from
/// this corpus. Interval: normal, with the shares drawn towards ½ as in [`true_prevalence`]. Where the n are
/// clustered in articles, give the effective n.
pub fn from_strata(found: u64, n: u64, validation: Confusion, level: f64) -> Estimate {
    let basis = Basis { level, n: n as usize, unit: Unit::Item, method: Method::DoubleSampling };
    let Confusion { tp, fp, fn_, tn } = validation;
    let (marked, unmarked) = (tp + fp, fn_ + tn.unwrap_or(0));
    if n == 0 || marked == 0 || unmarked == 0 || tn.is_none() {
        return basis.without_interval(None, Caution::Empty);
    }
    if found > n {
        return basis.without_interval(None, Caution::Invalid);
    }
    let combine = |p: f64, right: f64, missed: f64| p * right + (1.0 - p) * missed;
    let value = combine(found as f64 / n as f64, tp as f64 / marked as f64, fn_ as f64 / unmarked as f64);
    let Some(z) = z_of_level(level) else {
        return basis.without_interval(Some(value), Caution::Invalid);
    };
    let (n_p, n_marked, n_unmarked) = (n as f64 + z * z, marked as f64 + 2.0, unmarked as f64 + 2.0);
    let p = (found as f64 + z * z / 2.0) / n_p;
    let (right, missed) = ((tp as f64 + 1.0) / n_marked, (fn_ as f64 + 1.0) / n_unmarked);
    let variance = (right - missed).powi(2) * p * (1.0 - p) / n_p
        + p * p * right * (1.0 - right) / n_marked
        + (1.0 - p).powi(2) * missed * (1.0 - missed) / n_unmarked;
    let end = |sign: f64| (combine(p, right, missed) + sign * z * variance.sqrt()).clamp(0.0, 1.0);
    basis.interval(value, end(-1.0), end(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::estimate::{LEVEL, whole};
    use crate::stats::golden::{close, rows};
    use proptest::prelude::*;

    #[test]
    fn both_corrections_equal_the_reference() {
        for (path, correct) in [
            ("classification/prevalence", true_prevalence as fn(u64, u64, Confusion, f64) -> Estimate),
            ("classification/double_sampling", from_strata),
        ] {
            for row in rows(path) {
                let [found, n, tp, fp, fn_, tn] = [0, 1, 2, 3, 4, 5].map(|i| whole(row[i]));
                let e = correct(found, n, Confusion { tp, fp, fn_, tn: Some(tn) }, LEVEL);
                close(e.value, row[6], "prevalence");
                close(e.low, row[7], "low");
                close(e.high, row[8], "high");
            }
        }
    }

    #[test]
    fn what_cannot_be_known_is_none() {
        let chance = Confusion { tp: 5, fp: 5, fn_: 5, tn: Some(5) };
        assert_eq!(true_prevalence(1, 10, chance, LEVEL).caution, Some(Caution::Uninformative));
        for correct in [true_prevalence, from_strata] {
            assert_eq!(correct(1, 10, Confusion::new(5, 1, 1), LEVEL).caution, Some(Caution::Empty));
            assert_eq!(correct(1, 10, Confusion::default(), LEVEL).value, None);
            assert_eq!(correct(1, 0, chance, LEVEL).value, None);
            assert_eq!(correct(11, 10, chance, LEVEL).caution, Some(Caution::Invalid));
        }
        // What is at chance can still be corrected stratum by stratum.
        assert_eq!(from_strata(1, 10, chance, LEVEL).value, Some(0.5));
    }

    proptest! {
        #[test]
        fn it_stays_a_share(found in 0u64..50, tp in 0u64..30, fp in 0u64..30, fn_ in 0u64..30, tn in 0u64..30) {
            let validation = Confusion { tp, fp, fn_, tn: Some(tn) };
            for correct in [true_prevalence, from_strata] {
                let e = correct(found, 50, validation, LEVEL);
                if let Some((low, high)) = e.ends() {
                    prop_assert!(0.0 <= low && low <= high && high <= 1.0);
                }
                prop_assert!(e.value.is_none_or(|v| (0.0..=1.0).contains(&v)));
            }
        }
    }
}
