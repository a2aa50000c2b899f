//! Tone by source and near the concepts.

use crate::report::block::{Block, Line, Table, heading, line, paragraph};
use crate::report::figures;
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::tone::ToneRow;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    if f.tones.iter().all(|t| t.sentences == 0) {
        return vec![];
    }
    let mut out = vec![heading(2, w.word("Tone"), "tone")];
    out.push(paragraph(w.word(
        "Mean tone of sentences from −1 (very negative) to 1 (very positive), as an ordinary reader would feel it. Words of threat are negative words, so \
         the appendix also gives the tone without frame words. “Near” an idea means in the segments that mention it; that is not the writer's opinion of it. \
         Tones of different languages come from different lexicons and must not be compared.",
    )));
    out.extend(figures::tones(f, w).map(Block::Figure));
    out
}

pub(super) fn table(f: &Findings, w: &Words) -> Option<Table> {
    let rows: Vec<_> = f.tones.iter().filter(|t| t.sentences > 0).collect();
    let head = w.heads(&["<Language", "<Source", "<Where", ">Sentences", ">Tone", ">Without frame words"]);
    let caption = line(w.word("Mean tone of sentences, with 95 % intervals."));
    (!rows.is_empty()).then(|| Table::new("tone", caption, &head).with(rows.iter().map(|t| row(f, w, t))))
}

fn row(f: &Findings, w: &Words, t: &ToneRow) -> Vec<Line> {
    let place = match t.near.as_deref() {
        None => w.word("all sentences").to_owned(),
        Some(c) => say!(w, "near: {concept}", concept = super::small(super::title(&f.concepts, c))),
    };
    [
        w.language(&t.language).to_owned(),
        t.source.clone(),
        place,
        w.count(t.sentences),
        w.estimate(&t.tone, 2),
        w.estimate(&t.without_frames, 2),
    ]
    .map(line)
    .to_vec()
}
