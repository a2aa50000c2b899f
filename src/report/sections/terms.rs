//! Distinctive words of each source.

use crate::report::block::{Block, Line, Table, heading, line, paragraph};
use crate::report::words::Words;
use crate::study::Findings;
use crate::study::terms::TermRow;

/// Terms listed per source, and rows in all; all are in the CSV file.
const LISTED: usize = 8;
const ROWS: usize = 80;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    if f.terms.is_empty() {
        return vec![];
    }
    let first = f.sources.iter().flat_map(|c| f.terms.iter().filter(|t| t.source == c.label).take(LISTED));
    let caption = w.word("Distinctive stems by weighted log-odds. Log ratio: 1 means twice as often as in the other sources. All are in tables/terms.csv.");
    let head = w.heads(&[
        "<Source",
        "<Stem",
        ">Here",
        ">Others",
        ">Articles",
        ">Log ratio",
        ">G²",
        ">q",
        ">z",
        ">DP",
    ]);
    vec![
        heading(2, w.word("Distinctive words"), "terms"),
        paragraph(w.word(
            "Stems that a source uses more than the other sources of its language, in at least three of its articles. Exploratory: words are not \
             independent, so the q values are too small; the spread (DP, 0 even to 1 in one article) and the number of articles say more.",
        )),
        Block::Table(Table::new("terms", line(caption), &head).with(first.take(ROWS).map(|t| row(w, t)))),
    ]
}

fn row(w: &Words, t: &TermRow) -> Vec<Line> {
    let k = &t.keyness;
    let here = w.count(k.counts.a);
    vec![
        line(t.source.clone()),
        line(t.term.clone()),
        if t.contexts.is_empty() {
            line(here)
        } else {
            super::opens(here, super::contexts_id(&t.source), vec![])
        },
        line(w.count(k.counts.b)),
        line(w.count(t.documents)),
        line(w.estimate(&k.log_ratio, 1)),
        line(w.number(k.g2, 1)),
        line(k.q.map_or("–".into(), |q| w.p_value(q))),
        line(k.log_odds.map_or("–".into(), |l| w.number(l.z, 1))),
        line(t.dispersion.map_or("–".into(), |d| w.number(d.dp, 2))),
    ]
}
