//! Article text → sentences, tokens and stems.
//!
//! ```text
//! text ─language→ Language ─sentence→ paragraphs, sentences ─token→ tokens ─vocabulary→ interned forms (folded, stemmed once)
//! ```
//! Invariant: nothing here changes the text. Every offset is a byte offset into the article's text as read, on a
//! character boundary; what cleaning marked is still there, as sentences of kind [`SentenceKind::Boilerplate`].

pub mod language;
pub mod stem;
mod key;
mod table;
pub mod vocabulary;
pub mod resource;
mod detect;
pub mod document;
mod sentence;
mod paragraph;
mod layout;
mod line;
mod token;

pub use detect::{Detector, detect};
pub use document::{Document, Gap, Marks, Paragraph, Sentence, SentenceKind, Span, Token, read};
pub(crate) use document::{read_mapped, read_phrase};
pub(crate) use key::{Meaning, Meanings, WordMap};
pub use language::Language;
pub use line::one_line;
pub use resource::{Resources, WordList};
pub use vocabulary::{FormId, Vocabulary};
