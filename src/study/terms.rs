//! Distinctive terms: words that one source uses more than the other sources of its language.

use rayon::prelude::*;
use serde::Serialize;

use super::compare::Material;
use super::keyness::{Context, KeyTerm, Ledger, Options, contexts, spreads};
use super::quotes::Budget;
use crate::stats::dispersion::Dispersion;
use crate::stats::keyness::Keyness;
use crate::stats::random::Seed;

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
    /// Some of the places where it stands, for the first terms of a source.
    pub contexts: Vec<Context>,
}

/// Terms kept per source.
const KEPT: usize = 20;
/// Fewest articles of the source that must have a term: below three it is about one story, not about the source.
const DOCUMENTS: u64 = 3;
/// Contexts shown of each of the first terms of a source.
const CONTEXTS: (usize, usize) = (8, 2);

/// The most distinctive terms of each source against the others of its language, by weighted log-odds z. Empty for a language
/// with one source, and for sources of fewer than three articles.
pub fn distinctive(m: &Material<'_>, budget: &mut Budget) -> Vec<TermRow> {
    let ledger = Ledger::of(m.articles, m.cells);
    let scored: Vec<usize> = (0..m.cells.len()).filter(|i| m.cells[*i].scored).collect();
    let one = |c: &usize| {
        let cell = &m.cells[*c];
        let same = |i: &&usize| *i != c && m.cells[**i].language == cell.language;
        let rest: Vec<usize> = scored.iter().filter(same).copied().collect();
        if rest.is_empty() || (cell.articles as u64) < DOCUMENTS {
            return vec![];
        }
        let mut terms = ledger.compare(&[*c], &rest, Options::default());
        terms.retain(|t| t.z() > 0.0 && t.documents_first >= DOCUMENTS);
        terms.truncate(KEPT);
        let names: Vec<&str> = terms.iter().map(|t| t.term.as_str()).collect();
        let spread = spreads(m.articles, &cell.members, &names);
        terms.into_iter().zip(spread).map(|(t, dispersion)| row(&cell.label, t, dispersion)).collect()
    };
    // Every source by itself, so that the order of threads changes nothing; contexts share one budget and come after.
    let by_source: Vec<Vec<TermRow>> = scored.par_iter().map(one).collect();
    let mut out = Vec::new();
    for (c, mut rows) in scored.iter().zip(by_source) {
        let members = &m.cells[*c].members;
        let seed = Seed::new(m.spec.seed).named(&m.cells[*c].label);
        for r in rows.iter_mut().take(CONTEXTS.0) {
            r.contexts = contexts(m.articles, members, &r.term, CONTEXTS.1, seed, budget);
        }
        out.extend(rows);
    }
    out
}

fn row(source: &str, t: KeyTerm, dispersion: Option<Dispersion>) -> TermRow {
    TermRow {
        source: source.to_owned(),
        term: t.term,
        keyness: t.keyness,
        dispersion,
        documents: t.documents_first,
        contexts: vec![],
    }
}
