//! The figures of a report, as SVG: text stays text, colours are safe for the colour-blind and tell themselves apart in black
//! and white by shape or pattern, dark and light follow the reader's setting, and each carries a title and a description for
//! those who cannot see it.
//!
//! Drawn by own code: the chart crates that were tried have no accessible names, no dark setting and no interval drawn
//! dashed where it is only rough, and these are what the figures are for.

mod svg;
mod dots;
mod bars;
mod grid;
mod parts;

pub use grid::coverage;
pub use parts::shift;

use super::block::{Figure, line};
use super::format::{count, number};
use super::sections::evidence_id;
use crate::stats::estimate::{Caution, Estimate};
use crate::study::Findings;
use crate::study::findings::Scope;
use bars::{Bar, Bars};
use dots::{Dot, DotPlot, Panel};
use svg::Opens;

const STANCES: [&str; 4] = ["asserted", "hedged", "hypothetical", "denied"];

/// Frames by source: rates with intervals on one axis.
pub fn rates(f: &Findings) -> Option<Figure> {
    let panel = |n: &crate::study::findings::Named| Panel {
        title: n.title.clone(),
        dots: f
            .comparison
            .measures
            .iter()
            .filter(|m| m.frame == n.id)
            .map(|m| {
                let cell = evidence_id(&m.frame, &m.source);
                let opens = (m.hits > 0).then_some(Opens { cell, only: String::new() });
                Dot { opens, ..dot(&m.source, &m.rate, f.scope == Scope::Texts, 1) }
            })
            .collect(),
    };
    let what = match f.scope {
        Scope::Texts => {
            "Lines are 95 % intervals from runs of sentences of the one text (dashed: they say nothing about the outlet)."
        }
        _ => "Lines are 95 % intervals from resampling articles; dashed where a source has fewer than eight.",
    };
    plot(
        "rates",
        "Frames by source, hits per 1,000 words",
        "Hits per 1,000 words",
        f.frames.iter().map(panel).collect(),
        Some(0.0),
        &format!("How often each source uses the words of each frame, per 1,000 words. {what}"),
    )
}

/// Tone by source.
pub fn tones(f: &Findings) -> Option<Figure> {
    let mut panels: Vec<Panel> = Vec::new();
    for t in f.tones.iter().filter(|t| t.near.is_none() && t.sentences > 0) {
        let title = format!("Articles in {}", t.language);
        let dot = dot(&t.source, &t.tone, f.scope == Scope::Texts, 2);
        match panels.iter_mut().find(|p| p.title == title) {
            Some(p) => p.dots.push(dot),
            None => panels.push(Panel { title, dots: vec![dot] }),
        }
    }
    plot(
        "tone-by-source",
        "Mean tone of sentences by source",
        "Mean tone of sentences (−1 … 1)",
        panels,
        Some(0.0),
        "Mean tone of the sentences of each source, with 95 % intervals. Languages stand apart: their lexicons are different instruments.",
    )
}

/// Frames near each concept against elsewhere, all sources of a language together, or by source in a comparison of texts.
pub fn near(f: &Findings) -> Option<Figure> {
    let pooled = f.associations.iter().any(|a| a.source.is_none() && a.near_windows > 0);
    let mut panels: Vec<Panel> = Vec::new();
    for a in f.associations.iter().filter(|a| a.near_windows > 0 && a.source.is_none() == pooled) {
        let concept = f.concepts.iter().find(|c| c.id == a.concept).map_or(a.concept.as_str(), |c| &c.title);
        let place = a.source.clone().unwrap_or_else(|| a.language.clone());
        let title = format!("{concept} ({place})");
        let frame = f.frames.iter().find(|c| c.id == a.frame).map_or(a.frame.as_str(), |c| &c.title);
        let points = |x: Option<f64>| x.map(|v| v * 100.0);
        let e = Estimate {
            value: points(a.difference.value),
            low: points(a.difference.low),
            high: points(a.difference.high),
            ..a.difference
        };
        let dot = dot(frame, &e, f.scope == Scope::Texts, 0);
        match panels.iter_mut().find(|p| p.title == title) {
            Some(p) => p.dots.push(dot),
            None => panels.push(Panel { title, dots: vec![dot] }),
        }
    }
    let window = f.spec.window.name();
    plot(
        "near-the-idea",
        &format!("Frames in {window}s that mention the idea, against other {window}s"),
        "Difference in percentage points",
        panels,
        Some(0.0),
        &format!(
            "How much more often a {window} carries a frame when it mentions the idea (right of 0) than when it does not (left of 0), in percentage points, with 95 % intervals."
        ),
    )
}

