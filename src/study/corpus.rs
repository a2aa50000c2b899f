//! Articles read, annotated and reduced to what comparisons need.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use rayon::prelude::*;

use super::lexis::{Lexis, Terms};
use super::spec::{StudySpec, Window};
use crate::article::{Article, PartialDate};
use crate::error::{Error, Kind, Result};
use crate::input::cleaning;
use crate::input::duplicates::{DuplicateOptions, Group, Sketch, groups};
use crate::score::units::segments;
use crate::score::{Analyser, Annotation, Depth, Scheme};
use crate::stance::{Actor, Cue, CueClass, Stance, Voice};
use crate::text::{Language, SentenceKind, Span};

/// A hit of a frame, as comparisons need it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StudyHit {
    /// Index of the frame.
    pub frame: u16,
    /// Number of the entry in the pack of the article's language.
    pub entry: u32,
    /// Index of its sentence.
    pub sentence: u32,
    /// Index of its segment.
    pub segment: u32,
    /// Where it stands.
    pub span: Span,
    /// How it is put.
    pub stance: Stance,
    /// Who puts it.
    pub voice: Voice,
    /// Index into the article's speakers.
    pub speaker: Option<u16>,
    /// Whose capability or intent it is.
    pub actor: Option<Actor>,
    /// True if it stands in a headline.
    pub headline: bool,
}

/// A mention of a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StudyMention {
    /// Index of the concept.
    pub concept: u16,
    /// Index of its sentence.
    pub sentence: u32,
    /// Index of its segment.
    pub segment: u32,
    /// Where it stands.
    pub span: Span,
    /// Named, or related.
    pub named: bool,
}

/// A sentence, as evidence and windows need it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StudySentence {
    /// Where it stands.
    pub span: Span,
    /// What it is.
    pub kind: SentenceKind,
    /// Number of its tokens.
    pub tokens: u32,
    /// Its prevailing voice.
    pub voice: Voice,
    /// Index into the article's speakers.
    pub speaker: Option<u16>,
    /// Tone with and without frame words.
    pub tone: Option<(f32, f32)>,
    /// Index of its segment; `u32::MAX` for boilerplate outside any.
    pub segment: u32,
    /// Index of its paragraph.
    pub paragraph: u32,
}

/// A run of sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StudySegment {
    /// Its sentences.
    pub sentences: Range<u32>,
    /// Counting tokens.
    pub tokens: u32,
    /// True for a headline.
    pub headline: bool,
}

/// One article of a study.
#[derive(Debug, Clone)]
pub struct StudyArticle {
    /// The article as read.
    pub article: Article,
    /// The group that it is compared in (by default its source).
    pub group: String,
    /// Language that it was read in.
    pub language: Language,
    /// How sure a detected language is; `None` if declared.
    pub language_confidence: Option<f32>,
    /// True if the language has lexicons of frames.
    pub scored: bool,
    /// True if the names of the concepts are known in it.
    pub concepts: bool,
    /// Tokens outside boilerplate.
    pub tokens: u32,
    /// The smallest part that is told apart: sentences where it was read, else what a row of its scores is.
    pub finest: Window,
    /// Its sentences.
    pub sentences: Vec<StudySentence>,
    /// Its segments, headlines included.
    pub segments: Vec<StudySegment>,
    /// Its hits by place.
    pub hits: Vec<StudyHit>,
    /// Its mentions by place.
    pub mentions: Vec<StudyMention>,
    /// Its speakers.
    pub speakers: Vec<String>,
    /// Cues of stance in sentences with hits, by place.
    pub cues: Vec<Cue>,
    /// Stretches set aside, by cleaning rule.
    pub removed: BTreeMap<&'static str, usize>,
    /// What near-duplicates are found by.
    pub sketch: Sketch,
    /// Its terms: by default stems, words of grammar and numbers left out.
    pub terms: Terms,
}

impl StudyArticle {
    /// Date of publication, as far as known.
    pub fn date(&self) -> Option<PartialDate> {
        self.article.date
    }

    /// The text of a sentence.
    pub fn sentence_text(&self, sentence: u32) -> &str {
        self.sentences.get(sentence as usize).map_or("", |s| s.span.of(&self.article.text))
    }
}

