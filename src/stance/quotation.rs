//! Quotation marks → quotations: which stretches of an article stand in quotation marks, however they are written, nested or
//! left open.
//!
//! Marks open or close by their form (“ ” « » „) or, if straight, by their surroundings. A quotation that is still open at
//! the end of its paragraph ends there; it *continues* if the next paragraph begins with an opening mark, as newspapers do.

use super::steps;
use crate::scan::{Class, Map};
use crate::text::{Document, SentenceKind, Span};

/// A stretch in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotation {
    /// What stands between the marks.
    pub inner: Span,
    /// The same with its marks.
    pub outer: Span,
    /// 0 for one that stands in no other.
    pub depth: u8,
    /// False if it ends with its paragraph for want of a closing mark.
    pub closed: bool,
    /// True if it is taken up again at the start of the next paragraph.
    pub continues: bool,
    /// Index of its paragraph.
    pub paragraph: u32,
}

/// Quotations deeper than this are read as part of the one around them.
const DEPTH: usize = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Straight and curly double marks, „ ‟, and doubled single marks.
    Double,
    /// Straight and curly single marks, ‚ ‹ ›.
    Single,
    /// « ».
    Angle,
}

#[derive(Debug, Clone, Copy)]
struct Mark {
    start: u32,
    end: u32,
    kind: Kind,
    may_open: bool,
    may_close: bool,
    /// An apostrophe unless a single quotation is open.
    doubtful: bool,
}

/// A quotation that was opened.
#[derive(Debug, Clone, Copy)]
pub struct Open {
    mark: Mark,
    /// Place of its quotation in the output, so that those nested in it come after it.
    at: usize,
}

/// Finds the quotations of `text`, sorted by start, and appends them to `out`. `apostrophes` are places of straight double
/// quotes that stand for apostrophes, sorted; `open` is working space.
pub fn find(
    text: &str,
    document: &Document,
    apostrophes: &[u32],
    open: &mut Vec<Open>,
    out: &mut Vec<Quotation>,
) {
    let first = out.len();
    for (p, paragraph) in document.paragraphs.iter().enumerate() {
        let sentences = document.sentences.get(paragraph.first as usize..paragraph.last as usize);
        if sentences.is_some_and(|s| s.iter().all(|s| s.kind == SentenceKind::Boilerplate)) {
            continue;
        }
        let begin = out.len();
        let opens_with_mark = find_in(text, document.map(), paragraph.span, p as u32, apostrophes, open, out);
        let last = out[first..begin].iter_mut().rev().take_while(|q| q.paragraph + 1 == p as u32);
        let before = last.into_iter().find(|q| q.depth == 0);
        if let Some(previous) = before.filter(|_| opens_with_mark) {
            previous.continues = !previous.closed;
        }
    }
}

/// Finds the quotations of paragraph `paragraph`, which is `span`, and appends them to `out`; true if it begins with an opening
/// mark. `map` is that of the text, `open` is working space.
pub(crate) fn find_in(
    text: &str,
    map: &Map,
    span: Span,
    paragraph: u32,
    apostrophes: &[u32],
    open: &mut Vec<Open>,
    out: &mut Vec<Quotation>,
) -> bool {
    if is_dialogue(text, span) {
        dialogue(text, span, paragraph, out);
        return false;
    }
    let mut opens_with_mark = false;
    let mut cursor = Cursor { text, map, span, at: span.start as usize };
    open.clear();
    while let Some(mark) = cursor.next(apostrophes) {
        let leads = mark.start == span.start;
        opens_with_mark |= leads && mark.may_open;
        step(mark, leads, paragraph, open, out);
    }
    // What is still open: a single mark was an apostrophe after all, a double one lasts to the end.
    for open in open.drain(..).rev() {
        if open.mark.kind == Kind::Single {
            out.remove(open.at);
            lift(&mut out[open.at..]);
        } else if let Some(q) = out.get_mut(open.at) {
            q.inner.end = span.end.max(q.inner.start);
            q.outer.end = q.inner.end;
            q.closed = false;
        }
    }
    opens_with_mark
}

/// The dash of Spanish dialogues.
const DASH: char = '—';

/// True for a line of a dialogue as Spanish sets it: a dash opens it, and others tell who speaks (—No —dijo Ana—. Vamos.), or it
/// begins with an inverted mark.
fn is_dialogue(text: &str, span: Span) -> bool {
    let Some(line) = span.of(text).strip_prefix(DASH) else { return false };
    let lower = |rest: &str| rest.starts_with(char::is_lowercase);
    line.starts_with(['¿', '¡'])
        || line.starts_with(char::is_alphanumeric) && line.split(" —").skip(1).any(lower)
}

