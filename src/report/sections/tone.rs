//! Tone by source and near the concepts.

use crate::report::block::{Align, Block, Line, Table, heading, line, paragraph};
use crate::report::figures;
use crate::report::format::{count, estimate};
use crate::study::Findings;
use crate::study::tone::ToneRow;

pub(super) fn write(f: &Findings) -> Vec<Block> {
    let rows: Vec<_> = f.tones.iter().filter(|t| t.sentences > 0).collect();
    if rows.is_empty() {
        return vec![];
    }
    let mut out = vec![heading(2, "Tone")];
    out.push(paragraph(
        "Mean tone of sentences from −1 (very negative) to 1 (very positive), as an ordinary reader would feel it. Words of threat are negative words, so \
         the tone without frame words stands beside it. “Near” an idea means in the segments that mention it; that is not the writer's opinion of it. \
         Tones of different languages come from different lexicons and must not be compared.",
    ));
    out.extend(figures::tones(f).map(Block::Figure));
    out.push(Block::Table(Table {
        id: "tone".into(),
        caption: line("Mean tone of sentences, with 95 % intervals."),
        head: ["Language", "Source", "Where", "Sentences", "Tone", "Without frame words"]
            .iter()
            .enumerate()
            .map(|(i, h)| ((*h).to_owned(), if i < 3 { Align::Left } else { Align::Right }))
            .collect(),
        rows: rows.iter().map(|t| row(f, t)).collect(),
    }));
    out
}

fn row(f: &Findings, t: &ToneRow) -> Vec<Line> {
    let place = t.near.as_deref().map_or("all sentences".to_owned(), |c| {
        format!("near {}", super::title(&f.concepts, c).to_lowercase())
    });
    [
        t.language.clone(),
        t.source.clone(),
        place,
        count(t.sentences),
        estimate(&t.tone, 2),
        estimate(&t.without_frames, 2),
    ]
    .map(line)
    .to_vec()
}
