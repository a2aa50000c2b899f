//! A mixture of normal distributions, by linfa: clusters that may be long or of unequal width, and overlap.

use crate::error::{Error, Kind, Result};
use crate::stats::random::Seed;
use linfa::DatasetBase;
use linfa::traits::Fit;
use linfa_clustering::GaussianMixtureModel;
use ndarray::Array2;

/// Added to every variance, relative to the mean variance of the columns, so that a flat cluster has one.
const FLOOR: f64 = 1e-3;

/// Labels of the most likely component of each row; rows sorted by the caller, at least k of them different.
///
/// # Errors
/// With fewer rows than a component has parameters, or if no mixture could be fitted.
pub(super) fn mixture(values: &Array2<f64>, k: usize, seed: Seed) -> Result<Vec<usize>> {
    let (n, d) = values.dim();
    let needed = k * (d + 1);
    if n < needed || d == 0 {
        let reason = format!("a mixture of {k} needs {needed} rows for {d} columns, there are {n}");
        return Err(Error::new(Kind::Statistics, reason).help("take k-means, or fewer columns"));
    }
    let failed = |_| {
        let reason = format!("no mixture of {k} normal distributions could be fitted");
        Error::new(Kind::Statistics, reason).help("take k-means, or fewer clusters")
    };
    // In units of the mean deviation the densities stay within the numbers that linfa can hold.
    let centre = values.mean_axis(ndarray::Axis(0)).unwrap_or_default();
    let centred = values - &centre;
    let scale = (centred.iter().map(|x| x * x).sum::<f64>() / (n * d) as f64).sqrt();
    let scaled = centred / if scale > 0.0 { scale } else { 1.0 };
    let random = seed.named("mixture").numbered(k as u64).generator();
    let model = GaussianMixtureModel::params_with_rng(k, random)
        .n_runs(1)
        .reg_covariance(FLOOR)
        .tolerance(1e-7)
        .max_n_iterations(1_000)
        .fit(&DatasetBase::from(scaled.view()))
        .map_err(failed)?;
    let likely = model.predict_proba(&scaled);
    let best = |row: ndarray::ArrayView1<'_, f64>| {
        let highest = row.iter().enumerate().filter(|(_, p)| !p.is_nan());
        highest.max_by(|a, b| a.1.total_cmp(b.1).then(b.0.cmp(&a.0))).map(|highest| highest.0)
    };
    let labels: Option<Vec<usize>> = likely.rows().into_iter().map(best).collect();
    labels.ok_or_else(|| {
        let reason = "a row lies too far from every component to say which is likely";
        Error::new(Kind::Statistics, reason).help("take k-means")
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::partition::Partition;
    use crate::stats::golden::{numbers, rows};

    #[test]
    fn a_tight_cluster_beside_a_wide_one_is_found() {
        let points = rows("cluster/unequal/rows");
        let values = Array2::from_shape_fn((points.len(), 2), |(i, j)| points[i][j]);
        let labels = |path: &str| -> Partition {
            let labels = numbers(path).into_iter().map(|x| crate::stats::estimate::whole(x) as usize);
            Partition::of_all(&labels.collect::<Vec<_>>())
        };
        let ours = Partition::of_all(&mixture(&values, 2, Seed::new(1)).unwrap());
        assert_eq!(ours, labels("cluster/unequal/labels"));
        assert_ne!(ours, labels("cluster/unequal/kmeans"));
    }

    #[test]
    fn too_few_rows_and_flat_data_are_refused_or_survived() {
        let error = mixture(&Array2::zeros((5, 3)), 2, Seed::new(1)).unwrap_err();
        assert!(error.reason().contains("needs 8 rows"));
        assert!(mixture(&Array2::zeros((5, 0)), 2, Seed::new(1)).is_err());
        let two_places = Array2::from_shape_fn((30, 1), |(i, _)| f64::from(u8::from(i >= 10)) * 1e6);
        let labels = mixture(&two_places, 2, Seed::new(1)).unwrap();
        assert_eq!(Partition::of_all(&labels).sizes(), [20, 10]);
    }
}
