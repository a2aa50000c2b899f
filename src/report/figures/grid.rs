//! Heat map: which source names which concept, as numbers in cells whose shade follows the number.

use super::svg::{Anchor, Opens, Svg, WIDTH, short};
use crate::report::block::{Figure, line};
use crate::report::sections::{evidence_id, only};
use crate::report::words::Words;
use crate::study::Findings;

const LEFT: f64 = 190.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 66.0;
const ROW: f64 = 30.0;
/// More sources than this are a table and not a picture.
const MOST: usize = 40;

/// Concepts by source: mentions by name per 1,000 words. `None` without concepts or with too many sources.
pub fn coverage(f: &Findings, w: &Words) -> Option<Figure> {
    let sources: Vec<_> = f.sources.iter().filter(|s| s.concepts && s.tokens > 0).collect();
    if f.concepts.is_empty() || sources.is_empty() || sources.len() > MOST {
        return None;
    }
    let (id, title) = ("concepts-by-source", w.word("Mentions of each idea by name, per 1,000 words"));
    let rate = |source: &str, tokens: u64, concept: &str| {
        let row = f.coverage.iter().find(|r| r.source == source && r.concept == concept);
        (row.map_or(0, |r| r.named), row.map_or(0, |r| r.named) as f64 * 1000.0 / tokens as f64)
    };
    let cells = sources.iter().flat_map(|s| f.concepts.iter().map(|c| rate(&s.label, s.tokens, &c.id).1));
    let top = cells.fold(0.0, f64::max);
    // A table of dashes is no picture.
    if top <= 0.0 {
        return None;
    }
    let width = (WIDTH - LEFT - RIGHT) / f.concepts.len() as f64;
    let mut svg = Svg::new();
    svg.text(16.0, 24.0, Anchor::Start, "t", title);
    for (k, c) in f.concepts.iter().enumerate() {
        let letters = (width / 8.0) as usize;
        svg.text(
            LEFT + (k as f64 + 0.5) * width,
            TOP - 12.0,
            Anchor::Middle,
            "h",
            &short(&c.title, letters.max(4)),
        );
    }
    let mut told = Vec::new();
    for (i, s) in sources.iter().enumerate() {
        let y = TOP + i as f64 * ROW;
        svg.text(LEFT - 12.0, y + 19.0, Anchor::End, "", &short(&s.label, 24));
        for (k, c) in f.concepts.iter().enumerate() {
            let (n, r) = rate(&s.label, s.tokens, &c.id);
            let x = LEFT + k as f64 * width;
            let shade = if top > 0.0 && n > 0 { 1 + ((r / top * 4.0) as usize).min(3) } else { 0 };
            let words =
                if n == 0 { "–".to_owned() } else { format!("{} ({})", w.number(r, 1), w.count(n)) };
            let opens = Opens { cell: evidence_id(&c.id, &s.label), only: only(f, &c.id, &s.label, &[]) };
            svg.linked(Some(&opens).filter(|_| n > 0), |svg| {
                svg.rect(x + 1.5, y + 1.5, width - 3.0, ROW - 3.0, SHADES[shade]);
                svg.text(
                    x + width / 2.0,
                    y + 19.0,
                    Anchor::Middle,
                    if shade > 2 { "gl" } else { "od" },
                    &words,
                );
            });
            told.push(format!("{}, {}: {words}", s.label, c.title));
        }
    }
    let alt = format!("{title}. {}.", told.join("; "));
    let height = TOP + sources.len() as f64 * ROW + 14.0;
    let caption = w.word("How often each source names each idea: mentions by name per 1,000 words, and in brackets how many. The darker, the more often; a dash means never.");
    Some(Figure { id: id.into(), caption: line(caption), svg: svg.finish(id, height, title, &alt), alt })
}

const SHADES: [&str; 5] = ["g0", "g1", "g2", "g3", "g4"];
