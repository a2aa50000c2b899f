//! Where clauses begin and end, from punctuation, conjunctions and the words after them. No parser: one pass forward for
//! beginnings, one backward for ends, so that a sentence of any length takes linear time.

use super::turns::{HARD, LEADING, is_hard};
use super::view::{Punctuation, Word};
use super::words::{Class, Classes};

/// Clause limits of the tokens of one sentence: of those where something changes, from the first on.
#[derive(Debug, Default, PartialEq)]
pub struct Clauses(Vec<Turn>);

/// What surrounds a token; indices are relative to the first token of its sentence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Limits {
    /// First token of the clause around it.
    pub begin: u32,
    /// A first predicate to be left out of that clause, because a second one shares its subject: empty if there is none.
    pub gap: (u32, u32),
    /// One past the last token that a cue there can govern.
    pub end: u32,
    /// The same, stopping at the first comma.
    pub comma: u32,
    /// First token of the stretch between strong marks (`;`, `:`, dashes, brackets, quotation marks).
    pub stretch: u32,
    /// One past the last token of that stretch.
    pub stretch_end: u32,
}

/// A token where limits may change; they hold up to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Turn {
    at: u32,
    limits: Limits,
    /// True where a main clause begins after its condition.
    cut: bool,
    /// True if a clause may end before it.
    stop: bool,
}

/// So many adverbs in a row are passed over; more is no language.
const ADVERBS: usize = 12;

/// A member of a list has at most so many words, the list behind a comma so many.
const MEMBER: usize = 5;
const LIST: usize = 12;

/// So many words at most are put in between commas.
const PUT_IN: usize = 5;

/// Words that begin a noun phrase.
pub const NOUN_START: Classes =
    Classes::of(&[Class::Determiner, Class::Possessive, Class::Subject, Class::NotWord, Class::Title]);

/// Words that show a finite verb.
pub const FINITE: Classes = Classes::of(&[
    Class::Be,
    Class::Have,
    Class::Auxiliary,
    Class::Verb,
    Class::Modal,
    Class::Would,
    Class::Future,
    Class::Conditional,
    Class::Will,
    Class::Contraction,
]);

/// The same without those that are the main verb.
pub const HELPING: Classes = FINITE.without(Classes::of(&[Class::Verb]));

/// Words that open a clause which is not the one before them.
const SUBORDINATE: Classes = Classes::of(&[
    Class::Subordinator,
    Class::If,
    Class::Whether,
    Class::Until,
    Class::Relative,
    Class::Question,
]);

/// Classes of words that may open a clause.
pub const OPENERS: Classes =
    SUBORDINATE.with(Classes::of(&[Class::That, Class::Opener, Class::Contrast, Class::And])).with(TOLD);

/// Words of saying, thinking and wishing that a clause may follow without "that".
const TOLD: Classes = Classes::of(&[Class::Say, Class::Claim, Class::Warn, Class::Think, Class::Wish]);

/// Classes of words that a clause may begin with, in the middle of another.
const ANEW: Classes = Classes::of(&[Class::Have, Class::Be, Class::Auxiliary, Class::Subject]);

/// Classes of words before which a clause may end.
pub const ENDS: Classes = Classes::of(&[Class::And, Class::Contrast]);

impl Clauses {
    /// What surrounds token `i` of the sentence that was read last.
    pub fn at(&self, i: usize) -> Limits {
        let at = i as u32;
        let turn = self.0.partition_point(|t| t.at <= at).checked_sub(1).and_then(|k| self.0.get(k));
        turn.map_or(Limits::default(), |t| Limits { begin: t.limits.begin.min(at), ..t.limits })
    }

    /// Reads the clauses of a sentence. `turns` are its words at which one may begin or end, the first of all among them, and
    /// whether they are parted from the word before.
    pub fn read(&mut self, words: &[Word], turns: impl Iterator<Item = (usize, bool)>) {
        self.0.clear();
        self.forward(words, turns);
        self.backward(words);
    }

