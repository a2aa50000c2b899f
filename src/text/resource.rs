//! What the cutting into sentences and words knows of a language: `lexicons/<language>/language.toml`, read once.

use std::sync::OnceLock;

use hashbrown::HashMap;
use serde::Deserialize;

use super::language::{LANGUAGES, Language};
use crate::shipped::{self, shipped};

/// The lists of each row of [`LANGUAGES`], in its order.
pub(super) const LISTS: [&[u8]; LANGUAGES.len()] = [
    shipped!("lexicons/ar/language.toml"),
    shipped!("lexicons/de/language.toml"),
    shipped!("lexicons/en/language.toml"),
    shipped!("lexicons/es/language.toml"),
    shipped!("lexicons/fr/language.toml"),
    shipped!("lexicons/it/language.toml"),
];

/// The lists for languages without a folder of their own.
const GENERAL: &[u8] = shipped!("lexicons/und/language.toml");

/// A sorted list of words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(from = "Vec<String>")]
pub struct WordList {
    words: Vec<String>,
    /// Bytes of the longest.
    longest: usize,
}

impl From<Vec<String>> for WordList {
    fn from(mut words: Vec<String>) -> Self {
        words.sort_unstable();
        words.dedup();
        let longest = words.iter().map(String::len).max().unwrap_or(0);
        Self { words, longest }
    }
}

impl WordList {
    /// True if it holds exactly this word.
    pub fn contains(&self, word: &str) -> bool {
        word.len() <= self.longest && self.words.binary_search_by(|w| w.as_str().cmp(word)).is_ok()
    }

    /// Its words in order of code points.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.words.iter().map(String::as_str)
    }

    /// Number of words.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// True if it holds none.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}

/// The word lists of one language. Words are folded (lower case, straight apostrophes) and without a final dot.
///
/// # Example
/// ```
/// use framescope::text::{Language, Resources};
/// let english = Resources::of(Language::ENGLISH);
/// assert!(english.stop_words.contains("the") && !english.stop_words.contains("not"));
/// assert!(english.negations.contains("not"));
/// assert!(english.is_title("Dr") && english.is_title("general"));
/// ```
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "independent traits of a language")]
pub struct Resources {
    /// Code of the language.
    pub language: String,
    /// Version of the file.
    pub version: String,
    /// Where the words are from.
    pub source: String,
    /// Licence of the file.
    pub licence: String,
    /// Words of grammar, negations left out.
    pub stop_words: WordList,
    /// Negating words of grammar: not to be dropped before negation has been read.
    pub negations: WordList,
    /// Words whose capital only the start of a sentence explains.
    pub starters: WordList,
    /// Words that are written with a capital everywhere.
    pub always_capital: WordList,
    /// Verbs of saying that follow a quotation.
    pub reporting: WordList,
    /// Abbreviated titles before names, with a capital where they count only so.
    pub titles: WordList,
    /// Full words that stand before a name as titles do.
    pub offices: WordList,
    /// Abbreviations that end a sentence only before one of `starters`.
    pub abbreviations: WordList,
    /// Abbreviations that end a sentence before any capital.
    pub closing: WordList,
    /// Abbreviations that never end a sentence.
    pub leading: WordList,
    /// Abbreviations before numbers only.
    pub numbered: WordList,
    /// Parts of words before an apostrophe at which the word is cut.
    pub elisions: WordList,
    /// Words with an apostrophe at their end.
    pub truncations: WordList,
    /// Prepositions that tie a noun to its owner: of, by.
    #[serde(default)]
    pub owning: WordList,
    /// Prepositions before who does what is told in the passive: by.
    #[serde(default)]
    pub agent: WordList,
    /// Pronouns of the first person.
    #[serde(default)]
    pub first_person: WordList,
    /// True if an apostrophe behind a final s marks a possessive.
    pub plural_possessive: bool,
    /// True if all nouns are written with a capital, so that it shows no name.
    #[serde(default)]
    pub noun_capitals: bool,
    /// True if a number with a dot is an ordinal.
    pub ordinal_dot: bool,
    /// True if nearly all words end in a vowel, so that another one before a full stop and a small letter is an abbreviation.
    pub vowel_endings: bool,
    /// True if quotations open with » and close with «.
    pub guillemets_reversed: bool,
    /// What each word of the lists about full stops is, so that one look-up tells.
    #[serde(skip)]
    stops: HashMap<String, Stops>,
    /// A sieve, a bit for each place that the beginning of a word in `stops` may have: small, because most of the words that are
    /// asked for come by once and find it cold.
    #[serde(skip)]
    sieve: Vec<u64>,
}

