//! The language of a report. Sections are written in English; a catalogue, one file a language, holds the same sentences in
//! another. A sentence that a catalogue does not have stays English, and a test holds that none is missing.

use std::collections::BTreeMap;
use std::fmt::Display;

use serde::Deserialize;

use crate::shipped::{self, shipped};

/// Languages that reports are written in: code, and the catalogue (none for English itself).
pub const LANGUAGES: &[(&str, Option<&[u8]>)] =
    &[("en", None), ("it", Some(shipped!("src/report/words/it.toml")))];

/// A catalogue as its file holds it.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Catalogue {
    /// Mark between whole and broken part of a number.
    #[serde(default)]
    decimal: Option<char>,
    /// Mark between groups of three digits.
    #[serde(default)]
    thousands: Option<char>,
    /// English words and sentences with their translation.
    #[serde(default)]
    words: BTreeMap<String, String>,
    /// Definitions of built-in frames and concepts, by English title.
    #[serde(default)]
    definitions: BTreeMap<String, String>,
}

/// The words of one language.
#[derive(Debug)]
pub struct Words {
    code: &'static str,
    pub(super) decimal: char,
    pub(super) thousands: char,
    sentences: BTreeMap<String, String>,
    definitions: BTreeMap<String, String>,
}

impl Words {
    /// The words of a language; English for one that reports are not written in.
    ///
    /// # Example
    /// ```
    /// use framescope::report::words::Words;
    /// assert_eq!(Words::of("it").number(-1234.5, 1), "−1.234,5");
    /// assert_eq!(Words::of("en").say("{n} more", &[("n", &3)]), "3 more");
    /// ```
    pub fn of(language: &str) -> Self {
        let (code, text) = LANGUAGES.iter().find(|l| l.0 == language).copied().unwrap_or(("en", None));
        // The catalogues are part of the program; a test reads them.
        let c: Catalogue = text.and_then(|t| shipped::read(t).ok()).unwrap_or_default();
        Self {
            code,
            decimal: c.decimal.unwrap_or('.'),
            thousands: c.thousands.unwrap_or(','),
            sentences: c.words,
            definitions: c.definitions,
        }
    }

    /// The code of the language.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// A word or sentence without places to fill.
    pub fn word<'a>(&'a self, english: &'a str) -> &'a str {
        self.sentences.get(english).map_or(english, String::as_str)
    }

    /// A sentence with its places `{name}` filled.
    pub fn say(&self, english: &str, parts: &[(&str, &dyn Display)]) -> String {
        let mut rest = self.word(english);
        let mut out = String::with_capacity(rest.len() + 16 * parts.len());
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let (name, tail) = after.split_once('}').unwrap_or((after, ""));
            match parts.iter().find(|p| p.0 == name) {
                Some((_, value)) => out.push_str(&value.to_string()),
                None => out.push_str(&format!("{{{name}}}")),
            }
            rest = tail;
        }
        out.push_str(rest);
        out
    }

    /// What another part of the program says, with numbers and quoted words of its own: a catalogue holds it with `#` for each of them.
    pub fn told(&self, english: &str) -> String {
        let (mut shape, mut own) = (String::new(), Vec::new());
        let mut rest = english;
        while let Some(c) = rest.chars().next() {
            let quoted = (c == '“').then(|| rest.find('”')).flatten();
            let long = match quoted {
                Some(end) => end,
                None => rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()).max(c.len_utf8()),
            };
            let (from, to) = if quoted.is_some() { (c.len_utf8(), long) } else { (0, long) };
            if quoted.is_some() {
                shape.push(c);
            }
            if quoted.is_some() || c.is_ascii_digit() {
                own.push(&rest[from..to]);
                shape.push('#');
            } else {
                shape.push(c);
            }
            rest = &rest[long..];
        }
        let Some(words) = self.sentences.get(&shape) else { return english.to_owned() };
        let mut own = own.into_iter();
        words
            .split('#')
            .enumerate()
            .map(
                |(i, part)| {
                    if i == 0 { part.to_owned() } else { format!("{}{part}", own.next().unwrap_or_default()) }
                },
            )
            .collect()
    }

    /// Heads of columns; `<` or `>` in front (left or right) stays.
    pub fn heads(&self, english: &[&str]) -> Vec<String> {
        let head = |h: &&str| match h.split_at_checked(1) {
            Some((side @ ("<" | ">"), name)) => format!("{side}{}", self.word(name)),
            _ => self.word(h).to_owned(),
        };
        english.iter().map(head).collect()
    }

    /// The definition of a frame or concept: the built-in ones are translated, a user's own stand as they are.
    pub fn definition<'a>(&'a self, title: &str, english: &'a str) -> &'a str {
        self.definitions.get(title).map_or(english, String::as_str)
    }

    /// The name of a language in this one: `it` is “Italian”.
    pub fn language<'a>(&'a self, code: &'a str) -> &'a str {
        let name = match code {
            "en" => "English",
            "it" => "Italian",
            "fr" => "French",
            "de" => "German",
            "es" => "Spanish",
            "ar" => "Arabic",
            "pt" => "Portuguese",
            "nl" => "Dutch",
            "ca" => "Catalan",
            "ro" => "Romanian",
            "sv" => "Swedish",
            "da" => "Danish",
            "no" => "Norwegian",
            "fi" => "Finnish",
            "pl" => "Polish",
            "cs" => "Czech",
            "hu" => "Hungarian",
            "tr" => "Turkish",
            "hr" => "Croatian",
            "id" => "Indonesian",
            "ru" => "Russian",
            "uk" => "Ukrainian",
            "el" => "Greek",
            "he" => "Hebrew",
            "fa" => "Persian",
            "ur" => "Urdu",
            "hi" => "Hindi",
            "zh" => "Chinese",
            "ja" => "Japanese",
            "ko" => "Korean",
            "und" => "an unknown language",
            other => other,
        };
        self.word(name)
    }

    /// A list in words: “a”, “a and b”, “a, b and c”.
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [most @ .., last] => format!("{} {} {last}", most.join(", "), self.word("and")),
        }
    }

    /// A number of things with its noun, given in English in the singular: `1 article`, `5 articles`.
    pub fn things(&self, n: usize, one: &str) -> String {
        let many = format!("{one}s");
        format!("{} {}", self.count(n as u64), self.word(if n == 1 { one } else { &many }))
    }
}

/// A sentence in the language of `$w` with its places filled: `say!(w, "{n} left out", n = 3)`.
macro_rules! say {
    ($w:expr, $english:literal $(, $name:ident = $value:expr)* $(,)?) => {
        $w.say($english, &[$((stringify!($name), &$value as &dyn std::fmt::Display)),*])
    };
}
pub(crate) use say;

#[cfg(test)]
mod tests;
