//! Tone by looking back from every word, as the module's own text has it: what the quick way is held to.

use super::balance::{
    AFTER_CONTRAST, AMPLIFY, BEFORE_CONTRAST, DEMAND_REACH, DEMANDED, NAME, NEGATED, NEUTRAL, SOFTEN,
};
use super::lexicon::{Flags, ToneLexicon};
use super::{Placed, factor_of_mark};
use crate::lexicon::Found;
use crate::score::annotation::{Hit, Tone};
use crate::text::{Gap, Token, Vocabulary};

/// Tone of a sentence of a text, `written` so, with its tokens, the frame hits in it and the phrases found in it, sorted by slot and place.
pub(super) fn tone(
    lexicon: &ToneLexicon,
    (text, written): (&str, &str),
    tokens: &[Token],
    hits: &[Hit],
    phrases: &[Found],
    vocabulary: &Vocabulary,
) -> Tone {
    let mut words: Vec<Placed> =
        (0..).zip(tokens).map(|(at, t)| Placed { at, word: lexicon.word(t.form, vocabulary) }).collect();
    let capitals = words.iter().filter(|w| w.word.flags.has(Flags::CAPITAL)).count();
    lexicon.read_phrases(phrases, &mut words);
    let has = |i: usize, flag| words[i].word.flags.has(flag);
    let clause = |i: usize| {
        i > 0 && tokens[i].gap == Gap::Mark && {
            let between = &text[tokens[i - 1].end as usize..tokens[i].start as usize];
            between.contains([';', ':', '.', '!', '?', '(', ')', '[', ']', '—'])
        }
    };
    let last = |i: usize, flag, over_contrast: bool| {
        let j = (0..i).rev().find(|&j| has(j, flag))?;
        let parted = (j + 1..=i).any(clause);
        let turned = !over_contrast && (j..i).any(|k| has(k, Flags::CONTRAST));
        (!parted && !turned).then_some(i - j)
    };
    let curve = |distance: Option<usize>| distance.and_then(|d| NEGATED.get(d - 1).copied()).unwrap_or(1.0);
    let contrast = (0..words.len()).rev().find(|&i| has(i, Flags::CONTRAST));
    let mut signs = Vec::new();
    lexicon.signs.find(written, |v| signs.push(v));
    let of = |framed_too: bool| {
        let counted = |i: &usize| framed_too || !hits.iter().any(|h| h.span.overlaps(tokens[*i].span()));
        let side = |i: usize| match contrast {
            Some(c) => {
                if i <= c {
                    BEFORE_CONTRAST
                } else {
                    AFTER_CONTRAST
                }
            }
            None => 1.0,
        };
        let value = |i: usize| {
            let v = words[i].word.valence;
            let harm = curve(last(i, if v < 0.0 { Flags::AVERTS } else { Flags::SPOILS }, false));
            let demanded = last(i, Flags::DEMAND, true).is_some_and(|d| d <= DEMAND_REACH);
            let mut intensity = 1.0;
            if i > 0 && tokens[i].gap != Gap::Mark {
                let before = words[i - 1].word;
                intensity += if before.flags.has(Flags::AMPLIFIER) { AMPLIFY * before.strength } else { 0.0 };
                intensity *=
                    if before.flags.has(Flags::DOWNTONER) { 1.0 - SOFTEN * before.strength } else { 1.0 };
            }
            let name = capitals * 2 <= tokens.len() && i > 0 && has(i, Flags::CAPITALISED) && !clause(i);
            v * curve(last(i, Flags::NEGATION, false))
                * harm
                * if demanded { DEMANDED } else { 1.0 }
                * intensity
                * if name { NAME } else { 1.0 }
        };
        let valued = (0..words.len()).filter(counted).filter(|&i| has(i, Flags::VALENCE));
        let values = valued.map(|i| side(i) * value(i));
        let signs = signs.iter().map(|v| if contrast.is_some() { AFTER_CONTRAST * v } else { *v });
        let (balance, mass) = values.chain(signs).fold((0.0, 0.0), |(b, m), v| (b + v, m + v.abs()));
        let count = (0..words.len()).filter(counted).count().max(1) as f32;
        let f = factor_of_mark(written);
        f * balance / (NEUTRAL * count.sqrt() + f * mass)
    };
    Tone { all: of(true), without_frames: of(false) }
}
