//! Agreement of coders: percent, Cohen's and Fleiss' kappa, Krippendorff's alpha, each with an interval.
//!
//! What is not defined is `None`, never 1: without variation there is nothing to agree about beyond chance.

use super::alpha::{Coincidences, alpha};
use super::estimate::{Basis, Caution, Estimate, Method, ROUGH_BELOW, Unit};
use super::quantile::percentile;
use super::random::Seed;
use super::ratings::{Level, Ratings};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// Draws of the unit bootstrap where nothing else is asked for.
pub const DRAWS: usize = 10_000;

/// More undefined draws than this share, and the interval is not estimable: a class of few items with one
/// rare code.
const UNDEFINED_AT_MOST: f64 = 0.05;

/// The share of pairs of codes of the same unit that are equal, over all pairs of coders; `None` without a
/// pair.
pub fn percent(ratings: &Ratings) -> Option<f64> {
    let (mut equal, mut pairs) = (0.0, 0.0);
    for row in ratings.rows() {
        let counts = tally(row);
        let n: f64 = counts.values().sum();
        pairs += n * (n - 1.0);
        equal += counts.values().map(|c| c * (c - 1.0)).sum::<f64>();
    }
    (pairs > 0.0).then(|| equal / pairs)
}

/// How often each code was given to a unit. Codes by their bits: they come from a finite list of labels or
/// numbers.
fn tally(row: &[Option<f64>]) -> BTreeMap<u64, f64> {
    let mut counts = BTreeMap::new();
    for code in row.iter().flatten() {
        *counts.entry(code.to_bits()).or_insert(0.0) += 1.0;
    }
    counts
}

/// How much of a disagreement a pair of codes is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weights {
    /// All or nothing.
    Unweighted,
    /// By the number of steps between the codes, in the order of the codes that occur.
    Linear,
    /// By the square of the steps.
    Quadratic,
}

/// Cohen's kappa of two coders, over the units both coded: `1 − Σ w p_ij / Σ w p_i. p_.j` (Cohen 1960, 1968).
/// `None` unless there are exactly two coders with units in common whose codes vary.
pub fn cohen(ratings: &Ratings, weights: Weights) -> Option<f64> {
    let pairs: Vec<(f64, f64)> = ratings
        .rows()
        .filter_map(|row| match row {
            [Some(a), Some(b)] => Some((*a, *b)),
            _ => None,
        })
        .collect();
    let mut codes: Vec<f64> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
    codes.sort_by(f64::total_cmp);
    codes.dedup();
    let place = |code: f64| codes.partition_point(|x| *x < code);
    let (mut first, mut second) = (vec![0.0; codes.len()], vec![0.0; codes.len()]);
    let weight = |i: usize, j: usize| {
        let steps = i.abs_diff(j) as f64;
        match weights {
            Weights::Unweighted => f64::from(u8::from(i != j)),
            Weights::Linear => steps,
            Weights::Quadratic => steps * steps,
        }
    };
    let mut observed = 0.0;
    for (a, b) in &pairs {
        let (i, j) = (place(*a), place(*b));
        first[i] += 1.0;
        second[j] += 1.0;
        observed += weight(i, j);
    }
    let cells = (0..codes.len()).flat_map(|i| (0..codes.len()).map(move |j| (i, j)));
    let expected: f64 =
        cells.map(|(i, j)| weight(i, j) * first[i] * second[j]).sum::<f64>() / pairs.len() as f64;
    (expected > 0.0).then(|| 1.0 - observed / expected)
}

/// Fleiss' kappa (1971) over the units that every coder coded; `None` with fewer than two coders, no such
/// unit, or no variation.
pub fn fleiss(ratings: &Ratings) -> Option<f64> {
    let complete: Vec<_> = ratings.rows().filter(|row| row.iter().all(Option::is_some)).collect();
    let (n, m) = (complete.len() as f64, ratings.coders() as f64);
    if complete.is_empty() || m < 2.0 {
        return None;
    }
    let (mut agreement, mut totals) = (0.0, BTreeMap::new());
    for row in complete {
        for (code, count) in tally(row) {
            agreement += count * (count - 1.0);
            *totals.entry(code).or_insert(0.0) += count;
        }
    }
    let observed = agreement / (n * m * (m - 1.0));
    let expected: f64 = totals.values().map(|t| (t / (n * m)) * (t / (n * m))).sum();
    (totals.len() > 1).then(|| (observed - expected) / (1.0 - expected))
}

