//! Whole lines: cutting a text into them, and the rules that are patterns over them (`lexicons/input/cleaning.toml`). Link
//! lines, captions and bylines are told by their shape: `shapes`.

use hashbrown::HashMap;

use super::Removed;
use super::pattern::{core, first_word, fits, fold};
use super::rules::{Patterns, Where};
use crate::scan;

/// The first lines of a text, and its last ones.
const HEAD: usize = 8;
/// No line of few words has words of more bytes than this on average.
const LONG_WORD: usize = 14;
/// No pattern fits a longer line.
const LONGEST: usize = 480;

/// A line that is not blank.
#[derive(Debug, Clone, Copy)]
pub(super) struct Line<'a> {
    /// Its text without the white space around it.
    pub text: &'a str,
    /// First byte in the whole text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Which one it is, from 0.
    pub number: usize,
    /// How many follow it.
    pub after: usize,
}

impl<'a> Line<'a> {
    /// The line `at` of those of a text.
    pub fn new(text: &'a str, lines: &[scan::Line], at: usize) -> Self {
        let scan::Line { start, end, .. } = lines[at];
        Self {
            text: &text[start as usize..end as usize],
            start,
            end,
            number: at,
            after: lines.len() - at - 1,
        }
    }

    /// True if the line does not end as a sentence does.
    pub fn is_open(&self) -> bool {
        match self.text.as_bytes().last() {
            Some(last) if last.is_ascii() => !matches!(last, b'.' | b'!' | b'?' | b';' | b',' | b'"' | b'\''),
            _ => !self.text.ends_with(['”', '»', '…', '’']),
        }
    }

    /// True among the first lines.
    pub fn in_head(&self) -> bool {
        self.number < HEAD
    }

    /// True among the last lines.
    pub fn at_end(&self) -> bool {
        self.after < HEAD
    }

    /// True if it has more words than that.
    pub fn is_longer_than(&self, words: usize) -> bool {
        // So many bytes are so many words in any case, and so few cannot be: no need to count them.
        let len = self.text.len();
        len > words * LONG_WORD || len > 2 * words && self.text.split_whitespace().nth(words).is_some()
    }
}

/// Patterns by a word.
type Index = HashMap<Box<str>, Listed, foldhash::fast::FixedState>;

/// The patterns of a word.
#[derive(Debug, Clone, Default)]
struct Listed {
    /// Rules and patterns, and the letter that begins the second word of each, if it has one: 0 if not.
    patterns: Vec<(u16, u16, u8)>,
    /// A bit for five bits of each of those letters: all of them, if one is 0.
    seconds: u32,
    /// Longest line, in bytes, that one of them may fit, and longest one that ends with a full stop.
    longest: [usize; 2],
}

impl Listed {
    fn add(&mut self, rule: u16, pattern: u16, second: u8, of: &Patterns) {
        self.patterns.push((rule, pattern, second));
        self.seconds |= if second == 0 { u32::MAX } else { 1 << (second % 32) };
        let longest = of.words * LONG_WORD;
        self.longest[0] = self.longest[0].max(longest);
        self.longest[1] = self.longest[1].max(if of.stop { longest } else { 0 });
    }

    /// False only if none of them fits a line of this length that begins with these words.
    fn may(&self, len: usize, stopped: bool, second: u8) -> bool {
        len <= self.longest[usize::from(stopped)] && (second == 0 || self.seconds >> (second % 32) & 1 != 0)
    }
}

/// The rules that are patterns, by the first word of each, or by the last one where it begins with a star.
#[derive(Debug, Clone)]
pub(super) struct Lines {
    rules: Vec<Patterns>,
    by_first: Index,
    by_last: Index,
    /// Which lines may fit any pattern, and which of those that end with a full stop.
    any: Gate,
    stopped: Gate,
}

impl Lines {
    /// An index of these rules.
    pub fn new(rules: &[Patterns]) -> Self {
        let (by_first, by_last) = (Index::default(), Index::default());
        let (any, stopped) = (Gate::default(), Gate::default());
        let mut lines = Self { rules: vec![], by_first, by_last, any, stopped };
        lines.add(rules);
        lines
    }

