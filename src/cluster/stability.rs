//! Would other articles have given the same clusters? Rows are drawn with replacement, clustered again, and
//! compared.

use super::partition::{Partition, distinct};
use crate::stats::quantile::percentile;
use crate::stats::random::Seed;
use ndarray::{Array2, Axis};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeMap;

/// Draws where nothing else is asked for.
pub const DRAWS: usize = 50;

/// Rows in a draw, at most.
const ROWS_AT_MOST: usize = 1_000;

/// The adjusted Rand index of two labellings of the same rows: 1 if they make the same clusters, about 0 if
/// they agree by chance.
///
/// `(Σ C(n,2) − E) / (½(ΣC(a,2) + ΣC(b,2)) − E)` with `E = ΣC(a,2)·ΣC(b,2)/C(N,2)`, n the cells of the cross
/// table, a and b its margins (Hubert & Arabie 1985, *J Classification* 2). `None` if the lists differ in
/// length, or where chance alone decides: both make one cluster, or both only clusters of one.
///
/// # Example
/// ```
/// use framescope::cluster::stability::adjusted_rand;
/// let ari = adjusted_rand(&[0, 0, 1, 1], &[0, 0, 1, 2]).unwrap();
/// assert!((ari - 4.0 / 7.0).abs() < 1e-12);
/// ```
pub fn adjusted_rand(a: &[usize], b: &[usize]) -> Option<f64> {
    if a.len() != b.len() || a.len() < 2 {
        return None;
    }
    let pairs = |n: f64| n * (n - 1.0) / 2.0;
    let (mut both, mut first, mut second) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
    for (i, j) in a.iter().zip(b) {
        *both.entry((i, j)).or_insert(0.0) += 1.0;
        *first.entry(i).or_insert(0.0) += 1.0;
        *second.entry(j).or_insert(0.0) += 1.0;
    }
    let together: f64 = both.values().copied().map(pairs).sum();
    let (first, second): (f64, f64) =
        (first.values().copied().map(pairs).sum(), second.values().copied().map(pairs).sum());
    let expected = first * second / pairs(a.len() as f64);
    let most = f64::midpoint(first, second);
    (most > expected).then(|| (together - expected) / (most - expected))
}

/// How clusters fared in the draws.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stability {
    /// Mean adjusted Rand index between the clusters and those of each draw, on the rows drawn.
    pub ari: f64,
    /// The 2.5 % point over the draws.
    pub low: f64,
    /// The 97.5 % point.
    pub high: f64,
    /// For each cluster the mean of its best overlap (Jaccard) with a cluster of the draw (Hennig 2007):
    /// below .6 do not trust it, from .85 it is very stable. `None` if no draw held any of its rows.
    pub clusters: Vec<Option<f64>>,
    /// Draws that could be clustered.
    pub draws: usize,
    /// Rows in a draw.
    pub rows: usize,
}

/// Clusters `draws` draws of the sorted rows again with `fit` and compares. Noise counts as a cluster of its
/// own. `None` if hardly any draw can be clustered.
pub(super) fn stability(
    values: &Array2<f64>,
    partition: &Partition,
    draws: usize,
    seed: Seed,
    fit: impl Fn(&Array2<f64>, Seed) -> Option<Vec<Option<usize>>> + Sync,
) -> Option<Stability> {
    let (n, seed) = (values.nrows(), seed.named("stability"));
    let rows = n.min(ROWS_AT_MOST);
    let outcomes: Vec<(f64, Vec<Option<f64>>)> = (0..draws as u64)
        .into_par_iter()
        .filter_map(|draw| {
            let mut random = seed.numbered(draw).stream();
            let mut drawn: Vec<usize> = (0..rows).map(|_| random.below(n)).collect();
            // Sorted places keep the rows sorted by value.
            drawn.sort_unstable();
            let sample = values.select(Axis(0), &drawn);
            if distinct(&sample) < partition.k() {
                return None;
            }
            let labels = fit(&sample, seed.numbered(draw))?;
            compare(&drawn, partition, &Partition::of(&labels))
        })
        .collect();
    if outcomes.len() * 2 < draws || outcomes.is_empty() {
        return None;
    }
    let mut aris: Vec<f64> = outcomes.iter().map(|o| o.0).collect();
    let ari = aris.iter().sum::<f64>() / aris.len() as f64;
    let (low, high) = percentile(&mut aris, 0.95)?;
    let clusters = (0..partition.k())
        .map(|c| {
            let found: Vec<f64> = outcomes.iter().filter_map(|o| o.1.get(c).copied().flatten()).collect();
            (!found.is_empty()).then(|| found.iter().sum::<f64>() / found.len() as f64)
        })
        .collect();
    Some(Stability { ari, low, high, clusters, draws: outcomes.len(), rows })
}