/// Annotates articles with all cores, in order. Results do not depend on the number of threads. `done` is told of every article, for
/// whoever shows progress.
///
/// # Errors
/// By article, beside the rest, if it cannot be annotated.
pub fn annotate(
    articles: Vec<Article>,
    scheme: &Arc<Scheme>,
    spec: &StudySpec,
    done: &(dyn Fn(u64) + Sync),
) -> (Vec<StudyArticle>, Vec<Error>) {
    annotate_as(articles, scheme, spec, Lexis::default(), done)
}

/// The same with a choice of what the terms of an article are.
///
/// # Errors
/// As [`annotate`].
pub fn annotate_as(
    articles: Vec<Article>,
    scheme: &Arc<Scheme>,
    spec: &StudySpec,
    lexis: Lexis,
    done: &(dyn Fn(u64) + Sync),
) -> (Vec<StudyArticle>, Vec<Error>) {
    let results: Vec<Result<StudyArticle>> = articles
        .into_par_iter()
        .map_init(
            || Analyser::new(scheme.clone()),
            |analyser, article| {
                let reduced = reduce(analyser, article, spec, lexis);
                done(1);
                reduced
            },
        )
        .collect();
    let mut kept = Vec::with_capacity(results.len());
    let mut failed = Vec::new();
    for result in results {
        match result {
            Ok(a) => kept.push(a),
            Err(e) => failed.push(e),
        }
    }
    (kept, failed)
}

fn reduce(analyser: &mut Analyser, article: Article, spec: &StudySpec, lexis: Lexis) -> Result<StudyArticle> {
    analyser.annotate(&article, Depth::Counts)?;
    let annotation = analyser.annotation();
    let terms = analyser
        .vocabulary(annotation.document.language)
        .map_or_else(Terms::default, |v| Terms::of(annotation, v, analyser.scheme(), lexis));
    let (scheme, language) = (analyser.scheme(), annotation.document.language);
    let (scored, concepts) = (scheme.scores(language), scheme.names_concepts(language));
    let units = segments(&annotation.document, spec.segment_sentences);
    let mut segment_of = vec![u32::MAX; annotation.document.sentences.len()];
    for (i, unit) in units.iter().enumerate() {
        segment_of[unit.sentences.clone()].fill(i as u32);
    }
    let kind = |s: u32| annotation.document.sentences[s as usize].kind;
    let hits = annotation.hits.iter().map(|h| StudyHit {
        frame: h.frame,
        entry: h.entry,
        sentence: h.sentence,
        segment: segment_of[h.sentence as usize],
        span: h.span,
        stance: h.reading.stance,
        voice: h.reading.voice,
        speaker: h.reading.speaker.map(|s| s.0),
        actor: h.actor,
        headline: kind(h.sentence) == SentenceKind::Headline,
    });
    let mentions = annotation.mentions.iter().map(|m| StudyMention {
        concept: m.concept,
        sentence: m.sentence,
        segment: segment_of[m.sentence as usize],
        span: m.span,
        named: m.named,
    });
    let mut removed = BTreeMap::new();
    for r in &annotation.removed {
        *removed.entry(r.rule).or_default() += 1;
    }
    Ok(StudyArticle {
        group: match spec.group_by.as_str() {
            // Known by now, also where nobody declared it.
            "language" => annotation.document.language.code().to_owned(),
            column => group_of(&article, column),
        },
        language: annotation.document.language,
        language_confidence: annotation.language_confidence,
        scored,
        concepts,
        tokens: annotation.document.counted_tokens() as u32,
        finest: Window::Sentence,
        hits: hits.collect(),
        mentions: mentions.collect(),
        speakers: annotation.reading.speakers.clone(),
        cues: cues(annotation),
        removed,
        terms,
        sketch: sketch(&article, annotation),
        segments: units
            .iter()
            .map(|u| StudySegment {
                sentences: u.sentences.start as u32..u.sentences.end as u32,
                tokens: u
                    .sentences
                    .clone()
                    .filter(|i| annotation.counts(*i))
                    .map(|i| annotation.document.sentences[i].len() as u32)
                    .sum(),
                headline: u.headline,
            })
            .collect(),
        sentences: sentences(annotation, &segment_of),
        article,
    })
}

