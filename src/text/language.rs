//! Languages: which there are, what each can do, and which one a text is in.

use std::fmt;

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
    /// Its `language.toml`; see [`super::Resources`].
    pub words: &'static str,
}

/// Every language that words can be stemmed in, sorted by code.
pub const LANGUAGES: &[LanguageRow] = &[
    LanguageRow {
        language: Language::ARABIC,
        name: "Arabic",
        scored: false,
        words: include_str!("../../lexicons/ar/language.toml"),
    },
    LanguageRow {
        language: Language::GERMAN,
        name: "German",
        scored: false,
        words: include_str!("../../lexicons/de/language.toml"),
    },
    LanguageRow {
        language: Language::ENGLISH,
        name: "English",
        scored: true,
        words: include_str!("../../lexicons/en/language.toml"),
    },
    LanguageRow {
        language: Language::SPANISH,
        name: "Spanish",
        scored: false,
        words: include_str!("../../lexicons/es/language.toml"),
    },
    LanguageRow {
        language: Language::FRENCH,
        name: "French",
        scored: false,
        words: include_str!("../../lexicons/fr/language.toml"),
    },
    LanguageRow {
        language: Language::ITALIAN,
        name: "Italian",
        scored: true,
        words: include_str!("../../lexicons/it/language.toml"),
    },
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

    /// The language of a BCP 47 tag (`en-GB`, `it`, `und`); `None` if its first part is no language code.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let first = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        match first.as_bytes() {
            [a, b] if a.is_ascii_alphabetic() && b.is_ascii_alphabetic() => Some(Self([*a, *b, 0])),
            b"und" => Some(Self::UNDETERMINED),
            b"eng" => Some(Self::ENGLISH),
            b"ita" => Some(Self::ITALIAN),
            _ => None,
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

impl fmt::Debug for Language {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
