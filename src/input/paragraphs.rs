//! Paragraphs with what is known about them: what readers of documents give, and what database exports are cut from.

use crate::article::Origin;
use crate::error::{Error, Kind, Result};

use super::fields::Draft;
use super::{FileName, ReadOptions, Reading, exports};

/// What a paragraph is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// The title of the document, or a heading of the first level.
    Title,
    Heading,
    Text,
    #[cfg_attr(not(feature = "documents"), allow(dead_code))]
    Item,
    Cell,
}

/// A paragraph; its text has no white space around it and is never empty in a [`Manuscript`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paragraph {
    pub text: String,
    pub role: Role,
}

/// A document as paragraphs, with what it says about itself.
#[derive(Debug, Default)]
pub(super) struct Manuscript {
    pub paragraphs: Vec<Paragraph>,
    /// Column and value: `title`, `author`, `date` and whatever else the format knows.
    pub facts: Vec<(&'static str, String)>,
    /// What the bytes were decoded from; `UTF-8` where the format says so itself.
    pub encoding: Option<(String, bool)>,
}

impl Manuscript {
    /// Adds a paragraph, with white space collapsed, unless nothing is left of it.
    pub fn push(&mut self, text: &str, role: Role) {
        let text = tidy(text);
        if !text.is_empty() {
            self.paragraphs.push(Paragraph { text, role });
        }
    }

    /// Adds what the document says about itself, unless it says nothing.
    pub fn fact(&mut self, column: &'static str, value: &str) {
        let value = tidy(value);
        if !value.is_empty() && self.facts.iter().all(|(c, _)| *c != column) {
            self.facts.push((column, value));
        }
    }

    /// The lines of all paragraphs: what exports are told by.
    pub fn lines(&self) -> Vec<&str> {
        self.paragraphs.iter().flat_map(|p| p.text.lines()).filter(|l| !l.trim().is_empty()).collect()
    }

    /// Turns the document into articles: those of a database export, or one.
    ///
    /// # Errors
    /// A document without text, and an export of an unknown layout.
    pub fn finish(self, file: FileName<'_>, options: &ReadOptions, into: &mut Reading) -> Result<()> {
        if self.paragraphs.is_empty() {
            return Err(Error::new(Kind::Input, "the document holds no text"));
        }
        if exports::take(file, &self.lines(), options, into)? {
            return Ok(());
        }
        let (encoding, guessed) = self.encoding.unwrap_or_else(|| ("UTF-8".into(), false));
        let origin = Origin { file: file.shown.to_owned(), line: None, encoding, encoding_guessed: guessed };
        into.note_decoding(&origin, false);
        let mut draft = Draft::default();
        draft.put("text", join(&self.paragraphs), &options.columns);
        let first = self.paragraphs.iter().find(|p| p.role == Role::Title);
        // The headline as it stands in the text says more than the title that a program has filled in.
        if let Some(title) = first.filter(|p| p.text.chars().count() <= 300) {
            draft.put("title", title.text.clone(), &options.columns);
        }
        for (column, value) in self.facts {
            if !(column == "title" && first.is_some()) {
                draft.put(column, value, &options.columns);
            }
        }
        into.articles.push(draft.finish(|| file.stem(), origin, &mut into.notes));
        Ok(())
    }
}

/// Paragraphs as one text: a blank line between them, none between the items of a list and the rows of a table.
pub(super) fn join(paragraphs: &[Paragraph]) -> String {
    let mut out = String::with_capacity(paragraphs.iter().map(|p| p.text.len() + 2).sum());
    for (i, p) in paragraphs.iter().enumerate() {
        if i > 0 {
            let tight = p.role == paragraphs[i - 1].role && matches!(p.role, Role::Item | Role::Cell);
            out.push_str(if tight { "\n" } else { "\n\n" });
        }
        out.push_str(&p.text);
    }
    out
}

/// White space collapsed within lines, lines trimmed, empty ones dropped.
pub(super) fn tidy(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let before = out.len();
        for word in line.split_whitespace() {
            if out.len() > before {
                out.push(' ');
            } else if before > 0 {
                out.push('\n');
            }
            out.push_str(word);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn white_space_is_collapsed_and_lines_stay() {
        assert_eq!(tidy("  a \t b\u{a0}c \n\n  d\n"), "a b c\nd");
        assert_eq!(tidy(" \n "), "");
    }

    #[test]
    fn a_document_is_one_article_with_its_headline() {
        let mut m = Manuscript::default();
        m.push("Storm over the harbour", Role::Title);
        m.push("The ferry stayed in port.", Role::Text);
        m.push("one", Role::Item);
        m.push("two", Role::Item);
        m.fact("title", "Microsoft Word - draft");
        m.fact("author", "Anna Keller");
        let mut reading = Reading::default();
        m.finish(FileName::new("a.docx"), &ReadOptions::default(), &mut reading).unwrap();
        let a = &reading.articles[0];
        assert_eq!(a.text, "Storm over the harbour\n\nThe ferry stayed in port.\n\none\ntwo");
        assert_eq!(
            (a.title.as_deref(), a.author.as_deref()),
            (Some("Storm over the harbour"), Some("Anna Keller"))
        );
    }
}
