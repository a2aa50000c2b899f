//! Where what a cue governs or changes ends before its clause does.

use crate::stance::clause::HELPING;
use crate::stance::view::{Punctuation, Word};
use crate::stance::words::{Class, Classes};

/// Where what is meant ends: at a clause of its own (they want to know · who did it), unless it begins with it (waits · that it ends).
pub(super) fn meant(words: &[Word], from: u32, end: u32) -> u32 {
    let opens = Classes::of(&[Class::That, Class::Question, Class::Relative, Class::If]);
    (from + 1..end).take(40).find(|&k| words[k as usize].any(opens)).unwrap_or(end)
}

/// True for a passive report that has lost its verb, from word `i` to `last`: files · believed to be stolen.
pub(super) fn is_reduced(words: &[Word], i: usize, last: Word) -> bool {
    let verbs = Classes::of(&[Class::Be, Class::Have]);
    let before = &words[i.saturating_sub(3)..i];
    last.any(verbs) && !words[i].any(HELPING) && !before.iter().any(|w| w.any(verbs))
}

/// Where it ends: at a comma, or at the verb of the clause whose subject it stands behind.
pub(super) fn reduced(words: &[Word], from: u32, end: u32) -> u32 {
    (from + 1..end).take(40).find(|&k| words[k as usize].any(HELPING)).unwrap_or(end)
}

/// Where a negation ends before a clause that is taken for granted (nobody knew · that the bank was robbed), or open (they do not
/// know · whether it was).
pub(super) fn granted(words: &[Word], from: u32, end: u32) -> u32 {
    let is_granted = |k: u32| {
        let word = &words[k as usize];
        word.is(Class::Whether) || word.is(Class::That) && words[k as usize - 1].is(Class::Factive)
    };
    (from + 1..end).take(24).find(|&k| is_granted(k)).unwrap_or(end)
}

/// Where what a cue changes ends before a question: what is asked for is taken for granted (they did not say · how many were hurt; it
/// is unclear · who did it), or open (nobody knows · if they did).
pub(super) fn asked(words: &[Word], from: u32, end: u32, class: Class) -> u32 {
    let tells = Classes::of(&[Class::Say, Class::Think, Class::Show, Class::Ask, Class::Factive]);
    let asks = Classes::of(&[Class::Relative, Class::Question, Class::Subordinator]);
    // They would not say exactly how; he had no idea of who.
    let between = Classes::of(&[Class::Adverb, Class::Preposition]);
    let is_asked = |k: usize| {
        let word = &words[k];
        if word.is(Class::If) && class != Class::If && is_embedded(words, k) {
            return true;
        }
        // How to do it says nothing of whether it was done.
        let done = || !words.get(k + 1).is_some_and(|w| w.any(Classes::of(&[Class::Infinitive, Class::To])));
        let before = || words[..k].iter().rev().take(3).find(|w| !w.any(between));
        let told =
            || class == Class::HedgeClause && k == from as usize || before().is_some_and(|w| w.any(tells));
        word.any(asks) && done() && told()
    };
    (from..end).take(24).find(|&k| is_asked(k as usize)).unwrap_or(end)
}

/// Where a wish ends before what a relative clause behind a comma tells as a fact: they urge a ban, · which worries the banks.
pub(super) fn told_beside(words: &[Word], from: u32, end: u32) -> u32 {
    let beside = |k: &u32| {
        let word = &words[*k as usize];
        word.is(Class::Relative) && word.after(Punctuation::COMMA)
    };
    (from + 1..end).take(48).find(beside).unwrap_or(end)
}

/// True for *if* in the sense of whether: it is unclear if, nobody knows if.
pub(super) fn is_embedded(words: &[Word], i: usize) -> bool {
    let low = i.saturating_sub(4);
    // Not sure if; but happy if is a condition.
    let doubts = words[low..i].iter().any(|w| w.any(Classes::of(&[Class::Not, Class::Contraction])));
    let asks = Classes::of(&[Class::Think, Class::Ask, Class::HedgeClause]);
    let tells = |w: &Word| w.is(Class::Infinitive) && w.any(Classes::of(&[Class::Say, Class::Show]));
    let asks = if doubts { asks.with(Classes::of(&[Class::Attitude])) } else { asks };
    !words[i].after(Punctuation::COMMA)
        && words[low..i]
            .iter()
            .enumerate()
            .any(|(k, w)| (w.any(asks) || tells(w)) && low + k + usize::from(w.len) == i)
}
