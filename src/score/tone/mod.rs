//! Tone of a sentence: how pleasant or unpleasant people rate such words, from −1 to 1.
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
//! The factor *cᵢ* (`balance`) is a product of (classes in `shifters.toml`; after Polanyi and Zaenen, *Contextual valence shifters*, 2006):
//! - **negation** at distance *d* = 1…5 in the same clause: −0.7, −0.5, −0.3, −0.1, 0.1 ("not good" is bad, though less than "good" is
//!   good; the further, the weaker). The same curve for negative words behind a word that **averts harm** ("prevent an attack") and
//!   for positive ones behind a word that **spoils good** ("lost support").
//! - **amplifier** ×1.4, **downtoner** ×0.75 on the next word; 0.6 within four words of a **demand** ("should").
//! - **contrast**: ×0.65 before the last "but" of the sentence, ×1.15 after it.
//! - ×0.5 for a capitalised word inside the sentence, a name more often than not, unless most words are capitalised, as in headlines,
//!   or all nouns are, as in German.
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

use balance::{Scene, Sums};
use lexicon::{Flags, SHIFTERS, VALENCES, Word};

use super::annotation::Tone;
use crate::lexicon::Found;
use crate::scan::{BLOCK, marks};
use crate::text::{Document, FormId, Sentence, SentenceKind, Span, Token, Vocabulary};

const QUESTION: f32 = 0.6;
const EXCLAMATION: f32 = 1.2;

/// What the lexicon knows of each form of one [`Vocabulary`], filled as forms are met, and scratch space.
#[derive(Default)]
pub struct ToneCache {
    /// True of the forms of which something is known: what every token asks, by itself so that it lies close together.
    noted: Vec<bool>,
    forms: Vec<Word>,
    /// Words of the document that tone depends on.
    placed: Vec<Placed>,
    /// Bytes of the text that signs may begin at.
    signs: Vec<u32>,
    /// Phrases of the present sentence.
    phrases: Vec<Found>,
    /// Words of the present sentence that its tone depends on, if it has phrases.
    words: Vec<Placed>,
}

/// A word that the tone of its sentence may depend on.
#[derive(Debug, Clone, Copy)]
struct Placed {
    /// Which token of the document it is.
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
        self.noted.truncate(kept);
        self.forms.truncate(kept);
    }

    /// Gathers the words of whose forms something is known, and what that is: whoever then decides by it need not wait for it.
    #[inline(never)]
    fn gather(&mut self, tokens: &[Token]) {
        let Self { noted, forms, placed, .. } = self;
        placed.clear();
        for (first, block) in (0..).step_by(BLOCK).zip(tokens.chunks(BLOCK)) {
            let known = |t: &Token| noted.get(t.form.0 as usize).copied().unwrap_or_default();
            let found = marks::from_last::<8, _>(block, known);
            marks::each(found, |i| {
                let word = word_of(forms, block.get(i as usize));
                placed.push(Placed { at: first + i, word });
            });
        }
    }
}

