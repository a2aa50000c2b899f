//! Languages: which there are, what each can do, and which one a text is in.

use std::fmt;

use serde::de::{Deserialize, Deserializer, Error as _};
use serde::ser::{Serialize, Serializer};

/// A language by its ISO 639-1 code, `und` if unknown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Language([u8; 3]);

/// One supported language.
#[derive(Debug, Clone, Copy)]
pub struct LanguageRow {
    /// The language.
    pub language: Language,
    /// Its name in English.
    pub name: &'static str,
    /// True if frames, stance, tone and concepts can be scored in it.
    pub scored: bool,
}

/// Every language that words can be stemmed in, sorted by code.
pub const LANGUAGES: &[LanguageRow] = &[
    LanguageRow { language: Language::ARABIC, name: "Arabic", scored: false },
    LanguageRow { language: Language::GERMAN, name: "German", scored: true },
    LanguageRow { language: Language::ENGLISH, name: "English", scored: true },
    LanguageRow { language: Language::SPANISH, name: "Spanish", scored: true },
    LanguageRow { language: Language::FRENCH, name: "French", scored: true },
    LanguageRow { language: Language::ITALIAN, name: "Italian", scored: true },
];

/// Codes of ISO 639-2 and 639-3 with their code of ISO 639-1, sorted; the languages whose writing can be told, and the older codes
/// of libraries (`fre`, `ger`).
#[rustfmt::skip]
const ISO_639: &[(&str, &str)] = &[
    ("afr", "af"), ("aka", "ak"), ("amh", "am"), ("ara", "ar"), ("aze", "az"), ("bel", "be"), ("ben", "bn"), ("bul", "bg"),
    ("cat", "ca"), ("ces", "cs"), ("chi", "zh"), ("cmn", "zh"), ("cym", "cy"), ("cze", "cs"), ("dan", "da"), ("deu", "de"),
    ("dut", "nl"), ("ell", "el"), ("eng", "en"), ("epo", "eo"), ("est", "et"), ("fin", "fi"), ("fra", "fr"), ("fre", "fr"),
    ("ger", "de"), ("gre", "el"), ("guj", "gu"), ("heb", "he"), ("hin", "hi"), ("hrv", "hr"), ("hun", "hu"), ("hye", "hy"),
    ("ind", "id"), ("ita", "it"), ("jav", "jv"), ("jpn", "ja"), ("kan", "kn"), ("kat", "ka"), ("khm", "km"), ("kor", "ko"),
    ("lat", "la"), ("lav", "lv"), ("lit", "lt"), ("mal", "ml"), ("mar", "mr"), ("mkd", "mk"), ("mya", "my"), ("nep", "ne"),
    ("nld", "nl"), ("nob", "no"), ("nor", "no"), ("ori", "or"), ("pan", "pa"), ("per", "fa"), ("pes", "fa"), ("pol", "pl"),
    ("por", "pt"), ("ron", "ro"), ("rum", "ro"), ("rus", "ru"), ("sin", "si"), ("slk", "sk"), ("slv", "sl"), ("sna", "sn"),
    ("spa", "es"), ("srp", "sr"), ("swe", "sv"), ("tam", "ta"), ("tel", "te"), ("tgl", "tl"), ("tha", "th"), ("tuk", "tk"),
    ("tur", "tr"), ("ukr", "uk"), ("urd", "ur"), ("uzb", "uz"), ("vie", "vi"), ("yid", "yi"), ("zho", "zh"), ("zul", "zu"),
];

impl Language {
    /// Arabic.
    pub const ARABIC: Self = Self(*b"ar\0");
    /// German.
    pub const GERMAN: Self = Self(*b"de\0");
    /// English.
    pub const ENGLISH: Self = Self(*b"en\0");
    /// Spanish.
    pub const SPANISH: Self = Self(*b"es\0");
    /// French.
    pub const FRENCH: Self = Self(*b"fr\0");
    /// Italian.
    pub const ITALIAN: Self = Self(*b"it\0");
    /// Not known.
    pub const UNDETERMINED: Self = Self(*b"und");

    /// The language of a BCP 47 tag (`en-GB`, `it`, `und`); codes of three letters that have one of two are understood too.
    /// `None` if its first part is no language code.
    ///
    /// # Example
    /// ```
    /// use framescope::text::Language;
    /// assert_eq!(Language::from_tag("it_IT"), Some(Language::ITALIAN));
    /// assert_eq!(Language::from_tag("ger"), Some(Language::GERMAN));
    /// assert_eq!(Language::from_tag("Italian"), None);
    /// ```
    pub fn from_tag(tag: &str) -> Option<Self> {
        let first = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        match first.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => Some(Self([*a, *b, 0])),
            b"und" => Some(Self::UNDETERMINED),
            _ => {
                let row = ISO_639.binary_search_by(|(three, _)| (*three).cmp(first.as_str())).ok()?;
                Self::from_tag(ISO_639[row].1)
            }
        }
    }

    /// ISO 639-1 code, or `und`.
    pub fn code(&self) -> &str {
        let len = if self.0[2] == 0 { 2 } else { 3 };
        std::str::from_utf8(&self.0[..len]).unwrap_or("und")
    }

    /// Its row in [`LANGUAGES`], if it is supported.
    pub fn row(self) -> Option<&'static LanguageRow> {
        LANGUAGES.iter().find(|r| r.language == self)
    }

    /// True if there are lexicons for it.
    pub fn is_scored(self) -> bool {
        self.row().is_some_and(|r| r.scored)
    }
}

impl fmt::Display for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// Its code.
impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

/// From a tag, as [`Language::from_tag`] reads it.
impl<'de> Deserialize<'de> for Language {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let tag = String::deserialize(deserializer)?;
        Self::from_tag(&tag).ok_or_else(|| D::Error::custom(format!("{tag:?} is no language code")))
    }
}

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_every_kind_are_understood() {
        for (tag, code) in [
            ("en-GB", "en"),
            (" IT ", "it"),
            ("fre", "fr"),
            ("zho-Hant", "zh"),
            ("und", "und"),
            ("pt_BR", "pt"),
        ] {
            assert_eq!(Language::from_tag(tag).as_ref().map(Language::code), Some(code), "{tag}");
        }
        for tag in ["", "x", "e1", "english", "qqq", "é"] {
            assert_eq!(Language::from_tag(tag), None, "{tag}");
        }
    }

    #[test]
    fn tables_are_sorted_and_unique() {
        assert!(ISO_639.windows(2).all(|w| w[0].0 < w[1].0));
        assert!(LANGUAGES.windows(2).all(|w| w[0].language < w[1].language));
    }
}
