//! The sections of a report, in reading order. Each turns findings into blocks; a new one is a file and a row in [`SECTIONS`].

mod clusters;
mod contexts;
mod corpus;
mod coverage;
mod evidence;
mod frames;
mod lexicons;
mod measured;
mod measures;
mod method;
mod near;
mod opening;
mod sensitivity;
mod shift;
mod stance;
mod terms;
mod tone;
mod trend;

use super::block::{Block, Inline, Line, slug, text};
use crate::study::Findings;

/// One section.
pub struct Section {
    /// Id, used to choose and order sections in a study file.
    pub id: &'static str,
    /// What it says.
    pub about: &'static str,
    /// Its blocks; none if there is nothing to say.
    pub write: fn(&Findings) -> Vec<Block>,
}

/// Every section in its usual order.
pub const SECTIONS: &[Section] = &[
    Section {
        id: "opening",
        about: "title, the finding in a paragraph, what may be claimed",
        write: opening::write,
    },
    Section {
        id: "corpus",
        about: "articles found, left out, kept; sources, dates, languages",
        write: corpus::write,
    },
    Section { id: "coverage", about: "which source names which concept", write: coverage::write },
    Section { id: "frames", about: "frames by source, and their differences", write: frames::write },
    Section { id: "shift", about: "which words carry the differences", write: shift::write },
    Section {
        id: "stance",
        about: "asserted or denied, narrated or quoted, and who speaks",
        write: stance::write,
    },
    Section { id: "near", about: "frames near a concept against elsewhere", write: near::write },
    Section { id: "terms", about: "distinctive words of each source", write: terms::write },
    Section { id: "contexts", about: "these words where they stand", write: contexts::write },
    Section { id: "tone", about: "tone by source and near the concepts", write: tone::write },
    Section { id: "trend", about: "frames by year", write: trend::write },
    Section { id: "clusters", about: "which articles go together", write: clusters::write },
    Section { id: "sensitivity", about: "what the conclusions hang on", write: sensitivity::write },
    Section { id: "evidence", about: "the sentences behind the numbers", write: evidence::write },
    Section {
        id: "measured",
        about: "the error of the tool, measured on annotated texts",
        write: measured::write,
    },
    Section {
        id: "lexicons",
        about: "size, version, source and licence of the lexicons",
        write: lexicons::write,
    },
    Section { id: "method", about: "how it was measured, limits, lexicons, citation", write: method::write },
];

/// All blocks of a report.
pub fn blocks(findings: &Findings) -> Vec<Block> {
    SECTIONS.iter().flat_map(|s| (s.write)(findings)).collect()
}

/// Id of the evidence of a frame in a source.
pub(in crate::report) fn evidence_id(frame: &str, source: &str) -> String {
    format!("evidence-{}-{}", slug(frame), slug(source))
}

/// A count that opens to its sentences.
pub(super) fn linked(n: u64, frame: &str, source: &str) -> Line {
    if n == 0 {
        return vec![text("0")];
    }
    vec![Inline::Link { text: super::format::count(n), to: evidence_id(frame, source), only: None }]
}

/// A count that opens to those of its sentences that have a property.
pub(super) fn linked_only(n: u64, frame: &str, source: &str, facet: &'static str, value: &str) -> Line {
    let mut line = linked(n, frame, source);
    if let Some(Inline::Link { only, .. }) = line.first_mut() {
        *only = Some((facet, value.to_owned()));
    }
    line
}

/// Labels of the sources that name a concept.
pub(super) fn naming(f: &Findings, concept: &str) -> Vec<String> {
    f.coverage.iter().filter(|r| r.concept == concept && r.named > 0).map(|r| r.source.clone()).collect()
}

/// The title of a frame or concept id.
pub(super) fn title<'a>(list: &'a [crate::study::findings::Named], id: &'a str) -> &'a str {
    list.iter().find(|n| n.id == id).map_or(id, |n| n.title.as_str())
}
