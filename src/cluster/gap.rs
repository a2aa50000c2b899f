//! The gap statistic: whether rows form tighter clusters than rows without any structure would (Tibshirani,
//! Walther & Hastie 2001, *JRSS B* 63). The only measure here that can say "one cluster", that is, none.

use super::kmeans::{STARTS, kmeans};
use super::partition::{Partition, distinct};
use crate::stats::random::Seed;
use ndarray::Array2;
use rayon::prelude::*;
use serde::Serialize;

/// Reference tables without structure.
const REFERENCES: u64 = 20;

/// Starts of k-means in each of them.
const REFERENCE_STARTS: usize = 2;

/// The gap of one number of clusters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Gap {
    /// The number of clusters, from 1.
    pub k: usize,
    /// Mean of ln W over the references − ln W; `None` where the rows have no spread left.
    pub gap: Option<f64>,
    /// Standard deviation over the references · √(1 + 1/references).
    pub error: Option<f64>,
}

/// Gaps for 1…`most` clusters of sorted rows, by k-means. References are drawn evenly from the range of each
/// column. W is the sum of squared distances to the means.
pub(super) fn gaps(values: &Array2<f64>, most: usize, seed: Seed) -> Vec<Gap> {
    let seed = seed.named("gap");
    let ln_w = |table: &Array2<f64>, k: usize, starts: usize| {
        let labels = kmeans(table, k, starts, seed)?;
        Some(Partition::of_all(&labels).within(table)).filter(|w| *w > 0.0).map(f64::ln)
    };
    let most = most.min(distinct(values));
    let references: Vec<Vec<Option<f64>>> = (0..REFERENCES)
        .into_par_iter()
        .map(|i| {
            let table = reference(values, seed.numbered(i));
            (1..=most).map(|k| ln_w(&table, k, REFERENCE_STARTS)).collect()
        })
        .collect();
    (1..=most)
        .map(|k| {
            let spread: Option<Vec<f64>> =
                references.iter().map(|r| r.get(k - 1).copied().flatten()).collect();
            let gap = spread.zip(ln_w(values, k, STARTS)).map(|(spread, own)| {
                let n = spread.len() as f64;
                let mean = spread.iter().sum::<f64>() / n;
                let variance = spread.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n;
                (mean - own, (variance * (1.0 + 1.0 / n)).sqrt())
            });
            Gap { k, gap: gap.map(|g| g.0), error: gap.map(|g| g.1) }
        })
        .collect()
}

/// The smallest k whose gap is at least that of k+1 less its error: the authors' rule. `None` if no k
/// qualifies.
pub fn by_gap(gaps: &[Gap]) -> Option<usize> {
    let qualifies = |pair: &&[Gap]| match pair {
        [a, b] => {
            a.gap >= b.gap.zip(b.error).map(|(gap, error)| gap - error) && a.gap.is_some() && b.gap.is_some()
        }
        _ => false,
    };
    gaps.windows(2).find(qualifies).map(|pair| pair[0].k)
}

fn reference(values: &Array2<f64>, seed: Seed) -> Array2<f64> {
    let mut random = seed.stream();
    let ranges: Vec<(f64, f64)> = values
        .columns()
        .into_iter()
        .map(|c| c.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), x| (l.min(*x), h.max(*x))))
        .collect();
    Array2::from_shape_fn(values.raw_dim(), |(_, j)| {
        let (low, high) = ranges[j];
        low + random.unit() * (high - low)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_blobs_are_three_and_even_rows_are_one() {
        let mut random = Seed::new(2).stream();
        let blobs = Array2::from_shape_fn((45, 2), |(i, j)| {
            [[0.0, 0.0], [8.0, 0.0], [0.0, 8.0]][i / 15][j] + random.unit()
        });
        assert_eq!(by_gap(&gaps(&blobs, 5, Seed::new(1))), Some(3));
        let even = Array2::from_shape_fn((45, 2), |_| random.unit());
        assert_eq!(by_gap(&gaps(&even, 4, Seed::new(1))), Some(1));
    }

    #[test]
    fn the_rule_is_the_authors() {
        let gap = |k, gap, error| Gap { k, gap, error };
        let rising =
            [gap(1, Some(0.1), Some(0.1)), gap(2, Some(0.5), Some(0.1)), gap(3, Some(0.55), Some(0.1))];
        assert_eq!(by_gap(&rising), Some(2));
        assert_eq!(by_gap(&rising[..2]), None);
        assert_eq!(by_gap(&[gap(1, None, None), gap(2, None, None)]), None);
    }

    #[test]
    fn rows_without_spread_have_no_gap() {
        let two = Array2::from_shape_fn((12, 1), |(i, _)| f64::from(u8::from(i > 5)));
        let gaps = gaps(&two, 8, Seed::new(1));
        assert_eq!((gaps.len(), gaps[1].gap), (2, None));
        assert!(gaps[0].gap.is_some());
    }
}
