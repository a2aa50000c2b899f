//! Frames taken apart, and corrected for the error of the tool, from sums.

use super::Layout;
use super::material::Material;
use crate::stance::{Stance, Voice};
use crate::stats::classification::adjusted_rate;
use crate::stats::estimate::{LEVEL, Unit};
use crate::stats::rate;
use crate::study::adjusted::{self, Adjusted, Measured};
use crate::study::facets::FacetRow;

impl Material<'_> {
    /// Rates by stance and voice, with exact intervals: they are no columns of the bootstrap, whose draws would take three times the
    /// memory. In how many articles a stance stands the sums do not say.
    pub(super) fn facets(&self) -> Vec<FacetRow> {
        let stances = Stance::ALL.iter().enumerate().map(|(i, s)| ("stance", s.name(), i));
        let voices = Voice::ALL.iter().enumerate().map(|(i, v)| ("voice", v.name(), Stance::ALL.len() + i));
        let mut out = Vec::new();
        for (facet, value, column) in stances.chain(voices) {
            for (f, frame) in self.frames.iter().enumerate() {
                for (_, cell, counts) in self.scored() {
                    let hits = counts.frames.get(f).and_then(|n| n.get(column)).copied().unwrap_or(0);
                    out.push(FacetRow {
                        facet,
                        value: value.to_owned(),
                        frame: frame.clone(),
                        source: cell.label.clone(),
                        hits,
                        tokens: cell.tokens,
                        rate: rate::per_thousand(hits, cell.tokens, LEVEL),
                        segment_share: rate::share(0, 0, Unit::Segment, LEVEL),
                        prevalence: rate::share(0, 0, Unit::Article, LEVEL),
                    });
                }
            }
        }
        out
    }

    /// Rates times precision over recall. Shares of sentences are not in the sums.
    pub(super) fn adjusted(&self, validation: &[Measured]) -> Vec<Adjusted> {
        let mut out = Vec::new();
        for (f, frame) in self.frames.iter().enumerate() {
            for (c, cell, _) in self.scored() {
                let Some((error_of, counts)) = adjusted::error(validation, frame, cell) else { continue };
                let rate = self.draws.ratio(&[c], Layout::rate(f));
                let unknown = rate::share(0, 0, Unit::Sentence, LEVEL);
                out.push(Adjusted {
                    frame: frame.clone(),
                    source: cell.label.clone(),
                    error_of,
                    counts,
                    found: unknown,
                    corrected: unknown,
                    rate,
                    corrected_rate: adjusted_rate(rate, counts),
                });
            }
        }
        out
    }
}
