//! Which words carry the differences.

use crate::report::block::{Align, Block, Inline, Line, Table, heading, line, paragraph};
use crate::report::format::number;
use crate::study::Findings;
use crate::study::findings::Scope;
use crate::study::shifts::ShiftRow;

/// Entries listed for each difference; more are in the CSV file.
const LISTED: usize = 5;

pub(super) fn write(f: &Findings) -> Vec<Block> {
    if f.shifts.is_empty() || f.scope == Scope::Texts {
        return vec![];
    }
    let mut rows = Vec::new();
    let mut last: Option<&ShiftRow> = None;
    let mut listed = 0;
    for s in &f.shifts {
        let same = last.is_some_and(|l| (&l.frame, &l.first, &l.second) == (&s.frame, &s.first, &s.second));
        listed = if same { listed + 1 } else { 1 };
        if listed <= LISTED {
            rows.push(row(f, s));
        }
        last = Some(s);
    }
    let mut out = vec![
        heading(3, "Which words carry the differences"),
        paragraph(
            "Each entry's part of a difference; all parts of a difference add up to it. A difference that hangs on one entry is about that word.",
        ),
    ];
    out.extend(crate::report::figures::shift(f).map(Block::Figure));
    out.push(Block::Table(Table {
            id: "shift".into(),
            caption: line(format!(
                "The {LISTED} entries with the largest part in each difference, in hits per 1,000 words. More are in tables/shift.csv."
            )),
            head: ["Frame", "Sources", "Entry", "Hits in the first", "Hits in the second", "Part"]
                .iter()
                .enumerate()
                .map(|(i, h)| ((*h).to_owned(), if i < 3 { Align::Left } else { Align::Right }))
                .collect(),
            rows,
    }));
    out
}

fn row(f: &Findings, s: &ShiftRow) -> Vec<Line> {
    vec![
        line(super::title(&f.frames, &s.frame)),
        line(format!("{} − {}", s.first, s.second)),
        vec![Inline::Code(s.entry.clone())],
        line(s.hits_first.to_string()),
        line(s.hits_second.to_string()),
        line(number(s.contribution, 1)),
    ]
}
