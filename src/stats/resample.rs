//! The bootstrap: how far a number would move if other articles of the same sources had been collected.
//!
//! Articles, not words, are drawn with replacement, within each source (a stratified cluster bootstrap; Efron
//! & Tibshirani 1993; Lijffijt and others 2016). Every draw keeps the column sums of each source, so that all
//! frames, pairs of sources and measures are computed from the *same* draws: their comparisons are
//! consistent, and the drawing is paid for once. [`Draws`] answers the
//! questions, and makes the intervals by the formulas of `quantile`.
//!
//! With one text, runs of sentences are drawn instead ([`Units::CircularBlocks`]); that says how even *this
//! text* is, and nothing about its outlet.

use super::draws::{Draws, Sample};
use super::estimate::{LEVEL, Unit};
use super::random::Seed;
use super::table::Table;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Draws made where nothing else is asked for.
pub const DRAWS: usize = 10_000;

/// Sentences in a block where nothing else is asked for: about a segment.
pub const BLOCK: usize = 3;

/// One source: what it is called and its articles.
#[derive(Debug, Clone, PartialEq)]
pub struct Stratum {
    /// The name; its random numbers depend on it, so that adding another source changes no digit of this one.
    pub name: String,
    /// A row per article (or per sentence in reading order, for blocks).
    pub table: Table,
}

impl Stratum {
    /// A source with its articles.
    pub fn new(name: impl Into<String>, table: Table) -> Self {
        Self { name: name.into(), table }
    }
}

/// What is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Units {
    /// Whole articles: the rows of the table, whose order does not matter.
    #[default]
    Articles,
    /// Runs of so many sentences that may start at any sentence, the first following the last, so that all
    /// count alike (Politis & Romano 1992): of a short text without that, the first and the last sentence
    /// would hardly be drawn, and the interval might not hold the estimate. Rows are sentences in reading
    /// order.
    CircularBlocks(usize),
    /// Runs of so many sentences cut one after the other; for texts whose parts should not overlap.
    DisjointBlocks(usize),
}

/// How the interval is read off the draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Interval {
    /// Percentiles of the draws.
    #[default]
    Percentile,
    /// Percentiles taken further out to allow for few articles; like the plain ones from about fifty articles
    /// on.
    Expanded,
    /// Corrected for bias and acceleration; falls back to percentiles where the correction does not exist,
    /// and says so in [`Estimate::method`](super::estimate::Estimate::method).
    Bca,
}

impl Interval {
    /// The word for one of them.
    pub fn name(self) -> &'static str {
        match self {
            Self::Percentile => "percentile",
            Self::Expanded => "expanded",
            Self::Bca => "bca",
        }
    }
}

/// The settings of a bootstrap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Where the random numbers come from.
    pub seed: Seed,
    /// How many draws.
    pub draws: usize,
    /// The confidence level.
    pub level: f64,
    /// How the interval is read off.
    pub interval: Interval,
    /// What is drawn.
    pub units: Units,
}

impl Plan {
    /// The defaults: 10,000 draws of articles, percentile intervals at .95.
    pub fn new(seed: Seed) -> Self {
        let (interval, units) = (Interval::Percentile, Units::Articles);
        Self { seed: seed.named("bootstrap"), draws: DRAWS, level: LEVEL, interval, units }
    }
}

