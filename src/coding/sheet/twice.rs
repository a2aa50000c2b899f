//! One coder, one unit, two rows: in one file, or in two of one name.
//!
//! Rows that say the same count once, and an empty row gives way to a coded one. Of two that differ nobody can tell which was
//! meant, or whether they are of one person: neither counts.

use std::collections::{BTreeMap, BTreeSet};

use super::Coding;
use crate::error::Error;

/// Unit and coder.
type Key = (String, String);

/// A row that was met.
#[derive(Debug, Clone, PartialEq)]
struct First {
    file: String,
    line: usize,
    values: BTreeMap<String, String>,
    blank: bool,
}

/// Which units a coder has coded, and where.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Met {
    first: BTreeMap<Key, First>,
    /// Coded in two ways: no row of theirs counts.
    contested: BTreeSet<Key>,
}

/// What the rows of one file and another of the same coder have in common.
#[derive(Default)]
struct Overlap {
    line: usize,
    units: Vec<String>,
    otherwise: usize,
}

impl Met {
    /// Adds the rows of a file to those of others, and says what was found twice.
    pub(super) fn add(&mut self, found: Vec<Coding>, codings: &mut Vec<Coding>) -> Vec<Error> {
        let mut troubles = Vec::new();
        // By coder and the other file: one message, however many units the two files share.
        let mut overlaps: BTreeMap<(String, String), Overlap> = BTreeMap::new();
        let mut overtaken: BTreeSet<Key> = BTreeSet::new();
        let mut sample = None;
        for coding in found {
            let key = (coding.unit.clone(), coding.coder.clone());
            let row = First {
                file: coding.file.clone(),
                line: coding.line,
                values: coding.values.clone(),
                blank: coding.is_blank(),
            };
            let Some(first) = self.first.get(&key) else {
                self.first.insert(key, row);
                codings.push(coding);
                continue;
            };
            let same = first.values == row.values && !self.contested.contains(&key);
            if row.blank && !first.blank {
                continue;
            }
            if first.blank && !row.blank {
                overtaken.insert(key.clone());
                self.first.insert(key, row);
                codings.push(coding);
                continue;
            }
            if first.file == coding.file {
                troubles.push(within(&coding, first.line, same));
            } else {
                let overlap = overlaps.entry((coding.coder.clone(), first.file.clone())).or_default();
                overlap.line = if overlap.units.is_empty() { coding.line } else { overlap.line };
                overlap.units.push(coding.unit.clone());
                overlap.otherwise += usize::from(!same);
                sample.get_or_insert_with(|| coding.clone());
            }
            if !same {
                self.contested.insert(key);
            }
        }
        if !self.contested.is_empty() || !overtaken.is_empty() {
            codings.retain(|c| {
                let key = (c.unit.clone(), c.coder.clone());
                !(self.contested.contains(&key) || c.is_blank() && overtaken.contains(&key))
            });
        }
        if let Some(sample) = sample {
            troubles.extend(overlaps.iter().map(|((coder, other), o)| between(&sample, coder, other, o)));
        }
        troubles
    }
}

fn within(row: &Coding, line: usize, same: bool) -> Error {
    let (coder, unit) = (&row.coder, &row.unit);
    let reason = if same {
        format!("{coder} codes the unit {unit} twice, here and in line {line}, and alike: it counts once")
    } else {
        format!("{coder} codes the unit {unit} twice, here and in line {line}, and not alike: neither counts")
    };
    row.trouble(reason).help("keep one of the two rows")
}

fn between(row: &Coding, coder: &str, other: &str, overlap: &Overlap) -> Error {
    let (n, first) = (overlap.units.len(), overlap.units.first().map_or("", String::as_str));
    let units = if n == 1 { format!("the unit {first}") } else { format!("{n} units (first {first})") };
    let which = match overlap.otherwise {
        0 => "and alike: they count once".to_owned(),
        some if some == n => "and not alike: neither file counts for them".to_owned(),
        some => format!("{some} of them not alike: neither file counts for these"),
    };
    let e = Coding { line: overlap.line, ..row.clone() }
        .trouble(format!("{coder} codes {units} here and in {other}, {which}"));
    e.help(if overlap.otherwise == 0 {
        "handed in twice? take one of the two files away"
    } else {
        "two people of one name? give them different names, or call coders by their files"
    })
}
