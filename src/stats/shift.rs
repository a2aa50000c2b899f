//! Shift: which entries carry the difference of a frame's rate between two sources.
//!
//! A frame's rate is a sum over its entries, so its difference is a sum of the entries' differences, exactly
//! (the word-shift graphs of Gallagher and others 2021, *EPJ Data Sci* 10, with all words weighing alike). A
//! difference that one entry carries says less about framing than about that word.

use super::rate::PER;
use serde::Serialize;

/// What one entry contributes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Contribution {
    /// The index of the entry as given.
    pub entry: usize,
    /// Its rate here, per 1,000 tokens (or its share, in a weighted shift).
    pub here: f64,
    /// Its rate there.
    pub there: f64,
    /// What it adds to the difference here − there, in the unit of the difference.
    pub contribution: f64,
    /// `contribution` as a part of the whole difference: above 1 or below 0 where entries work against each
    /// other. `None` if there is no difference.
    pub part: Option<f64>,
}

/// A difference taken apart.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shift {
    /// The whole difference, here − there: the sum of all contributions.
    pub difference: f64,
    /// All entries that contribute, the strongest first; ties in the order given.
    pub entries: Vec<Contribution>,
}

impl Shift {
    /// The entries without each of which the difference would have the other sign, or none: the conclusion
    /// hangs on them.
    pub fn hinges(&self) -> impl Iterator<Item = &Contribution> {
        let difference = self.difference;
        self.entries.iter().filter(move |e| {
            let left = difference - e.contribution;
            // What is left of sums that cancel is rounding, not a difference.
            difference != 0.0 && (left * difference <= 0.0 || left.abs() <= 1e-12 * difference.abs())
        })
    }
}

/// The shift of a frame's rate per 1,000 tokens. `hits` holds (here, there) for each entry, `tokens` the
/// totals. `None` without tokens on either side.
///
/// # Example
/// ```
/// use framescope::stats::shift::shift;
/// // three entries of a frame: 9, 2 and 1 hits in 1,000 tokens against 1, 3 and 0 in 2,000
/// let shift = shift(&[(9, 1), (2, 3), (1, 0)], (1000, 2000)).unwrap();
/// assert_eq!(shift.difference, 10.0);
/// assert_eq!((shift.entries[0].entry, shift.entries[0].contribution), (0, 8.5));
/// ```
pub fn shift(hits: &[(u64, u64)], tokens: (u64, u64)) -> Option<Shift> {
    if tokens.0 == 0 || tokens.1 == 0 {
        return None;
    }
    let rate = |k: u64, n: u64| PER * k as f64 / n as f64;
    Some(collect(hits.iter().enumerate().map(|(entry, &(a, b))| {
        let (here, there) = (rate(a, tokens.0), rate(b, tokens.1));
        (entry, here, there, here - there)
    })))
}

/// The shift of a mean weight, such as tone: Σ (pᵢ − qᵢ)(φᵢ − φ₀), p and q the shares of each word here and
/// there among `words`, φ its weight and φ₀ a `reference` weight, most plainly the mean there. The reference
/// changes what single words contribute and not their sum. Words are (here, there, weight). `None` if either
/// side has no words.
pub fn weighted_shift(words: &[(u64, u64, f64)], reference: f64) -> Option<Shift> {
    let (here, there) = words.iter().fold((0, 0), |n, w| (n.0 + w.0, n.1 + w.1));
    if here == 0 || there == 0 || !reference.is_finite() || words.iter().any(|w| !w.2.is_finite()) {
        return None;
    }
    Some(collect(words.iter().enumerate().map(|(entry, &(a, b, weight))| {
        let (p, q) = (a as f64 / here as f64, b as f64 / there as f64);
        (entry, p, q, (p - q) * (weight - reference))
    })))
}

fn collect(parts: impl Iterator<Item = (usize, f64, f64, f64)>) -> Shift {
    let parts: Vec<_> = parts.filter(|p| p.1 > 0.0 || p.2 > 0.0).collect();
    let difference: f64 = parts.iter().map(|p| p.3).sum();
    let mut entries: Vec<Contribution> = parts
        .into_iter()
        .map(|(entry, here, there, contribution)| {
            let part = (difference != 0.0).then(|| contribution / difference).filter(|p| p.is_finite());
            Contribution { entry, here, there, contribution, part }
        })
        .collect();
    entries.sort_by(|a, b| b.contribution.abs().total_cmp(&a.contribution.abs()).then(a.entry.cmp(&b.entry)));
    Shift { difference, entries }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::golden::{close, number, rows};
    use proptest::prelude::*;

    #[test]
    fn weighted_shifts_equal_the_definition() {
        let words: Vec<_> = rows("shift/words")
            .iter()
            .map(|w| (super::super::estimate::whole(w[0]), super::super::estimate::whole(w[1]), w[2]))
            .collect();
        let shift = weighted_shift(&words, number("shift/reference")).unwrap();
        close(Some(shift.difference), number("shift/difference"), "difference of the means");
        for row in rows("shift/contributions") {
            let ours = shift
                .entries
                .iter()
                .find(|e| e.entry as u64 == super::super::estimate::whole(row[0]))
                .unwrap();
            close(Some(ours.contribution), row[1], "contribution");
        }
    }

    #[test]
    fn a_conclusion_that_hangs_on_one_entry_is_found() {
        let shift = shift(&[(9, 1), (2, 9)], (1000, 1000)).unwrap();
        close(Some(shift.difference), 1.0, "difference");
        assert_eq!(shift.hinges().map(|e| e.entry).collect::<Vec<_>>(), [0]);
        let even = super::shift(&[(3, 3), (0, 0)], (1000, 1000)).unwrap();
        assert_eq!((even.difference, even.entries.len(), even.entries[0].part), (0.0, 1, None));
        assert_eq!(even.hinges().count(), 0);
    }

    #[test]
    fn nothing_to_compare_is_none() {
        assert_eq!(shift(&[(1, 1)], (0, 5)), None);
        assert_eq!(weighted_shift(&[(1, 0, 1.0)], 0.0), None);
        assert_eq!(weighted_shift(&[(1, 1, f64::NAN)], 0.0), None);
        assert!(shift(&[], (5, 5)).unwrap().entries.is_empty());
    }

    proptest! {
        #[test]
        fn contributions_add_up_and_flip(hits in prop::collection::vec((0u64..40, 0u64..40), 0..20)) {
            let there = shift(&hits, (2_000, 3_000)).unwrap();
            let sum: f64 = there.entries.iter().map(|e| e.contribution).sum();
            prop_assert!((sum - there.difference).abs() < 1e-9);
            let swapped: Vec<_> = hits.iter().map(|(a, b)| (*b, *a)).collect();
            let back = shift(&swapped, (3_000, 2_000)).unwrap();
            prop_assert!((there.difference + back.difference).abs() < 1e-9);
        }
    }
}
