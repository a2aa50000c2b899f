//! Lines and paragraphs: blank lines part paragraphs; whether a single line break does is told by the lengths of the lines.
//!
//! In a text that was wrapped to a width, the first word of a line would not have fitted on the line before. Where that
//! holds for most single breaks, they are wraps and the lines are joined; else every line is a paragraph of its own.

use std::ops::Range;

/// Widths between which wrapped text is looked for, in characters.
const WIDTHS: Range<usize> = 30..141;

/// Share of single breaks that must look like wraps.
const WRAPPED_SHARE: f64 = 0.6;

/// Share of the width that a line and the first word of the next must fill for a wrap between them. Proportional type makes
/// the lines uneven.
const FILLED: f64 = 0.88;

/// A line without the white space around it.
#[derive(Debug, Clone, Copy)]
struct Line<'a> {
    text: &'a str,
    start: usize,
    /// White space before its first character, in bytes.
    indent: usize,
    /// True if a blank line, or the start of the text, stands before it.
    parted: bool,
}

impl Line<'_> {
    fn end(&self) -> usize {
        self.start + self.text.len()
    }

    fn width(&self) -> usize {
        self.indent + self.text.chars().count()
    }

    fn first_word_width(&self) -> usize {
        self.text.split_whitespace().next().map_or(0, |w| w.chars().count())
    }

    /// True if it ends as a sentence or a heading with a colon does.
    fn is_closed(&self) -> bool {
        let closing = |c: char| matches!(c, '"' | '\'' | '”' | '’' | '»' | '“' | ')' | ']');
        self.text.trim_end_matches(closing).ends_with(['.', '!', '?', '…', ':', ';', '؟', '。', '！', '？'])
    }

    /// True if it starts as the item of a list or as a dialogue does.
    fn starts_item(&self) -> bool {
        let rest = self.text.trim_start_matches(|c: char| c.is_ascii_digit());
        let numbered =
            rest.len() < self.text.len() && rest.starts_with([')', '.']) && rest[1..].starts_with(' ');
        numbered || self.text.starts_with(['•', '⁃', '‣', '▪', '●', '◦', '■', '*', '-', '–', '—'])
    }
}

/// The lines that are not blank, in order.
fn lines(text: &str) -> impl Iterator<Item = Line<'_>> {
    let mut at = 0;
    let mut parted = true;
    std::iter::from_fn(move || {
        while at < text.len() {
            let (len, skip) = line_len(&text[at..]);
            let whole = &text[at..at + len];
            let start = at + (len - whole.trim_start().len());
            at += len + skip;
            let inner = whole.trim();
            if inner.is_empty() {
                parted = true;
                continue;
            }
            let line = Line { text: inner, start, indent: start - (at - len - skip), parted };
            parted = false;
            return Some(line);
        }
        None
    })
}

/// Length of the first line and of the break behind it.
fn line_len(rest: &str) -> (usize, usize) {
    let bytes = rest.as_bytes();
    let mut from = 0;
    // U+2028 and U+2029, the separators of line and paragraph, start with the byte of many other signs.
    while let Some(at) = memchr::memchr3(b'\n', b'\r', 0xe2, &bytes[from..]).map(|i| i + from) {
        match bytes[at..] {
            [b'\r', b'\n', ..] => return (at, 2),
            [b'\n' | b'\r', ..] => return (at, 1),
            [_, 0x80, 0xa8 | 0xa9, ..] => return (at, 3),
            _ => from = at + 1,
        }
    }
    (rest.len(), 0)
}

/// The width that the text was wrapped to, if it was.
fn wrap_width(text: &str) -> Option<usize> {
    if lines(text).all(|line| line.parted) {
        return None;
    }
    let mut widths = [0usize; WIDTHS.end];
    let (mut all, mut singles) = (0usize, 0usize);
    for line in lines(text) {
        all += 1;
        singles += usize::from(!line.parted);
        if let Some(count) = widths.get_mut(line.width()) {
            *count += 1;
        }
    }
    // The longest lines may hold an address: two in a hundred are left out.
    let mut spare = all / 50;
    let long = all - widths.iter().sum::<usize>();
    spare = spare.checked_sub(long)?;
    let width = WIDTHS.rev().find(|w| {
        let here = widths[*w];
        let found = here > spare;
        spare = spare.saturating_sub(here);
        found
    })?;
    let mut before: Option<Line<'_>> = None;
    let (mut wraps, mut open) = (0usize, 0usize);
    for line in lines(text) {
        if let Some(before) = before.filter(|_| !line.parted) {
            wraps += usize::from(fills(&before, &line, width));
            open += usize::from(!before.is_closed());
        }
        before = Some(line);
    }
    let share = |n: usize| n as f64 / singles as f64;
    (share(wraps) >= WRAPPED_SHARE && share(open) >= 0.5).then_some(width)
}

/// The paragraphs of a text in order, white space around them left out.
pub(super) fn paragraphs(text: &str) -> impl Iterator<Item = Range<usize>> {
    let width = wrap_width(text);
    let mut rest = lines(text).peekable();
    std::iter::from_fn(move || {
        let first = rest.next()?;
        let mut last = first;
        while let Some(line) = rest.next_if(|line| goes_on(&last, line, width)) {
            last = line;
        }
        Some(first.start..last.end())
    })
}

/// True if `line` continues the paragraph of the line before it.
fn goes_on(before: &Line<'_>, line: &Line<'_>, width: Option<usize>) -> bool {
    if line.parted || line.starts_item() {
        return false;
    }
    let small = line.text.starts_with(|c: char| c.is_lowercase());
    if small && !before.is_closed() {
        return true;
    }
    let indented = line.indent > before.indent;
    width.is_some_and(|width| !indented && fills(before, line, width))
}

/// True if the first word of `line` would hardly have fitted on the line before.
fn fills(before: &Line<'_>, line: &Line<'_>, width: usize) -> bool {
    (before.width() + 1 + line.first_word_width()) as f64 > FILLED * width as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        paragraphs(text).map(|r| &text[r]).collect()
    }

    #[test]
    fn blank_lines_part_paragraphs() {
        assert_eq!(cut("One.\n\nTwo\u{2029}\u{2029}Three.\r\n \r\nFour"), ["One.", "Two", "Three.", "Four"]);
    }

    #[test]
    fn wrapped_lines_are_joined() {
        let text = "The agency said on Tuesday that the group had\nlost most of its accounts, and that the rest of\nits network was\
                    \nunder Watch. Nobody was hurt in the attack on\nBerlin.\nA second paragraph starts behind the short line\nabove.";
        let found = cut(text);
        assert_eq!(found.len(), 2, "{found:?}");
        assert!(found[0].ends_with("Berlin."));
    }

    #[test]
    fn lines_of_any_length_are_paragraphs() {
        let text = "A headline without a stop\nThe first paragraph of the article is one line, however long it may be, and ends with a stop.\nShort one.\nAnother.";
        assert_eq!(cut(text).len(), 4);
    }

    #[test]
    fn a_small_letter_continues_an_open_line() {
        assert_eq!(cut("They came on a cold\nnight in May.").len(), 1);
        assert_eq!(cut("They came.\nnight fell.").len(), 2);
    }

    #[test]
    fn items_are_paragraphs() {
        assert_eq!(cut("To do:\n- bread\n- milk\n1. rest").len(), 4);
    }
}
