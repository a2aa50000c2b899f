//! Frames by year.

use std::collections::BTreeMap;

use serde::Serialize;

use super::compare::Material;
use super::rows::{View, article_table};
use crate::stats::estimate::Estimate;
use crate::stats::resample::{Stratum, bootstrap};

/// A frame in a year, over all sources of a language.
#[derive(Debug, Clone, Serialize)]
pub struct TrendRow {
    /// Frame id.
    pub frame: String,
    /// Language code.
    pub language: String,
    /// The year.
    pub period: String,
    /// Articles of that year.
    pub articles: usize,
    /// Hits.
    pub hits: u64,
    /// Hits per 1,000 tokens.
    pub rate: Estimate,
}

/// Rates by year; empty for a language whose articles are all of one year. Articles without a date are left out.
pub fn by_year(m: &Material<'_>) -> Vec<TrendRow> {
    let columns = m.columns();
    let mut years: BTreeMap<(crate::text::Language, u16), Vec<usize>> = BTreeMap::new();
    for i in m.cells.iter().filter(|c| c.scored).flat_map(|c| &c.members) {
        let Some(a) = m.articles.get(*i) else { continue };
        if let Some(date) = a.date() {
            years.entry((a.language, date.year)).or_default().push(*i);
        }
    }
    let several = |l| years.keys().filter(|(k, _)| *k == l).count() > 1;
    let periods: Vec<_> = years.iter().filter(|((l, _), _)| several(*l)).collect();
    let strata = periods
        .iter()
        .map(|((l, y), members)| {
            Stratum::new(format!("{l} {y}"), article_table(m.articles, members, columns, &View::default()))
        })
        .collect();
    let draws = bootstrap(strata, &m.plan());
    let mut out = Vec::new();
    for (f, frame) in m.frames.iter().enumerate() {
        for (p, ((language, year), members)) in periods.iter().enumerate() {
            let articles = members.iter().filter_map(|i| m.articles.get(*i));
            out.push(TrendRow {
                frame: frame.clone(),
                language: language.code().to_owned(),
                period: year.to_string(),
                articles: members.len(),
                hits: articles.flat_map(|a| &a.hits).filter(|h| usize::from(h.frame) == f).count() as u64,
                rate: draws.ratio(&[p], columns.rate(f)),
            });
        }
    }
    out
}
