//! Which language a text is in.
//!
//! Other scripts than the Latin are told by their letters. In the Latin script three kinds of evidence are added up: frequent words
//! (the function words of the supported languages and the lists of `lexicons/detection.toml`), endings of words, and letters
//! that few languages write. Each counts the more, the fewer languages share it. The trigram model of whatlang decides
//! where these say little of more than one word. Addresses, handles and tags tell nothing and are left out.

mod memory;
mod piece;
mod sample;

use std::sync::LazyLock;

use hashbrown::HashMap;
use serde::Deserialize;

use memory::Memory;
use piece::{Shares, read_piece, share};
use sample::{glance, pieces, take_sample};

use super::language::{LANGUAGES, Language};
use super::resource;
use crate::shipped::{self, shipped};

/// How much of a text is looked at, in bytes: first a little, and more only if that leaves doubt.
const SAMPLES: [usize; 2] = [500, 6000];

/// How far the evidence of a glance at the top and the middle of a text must be ahead, in weight and in share, for nothing more
/// to be read. Less than half the sample would have to speak for another language, and for one alone, to change the answer.
const PLAIN: (f32, f32) = (4.0, 0.6);

/// How far words and endings must be ahead, in weight and in share, for the trigram model not to be asked.
const DECISIVE: (f32, f32) = (2.0, 0.5);

/// Head start of the supported languages: breaks ties, no more.
const SUPPORTED: f32 = 0.05;

/// Weight of an ending against a word.
const ENDING: f32 = 0.3;

/// Weight of a letter against a word.
const LETTER: f32 = 0.6;

/// Weight of the trigram model at full confidence against a word.
const TRIGRAMS: f32 = 1.2;

/// Longest ending, in characters.
const LONGEST_ENDING: usize = 7;

/// A set of languages, a bit each, in the order of [`Evidence::languages`].
type Set = u32;

/// Most languages with lists: what speaks for each of them is added without asking which.
const MOST: usize = 20;

/// How much speaks for each language.
type Scores = [f32; MOST];

/// What speaks for which languages.
#[derive(Default)]
struct Evidence {
    languages: Vec<Language>,
    words: HashMap<&'static str, Set>,
    endings: HashMap<&'static str, Set>,
    letters: HashMap<char, Set>,
}

const LISTS: &[u8] = shipped!("lexicons/detection.toml");

/// The file of detection, one part a language.
#[derive(Default, Deserialize)]
struct Lists<'a> {
    #[serde(borrow)]
    language: Vec<Row<'a>>,
}

#[derive(Deserialize)]
struct Row<'a> {
    code: Language,
    #[serde(borrow)]
    words: Vec<&'a str>,
    endings: Vec<&'a str>,
    letters: Vec<char>,
}

/// Of the lists of a language of ours, those of words that stand in every text.
#[derive(Deserialize)]
struct Grammar<'a> {
    #[serde(borrow)]
    stop_words: Vec<&'a str>,
    negations: Vec<&'a str>,
}

static EVIDENCE: LazyLock<Evidence> = LazyLock::new(|| {
    let mut evidence = Evidence {
        words: HashMap::with_capacity(6000),
        endings: HashMap::with_capacity(1000),
        ..Evidence::default()
    };
    // Tests read the lists: none is ever empty.
    let lists: Lists = shipped::read(LISTS).unwrap_or_default();
    for (i, row) in lists.language.into_iter().enumerate().take(MOST) {
        let bit = 1 << i;
        evidence.languages.push(row.code);
        let ours = LANGUAGES.iter().position(|r| r.language == row.code);
        let grammar: Option<Grammar> = ours.and_then(|i| shipped::read(resource::LISTS[i]).ok());
        let grammar = grammar.into_iter().flat_map(|g| [g.stop_words, g.negations]).flatten();
        for word in row.words.into_iter().chain(grammar.map(|w| w.trim_end_matches('\''))) {
            *evidence.words.entry(word).or_default() |= bit;
        }
        row.endings.into_iter().for_each(|e| *evidence.endings.entry(e).or_default() |= bit);
        row.letters.into_iter().for_each(|c| *evidence.letters.entry(c).or_default() |= bit);
    }
    evidence
});

/// The language of a text and how sure that is (0…1); undetermined if the text has too few letters.
///
/// # Example
/// ```
/// use framescope::text::{Language, detect};
/// assert_eq!(detect("Il califfato recluta in rete").0, Language::ITALIAN);
/// assert_eq!(detect("12:30 @someone").0, Language::UNDETERMINED);
/// ```
pub fn detect(text: &str) -> (Language, f32) {
    Detector::new().detect(text)
}

