//! Keyness between groups of articles: which terms one side uses more than the other, how evenly, in how many articles, and
//! where.

use std::collections::BTreeMap;

use hashbrown::HashMap;
use serde::Serialize;

use super::cells::Cell;
use super::corpus::StudyArticle;
use super::quotes::Budget;
use crate::stats::dispersion::{Dispersion, sparse};
use crate::stats::estimate::LEVEL;
use crate::stats::keyness::{self, Keyness, PRIOR_TOKENS};
use crate::stats::random::Seed;

/// Which terms are compared.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Fewest articles of both sides together that must have a term. Below three it is about one story.
    pub documents: u64,
    /// Size of the prior of the weighted log-odds, in tokens.
    pub prior: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self { documents: 3, prior: PRIOR_TOKENS }
    }
}

/// A term with its keyness.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeyTerm {
    /// The term.
    pub term: String,
    /// Counts, log ratio, G² and its p, q over all terms of the comparison, weighted log-odds.
    pub keyness: Keyness,
    /// Articles of the first side that have it.
    pub documents_first: u64,
    /// Articles of the second side that have it.
    pub documents_second: u64,
}

impl KeyTerm {
    /// Weighted log-odds in standard errors, by which terms are ranked; 0 where it does not exist.
    pub fn z(&self) -> f64 {
        self.keyness.log_odds.map_or(0.0, |l| l.z)
    }
}

/// A term on one line, as tables and records have it: one shape for the command and for other languages. New fields stand behind
/// those that others rely on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeyRow {
    /// The term.
    pub term: String,
    /// Occurrences on the first side.
    pub a: u64,
    /// Occurrences on the second side.
    pub b: u64,
    /// Tokens of the first side.
    pub c: u64,
    /// Tokens of the second side.
    pub d: u64,
    /// log₂ of the quotient of the rates; 1 is twice as often on the first side.
    pub log_ratio: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of its interval.
    pub high: Option<f64>,
    /// G², negative where the second side has more.
    pub g2: f64,
    /// Its p, words taken for independent.
    pub p: Option<f64>,
    /// p corrected over all terms of the comparison (Benjamini–Hochberg).
    pub q: Option<f64>,
    /// Weighted log-odds with an informative prior.
    pub log_odds: Option<f64>,
    /// The same in standard errors, by which terms are ranked.
    pub z: Option<f64>,
    /// Articles that have the term; `None` for a table of counts.
    pub documents: Option<u64>,
    /// Of these, on the first side.
    pub documents_a: Option<u64>,
    /// On the second side.
    pub documents_b: Option<u64>,
    /// Deviation of proportions over the articles of the first side: 0 as even as can be, 1 all in one.
    pub dp_a: Option<f64>,
    /// The same over the second side.
    pub dp_b: Option<f64>,
    /// What finds the term in the articles; `None` for a table of counts.
    pub query: Option<String>,
    /// Some of the places where it stands.
    pub contexts: Vec<Context>,
}

impl KeyRow {
    /// A term of articles, without spread, query and contexts.
    pub fn of(t: &KeyTerm) -> Self {
        Self {
            documents: Some(t.documents_first + t.documents_second),
            documents_a: Some(t.documents_first),
            documents_b: Some(t.documents_second),
            ..Self::of_counts(&t.term, &t.keyness)
        }
    }

    /// A term of a table of counts.
    pub fn of_counts(term: &str, k: &Keyness) -> Self {
        Self {
            term: term.to_owned(),
            a: k.counts.a,
            b: k.counts.b,
            c: k.counts.c,
            d: k.counts.d,
            log_ratio: k.log_ratio.value,
            low: k.log_ratio.low,
            high: k.log_ratio.high,
            g2: k.g2,
            p: k.p,
            q: k.q,
            log_odds: k.log_odds.map(|l| l.delta),
            z: k.log_odds.map(|l| l.z),
            documents: None,
            documents_a: None,
            documents_b: None,
            dp_a: None,
            dp_b: None,
            query: None,
            contexts: vec![],
        }
    }

    /// The same with how evenly the term is spread on either side.
    #[must_use]
    pub fn spread(self, first: Option<Dispersion>, second: Option<Dispersion>) -> Self {
        Self { dp_a: first.map(|d| d.dp), dp_b: second.map(|d| d.dp), ..self }
    }
}

/// Occurrences and articles of a term.
#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    hits: u64,
    documents: u64,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.hits += other.hits;
        self.documents += other.documents;
    }
}

/// The terms of every cell, counted once, so that any two sides can be compared.
pub struct Ledger<'a> {
    names: Vec<&'a str>,
    /// By cell: term and tally.
    cells: Vec<Vec<(u32, Tally)>>,
    /// By cell: what rates are of.
    totals: Vec<u64>,
}

