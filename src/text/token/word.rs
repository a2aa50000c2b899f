//! The full rules of where a word ends.

use super::address;
use super::class::{extends_word, is_apostrophe, stands_alone, starts_word};
use crate::text::resource::Resources;

/// How far back an opening single quotation mark is looked for, in bytes.
const QUOTE_WINDOW: usize = 200;

/// The rules for one sentence of a text in one language.
pub(super) struct Rules<'a> {
    /// The whole text.
    whole: &'a str,
    /// The text up to the end of the sentence.
    text: &'a str,
    start: usize,
    resources: &'static Resources,
    /// Places of straight double quotes that stand for apostrophes.
    apostrophes: &'a [u32],
}

impl<'a> Rules<'a> {
    /// The rules for the bytes `start..end` of `text`, both on character boundaries.
    pub(super) fn new(
        text: &'a str,
        start: usize,
        end: usize,
        resources: &'static Resources,
        apostrophes: &'a [u32],
    ) -> Self {
        Self { whole: text, text: &text[..end], start, resources, apostrophes }
    }

    /// The text up to the end of the sentence.
    pub(super) fn text(&self) -> &'a str {
        self.text
    }

    /// The whole text as bytes, to be read ahead in.
    pub(super) fn whole(&self) -> &'a [u8] {
        self.whole.as_bytes()
    }

    /// The text up to the end of the sentence as bytes.
    pub(super) fn bytes(&self) -> &'a [u8] {
        self.text.as_bytes()
    }

    /// First byte of the sentence.
    pub(super) fn start(&self) -> usize {
        self.start
    }

    /// True if words may end at an apostrophe, as `dell'` does before `Isis`.
    pub(super) fn elides(&self) -> bool {
        self.resources.elides()
    }

    /// True if the straight double quote at `at` stands for no apostrophe.
    pub(super) fn quotes(&self, at: usize) -> bool {
        self.apostrophes.binary_search(&(at as u32)).is_err()
    }

    /// The character at a byte, if one starts there.
    pub(super) fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// End of the handle or tag whose `@` or `#` stands at `at`.
    pub(super) fn tag(&self, at: usize) -> Option<usize> {
        let glued = self.text[self.start..at].chars().next_back().is_some_and(starts_word);
        if glued || !self.char_at(at + 1).is_some_and(|c| starts_word(c) || c == '_') {
            return None;
        }
        let inside = |c: char| starts_word(c) || extends_word(c) || c == '_';
        let rest = &self.text[at + 1..];
        let len = rest.find(|c| !inside(c)).unwrap_or(rest.len());
        rest[..len].contains(starts_word).then_some(at + 1 + len)
    }

    /// The token of the word that starts at `at`: its first byte (before `at` only for a mail address) and its end.
    pub(super) fn word(&self, at: usize) -> (usize, usize) {
        let rest = &self.text[at..];
        if address::starts_web(rest.as_bytes()) {
            return (at, at + address::web_len(rest));
        }
        let mut chars = rest.char_indices();
        let mut last = '\0';
        while let Some((offset, c)) = chars.next() {
            let here = at + offset;
            if starts_word(c) {
                if stands_alone(c) || stands_alone(last) {
                    return (at, if offset == 0 { here + c.len_utf8() } else { here });
                }
                last = c;
                continue;
            }
            if extends_word(c) {
                continue;
            }
            let behind = here + c.len_utf8();
            let next = chars.clone().next().map(|(_, c)| c).filter(|c| starts_word(*c));
            let joins = match c {
                '.' => next.is_some_and(|n| n.is_numeric() == last.is_numeric()),
                ',' | ':' => next.is_some_and(|n| n.is_numeric() && last.is_numeric()),
                '_' => next.is_some(),
                '@' => match address::mail(self.bytes(), self.start, here) {
                    Some(span) => return span,
                    None => false,
                },
                c if self.is_apostrophe(c, here) => match next {
                    Some(_) if self.resources.is_elision(&self.text[at..here]) => return (at, behind),
                    Some(n) => n.is_alphabetic() || last.is_numeric(),
                    None if self.quotes_next(at, here, behind) => return (at, behind),
                    None if self.keeps_apostrophe(at, here, behind) => return (at, behind),
                    None => false,
                },
                _ => false,
            };
            if !joins {
                let dot = c == '.' && is_acronym(&self.text[at..here]);
                return (at, if dot { behind } else { self.trimmed(at, here) });
            }
        }
        (at, self.trimmed(at, self.text.len()))
    }

    /// The end of a word without invisible characters behind it; marks that are seen stay.
    fn trimmed(&self, at: usize, end: usize) -> usize {
        at + self.text[at..end].trim_end_matches(|c| extends_word(c) && !is_seen(c)).len()
    }

    fn is_apostrophe(&self, c: char, at: usize) -> bool {
        is_apostrophe(c) || c == '"' && !self.quotes(at)
    }

    /// True behind an elided article before a quotation: `dell'«Europa»`.
    fn quotes_next(&self, at: usize, apostrophe: usize, behind: usize) -> bool {
        let mut ahead = self.text[behind..].chars();
        ahead.next().is_some_and(|c| matches!(c, '"' | '“' | '«' | '‘' | '„'))
            && ahead.next().is_some_and(starts_word)
            && self.resources.is_elision(&self.text[at..apostrophe])
    }

    /// True if the apostrophe behind a whole word belongs to it: `po'`, and the English `states' rights`, unless a quotation
    /// that opened before may end here.
    fn keeps_apostrophe(&self, at: usize, apostrophe: usize, behind: usize) -> bool {
        let word = &self.text[at..apostrophe];
        if self.resources.is_truncation(word) {
            return true;
        }
        let follows = self.text[behind..].strip_prefix(' ').and_then(|s| s.chars().next());
        self.resources.plural_possessive
            && word.ends_with(['s', 'S'])
            && follows.is_some_and(char::is_alphabetic)
            && !self.opened_before(at)
    }

    /// True if a single quotation mark opens in the window before `at`.
    fn opened_before(&self, at: usize) -> bool {
        let mut from = self.start.max(at.saturating_sub(QUOTE_WINDOW));
        while !self.text.is_char_boundary(from) {
            from += 1;
        }
        let mut before = ' ';
        let mut opened = false;
        for c in self.text[from..at].chars() {
            if opened && is_apostrophe(before) && !c.is_whitespace() {
                return true;
            }
            opened = is_apostrophe(c) && !before.is_alphanumeric() && !".,!?".contains(before);
            before = c;
        }
        opened
    }
}

/// True for marks that are seen, and not merely joiners and directions.
fn is_seen(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// True for single letters with dots between them: `U.S`, `a.m`, `S.p.A`.
fn is_acronym(word: &str) -> bool {
    let mut letters = word.split('.');
    word.contains('.')
        && letters.all(|part| {
            let mut chars = part.chars();
            chars.next().is_some_and(char::is_alphabetic) && chars.all(extends_word)
        })
}
