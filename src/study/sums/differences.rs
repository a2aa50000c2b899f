//! Differences between sources from their sums: p from the interval of the bootstrap, because millions of articles cannot be dealt.

use super::Layout;
use super::material::Material;
use crate::stance::Stance;
use crate::stats::correction::{benjamini_hochberg, holm};
use crate::stats::draws::Draws;
use crate::stats::estimate::{Estimate, LEVEL, Unit};
use crate::stats::rate;
use crate::stats::tails::{normal_two_sided, z_of_level};
use crate::study::cells::{Cell, pairs};
use crate::study::compare::{Difference, OTHERS, PAIRS_UP_TO, Verdict};
use crate::study::sensitivity::Variant;
use crate::study::variation::Variation;

/// A difference is called reliable below this share of false ones.
const ALPHA: f64 = 0.05;
/// Why there is no permutation test.
pub(super) const NO_TEST: &str = "q is from the bootstrap interval: the articles are too many to be permuted";

impl Material<'_> {
    fn declared(&self, frame: &str, a: &Cell, b: &Cell) -> bool {
        let is = |c: &Cell, name: &str| c.group == name || c.label == name;
        self.spec.tests.iter().any(|t| {
            let [first, second] = &t.between;
            t.frame == frame
                && t.language.as_deref().is_none_or(|l| l == a.language.code())
                && (is(a, first) && is(b, second) || is(b, first) && is(a, second))
        })
    }

    /// Pairs of sources, and how many pairs were left out because a language has too many sources.
    pub(super) fn differences(&self) -> (Vec<Difference>, usize) {
        let cells: Vec<Cell> = self.cells.iter().map(|(c, _)| c.clone()).collect();
        let crowded = |c: &Cell| {
            self.scored().filter(|(_, other, _)| other.language == c.language).count() > PAIRS_UP_TO
        };
        let (mut out, mut left_out) = (Vec::new(), 0);
        for (a, b) in pairs(&cells) {
            let few = !crowded(&cells[a]);
            let before = out.len();
            for (f, frame) in self.frames.iter().enumerate() {
                let declared = self.declared(frame, &cells[a], &cells[b]);
                if declared || few {
                    let sides = (cells[a].label.as_str(), cells[b].label.as_str());
                    let found = untested(&self.draws, frame, f, sides, [a, b]);
                    out.push(Difference { declared, ..found });
                }
            }
            left_out += usize::from(out.len() == before);
        }
        for family in [true, false] {
            judge(&mut out, family);
        }
        (out, left_out)
    }

    /// Each source against all others of its language, where there are three or more.
    pub(super) fn against_rest(&self) -> Vec<Difference> {
        let mut out = Vec::new();
        for (_, cells, source) in self.groups() {
            if source.is_some() || cells.len() < 3 {
                continue;
            }
            let all = self.draws.pool(&cells);
            for &c in &cells {
                let Some(pair) = self.draws.against_rest(c, &all) else { continue };
                for (f, frame) in self.frames.iter().enumerate() {
                    out.push(untested(&pair, frame, f, (&self.cells[c].0.label, OTHERS), [0, 1]));
                }
            }
        }
        judge(&mut out, false);
        out
    }

    /// The one variant that sums allow: denied hits set apart. Conclusions that it turns are marked.
    pub(super) fn without_denied<'d>(
        &self,
        differences: impl Iterator<Item = &'d mut Difference>,
    ) -> Vec<Variant> {
        let Some(denied) = Stance::ALL.iter().position(|s| *s == Stance::Denied) else { return Vec::new() };
        let mut out = Vec::new();
        for d in differences {
            let Some(f) = self.frames.iter().position(|f| *f == d.frame) else { continue };
            let Some(first) = self.cells.iter().position(|(c, _)| c.label == d.first) else { continue };
            let language = self.cells[first].0.language;
            let others = |i: usize, c: &Cell| {
                if d.second == OTHERS {
                    i != first && c.language == language && c.scored
                } else {
                    c.label == d.second
                }
            };
            let rate = |wanted: &dyn Fn(usize, &Cell) -> bool| {
                let (mut hits, mut tokens) = (0, 0);
                for (_, (_, n)) in self.cells.iter().enumerate().filter(|(i, (c, _))| wanted(*i, c)) {
                    let denied = n.frames.get(f).map_or(0, |x| x[denied]);
                    hits += Self::hits(n, f) - denied;
                    tokens += n.tokens;
                }
                (tokens > 0).then(|| rate::PER * hits as f64 / tokens as f64)
            };
            let (base, value) =
                (d.difference.value, rate(&|i, _| i == first).zip(rate(&others)).map(|(a, b)| a - b));
            let turned = base.zip(value).is_some_and(|(a, b)| a * b < 0.0);
            let variant = Variation::WithoutDenied;
            if turned && matches!(d.verdict, Verdict::More | Verdict::Less) {
                d.fragile.push(variant.clone());
            }
            let (frame, first, second) = (d.frame.clone(), d.first.clone(), d.second.clone());
            out.push(Variant { frame, first, second, variant, measure: "rate", base, value, turned });
        }
        out
    }
}

/// A difference before correction.
fn untested(
    draws: &Draws,
    frame: &str,
    f: usize,
    (first, second): (&str, &str),
    [a, b]: [usize; 2],
) -> Difference {
    Difference {
        frame: frame.to_owned(),
        first: first.to_owned(),
        second: second.to_owned(),
        declared: false,
        difference: draws.difference(&[a], &[b], Layout::rate(f)),
        log_quotient: draws.log_quotient(&[a], &[b], Layout::rate(f)),
        // Scores of articles do not say in how many segments a frame stands.
        segment_share: rate::share(0, 0, Unit::Segment, LEVEL),
        prevalence: draws.difference(&[a], &[b], Layout::prevalence(f)),
        test: None,
        no_test: Some(NO_TEST.into()),
        q: None,
        p_holm: None,
        verdict: Verdict::NotTested,
        fragile: vec![],
    }
}

/// Two-sided p of no difference, from the width of the interval.
pub(super) fn p_of(e: &Estimate) -> Option<f64> {
    let z = z_of_level(LEVEL).unwrap_or(1.96);
    let deviation = (e.high? - e.low?) / (2.0 * z);
    (deviation > 0.0).then(|| normal_two_sided(e.value.unwrap_or(0.0) / deviation))
}

/// p from the interval, corrected within one family, and the verdict.
fn judge(differences: &mut [Difference], declared: bool) {
    let of_family = |d: &Difference| if d.declared == declared { p_of(&d.difference) } else { None };
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
