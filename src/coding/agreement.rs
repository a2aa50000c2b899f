//! Do coders agree? Per variable and per pair of coders, with intervals, and on which units they disagree.

use std::collections::BTreeMap;

use serde::Serialize;

use super::sheet::{Sheet, label};
use crate::error::Result;
use crate::stats::agreement::{Agreement, agreement, confusion, disagreement, pairs};
use crate::stats::estimate::{Caution, LEVEL};
use crate::stats::random::Seed;
use crate::stats::ratings::{Level, Ratings};

/// Agreement on one variable.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AgreementRow {
    /// The variable. Of a frame coded by stance there are two: whether it is present, and `<frame> stance`.
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
    /// Whose kappa it is.
    pub kappa_of: &'static str,
    /// Krippendorff's alpha; `None` where it is undefined.
    pub alpha: Option<f64>,
    /// Lower end of its 95 % interval (bootstrap of units).
    pub low: Option<f64>,
    /// Upper end.
    pub high: Option<f64>,
    /// Bootstrap draws.
    pub resamples: usize,
    /// Why a value is missing, or to be read with care.
    pub note: Option<String>,
    /// Units most disagreed on, the worst first.
    pub disagreed: Vec<Dispute>,
    /// How often one coder gave one code and the other another; for two coders.
    pub confusion: Vec<Confused>,
}

/// A unit that coders disagree on.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dispute {
    /// The unit.
    pub unit: String,
    /// Share of unequal pairs of codes, 0…1.
    pub disagreement: f64,
    /// Codes by coder.
    pub codes: BTreeMap<String, String>,
    /// Its words, where a sheet shows them.
    pub text: Option<String>,
}

/// A cell of the confusion table of two coders.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Confused {
    /// Code of the first coder.
    pub first: String,
    /// Code of the second.
    pub second: String,
    /// Units.
    pub units: usize,
}

/// Units named as most disagreed on.
const NAMED: usize = 10;

/// One variable: its codes by (unit, coder).
struct Variable<'a> {
    name: String,
    codes: BTreeMap<(&'a str, &'a str), String>,
}

/// Agreement on every variable: all coders, then each pair if there are more than two. `among_worst` is how many of the units most
/// disagreed on are listed.
///
/// # Errors
/// If a variable measured at a level above nominal holds words.
///
/// # Example
/// ```
/// use framescope::coding::{Sheet, agreement::agree};
/// use framescope::stats::ratings::Level;
/// let mut sheet = Sheet::default();
/// sheet.read("anna.csv", b"unit,threat\n1,denied\n2,asserted\n3,0\n").unwrap();
/// sheet.read("ben.csv", b"unit,threat\n1,hedged\n2,asserted\n3,0\n").unwrap();
/// let rows = agree(&sheet, Level::Nominal, 200, 1).unwrap();
/// assert_eq!(rows[0].alpha, Some(1.0)); // both see the frame in the same units …
/// assert_eq!((rows[1].variable.as_str(), rows[1].percent), ("threat stance", Some(0.5))); // … and differ on how it is put
/// ```
pub fn agree(sheet: &Sheet, level: Level, draws: usize, seed: u64) -> Result<Vec<AgreementRow>> {
    rows(sheet, level, draws, seed, true)
}

/// Agreement on every variable of all coders together, without their pairs: thirty students are 435 of them.
///
/// # Errors
/// As [`agree`].
pub fn agree_together(sheet: &Sheet, level: Level, draws: usize, seed: u64) -> Result<Vec<AgreementRow>> {
    rows(sheet, level, draws, seed, false)
}

fn rows(sheet: &Sheet, level: Level, draws: usize, seed: u64, each_pair: bool) -> Result<Vec<AgreementRow>> {
    let (coders, units) = (sheet.coders(), sheet.units());
    let texts = sheet.texts();
    let mut out = Vec::new();
    for variable in variables(sheet) {
        let coded = Coded::of(&variable, &coders, &units, level)?;
        let seed = Seed::new(seed).named("agreement").named(&variable.name);
        let whole = agreement(&coded.ratings, level, draws, LEVEL, seed);
        let two = (coders.len() == 2).then_some((0, 1));
        out.push(AgreementRow {
            disagreed: coded.disputes(&variable, &coders, &units, &texts),
            ..coded.row(&variable.name, "all".into(), &whole, two)
        });
        if coders.len() > 2 && each_pair {
            for (i, j, a) in pairs(&coded.ratings, level, draws, LEVEL, seed) {
                let between = format!("{} – {}", coders[i], coders[j]);
                out.push(coded.row(&variable.name, between, &a, Some((i, j))));
            }
        }
    }
    Ok(out)
}

/// The variables of a sheet; a frame coded by stance is two.
fn variables(sheet: &Sheet) -> Vec<Variable<'_>> {
    let mut out = Vec::new();
    for name in &sheet.variables {
        let codes: BTreeMap<(&str, &str), &str> = sheet
            .codings
            .iter()
            .filter_map(|c| Some(((c.unit.as_str(), c.coder.as_str()), c.values.get(name)?.as_str())))
            .collect();
        let by_stance = codes.values().all(|v| label::present(v).is_some())
            && codes.values().any(|v| label::stance(v).is_some());
        let keep = |f: &dyn Fn(&str) -> Option<String>| {
            codes.iter().filter_map(|(k, v)| Some((*k, f(v)?))).collect()
        };
        if by_stance {
            let presence = |v: &str| label::present(v).map(|p| u8::from(p).to_string());
            out.push(Variable { name: name.clone(), codes: keep(&presence) });
            let stance = |v: &str| label::stance(v).map(|s| s.name().to_owned());
            out.push(Variable { name: format!("{name} stance"), codes: keep(&stance) });
        } else {
            out.push(Variable { name: name.clone(), codes: keep(&|v| Some(v.to_owned())) });
        }
    }
    out
}

