//! A map of the rows in two dimensions: principal components.
//!
//! From the eigenvectors of the covariance matrix, or of the rows' inner products where there are fewer rows
//! than columns. Sums are taken in a fixed order, so that every machine draws the same map.

use super::partition::sum_of;
use linfa_linalg::eigh::{EigSort, Eigh};
use ndarray::{Array1, Array2, Axis};
use rayon::prelude::*;
use serde::Serialize;

/// Rows on a plane.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Projection {
    /// The place of each row on the first and second component, in the units of the values.
    pub points: Vec<(f64, f64)>,
    /// The share of the total variance along each.
    pub explained: (f64, f64),
    /// How much each column weighs in each component; the weight of greatest size is positive.
    pub loadings: Vec<(f64, f64)>,
}

/// The first two principal components of the columns, centred; `None` if nothing varies or the eigenvectors
/// cannot be found. Where there is but one dimension the second is 0.
pub(super) fn project(values: &Array2<f64>) -> Option<Projection> {
    let (n, d) = values.dim();
    let mean = values.mean_axis(Axis(0))?;
    let columns = (values - &mean).reversed_axes().as_standard_layout().into_owned();
    let total: f64 = columns.iter().map(|x| x * x).sum();
    if total <= 0.0 || d == 0 {
        return None;
    }
    let mut axes = if d <= n { column_axes(&columns)? } else { row_axes(&columns)? };
    for axis in &mut axes {
        point_up(axis);
    }
    let along = |axis: &Array1<f64>| -> Vec<f64> {
        (0..n).map(|i| columns.column(i).iter().zip(axis).map(|(x, a)| x * a).sum::<f64>() + 0.0).collect()
    };
    let [first, second] = axes.map(|axis| (along(&axis), axis));
    let share = |points: &[f64]| points.iter().map(|x| x * x).sum::<f64>() / total;
    Some(Projection {
        explained: (share(&first.0), share(&second.0)),
        points: first.0.into_iter().zip(second.0).collect(),
        loadings: first.1.into_iter().zip(second.1).collect(),
    })
}

/// The two leading eigenvectors of the columns' inner products.
fn column_axes(columns: &Array2<f64>) -> Option<[Array1<f64>; 2]> {
    let (values, vectors) = products(columns).eigh().ok()?.sort_eig_desc();
    let axis = |i: usize| {
        let enough = values.get(i).is_some_and(|v| *v > 1e-12 * values[0].abs());
        if enough { vectors.column(i).to_owned() } else { Array1::zeros(columns.nrows()) }
    };
    Some([axis(0), axis(1)])
}

/// The same axes from the eigenvectors u of the rows' inner products: Xᵀu/√λ.
fn row_axes(columns: &Array2<f64>) -> Option<[Array1<f64>; 2]> {
    let rows = columns.t().as_standard_layout().into_owned();
    let (values, vectors) = products(&rows).eigh().ok()?.sort_eig_desc();
    let axis = |i: usize| {
        let enough = values.get(i).is_some_and(|v| *v > 1e-12 * values[0].abs());
        if !enough {
            return Array1::zeros(columns.nrows());
        }
        let u = vectors.column(i);
        let along = columns.rows().into_iter().map(|c| c.iter().zip(u).map(|(x, u)| x * u).sum::<f64>());
        along.map(|x| x / values[i].sqrt()).collect()
    };
    Some([axis(0), axis(1)])
}

/// The inner products of all pairs of rows of a table.
fn products(rows: &Array2<f64>) -> Array2<f64> {
    let n = rows.nrows();
    let rows: Vec<&[f64]> = rows.rows().into_iter().filter_map(|r| r.to_slice()).collect();
    let triangle: Vec<Vec<f64>> = (0..n)
        .into_par_iter()
        .map(|i| (0..=i).map(|j| sum_of(rows[i], rows[j], |x, y| x * y)).collect())
        .collect();
    Array2::from_shape_fn((n, n), |(i, j)| triangle[i.max(j)][i.min(j)])
}

/// Turns an axis so that its greatest weight is positive: an eigenvector has no sign of its own.
fn point_up(axis: &mut Array1<f64>) {
    let greatest =
        axis.iter().copied().fold(0.0_f64, |g, x| if x.abs() > g.abs() * (1.0 + 1e-9) { x } else { g });
    if greatest < 0.0 {
        axis.mapv_inplace(|x| -x);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::golden::{close, numbers, rows};

    fn table(path: &str) -> Array2<f64> {
        let rows = rows(path);
        Array2::from_shape_fn((rows.len(), rows[0].len()), |(i, j)| rows[i][j])
    }

    #[test]
    fn components_equal_scikit_learn() {
        for name in ["tall", "wide"] {
            let ours = project(&table(&format!("cluster/pca/{name}/rows"))).unwrap();
            let explained = numbers(&format!("cluster/pca/{name}/explained"));
            close(Some(ours.explained.0), explained[0], "explained");
            close(Some(ours.explained.1), explained[1], "explained");
            for (point, theirs) in ours.points.iter().zip(rows(&format!("cluster/pca/{name}/points"))) {
                close(Some(point.0), theirs[0], "first");
                close(Some(point.1), theirs[1], "second");
            }
            for (loading, theirs) in ours.loadings.iter().zip(rows(&format!("cluster/pca/{name}/loadings"))) {
                close(Some(loading.0), theirs[0], "loading");
            }
        }
    }

    #[test]
    fn a_line_has_one_dimension_and_a_point_none() {
        let line = Array2::from_shape_fn((6, 2), |(i, j)| i as f64 * (j + 1) as f64);
        let p = project(&line).unwrap();
        assert!((p.explained.0 - 1.0).abs() < 1e-12 && p.explained.1.abs() < 1e-12);
        assert!(p.loadings[1].0 > 0.0 && p.points.iter().all(|x| x.1.abs() < 1e-9));
        let one_column = project(&Array2::from_shape_fn((4, 1), |(i, _)| i as f64)).unwrap();
        assert_eq!(one_column.points[0], (-1.5, 0.0));
        assert_eq!(project(&Array2::ones((4, 2))), None);
        assert_eq!(project(&Array2::zeros((0, 2))), None);
        assert_eq!(project(&Array2::zeros((3, 0))), None);
    }
}
