//! Paragraphs and sentences of a document: what cleaning set aside stands apart, headlines are told from the body.

use super::document::{Document, Marks, Paragraph, Sentence, SentenceKind, Span};
use super::paragraph::paragraphs;
use super::resource::Resources;
use super::sentence::Splitter;
use crate::scan::Map;

/// Longest headline, in words.
const HEADLINE_WORDS: usize = 30;

/// How many lines at the top may be headlines: a section, a headline, its double, a line under it.
const HEADLINES: usize = 4;

/// Fills paragraphs and sentences of `document`; tokens come later. `map` is that of `text`.
pub(super) fn lay_out(text: &str, map: &Map, marks: Marks<'_>, document: &mut Document) {
    let mut splitter = Splitter::new(text, map, Resources::of(document.language));
    let mut removed = Pieces::new(text, marks.removed);
    let mut breaks =
        marks.breaks.iter().map(|b| *b as usize).filter(|b| text.is_char_boundary(*b)).peekable();
    let mut odd_lines = std::mem::take(&mut document.odd_lines);
    for range in paragraphs(text, map, &mut odd_lines) {
        let first = document.sentences.len() as u32;
        let paragraph = document.paragraphs.len() as u32;
        let mut at = range.start;
        while at < range.end {
            let piece = removed.next(at, range.end);
            let kind = if piece.set_aside { SentenceKind::Boilerplate } else { SentenceKind::Body };
            let mut push = |a: usize, b: usize| {
                document.sentences.push(Sentence {
                    span: Span::new(a, b),
                    first: 0,
                    last: 0,
                    paragraph,
                    kind,
                });
            };
            if piece.set_aside {
                let (a, b) = trim(text, at, piece.end);
                if a < b {
                    push(a, b);
                }
            } else {
                while let Some(cut) = breaks.next_if(|b| *b < piece.end) {
                    if cut > at {
                        splitter.split(at, cut, &mut push);
                        at = cut;
                    }
                }
                splitter.split(at, piece.end, &mut push);
            }
            at = piece.end;
        }
        let last = document.sentences.len() as u32;
        document.paragraphs.push(Paragraph { span: Span::new(range.start, range.end), first, last });
    }
    document.odd_lines = odd_lines;
    mark_headlines(text, marks.title, document);
}

/// The text in pieces, set aside or not.
struct Pieces<'a> {
    text: &'a str,
    removed: &'a [Span],
}

struct Piece {
    end: usize,
    set_aside: bool,
}

impl<'a> Pieces<'a> {
    fn new(text: &'a str, removed: &'a [Span]) -> Self {
        Self { text, removed }
    }

    /// The piece that starts at `at`, up to `to` at most.
    fn next(&mut self, at: usize, to: usize) -> Piece {
        while let Some((span, rest)) = self.removed.split_first() {
            let (start, end) = (self.boundary(span.start), self.boundary(span.end));
            if end > at && end > start {
                let set_aside = start <= at;
                return Piece { end: if set_aside { end } else { start }.min(to), set_aside };
            }
            self.removed = rest;
        }
        Piece { end: to, set_aside: false }
    }

    fn boundary(&self, at: u32) -> usize {
        let mut at = (at as usize).min(self.text.len());
        while !self.text.is_char_boundary(at) {
            at += 1;
        }
        at
    }
}

fn trim(text: &str, start: usize, end: usize) -> (usize, usize) {
    let piece = &text[start..end];
    let lead = piece.len() - piece.trim_start().len();
    (start + lead, start + lead + piece.trim().len())
}

/// Marks the lines at the top that are headlines. A text without a body has none: what stands alone is the body.
fn mark_headlines(text: &str, title: Option<&str>, document: &mut Document) {
    let Document { sentences, paragraphs, .. } = document;
    let counted = |p: &Paragraph| {
        sentences[p.first as usize..p.last as usize].iter().any(|s| s.kind == SentenceKind::Body)
    };
    let (mut headlines, mut number) = ([0; HEADLINES], 0);
    for (i, paragraph) in paragraphs.iter().enumerate().filter(|(_, p)| counted(p)) {
        let line = paragraph.span.of(text);
        let found = &headlines[..number];
        let repeated = || found.iter().any(|f: &usize| same_words(paragraphs[*f].span.of(text), line));
        let known = || title.is_some_and(|t| same_words(t, line)) || repeated();
        if number >= HEADLINES || !looks_like_headline(line, paragraph, found.is_empty()) && !known() {
            break;
        }
        headlines[number] = i;
        number += 1;
    }
    let found = &headlines[..number];
    let after = found.last().map_or(0, |i| i + 1);
    let has_body = paragraphs[after..].iter().any(|p| counted(p) && ends_sentence(p.span.of(text)));
    if !has_body {
        return;
    }
    for &i in found {
        let Paragraph { first, last, .. } = paragraphs[i];
        for sentence in &mut sentences[first as usize..last as usize] {
            if sentence.kind == SentenceKind::Body {
                sentence.kind = SentenceKind::Headline;
            }
        }
    }
}

/// A short line that does not end as a sentence does. The first may ask or exclaim.
fn looks_like_headline(line: &str, paragraph: &Paragraph, first: bool) -> bool {
    let calls = line.ends_with(['?', '!']) && paragraph.last - paragraph.first == 1;
    let speaks = line.starts_with(['"', '“', '«', '„']) && !first;
    // Words are counted last: most lines end as sentences do.
    !speaks
        && (calls || !ends_sentence(line) && !line.ends_with([':', ';', ',']))
        && !(parts(line) >= HEADLINE_WORDS && line.split_whitespace().nth(HEADLINE_WORDS).is_some())
}

