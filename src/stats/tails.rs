//! Quantiles and upper tails of the normal and the χ² distribution, exact far out.
//!
//! `1 − CDF` is 0 beyond χ² ≈ 75 in double precision, where a keyness table begins. Tails are therefore
//! computed as tails (continued fraction of the upper incomplete gamma function, Press and others 2007,
//! §6.2), in logarithms where the number itself would underflow.

use statrs::function::beta::checked_beta_reg;
use statrs::function::erf::{erfc, erfc_inv};
use statrs::function::gamma::{checked_gamma_lr, ln_gamma};

/// Above this shape the χ² quantile is taken from the cube-root normal approximation of Wilson & Hilferty
/// (1931), whose relative error there is below 1e-9; the series of the exact one would need thousands of
/// terms.
const LARGE_SHAPE: f64 = 1e6;

/// The normal quantile z with P(Z ≤ z) = p; `None` unless 0 < p < 1.
pub fn normal_quantile(p: f64) -> Option<f64> {
    if !(p > 0.0 && p < 1.0) {
        return None;
    }
    let z = -std::f64::consts::SQRT_2 * erfc_inv(2.0 * p);
    // One Newton step takes the inverse to the precision of erfc itself.
    let density = (-0.5 * z * z).exp() / (2.0 * std::f64::consts::PI).sqrt();
    Some(if density > 0.0 { z - (normal_cdf(z) - p) / density } else { z })
}

/// P(Z ≤ z) of the standard normal distribution.
pub fn normal_cdf(z: f64) -> f64 {
    0.5 * erfc(-z / std::f64::consts::SQRT_2)
}

/// P(|Z| ≥ |z|): the two-sided p of a z statistic.
pub fn normal_two_sided(z: f64) -> f64 {
    erfc(z.abs() / std::f64::consts::SQRT_2)
}

/// The z of a two-sided interval: 1.96 for a level of .95; `None` unless 0 < level < 1.
pub fn z_of_level(level: f64) -> Option<f64> {
    if !(level > 0.0 && level < 1.0) {
        return None;
    }
    normal_quantile(f64::midpoint(1.0, level))
}

/// The quantile of Student's t distribution; `None` unless 0 < p < 1 and df > 0.
pub fn student_quantile(p: f64, df: f64) -> Option<f64> {
    let z = normal_quantile(p)?;
    if !(df > 0.0 && df.is_finite()) {
        return None;
    }
    if z == 0.0 {
        return Some(0.0);
    }
    // P(|T| > t) = I_x(df/2, ½) at x = df/(df + t²): one incomplete beta function, inverted by bisection,
    // which needs no care about its tails.
    let both_tails = 2.0 * normal_cdf(-z.abs());
    let tail = |x: f64| checked_beta_reg(df / 2.0, 0.5, x).ok();
    let (mut low, mut high) = (0.0_f64, 1.0_f64);
    for _ in 0..1_100 {
        let middle = f64::midpoint(low, high);
        if middle <= low || middle >= high {
            break;
        }
        if tail(middle)? < both_tails {
            low = middle;
        } else {
            high = middle;
        }
    }
    let x = f64::midpoint(low, high);
    let t = (df * (1.0 - x) / x).sqrt().copysign(z);
    t.is_finite().then_some(t)
}

/// P(χ² ≥ x) with `df` degrees of freedom; 1 for x ≤ 0, `None` for df ≤ 0 or a number that is not one.
pub fn chi2_upper(x: f64, df: f64) -> Option<f64> {
    ln_chi2_upper(x, df).map(f64::exp)
}

/// The natural logarithm of [`chi2_upper`]: finite where the tail itself is below the smallest number.
pub fn ln_chi2_upper(x: f64, df: f64) -> Option<f64> {
    let usable = df > 0.0 && df.is_finite() && !x.is_nan();
    if !usable || x == f64::INFINITY {
        return None;
    }
    if x <= 0.0 {
        return Some(0.0);
    }
    let (a, x) = (df / 2.0, x / 2.0);
    if x < a + 1.0 {
        return checked_gamma_lr(a, x).ok().map(|lower| (-lower).ln_1p());
    }
    Some(a * x.ln() - x - ln_gamma(a) + upper_fraction(a, x).ln())
}

