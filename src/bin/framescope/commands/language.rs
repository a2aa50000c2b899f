//! The language in which a command speaks of articles.

use std::str::FromStr;

use framescope::report::words::{LANGUAGES, Words};

/// A language that reports are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language(pub &'static str);

impl Language {
    /// Its words.
    pub fn words(self) -> Words {
        Words::of(self.0)
    }
}

impl FromStr for Language {
    type Err = String;

    fn from_str(code: &str) -> Result<Self, String> {
        let known = LANGUAGES.iter().map(|l| l.0);
        known.clone().find(|c| *c == code).map(Self).ok_or_else(|| {
            format!("reports are not written in {code:?}; known: {}", known.collect::<Vec<_>>().join(", "))
        })
    }
}
