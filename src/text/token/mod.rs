//! Words and numbers.
//!
//! A token is a run of letters, marks and digits. Inside a word apostrophes join (`don't`, `group's`) unless the language
//! elides there (`dell'` + `Isis`); dots join letters (`U.S.`, `bbc.co.uk`); dots, commas and colons join digits
//! (`1,5`, `12:30`). Hyphens cut. Addresses, `@handles` and `#tags` are one token each.
//!
//! Two ways lead to the same cuts: a run of ASCII letters behind which a word plainly ends is taken by a table of
//! bytes; whatever else goes through the rules of the `word` module.

mod address;
mod between;
mod class;
mod short;
mod word;

use super::document::{Document, Marks, Token};
use super::resource::Resources;
use super::vocabulary::Vocabulary;
use crate::scan::Words;
use between::Between;
use class::{CLASS, Class, behind};
use word::Rules;

/// Fills the tokens of every sentence of `document`. With `words`, those of the map of the text, short ways are taken.
pub(super) fn fill(
    text: &str,
    words: Option<Words<'_>>,
    marks: Marks<'_>,
    vocabulary: &mut Vocabulary,
    document: &mut Document,
) {
    let Document { sentences, tokens, .. } = document;
    let resources = Resources::of(vocabulary.language());
    for sentence in sentences {
        sentence.first = tokens.len() as u32;
        let span = sentence.span.range();
        let rules = Rules::new(text, span.start, span.end, resources, marks.apostrophes);
        cut_sentence(&rules, words, vocabulary, tokens);
        sentence.last = tokens.len() as u32;
    }
}

fn cut_sentence(
    rules: &Rules<'_>,
    words: Option<Words<'_>>,
    vocabulary: &mut Vocabulary,
    tokens: &mut Vec<Token>,
) {
    let bytes = rules.bytes();
    let first = tokens.len();
    let mut at = rules.start();
    let mut between = Between::START;
    loop {
        if let Some(words) = words {
            (at, between) = short::cut(rules, words, vocabulary, tokens, at, between);
        }
        let Some(&byte) = bytes.get(at) else { break };
        if let Some(words) = words
            && let Some(len) = plain_len(rules, words, at)
        {
            let form = vocabulary.intern_at(rules.text(), at, at + len);
            tokens.push(Token { start: at as u32, end: (at + len) as u32, form, gap: between.gap() });
            between = Between::NONE;
            at += len;
            continue;
        }
        let (start, end) = match step(rules, CLASS[byte as usize], at, &mut between) {
            Step::Over(len) => {
                at += len;
                continue;
            }
            Step::Token(start, end) => (start, end),
        };
        if start < at {
            between = drop_from(tokens, first, start, between);
        }
        let form = vocabulary.intern_at(rules.text(), start, end);
        tokens.push(Token { start: start as u32, end: end as u32, form, gap: between.gap() });
        between = Between::NONE;
        at = end;
    }
}

/// Length of the ASCII word that begins at `at`, if that can be told without the rules.
#[inline]
fn plain_len(rules: &Rules<'_>, words: Words<'_>, at: usize) -> Option<usize> {
    let bytes = rules.bytes();
    let run @ 1..LONG = words.run(at) else { return None };
    let run = run.min(bytes.len() - at);
    if ends_plainly(bytes, at + run) { Some(run) } else { marked_len(rules, words, at, run) }
}

/// The same of a word with a quotation mark behind it or its comma, or with an apostrophe inside, as `don't` and `group’s`.
fn marked_len(rules: &Rules<'_>, words: Words<'_>, at: usize, run: usize) -> Option<usize> {
    let bytes = rules.bytes();
    let apostrophe = match bytes.get(at + run..)? {
        // Nothing joins these marks to a word.
        [b'"', ..] if rules.quotes(at + run) => return Some(run),
        [0xe2, 0x80, 0x9c..=0x9f, ..] | [0xc2, 0xab | 0xbb, ..] => return Some(run),
        [b'.' | b',' | b':', 0xe2, 0x80, 0x98..=0x9f, ..] | [b'.' | b',' | b':', 0xc2, 0xab | 0xbb, ..] => {
            return Some(run);
        }
        [b'\'', b, ..] if b.is_ascii_alphabetic() => 1,
        [0xe2, 0x80, 0x99, b, ..] if b.is_ascii_alphabetic() => 3,
        _ => return None,
    };
    let second = at + run + apostrophe;
    let more @ 1..LONG = words.run(second) else { return None };
    let end = second + more;
    (end <= bytes.len() && !rules.elides() && ends_plainly(bytes, end)).then_some(end - at)
}

/// True if the bytes behind a run of letters say by themselves that the word ends.
#[inline]
fn ends_plainly(bytes: &[u8], at: usize) -> bool {
    let [first, second] = [at, at + 1].map(|at| bytes.get(at).copied().unwrap_or(b' '));
    behind::first(first) & behind::second(second) != 0
}

/// Words of as many bytes are left to the rules.
const LONG: usize = 57;

/// What stands at a place where no ASCII word starts.
enum Step {
    /// No token: go on behind so many bytes.
    Over(usize),
    /// A token: its first byte and its end.
    Token(usize, usize),
}

fn step(rules: &Rules<'_>, class: Class, at: usize, between: &mut Between) -> Step {
    match class {
        Class::Word => return word(rules, at),
        Class::Space => between.space(),
        Class::Line => between.line(),
        Class::Quote => between.quote(),
        Class::Hyphen => between.hyphen(),
        Class::Mark => between.mark(),
        Class::Sigil => match rules.tag(at) {
            Some(end) => return Step::Token(at, end),
            None => between.mark(),
        },
        Class::High => return step_high(rules, at, between),
    }
    Step::Over(1)
}

fn word(rules: &Rules<'_>, at: usize) -> Step {
    let (start, end) = rules.word(at);
    Step::Token(start, end)
}

fn step_high(rules: &Rules<'_>, at: usize, between: &mut Between) -> Step {
    let Some(c) = rules.char_at(at) else { return Step::Over(1) };
    if class::starts_word(c) {
        return word(rules, at);
    }
    match c {
        '\u{85}' | '\u{2028}' | '\u{2029}' => between.line(),
        c if c.is_whitespace() => between.space(),
        c if class::is_quote(c) => between.quote(),
        c if class::is_hyphen(c) => between.hyphen(),
        c if class::extends_word(c) => {}
        _ => between.mark(),
    }
    Step::Over(c.len_utf8())
}

/// Takes back the tokens from byte `start` on, because a longer one (an e-mail address) turned out to hold them.
fn drop_from(tokens: &mut Vec<Token>, first: usize, start: usize, mut between: Between) -> Between {
    while tokens.len() > first && tokens.last().is_some_and(|t| t.start as usize >= start) {
        between = tokens.pop().map_or(between, |t| Between::from(t.gap));
    }
    between
}

#[cfg(test)]
mod tests;