/// At least as many as there are characters of white space in a line: told without decoding it.
fn parts(line: &str) -> usize {
    line.bytes().filter(|b| *b <= b' ' || !b.is_ascii()).count()
}

/// True if a sentence ends at the end of the line, in or out of a quotation.
fn ends_sentence(line: &str) -> bool {
    match line.as_bytes().last() {
        Some(b'.' | b'!' | b'?') => return true,
        Some(b) if b.is_ascii_alphanumeric() => return false,
        _ => {}
    }
    let closing = |c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | '“' | ')' | ']');
    line.trim_end_matches(closing).ends_with(['.', '!', '?', '…', '؟', '۔', '。', '।'])
}

/// True if two lines hold the same letters and digits, whatever their case and punctuation.
fn same_words(a: &str, b: &str) -> bool {
    fn letters(s: &str) -> impl Iterator<Item = char> {
        s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
    }
    // A known title stands in the text as it is, or the first letters differ.
    let first = |s: &str| s.bytes().next().filter(u8::is_ascii_alphabetic).map(|b| b.to_ascii_lowercase());
    let differ = first(a).zip(first(b)).is_some_and(|(a, b)| a != b);
    a.len() < 1000 && b.len() < 1000 && !differ && (a == b || letters(a).eq(letters(b)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::language::Language;
    use crate::text::vocabulary::Vocabulary;

    fn laid_out(text: &str, marks: Marks<'_>) -> Document {
        let mut document = Document::new();
        super::super::document::read(text, marks, &mut Vocabulary::new(Language::ENGLISH), &mut document);
        document
    }

    fn kinds<'t>(text: &'t str, marks: Marks<'_>) -> Vec<(&'t str, SentenceKind)> {
        laid_out(text, marks).sentences.iter().map(|s| (s.span.of(text), s.kind)).collect()
    }

    use SentenceKind::{Body, Boilerplate, Headline};

    #[test]
    fn the_first_line_without_a_stop_is_a_headline() {
        let text = "World news\n\nHackers Strike Again\n\nHackers strike again\n\nThey came at night. Nobody saw them.";
        let found = kinds(text, Marks::default());
        assert_eq!(
            found.iter().map(|(_, k)| *k).collect::<Vec<_>>(),
            [Headline, Headline, Headline, Body, Body]
        );
    }

    #[test]
    fn a_text_of_one_sentence_is_the_body() {
        assert_eq!(kinds("Hackers strike again", Marks::default()), [("Hackers strike again", Body)]);
    }

    #[test]
    fn a_known_title_is_a_headline_even_with_a_stop() {
        let marks = Marks { title: Some("hackers strike again"), ..Marks::default() };
        assert_eq!(kinds("Hackers strike again.\nThey came at night.", marks)[0].1, Headline);
        assert_eq!(kinds("Hackers strike again.\nThey came at night.", Marks::default())[0].1, Body);
    }

    #[test]
    fn what_is_set_aside_stands_apart() {
        let text = "Play the video\nThey came [advert] at night.Then they left.";
        let span = |s: &str| Span::new(text.find(s).unwrap_or(0), text.find(s).unwrap_or(0) + s.len());
        let removed = [span("Play the video"), span("[advert]")];
        let found = kinds(text, Marks { removed: &removed, ..Marks::default() });
        let expected = [
            ("Play the video", Boilerplate),
            ("They came", Body),
            ("[advert]", Boilerplate),
            ("at night.", Body),
            ("Then they left.", Body),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn a_break_ends_a_sentence() {
        let text = "a new ServiceThe group hopes";
        let found = kinds(text, Marks { breaks: &[13], ..Marks::default() });
        assert_eq!(found, [("a new Service", Body), ("The group hopes", Body)]);
    }

    proptest! {
        #[test]
        fn lines_of_the_same_words_are_told(a in r"[aA]?[ bB.éÉ‘İß]{0,4}", b in r"[aA]?[ bB.éÉ‘İß]{0,4}") {
            let letters = |s: &str| s.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect::<String>();
            prop_assert_eq!(same_words(&a, &b), letters(&a) == letters(&b));
        }

        #[test]
        fn sentences_and_tokens_are_in_order_and_inside(
            text in r#"([A-Za-z0-9é]{0,5}[ .!?"'’\-\n]{0,2}|\PC|\n\n){0,40}"#,
            cuts in proptest::collection::vec(0u32..120, 0..8),
        ) {
            let mut cuts = cuts;
            cuts.sort_unstable();
            let removed: Vec<Span> = cuts.chunks_exact(2).map(|c| Span { start: c[0], end: c[1] }).collect();
            let marks = Marks { removed: &removed, apostrophes: &cuts, breaks: &cuts, title: Some("A b") };
            let document = laid_out(&text, marks);
            let mut at = 0;
            for (i, sentence) in document.sentences.iter().enumerate() {
                let span = sentence.span.range();
                prop_assert!(text.get(span.clone()).is_some_and(|s| !s.is_empty() && s.trim() == s));
                prop_assert!(text[at..span.start].trim().is_empty());
                at = span.end;
                let paragraph = &document.paragraphs[sentence.paragraph as usize];
                prop_assert!((paragraph.first..paragraph.last).contains(&(i as u32)));
                prop_assert!(paragraph.span.covers(sentence.span));
                let mut before = sentence.span.start;
                for token in document.tokens_of(sentence) {
                    prop_assert!(before <= token.start && token.start < token.end && token.end <= sentence.span.end);
                    prop_assert!(text.get(token.span().range()).is_some());
                    before = token.end;
                }
            }
            prop_assert!(text[at..].trim().is_empty());
            prop_assert_eq!(document.sentences.last().map_or(0, |s| s.last as usize), document.tokens.len());
        }
    }
}
