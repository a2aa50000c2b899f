//! Rows of `framescope score` → articles of a study, so that scoring can run on many machines and one report be made of all rows.
//!
//! Rows hold counts, not texts: a report made of them has no quotations, speakers, distinctive terms and entries. Where rows
//! are whole articles, an article is its own segment and sentence.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::corpus::{StudyArticle, StudyHit, StudyMention, StudySegment, StudySentence, group_of};
use super::findings::Exclusion;
use super::lexis::Terms;
use super::spec::{StudySpec, Window};
use crate::article::{Article, Origin};
use crate::error::{Error, Kind, Result};
use crate::input::duplicates::Sketch;
use crate::score::{Scheme, Unit};
use crate::stance::{Stance, Voice};
use crate::text::{Language, SentenceKind, Span};

/// The number of an entry that is not known.
pub const UNKNOWN_ENTRY: u32 = u32::MAX;

/// What a column of a table of scores holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Column {
    Id,
    Source,
    Date,
    Language,
    Unit,
    Index,
    Tokens,
    /// Hits of a frame.
    Hits(usize),
    /// Those of one stance.
    Stance(usize, usize),
    /// Those of one voice.
    Voice(usize, usize),
    /// With or without words of frames.
    Tone(usize),
    /// Mentions of a concept, by name or not.
    Concept(usize, bool),
    /// Why the row is none; what engines write in place of scores.
    Error,
    /// Read, but of no use here.
    Place,
    /// Anything else: metadata that a study may group by.
    Other(String),
}

/// The columns of one table of scores.
#[derive(Debug, Clone)]
pub struct Columns(pub(super) Vec<Column>);

/// The rows of an article.
#[derive(Debug)]
struct Scored {
    article: Article,
    language: Language,
    rows: BTreeMap<u64, ScoredRow>,
}

#[derive(Debug, Clone, PartialEq, Default)]
struct ScoredRow {
    tokens: u32,
    /// By frame: stances and voices; shorter than the frames where the row's table does not have them.
    frames: Vec<([u32; 4], [u32; 3])>,
    /// By concept: named and related.
    concepts: Vec<[u32; 2]>,
    tone: [Option<f32>; 2],
}

/// Tables of scores read together.
#[derive(Debug, Default)]
pub struct Scores {
    /// Frame ids in the order of the first table.
    pub frames: Vec<String>,
    /// Concept ids in the order of the first table.
    pub concepts: Vec<String>,
    unit: Option<Unit>,
    articles: Vec<Scored>,
    places: HashMap<(String, String), usize>,
    excluded: Vec<Exclusion>,
    told: HashSet<usize>,
}

impl Scores {
    /// Nothing read yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// Understands the names of a table's columns.
    ///
    /// # Errors
    /// If it is no table of scores.
    pub fn columns(&mut self, names: &[String]) -> Result<Columns> {
        let has = |name: &str| names.iter().any(|n| n == name);
        if let Some(missing) = ["id", "unit", "index", "tokens"].into_iter().find(|n| !has(n)) {
            return Err(Error::new(Kind::Input, format!("there is no column {missing:?}"))
                .help("give a table that framescope score has written"));
        }
        // A frame is a column with a column for each of its stances and voices.
        let stances: Vec<&str> = Stance::ALL.iter().map(|s| s.name()).collect();
        let voices: Vec<&str> = Voice::ALL.iter().map(|v| v.name()).collect();
        let is_frame = |n: &str| {
            stances
                .iter()
                .chain(&voices)
                .all(|s| names.iter().any(|x| x.strip_prefix(n) == Some(&format!("_{s}"))))
        };
        for name in names.iter().filter(|n| is_frame(n)) {
            number(&mut self.frames, name);
        }
        let column = |name: &String| {
            if let Some(frame) = self.frames.iter().position(|f| f == name) {
                return Column::Hits(frame);
            }
            if let Some((frame, part)) = name.rsplit_once('_')
                && let Some(frame) = self.frames.iter().position(|f| f == frame)
            {
                let stance = stances.iter().position(|s| *s == part).map(|s| Column::Stance(frame, s));
                let voice = voices.iter().position(|v| *v == part).map(|v| Column::Voice(frame, v));
                if let Some(found) = stance.or(voice) {
                    return found;
                }
            }
            match name.as_str() {
                "id" => Column::Id,
                "source" => Column::Source,
                "date" => Column::Date,
                "language" => Column::Language,
                "unit" => Column::Unit,
                "index" => Column::Index,
                "tokens" => Column::Tokens,
                "start" | "end" => Column::Place,
                "error" => Column::Error,
                "tone" => Column::Tone(0),
                "tone_without_frames" => Column::Tone(1),
                other => match other
                    .strip_prefix("named:")
                    .map(|c| (c, true))
                    .or(other.strip_prefix("related:").map(|c| (c, false)))
                {
                    Some((concept, named)) => Column::Concept(number(&mut self.concepts, concept), named),
                    None => Column::Other(other.to_owned()),
                },
            }
        };
        Ok(Columns(names.iter().map(column).collect()))
    }

