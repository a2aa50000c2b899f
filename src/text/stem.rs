//! Stems: rust-stemmers for English and Italian.

use std::borrow::Cow;

use rust_stemmers::{Algorithm, Stemmer as RustStemmer};

use super::language::Language;

/// Cuts a folded (lower-case) word to its stem.
pub struct Stemmer(Kind);

enum Kind {
    Rust(RustStemmer),
    Identity,
}

impl Stemmer {
    /// The stemmer of a language; in one without, words are their own stems.
    pub fn new(language: Language) -> Self {
        Self(match language {
            Language::ENGLISH => Kind::Rust(RustStemmer::create(Algorithm::English)),
            Language::ITALIAN => Kind::Rust(RustStemmer::create(Algorithm::Italian)),
            _ => Kind::Identity,
        })
    }

    /// The stem of a folded word.
    pub fn stem<'a>(&self, folded: &'a str) -> Cow<'a, str> {
        match &self.0 {
            Kind::Rust(s) => s.stem(folded),
            Kind::Identity => folded.into(),
        }
    }
}
