//! What the hits of a sentence need told when no glance settles it: its words, its cues, its reports, the voices of its paragraph.

use super::{AROUND, Now, Quick};
use crate::stance::attribution::{self, Draft, Text};
use crate::stance::clause::{ENDS, ends_before};
use crate::stance::glance::{NAMED, Signs, VOICED};
use crate::stance::kinds::{AttributionKind, Voice};
use crate::stance::phrase::Run;
use crate::stance::quotation;
use crate::stance::reach::settle;
use crate::stance::read::{LABEL, Scratch, run_of};
use crate::stance::turns::{PARTS, is_hard};
use crate::stance::verb::is_verb;
use crate::stance::verb_last;
use crate::stance::view::{self, Context, Punctuation, Sum, Word};
use crate::stance::voice;
use crate::stance::words::{Class, Classes};
use crate::text::{Document, Paragraph, Sentence, SentenceKind, Token};

/// Words that a report may look ahead to behind the end of its sentence, and those that it mostly does.
const AHEAD: usize = 24;
const OFTEN_AHEAD: usize = 8;

// No phrase takes a word of a report away, so that a glance at a word still holds when its phrases are known.
const _: () = assert!(!VOICED.any(view::CUES));

/// Cues that may govern more than their clause.
const FAR: Classes = Classes::of(&[Class::HedgeClause, Class::If, Class::InvertedIf]).with(verb_last::FAR);

impl<'a> Quick<'a> {
    /// Fills the words of a sentence, unless they are known.
    fn fill(&mut self, index: usize, sentence: &Sentence) {
        if sentence.last as usize <= self.filled {
            return;
        }
        if self.searched != Some(index) {
            // It holds phrases that no glance tells of.
            self.search(index, self.context.document.tokens_of(sentence));
        }
        let Scratch { words, sums, top, found, .. } = &mut *self.work;
        let context = Context { quotations: top, ..self.context };
        let sum = view::fill_with(&context, sentence, self.forms, found, words);
        sums.get_mut(index).into_iter().for_each(|slot| *slot = sum);
        self.filled = sentence.last as usize;
    }

    /// Fills the words of the sentences from number `from` on that stand before token `until`, with the quotations around.
    fn fill_ahead(&mut self, from: usize, until: usize) {
        self.searched = None;
        let Scratch { words, around, found, .. } = &mut *self.work;
        let context = Context { quotations: around, ..self.context };
        let sentences = self.context.document.sentences.iter().skip(from);
        for sentence in sentences.take_while(|s| (s.first as usize) < until) {
            if sentence.kind == SentenceKind::Boilerplate {
                words.get_mut(sentence.token_range()).unwrap_or_default().fill(Word::EMPTY);
            } else {
                view::fill_before(&context, sentence, until, self.forms, found, words);
            }
        }
    }

    /// Finds the quotations of the paragraph and of those behind it that begin before token `until`: words that a report looks
    /// ahead to may be quoted.
    fn look_around(&mut self, until: usize) {
        let Context { text, document, .. } = self.context;
        let Scratch { all, top, around, open, .. } = &mut *self.work;
        around.clear();
        around.extend_from_slice(top);
        let Some(here) = self.paragraph else { return };
        let own = all.len();
        for (paragraph, number) in document.paragraphs.iter().zip(0..).skip(here as usize + 1) {
            let sentences = document.sentences.get(paragraph.first as usize..paragraph.last as usize);
            let sentences = sentences.unwrap_or_default();
            if sentences.first().is_none_or(|s| s.first as usize >= until) {
                break;
            }
            if sentences.iter().any(|s| s.kind != SentenceKind::Boilerplate) {
                quotation::find_in(text, document.map(), paragraph.span, number, self.apostrophes, open, all);
                around.extend(all.drain(own..).filter(|q| q.depth == 0));
            }
        }
    }

    /// Finds the cues of a sentence, once; false if they do not change the stance of a hit in it.
    pub(super) fn find_cues(&mut self, now: &mut Now<'a>, hit: Run) -> bool {
        if now.cues {
            return true;
        }
        self.fill(now.index, now.sentence);
        let sum = self.work.sums.get(now.index).copied().unwrap_or_default();
        if !now.asks && hit.0 >= now.before && self.work.is_out_of_reach(now.sentence, sum, hit) {
            return false;
        }
        now.cues = true;
        if self.work.find_cues(self.context.text, now.sentence, sum) {
            settle(&mut self.work.cues);
        }
        true
    }

