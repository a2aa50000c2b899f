//! What an adjective governs: a noun on either side of it, or the subject that it is said of.

use super::clause::{Clauses, FINITE, HELPING, Limits};
use super::cue::Stretches;
use super::view::Word;
use super::words::{Class, Classes};

/// What an adjective governs that may stand on either side of its noun, `before` and `behind` being the clause around it: the noun
/// behind its article (une possible attaque), else the noun before it (une attaque possible) or the subject that it is said of
/// (l'attaque est possible).
pub fn noun(words: &[Word], before: (u32, u32), behind: (u32, u32)) -> Stretches {
    let none = (0, 0);
    let (begin, at) = before;
    let determiners = Classes::of(&[Class::Determiner, Class::Possessive]);
    let stops = determiners.with(Classes::of(&[Class::Preposition, Class::And])).with(HELPING);
    let low = begin.max(at.saturating_sub(5));
    // An adverb before it belongs to it (très probable), unless it is a noun after all (un gouvernement possible).
    let adverb = at.checked_sub(1).filter(|&k| {
        let own = words[k as usize].any(Classes::of(&[Class::Adverb, Class::Much]));
        k > low && own && !words[k as usize - 1].any(determiners)
    });
    let until = adverb.unwrap_or(at);
    let Some(edge) = (low..until).rev().find(|&k| words[k as usize].any(stops)) else {
        return if low < until { [(low, until), none] } else { [none, behind] };
    };
    if edge + 1 < until {
        [(edge + 1, until), none]
    } else if words[edge as usize].is(Class::Be) {
        [(begin, edge), behind]
    } else {
        [none, behind]
    }
}

/// What a negative adjective governs: its noun phrase before a noun, else its clause.
pub fn phrase(words: &[Word], clauses: &Clauses, i: usize) -> (Stretches, Stretches) {
    let at = i as u32;
    let Limits { begin, end, comma, .. } = clauses.at(i);
    let end = comma.min(end);
    let determiner = Classes::of(&[Class::Determiner, Class::Possessive]);
    let stops = determiner.with(FINITE).with(Classes::of(&[Class::Preposition, Class::And]));
    let low = (begin as usize).max(i.saturating_sub(4));
    let before = (low..i).rev().find(|&k| words[k].any(stops));
    let Some(from) = before.filter(|&k| words[k].any(determiner)) else {
        return ([(begin, at), (at, end)], [(0, 0), (at + 1, end)]);
    };
    let edge = FINITE.with(Classes::of(&[
        Class::And,
        Class::Relative,
        Class::Subordinator,
        Class::That,
        Class::Contrast,
    ]));
    let end = (at + 1..end).take(24).find(|&k| words[k as usize].any(edge)).unwrap_or(end);
    ([(from as u32, at), (at, end)], [(0, 0), (0, 0)])
}
