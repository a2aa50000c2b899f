//! Counts of sources from their sums: how much of each frame, how it is put, which ideas, which tone.

use std::collections::BTreeMap;

use super::Layout;
use super::material::Material;
use crate::stance::{Actor, Stance, Voice};
use crate::stats::estimate::{LEVEL, Unit};
use crate::stats::rate;
use crate::stats::table::Ratio;
use crate::study::compare::{self, Measure};
use crate::study::findings::{ArticleRow, Coverage};
use crate::study::tone::ToneRow;
use crate::study::voices::StanceRow;

impl Material<'_> {
    pub(super) fn measures(&self) -> Vec<Measure> {
        let mut out = Vec::new();
        for (f, frame) in self.frames.iter().enumerate() {
            for (c, cell, counts) in self.scored() {
                let drawn = self.draws.ratio(&[c], Layout::prevalence(f));
                let prevalence = compare::prevalence(drawn, cell.articles);
                let hits = Self::hits(counts, f);
                out.push(Measure {
                    frame: frame.clone(),
                    source: cell.label.clone(),
                    hits,
                    rate: compare::hit_rate(hits, cell.tokens, || self.draws.ratio(&[c], Layout::rate(f))),
                    // An article is a row: what is in it is not told apart.
                    segment_share: rate::share(0, 0, Unit::Segment, LEVEL),
                    prevalence,
                });
            }
        }
        out
    }

    pub(super) fn stances(&self) -> Vec<StanceRow> {
        let mut out = Vec::new();
        for (f, frame) in self.frames.iter().enumerate() {
            for (_, cell, counts) in self.scored() {
                let n = counts.frames.get(f).copied().unwrap_or_default();
                let hits = n[..4].iter().sum();
                let share = |k: u64| rate::share(k, hits, Unit::Hit, LEVEL);
                out.push(StanceRow {
                    frame: frame.clone(),
                    source: cell.label.clone(),
                    hits,
                    stance: Stance::ALL.iter().map(|s| s.name()).zip(n).collect(),
                    voice: Voice::ALL.iter().map(|v| v.name()).zip(n[4..].iter().copied()).collect(),
                    actor: Actor::ALL.iter().map(|a| (a.name(), 0)).chain([("none", hits)]).collect(),
                    asserted_share: share(n[0]),
                    narrator_share: share(n[4]),
                });
            }
        }
        out
    }

    pub(super) fn tones(&self) -> Vec<ToneRow> {
        let mut out = Vec::new();
        for near in std::iter::once(None).chain((0..self.concepts.len()).map(Some)) {
            let column = |which| match near {
                None => self.layout.tone(which),
                Some(k) => self.layout.near_tone(k, which),
            };
            for (c, cell, _) in self.scored() {
                let n = self.draws.sums(&[c]).get(column(2)).copied().unwrap_or(0.0);
                out.push(ToneRow {
                    source: cell.label.clone(),
                    language: cell.language.code().to_owned(),
                    near: near.map(|k| self.concepts[k].clone()),
                    sentences: n as u64,
                    tone: self.draws.ratio(&[c], Ratio::share(column(0), column(2))),
                    without_frames: self.draws.ratio(&[c], Ratio::share(column(1), column(2))),
                });
            }
        }
        out
    }

    pub(super) fn coverage(&self) -> Vec<Coverage> {
        let mut out = Vec::new();
        for (k, concept) in self.concepts.iter().enumerate() {
            for (cell, counts) in self.cells.iter().filter(|(c, _)| c.concepts) {
                let n = counts.concepts.get(k).copied().unwrap_or_default();
                out.push(Coverage {
                    concept: concept.clone(),
                    source: cell.label.clone(),
                    articles_naming: n.naming,
                    articles_related_only: n.related_only,
                    named: n.named,
                    related: n.related,
                });
            }
        }
        out
    }

    /// A sample of the articles, so that a reader can look some up; their numbers are in the scores.
    pub(super) fn articles(&self) -> Vec<ArticleRow> {
        let mut out = Vec::new();
        for (cell, counts) in &self.cells {
            out.extend(counts.sample.iter().map(|(_, id)| ArticleRow {
                id: id.clone(),
                source: cell.label.clone(),
                title: None,
                date: None,
                language: cell.language.code().to_owned(),
                tokens: 0,
                hits: BTreeMap::new(),
                named: BTreeMap::new(),
            }));
        }
        out
    }
}
