//! Stance and voice of hits alone, as counts need them: nobody's name, no cue for its own sake, and of an article only what a hit
//! depends on.
//!
//! What a sentence says of itself depends on its words and the few behind it, voices on the quotations of its paragraph as well. So a
//! sentence is looked at when a hit in it asks: first at what its words hold between them, which for most hits settles that nothing
//! changes them; then word by word, for cues or reports as need be. The answers are those of [`read()`]; what is rare is left to it.

mod telling;

use super::cache::Forms;
use super::direct;
use super::glance::Signs;
use super::kinds::{Reading, SpanReading, Stance, Voice};
use super::phrase::Run;
use super::quotation;
use super::read::{LABEL, Scratch, Wanted, left_out, read, run_among, run_in, run_of};
use super::sides::Reaching;
use super::view::{self, Context, Punctuation};
use super::voice::{self, of_span};
use super::words::{StanceCache, StanceRules};
use crate::text::{Document, Sentence, SentenceKind, Span, Token, Vocabulary};

/// Words around a sentence that its quotations may look to for a report.
const AROUND: usize = 32;

/// Words that a headline “X: …” has its colon within.
const HEAD: usize = 8;

/// A hit that is asked about.
pub struct Spot<'a> {
    /// Its sentence.
    pub sentence: u32,
    /// Its tokens in the document: the first, and one past the last.
    pub tokens: (u32, u32),
    /// Where the answer is put.
    pub reading: &'a mut SpanReading,
}

/// Tells stance and voice of every hit, but no speaker. `hits` are sorted by sentence. `apostrophes` and `cache` are as in [`read()`].
pub fn of_hits(
    rules: &StanceRules,
    text: &str,
    document: &Document,
    vocabulary: &Vocabulary,
    cache: &mut StanceCache,
    apostrophes: &[u32],
    hits: &mut dyn Iterator<Item = Spot<'_>>,
) {
    let Some(mut hit) = hits.next() else { return };
    let StanceCache { forms, scratch } = &mut *cache;
    rules.resolve(vocabulary, forms);
    if forms.off.is_empty() {
        find_cut(text, document, apostrophes, scratch);
        let context = Context { text, document, vocabulary, rules, quotations: &[] };
        let mut quick = Quick::new(context, apostrophes, forms, scratch);
        while let Some(found) = quick.of(hit.sentence as usize, hit.tokens) {
            *hit.reading = found;
            match hits.next() {
                Some(next) => hit = next,
                None => return,
            }
        }
    }
    let rest: Vec<_> = std::iter::once(hit).chain(hits).collect();
    let mut wanted = vec![false; document.sentences.len()];
    for hit in &rest {
        wanted.get_mut(hit.sentence as usize).into_iter().for_each(|w| *w = true);
    }
    let mut reading = Reading::default();
    let wanted = Wanted::Sentences(&wanted);
    read(rules, text, document, vocabulary, cache, apostrophes, wanted, &mut reading);
    for hit in rest {
        let (first, last) = hit.tokens;
        let tokens = document.tokens.get(first as usize..last as usize).unwrap_or_default();
        let span = tokens
            .first()
            .zip(tokens.last())
            .map_or(Span::default(), |(a, b)| Span { start: a.start, end: b.end });
        let SpanReading { stance, voice, .. } = of_span(&reading, document, hit.sentence as usize, span);
        *hit.reading = SpanReading { stance, voice, speaker: None };
    }
}

/// Finds the quotations that were set aside in part, or that a report in words that were not may own: their tokens are left in
/// `work.cut`. What stands near them may depend on other paragraphs.
fn find_cut(text: &str, document: &Document, apostrophes: &[u32], work: &mut Scratch) {
    let Scratch { all, open, cut, .. } = work;
    cut.clear();
    let set_aside = |s: &&Sentence| s.kind == SentenceKind::Boilerplate;
    if !document.sentences.iter().any(|s| set_aside(&s)) {
        return;
    }
    all.clear();
    quotation::find(text, document, apostrophes, open, all);
    for sentence in document.sentences.iter().filter(set_aside) {
        // Sorted by start; those that stand in no other do not overlap.
        let next = all.partition_point(|q| q.outer.start < sentence.span.end);
        let tops = all[..next].iter().rev().filter(|q| q.depth == 0);
        let within = tops.take_while(|q| q.outer.end > sentence.span.start).map(|q| run_in(document, q));
        cut.extend(within.filter(|run| !is_out_of_sight(text, document, *run)));
    }
    // Where a paragraph begins with what was set aside, marks behind that may tie it to the paragraph before.
    let passes = Punctuation::OPEN.with(Punctuation::CLOSE).with(Punctuation::COLON);
    for paragraph in &document.paragraphs {
        let sentences = document.sentences.get(paragraph.first as usize..paragraph.last as usize);
        let sentences = sentences.unwrap_or_default();
        let leads = sentences.iter().take_while(set_aside).count();
        let next = sentences.get(leads).filter(|_| leads > 0).map(|s| s.first as usize);
        let tied = next.filter(|at| Punctuation::between(text, &document.tokens, *at).any(passes));
        cut.extend(tied.map(|at| (at, at)));
    }
}