impl<'a> Ledger<'a> {
    /// Counts the terms of the articles of each cell; the same cells, in the same order, are compared later.
    pub fn of(articles: &'a [StudyArticle], cells: &[Cell]) -> Self {
        let mut numbers: HashMap<&'a str, u32> = HashMap::new();
        let mut out = Self { names: Vec::new(), cells: Vec::new(), totals: Vec::new() };
        for cell in cells {
            let mut tallies: HashMap<u32, Tally> = HashMap::new();
            let mut total = 0;
            for a in cell.members.iter().filter_map(|i| articles.get(*i)) {
                total += u64::from(a.terms.total);
                for (term, n) in a.terms.iter() {
                    let number = *numbers.entry(term).or_insert_with(|| {
                        out.names.push(term);
                        out.names.len() as u32 - 1
                    });
                    tallies.entry(number).or_default().add(Tally { hits: u64::from(n), documents: 1 });
                }
            }
            let mut tallies: Vec<(u32, Tally)> = tallies.into_iter().collect();
            tallies.sort_unstable_by_key(|t| t.0);
            out.cells.push(tallies);
            out.totals.push(total);
        }
        out
    }

    /// Compares two sides, given as numbers of cells: terms that the first uses more come first, by weighted log-odds z, those
    /// that the second uses more last. Empty if a side has no tokens.
    pub fn compare(&self, first: &[usize], second: &[usize], options: Options) -> Vec<KeyTerm> {
        let (a, b) = (self.side(first), self.side(second));
        let total = |side: &[usize]| side.iter().filter_map(|c| self.totals.get(*c)).sum::<u64>();
        let kept: Vec<(usize, Tally, Tally)> = (0..self.names.len())
            .filter_map(|i| Some((i, *a.get(i)?, *b.get(i)?)))
            .filter(|(_, a, b)| a.documents + b.documents >= options.documents.max(1))
            .collect();
        let words: Vec<(u64, u64)> = kept.iter().map(|(_, a, b)| (a.hits, b.hits)).collect();
        let table = keyness::table(&words, total(first), total(second), options.prior, LEVEL);
        let term = |((i, a, b), keyness): (&(usize, Tally, Tally), Option<Keyness>)| {
            Some(KeyTerm {
                term: (*self.names.get(*i)?).to_owned(),
                keyness: keyness?,
                documents_first: a.documents,
                documents_second: b.documents,
            })
        };
        let mut rows: Vec<KeyTerm> = kept.iter().zip(table).filter_map(term).collect();
        rows.sort_by(|x, y| y.z().total_cmp(&x.z()).then_with(|| x.term.cmp(&y.term)));
        rows
    }

    fn side(&self, cells: &[usize]) -> Vec<Tally> {
        let mut out = vec![Tally::default(); self.names.len()];
        for (term, tally) in cells.iter().filter_map(|c| self.cells.get(*c)).flatten() {
            if let Some(t) = out.get_mut(*term as usize) {
                t.add(*tally);
            }
        }
        out
    }
}

/// How evenly terms are spread over articles, in the order of the terms; one pass over the articles.
pub fn spreads(articles: &[StudyArticle], members: &[usize], terms: &[&str]) -> Vec<Option<Dispersion>> {
    let wanted: HashMap<&str, usize> = terms.iter().enumerate().map(|(i, t)| (*t, i)).collect();
    let mut found: Vec<Vec<(u64, u64)>> = vec![Vec::new(); terms.len()];
    let mut tokens = Vec::new();
    for a in members.iter().filter_map(|i| articles.get(*i)) {
        tokens.push(u64::from(a.tokens));
        for (term, n) in a.terms.iter() {
            if let Some(list) = wanted.get(term).and_then(|i| found.get_mut(*i)) {
                list.push((u64::from(n), u64::from(a.tokens)));
            }
        }
    }
    found.iter().map(|hits| sparse(hits, &tokens)).collect()
}

/// A term where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Context {
    /// Article id.
    pub id: String,
    /// Source, or other group, of the article.
    pub source: String,
    /// Date, as far as known.
    pub date: Option<String>,
    /// Index of the sentence.
    pub sentence: u32,
    /// Words before.
    pub left: String,
    /// The term as written.
    pub keyword: String,
    /// Words after.
    pub right: String,
}

/// Contexts of a term: one an article, of a seeded sample of at most `most` of the articles that have it, in the order of the
/// articles. Where the quotation share of an article is used up, only the term itself is shown, with its place.
pub fn contexts(
    articles: &[StudyArticle],
    members: &[usize],
    term: &str,
    most: usize,
    seed: Seed,
    budget: &mut Budget,
) -> Vec<Context> {
    if most == 0 {
        return Vec::new();
    }
    let seed = seed.named("contexts").named(term);
    let having = members.iter().filter_map(|i| articles.get(*i).map(|a| (*i, a)));
    let mut drawn: BTreeMap<u64, (usize, &StudyArticle)> = BTreeMap::new();
    for (i, a) in having.filter(|(_, a)| a.terms.count(term) > 0) {
        drawn.insert(seed.named(&a.article.id).numbered(i as u64).value(), (i, a));
        if drawn.len() > most {
            drawn.pop_last();
        }
    }
    let mut drawn: Vec<(usize, &StudyArticle)> = drawn.into_values().collect();
    drawn.sort_unstable_by_key(|d| d.0);
    let mut show = |(i, a): (usize, &StudyArticle)| {
        let place = budget.easiest(a, i, a.terms.places(term))?;
        let q = budget.quote(a, i, place.sentence, place.span, place.span)?;
        Some(Context {
            id: a.article.id.clone(),
            source: a.group.clone(),
            date: a.article.date.map(|d| d.to_string()),
            sentence: place.sentence,
            left: q.before,
            keyword: q.hit,
            right: q.after,
        })
    };
    drawn.into_iter().filter_map(&mut show).collect()
}
