//! Which source names which concept.

use crate::report::block::{Block, heading, line, note, noted, paragraph};
use crate::report::words::{Words, say};
use crate::study::Findings;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    if f.concepts.is_empty() || f.sources.iter().all(|c| !c.concepts) {
        return vec![];
    }
    let mut out = vec![heading(2, w.word("Who names the idea"), "coverage")];
    // Where the names are not known in a language nobody knows whether they stand there.
    if f.sources.iter().all(|c| c.concepts) && f.coverage.iter().all(|r| r.named + r.related == 0) {
        let ideas: Vec<String> = f.concepts.iter().map(|c| c.title.clone()).collect();
        out.push(paragraph(say!(
            w,
            "No article names or points to any of the ideas that were looked for: {ideas}. Which ideas are looked for is set by concepts in study.toml; a file of your own names of an idea is given there under lexicons.",
            ideas = w.list(&ideas)
        )));
        return out;
    }
    let mut words = Vec::new();
    for c in &f.concepts {
        let naming = super::naming(f, &c.id);
        let related: Vec<String> = f
            .coverage
            .iter()
            .filter(|r| r.concept == c.id && r.named == 0 && r.related > 0)
            .map(|r| r.source.clone())
            .collect();
        let mut s = match naming.as_slice() {
            [] => say!(w, "{concept}: named by no source.", concept = c.title),
            names => say!(w, "{concept}: named by {sources}.", concept = c.title, sources = w.list(names)),
        };
        if !related.is_empty() {
            s.push(' ');
            s.push_str(&say!(w, "Only by related expressions: {sources}.", sources = w.list(&related)));
        }
        words.push(line(s));
    }
    out.push(noted(
        w.word("An idea counts as named where one of its names stands."),
        note("ideas", w.word("Names and related expressions are lists of words and phrases in each language. A related expression points to the idea without naming it, such as “hackers of the group”, while “its hacking division” names it; it counts when the report asks what stands near the idea, but not as naming it.")),
    ));
    out.push(Block::List(words));
    if !f.silent_sources.is_empty() {
        out.push(paragraph(say!(w, "Never by name: {sources}.", sources = w.list(&f.silent_sources))));
    }
    out.extend(crate::report::figures::coverage(f, w).map(Block::Figure));
    out
}
