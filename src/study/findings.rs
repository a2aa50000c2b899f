//! All findings of a study, and the one function that makes them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::adjusted::{Adjusted, Measured, adjust};
use super::association::{Association, associate};
use super::cells::{Cell, cells, check_tests};
use super::clusters::{Clusters, Features, Rows, Settings, cluster};
use super::compare::{Comparison, Material, compare};
use super::corpus::{self, StudyArticle, near_duplicates};
use super::evidence::{self, EvidenceCell};
use super::facets::{FacetRow, facets};
use super::names;
pub use super::overview::{ArticleRow, Confounding, Coverage};
use super::overview::{article_rows, confounding, coverage, silent};
use super::quotes::Budget;
use super::rows::View;
use super::sensitivity::{TopEntry, Variant, vary};
use super::shifts::{ShiftRow, shifts};
use super::spec::{Keep, StudySpec, Window};
use super::terms::{TermRow, distinctive};
use super::tone::{ToneRow, tones};
use super::trend::{ChangeRow, TrendRow, by_period, by_period_and_source, changes};
use super::variation::Variation;
use super::voices::{SpeakerRow, StanceRow, speakers, stances};
use super::wanted::{Part, Wanted};
use crate::article::Article;
use crate::cluster::analysis::Method;
use crate::coding::validation::Validation;
use crate::error::{Error, Kind, Result};
use crate::input::duplicates::{self, Group};
use crate::lexicon::card::Card;
use crate::score::Scheme;
use crate::score::scheme::Category;
use crate::stats::estimate::{LEVEL, Unit};
use crate::stats::rate;

/// An article that was left out, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Exclusion {
    /// Article id or file.
    pub article: String,
    /// The reason, in words.
    pub reason: String,
}

/// What came in, and what was counted.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Flow {
    /// Articles found, those that could not be read included.
    pub found: usize,
    /// Left out, with reasons.
    pub excluded: Vec<Exclusion>,
    /// Counted.
    pub kept: usize,
    /// Groups of near-duplicates among the kept: ids.
    pub duplicates: Vec<Vec<String>>,
    /// Stretches set aside, by cleaning rule.
    pub cleaning: BTreeMap<&'static str, usize>,
    /// Articles by language code.
    pub languages: BTreeMap<String, usize>,
    /// Articles whose language was detected rather than declared.
    pub detected: usize,
    /// Articles in a language without lexicons, by code: kept in the corpus, counted for nothing.
    pub unscored: BTreeMap<String, usize>,
    /// Frames that a scored language of the corpus has no lexicon for, with the codes of these languages: not looked for there, so
    /// without rates.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub unmeasured: BTreeMap<String, Vec<String>>,
    /// Articles by encoding that was guessed.
    pub guessed_encodings: BTreeMap<String, usize>,
}

/// Whether the numbers speak about sources or only about these texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// One article a source: a comparison of texts.
    Texts,
    /// Several articles a source, below eight somewhere: rough.
    Rough,
    /// At least eight articles in every source.
    Sources,
}