/// What a word before a full stop is; a set of the constants below.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Stops(u8);

impl Stops {
    /// One of `titles`.
    pub(super) const TITLE: Self = Self(1);
    /// One of `abbreviations`.
    pub(super) const ABBREVIATION: Self = Self(2);
    /// One of `closing`.
    pub(super) const CLOSING: Self = Self(4);
    /// One of `leading`.
    pub(super) const LEADING: Self = Self(8);
    /// One of `numbered`.
    pub(super) const NUMBERED: Self = Self(16);

    /// True if it is of that kind.
    pub(super) fn is(self, kind: Self) -> bool {
        self.0 & kind.0 != 0
    }

    /// Both together.
    pub(super) fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

impl Resources {
    /// The lists of a language; general ones where it has none of its own.
    pub fn of(language: Language) -> &'static Self {
        static TABLE: [OnceLock<Resources>; LANGUAGES.len() + 1] =
            [const { OnceLock::new() }; LANGUAGES.len() + 1];
        let row = LANGUAGES.iter().position(|r| r.language == language);
        let words = row.map_or(GENERAL, |i| LISTS[i]);
        // The files are part of the program and a test reads them all: an empty table never reaches a user.
        TABLE[row.unwrap_or(LANGUAGES.len())]
            .get_or_init(|| shipped::read(words).map(Self::indexed).unwrap_or_default())
    }

    fn indexed(mut self) -> Self {
        let lists = [
            (&self.titles, Stops::TITLE),
            (&self.abbreviations, Stops::ABBREVIATION),
            (&self.closing, Stops::CLOSING),
            (&self.leading, Stops::LEADING),
            (&self.numbered, Stops::NUMBERED),
        ];
        for (list, kind) in lists {
            for word in list.iter() {
                self.stops.entry_ref(word).or_default().0 |= kind.0;
            }
        }
        self.sieve = vec![0; SIEVE / 64];
        for word in self.stops.keys() {
            let at = place(beginning(word.as_bytes()));
            self.sieve[at / 64] |= 1 << (at % 64);
        }
        self
    }

    /// False only if [`Self::stops`] knows nothing of the word of ASCII letters at `start..end` and nothing of it in lower case.
    #[inline]
    pub(super) fn may_stop(&self, bytes: &[u8], start: usize, end: usize) -> bool {
        // Of a short word the eight bytes up to its end are read at once.
        let key = match end.checked_sub(8).and_then(|from| bytes.get(from..)?.first_chunk::<8>()) {
            Some(last) if end - start < 8 && start < end => {
                u64::from_le_bytes(*last) >> (8 * (8 - (end - start))) | SMALL
            }
            _ => beginning(&bytes[start..end]),
        };
        let at = place(key);
        self.sieve.get(at / 64).is_none_or(|bits| bits >> (at % 64) & 1 != 0)
    }

    /// What the word, written exactly so, is before a full stop.
    pub(super) fn stops(&self, word: &str) -> Stops {
        self.stops.get(word).copied().unwrap_or_default()
    }

    /// True if the word, written so, is an abbreviated or a full title before a name: `Dr`, `General`, `dott`.
    pub fn is_title(&self, word: &str) -> bool {
        self.titles.contains(word) || self.offices.contains(word) || {
            let folded = super::vocabulary::fold(word);
            self.titles.contains(&folded) || self.offices.contains(&folded)
        }
    }

    /// True if words are cut behind an apostrophe at all.
    pub(super) fn elides(&self) -> bool {
        !self.elisions.is_empty()
    }

