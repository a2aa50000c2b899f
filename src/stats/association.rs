//! Association of a frame with a concept: how likely the frame is where the concept is, against elsewhere.
//!
//! Units are windows of one size: sentences, segments or articles. In the reading of associative framing
//! P(frame | concept) is what a reader who meets the concept has to expect. Windows of one article hang
//! together, so intervals come from drawing articles.

use std::cell::LazyCell;

use super::draws::Draws;
use super::estimate::Estimate;
use super::table::Ratio;
use serde::Serialize;

/// Which columns of the articles' table hold the four counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    /// Windows with the concept.
    pub with: usize,
    /// Windows with the concept and the frame.
    pub with_frame: usize,
    /// Windows without the concept.
    pub without: usize,
    /// Windows without the concept but with the frame.
    pub without_frame: usize,
}

/// The association of one frame with one concept in one group of sources.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Association {
    /// P(frame | concept), 0…1.
    pub with: Estimate,
    /// P(frame | no concept), 0…1.
    pub without: Estimate,
    /// `with − without`, −1…1; 0 is no association.
    pub difference: Estimate,
    /// `with / without`, from 0; 1 is no association. Not estimable if the frame never occurs without the
    /// concept.
    pub ratio: Estimate,
}

/// The association in the sources of `group`, from draws of articles.
///
/// # Example
/// ```
/// use framescope::stats::{association::{Columns, association}, random::Seed, resample::*, table::Table};
/// // windows with the concept, of them with the frame, windows without, of them with the frame
/// let articles = [[4.0, 3.0, 10.0, 2.0], [2.0, 1.0, 12.0, 3.0], [0.0, 0.0, 9.0, 1.0], [5.0, 4.0, 8.0, 1.0]];
/// let source = Stratum::new("Morning Star", Table::from_rows(&articles)?);
/// let draws = bootstrap(vec![source], &Plan::new(Seed::new(1)));
/// let columns = Columns { with: 0, with_frame: 1, without: 2, without_frame: 3 };
/// let a = association(&draws, &[0], columns);
/// assert!((a.with.value.unwrap() - 8.0 / 11.0).abs() < 1e-12);
/// assert_eq!(a.difference.excludes(0.0), Some(true));
/// # Ok::<(), framescope::error::Error>(())
/// ```
pub fn association(draws: &Draws, group: &[usize], columns: Columns) -> Association {
    let with = Ratio::share(columns.with_frame, columns.with);
    let without = Ratio::share(columns.without_frame, columns.without);
    let near = LazyCell::new(|| draws.series(group, with).collect::<Vec<_>>());
    let elsewhere = LazyCell::new(|| draws.series(group, without).collect::<Vec<_>>());
    let pairs = || near.iter().copied().zip(elsewhere.iter().copied());
    let one = |ratio: Ratio| move |sums: &[&[f64]]| ratio.of(sums.first()?);
    let both = |sums: &[&[f64]]| Some((with.of(sums.first()?)?, without.of(sums.first()?)?));
    let quotient = |(with, without): (f64, f64)| (without > 0.0).then(|| with / without);
    Association {
        with: draws.estimate(&[group], one(with), || draws.defined(near.iter().copied())),
        without: draws.estimate(&[group], one(without), || draws.defined(elsewhere.iter().copied())),
        difference: draws.estimate(
            &[group],
            |sums| both(sums).map(|(a, b)| a - b),
            || draws.defined(pairs().map(|(a, b)| Some(a? - b?))),
        ),
        ratio: draws.estimate(
            &[group],
            |sums| both(sums).and_then(quotient),
            || draws.defined(pairs().map(|(a, b)| quotient((a?, b?)))),
        ),
    }
}

