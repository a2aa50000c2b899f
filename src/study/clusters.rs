//! Which articles (or segments) go together, by the frames they use or by their words, and whether that follows the sources.
//!
//! A figure finds here what it draws: the map is [`Member::x`] and [`Member::y`] with [`Clusters::explained`]; the dendrogram is
//! [`Clusters::tree`], whose leaf i is `members[i]` and whose merge i makes node `members.len() + i`.

mod matrix;
mod typical;

use matrix::matrix;
pub use typical::Typical;

use std::collections::BTreeMap;

use serde::Serialize;

use super::cells::Cell;
use super::corpus::StudyArticle;
use super::quotes::Budget;
use crate::cluster::analysis::{Analysis, Method, Options, analyse, enough};
use crate::cluster::choose::Choice;
use crate::cluster::features::Matrix;
use crate::cluster::quality::Structure;
use crate::cluster::stability::Stability;
use crate::cluster::ward::Merge;
use crate::error::Result;
use crate::stats::contingency::{Contingency, contingency, cross, independence_of_groups};
use crate::stats::permutation::Plan;
use crate::stats::random::Seed;

/// What rows are compared by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Features {
    /// How the hits of a row are divided among the frames.
    Frames,
    /// The same with asserted and other hits apart.
    Stance,
    /// Words, by tf-idf.
    Terms,
    /// Frames and words, each with half the weight.
    Both,
}

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Rows {
    /// Articles.
    Articles,
    /// Segments, headlines left out.
    Segments,
}

/// One row with its cluster.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Member {
    /// Article id; for segments with `#` and the number of the segment.
    pub id: String,
    /// Label of its source.
    pub source: String,
    /// Its cluster, from 0; `None` for noise.
    pub cluster: Option<usize>,
    /// How well it sits there, −1…1.
    pub silhouette: Option<f64>,
    /// Place on the map: first principal component.
    pub x: Option<f64>,
    /// Place on the map: second principal component.
    pub y: Option<f64>,
}

/// A cluster analysis of the articles of one language.
#[derive(Debug, Clone, Serialize)]
pub struct Clusters {
    /// Language code.
    pub language: String,
    /// What rows are compared by.
    pub features: Features,
    /// What a row is.
    pub rows: Rows,
    /// Number of clusters; 0 if none could be found.
    pub k: usize,
    /// Why there are none.
    pub refused: Option<String>,
    /// What spoke for which number of clusters.
    pub choice: Option<Choice>,
    /// Mean silhouette, −1…1.
    pub silhouette: Option<f64>,
    /// What it says.
    pub structure: Option<Structure>,
    /// Whether resampled rows give the same clusters.
    pub stability: Option<Stability>,
    /// By cluster: the row that stands for it.
    pub medoids: Vec<String>,
    /// By cluster: its most typical rows, each with the sentence that shows best what sets the cluster apart.
    pub typical: Vec<Vec<Typical>>,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// By cluster: mean of each column.
    pub profile: Vec<Vec<f64>>,
    /// Sources in order, and by cluster the rows of each.
    pub sources: Vec<String>,
    /// Clusters × sources.
    pub by_source: Vec<Vec<u64>>,
    /// Do clusters follow sources? χ² and Cramér's V. Its p takes rows for independent; see `independence`.
    pub test: Option<Contingency>,
    /// p of independence of clusters and sources by shuffling the sources over whole articles, so that an article's many
    /// segments do not count as so many articles; `None` with one cluster or one source.
    pub independence: Option<f64>,
    /// Share of the spread that the two axes of the map show.
    pub explained: Option<(f64, f64)>,
    /// The tree of Ward's method over the same rows, also where another method made the clusters; `None` where there are too many
    /// rows to draw it. Leaf i is `members[i]`; merge i makes node `members.len() + i`.
    pub tree: Option<Vec<Merge>>,
    /// The rows.
    pub members: Vec<Member>,
}

/// How to cluster.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// What rows are compared by.
    pub features: Features,
    /// What a row is.
    pub rows: Rows,
    /// The method.
    pub method: Method,
    /// Number of clusters; `None`: chosen.
    pub k: Option<usize>,
    /// The study's seed.
    pub seed: u64,
}

struct Row<'a> {
    id: String,
    source: usize,
    article: &'a StudyArticle,
    /// Number of the article in the study.
    number: usize,
    /// `None` for a whole article.
    segment: Option<u32>,
    /// Ids of the frames.
    frames: &'a [String],
}

impl Row<'_> {
    /// Its terms with their counts.
    fn terms(&self) -> BTreeMap<&str, u32> {
        let segment = self.segment.and_then(|s| self.article.segments.get(s as usize));
        match segment {
            Some(s) => self.article.terms.within(&s.sentences),
            None => self.article.terms.iter().collect(),
        }
    }

    /// True if a sentence of the article belongs to it.
    fn holds(&self, sentence: u32) -> bool {
        let segment = self.segment.and_then(|s| self.article.segments.get(s as usize));
        segment.is_none_or(|s| s.sentences.contains(&sentence))
    }
}

