//! Correcting p values for the number of tests in a family.
//!
//! A test that was not estimable is `None`; it stays `None` and does not count as a test.

/// Adjusted p values that control the share of false findings among the findings.
///
/// Sort the m p values; adjusted p₍ᵢ₎ = min over j ≥ i of min(1, m·p₍ⱼ₎/j) (Benjamini & Hochberg 1995, *JRSS
/// B* 57). The result has the order of the input. Ties get the same value.
///
/// # Example
/// ```
/// use framescope::stats::correction::benjamini_hochberg;
/// let q = benjamini_hochberg(&[Some(0.01), None, Some(0.04)]);
/// assert_eq!(q, [Some(0.02), None, Some(0.04)]);
/// ```
pub fn benjamini_hochberg(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(p);
    let m = order.len() as f64;
    let mut adjusted = vec![None; p.len()];
    let mut least = 1.0_f64;
    for (rank, &(index, value)) in order.iter().enumerate().rev() {
        least = least.min(m * value / (rank + 1) as f64);
        adjusted[index] = Some(least);
    }
    adjusted
}

/// Adjusted p values that control the chance of any false finding.
///
/// adjusted p₍ᵢ₎ = max over j ≤ i of min(1, (m − j + 1)·p₍ⱼ₎) (Holm 1979, *Scand J Stat* 6).
pub fn holm(p: &[Option<f64>]) -> Vec<Option<f64>> {
    let order = ascending(p);
    let m = order.len();
    let mut adjusted = vec![None; p.len()];
    let mut most = 0.0_f64;
    for (rank, &(index, value)) in order.iter().enumerate() {
        most = most.max((m - rank) as f64 * value).min(1.0);
        adjusted[index] = Some(most);
    }
    adjusted
}

/// The usable p values with their places, smallest first; ties in input order. What is not in 0…1 is no p
/// value.
fn ascending(p: &[Option<f64>]) -> Vec<(usize, f64)> {
    let mut order: Vec<(usize, f64)> = p
        .iter()
        .enumerate()
        .filter_map(|(i, p)| p.filter(|p| (0.0..=1.0).contains(p)).map(|p| (i, p)))
        .collect();
    order.sort_by(|a, b| a.1.total_cmp(&b.1).then(a.0.cmp(&b.0)));
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::golden::{close, numbers};
    use proptest::prelude::*;

    fn some(values: &[f64]) -> Vec<Option<f64>> {
        values.iter().copied().map(Some).collect()
    }

    #[test]
    fn both_equal_statsmodels() {
        let p = some(&numbers("correction/p"));
        for (adjusted, expected) in
            [(benjamini_hochberg(&p), numbers("correction/bh")), (holm(&p), numbers("correction/holm"))]
        {
            assert_eq!(adjusted.len(), expected.len());
            for (a, e) in adjusted.iter().zip(&expected) {
                close(*a, *e, "adjusted p");
            }
        }
    }

    /// The example of Benjamini & Hochberg (1995): four of fifteen are rejected at .05, three by Bonferroni.
    #[test]
    fn the_example_of_1995_rejects_four() {
        let q = benjamini_hochberg(&some(&numbers("correction/p_1995")));
        assert_eq!(q.iter().flatten().filter(|q| **q <= 0.05).count(), 4);
    }

    #[test]
    fn missing_tests_do_not_count() {
        assert!(benjamini_hochberg(&[]).is_empty());
        assert_eq!(holm(&[None, Some(0.04)]), [None, Some(0.04)]);
        assert_eq!(benjamini_hochberg(&[Some(f64::NAN), Some(0.2)]), [None, Some(0.2)]);
        assert_eq!(holm(&[Some(1.0), Some(1.0)]), [Some(1.0), Some(1.0)]);
    }

    proptest! {
        #[test]
        fn order_of_tests_changes_nothing(mut p in prop::collection::vec(0.0..=1.0f64, 1..30)) {
            let forward = benjamini_hochberg(&some(&p));
            p.reverse();
            let mut backward = benjamini_hochberg(&some(&p));
            backward.reverse();
            prop_assert_eq!(forward, backward);
        }

        #[test]
        fn holm_is_never_below_bh_nor_bh_below_p(p in prop::collection::vec(0.0..=1.0f64, 1..30)) {
            let p = some(&p);
            for ((p, q), h) in p.iter().zip(benjamini_hochberg(&p)).zip(holm(&p)) {
                prop_assert!(*p <= q.map(|q| q + 1e-15) && q <= h.map(|h| h + 1e-15));
            }
        }
    }
}