    /// Adds rules.
    pub fn add(&mut self, rules: &[Patterns]) {
        for rule in rules {
            let at = self.rules.len() as u16;
            for (i, pattern) in rule.lines.iter().enumerate() {
                let (index, key) = match first_word(pattern) {
                    "" if pattern.starts_with('#') => (&mut self.by_first, NUMBER),
                    "" => (&mut self.by_last, last_word(pattern)),
                    word => (&mut self.by_first, word),
                };
                let next = second(pattern);
                index.entry(key.into()).or_default().add(at, i as u16, next, rule);
                let end = first_word(pattern).is_empty() && !pattern.starts_with('#');
                for gate in
                    [Some(&mut self.any), rule.stop.then_some(&mut self.stopped)].into_iter().flatten()
                {
                    if end { gate.last.admit(key.bytes().rev()) } else { gate.first.admit(key.bytes()) }
                }
            }
            self.rules.push(rule.clone());
        }
    }

    /// The rule that sets this line aside, if any. `folded` is a buffer.
    pub fn rule_of(&self, line: &Line<'_>, folded: &mut String, off: &[&str]) -> Option<&'static str> {
        if line.text.len() > LONGEST {
            return None;
        }
        let stopped = line.text.ends_with('.');
        let gate = if stopped { &self.stopped } else { &self.any };
        let (first, last) = gate.passes(line.text.as_bytes());
        if !first && !last {
            return None;
        }
        let mut key = Key::default();
        // The cheap questions first: most sentences that begin like a pattern are told apart without being folded.
        let begins = second(line.text);
        let may = |listed: &&Listed| listed.may(line.text.len(), stopped, begins);
        let first = first.then(|| key.first(line.text)).flatten().and_then(|k| self.by_first.get(k));
        let last = last.then(|| key.last(line.text)).flatten().and_then(|k| self.by_last.get(k));
        let (first, last) = (first.filter(may), last.filter(may));
        if first.is_none() && last.is_none() {
            return None;
        }
        let may = |&&(rule, _, next): &&(u16, u16, u8)| {
            let Patterns { rule, place, words, stop, first, .. } = &self.rules[rule as usize];
            let in_place = match place {
                Where::Anywhere => true,
                Where::Head => line.in_head(),
                // A long list pushes its heading away from the end.
                Where::End => line.at_end() || !line.in_head(),
            };
            in_place
                && (next == 0 || begins == 0 || next == begins)
                && (*first || line.number > 0)
                && (*stop || !stopped)
                && line.text.len() <= words * LONG_WORD
                && !off.contains(&rule.name)
        };
        let candidates = || first.into_iter().chain(last).flat_map(|listed| &listed.patterns).filter(may);
        let most = candidates().map(|(rule, ..)| self.rules[*rule as usize].words).max()?;
        let words = line.text.split_whitespace().take(most + 1).count();
        let mut candidates =
            candidates().filter(|(rule, ..)| words <= self.rules[*rule as usize].words).peekable();
        candidates.peek()?;
        fold(line.text, folded);
        let found = |&&(rule, pattern, _): &&(u16, u16, u8)| {
            fits(&self.rules[rule as usize].lines[pattern as usize], folded)
        };
        // Of several patterns the longest says best what the line is.
        let length =
            |&&(rule, pattern, _): &&(u16, u16, u8)| self.rules[rule as usize].lines[pattern as usize].len();
        let (rule, ..) = candidates.filter(found).max_by_key(length)?;
        Some(self.rules[*rule as usize].rule.name)
    }

    /// After a line that opens a list at the end of a text, sets the rest aside too, if all of it is made of links.
    pub fn lists_at_the_end(&self, text: &str, lines: &[scan::Line], removed: &mut Vec<Removed>) {
        let opens =
            |name: &str| self.rules.iter().any(|r| r.rule.name == name && r.place == Where::End && !r.stop);
        if removed.is_empty() {
            return;
        }
        let openers = removed.iter().filter(|r| opens(r.rule)).map(|r| (r.end, r.rule));
        // A link is a short line without a full stop; prose after a heading means that the heading stood in the middle.
        let linky = |at: &usize| {
            let line = Line::new(text, lines, *at);
            !line.is_longer_than(20) && !line.text.ends_with(['.', '”', '"', '»'])
        };
        let tail = lines.len() - (0..lines.len()).rev().take_while(linky).count();
        let from = |end: u32| lines.partition_point(|l| l.start < end);
        let Some((end, rule)) = openers.filter(|(end, _)| from(*end) >= tail).min() else { return };
        removed.extend(lines[from(end)..].iter().map(|l| Removed { start: l.start, end: l.end, rule }));
    }
}

/// Tells lines that no pattern fits by the first three bytes of their first word and the last three of their last one.
#[derive(Debug, Clone, Default)]
struct Gate {
    first: Edges,
    last: Edges,
}

impl Gate {
    /// If a pattern may be found by the first word of a line, and by its last one.
    fn passes(&self, line: &[u8]) -> (bool, bool) {
        // Numbers have a key of their own.
        let first = match line {
            [a, b, c, ..] if [a, b, c].iter().all(|b| b.is_ascii_alphabetic()) => {
                self.first.has(code(*a, *b, *c))
            }
            [a, ..] if a.is_ascii_alphabetic() => self.first.may(line.iter().copied()),
            _ => true,
        };
        // Nearly every line ends with a word of three letters or more, and with a mark behind it.
        let last = match line {
            [.., c, b, a, b'.'] | [.., c, b, a] if [a, b, c].iter().all(|b| b.is_ascii_alphanumeric()) => {
                self.last.has(code(*a, *b, *c))
            }
            _ => {
                let marks =
                    line.iter().rev().take_while(|b| b.is_ascii() && !b.is_ascii_alphanumeric()).count();
                self.last.may(line[..line.len() - marks].iter().rev().copied())
            }
        };
        (first, last)
    }
}

/// Edges of words that patterns have, a bit for each three letters.
#[derive(Debug, Clone)]
struct Edges(Box<[u64; 512]>);

impl Default for Edges {
    fn default() -> Self {
        Self(Box::new([0; 512]))
    }
}

impl Edges {
    /// Adds the word of a pattern.
    fn admit(&mut self, word: impl Iterator<Item = u8>) {
        if let Some(edge) = edge(word) {
            self.0[edge / 64] |= 1 << (edge % 64);
        }
    }

