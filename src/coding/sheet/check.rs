//! A sheet made here carries a check in every row: it tells whether the words are still those of the unit.

use std::collections::BTreeMap;

use sha2::{Digest, Sha256};

use super::table::Table;
use crate::error::{Error, Kind, Result};

/// Hexadecimal digits of the unit's and of the text's part.
const UNIT: usize = 4;
const TEXT: usize = 6;

/// The check of a row: `x`, four digits for the unit, six for its words. Letters and digits of the words alone count: quotation
/// marks and spaces are what spreadsheets change on their own.
///
/// # Example
/// ```
/// use framescope::coding::sheet::check;
/// assert_eq!(check("u01", "A \"threat\", they say."), check("u01", "A “threat”,  they say."));
/// assert_ne!(check("u01", "A threat."), check("u01", "No threat."));
/// assert_ne!(check("u01", "A threat."), check("u01", "A THREAT."));
/// ```
pub fn check(unit: &str, text: &str) -> String {
    format!("x{}{}", digits(unit, UNIT), digits(&letters(text), TEXT))
}

/// Letters and digits alone: what no spreadsheet changes.
pub fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// Letters and digits alone, in small letters.
pub fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn digits(text: &str, n: usize) -> String {
    let hex = Sha256::digest(text.as_bytes())
        .iter()
        .take(n.div_ceil(2))
        .fold(String::new(), |h, b| h + &format!("{b:02x}"));
    hex.chars().take(n).collect()
}

/// Verifies the rows of a file against their checks.
pub(super) struct Verifier {
    /// Which unit the words with a given check belong to, to say where a slipped row came from.
    units: BTreeMap<String, String>,
}

impl Verifier {
    pub(super) fn of(table: &Table) -> Self {
        let text_part = |check: &str| check.get(1 + UNIT..).map(str::to_owned);
        let pair = |row| Some((text_part(table.cell(row, "check")?)?, table.cell(row, "unit")?.to_owned()));
        Self { units: table.rows.iter().filter_map(pair).collect() }
    }

    /// Whether the row is of a sheet made here.
    pub(super) fn verify(&self, unit: &str, text: Option<&str>, given: Option<&str>) -> Result<bool> {
        let Some(given) = given else { return Ok(false) };
        let wrong = |reason: String, remedy: &str| Err(Error::new(Kind::Coding, reason).help(remedy));
        let valid = given.len() == 1 + UNIT + TEXT && given.starts_with('x') && given.is_ascii();
        let Some(words) = given.get(1 + UNIT..).filter(|_| valid) else {
            return wrong(
                format!("the check {given:?} of the unit {unit} was changed"),
                "copy it from the sheet as it was given out",
            );
        };
        if given[1..=UNIT] != digits(unit, UNIT) {
            let reason = format!(
                "the row calls itself {unit}, but its check is that of another unit: a column slipped"
            );
            return wrong(reason, "put the columns unit, text and check back as they were given out");
        }
        let Some(text) = text else { return Ok(true) };
        let found = digits(&letters(text), TEXT);
        if found == words {
            return Ok(true);
        }
        match self.units.get(&found) {
            Some(other) => wrong(
                format!("the unit {unit} shows the words of {other}: rows were shifted"),
                "put every text back beside its unit, then see which codes belong to it",
            ),
            None => wrong(
                format!("the words of the unit {unit} were edited"),
                "put the words back as they were given out; a code must speak of the same words for everybody",
            ),
        }
    }
}
