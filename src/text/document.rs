//! A read article: paragraphs, sentences and tokens over a text that is never changed.

use std::ops::Range;

use super::language::Language;
use super::vocabulary::{FormId, Vocabulary};
use super::{layout, token};
use crate::scan::{Lines, Map};

/// A stretch of the text in bytes, end exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// A span from its two ends.
    pub fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }

    /// The same as a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// True if the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// True if `other` lies wholly inside.
    pub fn covers(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// The text under the span; empty if the span does not fit `text`.
    pub fn of(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or_default()
    }
}

/// What stands between a token and the one before it in the same sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Gap {
    /// Nothing, a hyphen or an apostrophe: parts of one written word (`cyber-attack`, `dell'Isis`).
    Joined,
    /// White space, with or without quotation marks: phrases may run across.
    Space,
    /// Other punctuation, or the start of a sentence: phrases may not.
    Mark,
}

/// A word or a number. Punctuation is no token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// The surface form in the vocabulary of the document's language.
    pub form: FormId,
    /// What stands before it.
    pub gap: Gap,
}

impl Token {
    /// Where it stands.
    pub fn span(&self) -> Span {
        Span { start: self.start, end: self.end }
    }
}

/// What a sentence is in its article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SentenceKind {
    /// A headline that stands in the text.
    Headline,
    /// Running text.
    Body,
    /// Set aside by a cleaning rule: still addressable, counted nowhere.
    Boilerplate,
}

/// A sentence, without the white space around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sentence {
    /// Where it stands.
    pub span: Span,
    /// Its first token in [`Document::tokens`].
    pub first: u32,
    /// One past its last token.
    pub last: u32,
    /// Index of its paragraph.
    pub paragraph: u32,
    /// What it is.
    pub kind: SentenceKind,
}

impl Sentence {
    /// Indices of its tokens in [`Document::tokens`].
    pub fn token_range(&self) -> Range<usize> {
        self.first as usize..self.last as usize
    }

    /// Number of its tokens.
    pub fn len(&self) -> usize {
        (self.last - self.first) as usize
    }

    /// True if it has no token, as a row of dashes.
    pub fn is_empty(&self) -> bool {
        self.first == self.last
    }
}

/// A paragraph: a run of sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paragraph {
    /// Where it stands.
    pub span: Span,
    /// Its first sentence.
    pub first: u32,
    /// One past its last sentence.
    pub last: u32,
}

/// What cleaning found in the raw text.
#[derive(Debug, Clone, Copy, Default)]
pub struct Marks<'a> {
    /// Stretches set aside, sorted, not overlapping.
    pub removed: &'a [Span],
    /// Places (byte offsets, sorted) of a straight double quote that stands for an apostrophe.
    pub apostrophes: &'a [u32],
    /// Places (byte offsets, sorted) where a missing space glued two sentences (`ServiceThe`): one ends here.
    pub breaks: &'a [u32],
    /// The headline as known from metadata, to recognise it in the text.
    pub title: Option<&'a str>,
}

/// A read article. Buffers are reused: [`read`] clears and fills it.
#[derive(Debug, Clone)]
pub struct Document {
    /// Language that its words were read in.
    pub language: Language,
    /// All tokens in order, those of boilerplate included.
    pub tokens: Vec<Token>,
    /// Sentences in order; together they cover all text that is not white space.
    pub sentences: Vec<Sentence>,
    /// Paragraphs in order.
    pub paragraphs: Vec<Paragraph>,
    /// A buffer for lines that other breaks part than line feeds.
    pub(super) odd_lines: Lines,
    /// The map of the text.
    map: Map,
}

impl Document {
    /// An empty document to read into.
    pub fn new() -> Self {
        Self {
            language: Language::UNDETERMINED,
            tokens: vec![],
            sentences: vec![],
            paragraphs: vec![],
            odd_lines: Lines::default(),
            map: Map::default(),
        }
    }

    /// The map of the text.
    pub(crate) fn map(&self) -> &Map {
        &self.map
    }

    /// Tokens of one sentence.
    pub fn tokens_of(&self, sentence: &Sentence) -> &[Token] {
        &self.tokens[sentence.token_range()]
    }

    /// Index of the sentence that holds byte `at`, if any.
    pub fn sentence_at(&self, at: u32) -> Option<usize> {
        let i = self.sentences.partition_point(|s| s.span.end <= at);
        self.sentences.get(i).filter(|s| s.span.start <= at).map(|_| i)
    }

    /// Number of tokens outside boilerplate.
    pub fn counted_tokens(&self) -> usize {
        self.sentences.iter().filter(|s| s.kind != SentenceKind::Boilerplate).map(Sentence::len).sum()
    }
}

impl Default for Document {
    fn default() -> Self {
        Self::new()
    }
}

/// Reads a single word or phrase as one sentence: the same tokens, without looking for sentences and paragraphs.
pub(crate) fn read_phrase(text: &str, vocabulary: &mut Vocabulary, document: &mut Document) {
    document.language = vocabulary.language();
    document.tokens.clear();
    document.paragraphs.clear();
    document.sentences.clear();
    let span = Span::new(0, text.len());
    document.sentences.push(Sentence { span, first: 0, last: 0, paragraph: 0, kind: SentenceKind::Body });
    token::fill(text, None, Marks::default(), vocabulary, document);
}

/// Reads `text` in the language of `vocabulary` into `document`, whose old contents are dropped.
pub fn read(text: &str, marks: Marks<'_>, vocabulary: &mut Vocabulary, document: &mut Document) {
    let mut map = std::mem::take(&mut document.map);
    map.read(text);
    read_mapped(text, &mut map, marks, vocabulary, document);
}

/// [`read`] where the map of the text is drawn already. The document keeps it and gives an older one back, to be drawn anew.
pub(crate) fn read_mapped(
    text: &str,
    map: &mut Map,
    marks: Marks<'_>,
    vocabulary: &mut Vocabulary,
    document: &mut Document,
) {
    document.language = vocabulary.language();
    document.tokens.clear();
    document.sentences.clear();
    document.paragraphs.clear();
    layout::lay_out(text, map, marks, document);
    token::fill(text, Some(map.words()), marks, vocabulary, document);
    std::mem::swap(map, &mut document.map);
}