/// Cues that turn a stance, in sentences with hits.
fn cues(annotation: &Annotation) -> Vec<Cue> {
    let turns = |c: &&Cue| !matches!(c.class, CueClass::Intensifier);
    let mut out: Vec<Cue> = annotation.reading.cues.iter().filter(turns).cloned().collect();
    out.sort_by_key(|c| c.span);
    let sentences = &annotation.document.sentences;
    let mut last = 0;
    // Hits are in the order of the text, and so are cues: one walk finds the sentences of both.
    out.retain(|c| {
        while last < sentences.len() && sentences[last].span.end <= c.span.start {
            last += 1;
        }
        annotation.hits.binary_search_by_key(&(last as u32), |h| h.sentence).is_ok()
    });
    out
}

/// The sketch of an article without what cleaning set aside.
fn sketch(article: &Article, annotation: &Annotation) -> Sketch {
    let removed = annotation.removed.iter().map(|r| cleaning::Removed {
        start: r.span.start,
        end: r.span.end,
        rule: r.rule,
    });
    Sketch::new(&article.text, &removed.collect::<Vec<_>>())
}

fn sentences(annotation: &Annotation, segment_of: &[u32]) -> Vec<StudySentence> {
    let row = |(i, s): (usize, &crate::text::Sentence)| {
        let (voice, speaker) = annotation.reading.sentences.get(i).copied().unwrap_or_default();
        StudySentence {
            span: s.span,
            kind: s.kind,
            tokens: s.len() as u32,
            voice,
            speaker: speaker.map(|s| s.0),
            tone: annotation.tone.get(i).copied().flatten().map(|t| (t.all, t.without_frames)),
            segment: segment_of[i],
            paragraph: s.paragraph,
        }
    };
    annotation.document.sentences.iter().enumerate().map(row).collect()
}

/// The group of an article: its source, its language, or a metadata column.
pub(super) fn group_of(article: &Article, by: &str) -> String {
    let value = match by {
        "source" => article.source.clone(),
        "language" => article.language.clone(),
        "author" => article.author.clone(),
        "year" => article.date.map(|d| d.year.to_string()),
        "month" => {
            article.date.filter(|d| d.month.is_some()).map(|d| d.to_string().chars().take(7).collect())
        }
        column => article.metadata.get(column).cloned(),
    };
    value.filter(|v| !v.trim().is_empty()).unwrap_or_else(|| UNKNOWN.into())
}

/// Asks whether articles can be grouped by `by`: a column of their metadata, or `source`, `language`, `author`, `year` or `month`.
///
/// # Errors
/// If none of them says what it is.
pub fn check_grouping(articles: &[Article], by: &str) -> Result<()> {
    // What an article's language is will be known of every one.
    if by == "language" || articles.is_empty() || articles.iter().any(|a| group_of(a, by) != UNKNOWN) {
        return Ok(());
    }
    let columns: BTreeSet<&str> =
        articles.iter().flat_map(|a| a.metadata.keys().map(String::as_str)).collect();
    let others = if columns.is_empty() {
        "the articles have no other columns".to_owned()
    } else {
        let more = if columns.len() > COLUMNS { ", …" } else { "" };
        let first: Vec<&str> = columns.into_iter().take(COLUMNS).collect();
        format!("their other columns are: {}{more}", first.join(", "))
    };
    let e = Error::new(Kind::Study, format!("no article says what its {by} is"));
    Err(e.help(format!("choose source, language, author, year or month; {others}")))
}

/// So many columns are named in a message.
const COLUMNS: usize = 20;

/// The group of articles that do not say theirs.
pub const UNKNOWN: &str = "unknown";

/// Groups of near-duplicates; indices into `articles`.
pub fn near_duplicates(articles: &[StudyArticle], options: &DuplicateOptions) -> Vec<Group> {
    let sketches: Vec<Sketch> = articles.iter().map(|a| a.sketch.clone()).collect();
    let dates: Vec<_> = articles.iter().map(StudyArticle::date).collect();
    groups(&sketches, &dates, options)
}
