//! All findings of a study, and the one function that makes them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use super::association::{Association, associate};
use super::cells::{Cell, cells, check_tests};
use super::clusters::{Clusters, Features, Rows, Settings, cluster};
use super::compare::{Comparison, Material, compare};
use super::corpus::{self, StudyArticle, near_duplicates};
use super::evidence::{self, EvidenceCell};
use super::quotes::Budget;
use super::rows::View;
use super::sensitivity::{TopEntry, Variant, vary};
use super::shifts::{ShiftRow, shifts};
use super::spec::{Keep, StudySpec};
use super::terms::{TermRow, distinctive};
use super::tone::{ToneRow, tones};
use super::trend::{TrendRow, by_year};
use super::voices::{SpeakerRow, StanceRow, speakers, stances};
use crate::article::Article;
use crate::cluster::analysis::Method;
use crate::coding::validation::Validation;
use crate::error::{Error, Kind, Result};
use crate::input::duplicates::{self, Group};
use crate::lexicon::card::Card;
use crate::score::Scheme;
use crate::score::scheme::Category;

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
    /// Articles by encoding that was guessed.
    pub guessed_encodings: BTreeMap<String, usize>,
}

/// A concept in a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Concept id.
    pub concept: String,
    /// Label of the cell.
    pub source: String,
    /// Articles that name it.
    pub articles_naming: u64,
    /// Articles that only use a related expression.
    pub articles_related_only: u64,
    /// Mentions by name.
    pub named: u64,
    /// Related mentions.
    pub related: u64,
}

/// One article, as the list of articles shows it.
#[derive(Debug, Clone, Serialize)]
pub struct ArticleRow {
    /// Id.
    pub id: String,
    /// Label of its cell.
    pub source: String,
    /// Headline.
    pub title: Option<String>,
    /// Date, as far as known.
    pub date: Option<String>,
    /// Language code.
    pub language: String,
    /// Tokens that count.
    pub tokens: u32,
    /// Hits by frame id.
    pub hits: BTreeMap<String, u64>,
    /// Named mentions by concept id.
    pub named: BTreeMap<String, u64>,
}

/// Two concepts that cannot be told from the sources that use them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confounding {
    /// Concept id.
    pub concept: String,
    /// The only sources that name it.
    pub sources: Vec<String>,
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
    /// Frames near concepts.
    pub associations: Vec<Association>,
    /// Distinctive terms.
    pub terms: Vec<TermRow>,
    /// Tone.
    pub tones: Vec<ToneRow>,
    /// Frames by year.
    pub trend: Vec<TrendRow>,
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

/// Below so many articles a source intervals are rough.
const ROUGH_BELOW: usize = crate::stats::estimate::ROUGH_BELOW;

/// Makes the findings of a study. `excluded` are articles that could not be read, with the reason; `done` is told
/// of every article annotated.
///
/// # Errors
/// If no article is left, or a declared test names a frame or a source that is not there.
pub fn run(
    spec: &StudySpec,
    articles: Vec<Article>,
    excluded: Vec<Exclusion>,
    scheme: &Arc<Scheme>,
    done: &(dyn Fn(u64) + Sync),
) -> Result<(Findings, Vec<StudyArticle>)> {
    let mut excluded = excluded;
    let (articles, failed) = corpus::annotate(articles, scheme, spec, done);
    let failure =
        |e: &Error| Exclusion { article: e.file().unwrap_or_default().to_owned(), reason: e.to_string() };
    excluded.extend(failed.iter().map(failure));
    conclude(spec, articles, excluded, scheme)
}

