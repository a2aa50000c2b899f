//! Frames by year.

use crate::report::block::{Align, Block, Line, Table, heading, line, paragraph};
use crate::report::figures;
use crate::report::format::{count, estimate};
use crate::study::Findings;
use crate::study::findings::Scope;

pub(super) fn write(f: &Findings) -> Vec<Block> {
    if f.trend.is_empty() || f.scope == Scope::Texts {
        return vec![];
    }
    let row = |t: &crate::study::trend::TrendRow| -> Vec<Line> {
        [
            super::title(&f.frames, &t.frame).to_owned(),
            t.language.clone(),
            t.period.clone(),
            t.articles.to_string(),
            count(t.hits),
            estimate(&t.rate, 1),
        ]
        .map(line)
        .to_vec()
    };
    let mut out = vec![heading(2, "Over the years")];
    out.push(paragraph("Hits per 1,000 words by year of publication, all sources of a language together. The mix of sources changes from year to year: a rise may be a change of source."));
    out.extend(figures::trend(f).map(Block::Figure));
    out.push(Block::Table(Table {
        id: "trend".into(),
        caption: line("Frames by year, with 95 % intervals from resampling the articles of a year."),
        head: ["Frame", "Language", "Year", "Articles", "Hits", "Per 1,000 words"]
            .iter()
            .enumerate()
            .map(|(i, h)| ((*h).to_owned(), if i < 3 { Align::Left } else { Align::Right }))
            .collect(),
        rows: f.trend.iter().map(row).collect(),
    }));
    out
}
