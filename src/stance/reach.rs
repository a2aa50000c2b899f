//! From the cues of a sentence to the stances of its tokens.

use super::cue::{self, FoundCue};
use super::families::Family;
use super::kinds::{CueClass, Reading};
use super::read::{Scratch, Wanted};
use super::view::{Word, span_of};
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
            let Some(words) = self.words.get(range.clone()).filter(|w| !w.is_empty()) else { continue };
            let question = question_mark(text, sentence, words);
            if question.is_none() && !words.iter().any(|w| w.any(cue::CUES)) {
                continue;
            }
            if self.off.has(Family::Clauses) {
                self.clauses.none(words);
            } else {
                self.clauses.read(words);
            }
            self.cues.clear();
            cue::find(words, &self.clauses, text, question, self.off, &mut self.cues);
            settle(&mut self.cues);
            self.edges.clear();
            self.edges.resize(words.len() + 1, [0; 3]);
            for mut found in self.cues.drain(..) {
                if let Some(stance) = found.cue.class.stance() {
                    for ((a, b), span) in found.reach.into_iter().zip(&mut found.cue.reach) {
                        if a < b {
                            *span = span_of(words.get(a as usize..b as usize).unwrap_or_default());
                            self.edges[a as usize][stance as usize - 1] += 1;
                            self.edges[b as usize][stance as usize - 1] -= 1;
                        }
                    }
                }
                out.cues.push(found.cue);
            }
            let mut depth = [0; 3];
            for (edge, stance) in self.edges.iter().zip(out.stances.get_mut(range).into_iter().flatten()) {
                for k in 0..3 {
                    depth[k] += edge[k];
                    *stance |= u8::from(depth[k] > 0) << (k + 1);
                }
            }
        }
        out.cues.sort_by_key(|c| c.span);
    }
}

/// A negation right before a denial leaves the matter open: did not deny that.
fn settle(cues: &mut [FoundCue]) {
    for k in 1..cues.len() {
        let (before, rest) = cues.split_at_mut(k);
        let (Some(negation), Some(denial)) = (before.last_mut(), rest.first_mut()) else { continue };
        let near = denial.cue.span.start.saturating_sub(negation.cue.span.end) <= 12;
        if negation.cue.class == CueClass::Negation && denial.cue.class == CueClass::Denial && near {
            denial.cue.class = CueClass::Hedge;
            negation.cue.rule = "not-denied";
            negation.reach = [(0, 0); 2];
        }
    }
}

/// The question mark at the end of a sentence.
fn question_mark(text: &str, sentence: &Sentence, words: &[Word]) -> Option<Span> {
    let last = words.last()?;
    let tail = text.get(last.end as usize..sentence.span.end as usize)?;
    let at = tail.find('?')?;
    let start = last.end as usize + at;
    Some(Span::new(start, start + 1))
}
