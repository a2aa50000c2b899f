//! Distinctive words where they stand.

use crate::report::block::{Block, Inline, Quote, heading, text};
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::keyness::Context;

/// Contexts of a source that are shown where space is short.
const SHORT: usize = 5;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let mut out = Vec::new();
    for cell in &f.sources {
        let terms = f.terms.iter().filter(|t| t.source == cell.label);
        let all: Vec<Quote> = terms.flat_map(|t| t.contexts.iter().map(|c| quote(w, &t.term, c))).collect();
        if !all.is_empty() {
            let title = say!(w, "Words of {source} in context", source = cell.label);
            out.push(heading(3, title, &super::contexts_id(&cell.label)));
            out.push(Block::Quotes { all, short: SHORT });
        }
    }
    out
}

fn quote(w: &Words, stem: &str, c: &Context) -> Quote {
    let date = c.date.as_deref().map(|d| format!(", {d}")).unwrap_or_default();
    Quote {
        words: vec![
            text(c.left.clone()),
            Inline::Hit { text: c.keyword.clone(), denied: false },
            text(c.right.clone()),
        ],
        reading: say!(w, "stem {stem}", stem = stem),
        place: format!("{}{date}, {} {}", c.id, w.word("sentence"), c.sentence),
        reader: Some(super::reader_link(&c.id, c.sentence)),
        facets: vec![],
    }
}
