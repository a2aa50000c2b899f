//! Quotations inside quotations, each an attribution of its own.
//!
//! A level at a time: seen from inside the quotation around it, a nested quotation is an ordinary one, whose report is sought by the
//! same rules; what stands outside is out of sight. Its speaker stays open if nobody is named, and for a pronoun other than *I*, which
//! is the speaker around it.

use super::attribution::{Draft, Text};
use super::direct;
use super::families::Family;
use super::phrase::Runs;
use super::quotation::Quotation;
use super::read::{LABEL, Scratch, run_in};
use super::view::{NO_QUOTE, Word};
use super::words::Class;
use crate::text::Document;

/// The quotation of words that stand outside the one around a level.
const OUTSIDE: u32 = NO_QUOTE - 1;

impl Scratch {
    /// Adds the drafts of nested quotations behind the others.
    pub(super) fn attribute_nested(&mut self, document: &Document) {
        self.ordered = self.drafts.len();
        let deepest = self.all.iter().map(|q| q.depth).max().unwrap_or(0);
        if self.off.has(Family::Nesting) {
            return;
        }
        for depth in 1..=deepest {
            let (mut level, mut around) = (Vec::new(), Vec::new());
            level.extend(self.all.iter().filter(|q| q.depth == depth));
            around.extend(self.all.iter().filter(|q| q.depth + 1 == depth));
            self.attribute_level(document, &level, &around);
        }
    }

    fn attribute_level(&mut self, document: &Document, level: &[Quotation], around: &[Quotation]) {
        let runs: Vec<_> = level.iter().map(|q| run_in(document, q)).collect();
        let mut words: Vec<Word> = self.words.clone();
        for word in &mut words {
            word.quote = OUTSIDE;
        }
        let mut put = |(a, b): (usize, usize), quote: u32| {
            for word in words.get_mut(a..b).into_iter().flatten() {
                word.quote = quote;
            }
        };
        for q in around {
            put(run_in(document, q), NO_QUOTE);
        }
        for (i, run) in runs.iter().enumerate() {
            put(*run, i as u32);
        }
        let text = Text::new(&words, &[], &runs, self.off);
        for (i, (q, &run)) in level.iter().zip(&runs).enumerate() {
            let parent = around.partition_point(|p| p.outer.start <= q.outer.start).checked_sub(1);
            let Some(parent) = parent.and_then(|p| around.get(p)).filter(|_| run.0 < run.1) else { continue };
            let owned = direct::owner(&text, i, run_in(document, parent));
            // A few words without a report are a label here as anywhere.
            if owned.is_none() && run.1 - run.0 <= LABEL {
                continue;
            }
            let found = owned.unwrap_or(Draft {
                cue: None,
                class: Class::Say,
                source: None,
                content: Runs::default(),
                voiced: true,
                carried: None,
                quote: None,
                rule: "",
                nested: None,
            });
            let own = found.source.is_some_and(|s| s.1 == s.0 + 1 && words[s.0].is(Class::I));
            let speaker =
                self.words.get(run.0).and_then(|w| self.owner.get(w.quote as usize).copied().flatten());
            self.drafts.push(Draft {
                content: run.into(),
                carried: speaker.filter(|_| own).map(|d| d as usize),
                quote: None,
                rule: "nested",
                nested: Some(q.inner),
                ..found
            });
        }
    }
}
