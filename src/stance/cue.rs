//! Cues: which words deny, hedge or suppose, and what they govern.
//!
//! A cue's *scope* is the stretch that it governs in grammar (the clause with its subject); its *reach* is the part of it on
//! which it changes the stance. "The danger does not come from abroad" has the danger in the scope of *not* but does not
//! deny it; "The attack never came" does, because verbs of happening hand the negation on to their subject.

mod end;
mod part;

use end::{asked, granted, is_embedded, is_reduced, meant, reduced, told_beside};
use part::{affix, contracted, ending};

use super::adjective::{noun, phrase};
use super::clause::{Clauses, FINITE, Limits};
use super::families::Families;
use super::kinds::{Cue, CueClass};
use super::sides::INFLECTED;
use super::table::{CUES, Shape, rows};
use super::verb_last;
use super::view::{Punctuation, Word};
use super::voice;
use super::words::{Class, Classes};
use crate::text::Span;

/// Two stretches of tokens of a sentence, either of them possibly empty: first, one past the last.
pub type Stretches = [(u32, u32); 2];

/// What a cue reaches: as many stretches as the words it denies may be parted into.
pub type Reach = [(u32, u32); 3];

/// What made a word or a mark a cue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// What the word can do.
    Word(Class),
    /// A question mark.
    Question,
    /// A negation of a denial.
    NotDenied,
}

impl Rule {
    /// Its name in explanations.
    pub fn name(self) -> &'static str {
        match self {
            Self::Word(class) => class.name(),
            Self::Question => "question",
            Self::NotDenied => "not-denied",
        }
    }
}

/// A cue with the stretches of tokens that it governs and reaches, relative to the sentence.
#[derive(Debug, Clone, Copy)]
pub struct FoundCue {
    pub class: CueClass,
    pub span: Span,
    pub rule: Rule,
    pub scope: [(u32, u32); 3],
    pub reach: Reach,
}

/// Cues of a time to come, whatever else may be supposed.
const TO_COME: Classes = Classes::of(&[Class::Will, Class::Future, Class::FuturePassive]);

impl FoundCue {
    /// The bit that it sets on the words in its reach, see [`Reading::stances`](super::Reading); `None` if it changes no stance.
    pub fn bit(&self) -> Option<u8> {
        match self.rule {
            Rule::Word(class) if TO_COME.has(class) => Some(voice::TO_COME),
            _ => self.class.stance().map(|s| s as u8),
        }
    }

    /// The same in spans of the text; its reach is still empty.
    pub fn spelt(&self, words: &[Word]) -> Cue {
        let Self { class, span, .. } = *self;
        Cue {
            class,
            span,
            scope: scope_of(words, &self.scope, span),
            reach: Default::default(),
            rule: self.rule.name(),
        }
    }
}

/// Finds the cues of a sentence, but for its questions, and hands each to `out`. `marked` are the words that have a class of
/// [`CUES`].
pub fn find(
    words: &[Word],
    marked: impl Iterator<Item = usize>,
    clauses: &Clauses,
    text: &str,
    off: Families,
    out: &mut Vec<FoundCue>,
) {
    let cues = CUES.without(off.classes());
    let mut skip = 0;
    for i in marked {
        let Some(word) = words.get(i).filter(|_| i >= skip) else { continue };
        for &(class, kind, shape) in rows(word.classes.and(cues)) {
            if let Some(found) = read(words, clauses, i, class, kind, shape, text) {
                skip = i + usize::from(word.len);
                out.push(found);
                // Shouldn't is should and not.
                if class != Class::Contraction || !word.is(Class::Would) {
                    break;
                }
            }
        }
    }
}

/// neither … nor, no … nor: two cues with one scope.
pub fn pair(cues: &mut [Cue]) {
    for k in 1..cues.len() {
        let (before, rest) = cues.split_at_mut(k);
        let (Some(first), Some(second)) = (before.last_mut(), rest.first_mut()) else { continue };
        if second.rule != Class::Nor.name() || first.class != CueClass::Negation {
            continue;
        }
        let Some(whole) = first.scope.last_mut().filter(|s| s.covers(second.span)) else { continue };
        let (start, end) = (whole.start, whole.end);
        whole.end = second.span.start;
        if whole.end <= start {
            first.scope.pop();
        }
        if second.span.end < end {
            first.scope.push(Span { start: second.span.end, end });
        }
        second.scope.clone_from(&first.scope);
    }
}