/// Everything found.
#[derive(Debug, Clone, Serialize)]
pub struct Findings {
    /// The study as declared.
    pub spec: StudySpec,
    /// What may be claimed.
    pub scope: Scope,
    /// The smallest part of an article that is told apart: sentences where articles were read, what a row is where scores were. Of
    /// whole articles no share of segments is known.
    #[serde(skip)]
    pub finest: Window,
    /// True if it is made of scores, which do not say what the words are, who speaks and what is a headline.
    #[serde(skip)]
    pub scores: bool,
    /// What came in.
    pub flow: Flow,
    /// Frames in the order of tables.
    pub frames: Vec<Named>,
    /// Concepts in the order of tables.
    pub concepts: Vec<Named>,
    /// Cards of the lexicons of the languages in the corpus.
    pub lexicons: Vec<Card>,
    /// Sources by language.
    pub sources: Vec<Cell>,
    /// The articles.
    pub articles: Vec<ArticleRow>,
    /// Concepts by source.
    pub coverage: Vec<Coverage>,
    /// Sources that name no concept at all.
    pub silent_sources: Vec<String>,
    /// Concepts that stand and fall with their sources.
    pub confounding: Vec<Confounding>,
    /// Frames by source and their differences.
    pub comparison: Comparison,
    /// Stance and voice.
    pub stances: Vec<StanceRow>,
    /// Who speaks.
    pub speakers: Vec<SpeakerRow>,
    /// Frames near concepts, in windows as declared.
    pub associations: Vec<Association>,
    /// The same in windows of the other two sizes.
    pub other_windows: Vec<Association>,
    /// Distinctive terms.
    pub terms: Vec<TermRow>,
    /// Tone.
    pub tones: Vec<ToneRow>,
    /// Frames by year or month, all sources of a language together.
    pub trend: Vec<TrendRow>,
    /// The same by source.
    pub trend_by_source: Vec<TrendRow>,
    /// Frames before and after the date of the study.
    pub changes: Vec<ChangeRow>,
    /// Frames taken apart by stance, voice and concept.
    pub facets: Vec<FacetRow>,
    /// Rates corrected for the error of the tool, where it was measured.
    pub adjusted: Vec<Adjusted>,
    /// Which articles go together, by language.
    pub clusters: Vec<Clusters>,
    /// Which entries carry the differences.
    pub shifts: Vec<ShiftRow>,
    /// Variants of the analysis.
    pub sensitivity: Vec<Variant>,
    /// Entries that carry most of a frame in a source.
    pub top_entries: Vec<TopEntry>,
    /// The sentences behind the numbers.
    pub evidence: Vec<EvidenceCell>,
    /// What could not be computed from what was given, in words; empty where the articles were there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub unsaid: Vec<&'static str>,
    /// The tool against people who coded these articles; `None` if nobody did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub validation: Option<Validation>,
}

/// A frame or a concept.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// Id.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// What it means.
    pub definition: String,
}

impl From<&Category> for Named {
    fn from(c: &Category) -> Self {
        Self { id: c.id.clone(), title: c.title.clone(), definition: c.definition.clone() }
    }
}

/// What scores of whole articles cannot say.
const WHOLE: &str = "This report is made of scores of whole articles: an idea is near a frame if both are in one article, and of segments, sentences, speakers and single words it says nothing.";

/// What scores of segments cannot say.
const SEGMENTS: &str = "This report is made of scores of segments: headlines count as segments, where sentences are named (tone, runs drawn from a single text) segments are meant, and of speakers and single words it says nothing.";

/// What scores of sentences cannot say.
const SENTENCES: &str = "This report is made of scores of sentences, which do not say where paragraphs and headlines end: a segment is a run of neighbouring sentences, headlines among them, and of speakers and single words it says nothing.";

/// Below so many articles a source intervals are rough.
const ROUGH_BELOW: usize = crate::stats::estimate::ROUGH_BELOW;

/// Makes the findings of a study. `excluded` are articles that could not be read, with the reason; `done` is told
/// of every article annotated. `validation` is what [`adjusted::read`](super::adjusted::read) read; empty if there is none. Parts
/// that are not `wanted` stay empty.
///
/// # Errors
/// If no article is left, or a declared test names a frame or a source that is not there.
pub fn run(
    spec: &StudySpec,
    articles: Vec<Article>,
    excluded: Vec<Exclusion>,
    validation: &[Measured],
    wanted: &Wanted,
    scheme: &Arc<Scheme>,
    done: &(dyn Fn(u64) + Sync),
) -> Result<(Findings, Vec<StudyArticle>)> {
    let mut excluded = excluded;
    let (articles, failed) = corpus::annotate(articles, scheme, spec, done);
    let failure =
        |e: &Error| Exclusion { article: e.file().unwrap_or_default().to_owned(), reason: e.to_string() };
    excluded.extend(failed.iter().map(failure));
    conclude(spec, articles, excluded, validation, wanted, scheme)
}