/// Reads the speech of such a line: what stands outside its inserted reports.
fn dialogue(text: &str, span: Span, paragraph: u32, out: &mut Vec<Quotation>) {
    let line = span.of(text);
    let mut at = 0;
    while let Some(from) = line.get(at..).and_then(|l| l.find(char::is_alphanumeric)).map(|k| at + k) {
        let insertion = line[from..].find(" —").map_or(line.len(), |k| from + k);
        let inner = Span::new(span.start as usize + from, span.start as usize + insertion);
        let outer = Span { start: span.start + at as u32, end: inner.end };
        out.push(Quotation { inner, outer, depth: 0, closed: true, continues: false, paragraph });
        // The insertion ends at the next dash, or with the line.
        let inside = (insertion + " —".len()).min(line.len());
        let Some(close) = line[inside..].find(DASH) else { return };
        at = inside + close + DASH.len_utf8();
    }
}

fn step(mark: Mark, leads: bool, paragraph: u32, stack: &mut Vec<Open>, out: &mut Vec<Quotation>) {
    let open_here = stack.iter().rposition(|o| o.mark.kind == mark.kind);
    let closes = mark.may_close && !leads && open_here.is_some();
    // A straight mark that could do both closes what is open.
    if closes && (!mark.may_open || open_here.is_some()) {
        let from = open_here.unwrap_or(0);
        let unclosed = stack.split_off(from + 1);
        for lost in unclosed.into_iter().rev() {
            // Nested and never closed: not a quotation.
            if lost.at < out.len() {
                out.remove(lost.at);
                lift(&mut out[lost.at..]);
            }
        }
        if let Some(q) = stack.pop().and_then(|open| out.get_mut(open.at)) {
            q.inner.end = mark.start.max(q.inner.start);
            q.outer.end = mark.end;
            q.closed = true;
        }
    } else if mark.may_open && !mark.doubtful && stack.len() < DEPTH {
        if mark.kind == Kind::Double && open_here.is_some() && !mark.may_close {
            // “ … “: the first was never closed; do not nest the same kind.
            return;
        }
        let depth = stack.len() as u8;
        stack.push(Open { mark, at: out.len() });
        out.push(Quotation {
            inner: Span { start: mark.end, end: mark.end },
            outer: Span { start: mark.start, end: mark.end },
            depth,
            closed: false,
            continues: false,
            paragraph,
        });
    }
}

/// After a quotation was taken away: those that were inside it move up.
fn lift(inside: &mut [Quotation]) {
    steps::count(inside.len());
    for q in inside {
        if q.depth == 0 {
            break;
        }
        q.depth -= 1;
    }
}

/// Walks over the quotation marks of a paragraph.
struct Cursor<'a> {
    text: &'a str,
    map: &'a Map,
    span: Span,
    at: usize,
}

impl Cursor<'_> {
    fn next(&mut self, apostrophes: &[u32]) -> Option<Mark> {
        let bytes = self.text.as_bytes();
        while let Some(start) = self.map.first(Class::Quotes, self.at, self.span.end as usize) {
            if !is_mark(bytes, start) {
                self.at = start + 1;
                continue;
            }
            let c = self.text.get(start..).and_then(|t| t.chars().next());
            self.at = start + c.map_or(1, char::len_utf8);
            let (Some(c), Some(kind)) = (c, c.and_then(kind)) else { continue };
            if c == '"' && apostrophes.binary_search(&(start as u32)).is_ok() {
                continue;
            }
            // '' and `` stand for double marks.
            let doubled = matches!(c, '\'' | '`') && bytes.get(self.at) == Some(&bytes[start]);
            if doubled {
                self.at += 1;
            } else if c == '`' {
                continue;
            }
            let kind = if doubled { Kind::Double } else { kind };
            if let Some(mark) = self.mark(c, kind, start, self.at) {
                return Some(mark);
            }
        }
        None
    }

    fn mark(&self, c: char, kind: Kind, start: usize, end: usize) -> Option<Mark> {
        let span = self.span;
        let before = self.text.get(span.start as usize..start)?.chars().next_back();
        let after = self.text.get(end..span.end as usize)?.chars().next();
        let spaced = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || is_invisible(c));
        let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        // What may stand before an opening mark, and after a closing one, without a space.
        let opens = |c| {
            matches!(
                c,
                '(' | '['
                    | '{'
                    | '—'
                    | '–'
                    | '-'
                    | '―'
                    | '/'
                    | ':'
                    | '«'
                    | '“'
                    | '‘'
                    | '"'
                    | '\''
                    | '„'
                    | '>'
            )
        };
        let free_before = spaced(before) || before.is_some_and(opens);
        let free_after = spaced(after) || after.is_some_and(|c| !c.is_alphanumeric());
        let (may_open, may_close, doubtful) = match c {
            '“' => (true, free_after && !free_before, false),
            '«' | '„' | '‟' | '‹' | '‚' => (true, c == '«' && free_after && !free_before, false),
            '”' => (free_before && !free_after, true, false),
            '»' | '›' => (c == '»' && free_before && !free_after, true, false),
            '‘' => (!word(before), false, false),
            '’' if word(before) && word(after) => return None,
            '’' => (false, true, true),
            '\'' if kind == Kind::Single && word(before) && word(after) => return None,
            '\'' if kind == Kind::Single => {
                let digit = after.is_some_and(|c| c.is_ascii_digit());
                let open = free_before && !spaced(after) && !digit;
                (open, !spaced(before) && free_after && !open, !open)
            }
            _ => (free_before && !spaced(after), !spaced(before) || spaced(after), false),
        };
        let mark = Mark { start: start as u32, end: end as u32, kind, may_open, may_close, doubtful };
        (may_open || may_close).then_some(mark)
    }
}