/// Pieces that a detector remembers: the first ones met are the most frequent, and few, so that they stay near the processor.
const PIECES: usize = 4_000;

/// Short texts whose language it remembers.
const SHORT_TEXTS: usize = 20_000;

/// Longest text, in bytes, of which the language is remembered as a whole.
const SHORT: usize = 40;

/// Tells languages of many texts: what a word says is worked out once. Results are those of [`detect`].
#[derive(Default)]
pub struct Detector {
    /// What pieces say.
    known: Memory,
    /// Languages of short texts: the trigram model that most of them ask takes longer than a whole article.
    short: HashMap<Box<str>, (Language, f32)>,
    sample: String,
    scores: Scores,
    letters: Vec<Set>,
    shares: Shares,
    folded: String,
}

impl Detector {
    /// A detector that remembers nothing yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The language of a text, as [`detect`] tells it.
    pub fn detect(&mut self, text: &str) -> (Language, f32) {
        if text.len() <= SHORT {
            if let Some(found) = self.short.get(text) {
                return *found;
            }
            let found = self.read(text);
            if self.short.len() < SHORT_TEXTS {
                self.short.insert(text.into(), found);
            }
            return found;
        }
        self.glance(text).unwrap_or_else(|| self.read(text))
    }

    /// The language of a text that is plain from a glance.
    fn glance(&mut self, text: &str) -> Option<(Language, f32)> {
        let glance = glance(text)?;
        self.begin();
        let words = self.count(text, glance.pieces());
        self.end();
        let (best, margin) = ranked(&self.scores);
        let top = self.scores[best];
        let sure =
            words > 0 && margin >= PLAIN.0 && margin >= PLAIN.1 * top && confidence(top, margin) >= 1.0;
        sure.then(|| (EVIDENCE.languages[best], 1.0))
    }

    fn read(&mut self, text: &str) -> (Language, f32) {
        let mut found = (Language::UNDETERMINED, 0.0);
        let mut sample = std::mem::take(&mut self.sample);
        for size in SAMPLES {
            sample.clear();
            let whole = take_sample(text, size, &mut sample);
            found = self.detect_sample(&sample);
            if whole || found.1 > 0.99 {
                break;
            }
        }
        self.sample = sample;
        found
    }

    fn detect_sample(&mut self, sample: &str) -> (Language, f32) {
        // Most of it ASCII letters: no other script can have more.
        let ascii = sample.bytes().filter(u8::is_ascii_alphabetic).count();
        if ascii * 2 > sample.len() {
            return self.latin(sample);
        }
        match whatlang::detect_script(sample) {
            None => (Language::UNDETERMINED, 0.0),
            Some(whatlang::Script::Latin) => self.latin(sample),
            Some(whatlang::Script::Arabic) => arabic(sample),
            Some(_) => by_trigrams(sample),
        }
    }

    fn latin(&mut self, sample: &str) -> (Language, f32) {
        self.begin();
        let words = self.count(sample, pieces(sample));
        self.end();
        if words == 0 {
            return (Language::UNDETERMINED, 0.0);
        }
        let (evidence, scores) = (&*EVIDENCE, &mut self.scores);
        let (best, margin) = ranked(scores);
        if margin < DECISIVE.0 || margin < DECISIVE.1 * scores[best] {
            // The few trigrams of a single word are chance.
            let foreign = if words > 1 { ask_trigrams(evidence, sample, scores, words) } else { None };
            return foreign.unwrap_or_else(|| decide(evidence, scores));
        }
        (evidence.languages[best], confidence(scores[best], margin))
    }

    /// Forgets the scores of the text before.
    fn begin(&mut self) {
        self.scores = [0.0; MOST];
        self.letters.clear();
    }

    /// Adds what the words in these pieces of a text say; returns their number.
    fn count(&mut self, text: &str, pieces: impl Iterator<Item = (usize, usize)>) -> usize {
        let evidence = &*EVIDENCE;
        let Self { known, scores, letters, folded, shares, .. } = self;
        let (mut words, mut sums) = (0, *scores);
        for (start, end) in pieces {
            let found = known.find(text, start, end).copied();
            let kept = found.is_some() || known.len() < PIECES;
            let said = found.unwrap_or_else(|| {
                let piece = &text[start..end];
                let said = read_piece(evidence, piece, folded, shares);
                if kept {
                    known.insert(piece, said);
                }
                said
            });
            words += said.words as usize;
            // Most pieces say nothing: adding zeros costs less than asking.
            sums = add(sums, &shares.rows[said.evidence as usize]);
            if said.more > 0 {
                let more = &shares.more[said.more as usize - 1];
                more.evidence.iter().for_each(|&(set, share)| spread(set, share, &mut sums));
                letters.extend_from_slice(&more.letters);
                if !kept {
                    shares.more.pop();
                }
            }
        }
        *scores = sums;
        words
    }

