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
    let (columns, total) = centred(values)?;
    let axes = axes(&columns, 2)?;
    let [first, second] =
        [0, 1].map(|i| axes.get(i).cloned().unwrap_or_else(|| Array1::zeros(columns.nrows())));
    let (x, y) = (along(&columns, &first), along(&columns, &second));
    let share = |points: &[f64]| points.iter().map(|x| x * x).sum::<f64>() / total;
    Some(Projection {
        explained: (share(&x), share(&y)),
        points: x.into_iter().zip(y).collect(),
        loadings: first.into_iter().zip(second).collect(),
    })
}

/// The rows on their first `count` principal components, rows by components: as many columns as there are
/// directions in which the rows vary, if these are fewer. `None` as for [`project`].
pub(super) fn reduce(values: &Array2<f64>, count: usize) -> Option<Array2<f64>> {
    let (columns, _) = centred(values)?;
    let axes = axes(&columns, count)?;
    let scores: Vec<Vec<f64>> = axes.par_iter().map(|axis| along(&columns, axis)).collect();
    Some(Array2::from_shape_fn((values.nrows(), scores.len()), |(i, j)| scores[j][i]))
}

/// Columns by rows, each column with mean 0, and their sum of squares; `None` if nothing varies.
fn centred(values: &Array2<f64>) -> Option<(Array2<f64>, f64)> {
    let mean = values.mean_axis(Axis(0))?;
    let mut columns = values.t().as_standard_layout().into_owned();
    for (mut column, mean) in columns.rows_mut().into_iter().zip(&mean) {
        column.mapv_inplace(|x| x - mean);
    }
    let total: f64 = columns.iter().map(|x| x * x).sum();
    (total > 0.0 && values.ncols() > 0).then_some((columns, total))
}

/// Where each row lies along an axis.
fn along(columns: &Array2<f64>, axis: &Array1<f64>) -> Vec<f64> {
    let mut out = vec![0.0; columns.ncols()];
    for (column, weight) in columns.rows().into_iter().zip(axis) {
        out.iter_mut().zip(column).for_each(|(sum, x)| *sum += x * weight);
    }
    // −0 and 0 must be written alike.
    out.into_iter().map(|x| x + 0.0).collect()
}

/// The leading axes, so many at most, pointing up.
fn axes(columns: &Array2<f64>, count: usize) -> Option<Vec<Array1<f64>>> {
    let (d, n) = columns.dim();
    let mut axes = if d <= n { column_axes(columns, count)? } else { row_axes(columns, count)? };
    axes.iter_mut().for_each(point_up);
    Some(axes)
}

/// The leading eigenvectors of the columns' inner products.
fn column_axes(columns: &Array2<f64>, count: usize) -> Option<Vec<Array1<f64>>> {
    let (values, vectors) = products(columns).eigh().ok()?.sort_eig_desc();
    Some(leading(&values, count).map(|i| vectors.column(i).to_owned()).collect())
}

/// The same axes from the eigenvectors u of the rows' inner products: Xᵀu/√λ.
fn row_axes(columns: &Array2<f64>, count: usize) -> Option<Vec<Array1<f64>>> {
    let rows = columns.t().as_standard_layout().into_owned();
    let (values, vectors) = products(&rows).eigh().ok()?.sort_eig_desc();
    let axis = |i: usize| {
        let u = vectors.column(i);
        let along = columns.rows().into_iter().map(|c| c.iter().zip(u).map(|(x, u)| x * u).sum::<f64>());
        along.map(|x| x / values[i].sqrt()).collect()
    };
    Some(leading(&values, count).map(axis).collect())
}

/// The numbers of the leading eigenvalues that are more than rounding.
fn leading(values: &Array1<f64>, count: usize) -> impl Iterator<Item = usize> {
    let largest = values.first().copied().unwrap_or(0.0).abs();
    let enough = values.iter().take(count).take_while(|v| **v > 1e-12 * largest).count();
    0..enough
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
    fn reduced_rows_keep_their_distances_where_nothing_is_left_out() {
        let table = table("cluster/pca/wide/rows");
        let (n, d) = table.dim();
        let reduced = reduce(&table, d).unwrap();
        assert!(reduced.ncols() < n.min(d + 1), "{:?} of {:?}", reduced.dim(), table.dim());
        for i in 0..n {
            for j in 0..i {
                let [a, b] = [&table, &reduced].map(|t| super::super::partition::squared(t.row(i), t.row(j)));
                assert!((a - b).abs() < 1e-9 * a.max(1.0), "{a} {b}");
            }
        }
        let two = reduce(&table, 2).unwrap();
        let map = project(&table).unwrap();
        assert!(
            two.rows()
                .into_iter()
                .zip(&map.points)
                .all(|(r, p)| (r[0] - p.0).abs() < 1e-12 && (r[1] - p.1).abs() < 1e-12)
        );
        assert_eq!(reduce(&Array2::ones((4, 2)), 3), None);
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
