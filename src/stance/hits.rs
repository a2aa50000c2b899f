//! Stance and voice of hits alone, as counts need them: nobody's name, no cue for its own sake, and of an article only what a hit
//! depends on.
//!
//! What a sentence says of itself depends on its words and the few behind it, voices on the quotations of its paragraph as well. So a
//! sentence is looked at when a hit in it asks: first at what its words hold between them, which for most hits settles that nothing
//! changes them; then word by word, for cues or reports as need be. The answers are those of [`read()`]; what is rare is left to it.

use super::attribution::{self, Draft, Text};
use super::kinds::{AttributionKind, Reading, SpanReading, Stance, Voice};
use super::phrase::Run;
use super::quotation;
use super::reach::settle;
use super::read::{LABEL, Scratch, Wanted, left_out, read, run_among, run_of};
use super::sides::{REACHING, Reaching};
use super::view::{self, Context, Punctuation, Sum};
use super::voice::{self, of_span};
use super::words::{Class, Classes, StanceCache, StanceRules};
use crate::text::{Document, Paragraph, Sentence, SentenceKind, Span, Vocabulary};

/// Words that a report may look ahead to behind the end of its sentence.
const AHEAD: usize = 24;

/// Words that a headline “X: …” has its colon within.
const HEAD: usize = 8;

/// Words of reports that give their content a voice.
const VOICED: Classes = Classes::of(&[
    Class::Say,
    Class::Claim,
    Class::Warn,
    Class::Deny,
    Class::Think,
    Class::Show,
    Class::AccordingTo,
    Class::ForSomebody,
    Class::Reportive,
]);

/// Tells stance and voice of every hit, but no speaker. `hits` are sorted by sentence: the number of its sentence, its place, and
/// where to put the answer. `apostrophes` and `cache` are as in [`read()`].
pub fn of_hits(
    rules: &StanceRules,
    text: &str,
    document: &Document,
    vocabulary: &Vocabulary,
    cache: &mut StanceCache,
    apostrophes: &[u32],
    hits: &mut dyn Iterator<Item = (u32, Span, &mut SpanReading)>,
) {
    let Some(mut hit) = hits.next() else { return };
    rules.resolve(vocabulary, cache);
    let mut scratch = std::mem::take(&mut cache.scratch);
    if cache.off.is_empty() && !cuts_a_quotation(text, document, apostrophes, &mut scratch) {
        let context = Context { text, document, vocabulary, rules, quotations: &[] };
        let mut quick = Quick::new(context, apostrophes, cache, &mut scratch);
        loop {
            let (sentence, span, out) = hit;
            let Some(found) = quick.of(sentence as usize, span) else {
                hit = (sentence, span, out);
                break;
            };
            *out = found;
            match hits.next() {
                Some(next) => hit = next,
                None => return cache.scratch = scratch,
            }
        }
    }
    cache.scratch = scratch;
    let mut reading = Reading::default();
    read(rules, text, document, vocabulary, cache, apostrophes, Wanted::All, &mut reading);
    for (sentence, span, out) in std::iter::once(hit).chain(hits) {
        let SpanReading { stance, voice, .. } = of_span(&reading, document, sentence as usize, span);
        *out = SpanReading { stance, voice, speaker: None };
    }
}

/// True if a part of a quotation was set aside: then paragraphs may depend on each other.
fn cuts_a_quotation(text: &str, document: &Document, apostrophes: &[u32], work: &mut Scratch) -> bool {
    let set_aside = |s: &&Sentence| s.kind == SentenceKind::Boilerplate;
    if !document.sentences.iter().any(|s| set_aside(&s)) {
        return false;
    }
    let Scratch { all, open, .. } = work;
    all.clear();
    quotation::find(text, document, apostrophes, open, all);
    document.sentences.iter().filter(set_aside).any(|s| {
        // Sorted by start; whatever stands in an outermost one need not be asked.
        let next = all.partition_point(|q| q.outer.start < s.span.end);
        all[..next].iter().rev().filter(|q| q.depth == 0).take(1).any(|q| q.outer.end > s.span.start)
    })
}

