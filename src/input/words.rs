//! The lists of `lexicons/input/`: read once, from the files built into the library.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::shipped::{self, shipped};

const COLUMNS: &[u8] = shipped!("lexicons/input/columns.toml");
const DATES: &[u8] = shipped!("lexicons/input/dates.toml");
const OUTLETS: &[u8] = shipped!("lexicons/input/outlets.toml");

/// Names of months and languages.
#[derive(Default, Deserialize)]
pub(super) struct Dates {
    /// Language → twelve names, lower case.
    pub months: BTreeMap<String, Vec<String>>,
    /// Words beside the numbers of a line that is nothing but a date.
    pub stamps: Stamps,
    /// Language code → names of the language, lower case.
    pub languages: BTreeMap<String, Vec<String>>,
}

/// Weekdays, time zones and the like.
#[derive(Default, Deserialize)]
pub(super) struct Stamps {
    /// In lower case.
    pub words: Vec<String>,
}

#[derive(Default, Deserialize)]
struct Outlets {
    footers: Vec<String>,
    outlets: BTreeMap<String, String>,
}

// A list that does not parse would be empty here; the test below keeps that from happening.
static COLUMN_NAMES: LazyLock<BTreeMap<String, Vec<String>>> =
    LazyLock::new(|| shipped::read(COLUMNS).unwrap_or_default());
static DATE_NAMES: LazyLock<Dates> = LazyLock::new(|| shipped::read(DATES).unwrap_or_default());
static OUTLET_NAMES: LazyLock<Outlets> = LazyLock::new(|| shipped::read(OUTLETS).unwrap_or_default());

/// Field → the names that tables give it.
pub(super) fn columns() -> &'static BTreeMap<String, Vec<String>> {
    &COLUMN_NAMES
}

/// Names of months and languages.
pub(super) fn dates() -> &'static Dates {
    &DATE_NAMES
}

/// Host → outlet.
pub(super) fn outlets() -> &'static BTreeMap<String, String> {
    &OUTLET_NAMES.outlets
}

/// Words before the colon of a last line that names the outlet.
pub(super) fn footers() -> &'static [String] {
    &OUTLET_NAMES.footers
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read_and_well_formed() {
        let columns: BTreeMap<String, Vec<String>> = shipped::read(COLUMNS).unwrap();
        let plain = |s: &String| !s.is_empty() && s.chars().all(|c| c.is_alphanumeric() && !c.is_uppercase());
        assert!(columns.values().flatten().all(plain));
        let mut names: Vec<_> = columns.values().flatten().collect();
        names.sort();
        assert!(names.windows(2).all(|w| w[0] != w[1]), "a column name means two fields");
        assert!(columns.iter().all(|(field, names)| names[0] == *field));
        let dates: Dates = shipped::read(DATES).unwrap();
        assert!(dates.months.values().all(|m| m.len() == 12));
        let outlets: Outlets = shipped::read(OUTLETS).unwrap();
        assert!(outlets.outlets.keys().all(|h| !h.starts_with("www.") && h.contains('.')));
        assert_eq!(
            (columns.len(), dates.languages.len(), outlets.outlets.len()),
            (super::columns().len(), super::dates().languages.len(), super::outlets().len())
        );
    }
}
