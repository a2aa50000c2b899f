//! Two classifications of the same things: are clusters and sources independent, and how far from it?

use super::estimate::{Caution, whole};
use super::permutation::Plan;
use super::tails::chi2_upper;
use rayon::prelude::*;
use serde::Serialize;

/// Pearson's test of independence and its effect size.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Contingency {
    /// Σ (O−E)²/E.
    pub chi2: f64,
    /// (rows − 1)(columns − 1), of those that are not empty.
    pub df: usize,
    /// Upper tail of the χ² distribution; see `smallest_expected` before believing it.
    pub p: f64,
    /// Cramér's V = √(χ²/(n·min(rows−1, columns−1))), 0…1.
    pub cramers_v: f64,
    /// V corrected for the bias of small samples (Bergsma 2013), 0…1.
    pub cramers_v_corrected: f64,
    /// The smallest expected count: below 5 the p is only rough and [`independence`] is better.
    pub smallest_expected: f64,
}

/// The test for a table of counts, `table[row][column]`. Empty rows and columns are left out; `None` with
/// fewer than two of either.
///
/// # Example
/// ```
/// use framescope::stats::contingency::contingency;
/// let clusters_by_source = [vec![12, 3], vec![4, 11]];
/// let test = contingency(&clusters_by_source).unwrap();
/// assert!((test.chi2 - 8.571).abs() < 1e-3 && test.df == 1);
/// ```
pub fn contingency(table: &[Vec<u64>]) -> Option<Contingency> {
    let width = table.iter().map(Vec::len).max().unwrap_or(0);
    let count = |row: &Vec<u64>, column: usize| row.get(column).copied().unwrap_or(0) as f64;
    let columns: Vec<f64> = (0..width).map(|j| table.iter().map(|row| count(row, j)).sum()).collect();
    let rows: Vec<f64> = table.iter().map(|row| row.iter().map(|x| *x as f64).sum()).collect();
    let n: f64 = rows.iter().sum();
    let filled = |sums: &[f64]| sums.iter().filter(|s| **s > 0.0).count();
    let (r, c) = (filled(&rows), filled(&columns));
    if r < 2 || c < 2 {
        return None;
    }
    let (mut chi2, mut smallest_expected) = (0.0, f64::INFINITY);
    for (row, row_sum) in table.iter().zip(&rows) {
        for (j, column_sum) in columns.iter().enumerate() {
            let expected = row_sum * column_sum / n;
            if expected > 0.0 {
                chi2 += (count(row, j) - expected).powi(2) / expected;
                smallest_expected = smallest_expected.min(expected);
            }
        }
    }
    let df = (r - 1) * (c - 1);
    let least = (r.min(c) - 1) as f64;
    Some(Contingency {
        chi2,
        df,
        p: chi2_upper(chi2, df as f64)?,
        cramers_v: (chi2 / n / least).sqrt().min(1.0),
        cramers_v_corrected: corrected_v(chi2 / n, n, r as f64, c as f64),
        smallest_expected,
    })
}

/// √(φ̃²/min(r̃−1, c̃−1)), φ̃² = max(0, φ² − (r−1)(c−1)/(n−1)), r̃ = r − (r−1)²/(n−1).
fn corrected_v(phi2: f64, n: f64, r: f64, c: f64) -> f64 {
    if n <= 1.0 {
        return 0.0;
    }
    let phi2 = (phi2 - (r - 1.0) * (c - 1.0) / (n - 1.0)).max(0.0);
    let shrink = |k: f64| k - (k - 1.0).powi(2) / (n - 1.0) - 1.0;
    let least = shrink(r).min(shrink(c));
    if least > 0.0 { (phi2 / least).sqrt().min(1.0) } else { 0.0 }
}

/// The Monte Carlo p of independence, (b+1)/(m+1), shuffling one classification over the other: right for
/// small counts, where the χ² distribution is not. `first[i]` and `second[i]` are the classes of thing i.
///
/// # Errors
/// [`Caution::Empty`] without things or with lists of different length, [`Caution::NoVariation`] if either
/// has one class only.
pub fn independence(first: &[usize], second: &[usize], plan: &Plan) -> Result<f64, Caution> {
    let alone: Vec<usize> = (0..second.len()).collect();
    independence_of_groups(first, &alone, second, plan)
}

