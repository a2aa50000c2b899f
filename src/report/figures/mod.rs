//! The figures of a report, as SVG: text stays text, colours are safe for the colour-blind and tell themselves apart in black
//! and white by shape or pattern, dark and light follow the reader's setting, and each carries a title and a description for
//! those who cannot see it.
//!
//! A function a figure stands here; the files below draw its kind: dots, bars, a grid of lines, a map.
//!
//! Drawn by own code: the chart crates that were tried have no accessible names, no dark setting and no interval drawn
//! dashed where it is only rough, and these are what the figures are for.

pub(super) mod svg;
mod dots;
mod bars;
mod grid;
mod map;
mod parts;
mod time;
mod tree;

pub use grid::coverage;
pub use map::cluster_map;
pub use parts::shift;
pub use time::trend;
pub use tree::dendrogram;

use super::block::{Figure, line};
use super::format::hundredfold;
use super::sections::{evidence_id, near_only, of_lone, one, only, title, tone_opens, whole, window};
use super::words::{Words, say};
use crate::stats::estimate::{Caution, Estimate};
use crate::study::Findings;
use crate::study::findings::Scope;
use crate::study::spec::Window;
use bars::{Bar, Bars};
use dots::{Dot, DotPlot, Panel};
use svg::Opens;

const STANCES: [&str; 4] = ["asserted", "hedged", "hypothetical", "denied"];
const VOICES: [&str; 3] = ["narrator", "direct", "indirect"];
/// Speakers drawn for each source, and sources.
const SPEAKERS: usize = 4;
const SOURCES: usize = 12;
/// Rows of a figure; of more, the table in the appendix has them all.
const ROWS: usize = 80;

/// Frames by source: rates with intervals on one axis.
pub fn rates(f: &Findings, w: &Words) -> Option<Figure> {
    let per_frame = ROWS / f.frames.len().max(1);
    let panel = |n: &crate::study::findings::Named| Panel {
        title: n.title.clone(),
        dots: f
            .comparison
            .measures
            .iter()
            .filter(|m| m.frame == n.id)
            .take(per_frame)
            .map(|m| {
                let cell = evidence_id(&m.frame, &m.source);
                let opens = (m.hits > 0).then(|| Opens { cell, only: only(f, &m.frame, &m.source, &[]) });
                Dot { opens, ..dot(w, &m.source, &m.rate, f.scope == Scope::Texts, 1) }
            })
            .collect(),
    };
    let what = match f.scope {
        Scope::Texts if whole(f) => w.word("Only a frame without a hit has an interval (exact, over words): scores of whole articles do not tell how even a text is."),
        Scope::Texts => w.word("Lines are 95 % intervals from runs of sentences of the one text, dashed because they are rough and say nothing about the outlet."),
        _ => w.word("Lines are 95 % intervals from resampling articles; dashed where they are rough, because a source has fewer than eight articles; of two or three there are none."),
    };
    let (single, languages) = (of_lone(f, w), languages(f, w));
    let most = f.comparison.measures.len() / f.frames.len().max(1);
    let rest = if most > per_frame {
        say!(w, " The first {n} of {all} sources.", n = per_frame, all = most)
    } else {
        String::new()
    };
    plot(
        w,
        "rates",
        (w.word("Frames by source, hits per 1,000 words"), w.word("Hits per 1,000 words")),
        f.frames.iter().map(panel).collect(),
        &format!(
            "{} {what}{single}{rest}{languages}",
            w.word("How often each source uses the words of each frame, per 1,000 words.")
        ),
    )
}

/// Which sources write in which language, where rates of several languages stand side by side.
fn languages(f: &Findings, w: &Words) -> String {
    let mut by_language: Vec<(&str, Vec<String>)> = Vec::new();
    let articles = |labels: &[String]| -> usize {
        f.sources.iter().filter(|c| labels.contains(&c.label)).map(|c| c.articles).sum()
    };
    for c in f.sources.iter().filter(|c| c.scored) {
        match by_language.iter_mut().find(|l| l.0 == c.language.code()) {
            Some(l) => l.1.push(c.label.clone()),
            None => by_language.push((c.language.code(), vec![c.label.clone()])),
        }
    }
    by_language.sort_by_key(|(_, sources)| std::cmp::Reverse(sources.len()));
    // The language of most sources goes without saying.
    let told: Vec<String> = by_language
        .iter()
        .skip(1)
        .filter(|(_, sources)| sources.len() <= SOURCES)
        .map(|(l, sources)| {
            let (language, sources, one) = (w.language(l), w.list(sources), articles(sources) == 1);
            if one {
                say!(w, "that of {sources} in {language}", language = language, sources = sources)
            } else {
                say!(w, "those of {sources} in {language}", language = language, sources = sources)
            }
        })
        .collect();
    // Labels that name the language say it themselves.
    if told.is_empty() || f.sources.iter().all(|c| c.label != c.group) {
        return String::new();
    }
    let most = w.language(by_language[0].0);
    say!(
        w,
        " Articles are in {most}, {others}. Rates of two languages come from two lexicons: do not rank them.",
        most = most,
        others = told.join(", ")
    )
}

