//! The tool against a gold standard: what it found, what it missed, and what it took for something else.

mod gate;

pub use gate::{GATE, Reason, State, Verdict};

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use super::sheet::{Coding, FRAME_LABELS, Sheet, label};
use crate::article::Article;
use crate::error::{Error, Kind, Result};
use crate::score::record::CodePoints;
use crate::score::{Analyser, Annotation, Depth, Scheme};
use crate::stance::Stance;
use crate::stats::classification::Confusion;
use crate::stats::estimate::{Estimate, LEVEL};
use crate::stats::weighted::Weighted;

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
    /// Counts of coded units, whatever they stand for.
    #[serde(flatten)]
    pub counts: Confusion,
    /// What these units stand for, where they were drawn with unequal chances: the three figures are then made of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weighted: Option<Weighted>,
    /// Of what the tool found, how much is right.
    pub precision: Estimate,
    /// Of what is there, how much the tool found.
    pub recall: Estimate,
    /// Their harmonic mean.
    pub f1: Estimate,
}

/// What the figures speak for, which hangs on how the units were drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weighting {
    /// The gold does not say how its units were drawn: the figures describe these units.
    #[default]
    Unknown,
    /// All with the same chance: the figures are estimates for the study.
    Equal,
    /// With unequal chances, as `code sample` draws: every unit counts for as many as it stands for, and the figures are estimates
    /// for the study.
    Unequal,
}

/// A unit on which tool and gold differ.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Miss {
    /// Frame id.
    pub frame: String,
    /// Language code.
    pub language: String,
    /// Source, or `unknown`.
    pub source: String,
    /// Article id.
    pub article: String,
    /// The unit.
    pub unit: String,
    /// Line in the gold file.
    pub line: usize,
    /// `missed`: people see the frame, the tool does not; `false`: the other way round; `stance`: both see it, put otherwise.
    pub kind: &'static str,
    /// The tool's code: 0, or the strongest stance that it found.
    pub tool: String,
    /// The gold code.
    pub people: String,
    /// Patterns of the entries behind the hits: those to blame for a false one.
    pub entries: Vec<String>,
    /// The words of the unit on one line.
    pub text: String,
}

/// Everything that validation found.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Validation {
    /// Figures by frame, language, source and stance.
    pub rows: Vec<ValidationRow>,
    /// Units on which the two differ. They hold sentences of articles, so results files leave them out.
    #[serde(skip)]
    pub misses: Vec<Miss>,
    /// Gold units whose article or sentence is not there.
    pub unknown: Vec<String>,
    /// Units compared.
    pub units: usize,
    /// Units that were left out because nobody coded them.
    pub uncoded: usize,
    /// What the figures speak for.
    pub weighting: Weighting,
    /// Rows of the gold that were set aside, each with its place and the remedy.
    #[serde(skip)]
    pub troubles: Vec<Error>,
}

/// Reads gold codes and compares the tool with them: what `report --validation FILE` calls.
///
/// `files` are names and bytes of the gold files. The figures are made afresh from the articles and lexicons of the report, so that
/// they never speak of another version; [`Validation::counts`] gives the counts that
/// [`adjusted_rate`](crate::stats::classification::adjusted_rate) needs:
///
/// ```
/// use framescope::{coding::validation, score::Scheme, lexicon::Library, study::sample};
/// let scheme = std::sync::Arc::new(Scheme::compile(&Library::builtin()?)?);
/// let gold = ("gold.csv".to_owned(), b"article,sentence,threat\ncourier-2015-power-grid,3,1\n".to_vec());
/// let found = validation::from_gold(&[gold], &sample::articles().articles, &scheme)?;
/// assert!(found.counts("threat", "en", None).is_some());
/// assert!(found.counts("threat", "en", Some("Daily Klaxon")).is_none());
/// # Ok::<(), framescope::error::Error>(())
/// ```
///
/// # Errors
/// As [`Sheet::read`] and [`validate`].
pub fn from_gold(
    files: &[(String, Vec<u8>)],
    articles: &[Article],
    scheme: &Arc<Scheme>,
) -> Result<Validation> {
    let mut gold = Sheet::default();
    for (name, bytes) in files {
        gold.read(name, bytes)?;
    }
    validate(&gold, articles, scheme)
}

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
    for c in &gold.codings {
        if let Some((v, code)) = c.values.iter().find(|(v, code)| {
            frames.iter().any(|f| scheme.frames[*f].id == **v) && label::present(code).is_none()
        }) {
            let e = c.trouble(format!("{code:?} is no code of {v}"));
            return Err(e.help(format!("write one of: {}", FRAME_LABELS.join(", "))));
        }
    }
    let mut by_article: BTreeMap<&str, Vec<&Coding>> = BTreeMap::new();
    for c in &gold.codings {
        by_article.entry(c.article.as_deref().unwrap_or_default()).or_default().push(c);
    }
    let mut analyser = Analyser::new(scheme.clone());
    let mut tally = Tally { weighting: weighting(gold), ..Tally::default() };
    for article in articles {
        let Some(codings) = by_article.remove(article.id.as_str()) else { continue };
        let annotation = analyser.annotate(article, Depth::Counts)?;
        let points = CodePoints::new(&article.text);
        for coding in codings {
            let sentences = sentences(coding, annotation, &points);
            if sentences.is_empty() {
                tally.unknown.push(coding.unit.clone());
            }
            let coded = !coding.is_blank();
            tally.units += usize::from(coded && !sentences.is_empty());
            tally.uncoded += usize::from(!coded && !sentences.is_empty());
            for &f in frames.iter().filter(|_| coded && !sentences.is_empty()) {
                tally.unit(scheme, article, annotation, coding, f, &sentences);
            }
        }
    }
    tally.unknown.extend(by_article.into_values().flatten().map(|c| c.unit.clone()));
    Ok(Validation { troubles: gold.troubles.clone(), ..tally.finish() })
}

