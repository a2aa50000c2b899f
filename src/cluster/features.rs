//! What clusters are made from: a table of rows (articles or segments) by columns (frames, terms), all
//! finite, none constant.
//!
//! Rows keep the order in which they were given. The algorithms see them sorted by their values
//! (`Matrix::canonical`), so that the order of articles decides nothing.

use crate::error::{Error, Kind, Result};
use ndarray::{Array2, ArrayView1, Axis};
use serde::Serialize;

/// Why a column was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// It has the same value in every row and tells nothing apart.
    Constant,
    /// It occurs in too few rows.
    Rare,
    /// It occurs in too many rows.
    Common,
    /// Other terms occur in more rows, and there was no room for all.
    Crowded,
}

/// A column that was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Dropped {
    /// Its name.
    pub column: String,
    /// Why.
    pub why: Why,
}

/// Rows by columns, ready for clustering.
#[derive(Debug, Clone, PartialEq)]
pub struct Matrix {
    ids: Vec<String>,
    columns: Vec<String>,
    values: Array2<f64>,
    dropped: Vec<Dropped>,
}

impl Matrix {
    /// From values as they are; constant columns are dropped and named.
    ///
    /// # Errors
    /// If a row is not as long as the list of columns or holds what is no number.
    pub fn new(ids: Vec<String>, columns: Vec<String>, rows: &[Vec<f64>]) -> Result<Self> {
        named(&ids, rows.len())?;
        let mut values = Array2::zeros((rows.len(), columns.len()));
        for ((row, mut place), id) in rows.iter().zip(values.rows_mut()).zip(&ids) {
            if row.len() != columns.len() || row.iter().any(|x| !x.is_finite()) {
                let reason = format!("row {id} does not hold {} numbers", columns.len());
                return Err(Error::new(Kind::Statistics, reason));
            }
            // −0 and 0 must sort alike.
            place.iter_mut().zip(row).for_each(|(place, x)| *place = x + 0.0);
        }
        Ok(Self { ids, columns, values, dropped: Vec::new() }.without_constants())
    }

    /// Shares of each column in its row's sum: how a row's frame hits are divided among the frames. A row
    /// without hits is all 0.
    ///
    /// # Errors
    /// As [`Matrix::new`].
    pub fn shares(ids: Vec<String>, columns: Vec<String>, counts: &[Vec<f64>]) -> Result<Self> {
        let share = |row: &Vec<f64>| {
            let sum: f64 = row.iter().sum();
            row.iter().map(|x| if sum > 0.0 { x / sum } else { 0.0 }).collect()
        };
        Self::new(ids, columns, &counts.iter().map(share).collect::<Vec<_>>())
    }

    /// Counts per thousand tokens of the row; a row without tokens is all 0.
    ///
    /// # Errors
    /// As [`Matrix::new`], or if there is not one number of tokens per row.
    pub fn rates(
        ids: Vec<String>,
        columns: Vec<String>,
        counts: &[Vec<f64>],
        tokens: &[f64],
    ) -> Result<Self> {
        if tokens.len() != counts.len() {
            let reason = format!("{} numbers of tokens for {} rows", tokens.len(), counts.len());
            return Err(Error::new(Kind::Statistics, reason));
        }
        let rate = |(row, n): (&Vec<f64>, &f64)| {
            row.iter().map(|x| if *n > 0.0 { 1000.0 * x / n } else { 0.0 }).collect()
        };
        Self::new(ids, columns, &counts.iter().zip(tokens).map(rate).collect::<Vec<_>>())
    }

    /// 1 where a column occurs in a row, else 0: the frame elements of Matthes & Kohring (2008). Columns that
    /// occur in less than the share `rarest` of the rows (there .05) are dropped and named.
    ///
    /// # Errors
    /// As [`Matrix::new`].
    pub fn presence(
        ids: Vec<String>,
        columns: Vec<String>,
        counts: &[Vec<f64>],
        rarest: f64,
    ) -> Result<Self> {
        let present = |row: &Vec<f64>| row.iter().map(|x| f64::from(u8::from(*x > 0.0))).collect();
        let mut matrix = Self::new(ids, columns, &counts.iter().map(present).collect::<Vec<_>>())?;
        let least = rarest * matrix.rows() as f64;
        matrix.keep(|column| (column.sum() < least).then_some(Why::Rare));
        Ok(matrix)
    }

