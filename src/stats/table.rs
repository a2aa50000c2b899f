//! Counts per article as a table: a row an article (or sentence), a column a sum of interest.

use crate::error::{Error, Kind, Result};

/// Rows of equal width. Columns hold what is summed: hits of each frame, tokens, segments with a concept.
///
/// # Example
/// ```
/// use framescope::stats::table::Table;
/// let mut articles = Table::new(2); // hits, tokens
/// articles.push(&[4.0, 400.0])?;
/// articles.push(&[1.0, 500.0])?;
/// assert_eq!(articles.sums(), [5.0, 900.0]);
/// # Ok::<(), framescope::error::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    width: usize,
    values: Vec<f64>,
}

impl Table {
    /// An empty table of `width` columns.
    pub fn new(width: usize) -> Self {
        Self { width, values: Vec::new() }
    }

    /// A table of the rows given; as [`Table::push`].
    ///
    /// # Errors
    /// If the rows differ in length or hold a number that is not finite.
    pub fn from_rows<R: AsRef<[f64]>>(rows: &[R]) -> Result<Self> {
        let mut table = Self::new(rows.first().map_or(0, |row| row.as_ref().len()));
        for row in rows {
            table.push(row.as_ref())?;
        }
        Ok(table)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// If it is not as wide as the table or holds a number that is not finite.
    pub fn push(&mut self, row: &[f64]) -> Result<()> {
        if row.len() != self.width {
            let reason = format!("a row of {} numbers in a table of {} columns", row.len(), self.width);
            return Err(Error::new(Kind::Statistics, reason));
        }
        if let Some(column) = row.iter().position(|x| !x.is_finite()) {
            let reason = format!("column {} of row {} is not a number", column + 1, self.len() + 1);
            return Err(Error::new(Kind::Statistics, reason));
        }
        self.values.extend_from_slice(row);
        Ok(())
    }

    /// The number of columns.
    pub fn width(&self) -> usize {
        self.width
    }

    /// The number of rows.
    pub fn len(&self) -> usize {
        self.values.len().checked_div(self.width).unwrap_or(0)
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The rows in order.
    pub fn rows(&self) -> std::slice::ChunksExact<'_, f64> {
        self.values.chunks_exact(self.width.max(1))
    }

    /// The row at `index`; empty beyond the end.
    pub fn row(&self, index: usize) -> &[f64] {
        self.values.get(index * self.width..(index + 1) * self.width).unwrap_or(&[])
    }

    /// The sum of each column, from the first row to the last.
    pub fn sums(&self) -> Vec<f64> {
        let mut sums = vec![0.0; self.width];
        for row in self.rows() {
            sums.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
        }
        sums
    }

    /// The rows in the order of their values, and which row each was. Statistics of a set of rows go through
    /// this, so that the order in which articles were read changes no digit.
    pub fn sorted(&self) -> (Self, Vec<usize>) {
        let mut order: Vec<usize> = (0..self.len()).collect();
        // Stable: rows with equal values keep their order, which then makes no difference to any sum.
        order.sort_by(|&i, &j| compare(self.row(i), self.row(j)));
        let values = order.iter().flat_map(|&i| self.row(i)).copied().collect();
        (Self { width: self.width, values }, order)
    }

    /// The sums of `length` neighbouring rows: from each row on, with the first behind the last (`circular`), or from every
    /// `length`-th row, the last run being as long as what is left. Fewer rows than `length` are one block.
    #[must_use]
    pub fn blocks(&self, length: usize, circular: bool) -> Self {
        let (rows, length) = (self.len(), length.max(1));
        let mut blocks = Self::new(self.width);
        let runs: Vec<(usize, usize)> = match (rows, circular) {
            (0, _) => vec![],
            (1.., true) if rows > length => (0..rows).map(|start| (start, length)).collect(),
            (1.., _) => (0..rows).step_by(length).map(|start| (start, length.min(rows - start))).collect(),
        };
        for (start, length) in runs {
            let mut sums = vec![0.0; self.width];
            for i in start..start + length {
                sums.iter_mut().zip(self.row(i % rows)).for_each(|(sum, x)| *sum += x);
            }
            blocks.values.extend(sums);
        }
        blocks
    }
}

fn compare(a: &[f64], b: &[f64]) -> std::cmp::Ordering {
    let differing = a.iter().zip(b).map(|(x, y)| x.total_cmp(y)).find(|o| o.is_ne());
    differing.unwrap_or(std::cmp::Ordering::Equal)
}

/// A ratio of two column sums: `scale` · Σ numerator / Σ denominator.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// The column above the line.
    pub numerator: usize,
    /// The column below the line.
    pub denominator: usize,
    /// 1000 for a rate per thousand, 1 for a share or a mean.
    pub scale: f64,
}

impl Ratio {
    /// The ratio of two columns, unscaled.
    pub fn share(numerator: usize, denominator: usize) -> Self {
        Self { numerator, denominator, scale: 1.0 }
    }

    /// The ratio of two columns per thousand.
    pub fn per_thousand(numerator: usize, denominator: usize) -> Self {
        Self { numerator, denominator, scale: super::rate::PER }
    }

    /// Its value for a row of sums; `None` without the columns or with a denominator that is not above 0.
    pub fn of(&self, sums: &[f64]) -> Option<f64> {
        let (above, below) = (*sums.get(self.numerator)?, *sums.get(self.denominator)?);
        let ratio = self.scale * above / below;
        (below > 0.0 && ratio.is_finite()).then_some(ratio)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_another_width_or_without_a_value_are_refused() {
        let mut table = Table::new(2);
        assert!(table.push(&[1.0]).is_err());
        let error = table.push(&[1.0, f64::NAN]).unwrap_err();
        assert_eq!(error.reason(), "column 2 of row 1 is not a number");
        assert!(table.is_empty() && table.row(3).is_empty());
        assert!(Table::from_rows(&[vec![1.0], vec![1.0, 2.0]]).is_err());
    }

    #[test]
    fn blocks_are_runs_of_rows() {
        let table = Table::from_rows(&[[1.0], [2.0], [4.0], [8.0]]).unwrap();
        assert_eq!(table.blocks(3, true).values, [7.0, 14.0, 13.0, 11.0]);
        assert_eq!(table.blocks(4, true).values, [15.0]);
        assert_eq!(table.blocks(3, false).values, [7.0, 8.0]);
        assert_eq!(table.blocks(9, true).values, [15.0]);
        assert!(Table::new(1).blocks(3, true).is_empty());
        assert_eq!(Table::new(0).len(), 0);
    }

    #[test]
    fn sorting_remembers_the_places() {
        let table = Table::from_rows(&[[2.0, 1.0], [1.0, 9.0], [1.0, 3.0]]).unwrap();
        let (sorted, order) = table.sorted();
        assert_eq!((sorted.row(0), order), (&[1.0, 3.0][..], vec![2, 1, 0]));
    }

    #[test]
    fn a_ratio_without_a_denominator_is_none() {
        assert_eq!(Ratio::per_thousand(0, 1).of(&[7.0, 874.0]), Some(7_000.0 / 874.0));
        assert_eq!(Ratio::share(0, 1).of(&[7.0, 0.0]), None);
        assert_eq!(Ratio::share(0, 2).of(&[7.0, 1.0]), None);
    }
}
