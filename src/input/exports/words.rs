//! The words of `lexicons/input/exports.toml`, read once.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::shipped::{self, shipped};

const EXPORTS: &[u8] = shipped!("lexicons/input/exports.toml");

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub nexis: Nexis,
    pub factiva: Factiva,
    pub proquest: ProQuest,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Nexis {
    pub end: Vec<String>,
    pub body: Vec<String>,
    pub after: Vec<String>,
    pub graphic: Vec<String>,
    pub cover: Vec<String>,
    pub documents: Vec<String>,
    pub page: Vec<String>,
    pub listed: Vec<String>,
    pub labels: BTreeMap<String, Vec<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Factiva {
    pub words: Vec<String>,
    pub document: Vec<String>,
    pub summary: Vec<String>,
    pub found: Vec<String>,
    pub by: Vec<String>,
    pub rights: Vec<String>,
    pub codes: BTreeMap<String, String>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProQuest {
    pub full_text: Vec<String>,
    pub numbered: Vec<String>,
    pub report: Vec<String>,
    pub foot: Vec<String>,
    pub missing: Vec<String>,
    pub labels: BTreeMap<String, Vec<String>>,
}

// A list that does not parse would be empty here; the test below keeps that from happening.
pub(super) static WORDS: LazyLock<Words> = LazyLock::new(|| shipped::read(EXPORTS).unwrap_or_default());

/// The column of a labelled line, and its value.
pub(super) fn label<'l>(
    line: &'l str,
    labels: &'static BTreeMap<String, Vec<String>>,
) -> Option<(&'static str, &'l str)> {
    labels.iter().find_map(|(column, names)| Some((column.as_str(), super::labelled(line, names)?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_read() {
        let words: Words = shipped::read(EXPORTS).unwrap();
        assert!(
            !words.nexis.end.is_empty() && words.factiva.codes.len() > 20 && words.proquest.labels.len() > 20
        );
    }
}