    /// Puts the columns of another matrix of the same rows beside these, each block scaled to the same total
    /// variance, so that five hundred terms do not drown four frames.
    ///
    /// # Errors
    /// If the rows are not the same.
    pub fn beside(self, other: Self) -> Result<Self> {
        if self.ids != other.ids {
            return Err(Error::new(Kind::Statistics, "two sets of features have different rows"));
        }
        let blocks = [self.balanced(), other.balanced()];
        let [left, right] = &blocks;
        let mut values = Array2::zeros((left.rows(), left.width() + right.width()));
        let columns = left.values.columns().into_iter().chain(right.values.columns());
        for (mut place, column) in values.columns_mut().into_iter().zip(columns) {
            place.assign(&column);
        }
        let [left, right] = blocks;
        Ok(Self {
            ids: left.ids,
            columns: left.columns.into_iter().chain(right.columns).collect(),
            values,
            dropped: left.dropped.into_iter().chain(right.dropped).collect(),
        })
    }

    /// Every column with mean 0 and standard deviation 1 (divisor n), so that no frame counts more for being
    /// frequent.
    #[must_use]
    pub fn standardised(mut self) -> Self {
        for mut column in self.values.columns_mut() {
            let (mean, variance) = moments(column.view());
            let deviation = variance.sqrt();
            column.mapv_inplace(|x| if deviation > 0.0 { (x - mean) / deviation } else { 0.0 });
        }
        self
    }

    fn balanced(mut self) -> Self {
        let total: f64 = self.values.columns().into_iter().map(|c| moments(c).1).sum();
        if total > 0.0 {
            self.values /= total.sqrt();
        }
        self
    }

    fn without_constants(mut self) -> Self {
        self.keep(|column| {
            let first = column.first().copied().unwrap_or(0.0);
            column.iter().all(|x| x.to_bits() == first.to_bits()).then_some(Why::Constant)
        });
        self
    }

    /// Drops the columns for which there is a reason.
    fn keep(&mut self, reason: impl Fn(ArrayView1<'_, f64>) -> Option<Why>) {
        let reasons: Vec<Option<Why>> = self.values.columns().into_iter().map(reason).collect();
        let kept: Vec<usize> = (0..reasons.len()).filter(|i| reasons[*i].is_none()).collect();
        if kept.len() == reasons.len() {
            return;
        }
        self.values = self.values.select(Axis(1), &kept);
        let mut columns = Vec::new();
        for (column, why) in std::mem::take(&mut self.columns).into_iter().zip(reasons) {
            match why {
                Some(why) => self.dropped.push(Dropped { column, why }),
                None => columns.push(column),
            }
        }
        self.columns = columns;
    }

    /// The number of rows.
    pub fn rows(&self) -> usize {
        self.values.nrows()
    }

    /// The number of columns that are left.
    pub fn width(&self) -> usize {
        self.values.ncols()
    }

    /// The names of the rows.
    pub fn ids(&self) -> &[String] {
        &self.ids
    }

    /// The names of the columns that are left.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// The columns that were left out, with reasons.
    pub fn dropped(&self) -> &[Dropped] {
        &self.dropped
    }

    /// The values, rows by columns.
    pub fn values(&self) -> &Array2<f64> {
        &self.values
    }

    /// The rows sorted by their values, and which row each was. Equal rows are interchangeable: every
    /// algorithm puts them in one cluster.
    pub(super) fn canonical(&self) -> (Array2<f64>, Vec<usize>) {
        let mut places: Vec<usize> = (0..self.rows()).collect();
        places.sort_by(|&i, &j| {
            let (a, b) = (self.values.row(i), self.values.row(j));
            let differing = a.iter().zip(b).map(|(x, y)| x.total_cmp(y)).find(|o| o.is_ne());
            differing.unwrap_or_else(|| self.ids[i].cmp(&self.ids[j]))
        });
        (self.values.select(Axis(0), &places), places)
    }
}

/// Mean and variance (divisor n).
fn moments(column: ArrayView1<'_, f64>) -> (f64, f64) {
    let n = column.len().max(1) as f64;
    let mean = column.sum() / n;
    (mean, column.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / n)
}

/// Which terms of a vocabulary become columns.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Vocabulary {
    /// A term in fewer rows is rare.
    pub rows_at_least: usize,
    /// A term in a greater share of the rows is common.
    pub share_at_most: f64,
    /// Of the others the most widespread, so many at most.
    pub terms_at_most: usize,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self { rows_at_least: 2, share_at_most: 0.8, terms_at_most: 500 }
    }
}