/// Makes the findings of articles that are annotated, or put together from scores.
///
/// # Errors
/// If no article is left, or a declared test names a frame or a source that is not there.
pub fn conclude(
    spec: &StudySpec,
    mut articles: Vec<StudyArticle>,
    excluded: Vec<Exclusion>,
    validation: &[Measured],
    wanted: &Wanted,
    scheme: &Arc<Scheme>,
) -> Result<(Findings, Vec<StudyArticle>)> {
    let mut flow = Flow { found: articles.len() + excluded.len(), excluded, ..Flow::default() };
    // The order in which articles were given must not matter.
    articles.sort_by(|a, b| {
        (&a.group, a.language, a.date(), &a.article.id).cmp(&(&b.group, b.language, b.date(), &b.article.id))
    });
    set_aside(spec, &mut articles, &mut flow);
    if articles.is_empty() {
        return Err(Error::new(Kind::Study, "no article is left to compare")
            .help("see the list of articles left out and the reasons"));
    }
    fill_flow(&mut flow, &articles);
    names::join(&mut articles);
    let cells = cells(&articles);
    let frames: Vec<String> = scheme.frames.iter().map(|c| c.id.clone()).collect();
    let concepts: Vec<String> = scheme.concepts.iter().map(|c| c.id.clone()).collect();
    check_tests(spec, &frames, &cells)?;
    let material = Material { articles: &articles, cells: &cells, frames: &frames, spec };
    let coverage = coverage(&material, &concepts);
    let mut budget = Budget::new(spec.quotes);
    let finest = articles.iter().map(|a| a.finest).max().unwrap_or(Window::Sentence);
    let windows = |size: Window| wanted.make(Part::Associations, || associate(&material, &concepts, size));
    let other_windows = [Window::Sentence, Window::Segment, Window::Article];
    // Parts that do not need each other are made side by side.
    let compared = || {
        let mut comparison = compare(&material, &View::default(), wanted);
        let (sensitivity, top_entries) = if [Part::Differences, Part::Rest].iter().any(|p| wanted.has(*p)) {
            vary(&material, scheme, comparison.differences.iter_mut().chain(&mut comparison.against_rest))
        } else {
            (vec![], vec![])
        };
        (comparison, sensitivity, top_entries)
    };
    let quoted = || {
        // First come the few sentences that stand for groups, then the many that stand for counts.
        let clusters = match scope(&cells) {
            Scope::Texts => vec![],
            _ => wanted
                .make(Part::Contents, || cluster(&articles, &cells, &frames, by_frames(spec), &mut budget)),
        };
        let evidence =
            wanted.make(Part::Contents, || evidence::sample(&material, &concepts, scheme, &mut budget));
        let terms = wanted.make(Part::Contents, || distinctive(&material, &mut budget));
        (clusters, evidence, terms)
    };
    let associated = || {
        let others = other_windows.into_iter().filter(|w| *w != spec.window && *w >= finest);
        (windows(spec.window), others.flat_map(windows).collect())
    };
    let described = || {
        (
            wanted.make(Part::Contents, || tones(&material, &concepts)),
            wanted.make(Part::Facets, || facets(&material, &concepts)),
        )
    };
    let (((comparison, sensitivity, top_entries), (clusters, evidence, terms)), (near, (tones, facets))) =
        rayon::join(|| rayon::join(compared, quoted), || rayon::join(associated, described));
    let (associations, other_windows) = near;
    let mut findings = Findings {
        spec: spec.clone(),
        scope: scope(&cells),
        finest,
        scores: articles.iter().all(|a| a.article.text.is_empty()),
        frames: scheme.frames.iter().map(Named::from).collect(),
        concepts: scheme.concepts.iter().map(Named::from).collect(),
        lexicons: scheme
            .cards()
            .iter()
            .filter(|c| flow.languages.contains_key(&c.language))
            .cloned()
            .collect(),
        articles: article_rows(&material, &concepts),
        silent_sources: silent(cells.iter(), &coverage),
        confounding: confounding(cells.iter(), &concepts, &coverage),
        coverage,
        stances: wanted.make(Part::Contents, || stances(&material)),
        speakers: wanted.make(Part::Contents, || speakers(&material)),
        associations,
        other_windows,
        terms,
        tones,
        trend: wanted.make(Part::Periods, || by_period(&material)),
        trend_by_source: wanted.make(Part::Periods, || by_period_and_source(&material)),
        changes: wanted.make(Part::Changes, || changes(&material)),
        facets,
        adjusted: wanted.make(Part::Adjusted, || adjust(&material, validation, spec.correction.drawn())),
        clusters,
        shifts: wanted.make(Part::Contents, || shifts(&material, scheme, &comparison.differences)),
        evidence,
        unsaid: vec![],
        validation: None,
        comparison,
        sensitivity,
        top_entries,
        sources: cells.clone(),
        flow,
    };
    if finest == Window::Article {
        findings.forget_segments();
    }
    findings.forget_variants();
    findings.forget_unmeasured(scheme);
    Ok((findings, articles))
}

