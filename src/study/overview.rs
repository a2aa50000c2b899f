//! What is there: who names which concept, and the list of articles.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cells::Cell;
use super::compare::Material;

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
    /// Hits by frame id; none of an article that is not scored.
    pub hits: BTreeMap<String, u64>,
    /// Named mentions by concept id; none where the names are not known in its language.
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

/// Mentions of every concept in every source in whose language the names are known.
pub(super) fn coverage(m: &Material<'_>, concepts: &[String]) -> Vec<Coverage> {
    let mut out = Vec::new();
    for (k, concept) in concepts.iter().enumerate() {
        for cell in m.cells.iter().filter(|c| c.concepts) {
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

/// Sources that name no concept, though their language has names of some.
pub(super) fn silent<'a>(cells: impl Iterator<Item = &'a Cell>, coverage: &[Coverage]) -> Vec<String> {
    let names_any = |c: &Cell| coverage.iter().any(|r| r.source == c.label && r.named > 0);
    cells.filter(|c| c.concepts && !names_any(c)).map(|c| c.label.clone()).collect()
}

/// Concepts that some sources name and others of the study do not, so that concept and source cannot be told apart.
pub(super) fn confounding<'a>(
    cells: impl Iterator<Item = &'a Cell>,
    concepts: &[String],
    coverage: &[Coverage],
) -> Vec<Confounding> {
    let all = cells.filter(|c| c.concepts).count();
    let naming = |concept: &String| -> Vec<String> {
        coverage.iter().filter(|r| r.concept == *concept && r.named > 0).map(|r| r.source.clone()).collect()
    };
    concepts
        .iter()
        .map(|c| Confounding { concept: c.clone(), sources: naming(c) })
        .filter(|c| !c.sources.is_empty() && c.sources.len() < all)
        .collect()
}

pub(super) fn article_rows(m: &Material<'_>, concepts: &[String]) -> Vec<ArticleRow> {
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
                hits: m
                    .frames
                    .iter()
                    .enumerate()
                    .filter(|_| cell.scored)
                    .map(|(f, id)| (id.clone(), hits(f)))
                    .collect(),
                named: concepts
                    .iter()
                    .enumerate()
                    .filter(|_| cell.concepts)
                    .map(|(k, id)| (id.clone(), named(k)))
                    .collect(),
            });
        }
    }
    out
}
