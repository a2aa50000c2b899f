//! Tone of a sentence: how pleasant or unpleasant it feels to an ordinary reader, from −1 to 1.
//!
//! Every tone word *i* has a valence *vᵢ* (`lexicons/<language>/tone.tsv`, `tone.toml`) and a factor *cᵢ* from the words before it. With
//! *n* words in the sentence,
//!
//! ```text
//! tone = f·Σ cᵢvᵢ / (0.85·√n + f·Σ |cᵢvᵢ|)
//! ```
//!
//! the balance of its valence over its mass: the neutral mass grows with the root of the length, so that one word weighs less in a
//! long sentence, and however many words agree, tone nears ±1 and never saturates. It is the shape of the usual polarity score
//! (p − n)/(p + n) with a prior of neutral words; the root is that of sentimentr's √n.
//!
//! The factor *cᵢ* is a product of (classes in `shifters.toml`; after Polanyi and Zaenen, *Contextual valence shifters*, 2006):
//! - **negation** at distance *d* = 1…5 in the same clause: −0.7, −0.5, −0.3, −0.1, 0.1 ("not good" is bad, though less than "good" is
//!   good; the further, the weaker). The same curve for negative words behind a word that **averts harm** ("prevent an attack") and
//!   for positive ones behind a word that **spoils good** ("lost support").
//! - **amplifier** ×1.4, **downtoner** ×0.75 on the next word; 0.6 within four words of a **demand** ("should").
//! - **contrast**: ×0.65 before the last "but" of the sentence, ×1.15 after it.
//! - ×0.5 for a capitalised word inside the sentence, a name more often than not, unless most words are capitalised, as in headlines.
//!
//! Emoticons and emoji (`lexicons/signs.tsv`) count as words that no shifter reaches.
//! A drawn-out word (“goooood”) that no list knows counts as its short form.
//! *f* is 0.6 for questions and 1.2 for exclamations. The factors are rounded from regressions on editorials and news sentences rated by
//! people; `lexicons/training/README.md` tells how, and what it gives. ±0.05 is the customary border of neutral.
//!
//! Tone is graded within a language and must not be compared across languages.

mod lexicon;
mod signs;

pub use lexicon::ToneLexicon;

use lexicon::{Flags, SHIFTERS, VALENCES, Word};

use super::annotation::{Hit, Tone};
use crate::lexicon::{Found, MatchCache};
use crate::text::{Gap, Token, Vocabulary};

/// Factor of a word at distance 1, 2, … behind a negation.
const NEGATED: [f32; 5] = [-0.7, -0.5, -0.3, -0.1, 0.1];
const AMPLIFY: f32 = 0.4;
const SOFTEN: f32 = 0.25;
const DEMANDED: f32 = 0.6;
/// Words that a demand reaches.
const DEMAND_REACH: usize = 4;
const BEFORE_CONTRAST: f32 = 0.65;
const AFTER_CONTRAST: f32 = 1.15;
const NAME: f32 = 0.5;
/// Weight of the neutral mass √n: such that ±0.05 is the best border of neutral on rated news.
const NEUTRAL: f32 = 0.85;
const QUESTION: f32 = 0.6;
const EXCLAMATION: f32 = 1.2;

/// What the lexicon knows of each form of one [`Vocabulary`], filled as forms are met, and scratch space.
#[derive(Default)]
pub struct ToneCache {
    forms: Vec<Word>,
    matches: MatchCache,
    found: Vec<Found>,
    words: Vec<Word>,
}

impl ToneCache {
    /// An empty cache, to be used with one vocabulary and one lexicon only.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets all forms but the first `kept`, as [`Vocabulary::forget_after`] does.
    pub fn forget_after(&mut self, kept: usize) {
        self.forms.truncate(kept);
        self.matches.forget_after(kept);
    }
}

