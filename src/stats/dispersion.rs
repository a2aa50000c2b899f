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
        fn it_stays_in_range(articles in prop::collection::vec((0u64..50, 0u64..900), 0..20)) {
            if let Some(d) = dispersion(articles) {
                prop_assert!((0.0..=1.0).contains(&d.dp) && d.dp_norm.is_none_or(|n| (d.dp..=1.0).contains(&n)));
            }
        }
    }
}
