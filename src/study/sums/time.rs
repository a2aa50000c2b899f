//! Time from sums, which are kept by year.

use std::collections::BTreeMap;

use super::Layout;
use super::differences::{NO_TEST, p_of};
use super::material::Material;
use crate::article::PartialDate;
use crate::stats::correction::benjamini_hochberg;
use crate::stats::estimate::Caution;
use crate::stats::trend::Change;
use crate::study::trend::{ChangeRow, TrendRow};
use crate::text::Language;

/// True for a date that begins with a year: before and after it are sums of whole years.
pub(super) fn begins_a_year(date: PartialDate) -> bool {
    date.month.is_none_or(|m| m == 1) && date.day.is_none_or(|d| d == 1)
}

impl Material<'_> {
    /// Frames by year, all sources of a language together.
    pub(super) fn trend(&self) -> Vec<TrendRow> {
        let pooled = self.groups().into_iter().filter(|(l, cells, _)| cells.len() == self.of_language(*l));
        // A language of one source has one group, which is all of it.
        let pooled = pooled.map(|(language, cells, _)| (language, cells, None)).collect();
        self.series(pooled)
    }

    /// The same by source, for languages with several.
    pub(super) fn trend_by_source(&self) -> Vec<TrendRow> {
        let single = |(l, cells, _): &(Language, Vec<usize>, Option<String>)| {
            cells.len() == 1 && self.of_language(*l) > 1
        };
        self.series(self.groups().into_iter().filter(single).collect())
    }

    fn of_language(&self, language: Language) -> usize {
        self.scored().filter(|(_, c, _)| c.language == language).count()
    }

    fn series(&self, groups: Vec<(Language, Vec<usize>, Option<String>)>) -> Vec<TrendRow> {
        let mut periods = Vec::new();
        for (language, cells, source) in groups {
            let years = self.years(&cells, |_| true);
            if years.len() > 1 {
                periods
                    .extend(years.into_iter().map(|(year, found)| (language, source.clone(), year, found)));
            }
        }
        let mut out = Vec::new();
        for (f, frame) in self.frames.iter().enumerate() {
            for (language, source, year, (strata, articles)) in &periods {
                out.push(TrendRow {
                    frame: frame.clone(),
                    language: language.code().to_owned(),
                    source: source.clone(),
                    period: year.to_string(),
                    articles: *articles as usize,
                    hits: self.strata.sums(strata).get(Layout::hits(f)).copied().unwrap_or(0.0) as u64,
                    rate: self.strata.ratio(strata, Layout::rate(f)),
                });
            }
        }
        out
    }

    /// By year, the strata of some cells and their articles; those without a date are left out.
    fn years(&self, cells: &[usize], wanted: impl Fn(u16) -> bool) -> BTreeMap<u16, (Vec<usize>, u64)> {
        let mut out: BTreeMap<u16, (Vec<usize>, u64)> = BTreeMap::new();
        for (_, counts) in cells.iter().filter_map(|c| self.cells.get(*c)) {
            for (year, (stratum, n)) in counts.years.iter().filter(|(y, _)| **y > 0 && wanted(**y)) {
                let of_year = out.entry(*year).or_default();
                of_year.0.push(*stratum);
                of_year.1 += n;
            }
        }
        out
    }

    /// Before and after the date of the study, if a year begins with it.
    pub(super) fn changes(&self) -> Vec<ChangeRow> {
        let Some(split) = self.spec.periods.split.filter(|d| begins_a_year(*d)) else { return Vec::new() };
        let mut out = Vec::new();
        for (language, cells, source) in self.groups() {
            let side = |after: bool| -> (Vec<usize>, usize) {
                let years = self.years(&cells, |y| (y >= split.year) == after);
                let articles = years.values().map(|y| y.1 as usize).sum();
                (years.into_values().flat_map(|y| y.0).collect(), articles)
            };
            let ((before, articles_before), (after, articles_after)) = (side(false), side(true));
            let all: usize = cells.iter().filter_map(|c| self.cells.get(*c)).map(|(c, _)| c.articles).sum();
            for (f, frame) in self.frames.iter().enumerate() {
                let rate = Layout::rate(f);
                out.push(ChangeRow {
                    frame: frame.clone(),
                    language: language.code().to_owned(),
                    source: source.clone().filter(|_| self.of_language(language) > 1),
                    split,
                    articles_before,
                    articles_after,
                    articles_unplaced: all - articles_before - articles_after,
                    change: Change {
                        before: self.strata.ratio(&before, rate),
                        after: self.strata.ratio(&after, rate),
                        difference: self.strata.difference(&after, &before, rate),
                        log_quotient: self.strata.log_quotient(&after, &before, rate),
                        test: Err(Caution::Empty),
                    },
                    no_test: Some(NO_TEST.to_owned()),
                    q: None,
                });
            }
        }
        let p: Vec<Option<f64>> = out.iter().map(|r| p_of(&r.change.difference)).collect();
        out.iter_mut().zip(benjamini_hochberg(&p)).for_each(|(row, q)| row.q = q);
        out
    }
}
