//! A division of rows into clusters: labels that do not depend on chance, sizes, centres, and the rows that
//! stand for a cluster.

use ndarray::{Array2, ArrayView1, Axis};
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Up to this size the medoid is the member nearest to all others; above, the one nearest to the centre.
const MEDOID_EXACT: usize = 2_000;

/// Labels of rows: a cluster number from 0, or `None` for noise. Cluster 0 is the largest; of equally large
/// ones the one whose first member comes first in the order of the rows' values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partition {
    labels: Vec<Option<usize>>,
    sizes: Vec<usize>,
}

impl Partition {
    /// Renames clusters by size, then by first member.
    pub fn of(labels: &[Option<usize>]) -> Self {
        let mut found: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
        for (row, label) in labels.iter().enumerate() {
            if let Some(label) = label {
                found.entry(*label).or_insert((0, row)).0 += 1;
            }
        }
        let mut order: Vec<(usize, (usize, usize))> = found.into_iter().collect();
        order.sort_by_key(|(_, (size, first))| (Reverse(*size), *first));
        let renamed: BTreeMap<usize, usize> =
            order.iter().enumerate().map(|(new, old)| (old.0, new)).collect();
        Self {
            labels: labels.iter().map(|l| l.and_then(|l| renamed.get(&l).copied())).collect(),
            sizes: order.iter().map(|(_, (size, _))| *size).collect(),
        }
    }

    /// From labels without noise.
    pub fn of_all(labels: &[usize]) -> Self {
        Self::of(&labels.iter().copied().map(Some).collect::<Vec<_>>())
    }

    /// The label of each row.
    pub fn labels(&self) -> &[Option<usize>] {
        &self.labels
    }

    /// The number of rows in each cluster, falling.
    pub fn sizes(&self) -> &[usize] {
        &self.sizes
    }

    /// The number of clusters.
    pub fn k(&self) -> usize {
        self.sizes.len()
    }

    /// Rows in no cluster.
    pub fn noise(&self) -> usize {
        self.labels.len() - self.sizes.iter().sum::<usize>()
    }

    /// The rows of a cluster, in order.
    pub fn members(&self, cluster: usize) -> Vec<usize> {
        (0..self.labels.len()).filter(|i| self.labels[*i] == Some(cluster)).collect()
    }

    /// The same partition for the rows in another order: `places[i]` says where row i belongs.
    pub(super) fn scattered(&self, places: &[usize]) -> Self {
        let mut labels = vec![None; self.labels.len()];
        for (label, place) in self.labels.iter().zip(places) {
            labels[*place] = *label;
        }
        Self { labels, sizes: self.sizes.clone() }
    }

    /// The mean of each cluster, clusters by columns.
    pub fn centres(&self, values: &Array2<f64>) -> Array2<f64> {
        let mut centres = Array2::zeros((self.k(), values.ncols()));
        for (row, label) in values.rows().into_iter().zip(&self.labels) {
            if let Some(label) = label {
                let mut centre = centres.row_mut(*label);
                centre += &row;
            }
        }
        for (mut centre, size) in centres.rows_mut().into_iter().zip(&self.sizes) {
            centre /= *size as f64;
        }
        centres
    }

    /// The sum of squared distances of the rows to the centres of their clusters: W in the gap statistic,
    /// inertia in k-means.
    pub fn within(&self, values: &Array2<f64>) -> f64 {
        let centres = self.centres(values);
        let distance = |(row, label): (ArrayView1<'_, f64>, &Option<usize>)| {
            label.map_or(0.0, |label| squared(row, centres.row(label)))
        };
        values.rows().into_iter().zip(&self.labels).map(distance).sum()
    }

    /// The members of a cluster that a table has rows for.
    fn rows_of(&self, cluster: usize, values: &Array2<f64>) -> Vec<usize> {
        let mut members = self.members(cluster);
        members.retain(|i| *i < values.nrows());
        members
    }

    /// The row that stands for each cluster: the member with the smallest sum of distances to all members; in
    /// clusters of more than 2,000 the member nearest to the centre. Ties go to the first row.
    pub fn medoids(&self, values: &Array2<f64>) -> Vec<usize> {
        let centres = self.centres(values);
        let medoid = |cluster: usize| {
            let members = self.rows_of(cluster, values);
            if members.len() > MEDOID_EXACT {
                return first_least(&members, |i| squared(values.row(i), centres.row(cluster)));
            }
            let block = values.select(Axis(0), &members);
            first_least(&members, |i| {
                block.rows().into_iter().map(|row| squared(row, values.row(i)).sqrt()).sum()
            })
        };
        (0..self.k()).map(medoid).collect()
    }

