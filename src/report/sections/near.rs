//! Frames near a concept against elsewhere.

use crate::report::block::{Align, Block, Line, Table, heading, line, paragraph};
use crate::report::figures;
use crate::report::format::{estimate, percent};
use crate::stats::estimate::Estimate;
use crate::study::Findings;
use crate::study::association::Association;
use crate::study::findings::Scope;

pub(super) fn write(f: &Findings) -> Vec<Block> {
    let rows: Vec<_> = f.associations.iter().filter(|a| a.near_windows > 0).collect();
    if rows.is_empty() {
        return vec![];
    }
    let window = f.spec.window.name();
    let mut out = vec![heading(2, "Frames near the idea")];
    out.push(paragraph(format!(
        "How often does a {window} that mentions the idea (by name or by a related expression) carry a frame, and how often does a {window} of the \
         same sources that does not? The difference shows what the idea is written about with; it is no measure of opinion.",
    )));
    // In a comparison of texts sources are not pooled: counts by text are all there is.
    let texts = f.scope == Scope::Texts;
    if !texts {
        out.extend(figures::near(f).map(Block::Figure));
    }
    let pooled: Vec<_> = rows.iter().filter(|a| a.source.is_none() && !texts).copied().collect();
    let single: Vec<_> = rows.iter().filter(|a| a.source.is_some()).copied().collect();
    if !pooled.is_empty() {
        let caption = format!(
            "Frames in {window}s that mention an idea against the others, all sources of a language together. Difference in percentage points; intervals resample articles within sources."
        );
        out.push(Block::Table(table(f, &pooled, "near", &caption)));
    }
    if !single.is_empty() {
        let caption = format!(
            "The same by source, where it mentions the idea. Differences rest on few {window}s; read the counts."
        );
        out.push(Block::Table(table(f, &single, "near-by-source", &caption)));
    }
    out
}

fn table(f: &Findings, rows: &[&Association], id: &str, caption: &str) -> Table {
    let points = |e: &Estimate| {
        let times = |x: Option<f64>| x.map(|v| v * 100.0);
        estimate(&Estimate { value: times(e.value), low: times(e.low), high: times(e.high), ..*e }, 0)
    };
    let row = |a: &&Association| -> Vec<Line> {
        [
            super::title(&f.concepts, &a.concept).to_owned(),
            a.source.clone().unwrap_or_else(|| format!("all ({})", a.language)),
            super::title(&f.frames, &a.frame).to_owned(),
            format!("{} of {}", a.near_with, a.near_windows),
            format!("{} of {}", a.other_with, a.other_windows),
            percent(&Estimate { low: None, high: None, ..a.near }),
            percent(&Estimate { low: None, high: None, ..a.elsewhere }),
            points(&a.difference),
        ]
        .map(line)
        .to_vec()
    };
    let head =
        ["Idea", "Sources", "Frame", "Near: with frame", "Elsewhere", "Near", "Elsewhere", "Difference"];
    Table {
        id: id.into(),
        caption: line(caption),
        head: head
            .iter()
            .enumerate()
            .map(|(i, h)| ((*h).to_owned(), if i < 3 { Align::Left } else { Align::Right }))
            .collect(),
        rows: rows.iter().map(row).collect(),
    }
}
