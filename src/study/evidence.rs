//! The sentences behind the numbers: a seeded random sample of hits for every cell, not a chosen one.

use serde::Serialize;

use super::cells::Cell;
use super::compare::Material;
use super::corpus::StudyArticle;
use super::quotes::Budget;
use crate::stance::{Actor, Stance, Voice};
use crate::stats::random::Seed;

/// A hit with its sentence, cut to the quotation limit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// Frame id.
    pub frame: String,
    /// Label of the cell.
    pub source: String,
    /// Article id.
    pub article: String,
    /// Date, as far as known.
    pub date: Option<String>,
    /// Index of the sentence.
    pub sentence: u32,
    /// Words before the hit.
    pub before: String,
    /// The hit.
    pub hit: String,
    /// Words after the hit.
    pub after: String,
    /// How it is put.
    pub stance: Stance,
    /// Who puts it.
    pub voice: Voice,
    /// The speaker, if known.
    pub speaker: Option<String>,
    /// Whose capability or intent it is.
    pub actor: Option<Actor>,
    /// Ids of the concepts that its segment mentions, by name or by a related expression.
    pub concepts: Vec<String>,
}

/// What a sample of hits shows, and what it leaves out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvidenceCell {
    /// Frame id.
    pub frame: String,
    /// Label of the cell.
    pub source: String,
    /// All hits of the cell.
    pub hits: u64,
    /// The sample, in the order of the articles.
    pub shown: Vec<Evidence>,
    /// Hits shown with fewer words than asked for, because the article's share of quotation was used up.
    pub withheld: u64,
}

/// Hits shown per frame and source.
pub const PER_CELL: usize = 5;
/// In a study of no more articles than this every hit is listed.
pub const LIST_ALL_UP_TO: usize = 8;

/// Samples evidence. Quotations of one article never exceed the study's share of its words, and overlapping ones count once. Cells
/// take turns, so that the first frame does not use up the share of the last; a hit for which no words are left is shown alone,
/// with its place.
pub fn sample(m: &Material<'_>, concepts: &[String], budget: &mut Budget) -> Vec<EvidenceCell> {
    let mut cells: Vec<(EvidenceCell, Vec<(usize, usize)>)> = Vec::new();
    for (f, frame) in m.frames.iter().enumerate() {
        for cell in m.cells.iter().filter(|c| c.scored) {
            let (hits, sampled) = draw(m, f, frame, cell);
            let empty = EvidenceCell {
                frame: frame.clone(),
                source: cell.label.clone(),
                hits,
                shown: vec![],
                withheld: 0,
            };
            cells.push((empty, sampled));
        }
    }
    let rounds = cells.iter().map(|c| c.1.len()).max().unwrap_or(0);
    for round in 0..rounds {
        for (cell, sampled) in &mut cells {
            let Some((article, hit)) = sampled.get(round) else { continue };
            let Some(a) = m.articles.get(*article) else { continue };
            let shown = quote(a, *article, *hit, (&cell.frame, &cell.source), concepts, budget);
            if let Some((evidence, whole)) = shown {
                cell.withheld += u64::from(!whole);
                cell.shown.push(evidence);
            }
        }
    }
    cells.into_iter().map(|c| c.0).collect()
}

/// The number of hits of a cell, and those shown: one a sentence, all of a small study, else a seeded sample.
fn draw(m: &Material<'_>, frame: usize, id: &str, cell: &Cell) -> (u64, Vec<(usize, usize)>) {
    let mut hits: Vec<(usize, usize)> = Vec::new();
    let mut total = 0;
    for (i, a) in cell.members.iter().filter_map(|i| m.articles.get(*i).map(|a| (*i, a))) {
        let mut last = None;
        for (k, h) in a.hits.iter().enumerate().filter(|(_, h)| usize::from(h.frame) == frame) {
            total += 1;
            if last.replace(h.sentence) != Some(h.sentence) {
                hits.push((i, k));
            }
        }
    }
    if m.articles.len() > LIST_ALL_UP_TO {
        let seed = Seed::new(m.spec.seed).named("evidence").named(id).named(&cell.label);
        // A key per hit that depends on nothing but the hit: another article changes no other key.
        hits.sort_by_key(|(i, k)| {
            m.articles.get(*i).map(|a| seed.named(&a.article.id).numbered(*k as u64).value())
        });
        hits.truncate(PER_CELL);
        hits.sort_unstable();
    }
    (total, hits)
}

/// A hit with as much of its sentence as is still allowed, and whether that is as much as the study asks for.
pub(super) fn quote(
    a: &StudyArticle,
    article: usize,
    hit: usize,
    (frame, source): (&str, &str),
    concepts: &[String],
    budget: &mut Budget,
) -> Option<(Evidence, bool)> {
    let h = a.hits.get(hit)?;
    let words = budget.quote(a, article, h.sentence, h.span)?;
    let near = |k: usize| a.mentions.iter().any(|m| m.segment == h.segment && usize::from(m.concept) == k);
    let evidence = Evidence {
        frame: frame.to_owned(),
        source: source.to_owned(),
        article: a.article.id.clone(),
        date: a.article.date.map(|d| d.to_string()),
        sentence: h.sentence,
        before: words.before,
        hit: words.hit,
        after: words.after,
        stance: h.stance,
        voice: h.voice,
        speaker: h.speaker.and_then(|s| a.speakers.get(usize::from(s))).cloned(),
        actor: h.actor,
        concepts: concepts.iter().enumerate().filter(|(k, _)| near(*k)).map(|(_, c)| c.clone()).collect(),
    };
    Some((evidence, words.whole))
}
