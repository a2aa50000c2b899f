//! A comparison as one long table: a record an estimate, whatever it is of, so that other programs need to know one shape only.

use serde::Serialize;

use super::Findings;
use super::compare::{Difference, Verdict};
use super::variation::joined;
use crate::stats::estimate::Estimate;

/// One line of the table. What a kind of record has no use for is `None`.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Record {
    /// `measure`, `difference`, `rest`, `omnibus`, `association`, `period`, `change` or `adjusted`.
    pub kind: &'static str,
    /// Frame id.
    pub frame: String,
    /// Language code.
    pub language: Option<String>,
    /// The source (or group), the first of two; `None` for all of a language.
    pub source: Option<String>,
    /// The second of two; `the others` for all other sources of the language.
    pub second: Option<String>,
    /// What was counted apart: `stance`, `voice`, `concept`, `period` or `window`.
    pub facet: Option<&'static str>,
    /// Which stance, voice, concept or period.
    pub value: Option<String>,
    /// `rate` (per 1,000 tokens), `segment-share`, `prevalence`, `near`, `elsewhere`, `difference`, `ratio` …
    pub measure: &'static str,
    /// Hits, where the record is about a count.
    pub hits: Option<u64>,
    /// The estimate.
    pub estimate: Option<f64>,
    /// Lower end of its interval.
    pub low: Option<f64>,
    /// Upper end of its interval.
    pub high: Option<f64>,
    /// log₂ of the quotient of the two rates.
    pub log2_ratio: Option<f64>,
    /// Lower end of its interval.
    pub log2_low: Option<f64>,
    /// Upper end of its interval.
    pub log2_high: Option<f64>,
    /// p of the permutation test.
    pub p: Option<f64>,
    /// p corrected within its family, Benjamini–Hochberg.
    pub q: Option<f64>,
    /// p corrected within its family, Holm.
    pub p_holm: Option<f64>,
    /// True if the test was declared before counting.
    pub declared: Option<bool>,
    /// What may be said.
    pub verdict: Option<Verdict>,
    /// Variants of the analysis in which the sign turns.
    pub fragile: Option<String>,
    /// Units counted or resampled.
    pub n: Option<usize>,
    /// What they are.
    pub unit: Option<&'static str>,
    /// Why there is no value, no interval or no test, or why to read it with care.
    pub note: Option<String>,
}

impl Record {
    fn of(kind: &'static str, frame: &str, measure: &'static str, e: &Estimate) -> Self {
        Self {
            kind,
            frame: frame.to_owned(),
            measure,
            estimate: e.value,
            low: e.low,
            high: e.high,
            n: Some(e.n),
            unit: Some(e.unit.name()),
            note: e.caution.map(|c| c.to_string()),
            ..Self::default()
        }
    }

    fn quotient(self, e: &Estimate) -> Self {
        Self { log2_ratio: e.value, log2_low: e.low, log2_high: e.high, ..self }
    }

    fn also(mut self, note: Option<&String>) -> Self {
        if let Some(more) = note.filter(|m| self.note.as_ref() != Some(m)) {
            self.note = Some(self.note.map_or_else(|| more.clone(), |n| format!("{n}; {more}")));
        }
        self
    }
}

/// Every estimate of a comparison.
pub fn records(f: &Findings) -> Vec<Record> {
    let mut out = Vec::new();
    let language =
        |source: &str| f.sources.iter().find(|c| c.label == source).map(|c| c.language.code().to_owned());
    for m in &f.comparison.measures {
        let three = [("rate", &m.rate), ("segment-share", &m.segment_share), ("prevalence", &m.prevalence)];
        out.extend(three.map(|(name, e)| Record {
            source: Some(m.source.clone()),
            language: language(&m.source),
            hits: Some(m.hits),
            ..Record::of("measure", &m.frame, name, e)
        }));
    }
    for r in &f.facets {
        let three = [("rate", &r.rate), ("segment-share", &r.segment_share), ("prevalence", &r.prevalence)];
        out.extend(three.map(|(name, e)| Record {
            source: Some(r.source.clone()),
            language: language(&r.source),
            facet: Some(r.facet),
            value: Some(r.value.clone()),
            hits: Some(r.hits),
            ..Record::of("measure", &r.frame, name, e)
        }));
    }
    for (kind, rows) in [("difference", &f.comparison.differences), ("rest", &f.comparison.against_rest)] {
        for d in rows {
            out.push(Record { language: language(&d.first), ..difference(kind, d) });
            let two = [("segment-share", &d.segment_share), ("prevalence", &d.prevalence)];
            out.extend(two.map(|(name, e)| Record {
                source: Some(d.first.clone()),
                second: Some(d.second.clone()),
                language: language(&d.first),
                ..Record::of(kind, &d.frame, name, e)
            }));
        }
    }
    for o in &f.comparison.omnibus {
        out.push(Record {
            kind: "omnibus",
            frame: o.frame.clone(),
            language: Some(o.language.clone()),
            measure: "rate",
            p: o.test.map(|t| t.p),
            n: Some(o.sources.len()),
            unit: Some("source"),
            note: o.no_test.clone(),
            ..Record::default()
        });
    }
    for a in f.associations.iter().chain(&f.other_windows) {
        let four = [
            ("near", &a.near),
            ("elsewhere", &a.elsewhere),
            ("difference", &a.difference),
            ("ratio", &a.ratio),
        ];
        out.extend(four.map(|(name, e)| Record {
            source: a.source.clone(),
            language: Some(a.language.clone()),
            facet: Some(a.window.name()),
            value: Some(a.concept.clone()),
            hits: Some(a.near_with),
            ..Record::of("association", &a.frame, name, e)
        }));
    }
    for t in f.trend.iter().chain(&f.trend_by_source) {
        out.push(Record {
            source: t.source.clone(),
            language: Some(t.language.clone()),
            facet: Some("period"),
            value: Some(t.period.clone()),
            hits: Some(t.hits),
            ..Record::of("period", &t.frame, "rate", &t.rate)
        });
    }
    for c in &f.changes {
        let record = Record {
            source: c.source.clone(),
            language: Some(c.language.clone()),
            facet: Some("period"),
            value: Some(format!("since {}", c.split)),
            p: c.change.test.ok().map(|t| t.p),
            q: c.q,
            ..Record::of("change", &c.frame, "rate", &c.change.difference)
        };
        out.push(record.quotient(&c.change.log_quotient).also(c.no_test.as_ref()));
    }
    for a in &f.adjusted {
        let two = [("sentence-share", &a.corrected), ("rate", &a.corrected_rate)];
        out.extend(two.map(|(name, e)| Record {
            source: Some(a.source.clone()),
            language: language(&a.source),
            ..Record::of("adjusted", &a.frame, name, e)
        }));
    }
    out
}

fn difference(kind: &'static str, d: &Difference) -> Record {
    let record = Record {
        source: Some(d.first.clone()),
        second: Some(d.second.clone()),
        p: d.test.map(|t| t.p),
        q: d.q,
        p_holm: d.p_holm,
        declared: Some(d.declared),
        verdict: Some(d.verdict),
        fragile: (!d.fragile.is_empty()).then(|| joined(&d.fragile)),
        ..Record::of(kind, &d.frame, "rate", &d.difference)
    };
    record.quotient(&d.log_quotient).also(d.no_test.as_ref())
}