impl Findings {
    /// Takes back what was counted of segments and headlines: an article that came as one row stood for its only segment.
    fn forget_segments(&mut self) {
        let unknown = rate::share(0, 0, Unit::Segment, LEVEL);
        let Comparison { measures, differences, against_rest, .. } = &mut self.comparison;
        for m in measures {
            m.segment_share = unknown;
        }
        for d in differences.iter_mut().chain(against_rest) {
            d.segment_share = unknown;
        }
        for r in &mut self.facets {
            r.segment_share = unknown;
        }
        for cell in &mut self.sources {
            cell.segments = 0;
        }
        self.unsaid.push(WHOLE);
        // Headlines are not told from the rest either.
        self.sensitivity.retain(|v| v.measure != "segment-share" && v.variant != Variation::WithoutHeadlines);
    }
}

impl Findings {
    /// Takes back the variants that need more than scores tell.
    fn forget_variants(&mut self) {
        if !self.scores {
            return;
        }
        let finest = self.finest;
        match finest {
            Window::Sentence => self.unsaid.push(SENTENCES),
            Window::Segment => self.unsaid.push(SEGMENTS),
            // What whole articles cannot say is told where it is taken back.
            Window::Article => {}
        }
        self.sensitivity.retain(|v| v.variant.is_in_scores(finest));
        let Comparison { differences, against_rest, .. } = &mut self.comparison;
        differences.iter_mut().chain(against_rest).for_each(|d| d.fragile.retain(|v| v.is_in_scores(finest)));
    }
}

/// The clustering of a report: articles by the shares of their frames.
fn by_frames(spec: &StudySpec) -> Settings {
    Settings {
        features: Features::Frames,
        rows: Rows::Articles,
        method: Method::KMeans,
        k: None,
        seed: spec.seed,
    }
}

/// Leaves out what the study file says should be left out, and notes near-duplicates.
fn set_aside(spec: &StudySpec, articles: &mut Vec<StudyArticle>, flow: &mut Flow) {
    if spec.only_relevant {
        let irrelevant = |a: &StudyArticle| a.mentions.is_empty();
        leave_out(articles, flow, irrelevant, "mentions none of the concepts (only_relevant = true)");
    }
    // Without texts there is nothing to compare.
    let texts = articles.iter().any(|a| !a.sketch.is_empty());
    let groups = if texts { near_duplicates(articles, &spec.duplicates.options()) } else { vec![] };
    let ids = |g: &Group| {
        g.members.iter().filter_map(|m| articles.get(m.index)).map(|a| a.article.id.clone()).collect()
    };
    flow.duplicates = groups.iter().map(ids).collect();
    let sources: Vec<Option<&str>> = articles.iter().map(|a| Some(a.group.as_str())).collect();
    let keep = match spec.duplicates.keep {
        Keep::All => duplicates::Keep::All,
        Keep::OnePerGroup => duplicates::Keep::One,
        Keep::OnePerSource => duplicates::Keep::OnePerSource,
    };
    let aside: BTreeSet<String> = duplicates::set_aside(&groups, &sources, keep)
        .into_iter()
        .map(|i| articles[i].article.id.clone())
        .collect();
    leave_out(articles, flow, |a| aside.contains(&a.article.id), "near-duplicate of an earlier article");
}

fn leave_out(
    articles: &mut Vec<StudyArticle>,
    flow: &mut Flow,
    wrong: impl Fn(&StudyArticle) -> bool,
    reason: &str,
) {
    articles.retain(|a| {
        let out = wrong(a);
        if out {
            flow.excluded.push(Exclusion { article: a.article.id.clone(), reason: reason.to_owned() });
        }
        !out
    });
}

fn fill_flow(flow: &mut Flow, articles: &[StudyArticle]) {
    flow.kept = articles.len();
    flow.excluded.sort();
    for a in articles {
        *flow.languages.entry(a.language.code().to_owned()).or_default() += 1;
        flow.detected += usize::from(a.language_confidence.is_some());
        if !a.scored {
            *flow.unscored.entry(a.language.code().to_owned()).or_default() += 1;
        }
        if a.article.origin.encoding_guessed {
            *flow.guessed_encodings.entry(a.article.origin.encoding.clone()).or_default() += 1;
        }
        for (rule, n) in &a.removed {
            *flow.cleaning.entry(rule).or_default() += n;
        }
    }
}

fn scope(cells: &[Cell]) -> Scope {
    let scored = || cells.iter().filter(|c| c.scored);
    if scored().all(|c| c.articles <= 1) {
        Scope::Texts
    } else if scored().any(|c| c.articles < ROUGH_BELOW) {
        Scope::Rough
    } else {
        Scope::Sources
    }
}
