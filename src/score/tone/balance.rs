//! The balance and the mass of the valences of a sentence, each shifted by the words before it.

use super::lexicon::Flags;
use super::{Placed, Scene};
use crate::score::annotation::Tone;
use crate::text::Gap;

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
    /// Sums of a sentence, of its words that tone may depend on. `names` tells whether capitals show names: where most words have
    /// one, as in headlines, they tell nothing.
    pub(super) fn of(scene: Scene<'_>, words: &mut [Placed], names: impl Fn() -> bool) -> Self {
        let under = frame(scene, words);
        let mut sums = Self { words: [scene.tokens.len(), scene.tokens.len() - under], ..Self::default() };
        let mut reach = Reach::default();
        let (mut intensity, mut next) = (1.0, 0);
        let mut are_names = None;
        for &Placed { at, word } in &*words {
            let (i, flags) = (at as usize, word.flags);
            if flags.has(Flags::VALENCE) {
                if reach.is_set() {
                    reach.forget_before(scene.clause_of(i));
                }
                let follows = at == next && scene.tokens.get(i).is_some_and(|t| t.gap != Gap::Mark);
                let intensity = if follows { intensity } else { 1.0 };
                let is_name = i > 0
                    && flags.has(Flags::CAPITALISED)
                    && !scene.begins_clause(i)
                    && *are_names.get_or_insert_with(&names);
                let name = if is_name { NAME } else { 1.0 };
                let v = word.valence * reach.factor(i, word.valence) * intensity * name;
                for sum in &mut sums.after[..2 - usize::from(flags.has(Flags::FRAME))] {
                    sum.balance += v;
                    sum.mass += v.abs();
                }
            }
            next = at + 1;
            intensity = 1.0;
            if !flags.shifts() {
                continue;
            }
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

    /// Adds a sign: it stands outside the grammar, so that no shifter reaches it.
    pub(super) fn add(&mut self, valence: f32) {
        for sum in &mut self.after {
            sum.balance += valence;
            sum.mass += valence.abs();
        }
    }

    pub(super) fn tone(&self, factor: f32) -> Tone {
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
    /// Forgets what stands before word `at`.
    fn forget_before(&mut self, at: usize) {
        for by in [&mut self.negation, &mut self.averts, &mut self.spoils, &mut self.demand] {
            *by = by.filter(|b| *b >= at);
        }
    }

    fn is_set(&self) -> bool {
        self.negation.is_some() || self.averts.is_some() || self.spoils.is_some() || self.demand.is_some()
    }

    fn factor(&self, at: usize, valence: f32) -> f32 {
        let curve = |by: Option<usize>| by.and_then(|b| NEGATED.get(at - b - 1).copied()).unwrap_or(1.0);
        let harm = if valence < 0.0 { curve(self.averts) } else { curve(self.spoils) };
        let demand = if self.demand.is_some_and(|d| at - d <= DEMAND_REACH) { DEMANDED } else { 1.0 };
        curve(self.negation) * harm * demand
    }
}

impl Scene<'_> {
    /// Where the clause of word `at` begins, or the last words that shifters reach it from.
    fn clause_of(&self, at: usize) -> usize {
        let far = at.saturating_sub(NEGATED.len());
        (far + 1..=at).rev().find(|&i| self.begins_clause(i)).unwrap_or(far)
    }

    /// True if punctuation that parts clauses stands before a word. Every sentence begins with a mark, which parts nothing.
    fn begins_clause(&self, at: usize) -> bool {
        let (Some(before), Some(token)) = (self.tokens.get(at.wrapping_sub(1)), self.tokens.get(at)) else {
            return false;
        };
        token.gap == Gap::Mark
            && self
                .text
                .get(before.end as usize..token.start.max(before.end) as usize)
                .unwrap_or_default()
                .contains([';', ':', '.', '!', '?', '(', ')', '[', ']', '—'])
    }
}

/// Marks the words that stand in frame hits, and returns the number of all tokens that do.
fn frame(scene: Scene<'_>, words: &mut [Placed]) -> usize {
    let (mut under, mut behind) = (0, 0);
    for hit in scene.hits {
        let first = scene.tokens.partition_point(|t| t.end <= hit.span.start);
        let last = first + scene.tokens[first..].iter().take_while(|t| t.start < hit.span.end).count();
        under += last.saturating_sub(first.max(behind));
        behind = behind.max(last);
        let start = words.partition_point(|w| (w.at as usize) < first);
        let framed = words[start..].iter_mut().take_while(|w| (w.at as usize) < last);
        framed.for_each(|w| w.word.flags.add(Flags::FRAME));
    }
    under
}
