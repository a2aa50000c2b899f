//! Noun phrases of speakers: where they begin and end before or after a verb of saying.

use super::view::{Punctuation, Word};
use super::words::{Class, Classes};

/// A run of words: first, one past the last.
pub type Run = (usize, usize);

/// At most two runs of words: what is said may be interrupted once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Runs {
    runs: [Run; 2],
    len: usize,
}

impl Runs {
    /// Adds a run; a third one is dropped.
    pub fn push(&mut self, run: Run) {
        if let Some(slot) = self.runs.get_mut(self.len) {
            *slot = run;
            self.len += 1;
        }
    }
}

impl std::ops::Deref for Runs {
    type Target = [Run];

    fn deref(&self) -> &[Run] {
        self.runs.get(..self.len).unwrap_or_default()
    }
}

impl From<Run> for Runs {
    fn from(run: Run) -> Self {
        Self { runs: [run, (0, 0)], len: 1 }
    }
}

impl Extend<Run> for Runs {
    fn extend<T: IntoIterator<Item = Run>>(&mut self, runs: T) {
        runs.into_iter().for_each(|run| self.push(run));
    }
}

impl FromIterator<Run> for Runs {
    fn from_iter<T: IntoIterator<Item = Run>>(runs: T) -> Self {
        let mut all = Self::default();
        all.extend(runs);
        all
    }
}

/// Marks that no noun phrase crosses.
pub const HARD: Punctuation = Punctuation::SEMICOLON
    .with(Punctuation::COLON)
    .with(Punctuation::DASH)
    .with(Punctuation::OPEN)
    .with(Punctuation::CLOSE)
    .with(Punctuation::STOP)
    .with(Punctuation::SENTENCE);

/// Longest noun phrase that is taken for a speaker.
const LONGEST: usize = 16;

/// Verbs that help other verbs.
const HELPERS: Classes = Classes::of(&[Class::Have, Class::Be, Class::Auxiliary, Class::Modal, Class::Would]);

/// Words that begin a clause.
const OPENERS: Classes = Classes::of(&[
    Class::That,
    Class::Subordinator,
    Class::If,
    Class::Contrast,
    Class::Question,
    Class::Until,
]);

/// Words between a subject and its verb.
const BETWEEN: Classes = HELPERS.with(Classes::of(&[
    Class::Adverb,
    Class::Will,
    Class::Contraction,
    Class::Not,
    Class::HedgeAdverb,
    Class::Time,
    Class::Object,
]));

/// Words at which a noun phrase that is read leftwards ends.
const LEFT_EDGE: Classes = HELPERS.with(OPENERS).with(Classes::of(&[Class::Whether, Class::Verb, Class::To]));

/// Words at which a noun phrase that is read rightwards ends.
const RIGHT_EDGE: Classes = HELPERS.with(OPENERS).with(Classes::of(&[
    Class::Relative,
    Class::Verb,
    Class::To,
    Class::Time,
    Class::Adverb,
]));

/// First word of the verb group that ends at `verb`: has also said, did not deny.
pub fn verb_group(words: &[Word], low: usize, verb: usize) -> usize {
    let mut start = verb;
    let low = low.max(verb.saturating_sub(LONGEST));
    let between = |w: &Word| {
        w.any(BETWEEN) && !(w.is(Class::Object) && w.any(Classes::of(&[Class::Subject, Class::Possessive])))
    };
    while start > low && between(&words[start - 1]) && !words[start].after(HARD) {
        // An adverb between commas belongs to it: he, however, said.
        let inserted = |w: &Word| w.is(Class::Adverb) && w.after(Punctuation::COMMA);
        if words[start].after(Punctuation::COMMA) && !inserted(&words[start - 1]) {
            break;
        }
        start -= 1;
    }
    start
}

