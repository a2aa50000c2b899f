//! Lines and paragraphs: blank lines part paragraphs; whether a single line break does is told by the lengths of the lines.
//!
//! In a text that was wrapped to a width, the first word of a line would not have fitted on the line before. Where that
//! holds for most single breaks, they are wraps and the lines are joined; else every line is a paragraph of its own.

use std::ops::Range;

use crate::scan::{Line, Lines, Map};

/// Widths between which wrapped text is looked for, in characters.
const WIDTHS: Range<usize> = 30..141;

/// Share of single breaks that must look like wraps.
const WRAPPED_SHARE: f64 = 0.6;

/// Share of the width that a line and the first word of the next must fill for a wrap between them. Proportional type makes
/// the lines uneven.
const FILLED: f64 = 0.88;

/// A line and its text.
#[derive(Debug, Clone, Copy)]
struct Read<'t> {
    line: Line,
    text: &'t str,
}

impl<'t> Read<'t> {
    fn new(text: &'t str, line: Line) -> Self {
        Self { line, text: &text[line.start as usize..line.end as usize] }
    }

    fn width(&self) -> usize {
        self.line.indent as usize + self.text.chars().count()
    }

    /// True for more characters than wrapped text has in a line.
    fn is_long(&self) -> bool {
        self.text.len() >= 4 * WIDTHS.end || self.width() >= WIDTHS.end
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

/// The lines of a text that are not blank, in order. `map` is that of `text`; `odd` takes those that other breaks part than
/// line feeds.
fn lines_of<'a>(text: &str, map: &'a Map, odd: &'a mut Lines) -> &'a [Line] {
    if !map.has_odd_lines() {
        return map.lines();
    }
    odd.clear();
    let mut at = 0;
    while at < text.len() {
        let (len, skip) = line_len(&text[at..]);
        odd.end(text, at + len, skip);
        at += len + skip;
    }
    odd.found()
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
fn wrap_width(text: &str, lines: &[Line]) -> Option<usize> {
    let read = |line: &Line| Read::new(text, *line);
    let singles = lines.iter().filter(|line| !line.parted).count();
    if singles == 0 {
        return None;
    }
    // The longest lines may hold an address: two in a hundred are left out.
    let mut spare = lines.len() / 50;
    if lines.iter().filter(|line| read(line).is_long()).nth(spare).is_some() {
        return None;
    }
    let mut widths = [0usize; WIDTHS.end];
    for line in lines {
        match widths.get_mut(read(line).width()) {
            Some(count) => *count += 1,
            None => spare -= 1,
        }
    }
    let width = WIDTHS.rev().find(|w| {
        let here = widths[*w];
        let found = here > spare;
        spare = spare.saturating_sub(here);
        found
    })?;
    let (mut wraps, mut open) = (0usize, 0usize);
    for pair in lines.windows(2).filter(|pair| !pair[1].parted) {
        let (before, line) = (read(&pair[0]), read(&pair[1]));
        wraps += usize::from(fills(&before, &line, width));
        open += usize::from(!before.is_closed());
    }
    let share = |n: usize| n as f64 / singles as f64;
    (share(wraps) >= WRAPPED_SHARE && share(open) >= 0.5).then_some(width)
}

/// The paragraphs of a text in order, white space around them left out. `map` is that of `text`; `odd` is a buffer.
pub(super) fn paragraphs<'a>(
    text: &'a str,
    map: &'a Map,
    odd: &'a mut Lines,
) -> impl Iterator<Item = Range<usize>> + use<'a> {
    let lines = lines_of(text, map, odd);
    let width = wrap_width(text, lines);
    let mut rest = lines.iter().peekable();
    std::iter::from_fn(move || {
        let first = rest.next()?;
        let mut last = first;
        while let Some(line) = rest.next_if(|line| goes_on(text, last, line, width)) {
            last = line;
        }
        Some(first.start as usize..last.end as usize)
    })
}

/// True if `line` continues the paragraph of the line before it.
fn goes_on(text: &str, before: &Line, line: &Line, width: Option<usize>) -> bool {
    // Most lines are parted or begin with a capital.
    if line.parted || width.is_none() && text.as_bytes()[line.start as usize].is_ascii_uppercase() {
        return false;
    }
    let (before, line) = (Read::new(text, *before), Read::new(text, *line));
    if line.starts_item() {
        return false;
    }
    let small = line.text.starts_with(|c: char| c.is_lowercase());
    if small && !before.is_closed() {
        return true;
    }
    let indented = line.line.indent > before.line.indent;
    width.is_some_and(|width| !indented && fills(&before, &line, width))
}

/// True if the first word of `line` would hardly have fitted on the line before.
fn fills(before: &Read<'_>, line: &Read<'_>, width: usize) -> bool {
    (before.width() + 1 + line.first_word_width()) as f64 > FILLED * width as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> Vec<&str> {
        paragraphs(text, &map_of(text), &mut Lines::default()).map(|r| &text[r]).collect()
    }

    fn map_of(text: &str) -> Map {
        let mut map = Map::default();
        map.read(text);
        map
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

    /// The plain way to the same lines: what stands between breaks, trimmed; white space before it, and if a blank line is there.
    fn plainly(text: &str) -> Vec<(String, usize, bool)> {
        let (mut found, mut parted) = (Vec::new(), true);
        let breaks = |c: char| matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}');
        for line in text.replace("\r\n", "\n").split(breaks) {
            if !line.trim().is_empty() {
                found.push((line.trim().to_owned(), line.len() - line.trim_start().len(), parted));
            }
            parted = line.trim().is_empty();
        }
        found
    }

    proptest::proptest! {
        #[test]
        fn lines_are_those_between_breaks(text in "([a-zé]{0,3}[ \t\u{a0}]{0,2}(\n|\r|\u{2028}|\u{85}|){1,2}){0,12}") {
            let (map, mut odd) = (map_of(&text), Lines::default());
            let lines = lines_of(&text, &map, &mut odd);
            let of = |l: &Line| (text[l.start as usize..l.end as usize].to_owned(), l.indent as usize, l.parted);
            proptest::prop_assert_eq!(lines.iter().map(of).collect::<Vec<_>>(), plainly(&text));
        }
    }
}
