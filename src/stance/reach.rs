//! From the cues of a sentence to the stances of its tokens: whether a word is asserted, denied, hedged or supposed, so that “they
//! do not yet have that capability” is no claim of one.

use super::cue::{self, FoundCue, Rule};
use super::families::Family;
use super::kinds::{CueClass, Reading};
use super::phrase::Run;
use super::question;
use super::read::{Scratch, Wanted};
use super::table;
use super::verb_last;
use super::view::{Punctuation, Sum, Word, span_of};
use super::voice::BITS;
use crate::text::{Document, Sentence, SentenceKind, Span};

impl Scratch {
    pub(super) fn read_cues(
        &mut self,
        text: &str,
        document: &Document,
        wanted: Wanted<'_>,
        out: &mut Reading,
    ) {
        out.stances.resize(document.tokens.len(), 0);
        for (s, sentence) in document.sentences.iter().enumerate() {
            if !wanted.has(s) || sentence.kind == SentenceKind::Boilerplate {
                continue;
            }
            let range = sentence.token_range();
            let sum = self.sums.get(s).copied().unwrap_or_default();
            if !self.find_cues(text, sentence, sum) {
                continue;
            }
            let Some(words) = self.words.get(range.clone()) else { continue };
            let first = out.cues.len();
            out.cues.extend(self.cues.iter().map(|c| c.spelt(words)));
            let cues = out.cues.get_mut(first..).unwrap_or_default();
            cue::pair(cues);
            settle(&mut self.cues);
            for (found, cue) in self.cues.iter().zip(cues) {
                (cue.class, cue.rule) = (found.class, found.rule.name());
                if found.class.stance().is_some() {
                    for ((a, b), span) in found.reach.into_iter().zip(&mut cue.reach) {
                        *span = span_of(words.get(a as usize..b as usize).unwrap_or_default());
                    }
                }
            }
            self.spread(out.stances.get_mut(range).unwrap_or_default());
        }
        out.cues.sort_by_key(|c| c.span);
    }

    /// Finds the cues of a sentence whose words are known; false if there is none for sure.
    pub(super) fn find_cues(&mut self, text: &str, sentence: &Sentence, sum: Sum) -> bool {
        self.cues.clear();
        let Some(words) = self.words.get(sentence.token_range()).filter(|w| !w.is_empty()) else {
            return false;
        };
        let question = question_mark(text, sentence, words);
        if question.is_none() && !sum.classes.any(table::CUES) {
            return false;
        }
        self.turns.read(words);
        // A phrase may have taken a word's class of cues away, so that the sum says too much.
        let cues = self.turns.cues();
        if question.is_none() && self.turns.cues().next().is_none() {
            return false;
        }
        if self.off.has(Family::Clauses) {
            self.clauses.none(words);
        } else {
            self.clauses.read(words, self.turns.each());
        }
        cue::find(words, cues, &self.clauses, text, self.off, &mut self.cues);
        if sum.classes.any(verb_last::CAUSES) {
            verb_last::widen(words, &self.clauses, &mut self.cues);
        }
        let asks = question.is_some() || sum.before.any(Punctuation::QUESTION);
        if asks && !self.off.has(Family::Questions) {
            question::find(words, &self.clauses, text, question, &mut self.cues);
        }
        true
    }

    /// What the settled cues of a sentence do to its tokens `a..b`, as [`Reading::stances`] has it.
    pub(super) fn stances_of(&self, (a, b): Run) -> u8 {
        self.cues.iter().fold(0, |mask, found| {
            // All stretches are asked about, so that nothing hangs on the first.
            let meets = |(c, d): (u32, u32)| a.max(c as usize) < b.min(d as usize);
            let [first, second, third] = found.reach;
            let met = meets(first) | meets(second) | meets(third);
            mask | u8::from(met) << found.bit().unwrap_or_default()
        })
    }

    /// Adds what the cues of a sentence do to the stances of its tokens.
    pub(super) fn spread(&mut self, stances: &mut [u8]) {
        if self.cues.is_empty() {
            return;
        }
        self.edges.clear();
        self.edges.resize(stances.len() + 1, [0; BITS]);
        for found in &self.cues {
            let Some(bit) = found.bit() else { continue };
            for (a, b) in found.reach.into_iter().filter(|(a, b)| a < b) {
                self.edges[a as usize][usize::from(bit) - 1] += 1;
                self.edges[b as usize][usize::from(bit) - 1] -= 1;
            }
        }
        let mut depth = [0; BITS];
        for (edge, stance) in self.edges.iter().zip(stances) {
            for k in 0..BITS {
                depth[k] += edge[k];
                *stance |= u8::from(depth[k] > 0) << (k + 1);
            }
        }
    }
}

/// A negation right before a denial leaves the matter open: did not deny that.
pub(super) fn settle(cues: &mut [FoundCue]) {
    for k in 1..cues.len() {
        let (before, rest) = cues.split_at_mut(k);
        let (Some(negation), Some(denial)) = (before.last_mut(), rest.first_mut()) else { continue };
        let near = denial.span.start.saturating_sub(negation.span.end) <= 12;
        if negation.class == CueClass::Negation && denial.class == CueClass::Denial && near {
            denial.class = CueClass::Hedge;
            negation.rule = Rule::NotDenied;
            negation.reach = [(0, 0); 3];
        }
    }
}

/// The question mark at the end of a sentence.
fn question_mark(text: &str, sentence: &Sentence, words: &[Word]) -> Option<Span> {
    let last = words.last()?;
    let tail = text.get(last.end as usize..sentence.span.end as usize)?;
    // Some bytes at most.
    let at = tail.bytes().position(|b| b == b'?')?;
    let start = last.end as usize + at;
    Some(Span::new(start, start + 1))
}
