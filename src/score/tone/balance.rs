//! The balance and the mass of the valences of a sentence, each shifted by the words before it.

use super::lexicon::{Flags, Word};
use super::{Placed, word_of};
use crate::score::annotation::Tone;
use crate::text::{Gap, Token};

/// Factor of a word at distance 1, 2, … behind a negation.
pub(super) const NEGATED: [f32; 5] = [-0.7, -0.5, -0.3, -0.1, 0.1];
pub(super) const AMPLIFY: f32 = 0.4;
pub(super) const SOFTEN: f32 = 0.25;
pub(super) const DEMANDED: f32 = 0.6;
/// Words that a demand reaches.
pub(super) const DEMAND_REACH: usize = 4;
pub(super) const BEFORE_CONTRAST: f32 = 0.65;
pub(super) const AFTER_CONTRAST: f32 = 1.15;
pub(super) const NAME: f32 = 0.5;
/// Weight of the neutral mass √n: such that ±0.05 is the best border of neutral on rated news.
pub(super) const NEUTRAL: f32 = 0.85;
/// Sums of a sentence, over all words and over those outside frame hits.
#[derive(Default)]
pub(super) struct Sums {
    words: [f32; 2],
    before: Sum,
    after: Sum,
    contrast: bool,
    /// True if it has a tone word or a sign.
    any: bool,
}

#[derive(Default, Clone, Copy)]
struct Sum {
    balance: [f32; 2],
    mass: [f32; 2],
}

impl Sum {
    fn add(&mut self, balance: [f32; 2], mass: [f32; 2]) {
        for i in 0..2 {
            self.balance[i] += balance[i];
            self.mass[i] += mass[i];
        }
    }
}

impl Sums {
    /// Sums of a sentence, without any so far.
    pub(super) fn of(scene: Scene<'_>) -> Self {
        let all = scene.last - scene.first;
        let (mut outside, mut behind) = (all, 0);
        for (first, last) in scene.frames {
            outside = outside.saturating_sub(last.saturating_sub(behind.max(*first)));
            behind = behind.max(*last);
        }
        // At least one word, so that a sentence of frame words only is 0 without them.
        Self { words: [all, outside].map(|n| n.max(1) as f32), ..Self::default() }
    }

    /// True if nothing was added.
    pub(super) fn is_empty(&self) -> bool {
        !self.any
    }

    /// Adds the words of a sentence that tone may depend on.
    #[inline]
    pub(super) fn read(&mut self, scene: Scene<'_>, words: impl Iterator<Item = Placed>) {
        let mut frames = scene.frames;
        let mut reach = Reach::default();
        let mut are_names = None;
        for Placed { at, word } in words {
            let flags = word.flags;
            if flags.has(Flags::VALENCE) {
                let mut v = word.valence;
                if at <= reach.end {
                    v = reach.shifted(scene, at, v);
                }
                if flags.has(Flags::CAPITALISED)
                    && at > scene.first
                    && !scene.begins_clause(at)
                    && *are_names.get_or_insert_with(|| scene.shows_names())
                {
                    v *= NAME;
                }
                while let [(_, end), behind @ ..] = frames
                    && *end <= at
                {
                    frames = behind;
                }
                let framed = frames.first().is_some_and(|(first, _)| *first <= at);
                let outside = if framed { 0.0 } else { v };
                self.after.add([v, outside], [v.abs(), outside.abs()]);
                self.any = true;
            }
            if flags.shifts() {
                reach.set(word, at);
                if flags.has(Flags::CONTRAST) {
                    self.contrast = true;
                    let Sum { balance, mass } = std::mem::take(&mut self.after);
                    self.before.add(balance, mass);
                    reach.turn();
                }
            }
        }
    }

    /// The same of words that phrases were laid over. By itself, because few sentences have any.
    #[inline(never)]
    pub(super) fn read_laid(&mut self, scene: Scene<'_>, words: &[Placed]) {
        self.read(scene, words.iter().copied());
    }

    /// Adds a sign: it stands outside the grammar, so that no shifter reaches it.
    pub(super) fn add(&mut self, valence: f32) {
        self.after.add([valence; 2], [valence.abs(); 2]);
        self.any = true;
    }

    pub(super) fn tone(&self, factor: f32) -> Tone {
        let of = |i: usize| {
            let (before, after) = if self.contrast { (BEFORE_CONTRAST, AFTER_CONTRAST) } else { (0.0, 1.0) };
            let balance = factor * (before * self.before.balance[i] + after * self.after.balance[i]);
            let mass = factor * (before * self.before.mass[i] + after * self.after.mass[i]);
            balance / (NEUTRAL * self.words[i].sqrt() + mass)
        };
        Tone { all: of(0), without_frames: of(1) }
    }
}

