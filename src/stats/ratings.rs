//! Codes that several people gave to the same items: units × coders, with gaps.

use crate::error::{Error, Kind, Result};
use serde::Serialize;

/// What the codes of a variable mean, which decides how far apart two of them are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Categories: equal or not.
    Nominal,
    /// Ranks: how many codings lie between.
    Ordinal,
    /// Numbers with differences.
    Interval,
    /// Numbers with a zero: differences relative to size. Codes below 0 make alpha undefined.
    Ratio,
}

/// One variable as coded: a row a unit (sentence, article), a column a coder, `None` where a coder gave no
/// code.
///
/// Categories are numbers: give each label a number, in their order for [`Level::Ordinal`].
#[derive(Debug, Clone, PartialEq)]
pub struct Ratings {
    coders: usize,
    codes: Vec<Option<f64>>,
}

impl Ratings {
    /// An empty set for so many coders.
    pub fn new(coders: usize) -> Self {
        Self { coders, codes: Vec::new() }
    }

    /// Adds a unit with the code of each coder.
    ///
    /// # Errors
    /// If there is not one place per coder, or a code is not finite.
    pub fn push(&mut self, codes: &[Option<f64>]) -> Result<()> {
        if codes.len() != self.coders || codes.is_empty() {
            let reason = format!("{} codes for {} coders", codes.len(), self.coders);
            return Err(Error::new(Kind::Statistics, reason));
        }
        if codes.iter().flatten().any(|x| !x.is_finite()) {
            let reason = format!("a code of unit {} is not a number", self.units() + 1);
            return Err(Error::new(Kind::Statistics, reason).help("leave missing codes empty"));
        }
        // −0 and 0 are one code.
        self.codes.extend(codes.iter().map(|c| c.map(|x| x + 0.0)));
        Ok(())
    }

    /// From a list of units.
    ///
    /// # Errors
    /// As [`Ratings::push`].
    pub fn from_units<R: AsRef<[Option<f64>]>>(units: &[R]) -> Result<Self> {
        let mut ratings = Self::new(units.first().map_or(0, |u| u.as_ref().len()));
        for unit in units {
            ratings.push(unit.as_ref())?;
        }
        Ok(ratings)
    }

    /// How many coders there are.
    pub fn coders(&self) -> usize {
        self.coders
    }

    /// How many units there are.
    pub fn units(&self) -> usize {
        self.codes.len() / self.coders.max(1)
    }

    /// The units in order.
    pub fn rows(&self) -> std::slice::ChunksExact<'_, Option<f64>> {
        self.codes.chunks_exact(self.coders.max(1))
    }

    /// Two coders alone; a column that is not there holds no code.
    #[must_use]
    pub fn pair(&self, first: usize, second: usize) -> Self {
        let code = |row: &[Option<f64>], i: usize| row.get(i).copied().flatten();
        let codes = self.rows().flat_map(|row| [code(row, first), code(row, second)]).collect();
        Self { coders: 2, codes }
    }

    /// Units that at least two coders coded: only they say anything about agreement.
    pub fn pairable_units(&self) -> usize {
        self.rows().filter(|row| row.iter().flatten().count() > 1).count()
    }

    /// The codes that can be paired with another of the same unit.
    pub fn pairable_codes(&self) -> usize {
        self.rows().map(|row| row.iter().flatten().count()).filter(|n| *n > 1).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairable_is_what_two_have_coded() {
        let ratings =
            Ratings::from_units(&[[Some(1.0), None, Some(2.0)], [None, Some(1.0), None], [Some(0.0); 3]])
                .unwrap();
        assert_eq!((ratings.units(), ratings.coders()), (3, 3));
        assert_eq!((ratings.pairable_units(), ratings.pairable_codes()), (2, 5));
        assert_eq!(ratings.pair(0, 2).pairable_units(), 2);
        assert_eq!(ratings.pair(0, 9).pairable_units(), 0);
    }

    #[test]
    fn malformed_units_are_refused() {
        assert!(Ratings::new(2).push(&[Some(1.0)]).is_err());
        assert!(Ratings::new(1).push(&[Some(f64::INFINITY)]).is_err());
        assert!(Ratings::new(0).push(&[]).is_err());
        assert_eq!(Ratings::new(0).units(), 0);
    }
}
