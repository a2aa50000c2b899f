//! Which words carry the differences.

use crate::report::block::{Block, Inline, Line, Table, heading, line, paragraph};
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::findings::Scope;
use crate::study::shifts::ShiftRow;

/// Entries listed for each difference, and rows in all; more are in the CSV file.
const LISTED: usize = 5;
const ROWS: usize = 60;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    if f.shifts.is_empty() || f.scope == Scope::Texts {
        return vec![];
    }
    let (mut rows, mut entries) = (Vec::new(), Vec::new());
    let mut last: Option<&ShiftRow> = None;
    let mut listed = 0;
    for s in &f.shifts {
        let same = last.is_some_and(|l| (&l.frame, &l.first, &l.second) == (&s.frame, &s.first, &s.second));
        listed = if same { listed + 1 } else { 1 };
        if listed <= LISTED && rows.len() < ROWS {
            rows.push(row(f, w, s));
            entries.push(s.entry.as_str());
        }
        last = Some(s);
    }
    let caption = say!(
        w,
        "The {n} entries with the largest part in each difference, in hits per 1,000 words. More are in tables/shift.csv.",
        n = LISTED,
    ) + &super::patterns::legend(w, entries);
    let head =
        w.heads(&["<Frame", "<Sources", "<Entry", ">Hits in the first", ">Hits in the second", ">Part"]);
    vec![
        heading(2, w.word("Which words carry the differences"), "shift"),
        paragraph(w.word(
            "Each entry's part of a difference; all parts of a difference add up to it. A difference that hangs on one entry is about that word.",
        )),
        Block::Table(Table::new("shift", line(caption), &head).with(rows)),
    ]
}

fn row(f: &Findings, w: &Words, s: &ShiftRow) -> Vec<Line> {
    vec![
        line(super::title(&f.frames, &s.frame)),
        line(format!("{} − {}", s.first, s.second)),
        vec![Inline::Code(s.entry.clone())],
        super::linked(f, w, s.hits_first, &s.frame, &s.first, &[("entry", &s.entry)]),
        super::linked(f, w, s.hits_second, &s.frame, &s.second, &[("entry", &s.entry)]),
        line(w.number(s.contribution, 1)),
    ]
}
