//! The tool against a gold standard: what it found, what it missed, and what it took for something else.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::sheet::{Coding, Sheet};
use crate::article::Article;
use crate::error::{Error, Kind, Result};
use crate::score::record::CodePoints;
use crate::score::{Analyser, Annotation, Depth, Scheme};
use crate::stance::Stance;
use crate::stats::classification::Confusion;
use crate::stats::estimate::{Estimate, LEVEL};

/// The tool against people, for a frame in a language, all stances or one.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ValidationRow {
    /// Frame id.
    pub frame: String,
    /// Language code.
    pub language: String,
    /// Source, or `all`.
    pub source: String,
    /// `all`: presence of the frame; a stance: of the units where both see the frame, those put so.
    pub stance: &'static str,
    /// Counts.
    #[serde(flatten)]
    pub counts: Confusion,
    /// Of what the tool found, how much is right.
    pub precision: Estimate,
    /// Of what is there, how much the tool found.
    pub recall: Estimate,
    /// Their harmonic mean.
    pub f1: Estimate,
}

/// A unit on which tool and gold differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Miss {
    /// Frame id.
    pub frame: String,
    /// The unit.
    pub unit: String,
    /// Line in the gold file.
    pub line: usize,
    /// `missed` or `false`.
    pub kind: &'static str,
    /// Patterns of the entries to blame for a false hit.
    pub entries: Vec<String>,
}

/// Everything that validation found.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Validation {
    /// Figures by frame, language, source and stance.
    pub rows: Vec<ValidationRow>,
    /// Units on which the two differ.
    pub misses: Vec<Miss>,
    /// Gold units whose article or sentence is not there.
    pub unknown: Vec<String>,
}

/// The gate: least precision and recall of a frame, and most difference of precision between two sources. Ours.
pub const GATE: (f64, f64, f64) = (0.70, 0.60, 0.15);

/// Compares the tool with gold codes of these articles.
///
/// # Errors
/// If the gold has no frame of the scheme among its variables, or several coders for a unit.
pub fn validate(gold: &Sheet, articles: &[Article], scheme: &Arc<Scheme>) -> Result<Validation> {
    let frames: Vec<usize> =
        (0..scheme.frames.len()).filter(|f| gold.variables.contains(&scheme.frames[*f].id)).collect();
    if frames.is_empty() {
        let known: Vec<_> = scheme.frames.iter().map(|f| f.id.as_str()).collect();
        let e = Error::new(Kind::Coding, "no column is a frame");
        return Err(e.help(format!("name columns after frames: {}", known.join(", "))));
    }
    if gold.coders().len() > 1 && gold.units().len() < gold.codings.len() {
        let e = Error::new(Kind::Coding, "a unit is coded by several people: this is no gold standard yet");
        return Err(e.help("settle the disagreements first, or give one coder's file"));
    }
    let mut by_article: BTreeMap<&str, Vec<&Coding>> = BTreeMap::new();
    for c in &gold.codings {
        by_article.entry(c.article.as_deref().unwrap_or_default()).or_default().push(c);
    }
    let mut analyser = Analyser::new(scheme.clone());
    let mut tally = Tally::default();
    for article in articles {
        let Some(codings) = by_article.remove(article.id.as_str()) else { continue };
        let annotation = analyser.annotate(article, Depth::Counts)?;
        let points = CodePoints::new(&article.text);
        for coding in codings {
            let sentences = sentences(coding, annotation, &points);
            if sentences.is_empty() {
                tally.unknown.push(coding.unit.clone());
            }
            for &f in frames.iter().filter(|_| !sentences.is_empty()) {
                tally.unit(scheme, article, annotation, coding, f, &sentences);
            }
        }
    }
    tally.unknown.extend(by_article.into_values().flatten().map(|c| c.unit.clone()));
    Ok(tally.finish())
}