    /// The rows of a cluster nearest to its centre, nearest first, so many at most: what is typical of it.
    pub fn typical(&self, values: &Array2<f64>, cluster: usize, count: usize) -> Vec<usize> {
        let centres = self.centres(values);
        if cluster >= self.k() {
            return Vec::new();
        }
        let mut members: Vec<(f64, usize)> = self
            .rows_of(cluster, values)
            .into_iter()
            .map(|i| (squared(values.row(i), centres.row(cluster)), i))
            .collect();
        members.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        members.into_iter().take(count).map(|m| m.1).collect()
    }
}

fn first_least(members: &[usize], cost: impl Fn(usize) -> f64) -> usize {
    let costs = members.iter().map(|i| (cost(*i), *i));
    costs.min_by(|a, b| a.0.total_cmp(&b.0)).map_or(0, |least| least.1)
}

/// The squared Euclidean distance.
pub(super) fn squared(a: ArrayView1<'_, f64>, b: ArrayView1<'_, f64>) -> f64 {
    match (a.as_slice(), b.as_slice()) {
        (Some(a), Some(b)) => sum_of(a, b, |x, y| (x - y) * (x - y)),
        _ => a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum(),
    }
}

/// The sum of a term over two slices. Four running sums let the processor overlap the additions, in an order
/// that is the same on every machine.
pub(super) fn sum_of(a: &[f64], b: &[f64], term: impl Fn(f64, f64) -> f64) -> f64 {
    let mut sums = [0.0; 4];
    let (fours_a, fours_b) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest = fours_a.remainder().iter().zip(fours_b.remainder());
    for (a, b) in fours_a.zip(fours_b) {
        for (sum, (x, y)) in sums.iter_mut().zip(a.iter().zip(b)) {
            *sum += term(*x, *y);
        }
    }
    let rest: f64 = rest.map(|(x, y)| term(*x, *y)).sum();
    (sums[0] + sums[1]) + (sums[2] + sums[3]) + rest
}

/// How many different rows there are, given that they are sorted; no method can make more clusters.
pub(super) fn distinct(sorted: &Array2<f64>) -> usize {
    let rows = sorted.nrows();
    rows.min(1) + (1..rows).filter(|i| sorted.row(*i) != sorted.row(i - 1)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::array;
    use proptest::prelude::*;

    #[test]
    fn clusters_are_named_by_size_then_first_member() {
        let p = Partition::of(&[Some(7), Some(2), Some(2), None, Some(5), Some(9), Some(9)]);
        assert_eq!(p.labels(), [Some(2), Some(0), Some(0), None, Some(3), Some(1), Some(1)]);
        assert_eq!((p.sizes(), p.k(), p.noise()), (&[2, 2, 1, 1][..], 4, 1));
        let nothing = Partition::of(&[None]);
        assert_eq!((nothing.k(), nothing.noise()), (0, 1));
    }

    #[test]
    fn centres_medoids_and_typical_rows() {
        let values = array![[0.0, 0.0], [1.0, 0.0], [5.0, 0.0], [9.0, 9.0]];
        let p = Partition::of_all(&[0, 0, 0, 1]);
        assert_eq!(p.centres(&values), array![[2.0, 0.0], [9.0, 9.0]]);
        assert_eq!(p.medoids(&values), [1, 3]);
        assert_eq!(p.typical(&values, 0, 2), [1, 0]);
        assert!(p.typical(&values, 5, 2).is_empty());
        assert!((p.within(&values) - 14.0).abs() < 1e-12);
    }

    #[test]
    fn distinct_rows_of_a_sorted_table() {
        assert_eq!(distinct(&array![[0.0], [0.0], [1.0], [2.0], [2.0]]), 3);
        assert_eq!(distinct(&Array2::zeros((0, 2))), 0);
    }

    proptest! {
        #[test]
        fn renaming_does_not_depend_on_names(labels in prop::collection::vec(0usize..5, 1..40), shift in 1usize..5) {
            let other: Vec<usize> = labels.iter().map(|l| (l + shift) % 5).collect();
            prop_assert_eq!(Partition::of_all(&labels), Partition::of_all(&other));
        }
    }
}