/// Codes as numbers, with the words they stand for.
struct Coded {
    level: Level,
    ratings: Ratings,
    /// Words by number; empty where the codes are numbers.
    words: Vec<String>,
}

impl Coded {
    /// Numbers as they are, words numbered in the order of the alphabet.
    fn of(variable: &Variable<'_>, coders: &[&str], units: &[&str], level: Level) -> Result<Self> {
        let mut words: Vec<String> = variable.codes.values().cloned().collect();
        words.sort_unstable();
        words.dedup();
        let numeric = words.iter().all(|w| w.parse::<f64>().is_ok_and(f64::is_finite));
        if !numeric && level != Level::Nominal {
            let word = words.iter().find(|w| w.parse::<f64>().is_err()).cloned().unwrap_or_default();
            let e = crate::error::Error::new(
                crate::error::Kind::Coding,
                format!("{} holds the word {word:?}, which has no place on a scale", variable.name),
            );
            return Err(e.help("give numbers, or leave the level nominal"));
        }
        let code =
            |w: &String| if numeric { w.parse().ok() } else { words.binary_search(w).ok().map(|i| i as f64) };
        let row = |unit: &&str| {
            coders.iter().map(|c| variable.codes.get(&(*unit, *c)).and_then(code)).collect::<Vec<_>>()
        };
        let ratings = Ratings::from_units(&units.iter().map(row).collect::<Vec<_>>())?;
        Ok(Self { level, ratings, words: if numeric { vec![] } else { words } })
    }

    fn word(&self, code: f64) -> String {
        self.words.get(code as usize).cloned().unwrap_or_else(|| code.to_string())
    }

    fn row(&self, name: &str, between: String, a: &Agreement, pair: Option<(usize, usize)>) -> AgreementRow {
        let cells = pair.map(|(i, j)| confusion(&self.ratings, i, j)).unwrap_or_default();
        AgreementRow {
            variable: name.to_owned(),
            between,
            level: level_name(self.level),
            coders: a.coders,
            units: a.units,
            pairable: a.pairable,
            percent: a.percent,
            kappa: a.kappa,
            kappa_of: if a.coders == 2 { "Cohen" } else { "Fleiss" },
            alpha: a.alpha.value,
            low: a.alpha.low,
            high: a.alpha.high,
            resamples: a.draws,
            note: note(a),
            disagreed: vec![],
            confusion: cells
                .into_iter()
                .map(|(x, y, units)| Confused { first: self.word(x), second: self.word(y), units })
                .collect(),
        }
    }

    fn disputes(
        &self,
        variable: &Variable<'_>,
        coders: &[&str],
        units: &[&str],
        texts: &BTreeMap<&str, &str>,
    ) -> Vec<Dispute> {
        let shares = disagreement(&self.ratings).into_iter().zip(units);
        let mut worst: Vec<(f64, &str)> =
            shares.filter_map(|(d, u)| Some((d?, *u))).filter(|d| d.0 > 0.0).collect();
        worst.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(b.1)));
        let code = |unit: &str, coder: &&str| {
            Some(((*coder).to_owned(), variable.codes.get(&(unit, *coder))?.clone()))
        };
        let dispute = |(disagreement, unit): (f64, &str)| Dispute {
            unit: unit.to_owned(),
            disagreement,
            codes: coders.iter().filter_map(|c| code(unit, c)).collect(),
            text: texts.get(unit).map(|t| (*t).to_owned()),
        };
        worst.into_iter().take(NAMED).map(dispute).collect()
    }
}

/// Why a value is missing, in the words of a person who codes.
fn note(a: &Agreement) -> Option<String> {
    let incomplete = a.coders > 2 && a.kappa.is_none() && a.alpha.value.is_some();
    let kappa = incomplete.then(|| {
        "Fleiss's kappa takes only units that everybody coded: here it is undefined, alpha is not".to_owned()
    });
    let alpha = a.alpha.caution.map(|c| match c {
        Caution::NoVariation if a.alpha.value.is_none() => {
            "undefined: everybody gave everything the same code, which shows no agreement beyond chance"
                .into()
        }
        Caution::NoVariation => {
            "no interval: agreement was perfect in every draw, which is absence of information".into()
        }
        Caution::Empty => "undefined: no unit was coded by two people".into(),
        other => other.to_string(),
    });
    match (alpha, kappa) {
        (Some(a), Some(k)) => Some(format!("{a}; {k}")),
        (one, other) => one.or(other),
    }
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Nominal => "nominal",
        Level::Ordinal => "ordinal",
        Level::Interval => "interval",
        Level::Ratio => "ratio",
    }
}

/// How an alpha is read: Krippendorff asks for .80, and for .667 where conclusions may be tentative.
///
/// # Example
/// ```
/// assert_eq!(framescope::coding::agreement::reading(Some(0.7)), "tentative");
/// ```
pub fn reading(alpha: Option<f64>) -> &'static str {
    match alpha {
        None => "undefined",
        Some(a) if a >= 0.8 => "reliable",
        Some(a) if a >= 0.667 => "tentative",
        Some(_) => "too low to build on",
    }
}