/// Tone by source.
pub fn tones(f: &Findings, w: &Words) -> Option<Figure> {
    let mut panels: Vec<Panel> = Vec::new();
    for t in f.tones.iter().filter(|t| t.near.is_none() && t.sentences > 0).take(ROWS) {
        let title = say!(w, "Articles in {language}", language = w.language(&t.language));
        let opens = tone_opens(f, t);
        let dot = Dot { opens: Some(opens), ..dot(w, &t.source, &t.tone, f.scope == Scope::Texts, 2) };
        match panels.iter_mut().find(|p| p.title == title) {
            Some(p) => p.dots.push(dot),
            None => panels.push(Panel { title, dots: vec![dot] }),
        }
    }
    let caption = match f.scope {
            Scope::Texts if whole(f) => w.word("Tone of the article of each source; 0 is neutral. Languages stand apart: their lexicons are different instruments."),
            _ if whole(f) => w.word("Mean tone of the articles of each source, with 95 % intervals; 0 is neutral. Languages stand apart: their lexicons are different instruments."),
            Scope::Texts => w.word("Mean tone of the sentences of each source, with 95 % intervals from runs of sentences of the one text (dashed: they say nothing about the outlet); 0 is neutral. Languages stand apart: their lexicons are different instruments."),
            _ => w.word("Mean tone of the sentences of each source, with 95 % intervals from resampling articles, dashed where a source has fewer than eight, none where it has two or three; 0 is neutral. Languages stand apart: their lexicons are different instruments."),
        };
    let single = of_lone(f, w);
    plot(
        w,
        "tone-by-source",
        if whole(f) {
            (w.word("Mean tone of articles by source"), w.word("Mean tone of articles (−1 … 1)"))
        } else if f.finest == Window::Segment {
            (w.word("Mean tone of segments by source"), w.word("Mean tone of segments (−1 … 1)"))
        } else {
            (w.word("Mean tone of sentences by source"), w.word("Mean tone of sentences (−1 … 1)"))
        },
        panels,
        &format!("{caption}{single}"),
    )
}

/// Frames near each concept against elsewhere, all sources of a language together, or by source in a comparison of texts.
pub fn near(f: &Findings, w: &Words) -> Option<Figure> {
    let pooled = f.associations.iter().any(|a| a.source.is_none() && a.near_windows > 0);
    let mut panels: Vec<Panel> = Vec::new();
    for a in f.associations.iter().filter(|a| a.near_windows > 0 && a.source.is_none() == pooled) {
        let place = a.source.clone().unwrap_or_else(|| w.language(&a.language).to_owned());
        let heading = format!("{} ({place})", title(&f.concepts, &a.concept));
        let opens = Opens { cell: "evidence".into(), only: near_only(f, a) };
        let dot = Dot {
            opens: (a.near_with > 0).then_some(opens),
            ..dot(w, title(&f.frames, &a.frame), &hundredfold(&a.difference), f.scope == Scope::Texts, 0)
        };
        match panels.iter_mut().find(|p| p.title == heading) {
            Some(p) => p.dots.push(dot),
            None => panels.push(Panel { title: heading, dots: vec![dot] }),
        }
    }
    let [within, elsewhere] = window(w, f.spec.window);
    let heading = say!(
        w,
        "Frames {within} that mention the idea, and {elsewhere}",
        within = within,
        elsewhere = elsewhere
    );
    plot(
        w,
        "near-the-idea",
        (&heading, w.word("Difference in percentage points")),
        panels,
        &say!(
            w,
            "How much more often (right of 0) or less often (left of 0) a frame stands {within} that mention the idea than {elsewhere}, in percentage points, with 95 % intervals from resampling articles within sources.",
            within = within,
            elsewhere = elsewhere
        ),
    )
}

/// Stance by frame and source.
pub fn stances(f: &Findings, w: &Words) -> Option<Figure> {
    let bar = |r: &crate::study::voices::StanceRow| Bar {
        group: title(&f.frames, &r.frame).to_owned(),
        label: r.source.clone(),
        parts: STANCES.iter().map(|s| r.stance.get(s).copied().unwrap_or(0)).collect(),
        opens: STANCES
            .iter()
            .map(|s| Opens {
                cell: evidence_id(&r.frame, &r.source),
                only: only(f, &r.frame, &r.source, &[("stance", w.word(s))]),
            })
            .collect(),
    };
    let bars: Vec<Bar> = f.stances.iter().filter(|r| r.hits > 0).take(ROWS).map(bar).collect();
    stacked(
        w,
        "stance-by-frame",
        w.word("How frames are put: asserted, hedged, hypothetical, denied"),
        &STANCES.map(|s| w.word(s)),
        false,
        &bars,
        w.word("How the words of each frame are put: asserted as so, hedged (may, allegedly), hypothetical (true only in a supposed, future or required world: if, would, will, should) or denied (not, lack). Each bar is all hits of a frame in a source; numbers inside are hits, and n is their sum."),
    )
}

