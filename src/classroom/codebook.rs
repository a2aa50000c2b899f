//! The codebook as coders read it, and the words of the pages, by language; data in `studies/class/`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Kind, Result};
use crate::score::Scheme;

/// The books, by language code.
const BOOKS: [(&str, &str); 2] = [
    ("en", include_str!("../../studies/class/codebook.en.toml")),
    ("it", include_str!("../../studies/class/codebook.it.toml")),
];

/// A frame, explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FrameCode {
    /// Id: the name of its column.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// When it is present.
    pub present: String,
    /// When it is not.
    #[serde(default)]
    pub absent: String,
    /// A sentence that has it.
    #[serde(default)]
    pub example: String,
}

/// A stance or a voice, explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Label {
    /// Id: the code in sheets.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// The key that chooses it.
    pub key: String,
    /// What it means.
    pub meaning: String,
    /// What it is known by.
    #[serde(default)]
    pub signs: String,
}

/// What coders need to know.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Codebook {
    /// Its heading.
    pub title: String,
    /// What the unit of coding is.
    pub unit: String,
    /// The frames.
    #[serde(rename = "frame")]
    pub frames: Vec<FrameCode>,
    /// The stances.
    #[serde(rename = "stance")]
    pub stances: Vec<Label>,
    /// The voices.
    #[serde(rename = "voice")]
    pub voices: Vec<Label>,
    /// Words of the pages, by key.
    pub page: BTreeMap<String, String>,
}

impl Codebook {
    /// Languages that there is a codebook in.
    pub fn languages() -> Vec<&'static str> {
        BOOKS.iter().map(|b| b.0).collect()
    }

    /// The language in which people are told of sentences in another: the same if there is a codebook in it, else English.
    pub fn language_for(sentences: &str) -> &'static str {
        BOOKS.iter().map(|b| b.0).find(|l| *l == sentences).unwrap_or("en")
    }

    /// The codebook for the frames of a scheme, in a language. Frames that the book does not know are explained by the definition in
    /// their lexicon.
    ///
    /// # Errors
    /// If there is no codebook in the language.
    ///
    /// # Example
    /// ```
    /// use framescope::{classroom::Codebook, lexicon::Library, score::Scheme};
    /// let scheme = Scheme::compile(&Library::builtin().unwrap()).unwrap();
    /// let book = Codebook::of(&scheme, "it").unwrap();
    /// assert_eq!(book.frames[0].title, "Minaccia");
    /// assert!(Codebook::of(&scheme, "xx").is_err());
    /// ```
    pub fn of(scheme: &Scheme, language: &str) -> Result<Self> {
        let Some((_, text)) = BOOKS.iter().find(|b| b.0 == language) else {
            let e = Error::new(Kind::Study, format!("there is no codebook in {language:?}"));
            return Err(e.help(format!("choose one of: {}", Self::languages().join(", "))));
        };
        let book: Self = toml::from_str(text).map_err(|e| Error::new(Kind::Study, e.message().to_owned()))?;
        let frame = |c: &crate::score::scheme::Category| {
            book.frames.iter().find(|f| f.id == c.id).cloned().unwrap_or_else(|| FrameCode {
                id: c.id.clone(),
                title: c.title.clone(),
                present: c.definition.clone(),
                absent: String::new(),
                example: String::new(),
            })
        };
        let frames = scheme.frames.iter().map(frame).collect();
        Ok(Self { frames, ..book })
    }

    /// A word of the pages; its key if the book lacks it.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.page.get(key).map_or(key, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::sheet::{FRAME_LABELS, VOICES};

    #[test]
    fn the_books_say_the_same_in_every_language() {
        let books = BOOKS.map(|b| toml::from_str::<Codebook>(b.1).unwrap());
        let ids = |b: &Codebook| {
            let labels = b.stances.iter().chain(&b.voices).map(|l| (l.id.clone(), l.key.clone()));
            let frames = b.frames.iter().map(|f| (f.id.clone(), String::new()));
            (frames.chain(labels).collect::<Vec<_>>(), b.page.keys().cloned().collect::<Vec<_>>())
        };
        assert_eq!(ids(&books[0]), ids(&books[1]));
        assert!(books[0].stances.iter().all(|s| FRAME_LABELS.contains(&s.id.as_str())));
        assert!(books[0].voices.iter().all(|s| VOICES.contains(&s.id.as_str())));
    }
}