/// The sentences that a unit means.
fn sentences(coding: &Coding, annotation: &Annotation, points: &CodePoints<'_>) -> Vec<usize> {
    let all = &annotation.document.sentences;
    match (coding.sentence, coding.span) {
        (Some(s), _) => Some(s as usize).filter(|s| *s < all.len()).into_iter().collect(),
        (None, Some((start, end))) => {
            let touches = |i: &usize| {
                let [a, b] = points.span(all[*i].span);
                a < end && start < b
            };
            (0..all.len()).filter(touches).collect()
        }
        (None, None) => vec![],
    }
}

type Key = (String, String, String, &'static str);

#[derive(Default)]
struct Tally {
    counts: BTreeMap<Key, Confusion>,
    misses: Vec<Miss>,
    unknown: Vec<String>,
}

impl Tally {
    fn unit(
        &mut self,
        scheme: &Scheme,
        article: &Article,
        annotation: &Annotation,
        coding: &Coding,
        f: usize,
        sentences: &[usize],
    ) {
        let id = &scheme.frames[f].id;
        let hits: Vec<_> = sentences
            .iter()
            .flat_map(|s| annotation.hits_of(*s))
            .filter(|h| usize::from(h.frame) == f)
            .collect();
        let code = coding.values.get(id).map_or("0", String::as_str);
        let (tool, people) = (!hits.is_empty(), code != "0");
        let language = annotation.document.language.code().to_owned();
        let source = article.source.clone().unwrap_or_else(|| "unknown".into());
        let mut add = |stance: &'static str, tool: bool, people: bool| {
            for source in ["all".to_owned(), source.clone()] {
                let key = (id.clone(), language.clone(), source, stance);
                self.counts.entry(key).or_insert_with(|| Confusion::new(0, 0, 0)).add(tool, people);
            }
        };
        add("all", tool, people);
        let strongest = hits.iter().map(|h| h.reading.stance).max();
        if let (Some(found), Some(coded)) = (strongest, Stance::from_name(code)) {
            for s in Stance::ALL {
                add(s.name(), found == *s, coded == *s);
            }
        }
        if tool != people {
            let pack = scheme.pack(annotation.document.language);
            let entry = |e: u32| pack.and_then(|p| p.entries.get(e as usize)).map(|e| e.pattern.clone());
            self.misses.push(Miss {
                frame: id.clone(),
                unit: coding.unit.clone(),
                line: coding.line,
                kind: if tool { "false" } else { "missed" },
                entries: hits.iter().filter_map(|h| entry(h.entry)).collect(),
            });
        }
    }

    fn finish(self) -> Validation {
        let row = |((frame, language, source, stance), counts): (Key, Confusion)| ValidationRow {
            frame,
            language,
            source,
            stance,
            counts,
            precision: counts.precision(LEVEL),
            recall: counts.recall(LEVEL),
            f1: counts.f1(LEVEL),
        };
        Validation {
            rows: self.counts.into_iter().map(row).collect(),
            misses: self.misses,
            unknown: self.unknown,
        }
    }
}

impl Validation {
    /// What keeps the tool from being used on these texts without a warning; empty if it passes the [`GATE`].
    pub fn failures(&self) -> Vec<String> {
        let (precision, recall, spread) = GATE;
        let mut out = Vec::new();
        for r in self.rows.iter().filter(|r| r.stance == "all" && r.source == "all") {
            let below = |e: &Estimate, least: f64| e.value.is_some_and(|v| v < least);
            if below(&r.precision, precision) {
                out.push(format!("{} ({}): precision below {precision}", r.frame, r.language));
            }
            if below(&r.recall, recall) {
                out.push(format!("{} ({}): recall below {recall}", r.frame, r.language));
            }
            let of_source = self.rows.iter().filter(|s| {
                s.stance == "all" && s.source != "all" && (&s.frame, &s.language) == (&r.frame, &r.language)
            });
            let values: Vec<f64> = of_source.filter_map(|s| s.precision.value).collect();
            let (low, high) =
                values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |m, v| (m.0.min(*v), m.1.max(*v)));
            if high - low > spread {
                out.push(format!(
                    "{} ({}): precision differs by more than {spread} between sources",
                    r.frame, r.language
                ));
            }
        }
        out
    }
}
