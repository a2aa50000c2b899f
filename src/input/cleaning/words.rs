//! The word lists behind those rules that need more than a pattern.

use std::collections::HashSet;

use serde::Deserialize;

use crate::input;

/// Lists of `[words]` in `cleaning.toml`, all in lower case but for `sentence_starts` and `suffixes`.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Words {
    pub players: Vec<String>,
    pub share: HashSet<String>,
    pub byline: Vec<String>,
    pub byline_joins: HashSet<String>,
    pub caption_marks: Vec<String>,
    pub credits: Vec<String>,
    pub sentence_starts: HashSet<String>,
    pub suffixes: HashSet<String>,
    pub elisions: HashSet<String>,
    pub contractions: Vec<String>,
}

impl Words {
    /// True if a word is the name of a network or a button.
    pub fn is_share(&self, word: &str) -> bool {
        // Without an allocation: the first word of nearly every headline is asked for.
        let mut lower = [0; 16];
        match lower.get_mut(..word.len()).filter(|_| word.is_ascii()) {
            Some(lower) => {
                lower.copy_from_slice(word.as_bytes());
                lower.make_ascii_lowercase();
                std::str::from_utf8(lower).is_ok_and(|lower| self.share.contains(lower))
            }
            None => self.share.contains(word.to_lowercase().as_str()),
        }
    }

    /// True if `word` may stand beside the numbers of a line that is nothing but a date.
    pub fn is_stamp(word: &str) -> bool {
        let dates = input::words::dates();
        dates.stamps.words.iter().any(|w| w == word) || input::dates::is_month(word)
    }
}
