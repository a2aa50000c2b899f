//! How well rows sit in their clusters: the silhouette (Rousseeuw 1987), as its author defined it.
//!
//! A cluster of one row scores 0, not 1; with one cluster, or as many as rows, it is undefined. Else tiny
//! corpora would always "choose" a cluster for every article.

use super::partition::{Partition, squared};
use crate::stats::random::Seed;
use ndarray::Array2;
use rayon::prelude::*;
use serde::Serialize;

/// Up to so many rows every row is compared with every other.
pub const EXACT_ROWS: usize = 3_000;

/// Above, with so many, drawn from the clusters according to their size.
const REFERENCES: usize = 1_000;

/// And at least so many from each cluster that has them.
const REFERENCES_AT_LEAST: usize = 30;

/// Silhouettes of rows and their mean.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Silhouette {
    /// −1 (nearer to another cluster) … 1; `None` for noise.
    pub values: Vec<Option<f64>>,
    /// The mean over all rows that are not noise.
    pub mean: f64,
    /// The mean of each cluster.
    pub clusters: Vec<f64>,
    /// With how many drawn rows each was compared; `None` if with all.
    pub compared_with: Option<usize>,
}

/// s = (b − a)/max(a, b), a the mean Euclidean distance to the other rows of the cluster, b the smallest mean
/// distance to the rows of another. `None` unless there are at least two clusters and fewer clusters than
/// rows. Above 3,000 rows the means are estimated from about 1,000 drawn rows, the same for all.
pub fn silhouette(values: &Array2<f64>, partition: &Partition, seed: Seed) -> Option<Silhouette> {
    if values.nrows() != partition.labels().len() {
        return None;
    }
    silhouette_by(|i, j| squared(values.row(i), values.row(j)).sqrt(), partition, seed)
}

/// The same from a distance between rows, which a caller with several partitions has computed once.
pub(super) fn silhouette_by(
    distance: impl Fn(usize, usize) -> f64 + Sync,
    partition: &Partition,
    seed: Seed,
) -> Option<Silhouette> {
    let clustered: usize = partition.sizes().iter().sum();
    if partition.k() < 2 || partition.k() >= clustered {
        return None;
    }
    let members: Vec<Vec<usize>> = (0..partition.k()).map(|c| partition.members(c)).collect();
    let sampled = clustered > EXACT_ROWS;
    let references = if sampled { draw(&members, clustered, seed) } else { members };
    let of_row = |(i, label): (usize, &Option<usize>)| {
        label.map(|own| {
            if partition.sizes().get(own).is_some_and(|size| *size == 1) {
                return 0.0;
            }
            one(&distance, i, own, &references)
        })
    };
    let scores: Vec<Option<f64>> = partition.labels().par_iter().enumerate().map(of_row).collect();
    let mut clusters = vec![0.0; partition.k()];
    for (label, score) in partition.labels().iter().zip(&scores) {
        if let Some((label, score)) = label.zip(*score) {
            clusters[label] += score;
        }
    }
    let mean = clusters.iter().sum::<f64>() / clustered as f64;
    clusters.iter_mut().zip(partition.sizes()).for_each(|(sum, size)| *sum /= *size as f64);
    let compared_with = sampled.then(|| references.iter().map(Vec::len).sum());
    Some(Silhouette { values: scores, mean, clusters, compared_with })
}

/// The silhouette of row `i` of cluster `own` against reference rows of every cluster.
fn one(distance: impl Fn(usize, usize) -> f64, i: usize, own: usize, references: &[Vec<usize>]) -> f64 {
    let (mut within, mut nearest) = (0.0, f64::INFINITY);
    for (cluster, rows) in references.iter().enumerate() {
        let sum: f64 = rows.iter().map(|j| distance(i, *j)).sum();
        if cluster == own {
            let others = rows.len() - usize::from(rows.binary_search(&i).is_ok());
            within = if others > 0 { sum / others as f64 } else { 0.0 };
        } else {
            nearest = nearest.min(sum / rows.len() as f64);
        }
    }
    let greater = within.max(nearest);
    if greater > 0.0 { (nearest - within) / greater } else { 0.0 }
}