/// The adjusted Rand index and each cluster's best overlap, on the different rows of a draw.
fn compare(drawn: &[usize], before: &Partition, after: &Partition) -> Option<(f64, Vec<Option<f64>>)> {
    let label = |partition: &Partition, row: usize| partition.labels()[row].unwrap_or(partition.k());
    let mut seen = None;
    let (mut a, mut b) = (Vec::new(), Vec::new());
    for (i, row) in drawn.iter().enumerate() {
        if seen != Some(row) {
            a.push(label(before, *row));
            b.push(label(after, i));
        }
        seen = Some(row);
    }
    let count = |rows: &dyn Fn(usize) -> bool| (0..a.len()).filter(|i| rows(*i)).count() as f64;
    let overlap = |c: usize| {
        if count(&|i| a[i] == c) == 0.0 {
            return None;
        }
        let jaccard = |d: usize| count(&|i| a[i] == c && b[i] == d) / count(&|i| a[i] == c || b[i] == d);
        (0..after.k()).map(jaccard).max_by(f64::total_cmp)
    };
    Some((adjusted_rand(&a, &b)?, (0..before.k()).map(overlap).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::estimate::whole;
    use crate::stats::golden::{close, rows};
    use proptest::prelude::*;

    #[test]
    fn the_index_equals_scikit_learn() {
        for case in crate::stats::golden::value("cluster/rand").as_array().unwrap() {
            let list = |key: &str| -> Vec<usize> {
                case[key].as_array().unwrap().iter().map(|x| x.as_u64().unwrap() as usize).collect()
            };
            close(adjusted_rand(&list("a"), &list("b")), case["ari"].as_f64().unwrap(), "ARI");
        }
    }

    #[test]
    fn chance_alone_is_undefined() {
        assert_eq!(adjusted_rand(&[0, 0, 0], &[1, 1, 1]), None);
        assert_eq!(adjusted_rand(&[0, 1, 2], &[2, 1, 0]), None);
        assert_eq!((adjusted_rand(&[], &[]), adjusted_rand(&[0], &[0, 1])), (None, None));
    }

    #[test]
    fn clear_clusters_are_stable_and_invented_ones_are_not() {
        let by_half = |sample: &Array2<f64>, _: Seed| {
            Some(sample.rows().into_iter().map(|r| Some(usize::from(r[0] > 5.0))).collect())
        };
        let values = Array2::from_shape_fn((20, 1), |(i, _)| if i < 12 { i as f64 / 10.0 } else { i as f64 });
        let clear = Partition::of_all(&(0..20).map(|i| usize::from(i >= 12)).collect::<Vec<_>>());
        let s = stability(&values, &clear, 20, Seed::new(1), by_half).unwrap();
        assert!((s.ari - 1.0).abs() < 1e-12 && s.clusters.iter().all(|c| *c == Some(1.0)));
        let invented = Partition::of_all(&(0..20).map(|i| i % 2).collect::<Vec<_>>());
        let s = stability(&values, &invented, 20, Seed::new(1), by_half).unwrap();
        assert!(s.ari < 0.2 && s.low <= s.ari && s.ari <= s.high);
        assert_eq!(stability(&values, &clear, 20, Seed::new(1), |_, _| None), None);
    }

    #[test]
    fn golden_blobs_have_rows() {
        assert!(rows("cluster/blobs").iter().all(|r| whole(r.len() as f64) == 3));
    }

    proptest! {
        #[test]
        fn the_index_is_symmetric_and_at_most_one(
            labels in prop::collection::vec((0usize..4, 0usize..4), 2..40),
        ) {
            let (a, b): (Vec<usize>, Vec<usize>) = labels.into_iter().unzip();
            match (adjusted_rand(&a, &b), adjusted_rand(&b, &a)) {
                (Some(x), Some(y)) => prop_assert!((x - y).abs() < 1e-12 && x <= 1.0 + 1e-12),
                (x, y) => prop_assert_eq!(x, y),
            }
        }
    }
}
