//! DBSCAN, by linfa: clusters of any shape where rows lie densely, and noise elsewhere (Ester and others
//! 1996).

use super::partition::{distinct, squared};
use crate::error::{Error, Kind, Result};
use linfa::traits::Transformer;
use linfa_clustering::Dbscan;
use ndarray::{Array2, Axis};
use rayon::prelude::*;

/// More different rows than this would be compared pair by pair for minutes.
pub const DISTINCT_AT_MOST: usize = 20_000;

/// Labels, `None` for noise: rows with `neighbours` rows (themselves included) within `radius` are the cores
/// of clusters. Rows are sorted by the caller.
///
/// News corpora hold thousands of equal rows, all without hits. Up to `neighbours` copies of a row decide
/// alike whether rows are cores, so more are left out before and labelled after.
///
/// # Errors
/// If the radius is not above 0, or with too many different rows.
pub(super) fn dbscan(values: &Array2<f64>, radius: f64, neighbours: usize) -> Result<Vec<Option<usize>>> {
    if !(radius > 0.0 && radius.is_finite()) || neighbours < 2 {
        let reason = "DBSCAN needs a radius above 0 and at least 2 neighbours";
        return Err(Error::new(Kind::Statistics, reason));
    }
    let different = distinct(values);
    if different > DISTINCT_AT_MOST {
        let reason =
            format!("DBSCAN compares rows pair by pair, and {different} different rows are too many");
        return Err(Error::new(Kind::Statistics, reason).help("take k-means"));
    }
    let (kept, stands_for) = thin(values, neighbours);
    let failed = |_| Error::new(Kind::Statistics, "DBSCAN could not be run with this radius");
    let some = values.select(Axis(0), &kept);
    let labels = Dbscan::params(neighbours).tolerance(radius).transform(&some).map_err(failed)?;
    Ok(stands_for.into_iter().map(|i| labels.get(i).copied().flatten()).collect())
}

/// At most `copies` of each run of equal rows, and for every row the index of the kept row that stands for
/// it.
fn thin(sorted: &Array2<f64>, copies: usize) -> (Vec<usize>, Vec<usize>) {
    let (mut kept, mut stands_for, mut run) = (Vec::new(), Vec::new(), 0);
    for i in 0..sorted.nrows() {
        run = if i > 0 && sorted.row(i) == sorted.row(i - 1) { run + 1 } else { 0 };
        if run < copies {
            kept.push(i);
        }
        stands_for.push(kept.len() - 1);
    }
    (kept, stands_for)
}

/// A radius to begin with: within it nine of ten rows have so many neighbours. From at most 1,000 of the
/// different rows, evenly spaced, since equal rows would suggest 0; `None` with fewer than two.
pub(super) fn suggest_radius(sorted: &Array2<f64>, neighbours: usize) -> Option<f64> {
    let different = thin(sorted, 1).0;
    let chosen: Vec<usize> =
        different.iter().copied().step_by(different.len().div_ceil(1_000).max(1)).collect();
    let rows = sorted.select(Axis(0), &chosen);
    let to_neighbour = |i: usize| {
        let mut distances: Vec<f64> =
            rows.rows().into_iter().map(|row| squared(rows.row(i), row).sqrt()).collect();
        let place = neighbours.saturating_sub(1).min(distances.len().saturating_sub(1));
        *distances.select_nth_unstable_by(place, f64::total_cmp).1
    };
    let mut distances: Vec<f64> = (0..rows.nrows()).into_par_iter().map(to_neighbour).collect();
    crate::stats::quantile::quantile(&mut distances, 0.9).filter(|r| *r > 0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cluster::partition::Partition;
    use crate::stats::golden::{number, rows, value};

    #[test]
    fn clusters_and_noise_equal_scikit_learn() {
        let points = rows("cluster/dbscan/rows");
        let values = Array2::from_shape_fn((points.len(), 2), |(i, j)| points[i][j]);
        let ours = dbscan(&values, number("cluster/dbscan/radius"), 4).unwrap();
        let theirs: Vec<Option<usize>> = value("cluster/dbscan/labels")
            .as_array()
            .unwrap()
            .iter()
            .map(|l| l.as_u64().map(|l| l as usize))
            .collect();
        assert_eq!(Partition::of(&ours), Partition::of(&theirs));
        assert!(ours.contains(&None) && suggest_radius(&values, 4).is_some_and(|r| r > 0.0));
    }

    #[test]
    fn many_equal_rows_are_one_place() {
        let values = Array2::from_shape_fn((30_000, 1), |(i, _)| if i < 29_998 { 0.0 } else { 9.0 });
        let labels = dbscan(&values, 0.5, 3).unwrap();
        assert_eq!(Partition::of(&labels).sizes(), [29_998]);
        assert_eq!(labels.iter().filter(|l| l.is_none()).count(), 2);
    }

    #[test]
    fn nonsense_is_refused() {
        let values = Array2::zeros((5, 1));
        for (radius, neighbours) in [(0.0, 3), (f64::NAN, 3), (1.0, 1)] {
            assert!(dbscan(&values, radius, neighbours).is_err());
        }
        assert_eq!(suggest_radius(&values, 3), None);
        assert_eq!(suggest_radius(&Array2::zeros((0, 1)), 3), None);
        assert_eq!(dbscan(&Array2::zeros((0, 1)), 1.0, 3).unwrap(), []);
    }
}