    /// Takes the whole sentence for one clause.
    pub fn none(&mut self, words: &[Word]) {
        let n = words.len() as u32;
        let limits = Limits { end: n, comma: n, stretch_end: n, ..Limits::default() };
        self.0.clear();
        self.0.push(Turn { limits, ..Turn::default() });
    }

    /// Goes over the words at which a clause may begin or end, and, behind a condition, over those that its main clause may begin
    /// with.
    fn forward(&mut self, words: &[Word], turns: impl Iterator<Item = (usize, bool)>) {
        let mut now = Now::default();
        let mut next = 0;
        for (i, parted) in turns {
            self.follow(&mut now, words, (next, i));
            self.step(&mut now, words, i, parted);
            next = i + 1;
        }
        self.follow(&mut now, words, (next, words.len()));
    }

    fn follow(&mut self, now: &mut Now, words: &[Word], (from, until): (usize, usize)) {
        for k in from..until {
            if !now.conditional {
                return;
            }
            if words[k].is(Class::Subject) {
                self.step(now, words, k, false);
            }
        }
    }

    fn step(&mut self, now: &mut Now, words: &[Word], i: usize, parted: bool) {
        let last = (now.begin, now.gap, now.stretch);
        let cut = now.turn(words, i, parted);
        let stop = parted || cut || words[i].any(ENDS);
        if stop || (now.begin, now.gap, now.stretch) != last || i == 0 {
            let limits = Limits { begin: now.begin, gap: now.gap, stretch: now.stretch, ..Limits::default() };
            self.0.push(Turn { at: i as u32, limits, cut, stop });
        }
    }

    fn backward(&mut self, words: &[Word]) {
        let n = words.len() as u32;
        let (mut end, mut comma, mut stretch) = (n, n, n);
        for Turn { at, limits, cut, stop } in self.0.iter_mut().rev() {
            (limits.end, limits.comma, limits.stretch_end) = (end, comma, stretch);
            let (at, i) = (*at, *at as usize);
            let Some(word) = words.get(i).filter(|_| i > 0 && *stop) else { continue };
            if is_hard(words, i) {
                (end, comma, stretch) = (at, at, at);
                continue;
            }
            if word.after(Punctuation::COMMA) {
                comma = at;
                if sets_off(words, i) {
                    end = at;
                }
            }
            if *cut || goes_on(words, i) {
                (end, comma) = (at, at);
            }
        }
    }
}

/// True if a clause ends before word `i` for sure, whatever stands before it; strong marks do not count.
pub fn ends_before(words: &[Word], i: usize) -> bool {
    words[i].after(Punctuation::COMMA) && sets_off(words, i) || goes_on(words, i)
}

/// True if the comma before word `i` ends a clause.
fn sets_off(words: &[Word], i: usize) -> bool {
    !words[i].is(Class::Relative) && !lists(words, i) && !puts_in(words, i)
}

/// True if the comma before word `i` opens or closes a few words put in before an infinitive: the power, at need, to listen in.
fn puts_in(words: &[Word], i: usize) -> bool {
    let comma = |k: &usize| words[*k].after(Punctuation::COMMA);
    let close = if words[i].is(Class::To) {
        let low = i.saturating_sub(PUT_IN).max(1);
        return (low..i).rev().find(comma).is_some_and(|open| !words[open..i].iter().any(|w| w.any(FINITE)));
    } else {
        (i + 1..words.len().min(i + 1 + PUT_IN)).find(comma)
    };
    close.is_some_and(|k| words[k].is(Class::To) && !words[i..k].iter().any(|w| w.any(FINITE)))
}

/// True if word `i` joins another clause, or another predicate, to the one before it.
fn goes_on(words: &[Word], i: usize) -> bool {
    contrasts(words, i)
        || words[i].is(Class::And) && (clause_after(words, i + 1) || finite_after(words, i + 1))
}

