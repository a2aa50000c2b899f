//! Which words carry a difference: the contribution of each entry to the difference of a frame's rate between two sources.

use std::collections::BTreeMap;

use serde::Serialize;

use super::compare::{Difference, Material};
use super::scores::UNKNOWN_ENTRY;
use crate::score::Scheme;
use crate::stats::shift::shift;

/// One entry's part in a difference.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ShiftRow {
    /// Frame id.
    pub frame: String,
    /// Label of the first cell.
    pub first: String,
    /// Label of the second cell.
    pub second: String,
    /// The entry's pattern.
    pub entry: String,
    /// Its hits in the first.
    pub hits_first: u64,
    /// Its hits in the second.
    pub hits_second: u64,
    /// Its part of the difference, in hits per 1,000 tokens; all parts add up to the difference.
    pub contribution: f64,
}

/// Entries kept for each difference.
const KEPT: usize = 12;

/// The shifts of the declared tests, or of all pairs where none was declared; largest contributions first.
pub fn shifts(m: &Material<'_>, scheme: &Scheme, differences: &[Difference]) -> Vec<ShiftRow> {
    let any_declared = differences.iter().any(|d| d.declared);
    let mut out = Vec::new();
    for d in differences.iter().filter(|d| d.declared || !any_declared) {
        let cell = |label: &str| m.cells.iter().find(|c| c.label == label);
        let (Some(a), Some(b)) = (cell(&d.first), cell(&d.second)) else { continue };
        let Some(frame) = m.frames.iter().position(|f| *f == d.frame) else { continue };
        let mut counts: BTreeMap<u32, (u64, u64)> = BTreeMap::new();
        let hits = |members: &[usize]| -> Vec<u32> {
            let of = members.iter().filter_map(|i| m.articles.get(*i)).flat_map(|a| &a.hits);
            // Scores do not say which entries their hits are of.
            of.filter(|h| usize::from(h.frame) == frame && h.entry != UNKNOWN_ENTRY)
                .map(|h| h.entry)
                .collect()
        };
        for e in hits(&a.members) {
            counts.entry(e).or_default().0 += 1;
        }
        for e in hits(&b.members) {
            counts.entry(e).or_default().1 += 1;
        }
        let entries: Vec<(u32, (u64, u64))> = counts.into_iter().collect();
        let list: Vec<(u64, u64)> = entries.iter().map(|e| e.1).collect();
        let Some(found) = shift(&list, (a.tokens, b.tokens)) else { continue };
        let pattern = |e: u32| {
            scheme
                .pack(a.language)
                .and_then(|p| p.entries.get(e as usize))
                .map_or("?".into(), |e| e.pattern.clone())
        };
        out.extend(found.entries.iter().take(KEPT).filter_map(|c| {
            let (entry, (hits_first, hits_second)) = *entries.get(c.entry)?;
            Some(ShiftRow {
                frame: d.frame.clone(),
                first: d.first.clone(),
                second: d.second.clone(),
                entry: pattern(entry),
                hits_first,
                hits_second,
                contribution: c.contribution,
            })
        }));
    }
    out
}
