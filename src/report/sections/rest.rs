//! Each source against all others of its language.

use crate::report::block::{Block, Table, heading, line, paragraph, plain};
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::compare::PAIRS_UP_TO;
use crate::study::findings::Scope;

/// Rows on paper; all are in the CSV file.
const LISTED: usize = 40;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let rows = &f.comparison.against_rest;
    if f.scope == Scope::Texts || rows.is_empty() {
        return vec![];
    }
    let mut out = vec![heading(2, w.word("Each source against the others"), "rest")];
    if f.comparison.pairs_left_out > 0 {
        out.push(paragraph(say!(
            w,
            "{n} pairs were not compared one by one, because a language has more than {most} sources: nobody reads so many pairs. Declared tests were made.",
            n = w.count(f.comparison.pairs_left_out as u64),
            most = PAIRS_UP_TO,
        )));
    }
    let mut caption = w
        .word("Each source against all others of its language taken together: hits per 1,000 words, the source minus the others. Exploratory; q is corrected over them as a family of their own, the interval not.")
        .to_owned();
    // Where there are too many to read, those that differ come first.
    let mut shown: Vec<_> = rows.iter().collect();
    if shown.len() > LISTED {
        shown.sort_by(|a, b| a.q.unwrap_or(2.0).total_cmp(&b.q.unwrap_or(2.0)));
        shown.truncate(LISTED);
        caption.push_str(&say!(
            w,
            " The {listed} with the smallest q of {all}; all are in tables/rest.csv.",
            listed = LISTED,
            all = w.count(rows.len() as u64)
        ));
    }
    let table: Table = super::differences::pairs(f, w, &shown, "rest", caption);
    let named = table.rows.into_iter().zip(&shown).map(|(mut row, d)| {
        if let Some(cell) = row.get_mut(1) {
            *cell = line(say!(w, "{source} − the others", source = d.first));
        }
        // The others are every source of the language.
        let language = f.sources.iter().find(|c| c.label == d.first).map(|c| c.language.code());
        if let (Some(cell), Some(language)) = (row.get_mut(2), language) {
            let only = vec![
                ("frame", super::one(super::title(&f.frames, &d.frame))),
                ("language", language.to_owned()),
            ];
            *cell = super::opens(plain(cell), super::evidence_id(&d.frame, &d.first), only);
        }
        row
    });
    out.push(Block::Table(Table { rows: named.collect(), ..table }));
    out
}