fn read(
    words: &[Word],
    clauses: &Clauses,
    i: usize,
    class: Class,
    mut kind: CueClass,
    shape: Shape,
    text: &str,
) -> Option<FoundCue> {
    let word = words.get(i)?;
    let at = i as u32;
    let next = at + u32::from(word.len);
    let last = words.get((next as usize).saturating_sub(1))?;
    let mut span = Span { start: word.start, end: last.end };
    let Limits { begin, end, gap, comma, stretch, stretch_end, .. } = clauses.at(i);
    let mut shape = shape;
    match class {
        Class::HearsayModal if !verb_last::tells(words, i, end as usize) => kind = CueClass::Hypothetical,
        Class::FuturePassive if !verb_last::has_infinitive(words, i, end as usize) => return None,
        Class::Untold if verb_last::is_told(words, i, end as usize) => return None,
        Class::InvertedIf if !verb_last::opens_condition(words, i, stretch as usize) => return None,
        Class::NotObject | Class::NotWord | Class::Answer if is_answer(words, i) => shape = Shape::Alone,
        Class::Not if is_tag(words, i) => return None,
        Class::Not if word.is(Class::Paired) && !is_completed(words, i, end) => return None,
        Class::If if is_embedded(words, i) => (kind, shape) = (CueClass::Hedge, Shape::Forward),
        Class::Concord if negated_before(words, begin as usize, i) => return None,
        Class::Modal if i > 0 && denied_modal(words, i) => return None,
        Class::Would if word.is(Class::Ability) && denied_modal(words, i) => return None,
        Class::Purpose if !words.get(next as usize).is_some_and(|w| w.is(Class::Infinitive)) => return None,
        Class::Infinitive if !heads(words, clauses, i) => return None,
        Class::Infinitive => span = ending(span, span.of(text)),
        Class::Modal if is_root(words, i) => kind = CueClass::Possibility,
        Class::Contraction => span = contracted(span, span.of(text)),
        Class::Affix => span = affix(span, span.of(text)),
        Class::Future | Class::Conditional if word.len == 1 => span = ending(span, span.of(text)),
        _ => {}
    }
    let end =
        if class == Class::SaidTo && is_reduced(words, i, *last) { reduced(words, next, comma) } else { end };
    let none = (0, 0);
    let open = |end| asked(words, next, end, class);
    let (scope, reach): (Stretches, Stretches) = match shape {
        Shape::Alone => ([none, none], [none, none]),
        Shape::Clause => {
            let inflected = INFLECTED.has(class);
            // A clause that begins with an adjunct has its subject elsewhere.
            let begin = if inflected && words[begin as usize].is(Class::Preposition) { at } else { begin };
            // What somebody would say is said all the same: direi che …
            let reports = Classes::of(&[Class::That, Class::Opener]);
            let said = inflected && words.get(i + 1).is_some_and(|w| w.any(reports));
            let end = if said { next } else { end };
            let back = if kind != CueClass::Negation || hands_on(words, i, end) {
                (begin, at)
            } else if class == Class::NotObject && begin < at && next >= end {
                // It closes its clause as the object of the verb before it: they stole nothing.
                (at - 1, at)
            } else {
                none
            };
            let end = match kind {
                CueClass::Negation => granted(words, next, end),
                // An adverb that a comma sets off says it of the clause behind: apparently, they left.
                CueClass::Hedge if at == stretch && next == end && next < stretch_end => {
                    clauses.at(next as usize).end
                }
                _ => end,
            };
            // What is left of a contraction or an inflected form is the verb, and belongs to the clause.
            let until = if inflected || class == Class::Contraction { next } else { at };
            let from = if inflected { at } else { next };
            ([(begin, until), (next, end)], [back, (from, open(end))])
        }
        Shape::Whole => {
            // Words in the gaps of a phrase belong to it: schloss einen Angriff nicht aus.
            let all = [(begin, at), (at + 1, stretch_end)];
            (all, [(begin, at), (at + 1, open(stretch_end))])
        }
        Shape::Meant => ([none, (next, meant(words, next, end))], [none, none]),
        Shape::Forward if class == Class::Infinitive => ([none, (at, end)], [none, (at, end)]),
        Shape::Forward if kind == CueClass::Denial && word.len > 2 => {
            let inside = (at + 1, next - 1);
            ([inside, (next, end)], [inside, (next, open(end))])
        }
        Shape::Forward if class == Class::Wish => {
            // A conjunction belongs to the wish, which is no less a fact for it: they hope that.
            let opens =
                words.get(next as usize).is_some_and(|w| w.any(Classes::of(&[Class::That, Class::To])));
            let from = end.min(next + u32::from(opens));
            ([none, (next, end)], [none, (from, open(told_beside(words, from, end)))])
        }
        Shape::Forward => ([none, (next, end)], [none, (next, open(end))]),
        Shape::ToComma => ([none, (next, comma)], [none, (next, comma)]),
        Shape::Backward => {
            let begin = antecedent(words, clauses, begin);
            ([(begin, at), none], [(begin, at), none])
        }
        Shape::Phrase => phrase(words, clauses, i),
        Shape::Noun => {
            let around = noun(words, (begin, at), (next, comma));
            (around, around)
        }
        Shape::Condition => {
            let all = supposed(words, clauses, i, class);
            (all, all)
        }
    };
    // A first predicate is no part of what is said of the second: they have stolen data and will sell it.
    let parted = |[before, after]: Stretches| {
        if shape == Shape::Clause && before.0 < gap.0 && gap.1 <= before.1 {
            [(before.0, gap.0), (gap.1, before.1), after]
        } else {
            [before, after, none]
        }
    };
    let (scope, reach) = (parted(scope), parted(reach));
    Some(FoundCue { class: kind, span, rule: Rule::Word(class), scope, reach })
}