/// True if no rule meets the quotation of tokens `first..last`: all of them were set aside, and so was the word on either side, or
/// no mark behind them lets a report follow.
fn is_out_of_sight(text: &str, document: &Document, (first, last): Run) -> bool {
    let set_aside = |k: usize| {
        let at = document.sentences.partition_point(|s| s.last as usize <= k);
        document.sentences.get(at).is_none_or(|s| s.kind == SentenceKind::Boilerplate)
    };
    let follows = || Punctuation::between(text, &document.tokens, last).any(direct::TURN);
    first < last && (first.saturating_sub(1)..last).all(set_aside) && (set_aside(last) || !follows())
}

/// What has been looked at so far.
struct Quick<'a> {
    context: Context<'a>,
    apostrophes: &'a [u32],
    forms: &'a mut Forms,
    work: &'a mut Scratch,
    /// Classes of words that change a stance here.
    reaching: Reaching,
    /// The sentence of the last hit.
    now: Option<Now<'a>>,
    /// The paragraph of the last hit, whose quotations are known.
    paragraph: Option<u32>,
    /// Tokens of it whose voices are told.
    told: Run,
    /// Words of the paragraph before this one are known.
    filled: usize,
    /// The sentence whose phrases have been found last, and the one of whose words and phrases [`Scratch::shown`] tells.
    searched: Option<usize>,
    noted: Option<usize>,
}

/// A sentence with a hit.
#[allow(clippy::struct_excessive_bools, reason = "each says that a step is not needed")]
struct Now<'a> {
    index: usize,
    sentence: &'a Sentence,
    /// What its words and the phrases that were looked for can do.
    signs: Signs,
    /// True if it may ask a question.
    asks: bool,
    /// Tokens before this one may have a stance from a cue behind them.
    before: usize,
    /// Tokens from this one on may have a stance from a cue before them, or from their own.
    behind: usize,
    /// True if no report in it gives a voice.
    narrated: bool,
    /// True if it may be a headline “X: …”.
    headline: bool,
    /// True once its cues, or its reports, are known.
    cues: bool,
    reports: bool,
    /// Once that is known: the first token that a report may give a voice, and one past the last of such reports.
    spoken: Option<Run>,
}

impl Now<'_> {
    /// True if a cue may change the stance of one of its tokens `first..last`.
    fn may_change(&self, (first, last): Run) -> bool {
        first < self.before || last > self.behind
    }
}

impl<'a> Quick<'a> {
    fn new(
        context: Context<'a>,
        apostrophes: &'a [u32],
        forms: &'a mut Forms,
        work: &'a mut Scratch,
    ) -> Self {
        work.off = left_out(context.rules, forms.off);
        work.start(context.document);
        Self {
            context,
            apostrophes,
            forms,
            work,
            reaching: context.rules.reaching(),
            now: None,
            paragraph: None,
            told: (0, 0),
            filled: 0,
            searched: None,
            noted: None,
        }
    }

