//! Attributions: which words are ascribed to whom, in direct, indirect and mixed speech and thought.
//!
//! Every reporting word outside quotation marks is read with its surroundings: its content stands after it (said that …), before
//! it (…, she said), or on both sides; its source is its subject, a possessive, or what *according to* names. Quotations
//! then look for the report that owns them; those left over continue the last speaker of their paragraph.

use std::cell::Cell;

use super::clause::clause_seen;
use super::content::content_end;
use super::families::{Families, Family};
use super::passing::{according_behind, according_to, as_told, own_view};
use super::phrase::{Run, Runs};
use super::report::{attitude, headline, hearsay, noun, reportive, simple};
use super::verb::{is_verb, verb};
use super::view::{NO_QUOTE, Punctuation, Word};
use super::words::{Class, Classes};
use crate::text::Span;

/// Reporting verbs of every manner.
pub const VERBS: Classes = Classes::of(&[
    Class::Say,
    Class::Claim,
    Class::Warn,
    Class::Deny,
    Class::Think,
    Class::Judge,
    Class::Plan,
    Class::Show,
    Class::Ask,
]);

/// Verbs that can own a quotation.
pub const SPEECH: Classes = Classes::of(&[
    Class::Say,
    Class::Claim,
    Class::Warn,
    Class::Deny,
    Class::Think,
    Class::Judge,
    Class::Show,
    Class::Ask,
]);

pub const REPORTS: Classes = VERBS.with(Classes::of(&[
    Class::ReportNoun,
    Class::Attitude,
    Class::AccordingTo,
    Class::AccordingBehind,
    Class::OwnView,
    Class::ForSomebody,
    Class::AsTold,
    Class::SaidTo,
    Class::Hearsay,
    Class::Reportive,
]));

/// How far the machine looks for a mark or another report, so that a sentence of any length takes linear time.
pub const SIGHT: usize = 160;

/// An attribution in token indices of the article.
#[derive(Debug, Clone, Copy)]
pub struct Draft {
    /// The reporting word.
    pub cue: Option<Run>,
    /// What kind of report its word makes.
    pub class: Class,
    /// The speaker's noun phrase.
    pub source: Option<Run>,
    /// Stretches of words that are said.
    pub content: Runs,
    /// True for content that carries the voice: speech and thought, not plans and judgements.
    pub voiced: bool,
    /// Speaker taken over from this earlier draft.
    pub carried: Option<usize>,
    /// The quotation that it owns.
    pub quote: Option<u32>,
    /// Name of the rule that made it, for explanations.
    pub rule: &'static str,
    /// What stands between the marks, if it is a quotation inside another.
    pub nested: Option<Span>,
}

impl Draft {
    /// Drafts of a paragraph are sorted by it.
    pub fn order(&self) -> Option<Run> {
        self.cue.or(self.source).or(self.content.first().copied())
    }
}

/// Words and quotations of the article.
pub struct Text<'a> {
    pub words: &'a [Word],
    /// By word, true if it is the report of a quotation; nothing beyond the end of the list is.
    pub used: &'a [bool],
    /// By quotation, its tokens.
    pub quote_runs: &'a [Run],
    /// Families of rules that are left out.
    pub off: Families,
    /// Marks that may stand between the words of the sentence.
    pub marks: Punctuation,
    /// The [`Stops`] of the sentence, which begins with word `low`.
    pub stops: &'a [u64],
    pub low: usize,
    /// Words from here on may be asked for, but are not filled yet.
    pub known: usize,
    /// True once a rule has asked for one of them: what was read is not to be trusted.
    pub beyond: Cell<bool>,
}

impl<'a> Text<'a> {
    /// Words that are all filled, whatever stands between them, of no sentence.
    pub fn new(words: &'a [Word], used: &'a [bool], quote_runs: &'a [Run], off: Families) -> Self {
        let (marks, known, beyond) = (Punctuation::ANY, usize::MAX, Cell::new(false));
        Self { words, used, quote_runs, off, marks, stops: &[], low: 0, known, beyond }
    }

