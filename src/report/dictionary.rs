//! The data dictionary: what each column of each table means, its unit and its range. The words stand in a file of their own.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::csv::{Sheet, sheet};
use crate::shipped::{self, shipped};
use crate::study::Findings;

const WORDS: &[u8] = shipped!("src/report/dictionary.toml");

/// The words of the dictionary.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Dictionary {
    /// Endings of the columns of an estimate.
    estimate: BTreeMap<String, Entry>,
    /// Columns by name, or by table and name.
    column: BTreeMap<String, Entry>,
}

/// A column.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    meaning: String,
    unit: String,
    range: String,
}

impl Dictionary {
    /// What a column is; columns named after a frame or concept are explained together.
    fn find(&self, f: &Findings, table: &str, column: &str) -> Option<&Entry> {
        let direct = || self.column.get(&format!("{table}.{column}")).or_else(|| self.column.get(column));
        let frame = || f.frames.iter().any(|n| n.id == column).then(|| self.column.get("{frame}")).flatten();
        let concept = || column.starts_with("named:").then(|| self.column.get("{concept}")).flatten();
        let estimate = || {
            let known = |base: &str| {
                self.column.contains_key(base) || self.column.contains_key(&format!("{table}.{base}"))
            };
            self.estimate
                .iter()
                .find(|(end, _)| column.strip_suffix(end.as_str()).is_some_and(known))
                .map(|(_, e)| e)
        };
        frame().or_else(concept).or_else(direct).or_else(estimate)
    }
}

/// The dictionary of some tables, a row a column.
pub fn of(f: &Findings, sheets: &[Sheet]) -> Sheet {
    // The file is part of the program; a test reads it.
    let dictionary: Dictionary = shipped::read(WORDS).unwrap_or_default();
    let mut rows = Vec::new();
    for (name, bytes) in sheets {
        let table = name.trim_end_matches(".csv");
        let mut reader = csv::Reader::from_reader(bytes.as_slice());
        let Ok(head) = reader.headers() else { continue };
        for column in head {
            let entry = dictionary.find(f, table, column).cloned().unwrap_or_default();
            rows.push(vec![table.to_owned(), column.to_owned(), entry.meaning, entry.unit, entry.range]);
        }
    }
    let head = ["table", "column", "meaning", "unit", "range"].map(str::to_owned);
    sheet("dictionary", &head, rows.into_iter())
}

#[cfg(test)]
mod tests {
    #[test]
    fn every_column_of_the_sample_report_is_explained() {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("reports/sample/tables");
        let text = std::fs::read_to_string(folder.join("dictionary.csv")).unwrap();
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert!(rows.len() > 100);
        let bare: Vec<_> = rows.iter().filter(|r| r.iter().any(str::is_empty)).collect();
        assert!(bare.is_empty(), "src/report/dictionary.toml lacks {bare:#?}");
    }
}
