//! Stems: rust-stemmers for English and Italian, frostem where rust-stemmers is behind Snowball (French, German, Spanish)
//! or has not been checked (Arabic).

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer as RustStemmer};

use super::language::Language;

/// Longest word that is stemmed, in bytes. Nothing longer is a word of a language, and stemmers are not made for it.
const LONGEST: usize = 100;

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
    Rust(RustStemmer),
    Frost(frostem::Stemmer),
    Identity,
}

impl Stemmer {
    /// The stemmer of a language; in one without, words are their own stems.
    pub fn new(language: Language) -> Self {
        let frost = |algorithm| Kind::Frost(frostem::Stemmer::new(algorithm));
        Self(match language {
            Language::ENGLISH => Kind::Rust(RustStemmer::create(Algorithm::English)),
            Language::ITALIAN => Kind::Rust(RustStemmer::create(Algorithm::Italian)),
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
            Kind::Rust(_) => "Snowball (rust-stemmers)",
            Kind::Frost(_) => "Snowball (frostem)",
            Kind::Identity => "none",
        }
    }

    /// The stem of a folded word.
    pub fn stem<'a>(&self, folded: &'a str) -> Cow<'a, str> {
        match &self.0 {
            _ if folded.len() > LONGEST => folded.into(),
            Kind::Rust(s) => s.stem(folded),
            Kind::Frost(s) => s.stem(folded),
            Kind::Identity => folded.into(),
        }
    }
}
