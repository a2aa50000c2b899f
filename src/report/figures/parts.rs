//! Shift graph: which entries carry a difference, as bars to the left and right of zero.

use super::svg::{Anchor, Opens, Svg, WIDTH, short};
use crate::report::block::{Figure, line};
use crate::report::sections::{evidence_id, legend_of_entries, one, title};
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::shifts::ShiftRow;

const LEFT: f64 = 230.0;
const RIGHT: f64 = 130.0;
const ROW: f64 = 20.0;
const HEAD: f64 = 32.0;
const TOP: f64 = 40.0;
/// Differences drawn, and entries of each.
const PANELS: usize = 6;
const ENTRIES: usize = 6;

/// The entries that carry the first differences between sources. `None` without any.
pub fn shift(f: &Findings, w: &Words) -> Option<Figure> {
    let mut panels: Vec<Vec<&ShiftRow>> = Vec::new();
    for s in &f.shifts {
        let same = |p: &&mut Vec<&ShiftRow>| {
            p.first().is_some_and(|x| (&x.frame, &x.first, &x.second) == (&s.frame, &s.first, &s.second))
        };
        match panels.last_mut().filter(same) {
            Some(p) if p.len() < ENTRIES => p.push(s),
            Some(_) => {}
            None => panels.push(vec![s]),
        }
    }
    let all = panels.len();
    panels.truncate(PANELS);
    let most = panels.iter().flatten().map(|s| s.contribution.abs()).fold(0.0, f64::max);
    if most <= 0.0 {
        return None;
    }
    let (id, name) = ("word-shift", w.word("The words that carry the differences, hits per 1,000 words"));
    let half = (WIDTH - LEFT - RIGHT) / 2.0;
    let zero = LEFT + half;
    let mut svg = Svg::new();
    svg.text(16.0, 24.0, Anchor::Start, "t", name);
    let (mut y, mut told) = (TOP, Vec::new());
    for panel in &panels {
        let Some(first) = panel.first() else { continue };
        let frame = f.frames.iter().find(|c| c.id == first.frame).map_or(first.frame.as_str(), |c| &c.title);
        let heading = format!("{frame}: {} − {}", first.first, first.second);
        y += HEAD;
        svg.text(16.0, y - 9.0, Anchor::Start, "h", &short(&heading, 90));
        let begin = y;
        for s in panel {
            let long = half * s.contribution.abs() / most;
            let (x, class) = if s.contribution < 0.0 { (zero - long, "c1") } else { (zero, "c0") };
            svg.text(LEFT - 12.0, y + 13.0, Anchor::End, "", &short(&s.entry, 28));
            let sources = [&s.first, &s.second].map(|l| one(l)).join("|");
            let frame = ("frame", one(title(&f.frames, &s.frame)));
            let only = vec![frame, ("source", sources), ("entry", one(&s.entry))];
            let opens = Opens { cell: evidence_id(&s.frame, &s.first), only };
            svg.linked(Some(&opens), |svg| svg.rect(x, y + 3.0, long, 13.0, class));
            let note = format!("{} ({} : {})", w.number(s.contribution, 1), s.hits_first, s.hits_second);
            svg.text(WIDTH - RIGHT + 8.0, y + 13.0, Anchor::Start, "s", &note);
            told.push(format!("{heading}, {} {note}", s.entry));
            y += ROW;
        }
        svg.line(zero, begin, zero, y, "ze");
    }
    let alt = format!("{name}. {}.", told.join("; "));
    let rest = if all > PANELS {
        say!(w, " The first {n} of {all} differences.", n = PANELS, all = all)
    } else {
        String::new()
    };
    let caption = w.word("What each entry adds to a difference between two sources, in hits per 1,000 words, with its hits in the first and the second. To the right: more in the first; to the left: more in the second.");
    let signs = legend_of_entries(w, panels.iter().flatten().map(|s| s.entry.as_str()));
    let caption = format!("{caption}{rest}{signs}");
    Some(Figure { id: id.into(), caption: line(caption), svg: svg.finish(id, y + 14.0, name, &alt), alt })
}