    /// Looks for reports that may give a voice in a sentence that no quotation touches, once: the first token that one may
    /// reach is left in `now.spoken`.
    fn find_speech(&mut self, now: &mut Now<'a>) {
        if now.spoken.is_some() {
            return;
        }
        let (low, high) = run_of(now.sentence);
        self.fill(now.index, now.sentence);
        let Scratch { words, shown, .. } = &*self.work;
        let speaks = |k: usize| words[low + k].any(NAMED) || is_verb(words, (low, high), low + k);
        let first = shown.first_that(Signs::VOICED, speaks).map(|k| low + k);
        let Some(first) = first.or(now.headline.then_some(high)) else {
            now.spoken = Some((high, high));
            return;
        };
        // A verb reaches back only over a comma, or to the object that begins its sentence.
        let sum = self.work.sums.get(now.index).copied().unwrap_or_default();
        let back = now.headline || sum.may(NAMED, Punctuation::COMMA) || words[low].is(Class::Object);
        // Reports behind the last that gives a voice matter to none.
        let last = if now.headline {
            None
        } else {
            shown.last_that(Signs::VOICED, |k| low + k == first || speaks(k))
        };
        now.spoken = Some((if back { low } else { first }, last.map_or(high, |k| low + k + 1)));
    }

    /// The voice of token `at` in a sentence that no quotation touches.
    pub(super) fn voice_apart(&mut self, now: &mut Now<'a>, at: usize) -> Voice {
        self.find_speech(now);
        if let Some((from, until)) = now.spoken.filter(|(from, _)| at >= *from) {
            if from < now.sentence.last as usize && !std::mem::replace(&mut now.reports, true) {
                self.find_reports(now, until);
            }
            if now.reports && self.work.told.iter().any(|r| r.0 <= at && at < r.1) {
                return Voice::Indirect;
            }
        }
        Voice::Narrator
    }

    /// Finds the stretches of a sentence that reports before token `until` give a voice.
    fn find_reports(&mut self, now: &Now<'a>, until: usize) {
        let (low, high) = run_of(now.sentence);
        let (text, tokens) = (self.context.text, &self.context.document.tokens);
        let mut known = usize::MAX;
        if self.filled <= high {
            // Of the words around the sentence nothing is known but the mark between.
            let words = &mut self.work.words;
            words.get_mut(..low).and_then(<[Word]>::last_mut).into_iter().for_each(|w| *w = Word::EMPTY);
            if let (Some(word), Some(next)) = (words.get_mut(high), tokens.get(high)) {
                let end = high.checked_sub(1).and_then(|k| tokens.get(k)).map_or(0, |t| t.end);
                let gap = text.get(end as usize..next.start as usize).unwrap_or_default();
                let before = Punctuation::of(gap).with(Punctuation::SENTENCE);
                *word = Word { before, ..Word::EMPTY };
                // A name behind a comma belongs to the phrase before it.
                known = if before.any(Punctuation::COMMA) { 0 } else { high };
            }
        }
        let Scratch { words, shown, stops, .. } = &mut *self.work;
        if self.noted == Some(now.index) {
            stops.set(shown.bits(Signs::REPORT.with(Signs::PHRASE)));
        } else {
            stops.read(words.get(low..high).unwrap_or_default());
        }
        let range = (low, high);
        let marks = self.work.sums.get(now.index).map_or(Punctuation::ANY, |sum| sum.before);
        if known > 0 && self.report(range, marks, until, known) {
            return;
        }
        // No rule asks for quotations behind the sentence.
        self.work.around.clear();
        self.fill_ahead(now.index + 1, high + OFTEN_AHEAD);
        if !self.report(range, marks, until, high + OFTEN_AHEAD) {
            self.fill_ahead(now.index + 1, high + AHEAD);
            self.report(range, marks, until, usize::MAX);
        }
    }

    /// Reads the reports of a sentence with such marks between its words; false if they depend on words from token `known` on.
    fn report(&mut self, range: Run, marks: Punctuation, until: usize, known: usize) -> bool {
        let Scratch { words, stops, drafts, off, told, .. } = &mut *self.work;
        drafts.clear();
        told.clear();
        let text = Text::new(words, &[], &[], *off);
        let text = Text { known, marks, stops: stops.bits(), low: range.0, ..text };
        attribution::sentence(&text, range, until, drafts);
        told.extend(drafts.iter().filter(|d| d.voiced).flat_map(|d| d.content.iter().copied()));
        !text.beyond.get()
    }

