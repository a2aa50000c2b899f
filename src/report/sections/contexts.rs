//! Distinctive words where they stand.

use crate::report::block::{Block, Inline, Quote, heading, text};
use crate::study::Findings;
use crate::study::keyness::Context;

pub(super) fn write(f: &Findings) -> Vec<Block> {
    let mut out = Vec::new();
    for cell in &f.sources {
        let terms = f.terms.iter().filter(|t| t.source == cell.label);
        let quotes: Vec<Quote> = terms.flat_map(|t| t.contexts.iter().map(|c| quote(&t.term, c))).collect();
        if !quotes.is_empty() {
            out.push(heading(3, &format!("Words of {} in context", cell.label)));
            out.push(Block::Quotes(quotes));
        }
    }
    out
}

fn quote(stem: &str, c: &Context) -> Quote {
    let date = c.date.as_deref().map(|d| format!(", {d}")).unwrap_or_default();
    Quote {
        words: vec![
            text(c.left.clone()),
            Inline::Hit { text: c.keyword.clone(), denied: false },
            text(c.right.clone()),
        ],
        reading: format!("stem {stem}"),
        place: format!("{}{date}, sentence {}", c.id, c.sentence),
        facets: vec![],
    }
}