/// Frames by year.
pub fn trend(f: &Findings) -> Option<Figure> {
    let mut panels: Vec<Panel> = Vec::new();
    for t in &f.trend {
        let frame = f.frames.iter().find(|c| c.id == t.frame).map_or(t.frame.as_str(), |c| &c.title);
        let title = format!("{frame} ({})", t.language);
        let dot = dot(&format!("{} (n = {})", t.period, t.articles), &t.rate, false, 1);
        match panels.iter_mut().find(|p| p.title == title) {
            Some(p) => p.dots.push(dot),
            None => panels.push(Panel { title, dots: vec![dot] }),
        }
    }
    plot(
        "frames-by-year",
        "Frames by year, hits per 1,000 words",
        "Hits per 1,000 words",
        panels,
        Some(0.0),
        "Hits per 1,000 words by year of publication, with 95 % intervals from resampling the articles of the year.",
    )
}

/// Stance by frame and source.
pub fn stances(f: &Findings) -> Option<Figure> {
    let bar = |r: &crate::study::voices::StanceRow| Bar {
        group: f.frames.iter().find(|c| c.id == r.frame).map_or(r.frame.clone(), |c| c.title.clone()),
        label: r.source.clone(),
        parts: STANCES.iter().map(|s| r.stance.get(s).copied().unwrap_or(0)).collect(),
        evidence: evidence_id(&r.frame, &r.source),
    };
    let bars: Vec<Bar> = f.stances.iter().filter(|r| r.hits > 0).map(bar).collect();
    stacked(
        "stance-by-frame",
        "stance",
        "How frames are put: asserted, hedged, hypothetical, denied",
        &STANCES,
        &bars,
        "How the hits of each frame are put. Each bar is all hits of a frame in a source; its number stands at the right.",
    )
}

/// Voices by source.
pub fn speakers(f: &Findings) -> Option<Figure> {
    const VOICES: [&str; 3] = ["narrator", "direct", "indirect"];
    let mut bars: Vec<Bar> = Vec::new();
    for r in &f.stances {
        let parts = VOICES.map(|v| r.voice.get(v).copied().unwrap_or(0));
        match bars.iter_mut().find(|b| b.label == r.source) {
            Some(b) => b.parts.iter_mut().zip(parts).for_each(|(a, b)| *a += b),
            None => bars.push(Bar {
                group: String::new(),
                label: r.source.clone(),
                parts: parts.to_vec(),
                evidence: String::new(),
            }),
        }
    }
    bars.retain(|b| b.parts.iter().sum::<u64>() > 0);
    stacked(
        "voice-by-source",
        "voice",
        "Who puts the frames: the writer, quoted, or reported speakers",
        &VOICES,
        &bars,
        "In whose voice the hits of all frames stand: the writer's own, quoted speech, or reported speech. The number of hits stands at the right.",
    )
}

fn dot(label: &str, e: &Estimate, text_only: bool, decimals: usize) -> Dot {
    let note = match (e.value, e.ends()) {
        (Some(v), _) => number(v, decimals),
        _ => "not estimable".into(),
    };
    Dot {
        label: label.to_owned(),
        value: e.value,
        ends: e.ends(),
        rough: text_only || e.caution == Some(Caution::Rough),
        note,
        opens: None,
    }
}

fn plot(
    id: &str,
    title: &str,
    axis: &str,
    panels: Vec<Panel>,
    zero: Option<f64>,
    caption: &str,
) -> Option<Figure> {
    let panels: Vec<Panel> =
        panels.into_iter().filter(|p| p.dots.iter().any(|d| d.value.is_some())).collect();
    if panels.is_empty() {
        return None;
    }
    let told = panels.iter().map(|p| {
        let dots: Vec<String> = p.dots.iter().map(|d| format!("{} {}", d.label, d.note)).collect();
        format!("{}: {}", p.title, dots.join(", "))
    });
    let alt = format!("{title}. {}.", told.collect::<Vec<_>>().join("; "));
    let svg = DotPlot { id, title, alt: &alt, axis, panels: &panels, zero }.draw();
    Some(Figure { id: id.into(), caption: line(caption), alt, svg })
}

fn stacked(
    id: &str,
    facet: &str,
    title: &str,
    parts: &[&str],
    bars: &[Bar],
    caption: &str,
) -> Option<Figure> {
    if bars.is_empty() {
        return None;
    }
    let told = bars.iter().map(|b| {
        let total: u64 = b.parts.iter().sum();
        let shares: Vec<String> = parts
            .iter()
            .zip(&b.parts)
            .filter(|(_, n)| **n > 0)
            .map(|(p, n)| format!("{p} {}", count(*n)))
            .collect();
        let name = if b.group.is_empty() { b.label.clone() } else { format!("{}, {}", b.group, b.label) };
        format!("{name}: {} of {}", shares.join(", "), count(total))
    });
    let alt = format!("{title}. {}.", told.collect::<Vec<_>>().join("; "));
    let svg = Bars { id, facet, title, alt: &alt, parts, rows: bars }.draw();
    Some(Figure { id: id.into(), caption: line(caption), alt, svg })
}