/// Clusters the scored articles of each language.
pub fn cluster(
    articles: &[StudyArticle],
    cells: &[Cell],
    frames: &[String],
    settings: Settings,
    budget: &mut Budget,
) -> Vec<Clusters> {
    let mut languages: Vec<_> = cells.iter().filter(|c| c.scored).map(|c| c.language).collect();
    languages.sort();
    languages.dedup();
    let mut one = |language| {
        let cells: Vec<&Cell> = cells.iter().filter(|c| c.scored && c.language == language).collect();
        let rows = rows(articles, &cells, frames, settings.rows);
        let sources: Vec<String> = cells.iter().map(|c| c.label.clone()).collect();
        let matrix = matrix(&rows, frames, settings.features);
        let options = Options { method: settings.method, k: settings.k, seed: Seed::new(settings.seed) };
        let name = if settings.rows == Rows::Articles { "article" } else { "segment" };
        let analyse = |m: Matrix| {
            enough(m.rows(), name)?;
            analyse(&m, &options).map(|a| (m, a))
        };
        let analysis = matrix.and_then(analyse);
        write_up(language.code(), settings, &rows, sources, analysis, budget)
    };
    languages.into_iter().map(&mut one).collect()
}

fn rows<'a>(articles: &'a [StudyArticle], cells: &[&Cell], frames: &'a [String], what: Rows) -> Vec<Row<'a>> {
    let mut out = Vec::new();
    for (source, cell) in cells.iter().enumerate() {
        for (number, article) in cell.members.iter().filter_map(|i| Some((*i, articles.get(*i)?))) {
            let id = &article.article.id;
            match what {
                Rows::Articles => {
                    out.push(Row { id: id.clone(), source, article, number, segment: None, frames });
                }
                Rows::Segments => {
                    let body = article.segments.iter().enumerate().filter(|(_, s)| !s.headline);
                    out.extend(body.map(|(i, _)| Row {
                        id: format!("{id}#{i}"),
                        source,
                        article,
                        number,
                        segment: Some(i as u32),
                        frames,
                    }));
                }
            }
        }
    }
    out
}

fn write_up(
    language: &str,
    settings: Settings,
    rows: &[Row<'_>],
    sources: Vec<String>,
    analysis: Result<(Matrix, Analysis)>,
    budget: &mut Budget,
) -> Clusters {
    let mut out = Clusters {
        language: language.to_owned(),
        features: settings.features,
        rows: settings.rows,
        k: 0,
        refused: None,
        choice: None,
        silhouette: None,
        structure: None,
        stability: None,
        medoids: vec![],
        typical: vec![],
        columns: vec![],
        profile: vec![],
        by_source: vec![],
        test: None,
        independence: None,
        explained: None,
        tree: None,
        members: vec![],
        sources,
    };
    let (matrix, a) = match analysis {
        Ok(found) => found,
        Err(e) => {
            out.refused = Some(e.reason().to_owned());
            return out;
        }
    };
    let labels = a.partition.labels();
    let (clusters, of): (Vec<usize>, Vec<usize>) =
        labels.iter().zip(rows).filter_map(|(l, r)| l.map(|l| (l, r.source))).unzip();
    out.by_source = cross(&clusters, &of);
    for row in &mut out.by_source {
        row.resize(out.sources.len(), 0);
    }
    out.test = contingency(&out.by_source);
    out.independence = independence(rows, labels, settings.seed);
    out.typical = typical::typical(rows, &matrix, &a, budget);
    let member = |(i, r): (usize, &Row<'_>)| {
        let point = a.map.as_ref().and_then(|m| m.points.get(i)).copied();
        Member {
            id: r.id.clone(),
            source: out.sources.get(r.source).cloned().unwrap_or_default(),
            cluster: labels.get(i).copied().flatten(),
            silhouette: a.silhouette.as_ref().and_then(|s| s.values.get(i)).copied().flatten(),
            x: point.map(|p| p.0),
            y: point.map(|p| p.1),
        }
    };
    out.members = rows.iter().enumerate().map(member).collect();
    out.k = a.partition.k();
    out.silhouette = a.silhouette.as_ref().map(|s| s.mean);
    out.structure = Some(a.structure);
    out.medoids = a.medoids.iter().filter_map(|i| rows.get(*i)).map(|r| r.id.clone()).collect();
    out.columns = matrix.columns().to_vec();
    out.profile = a.profile;
    out.explained = a.map.as_ref().map(|m| m.explained);
    out.choice = a.choice;
    out.stability = a.stability;
    out.tree = a.tree;
    out
}

/// Rows from which on fewer shuffles are made: they suffice, and each takes long.
const MANY_ROWS: usize = 5_000;

/// Shuffles the sources of whole articles over the clusters of their rows.
fn independence(rows: &[Row<'_>], labels: &[Option<usize>], seed: u64) -> Option<f64> {
    let clustered = || rows.iter().zip(labels).filter_map(|(r, l)| Some((r, (*l)?)));
    let mut numbers: BTreeMap<usize, usize> = clustered().map(|(r, _)| (r.number, r.source)).collect();
    let sources: Vec<usize> = numbers.values().copied().collect();
    for (i, place) in numbers.values_mut().enumerate() {
        *place = i;
    }
    let (clusters, articles): (Vec<usize>, Vec<usize>) =
        clustered().map(|(r, l)| (l, numbers.get(&r.number).copied().unwrap_or(0))).unzip();
    let plan = Plan::new(Seed::new(seed).named("clusters and sources"));
    let plan = Plan { draws: if rows.len() > MANY_ROWS { 999 } else { plan.draws }, ..plan };
    independence_of_groups(&clusters, &articles, &sources, &plan).ok()
}
