//! The reading of an article: quotations, attributions, speakers, then cues, then what holds for each token.

use super::attribution::{self, Draft, Text};
use super::clause::Clauses;
use super::cue::{self, FoundCue};
use super::direct;
use super::kinds::{
    Attribution, AttributionKind, CueClass, Manner, Reading, Speaker, Voice,
};
use super::phrase::Run;
use super::quotation::{self, Quotation};
use super::speaker::Speakers;
use super::voice;
use super::view::{self, Context, NO_QUOTE, Word, span_of};
use super::words::{Class, StanceCache, StanceRules};
use crate::lexicon::Found;
use crate::text::{Document, Sentence, SentenceKind, Span, Vocabulary};

/// Which sentences a reading is needed for.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// Every sentence.
    All,
    /// By sentence; what lies beyond the end of the list is not wanted.
    Sentences(&'a [bool]),
}

impl Wanted<'_> {
    fn has(self, sentence: usize) -> bool {
        match self {
            Self::All => true,
            Self::Sentences(list) => list.get(sentence).copied().unwrap_or(false),
        }
    }

    fn none(self) -> bool {
        matches!(self, Self::Sentences(list) if !list.contains(&true))
    }
}

/// Buffers of one worker.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    words: Vec<Word>,
    all: Vec<Quotation>,
    top: Vec<Quotation>,
    runs: Vec<Run>,
    owner: Vec<Option<u32>>,
    /// By word, true if it is the report of a quotation.
    used: Vec<bool>,
    /// By word, how many words before it stand in quotation marks.
    quoted: Vec<u32>,
    drafts: Vec<Draft>,
    clauses: Clauses,
    found: Vec<Found>,
    cues: Vec<FoundCue>,
    speakers: Speakers,
    edges: Vec<[i32; 3]>,
}

/// A quotation of no more words without a reporting verb is a label, not speech.
const LABEL: usize = 4;

/// Reads an article into `out`, whose old contents are dropped. `apostrophes` are places (byte offsets, sorted) of straight
/// double quotes that stand for apostrophes; `cache` must belong to `vocabulary` and to these rules. Cues are read in wanted
/// sentences only, attributions wherever a wanted sentence may depend on them. Time grows with the length of the text, whatever
/// it holds.
#[allow(clippy::too_many_arguments, reason = "what a reading depends on")]
pub fn read(
    rules: &StanceRules,
    text: &str,
    document: &Document,
    vocabulary: &Vocabulary,
    cache: &mut StanceCache,
    apostrophes: &[u32],
    wanted: Wanted<'_>,
    out: &mut Reading,
) {
    out.clear();
    out.sentences.resize(document.sentences.len(), (Voice::Narrator, None));
    if wanted.none() {
        return;
    }
    rules.resolve(vocabulary, cache);
    let mut scratch = std::mem::take(&mut cache.scratch);
    scratch.start(text, document, apostrophes);
    let Scratch { words, top, found, .. } = &mut scratch;
    let context = Context { text, document, vocabulary, rules, quotations: top };
    for sentence in document.sentences.iter().filter(|s| s.kind != SentenceKind::Boilerplate) {
        view::fill(&context, sentence, cache, found, words);
    }
    scratch.attribute(text, document);
    scratch.finish(text, document, out);
    scratch.read_cues(text, document, wanted, out);
    cache.scratch = scratch;
}

impl Scratch {
    fn start(&mut self, text: &str, document: &Document, apostrophes: &[u32]) {
        self.words.clear();
        self.words.resize(document.tokens.len(), Word::EMPTY);
        self.all.clear();
        self.top.clear();
        self.runs.clear();
        self.drafts.clear();
        self.speakers.clear();
        quotation::find(text, document, apostrophes, &mut self.all);
        self.top.extend(self.all.iter().filter(|q| q.depth == 0));
        for q in &self.top {
            let first = document.tokens.partition_point(|t| t.start < q.inner.start);
            let last = document.tokens.partition_point(|t| t.start < q.inner.end);
            self.runs.push((first, last.max(first)));
        }
        self.used.clear();
        self.used.resize(document.tokens.len(), false);
        self.owner.clear();
        self.owner.resize(self.top.len(), None);
    }