/// How the coded units were drawn, as far as the gold says.
fn weighting(gold: &Sheet) -> Weighting {
    let weights: Option<Vec<f64>> = gold.codings.iter().filter(|c| !c.is_blank()).map(|c| c.weight).collect();
    match weights.as_deref() {
        None | Some([]) => Weighting::Unknown,
        Some([first, rest @ ..]) if rest.iter().all(|w| (w / first - 1.0).abs() < 1e-9) => Weighting::Equal,
        Some(_) => Weighting::Unequal,
    }
}

/// The sentences that a unit means.
fn sentences(coding: &Coding, annotation: &Annotation, points: &CodePoints<'_>) -> Vec<usize> {
    let all = &annotation.document.sentences;
    match (coding.sentence, coding.span) {
        (Some(s), None) => Some(s as usize).filter(|s| *s < all.len()).into_iter().collect(),
        // A segment has a first sentence too; its ends say more.
        (_, Some((start, end))) => {
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
    weighting: Weighting,
    counts: BTreeMap<Key, (Confusion, Weighted)>,
    misses: Vec<Miss>,
    unknown: Vec<String>,
    units: usize,
    uncoded: usize,
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
        let (tool, people) = (!hits.is_empty(), label::present(code) == Some(true));
        let language = annotation.document.language.code().to_owned();
        let source = article.source.clone().unwrap_or_else(|| "unknown".into());
        let mut add = |stance: &'static str, tool: bool, people: bool| {
            for source in ["all".to_owned(), source.clone()] {
                let key = (id.clone(), language.clone(), source, stance);
                let cell = self.counts.entry(key).or_default();
                cell.0.add(tool, people);
                cell.1.add(tool, people, coding.weight.unwrap_or(1.0));
            }
        };
        add("all", tool, people);
        let strongest = hits.iter().map(|h| h.reading.stance).max();
        let coded = Stance::from_name(code);
        if let (Some(found), Some(coded)) = (strongest, coded) {
            for s in Stance::ALL {
                add(s.name(), found == *s, coded == *s);
            }
        }
        let put_otherwise = strongest.is_some() && coded.is_some() && strongest != coded;
        if tool != people || put_otherwise {
            let pack = scheme.pack(annotation.document.language);
            let entry = |e: u32| pack.and_then(|p| p.entries.get(e as usize)).map(|e| e.pattern.clone());
            self.misses.push(Miss {
                frame: id.clone(),
                language,
                source,
                article: article.id.clone(),
                unit: coding.unit.clone(),
                line: coding.line,
                kind: match (tool, people) {
                    (true, true) => "stance",
                    (true, false) => "false",
                    _ => "missed",
                },
                tool: strongest.map_or("0", |s| s.name()).to_owned(),
                people: code.to_owned(),
                entries: hits.iter().filter_map(|h| entry(h.entry)).collect(),
                text: words(article, annotation, sentences),
            });
        }
    }

    fn finish(self) -> Validation {
        let unequal = self.weighting == Weighting::Unequal;
        let row = |((frame, language, source, stance), (counts, weighted)): (Key, (Confusion, Weighted))| {
            let (precision, recall, f1) = if unequal {
                (weighted.precision(LEVEL), weighted.recall(LEVEL), weighted.f1(LEVEL))
            } else {
                (counts.precision(LEVEL), counts.recall(LEVEL), counts.f1(LEVEL))
            };
            let weighted = unequal.then_some(weighted);
            ValidationRow { frame, language, source, stance, counts, weighted, precision, recall, f1 }
        };
        Validation {
            rows: self.counts.into_iter().map(row).collect(),
            misses: self.misses,
            unknown: self.unknown,
            units: self.units,
            uncoded: self.uncoded,
            weighting: self.weighting,
            troubles: vec![],
        }
    }
}

/// The words of some sentences, on one line.
fn words(article: &Article, annotation: &Annotation, sentences: &[usize]) -> String {
    let all = sentences.iter().filter_map(|s| annotation.document.sentences.get(*s));
    all.flat_map(|s| s.span.of(&article.text).split_whitespace()).collect::<Vec<_>>().join(" ")
}
