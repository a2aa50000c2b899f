//! The lexicons of a run: built in, and a user's own that replace or extend them.

use super::entry::{Lexicon, Subject};
use super::{builtin, graded, parse};
use crate::error::Result;
use crate::text::Language;

/// A set of lexicons, in the order in which frames and concepts stand in tables.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// The lexicons.
    pub lexicons: Vec<Lexicon>,
}

impl Library {
    /// The lexicons that come with framescope.
    ///
    /// # Errors
    /// Never for the files as shipped; a test reads them all.
    pub fn builtin() -> Result<Self> {
        let mut lexicons: Vec<Lexicon> =
            builtin::LEXICONS.iter().map(|(file, text)| parse::parse(file, text)).collect::<Result<_>>()?;
        for (file, text) in builtin::GRADED {
            let beside = |l: &&mut Lexicon| l.file.strip_suffix("toml") == file.strip_suffix("tsv");
            if let Some(lexicon) = lexicons.iter_mut().find(beside) {
                lexicon.graded = graded::parse(file, text)?;
            }
        }
        Ok(Self { lexicons })
    }

    /// Adds a lexicon; one of the same id and language is replaced, in its place.
    pub fn add(&mut self, lexicon: Lexicon) {
        let same = |l: &Lexicon| {
            l.id == lexicon.id && l.language == lexicon.language && l.subject == lexicon.subject
        };
        match self.lexicons.iter().position(same) {
            Some(i) => self.lexicons[i] = lexicon,
            None => self.lexicons.push(lexicon),
        }
    }

    /// Keeps only the frames named; other subjects stay.
    pub fn keep_frames(&mut self, ids: &[String]) {
        self.lexicons.retain(|l| l.subject != Subject::Frame || ids.contains(&l.id));
    }

    /// Frame ids in order of first appearance.
    pub fn frames(&self) -> Vec<&str> {
        let mut out = Vec::new();
        for l in self.lexicons.iter().filter(|l| l.subject == Subject::Frame) {
            if !out.contains(&l.id.as_str()) {
                out.push(&l.id);
            }
        }
        out
    }

    /// Lexicons of a language.
    pub fn of(&self, language: Language) -> impl Iterator<Item = &Lexicon> {
        self.lexicons.iter().filter(move |l| l.language == language)
    }

    /// Languages that any lexicon is in, sorted.
    pub fn languages(&self) -> Vec<Language> {
        let mut out: Vec<_> = self.lexicons.iter().map(|l| l.language).collect();
        out.sort();
        out.dedup();
        out
    }
}