    /// Reports of every sentence, then the quotations that no report owns, paragraph by paragraph.
    fn attribute(&mut self, source: &str, document: &Document) {
        let mut quote = 0;
        let mut previous: Option<usize> = None;
        for (p, paragraph) in document.paragraphs.iter().enumerate() {
            let first_draft = self.drafts.len();
            let first_quote = quote;
            while self.top.get(quote).is_some_and(|q| q.paragraph as usize <= p) {
                self.own(document, quote);
                quote += 1;
            }
            let text = Text { words: &self.words, used: &self.used, quote_runs: &self.runs };
            for sentence in sentences(document, paragraph.first, paragraph.last) {
                attribution::sentence(&text, run_of(sentence), &mut self.drafts);
            }
            self.drafts[first_draft..].sort_by_key(|d| d.cue.or(d.source).or(d.content.first().copied()));
            self.claim(first_draft, first_quote, quote);
            self.carry(source, first_draft, first_quote, quote, previous);
            self.carry_back(first_quote, quote);
            previous = self.owner[first_quote..quote].iter().rev().find_map(|o| o.map(|d| d as usize));
        }
    }

    /// Looks for the report that owns a quotation.
    fn own(&mut self, document: &Document, quote: usize) {
        let run = self.runs[quote];
        if run.0 == run.1 {
            return;
        }
        let around = self.words.get(run.0).and_then(|w| document.sentence_at(w.start));
        let Some(sentence) = around.and_then(|s| document.sentences.get(s)).map(run_of) else { return };
        let text = Text { words: &self.words, used: &self.used, quote_runs: &self.runs };
        if let Some(draft) = direct::owner(&text, quote, sentence) {
            if let Some(used) = draft.cue.and_then(|c| self.used.get_mut(c.0)) {
                *used = true;
            }
            self.drafts.push(draft);
        }
    }