/// Agreement on one variable.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Agreement {
    /// The level of measurement alpha was computed for.
    pub level: Level,
    /// Coders.
    pub coders: usize,
    /// Units, coded by anybody.
    pub units: usize,
    /// Units that at least two coders coded.
    pub pairable: usize,
    /// Share of equal pairs.
    pub percent: Option<f64>,
    /// Cohen's kappa with two coders, Fleiss' with more.
    pub kappa: Option<f64>,
    /// Krippendorff's alpha with its interval.
    pub alpha: Estimate,
    /// Draws behind the interval.
    pub draws: usize,
}

/// Everything about one variable. The interval of alpha is from a bootstrap of the pairable units, every draw
/// with its own expected disagreement. (Krippendorff's own bootstrap keeps that of the whole sample; the two
/// differ in small samples.)
pub fn agreement(ratings: &Ratings, level: Level, draws: usize, confidence: f64, seed: Seed) -> Agreement {
    let two = ratings.coders() == 2;
    Agreement {
        level,
        coders: ratings.coders(),
        units: ratings.units(),
        pairable: ratings.pairable_units(),
        percent: percent(ratings),
        kappa: if two { cohen(ratings, Weights::Unweighted) } else { fleiss(ratings) },
        alpha: alpha_interval(ratings, level, draws, confidence, seed),
        draws,
    }
}

/// Alpha with the percentile interval of a unit bootstrap. Units are sorted by their codes first, so that
/// their order does not matter.
pub fn alpha_interval(
    ratings: &Ratings,
    level: Level,
    draws: usize,
    confidence: f64,
    seed: Seed,
) -> Estimate {
    let n = ratings.pairable_units();
    let basis = Basis { level: confidence, n, unit: Unit::Item, method: Method::Percentile };
    let Some((value, mut units)) = alpha(ratings, level).zip(Coincidences::of(ratings, level)) else {
        let why = if n == 0 { Caution::Empty } else { Caution::NoVariation };
        return basis.without_interval(None, why);
    };
    if n == 1 {
        return basis.without_interval(Some(value), Caution::OneUnit);
    }
    units.units.sort_unstable();
    let seed = seed.named("agreement");
    let mut values: Vec<f64> = (0..draws as u64)
        .into_par_iter()
        .filter_map(|draw| {
            let mut random = seed.numbered(draw).stream();
            let chosen: Vec<usize> = (0..n).map(|_| random.below(n)).collect();
            units.alpha(chosen.iter().copied())
        })
        .collect();
    let undefined = draws - values.len();
    if values.is_empty() || undefined as f64 > UNDEFINED_AT_MOST * draws as f64 {
        return basis.without_interval(Some(value), Caution::UndefinedDraws { undefined, draws });
    }
    match percentile(&mut values, confidence) {
        // Perfect agreement in every draw: an interval of no width would claim certainty.
        Some((low, high)) if low < high => {
            let estimate = basis.interval(value, low, high);
            if n < ROUGH_BELOW { estimate.with_caution(Caution::Rough) } else { estimate }
        }
        Some(_) => basis.without_interval(Some(value), Caution::NoVariation),
        None => basis.without_interval(Some(value), Caution::Invalid),
    }
}

/// Agreement of each pair of coders, in their order: (first, second, agreement).
pub fn pairs(
    ratings: &Ratings,
    level: Level,
    draws: usize,
    confidence: f64,
    seed: Seed,
) -> Vec<(usize, usize, Agreement)> {
    let coders = ratings.coders();
    let both = (0..coders).flat_map(|i| (i + 1..coders).map(move |j| (i, j)));
    both.map(|(i, j)| (i, j, agreement(&ratings.pair(i, j), level, draws, confidence, seed))).collect()
}

/// How much the coders of each unit disagree: the share of unequal pairs, 0…1; `None` with fewer than two
/// codes. For the list of units to talk about.
pub fn disagreement(ratings: &Ratings) -> Vec<Option<f64>> {
    ratings
        .rows()
        .map(|row| {
            let counts = tally(row);
            let n: f64 = counts.values().sum();
            (n > 1.0).then(|| 1.0 - counts.values().map(|c| c * (c - 1.0)).sum::<f64>() / (n * (n - 1.0)))
        })
        .collect()
}

/// The confusion table of two coders: how often the first gave the one code and the second the other, in the
/// order of the codes.
pub fn confusion(ratings: &Ratings, first: usize, second: usize) -> Vec<(f64, f64, usize)> {
    let mut codes: Vec<(f64, f64)> = ratings
        .pair(first, second)
        .rows()
        .filter_map(|row| match row {
            [Some(a), Some(b)] => Some((*a, *b)),
            _ => None,
        })
        .collect();
    codes.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    codes.chunk_by(|a, b| a == b).map(|run| (run[0].0, run[0].1, run.len())).collect()
}

#[cfg(test)]
mod tests;
