//! What an analysis does otherwise, to see whether a conclusion hangs on it.

use std::fmt;

use serde::{Serialize, Serializer};

use super::spec::Window;

/// One thing done otherwise. Shown, and written into tables, as English words; reports translate them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Variation {
    /// Without hits in direct speech.
    WithoutQuotations,
    /// Without headlines.
    WithoutHeadlines,
    /// Without denied hits.
    WithoutDenied,
    /// Without the most frequent entry of a side.
    WithoutTopEntry(String),
    /// Without articles that are near-duplicates of an earlier one.
    WithoutDuplicates,
    /// Without that entry of a lexicon whose absence tells most.
    WithoutEntry {
        /// Its pattern.
        entry: String,
        /// How many were left out in turn.
        of: usize,
    },
    /// Without that group of a lexicon whose absence tells most.
    WithoutGroup {
        /// Its name.
        group: String,
        /// How many were left out in turn.
        of: usize,
    },
    /// Without that article whose absence tells most.
    WithoutArticle,
    /// With segments of at least so many sentences.
    Segments(usize),
}

impl Variation {
    /// True if it can be made of scores whose smallest parts are `finest`: they do not say what is a headline, nor, of segments, where
    /// their sentences end.
    pub fn is_in_scores(&self, finest: Window) -> bool {
        match self {
            Self::WithoutHeadlines => false,
            Self::Segments(_) => finest == Window::Sentence,
            _ => true,
        }
    }
}

impl fmt::Display for Variation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::WithoutQuotations => f.write_str("without direct speech"),
            Self::WithoutHeadlines => f.write_str("without headlines"),
            Self::WithoutDenied => f.write_str("without denied hits"),
            Self::WithoutTopEntry(entry) => write!(f, "without the entry “{entry}”"),
            Self::WithoutDuplicates => f.write_str("without near-duplicates"),
            Self::WithoutEntry { entry, of } => {
                write!(f, "without one entry (the most telling of {of}: “{entry}”)")
            }
            Self::WithoutGroup { group, of } => {
                write!(f, "without one group (the most telling of {of}: “{group}”)")
            }
            Self::WithoutArticle => f.write_str("without one article (the most telling)"),
            Self::Segments(1) => f.write_str("with segments of at least 1 sentence"),
            Self::Segments(n) => write!(f, "with segments of at least {n} sentences"),
        }
    }
}

impl Serialize for Variation {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// Variations in one cell of a table.
pub fn joined(variations: &[Variation]) -> String {
    variations.iter().map(Variation::to_string).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_allow_what_needs_no_layout() {
        let entry = Variation::WithoutEntry { entry: "without headlines".into(), of: 3 };
        for finest in [Window::Sentence, Window::Segment, Window::Article] {
            assert!(!Variation::WithoutHeadlines.is_in_scores(finest));
            assert!(Variation::WithoutDenied.is_in_scores(finest) && entry.is_in_scores(finest));
            assert_eq!(Variation::Segments(6).is_in_scores(finest), finest == Window::Sentence);
        }
    }

    #[test]
    fn tables_hold_the_words() {
        let list = [Variation::Segments(1), Variation::WithoutTopEntry("=tor".into())];
        assert_eq!(joined(&list), "with segments of at least 1 sentence; without the entry “=tor”");
        assert_eq!(serde_json::to_string(&list[1]).unwrap(), "\"without the entry “=tor”\"");
    }
}
