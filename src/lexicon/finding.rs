//! What an audit has to say about an entry: where, what, why, and what to do.

use std::fmt;

use super::bench::Placed;
use super::entry::Lexicon;

/// What is wrong with an entry or a lexicon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Problem {
    /// The header lacks what a reader of a report must know.
    Header,
    /// What `lexicon new` wrote to be replaced still stands.
    Placeholder,
    /// The entry can never count.
    Dead,
    /// The same pattern stands in the lexicon twice.
    Duplicate,
    /// Whatever it matches is counted by another entry.
    Shadowed,
    /// A context in `except` that can never silence the entry.
    IdleExcept,
    /// An `expect` sentence that the entry does not hit.
    Expect,
    /// An `allows` sentence that the entry hits.
    Allows,
    /// A dangerous reading without a sentence that shows it.
    Untested,
    /// A pattern that matches many different words.
    OverBroad,
}

/// All problems with their names, in the order of seriousness.
pub const PROBLEMS: &[(Problem, &str)] = &[
    (Problem::Header, "header"),
    (Problem::Placeholder, "placeholder"),
    (Problem::Dead, "dead"),
    (Problem::Duplicate, "duplicate"),
    (Problem::Shadowed, "shadowed"),
    (Problem::IdleExcept, "idle-except"),
    (Problem::Expect, "expect"),
    (Problem::Allows, "allows"),
    (Problem::Untested, "untested"),
    (Problem::OverBroad, "over-broad"),
];

impl Problem {
    /// Its name, as options and tables give it.
    pub fn name(self) -> &'static str {
        PROBLEMS.iter().find(|p| p.0 == self).map_or("", |p| p.1)
    }

    /// The problem of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        PROBLEMS.iter().find(|p| p.1 == name).map(|p| p.0)
    }
}

/// One finding. Shown as `file:line:column: entry: reason (remedy)`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub problem: Problem,
    /// The file, as named to the user.
    pub file: String,
    /// Line from 1; 0 if it is about the whole file.
    pub line: usize,
    /// Column from 1.
    pub column: usize,
    /// The entry's pattern; empty if it is about the whole file.
    pub entry: String,
    /// Why: a clause without a full stop.
    pub reason: String,
    /// What to do about it.
    pub remedy: String,
}

impl Finding {
    pub(super) fn new(
        problem: Problem,
        placed: Placed<'_>,
        reason: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Self {
        Self {
            problem,
            file: placed.entry.file.as_deref().unwrap_or(&placed.lexicon.file).to_owned(),
            line: placed.entry.line,
            column: placed.entry.column,
            entry: placed.entry.pattern.clone(),
            reason: reason.into(),
            remedy: remedy.into(),
        }
    }

    pub(super) fn of_file(lexicon: &Lexicon, reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self {
            problem: Problem::Header,
            file: lexicon.file.clone(),
            line: 0,
            column: 0,
            entry: String::new(),
            reason: reason.into(),
            remedy: remedy.into(),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:", self.file)?;
        if self.line > 0 {
            write!(f, "{}:{}:", self.line, self.column)?;
        }
        f.write_str(" ")?;
        if !self.entry.is_empty() {
            write!(f, "{}: ", self.entry)?;
        }
        write!(f, "{} ({})", self.reason, self.remedy)
    }
}