    /// False only if no word that was added has this edge.
    fn may(&self, line: impl Iterator<Item = u8>) -> bool {
        edge(line).is_none_or(|edge| self.has(edge))
    }

    fn has(&self, edge: usize) -> bool {
        self.0[edge / 64] >> (edge % 64) & 1 != 0
    }
}

/// The [`edge`] of a word of three letters or digits and more.
fn code(a: u8, b: u8, c: u8) -> usize {
    let part = |b: u8| usize::from(b & 31);
    part(a) << 10 | part(b) << 5 | part(c)
}

/// A number for up to three ASCII letters or digits at the edge of a word; `None` if there are others among them.
fn edge(mut word: impl Iterator<Item = u8>) -> Option<usize> {
    let mut edge = 0;
    for place in 0..3 {
        let part = match word.next() {
            Some(b) if b.is_ascii_alphanumeric() => usize::from(b & 31),
            // Signs that are part of a word in places are not decided here.
            Some(b) if !b.is_ascii() || b == b'\'' || place == 0 => return None,
            _ => {
                edge <<= 5 * (3 - place);
                break;
            }
        };
        edge = edge << 5 | part;
    }
    Some(edge)
}

/// The letter behind a first word of ASCII letters and one space, in lower case; 0 if something else is there.
fn second(line: &str) -> u8 {
    let bytes = line.as_bytes();
    let first = bytes.iter().take_while(|b| b.is_ascii_alphabetic()).count();
    match bytes[first..] {
        [b' ', next, ..] if next.is_ascii_alphabetic() => next.to_ascii_lowercase(),
        _ => 0,
    }
}

/// The key of patterns that begin with a number.
const NUMBER: &str = "#";

/// The first or the last word of a line in lower case, cut out without folding the whole line.
#[derive(Default)]
struct Key([u8; 24]);

impl Key {
    fn first(&mut self, line: &str) -> Option<&str> {
        let bytes = line.as_bytes();
        if !bytes.first().is_some_and(u8::is_ascii_alphabetic) {
            let line = core(line);
            return if line.starts_with(|c: char| c.is_ascii_digit()) {
                Some(NUMBER)
            } else {
                self.lower(first_word(line))
            };
        }
        // Nearly every line begins with a plain word.
        let len = bytes.iter().take(self.0.len()).take_while(|b| b.is_ascii_alphanumeric()).count();
        match bytes.get(len) {
            Some(b) if !b.is_ascii() || *b == b'\'' || len == self.0.len() => self.lower(first_word(line)),
            _ => self.ascii(&bytes[..len]),
        }
    }