/// Shifters that reach over several words, by their place in [`Reach`].
const FAR: [Flags; 4] = [Flags::NEGATION, Flags::AVERTS, Flags::SPOILS, Flags::DEMAND];
const DEMAND: usize = 3;

/// Where the shifters stand that may reach the present word.
#[derive(Default)]
struct Reach {
    /// One past the last of each of [`FAR`]; 0 if there is none.
    behind: [u32; FAR.len()],
    /// What an amplifier or downtoner makes of the word behind it.
    intensity: f32,
    /// That word; 0 if there is none.
    next: u32,
    /// The last word that any of them reaches.
    end: u32,
}

impl Reach {
    /// Notes what the word `at` does to those behind it.
    #[inline]
    fn set(&mut self, word: Word, at: u32) {
        let flags = word.flags;
        for (flag, behind) in FAR.into_iter().zip(&mut self.behind) {
            if flags.has(flag) {
                *behind = at + 1;
            }
        }
        self.end = at + NEGATED.len() as u32;
        if flags.has(Flags::AMPLIFIER) || flags.has(Flags::DOWNTONER) {
            let amplified = if flags.has(Flags::AMPLIFIER) { 1.0 + AMPLIFY * word.strength } else { 1.0 };
            let softened = if flags.has(Flags::DOWNTONER) { 1.0 - SOFTEN * word.strength } else { 1.0 };
            (self.intensity, self.next) = (amplified * softened, at + 1);
        }
    }

    /// Behind a contrast only demands reach on.
    fn turn(&mut self) {
        let demand = self.behind[DEMAND];
        self.behind = [0; FAR.len()];
        self.behind[DEMAND] = demand;
    }

    /// The valence of a tone word with all that reaches it. Forgets what stands before its clause.
    #[inline(never)]
    fn shifted(&mut self, scene: Scene<'_>, at: u32, valence: f32) -> f32 {
        let clause = scene.clause_of(at);
        for behind in &mut self.behind {
            *behind = if *behind > clause { *behind } else { 0 };
        }
        let [negation, averts, spoils, demand] = self.behind;
        let curve = |behind: u32| match behind {
            0 => 1.0,
            _ => NEGATED.get((at - behind) as usize).copied().unwrap_or(1.0),
        };
        let harm = curve(if valence < 0.0 { averts } else { spoils });
        let demand = if demand > 0 && at - demand < DEMAND_REACH as u32 { DEMANDED } else { 1.0 };
        let intense = at == self.next
            && at > scene.first
            && scene.tokens.get(at as usize).is_some_and(|t| t.gap != Gap::Mark);
        valence * (curve(negation) * harm * demand) * if intense { self.intensity } else { 1.0 }
    }
}

/// A sentence in its document.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) text: &'a str,
    /// Of the document.
    pub(super) tokens: &'a [Token],
    /// What is known of each form.
    pub(super) forms: &'a [Word],
    /// The first token of the sentence, and one past its last.
    pub(super) first: u32,
    pub(super) last: u32,
    /// Tokens of the frame hits in the sentence, the first and one past the last of each, sorted.
    pub(super) frames: &'a [(u32, u32)],
}

impl Scene<'_> {
    /// What is known of a token.
    #[inline]
    pub(super) fn word(self, at: u32) -> Placed {
        Placed { at, word: word_of(self.forms, self.tokens.get(at as usize)) }
    }

    /// Whether capitals show names: where most words have one, as in headlines, they tell nothing.
    #[inline(never)]
    fn shows_names(self) -> bool {
        let capitals = (self.first..self.last).filter(|at| self.word(*at).word.flags.has(Flags::CAPITAL));
        capitals.count() * 2 <= (self.last - self.first) as usize
    }

    /// Where the clause of word `at` begins, or the last words that shifters reach it from.
    fn clause_of(self, at: u32) -> u32 {
        let far = at.saturating_sub(NEGATED.len() as u32).max(self.first);
        (far + 1..=at).rev().find(|&i| self.begins_clause(i)).unwrap_or(far)
    }

    /// True if punctuation that parts clauses stands before a word. Every sentence begins with a mark, which parts nothing.
    fn begins_clause(self, at: u32) -> bool {
        let Some([before, token]) = (at as usize).checked_sub(1).and_then(|i| self.tokens.get(i..i + 2))
        else {
            return false;
        };
        at > self.first
            && token.gap == Gap::Mark
            && self
                .text
                .get(before.end as usize..token.start.max(before.end) as usize)
                .unwrap_or_default()
                .contains([';', ':', '.', '!', '?', '(', ')', '[', ']', '—'])
    }
}
