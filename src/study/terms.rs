//! Distinctive terms: words that one source uses more than the other sources of its language.

use std::collections::BTreeMap;

use serde::Serialize;

use super::compare::Material;
use crate::stats::dispersion::{Dispersion, dispersion};
use crate::stats::estimate::LEVEL;
use crate::stats::keyness::{self, Keyness};

/// A term of a source.
#[derive(Debug, Clone, Serialize)]
pub struct TermRow {
    /// Label of the cell.
    pub source: String,
    /// The stem.
    pub term: String,
    /// Log ratio, G², log-odds and their p, source against the rest.
    pub keyness: Keyness,
    /// How evenly it is spread over the source's articles.
    pub dispersion: Option<Dispersion>,
    /// Articles of the source that have it.
    pub documents: u64,
}

/// Terms kept per source.
const KEPT: usize = 20;
/// Fewest articles of the source that must have a term: below three it is about one story, not about the source.
const DOCUMENTS: u64 = 3;
/// Size of the prior of the weighted log-odds, in tokens.
const PRIOR: f64 = keyness::PRIOR_TOKENS;

/// The most distinctive terms of each source against the others of its language, by weighted log-odds z. Empty for a language
/// with one source, and for sources of fewer than three articles.
pub fn distinctive(m: &Material<'_>) -> Vec<TermRow> {
    let mut out = Vec::new();
    for (c, cell) in m.cells.iter().enumerate() {
        let rest: Vec<_> = m
            .cells
            .iter()
            .enumerate()
            .filter(|(i, o)| *i != c && o.scored && o.language == cell.language)
            .collect();
        if !cell.scored || rest.is_empty() || (cell.articles as u64) < DOCUMENTS {
            continue;
        }
        let mut counts: BTreeMap<&str, (u64, u64)> = BTreeMap::new();
        for a in cell.members.iter().filter_map(|i| m.articles.get(*i)) {
            a.terms.iter().for_each(|(t, n)| counts.entry(t).or_default().0 += u64::from(n));
        }
        for a in rest.iter().flat_map(|(_, o)| &o.members).filter_map(|i| m.articles.get(*i)) {
            a.terms.iter().for_each(|(t, n)| counts.entry(t).or_default().1 += u64::from(n));
        }
        let rest_tokens = rest.iter().map(|(_, o)| o.tokens).sum();
        let words: Vec<(u64, u64)> = counts.values().copied().collect();
        let table = keyness::table(&words, cell.tokens, rest_tokens, PRIOR, LEVEL);
        let z = |k: &Keyness| k.log_odds.map_or(0.0, |l| l.z);
        let mut rows: Vec<(&str, Keyness)> = counts
            .keys()
            .copied()
            .zip(table)
            .filter_map(|(t, k)| Some((t, k?)))
            .filter(|(_, k)| z(k) > 0.0)
            .collect();
        rows.sort_by(|(ta, a), (tb, b)| z(b).total_cmp(&z(a)).then(ta.cmp(tb)));
        let spread = rows.into_iter().map(|(term, keyness)| {
            let (dispersion, documents) = spread(m, &cell.members, term);
            TermRow { source: cell.label.clone(), term: term.to_owned(), keyness, dispersion, documents }
        });
        out.extend(spread.filter(|r| r.documents >= DOCUMENTS).take(KEPT));
    }
    out
}

fn spread(m: &Material<'_>, members: &[usize], term: &str) -> (Option<Dispersion>, u64) {
    let of = |i: &usize| {
        let a = m.articles.get(*i)?;
        Some((u64::from(a.terms.count(term)), u64::from(a.tokens)))
    };
    let counts: Vec<(u64, u64)> = members.iter().filter_map(of).collect();
    (dispersion(counts.iter().copied()), counts.iter().filter(|c| c.0 > 0).count() as u64)
}
