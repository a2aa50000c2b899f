//! Ward's hierarchical clustering, by kodama on plain Euclidean distances ("Ward.D2", Murtagh & Legendre
//! 2014).
//!
//! With 0/1 frame elements the squared distance is the number of mismatches, as in Matthes & Kohring (2008).

use super::partition::squared;
use crate::error::{Error, Kind, Result};
use kodama::{Method, linkage};
use ndarray::Array2;
use rayon::prelude::*;
use serde::Serialize;

/// More rows than this need more than 400 MB for their distances alone.
pub const ROWS_AT_MOST: usize = 10_000;

/// One merge: the two clusters joined, at what height, and how many rows that makes. Rows are clusters 0…n−1,
/// the merge at index i makes cluster n+i, as in `SciPy` and R.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Merge {
    /// The smaller of the two numbers.
    pub first: usize,
    /// The greater of the two.
    pub second: usize,
    /// The distance at which they merge.
    pub height: f64,
    /// The rows of both.
    pub size: usize,
}

/// All merges, from the closest pair to the whole.
///
/// # Errors
/// With more than 10,000 rows.
pub(super) fn ward(values: &Array2<f64>) -> Result<Vec<Merge>> {
    let n = values.nrows();
    if n > ROWS_AT_MOST {
        let reason = format!("Ward's method compares all pairs of rows, and {n} rows are too many for that");
        let help = format!("take k-means, or a sample of at most {ROWS_AT_MOST} rows");
        return Err(Error::new(Kind::Statistics, reason).help(help));
    }
    if n < 2 {
        return Ok(Vec::new());
    }
    let mut distances = condensed(values);
    let tree = linkage(&mut distances, n, Method::Ward);
    let merge = |s: &kodama::Step<f64>| Merge {
        first: s.cluster1,
        second: s.cluster2,
        height: s.dissimilarity,
        size: s.size,
    };
    Ok(tree.steps().iter().map(merge).collect())
}

/// The distances of row 0 to rows 1…n−1, then of row 1 to rows 2…n−1, and so on.
fn condensed(values: &Array2<f64>) -> Vec<f64> {
    let n = values.nrows();
    let mut distances = vec![0.0; n * (n - 1) / 2];
    let (mut rest, mut rows) = (&mut distances[..], Vec::with_capacity(n));
    for i in 0..n {
        let (row, others) = rest.split_at_mut(n - 1 - i);
        rows.push(row);
        rest = others;
    }
    rows.into_par_iter().enumerate().for_each(|(i, row)| {
        for (j, distance) in row.iter_mut().enumerate() {
            *distance = squared(values.row(i), values.row(i + 1 + j)).sqrt();
        }
    });
    distances
}

/// Labels after the merges have left k clusters.
pub(super) fn cut(merges: &[Merge], rows: usize, k: usize) -> Vec<usize> {
    let mut parent: Vec<usize> = (0..rows + merges.len()).collect();
    for (i, merge) in merges.iter().take(rows.saturating_sub(k)).enumerate() {
        parent[merge.first] = rows + i;
        parent[merge.second] = rows + i;
    }
    // A merge comes after those it joins: going down from the last, every parent is already a root.
    for i in (0..parent.len()).rev() {
        parent[i] = parent[parent[i]];
    }
    let mut roots: Vec<usize> = parent.iter().take(rows).copied().collect();
    roots.sort_unstable();
    roots.dedup();
    parent.iter().take(rows).map(|root| roots.partition_point(|r| r < root)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::partition::Partition;
    use crate::stats::golden::{close, numbers, rows};

    #[test]
    fn heights_and_cuts_equal_scipy() {
        for (name, cuts) in [("points", vec![3]), ("elements", vec![2, 3])] {
            let points = rows(&format!("cluster/ward/{name}/rows"));
            let n = points.len();
            let values = Array2::from_shape_fn((n, points[0].len()), |(i, j)| points[i][j]);
            let merges = ward(&values).unwrap();
            for (merge, height) in merges.iter().zip(numbers(&format!("cluster/ward/{name}/heights"))) {
                close(Some(merge.height), height, "height");
            }
            assert_eq!(merges.last().map(|m| m.size), Some(n));
            for k in cuts {
                let theirs: Vec<usize> = numbers(&format!("cluster/ward/{name}/cut_{k}"))
                    .iter()
                    .map(|x| crate::stats::estimate::whole(*x) as usize)
                    .collect();
                assert_eq!(Partition::of_all(&cut(&merges, n, k)), Partition::of_all(&theirs));
            }
        }
    }

    #[test]
    fn few_rows_and_many() {
        assert!(ward(&Array2::zeros((1, 2))).unwrap().is_empty());
        assert_eq!(cut(&[], 1, 1), [0]);
        let error = ward(&Array2::zeros((ROWS_AT_MOST + 1, 1))).unwrap_err();
        assert!(error.reason().contains("10001") && error.remedy().is_some());
    }

    #[test]
    fn every_row_alone_or_all_together() {
        let values = Array2::from_shape_fn((6, 1), |(i, _)| (i * i) as f64);
        let merges = ward(&values).unwrap();
        assert_eq!(cut(&merges, 6, 6), [0, 1, 2, 3, 4, 5]);
        assert_eq!(cut(&merges, 6, 1), [0; 6]);
        assert_eq!(cut(&merges, 6, 9), [0, 1, 2, 3, 4, 5]);
    }
}
