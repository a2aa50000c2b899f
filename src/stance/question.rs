//! Questions: what is asked is not said to be so.

use super::clause::{Clauses, FINITE};
use super::cue::{FoundCue, Rule};
use super::kinds::CueClass;
use super::view::{Punctuation, Word};
use super::words::{Class, Classes};
use crate::text::Span;

/// Finds the questions of a sentence. `last` is the place of its question mark, if it ends in one.
pub fn find(words: &[Word], clauses: &Clauses, text: &str, last: Option<Span>, out: &mut Vec<FoundCue>) {
    for i in 1..=words.len() {
        let mark = match words.get(i) {
            Some(w) if w.after(Punctuation::QUESTION) => mark_between(text, words[i - 1].end, w.start),
            Some(_) => None,
            None => last,
        };
        out.extend(mark.map(|span| asked(words, clauses, i, span)));
    }
}

fn mark_between(text: &str, from: u32, to: u32) -> Option<Span> {
    let at = from as usize + text.get(from as usize..to as usize)?.find('?')?;
    Some(Span::new(at, at + 1))
}

/// The question that ends before word `end`: its last clause, or all of it if it begins as a question.
fn asked(words: &[Word], clauses: &Clauses, end: usize, span: Span) -> FoundCue {
    let start = clauses.at(end - 1).stretch as usize;
    let opens = words[start].any(FINITE.with(Classes::of(&[Class::Question, Class::Relative, Class::If])));
    let comma = (start + 1..end).rev().take(24).find(|&k| words[k].after(Punctuation::COMMA));
    // A question that does not open its sentence begins at its question word: listen, why did he go?
    let word =
        (start + 1..end).rev().take(24).find(|&k| words[k].is(Class::Question) && !words[k].is(Class::That));
    let from = comma.filter(|k| end - k >= 3).max(word).filter(|_| !opens).unwrap_or(start) as u32;
    let stretch = if agrees(words, end) { (0, 0) } else { (from, end as u32) };
    // What a question takes for granted is asked about, but not in question.
    let asked = words.get(stretch.0 as usize..end).unwrap_or_default();
    let none = (0, 0);
    let scope = if presupposes(asked) { none } else { stretch };
    let class = CueClass::Hypothetical;
    FoundCue { class, span, rule: Rule::Question, scope: [scope, none, none], reach: [stretch, none, none] }
}

/// True if a question takes for granted what it asks about: why did he strike, che fine ha fatto.
fn presupposes(words: &[Word]) -> bool {
    let past =
        words.iter().zip(words.iter().skip(1)).take(24).any(|(a, b)| a.is(Class::Have) && b.is(Class::Past));
    past && words
        .first()
        .is_some_and(|w| w.any(Classes::of(&[Class::Question, Class::Relative, Class::That])))
}

/// True if the question ends in a word that only asks for agreement: lo sai, vero?
fn agrees(words: &[Word], end: usize) -> bool {
    let Some((word, before)) = words.get(..end).and_then(<[Word]>::split_last) else { return false };
    let asks = Classes::of(&[Class::Say, Class::And, Class::Preposition, Class::Think]);
    word.is(Class::Tag)
        && (word.after(Punctuation::COMMA)
            || word.is(Class::Answer) && before.last().is_some_and(|w| !w.any(asks)))
}