/// What has been looked at so far.
struct Quick<'a> {
    context: Context<'a>,
    apostrophes: &'a [u32],
    cache: &'a mut StanceCache,
    work: &'a mut Scratch,
    /// Classes that change a stance here.
    reaching: Reaching,
    /// The sentence of the last hit.
    now: Option<Now<'a>>,
    /// The paragraph of the last hit, whose quotations are known.
    paragraph: Option<u32>,
    /// Its tokens.
    tokens: Run,
    /// True once the voices of the whole paragraph are told.
    told: bool,
    /// Words of the paragraph before this one are known.
    filled: usize,
}

/// A sentence with a hit.
#[allow(clippy::struct_excessive_bools, reason = "each says that a step is not needed")]
struct Now<'a> {
    index: usize,
    sentence: &'a Sentence,
    /// Classes of its words, and perhaps some that a phrase takes away.
    classes: Classes,
    /// Tokens before this one may have a stance from a cue behind them.
    before: usize,
    /// Tokens from this one on may have a stance from a cue before them.
    behind: usize,
    /// True if no report in it gives a voice.
    narrated: bool,
    /// True if it may be a headline “X: …”.
    headline: bool,
    /// True once the stances, or the voices, of its tokens are told.
    stances: bool,
    voices: bool,
}

impl<'a> Quick<'a> {
    fn new(
        context: Context<'a>,
        apostrophes: &'a [u32],
        cache: &'a mut StanceCache,
        work: &'a mut Scratch,
    ) -> Self {
        work.off = left_out(context.rules, cache);
        work.start(context.document);
        let reaching = REACHING.without(work.off.classes());
        let tokens = (0, 0);
        Self {
            context,
            apostrophes,
            cache,
            work,
            reaching,
            now: None,
            paragraph: None,
            tokens,
            told: false,
            filled: 0,
        }
    }

    /// Stance and voice of a hit; `None` if the article must be read as a whole.
    fn of(&mut self, index: usize, hit: Span) -> Option<SpanReading> {
        let mut now = match self.now.take() {
            Some(now) if now.index == index => now,
            _ => self.enter(index)?,
        };
        let tokens = self.context.document.tokens_of(now.sentence);
        let first = tokens.partition_point(|t| t.end <= hit.start);
        let voice = self.voice(&mut now, first)?;
        let covered = tokens.iter().skip(first).take_while(|t| t.start < hit.end).count();
        let mut stance = Stance::Asserted;
        if first < now.before || first + covered > now.behind {
            self.tell_stances(&mut now);
            let stances = self.work.stances.get(first..first + covered).unwrap_or_default();
            stance = voice::strongest(stances.iter().fold(0, |mask, s| mask | s));
        }
        self.now = Some(now);
        Some(SpanReading { stance, voice, speaker: None })
    }

