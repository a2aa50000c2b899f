//! Sums with what they are asked.

use std::collections::BTreeMap;

use super::{Counts, Layout, Sums};
use crate::error::{Error, Kind, Result};
use crate::score::Scheme;
use crate::stats::draws::Draws;
use crate::stats::estimate::LEVEL;
use crate::study::cells::Cell;
use crate::study::findings::Scope;
use crate::study::spec::StudySpec;
use crate::text::Language;

/// The sums with what they are asked.
pub(super) struct Material<'a> {
    pub(super) layout: Layout,
    pub(super) cells: Vec<(Cell, &'a Counts)>,
    /// One sample a cell.
    pub(super) draws: Draws,
    /// One sample a source, language and year.
    pub(super) strata: Draws,
    pub(super) frames: Vec<String>,
    pub(super) concepts: Vec<String>,
    pub(super) spec: &'a StudySpec,
}

impl<'a> Material<'a> {
    pub(super) fn of(sums: &'a Sums, spec: &'a StudySpec, scheme: &Scheme) -> Self {
        let mut languages: BTreeMap<&str, usize> = BTreeMap::new();
        for (group, _) in sums.cells.keys() {
            *languages.entry(group).or_default() += 1;
        }
        let cell = |((group, language), counts): (&(String, Language), &'a Counts)| {
            let several = languages.get(group.as_str()).is_some_and(|n| *n > 1);
            let cell = Cell {
                label: if several { format!("{group} ({language})") } else { group.clone() },
                group: group.clone(),
                language: *language,
                scored: scheme.scores(*language),
                concepts: scheme.names_concepts(*language),
                articles: counts.articles as usize,
                tokens: counts.tokens,
                segments: 0,
                first: counts.first,
                last: counts.last,
                members: vec![],
            };
            (cell, counts)
        };
        let cells: Vec<_> = sums.cells.iter().map(cell).collect();
        let strata = sums.bootstrap.finish(LEVEL);
        let pools: Vec<(String, Vec<usize>)> = cells
            .iter()
            .map(|(c, counts)| (c.label.clone(), counts.years.values().map(|(s, _)| *s).collect()))
            .collect();
        Self {
            layout: sums.layout,
            draws: strata.pooled(&pools),
            strata,
            cells,
            frames: scheme.frames.iter().map(|c| c.id.clone()).collect(),
            concepts: scheme.concepts.iter().map(|c| c.id.clone()).collect(),
            spec,
        }
    }

    pub(super) fn scored(&self) -> impl Iterator<Item = (usize, &Cell, &'a Counts)> {
        self.cells.iter().enumerate().filter(|(_, (c, _))| c.scored).map(|(i, (c, n))| (i, c, *n))
    }

    pub(super) fn hits(counts: &Counts, frame: usize) -> u64 {
        counts.frames.get(frame).map_or(0, |f| f[..4].iter().sum())
    }

    pub(super) fn scope(&self) -> Scope {
        let fewest = self.scored().map(|(_, c, _)| c.articles).min().unwrap_or(0);
        if fewest < crate::stats::estimate::ROUGH_BELOW { Scope::Rough } else { Scope::Sources }
    }

    pub(super) fn check_tests(&self) -> Result<()> {
        for t in &self.spec.tests {
            let known = |name: &String| self.cells.iter().any(|(c, _)| c.group == *name || c.label == *name);
            if !self.frames.contains(&t.frame) {
                let e = Error::new(
                    Kind::Study,
                    format!("a test names the frame {:?}, which is not scored", t.frame),
                );
                return Err(e.help(format!("frames here: {}", self.frames.join(", "))));
            }
            if let Some(missing) = t.between.iter().find(|n| !known(n)) {
                let labels: Vec<_> = self.cells.iter().map(|(c, _)| c.group.as_str()).take(50).collect();
                let e = Error::new(
                    Kind::Study,
                    format!("a test names {missing:?}, of which there is no article"),
                );
                return Err(e.help(format!("sources here: {}", labels.join(", "))));
            }
        }
        Ok(())
    }

    /// All scored cells of each language together, then each alone.
    pub(super) fn groups(&self) -> Vec<(Language, Vec<usize>, Option<String>)> {
        let mut languages: Vec<Language> = self.scored().map(|(_, c, _)| c.language).collect();
        languages.sort();
        languages.dedup();
        let mut out = Vec::new();
        for l in languages {
            let all: Vec<usize> =
                self.scored().filter(|(_, c, _)| c.language == l).map(|(i, ..)| i).collect();
            if all.len() > 1 {
                out.push((l, all.clone(), None));
            }
            out.extend(all.iter().map(|i| (l, vec![*i], Some(self.cells[*i].0.label.clone()))));
        }
        out
    }
}
