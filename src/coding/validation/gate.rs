//! What a validation allows to be said: the gate that a frame must pass before its numbers stand without a warning.

use std::collections::BTreeSet;
use std::fmt;

use serde::Serialize;

use super::{Validation, ValidationRow};
use crate::stats::classification::Confusion;
use crate::stats::estimate::Estimate;

/// The gate: least precision and recall of a frame, and most difference of precision between two sources. Ours: unequal error
/// manufactures differences between sources, and so counts as much as error.
pub const GATE: (f64, f64, f64) = (0.70, 0.60, 0.15);

/// What the gate says of a frame in a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Precise and complete enough, and alike in all sources.
    Passed,
    /// Below a threshold.
    Failed,
    /// The gold has no unit that could show it.
    Untested,
}

/// The gate's answer for a frame in a language, with the reasons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// Frame id.
    pub frame: String,
    /// Language code.
    pub language: String,
    /// What it comes to.
    pub state: State,
    /// Why it did not pass; empty if it did.
    pub reasons: Vec<Reason>,
    /// What else makes differences where there are none: recall further apart between sources than precision may be. The gate
    /// does not ask for it.
    pub also: Vec<Reason>,
}

/// Why a frame does not pass the gate.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Reason {
    /// `precision` or `recall` is below the threshold.
    Below {
        /// Which of the two.
        measure: &'static str,
        /// Its value with interval.
        value: Estimate,
        /// The threshold.
        least: f64,
    },
    /// `precision` or `recall` could not be tested, because no coded unit has the frame.
    Untested {
        /// Which of the two.
        measure: &'static str,
    },
    /// `precision` or `recall` differs too much between two sources.
    Unequal {
        /// Which of the two.
        measure: &'static str,
        /// By how much.
        apart: f64,
        /// The source with the lowest, and it.
        low: (String, Estimate),
        /// The source with the highest, and it.
        high: (String, Estimate),
    },
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Below { measure, value, least } => {
                write!(f, "{measure} {} is below {least:.2}", figure(value))
            }
            Self::Untested { measure } => {
                write!(f, "{measure} could not be tested: no coded unit has the frame")
            }
            Self::Unequal { measure, apart, low, high } => write!(
                f,
                "{measure} differs by {apart:.2} between sources, more than {:.2}: {} in {}, {} in {}",
                GATE.2,
                figure(&low.1),
                low.0,
                figure(&high.1),
                high.0
            ),
        }
    }
}

impl Validation {
    /// The counts of a frame in a language: of a source, or of all together. `None` if nothing of it was coded.
    pub fn counts(&self, frame: &str, language: &str, source: Option<&str>) -> Option<Confusion> {
        let source = source.unwrap_or("all");
        let mut rows = self.rows.iter().filter(|r| r.stance == "all" && r.source == source);
        rows.find(|r| r.frame == frame && r.language == language).map(|r| r.counts)
    }

    /// The gate's answer for every frame and language that was coded.
    pub fn verdicts(&self) -> Vec<Verdict> {
        let all = self.rows.iter().filter(|r| r.stance == "all" && r.source == "all");
        all.map(|r| self.verdict(r)).collect()
    }

    fn verdict(&self, r: &ValidationRow) -> Verdict {
        let (precision, recall, _) = GATE;
        let mut reasons = Vec::new();
        let mut untested = false;
        for (name, estimate, least) in [("precision", &r.precision, precision), ("recall", &r.recall, recall)]
        {
            match estimate.value {
                None => {
                    untested = true;
                    reasons.push(Reason::Untested { measure: name });
                }
                Some(v) if v < least => {
                    reasons.push(Reason::Below { measure: name, value: *estimate, least });
                }
                Some(_) => {}
            }
        }
        let failed = !reasons.is_empty() && !untested;
        let unequal = self.unequal(r, "precision", |r| r.precision);
        let state = match (failed || !unequal.is_empty(), untested) {
            (true, _) => State::Failed,
            (false, true) => State::Untested,
            (false, false) => State::Passed,
        };
        reasons.extend(unequal);
        let also = self.unequal(r, "recall", |r| r.recall);
        Verdict { frame: r.frame.clone(), language: r.language.clone(), state, reasons, also }
    }

