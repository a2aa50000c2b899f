//! What a lexicon file holds, as read.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::graded::Graded;
use super::later::Later;
use crate::text::Language;

/// What the groups of a lexicon stand for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Subject {
    /// One frame; groups are its sub-frames.
    Frame,
    /// Compared ideas; a group is one idea's names or its related expressions.
    Concepts,
    /// Who acts; groups are `adversary`, `defender`, `other`.
    Actors,
    /// Valence words; a group has one valence.
    Tone,
    /// Lists of another room (cues, verbs, shifters), addressed by group name.
    Words,
}

/// One lexicon file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Lexicon {
    /// Frame id for a frame (`threat`), else the subject (`concepts`, `actors`, …).
    pub id: String,
    /// What its groups stand for.
    pub subject: Subject,
    /// Language of its words.
    pub language: Language,
    /// True if its entries are added to a lexicon of the same id and language, false if it replaces that.
    pub extends: bool,
    /// Patterns of the lexicon that it extends which shall not count any more.
    pub without: Vec<String>,
    /// Semantic version.
    pub version: String,
    /// Name for tables.
    pub title: String,
    /// What it tries to find.
    pub definition: String,
    /// Where the words come from.
    pub source: String,
    /// Licence of the words.
    pub licence: String,
    /// The file, as named to the user.
    pub file: String,
    /// Its groups, in order.
    #[serde(skip)]
    pub groups: Later<Group>,
    /// For tone: the long list beside the file; what the groups say of a pattern stands.
    #[serde(skip)]
    pub graded: Later<Graded>,
}

/// A group of entries.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// Name: sub-frame, actor class, or concept id.
    pub name: String,
    /// Name for tables, where it differs.
    pub title: Option<String>,
    /// What belongs into it.
    pub definition: String,
    /// For concepts: true for the concept's names, false for related expressions.
    pub named: bool,
    /// For tone: valence of its entries, −1…1.
    pub valence: Option<f32>,
    /// Its entries, in order.
    pub entries: Vec<Entry>,
}

/// One entry: a pattern with its conditions and its own tests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    /// The pattern as written.
    pub pattern: String,
    /// How surely it means the lexicon's subject, 0…1.
    pub weight: f32,
    /// True if upper and lower case must be as written.
    pub case: bool,
    /// Contexts (patterns) in which it does not count.
    pub except: Vec<String>,
    /// Sentences that it must hit.
    pub expect: Vec<String>,
    /// Sentences in which it must stay silent.
    pub allows: Vec<String>,
    /// A remark for people.
    pub note: Option<String>,
    /// The file, where it is another one than its lexicon's: the entry of a lexicon that extends this one.
    #[serde(skip)]
    pub file: Option<Arc<str>>,
    /// Line in the file, from 1.
    pub line: usize,
    /// Column in the line, from 1.
    pub column: usize,
}

impl Default for Entry {
    /// An entry without a pattern, of weight 1.
    fn default() -> Self {
        Self {
            pattern: String::new(),
            weight: 1.0,
            case: false,
            except: vec![],
            expect: vec![],
            allows: vec![],
            note: None,
            file: None,
            line: 0,
            column: 0,
        }
    }
}

impl Lexicon {
    /// All entries with the index of their group, in order.
    pub fn entries(&self) -> impl Iterator<Item = (usize, &Entry)> {
        self.groups.iter().enumerate().flat_map(|(g, group)| group.entries.iter().map(move |e| (g, e)))
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.groups.iter().map(|g| g.entries.len()).sum()
    }

    /// True if it has no entry.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