/// Term weights from counts: tf·(ln((1+n)/(1+df)) + 1), each row scaled to length 1 (Salton & Buckley 1988,
/// in the variant of scikit-learn). `counts[row]` lists (term, count), `terms` names them; columns come in
/// the order of their names. The weights are computed over the columns that are kept.
///
/// # Errors
/// If a count has no term, is negative or no number, or there is not one row a name.
pub fn tf_idf(
    ids: Vec<String>,
    terms: &[String],
    counts: &[Vec<(usize, f64)>],
    vocabulary: Vocabulary,
) -> Result<Matrix> {
    let mut rows_with = vec![0usize; terms.len()];
    named(&ids, counts.len())?;
    for row in counts {
        // A term that a row lists twice is in it once.
        rows_with_terms(row, &mut rows_with)?;
    }
    let (kept, dropped) = choose_terms(terms, &rows_with, counts.len(), vocabulary);
    let mut column_of = vec![None; terms.len()];
    kept.iter().enumerate().for_each(|(c, t)| column_of[*t] = Some(c));
    let n = counts.len() as f64;
    let mut values = Array2::<f64>::zeros((counts.len(), kept.len()));
    for (row, mut weights) in counts.iter().zip(values.rows_mut()) {
        for (term, count) in row {
            if let Some(column) = column_of.get(*term).copied().flatten() {
                weights[column] += count * (((1.0 + n) / (1.0 + rows_with[*term] as f64)).ln() + 1.0);
            }
        }
        let length = weights.iter().map(|w| w * w).sum::<f64>().sqrt();
        if length > 0.0 {
            weights /= length;
        }
    }
    let columns = kept.iter().map(|t| terms[*t].clone()).collect();
    let mut matrix = Matrix { ids, columns, values, dropped: Vec::new() }.without_constants();
    matrix.dropped.extend(dropped);
    Ok(matrix)
}

/// Refuses rows of which some have no name.
fn named(ids: &[String], rows: usize) -> Result<()> {
    if ids.len() == rows {
        return Ok(());
    }
    Err(Error::new(Kind::Statistics, format!("{} names for {rows} rows", ids.len())))
}

/// Counts a row for each term that occurs in it.
fn rows_with_terms(row: &[(usize, f64)], rows_with: &mut [usize]) -> Result<()> {
    let wrong =
        |(term, count): &&(usize, f64)| *term >= rows_with.len() || !(*count >= 0.0 && count.is_finite());
    if let Some((term, count)) = row.iter().find(wrong) {
        let reason = format!("term {term} of {} cannot occur {count} times", rows_with.len());
        return Err(Error::new(Kind::Statistics, reason));
    }
    let mut there: Vec<usize> = row.iter().filter(|(_, n)| *n > 0.0).map(|(t, _)| *t).collect();
    there.sort_unstable();
    there.dedup();
    for t in there {
        rows_with[t] += 1;
    }
    Ok(())
}

/// The terms kept, in the order of their names, and the others that occur at all.
fn choose_terms(
    terms: &[String],
    rows_with: &[usize],
    rows: usize,
    vocabulary: Vocabulary,
) -> (Vec<usize>, Vec<Dropped>) {
    let verdict = |n: usize| match n {
        n if n < vocabulary.rows_at_least => Some(Why::Rare),
        n if n as f64 > vocabulary.share_at_most * rows as f64 => Some(Why::Common),
        _ => None,
    };
    let occurring = || (0..terms.len()).filter(|t| rows_with[*t] > 0);
    let mut fit: Vec<usize> = occurring().filter(|t| verdict(rows_with[*t]).is_none()).collect();
    fit.sort_by(|a, b| rows_with[*b].cmp(&rows_with[*a]).then_with(|| terms[*a].cmp(&terms[*b])));
    let crowded = fit.split_off(vocabulary.terms_at_most.min(fit.len()));
    fit.sort_by(|a, b| terms[*a].cmp(&terms[*b]));
    let drop = |t: usize, why: Why| Dropped { column: terms[t].clone(), why };
    let mut dropped: Vec<Dropped> =
        occurring().filter_map(|t| verdict(rows_with[t]).map(|why| drop(t, why))).collect();
    dropped.extend(crowded.into_iter().map(|t| drop(t, Why::Crowded)));
    dropped.sort_by(|a, b| a.column.cmp(&b.column));
    (fit, dropped)
}

#[cfg(test)]
mod tests;
