//! Who owns which quotation, paragraph by paragraph: a report, the content around it, or the speaker before it.

use super::attribution::{self, Draft, Text};
use super::direct;
use super::families::Family;
use super::read::{LABEL, Scratch, run_of};
use super::view::{Punctuation, Word};
use super::words::Class;
use crate::text::{Document, Paragraph};

impl Scratch {
    /// Reports of every sentence, then the quotations that no report owns, paragraph by paragraph.
    pub(super) fn attribute(&mut self, source: &str, document: &Document) {
        let mut quote = 0;
        let mut previous: Option<usize> = None;
        for (p, paragraph) in document.paragraphs.iter().enumerate() {
            let first_draft = self.drafts.len();
            let first_quote = quote;
            while self.top.get(quote).is_some_and(|q| q.paragraph as usize <= p) {
                self.own(document, quote);
                quote += 1;
            }
            self.report(document, paragraph, usize::MAX);
            self.drafts[first_draft..].sort_by_key(Draft::order);
            self.claim(first_draft, first_quote, quote);
            self.carry(source, document, first_draft, first_quote, quote, previous);
            self.carry_back(first_quote, quote);
            previous = self.owner[first_quote..quote].iter().rev().find_map(|o| o.map(|d| d as usize));
        }
    }

    /// Reads the reports of the sentences of a paragraph that own no quotation.
    ///
    /// False if a report asked for words from token `known` on.
    pub(super) fn report(&mut self, document: &Document, paragraph: &Paragraph, known: usize) -> bool {
        let Self { words, used, runs, off, sums, stops, drafts, .. } = self;
        let mut beyond = false;
        let sums = sums.get(paragraph.first as usize..paragraph.last as usize).unwrap_or_default();
        let sentences = document.sentences.get(paragraph.first as usize..paragraph.last as usize);
        // Boilerplate holds nothing.
        let telling = sentences.into_iter().flatten().zip(sums);
        for (sentence, sum) in telling.filter(|(_, s)| s.may(attribution::REPORTS, Punctuation::COLON)) {
            let run = run_of(sentence);
            stops.read(words.get(run.0..run.1).unwrap_or_default());
            let text = Text::new(words, used, runs, *off);
            let text = Text { known, marks: sum.before, stops: stops.bits(), low: run.0, ..text };
            attribution::sentence(&text, run, run.1, drafts);
            beyond |= text.beyond.get();
        }
        !beyond
    }

    /// Looks for the report that owns a quotation.
    pub(super) fn own(&mut self, document: &Document, quote: usize) {
        let run = self.runs[quote];
        if run.0 == run.1 || self.off.has(Family::Quotations) {
            return;
        }
        let around = self.words.get(run.0).and_then(|w| document.sentence_at(w.start));
        let Some(sentence) = around.and_then(|s| document.sentences.get(s)).map(run_of) else { return };
        let text = Text::new(&self.words, &self.used, &self.runs, self.off);
        if let Some(draft) = direct::owner(&text, quote, sentence) {
            if let Some(used) = draft.cue.and_then(|c| self.used.get_mut(c.0)) {
                *used = true;
            }
            self.drafts.push(draft);
        }
    }

    /// Gives every quotation to its draft: first those that a report owns, then those inside a content.
    pub(super) fn claim(&mut self, first_draft: usize, first_quote: usize, last_quote: usize) {
        let Self { drafts, runs, owner, .. } = self;
        for (d, draft) in drafts.iter().enumerate().skip(first_draft) {
            if let Some(slot) = draft.quote.and_then(|q| owner.get_mut(q as usize)) {
                *slot = Some(d as u32);
            }
        }
        // Contents overlap; what an earlier one went over is owned already.
        let mut over = first_quote;
        for (d, draft) in drafts.iter().enumerate().skip(first_draft) {
            for &(a, b) in draft.content.iter() {
                let inside = first_quote + runs[first_quote..last_quote].partition_point(|r| r.1 <= a);
                let mut q = if inside < over { over } else { inside };
                while q < last_quote && runs[q].0 < b {
                    owner[q].get_or_insert(d as u32);
                    q += 1;
                }
                over = over.max(q);
            }
        }
    }

    /// True if the quotation is a sentence of its own, however short: “It's over.”
    pub(super) fn is_sentence(&self, text: &str, document: &Document, q: usize) -> bool {
        let inner = self.top[q].inner.of(text);
        let first = self.runs.get(q).and_then(|r| self.words.get(r.0));
        let around = document.sentence_at(self.top[q].inner.start).and_then(|s| document.sentences.get(s));
        let alone = around.is_some_and(|s| {
            Some(&run_of(s)) == self.runs.get(q) && text[s.span.range()].ends_with(['.', '!', '?', '…'])
        });
        first.is_some_and(Word::capital) && alone
            || inner.ends_with(['.', '!', '?', '…']) && first.is_some_and(Word::capital)
    }

    /// Speech that no report of its own introduces goes to who spoke before it in the paragraph, else after it.
    fn carry(
        &mut self,
        text: &str,
        document: &Document,
        first_draft: usize,
        first_quote: usize,
        last_quote: usize,
        previous: Option<usize>,
    ) {
        let reports: Vec<(usize, usize)> = (first_draft..self.drafts.len())
            .filter(|&d| self.drafts[d].voiced && self.drafts[d].source.is_some())
            .filter_map(|d| self.drafts[d].cue.or(self.drafts[d].source).map(|c| (c.0, d)))
            .collect();
        for q in first_quote..last_quote {
            let run = self.runs[q];
            if self.owner[q].is_some() || run.1 - run.0 <= LABEL && !self.is_sentence(text, document, q) {
                continue;
            }
            let next = reports.partition_point(|r| r.0 < run.0);
            let before = next.checked_sub(1).and_then(|k| reports.get(k));
            let from = before.or(reports.get(next)).map(|r| r.1).or(previous);
            let from = from.filter(|_| !self.off.has(Family::Carrying));
            self.owner[q] = Some(self.drafts.len() as u32);
            self.drafts.push(Draft {
                cue: None,
                class: Class::Say,
                source: None,
                content: run.into(),
                voiced: true,
                carried: from,
                quote: Some(q as u32),
                rule: "carried",
                nested: None,
            });
        }
    }

    /// A paragraph of speech that the next one takes up belongs to the speaker named there.
    fn carry_back(&mut self, first_quote: usize, last_quote: usize) {
        let Some(before) = first_quote.checked_sub(1).filter(|_| first_quote < last_quote) else { return };
        let (Some(from), Some(to)) = (self.owner[before], self.owner[first_quote]) else { return };
        let (from, to) = (from as usize, to as usize);
        if self.top[before].continues
            && self.drafts[from].source.is_none()
            && self.drafts[from].carried.is_none()
            && !self.off.has(Family::Carrying)
        {
            self.drafts[from].carried = Some(to);
        }
    }
}
