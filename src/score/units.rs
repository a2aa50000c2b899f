//! The unit ladder: hit → sentence → segment → article.

use std::ops::Range;

use crate::text::{Document, SentenceKind};

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// A whole article.
    Article,
    /// A paragraph, merged with the next until it has enough sentences.
    Segment,
    /// A sentence.
    Sentence,
    /// A single hit.
    Hit,
}

impl Unit {
    /// The name used in outputs.
    pub fn name(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Segment => "segment",
            Self::Sentence => "sentence",
            Self::Hit => "hit",
        }
    }
}

/// A run of sentences that is counted as one unit; boilerplate inside it does not count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitSpan {
    /// Indices of sentences.
    pub sentences: Range<usize>,
    /// True for a headline that stands apart.
    pub headline: bool,
}

/// Segments: paragraphs merged with the following ones until they have `least` counting sentences; a short remainder joins
/// the segment before it. Headlines are segments of their own, so that a report can set them apart.
pub fn segments(document: &Document, least: usize) -> Vec<UnitSpan> {
    segments_of(
        document.sentences.len(),
        |i| (document.sentences[i].kind, document.sentences[i].paragraph),
        least,
    )
}

/// The same of `n` sentences of which only kind and paragraph are known.
pub fn segments_of(n: usize, sentence: impl Fn(usize) -> (SentenceKind, u32), least: usize) -> Vec<UnitSpan> {
    let mut out: Vec<UnitSpan> = Vec::new();
    let (mut start, mut counted) = (0, 0);
    let kind = |i: usize| sentence(i).0;
    let mut i = 0;
    while i < n {
        if kind(i) == SentenceKind::Headline {
            flush(&mut out, start..i, counted, 1);
            out.push(UnitSpan { sentences: i..i + 1, headline: true });
            (start, counted, i) = (i + 1, 0, i + 1);
            continue;
        }
        let paragraph = sentence(i).1;
        while i < n && sentence(i).1 == paragraph && kind(i) != SentenceKind::Headline {
            counted += usize::from(kind(i) == SentenceKind::Body);
            i += 1;
        }
        if counted >= least.max(1) {
            out.push(UnitSpan { sentences: start..i, headline: false });
            (start, counted) = (i, 0);
        }
    }
    flush(&mut out, start..n, counted, least);
    out
}

/// Ends a segment early: joined to the one before if that is body text and it is too short to stand alone.
fn flush(out: &mut Vec<UnitSpan>, sentences: Range<usize>, counted: usize, least: usize) {
    if counted == 0 {
        return;
    }
    match out.last_mut().filter(|u| !u.headline && counted < least) {
        Some(before) => before.sentences.end = sentences.end,
        None => out.push(UnitSpan { sentences, headline: false }),
    }
}
