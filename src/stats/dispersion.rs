//! Dispersion: whether a word is spread over the articles or sits in one of them.

use serde::Serialize;

/// How the occurrences of a word are spread over articles.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Dispersion {
    /// Gries' deviation of proportions, 0 (as even as the articles' lengths) to nearly 1 (all in one short
    /// article).
    pub dp: f64,
    /// `dp` divided by its greatest possible value, so that 1 is reached; `None` with one article.
    pub dp_norm: Option<f64>,
    /// Articles in which the word occurs.
    pub documents: usize,
    /// Articles that have tokens.
    pub of_documents: usize,
}

/// DP = ½ Σ|vᵢ − sᵢ|, vᵢ the share of the hits and sᵢ the share of the tokens in article i (Gries 2008, *Int
/// J Corpus Linguistics* 13); normalised by 1 − min sᵢ (Lijffijt & Gries 2012, ibid. 17). `articles` holds
/// (hits, tokens); articles without tokens are left out. `None` if there are no hits.
///
/// # Example
/// ```
/// use framescope::stats::dispersion::dispersion;
/// let d = dispersion([(7, 874), (0, 913), (1, 345), (0, 1021)]).unwrap();
/// assert!((d.dp - 0.6134).abs() < 1e-4);
/// assert_eq!((d.documents, d.of_documents), (2, 4));
/// ```
pub fn dispersion(articles: impl IntoIterator<Item = (u64, u64)>) -> Option<Dispersion> {
    let articles: Vec<(f64, f64)> =
        articles.into_iter().filter(|a| a.1 > 0).map(|(hits, tokens)| (hits as f64, tokens as f64)).collect();
    let hits: f64 = articles.iter().map(|a| a.0).sum();
    let tokens: f64 = articles.iter().map(|a| a.1).sum();
    if hits == 0.0 {
        return None;
    }
    let dp = articles.iter().map(|(h, t)| (h / hits - t / tokens).abs()).sum::<f64>() / 2.0;
    let least = articles.iter().map(|(_, t)| t / tokens).fold(1.0, f64::min);
    Some(Dispersion {
        dp: dp.min(1.0),
        dp_norm: (least < 1.0).then(|| (dp / (1.0 - least)).min(1.0)),
        documents: articles.iter().filter(|a| a.0 > 0.0).count(),
        of_documents: articles.len(),
    })
}

/// [`dispersion`] where most articles have no hit: `hits` lists (hits, tokens) of those that have, `tokens` the tokens of all
/// articles, these included. Time grows with the hits and not with the articles but for one pass over `tokens`.
pub fn sparse(hits: &[(u64, u64)], tokens: &[u64]) -> Option<Dispersion> {
    let all: f64 = tokens.iter().sum::<u64>() as f64;
    let found: f64 = hits.iter().map(|h| h.0).sum::<u64>() as f64;
    if found == 0.0 || all == 0.0 {
        return None;
    }
    let share = |h: &(u64, u64)| (h.0 as f64 / found, h.1 as f64 / all);
    let apart: f64 = hits.iter().map(share).map(|(v, s)| (v - s).abs()).sum();
    let covered: f64 = hits.iter().map(share).map(|(_, s)| s).sum();
    let dp = f64::midpoint(apart, (1.0 - covered).max(0.0));
    let least = tokens.iter().filter(|t| **t > 0).min().map_or(1.0, |t| *t as f64 / all);
    Some(Dispersion {
        dp: dp.min(1.0),
        dp_norm: (least < 1.0).then(|| (dp / (1.0 - least)).min(1.0)),
        documents: hits.iter().filter(|h| h.0 > 0 && h.1 > 0).count(),
        of_documents: tokens.iter().filter(|t| **t > 0).count(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::estimate::whole;
    use crate::stats::golden::{close, number, rows};
    use proptest::prelude::*;

    #[test]
    fn dp_equals_the_reference() {
        let articles = rows("dispersion/articles");
        let d = dispersion(articles.iter().map(|a| (whole(a[0]), whole(a[1])))).unwrap();
        close(Some(d.dp), number("dispersion/dp"), "DP");
        close(d.dp_norm, number("dispersion/dp_norm"), "DPnorm");
    }

    #[test]
    fn edges() {
        assert_eq!(dispersion([]), None);
        assert_eq!(dispersion([(0, 10), (0, 5)]), None);
        assert_eq!(dispersion([(3, 0)]), None);
        let one = dispersion([(3, 10)]).unwrap();
        assert_eq!((one.dp, one.dp_norm, one.documents), (0.0, None, 1));
        let in_the_shortest = dispersion([(3, 10), (0, 90)]).unwrap();
        assert_eq!(in_the_shortest.dp_norm, Some(1.0));
    }

    proptest! {
        #[test]
        fn the_short_way_leads_to_the_same(articles in prop::collection::vec((0u64..5, 1u64..900), 0..20)) {
            let hits: Vec<_> = articles.iter().copied().filter(|a| a.0 > 0).collect();
            let tokens: Vec<u64> = articles.iter().map(|a| a.1).collect();
            match (sparse(&hits, &tokens), dispersion(articles)) {
                (Some(a), Some(b)) => {
                    prop_assert!((a.dp - b.dp).abs() < 1e-12 && (a.documents, a.of_documents) == (b.documents, b.of_documents));
                    prop_assert_eq!(a.dp_norm.is_some(), b.dp_norm.is_some());
                }
                (a, b) => prop_assert_eq!(a.is_some(), b.is_some()),
            }
        }

        #[test]
        fn it_stays_in_range(articles in prop::collection::vec((0u64..50, 0u64..900), 0..20)) {
            if let Some(d) = dispersion(articles) {
                prop_assert!((0.0..=1.0).contains(&d.dp) && d.dp_norm.is_none_or(|n| (d.dp..=1.0).contains(&n)));
            }
        }
    }
}