/// The continued fraction of Γ(a, x)/(xᵃ e⁻ˣ) by Lentz's method, for x ≥ a + 1.
fn upper_fraction(a: f64, x: f64) -> f64 {
    const TINY: f64 = 1e-300;
    let mut b = x + 1.0 - a;
    let mut c = 1.0 / TINY;
    let mut d = 1.0 / b;
    let mut h = d;
    for i in 1..100_000 {
        let n = f64::from(i);
        let an = -n * (n - a);
        b += 2.0;
        let below = an * d + b;
        d = 1.0 / if below.abs() < TINY { TINY } else { below };
        let above = b + an / c;
        c = if above.abs() < TINY { TINY } else { above };
        let step = d * c;
        h *= step;
        if (step - 1.0).abs() < 1e-16 {
            break;
        }
    }
    h
}

/// The x with P(X ≤ x) = p for a gamma variable of the given shape and scale 1, that is, half the χ² quantile
/// with twice as many degrees of freedom. `None` unless 0 < p < 1 and shape > 0.
pub fn gamma_quantile(shape: f64, p: f64) -> Option<f64> {
    let z = normal_quantile(p)?;
    if !(shape > 0.0 && shape.is_finite()) {
        return None;
    }
    let ninth = 1.0 / (9.0 * shape);
    let start = shape * (1.0 - ninth + z * ninth.sqrt()).max(0.0).powi(3);
    if shape > LARGE_SHAPE {
        return Some(start);
    }
    let lower = |x: f64| checked_gamma_lr(shape, x).ok();
    let (mut low, mut high) = (0.0_f64, (2.0 * start).max(2.0 * shape + 2.0));
    while lower(high)? < p {
        high *= 2.0;
    }
    let mut x = if start > 0.0 { start } else { high / 2.0 };
    // Newton's steps, kept inside a shrinking bracket so that a flat start cannot throw them out.
    for _ in 0..200 {
        let excess = lower(x)? - p;
        if excess > 0.0 {
            high = x;
        } else {
            low = x;
        }
        let density = ((shape - 1.0) * x.ln() - x - ln_gamma(shape)).exp();
        let mut next = x - excess / density;
        if !(next > low && next < high) {
            next = f64::midpoint(low, high);
        }
        if (next - x).abs() <= 4.0 * f64::EPSILON * x {
            return Some(next);
        }
        x = next;
    }
    Some(x)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::golden::{close, numbers, rows};

    #[test]
    fn quantiles_and_tails_equal_scipy() {
        for row in rows("normal_quantile") {
            close(normal_quantile(row[0]), row[1], "normal quantile");
        }
        for row in rows("student_quantile") {
            close(student_quantile(row[0], row[1]), row[2], "Student quantile");
        }
        for row in rows("chi2_upper") {
            close(chi2_upper(row[0], row[1]), row[2], "χ² tail");
            close(ln_chi2_upper(row[0], row[1]), row[3], "log χ² tail");
        }
        for row in rows("gamma_quantile") {
            close(gamma_quantile(row[0], row[1]), row[2], "gamma quantile");
        }
        assert_eq!(numbers("normal_two_sided").len(), 2);
        close(
            Some(normal_two_sided(numbers("normal_two_sided")[0])),
            numbers("normal_two_sided")[1],
            "p of z",
        );
    }

    #[test]
    fn a_tail_far_out_does_not_vanish() {
        assert!(chi2_upper(1_400.0, 1.0).is_some_and(|p| p > 0.0));
        assert!(ln_chi2_upper(1e6, 1.0).is_some_and(|l| (l + 500_007.0).abs() < 1.0));
    }

    #[test]
    fn what_cannot_be_is_none() {
        for p in [0.0, 1.0, -1.0, f64::NAN] {
            assert_eq!(normal_quantile(p), None);
            assert_eq!(gamma_quantile(2.0, p), None);
            assert_eq!(z_of_level(p), None);
        }
        assert_eq!((student_quantile(0.5, 3.0), student_quantile(0.9, 0.0)), (Some(0.0), None));
        assert_eq!(gamma_quantile(0.0, 0.5), None);
        assert_eq!(chi2_upper(f64::NAN, 1.0), None);
        assert_eq!(chi2_upper(1.0, 0.0), None);
        assert_eq!(chi2_upper(-1.0, 1.0), Some(1.0));
    }
}
