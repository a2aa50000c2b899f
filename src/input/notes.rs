//! What was assumed while reading: said once per file or corpus, with how often and where first.

use std::collections::BTreeMap;
use std::fmt;

use crate::article::Origin;

/// Something that was assumed, and how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// What was assumed: a clause in the plural.
    pub what: String,
    /// How many times.
    pub count: usize,
    /// The file where it happened first.
    pub file: String,
    /// The line or row where it happened first.
    pub line: Option<usize>,
    /// What it was there.
    pub example: String,
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if let Some(line) = self.line {
            write!(f, "{line}:")?;
        }
        write!(f, " {}: {}", self.what, self.example)?;
        if self.count > 1 { write!(f, " (and {} more)", self.count - 1) } else { Ok(()) }
    }
}

/// Notes, each kind once, in the order of their wording.
#[derive(Debug, Clone, Default)]
pub struct Notes(BTreeMap<String, Note>);

impl Notes {
    /// Adds a note, or counts it if there is one of these words already.
    pub fn add(&mut self, place: &Origin, what: &str, example: &str) {
        if let Some(note) = self.0.get_mut(what) {
            note.count += 1;
            return;
        }
        let example: String = example.chars().take(200).collect();
        let note =
            Note { what: what.to_owned(), count: 1, file: place.file.clone(), line: place.line, example };
        self.0.insert(what.to_owned(), note);
    }

    /// Adds those of another file.
    pub fn append(&mut self, other: &Self) {
        for (what, note) in &other.0 {
            match self.0.get_mut(what) {
                Some(known) => known.count += note.count,
                None => {
                    self.0.insert(what.clone(), note.clone());
                }
            }
        }
    }

    /// All notes.
    pub fn list(&self) -> Vec<&Note> {
        self.0.values().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_of_one_kind_are_counted() {
        let place = |file: &str, line| Origin { file: file.into(), line, ..Origin::default() };
        let mut notes = Notes::default();
        notes.add(&place("a.csv", Some(2)), "dates are guessed", "3/4/2015");
        let mut other = Notes::default();
        other.add(&place("b.csv", None), "dates are guessed", "1/2/2015");
        other.add(&place("b.csv", None), "encodings are guessed", "windows-1252");
        notes.append(&other);
        let shown: Vec<_> = notes.list().iter().map(ToString::to_string).collect();
        assert_eq!(
            shown,
            [
                "a.csv:2: dates are guessed: 3/4/2015 (and 1 more)",
                "b.csv: encodings are guessed: windows-1252"
            ]
        );
    }
}
