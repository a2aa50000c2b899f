//! Clauses that their verb closes, as in German: a negation stands behind what it denies (sie greifen die Bank nicht an), the
//! infinitive or participle that decides what a word means comes last (wird … angreifen, soll … haben), and content stands behind
//! a comma (sie bestreiten, dass …). Groups of words say where this holds; where a language has none of them, nothing is asked.

use super::clause::{Clauses, FINITE};
use super::cue::{FoundCue, Rule};
use super::kinds::CueClass;
use super::phrase::Run;
use super::turns::{HARD, is_hard};
use super::view::{Punctuation, Word};
use super::words::{Class, Classes};

/// Classes of words that give cause to look at the cues of a sentence again.
pub const CAUSES: Classes =
    Classes::of(&[Class::Behind, Class::Closing, Class::ContentClause, Class::InfinitiveMark]);

/// Classes of words for which a cue may govern a clause behind a comma.
pub const FAR: Classes = Classes::of(&[Class::ContentClause, Class::InfinitiveMark]);

/// So many words are looked at; a clause of more is no clause.
const SIGHT: usize = 40;

/// Words behind a negation at the end of its clause.
const TAIL: usize = 6;

/// Words that are no verb, for all that they are written small.
const SMALL: Classes = Classes::of(&[
    Class::Adverb,
    Class::And,
    Class::Contrast,
    Class::Determiner,
    Class::HedgeAdverb,
    Class::Not,
    Class::NotWord,
    Class::Object,
    Class::Possessive,
    Class::Preposition,
    Class::Question,
    Class::Relative,
    Class::Subject,
    Class::Subordinator,
    Class::That,
]);

/// Words that begin another part of a clause.
const PARTS: Classes = Classes::of(&[
    Class::Determiner,
    Class::Possessive,
    Class::Preposition,
    Class::Subject,
    Class::Object,
    Class::And,
]);

/// Cues that end at a comma, whatever stands behind it.
const SHORT: Classes = Classes::of(&[Class::Without, Class::Little, Class::HedgeWord, Class::If]);

/// Gives the cues of a sentence what they reach in such clauses.
pub fn widen(words: &[Word], clauses: &Clauses, cues: &mut [FoundCue]) {
    for cue in &mut *cues {
        let at = words.partition_point(|w| w.start < cue.span.start);
        let Some(word) = words.get(at) else { continue };
        let limits = clauses.at(at);
        let (begin, end) = (limits.begin as usize, limits.end as usize);
        let back = match cue.rule {
            Rule::Word(Class::Behind) => Some(negated(words, at, begin, end)),
            Rule::Word(Class::Closing) => Some([averted(words, at, begin, word.is(Class::Gone)), (at, at)]),
            _ => None,
        };
        if let Some(back) = back {
            let [first, second] = back.map(|(a, b)| (a as u32, b as u32));
            (cue.reach[0], cue.reach[2]) = (first, second);
        }
        let ends = cue.reach[1];
        // What reaches nothing ends at no clause.
        if ends.1 > 0 && ends.1 as usize == end && !matches!(cue.rule, Rule::Word(class) if SHORT.has(class))
        {
            let until = governed(words, clauses, at, end) as u32;
            if let Some(open) = cue.scope.iter_mut().find(|s| **s == ends) {
                open.1 = until;
            }
            cue.reach[1].1 = until;
        }
        let meant = at + usize::from(word.len);
        if cue.rule == Rule::Word(Class::Closing) && words.get(meant).is_some_and(|w| w.is(Class::Aim)) {
            // Who means to avert means it: verhindern wollen.
            cue.reach[1].0 = cue.reach[1].0.max(meant as u32 + 1).min(cue.reach[1].1);
        }
    }
    leave_open(words, cues);
}

/// A negation behind the denial that it denies leaves the matter open: sie bestritten nicht, dass …
fn leave_open(words: &[Word], cues: &mut [FoundCue]) {
    for k in 1..cues.len() {
        let (before, rest) = cues.split_at_mut(k);
        let (Some(denial), Some(negation)) = (before.last_mut(), rest.first_mut()) else { continue };
        let at = words.partition_point(|w| w.start < denial.span.start) as u32;
        let [first, _, second] = negation.reach;
        let denied = negation.rule == Rule::Word(Class::Behind) && denial.class == CueClass::Denial;
        if denied && [first, second].iter().any(|(a, b)| *a <= at && at < *b) {
            denial.class = CueClass::Hedge;
            negation.rule = Rule::NotDenied;
            negation.reach = [(0, 0); 3];
        }
    }
}

