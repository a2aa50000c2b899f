//! Frames near ideas from sums: within articles, because scores of articles do not say in which sentence an idea stands.

use super::Layout;
use super::material::Material;
use crate::stats::table::Ratio;
use crate::study::association::Association;
use crate::study::spec::Window;

impl Material<'_> {
    pub(super) fn associations(&self) -> Vec<Association> {
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
}
