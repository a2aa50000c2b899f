//! Which voice and stance hold for a token, and for a span.

use super::kinds::{Reading, SpanReading, Stance, Voice};
use super::phrase::Run;
use crate::text::{Document, Span};

/// Sets the voice of the tokens of `runs`; of nested runs the innermost counts.
pub(super) fn paint(runs: &mut [(Run, u32)], voice: Voice, voices: &mut [(Voice, u32)]) {
    runs.sort_by_key(|((a, b), index)| (*a, std::cmp::Reverse(*b), *index));
    let mut stack: Vec<(usize, u32)> = Vec::new();
    let mut next = 0;
    let mut at = 0;
    while next < runs.len() || !stack.is_empty() {
        while stack.last().is_some_and(|(end, _)| *end <= at) {
            stack.pop();
        }
        if stack.is_empty() {
            let Some(((a, _), _)) = runs.get(next) else { break };
            at = at.max(*a);
        }
        while let Some(((a, b), index)) = runs.get(next) {
            if *a > at {
                break;
            }
            if *b > at {
                stack.push((*b, *index));
            }
            next += 1;
        }
        let Some((end, index)) = stack.last().copied() else { continue };
        let until = runs.get(next).map_or(end, |((a, _), _)| end.min(*a));
        for slot in voices.get_mut(at..until).into_iter().flatten() {
            *slot = (voice, index);
        }
        at = until.max(at);
        if until == at && end <= at {
            stack.pop();
        }
    }
}

/// Gives a voice to all tokens of `runs`; `voices` begins with token `first`.
pub(super) fn cover(runs: &mut [Run], first: usize, voice: Voice, voices: &mut [Voice]) {
    runs.sort_unstable();
    let mut at = first;
    for &(a, b) in &*runs {
        let from = a.max(at);
        if from < b {
            let last = (b - first).min(voices.len());
            voices.get_mut(from - first..last).unwrap_or_default().fill(voice);
            at = b;
        }
    }
}

/// Bits of a token that tell which stances apply to it: one for each but *asserted*, and one for a time to come.
pub(super) const BITS: usize = 4;

/// The bit of what a time to come alone makes hypothetical. A denial outdoes it: what will not be is true in no world.
pub(super) const TO_COME: u8 = 4;

/// The strongest of a set of stances, in bits numbered like [`Stance`], and [`TO_COME`].
pub(super) fn strongest(mask: u8) -> Stance {
    let has = |bit: u8| mask >> bit & 1 == 1;
    let strength = [Stance::Hypothetical, Stance::Denied].into_iter().find(|s| has(*s as u8));
    let weaker = [(TO_COME, Stance::Hypothetical), (Stance::Hedged as u8, Stance::Hedged)];
    strength.or(weaker.into_iter().find(|(bit, _)| has(*bit)).map(|(_, s)| s)).unwrap_or_default()
}

/// Stance, voice and speaker of `span` in sentence `sentence`.
///
/// The strongest stance on any of its words counts; the voice is that of its first word.
pub fn of_span(reading: &Reading, document: &Document, sentence: usize, span: Span) -> SpanReading {
    let Some(sentence) = document.sentences.get(sentence) else { return SpanReading::default() };
    let base = sentence.first as usize;
    let tokens = document.tokens.get(sentence.token_range()).unwrap_or_default();
    let first = tokens.partition_point(|t| t.end <= span.start);
    let mask = tokens[first..]
        .iter()
        .zip(first..)
        .take_while(|(t, _)| t.start < span.end)
        .fold(0, |mask, (_, k)| mask | reading.stances.get(base + k).copied().unwrap_or(0));
    let stance = strongest(mask);
    let (voice, index) = reading.voices.get(base + first).copied().unwrap_or_default();
    let speaker =
        (index as usize).checked_sub(1).and_then(|i| reading.attributions.get(i)).and_then(|a| a.speaker);
    SpanReading { stance, voice, speaker }
}
