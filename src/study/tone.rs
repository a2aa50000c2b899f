//! Tone by source, and tone near a concept. Never compared across languages: the lexicons are different instruments.

use serde::Serialize;

use super::compare::Material;
use super::corpus::StudyArticle;
use crate::stats::estimate::Estimate;
use crate::stats::resample::{BLOCK, Plan, Stratum, Units, bootstrap};
use crate::stats::table::{Ratio, Table};
use crate::text::SentenceKind;

/// Mean tone of sentences, −1…1.
#[derive(Debug, Clone, Serialize)]
pub struct ToneRow {
    /// Label of the cell.
    pub source: String,
    /// Language code; rows of different languages must not be compared.
    pub language: String,
    /// `None`: all sentences; a concept id: sentences of segments that mention it.
    pub near: Option<String>,
    /// Sentences counted.
    pub sentences: u64,
    /// Mean tone.
    pub tone: Estimate,
    /// Mean tone without the words that are frame words.
    pub without_frames: Estimate,
}

/// Tone of every scored cell, over all sentences and near each concept.
pub fn tones(m: &Material<'_>, concepts: &[String]) -> Vec<ToneRow> {
    let mut out = Vec::new();
    for near in std::iter::once(None).chain((0..concepts.len()).map(Some)) {
        let articles = bootstrap(strata(m, near, false), &m.plan());
        let single = m.cells.iter().any(|c| c.articles == 1);
        let blocks = Plan { units: Units::CircularBlocks(BLOCK), ..m.plan() };
        let texts = single.then(|| bootstrap(strata(m, near, true), &blocks));
        for (c, cell) in m.cells.iter().enumerate().filter(|(_, c)| c.scored) {
            let draws = if cell.articles == 1 { texts.as_ref().unwrap_or(&articles) } else { &articles };
            let members = cell.members.iter().filter_map(|i| m.articles.get(*i));
            let sentences = members.map(|a| rows(a, near).map(|r| r[2]).sum::<f64>()).sum::<f64>() as u64;
            out.push(ToneRow {
                source: cell.label.clone(),
                language: cell.language.code().to_owned(),
                near: near.map(|k| concepts[k].clone()),
                sentences,
                tone: draws.ratio(&[c], Ratio::share(0, 2)),
                without_frames: draws.ratio(&[c], Ratio::share(1, 2)),
            });
        }
    }
    out
}

fn strata(m: &Material<'_>, near: Option<usize>, sentences: bool) -> Vec<Stratum> {
    let stratum = |c: &super::cells::Cell| {
        let mut table = Table::new(3);
        for a in c.members.iter().filter_map(|i| m.articles.get(*i)) {
            if sentences {
                rows(a, near).for_each(|r| drop(table.push(&r)));
            } else {
                let sum = rows(a, near).fold([0.0; 3], |s, r| [s[0] + r[0], s[1] + r[1], s[2] + r[2]]);
                let _ = table.push(&sum);
            }
        }
        Stratum::new(&c.label, table)
    };
    m.cells.iter().map(stratum).collect()
}

/// Tone, tone without frames and 1 for each sentence that counts.
fn rows(a: &StudyArticle, near: Option<usize>) -> impl Iterator<Item = [f64; 3]> {
    sentences(a, near).map(|(_, (all, without))| [f64::from(all), f64::from(without), 1.0])
}

/// The sentences that count, by index, with their tone with and without frame words: all, or those of segments that mention a
/// concept.
pub(super) fn sentences(
    a: &StudyArticle,
    near: Option<usize>,
) -> impl Iterator<Item = (usize, (f32, f32))> + '_ {
    let mut segments = vec![near.is_none(); a.segments.len()];
    for m in a.mentions.iter().filter(|m| Some(usize::from(m.concept)) == near) {
        if let Some(s) = segments.get_mut(m.segment as usize) {
            *s = true;
        }
    }
    a.sentences
        .iter()
        .enumerate()
        .filter(move |(_, s)| {
            s.kind != SentenceKind::Boilerplate && segments.get(s.segment as usize).copied().unwrap_or(false)
        })
        .filter_map(|(i, s)| Some((i, s.tone?)))
}