/// What is known of the clause while its words are read from left to right.
#[derive(Debug, Default)]
struct Now {
    begin: u32,
    stretch: u32,
    /// Beginning of the clause that an inserted one between commas interrupts.
    interrupted: Option<u32>,
    /// First finite verb, once it has been sought; before word `sought` there is none.
    finite: Option<u32>,
    sought: u32,
    /// Opened by a word of condition or time.
    conditional: bool,
    /// A first predicate that the second shares its subject with, to be left out.
    gap: (u32, u32),
}

impl Now {
    /// Goes on to word `i`, before which a mark or the edge of a quotation may stand (`parted`); true if a main clause begins
    /// there after its condition.
    fn turn(&mut self, words: &[Word], i: usize, parted: bool) -> bool {
        let Some(word) = words.get(i) else { return false };
        let at = i as u32;
        let (mut cut, mut resumed) = (false, false);
        if i > 0 {
            if parted && is_hard(words, i) {
                *self = Self { begin: at, stretch: at, sought: at, ..Self::default() };
            } else if word.after(Punctuation::COMMA) && !joins_list(words, i) {
                let back = self.interrupted.take().filter(|_| resumes(words, i));
                resumed = back.is_some();
                let interrupted = (back.is_none() && inserts(words, i)).then_some(self.begin);
                let begin = back.unwrap_or(at);
                *self = Self { begin, stretch: self.stretch, sought: at, interrupted, ..Self::default() };
            } else if word.any(ANEW) && (inverts(words, i) || starts_anew(words, i)) {
                *self = Self { begin: at, stretch: self.stretch, sought: at, ..Self::default() };
            } else if self.conditional && follows_condition(words, i) && self.finite(words, i).is_some() {
                cut = true;
                *self = Self { begin: at, stretch: self.stretch, sought: at, ..Self::default() };
            } else if word.is(Class::And) && !clause_after(words, i + 1) && verb_after(words, i + 1) {
                self.gap = self.shared_subject(words, i).map_or((0, 0), |end| (end, at + 1));
            }
        }
        // X, who …, says · the group will strike: behind what was inserted the verb goes on, and its content begins.
        let told = || (resumed && word.any(TOLD) && clause_after(words, i + 1)).then_some(i + 1);
        if let Some(next) = opens(words, i).or_else(told) {
            let conditional = word.any(Classes::of(&[Class::If, Class::Subordinator, Class::Until]));
            let Self { stretch, interrupted, .. } = *self;
            *self =
                Self { begin: next as u32, stretch, sought: at, interrupted, conditional, ..Self::default() };
        }
        if at == self.begin && word.any(LEADING) && clause_after(words, i + 1) {
            self.begin = at + 1;
        }
        cut
    }

    /// The first finite verb of the clause before word `i`.
    fn finite(&mut self, words: &[Word], i: usize) -> Option<u32> {
        if self.finite.is_none() {
            let from = self.begin.max(self.sought);
            self.finite = (from..i as u32).find(|&k| words[k as usize].any(FINITE));
            self.sought = i as u32;
        }
        self.finite
    }

    /// One past the subject (with its auxiliary) of the clause, where a second predicate begins at word `i`.
    fn shared_subject(&mut self, words: &[Word], i: usize) -> Option<u32> {
        let auxiliary = Classes::of(&[Class::Auxiliary, Class::Modal, Class::Would, Class::Will]);
        if let Some(k) = self.finite(words, i) {
            let helps = words.get(k as usize).is_some_and(|w| w.any(auxiliary));
            return Some(if helps { k + 1 } else { k });
        }
        let first = words.get(self.begin as usize)?;
        first.is(Class::Subject).then_some(self.begin + 1)
    }
}

/// True if a word of contrast ends a clause before word `i`; an adverb such as *yet* does so only after a comma.
fn contrasts(words: &[Word], i: usize) -> bool {
    let word = &words[i];
    word.is(Class::Contrast)
        && !word.is(Class::Pseudo)
        && (!word.is(Class::Adverb) || i == 0 || word.after(Punctuation::COMMA.with(HARD)))
}

