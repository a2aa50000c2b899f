//! The bootstrap for corpora that do not fit in memory, or that are scored on many machines.
//!
//! Instead of drawing n of n articles, every article enters every draw a Poisson(1) number of times (Hanley &
//! `MacGibbon` 2006; Chamandy and others 2012). That number depends on the seed, the source's name and the
//! article's key alone, so articles may come in any order, in batches, or on different machines whose sums
//! are [merged](PoissonBootstrap::merge): counts give the same bytes. Memory: draws × sources × columns
//! numbers, whatever the number of articles.
//!
//! For a hundred articles a source or more the two bootstraps agree; below that use
//! [`bootstrap`](super::resample::bootstrap).

use super::draws::{Draws, Sample};
use super::estimate::Unit;
use super::random::{Seed, Stream};
use super::resample::Interval;
use crate::error::{Error, Kind, Result};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Draws made where nothing else is asked for: percentile ends of a large corpus are stable to a few per cent
/// of their width, at a tenth of the cost of 10,000.
pub const DRAWS: usize = 1_000;

/// Draws that one task makes; their sums stay in the processor's nearest cache. Even, because weights are
/// made in pairs.
const CHUNK: usize = 128;

/// A bootstrap that articles stream through.
///
/// # Example
/// ```
/// use framescope::stats::{poisson::{Articles, PoissonBootstrap}, random::Seed, table::Ratio};
/// let mut state = PoissonBootstrap::new(Seed::new(1), 200, 2);
/// let source = state.source("Morning Star");
/// let mut batch = Articles::new(2);
/// for i in 0..500u64 {
///     batch.push(source, i, &[(i % 4) as f64, 400.0])?;
/// }
/// state.add(&batch)?;
/// let rate = state.finish(0.95).ratio(&[source], Ratio::per_thousand(0, 1));
/// assert!((rate.value.unwrap() - 3.75).abs() < 1e-9 && rate.low.unwrap() > 3.4);
/// # Ok::<(), framescope::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PoissonBootstrap {
    seed: u64,
    draws: usize,
    width: usize,
    sources: Vec<Source>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Source {
    name: String,
    articles: usize,
    observed: Vec<f64>,
    /// Column after column, each with one sum a draw: draws lie side by side, where one weight vector meets
    /// them.
    sums: Vec<f64>,
}

/// A batch of articles: source, key and one number a column.
#[derive(Debug, Clone, Default)]
pub struct Articles {
    width: usize,
    places: Vec<(usize, u64)>,
    values: Vec<f64>,
}

impl Articles {
    /// An empty batch of `width` columns.
    pub fn new(width: usize) -> Self {
        Self { width, ..Self::default() }
    }

    /// Adds an article of a source; `key` identifies it (see [`article_key`]) and must not repeat within the
    /// source.
    ///
    /// # Errors
    /// If the row has another width or a number that is not finite.
    pub fn push(&mut self, source: usize, key: u64, row: &[f64]) -> Result<()> {
        if row.len() != self.width || row.iter().any(|x| !x.is_finite()) {
            let reason =
                format!("a row of {} numbers where {} finite ones are needed", row.len(), self.width);
            return Err(Error::new(Kind::Statistics, reason));
        }
        self.places.push((source, key));
        self.values.extend_from_slice(row);
        Ok(())
    }

    /// The number of articles.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// Empties it, keeping its memory for the next batch.
    pub fn clear(&mut self) {
        self.places.clear();
        self.values.clear();
    }
}

/// The key of an article by its identifier.
pub fn article_key(id: &str) -> u64 {
    Seed::new(0).named(id).value()
}

impl PoissonBootstrap {
    /// No articles yet. `width` is the number of columns, `draws` the number of draws ([`DRAWS`]).
    pub fn new(seed: Seed, draws: usize, width: usize) -> Self {
        Self { seed: seed.named("poisson").value(), draws, width, sources: Vec::new() }
    }

    /// The index of a source by name, new if it was not seen.
    pub fn source(&mut self, name: &str) -> usize {
        if let Some(index) = self.sources.iter().position(|s| s.name == name) {
            return index;
        }
        let (observed, sums) = (vec![0.0; self.width], vec![0.0; self.width * self.draws]);
        self.sources.push(Source { name: name.to_owned(), articles: 0, observed, sums });
        self.sources.len() - 1
    }

