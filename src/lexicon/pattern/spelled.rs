//! A spelling of a pattern as its words are read one after the other.

use super::{Pattern, WordPattern};
use crate::error::Error;
use crate::lexicon::alternatives::{is_sign, wrong};

/// What one written word stands for.
pub(super) enum Word {
    /// One token.
    One(WordPattern),
    /// A word of a gap.
    Gap,
    /// Several tokens; of a compound of two parts, also both as one.
    Several(Vec<WordPattern>, Option<WordPattern>),
}

/// A spelling as read so far, with compounds in both ways.
pub(super) struct Spelled {
    pub(super) spellings: Vec<Vec<WordPattern>>,
    compounds: usize,
}

impl Spelled {
    pub(super) fn new() -> Self {
        Self { spellings: vec![Vec::new()], compounds: 0 }
    }

    /// Number of words of the open spelling.
    pub(super) fn words(&self) -> usize {
        self.spellings[0].len()
    }

    pub(super) fn add(&mut self, word: &Word, source: &str) -> Result<(), Error> {
        let tokens = if let Word::Several(open, _) = word { open.len() } else { 1 };
        if self.words() + tokens > Pattern::MOST_WORDS {
            return Err(wrong(source, &format!("has more than {} words", Pattern::MOST_WORDS))
                .help("keep the words that matter, or split it"));
        }
        match word {
            Word::One(word) => self.spellings.iter_mut().for_each(|s| s.push(word.clone())),
            Word::Gap => self.spellings.iter_mut().for_each(|s| s.push(WordPattern::Any)),
            Word::Several(open, closed) => {
                let mut others = Vec::new();
                if let Some(closed) = closed.as_ref().filter(|_| self.compounds < Pattern::MOST_COMPOUNDS) {
                    self.compounds += 1;
                    others.clone_from(&self.spellings);
                    for spelling in &mut others {
                        spelling.push(closed.clone());
                    }
                }
                self.spellings.iter_mut().for_each(|s| s.extend_from_slice(open));
                self.spellings.append(&mut others);
            }
        }
        Ok(())
    }

    /// The pattern, if it may stand by itself.
    pub(super) fn pattern(self, source: &str) -> Result<Pattern, Error> {
        match self.spellings.first().and_then(|s| s.first()) {
            None if source.contains(is_sign) => {
                Err(wrong(source, "is empty where all that may be missing is")
                    .help("name a word that is always there"))
            }
            None => Err(wrong(source, "is empty").help("write at least one word")),
            Some(WordPattern::Any) => {
                let what = if source.contains(is_sign) { "gap" } else { "lone *" };
                Err(wrong(source, &format!("begins with a {what}"))
                    .help("name the first word, or part of it, such as attack*"))
            }
            Some(WordPattern::Glob(g)) if g.chars().filter(|c| !"*?".contains(*c)).count() < 2 => {
                Err(wrong(source, "leaves nearly every word open")
                    .help("write at least two letters before or after the *"))
            }
            Some(_) => Ok(Pattern { spellings: self.spellings }),
        }
    }
}
