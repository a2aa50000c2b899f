//! Where clauses begin and end, from punctuation, conjunctions and the words after them. No parser: one pass forward for
//! beginnings, one backward for ends, so that a sentence of any length takes linear time.

use super::view::{Punctuation, Word};
use super::words::{Class, Classes};

/// Clause limits of the tokens of one sentence; indices are relative to its first token.
#[derive(Debug, Default)]
pub struct Clauses {
    /// First token of the clause around each token.
    pub begin: Vec<u32>,
    /// One past the last token that a cue at each token can govern.
    pub end: Vec<u32>,
    /// The same, stopping at the first comma.
    pub comma: Vec<u32>,
    /// First token of the stretch between strong marks (`;`, `:`, dashes, brackets, quotation marks).
    pub stretch: Vec<u32>,
    /// One past the last token of that stretch.
    pub stretch_end: Vec<u32>,
}

const HARD: Punctuation = Punctuation::SEMICOLON
    .with(Punctuation::COLON)
    .with(Punctuation::DASH)
    .with(Punctuation::OPEN)
    .with(Punctuation::CLOSE)
    .with(Punctuation::STOP);

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
    Class::Contraction,
]);

/// Words that open a clause which is not the one before them.
const SUBORDINATE: Classes = Classes::of(&[
    Class::Subordinator,
    Class::If,
    Class::Whether,
    Class::Until,
    Class::Relative,
    Class::Question,
]);

impl Clauses {
    /// Reads the clauses of a sentence.
    pub fn read(&mut self, words: &[Word]) {
        for list in
            [&mut self.begin, &mut self.end, &mut self.comma, &mut self.stretch, &mut self.stretch_end]
        {
            list.clear();
            list.resize(words.len(), 0);
        }
        self.forward(words);
        self.backward(words);
    }

    fn forward(&mut self, words: &[Word]) {
        let (mut begin, mut stretch) = (0, 0);
        // Beginning of the clause that an inserted one between commas interrupts.
        let mut interrupted = None;
        for (i, word) in words.iter().enumerate() {
            let at = i as u32;
            if i > 0 {
                if is_hard(words, i) {
                    (begin, stretch, interrupted) = (at, at, None);
                } else if word.after(Punctuation::COMMA) && !joins_list(words, i) {
                    let back = interrupted.take().filter(|_| resumes(words, i));
                    if back.is_none() && inserts(words, i) {
                        interrupted = Some(begin);
                    }
                    begin = back.unwrap_or(at);
                } else if inverts(words, i) {
                    begin = at;
                }
            }
            if let Some(next) = opens(words, i) {
                // The opening word itself belongs to its clause only if it stands for something in it.
                begin = next as u32;
            }
            self.begin[i] = begin.min(at);
            self.stretch[i] = stretch;
            if begin > at {
                self.begin[i] = at;
            }
        }
        // A beginning set ahead of its word holds from that word on; nothing to repair: begin only grows or resumes.
    }

    fn backward(&mut self, words: &[Word]) {
        let n = words.len() as u32;
        let (mut end, mut comma, mut stretch) = (n, n, n);
        for i in (0..words.len()).rev() {
            self.end[i] = end;
            self.comma[i] = comma;
            self.stretch_end[i] = stretch;
            let at = i as u32;
            if i == 0 {
                break;
            }
            if is_hard(words, i) {
                (end, comma, stretch) = (at, at, at);
                continue;
            }
            let word = &words[i];
            if word.after(Punctuation::COMMA) {
                comma = at;
                let goes_on = word.is(Class::Relative) || joins_list(words, i);
                if !goes_on {
                    end = at;
                }
            }
            if word.is(Class::Contrast) && !word.is(Class::Pseudo)
                || word.is(Class::And) && clause_after(words, i + 1)
            {
                (end, comma) = (at, at);
            }
        }
    }
}

/// True if a strong mark or the edge of a quotation stands before word `i`.
fn is_hard(words: &[Word], i: usize) -> bool {
    let Some((previous, word)) = words.get(i.wrapping_sub(1)).zip(words.get(i)) else { return false };
    if word.after(HARD) && !(word.after(Punctuation::JOINED)) {
        return true;
    }
    // Edges of quotations separate voices; a quoted label of a few words does not break a clause.
    previous.quote != word.quote && (word.after(Punctuation::COMMA) || is_long(words, i))
}

/// True if the quotation that begins or ends before word `i` is longer than a label.
fn is_long(words: &[Word], i: usize) -> bool {
    let same = |a: &Word, b: &Word| a.quote == b.quote && a.quote != super::view::NO_QUOTE;
    let after = words.get(i..).into_iter().flatten().take(6).take_while(|w| same(w, &words[i])).count();
    let before =
        words.get(..i).into_iter().flatten().rev().take(6).take_while(|w| same(w, &words[i - 1])).count();
    after.max(before) > 4
}

/// If word `i` opens a clause, the first word that belongs to it.
fn opens(words: &[Word], i: usize) -> Option<usize> {
    let word = words.get(i)?;
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
        return (!pronoun && !determines).then_some(i + 1);
    }
    if word.is(Class::Contrast) || word.is(Class::And) && clause_after(words, i + 1) {
        return Some(i + 1);
    }
    // Thought and speech without "that": I suppose the whole thing is …
    let reports = word.any(Classes::of(&[Class::Say, Class::Claim, Class::Think]));
    if reports && !first && clause_after(words, i + 1) {
        return Some(i + 1);
    }
    None
}

/// True if a clause with a subject of its own begins at `i`.
pub fn clause_after(words: &[Word], i: usize) -> bool {
    let mut rest = words.get(i..).unwrap_or_default().iter().enumerate();
    let Some((_, first)) = rest.by_ref().find(|(_, w)| !w.is(Class::Adverb)) else { return false };
    if first.is(Class::Subject) && !first.is(Class::Object) {
        return true;
    }
    if !(first.any(NOUN_START) || first.capital || first.is(Class::Subject)) {
        return false;
    }
    // A noun phrase: look for its verb before anything else opens.
    rest.take(7)
        .take_while(|(_, w)| {
            !w.after(Punctuation::COMMA.with(HARD)) && !w.any(SUBORDINATE) && !w.is(Class::To)
        })
        .any(|(_, w)| w.any(FINITE))
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
        ])) || w.capital
            || w.is(Class::Preposition)
    })
}

/// True if word `i`, after a comma, takes up the verb of the clause before an insertion.
fn resumes(words: &[Word], i: usize) -> bool {
    let mut rest = words.get(i..).unwrap_or_default().iter();
    let first = rest.by_ref().find(|w| !w.is(Class::Adverb) && !w.is(Class::Not));
    first.is_some_and(|w| w.any(FINITE) || w.any(super::attribution::VERBS))
}

/// True if word `i` begins an inverted condition: had it not been so.
fn inverts(words: &[Word], i: usize) -> bool {
    let auxiliary = Classes::of(&[Class::Have, Class::Be, Class::Auxiliary]);
    let subject = |w: &Word| w.is(Class::Subject) && !w.is(Class::Object);
    words.get(i).is_some_and(|w| w.any(auxiliary))
        && words.get(i + 1).is_some_and(|w| subject(w) || w.is(Class::It))
        && words.get(i - 1).is_some_and(|w| !w.any(SUBORDINATE) && !w.any(FINITE) && !w.is(Class::Adverb))
}
