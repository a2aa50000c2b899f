//! Paragraphs and sentences.

use super::document::{Document, Marks, Paragraph, Sentence, SentenceKind, Span};

/// Fills paragraphs and sentences of `document`; tokens come later.
pub(super) fn split(text: &str, marks: Marks<'_>, document: &mut Document) {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let (start, end) = trim(text, at, at + line.len());
        at += line.len();
        if start == end {
            continue;
        }
        let first = document.sentences.len() as u32;
        let paragraph = document.paragraphs.len() as u32;
        split_line(text, start, end, paragraph, marks, document);
        let last = document.sentences.len() as u32;
        document.paragraphs.push(Paragraph { span: Span::new(start, end), first, last });
    }
}

fn split_line(
    text: &str,
    start: usize,
    end: usize,
    paragraph: u32,
    marks: Marks<'_>,
    document: &mut Document,
) {
    let bytes = text.as_bytes();
    let mut push = |a: usize, b: usize| {
        let (a, b) = trim(text, a, b);
        if a < b {
            let span = Span::new(a, b);
            let removed = marks.removed.iter().any(|r| r.covers(span));
            let kind = if removed { SentenceKind::Boilerplate } else { SentenceKind::Body };
            document.sentences.push(Sentence { span, first: 0, last: 0, paragraph, kind });
        }
    };
    let mut from = start;
    for i in start..end {
        if matches!(bytes[i], b'.' | b'!' | b'?') && bytes.get(i + 1) == Some(&b' ') {
            push(from, i + 1);
            from = i + 1;
        }
    }
    push(from, end);
}

fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    let s = &text[start..end];
    let lead = s.len() - s.trim_start().len();
    (start + lead, start + lead + s.trim().len())
}