    /// Word `i`, which may stand behind the sentence.
    pub fn word(&self, i: usize) -> Option<&'a Word> {
        self.ask(i + 1);
        self.words.get(i)
    }

    /// True if a clause with a subject of its own begins at `i`.
    pub fn clause_after(&self, i: usize) -> bool {
        let (found, seen) = clause_seen(self.words, i);
        self.ask(seen);
        found
    }

    /// False if no quotation, and none of these marks, parts words of the sentence.
    pub fn may_part(&self, marks: Punctuation) -> bool {
        !self.quote_runs.is_empty() || self.marks.any(marks)
    }

    /// The first of the [`Stops`] from word `from` on.
    pub fn stop(&self, from: usize) -> Option<usize> {
        let size = u64::BITS as usize;
        let at = from.checked_sub(self.low)?;
        let number = at / size;
        let here = self.stops.get(number)? & u64::MAX << (at % size);
        let place = |number, bits: u64| self.low + number * size + bits.trailing_zeros() as usize;
        if here != 0 {
            return Some(place(number, here));
        }
        let mut later = self.stops.iter().enumerate().skip(number + 1);
        later.find(|(_, bits)| **bits != 0).map(|(number, bits)| place(number, *bits))
    }

    fn ask(&self, until: usize) {
        if until > self.known {
            self.beyond.set(true);
        }
    }

    pub fn quote(&self, i: usize) -> Option<usize> {
        self.words.get(i).map(|w| w.quote).filter(|q| *q != NO_QUOTE).map(|q| q as usize)
    }

    pub fn quote_run(&self, q: usize) -> Run {
        self.quote_runs.get(q).copied().unwrap_or((0, 0))
    }
}

/// Words of a sentence that the reading of its reports must not pass over: those that may be reports, that a phrase begins with
/// or that stand in quotation marks. A bit a word.
#[derive(Debug, Default)]
pub struct Stops(Vec<u64>);

impl Stops {
    /// Looks at the words of a sentence.
    pub fn read(&mut self, words: &[Word]) {
        let is = |w: &Word| {
            let (phrase, quoted) = (w.len > 1, w.quote != NO_QUOTE);
            w.any(REPORTS) | phrase | quoted
        };
        let bits = |words: &[Word]| words.iter().rev().fold(0, |bits, w| bits << 1 | u64::from(is(w)));
        self.set(words.chunks(u64::BITS as usize).map(bits));
    }

    /// Takes them, and maybe others, from who knows them.
    pub fn set(&mut self, bits: impl Iterator<Item = u64>) {
        self.0.clear();
        self.0.extend(bits);
    }

    /// Sixty-four words after the other.
    pub fn bits(&self) -> &[u64] {
        &self.0
    }
}

/// Reads the reports of one sentence, tokens `low..high`, that own no quotation yet, as far as they begin before token `until`.
pub fn sentence(t: &Text<'_>, (low, high): Run, until: usize, out: &mut Vec<Draft>) {
    let first = out.len();
    let mut i = low;
    while let Some(k) = t.stop(i).filter(|k| *k < until) {
        i = k;
        let word = &t.words[i];
        if let Some(q) = t.quote(i) {
            i = t.quote_run(q).1.max(i + 1);
            continue;
        }
        if word.any(REPORTS)
            && !t.used.get(i).copied().unwrap_or(false)
            && let Some(draft) = report(t, (low, high), i, &out[first..])
        {
            out.push(draft);
        }
        i += usize::from(word.len).max(1);
    }
    let voiced = out.get(first..).unwrap_or_default().iter().any(|d| d.voiced);
    if !voiced && until == high && !t.off.has(Family::Headlines) {
        out.extend(headline(t, (low, high)));
    }
}

fn report(t: &Text<'_>, range: Run, i: usize, earlier: &[Draft]) -> Option<Draft> {
    let word = &t.words[i];
    let nouns = !t.off.has(Family::Nouns);
    if word.is(Class::AsTold)
        && let Some(draft) = as_told(t, range, i)
    {
        return Some(draft).filter(|_| !t.off.has(Family::AccordingTo));
    }
    if word.any(Classes::of(&[Class::AccordingTo, Class::ForSomebody])) {
        return according_to(t, range, i).filter(|_| !t.off.has(Family::AccordingTo));
    }
    if word.is(Class::OwnView) {
        return own_view(t, range, i).filter(|_| !t.off.has(Family::AccordingTo));
    }
    if word.is(Class::AccordingBehind) {
        return according_behind(t, range, i).filter(|_| !t.off.has(Family::AccordingTo));
    }
    if word.is(Class::Hearsay) {
        return hearsay(t, range, i).filter(|_| nouns);
    }
    if word.is(Class::Reportive) {
        return reportive(t, range, earlier);
    }
    // Before the verbs: what stands in “alleged to have attacked” is one, but nobody's who stands before it.
    if word.is(Class::SaidTo) {
        let content = (i + usize::from(word.len), content_end(t, range, i));
        return simple(i, word, Class::SaidTo, None, content).filter(|_| nouns);
    }
    if word.any(VERBS) && is_verb(t.words, range, i) {
        return verb(t, range, i, earlier).filter(|_| !t.off.has(Family::Verbs));
    }
    if !nouns {
        return None;
    }
    if word.is(Class::ReportNoun) {
        return noun(t, range, i);
    }
    if word.is(Class::Attitude) {
        return attitude(t, range, i);
    }
    None
}