/// Makes the findings of articles that are annotated, or put together from scores.
///
/// # Errors
/// If no article is left, or a declared test names a frame or a source that is not there.
pub fn conclude(
    spec: &StudySpec,
    mut articles: Vec<StudyArticle>,
    excluded: Vec<Exclusion>,
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
    let cells = cells(&articles);
    let frames: Vec<String> = scheme.frames.iter().map(|c| c.id.clone()).collect();
    let concepts: Vec<String> = scheme.concepts.iter().map(|c| c.id.clone()).collect();
    check_tests(spec, &frames, &cells)?;
    let material = Material { articles: &articles, cells: &cells, frames: &frames, spec };
    let mut comparison = compare(&material, &View::default());
    let (sensitivity, top_entries) = vary(&material, scheme, &mut comparison.differences);
    let coverage = coverage(&material, &concepts);
    let mut budget = Budget::new(spec.quotes);
    // First come the few sentences that stand for groups, then the many that stand for counts.
    let clusters = match scope(&cells) {
        Scope::Texts => vec![],
        _ => cluster(&articles, &cells, &frames, by_frames(spec), &mut budget),
    };
    let evidence = evidence::sample(&material, &concepts, &mut budget);
    let findings = Findings {
        spec: spec.clone(),
        scope: scope(&cells),
        frames: scheme.frames.iter().map(Named::from).collect(),
        concepts: scheme.concepts.iter().map(Named::from).collect(),
        lexicons: scheme.cards.iter().filter(|c| flow.languages.contains_key(&c.language)).cloned().collect(),
        articles: article_rows(&material, &concepts),
        silent_sources: silent(&cells, &coverage),
        confounding: confounding(&cells, &concepts, &coverage),
        coverage,
        stances: stances(&material),
        speakers: speakers(&material),
        associations: associate(&material, &concepts, spec.window),
        terms: distinctive(&material, &mut budget),
        tones: tones(&material, &concepts),
        trend: by_year(&material),
        clusters,
        shifts: shifts(&material, scheme, &comparison.differences),
        evidence,
        validation: None,
        comparison,
        sensitivity,
        top_entries,
        sources: cells.clone(),
        flow,
    };
    Ok((findings, articles))
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

fn coverage(m: &Material<'_>, concepts: &[String]) -> Vec<Coverage> {
    let mut out = Vec::new();
    for (k, concept) in concepts.iter().enumerate() {
        for cell in m.cells {
            let mut row = Coverage {
                concept: concept.clone(),
                source: cell.label.clone(),
                articles_naming: 0,
                articles_related_only: 0,
                named: 0,
                related: 0,
            };
            for a in cell.members.iter().filter_map(|i| m.articles.get(*i)) {
                let of = |named: bool| {
                    a.mentions.iter().filter(|x| usize::from(x.concept) == k && x.named == named).count()
                        as u64
                };
                let (named, related) = (of(true), of(false));
                row.named += named;
                row.related += related;
                row.articles_naming += u64::from(named > 0);
                row.articles_related_only += u64::from(named == 0 && related > 0);
            }
            out.push(row);
        }
    }
    out
}

fn silent(cells: &[Cell], coverage: &[Coverage]) -> Vec<String> {
    let names_any = |c: &&Cell| coverage.iter().any(|r| r.source == c.label && r.named > 0);
    cells.iter().filter(|c| c.scored && !names_any(c)).map(|c| c.label.clone()).collect()
}

/// Concepts that some sources name and others of the study do not, so that concept and source cannot be told apart.
fn confounding(cells: &[Cell], concepts: &[String], coverage: &[Coverage]) -> Vec<Confounding> {
    let scored = cells.iter().filter(|c| c.scored).count();
    let naming = |concept: &String| -> Vec<String> {
        coverage.iter().filter(|r| r.concept == *concept && r.named > 0).map(|r| r.source.clone()).collect()
    };
    concepts
        .iter()
        .map(|c| Confounding { concept: c.clone(), sources: naming(c) })
        .filter(|c| !c.sources.is_empty() && c.sources.len() < scored)
        .collect()
}

fn article_rows(m: &Material<'_>, concepts: &[String]) -> Vec<ArticleRow> {
    let mut out = Vec::new();
    for cell in m.cells {
        for a in cell.members.iter().filter_map(|i| m.articles.get(*i)) {
            let hits = |f: usize| a.hits.iter().filter(|h| usize::from(h.frame) == f).count() as u64;
            let named = |k: usize| {
                a.mentions.iter().filter(|x| usize::from(x.concept) == k && x.named).count() as u64
            };
            out.push(ArticleRow {
                id: a.article.id.clone(),
                source: cell.label.clone(),
                title: a.article.title.clone(),
                date: a.article.date.map(|d| d.to_string()),
                language: a.language.code().to_owned(),
                tokens: a.tokens,
                hits: m.frames.iter().enumerate().map(|(f, id)| (id.clone(), hits(f))).collect(),
                named: concepts.iter().enumerate().map(|(k, id)| (id.clone(), named(k))).collect(),
            });
        }
    }
    out
}