    fn last(&mut self, line: &str) -> Option<&str> {
        let bytes = line.as_bytes();
        let marks = bytes.iter().rev().take_while(|b| b.is_ascii() && !b.is_ascii_alphanumeric()).count();
        let bytes = &bytes[..bytes.len() - marks];
        let len = bytes.iter().rev().take(self.0.len()).take_while(|b| b.is_ascii_alphanumeric()).count();
        let before = bytes.len() - len;
        if before > 0 && !bytes[before - 1].is_ascii() {
            self.lower(last_word(line))
        } else {
            self.ascii(&bytes[before..])
        }
    }

    fn ascii(&mut self, word: &[u8]) -> Option<&str> {
        let buffer = self.0.get_mut(..word.len())?;
        buffer.copy_from_slice(word);
        buffer.make_ascii_lowercase();
        std::str::from_utf8(buffer).ok().filter(|word| !word.is_empty())
    }

    /// `None` for no word and for one too long to be in any pattern.
    fn lower(&mut self, word: &str) -> Option<&str> {
        let mut len = 0;
        for c in word.chars() {
            let c = if c == '’' { '\'' } else { c };
            for lower in c.to_lowercase() {
                let end = len + lower.len_utf8();
                lower.encode_utf8(self.0.get_mut(len..end)?);
                len = end;
            }
        }
        std::str::from_utf8(&self.0[..len]).ok().filter(|word| !word.is_empty())
    }
}

/// The last word of a line or a pattern, without the marks after it.
fn last_word(line: &str) -> &str {
    let line = line.trim_end_matches(|c: char| !c.is_alphanumeric());
    let start = line.rfind(|c: char| !c.is_alphanumeric());
    let start = start.map_or(0, |i| i + line[i..].chars().next().map_or(1, char::len_utf8));
    &line[start..]
}

#[cfg(test)]
mod tests {
    use super::super::rules::builtin;
    use super::*;

    proptest::proptest! {
        #[test]
        fn the_gate_shuts_out_no_line_that_a_pattern_fits(pick in 0usize..10_000, fill in "( |[a-zé]{1,3}|Rossi|12)?", mark in r#"[.!:”"» ]?"#, case in 0u8..3) {
            let built = builtin();
            let patterns: Vec<&String> = built.patterns.iter().flat_map(|p| &p.lines).collect();
            let line = patterns[pick % patterns.len()].replace('*', &fill).replace('#', "12");
            let line = match case {
                0 => line.to_uppercase(),
                1 => line.replace('\'', "’"),
                _ => line,
            };
            let text = format!("x\n{}{mark}", line.trim());
            let mut map = scan::Map::default();
            map.read(&text);
            let cuts = map.lines();
            let lines = Lines::new(&built.patterns);
            let mut open = lines.clone();
            for edges in [&mut open.any.first, &mut open.any.last, &mut open.stopped.first, &mut open.stopped.last] {
                edges.0.fill(u64::MAX);
            }
            for listed in open.by_first.values_mut().chain(open.by_last.values_mut()) {
                listed.patterns.iter_mut().for_each(|pattern| pattern.2 = 0);
                (listed.seconds, listed.longest) = (u32::MAX, [usize::MAX; 2]);
            }
            for at in 0..cuts.len() {
                let line = Line::new(&text, cuts, at);
                let mut folded = String::new();
                proptest::prop_assert_eq!(lines.rule_of(&line, &mut folded, &[]), open.rule_of(&line, &mut folded, &[]));
            }
        }
    }
}