/// What a negation at word `at` denies of what stands before it: the verb, and what stands behind the verb if nothing but the end
/// of the predicate follows the negation; the subject as well where the verb is one of happening. Two stretches, as the verb and
/// its object may be parted.
fn negated(words: &[Word], at: usize, begin: usize, end: usize) -> [Run; 2] {
    let none = (at, at);
    let next = at + usize::from(words[at].len);
    let tail = words.get(next..end).unwrap_or_default();
    let verb = verb(words, begin, at);
    let happens = |w: &Word| w.is(Class::Occur);
    if !words[at].is(Class::Not) {
        return [verb.map_or(none, |k| (k, k + 1)), none];
    }
    let closes = tail.len() <= TAIL && closes(words, verb, tail);
    match verb {
        Some(k) if closes && (happens(&words[k]) || tail.iter().any(happens)) => [(begin, at), none],
        Some(k) if closes => {
            let from = if is_inverted(words, begin, k) { noun_phrase(words, k + 1, at) } else { k + 1 };
            [(k, k + 1), object(words, from, at)]
        }
        Some(k) => [(k, k + 1), none],
        None if closes && tail.iter().any(happens) => [(begin, at), none],
        None if closes => [object(words, field(words, begin, at), at), none],
        None => [none, none],
    }
}

/// True if the subject of the verb at word `k` stands behind it, for a circumstance begins the clause: gestern griffen die Hacker …
fn is_inverted(words: &[Word], begin: usize, k: usize) -> bool {
    let circumstance = Classes::of(&[Class::Preposition, Class::Adverb, Class::Time, Class::HedgeAdverb]);
    begin < k && words[begin].any(circumstance) && !words[begin].is(Class::Subject)
}

/// One past the noun phrase or pronoun that begins at word `from`; `from` itself if none does before `at`.
fn noun_phrase(words: &[Word], from: usize, at: usize) -> usize {
    if words[from].any(Classes::of(&[Class::Subject, Class::Object])) && !words[from].is(Class::Determiner) {
        return from + 1;
    }
    let noun = (from..at.min(from + 6)).find(|&k| words[k].capital());
    let end = noun.map_or(from, |k| k + 1);
    (end..at).find(|&k| !words[k].capital()).unwrap_or(at).min(at).max(end)
}

/// What of the words `from..at` a negation behind them denies: the object, not the circumstances before it (nach dem Angriff die
/// Ambulanz nicht), nor those of time or cause behind it.
fn object(words: &[Word], mut from: usize, at: usize) -> Run {
    while from < at && words[from].is(Class::Preposition) {
        let next = noun_phrase(words, from + 1, at);
        // The last of them may be the object after all: über Waffen nicht verfügen.
        if next >= at && !words[from].is(Class::Circumstance) || next <= from + 1 {
            break;
        }
        from = next;
    }
    let last = (from..at).rev().take(SIGHT).find(|&k| words[k].is(Class::Preposition));
    (from, last.filter(|&k| words[k].is(Class::Circumstance)).unwrap_or(at))
}

/// True if the condition at word `i` ends with its verb at a comma, and the verb of its main clause follows: wenn das Geld fehle, schließe …
pub fn main_follows(words: &[Word], i: usize) -> bool {
    let verb = |w: &Word| !w.capital() && (w.any(FINITE) || !w.any(SMALL));
    let mut rest = words.iter().enumerate().skip(i + 1).take(SIGHT);
    let comma = rest.find(|(_, w)| w.after(Punctuation::COMMA.with(HARD)));
    comma.is_some_and(|(k, w)| !w.after(HARD) && verb(w) && verb(&words[k - 1]))
}

/// True if the verb at word `i` opens its sentence and a condition with it: kommt es zum Angriff, schließt die Bank.
pub fn opens_condition(words: &[Word], i: usize, stretch: usize) -> bool {
    let nominal =
        Classes::of(&[Class::Determiner, Class::Possessive, Class::Subject, Class::Object, Class::NotWord]);
    let rest = words.get(i + 1..).unwrap_or_default();
    let subject = rest.first().is_some_and(|w| w.any(nominal) || w.capital());
    // The main clause has its verb first as well.
    let main = |w: &Word| w.any(FINITE) || !w.capital() && !w.any(SMALL);
    let comma = rest.iter().take(SIGHT).find(|w| w.after(Punctuation::COMMA));
    i == stretch && subject && comma.is_some_and(main)
}

/// What a word of averting or failing at word `at` denies of what stands before it: a subject that it says to be lacking, the
/// object before a participle, the subject of a passive.
fn averted(words: &[Word], at: usize, begin: usize, lacks: bool) -> (usize, usize) {
    match verb(words, begin, at) {
        _ if lacks => (begin, at),
        Some(k) if words[k].is(Class::Be) => (begin, at),
        // Who means to avert means it: will … verhindern.
        Some(k) if words[k].is(Class::Aim) => (k + 1, at),
        Some(k) => (k, at),
        None => (field(words, begin, at), at),
    }
}

/// The verb that stands second in its clause: a finite form, or a small word that nothing else is known of, behind a noun.
fn verb(words: &[Word], begin: usize, at: usize) -> Option<usize> {
    let plain = |w: &Word| !w.capital() && !w.any(SMALL);
    let low = begin.max(at.saturating_sub(SIGHT));
    (low..at).find(|&k| {
        let led = k.checked_sub(1).and_then(|k| words.get(k));
        let leads = |w: &Word| if k > low { w.capital() || w.is(Class::Subject) } else { w.is(Class::And) };
        words[k].any(FINITE) || plain(&words[k]) && led.is_some_and(leads)
    })
}

