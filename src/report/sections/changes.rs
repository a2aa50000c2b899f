//! Before and after a date, and frames over time within each source.

use crate::report::block::{Block, Line, Table, heading, line, paragraph};
use crate::report::words::{Words, say};
use crate::stats::estimate::Estimate;
use crate::study::Findings;
use crate::study::trend::{ChangeRow, TrendRow};

/// Rows on paper; all are in the CSV files.
const LISTED: usize = 40;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let mut out = Vec::new();
    if let (Some(split), false) = (f.spec.periods.split, f.changes.is_empty()) {
        out.push(heading(2, say!(w, "Before and after {date}", date = split), "changes"));
        let unplaced: usize = f
            .changes
            .iter()
            .filter(|c| c.frame == f.changes[0].frame && c.source.is_none())
            .map(|c| c.articles_unplaced)
            .sum();
        let mut words = w.word("After minus before, in hits per 1,000 words. The first day of the date is the first after. All sources of a language together may change because other sources wrote: look at the rows of single sources.").to_owned();
        if unplaced > 0 {
            words.push_str(&say!(
                w,
                " Left out, because their date does not say: {articles}.",
                articles = w.things(unplaced, "article")
            ));
        }
        out.push(paragraph(words));
        let head =
            w.heads(&["<Frame", "<Sources", ">Articles", ">Before", ">After", ">Difference", ">p", ">q"]);
        let caption = w.word("Frames before and after the date, with 95 % intervals; p by permuting articles, q corrected over this table, the intervals not. Exploratory.");
        let shown = f.changes.iter().take(LISTED);
        let estimates = shown.flat_map(|c| [&c.change.before, &c.change.after, &c.change.difference]);
        let caption = line(format!("{caption}{}", super::intervals::missing(w, false, estimates)));
        let rows = f.changes.iter().take(LISTED).map(|c| change(f, w, c));
        out.push(Block::Table(Table::new("changes", caption, &head).with(rows)));
    }
    if !f.trend_by_source.is_empty() {
        out.push(heading(2, w.word("Over time, by source"), "trend-by-source"));
        let mut caption = w.word("Frames over time within each source, hits per 1,000 words.").to_owned();
        let shown = f.trend_by_source.iter().take(LISTED);
        caption.push_str(&super::intervals::missing(w, false, shown.map(|t| &t.rate)));
        if f.trend_by_source.len() > LISTED {
            caption.push_str(&say!(
                w,
                " The first {listed} of {all}; all are in tables/trend-by-source.csv.",
                listed = LISTED,
                all = w.count(f.trend_by_source.len() as u64)
            ));
        }
        let head = w.heads(&["<Frame", "<Source", "<Period", ">Articles", ">Hits", ">Per 1,000 words"]);
        let rows = f.trend_by_source.iter().take(LISTED).map(|t| period(f, w, t));
        out.push(Block::Table(Table::new("trend-by-source", line(caption), &head).with(rows)));
    }
    out
}

fn change(f: &Findings, w: &Words, c: &ChangeRow) -> Vec<Line> {
    let sources = c.source.clone();
    let test = c.change.test.ok();
    let split = f.spec.periods.split.map(|d| d.to_string()).unwrap_or_default();
    let opens = |e: &Estimate, side: &'static str| {
        let words = w.estimate(e, 1);
        if e.value.is_none_or(|v| v <= 0.0) {
            return line(words);
        }
        let place = match &c.source {
            Some(source) => ("source", super::one(source)),
            None => ("language", c.language.clone()),
        };
        let frame = ("frame", super::one(super::title(&f.frames, &c.frame)));
        super::opens(words, "evidence".into(), vec![frame, place, (side, split.clone())])
    };
    vec![
        line(super::title(&f.frames, &c.frame)),
        line(sources.unwrap_or_else(|| say!(w, "all ({language})", language = w.language(&c.language)))),
        line(format!("{} : {}", c.articles_before, c.articles_after)),
        opens(&c.change.before, "before"),
        opens(&c.change.after, "since"),
        line(w.estimate(&c.change.difference, 1)),
        line(test.map_or("–".to_owned(), |t| w.p_value(t.p))),
        line(c.q.map_or("–".to_owned(), |q| w.p_value(q))),
    ]
}

fn period(f: &Findings, w: &Words, t: &TrendRow) -> Vec<Line> {
    let source = t.source.clone().unwrap_or_default();
    let hits = if t.hits == 0 {
        line("0")
    } else {
        let only = super::only(f, &t.frame, &source, &[("period", &t.period)]);
        super::opens(w.count(t.hits), super::evidence_id(&t.frame, &source), only)
    };
    vec![
        line(super::title(&f.frames, &t.frame)),
        line(source),
        line(t.period.clone()),
        line(w.count(t.articles as u64)),
        hits,
        line(w.estimate(&t.rate, 1)),
    ]
}
