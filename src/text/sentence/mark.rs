//! The marks that may end a sentence: where the next one stands, and how far its cluster of marks, quotes and brackets reaches.

use crate::text::resource::Resources;

/// What kind of mark a cluster is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A full stop.
    Stop,
    /// A question or exclamation mark.
    Bang,
    /// Three dots or more, or spaced dots.
    Ellipsis,
    /// A mark of a script that needs no space behind it: 。！？
    Wide,
}

/// A cluster of end marks with what closes behind them.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cluster {
    /// First mark.
    pub(super) start: usize,
    /// One past the last mark, quote, bracket or note.
    pub(super) end: usize,
    /// What it is.
    pub(super) kind: Kind,
    /// More than one full stop, but no ellipsis.
    pub(super) doubled: bool,
    /// A quotation closes in it.
    pub(super) quote: bool,
    /// A bracket closes in it.
    pub(super) bracket: bool,
    /// Spaced dots behind a full stop: where the full stop ends.
    pub(super) stop_before_dots: Option<usize>,
}

/// True for bytes at which a mark or a bullet may start.
static CANDIDATE: [bool; 256] = {
    let mut table = [false; 256];
    let first = [b'.', b'!', b'?', b';', 0xd6, 0xd8, 0xdb, 0xe0, 0xe2, 0xe3, 0xef];
    let mut i = 0;
    while i < first.len() {
        table[first[i] as usize] = true;
        i += 1;
    }
    table
};

/// What may stand at a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Candidate {
    /// An end mark.
    Mark(Kind),
    /// A bullet.
    Bullet,
}

/// The mark or the bullet at a place of [`Class::Ends`](crate::scan::Class::Ends).
pub(super) fn candidate_at(text: &str, at: usize) -> Option<Candidate> {
    if !CANDIDATE[usize::from(*text.as_bytes().get(at)?)] {
        return None;
    }
    match char_at(text, at)? {
        '•' | '⁃' | '‣' | '▪' | '●' | '◦' | '■' => Some(Candidate::Bullet),
        ';' if greek_before(text, at) => Some(Candidate::Mark(Kind::Bang)),
        c => kind_of(c).map(Candidate::Mark),
    }
}

/// In Greek the semicolon asks a question.
fn greek_before(text: &str, at: usize) -> bool {
    text[..at]
        .chars()
        .next_back()
        .is_some_and(|c| matches!(c, '\u{370}'..='\u{3ff}' | '\u{1f00}'..='\u{1fff}'))
}

fn kind_of(c: char) -> Option<Kind> {
    Some(match c {
        '.' | '։' => Kind::Stop,
        '!' | '?' | '‼' | '⁇' | '⁈' | '⁉' | '؟' | '۔' | '।' | '॥' => Kind::Bang,
        '…' => Kind::Ellipsis,
        '。' | '！' | '？' | '｡' => Kind::Wide,
        _ => return None,
    })
}

/// The character at a byte offset on a boundary.
pub(super) fn char_at(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

impl Cluster {
    /// The cluster whose first mark stands at `start`.
    pub(super) fn read(text: &str, start: usize, first: Kind, resources: &Resources) -> Self {
        let mut it = Self {
            start,
            end: start,
            kind: first,
            doubled: false,
            quote: false,
            bracket: false,
            stop_before_dots: None,
        };
        // Nearly every mark is a full stop before a space and a letter, with nothing to take in.
        if let Some([b'.', b' ', letter]) = text.as_bytes().get(start..start + 3)
            && letter.is_ascii_alphanumeric()
        {
            it.end += 1;
            return it;
        }
        let dots = it.marks(text);
        it.spaced_dots(text, dots);
        it.closers(text, resources);
        it.notes(text);
        it
    }

    /// Takes the run of marks; returns the number of dots.
    fn marks(&mut self, text: &str) -> usize {
        let mut dots = 0;
        while let Some(c) = char_at(text, self.end) {
            let Some(kind) = kind_of(c).or((c == ';' && self.end == self.start).then_some(Kind::Bang)) else {
                break;
            };
            dots += usize::from(c == '.');
            if kind != Kind::Stop && self.kind != Kind::Bang {
                self.kind = kind;
            }
            self.end += c.len_utf8();
        }
        match (self.kind, dots) {
            (Kind::Stop, 3..) => self.kind = Kind::Ellipsis,
            (Kind::Stop, 2) => self.doubled = true,
            _ => {}
        }
        dots
    }

    /// Takes dots with spaces between them: `. . .`
    fn spaced_dots(&mut self, text: &str, dots: usize) {
        let attached = text[..self.start].chars().next_back().is_some_and(|c| !c.is_whitespace());
        let first_end = self.end;
        let mut spaced = 0;
        loop {
            let rest = &text[self.end..];
            let blank = rest.len() - rest.trim_start_matches([' ', '\u{a0}', '\u{202f}']).len();
            let mut ahead = rest[blank..].chars();
            let alone = blank > 0
                && ahead.next() == Some('.')
                && ahead.next().is_none_or(|c| !c.is_alphanumeric() && c != '.');
            if !alone || blank > 3 {
                break;
            }
            self.end += blank + 1;
            spaced += 1;
        }
        if spaced > 0 && self.kind != Kind::Wide {
            self.kind = Kind::Ellipsis;
            self.doubled = false;
            if attached && dots == 1 && spaced == 3 {
                self.stop_before_dots = Some(first_end);
            }
        }
    }

    /// Takes quotation marks and brackets that close behind the marks, and marks behind those.
    fn closers(&mut self, text: &str, resources: &Resources) {
        while let Some(c) = char_at(text, self.end) {
            let behind = self.end + c.len_utf8();
            let next = char_at(text, behind);
            let ends_word = next.is_none_or(|n| !n.is_alphanumeric());
            match c {
                ')' | ']' | '}' => self.bracket = true,
                '”' | '’' | '»' | '›' if !(c == '»' && resources.guillemets_reversed && !ends_word) =>
                {
                    self.quote = true;
                }
                '"' | '\'' | '“' | '‘' | '«' | '‹' if ends_word => self.quote = true,
                ' ' | '\u{a0}' | '\u{202f}' if spaced_closer(text, behind, resources) => self.quote = true,
                _ if kind_of(c).is_some() && (self.quote || self.bracket) => {}
                _ => return,
            }
            self.end = behind;
        }
    }

    /// Takes note numbers behind the sentence: ` [12]`, `[3]`, `²`.
    fn notes(&mut self, text: &str) {
        loop {
            let rest = &text[self.end..];
            let note = rest.trim_start_matches(['¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹', '⁰']);
            self.end += rest.len() - note.len();
            let open = note.trim_start_matches([' ', '\u{a0}']);
            let Some(inside) = open.strip_prefix('[') else { return };
            let len =
                inside.bytes().take(8).take_while(|b| b.is_ascii_digit() || b",.- ".contains(b)).count();
            let dots = if inside.starts_with('…') { '…'.len_utf8() } else { len };
            if dots == 0 || !inside[dots..].starts_with(']') || note.len() - open.len() > 2 {
                return;
            }
            self.end += note.len() - inside.len() + dots + 1;
        }
    }
}

/// True if a guillemet that closes stands at `at`, behind a space as the French set it.
fn spaced_closer(text: &str, at: usize, resources: &Resources) -> bool {
    let mut ahead = text[at..].chars();
    !resources.guillemets_reversed
        && ahead.next() == Some('»')
        && ahead.next().is_none_or(|c| !c.is_alphanumeric())
}