/// What the condition at word `i` supposes: after its consequence (it may, if …) both, before it all that follows.
fn supposed(words: &[Word], clauses: &Clauses, i: usize, class: Class) -> Stretches {
    let word = &words[i];
    let at = i as u32;
    let next = at + u32::from(word.len);
    let Limits { end, stretch, stretch_end, .. } = clauses.at(i);
    let joins = Classes::of(&[Class::And, Class::Contrast, Class::That, Class::Pseudo]);
    let leads = at == stretch
        || words[i - 1].any(joins)
        || word.is(Class::ClosedIf) && verb_last::main_follows(words, i);
    if leads {
        // A verb that opens the condition is supposed as well: greift die Gruppe an, …
        let from = if class == Class::InvertedIf { at } else { next };
        return [(at, at), (from, stretch_end)];
    }
    // What is supposed may be set off: es sei denn, die Bank zahlt.
    let set_off = next == end && words.get(next as usize).is_some_and(|w| w.after(Punctuation::COMMA));
    let end = if set_off { clauses.at(next as usize).end } else { end };
    [(clauses.at(i - 1).begin, at), (next, end)]
}

/// Byte spans of stretches of tokens, without the cue.
fn scope_of(words: &[Word], stretches: &[(u32, u32)], cue: Span) -> Vec<Span> {
    let mut out = Vec::with_capacity(2);
    for &(a, b) in stretches {
        let Some((first, last)) = words.get(a as usize..b as usize).and_then(|w| w.first().zip(w.last()))
        else {
            continue;
        };
        let (start, end) = (first.start, last.end);
        if cue.start >= end || cue.end <= start {
            out.push(Span { start, end });
            continue;
        }
        // A part of a word is the cue: what is left of the word stays in the scope.
        if start < cue.start {
            out.push(Span { start, end: cue.start });
        }
        if cue.end < end {
            out.push(Span { start: cue.end, end });
        }
    }
    out
}

/// True if a negation before word `i` reaches back to the subject: the verb after it is one of happening.
fn hands_on(words: &[Word], i: usize, end: u32) -> bool {
    let mut after = words.get(i + 1..end as usize).unwrap_or_default().iter().take(24);
    let verb =
        after.find(|w| !w.any(Classes::of(&[Class::Adverb, Class::Be, Class::Have, Class::Auxiliary])));
    verb.is_some_and(|w| w.is(Class::Occur))
}

