//! Which articles (or segments) go together, by the frames they use or by their words, and whether that follows the sources.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cells::Cell;
use super::corpus::StudyArticle;
use crate::cluster::analysis::{Analysis, Method, Options, analyse};
use crate::cluster::choose::Choice;
use crate::cluster::features::{Matrix, Vocabulary, tf_idf};
use crate::cluster::quality::Structure;
use crate::cluster::stability::Stability;
use crate::cluster::ward::Merge;
use crate::error::Result;
use crate::stance::Stance;
use crate::stats::contingency::{Contingency, contingency, cross};
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
    /// Place on the map (first two principal components).
    pub x: Option<f64>,
    /// Place on the map.
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
    /// Names of the columns.
    pub columns: Vec<String>,
    /// By cluster: mean of each column.
    pub profile: Vec<Vec<f64>>,
    /// Sources in order, and by cluster the rows of each.
    pub sources: Vec<String>,
    /// Clusters × sources.
    pub by_source: Vec<Vec<u64>>,
    /// Do clusters follow sources?
    pub test: Option<Contingency>,
    /// Share of the spread that the two axes of the map show.
    pub explained: Option<(f64, f64)>,
    /// The tree of Ward's method.
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
    /// `None` for a whole article.
    segment: Option<u32>,
}

/// Clusters the scored articles of each language.
pub fn cluster(
    articles: &[StudyArticle],
    cells: &[Cell],
    frames: &[String],
    settings: Settings,
) -> Vec<Clusters> {
    let mut languages: Vec<_> = cells.iter().filter(|c| c.scored).map(|c| c.language).collect();
    languages.sort();
    languages.dedup();
    let one = |language| {
        let cells: Vec<&Cell> = cells.iter().filter(|c| c.scored && c.language == language).collect();
        let rows = rows(articles, &cells, settings.rows);
        let sources: Vec<String> = cells.iter().map(|c| c.label.clone()).collect();
        let matrix = matrix(&rows, frames, settings.features);
        let options = Options { method: settings.method, k: settings.k, seed: Seed::new(settings.seed) };
        let analysis = matrix.and_then(|m| analyse(&m, &options).map(|a| (m, a)));
        write_up(language.code(), settings, &rows, sources, analysis)
    };
    languages.into_iter().map(one).collect()
}

fn rows<'a>(articles: &'a [StudyArticle], cells: &[&Cell], what: Rows) -> Vec<Row<'a>> {
    let mut out = Vec::new();
    for (source, cell) in cells.iter().enumerate() {
        for article in cell.members.iter().filter_map(|i| articles.get(*i)) {
            let id = &article.article.id;
            match what {
                Rows::Articles => out.push(Row { id: id.clone(), source, article, segment: None }),
                Rows::Segments => {
                    let body = article.segments.iter().enumerate().filter(|(_, s)| !s.headline);
                    out.extend(body.map(|(i, _)| Row {
                        id: format!("{id}#{i}"),
                        source,
                        article,
                        segment: Some(i as u32),
                    }));
                }
            }
        }
    }
    out
}

fn matrix(rows: &[Row<'_>], frames: &[String], features: Features) -> Result<Matrix> {
    let ids = || rows.iter().map(|r| r.id.clone()).collect::<Vec<_>>();
    let shares = |stance: bool| {
        let columns = if stance {
            frames.iter().flat_map(|f| [format!("{f} asserted"), format!("{f} not asserted")]).collect()
        } else {
            frames.to_vec()
        };
        let counts: Vec<Vec<f64>> = rows.iter().map(|r| counts(r, frames.len(), stance)).collect();
        Matrix::shares(ids(), columns, &counts)
    };
    match features {
        Features::Frames => shares(false),
        Features::Stance => shares(true),
        Features::Terms => terms(rows, ids()),
        Features::Both => shares(false)?.beside(terms(rows, ids())?),
    }
}

fn counts(row: &Row<'_>, frames: usize, stance: bool) -> Vec<f64> {
    let mut out = vec![0.0; if stance { 2 * frames } else { frames }];
    for h in row.article.hits.iter().filter(|h| row.segment.is_none_or(|s| s == h.segment)) {
        let frame = usize::from(h.frame);
        let column = if stance { 2 * frame + usize::from(h.stance != Stance::Asserted) } else { frame };
        if let Some(n) = out.get_mut(column) {
            *n += 1.0;
        }
    }
    out
}

/// Words of articles; segments have no words of their own kept, so they take those of their article.
fn terms(rows: &[Row<'_>], ids: Vec<String>) -> Result<Matrix> {
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for r in rows {
        for (t, _) in &r.article.terms {
            let next = numbers.len();
            numbers.entry(t).or_insert(next);
        }
    }
    let mut names = vec![String::new(); numbers.len()];
    for (t, i) in &numbers {
        (*t).clone_into(&mut names[*i]);
    }
    let count =
        |r: &Row<'_>| r.article.terms.iter().map(|(t, n)| (numbers[t.as_str()], f64::from(*n))).collect();
    tf_idf(ids, &names, &rows.iter().map(count).collect::<Vec<_>>(), Vocabulary::default())
}

fn write_up(
    language: &str,
    settings: Settings,
    rows: &[Row<'_>],
    sources: Vec<String>,
    analysis: Result<(Matrix, Analysis)>,
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
        columns: vec![],
        profile: vec![],
        by_source: vec![],
        test: None,
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
