//! Frames over time.

use crate::report::block::{Block, Line, Table, heading, line, paragraph};
use crate::report::figures;
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::findings::Scope;
use crate::study::spec::Step;

const YEARS: &str = "Hits per 1,000 words by year of publication, all sources of a language together. The mix of sources changes from year to year: a rise may be a change of source.";
const MONTHS: &str = "Hits per 1,000 words by month of publication, all sources of a language together; articles dated by the year alone, or not at all, are left out. The mix of sources changes from month to month: a rise may be a change of source.";

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    if f.trend.is_empty() || f.scope == Scope::Texts {
        return vec![];
    }
    let mut out = vec![heading(2, w.word("Over time"), "trend")];
    let words = match f.spec.periods.by {
        Step::Year => w.word(YEARS).to_owned() + &undated(f, w),
        Step::Month => w.word(MONTHS).to_owned(),
    };
    out.push(paragraph(words));
    out.extend(figures::trend(f, w).map(Block::Figure));
    out
}

/// How many articles of the languages shown have no date.
fn undated(f: &Findings, w: &Words) -> String {
    let Some(frame) = f.trend.first().map(|t| t.frame.as_str()) else { return String::new() };
    let shown = |language: &str| f.trend.iter().any(|t| t.language == language);
    let all: usize =
        f.sources.iter().filter(|c| c.scored && shown(c.language.code())).map(|c| c.articles).sum();
    let dated: usize = f.trend.iter().filter(|t| t.frame == frame).map(|t| t.articles).sum();
    match all.saturating_sub(dated) {
        0 => String::new(),
        n => {
            say!(w, " Without a date, and so not among them: {articles}.", articles = w.things(n, "article"))
        }
    }
}

pub(super) fn table(f: &Findings, w: &Words) -> Option<Table> {
    if f.trend.is_empty() || f.scope == Scope::Texts {
        return None;
    }
    let row = |t: &crate::study::trend::TrendRow| -> Vec<Line> {
        let only = vec![
            ("frame", super::one(super::title(&f.frames, &t.frame))),
            ("language", t.language.clone()),
            ("period", t.period.clone()),
        ];
        let hits =
            if t.hits > 0 { super::opens(w.count(t.hits), "evidence".into(), only) } else { line("0") };
        vec![
            line(super::title(&f.frames, &t.frame)),
            line(w.language(&t.language)),
            line(t.period.clone()),
            line(w.count(t.articles as u64)),
            hits,
            line(w.estimate(&t.rate, 1)),
        ]
    };
    let head = w.heads(&["<Frame", "<Language", "<Period", ">Articles", ">Hits", ">Per 1,000 words"]);
    let caption = w.word("Frames by period, with 95 % intervals from resampling the articles of a period.");
    let missing = super::intervals::missing(w, false, f.trend.iter().map(|t| &t.rate));
    let caption = line(format!("{caption}{missing}"));
    Some(Table::new("trend", caption, &head).with(f.trend.iter().map(row)))
}