    /// Looks at a sentence as a whole.
    fn enter(&mut self, index: usize) -> Option<Now<'a>> {
        let Context { text, document, .. } = self.context;
        let sentence = document.sentences.get(index)?;
        if self.paragraph != Some(sentence.paragraph) {
            self.enter_paragraph(sentence.paragraph)?;
        }
        let tokens = document.tokens_of(sentence);
        let filled = self.is_filled(sentence).then(|| self.work.words.get(sentence.token_range())).flatten();
        let classes = match filled {
            Some(words) => words.iter().fold(Classes::NONE, |all, w| all.with(w.classes)),
            None => view::survey(&self.context, tokens, self.cache, &mut self.work.found),
        };
        let end = tokens.first().map_or(0, |t| t.end);
        let holds = |mark: u8, to: u32| {
            let bytes = text.as_bytes().get(end as usize..to as usize).unwrap_or_default();
            memchr::memchr(mark, bytes).is_some()
        };
        let head = tokens.get(HEAD).or(tokens.last()).map_or(0, |t| t.start);
        let headline = holds(b':', head);
        let reaching = self.reaching.among(classes);
        let (before, behind) = if holds(b'?', sentence.span.end) {
            (tokens.len(), 0)
        } else if !classes.any(reaching.before.with(reaching.behind)) {
            (0, tokens.len())
        } else if let Some(words) = filled {
            reaching.sides(words.iter().map(|w| w.classes).enumerate(), tokens.len())
        } else {
            let phrases =
                self.work.found.iter().map(|f| (f.first as usize, view::classes_of(std::slice::from_ref(f))));
            let words = tokens.iter().map(|t| self.cache.classes(t.form)).enumerate();
            reaching.sides(words.chain(phrases), tokens.len())
        };
        let narrated = !headline && !classes.any(VOICED);
        Some(Now {
            index,
            sentence,
            classes,
            before,
            behind,
            narrated,
            headline,
            stances: false,
            voices: false,
        })
    }

    fn enter_paragraph(&mut self, index: u32) -> Option<()> {
        let Context { text, document, .. } = self.context;
        let paragraph = document.paragraphs.get(index as usize)?;
        let sentences = document.sentences.get(paragraph.first as usize..paragraph.last as usize)?;
        let (first, last) = (sentences.first()?.first as usize, sentences.last()?.last as usize);
        let Scratch { all, top, runs, open, .. } = &mut *self.work;
        all.clear();
        quotation::find_in(text, paragraph.span, index, self.apostrophes, open, all);
        top.clear();
        top.extend(all.iter().filter(|q| q.depth == 0));
        runs.clear();
        let tokens = document.tokens.get(first..last).unwrap_or_default();
        runs.extend(top.iter().map(|q| run_among(tokens, q)).map(|(a, b)| (first + a, first + b)));
        self.paragraph = Some(index);
        self.tokens = (first, last);
        self.told = false;
        self.filled = self.filled.min(first);
        Some(())
    }

    fn is_filled(&self, sentence: &Sentence) -> bool {
        (sentence.last as usize) <= self.filled
    }

    /// Fills the words of the sentence whose phrases were found last, unless they are known.
    fn fill(&mut self, sentence: &Sentence) {
        if self.is_filled(sentence) {
            return;
        }
        let Scratch { words, top, found, .. } = &mut *self.work;
        let context = Context { quotations: top, ..self.context };
        view::look(&context, sentence, self.cache, words);
        view::phrases(found, words.get_mut(sentence.token_range()).unwrap_or_default());
        self.filled = sentence.last as usize;
    }

    /// Fills the sentences from number `from` on that begin before token `until`.
    fn fill_on(&mut self, from: usize, until: usize) {
        self.look_around(until);
        let Scratch { words, sums, around, found, .. } = &mut *self.work;
        let context = Context { quotations: around, ..self.context };
        let sentences = self.context.document.sentences.iter().zip(sums).skip(from);
        for (sentence, sum) in sentences.take_while(|(s, _)| (s.first as usize) < until) {
            if sentence.kind != SentenceKind::Boilerplate && (sentence.last as usize) > self.filled {
                *sum = view::fill(&context, sentence, self.cache, found, words);
                self.filled = sentence.last as usize;
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
                quotation::find_in(text, paragraph.span, number, self.apostrophes, open, all);
                around.extend(all.drain(own..).filter(|q| q.depth == 0));
            }
        }
    }

    /// The voice of token `at` of a sentence; `None` if the article must be read as a whole.
    fn voice(&mut self, now: &mut Now<'a>, at: usize) -> Option<Voice> {
        let token = now.sentence.first as usize + at;
        if self.work.top.is_empty() {
            if !now.narrated {
                self.tell_voices(now);
                return Some(self.work.voices.get(at).copied().unwrap_or_default());
            }
            return Some(Voice::Narrator);
        }
        let runs = &self.work.runs;
        let run = runs.get(runs.partition_point(|r| r.1 <= token)).filter(|r| r.0 <= token);
        // Speech is always somebody's.
        if run.is_some_and(|r| r.1 - r.0 > LABEL) {
            return Some(Voice::Direct);
        }
        if !self.told {
            self.tell_paragraph()?;
        }
        Some(self.work.voices.get(token - self.tokens.0).copied().unwrap_or_default())
    }

    /// Tells the stances of a sentence, once.
    fn tell_stances(&mut self, now: &mut Now<'a>) {
        if std::mem::replace(&mut now.stances, true) {
            return;
        }
        self.fill(now.sentence);
        let sum = Sum { classes: now.classes, ..Sum::default() };
        self.work.stances.clear();
        self.work.stances.resize(now.sentence.len(), 0);
        if self.work.find_cues(self.context.text, now.sentence, sum) {
            settle(&mut self.work.cues);
            let mut stances = std::mem::take(&mut self.work.stances);
            self.work.spread(&mut stances);
            self.work.stances = stances;
        }
    }

    /// Tells the voices of a sentence without quotations around it, once.
    fn tell_voices(&mut self, now: &mut Now<'a>) {
        if std::mem::replace(&mut now.voices, true) {
            return;
        }
        let run = run_of(now.sentence);
        self.fill(now.sentence);
        self.fill_on(now.index + 1, run.1 + AHEAD);
        let Scratch { words, drafts, off, told, voices, .. } = &mut *self.work;
        drafts.clear();
        let text = Text { words, used: &[], quote_runs: &[], off: *off };
        // Reports behind the last that gives a voice matter to none.
        let last = words.get(run.0..run.1).and_then(|w| w.iter().rposition(|w| w.any(VOICED)));
        let until = last.filter(|_| !now.headline).map_or(run.1, |k| run.0 + k + 1);
        attribution::sentence(&text, run, until, drafts);
        told.clear();
        told.extend(drafts.iter().filter(|d| d.voiced).flat_map(|d| d.content.iter().copied()));
        voices.clear();
        voices.resize(run.1 - run.0, Voice::Narrator);
        voice::cover(told, run.0, Voice::Indirect, voices);
    }

    /// Tells the voices of a paragraph with quotations; `None` if they depend on more than the paragraph.
    fn tell_paragraph(&mut self) -> Option<()> {
        let document = self.context.document;
        let paragraph = document.paragraphs.get(self.paragraph? as usize)?;
        let (first, last) = self.tokens;
        let sentences = document.sentences.get(paragraph.first as usize..paragraph.last as usize)?;
        let set_aside = sentences.iter().filter(|s| s.kind == SentenceKind::Boilerplate).map(run_of);
        if self.work.quotes(set_aside) || self.work.nests_in_label() {
            return None;
        }
        self.filled = first;
        self.fill_on(paragraph.first as usize, last + AHEAD);
        // Who is told to speak by the paragraph before?
        let leads = self.work.words.get(first).is_some_and(|w| w.after(Punctuation::COLON));
        let label = self.work.runs.first().is_some_and(|r| r.0 == first && r.1 - r.0 <= LABEL);
        if leads && label {
            return None;
        }
        self.told = true;
        self.work.tell_voices(self.context.text, document, paragraph, self.tokens);
        Some(())
    }
}