/// Draws every source. Time: draws × rows; memory: draws × sources × columns numbers.
///
/// The result is the same for any number of threads and any order of articles. Two sources of one name are
/// told apart by their order.
///
/// # Example
/// ```
/// use framescope::stats::{random::Seed, resample::{Plan, Stratum, bootstrap}, table::{Ratio, Table}};
/// let source = |name: &str, rows: &[[f64; 2]]| Ok(Stratum::new(name, Table::from_rows(rows)?));
/// let sources = vec![
///     source("Morning Star", &[[4.0, 400.0], [1.0, 500.0], [7.0, 350.0], [4.0, 420.0]])?,
///     source("Evening Star", &[[0.0, 300.0], [2.0, 600.0], [1.0, 450.0], [1.0, 430.0]])?,
/// ];
/// let draws = bootstrap(sources, &Plan::new(Seed::new(1)));
/// let difference = draws.difference(&[0], &[1], Ratio::per_thousand(0, 1));
/// assert!((difference.value.unwrap() - 7.334).abs() < 1e-3); // in hits per 1,000 tokens
/// assert!(difference.caution.is_some()); // four articles a source: rough
/// # Ok::<(), framescope::error::Error>(())
/// ```
pub fn bootstrap(strata: Vec<Stratum>, plan: &Plan) -> Draws {
    let mut seen = std::collections::BTreeMap::<String, u64>::new();
    let samples: Vec<Sample> = strata
        .into_iter()
        .map(|stratum| {
            let copies = seen.entry(stratum.name.clone()).or_default();
            let seed = plan.seed.named(&stratum.name).numbered(*copies);
            *copies += 1;
            draw_stratum(stratum, plan, seed)
        })
        .collect();
    let unit = if plan.units == Units::Articles { Unit::Article } else { Unit::SentenceBlock };
    Draws::new(samples, plan.draws, plan.level, plan.interval, unit)
}

fn draw_stratum(stratum: Stratum, plan: &Plan, seed: Seed) -> Sample {
    let Stratum { name, table } = stratum;
    let observed = table.sums();
    match plan.units {
        Units::Articles => {
            let (rows, order) = table.sorted();
            let observed = rows.sums();
            let sums = draw(&rows, rows.len(), plan.draws, seed);
            Sample { name, observed, units: rows.len(), sums, rows: Some((rows, order)) }
        }
        Units::DisjointBlocks(length) => {
            let rows = table.blocks(length, false);
            let sums = draw(&rows, rows.len(), plan.draws, seed);
            let order = (0..rows.len()).collect();
            Sample { name, observed, units: rows.len(), sums, rows: Some((rows, order)) }
        }
        Units::CircularBlocks(length) => {
            let rows = table.blocks(length, true);
            let count = table.len().div_ceil(length.max(1));
            let sums = draw(&rows, count, plan.draws, seed);
            // Overlapping blocks cannot be left out one at a time: no jackknife, hence no BCa.
            Sample { name, observed, units: count, sums, rows: None }
        }
    }
}

/// Column sums of `count` rows drawn with replacement, `draws` times; draw b occupies `width` places from
/// b·width. With a single row all draws are alike, and one stands for all.
fn draw(rows: &Table, count: usize, draws: usize, seed: Seed) -> Vec<f64> {
    /// Draws made with one scratch vector. Which draws share one changes nothing.
    const CHUNK: usize = 16;
    let width = rows.width();
    if rows.len() <= 1 {
        let mut sums = vec![0.0; width];
        weigh(rows, &[count as u32], &mut sums);
        return sums;
    }
    let mut sums = vec![0.0; draws * width];
    sums.par_chunks_mut(CHUNK * width).enumerate().for_each(|(chunk, sums)| {
        let mut times = vec![0u32; rows.len()];
        for (i, sums) in sums.chunks_exact_mut(width).enumerate() {
            let mut random = seed.numbered((chunk * CHUNK + i) as u64).stream();
            times.fill(0);
            for _ in 0..count {
                if let Some(n) = times.get_mut(random.below(rows.len())) {
                    *n += 1;
                }
            }
            weigh(rows, &times, sums);
        }
    });
    sums
}

/// Adds each row to `sums` as often as it was drawn. Going through the table in order keeps it in the cache's
/// stream, where fetching drawn rows one by one would not.
fn weigh(rows: &Table, times: &[u32], sums: &mut [f64]) {
    for (row, &n) in rows.rows().zip(times) {
        if n > 0 {
            let n = f64::from(n);
            sums.iter_mut().zip(row).for_each(|(sum, x)| *sum += n * x);
        }
    }
}

#[cfg(test)]
mod tests;
