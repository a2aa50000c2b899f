//! The reading of an article: quotations, attributions, speakers, then cues, then what holds for each token.

use super::attribution::Draft;
use super::clause::Clauses;
use super::cue::FoundCue;
use super::families::{Families, Family};
use super::kinds::{Reading, Voice};
use super::phrase::Run;
use super::quotation::{self, Quotation};
use super::speaker::Speakers;
use super::view::{self, Context, Word};
use super::words::{StanceCache, StanceRules};
use crate::lexicon::Found;
use crate::text::{Document, Paragraph, Sentence, SentenceKind, Vocabulary};

/// Which sentences a reading is needed for.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// Every sentence.
    All,
    /// By sentence; what lies beyond the end of the list is not wanted.
    Sentences(&'a [bool]),
    /// The same, and of these only stance and voice, as counts need them: nobody's name, and nothing of paragraphs without a
    /// wanted sentence.
    Voices(&'a [bool]),
}

impl Wanted<'_> {
    pub(super) fn has(self, sentence: usize) -> bool {
        match self {
            Self::All => true,
            Self::Sentences(list) | Self::Voices(list) => list.get(sentence).copied().unwrap_or(false),
        }
    }

    /// True if names and what holds for whole sentences are wanted too.
    pub(super) fn names(self) -> bool {
        !matches!(self, Self::Voices(_))
    }

    /// True if a paragraph may tell something about a wanted sentence: voices do not reach from one to another, names do.
    pub(super) fn reads(self, paragraph: &Paragraph) -> bool {
        self.names() || (paragraph.first..paragraph.last).any(|s| self.has(s as usize))
    }

    fn none(self) -> bool {
        matches!(self, Self::Sentences(list) | Self::Voices(list) if !list.contains(&true))
    }
}

/// Buffers of one worker.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    pub words: Vec<Word>,
    /// Every quotation; those that stand in no other; the tokens of the latter, and the draft that owns each.
    pub all: Vec<Quotation>,
    pub top: Vec<Quotation>,
    pub runs: Vec<Run>,
    pub owner: Vec<Option<u32>>,
    /// By word, true if it is the report of a quotation.
    pub used: Vec<bool>,
    /// By word, how many words before it stand in quotation marks.
    pub quoted: Vec<u32>,
    pub drafts: Vec<Draft>,
    /// So many drafts are in order; those of nested quotations follow.
    pub ordered: usize,
    pub clauses: Clauses,
    pub found: Vec<Found>,
    pub cues: Vec<FoundCue>,
    pub speakers: Speakers,
    pub edges: Vec<[i32; 3]>,
    /// Families of rules that are left out.
    pub off: Families,
}

/// A quotation of no more words without a reporting verb is a label, not speech.
pub(super) const LABEL: usize = 4;

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
    scratch.off = cache.off;
    if !rules.reads_stance() {
        // Infinitives alone would be guesswork where nothing else is known of cues.
        scratch.off = scratch.off.with(Family::Worlds);
    }
    scratch.start(text, document, apostrophes);
    let Scratch { words, top, found, .. } = &mut scratch;
    let context = Context { text, document, vocabulary, rules, quotations: top };
    for paragraph in &document.paragraphs {
        if !wanted.reads(paragraph) {
            // Whoever reads on from the paragraph before must see that it ended.
            view::begin(&context, sentences(document, paragraph.first, paragraph.last), words);
            continue;
        }
        for sentence in sentences(document, paragraph.first, paragraph.last) {
            view::fill(&context, sentence, cache, found, words, &mut out.blocked);
        }
    }
    scratch.attribute(text, document, wanted);
    scratch.attribute_nested(document);
    scratch.finish(text, document, wanted, out);
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
        self.runs.extend(self.top.iter().map(|q| run_in(document, q)));
        self.used.clear();
        self.used.resize(document.tokens.len(), false);
        self.owner.clear();
        self.owner.resize(self.top.len(), None);
    }
}

pub(super) fn sentences(document: &Document, first: u32, last: u32) -> impl Iterator<Item = &Sentence> {
    let all = document.sentences.get(first as usize..last as usize).unwrap_or_default();
    all.iter().filter(|s| s.kind != SentenceKind::Boilerplate)
}

pub(super) fn run_of(sentence: &Sentence) -> Run {
    let r = sentence.token_range();
    (r.start, r.end)
}

/// The tokens between the marks of a quotation.
pub(super) fn run_in(document: &Document, q: &Quotation) -> Run {
    let first = document.tokens.partition_point(|t| t.start < q.inner.start);
    let last = document.tokens.partition_point(|t| t.start < q.inner.end);
    (first, last.max(first))
}
