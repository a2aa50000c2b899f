//! Rates per thousand tokens and shares, with the intervals that need no resampling.
//!
//! These intervals take every token (segment, item) for an independent draw, which words in articles are not
//! (Lijffijt and others 2016): beside a bootstrap over articles they are descriptive. They remain where no
//! bootstrap can be made: no hits at all, or one text.

use super::estimate::{Basis, Caution, Estimate, Method, Unit, whole};
use super::tails::{gamma_quantile, z_of_level};

/// Tokens in the denominator of a rate.
pub const PER: f64 = 1000.0;

/// Hits per 1,000 tokens with the exact Poisson interval.
///
/// Low = G⁻¹(α/2; k)·1000/N, high = G⁻¹(1−α/2; k+1)·1000/N with G the gamma distribution of that shape
/// (Garwood 1936, *Biometrika* 28). For k = 0 the lower end is 0. Unit: hits per 1,000 tokens, from 0.
///
/// # Example
/// ```
/// use framescope::stats::rate::per_thousand;
/// let rate = per_thousand(7, 874, 0.95);
/// assert!((rate.value.unwrap() - 8.009).abs() < 1e-3);
/// assert!((rate.low.unwrap() - 3.220).abs() < 1e-3 && (rate.high.unwrap() - 16.502).abs() < 1e-3);
/// ```
pub fn per_thousand(hits: u64, tokens: u64, level: f64) -> Estimate {
    let basis = Basis { level, n: tokens as usize, unit: Unit::Token, method: Method::Garwood };
    if tokens == 0 {
        return basis.without_interval(None, Caution::Empty);
    }
    let (k, scale) = (hits as f64, PER / tokens as f64);
    let tail = (1.0 - level) / 2.0;
    let low = if hits == 0 { Some(0.0) } else { gamma_quantile(k, tail) };
    match low.zip(gamma_quantile(k + 1.0, 1.0 - tail)) {
        Some((low, high)) => basis.interval(k * scale, low * scale, high * scale),
        None => basis.without_interval(Some(k * scale), Caution::Invalid),
    }
}

/// The share k/n with Wilson's score interval (1927, *JASA* 22), which stays inside 0…1 and does not shrink
/// to a point at the ends. `unit` names what the n are.
pub fn share(k: u64, n: u64, unit: Unit, level: f64) -> Estimate {
    let basis = Basis { level, n: n as usize, unit, method: Method::Wilson };
    if n == 0 {
        return basis.without_interval(None, Caution::Empty);
    }
    let p = k as f64 / n as f64;
    match wilson(k as f64, n as f64, level) {
        Some((low, high)) => basis.interval(p, low, high),
        None => basis.without_interval(Some(p).filter(|p| *p <= 1.0), Caution::Invalid),
    }
}

/// Wilson's interval for k of n, both real so that an effective sample size can be given; `None` unless 0 ≤ k
/// ≤ n, n > 0.
pub fn wilson(k: f64, n: f64, level: f64) -> Option<(f64, f64)> {
    let z = z_of_level(level)?;
    if !(n > 0.0 && n.is_finite() && (0.0..=n).contains(&k)) {
        return None;
    }
    let (p, z2) = (k / n, z * z);
    let centre = (k + z2 / 2.0) / (n + z2);
    let half = z * (n * p * (1.0 - p) + z2 / 4.0).sqrt() / (n + z2);
    // At the ends the formula gives exactly 0 and 1; rounding would leave 1e-17.
    let low = if k == 0.0 { 0.0 } else { (centre - half).max(0.0) };
    let high = if k >= n { 1.0 } else { (centre + half).min(1.0) };
    Some((low, high))
}

/// The difference of two shares, k₁/n₁ − k₂/n₂, with Newcombe's hybrid score interval (1998, *Stat Med* 17,
/// method 10): the distances of the two Wilson ends, combined by Pythagoras.
pub fn share_difference(first: (u64, u64), second: (u64, u64), unit: Unit, level: f64) -> Estimate {
    let n = (first.1 + second.1) as usize;
    let basis = Basis { level, n, unit, method: Method::Newcombe };
    let (a, b) = (share(first.0, first.1, unit, level), share(second.0, second.1, unit, level));
    let Some((p1, p2)) = a.value.zip(b.value) else {
        return basis.without_interval(None, a.caution.or(b.caution).unwrap_or(Caution::Empty));
    };
    match a.ends().zip(b.ends()) {
        Some(((l1, u1), (l2, u2))) => {
            let difference = p1 - p2;
            basis.interval(
                difference,
                difference - (p1 - l1).hypot(u2 - p2),
                difference + (u1 - p1).hypot(p2 - l2),
            )
        }
        None => basis.without_interval(Some(p1 - p2), Caution::Invalid),
    }
}

