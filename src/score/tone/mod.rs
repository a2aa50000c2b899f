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

mod balance;
mod lexicon;
mod signs;

pub use lexicon::ToneLexicon;

use balance::Sums;
use lexicon::{Flags, SHIFTERS, VALENCES, Word};

use super::annotation::{Hit, Tone, split_before};
use crate::lexicon::Found;
use crate::text::{Document, FormId, Sentence, SentenceKind, Token, Vocabulary};

const QUESTION: f32 = 0.6;
const EXCLAMATION: f32 = 1.2;

/// What the lexicon knows of each form of one [`Vocabulary`], filled as forms are met, and scratch space.
#[derive(Default)]
pub struct ToneCache {
    /// What most forms have and every token asks, by itself so that it lies close together.
    flags: Vec<Flags>,
    forms: Vec<Word>,
    /// Phrases of the present sentence.
    phrases: Vec<Found>,
    /// Tokens of the document that tone depends on.
    places: Vec<u32>,
    /// Words of the present sentence that it depends on.
    words: Vec<Placed>,
}

/// A word of a sentence that its tone may depend on.
#[derive(Debug, Clone, Copy)]
struct Placed {
    /// Which word of the sentence it is.
    at: u32,
    word: Word,
}

impl ToneCache {
    /// An empty cache, to be used with one vocabulary and one lexicon only.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets all forms but the first `kept`, as [`Vocabulary::forget_after`] does.
    pub fn forget_after(&mut self, kept: usize) {
        self.flags.truncate(kept);
        self.forms.truncate(kept);
    }

    /// Gathers the tokens of whose forms something is known; returns their number. Every token is written and only those kept are
    /// counted, because which they are cannot be foretold.
    fn gather(&mut self, tokens: &[Token]) -> usize {
        if self.places.len() < tokens.len() {
            self.places.resize(tokens.len(), 0);
        }
        let Self { flags, places, .. } = self;
        let mut kept = 0;
        for (i, token) in tokens.iter().enumerate() {
            let flags = flags.get(token.form.0 as usize).copied().unwrap_or_default();
            places[kept] = i as u32;
            kept += usize::from(!flags.is_empty());
        }
        kept
    }
}

/// A document, and what was found in it before its tone is judged.
#[derive(Clone, Copy)]
pub struct Judged<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its sentences and tokens.
    pub document: &'a Document,
    /// Its frame hits, sorted by place.
    pub hits: &'a [Hit],
    /// The phrases that [`ToneLexicon::hand_over`] gave a matcher to find, with slots counted from the first, sorted by place.
    pub phrases: &'a [Found],
}

/// A sentence of a document, and the frame hits in it.
#[derive(Clone, Copy)]
struct Scene<'a> {
    text: &'a str,
    tokens: &'a [Token],
    hits: &'a [Hit],
}

impl ToneLexicon {
    /// Tone of each sentence of a document, appended to `out`; `None` for those that are set aside and those without a token.
    /// `cache` must belong to `vocabulary` and to this lexicon.
    pub fn tones(
        &self,
        judged: Judged<'_>,
        vocabulary: &Vocabulary,
        cache: &mut ToneCache,
        out: &mut Vec<Option<Tone>>,
    ) {
        let Judged { text, document, mut hits, phrases: mut found } = judged;
        for id in cache.forms.len()..vocabulary.len() {
            let word = self.word(FormId(id as u32), vocabulary);
            cache.flags.push(word.flags);
            cache.forms.push(word);
        }
        let tokens = document.tokens.as_slice();
        let kept = cache.gather(tokens);
        let ToneCache { flags, forms, phrases, places, words, .. } = cache;
        let mut places = &places[..kept];
        for sentence in &document.sentences {
            let Sentence { first, last, span, kind, .. } = *sentence;
            let here = split_before(&mut places, |p| *p < last);
            let named = split_before(&mut found, |f| f.first < last);
            let framed = split_before(&mut hits, |h| h.span.start < span.end);
            let Some(tokens) = tokens.get(first as usize..last as usize).filter(|t| !t.is_empty()) else {
                out.push(None);
                continue;
            };
            if kind == SentenceKind::Boilerplate {
                out.push(None);
                continue;
            }
            let scene = Scene { text, tokens, hits: framed };
            let word_at = |at: u32| {
                let form = tokens[at as usize].form.0 as usize;
                Placed { at, word: forms.get(form).copied().unwrap_or_default() }
            };
            words.clear();
            words.extend(here.iter().map(|p| word_at(p - first)));
            if !named.is_empty() {
                phrases.clear();
                phrases.extend(named.iter().map(|f| Found {
                    first: f.first - first,
                    last: f.last - first,
                    ..*f
                }));
                phrases.sort_unstable();
                // All words of a phrase are asked.
                words.extend(phrases.iter().flat_map(|f| f.first..f.last).map(word_at));
                words.sort_unstable_by_key(|w| w.at);
                words.dedup_by_key(|w| w.at);
                self.read_phrases(phrases, words);
            }
            let written = span.of(text);
            if !words.iter().any(|w| w.word.flags.has(Flags::VALENCE)) && !self.signs.any(written) {
                out.push(Some(Tone::default()));
                continue;
            }
            let names = || {
                let capital =
                    |t: &&Token| flags.get(t.form.0 as usize).is_some_and(|f| f.has(Flags::CAPITAL));
                tokens.iter().filter(capital).count() * 2 <= tokens.len()
            };
            let mut sums = Sums::of(scene, words, names);
            self.signs.find(written, |v| sums.add(v));
            out.push(Some(sums.tone(factor(written))));
        }
    }

    /// Lays phrases, sorted by slot and place, over the words: a phrase with a valence replaces what its words say.
    fn read_phrases(&self, found: &[Found], words: &mut [Placed]) {
        let valences = found.partition_point(|f| f.slot == VALENCES);
        let (valences, shifters) = found.split_at(valences);
        for f in valences {
            let phrase = under(words, f);
            for Placed { word, .. } in phrase.iter_mut() {
                word.flags.remove(Flags::VALENCE);
                word.flags.silence();
            }
            if let Some(Placed { word, .. }) = phrase.first_mut() {
                word.valence = self.numbers.get(f.entry as usize).copied().unwrap_or(0.0);
                word.flags.add(Flags::VALENCE);
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
            let phrase = under(words, f);
            let Some(&(_, flags)) = SHIFTERS.get(slot as usize - 1) else { continue };
            if flags == Flags::NO_NEGATION {
                for Placed { word, .. } in phrase {
                    word.flags.remove(Flags::NEGATION);
                }
            } else if let Some(Placed { word, .. }) = phrase.last_mut() {
                word.flags.add(flags);
                word.strength = self.numbers.get(f.entry as usize).copied().unwrap_or(1.0);
            }
        }
    }
}

/// The words of a phrase; all of them are there.
fn under<'a>(words: &'a mut [Placed], phrase: &Found) -> &'a mut [Placed] {
    let start = words.partition_point(|w| w.at < phrase.first);
    let end = words.partition_point(|w| w.at < phrase.last);
    &mut words[start..end]
}

/// What the end of a sentence makes of its tone.
fn factor(sentence: &str) -> f32 {
    if sentence.ends_with('.') {
        return 1.0;
    }
    let end = sentence.trim_end_matches(|c: char| c.is_whitespace() || "\"'”’»)".contains(c));
    match end.as_bytes().last() {
        Some(b'?') => QUESTION,
        Some(b'!') => EXCLAMATION,
        _ => 1.0,
    }
}

#[cfg(test)]
mod plain;
#[cfg(test)]
mod tests;