impl ToneLexicon {
    /// Tone of a sentence: its `text`, its `tokens`, whose offsets count from `base`, and the frame `hits` in it, sorted by place. `None` if it has no token.
    pub fn tone(
        &self,
        text: &str,
        base: u32,
        tokens: &[Token],
        hits: &[Hit],
        vocabulary: &Vocabulary,
        cache: &mut ToneCache,
    ) -> Option<Tone> {
        if tokens.is_empty() {
            return None;
        }
        for id in cache.forms.len()..vocabulary.len() {
            cache.forms.push(self.word(crate::text::FormId(id as u32), vocabulary));
        }
        cache.found.clear();
        self.phrases.find(tokens, vocabulary, &mut cache.matches, &mut cache.found);
        let names = read_words(text, base, tokens, hits, cache);
        self.read_phrases(cache);
        let end =
            text.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)".contains(c)).chars().next_back();
        let factor = match end {
            Some('?') => QUESTION,
            Some('!') => EXCLAMATION,
            _ => 1.0,
        };
        let mut sums = sum(&cache.words, tokens, names);
        self.signs.find(text, |v| sums.add(v));
        Some(sums.tone(factor))
    }

    /// Lays the phrases over the words: a phrase with a valence replaces what its words say.
    fn read_phrases(&self, cache: &mut ToneCache) {
        let ToneCache { found, words, .. } = cache;
        let valences = found.partition_point(|f| f.slot == VALENCES);
        let (valences, shifters) = found.split_at(valences);
        for f in valences {
            let Some(phrase) = words.get_mut(f.first as usize..f.last as usize) else { continue };
            for word in phrase.iter_mut() {
                word.flags.remove(Flags::VALENCE);
                word.flags.silence();
            }
            if let Some(first) = phrase.first_mut() {
                first.valence = self.numbers.get(f.entry as usize).copied().unwrap_or(0.0);
                first.flags.add(Flags::VALENCE);
            }
        }
        let mut next = valences;
        let mut slot = VALENCES;
        for f in shifters {
            if f.slot != slot {
                (slot, next) = (f.slot, valences);
            }
            while let [v, rest @ ..] = next
                && v.last <= f.first
            {
                next = rest;
            }
            // A shifter inside a longer phrase with a valence is part of its meaning.
            if next.first().is_some_and(|v| v.first < f.last && v.last - v.first > f.last - f.first) {
                continue;
            }
            let Some(phrase) = words.get_mut(f.first as usize..f.last as usize) else { continue };
            let Some(&(_, flags)) = SHIFTERS.get(slot as usize - 1) else { continue };
            if flags == Flags::NO_NEGATION {
                for word in phrase {
                    word.flags.remove(Flags::NEGATION);
                }
            } else if let Some(last) = phrase.last_mut() {
                last.flags.add(flags);
                last.strength = self.numbers.get(f.entry as usize).copied().unwrap_or(1.0);
            }
        }
    }
}

/// Fills `cache.words` with what is known of each token and how it stands in the sentence. True if capitals show names: where most
/// words have one, as in headlines, they tell nothing.
fn read_words(text: &str, base: u32, tokens: &[Token], hits: &[Hit], cache: &mut ToneCache) -> bool {
    let ToneCache { forms, words, .. } = cache;
    words.clear();
    let mut capitals = 0;
    let mut last_end = None;
    words.extend(tokens.iter().map(|token| {
        let mut word = forms.get(token.form.0 as usize).copied().unwrap_or_default();
        // Every sentence begins with a mark, which parts nothing.
        if let Some(end) = last_end.replace(token.end).filter(|_| token.gap == Gap::Mark) {
            let between = text.get((end - base) as usize..(token.start.max(end) - base) as usize);
            if between.unwrap_or_default().contains([';', ':', '.', '!', '?', '(', ')', '[', ']', '—']) {
                word.flags.add(Flags::CLAUSE);
            }
        }
        capitals += usize::from(word.flags.has(Flags::CAPITAL));
        word
    }));
    for hit in hits {
        let first = tokens.partition_point(|t| t.end <= hit.span.start);
        let under = tokens[first..].iter().take_while(|t| t.start < hit.span.end).count();
        words[first..first + under].iter_mut().for_each(|w| w.flags.add(Flags::FRAME));
    }
    capitals * 2 <= tokens.len()
}

