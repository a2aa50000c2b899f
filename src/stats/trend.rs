//! Time: a frame by month or year, and before against after.
//!
//! A period without articles is a gap, not a zero. Whether the sources changed along with time the numbers
//! cannot know: compare within a source where you can.

use super::draws::Draws;
use super::estimate::{Caution, Estimate};
use super::permutation::{self, Permuted, two_groups};
use super::resample::{self, Stratum, bootstrap};
use super::table::{Ratio, Table};
use crate::error::{Error, Kind, Result};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fmt;

/// More periods than this are no series but a wrong date.
const PERIODS_AT_MOST: i64 = 6_000;

/// A year, or a month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Period {
    /// The year.
    pub year: i32,
    /// The month, 1…12; `None` for the whole year.
    pub month: Option<u8>,
}

impl Period {
    /// A whole year.
    pub fn year(year: i32) -> Self {
        Self { year, month: None }
    }

    /// A month, 1…12; other numbers are drawn to the nearest.
    pub fn month(year: i32, month: u8) -> Self {
        Self { year, month: Some(month.clamp(1, 12)) }
    }

    fn next(self) -> Self {
        match self.month {
            None => Self::year(self.year.saturating_add(1)),
            Some(12..) => Self::month(self.year.saturating_add(1), 1),
            Some(month) => Self::month(self.year, month + 1),
        }
    }

    fn number(self) -> i64 {
        match self.month {
            None => i64::from(self.year),
            Some(month) => i64::from(self.year) * 12 + i64::from(month),
        }
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.month {
            None => write!(f, "{:04}", self.year),
            Some(month) => write!(f, "{:04}-{month:02}", self.year),
        }
    }
}

/// Articles by period, drawn within each.
#[derive(Debug, Clone)]
pub struct Trend {
    /// Every period from the first to the last, gaps included.
    periods: Vec<(Period, Option<usize>)>,
    draws: Draws,
}

/// One point of a series.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Point {
    /// When.
    pub period: Period,
    /// How many articles.
    pub articles: usize,
    /// The ratio; without a value in a gap, without an interval in a period of one article.
    pub estimate: Estimate,
}

impl Trend {
    /// Groups articles by period and draws them. `articles` holds each article's period and row of sums.
    ///
    /// # Errors
    /// If rows differ in width or hold what is no number, if years and months are mixed, or if the periods
    /// span more than 6,000 steps.
    pub fn of(articles: &[(Period, Vec<f64>)], plan: &resample::Plan) -> Result<Self> {
        let mut tables: BTreeMap<Period, Table> = BTreeMap::new();
        for (period, row) in articles {
            tables.entry(*period).or_insert_with(|| Table::new(articles[0].1.len())).push(row)?;
        }
        let by_month = tables.keys().filter(|p| p.month.is_some()).count();
        if by_month != 0 && by_month != tables.len() {
            return Err(Error::new(Kind::Statistics, "a series of months and years mixed"));
        }
        let mut periods = Vec::new();
        if let Some((first, last)) = tables.keys().next().zip(tables.keys().next_back()) {
            let steps = last.number() - first.number();
            if steps > PERIODS_AT_MOST {
                let reason = format!("{first} to {last} are {steps} periods");
                return Err(Error::new(Kind::Statistics, reason).help("check the dates, or group by year"));
            }
            let mut period = *first;
            let mut source = 0..;
            while period <= *last {
                let filled = tables.contains_key(&period).then(|| source.next()).flatten();
                periods.push((period, filled));
                period = period.next();
            }
        }
        let strata = tables.into_iter().map(|(period, table)| Stratum::new(period.to_string(), table));
        Ok(Self { periods, draws: bootstrap(strata.collect(), plan) })
    }

    /// The series of a ratio, a point a period.
    pub fn series(&self, ratio: Ratio) -> Vec<Point> {
        let point = |&(period, source): &(Period, Option<usize>)| {
            let group: Vec<usize> = source.into_iter().collect();
            let articles = source.map_or(0, |s| self.draws.units(s));
            Point { period, articles, estimate: self.draws.ratio(&group, ratio) }
        };
        self.periods.iter().map(point).collect()
    }
}

