//! What rows of a cluster analysis are compared by.

use std::collections::BTreeMap;

use super::{Features, Row};
use crate::cluster::features::{Matrix, Vocabulary, tf_idf};
use crate::error::Result;
use crate::stance::Stance;

/// Rows as numbers.
pub(super) fn matrix(rows: &[Row<'_>], frames: &[String], features: Features) -> Result<Matrix> {
    let ids = || rows.iter().map(|r| r.id.clone()).collect::<Vec<_>>();
    let shares = |stance: bool| {
        let columns = if stance {
            frames.iter().flat_map(|f| [format!("{f} asserted"), format!("{f} not asserted")]).collect()
        } else {
            frames.to_vec()
        };
        let counts: Vec<Vec<f64>> = rows.iter().map(|r| counts(r, frames.len(), stance)).collect();
        Matrix::shares(ids(), columns, &counts)
    };
    match features {
        Features::Frames => shares(false),
        Features::Stance => shares(true),
        Features::Terms => terms(rows, ids()),
        Features::Both => shares(false)?.beside(terms(rows, ids())?),
    }
}

fn counts(row: &Row<'_>, frames: usize, stance: bool) -> Vec<f64> {
    let mut out = vec![0.0; if stance { 2 * frames } else { frames }];
    for h in row.article.hits.iter().filter(|h| row.segment.is_none_or(|s| s == h.segment)) {
        let frame = usize::from(h.frame);
        let column = if stance { 2 * frame + usize::from(h.stance != Stance::Asserted) } else { frame };
        if let Some(n) = out.get_mut(column) {
            *n += 1.0;
        }
    }
    out
}

/// Words of each row.
fn terms(rows: &[Row<'_>], ids: Vec<String>) -> Result<Matrix> {
    // The terms of a row are looked up twice rather than kept: of many rows they would fill the memory.
    let mut numbers: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        numbers.extend(row.terms().into_keys().map(|t| (t, 0)));
    }
    for (i, number) in numbers.values_mut().enumerate() {
        *number = i;
    }
    let names: Vec<String> = numbers.keys().map(|t| (*t).to_owned()).collect();
    let numbered = |row: &Row<'_>| -> Vec<(usize, f64)> {
        row.terms().into_iter().filter_map(|(t, n)| Some((*numbers.get(t)?, f64::from(n)))).collect()
    };
    let counts: Vec<Vec<(usize, f64)>> = rows.iter().map(numbered).collect();
    tf_idf(ids, &names, &counts, Vocabulary::default())
}
