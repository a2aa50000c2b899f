//! Findings of sums. What needs the articles themselves (speakers, terms, sentences, clusters, permutation tests) is left out, and
//! the findings say so in words.

use super::Sums;
use super::material::Material;
use super::time::begins_a_year;
use crate::error::{Error, Kind, Result};
use crate::score::Scheme;
use crate::study::adjusted::{Measured, NO_SENTENCES};
use crate::study::compare::Comparison;
use crate::study::findings::{Exclusion, Findings, Flow, Named};
use crate::study::overview::{confounding, silent};
use crate::study::spec::{Step, StudySpec, Window};

/// What sums cannot say, in words.
fn unsaid(spec: &StudySpec, corrected: bool) -> Vec<&'static str> {
    let mut out = vec![
        "This report is made of the sums of scores. Speakers, actors, distinctive words, groups of articles and sentences need the articles themselves and are left out; so are tests by permutation: q is from the bootstrap intervals.",
        "Shares of segments, and ideas within a sentence or a segment, are not in scores of articles: an idea is near a frame if both are in one article, and a share of segments is not estimable.",
        "Rates by stance and voice have exact intervals over words, which are too narrow because words of one article hang together. Of the variants of the analysis only that without denied hits can be made.",
    ];
    if spec.periods.by == Step::Month || spec.periods.split.is_some_and(|d| !begins_a_year(d)) {
        out.push("Sums are kept by year: months are not told apart, and before and after are compared only where the date is the first day of a year.");
    }
    if corrected {
        out.push(NO_SENTENCES);
    }
    out
}

impl Sums {
    /// The findings. `scheme` names the frames and concepts in the order of the sums; `validation` is the error of the tool, if it
    /// was measured.
    ///
    /// # Errors
    /// If there is no article, or a declared test names a frame or a source that is not there.
    pub fn findings(
        mut self,
        spec: &StudySpec,
        mut excluded: Vec<Exclusion>,
        scheme: &Scheme,
        validation: &[Measured],
    ) -> Result<Findings> {
        self.flush()?;
        if self.cells.is_empty() {
            return Err(Error::new(Kind::Study, "no article is left to compare"));
        }
        if self.repeated > 0 {
            let reason = "scored more than once: counted once".to_owned();
            excluded.push(Exclusion { article: format!("{} articles", self.repeated), reason });
        }
        let spec = StudySpec { window: Window::Article, draws: crate::stats::poisson::DRAWS, ..spec.clone() };
        let m = Material::of(&self, &spec, scheme);
        m.check_tests()?;
        let coverage = m.coverage();
        let cells = || m.cells.iter().map(|(c, _)| c);
        let kept: u64 = m.cells.iter().map(|(_, n)| n.articles).sum();
        let mut flow =
            Flow { found: kept as usize + excluded.len(), kept: kept as usize, excluded, ..Flow::default() };
        flow.excluded.sort();
        for (cell, counts) in &m.cells {
            *flow.languages.entry(cell.language.code().to_owned()).or_default() += counts.articles as usize;
            if !cell.scored {
                *flow.unscored.entry(cell.language.code().to_owned()).or_default() +=
                    counts.articles as usize;
            }
        }
        let cards = scheme.cards().iter().filter(|c| flow.languages.contains_key(&c.language)).cloned();
        let (mut differences, pairs_left_out) = m.differences();
        let mut against_rest = m.against_rest();
        let sensitivity = m.without_denied(differences.iter_mut().chain(&mut against_rest));
        let adjusted = m.adjusted(validation);
        let mut findings = Findings {
            scope: m.scope(),
            finest: Window::Article,
            scores: true,
            frames: scheme.frames.iter().map(Named::from).collect(),
            concepts: scheme.concepts.iter().map(Named::from).collect(),
            lexicons: cards.collect(),
            sources: m.cells.iter().map(|(c, _)| c.clone()).collect(),
            articles: m.articles(),
            silent_sources: silent(cells(), &coverage),
            confounding: confounding(cells(), &m.concepts, &coverage),
            coverage,
            comparison: Comparison {
                measures: m.measures(),
                differences,
                against_rest,
                omnibus: vec![],
                pairs_left_out,
            },
            stances: m.stances(),
            speakers: vec![],
            associations: m.associations(),
            terms: vec![],
            tones: m.tones(),
            trend: m.trend(),
            trend_by_source: m.trend_by_source(),
            changes: m.changes(),
            facets: m.facets(),
            unsaid: unsaid(&spec, !adjusted.is_empty()),
            adjusted,
            other_windows: vec![],
            clusters: vec![],
            shifts: vec![],
            sensitivity,
            top_entries: vec![],
            evidence: vec![],
            validation: None,
            flow,
            spec: spec.clone(),
        };
        findings.forget_unmeasured(scheme);
        Ok(findings)
    }
}
