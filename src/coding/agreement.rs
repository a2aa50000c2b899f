//! Do coders agree? Per variable, with intervals, and which units they disagree on.

use std::collections::BTreeMap;

use serde::Serialize;

use super::sheet::Sheet;
use crate::error::Result;
use crate::stats::agreement::{agreement, disagreement, pairs};
use crate::stats::estimate::LEVEL;
use crate::stats::random::Seed;
use crate::stats::ratings::{Level, Ratings};

/// Agreement on one variable.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AgreementRow {
    /// The variable.
    pub variable: String,
    /// `all`, or the two coders compared.
    pub between: String,
    /// Level of measurement.
    pub level: &'static str,
    /// Number of coders.
    pub coders: usize,
    /// Units.
    pub units: usize,
    /// Units with at least two codes.
    pub pairable: usize,
    /// Share of equal pairs.
    pub percent: Option<f64>,
    /// Cohen's kappa for two coders, Fleiss' for more; `None` where it is undefined.
    pub kappa: Option<f64>,
    /// Krippendorff's alpha; `None` where it is undefined.
    pub alpha: Option<f64>,
    /// Lower end of its 95 % interval (bootstrap of units).
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Bootstrap draws.
    pub resamples: usize,
    /// Why a value is missing.
    pub note: Option<String>,
    /// Units most disagreed on.
    pub disagreed: Vec<String>,
}

/// Units named as most disagreed on.
const NAMED: usize = 10;

/// Agreement on every variable: all coders, then each pair if there are more than two.
///
/// # Errors
/// If a variable measured at a level above nominal holds words.
pub fn agree(sheet: &Sheet, level: Level, draws: usize, seed: u64) -> Result<Vec<AgreementRow>> {
    let (coders, units) = (sheet.coders(), sheet.units());
    let mut out = Vec::new();
    for variable in &sheet.variables {
        let ratings = ratings(sheet, variable, &coders, &units)?;
        let seed = Seed::new(seed).named("agreement").named(variable);
        let row =
            |between: String, a: crate::stats::agreement::Agreement, disagreed: Vec<String>| AgreementRow {
                variable: variable.clone(),
                between,
                level: level_name(level),
                coders: a.coders,
                units: a.units,
                pairable: a.pairable,
                percent: a.percent,
                kappa: a.kappa,
                alpha: a.alpha.value,
                low: a.alpha.low,
                high: a.alpha.high,
                resamples: draws,
                note: a.alpha.caution.map(|c| c.to_string()),
                disagreed,
            };
        let mut worst: Vec<(f64, &str)> = disagreement(&ratings)
            .into_iter()
            .zip(&units)
            .filter_map(|(d, u)| Some((d?, *u)))
            .filter(|d| d.0 > 0.0)
            .collect();
        worst.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let named = worst.into_iter().take(NAMED).map(|(_, u)| u.to_owned()).collect();
        out.push(row("all".into(), agreement(&ratings, level, draws, LEVEL, seed), named));
        if coders.len() > 2 {
            for (i, j, a) in pairs(&ratings, level, draws, LEVEL, seed) {
                out.push(row(format!("{} – {}", coders[i], coders[j]), a, vec![]));
            }
        }
    }
    Ok(out)
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Nominal => "nominal",
        Level::Ordinal => "ordinal",
        Level::Interval => "interval",
        Level::Ratio => "ratio",
    }
}

/// Codes as numbers: numbers as they are, words numbered in the order of the alphabet.
fn ratings(sheet: &Sheet, variable: &str, coders: &[&str], units: &[&str]) -> Result<Ratings> {
    let mut words: Vec<&str> =
        sheet.codings.iter().filter_map(|c| c.values.get(variable)).map(String::as_str).collect();
    words.sort_unstable();
    words.dedup();
    let numeric = words.iter().all(|w| w.parse::<f64>().is_ok_and(f64::is_finite));
    let code =
        |w: &str| if numeric { w.parse().ok() } else { words.binary_search(&w).ok().map(|i| i as f64) };
    let cells: BTreeMap<(&str, &str), f64> = sheet
        .codings
        .iter()
        .filter_map(|c| Some(((c.unit.as_str(), c.coder.as_str()), code(c.values.get(variable)?)?)))
        .collect();
    let row = |unit: &&str| coders.iter().map(|c| cells.get(&(*unit, *c)).copied()).collect::<Vec<_>>();
    Ratings::from_units(&units.iter().map(row).collect::<Vec<_>>())
}
