//! Frames by source: the picture, what was tested, and one table that fits a page.

use crate::report::block::{Block, Inline, Line, Table, heading, line, paragraph, text};
use crate::report::figures;
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::compare::{Difference, Verdict};
use crate::study::findings::Scope;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let mut out = vec![heading(2, w.word("Frames by source"), "frames")];
    out.push(paragraph(w.word(
        "How often the words of each frame occur, per 1,000 words. A frame is a way of speaking: a text may use several, and may use a word to deny it.",
    )));
    out.extend(figures::rates(f, w).map(Block::Figure));
    out.push(Block::Table(rates(f, w)));
    let declared: Vec<_> = f.comparison.differences.iter().filter(|d| d.declared).collect();
    if f.scope != Scope::Texts && !declared.is_empty() {
        out.push(paragraph(w.word("What was declared beforehand, and what came of it:")));
        out.push(Block::List(declared.iter().map(|d| line(verdict(f, w, d))).collect()));
        out.extend(figures::shift(f, w).map(Block::Figure));
    }
    out
}

/// Sources down, frames across: the rate, and how many hits it rests on.
fn rates(f: &Findings, w: &Words) -> Table {
    let mut head = w.heads(&["<Source", ">Words"]);
    head.extend(f.frames.iter().map(|n| format!(">{}", n.title)));
    let row = |c: &crate::study::cells::Cell| {
        let mut row = vec![line(c.label.clone()), line(w.count(c.tokens))];
        row.extend(f.frames.iter().map(|n| cell(f, w, &n.id, &c.label)));
        row
    };
    let caption = w.word("Frames by source: hits per 1,000 words, with the number of hits in brackets. Intervals are in the figure and in the appendix.");
    Table::new("rates", line(caption), &head).with(f.sources.iter().filter(|c| c.scored).map(row))
}

fn cell(f: &Findings, w: &Words, frame: &str, source: &str) -> Line {
    let Some(m) = f.comparison.measures.iter().find(|m| m.frame == frame && m.source == source) else {
        return line("–");
    };
    let rate = m.rate.value.map_or_else(|| "–".to_owned(), |v| w.number(v, 1));
    let mut out = vec![text(format!("{rate} ("))];
    out.extend(super::linked(f, w, m.hits, frame, source, &[]));
    out.push(Inline::Text(")".into()));
    out
}

/// A difference in words that follow from its numbers.
fn verdict(f: &Findings, w: &Words, d: &Difference) -> String {
    let frame = super::title(&f.frames, &d.frame);
    let size =
        d.difference.value.map_or_else(|| w.word("not estimable").to_owned(), |v| w.number(v.abs(), 1));
    let q = d.q.map_or(String::new(), |q| format!(", q {}", w.p_equals(q)));
    let mut s = match d.verdict {
        Verdict::More => say!(
            w,
            "{frame}: {first} has {size} more hits per 1,000 words than {second}{q}.",
            frame = frame,
            first = d.first,
            size = size,
            second = d.second,
            q = q
        ),
        Verdict::Less => say!(
            w,
            "{frame}: {first} has {size} fewer hits per 1,000 words than {second}{q}.",
            frame = frame,
            first = d.first,
            size = size,
            second = d.second,
            q = q
        ),
        Verdict::NoReliableDifference => say!(
            w,
            "{frame}: {first} and {second} do not differ reliably ({difference}{q}).",
            frame = frame,
            first = d.first,
            second = d.second,
            difference = w.estimate(&d.difference, 1),
            q = q
        ),
        Verdict::NotTested => say!(
            w,
            "{frame}: {first} and {second} are not tested: {why}.",
            frame = frame,
            first = d.first,
            second = d.second,
            why = w.word(d.no_test.as_deref().unwrap_or("too few articles"))
        ),
    };
    if !d.fragile.is_empty() {
        s.push(' ');
        s.push_str(&say!(w, "Fragile: the sign turns {when}.", when = d.fragile.join("; ")));
    }
    s
}
