//! The three measures of a frame taken apart: by how it is put, by who puts it, and near each concept.
//!
//! Hits of one stance or voice are counted over the whole text, so that the rates of all stances, and of all voices, add up to
//! the rate of the frame. Near a concept, only the segments that mention it are counted, hits and words.

use serde::Serialize;

use super::compare::Material;
use super::corpus::{StudyArticle, StudyHit};
use super::rows::Columns;
use crate::stance::{Stance, Voice};
use crate::stats::draws::Draws;
use crate::stats::estimate::Estimate;
use crate::stats::resample::{Plan, Stratum, bootstrap};
use crate::stats::table::{Ratio, Table};
use crate::text::SentenceKind;

/// A frame in a source, by one value of a facet.
#[derive(Debug, Clone, Serialize)]
pub struct FacetRow {
    /// What frames are taken apart by: `stance`, `voice` or `concept`.
    pub facet: &'static str,
    /// The stance, the voice, or the id of the concept.
    pub value: String,
    /// Frame id.
    pub frame: String,
    /// Label of the cell.
    pub source: String,
    /// Hits.
    pub hits: u64,
    /// Tokens that the rate is of; near a concept, of the segments that mention it.
    pub tokens: u64,
    /// Hits per 1,000 tokens; near a concept, of the segments that mention it.
    pub rate: Estimate,
    /// Share of segments with such a hit; near a concept, of the segments that mention it.
    pub segment_share: Estimate,
    /// Share of articles with such a hit; near a concept, of the articles with a segment that mentions it.
    pub prevalence: Estimate,
}

/// Bootstrap draws of facets at most: they are looked at, not concluded from.
const DRAWS_AT_MOST: usize = 2_000;

/// One way to take frames apart.
struct Facet<'a> {
    name: &'static str,
    values: Vec<String>,
    /// Which of the values a hit belongs to.
    of: &'a dyn Fn(&StudyArticle, &StudyHit) -> Vec<usize>,
    /// Which segments count for a value: all, or those that mention the concept.
    near: bool,
}

/// Every frame in every scored cell by stance, voice and concept. `concepts` are ids in the order of the scheme.
pub fn facets(m: &Material<'_>, concepts: &[String]) -> Vec<FacetRow> {
    let stance = |_: &StudyArticle, h: &StudyHit| -> Vec<usize> {
        Stance::ALL.iter().position(|s| *s == h.stance).into_iter().collect()
    };
    let voice = |_: &StudyArticle, h: &StudyHit| -> Vec<usize> {
        Voice::ALL.iter().position(|v| *v == h.voice).into_iter().collect()
    };
    let concept = |a: &StudyArticle, h: &StudyHit| -> Vec<usize> {
        (0..concepts.len()).filter(|k| mentions(a, *k, h.segment)).collect()
    };
    let names = |list: Vec<&'static str>| list.into_iter().map(str::to_owned).collect();
    let all = [
        Facet {
            name: "stance",
            values: names(Stance::ALL.iter().map(|s| s.name()).collect()),
            of: &stance,
            near: false,
        },
        Facet {
            name: "voice",
            values: names(Voice::ALL.iter().map(|v| v.name()).collect()),
            of: &voice,
            near: false,
        },
        Facet { name: "concept", values: concepts.to_vec(), of: &concept, near: true },
    ];
    all.iter().flat_map(|facet| rows(m, facet)).collect()
}

fn mentions(a: &StudyArticle, concept: usize, segment: u32) -> bool {
    a.mentions.iter().any(|x| usize::from(x.concept) == concept && x.segment == segment)
}

fn rows(m: &Material<'_>, facet: &Facet<'_>) -> Vec<FacetRow> {
    // Each value has its own columns, denominators included.
    let columns = m.columns();
    let width = columns.width();
    let table = |members: &[usize]| {
        let mut table = Table::new(width * facet.values.len());
        for a in members.iter().filter_map(|i| m.articles.get(*i)) {
            // A row of counts has the table's width and no value that is not a number.
            let _ = table.push(&row(a, facet, columns));
        }
        table
    };
    let strata: Vec<Stratum> = m.cells.iter().map(|c| Stratum::new(&c.label, table(&c.members))).collect();
    let sums: Vec<Vec<f64>> = strata.iter().map(|s| s.table.sums()).collect();
    let plan = Plan { draws: m.spec.draws.min(DRAWS_AT_MOST), ..m.plan() };
    let draws = bootstrap(strata, &plan);
    let mut out = Vec::new();
    for (v, value) in facet.values.iter().enumerate() {
        for (f, frame) in m.frames.iter().enumerate() {
            for (c, cell) in m.cells.iter().enumerate().filter(|(_, c)| c.scored) {
                let moved = |r: Ratio| Ratio {
                    numerator: r.numerator + v * width,
                    denominator: r.denominator + v * width,
                    ..r
                };
                let of = |r: Ratio| estimate(&draws, c, moved(r));
                let count = |column: usize| {
                    sums.get(c).and_then(|s| s.get(v * width + column)).map_or(0, |n| *n as u64)
                };
                out.push(FacetRow {
                    facet: facet.name,
                    value: value.clone(),
                    frame: frame.clone(),
                    source: cell.label.clone(),
                    hits: count(columns.hits(f)),
                    tokens: count(Columns::TOKENS),
                    rate: of(columns.rate(f)),
                    segment_share: of(columns.share(f)),
                    prevalence: of(columns.prevalence(f)),
                });
            }
        }
    }
    out
}

fn estimate(draws: &Draws, cell: usize, ratio: Ratio) -> Estimate {
    draws.ratio(&[cell], ratio)
}

/// The columns of [`Columns`], once for every value of the facet.
fn row(a: &StudyArticle, facet: &Facet<'_>, columns: Columns) -> Vec<f64> {
    let width = columns.width();
    let mut row = vec![0.0; width * facet.values.len()];
    let mut seen = std::collections::BTreeSet::new();
    for (v, part) in row.chunks_exact_mut(width).enumerate() {
        let counts = |segment: u32| !facet.near || mentions(a, v, segment);
        let body = a.sentences.iter().filter(|s| s.kind != SentenceKind::Boilerplate && counts(s.segment));
        part[Columns::TOKENS] = body.map(|s| f64::from(s.tokens)).sum();
        let segments = a.segments.iter().enumerate().filter(|(i, s)| !s.headline && counts(*i as u32));
        part[Columns::SEGMENTS] = segments.count() as f64;
        part[Columns::ARTICLES] = f64::from(u8::from(!facet.near || part[Columns::TOKENS] > 0.0));
    }
    for h in a.hits.iter().filter(|h| usize::from(h.frame) < columns.frames) {
        let f = usize::from(h.frame);
        for v in (facet.of)(a, h) {
            row[v * width + columns.hits(f)] += 1.0;
            row[v * width + columns.articles_with(f)] = 1.0;
            if !h.headline && seen.insert((v, f, h.segment)) {
                row[v * width + columns.segments_with(f)] += 1.0;
            }
        }
    }
    row
}