/// True if a second predicate begins at `i`: and never went out, and make no move.
fn verb_after(words: &[Word], i: usize) -> bool {
    let Some(word) = words.get(i) else { return false };
    let nominal = Classes::of(&[
        Class::Determiner,
        Class::Possessive,
        Class::Preposition,
        Class::NotWord,
        Class::Participle,
    ]);
    let negated =
        |w: &Word| w.any(Classes::of(&[Class::NotWord, Class::Nor])) && w.before == Punctuation::default();
    finite_after(words, i) || !word.any(nominal) && !word.capital() && words.get(i + 1).is_some_and(negated)
}

/// True if a finite verb stands at `i`, adverbs passed over.
fn finite_after(words: &[Word], i: usize) -> bool {
    let adverb = Classes::of(&[Class::Adverb, Class::Not]);
    let verb =
        words.get(i..).unwrap_or_default().iter().take(ADVERBS).find(|w| !w.any(adverb) || w.any(FINITE));
    verb.is_some_and(|w| w.any(FINITE)) || words.get(i).is_some_and(|w| w.is(Class::Not))
}

/// True if "there" opens a clause in the middle: thank heaven there was nobody.
fn starts_anew(words: &[Word], i: usize) -> bool {
    let there = Classes::of(&[Class::Occur]);
    words[i].is(Class::Subject)
        && words[i].any(there)
        && words.get(i + 1).is_some_and(|w| w.any(FINITE))
        && !words[i - 1].any(FINITE)
}

/// True if the main clause begins at `i` after a condition without a comma: if he failed it was over.
fn follows_condition(words: &[Word], i: usize) -> bool {
    let complement = Classes::of(&[
        Class::Say,
        Class::Claim,
        Class::Think,
        Class::That,
        Class::Relative,
        Class::Question,
        Class::Preposition,
        Class::And,
        Class::Determiner,
    ]);
    words[i].is(Class::Subject)
        && words.get(i + 1).is_some_and(|w| w.any(FINITE))
        && !words[i - 1].any(complement)
        && !words[i - 1].any(FINITE)
}

/// True if the comma before word `i` separates members of a list that goes on to an "and": tools, money and skills.
fn lists(words: &[Word], i: usize) -> bool {
    let other = Classes::of(&[Class::Subject, Class::Preposition, Class::Contrast, Class::Adverb])
        .with(SUBORDINATE)
        .with(FINITE);
    let mut member = 0;
    for (k, word) in words.iter().enumerate().skip(i).take(LIST) {
        let later = k > i;
        if word.is(Class::And) {
            return later
                && !word.after(Punctuation::COMMA)
                && !clause_after(words, k + 1)
                && !verb_after(words, k + 1)
                && !reports(words, k + 2);
        }
        // Each member is short: names, addresses, photographs and passwords.
        member = if word.after(Punctuation::COMMA) { 1 } else { member + 1 };
        if member > MEMBER || word.any(other) {
            return false;
        }
    }
    false
}

/// True if a verb of saying stands at `i`, so that those before it speak: …, experts and officials · have warned.
fn reports(words: &[Word], i: usize) -> bool {
    let mut rest = words.get(i..).unwrap_or_default().iter().take(3);
    rest.find(|w| !w.any(HELPING) && !w.is(Class::Adverb))
        .is_some_and(|w| w.any(super::attribution::SPEECH) && !w.is(Class::AlsoNoun))
}