/// Rows to compare with, from each cluster according to its size, in order.
fn draw(members: &[Vec<usize>], rows: usize, seed: Seed) -> Vec<Vec<usize>> {
    let seed = seed.named("silhouette");
    let drawn = |(cluster, members): (usize, &Vec<usize>)| {
        let count = (REFERENCES * members.len() / rows).max(REFERENCES_AT_LEAST).min(members.len());
        let mut drawn = members.clone();
        seed.numbered(cluster as u64).stream().shuffle_front(&mut drawn, count);
        drawn.truncate(count);
        drawn.sort_unstable();
        drawn
    };
    members.iter().enumerate().map(drawn).collect()
}

/// What a mean silhouette says, in the words of Kaufman & Rousseeuw (1990, p. 88).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Structure {
    /// Up to .25: no substantial structure.
    None,
    /// Up to .50: weak, could be artificial.
    Weak,
    /// Up to .70: reasonable.
    Reasonable,
    /// Above: strong.
    Strong,
}

impl Structure {
    /// The verdict on a mean silhouette.
    pub fn of(mean: f64) -> Self {
        match mean {
            m if m > 0.7 => Self::Strong,
            m if m > 0.5 => Self::Reasonable,
            m if m > 0.25 => Self::Weak,
            _ => Self::None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::estimate::whole;
    use crate::stats::golden::{close, number, numbers, rows};

    fn partition(path: &str) -> Partition {
        let labels: Vec<usize> = numbers(path).iter().map(|x| whole(*x) as usize).collect();
        Partition::of_all(&labels)
    }

    fn table(path: &str) -> Array2<f64> {
        let rows = rows(path);
        Array2::from_shape_fn((rows.len(), rows[0].len()), |(i, j)| rows[i][j])
    }

    #[test]
    fn silhouettes_equal_scikit_learn() {
        for name in ["singleton", "blobs"] {
            let at = |key: &str| format!("cluster/silhouette/{name}/{key}");
            let ours = silhouette(&table(&at("rows")), &partition(&at("labels")), Seed::new(1)).unwrap();
            close(Some(ours.mean), number(&at("mean")), "mean");
            for (ours, theirs) in ours.values.iter().zip(numbers(&at("values"))) {
                close(*ours, theirs, "silhouette");
            }
        }
    }

    #[test]
    fn one_cluster_or_only_clusters_of_one_are_undefined() {
        let values = Array2::from_shape_fn((4, 1), |(i, _)| i as f64);
        for labels in [[0, 0, 0, 0], [0, 1, 2, 3]] {
            assert_eq!(silhouette(&values, &Partition::of_all(&labels), Seed::new(1)), None);
        }
        assert_eq!(silhouette(&values, &Partition::of(&[None; 4]), Seed::new(1)), None);
    }

    #[test]
    fn noise_has_none_and_equal_rows_have_zero() {
        let values = Array2::from_shape_fn((5, 1), |(i, _)| if i == 4 { 99.0 } else { 1.0 });
        let noisy = Partition::of(&[Some(0), Some(0), Some(1), Some(1), None]);
        let s = silhouette(&values, &noisy, Seed::new(1)).unwrap();
        assert_eq!(s.values, [Some(0.0), Some(0.0), Some(0.0), Some(0.0), None]);
        assert_eq!(Structure::of(s.mean), Structure::None);
    }

    #[test]
    fn drawn_rows_come_near_all_rows() {
        let mut random = Seed::new(5).stream();
        let n = EXACT_ROWS + 500;
        let values = Array2::from_shape_fn((n, 2), |(i, _)| (i % 3) as f64 * 3.0 + random.unit());
        let labels: Vec<usize> = (0..n).map(|i| i % 3).collect();
        let partition = Partition::of_all(&labels);
        let drawn = silhouette(&values, &partition, Seed::new(1)).unwrap();
        assert_eq!(drawn.compared_with, Some(999));
        let members: Vec<Vec<usize>> = (0..3).map(|c| partition.members(c)).collect();
        let distance = |i: usize, j: usize| squared(values.row(i), values.row(j)).sqrt();
        let exact = one(distance, 7, partition.labels()[7].unwrap(), &members);
        let sample = drawn.values[7].unwrap();
        assert!((exact - sample).abs() < 0.02, "{exact} {sample}");
    }
}