/// The subject of the verb at `verb`, to its left and not before `low`.
pub fn subject_before(words: &[Word], low: usize, verb: usize) -> Option<Run> {
    let mut end = verb_group(words, low, verb);
    if end <= low || words[end].after(HARD) && !words[end].after(Punctuation::CLOSE) {
        return None;
    }
    if words[end].after(Punctuation::COMMA) {
        // X, the head of Y, said · X, who …, said: the phrase ends before the insertion, unless that is the name.
        let start = insertion_start(words, low, end).unwrap_or(end);
        if !is_name(words, (start, end)) {
            end = start;
        }
    }
    if end > low + 1 && words[end - 1].any(Classes::of(&[Class::Relative, Class::That])) {
        // X who said: the phrase before the relative pronoun.
        end -= 1;
    }
    if end <= low {
        return None;
    }
    if words[end].after(Punctuation::CLOSE) && !words[end].after(Punctuation::OPEN) {
        // Rep. X (D-Wis.) said: the phrase ends before the bracket.
        end = bracket_start(words, low, end).unwrap_or(end);
    }
    let last = &words[end - 1];
    if last.is(Class::Subject) {
        return Some((end - 1, end));
    }
    let floor = low.max(end.saturating_sub(LONGEST));
    let mut start = end;
    while start > floor {
        let word = &words[start - 1];
        if word.any(LEFT_EDGE) && !(word.is(Class::That) && start == end)
            || word.is(Class::And) && !joins_names(words, start - 1)
        {
            break;
        }
        if word.quote != words[end - 1].quote {
            break;
        }
        start -= 1;
        let apposed = word.after(Punctuation::COMMA) && is_name(words, (start, end));
        if word.after(HARD.with(Punctuation::COMMA)) && !apposed {
            break;
        }
    }
    trim((start, end), words)
}

/// True for a reporting verb that is no noun as well: told, insisted.
fn is_plain_verb(word: &Word) -> bool {
    let noun = Classes::of(&[
        Class::ReportNoun,
        Class::Role,
        Class::Group,
        Class::Paper,
        Class::Institution,
        Class::InstitutionFirst,
        Class::Title,
    ]);
    word.any(super::attribution::VERBS) && !word.any(noun) && !word.capital()
}

/// First word of the bracket that closes before word `end`.
fn bracket_start(words: &[Word], low: usize, end: usize) -> Option<usize> {
    let floor = low.max(end.saturating_sub(12));
    (floor + 1..end).rev().find(|&k| words[k].after(Punctuation::OPEN))
}

/// Where the insertion between commas begins that ends before word `end`.
fn insertion_start(words: &[Word], low: usize, end: usize) -> Option<usize> {
    let floor = low.max(end.saturating_sub(30));
    let mut found = None;
    let opens = Classes::of(&[Class::Relative, Class::Determiner, Class::Possessive, Class::Role]);
    for k in (floor + 1..end).rev() {
        if words[k].after(HARD) {
            break;
        }
        if words[k].after(Punctuation::COMMA) {
            if words[k].any(opens) {
                return Some(k);
            }
            found = found.or(Some(k));
        }
    }
    found
}

/// True for two to four capitalised words, parts behind a hyphen not counted: the minister, **John Smith**, said.
fn is_name(words: &[Word], (start, end): Run) -> bool {
    let name = words.get(start..end).filter(|n| n.len() <= 8).unwrap_or_default();
    let parts = name.iter().filter(|w| !w.after(Punctuation::JOINED)).count();
    (2..=4).contains(&parts) && name.iter().all(|w| w.capital() || w.is(Class::Particle)) && start > 1
}

/// "X and Y": both sides are names, or people without one: experts and officials.
fn joins_names(words: &[Word], at: usize) -> bool {
    let left = at.checked_sub(1).and_then(|k| words.get(k));
    let right = words.get(at + 1);
    let people = Classes::of(&[Class::Role, Class::Group]);
    let alike = |a: &Word, b: &Word| a.capital() && b.capital() || a.any(people) && b.any(people);
    left.zip(right).is_some_and(|(a, b)| alike(a, b) && !words[at].after(Punctuation::COMMA))
}

/// Cuts words from the start that belong to no noun phrase: In March Trump, Later the minister.
fn trim((mut start, end): Run, words: &[Word]) -> Option<Run> {
    let lead = Classes::of(&[
        Class::Adverb,
        Class::And,
        Class::Contrast,
        Class::Time,
        Class::Subordinator,
        Class::That,
    ]);
    while start < end && words[start].any(lead) && !words[start].any(Classes::of(&[Class::Determiner])) {
        start += 1;
    }
    if start < end && words[start].is(Class::Preposition) {
        // A phrase of time or place stands first: the subject is what comes last.
        let begins = Classes::of(&[Class::Determiner, Class::Possessive, Class::Title]);
        let from = (start + 1..end).rev().find(|&k| {
            words[k].any(begins) || words[k].capital() && (k == start + 1 || !words[k - 1].capital())
        });
        let preposition =
            from.and_then(|k| words.get(k.wrapping_sub(1))).is_some_and(|w| w.is(Class::Preposition));
        start = from.filter(|_| !preposition)?;
    }
    (start < end).then_some((start, end))
}