/// Sums of a sentence, over all words and over those outside frame hits.
#[derive(Default)]
struct Sums {
    words: [usize; 2],
    before: [Sum; 2],
    after: [Sum; 2],
    contrast: bool,
}

#[derive(Default, Clone, Copy)]
struct Sum {
    balance: f32,
    mass: f32,
}

impl Sums {
    /// Adds a sign: it stands outside the grammar, so that no shifter reaches it.
    fn add(&mut self, valence: f32) {
        for sum in &mut self.after {
            sum.balance += valence;
            sum.mass += valence.abs();
        }
    }

    fn tone(&self, factor: f32) -> Tone {
        let of = |i: usize| {
            let (before, after) = if self.contrast { (BEFORE_CONTRAST, AFTER_CONTRAST) } else { (0.0, 1.0) };
            let balance = factor * (before * self.before[i].balance + after * self.after[i].balance);
            let mass = factor * (before * self.before[i].mass + after * self.after[i].mass);
            // At least one word, so that a sentence of frame words only is 0 without them.
            balance / (NEUTRAL * (self.words[i].max(1) as f32).sqrt() + mass)
        };
        Tone { all: of(0), without_frames: of(1) }
    }
}

/// Where the shifters stand that reach the present word.
#[derive(Default)]
struct Reach {
    negation: Option<usize>,
    averts: Option<usize>,
    spoils: Option<usize>,
    demand: Option<usize>,
}

impl Reach {
    fn factor(&self, at: usize, valence: f32) -> f32 {
        let curve = |by: Option<usize>| by.and_then(|b| NEGATED.get(at - b - 1).copied()).unwrap_or(1.0);
        let harm = if valence < 0.0 { curve(self.averts) } else { curve(self.spoils) };
        let demand = if self.demand.is_some_and(|d| at - d <= DEMAND_REACH) { DEMANDED } else { 1.0 };
        curve(self.negation) * harm * demand
    }
}

fn sum(words: &[Word], tokens: &[Token], names: bool) -> Sums {
    let mut sums = Sums::default();
    let mut reach = Reach::default();
    let mut intensity = 1.0;
    for (i, (word, token)) in words.iter().zip(tokens).enumerate() {
        let flags = word.flags;
        if flags.is_empty() {
            sums.words[0] += 1;
            sums.words[1] += 1;
            intensity = 1.0;
            continue;
        }
        if flags.has(Flags::CLAUSE) {
            reach = Reach::default();
        }
        let framed = flags.has(Flags::FRAME);
        sums.words[0] += 1;
        sums.words[1] += usize::from(!framed);
        if flags.has(Flags::VALENCE) {
            let intensity = if token.gap == Gap::Mark { 1.0 } else { intensity };
            let is_name = names && i > 0 && flags.has(Flags::CAPITALISED) && !flags.has(Flags::CLAUSE);
            let name = if is_name { NAME } else { 1.0 };
            let v = word.valence * reach.factor(i, word.valence) * intensity * name;
            for sum in &mut sums.after[..2 - usize::from(framed)] {
                sum.balance += v;
                sum.mass += v.abs();
            }
        }
        intensity = 1.0;
        if flags.has(Flags::AMPLIFIER) {
            intensity += AMPLIFY * word.strength;
        }
        if flags.has(Flags::DOWNTONER) {
            intensity *= 1.0 - SOFTEN * word.strength;
        }
        let set = |flag, at: &mut Option<usize>| {
            if flags.has(flag) {
                *at = Some(i);
            }
        };
        set(Flags::NEGATION, &mut reach.negation);
        set(Flags::AVERTS, &mut reach.averts);
        set(Flags::SPOILS, &mut reach.spoils);
        set(Flags::DEMAND, &mut reach.demand);
        if flags.has(Flags::CONTRAST) {
            sums.contrast = true;
            for (before, after) in sums.before.iter_mut().zip(&mut sums.after) {
                before.balance += after.balance;
                before.mass += after.mass;
                *after = Sum::default();
            }
            reach = Reach { demand: reach.demand, ..Reach::default() };
        }
    }
    sums
}

#[cfg(test)]
mod tests;
