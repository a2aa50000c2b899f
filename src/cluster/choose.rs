//! How many clusters: every number from 2 to 8 is tried, and judged by the silhouette and by the gap.

use super::gap::{by_gap, gaps};
use super::partition::{Partition, distinct, squared};
use super::quality::{EXACT_ROWS, silhouette_by};
use crate::stats::random::Seed;
use ndarray::{Array2, Axis};
use rayon::prelude::*;
use serde::Serialize;

/// The greatest number of clusters tried: more, nobody names.
pub const MOST: usize = 8;

/// Rows for the gap statistic, which clusters twenty reference tables for every k.
const GAP_ROWS: usize = 1_000;

/// One number of clusters.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Candidate {
    /// The number of clusters.
    pub k: usize,
    /// Sum of squared distances to the means of the clusters; `None` where the method found no such clusters.
    pub within: Option<f64>,
    /// Mean silhouette.
    pub silhouette: Option<f64>,
    /// Gap statistic.
    pub gap: Option<f64>,
    /// Its error.
    pub gap_error: Option<f64>,
}

/// What speaks for which number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Choice {
    /// The candidates, by k; the first is k = 1, which only the gap can judge.
    pub candidates: Vec<Candidate>,
    /// The k of the greatest mean silhouette, the smaller of equals.
    pub by_silhouette: Option<usize>,
    /// The k that the gap statistic asks for; 1 means no clusters.
    pub by_gap: Option<usize>,
    /// On how many rows this was tried, where not on all.
    pub sampled: Option<usize>,
}

/// Tries k from 2 to min(8, n−1), as many as there are different rows, on at most 3,000 of the sorted rows.
pub(super) fn choose(
    values: &Array2<f64>,
    seed: Seed,
    fit: impl Fn(&Array2<f64>, usize) -> Option<Vec<usize>>,
) -> Choice {
    let seed = seed.named("choose");
    let (rows, sampled) = thinned(values, EXACT_ROWS, seed);
    let most = MOST.min(rows.nrows().saturating_sub(1)).min(distinct(&rows));
    let gaps = gaps(&thinned(&rows, GAP_ROWS, seed).0, most, seed);
    let distances = all_distances(&rows);
    let distance = |i: usize, j: usize| distances.get((i, j)).copied().unwrap_or(0.0);
    let mut candidates = Vec::new();
    for k in 1..=most {
        let partition = match k {
            1 => Some(Partition::of_all(&vec![0; rows.nrows()])),
            _ => fit(&rows, k).map(|labels| Partition::of_all(&labels)),
        };
        let gap = gaps.iter().find(|g| g.k == k);
        candidates.push(Candidate {
            k,
            within: partition.as_ref().map(|p| p.within(&rows)),
            silhouette: partition.and_then(|p| silhouette_by(distance, &p, seed)).map(|s| s.mean),
            gap: gap.and_then(|g| g.gap),
            gap_error: gap.and_then(|g| g.error),
        });
    }
    let scored = candidates.iter().filter_map(|c| c.silhouette.map(|s| (s, c.k)));
    let best = scored.max_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
    Choice { candidates, by_silhouette: best.map(|b| b.1), by_gap: by_gap(&gaps), sampled }
}

/// The distances of all pairs, which every k needs again.
fn all_distances(rows: &Array2<f64>) -> Array2<f64> {
    let n = rows.nrows();
    let mut distances = Array2::zeros((n, n));
    distances.axis_iter_mut(Axis(0)).into_par_iter().enumerate().for_each(|(i, mut to)| {
        to.iter_mut().zip(rows.rows()).for_each(|(d, row)| *d = squared(rows.row(i), row).sqrt());
    });
    distances
}

/// At most so many rows, drawn without replacement and kept in order; and how many, if not all.
fn thinned(values: &Array2<f64>, at_most: usize, seed: Seed) -> (Array2<f64>, Option<usize>) {
    let n = values.nrows();
    if n <= at_most {
        return (values.clone(), None);
    }
    let mut rows: Vec<usize> = (0..n).collect();
    seed.numbered(at_most as u64).stream().shuffle_front(&mut rows, at_most);
    rows.truncate(at_most);
    rows.sort_unstable();
    (values.select(Axis(0), &rows), Some(at_most))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::kmeans::{STARTS, kmeans};

    fn by_k_means(values: &Array2<f64>) -> Choice {
        choose(values, Seed::new(1), |rows, k| kmeans(rows, k, STARTS, Seed::new(1)))
    }

    #[test]
    fn three_blobs_are_found_by_both() {
        let mut random = Seed::new(2).stream();
        let corners = [[0.0, 0.0], [8.0, 0.0], [0.0, 8.0]];
        let blobs = Array2::from_shape_fn((45, 2), |(i, j)| corners[i / 15][j] + random.unit());
        let choice = by_k_means(&blobs);
        assert_eq!((choice.by_silhouette, choice.by_gap, choice.sampled), (Some(3), Some(3), None));
        assert_eq!(choice.candidates.iter().map(|c| c.k).collect::<Vec<_>>(), (1..=8).collect::<Vec<_>>());
        assert!(choice.candidates.is_sorted_by(|a, b| a.within >= b.within));
    }

    #[test]
    fn no_more_clusters_than_different_rows() {
        let two = Array2::from_shape_fn((12, 1), |(i, _)| f64::from(u8::from(i > 5)));
        let choice = by_k_means(&two);
        assert_eq!((choice.candidates.len(), choice.by_silhouette), (2, Some(2)));
        let none = by_k_means(&Array2::zeros((0, 1)));
        assert_eq!((none.candidates.len(), none.by_silhouette, none.by_gap), (0, None, None));
    }

    #[test]
    fn many_rows_are_thinned_in_order() {
        let values = Array2::from_shape_fn((50, 1), |(i, _)| i as f64);
        let (rows, sampled) = thinned(&values, 20, Seed::new(3));
        assert_eq!((rows.nrows(), sampled), (20, Some(20)));
        assert!(rows.column(0).iter().is_sorted() && distinct(&rows) == 20);
    }
}