/// The same where things hang together: `group_of[i]` is the group (article) of thing (segment) i, and the
/// second classification (source) belongs to groups. Whole groups are shuffled, so that an article's many
/// segments do not count as so many articles.
///
/// # Errors
/// As [`independence`]; [`Caution::Empty`] also if a thing has no group in `class_of_group`.
pub fn independence_of_groups(
    first: &[usize],
    group_of: &[usize],
    class_of_group: &[usize],
    plan: &Plan,
) -> Result<f64, Caution> {
    let astray = group_of.iter().any(|g| *g >= class_of_group.len());
    if first.is_empty() || first.len() != group_of.len() || astray {
        return Err(Caution::Empty);
    }
    let (first, r) = dense(first);
    let (classes, c) = dense(class_of_group);
    if r < 2 || c < 2 {
        return Err(Caution::NoVariation);
    }
    let rows = tally(first.iter().copied(), r);
    // χ² + n = n·Σ O²/(row·column), and n does not change.
    let statistic = |classes: &[u32]| {
        let class = |group: &usize| classes.get(*group).copied().unwrap_or(0);
        let columns = tally(group_of.iter().map(class), c);
        let mut cells = vec![0u32; r * c];
        for (i, group) in first.iter().zip(group_of) {
            if let Some(cell) = cells.get_mut(*i as usize * c + class(group) as usize) {
                *cell += 1;
            }
        }
        let share = |(cell, n): (usize, &u32)| {
            let weight = f64::from(rows[cell / c]) * f64::from(columns[cell % c]);
            if weight > 0.0 { f64::from(*n).powi(2) / weight } else { 0.0 }
        };
        cells.iter().enumerate().map(share).sum::<f64>()
    };
    let observed = statistic(&classes);
    let extreme = (0..plan.draws)
        .into_par_iter()
        .filter(|draw| {
            let mut shuffled = classes.clone();
            let count = shuffled.len();
            plan.seed.numbered(*draw).stream().shuffle_front(&mut shuffled, count);
            statistic(&shuffled) >= observed * (1.0 - 1e-12)
        })
        .count();
    Ok((extreme as f64 + 1.0) / (plan.draws as f64 + 1.0))
}

/// Class numbers without gaps, and how many there are.
fn dense(classes: &[usize]) -> (Vec<u32>, usize) {
    let mut names = classes.to_vec();
    names.sort_unstable();
    names.dedup();
    (classes.iter().map(|x| names.partition_point(|n| n < x) as u32).collect(), names.len())
}

fn tally(classes: impl Iterator<Item = u32>, n: usize) -> Vec<u32> {
    let mut counts = vec![0; n];
    for i in classes {
        counts[i as usize] += 1;
    }
    counts
}

/// The counts of two classifications as a table with rows 0…max of the first and columns 0…max of the second.
pub fn cross(first: &[usize], second: &[usize]) -> Vec<Vec<u64>> {
    let size = |classes: &[usize]| classes.iter().max().map_or(0, |m| m + 1);
    let mut table = vec![vec![0; size(second)]; size(first)];
    for (i, j) in first.iter().zip(second) {
        table[*i][*j] += 1;
    }
    table
}