/// True if the second half of a negation follows its first, word `i`, before a clause of content: ne menace pas, but ne veut que
/// menacer and craint qu'il ne menace. A half that a phrase has masked completes nothing: ne menace pas seulement.
fn is_completed(words: &[Word], i: usize, end: u32) -> bool {
    let mut after = words.get(i + 1..end as usize).unwrap_or_default().iter().take(12);
    let half = after.find(|w| w.any(Classes::of(&[Class::Completing, Class::That])));
    half.is_some_and(|w| w.is(Class::Completing) && !w.is(Class::Pseudo))
}

/// True if a *not* of the same clause stands before word `i`: negative concord denies once.
fn negated_before(words: &[Word], begin: usize, i: usize) -> bool {
    let low = begin.max(i.saturating_sub(24));
    words.get(low..i).is_some_and(|w| w.iter().any(|w| w.is(Class::Not)))
}

/// True if a negation stands right before a modal, clitics passed over: non può attaccare denies the ability.
fn denied_modal(words: &[Word], i: usize) -> bool {
    let before = words[..i].iter().rev().take(3).find(|w| !w.is(Class::Object));
    before.is_some_and(|w| w.is(Class::Not)) && !words[i].after(Punctuation::COMMA)
}

/// A modal before an action (may be used, may attack) rather than before a state or a past (may be ill, may have left).
fn is_root(words: &[Word], i: usize) -> bool {
    let mut rest = words
        .get(i + 1..)
        .unwrap_or_default()
        .iter()
        .take(24)
        .filter(|w| !w.any(Classes::of(&[Class::Adverb, Class::Not])));
    match rest.next() {
        Some(w) if w.is(Class::Have) => false,
        Some(w) if w.is(Class::Be) => rest.next().is_some_and(|w| w.is(Class::Past)),
        Some(w) => !w.any(Classes::of(&[Class::Subject, Class::HedgeVerb])),
        None => false,
    }
}

/// True for an infinitive that heads a sentence of its own, a wish, a task or a call: colpire le banche, ecco il piano.
fn heads(words: &[Word], clauses: &Clauses, i: usize) -> bool {
    let limits = clauses.at(i);
    let (begin, end) = (limits.stretch as usize, limits.stretch_end as usize);
    let rest = words.get(i..end.min(i + 40)).unwrap_or_default();
    i == begin
        && rest.len() > 1
        && end <= i + 40
        && !rest.iter().any(|w| w.any(FINITE) && !w.is(Class::Infinitive))
}

/// Beginning of the clause that a relative clause depends on: plots that came to nothing.
fn antecedent(words: &[Word], clauses: &Clauses, begin: u32) -> u32 {
    let opens = Classes::of(&[Class::That, Class::Relative]);
    match (begin as usize).checked_sub(1) {
        Some(k) if words[k].any(opens) => clauses.at(k.saturating_sub(1)).begin.min(begin),
        Some(k) if words[begin as usize].any(opens) => clauses.at(k).begin.min(begin),
        _ => begin,
    }
}

/// …, is it not? asks for agreement and denies nothing.
fn is_tag(words: &[Word], i: usize) -> bool {
    let subject = i.checked_sub(1).is_some_and(|k| words[k].is(Class::Subject));
    let verb = i.checked_sub(2).is_some_and(|k| words[k].any(FINITE) && words[k].after(Punctuation::COMMA));
    subject && verb && words.get(i + 1).is_none_or(|w| w.after(Punctuation::QUESTION))
}

/// "No," as an answer: set off by punctuation on both sides.
fn is_answer(words: &[Word], i: usize) -> bool {
    let set_off =
        Punctuation::COMMA.with(Punctuation::STOP).with(Punctuation::DASH).with(Punctuation::SEMICOLON);
    let before = i == 0 || words[i].after(set_off);
    let after = words.get(i + 1).is_none_or(|w| w.after(set_off));
    words[i].is(Class::Answer) && before && after
}