    /// The names of the sources, by index.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.sources.iter().map(|s| s.name.as_str())
    }

    /// Takes in a batch. Time: articles × draws × (1 + columns that are not 0).
    ///
    /// # Errors
    /// If the batch has another width or names a source that is not there; nothing is taken in then.
    pub fn add(&mut self, batch: &Articles) -> Result<()> {
        let unknown = batch.places.iter().any(|(source, _)| *source >= self.sources.len());
        if unknown || (batch.width != self.width && !batch.is_empty()) {
            let reason = "a batch of articles does not fit the sources and columns of the bootstrap";
            return Err(Error::new(Kind::Statistics, reason));
        }
        let width = self.width.max(1);
        for (index, source) in self.sources.iter_mut().enumerate() {
            let root = Seed::new(self.seed).named(&source.name);
            let mine: Vec<(u64, &[f64])> = batch
                .places
                .iter()
                .zip(batch.values.chunks_exact(width))
                .filter(|((source, _), _)| *source == index)
                .map(|((_, key), row)| (root.numbered(*key).value(), row))
                .collect();
            source.take(&mine, self.draws);
        }
        Ok(())
    }

    /// Adds what another run with the same seed, draws and columns has summed; sources are matched by name.
    ///
    /// # Errors
    /// If seed, draws or columns differ.
    pub fn merge(&mut self, other: &Self) -> Result<()> {
        if (self.seed, self.draws, self.width) != (other.seed, other.draws, other.width) {
            let reason = "bootstrap sums with different seeds, draws or columns cannot be added";
            return Err(Error::new(Kind::Statistics, reason).help("score all shards with one study"));
        }
        for theirs in &other.sources {
            let index = self.source(&theirs.name);
            if let Some(ours) = self.sources.get_mut(index) {
                ours.articles += theirs.articles;
                ours.observed.iter_mut().zip(&theirs.observed).for_each(|(a, b)| *a += b);
                ours.sums.iter_mut().zip(&theirs.sums).for_each(|(a, b)| *a += b);
            }
        }
        Ok(())
    }

    /// The draws, ready for questions. Intervals are percentiles.
    pub fn finish(&self, level: f64) -> Draws {
        let samples = self.sources.iter().map(|source| {
            let sums = (0..self.draws)
                .flat_map(|b| source.sums.iter().skip(b).step_by(self.draws).copied())
                .collect();
            Sample {
                name: source.name.clone(),
                observed: source.observed.clone(),
                units: source.articles,
                sums,
                rows: None,
            }
        });
        Draws::new(samples.collect(), self.draws, level, Interval::Percentile, Unit::Article)
    }
}

impl Source {
    fn take(&mut self, articles: &[(u64, &[f64])], draws: usize) {
        self.articles += articles.len();
        for (_, row) in articles {
            self.observed.iter_mut().zip(*row).for_each(|(sum, x)| *sum += x);
        }
        if articles.is_empty() || draws == 0 {
            return;
        }
        // One task a run of draws: it goes through all articles, so no sums need adding up afterwards.
        let mut runs: Vec<Vec<&mut [f64]>> = Vec::new();
        for column in self.sums.chunks_exact_mut(draws) {
            for (run, part) in column.chunks_mut(CHUNK).enumerate() {
                match runs.get_mut(run) {
                    Some(columns) => columns.push(part),
                    None => runs.push(vec![part]),
                }
            }
        }
        runs.into_par_iter().enumerate().for_each(|(run, mut columns)| {
            let mut weights = [0.0_f64; CHUNK];
            for (key, row) in articles {
                fill_weights(&mut weights, Seed::new(*key).numbered(run as u64).stream());
                for (column, x) in columns.iter_mut().zip(*row).filter(|(_, x)| **x != 0.0) {
                    column.iter_mut().zip(&weights).for_each(|(sum, w)| *sum += w * x);
                }
            }
        });
    }
}

/// Poisson(1) weights, two from each 64 random bits.
fn fill_weights(weights: &mut [f64; CHUNK], mut random: Stream) {
    for pair in weights.chunks_exact_mut(2) {
        let bits = random.next_u64();
        for (weight, half) in pair.iter_mut().zip([bits as u32, (bits >> 32) as u32]) {
            *weight = poisson1(half);
        }
    }
}

/// The cumulative Poisson(1) probabilities from P(X ≤ 0) in steps of 2⁻³²: Σ 1/(e·k!).
const CUMULATIVE: [u32; 12] = [
    1_580_030_169,
    3_160_060_337,
    3_950_075_422,
    4_213_413_783,
    4_279_248_374,
    4_292_415_292,
    4_294_609_778,
    4_294_923_276,
    4_294_962_463,
    4_294_966_817,
    4_294_967_253,
    4_294_967_292,
];

/// For the upper 8 of 32 random bits, the weight they decide, or [`UNSURE`]: 2 % of them do not decide it.
const DECIDED: [u8; 256] = {
    let mut table = [UNSURE; 256];
    let mut i = 0;
    while i < 256 {
        let lowest = (i as u32) << 24;
        let (low, high) = (passed(lowest), passed(lowest | 0x00FF_FFFF));
        if low == high {
            table[i] = low;
        }
        i += 1;
    }
    table
};

const UNSURE: u8 = u8::MAX;

/// How many cumulative probabilities the random number has passed.
const fn passed(bits: u32) -> u8 {
    let mut k = 0;
    while k < CUMULATIVE.len() && bits >= CUMULATIVE[k] {
        k += 1;
    }
    k as u8
}