/// The share of things in each cell of a table, as whole per cent by row that add up to 100 (largest
/// remainder); for printing.
pub fn row_percents(table: &[Vec<u64>]) -> Vec<Vec<u64>> {
    table
        .iter()
        .map(|row| {
            let total: u64 = row.iter().sum();
            if total == 0 {
                return vec![0; row.len()];
            }
            let exact: Vec<f64> = row.iter().map(|x| 100.0 * *x as f64 / total as f64).collect();
            let mut percents: Vec<u64> = exact.iter().map(|x| whole(*x)).collect();
            let mut order: Vec<usize> = (0..row.len()).collect();
            order.sort_by(|i, j| exact[*j].fract().total_cmp(&exact[*i].fract()).then(i.cmp(j)));
            let missing = 100u64.saturating_sub(percents.iter().sum());
            order.iter().take(missing as usize).for_each(|i| percents[*i] += 1);
            percents
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::golden::{close, number, rows};
    use crate::stats::random::Seed;

    fn plan() -> Plan {
        Plan { draws: 999, ..Plan::new(Seed::new(4)) }
    }

    #[test]
    fn the_test_equals_scipy() {
        for i in 0..3 {
            let at = |key: &str| format!("contingency/{i}/{key}");
            let table: Vec<Vec<u64>> =
                rows(&at("table")).iter().map(|r| r.iter().map(|x| whole(*x)).collect()).collect();
            let ours = contingency(&table).unwrap();
            close(Some(ours.chi2), number(&at("chi2")), "χ²");
            close(Some(ours.df as f64), number(&at("df")), "df");
            close(Some(ours.p), number(&at("p")), "p");
            close(Some(ours.cramers_v), number(&at("v")), "V");
            close(Some(ours.cramers_v_corrected), number(&at("v_corrected")), "corrected V");
            close(Some(ours.smallest_expected), number(&at("smallest")), "smallest expected count");
        }
    }

    #[test]
    fn empty_rows_and_columns_do_not_count() {
        let padded = contingency(&[vec![12, 0, 3], vec![], vec![4, 0, 11]]);
        assert_eq!(padded, contingency(&[vec![12, 3], vec![4, 11]]));
        assert_eq!(
            (contingency(&[vec![1, 2]]), contingency(&[]), contingency(&[vec![0], vec![0]])),
            (None, None, None)
        );
        assert!(contingency(&[vec![1, 0], vec![0, 1]]).unwrap().cramers_v_corrected.is_finite());
    }

    #[test]
    fn shuffling_comes_near_the_distribution() {
        let (first, second): (Vec<usize>, Vec<usize>) =
            (0..200).map(|i| (i % 3, if i % 3 == 0 && i % 4 < 2 { 9 } else { i % 2 })).unzip();
        let p = independence(&first, &second, &plan()).unwrap();
        assert!((0.001..=0.01).contains(&p), "{p}");
        let (first, second): (Vec<usize>, Vec<usize>) = (0..240).map(|i| (i % 3, i % 4)).unzip();
        let p = independence(&first, &second, &plan()).unwrap();
        assert!(p > 0.9, "{p}");
    }

    #[test]
    fn one_class_or_nothing_is_refused() {
        assert_eq!(independence(&[], &[], &plan()), Err(Caution::Empty));
        assert_eq!(independence(&[1], &[1, 2], &plan()), Err(Caution::Empty));
        assert_eq!(independence(&[1, 1], &[1, 2], &plan()), Err(Caution::NoVariation));
    }

    /// Twelve articles of ten equal segments each look like much evidence if segments are shuffled, and are
    /// not.
    #[test]
    fn segments_of_one_article_are_shuffled_together() {
        let article: Vec<usize> = (0..120).map(|i| i / 10).collect();
        let cluster: Vec<usize> = article.iter().map(|a| usize::from([0, 1, 2, 3, 8].contains(a))).collect();
        let source: Vec<usize> = (0..12).map(|a| a / 6).collect();
        let of_segments: Vec<usize> = article.iter().map(|a| source[*a]).collect();
        assert_eq!(independence(&cluster, &of_segments, &plan()), Ok(0.001));
        let p = independence_of_groups(&cluster, &article, &source, &plan()).unwrap();
        assert!((0.1..0.4).contains(&p), "{p}");
        assert_eq!(independence_of_groups(&cluster, &article, &source[..3], &plan()), Err(Caution::Empty));
    }

    #[test]
    fn percents_add_up() {
        assert_eq!(row_percents(&[vec![1, 1, 1], vec![0, 0, 0]]), [[34, 33, 33], [0, 0, 0]]);
        assert_eq!(cross(&[0, 2, 2], &[1, 0, 0]), [vec![0, 1], vec![0, 0], vec![2, 0]]);
    }
}