/// Before against after a date.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// The ratio before.
    pub before: Estimate,
    /// The ratio after.
    pub after: Estimate,
    /// After minus before.
    pub difference: Estimate,
    /// log₂(after/before).
    pub log_quotient: Estimate,
    /// The permutation test of the difference, or why there is none.
    #[serde(serialize_with = "test_or_null")]
    pub test: std::result::Result<Permuted, Caution>,
}

fn test_or_null<S: serde::Serializer>(
    test: &std::result::Result<Permuted, Caution>,
    serializer: S,
) -> std::result::Result<S::Ok, S::Error> {
    test.as_ref().ok().serialize(serializer)
}

/// Compares the articles before a date with those after it.
pub fn change(
    before: Table,
    after: Table,
    ratio: Ratio,
    plan: &resample::Plan,
    tests: &permutation::Plan,
) -> Change {
    let test = two_groups(&after, &before, &[ratio], tests).pop().unwrap_or(Err(Caution::Empty));
    let draws = bootstrap(vec![Stratum::new("before", before), Stratum::new("after", after)], plan);
    Change {
        before: draws.ratio(&[0], ratio),
        after: draws.ratio(&[1], ratio),
        difference: draws.difference(&[1], &[0], ratio),
        log_quotient: draws.log_quotient(&[1], &[0], ratio),
        test,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::random::Seed;

    const RATE: Ratio = Ratio { numerator: 0, denominator: 1, scale: 1000.0 };

    fn plan() -> resample::Plan {
        resample::Plan { draws: 200, ..resample::Plan::new(Seed::new(6)) }
    }

    #[test]
    fn a_gap_is_not_a_zero() {
        let article = |y, m, hits: f64| (Period::month(y, m), vec![hits, 500.0]);
        let articles =
            [article(2015, 2, 3.0), article(2014, 11, 1.0), article(2014, 11, 2.0), article(2014, 12, 0.0)];
        let series = Trend::of(&articles, &plan()).unwrap().series(RATE);
        let shown: Vec<_> =
            series.iter().map(|p| (p.period.to_string(), p.articles, p.estimate.value)).collect();
        let expected = [
            ("2014-11", 2, Some(3.0)),
            ("2014-12", 1, Some(0.0)),
            ("2015-01", 0, None),
            ("2015-02", 1, Some(6.0)),
        ];
        assert_eq!(shown, expected.map(|(p, n, v)| (p.to_owned(), n, v)));
        assert_eq!(series[1].estimate.caution, Some(Caution::OneUnit));
        assert_eq!(series[2].estimate.caution, Some(Caution::Empty));
        let few = Caution::TooFewToResample { found: 2, needed: 4 };
        assert_eq!((series[0].estimate.ends(), series[0].estimate.caution), (None, Some(few)));
    }

    #[test]
    fn wrong_dates_are_named() {
        let article = |period| (period, vec![1.0, 2.0]);
        let mixed = [article(Period::year(2014)), article(Period::month(2014, 3))];
        assert!(Trend::of(&mixed, &plan()).is_err());
        let far = [article(Period::month(15, 1)), article(Period::month(2015, 1))];
        assert!(Trend::of(&far, &plan()).unwrap_err().reason().contains("24000 periods"));
        let wide = [article(Period::year(1)), (Period::year(2), vec![1.0])];
        assert!(Trend::of(&wide, &plan()).is_err());
        assert!(Trend::of(&[], &plan()).unwrap().series(RATE).is_empty());
        assert_eq!(Period::month(2015, 99), Period::month(2015, 12));
    }

    #[test]
    fn before_and_after() {
        let table =
            |hits: &[f64]| Table::from_rows(&hits.iter().map(|h| [*h, 500.0]).collect::<Vec<_>>()).unwrap();
        let tests = permutation::Plan::new(Seed::new(6));
        let c = change(table(&[0.0, 1.0, 1.0, 0.0]), table(&[5.0, 7.0, 6.0, 8.0]), RATE, &plan(), &tests);
        assert_eq!((c.before.value, c.after.value, c.difference.value), (Some(1.0), Some(13.0), Some(12.0)));
        assert!(c.test.is_ok_and(|t| (t.p - 2.0 / 70.0).abs() < 1e-12));
        let none = change(table(&[1.0]), Table::new(2), RATE, &plan(), &tests);
        assert_eq!((none.after.value, none.test), (None, Err(Caution::TooFewUnits { found: 0, needed: 4 })));
    }
}