/// One past the first noun or pronoun of a clause whose verb comes last: what stands before its object.
fn field(words: &[Word], begin: usize, at: usize) -> usize {
    let subject = |k: &usize| words[*k].capital() || words[*k].is(Class::Subject);
    (begin..at).take(SIGHT).find(subject).map_or(at, |k| k + 1)
}

/// True if the words behind a negation are only the end of its predicate: a particle, an infinitive, a participle, an adverb.
fn closes(words: &[Word], verb: Option<usize>, tail: &[Word]) -> bool {
    let predicate = FINITE.with(Classes::of(&[
        Class::Past,
        Class::ClauseInfinitive,
        Class::Adverb,
        Class::Occur,
        Class::Closing,
    ]));
    let (last, rest) = tail.split_last().map_or((None, tail), |(last, rest)| (Some(last), rest));
    let copula = verb.is_some_and(|k| words[k].is(Class::Be));
    tail.iter().all(|w| !w.capital())
        && rest.iter().all(|w| !w.any(PARTS))
        && (!copula || last.is_none_or(|w| w.any(predicate)))
}

/// Where the clauses end that belong to the cue at word `at`, whose own ends at `end`.
fn governed(words: &[Word], clauses: &Clauses, at: usize, mut end: usize) -> usize {
    let low = at.saturating_sub(SIGHT);
    // What is known is so, known or not: sie wusste nicht, dass …
    if words[at].is(Class::Behind)
        && words.get(low..end).unwrap_or_default().iter().any(|w| w.is(Class::Factive))
    {
        return end;
    }
    for _ in 0..2 {
        let Some(word) = words.get(end).filter(|w| w.after(Punctuation::COMMA) && !is_hard(words, end))
        else {
            return end;
        };
        // What is asked is left open: sie können nicht sagen, ob …
        if words[at].is(Class::Behind) && word.is(Class::Whether) {
            return end;
        }
        let until = clauses.at(end).end as usize;
        if until <= end || !word.is(Class::ContentClause) && !is_infinitival(words, end, until) {
            return end;
        }
        end = until;
    }
    end
}

/// True for a clause of an infinitive: die Bank anzugreifen, Waffen zu kaufen.
fn is_infinitival(words: &[Word], begin: usize, end: usize) -> bool {
    let clause = words.get(begin..end.min(begin + SIGHT)).unwrap_or_default();
    let small = |w: &Word| w.is(Class::ClauseInfinitive) && !w.capital();
    let marked = |k: usize, w: &Word| {
        w.is(Class::InfinitiveMark) && (small(w) || clause.get(k + 1).is_some_and(small))
    };
    let at = clause.iter().enumerate().position(|(k, w)| marked(k, w));
    at.is_some_and(|at| !clause[..at].iter().any(|w| w.any(FINITE)))
}

/// True if `is` holds of the word that closes the clause of the verb at word `i`: the one before the verb, or the last before `end`
/// or before the next mark, for what *and* joins need not be clauses.
fn closed_by(words: &[Word], i: usize, end: usize, is: impl Fn(&Word) -> bool) -> bool {
    let marks = Punctuation::COMMA.with(HARD);
    let far = words.iter().enumerate().skip(i + 1).take(SIGHT).find(|(_, w)| w.after(marks));
    let far = far.map_or(words.len().min(i + 1 + SIGHT), |(k, _)| k);
    let last = |end: usize| if i + 1 < end { Some(end - 1) } else { i.checked_sub(1) };
    let small = |k: usize| words.get(k).is_some_and(|w| !w.capital() && is(w));
    last(end).is_some_and(small) || last(far).is_some_and(small)
}

/// True if an infinitive closes the clause of word `i`, no participle: wird … angreifen, not wird … angegriffen.
pub fn has_infinitive(words: &[Word], i: usize, end: usize) -> bool {
    closed_by(words, i, end, |w| w.is(Class::ClauseInfinitive) && !w.is(Class::Past))
}

/// True if the clause of a modal at word `i` tells of a state or of what is past: soll … haben, not soll … kaufen.
pub fn tells(words: &[Word], i: usize, end: usize) -> bool {
    closed_by(words, i, end, |w| w.is(Class::StateInfinitive))
}

/// True if a verb of saying before word `i`, or behind its clause, reports it: sie sagten, sie hätten …
pub fn is_told(words: &[Word], i: usize, end: usize) -> bool {
    let low = i.saturating_sub(SIGHT);
    let reports = super::glance::VOICED.without(Classes::of(&[Class::Reportive]));
    let condition = Classes::of(&[Class::If]);
    let near = words.get(low..i).unwrap_or_default();
    // Nor does what did not come along with something: ohne dass jemand ihn bedroht hätte.
    if near.iter().rev().take_while(|w| !w.after(HARD)).any(|w| w.is(Class::Without) && w.len > 1) {
        return true;
    }
    let behind = words.get(end).is_some_and(|w| w.after(Punctuation::COMMA) && w.any(reports));
    (behind || near.iter().any(|w| w.any(reports))) && !near.iter().any(|w| w.any(condition))
}