/// Half the width of a 95 % (or other) interval around a share `p` from `n` items: z √(p(1−p)/n). To plan a
/// sample with; `None` for n = 0 or p outside 0…1.
pub fn half_width(p: f64, n: u64, level: f64) -> Option<f64> {
    let z = z_of_level(level)?;
    ((0.0..=1.0).contains(&p) && n > 0).then(|| z * (p * (1.0 - p) / n as f64).sqrt())
}

/// The items needed for a half width around a share expected at `p`; the inverse of [`half_width`], rounded
/// up.
pub fn items_needed(p: f64, half_width: f64, level: f64) -> Option<u64> {
    let z = z_of_level(level)?;
    let sensible = (0.0..=1.0).contains(&p) && half_width > 0.0 && half_width < 1.0;
    if !sensible {
        return None;
    }
    let n = (z / half_width).powi(2) * p * (1.0 - p);
    // A hair below a whole number is that number, not the next.
    Some(whole((n - 1e-9).ceil()).max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::estimate::LEVEL;
    use crate::stats::golden::{close, rows};
    use proptest::prelude::*;

    #[test]
    fn garwood_equals_scipy() {
        for row in rows("garwood") {
            let e = per_thousand(whole(row[0]), whole(row[1]), row[2]);
            close(e.value, row[3], "rate");
            close(e.low, row[4], "low");
            close(e.high, row[5], "high");
        }
    }

    #[test]
    fn wilson_and_newcombe_equal_statsmodels() {
        for row in rows("wilson") {
            let e = share(whole(row[0]), whole(row[1]), Unit::Segment, row[2]);
            close(e.low, row[3], "low");
            close(e.high, row[4], "high");
        }
        for row in rows("newcombe") {
            let [k1, n1, k2, n2] = [row[0], row[1], row[2], row[3]].map(whole);
            let e = share_difference((k1, n1), (k2, n2), Unit::Item, row[4]);
            close(e.value, row[5], "difference");
            close(e.low, row[6], "low");
            close(e.high, row[7], "high");
        }
    }

    #[test]
    fn half_widths_are_those_of_the_sample_size_table() {
        for (n, expected) in
            [(50, 0.1109), (100, 0.0784), (200, 0.0554), (300, 0.0453), (400, 0.0392), (1300, 0.0217)]
        {
            assert!(half_width(0.8, n, LEVEL).is_some_and(|w| (w - expected).abs() < 5e-5));
        }
        assert_eq!(items_needed(0.5, 0.05, LEVEL), Some(385));
        let exact = half_width(0.8, 300, LEVEL).and_then(|w| items_needed(0.8, w, LEVEL));
        assert_eq!(exact, Some(300));
    }

    #[test]
    fn nothing_to_divide_by_is_said() {
        assert_eq!(per_thousand(0, 0, LEVEL).caution, Some(Caution::Empty));
        assert_eq!(share(0, 0, Unit::Segment, LEVEL).value, None);
        assert_eq!(share(3, 2, Unit::Segment, LEVEL).caution, Some(Caution::Invalid));
        assert_eq!(per_thousand(3, 10, 1.0).ends(), None);
        assert_eq!(share_difference((1, 2), (0, 0), Unit::Item, LEVEL).value, None);
        assert_eq!((half_width(0.5, 0, LEVEL), items_needed(0.5, 0.0, LEVEL)), (None, None));
    }

    proptest! {
        #[test]
        fn an_interval_holds_its_estimate(k in 0u64..5_000, extra in 0u64..50_000) {
            let n = k + extra + 1;
            for e in [per_thousand(k, n, LEVEL), share(k, n, Unit::Token, LEVEL)] {
                let (low, high) = e.ends().unwrap();
                let value = e.value.unwrap();
                prop_assert!(0.0 <= low && low <= value && value <= high);
            }
        }

        #[test]
        fn swapping_two_shares_flips_the_sign(k1 in 0u64..90, k2 in 0u64..90) {
            let (a, b) = ((k1, 90), (k2, 90));
            let (there, back) =
                (share_difference(a, b, Unit::Item, LEVEL), share_difference(b, a, Unit::Item, LEVEL));
            prop_assert!((there.value.unwrap() + back.value.unwrap()).abs() < 1e-12);
            prop_assert!((there.low.unwrap() + back.high.unwrap()).abs() < 1e-12);
        }
    }
}
