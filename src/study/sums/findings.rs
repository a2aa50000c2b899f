//! Findings of sums. What needs the articles themselves (speakers, terms, sentences, clusters, permutation tests) is left out, and
//! the report says so.

use std::collections::BTreeMap;

use super::{Counts, Layout, Sums};
use crate::error::{Error, Kind, Result};
use crate::score::Scheme;
use crate::stance::{Actor, Stance, Voice};
use crate::stats::correction::{benjamini_hochberg, holm};
use crate::stats::draws::Draws;
use crate::stats::estimate::{Estimate, LEVEL, Unit};
use crate::stats::rate;
use crate::stats::table::Ratio;
use crate::stats::tails::{normal_two_sided, z_of_level};
use crate::study::association::Association;
use crate::study::cells::{Cell, pairs};
use crate::study::compare::{Comparison, Difference, Measure, Verdict};
use crate::study::findings::{ArticleRow, Confounding, Coverage, Exclusion, Findings, Flow, Named, Scope};
use crate::study::spec::{StudySpec, Window};
use crate::study::tone::ToneRow;
use crate::study::trend::TrendRow;
use crate::study::voices::StanceRow;
use crate::text::Language;

/// Sources of a language up to which all pairs are compared; with more, only declared tests.
const ALL_PAIRS: usize = 40;
/// A difference is called reliable below this share of false ones.
const ALPHA: f64 = 0.05;
/// Why there is no permutation test.
const NO_TEST: &str = "q is from the bootstrap interval: the articles are too many to be permuted";

/// The sums with what they are asked.
struct Material<'a> {
    layout: Layout,
    cells: Vec<(Cell, &'a Counts)>,
    /// One sample a cell.
    draws: Draws,
    /// One sample a source, language and year.
    strata: Draws,
    frames: Vec<String>,
    concepts: Vec<String>,
    spec: &'a StudySpec,
}

impl Sums {
    /// The findings. `scheme` names the frames and concepts in the order of the sums.
    ///
    /// # Errors
    /// If there is no article, or a declared test names a frame or a source that is not there.
    pub fn findings(
        mut self,
        spec: &StudySpec,
        mut excluded: Vec<Exclusion>,
        scheme: &Scheme,
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
        let scored = || m.cells.iter().filter(|(c, _)| c.scored);
        let names_any = |c: &Cell| coverage.iter().any(|r| r.source == c.label && r.named > 0);
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
        let cards = scheme.cards.iter().filter(|c| flow.languages.contains_key(&c.language)).cloned();
        let silent = scored().filter(|(c, _)| !names_any(c)).map(|(c, _)| c.label.clone()).collect();
        Ok(Findings {
            scope: m.scope(),
            frames: scheme.frames.iter().map(Named::from).collect(),
            concepts: scheme.concepts.iter().map(Named::from).collect(),
            lexicons: cards.collect(),
            sources: m.cells.iter().map(|(c, _)| c.clone()).collect(),
            articles: m.articles(),
            silent_sources: silent,
            confounding: m.confounding(&coverage),
            coverage,
            comparison: Comparison {
                measures: m.measures(),
                differences: m.differences(),
                ..Comparison::default()
            },
            stances: m.stances(),
            speakers: vec![],
            associations: m.associations(),
            terms: vec![],
            tones: m.tones(),
            trend: m.trend(),
            trend_by_source: vec![],
            changes: vec![],
            facets: vec![],
            adjusted: vec![],
            other_windows: vec![],
            clusters: vec![],
            shifts: vec![],
            sensitivity: vec![],
            top_entries: vec![],
            evidence: vec![],
            validation: None,
            flow,
            spec: spec.clone(),
        })
    }
}