    /// True if a word is cut behind an apostrophe that stands behind `part`.
    pub(crate) fn is_elision(&self, part: &str) -> bool {
        contains_folded(&self.elisions, part)
    }

    /// True if `word` keeps an apostrophe at its end.
    pub(super) fn is_truncation(&self, word: &str) -> bool {
        contains_folded(&self.truncations, word)
    }
}

/// The first eight bytes of a word as one number, letters in lower case; never zero.
#[inline]
fn beginning(word: &[u8]) -> u64 {
    let bytes = word.first_chunk::<8>().copied().unwrap_or_else(|| {
        let mut bytes = [b' '; 8];
        bytes[..word.len()].copy_from_slice(word);
        bytes
    });
    // ASCII capitals lack one bit of the small letters; other signs may become alike, which costs a look-up.
    u64::from_le_bytes(bytes) | SMALL
}

/// The bit that small letters have and capitals have not, in eight bytes.
const SMALL: u64 = 0x2020_2020_2020_2020;

/// Bits of the sieve, some hundred times as many as words.
const SIEVE: usize = 1 << 15;

/// The bit of a number: the middle of its product with an odd number (the golden ratio, after Knuth).
#[inline]
fn place(key: u64) -> usize {
    (key.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 40) as usize % SIEVE
}

/// Longest elided or shortened part of a word, in bytes.
const LONGEST: usize = 16;

/// Looks a short ASCII word up in lower case without allocating.
fn contains_folded(list: &WordList, word: &str) -> bool {
    let mut lower = [0; LONGEST];
    let Some(room) = lower.get_mut(..word.len()).filter(|_| word.len() <= list.longest) else { return false };
    room.copy_from_slice(word.as_bytes());
    room.make_ascii_lowercase();
    std::str::from_utf8(room).is_ok_and(|w| list.contains(w))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_reads_and_is_of_its_language() {
        for (row, lists) in LANGUAGES.iter().zip(LISTS) {
            let read: Resources = shipped::read(lists).unwrap_or_else(|e| panic!("{}: {e}", row.name));
            assert_eq!(read.language, row.language.code());
            assert!(!read.stop_words.is_empty() && !read.negations.is_empty(), "{}", row.name);
        }
        assert!(shipped::read::<Resources>(GENERAL).is_ok());
    }

    #[test]
    fn no_negation_is_a_stop_word_and_words_are_folded() {
        for row in LANGUAGES {
            let lists = Resources::of(row.language);
            for word in lists.negations.iter() {
                assert!(!lists.stop_words.contains(word), "{}: {word}", row.name);
            }
            let folded =
                [&lists.stop_words, &lists.negations, &lists.starters, &lists.elisions, &lists.offices];
            for word in folded.into_iter().flat_map(WordList::iter) {
                assert_eq!(word, super::super::vocabulary::fold(word), "{}", row.name);
            }
            let looked_up =
                [&lists.titles, &lists.abbreviations, &lists.starters, &lists.reporting, &lists.numbered];
            for word in looked_up.into_iter().flat_map(WordList::iter) {
                assert!(word.len() <= 24, "{word}");
            }
            for word in lists.elisions.iter().chain(lists.truncations.iter()) {
                assert!(word.len() <= LONGEST, "{word}");
            }
        }
    }

    #[test]
    fn every_word_before_a_full_stop_may_be_one() {
        for row in LANGUAGES {
            let lists = Resources::of(row.language);
            for word in lists.stops.keys() {
                for (before, word) in [("", word.clone()), ("the harbour ", word.to_ascii_lowercase())] {
                    let text = format!("{before}{word}");
                    assert!(lists.may_stop(text.as_bytes(), before.len(), text.len()), "{text}");
                }
            }
            assert!(!lists.may_stop(b"the harbourmaster", 4, 17) && !lists.may_stop(b"the harbour", 4, 11));
        }
        assert!(Resources::default().may_stop(b"a", 0, 1), "nothing is known without lists");
    }

    #[test]
    fn an_unknown_language_has_the_general_lists() {
        let general = Resources::of(Language::UNDETERMINED);
        assert_eq!(general.language, "und");
        assert!(general.titles.contains("Dr"));
    }
}