    /// Adds a row: its values in the order of the columns, `None` where there is none.
    ///
    /// # Errors
    /// A value that is no number where one is needed, another unit than in the rows before, and rows of single hits, which
    /// hold no totals.
    pub fn push<'v>(
        &mut self,
        columns: &Columns,
        values: impl Iterator<Item = Option<&'v str>>,
    ) -> Result<()> {
        let mut row = ScoredRow {
            frames: vec![Default::default(); self.frames.len()],
            concepts: vec![[0; 2]; self.concepts.len()],
            ..ScoredRow::default()
        };
        let mut article = Article {
            origin: Origin { encoding: "UTF-8".into(), ..Origin::default() },
            ..Article::default()
        };
        let (mut language, mut index, mut unit, mut failed) = (Language::UNDETERMINED, 0, None, None);
        for (column, value) in columns.0.iter().zip(values) {
            let Some(value) = value.filter(|v| !v.is_empty()) else { continue };
            match column {
                Column::Id => value.clone_into(&mut article.id),
                Column::Source => article.source = Some(value.to_owned()),
                Column::Date => article.date = value.parse().ok(),
                Column::Language => language = Language::from_tag(value).unwrap_or(language),
                Column::Unit => unit = Some(unit_of(value)?),
                Column::Index => index = whole(value)?,
                Column::Tokens => row.tokens = whole(value)? as u32,
                Column::Stance(frame, stance) => row.frames[*frame].0[*stance] = whole(value)? as u32,
                Column::Voice(frame, voice) => row.frames[*frame].1[*voice] = whole(value)? as u32,
                Column::Tone(which) => row.tone[*which] = Some(real(value)?),
                Column::Concept(concept, named) => {
                    row.concepts[*concept][usize::from(!named)] = whole(value)? as u32;
                }
                Column::Error => failed = Some(value.to_owned()),
                Column::Hits(_) | Column::Place => {}
                Column::Other(name) => drop(article.metadata.insert(name.clone(), value.to_owned())),
            }
        }
        if let Some(reason) = failed {
            self.excluded.push(Exclusion { article: article.id, reason });
            return Ok(());
        }
        self.same_unit(unit)?;
        let key = (article.source.clone().unwrap_or_default(), article.id.clone());
        let at = *self.places.entry(key).or_insert_with(|| {
            article.language = Some(language.code().to_owned());
            self.articles.push(Scored { article, language, rows: BTreeMap::new() });
            self.articles.len() - 1
        });
        let known = &mut self.articles[at];
        match known.rows.get(&index) {
            None => drop(known.rows.insert(index, row)),
            Some(before) if self.told.insert(at) => {
                let same = *before == row;
                let reason =
                    if same { "scored twice: counted once" } else { "another article has this id: left out" };
                self.excluded
                    .push(Exclusion { article: known.article.id.clone(), reason: reason.to_owned() });
            }
            Some(_) => {}
        }
        Ok(())
    }

    fn same_unit(&mut self, unit: Option<Unit>) -> Result<()> {
        let wrong =
            |why: &str| Error::new(Kind::Input, why).help("score with --unit article, segment or sentence");
        match (unit, self.unit) {
            (None, _) => Err(wrong("the row has no unit")),
            (Some(Unit::Hit), _) => Err(wrong("rows of single hits hold no totals")),
            (Some(unit), Some(before)) if unit != before => {
                Err(wrong("rows of different units cannot be put together"))
            }
            (unit, _) => {
                self.unit = unit;
                Ok(())
            }
        }
    }

    /// Number of articles.
    pub fn len(&self) -> usize {
        self.articles.len()
    }

    /// True if there is no article.
    pub fn is_empty(&self) -> bool {
        self.articles.is_empty()
    }

    /// The window that the rows allow, if the study asks for another: inside a row nothing can be told apart.
    pub fn window(&self, asked: Window) -> Window {
        match self.unit {
            Some(Unit::Article) => Window::Article,
            Some(Unit::Segment) if asked == Window::Sentence => Window::Segment,
            _ => asked,
        }
    }

    /// The articles, and what was left out or met twice. `scheme` must have been made by [`Scheme::of_categories`] with
    /// these frames and concepts.
    pub fn articles(self, spec: &StudySpec, scheme: &Scheme) -> (Vec<StudyArticle>, Vec<Exclusion>) {
        let least = if self.unit == Some(Unit::Sentence) { spec.segment_sentences.max(1) } else { 1 };
        let finest = self.window(Window::Sentence);
        let article = |s: Scored| StudyArticle { finest, ..s.study_article(spec, scheme, least) };
        let articles = self.articles.into_iter().map(article).collect();
        (articles, self.excluded)
    }
}

