//! Stems: rust-stemmers for English and Italian, frostem where rust-stemmers is behind Snowball (French, German, Spanish)
//! or has not been checked (Arabic).

mod known;

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer as RustStemmer};

use super::language::Language;

/// Longest word that is stemmed, in bytes. Nothing longer is a word of a language, and stemmers are not made for it.
const LONGEST: usize = 100;

/// Tables of known stems.
const ENGLISH: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/en.stems"));
const ITALIAN: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/it.stems"));

/// Cuts a folded (lower-case) word to its stem.
///
/// # Example
/// ```
/// use framescope::text::{Language, stem::Stemmer};
/// assert_eq!(Stemmer::new(Language::ENGLISH).stem("attackers"), "attack");
/// assert_eq!(Stemmer::new(Language::UNDETERMINED).stem("attackers"), "attackers");
/// ```
pub struct Stemmer(Kind);

enum Kind {
    /// With the stems that are known.
    Rust(RustStemmer, &'static [u8]),
    Frost(frostem::Stemmer),
    Identity,
}

impl Stemmer {
    /// The stemmer of a language; in one without, words are their own stems.
    pub fn new(language: Language) -> Self {
        let frost = |algorithm| Kind::Frost(frostem::Stemmer::new(algorithm));
        Self(match language {
            Language::ENGLISH => Kind::Rust(RustStemmer::create(Algorithm::English), ENGLISH),
            Language::ITALIAN => Kind::Rust(RustStemmer::create(Algorithm::Italian), ITALIAN),
            Language::FRENCH => frost(frostem::Algorithm::French),
            Language::GERMAN => frost(frostem::Algorithm::German),
            Language::SPANISH => frost(frostem::Algorithm::Spanish),
            Language::ARABIC => frost(frostem::Algorithm::Arabic),
            _ => Kind::Identity,
        })
    }

    /// The name of the stemmer, for a report's method card.
    pub fn name(&self) -> &'static str {
        match self.0 {
            Kind::Rust(..) => "Snowball (rust-stemmers)",
            Kind::Frost(_) => "Snowball (frostem)",
            Kind::Identity => "none",
        }
    }

    /// The stem of a folded word.
    pub fn stem<'a>(&self, folded: &'a str) -> Cow<'a, str> {
        match &self.0 {
            _ if folded.len() > LONGEST => folded.into(),
            Kind::Rust(s, known) => known::stem(known, folded).unwrap_or_else(|| s.stem(folded)),
            Kind::Frost(s) => s.stem(folded),
            Kind::Identity => folded.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_stems_are_those_of_the_stemmer() {
        for (algorithm, table) in [(Algorithm::English, ENGLISH), (Algorithm::Italian, ITALIAN)] {
            let stemmer = RustStemmer::create(algorithm);
            let slots = known::number(table, 0).unwrap();
            let places = (1..=slots).filter_map(|slot| known::number(table, slot).filter(|p| *p != 0));
            let words: Vec<&str> =
                places.map(|p| std::str::from_utf8(known::record(table, p).unwrap().0).unwrap()).collect();
            assert!(words.len() > 5000);
            for word in words {
                assert_eq!(known::stem(table, word).unwrap(), stemmer.stem(word), "{word}");
            }
            for word in ["", "a", "zzzzzz", "perché\u{301}"] {
                assert!(known::stem(table, word).is_none(), "{word}");
            }
        }
    }
}
