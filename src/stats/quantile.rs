//! From bootstrap draws to an interval: percentiles, and percentiles corrected for bias and acceleration.

use super::estimate::whole;
use super::tails::{normal_cdf, normal_quantile, student_quantile};

/// The p-quantile of `values` by linear interpolation between order statistics (type 7 of Hyndman & Fan 1996,
/// the default of R and `NumPy`). Reorders `values`; `None` if there are none or p is outside 0…1. No value
/// may be NaN.
pub fn quantile(values: &mut [f64], p: f64) -> Option<f64> {
    if values.is_empty() || !(0.0..=1.0).contains(&p) {
        return None;
    }
    let place = p * (values.len() - 1) as f64;
    let below = place.floor();
    let (_, low, above) = values.select_nth_unstable_by(whole(below) as usize, f64::total_cmp);
    let low = *low;
    let high = above.iter().copied().fold(f64::INFINITY, f64::min);
    // Interpolating between equal or absent neighbours would add rounding, or 0 times infinity.
    Some(if place > below && high > low { low + (place - below) * (high - low) } else { low })
}

/// The two percentiles of an interval at `level`.
pub fn percentile(draws: &mut [f64], level: f64) -> Option<(f64, f64)> {
    let tail = (1.0 - level) / 2.0;
    Some((quantile(draws, tail)?, quantile(draws, 1.0 - tail)?))
}

/// The percentiles of an interval that allows for few units (the expanded percentile interval, Hesterberg
/// 2015, *American Statistician* 69).
///
/// Percentiles are too narrow in small samples, by √((n−1)/n) because draws spread less than samples, and
/// because a normal tail stands where Student's t belongs. Taking them further out, at Φ(−t·√(n/(n−1))) with
/// t from n−1 degrees of freedom, makes up for both. `None` for fewer than two units.
pub fn expanded(draws: &mut [f64], n: usize, level: f64) -> Option<(f64, f64)> {
    if n < 2 {
        return None;
    }
    let n = n as f64;
    let t = student_quantile(f64::midpoint(1.0, level), n - 1.0)?;
    let tail = normal_cdf(-t * (n / (n - 1.0)).sqrt());
    Some((quantile(draws, tail)?, quantile(draws, 1.0 - tail)?))
}

/// The `BCa` interval (Efron 1987; Efron & Tibshirani 1993, ch. 14).
///
/// Percentiles at Φ(z₀ + (z₀ ± z)/(1 − a(z₀ ± z))), where z₀ is the normal quantile of the share of draws
/// below the estimate (half of those equal to it) and a the acceleration from [`acceleration`]. `None` where
/// the correction does not exist: the estimate lies outside all draws.
pub fn bca(draws: &mut [f64], estimate: f64, acceleration: f64, level: f64) -> Option<(f64, f64)> {
    let below = draws.iter().filter(|d| **d < estimate).count();
    let equal = draws.len() - below - draws.iter().filter(|d| **d > estimate).count();
    let z0 = normal_quantile((below as f64 + equal as f64 / 2.0) / draws.len() as f64)?;
    let tail = normal_quantile((1.0 - level) / 2.0)?;
    let place = |z: f64| {
        let shifted = z0 + z;
        let p = normal_cdf(z0 + shifted / (1.0 - acceleration * shifted));
        p.is_finite().then_some(p)
    };
    let (low, high) = (place(tail)?, place(-tail)?);
    Some((quantile(draws, low)?, quantile(draws, high)?))
}

/// The acceleration of one or more independent samples from their leave-one-out values: ⅙ Σₛ(ΣU³/n³) / (Σₛ
/// ΣU²/n²)^1.5 with U = (n−1)(mean − value), summed over the samples s (Davison & Hinkley 1997, eq. 5.34, as
/// in `SciPy`). `None` without variation.
pub fn acceleration(samples: &[Vec<f64>]) -> Option<f64> {
    let (mut cubes, mut squares) = (0.0, 0.0);
    for values in samples {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        for value in values {
            let u = (n - 1.0) * (mean - value) / n;
            squares += u * u;
            cubes += u * u * u;
        }
    }
    let a = cubes / (6.0 * squares.powf(1.5));
    a.is_finite().then_some(a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::golden::{close, number, numbers, rows};
    use proptest::prelude::*;

    #[test]
    fn quantiles_equal_numpy() {
        let values = numbers("quantile/values");
        for row in rows("quantile/cases") {
            close(quantile(&mut values.clone(), row[0]), row[1], "quantile");
        }
    }

    #[test]
    fn expanded_percentiles_equal_the_formula() {
        for row in rows("expanded") {
            let n = whole(row[0]) as usize;
            let ends = expanded(&mut numbers("bca/one_sample/draws"), n, 0.95);
            close(ends.map(|e| e.0), row[1], "low");
            close(ends.map(|e| e.1), row[2], "high");
        }
        assert_eq!(expanded(&mut [1.0, 2.0], 1, 0.95), None);
    }

    #[test]
    fn bca_equals_scipy() {
        for case in ["one_sample", "two_samples"] {
            let at = |key: &str| format!("bca/{case}/{key}");
            let a = acceleration(&rows(&at("jackknife")));
            close(a, number(&at("acceleration")), "acceleration");
            let ends = bca(&mut numbers(&at("draws")), number(&at("estimate")), a.unwrap(), 0.95);
            close(ends.map(|e| e.0), number(&at("low")), "low");
            close(ends.map(|e| e.1), number(&at("high")), "high");
        }
    }

    #[test]
    fn what_is_not_there_is_none() {
        assert_eq!(quantile(&mut [], 0.5), None);
        assert_eq!(quantile(&mut [1.0], 1.5), None);
        assert_eq!(bca(&mut [1.0, 2.0], 5.0, 0.0, 0.95), None);
        assert_eq!(bca(&mut [], 5.0, 0.0, 0.95), None);
        assert_eq!(acceleration(&[vec![1.0, 1.0], vec![]]), None);
    }

    proptest! {
        #[test]
        fn a_quantile_lies_among_its_values(mut v in prop::collection::vec(-1e6..1e6f64, 1..60), p in 0.0..=1.0f64) {
            let q = quantile(&mut v, p).unwrap();
            v.sort_by(f64::total_cmp);
            prop_assert!(v[0] <= q && q <= v[v.len() - 1]);
        }
    }
}