/// A Poisson(1) number by inversion. A loop alone would mispredict its own end most of the time.
#[inline]
fn poisson1(bits: u32) -> f64 {
    let decided = DECIDED[(bits >> 24) as usize];
    f64::from(if decided == UNSURE { passed(bits) } else { decided })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::resample::{Plan, Stratum, bootstrap};
    use crate::stats::table::{Ratio, Table};

    const RATE: Ratio = Ratio { numerator: 0, denominator: 1, scale: 1000.0 };

    fn article(i: u64) -> [f64; 2] {
        let x = super::super::random::mix(i + 1);
        [(x % 7) as f64 * (x / 7 % 2) as f64, 200.0 + (x % 900) as f64]
    }

    fn batch(source: usize, keys: impl Iterator<Item = u64>) -> Articles {
        let mut batch = Articles::new(2);
        for i in keys {
            batch.push(source, i, &article(i)).unwrap();
        }
        batch
    }

    #[test]
    fn the_weights_are_poisson() {
        let e_inverse = (-1.0_f64).exp();
        let mut p = e_inverse;
        let mut sum = 0.0;
        for (k, c) in CUMULATIVE.iter().enumerate() {
            sum += p;
            assert!((f64::from(*c) / 2.0_f64.powi(32) - sum).abs() < 3e-10, "{k}");
            p /= (k + 1) as f64;
        }
        let mut random = Seed::new(9).stream();
        let weights: Vec<f64> = (0..100_000).map(|_| poisson1(random.next_u64() as u32)).collect();
        let mean = weights.iter().sum::<f64>() / 1e5;
        let variance = weights.iter().map(|w| (w - mean).powi(2)).sum::<f64>() / 1e5;
        assert!((mean - 1.0).abs() < 0.01 && (variance - 1.0).abs() < 0.02, "{mean} {variance}");
    }

    #[test]
    fn it_agrees_with_the_ordinary_bootstrap() {
        let mut state = PoissonBootstrap::new(Seed::new(1), 2_000, 2);
        let source = state.source("A");
        state.add(&batch(source, 0..800)).unwrap();
        let streamed = state.finish(0.95).ratio(&[0], RATE);
        let rows: Vec<_> = (0..800).map(article).collect();
        let sources = vec![Stratum::new("A", Table::from_rows(&rows).unwrap())];
        let drawn = bootstrap(sources, &Plan { draws: 2_000, ..Plan::new(Seed::new(1)) }).ratio(&[0], RATE);
        assert_eq!((streamed.value, streamed.n), (drawn.value, drawn.n));
        let width = drawn.high.unwrap() - drawn.low.unwrap();
        assert!((streamed.low.unwrap() - drawn.low.unwrap()).abs() < 0.1 * width);
        assert!((streamed.high.unwrap() - drawn.high.unwrap()).abs() < 0.1 * width);
    }

    #[test]
    fn order_batches_machines_and_threads_change_nothing() {
        let whole = {
            let mut state = PoissonBootstrap::new(Seed::new(1), 300, 2);
            let (a, b) = (state.source("A"), state.source("B"));
            state.add(&batch(a, 0..60)).unwrap();
            state.add(&batch(b, 60..90)).unwrap();
            state
        };
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        let parts = pool.install(|| {
            let mut left = PoissonBootstrap::new(Seed::new(1), 300, 2);
            let a = left.source("A");
            left.add(&batch(a, (30..60).rev())).unwrap();
            let mut right = PoissonBootstrap::new(Seed::new(1), 300, 2);
            let (b, a) = (right.source("B"), right.source("A"));
            right.add(&batch(b, 60..90)).unwrap();
            right.add(&batch(a, (0..30).rev())).unwrap();
            left.merge(&right).unwrap();
            left
        });
        assert_eq!(whole, parts);
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let mut state = PoissonBootstrap::new(Seed::new(1), 10, 2);
        assert!(state.add(&batch(0, 0..1)).is_err());
        assert!(state.merge(&PoissonBootstrap::new(Seed::new(2), 10, 2)).is_err());
        assert!(Articles::new(2).push(0, 0, &[1.0]).is_err());
        assert!(Articles::new(1).push(0, 0, &[f64::NAN]).is_err());
        assert_eq!(state.finish(0.95).ratio(&[0], RATE).value, None);
        let mut none = PoissonBootstrap::new(Seed::new(1), 0, 2);
        let a = none.source("A");
        none.add(&batch(a, 0..5)).unwrap();
        assert!(none.finish(0.95).ratio(&[0], RATE).ends().is_none());
    }

    #[test]
    fn a_state_survives_being_written_down() {
        let mut state = PoissonBootstrap::new(Seed::new(1), 20, 2);
        let a = state.source("A");
        state.add(&batch(a, 0..9)).unwrap();
        let text = serde_json::to_string(&state).unwrap();
        assert_eq!(serde_json::from_str::<PoissonBootstrap>(&text).unwrap(), state);
    }
}
