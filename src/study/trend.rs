//! Time: frames by year or month, and before against after a date.

use std::collections::BTreeMap;

use serde::Serialize;

use super::compare::Material;
use super::corpus::StudyArticle;
use super::rows::{View, article_table};
use super::spec::Step;
use crate::article::PartialDate;
use crate::stats::correction::benjamini_hochberg;
use crate::stats::estimate::Estimate;
use crate::stats::permutation;
use crate::stats::random::Seed;
use crate::stats::resample::{Stratum, bootstrap};
use crate::stats::trend::{Change, change};
use crate::text::Language;

/// A frame in a period.
#[derive(Debug, Clone, Serialize)]
pub struct TrendRow {
    /// Frame id.
    pub frame: String,
    /// Language code.
    pub language: String,
    /// Label of a cell, or `None` for all sources of the language.
    pub source: Option<String>,
    /// The year, or year and month.
    pub period: String,
    /// Articles of that period.
    pub articles: usize,
    /// Hits.
    pub hits: u64,
    /// Hits per 1,000 tokens.
    pub rate: Estimate,
}

/// A frame before and after a date.
#[derive(Debug, Clone, Serialize)]
pub struct ChangeRow {
    /// Frame id.
    pub frame: String,
    /// Language code.
    pub language: String,
    /// Label of a cell, or `None` for all sources of the language.
    pub source: Option<String>,
    /// The date: its first day is the first after.
    pub split: PartialDate,
    /// Articles before.
    pub articles_before: usize,
    /// Articles after.
    pub articles_after: usize,
    /// Articles that cannot be placed: no date, or one too vague.
    pub articles_unplaced: usize,
    /// Rates before and after, their difference and quotient, and the test.
    #[serde(flatten)]
    pub change: Change,
    /// Why there is no test.
    pub no_test: Option<String>,
    /// p corrected over all changes (Benjamini–Hochberg). Exploratory.
    pub q: Option<f64>,
}

/// Some articles of one language: all sources together, or one.
struct Group {
    language: Language,
    source: Option<String>,
    members: Vec<usize>,
}

/// All sources of each language together, then each source alone; a language of one source is told once.
fn groups(m: &Material<'_>, pooled: bool) -> Vec<Group> {
    let mut languages: BTreeMap<Language, Vec<usize>> = BTreeMap::new();
    for (i, cell) in m.cells.iter().enumerate().filter(|(_, c)| c.scored) {
        languages.entry(cell.language).or_default().push(i);
    }
    let mut out = Vec::new();
    for (language, cells) in languages {
        if pooled {
            let members = cells.iter().flat_map(|c| m.cells[*c].members.iter().copied()).collect();
            out.push(Group { language, source: None, members });
        } else if cells.len() > 1 {
            out.extend(cells.iter().map(|c| Group {
                language,
                source: Some(m.cells[*c].label.clone()),
                members: m.cells[*c].members.clone(),
            }));
        }
    }
    out
}

/// Rates by period, all sources of a language together; nothing for a language whose articles are all of one period. Articles
/// without a date, or without a month where months are asked for, are left out; a period without articles is a gap.
pub fn by_period(m: &Material<'_>) -> Vec<TrendRow> {
    series(m, groups(m, true))
}

/// The same by source, for languages with several: what changed within a source is no change of sources.
pub fn by_period_and_source(m: &Material<'_>) -> Vec<TrendRow> {
    series(m, groups(m, false))
}

