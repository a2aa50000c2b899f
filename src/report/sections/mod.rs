//! The sections of a report, in reading order. Each turns findings into blocks; a new one is a file and a row in [`SECTIONS`].

mod clusters;
mod contexts;
mod corpus;
mod counts;
mod coverage;
mod differences;
mod evidence;
mod files;
mod frames;
mod lexicons;
mod measured;
mod measures;
mod method;
mod near;
mod opening;
mod sensitivity;
mod shift;
mod speakers;
mod stance;
mod terms;
mod tone;
mod trend;

use super::block::{Block, Inline, Line, Only, heading, paragraph, slug, text};
use super::words::Words;
use crate::study::Findings;

pub(in crate::report) use near::{only as near_only, window};
pub(in crate::report) use opening::summary;

/// One section.
pub struct Section {
    /// Id, used to choose and order sections in a study file, and as the anchor of its heading.
    pub id: &'static str,
    /// What it says.
    pub about: &'static str,
    /// True: for those who check, behind the reading text.
    pub appendix: bool,
    /// Its blocks, from a heading of level 2 on; none if there is nothing to say.
    pub write: fn(&Findings, &Words) -> Vec<Block>,
}

macro_rules! section {
    ($id:ident, $about:literal) => {
        Section { id: stringify!($id), about: $about, appendix: false, write: $id::write }
    };
    ($id:ident, appendix, $about:literal) => {
        Section { id: stringify!($id), about: $about, appendix: true, write: $id::write }
    };
}

/// Every section in its usual order.
pub const SECTIONS: &[Section] = &[
    section!(opening, "title, the finding in short, what may be claimed"),
    section!(coverage, "which source names which concept"),
    section!(frames, "frames by source"),
    section!(stance, "asserted or denied"),
    section!(speakers, "narrated or quoted, and who speaks"),
    section!(near, "frames near a concept against elsewhere"),
    section!(tone, "tone by source and near the concepts"),
    section!(trend, "frames over time"),
    section!(clusters, "which articles go together"),
    section!(sensitivity, "what the conclusions hang on"),
    section!(corpus, appendix, "articles found, left out, kept; sources, dates, languages"),
    section!(counts, appendix, "every count of frames, stance, voice, actors, speakers and concepts"),
    section!(differences, appendix, "every pair of sources, declared and exploratory"),
    section!(shift, appendix, "which words carry the differences"),
    section!(terms, appendix, "distinctive words of each source"),
    section!(contexts, appendix, "distinctive words where they stand"),
    section!(evidence, appendix, "the sentences behind the numbers"),
    section!(measured, appendix, "the error of the tool, measured on annotated texts"),
    section!(lexicons, appendix, "size, version, source and licence of the lexicons"),
    section!(method, appendix, "how it was measured, and what it cannot tell"),
    section!(files, appendix, "the files of the report, and how to cite it"),
];

/// All blocks of a report, its sections chosen and ordered as the study asks.
pub fn blocks(f: &Findings, w: &Words) -> Vec<Block> {
    let mut out = Vec::new();
    let mut appendix = false;
    for section in SECTIONS {
        let blocks = (section.write)(f, w);
        if section.appendix && !appendix && !blocks.is_empty() {
            appendix = true;
            out.push(heading(2, w.word("Appendix"), "appendix"));
            out.push(paragraph(w.word(
                "Every number, for those who check. A number with a line under it opens to its sentences.",
            )));
        }
        out.extend(blocks.into_iter().map(|b| if section.appendix { lower(b) } else { b }));
    }
    out
}

/// A heading of the appendix stands one level lower.
fn lower(block: Block) -> Block {
    match block {
        Block::Heading { level, text, id } => Block::Heading { level: level + 1, text, id },
        other => other,
    }
}

/// Id of the evidence of a frame or concept in a source.
pub(in crate::report) fn evidence_id(frame: &str, source: &str) -> String {
    format!("evidence-{}-{}", slug(frame), slug(source))
}

/// Where a sentence stands in the file of whole articles.
pub(super) fn reader_link(article: &str, sentence: u32) -> String {
    format!("articles.html#a-{}-{sentence}", slug(article))
}

/// A number that opens to the sentences with some properties; `to` is where they stand for those without scripts.
pub(super) fn opens(words: String, to: String, only: Only) -> Line {
    vec![Inline::Link { text: words, to, only }]
}

/// A count that opens to its sentences: those of a frame or concept in a source, with more properties.
pub(super) fn linked(
    f: &Findings,
    w: &Words,
    n: u64,
    frame: &str,
    source: &str,
    more: &[(&'static str, &str)],
) -> Line {
    if n == 0 {
        return vec![text("0")];
    }
    opens(w.count(n), evidence_id(frame, source), only(f, frame, source, more))
}

/// The properties of the sentences of a frame or concept in a source.
pub(in crate::report) fn only(
    f: &Findings,
    frame: &str,
    source: &str,
    more: &[(&'static str, &str)],
) -> Only {
    let kind = if f.concepts.iter().any(|c| c.id == frame) { "mention" } else { "frame" };
    let title = title(if kind == "frame" { &f.frames } else { &f.concepts }, frame);
    let mut all = vec![(kind, title.to_owned()), ("source", source.to_owned())];
    all.extend(more.iter().map(|(k, v)| (*k, (*v).to_owned())));
    all
}

/// Labels of the sources that name a concept.
pub(super) fn naming(f: &Findings, concept: &str) -> Vec<String> {
    f.coverage.iter().filter(|r| r.concept == concept && r.named > 0).map(|r| r.source.clone()).collect()
}

/// The title of a frame or concept id.
pub(in crate::report) fn title<'a>(list: &'a [crate::study::findings::Named], id: &'a str) -> &'a str {
    list.iter().find(|n| n.id == id).map_or(id, |n| n.title.as_str())
}

/// The first letter small, where a title stands inside a sentence.
pub(super) fn small(words: &str) -> String {
    words.to_lowercase()
}
