//! Frames near a concept: how often a segment that mentions it has the frame, against segments that do not.

use serde::Serialize;

use super::compare::Material;
use super::corpus::StudyArticle;
use super::spec::Window;
use crate::stats::association::{Columns, association};
use crate::stats::estimate::Estimate;
use crate::stats::resample::{Stratum, bootstrap};
use crate::stats::table::Table;
use crate::text::SentenceKind;

/// One frame beside one concept.
#[derive(Debug, Clone, Serialize)]
pub struct Association {
    /// Concept id.
    pub concept: String,
    /// Frame id.
    pub frame: String,
    /// Language code: lexicons of two languages are not pooled.
    pub language: String,
    /// Label of a cell, or `None` for all cells of the language.
    pub source: Option<String>,
    /// What a window is.
    pub window: Window,
    /// Windows that mention the concept.
    pub near_windows: u64,
    /// Of these, with the frame.
    pub near_with: u64,
    /// Other windows.
    pub other_windows: u64,
    /// Of these, with the frame.
    pub other_with: u64,
    /// P(frame | window mentions the concept).
    pub near: Estimate,
    /// P(frame | window does not).
    pub elsewhere: Estimate,
    /// The difference of the two.
    pub difference: Estimate,
    /// The quotient of the two; 1 is no association. Not estimable if the frame never stands elsewhere.
    pub ratio: Estimate,
}

/// Every concept with every frame, per language and per source. `concepts` are ids in the order of the scheme.
pub fn associate(m: &Material<'_>, concepts: &[String], window: Window) -> Vec<Association> {
    let mut out = Vec::new();
    for (k, concept) in concepts.iter().enumerate() {
        let strata: Vec<Stratum> =
            m.cells.iter().map(|c| Stratum::new(&c.label, table(m, &c.members, k, window))).collect();
        let sums: Vec<Vec<f64>> = strata.iter().map(|s| s.table.sums()).collect();
        let draws = bootstrap(strata, &m.plan());
        for (language, group, source) in groups(m) {
            let sum =
                |column: usize| group.iter().filter_map(|c| sums.get(*c)?.get(column)).sum::<f64>() as u64;
            for (f, frame) in m.frames.iter().enumerate() {
                let columns =
                    Columns { with: 0, with_frame: 2 + 2 * f, without: 1, without_frame: 3 + 2 * f };
                let found = association(&draws, &group, columns);
                out.push(Association {
                    concept: concept.clone(),
                    frame: frame.clone(),
                    language: language.clone(),
                    source: source.clone(),
                    window,
                    near_windows: sum(columns.with),
                    near_with: sum(columns.with_frame),
                    other_windows: sum(columns.without),
                    other_with: sum(columns.without_frame),
                    near: found.with,
                    elsewhere: found.without,
                    difference: found.difference,
                    ratio: found.ratio,
                });
            }
        }
    }
    out
}

/// All scored cells of each language together, then each alone.
fn groups(m: &Material<'_>) -> Vec<(String, Vec<usize>, Option<String>)> {
    let scored = || m.cells.iter().enumerate().filter(|(_, c)| c.scored);
    let mut languages: Vec<_> = scored().map(|(_, c)| c.language).collect();
    languages.sort();
    languages.dedup();
    let mut out = Vec::new();
    for l in languages {
        let all: Vec<usize> = scored().filter(|(_, c)| c.language == l).map(|(i, _)| i).collect();
        if all.len() > 1 {
            out.push((l.code().to_owned(), all.clone(), None));
        }
        out.extend(all.iter().map(|i| (l.code().to_owned(), vec![*i], Some(m.cells[*i].label.clone()))));
    }
    out
}

/// A row per article: windows with the concept, without it, and of each those with each frame.
fn table(m: &Material<'_>, members: &[usize], concept: usize, window: Window) -> Table {
    let mut table = Table::new(2 + 2 * m.frames.len());
    for a in members.iter().filter_map(|i| m.articles.get(*i)) {
        let _ = table.push(&row(a, concept, window, m.frames.len()));
    }
    table
}

fn row(a: &StudyArticle, concept: usize, window: Window, frames: usize) -> Vec<f64> {
    let count = match window {
        Window::Sentence => a.sentences.len(),
        Window::Segment => a.segments.len(),
        Window::Article => 1,
    };
    let at = |sentence: u32, segment: u32| match window {
        Window::Sentence => sentence as usize,
        Window::Segment => segment as usize,
        Window::Article => 0,
    };
    let counts = |i: usize| match window {
        Window::Sentence => a.sentences[i].kind != SentenceKind::Boilerplate,
        Window::Segment => !a.segments[i].headline,
        Window::Article => true,
    };
    let mut near = vec![false; count];
    let mut with = vec![false; count * frames];
    for m in a.mentions.iter().filter(|m| usize::from(m.concept) == concept) {
        if let Some(x) = near.get_mut(at(m.sentence, m.segment)) {
            *x = true;
        }
    }
    for h in a.hits.iter().filter(|h| usize::from(h.frame) < frames) {
        if let Some(x) = with.get_mut(at(h.sentence, h.segment).saturating_mul(frames) + usize::from(h.frame))
        {
            *x = true;
        }
    }
    let mut row = vec![0.0; 2 + 2 * frames];
    for i in (0..count).filter(|i| counts(*i)) {
        let side = usize::from(!near[i]);
        row[side] += 1.0;
        for f in 0..frames {
            row[2 + 2 * f + side] += f64::from(u8::from(with[i * frames + f]));
        }
    }
    row
}