fn series(m: &Material<'_>, groups: Vec<Group>) -> Vec<TrendRow> {
    let columns = m.columns();
    let mut periods: Vec<(Group, String)> = Vec::new();
    for g in groups {
        let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for i in &g.members {
            if let Some(p) = m.articles.get(*i).and_then(|a| period(a, m.spec.periods.by)) {
                found.entry(p).or_default().push(*i);
            }
        }
        if found.len() > 1 {
            periods.extend(
                found.into_iter().map(|(p, members)| {
                    (Group { language: g.language, source: g.source.clone(), members }, p)
                }),
            );
        }
    }
    let stratum = |(g, p): &(Group, String)| {
        let name = format!("{} {p} {}", g.language, g.source.as_deref().unwrap_or_default());
        Stratum::new(name.trim(), article_table(m.articles, &g.members, columns, &View::default()))
    };
    let draws = bootstrap(periods.iter().map(stratum).collect(), &m.plan());
    let mut out = Vec::new();
    for (f, frame) in m.frames.iter().enumerate() {
        for (i, (g, p)) in periods.iter().enumerate() {
            let articles = g.members.iter().filter_map(|i| m.articles.get(*i));
            out.push(TrendRow {
                frame: frame.clone(),
                language: g.language.code().to_owned(),
                source: g.source.clone(),
                period: p.clone(),
                articles: g.members.len(),
                hits: articles.flat_map(|a| &a.hits).filter(|h| usize::from(h.frame) == f).count() as u64,
                rate: draws.ratio(&[i], columns.rate(f)),
            });
        }
    }
    out
}

/// The period of an article; `None` if its date does not say.
fn period(a: &StudyArticle, by: Step) -> Option<String> {
    let date = a.date()?;
    match by {
        Step::Year => Some(date.year.to_string()),
        Step::Month => date.month.map(|m| format!("{:04}-{m:02}", date.year)),
    }
}

/// Rates before and after the date of the study, for each language and each source; nothing without such a date.
pub fn changes(m: &Material<'_>) -> Vec<ChangeRow> {
    let Some(split) = m.spec.periods.split else { return Vec::new() };
    let columns = m.columns();
    let tests = permutation::Plan::new(Seed::new(m.spec.seed).named("before and after"));
    let mut out = Vec::new();
    for g in groups(m, true).into_iter().chain(groups(m, false)) {
        let side = |after: bool| -> Vec<usize> {
            let there =
                |i: &usize| m.articles.get(*i).and_then(|a| is_after(a.date()?, split)) == Some(after);
            g.members.iter().copied().filter(there).collect()
        };
        let (before, after) = (side(false), side(true));
        let table = |members: &[usize]| article_table(m.articles, members, columns, &View::default());
        let name = format!("{} {}", g.language, g.source.as_deref().unwrap_or_default());
        for (f, frame) in m.frames.iter().enumerate() {
            let plan = m.plan();
            let plan = crate::stats::resample::Plan { seed: plan.seed.named(&name), ..plan };
            let found = change(table(&before), table(&after), columns.rate(f), &plan, &tests);
            out.push(ChangeRow {
                frame: frame.clone(),
                language: g.language.code().to_owned(),
                source: g.source.clone(),
                split,
                articles_before: before.len(),
                articles_after: after.len(),
                articles_unplaced: g.members.len() - before.len() - after.len(),
                no_test: found.test.err().map(|c| c.to_string()),
                change: found,
                q: None,
            });
        }
    }
    let p: Vec<Option<f64>> = out.iter().map(|r| r.change.test.ok().map(|t| t.p)).collect();
    out.iter_mut().zip(benjamini_hochberg(&p)).for_each(|(row, q)| row.q = q);
    out
}

/// Whether a date lies on or after the first day of `split`; `None` if it is too vague to say.
fn is_after(date: PartialDate, split: PartialDate) -> Option<bool> {
    let first = |d: PartialDate| (d.year, d.month.unwrap_or(1), d.day.unwrap_or(1));
    let last = (date.year, date.month.unwrap_or(12), date.day.unwrap_or(31));
    if first(date) >= first(split) {
        Some(true)
    } else if last < first(split) {
        Some(false)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vague_dates_are_placed_only_where_they_can_be() {
        let date = |s: &str| s.parse::<PartialDate>().unwrap();
        for (day, split, after) in [
            ("2017-06-01", "2017-06-01", Some(true)),
            ("2017-05-31", "2017-06-01", Some(false)),
            ("2017-06", "2017-06", Some(true)),
            ("2017-06", "2017-06-15", None),
            ("2017", "2017-06-01", None),
            ("2016", "2017-06-01", Some(false)),
            ("2018", "2017-06-01", Some(true)),
            ("2017", "2017", Some(true)),
        ] {
            assert_eq!(is_after(date(day), date(split)), after, "{day} against {split}");
        }
    }
}