    /// Adds what letters say.
    fn end(&mut self) {
        for &set in &self.letters {
            spread(set, share(set, LETTER), &mut self.scores);
        }
    }
}

/// Adds what the trigram model says; gives its answer if that is a language without lists.
fn ask_trigrams(
    evidence: &Evidence,
    sample: &str,
    scores: &mut [f32],
    words: usize,
) -> Option<(Language, f32)> {
    let info = whatlang::detect(sample);
    let guess = info.and_then(|i| Some((iso_639_1(i.lang())?, i.confidence() as f32, i.is_reliable())));
    let known = guess.and_then(|(l, ..)| evidence.languages.iter().position(|k| *k == l));
    match (guess, known) {
        (Some((_, sure, _)), Some(i)) => scores[i] += TRIGRAMS * (0.3 + 0.7 * sure),
        // A language without word lists of ours shows by trigrams alone, surely, and by little else.
        (Some((language, sure, true)), None) if scores[ranked(scores).0] < 0.15 * words as f32 => {
            return Some((language, sure));
        }
        _ => {}
    }
    None
}

/// The language of the highest score.
fn decide(evidence: &Evidence, scores: &mut [f32]) -> (Language, f32) {
    for (score, language) in scores.iter_mut().zip(&evidence.languages) {
        if *score > 0.0 && language.row().is_some() {
            *score += SUPPORTED;
        }
    }
    let (best, margin) = ranked(scores);
    if scores[best] > 0.0 {
        (evidence.languages[best], confidence(scores[best], margin))
    } else {
        (Language::UNDETERMINED, 0.0)
    }
}

/// The best score's place, and how far it is ahead of the second.
fn ranked(scores: &[f32]) -> (usize, f32) {
    let (mut best, mut top, mut second) = (0, 0.0, 0.0);
    for (i, score) in scores.iter().enumerate() {
        if *score > top {
            (best, second, top) = (i, top, *score);
        } else if *score > second {
            second = *score;
        }
    }
    (best, top - second)
}

/// Adds a row of shares.
#[inline]
fn add(sums: Scores, row: &Scores) -> Scores {
    std::array::from_fn(|i| sums[i] + row[i])
}

/// Adds a share to each language of a set.
fn spread(set: Set, share: f32, scores: &mut [f32]) {
    let mut left = set;
    while left != 0 {
        if let Some(score) = scores.get_mut(left.trailing_zeros() as usize) {
            *score += share;
        }
        left &= left - 1;
    }
}

/// From half (a tie) to one: how far the best is ahead of the second, against what little evidence can say.
fn confidence(top: f32, margin: f32) -> f32 {
    let ahead = margin / (top + 1.0);
    (0.5 + 0.5 * (2.0 * ahead).min(1.0)).clamp(0.0, 1.0)
}

/// Arabic, Persian or Urdu by letters that only some of them write.
fn arabic(sample: &str) -> (Language, f32) {
    let count = |letters: &[char]| sample.chars().filter(|c| letters.contains(c)).count();
    let letters = sample.chars().filter(|c| ('\u{600}'..='\u{6ff}').contains(c)).count().max(1);
    let urdu = count(&['ٹ', 'ڈ', 'ڑ', 'ے', 'ں', 'ہ', 'ھ']);
    let persian = count(&['پ', 'چ', 'ژ', 'گ', 'ک', 'ی']);
    let own = count(&['ة', 'ى', 'ي', 'ك', 'أ', 'إ']);
    let share = |n: usize| n as f32 / letters as f32;
    if share(urdu) > 0.05 && urdu > own {
        (Language::from_tag("ur").unwrap_or(Language::UNDETERMINED), 0.9)
    } else if share(persian) > 0.05 && persian > own {
        (Language::from_tag("fa").unwrap_or(Language::UNDETERMINED), 0.9)
    } else {
        (Language::ARABIC, (0.7 + share(own) * 3.0).min(1.0))
    }
}

fn by_trigrams(sample: &str) -> (Language, f32) {
    let Some(info) = whatlang::detect(sample) else { return (Language::UNDETERMINED, 0.0) };
    match iso_639_1(info.lang()) {
        Some(language) => (language, info.confidence() as f32),
        None => (Language::UNDETERMINED, 0.0),
    }
}

/// The language of whatlang as ours.
fn iso_639_1(lang: whatlang::Lang) -> Option<Language> {
    Language::from_tag(lang.code())
}

#[cfg(test)]
mod tests;
