//! k-means: clusters around means, by linfa with k-means++ starts, then finished exactly.
//!
//! linfa counts the old centre as one more point of its cluster, which keeps empty clusters alive but stops a
//! hair before the means. The best of its runs is therefore carried on by plain steps (Lloyd 1982) until no
//! row changes its cluster.

use super::partition::squared;
use crate::stats::random::Seed;
use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_clustering::KMeans;
use ndarray::{Array2, ArrayView1};
use rayon::prelude::*;

/// Starts from different k-means++ centres, of which the best is kept.
pub(super) const STARTS: usize = 10;

/// Steps of one run at most.
const STEPS: u64 = 300;

/// Labels for k clusters of the rows, which the caller has sorted and of which at least k are different.
pub(super) fn kmeans(values: &Array2<f64>, k: usize, starts: usize, seed: Seed) -> Option<Vec<usize>> {
    if k == 0 || values.is_empty() {
        return None;
    }
    let data = DatasetBase::from(values.view());
    let model = KMeans::params_with_rng(k, seed.named("k-means").numbered(k as u64).generator())
        .n_runs(starts.max(1))
        .max_n_iterations(STEPS)
        .tolerance(1e-5)
        .fit(&data)
        .ok()?;
    Some(finish(values, model.centroids().clone()))
}

/// Lloyd's steps from given centres. A cluster that loses all its rows keeps its place.
fn finish(values: &Array2<f64>, mut centres: Array2<f64>) -> Vec<usize> {
    let mut labels = assign(values, &centres);
    for _ in 0..STEPS {
        let mut sums = Array2::<f64>::zeros(centres.raw_dim());
        let mut counts = vec![0usize; centres.nrows()];
        for (row, label) in values.rows().into_iter().zip(&labels) {
            let mut sum = sums.row_mut(*label);
            sum += &row;
            counts[*label] += 1;
        }
        for ((mut centre, sum), count) in centres.rows_mut().into_iter().zip(sums.rows()).zip(counts) {
            if count > 0 {
                centre.assign(&(&sum / count as f64));
            }
        }
        let next = assign(values, &centres);
        if next == labels {
            break;
        }
        labels = next;
    }
    labels
}

/// The nearest centre of each row; ties go to the first.
pub(super) fn assign(values: &Array2<f64>, centres: &Array2<f64>) -> Vec<usize> {
    let nearest = |row: ArrayView1<'_, f64>| {
        let distances = centres.rows().into_iter().map(|centre| squared(row, centre));
        distances.enumerate().min_by(|a, b| a.1.total_cmp(&b.1)).map_or(0, |least| least.0)
    };
    (0..values.nrows()).into_par_iter().map(|i| nearest(values.row(i))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::partition::Partition;
    use crate::stats::golden::{close, number, numbers, rows};

    pub(crate) fn golden_values(path: &str) -> Array2<f64> {
        let rows = rows(path);
        let width = rows[0].len();
        Array2::from_shape_vec((rows.len(), width), rows.into_iter().flatten().collect()).unwrap()
    }

    #[test]
    fn clusters_and_inertia_equal_scikit_learn() {
        let values = golden_values("cluster/blobs");
        for k in [2, 3, 4] {
            let labels = kmeans(&values, k, STARTS, Seed::new(1)).unwrap();
            let ours = Partition::of_all(&labels);
            close(Some(ours.within(&values)), number(&format!("cluster/kmeans/{k}/inertia")), "inertia");
            let theirs: Vec<usize> = numbers(&format!("cluster/kmeans/{k}/labels"))
                .iter()
                .map(|x| crate::stats::estimate::whole(*x) as usize)
                .collect();
            assert_eq!(ours, Partition::of_all(&theirs));
        }
    }

    #[test]
    fn nothing_to_cluster_is_none() {
        assert_eq!(kmeans(&Array2::zeros((0, 2)), 2, STARTS, Seed::new(1)), None);
        assert_eq!(kmeans(&Array2::zeros((3, 0)), 2, STARTS, Seed::new(1)), None);
        assert_eq!(kmeans(&Array2::zeros((3, 1)), 0, STARTS, Seed::new(1)), None);
    }

    #[test]
    fn threads_change_nothing() {
        let values = golden_values("cluster/blobs");
        let run = |threads| {
            let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
            pool.install(|| kmeans(&values, 4, STARTS, Seed::new(9)))
        };
        assert_eq!(run(1), run(3));
    }
}