    /// Tells the voices of a sentence and of those around it that quotations tie to it; `None` if they depend on more than the
    /// paragraph.
    pub(super) fn tell_tied(&mut self, index: usize) -> Option<()> {
        let Context { text, document, .. } = self.context;
        let paragraph = document.paragraphs.get(self.paragraph? as usize)?;
        let (from, to) = (paragraph.first as usize, paragraph.last as usize);
        let sentences = &document.sentences;
        // What was set aside parts nothing.
        let tied = |s: usize| {
            sentences.get(s).is_some_and(|s| {
                s.kind == SentenceKind::Boilerplate
                    || self.work.ties(text, &document.tokens, s.first as usize)
            })
        };
        let mut low = index;
        while low > from && tied(low) {
            low -= 1;
        }
        let mut high = index + 1;
        while high < to && tied(high) {
            high += 1;
        }
        let part = Paragraph { first: low as u32, last: high as u32, ..*paragraph };
        let part_sentences = sentences.get(low..high)?;
        let (first, last) = (part_sentences.first()?.first as usize, part_sentences.last()?.last as usize);
        if self.work.is_near_cut((first, last)) || self.work.nests_in_label((first, last)) {
            return None;
        }
        // What stands before is tied to none of them.
        self.work.words.get_mut(first.saturating_sub(AROUND)..first).unwrap_or_default().fill(Word::EMPTY);
        let Scratch { words, sums, top, found, .. } = &mut *self.work;
        let context = Context { quotations: top, ..self.context };
        for (sentence, sum) in part_sentences.iter().zip(sums.get_mut(low..).unwrap_or_default()) {
            if sentence.kind == SentenceKind::Boilerplate {
                words.get_mut(sentence.token_range()).unwrap_or_default().fill(Word::EMPTY);
                *sum = Sum::default();
            } else {
                *sum = view::fill(&context, sentence, self.forms, found, words);
            }
        }
        self.filled = last;
        self.look_around(last + 1);
        // Of the first word behind them the rules ask what stands before it, and whether it is quoted.
        let next = sentences.iter().skip(high).find(|s| s.last as usize > last);
        let told = next.is_none_or(|s| s.kind != SentenceKind::Boilerplate);
        if let Some(next) = next.filter(|_| told) {
            let Scratch { words, around, .. } = &mut *self.work;
            let context = Context { quotations: around, ..self.context };
            view::look(&context, next, last + 1, self.forms, words);
        }
        // Who is told to speak by the paragraph before?
        let leads = low == from && self.work.words.get(first).is_some_and(|w| w.after(Punctuation::COLON));
        if leads && self.work.runs.iter().any(|r| r.0 == first && r.1 - r.0 <= LABEL) {
            return None;
        }
        self.told = (first, last);
        // Behind the last sentence the first word is enough, unless a rule asks for more.
        let next = self.work.words.get(last).map(|w| w.before).unwrap_or_default();
        let passes = Punctuation::COMMA.with(Punctuation::OPEN).with(Punctuation::CLOSE);
        let ends = !told || next.any(passes) || self.work.runs.iter().any(|r| r.1 == last);
        if ends || !self.work.tell_voices(text, document, &part, (first, last), last) {
            self.look_around(last + AROUND);
            self.fill_ahead(high, last + AROUND);
            self.work.tell_voices(text, document, &part, (first, last), usize::MAX);
        }
        Some(())
    }
}

impl Scratch {
    /// True if a clause ends between a hit and every cue before it in a sentence that was glanced at. The words of the sentence are
    /// known, and what they hold between them.
    fn is_out_of_reach(&self, sentence: &Sentence, sum: Sum, (first, last): Run) -> bool {
        let words = self.words.get(sentence.token_range()).unwrap_or_default();
        let cue = self.shown.last_that(Signs::REACHING, |k| k < last).filter(|k| *k < first);
        let turns = |k: &usize| {
            let edge = words[*k].quote != words[*k - 1].quote;
            words[*k].any(ENDS) | words[*k].after(PARTS) | edge
        };
        // What a comma sets off may govern the clause behind it: apparently, they left.
        let set_off = |k: &usize| {
            let next = words.get(*k + usize::from(words[*k].len));
            next.is_some_and(|w| w.after(Punctuation::COMMA))
        };
        if self.shown.last_that(Signs::REACHING, |k| k < first && set_off(&k)).is_some() {
            return false;
        }
        let ends = |k: usize| is_hard(words, k) || !sum.classes.any(FAR) && ends_before(words, k);
        cue.is_some_and(|cue| (cue + 1..words.len().min(first + 1)).filter(turns).any(ends))
    }

