//! Stems: rust-stemmers for English and Italian, frostem where rust-stemmers is behind Snowball (French, German, Spanish)
//! or has not been checked (Arabic).

mod bare;
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
    English(RustStemmer),
    Italian(RustStemmer),
    Frost(frostem::Stemmer),
    Identity,
}

impl Stemmer {
    /// The stemmer of a language; in one without, words are their own stems.
    pub fn new(language: Language) -> Self {
        let frost = |algorithm| Kind::Frost(frostem::Stemmer::new(algorithm));
        Self(match language {
            Language::ENGLISH => Kind::English(RustStemmer::create(Algorithm::English)),
            Language::ITALIAN => Kind::Italian(RustStemmer::create(Algorithm::Italian)),
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
            Kind::English(_) | Kind::Italian(_) => "Snowball (rust-stemmers)",
            Kind::Frost(_) => "Snowball (frostem)",
            Kind::Identity => "none",
        }
    }

    /// The stem of a folded word.
    pub fn stem<'a>(&self, folded: &'a str) -> Cow<'a, str> {
        match &self.0 {
            _ if folded.len() > LONGEST => folded.into(),
            Kind::English(_) if bare::is_bare_english(folded) => folded.into(),
            Kind::Italian(_) if bare::is_bare_italian(folded) => folded.into(),
            Kind::English(s) => known::stem(ENGLISH, folded).unwrap_or_else(|| s.stem(folded)),
            Kind::Italian(s) => known::stem(ITALIAN, folded).unwrap_or_else(|| s.stem(folded)),
            Kind::Frost(s) => s.stem(folded),
            Kind::Identity => folded.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(2000))]

        #[test]
        fn words_without_letters_are_left_alone(word in "[ -&(-@\\[-`{-~]{1,9}") {
            for language in crate::text::language::LANGUAGES {
                proptest::prop_assert_eq!(Stemmer::new(language.language).stem(&word), word.as_str());
            }
        }
    }

    #[test]
    fn stems_of_listed_words_are_those_of_the_library() {
        for (language, algorithm, table) in [
            (Language::ENGLISH, Algorithm::English, ENGLISH),
            (Language::ITALIAN, Algorithm::Italian, ITALIAN),
        ] {
            let (ours, library) = (Stemmer::new(language), RustStemmer::create(algorithm));
            let slots = known::number(table, 0).unwrap();
            let places = (1..=slots).filter_map(|slot| known::number(table, slot).filter(|p| *p != 0));
            let words: Vec<&str> =
                places.map(|p| std::str::from_utf8(known::record(table, p).unwrap().0).unwrap()).collect();
            assert!(words.len() > 5000);
            for word in words {
                assert_eq!(known::stem(table, word).unwrap(), library.stem(word), "{word}");
                assert_eq!(ours.stem(word), library.stem(word), "{word}");
            }
            for word in ["", "a", "zzzzzz", "perché\u{301}"] {
                assert!(known::stem(table, word).is_none(), "{word}");
                assert_eq!(ours.stem(word), library.stem(word), "{word}");
            }
        }
    }
}
