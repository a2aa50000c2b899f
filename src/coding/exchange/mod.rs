//! Codes to and from other programs: articles with hits as marked spans, and spans that people marked as codes of sentences.
//!
//! | format | program | offsets in the file |
//! |---|---|---|
//! | [`doccano`] JSONL | doccano | code points |
//! | [`label_studio`] JSON | Label Studio | code points |
//! | [`webanno`] TSV 3.3 | `WebAnno`, `INCEpTION` | UTF-16 units |
//! | [`refi`] `.qdpx` | `NVivo`, ATLAS.ti, MAXQDA, `QualCoder` (REFI-QDA 1.0) | code points |
//!
//! A label is a frame, or a frame with its stance: `threat: denied`. Labels that are no frame of the study come through as they are.

pub mod doccano;
pub mod label_studio;
pub mod webanno;
#[cfg(feature = "documents")]
pub mod refi;
mod sheet;

pub use sheet::{Coverage, to_sheet};

use serde::Serialize;

use crate::article::Article;
use crate::score::record::CodePoints;
use crate::score::{Annotation, Scheme};
use crate::stance::Stance;
use crate::text::Span;

/// A span with a label. Offsets are code points of the document's text, end exclusive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Mark {
    /// First code point.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The frame, or another code.
    pub frame: String,
    /// How it is put, if that was said.
    pub stance: Option<Stance>,
}

impl Mark {
    /// The label: the frame, with its stance if there is one.
    pub fn label(&self) -> String {
        self.stance.map_or_else(|| self.frame.clone(), |s| format!("{}: {}", self.frame, s.name()))
    }

    /// A mark from a label as written by people or programs.
    ///
    /// # Example
    /// ```
    /// use framescope::{coding::exchange::Mark, stance::Stance};
    /// let mark = Mark::of(0, 5, "Threat: denied");
    /// assert_eq!((mark.frame.as_str(), mark.stance), ("threat", Some(Stance::Denied)));
    /// assert_eq!(Mark::of(0, 5, "privacy").stance, None);
    /// ```
    pub fn of(start: u32, end: u32, label: &str) -> Self {
        let label = label.trim().to_lowercase();
        let parts = label
            .rsplit_once([':', '/', '\\'])
            .map(|(f, s)| (f.trim().to_owned(), Stance::from_name(s.trim())));
        match parts {
            Some((frame, Some(stance))) => {
                let frame = frame.rsplit(['/', '\\']).next().unwrap_or(&frame).trim().to_owned();
                Self { start, end, frame, stance: Some(stance) }
            }
            _ => Self { start, end, frame: label, stance: None },
        }
    }
}

/// A text with the spans that one person, or the tool, marked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marked {
    /// Article id, or what the other program calls the document; may be empty.
    pub article: String,
    /// Who marked it; empty if the file does not say.
    pub coder: String,
    /// The text, unchanged.
    pub text: String,
    /// Spans by place.
    pub marks: Vec<Mark>,
    /// Sentences as code points, for formats that want them.
    pub sentences: Vec<(u32, u32)>,
}

impl Marked {
    /// An article with the tool's hits as marks.
    pub fn of(article: &Article, annotation: &Annotation, scheme: &Scheme) -> Self {
        let points = CodePoints::new(&article.text);
        let ends = |span: Span| {
            let [start, end] = points.span(span);
            (start, end)
        };
        let mark = |h: &crate::score::annotation::Hit| {
            let (start, end) = ends(h.span);
            let frame = scheme.frames.get(usize::from(h.frame))?.id.clone();
            Some(Mark { start, end, frame, stance: Some(h.reading.stance) })
        };
        Self {
            article: article.id.clone(),
            coder: "framescope".into(),
            text: article.text.clone(),
            marks: annotation.hits.iter().filter_map(mark).collect(),
            sentences: annotation.document.sentences.iter().map(|s| ends(s.span)).collect(),
        }
    }

    /// Keeps marks that lie in the text, sorted, and says how many were dropped.
    fn bounded(mut self) -> (Self, usize) {
        let length = self.text.chars().count() as u32;
        let before = self.marks.len();
        self.marks.retain(|m| m.start < m.end && m.end <= length);
        self.marks.sort();
        let dropped = before - self.marks.len();
        (self, dropped)
    }
}

/// What an import brought.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Documents by coder, in the order of the file.
    pub documents: Vec<Marked>,
    /// What could not be carried over, in words.
    pub losses: Vec<String>,
}

impl Imported {
    fn add(&mut self, document: Marked) {
        let (document, dropped) = document.bounded();
        if dropped > 0 {
            self.losses.push(format!("{}: {dropped} spans lie outside the text", document.article));
        }
        self.documents.push(document);
    }
}

/// Every format that is written: its name and the ending of its files.
pub const FORMATS: [(&str, &str); 4] =
    [("doccano", "jsonl"), ("label-studio", "json"), ("webanno", "tsv"), ("refi-qda", "qdpx")];

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::lexicon::Library;
    use crate::score::{Analyser, Depth};
    use std::sync::Arc;

    /// Two articles with accents, an astral character, hits side by side, and reserved signs of every format.
    pub(crate) fn examples() -> Vec<Marked> {
        let scheme = Arc::new(Scheme::compile(&Library::builtin().unwrap()).unwrap());
        let texts = [
            (
                "it-1",
                "it",
                "🛡️ Il gruppo non ha le capacità per colpire.\n\n«È una minaccia», dice <Rossi> & [co_]|; \\ * -> fine.\tSì.",
            ),
            ("en 2", "en", "They lack the skill to attack.\nThey may plan an attack: “threat”, they said."),
        ];
        let mut analyser = Analyser::new(scheme.clone());
        let marked = |(id, language, text): &(&str, &str, &str)| {
            let article = Article {
                id: (*id).into(),
                language: Some((*language).into()),
                text: (*text).into(),
                ..Article::default()
            };
            let annotation = analyser.annotate(&article, Depth::Counts).unwrap();
            Marked::of(&article, annotation, &scheme)
        };
        texts.iter().map(marked).collect()
    }

    /// The marks must come back as they went out; who made them is the program's business.
    pub(crate) fn same(out: &[Marked], back: &Imported) {
        assert_eq!(back.losses, Vec::<String>::new());
        assert_eq!(out.len(), back.documents.len());
        for (a, b) in out.iter().zip(&back.documents) {
            let mut marks = a.marks.clone();
            marks.sort();
            assert!(!marks.is_empty());
            assert_eq!((&a.article, &marks), (&b.article, &b.marks));
        }
    }

    #[test]
    fn marks_outside_the_text_are_told() {
        let mut imported = Imported::default();
        let marks = vec![Mark::of(0, 2, "threat"), Mark::of(5, 9, "threat"), Mark::of(2, 2, "threat")];
        imported.add(Marked { text: "così".into(), marks, article: "a".into(), ..Marked::default() });
        assert_eq!(imported.documents[0].marks.len(), 1);
        assert_eq!(imported.losses, ["a: 2 spans lie outside the text"]);
    }
}