/// True if the character that begins at `at` may be a quotation mark, and is no apostrophe between two letters or figures of ASCII.
fn is_mark(bytes: &[u8], at: usize) -> bool {
    let Some(rest) = bytes.get(at..) else { return false };
    let after = match rest {
        [b'\'', after, ..] | [0xE2, 0x80, 0x99, after, ..] => after,
        [0xE2, second, third, ..] => return *second == 0x80 && matches!(third, 0x98..=0x9F | 0xB9 | 0xBA),
        [0xC2, second, ..] => return matches!(second, 0xAB | 0xBB),
        _ => return true,
    };
    let before = at.checked_sub(1).and_then(|k| bytes.get(k));
    !(after.is_ascii_alphanumeric() && before.is_some_and(u8::is_ascii_alphanumeric))
}

fn kind(c: char) -> Option<Kind> {
    Some(match c {
        '"' | '“' | '”' | '„' | '‟' => Kind::Double,
        '\'' | '`' | '‘' | '’' | '‚' | '‹' | '›' => Kind::Single,
        '«' | '»' => Kind::Angle,
        _ => return None,
    })
}

/// Marks of writing direction and other characters without width.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, Marks, Vocabulary, read};

    fn quoted(text: &str) -> Vec<(String, u8, bool)> {
        let mut vocabulary = Vocabulary::new(Language::ENGLISH);
        let mut document = Document::new();
        read(text, Marks::default(), &mut vocabulary, &mut document);
        let mut out = Vec::new();
        find(text, &document, &[], &mut Vec::new(), &mut out);
        out.iter().map(|q| (q.inner.of(text).to_owned(), q.depth, q.closed)).collect()
    }

    fn plain(text: &str) -> Vec<String> {
        quoted(text).into_iter().map(|q| q.0).collect()
    }

    #[test]
    fn every_kind_of_mark() {
        assert_eq!(plain("He said “yes” and \"no\" and «maybe»."), ["yes", "no", "maybe"]);
        assert_eq!(plain("Er sagte: „Das reicht“, und ging."), ["Das reicht"]);
        assert_eq!(plain("It was ''enough,'' she said."), ["enough,"]);
        assert_eq!(plain("The ‘virtual lair’ and the 'open door' stay."), ["virtual lair", "open door"]);
        assert_eq!(plain("»Genug«, sagte sie."), ["Genug"]);
    }

    #[test]
    fn spanish_dialogues() {
        assert_eq!(plain("—No vamos a pagar —dijo el jefe—. Nos vamos."), ["No vamos a pagar", "Nos vamos."]);
        assert_eq!(plain("—¿Y ahora?"), ["Y ahora?"]);
        assert_eq!(plain("—Esperen —pidió Ana."), ["Esperen"]);
        for text in ["—Reuters", "— Ann Berg, in Rome", "A bank —the oldest— was robbed."] {
            assert!(plain(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn apostrophes_open_nothing() {
        for text in
            ["It's the workers' choice, isn't it?", "rock ’n’ roll in the ’90s", "dell'isola e l’altra"]
        {
            assert!(plain(text).is_empty(), "{text}: {:?}", plain(text));
        }
    }

    #[test]
    fn nesting() {
        assert_eq!(
            quoted("“She told me, ‘Go home,’ and left,” he said."),
            [("She told me, ‘Go home,’ and left,".into(), 0, true), ("Go home,".into(), 1, true)]
        );
    }

    #[test]
    fn open_at_the_end_of_a_paragraph() {
        let text = "“One thing is clear.\n\n“Another is not,” he said.\n\nDone.";
        let mut vocabulary = Vocabulary::new(Language::ENGLISH);
        let mut document = Document::new();
        read(text, Marks::default(), &mut vocabulary, &mut document);
        let mut out = Vec::new();
        find(text, &document, &[], &mut Vec::new(), &mut out);
        assert_eq!(out.len(), 2);
        assert!(out[0].continues && !out[0].closed && out[1].closed);
        assert_eq!(out[0].inner.of(text), "One thing is clear.");
    }
}