impl Scratch {
    /// True if a token of one of `stretches` stands in a quotation.
    fn quotes(&self, mut stretches: impl Iterator<Item = Run>) -> bool {
        stretches.any(|(a, b)| {
            let next = self.runs.get(self.runs.partition_point(|r| r.1 <= a));
            next.is_some_and(|r| r.0 < b)
        })
    }

    /// True if a quotation stands inside one that is too short to be speech.
    fn nests_in_label(&self) -> bool {
        let mut around = (0, 0);
        let mut tops = self.runs.iter();
        self.all.iter().any(|q| {
            if q.depth == 0 {
                around = tops.next().copied().unwrap_or_default();
            }
            q.depth > 0 && around.1 - around.0 <= LABEL
        })
    }

    /// Tells the voices of a paragraph, tokens `first..last`, whose quotations are `top`.
    fn tell_voices(&mut self, text: &str, document: &Document, paragraph: &Paragraph, (first, last): Run) {
        self.drafts.clear();
        self.owner.clear();
        self.owner.resize(self.top.len(), None);
        for quote in 0..self.top.len() {
            self.own(document, quote);
        }
        self.report(document, paragraph);
        self.drafts.sort_by_key(Draft::order);
        self.claim(0, 0, self.top.len());
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
        for (q, run) in self.runs.iter().enumerate() {
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
    }
}

#[cfg(test)]
#[path = "hits/tests.rs"]
mod tests;
