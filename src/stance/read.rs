//! The reading of an article: quotations, attributions, speakers, then cues, then what holds for each token.

use super::attribution::{Draft, Stops};
use super::clause::Clauses;
use super::cue::FoundCue;
use super::families::{Families, Family};
use super::glance::Shown;
use super::kinds::{Reading, Voice};
use super::phrase::Run;
use super::quotation::{self, Quotation};
use super::speaker::Speakers;
use super::turns::Turns;
use super::view::{self, Context, Sum, Word};
use super::voice::BITS;
use super::words::{StanceCache, StanceRules};
use crate::lexicon::Found;
use crate::text::{Document, Sentence, SentenceKind, Token, Vocabulary};

/// Which sentences a reading is needed for.
#[derive(Debug, Clone, Copy)]
pub enum Wanted<'a> {
    /// Every sentence.
    All,
    /// By sentence; what lies beyond the end of the list is not wanted.
    Sentences(&'a [bool]),
}

impl Wanted<'_> {
    pub(super) fn has(self, sentence: usize) -> bool {
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
    pub words: Vec<Word>,
    /// By sentence, what its words hold between them.
    pub sums: Vec<Sum>,
    /// By word of the sentence that was looked at last, what it can do at a glance.
    pub shown: Shown,
    /// Every quotation; those that stand in no other; the tokens of the latter, and the draft that owns each.
    pub all: Vec<Quotation>,
    pub top: Vec<Quotation>,
    /// Those of a paragraph and of as many behind it as are looked ahead to.
    pub around: Vec<Quotation>,
    /// Tokens of quotations that were set aside in part.
    pub cut: Vec<Run>,
    /// Quotations that are still open.
    pub open: Vec<quotation::Open>,
    pub runs: Vec<Run>,
    pub owner: Vec<Option<u32>>,
    /// By word, true if it is the report of a quotation.
    pub used: Vec<bool>,
    /// By word from `quoted_from`, how many words before it stand in quotation marks.
    pub quoted: Vec<u32>,
    pub quoted_from: usize,
    /// Where the reports of the sentence that is read may stand.
    pub stops: Stops,
    pub drafts: Vec<Draft>,
    /// So many drafts are in order; those of nested quotations follow.
    pub ordered: usize,
    pub turns: Turns,
    pub clauses: Clauses,
    pub found: Vec<Found>,
    pub cues: Vec<FoundCue>,
    pub speakers: Speakers,
    pub edges: Vec<[i32; BITS]>,
    /// Runs of one voice, and by token the voices that [`super::hits`] tells.
    pub told: Vec<Run>,
    pub voices: Vec<Voice>,
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
    let StanceCache { forms, scratch } = cache;
    rules.resolve(vocabulary, forms);
    scratch.off = left_out(rules, forms.off);
    scratch.start(document);
    scratch.words.fill(Word::EMPTY);
    scratch.sums.fill(Sum::default());
    scratch.quote(text, document, apostrophes);
    let Scratch { words, sums, top, found, .. } = scratch;
    let context = Context { text, document, vocabulary, rules, quotations: top };
    for (sentence, sum) in
        document.sentences.iter().zip(sums).filter(|(s, _)| s.kind != SentenceKind::Boilerplate)
    {
        *sum = view::fill(&context, sentence, forms, found, words);
        if !found.is_empty() {
            out.blocked.extend(view::blocked(found, words.get(sentence.token_range()).unwrap_or_default()));
        }
    }
    scratch.attribute(text, document);
    scratch.attribute_nested(document);
    scratch.finish(text, document, out);
    scratch.read_cues(text, document, wanted, out);
}

/// The families that a reading leaves out.
pub(super) fn left_out(rules: &StanceRules, off: Families) -> Families {
    // Infinitives alone would be guesswork where nothing else is known of cues.
    if rules.reads_stance() { off } else { off.with(Family::Worlds) }
}

impl Scratch {
    /// Forgets the last article. Words and sums are left as they are: whoever starts so fills those that are asked about.
    pub(super) fn start(&mut self, document: &Document) {
        self.words.resize(document.tokens.len(), Word::EMPTY);
        self.sums.resize(document.sentences.len(), Sum::default());
        self.used.clear();
        self.used.resize(document.tokens.len(), false);
    }

    fn quote(&mut self, text: &str, document: &Document, apostrophes: &[u32]) {
        self.all.clear();
        self.top.clear();
        self.runs.clear();
        self.drafts.clear();
        self.speakers.clear();
        quotation::find(text, document, apostrophes, &mut self.open, &mut self.all);
        self.top.extend(self.all.iter().filter(|q| q.depth == 0));
        self.runs.extend(self.top.iter().map(|q| run_in(document, q)));
        self.owner.clear();
        self.owner.resize(self.top.len(), None);
    }
}

pub(super) fn run_of(sentence: &Sentence) -> Run {
    let r = sentence.token_range();
    (r.start, r.end)
}

/// The tokens between the marks of a quotation.
pub(super) fn run_in(document: &Document, q: &Quotation) -> Run {
    run_among(&document.tokens, q)
}

/// The same among some tokens.
pub(super) fn run_among(tokens: &[Token], q: &Quotation) -> Run {
    let first = tokens.partition_point(|t| t.start < q.inner.start);
    let last = tokens.partition_point(|t| t.start < q.inner.end);
    (first, last.max(first))
}