    /// Sources in which a measure lies further apart than the gate allows: the lowest against the highest.
    fn unequal(
        &self,
        whole: &ValidationRow,
        measure: &'static str,
        figure: impl Fn(&ValidationRow) -> Estimate,
    ) -> Vec<Reason> {
        let same = |r: &&ValidationRow| {
            r.stance == "all" && r.source != "all" && r.frame == whole.frame && r.language == whole.language
        };
        let of = |r: &ValidationRow| Some((figure(r).value?, (r.source.clone(), figure(r))));
        let mut found: Vec<_> = self.rows.iter().filter(same).filter_map(of).collect();
        found.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (Some(low), Some(high)) = (found.first(), found.last()) else { return vec![] };
        let apart = high.0 - low.0;
        if apart <= GATE.2 {
            return vec![];
        }
        vec![Reason::Unequal { measure, apart, low: low.1.clone(), high: high.1.clone() }]
    }

    /// What keeps the tool from being used on these texts without a warning; empty if everything coded passes the [`GATE`].
    pub fn failures(&self) -> Vec<String> {
        let bad = self.verdicts().into_iter().filter(|v| v.state != State::Passed);
        bad.flat_map(|v| {
            let of = format!("{} ({})", v.frame, v.language);
            v.reasons.into_iter().map(move |r| format!("{of}: {r}"))
        })
        .collect()
    }

    /// The word for a report on these frames and languages: `VALIDATED` if all of them passed, `VALIDATED IN PART` if some did,
    /// else `UNVALIDATED`.
    pub fn word(&self, needed: &BTreeSet<(String, String)>) -> &'static str {
        let passed: BTreeSet<(String, String)> = self
            .verdicts()
            .into_iter()
            .filter(|v| v.state == State::Passed)
            .map(|v| (v.frame, v.language))
            .collect();
        match needed.intersection(&passed).count() {
            0 => "UNVALIDATED",
            n if n == needed.len() => "VALIDATED",
            _ => "VALIDATED IN PART",
        }
    }
}

fn figure(e: &Estimate) -> String {
    match (e.value, e.ends()) {
        (Some(v), Some((low, high))) => format!("{v:.2} [{low:.2}, {high:.2}]"),
        (Some(v), None) => format!("{v:.2}"),
        _ => "not estimable".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::estimate::LEVEL;

    fn row(source: &str, tp: u64, fp: u64, fn_: u64) -> ValidationRow {
        let counts = Confusion::new(tp, fp, fn_);
        ValidationRow {
            frame: "threat".into(),
            language: "en".into(),
            source: source.into(),
            stance: "all",
            counts,
            weighted: None,
            precision: counts.precision(LEVEL),
            recall: counts.recall(LEVEL),
            f1: counts.f1(LEVEL),
        }
    }

    fn of(rows: Vec<ValidationRow>) -> (State, String, &'static str) {
        let validation = Validation { rows, ..Validation::default() };
        let needed = BTreeSet::from([("threat".to_owned(), "en".to_owned())]);
        let verdict = validation.verdicts().remove(0);
        (
            verdict.state,
            verdict.reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
            validation.word(&needed),
        )
    }

    #[test]
    fn the_gate_asks_for_precision_recall_and_equal_error() {
        assert_eq!(of(vec![row("all", 80, 20, 20)]), (State::Passed, String::new(), "VALIDATED"));
        let (state, why, word) = of(vec![row("all", 60, 40, 20)]);
        assert!(
            state == State::Failed && why.starts_with("precision 0.60 [") && word == "UNVALIDATED",
            "{why}"
        );
        assert!(of(vec![row("all", 50, 5, 50)]).1.starts_with("recall 0.50"));
        let unequal = vec![row("all", 80, 20, 20), row("A", 30, 20, 0), row("B", 50, 0, 20)];
        let (state, why, _) = of(unequal);
        assert!(state == State::Failed && why.contains("differs by 0.40") && why.contains("in A"), "{why}");
    }

    #[test]
    fn what_no_unit_could_show_is_untested_and_does_not_pass() {
        let (state, why, word) = of(vec![row("all", 0, 0, 0)]);
        assert_eq!((state, word), (State::Untested, "UNVALIDATED"));
        assert!(why.contains("could not be tested"));
    }
}