impl Scored {
    fn study_article(self, spec: &StudySpec, scheme: &Scheme, least: usize) -> StudyArticle {
        let Self { article, language, rows } = self;
        let (mut sentences, mut hits, mut mentions) = (Vec::new(), Vec::new(), Vec::new());
        for (i, row) in rows.values().enumerate() {
            let (sentence, segment, span) = (i as u32, (i / least) as u32, Span::default());
            sentences.push(StudySentence {
                span,
                paragraph: segment,
                kind: SentenceKind::Body,
                tokens: row.tokens,
                voice: Voice::Narrator,
                speaker: None,
                tone: row.tone[0].zip(row.tone[1]),
                segment,
            });
            for (frame, (stances, voices)) in row.frames.iter().enumerate() {
                // Rows tell how many hits have each stance and each voice, not which stance goes with which voice.
                let voices = expand(Voice::ALL, voices);
                hits.extend(expand(Stance::ALL, stances).zip(voices).map(|(stance, voice)| StudyHit {
                    frame: frame as u16,
                    entry: UNKNOWN_ENTRY,
                    sentence,
                    segment,
                    span,
                    stance,
                    voice,
                    speaker: None,
                    actor: None,
                    headline: false,
                }));
            }
            for (concept, [named, related]) in row.concepts.iter().enumerate() {
                mentions.extend(expand(&[true, false], &[*named, *related]).map(|named| StudyMention {
                    concept: concept as u16,
                    sentence,
                    segment,
                    span,
                    named,
                }));
            }
        }
        let segments = sentences.chunks(least).enumerate().map(|(i, run)| StudySegment {
            sentences: (i * least) as u32..(i * least + run.len()) as u32,
            tokens: run.iter().map(|s| s.tokens).sum(),
            headline: false,
        });
        StudyArticle {
            group: group_of(&article, &spec.group_by),
            language,
            language_confidence: None,
            scored: scheme.scores(language),
            concepts: scheme.names_concepts(language),
            tokens: sentences.iter().map(|s| s.tokens).sum(),
            finest: Window::Sentence,
            segments: segments.collect(),
            sentences,
            hits,
            mentions,
            speakers: vec![],
            cues: vec![],
            removed: BTreeMap::new(),
            sketch: Sketch::new("", &[]),
            terms: Terms::default(),
            article,
        }
    }
}

/// Each value as often as it is counted.
fn expand<'a, T: Copy>(values: &'a [T], counts: &'a [u32]) -> impl Iterator<Item = T> + 'a {
    values.iter().zip(counts).flat_map(|(value, n)| std::iter::repeat_n(*value, *n as usize))
}

/// The number of a name in a list; it is added if it is not there.
fn number(list: &mut Vec<String>, name: &str) -> usize {
    list.iter().position(|n| n == name).unwrap_or_else(|| {
        list.push(name.to_owned());
        list.len() - 1
    })
}

fn unit_of(name: &str) -> Result<Unit> {
    let all = [Unit::Article, Unit::Segment, Unit::Sentence, Unit::Hit];
    all.into_iter()
        .find(|u| u.name() == name)
        .ok_or_else(|| Error::new(Kind::Input, format!("{name:?} is no unit")))
}

/// Larger counts in one row are a mistake, and would take memory for each.
const MOST: u64 = 1 << 24;

pub(super) fn whole(value: &str) -> Result<u64> {
    let parsed = value.parse::<u64>().ok().or_else(|| value.strip_suffix(".0").and_then(|v| v.parse().ok()));
    parsed.filter(|n| *n < MOST).ok_or_else(|| Error::new(Kind::Input, format!("{value:?} is no count")))
}

pub(super) fn real(value: &str) -> Result<f32> {
    let parsed = value.parse::<f32>().ok().filter(|v| v.is_finite());
    parsed.ok_or_else(|| Error::new(Kind::Input, format!("{value:?} is no tone")))
}