/// Voices by source.
pub fn voices(f: &Findings, w: &Words) -> Option<Figure> {
    let mut bars: Vec<Bar> = Vec::new();
    for r in &f.stances {
        let parts = VOICES.map(|v| r.voice.get(v).copied().unwrap_or(0));
        match bars.iter_mut().find(|b| b.label == r.source) {
            Some(b) => b.parts.iter_mut().zip(parts).for_each(|(a, b)| *a += b),
            None => bars.push(Bar {
                group: String::new(),
                label: r.source.clone(),
                parts: parts.to_vec(),
                opens: VOICES
                    .iter()
                    .map(|v| Opens {
                        cell: "evidence".into(),
                        only: vec![
                            ("source", one(&r.source)),
                            ("voice", w.word(v).to_owned()),
                            ("kind", "frame".into()),
                        ],
                    })
                    .collect(),
            }),
        }
    }
    bars.retain(|b| b.parts.iter().sum::<u64>() > 0);
    bars.truncate(ROWS);
    stacked(
        w,
        "voice-by-source",
        w.word("Who puts the frames: the writer, quoted or reported speakers"),
        &VOICES.map(|s| w.word(s)),
        false,
        &bars,
        w.word("In whose voice the hits of all frames stand: the writer's own (narrator), quoted speech (direct), or reported speech (indirect). Numbers inside are hits, and n is their sum."),
    )
}

/// Speakers with the most hits in their voice, by source.
pub fn speakers(f: &Findings, w: &Words) -> Option<Figure> {
    let mut bars = Vec::new();
    let speaks =
        |c: &&crate::study::cells::Cell| f.speakers.iter().any(|s| s.source == c.label && s.hits > 0);
    for cell in f.sources.iter().filter(speaks).take(SOURCES) {
        let mut rows: Vec<_> = f.speakers.iter().filter(|s| s.source == cell.label && s.hits > 0).collect();
        rows.sort_by(|a, b| (b.hits, &a.speaker).cmp(&(a.hits, &b.speaker)));
        bars.extend(rows.into_iter().take(SPEAKERS).map(|s| Bar {
            group: cell.label.clone(),
            label: s.speaker.clone(),
            parts: vec![s.hits],
            opens: vec![Opens {
                cell: "evidence".into(),
                only: vec![
                    ("source", one(&s.source)),
                    ("speaker", one(&s.speaker)),
                    ("kind", "frame".into()),
                ],
            }],
        }));
    }
    let speaking = f.sources.iter().filter(|c| speaks(c)).count();
    let left = if speaking > SOURCES {
        say!(w, " The first {n} of {all} sources.", n = SOURCES, all = speaking)
    } else if speaking < f.sources.iter().filter(|c| c.scored).count() {
        w.word(" Sources without such a speaker are left out.").to_owned()
    } else {
        String::new()
    };
    stacked(
        w,
        "speakers-by-source",
        w.word("Speakers in whose words most hits stand"),
        &[w.word("hits")],
        true,
        &bars,
        &(say!(
            w,
            "Who is given the words: the speakers of each source in whose quoted or reported speech most hits of any frame stand, with the number of hits; at most {n} a source. One speaker may stand under several names.",
            n = SPEAKERS
        ) + &left),
    )
}

fn dot(w: &Words, label: &str, e: &Estimate, text_only: bool, decimals: usize) -> Dot {
    let note = e.value.map_or_else(|| w.word("not estimable").to_owned(), |v| w.number(v, decimals));
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
    w: &Words,
    id: &str,
    (title, axis): (&str, &str),
    panels: Vec<Panel>,
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
    let svg = DotPlot { id, words: w, title, alt: &alt, axis, panels: &panels, zero: Some(0.0) }.draw();
    Some(Figure { id: id.into(), caption: line(caption), alt, svg })
}

fn stacked(
    w: &Words,
    id: &str,
    title: &str,
    parts: &[&str],
    absolute: bool,
    bars: &[Bar],
    caption: &str,
) -> Option<Figure> {
    if bars.is_empty() {
        return None;
    }
    let told = bars.iter().map(|b| {
        let shares: Vec<String> = parts
            .iter()
            .zip(&b.parts)
            .filter(|(_, n)| **n > 0)
            .map(|(p, n)| format!("{p} {}", w.count(*n)))
            .collect();
        let name = if b.group.is_empty() { b.label.clone() } else { format!("{}, {}", b.group, b.label) };
        format!("{name}: {}", shares.join(", "))
    });
    let alt = format!("{title}. {}.", told.collect::<Vec<_>>().join("; "));
    let svg = Bars { id, words: w, title, alt: &alt, parts, absolute, rows: bars }.draw();
    Some(Figure { id: id.into(), caption: line(caption), alt, svg })
}