/// How the association differs between two groups of sources: difference in the first minus difference in the
/// second. Whether one source ties the frame to the concept more than another does.
pub fn contrast(draws: &Draws, first: &[usize], second: &[usize], columns: Columns) -> Estimate {
    let with = Ratio::share(columns.with_frame, columns.with);
    let without = Ratio::share(columns.without_frame, columns.without);
    let difference = |sums: &[f64]| Some(with.of(sums)? - without.of(sums)?);
    draws.statistic(&[first, second], |sums| match sums {
        [a, b] => Some(difference(a)? - difference(b)?),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::estimate::Caution;
    use crate::stats::random::Seed;
    use crate::stats::resample::{Plan, Stratum, bootstrap};
    use crate::stats::table::Table;
    use proptest::prelude::*;

    const COLUMNS: Columns = Columns { with: 0, with_frame: 1, without: 2, without_frame: 3 };

    fn draws(sources: &[Vec<[f64; 4]>]) -> Draws {
        let strata = sources
            .iter()
            .enumerate()
            .map(|(i, rows)| Stratum::new(format!("source {i}"), Table::from_rows(rows).unwrap()));
        bootstrap(strata.collect(), &Plan { draws: 300, ..Plan::new(Seed::new(8)) })
    }

    #[test]
    fn a_frame_that_never_stands_alone_has_a_difference_but_no_ratio() {
        let draws = draws(&[vec![
            [2.0, 1.0, 9.0, 0.0],
            [3.0, 3.0, 7.0, 0.0],
            [1.0, 0.0, 8.0, 0.0],
            [2.0, 1.0, 6.0, 0.0],
        ]]);
        let a = association(&draws, &[0], COLUMNS);
        assert_eq!((a.without.value, a.without.caution), (Some(0.0), Some(Caution::NoVariation)));
        assert_eq!((a.ratio.value, a.ratio.caution), (None, Some(Caution::Empty)));
        assert!(a.difference.ends().is_some());
    }

    #[test]
    fn a_concept_that_never_occurs_has_no_association() {
        let draws = draws(&[vec![
            [0.0, 0.0, 9.0, 2.0],
            [0.0, 0.0, 7.0, 1.0],
            [0.0, 0.0, 5.0, 2.0],
            [0.0, 0.0, 6.0, 0.0],
        ]]);
        let a = association(&draws, &[0], COLUMNS);
        for e in [a.with, a.difference, a.ratio] {
            assert_eq!((e.value, e.caution), (None, Some(Caution::Empty)));
        }
        assert!(a.without.ends().is_some());
    }

    #[test]
    fn a_concept_of_one_article_is_not_estimable() {
        let mut rows = vec![[0.0, 0.0, 9.0, 2.0], [0.0, 0.0, 7.0, 1.0], [0.0, 0.0, 5.0, 1.0]];
        rows.push([4.0, 2.0, 8.0, 1.0]);
        let a = association(&draws(&[rows]), &[0], COLUMNS);
        assert_eq!(a.with.value, Some(0.5));
        assert!(matches!(a.with.caution, Some(Caution::UndefinedDraws { .. })));
    }

    proptest! {
        #[test]
        fn the_quick_way_gives_what_going_through_all_draws_gives(
            sources in prop::collection::vec(prop::collection::vec(prop::array::uniform4(0u8..4), 1..5), 1..4),
        ) {
            let rows = |v: &Vec<[u8; 4]>| v.iter().map(|r| r.map(f64::from)).collect::<Vec<_>>();
            let draws = draws(&sources.iter().map(rows).collect::<Vec<_>>());
            let (with, without) = (Ratio::share(1, 0), Ratio::share(3, 2));
            for group in [vec![0], (0..sources.len()).collect()] {
                let group = &group[..];
                let a = association(&draws, group, COLUMNS);
                prop_assert_eq!(a.with, draws.statistic(&[group], |s| with.of(s[0])));
                prop_assert_eq!(a.without, draws.statistic(&[group], |s| without.of(s[0])));
                prop_assert_eq!(
                    a.difference,
                    draws.statistic(&[group], |s| Some(with.of(s[0])? - without.of(s[0])?))
                );
                let quotient = |s: &[&[f64]]| {
                    Some(with.of(s[0])? / without.of(s[0]).filter(|p| *p > 0.0)?)
                };
                prop_assert_eq!(a.ratio, draws.statistic(&[group], quotient));
            }
        }

        #[test]
        fn swapping_two_sources_flips_their_contrast(
            a in prop::collection::vec(prop::array::uniform4(1u8..9), 2..8),
            b in prop::collection::vec(prop::array::uniform4(1u8..9), 2..8),
        ) {
            let rows = |v: &[[u8; 4]]| v.iter().map(|r| r.map(f64::from)).collect::<Vec<_>>();
            let draws = draws(&[rows(&a), rows(&b)]);
            let (there, back) = (contrast(&draws, &[0], &[1], COLUMNS), contrast(&draws, &[1], &[0], COLUMNS));
            prop_assert!((there.value.unwrap() + back.value.unwrap()).abs() < 1e-12);
            if let (Some(t), Some(b)) = (there.ends(), back.ends()) {
                prop_assert!((t.0 + b.1).abs() < 1e-9);
            }
        }
    }
}