    /// Gives every quotation to its draft: first those that a report owns, then those inside a content.
    fn claim(&mut self, first_draft: usize, first_quote: usize, last_quote: usize) {
        let Self { drafts, runs, owner, .. } = self;
        for (d, draft) in drafts.iter().enumerate().skip(first_draft) {
            if let Some(slot) = draft.quote.and_then(|q| owner.get_mut(q as usize)) {
                *slot = Some(d as u32);
            }
        }
        // Contents overlap; what an earlier one went over is owned already.
        let mut over = first_quote;
        for (d, draft) in drafts.iter().enumerate().skip(first_draft) {
            for &(a, b) in &draft.content {
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
    fn is_sentence(&self, text: &str, q: usize) -> bool {
        let inner = self.top[q].inner.of(text);
        let first = self.runs.get(q).and_then(|r| self.words.get(r.0));
        inner.ends_with(['.', '!', '?', '…']) && first.is_some_and(|w| w.capital)
    }

    /// Speech that no report of its own introduces goes to who spoke before it in the paragraph, else after it.
    fn carry(
        &mut self,
        text: &str,
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
            if self.owner[q].is_some() || run.1 - run.0 <= LABEL && !self.is_sentence(text, q) {
                continue;
            }
            let next = reports.partition_point(|r| r.0 < run.0);
            let before = next.checked_sub(1).and_then(|k| reports.get(k));
            let from = before.or(reports.get(next)).map(|r| r.1).or(previous);
            self.owner[q] = Some(self.drafts.len() as u32);
            self.drafts.push(Draft {
                cue: None,
                class: Class::Say,
                source: None,
                content: vec![run],
                voiced: true,
                carried: from,
                quote: Some(q as u32),
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
        {
            self.drafts[from].carried = Some(to);
        }
    }

    /// Drafts → attributions with speakers, and the voice of every token and sentence.
    fn finish(&mut self, text: &str, document: &Document, out: &mut Reading) {
        let mut speakers: Vec<Option<Speaker>> = Vec::with_capacity(self.drafts.len());
        for draft in &self.drafts {
            speakers.push(draft.source.and_then(|s| self.speakers.resolve(text, &self.words, s)));
        }
        // Taken over from an earlier draft, or (backwards) from a later one.
        let carried =
            self.drafts.iter().enumerate().filter_map(|(d, draft)| draft.carried.map(|from| (d, from)));
        for (d, from) in carried.clone().chain(carried.rev()) {
            speakers[d] = speakers[d].or(speakers[from]);
        }
        out.speakers.extend(self.speakers.names().map(str::to_owned));
        let mut order: Vec<usize> = (0..self.drafts.len()).collect();
        order.sort_by_key(|&d| self.drafts[d].content.first().map(|c| (c.0, std::cmp::Reverse(c.1))));
        out.voices.resize(document.tokens.len(), (Voice::Narrator, 0));
        self.count_quoted();
        let mut indirect = Vec::new();
        // By draft: number of its attribution, and whether it is wholly in quotation marks.
        let mut numbers = vec![(0, false); self.drafts.len()];
        for d in order {
            let draft = &self.drafts[d];
            let content: Vec<Span> = draft.content.iter().filter_map(|r| self.content(*r)).collect();
            if content.is_empty() {
                continue;
            }
            let kind = self.kind(draft);
            let index = out.attributions.len() as u32 + 1;
            numbers[d] = (index, kind == AttributionKind::Direct);
            out.attributions.push(Attribution {
                kind,
                content,
                cue: draft.cue.map(|c| span_of(&self.words[c.0..c.1])),
                source: draft.source.map(|s| span_of(&self.words[s.0..s.1])),
                speaker: speakers[d],
                manner: manner(draft.class),
            });
            if draft.voiced && kind != AttributionKind::Direct {
                indirect.extend(draft.content.iter().map(|&run| (run, index)));
            }
        }
        let owned = self.owner.iter().zip(&self.runs).filter_map(|(o, run)| o.map(|d| (numbers[d as usize], *run)));
        let mut direct: Vec<(Run, u32)> = owned
            .filter(|((index, whole), run)| *index > 0 && (*whole || run.1 - run.0 > LABEL))
            .map(|((index, _), run)| (run, index))
            .collect();
        voice::paint(&mut indirect, Voice::Indirect, &mut out.voices);
        voice::paint(&mut direct, Voice::Direct, &mut out.voices);
        for (s, sentence) in document.sentences.iter().enumerate() {
            out.sentences[s] = self.voice_of(run_of(sentence), out);
        }
    }

    fn count_quoted(&mut self) {
        self.quoted.clear();
        self.quoted.push(0);
        let mut count = 0;
        self.quoted.extend(self.words.iter().map(|w| {
            count += u32::from(w.quote != NO_QUOTE);
            count
        }));
    }

    /// How much of a draft's content stands in quotation marks.
    fn kind(&self, draft: &Draft) -> AttributionKind {
        let (mut quoted, mut all) = (0, 0);
        for &(a, b) in &draft.content {
            let at = |k: usize| self.quoted.get(k).copied().unwrap_or(0);
            quoted += (at(b) - at(a)) as usize;
            all += b - a;
        }
        match quoted {
            0 => AttributionKind::Indirect,
            q if q == all => AttributionKind::Direct,
            _ => AttributionKind::Mixed,
        }
    }

    /// Spans of a stretch of content: of a whole quotation what stands between the marks, else its words.
    fn content(&self, (a, b): Run) -> Option<Span> {
        let words = self.words.get(a..b).filter(|w| !w.is_empty())?;
        let q = words[0].quote as usize;
        match self.runs.get(q) {
            Some(&(c, e)) if (c, e) == (a, b) => Some(self.top[q].inner),
            _ => Some(span_of(words)),
        }
    }

    /// The prevailing voice of a sentence: that of most of its words, the reporting words left out.
    fn voice_of(&self, (low, high): Run, out: &Reading) -> (Voice, Option<Speaker>) {
        let mut count = [0usize; 3];
        let mut first: [Option<u32>; 3] = [None; 3];
        for &(voice, index) in out.voices.get(low..high).unwrap_or_default() {
            count[voice as usize] += 1;
            first[voice as usize].get_or_insert(index);
        }
        let spent: usize = self
            .drafts_in(low, high)
            .map(|d| d.cue.map_or(0, |c| c.1 - c.0) + d.source.map_or(0, |s| s.1 - s.0))
            .sum();
        let narrated = count[0].saturating_sub(spent);
        let said = count[1] + count[2];
        // A sentence that begins with what is said and names its report is speech, however long the report goes on.
        let lead = out.voices.get(low).filter(|(voice, index)| {
            let cue =
                (*index as usize).checked_sub(1).and_then(|k| out.attributions.get(k)).and_then(|a| a.cue);
            let here =
                cue.is_some_and(|c| self.words[low].start <= c.start && c.start < self.words[high - 1].end);
            *voice != Voice::Narrator && here
        });
        if let Some(&(voice, index)) = lead {
            return (voice, out.attributions.get(index as usize - 1).and_then(|a| a.speaker));
        }
        if said == 0 || narrated > said {
            return (Voice::Narrator, None);
        }
        let voice = if count[1] >= count[2] { Voice::Direct } else { Voice::Indirect };
        let index = first[voice as usize].unwrap_or(0) as usize;
        let speaker = index.checked_sub(1).and_then(|i| out.attributions.get(i)).and_then(|a| a.speaker);
        (voice, speaker)
    }

    fn drafts_in(&self, low: usize, high: usize) -> impl Iterator<Item = &Draft> {
        let inside = move |d: &&Draft| d.voiced && d.cue.is_some_and(|c| low <= c.0 && c.0 < high);
        let start =
            self.drafts.partition_point(|d| d.cue.or(d.content.first().copied()).is_some_and(|c| c.0 < low));
        self.drafts[start.saturating_sub(8)..].iter().take(64).filter(inside)
    }

    fn read_cues(&mut self, text: &str, document: &Document, wanted: Wanted<'_>, out: &mut Reading) {
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
            self.clauses.read(words);
            self.cues.clear();
            cue::find(words, &self.clauses, text, question, &mut self.cues);
            settle(&mut self.cues);
            self.edges.clear();
            self.edges.resize(words.len() + 1, [0; 3]);
            for found in self.cues.drain(..) {
                if let Some(stance) = cue::stance_of(found.cue.class) {
                    for (a, b) in found.reach {
                        if a < b {
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

fn manner(class: Class) -> Manner {
    match class {
        Class::Claim => Manner::Distancing,
        Class::Warn => Manner::Alarm,
        Class::Deny => Manner::Denial,
        Class::Think => Manner::Thought,
        Class::Show => Manner::Evidence,
        Class::Ask => Manner::Request,
        Class::Judge => Manner::Judgement,
        Class::Plan => Manner::Purpose,
        Class::ReportNoun | Class::Attitude => Manner::Attitude,
        Class::Hearsay | Class::SaidTo => Manner::Hearsay,
        _ => Manner::Neutral,
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

fn sentences(document: &Document, first: u32, last: u32) -> impl Iterator<Item = &Sentence> {
    let all = document.sentences.get(first as usize..last as usize).unwrap_or_default();
    all.iter().filter(|s| s.kind != SentenceKind::Boilerplate)
}

fn run_of(sentence: &Sentence) -> Run {
    let r = sentence.token_range();
    (r.start, r.end)
}