/// The noun phrase that begins at `from`, up to `high`: said Anna Keller of the ministry.
pub fn phrase_after(words: &[Word], from: usize, high: usize) -> Option<Run> {
    let high = high.min(from + LONGEST).min(words.len());
    let mut end = from;
    while end < high {
        let word = &words[end];
        if end > from && (word.after(HARD.with(Punctuation::COMMA)) || word.quote != words[from].quote) {
            break;
        }
        // An article ends no phrase: an April study.
        let dated = end == from + 1 && words[from].is(Class::Determiner) && word.is(Class::Time);
        if (word.any(RIGHT_EDGE) && !dated || end > from && is_plain_verb(word))
            && !(end == from && word.is(Class::Determiner))
        {
            break;
        }
        if end > from && word.is(Class::And) && !joins_names(words, end) {
            break;
        }
        if word.is(Class::Preposition) && !word.is(Class::Particle) {
            break;
        }
        let tied = Classes::of(&[Class::Preposition, Class::Particle, Class::Determiner, Class::And]);
        if end > from && word.is(Class::Determiner) && !word.capital() && !words[end - 1].any(tied) {
            break;
        }
        end += 1;
        if word.is(Class::Subject) && end == from + 1 && !word.is(Class::Determiner) {
            break;
        }
    }
    // The director, Anna Keller: the name belongs to the phrase.
    let name = (end + 1..words.len().min(end + 5))
        .find(|&k| !words[k].capital() || words[k].before != Punctuation::default());
    let name = name.or((words.len() <= end + 4).then_some(words.len()));
    if let Some(close) = name.filter(|&k| {
        end > from && end < k && words[end].after(Punctuation::COMMA) && is_name(words, (end, k))
    }) {
        return Some((from, close));
    }
    (end > from).then_some((from, end))
}

/// The subject behind the verb that ends before `from`, words of time or place between them passed over: dijo · ayer · el ministro.
pub fn subject_after(words: &[Word], mut from: usize, high: usize) -> Option<Run> {
    while from < high
        && words[from].is(Class::Interposed)
        && !words[from].after(HARD.with(Punctuation::COMMA))
    {
        from += usize::from(words[from].len);
    }
    phrase_after(words, from, high)
}

/// The name inside a noun phrase: the last run of capitalised words before any preposition, without titles where a first
/// name follows them. `None` if the phrase has no name of a person or an organisation at its head.
pub fn name_in(words: &[Word], (start, end): Run) -> Option<Run> {
    let words = words.get(..end)?;
    let apposed = (start + 1..end)
        .rev()
        .find(|&k| words[k].after(Punctuation::COMMA))
        .filter(|&k| is_name(words, (k, end)));
    if let Some(k) = apposed {
        return Some((k, end));
    }
    let head = (start..end)
        .find(|&k| k > start && words[k].is(Class::Preposition) && !words[k].capital())
        .unwrap_or(end);
    let last = (start..head).rev().find(|&k| words[k].capital() && !words[k].is(Class::Subject))?;
    if head - last > 1 {
        // The Clinton campaign, the Islamic State group: the head is no name.
        return None;
    }
    let mut first = last;
    while first > start
        && (words[first - 1].capital()
            || words[first - 1].is(Class::Particle) && first - 1 > start && words[first - 2].capital())
        && !words[first].after(HARD.with(Punctuation::COMMA))
    {
        first -= 1;
    }
    if words[first].is(Class::Determiner) {
        return (first + 1 < last + 1).then_some((start, head));
    }
    let title = (first..last).rev().find(|&k| words[k].any(Classes::of(&[Class::Title, Class::Role])));
    let from = match title {
        // Mr Osei keeps its title, Mr John Osei does not need it.
        Some(k) if last > k + 1 => k + 1,
        Some(k) => k,
        None => first,
    };
    Some((from, last + 1))
}