impl<'a> Material<'a> {
    fn of(sums: &'a Sums, spec: &'a StudySpec, scheme: &Scheme) -> Self {
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
                scored: scheme.cards.iter().any(|c| c.language == language.code()),
                articles: counts.articles as usize,
                tokens: counts.tokens,
                segments: counts.articles,
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

    fn scored(&self) -> impl Iterator<Item = (usize, &Cell, &'a Counts)> {
        self.cells.iter().enumerate().filter(|(_, (c, _))| c.scored).map(|(i, (c, n))| (i, c, *n))
    }

    fn hits(counts: &Counts, frame: usize) -> u64 {
        counts.frames.get(frame).map_or(0, |f| f[..4].iter().sum())
    }

    fn scope(&self) -> Scope {
        let fewest = self.scored().map(|(_, c, _)| c.articles).min().unwrap_or(0);
        if fewest < crate::stats::estimate::ROUGH_BELOW { Scope::Rough } else { Scope::Sources }
    }

    fn check_tests(&self) -> Result<()> {
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

    fn measures(&self) -> Vec<Measure> {
        let mut out = Vec::new();
        for (f, frame) in self.frames.iter().enumerate() {
            for (c, cell, counts) in self.scored() {
                let prevalence = self.draws.ratio(&[c], Layout::prevalence(f));
                out.push(Measure {
                    frame: frame.clone(),
                    source: cell.label.clone(),
                    hits: Self::hits(counts, f),
                    rate: self.draws.ratio(&[c], Layout::rate(f)),
                    // An article is its own segment: rows say no more.
                    segment_share: prevalence,
                    prevalence,
                });
            }
        }
        out
    }

    fn declared(&self, frame: &str, a: &Cell, b: &Cell) -> bool {
        let is = |c: &Cell, name: &str| c.group == name || c.label == name;
        self.spec.tests.iter().any(|t| {
            let [first, second] = &t.between;
            t.frame == frame
                && t.language.as_deref().is_none_or(|l| l == a.language.code())
                && (is(a, first) && is(b, second) || is(b, first) && is(a, second))
        })
    }

    fn differences(&self) -> Vec<Difference> {
        let cells: Vec<Cell> = self.cells.iter().map(|(c, _)| c.clone()).collect();
        let crowded = |l: Language| self.scored().filter(|(_, c, _)| c.language == l).count() > ALL_PAIRS;
        let mut out = Vec::new();
        for (a, b) in pairs(&cells) {
            let few = !crowded(cells[a].language);
            for (f, frame) in self.frames.iter().enumerate() {
                let declared = self.declared(frame, &cells[a], &cells[b]);
                if !declared && !few {
                    continue;
                }
                out.push(Difference {
                    frame: frame.clone(),
                    first: cells[a].label.clone(),
                    second: cells[b].label.clone(),
                    declared,
                    difference: self.draws.difference(&[a], &[b], Layout::rate(f)),
                    log_quotient: self.draws.log_quotient(&[a], &[b], Layout::rate(f)),
                    // Scores of articles do not say in how many segments a frame stands.
                    segment_share: rate::share(0, 0, Unit::Segment, LEVEL),
                    prevalence: self.draws.difference(&[a], &[b], Layout::prevalence(f)),
                    test: None,
                    no_test: Some(NO_TEST.into()),
                    q: None,
                    p_holm: None,
                    verdict: Verdict::NotTested,
                    fragile: vec![],
                });
            }
        }
        for family in [true, false] {
            judge(&mut out, family);
        }
        out
    }

    fn stances(&self) -> Vec<StanceRow> {
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

    /// All scored cells of each language together, then each alone.
    fn groups(&self) -> Vec<(Language, Vec<usize>, Option<String>)> {
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

    fn associations(&self) -> Vec<Association> {
        let mut out = Vec::new();
        for (k, concept) in self.concepts.iter().enumerate() {
            for (language, group, source) in self.groups() {
                for (f, frame) in self.frames.iter().enumerate() {
                    let (near, near_with) = (self.layout.near(k), self.layout.near_with(k, f));
                    let here = Ratio::share(near_with, near);
                    let there = |s: &[f64]| {
                        let (with, all) = (s[Layout::with(f)] - s[near_with], s[Layout::ARTICLES] - s[near]);
                        (all > 0.0).then(|| with / all)
                    };
                    let observed = self.draws.sums(&group);
                    let count = |i: usize| observed.get(i).copied().unwrap_or(0.0) as u64;
                    out.push(Association {
                        concept: concept.clone(),
                        frame: frame.clone(),
                        language: language.code().to_owned(),
                        source: source.clone(),
                        window: Window::Article,
                        near_windows: count(near),
                        near_with: count(near_with),
                        other_windows: count(Layout::ARTICLES) - count(near),
                        other_with: count(Layout::with(f)) - count(near_with),
                        near: self.draws.ratio(&group, here),
                        elsewhere: self.draws.statistic(&[&group], |s| there(s.first()?)),
                        difference: self
                            .draws
                            .statistic(&[&group], |s| Some(here.of(s.first()?)? - there(s.first()?)?)),
                        ratio: self.draws.statistic(&[&group], |s| {
                            let elsewhere = there(s.first()?).filter(|x| *x > 0.0)?;
                            Some(here.of(s.first()?)? / elsewhere)
                        }),
                    });
                }
            }
        }
        out
    }

    fn tones(&self) -> Vec<ToneRow> {
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

    fn trend(&self) -> Vec<TrendRow> {
        let mut years: BTreeMap<(Language, u16), (Vec<usize>, u64)> = BTreeMap::new();
        for (_, cell, counts) in self.scored() {
            for (year, (stratum, n)) in counts.years.iter().filter(|(y, _)| **y > 0) {
                let of_year = years.entry((cell.language, *year)).or_default();
                of_year.0.push(*stratum);
                of_year.1 += n;
            }
        }
        let several = |l| years.keys().filter(|(k, _)| *k == l).count() > 1;
        let mut out = Vec::new();
        for (f, frame) in self.frames.iter().enumerate() {
            for ((language, year), (strata, articles)) in years.iter().filter(|((l, _), _)| several(*l)) {
                out.push(TrendRow {
                    frame: frame.clone(),
                    language: language.code().to_owned(),
                    source: None,
                    period: year.to_string(),
                    articles: *articles as usize,
                    hits: self.strata.sums(strata).get(Layout::hits(f)).copied().unwrap_or(0.0) as u64,
                    rate: self.strata.ratio(strata, Layout::rate(f)),
                });
            }
        }
        out
    }

    fn coverage(&self) -> Vec<Coverage> {
        let mut out = Vec::new();
        for (k, concept) in self.concepts.iter().enumerate() {
            for (cell, counts) in &self.cells {
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

    fn confounding(&self, coverage: &[Coverage]) -> Vec<Confounding> {
        let scored = self.scored().count();
        let naming = |concept: &String| -> Vec<String> {
            coverage
                .iter()
                .filter(|r| r.concept == *concept && r.named > 0)
                .map(|r| r.source.clone())
                .collect()
        };
        self.concepts
            .iter()
            .map(|c| Confounding { concept: c.clone(), sources: naming(c) })
            .filter(|c| !c.sources.is_empty() && c.sources.len() < scored)
            .collect()
    }

    /// A sample of the articles, so that a reader can look some up; their numbers are in the scores.
    fn articles(&self) -> Vec<ArticleRow> {
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

/// p from the interval, corrected within one family, and the verdict.
fn judge(differences: &mut [Difference], declared: bool) {
    let z = z_of_level(LEVEL).unwrap_or(1.96);
    let p = |e: &Estimate| {
        let deviation = (e.high? - e.low?) / (2.0 * z);
        (deviation > 0.0).then(|| normal_two_sided(e.value.unwrap_or(0.0) / deviation))
    };
    let of_family = |d: &Difference| if d.declared == declared { p(&d.difference) } else { None };
    let p: Vec<Option<f64>> = differences.iter().map(of_family).collect();
    let corrected = benjamini_hochberg(&p).into_iter().zip(holm(&p));
    for (d, (q, p_holm)) in differences.iter_mut().zip(corrected).filter(|(d, _)| d.declared == declared) {
        (d.q, d.p_holm) = (q, p_holm);
        d.verdict = match (q, d.difference.value) {
            (Some(q), Some(v)) if q < ALPHA && v > 0.0 => Verdict::More,
            (Some(q), Some(v)) if q < ALPHA && v < 0.0 => Verdict::Less,
            (Some(_), _) => Verdict::NoReliableDifference,
            (None, _) => Verdict::NotTested,
        };
    }
}