/// If word `i` opens a clause, the first word that belongs to it.
fn opens(words: &[Word], i: usize) -> Option<usize> {
    let word = words.get(i).filter(|w| w.any(OPENERS))?;
    let len = usize::from(word.len);
    let first = i == 0 || word.after(Punctuation::COMMA.with(HARD));
    if word.any(Classes::of(&[Class::Relative, Class::Question])) {
        return Some(i);
    }
    if word.any(SUBORDINATE) {
        return Some(i + len);
    }
    if word.is(Class::That) {
        let pronoun =
            first || words.get(i - 1).is_some_and(|w| w.any(Classes::of(&[Class::Preposition, Class::And])));
        let determines = words.get(i + 1).is_none_or(|w| w.any(FINITE));
        return if pronoun { None } else { Some(if determines { i } else { i + 1 }) };
    }
    if word.is(Class::Opener) {
        return Some(i + 1);
    }
    if contrasts(words, i) || word.is(Class::And) && clause_after(words, i + 1) {
        return Some(i + 1);
    }
    // Thought and speech without "that": I suppose the whole thing is …, she fears they may strike.
    if word.any(TOLD) && !first && clause_after(words, i + 1) {
        return Some(i + 1);
    }
    None
}

/// True if a clause with a subject of its own begins at `i`.
pub fn clause_after(words: &[Word], i: usize) -> bool {
    clause_seen(words, i).0
}

/// The same, and one past the last word that was asked for it.
pub fn clause_seen(words: &[Word], i: usize) -> (bool, usize) {
    let rest = words.get(i..).unwrap_or_default();
    let Some(at) = rest.iter().take(ADVERBS).position(|w| !w.is(Class::Adverb)) else {
        return (false, i + rest.len().min(ADVERBS));
    };
    let Some(first) = rest.get(at) else { return (false, i) };
    let behind = i + at + 1;
    if first.is(Class::Subject) && !first.is(Class::Object) {
        return (true, behind);
    }
    if !(first.any(NOUN_START) || first.capital() || first.is(Class::Subject)) {
        return (false, behind);
    }
    // A noun phrase: look for its verb before anything else opens.
    for (k, word) in words.iter().enumerate().skip(behind).take(7) {
        if word.after(Punctuation::COMMA.with(HARD)) || word.any(SUBORDINATE) || word.is(Class::To) {
            return (false, k + 1);
        }
        if word.any(FINITE) {
            return (true, k + 1);
        }
    }
    (false, words.len().min(behind + 7))
}

/// True if the comma before word `i` only separates members of a list: `, and his friends`.
fn joins_list(words: &[Word], i: usize) -> bool {
    words.get(i).is_some_and(|w| w.is(Class::And)) && !clause_after(words, i + 1) && {
        let next = words.get(i + 1);
        next.is_some_and(|w| !w.any(FINITE) && !w.is(Class::Adverb) && !w.is(Class::Not))
    }
}

/// True if word `i`, after a comma, begins something inserted: a relative clause or an apposition.
fn inserts(words: &[Word], i: usize) -> bool {
    words.get(i).is_some_and(|w| {
        w.any(Classes::of(&[
            Class::Relative,
            Class::Determiner,
            Class::Possessive,
            Class::Role,
            Class::Title,
        ])) || w.capital()
            || w.is(Class::Preposition)
    })
}

/// True if word `i`, after a comma, takes up the verb of the clause before an insertion.
fn resumes(words: &[Word], i: usize) -> bool {
    let mut rest = words.get(i..).unwrap_or_default().iter().take(ADVERBS);
    let first = rest.by_ref().find(|w| !w.is(Class::Adverb) && !w.is(Class::Not));
    first.is_some_and(|w| w.any(FINITE) || w.any(super::attribution::VERBS) || w.is(Class::Occur))
}

/// True if word `i` begins an inverted condition: had it not been so.
fn inverts(words: &[Word], i: usize) -> bool {
    let auxiliary = Classes::of(&[Class::Have, Class::Be, Class::Auxiliary]);
    let subject = |w: &Word| w.is(Class::Subject) && !w.is(Class::Object);
    words.get(i).is_some_and(|w| w.any(auxiliary))
        && words.get(i + 1).is_some_and(|w| subject(w) || w.is(Class::It))
        && words.get(i - 1).is_some_and(|w| !w.any(SUBORDINATE) && !w.any(FINITE) && !w.is(Class::Adverb))
}