    /// True if a quotation stands in the sentence with tokens `low..high`, or its report may.
    pub(super) fn touches(&self, text: &str, tokens: &[Token], (low, high): Run) -> bool {
        !self.runs.is_empty()
            && (self.quotes([(low, high)].into_iter())
                || self.ties(text, tokens, low)
                || self.ties(text, tokens, high))
    }

    /// True if a quotation ties the sentence that begins with token `at` to the one before it: it stands in both, or its report
    /// may stand in the other.
    fn ties(&self, text: &str, tokens: &[Token], at: usize) -> bool {
        let between = |k: usize| Punctuation::between(text, tokens, k);
        let brackets = Punctuation::OPEN.with(Punctuation::CLOSE);
        let next = self.runs.partition_point(|r| r.1 + AROUND < at);
        self.runs.iter().skip(next).take_while(|r| r.0 <= at + AROUND).any(|&(first, last)| {
            // A report may stand in brackets behind its quotation, or some words before its colon.
            first < at && (at <= last || between(at).any(brackets))
                || at <= first && between(first).any(Punctuation::COLON)
        })
    }

    /// True if a quotation that was set aside in part may change the voice of one of tokens `low..high`.
    pub(super) fn is_near_cut(&self, (low, high): Run) -> bool {
        self.cut.iter().any(|&(first, last)| first <= high + AROUND && low <= last + AROUND)
    }

    /// True if a token of one of `stretches` stands in a quotation.
    pub(super) fn quotes(&self, mut stretches: impl Iterator<Item = Run>) -> bool {
        stretches.any(|(a, b)| {
            let next = self.runs.get(self.runs.partition_point(|r| r.1 <= a));
            next.is_some_and(|r| r.0 < b)
        })
    }

    /// True if a quotation stands inside one of tokens `first..last` that is too short to be speech.
    fn nests_in_label(&self, (first, last): Run) -> bool {
        let mut around = (0, 0);
        let mut tops = self.runs.iter();
        self.all.iter().any(|q| {
            if q.depth == 0 {
                around = tops.next().copied().unwrap_or_default();
            }
            q.depth > 0 && around.1 - around.0 <= LABEL && around.1 >= first && around.0 <= last
        })
    }

    /// Tells the voices of some sentences of a paragraph, tokens `first..last`, that no quotation ties to others.
    ///
    /// False if they depend on words from token `known` on.
    fn tell_voices(
        &mut self,
        text: &str,
        document: &Document,
        paragraph: &Paragraph,
        (first, last): Run,
        known: usize,
    ) -> bool {
        self.used.get_mut(first..last).unwrap_or_default().fill(false);
        self.drafts.clear();
        self.owner.clear();
        self.owner.resize(self.top.len(), None);
        let quotes = self.runs.partition_point(|r| r.0 < first)..self.runs.partition_point(|r| r.0 < last);
        for quote in quotes.clone() {
            self.own(document, quote);
        }
        if !self.report(document, paragraph, known) {
            return false;
        }
        self.drafts.sort_by_key(Draft::order);
        self.claim(0, quotes.start, quotes.end);
        self.count_quoted(first, last);
        let mut told = std::mem::take(&mut self.told);
        let mut voices = std::mem::take(&mut self.voices);
        voices.clear();
        voices.resize(last - first, Voice::Narrator);
        told.clear();
        let indirect = self.drafts.iter().filter(|d| d.voiced && self.kind(d) != AttributionKind::Direct);
        told.extend(indirect.flat_map(|d| d.content.iter().copied()));
        voice::cover(&mut told, first, Voice::Indirect, &mut voices);
        told.clear();
        for (q, run) in self.runs.iter().enumerate().take(quotes.end).skip(quotes.start) {
            let owner = self.owner.get(q).copied().flatten().and_then(|d| self.drafts.get(d as usize));
            let speech = match owner {
                _ if run.1 - run.0 > LABEL => true,
                Some(draft) => self.kind(draft) == AttributionKind::Direct,
                None => self.is_sentence(text, document, q),
            };
            told.extend(speech.then_some(*run));
        }
        voice::cover(&mut told, first, Voice::Direct, &mut voices);
        (self.told, self.voices) = (told, voices);
        true
    }
}