/// A document, and what was found in it before its tone is judged.
#[derive(Clone, Copy)]
pub struct Judged<'a> {
    /// Its text.
    pub text: &'a str,
    /// Its sentences and tokens.
    pub document: &'a Document,
    /// Tokens of its frame hits, the first and one past the last of each, sorted by place.
    pub framed: &'a [(u32, u32)],
    /// The phrases that [`ToneLexicon::hand_over`] gave a matcher to find, with slots counted from the first, sorted by place.
    pub phrases: &'a [Found],
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
        let Judged { text, document, mut framed, phrases: mut found } = judged;
        if cache.forms.len() < vocabulary.len() {
            self.resolve_new(vocabulary, cache);
        }
        let tokens = document.tokens.as_slice();
        cache.gather(tokens);
        self.signs.places(text, document.map(), &mut cache.signs);
        let ToneCache { forms, phrases, placed, signs, words, .. } = cache;
        let (forms, mut placed, mut signs) = (forms.as_slice(), placed.as_slice(), signs.as_slice());
        // Most sentences have no phrase, no frame hit and no sign: each is asked for before it is looked at.
        out.extend(document.sentences.iter().map(|sentence| {
            let Sentence { first, last, span, kind, .. } = *sentence;
            let named = match found.first() {
                Some(f) if f.first < last => split_before(&mut found, |f| f.first < last),
                _ => &[],
            };
            let frames = match framed.first() {
                Some(f) if f.0 < last => split_before(&mut framed, |f| f.0 < last),
                _ => &[],
            };
            let signs = match signs.first() {
                Some(s) if *s < span.end => split_before(&mut signs, |s| *s < span.end),
                _ => &[],
            };
            if kind == SentenceKind::Boilerplate || first >= last {
                split_before(&mut placed, |word| word.at < last);
                return None;
            }
            let scene = Scene { text, tokens, forms, first, last, frames };
            let mut sums = Sums::of(scene);
            if named.is_empty() {
                let here = std::iter::from_fn(|| {
                    let (&word, behind) = placed.split_first().filter(|(word, _)| word.at < last)?;
                    placed = behind;
                    Some(word)
                });
                sums.read(scene, here);
            } else {
                let here = split_before(&mut placed, |word| word.at < last);
                self.lay(named, here, scene, phrases, words);
                sums.read_laid(scene, words);
            }
            if !signs.is_empty() {
                self.signs.among(signs, text, span, |v| sums.add(v));
            }
            Some(if sums.is_empty() { Tone::default() } else { sums.tone(factor(text, span)) })
        }));
    }

    #[cold]
    fn resolve_new(&self, vocabulary: &Vocabulary, cache: &mut ToneCache) {
        for id in cache.forms.len()..vocabulary.len() {
            let word = self.word(FormId(id as u32), vocabulary);
            cache.noted.push(!word.flags.is_empty());
            cache.forms.push(word);
        }
    }

    /// Takes the words `here` and all those of the phrases `named`, and lays the phrases over them.
    #[inline(never)]
    fn lay(
        &self,
        named: &[Found],
        here: &[Placed],
        scene: Scene<'_>,
        phrases: &mut Vec<Found>,
        words: &mut Vec<Placed>,
    ) {
        words.clear();
        gather_phrased(here, named, |at| scene.word(at), words);
        if let [_] = named {
            self.read_phrases(named, words);
        } else {
            phrases.clear();
            phrases.extend_from_slice(named);
            phrases.sort_unstable();
            self.read_phrases(phrases, words);
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

/// Fills `into` with the words `here` and with all words of the phrases, in order; both are sorted by place.
fn gather_phrased(
    mut here: &[Placed],
    phrases: &[Found],
    word_at: impl Fn(u32) -> Placed,
    into: &mut Vec<Placed>,
) {
    let mut next = 0;
    for phrase in phrases {
        into.extend_from_slice(split_before(&mut here, |word| word.at < phrase.first));
        into.extend((phrase.first.max(next)..phrase.last).map(&word_at));
        next = next.max(phrase.last);
        split_before(&mut here, |word| word.at < next);
    }
    into.extend_from_slice(here);
}

/// What is known of the form of a token.
#[inline]
fn word_of(forms: &[Word], token: Option<&Token>) -> Word {
    token.and_then(|t| forms.get(t.form.0 as usize)).copied().unwrap_or_default()
}

/// Splits off the items at the front that `is` holds of: those of a sentence from those of all behind it.
fn split_before<'a, T>(items: &mut &'a [T], is: impl Fn(&T) -> bool) -> &'a [T] {
    let (here, behind) = items.split_at(items.iter().take_while(|item| is(item)).count());
    *items = behind;
    here
}

/// The words of a phrase; all of them are there.
fn under<'a>(words: &'a mut [Placed], phrase: &Found) -> &'a mut [Placed] {
    let start = words.partition_point(|w| w.at < phrase.first);
    words.get_mut(start..start + (phrase.last - phrase.first) as usize).unwrap_or_default()
}

#[inline]
fn factor(text: &str, sentence: Span) -> f32 {
    let end = (sentence.end as usize).checked_sub(1).and_then(|last| text.as_bytes().get(last));
    if end == Some(&b'.') { 1.0 } else { factor_of_mark(sentence.of(text)) }
}

#[inline(never)]
fn factor_of_mark(sentence: &str) -> f32 {
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