    /// Stance and voice of a hit with these tokens; `None` if the article must be read as a whole.
    fn of(&mut self, index: usize, (from, to): (u32, u32)) -> Option<SpanReading> {
        let mut now = match self.now.take() {
            Some(now) if now.index == index => now,
            _ => self.enter(index)?,
        };
        let voice = self.voice(&mut now, from as usize)?;
        let [first, last] = [from, to].map(|at| at.saturating_sub(now.sentence.first) as usize);
        let mut stance = Stance::Asserted;
        if now.may_change((first, last))
            && self.stays_changed(&mut now, (first, last))
            && self.find_cues(&mut now, (first, last))
        {
            stance = voice::strongest(self.work.stances_of((first, last)));
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
        let signs = self.glance(index, tokens);
        let from = tokens.first().map_or(0, |t| t.end as usize);
        let bytes = text.as_bytes().get(from..sentence.span.end as usize).unwrap_or_default();
        let (mut asks, mut headline) = (false, false);
        if memchr::memchr2(b'?', b':', bytes).is_some() {
            asks = memchr::memchr(b'?', bytes).is_some();
            let head = tokens.get(HEAD).or(tokens.last()).map_or(0, |t| t.start as usize);
            let head = bytes.get(..head.saturating_sub(from)).unwrap_or_default();
            headline = memchr::memchr(b':', head).is_some();
        }
        let (before, behind) = match (asks, signs.reach()) {
            (true, _) => (tokens.len(), 0),
            (_, true) => signs.sides(&self.work.shown, tokens.len()),
            _ => (0, tokens.len()),
        };
        let narrated = !headline && !signs.any(Signs::VOICED);
        Some(Now {
            index,
            sentence,
            signs,
            asks,
            before,
            behind,
            narrated,
            headline,
            cues: false,
            reports: false,
            spoken: None,
        })
    }

    /// What the words and phrases of a sentence can do, by word and all together.
    fn glance(&mut self, index: usize, tokens: &[Token]) -> Signs {
        let Scratch { shown, found, .. } = &mut *self.work;
        shown.clear(tokens.len());
        found.clear();
        let mut all = Signs::of_all(shown.noting(self.forms.glances(tokens)));
        if all.any(Signs::TURNING) {
            all = all.with(self.search(index, tokens));
        } else {
            self.searched = Some(index).filter(|_| !all.any(Signs::PHRASED));
            self.noted = self.searched;
        }
        all
    }

    /// Finds the phrases of a sentence that has been glanced at, and notes what they can do, and what words in them no longer can.
    fn search(&mut self, index: usize, tokens: &[Token]) -> Signs {
        let Scratch { shown, found, .. } = &mut *self.work;
        view::find(&self.context, tokens, self.forms, found);
        for phrase in found.iter().filter(|f| view::masks(f)) {
            let first = phrase.first as usize;
            for (k, token) in tokens.iter().enumerate().take(phrase.last as usize).skip(first) {
                shown.set(k, Signs::of(self.forms.classes(token.form).without(view::CUES), self.reaching));
            }
        }
        let mut all = Signs::default();
        for phrase in &*found {
            let given = Signs::of(view::classes_of(std::slice::from_ref(phrase)), self.reaching);
            all = all.with(given);
            shown.add(phrase.first as usize, given.with(Signs::PHRASE));
        }
        (self.searched, self.noted) = (Some(index), Some(index));
        all
    }

    /// True if the same holds when the phrases of the sentence are known, which they are then.
    fn stays_changed(&mut self, now: &mut Now<'a>, hit: Run) -> bool {
        let known = self.searched == Some(now.index) || now.sentence.last as usize <= self.filled;
        if now.asks || known {
            return true;
        }
        let tokens = self.context.document.tokens_of(now.sentence);
        now.signs = now.signs.with(self.search(now.index, tokens));
        (now.before, now.behind) = now.signs.sides(&self.work.shown, tokens.len());
        now.may_change(hit)
    }

    fn enter_paragraph(&mut self, index: u32) -> Option<()> {
        let Context { text, document, .. } = self.context;
        let paragraph = document.paragraphs.get(index as usize)?;
        let sentences = document.sentences.get(paragraph.first as usize..paragraph.last as usize)?;
        let (first, last) = (sentences.first()?.first as usize, sentences.last()?.last as usize);
        let Scratch { all, top, runs, open, .. } = &mut *self.work;
        all.clear();
        quotation::find_in(text, document.map(), paragraph.span, index, self.apostrophes, open, all);
        top.clear();
        top.extend(all.iter().filter(|q| q.depth == 0));
        runs.clear();
        let tokens = document.tokens.get(first..last).unwrap_or_default();
        runs.extend(top.iter().map(|q| run_among(tokens, q)).map(|(a, b)| (first + a, first + b)));
        self.paragraph = Some(index);
        self.told = (0, 0);
        self.filled = self.filled.min(first);
        Some(())
    }

    /// The voice of a token of a sentence; `None` if the article must be read as a whole.
    fn voice(&mut self, now: &mut Now<'a>, token: usize) -> Option<Voice> {
        let run = run_of(now.sentence);
        if self.work.is_near_cut(run) {
            return None;
        }
        let runs = &self.work.runs;
        if runs.is_empty() {
            return Some(if now.narrated { Voice::Narrator } else { self.voice_apart(now, token) });
        }
        let next = runs.get(runs.partition_point(|r| r.1 <= token));
        // Speech is always somebody's.
        if next.is_some_and(|r| r.0 <= token && r.1 - r.0 > LABEL) {
            return Some(Voice::Direct);
        }
        if now.narrated && !self.work.quotes([run].into_iter()) {
            return Some(Voice::Narrator);
        }
        let Context { text, document, .. } = self.context;
        if !self.work.touches(text, &document.tokens, run) {
            return Some(self.voice_apart(now, token));
        }
        if !(self.told.0..self.told.1).contains(&token) {
            self.tell_tied(now.index)?;
        }
        Some(self.work.voices.get(token - self.told.0).copied().unwrap_or_default())
    }
}

#[cfg(test)]
#[path = "hits/tests.rs"]
mod tests;
