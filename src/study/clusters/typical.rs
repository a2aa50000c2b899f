//! What a cluster looks like: its most typical rows, and of each the sentence that shows best what sets the cluster apart.

use std::collections::BTreeMap;

use serde::Serialize;

use super::Row;
use crate::cluster::analysis::Analysis;
use crate::cluster::features::Matrix;
use crate::stance::Stance;
use crate::study::quotes::Budget;
use crate::text::Span;

/// A typical row of a cluster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Typical {
    /// Id of the row.
    pub id: String,
    /// Id of the article.
    pub article: String,
    /// The telling sentence, cut to the quotation limit; `None` if nothing in the row tells, or nothing may be quoted.
    pub sentence: Option<Telling>,
}

/// A sentence that shows what sets a cluster apart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Telling {
    /// Its index.
    pub index: u32,
    /// Words before the telling word.
    pub before: String,
    /// The telling word.
    pub hit: String,
    /// Words after it.
    pub after: String,
}

/// Typical rows shown of each cluster.
const SHOWN: usize = 3;

/// The rows nearest to the centre of each cluster.
pub(super) fn typical(
    rows: &[Row<'_>],
    matrix: &Matrix,
    analysis: &Analysis,
    budget: &mut Budget,
) -> Vec<Vec<Typical>> {
    let values = matrix.values();
    let n = values.nrows().max(1) as f64;
    let mean: Vec<f64> = values.columns().into_iter().map(|c| c.sum() / n).collect();
    let mut one = |(cluster, profile): (usize, &Vec<f64>)| -> Vec<Typical> {
        let excess: BTreeMap<&str, f64> = matrix
            .columns()
            .iter()
            .zip(profile.iter().zip(&mean).map(|(p, m)| p - m))
            .map(|(name, e)| (name.as_str(), e))
            .collect();
        let near = analysis.partition.typical(values, cluster, SHOWN);
        near.into_iter().filter_map(|i| rows.get(i)).map(|row| show(row, &excess, budget)).collect()
    };
    analysis.profile.iter().enumerate().map(&mut one).collect()
}

fn show(row: &Row<'_>, excess: &BTreeMap<&str, f64>, budget: &mut Budget) -> Typical {
    let told = best(row, excess).and_then(|(index, span)| {
        let q = budget.quote(row.article, row.number, index, span, span)?;
        Some(Telling { index, before: q.before, hit: q.hit, after: q.after })
    });
    Typical { id: row.id.clone(), article: row.article.article.id.clone(), sentence: told }
}

/// The sentence whose hits and words are most in excess in the cluster, and the most telling of them; the first of equals.
fn best(row: &Row<'_>, excess: &BTreeMap<&str, f64>) -> Option<(u32, Span)> {
    let a = row.article;
    let mut found: Vec<(u32, Span, f64)> = Vec::new();
    let frames = row.frames;
    for h in a.hits.iter().filter(|h| row.segment.is_none_or(|s| s == h.segment)) {
        let Some(frame) = frames.get(usize::from(h.frame)) else { continue };
        let stance = if h.stance == Stance::Asserted { "asserted" } else { "not asserted" };
        let weight = excess.get(frame.as_str()).or_else(|| excess.get(format!("{frame} {stance}").as_str()));
        found.extend(weight.map(|w| (h.sentence, h.span, *w)));
    }
    for (term, _) in row.terms() {
        let Some(weight) = excess.get(term) else { continue };
        let places = a.terms.places(term).filter(|p| row.holds(p.sentence));
        found.extend(places.map(|p| (p.sentence, p.span, *weight)));
    }
    let mut sentences: BTreeMap<u32, (f64, f64, Span)> = BTreeMap::new();
    for (sentence, span, weight) in found {
        let s = sentences.entry(sentence).or_insert((0.0, f64::NEG_INFINITY, span));
        s.0 += weight;
        if weight > s.1 {
            (s.1, s.2) = (weight, span);
        }
    }
    let best = sentences.into_iter().filter(|(_, s)| s.0 > 0.0);
    best.max_by(|(i, a), (j, b)| a.0.total_cmp(&b.0).then(j.cmp(i))).map(|(i, s)| (i, s.2))
}
