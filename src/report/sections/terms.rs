//! Distinctive words of each source.

use crate::report::block::{Align, Block, Line, Table, heading, line, paragraph};
use crate::report::format::{count, estimate, number, p_value};
use crate::study::Findings;
use crate::study::terms::TermRow;

/// Terms listed per source; all are in the CSV file.
const LISTED: usize = 8;

pub(super) fn write(f: &Findings) -> Vec<Block> {
    if f.terms.is_empty() {
        return vec![];
    }
    let mut rows = Vec::new();
    for cell in &f.sources {
        rows.extend(f.terms.iter().filter(|t| t.source == cell.label).take(LISTED).map(row));
    }
    vec![
        heading(2, "Distinctive words"),
        paragraph(
            "Stems that a source uses more than the other sources of its language, in at least three of its articles. Exploratory: words are not \
             independent, so the q values are too small; the spread (DP, 0 even to 1 in one article) and the number of articles say more.",
        ),
        Block::Table(Table {
            id: "terms".into(),
            caption: line(
                "Distinctive stems by weighted log-odds. Log ratio: 1 means twice as often as in the other sources. All are in tables/terms.csv.",
            ),
            head: ["Source", "Stem", "Here", "Others", "Articles", "Log ratio", "G²", "q", "z", "DP"]
                .iter()
                .enumerate()
                .map(|(i, h)| ((*h).to_owned(), if i < 2 { Align::Left } else { Align::Right }))
                .collect(),
            rows,
        }),
    ]
}

fn row(t: &TermRow) -> Vec<Line> {
    let k = &t.keyness;
    [
        t.source.clone(),
        t.term.clone(),
        count(k.counts.a),
        count(k.counts.b),
        count(t.documents),
        estimate(&k.log_ratio, 1),
        number(k.g2, 1),
        k.q.map_or("–".into(), p_value),
        k.log_odds.map_or("–".into(), |l| number(l.z, 1)),
        t.dispersion.map_or("–".into(), |d| number(d.dp, 2)),
    ]
    .map(line)
    .to_vec()
}
