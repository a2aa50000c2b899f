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
        // Nearly every line is told by its first word: not one of these letters.
        let first = word.as_bytes().first().map(u8::to_ascii_lowercase);
        let known = |w: &String| w.as_bytes().first().copied() == first;
        !word.is_ascii() && self.share.contains(word.to_lowercase().as_str())
            || self.share.iter().any(|w| known(w) && w.eq_ignore_ascii_case(word))
    }

    /// True if `word` may stand beside the numbers of a line that is nothing but a date.
    pub fn is_stamp(word: &str) -> bool {
        let dates = input::words::dates();
        dates.stamps.words.iter().any(|w| w == word) || input::dates::is_month(word)
    }
}
