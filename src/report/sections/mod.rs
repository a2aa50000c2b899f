//! The sections of a report, in reading order. Each turns findings into blocks; a new one is a file and a row in [`SECTIONS`].

mod adjusted;
mod changes;
mod clusters;
mod contexts;
mod corpus;
mod counts;
mod coverage;
mod differences;
mod evidence;
mod facets;
mod files;
mod frames;
mod intervals;
mod lexicons;
mod measured;
mod measures;
mod method;
mod near;
mod opening;
mod patterns;
mod rest;
mod sensitivity;
mod shift;
mod speakers;
mod stance;
mod terms;
mod tone;
mod trend;
mod validation;
mod windows;

use super::block::{Block, Inline, Line, Only, heading, paragraph, slug, text};
use std::collections::BTreeMap;

use super::words::Words;
use crate::error::{Error, Kind as ErrorKind, Result};
use crate::study::Findings;
use crate::study::evidence::{EVERYWHERE, Kind};
use crate::study::findings::Scope;
use crate::study::presentation::{Presentation, is_prose};
use crate::study::spec::Window;

pub(in crate::report) use near::{only as near_only, window};
pub(in crate::report) use opening::summary;
pub(in crate::report) use patterns::legend as legend_of_entries;
pub(in crate::report) use tone::opens as tone_opens;

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
    section!(rest, appendix, "each source against the others"),
    section!(adjusted, appendix, "rates corrected for the error of the tool"),
    section!(facets, appendix, "rates by stance, voice and near each concept"),
    section!(windows, appendix, "frames near a concept in other windows"),
    section!(changes, appendix, "before and after a date, and over time by source"),
    section!(shift, appendix, "which words carry the differences"),
    section!(terms, appendix, "distinctive words of each source"),
    section!(contexts, appendix, "distinctive words where they stand"),
    section!(evidence, appendix, "the sentences behind the numbers"),
    section!(validation, appendix, "the tool against people who coded these articles"),
    section!(measured, appendix, "the error of the tool, measured on annotated texts"),
    section!(lexicons, appendix, "size, version, source and licence of the lexicons"),
    section!(method, appendix, "how it was measured, and what it cannot tell"),
    section!(files, appendix, "the files of the report, and how to cite it"),
];

/// What a study may write under `sections`.
///
/// # Errors
/// If it names a section that is not there.
pub fn check(report: &Presentation) -> Result<()> {
    let named =
        report.sections.iter().filter(|s| !is_prose(s)).chain(&report.without).chain(report.titles.keys());
    match named.clone().find(|s| SECTIONS.iter().all(|x| x.id != **s) && *s != "appendix") {
        None => Ok(()),
        Some(unknown) => {
            let known: Vec<&str> = SECTIONS.iter().map(|s| s.id).collect();
            let e = Error::new(ErrorKind::Study, format!("the report has no section {unknown:?}"));
            Err(e.help(format!("sections: {}; or a file of prose that ends in .md", known.join(", "))))
        }
    }
}

/// A section as a study orders it: built in, or prose.
#[derive(Clone, Copy)]
enum Part<'a> {
    Section(&'a Section),
    Prose(&'a str),
}

/// All blocks of a report, its sections chosen, ordered and named as the study asks. `prose` holds files of prose by name.
pub fn blocks(f: &Findings, w: &Words, prose: &BTreeMap<String, String>) -> Vec<Block> {
    let mut out = Vec::new();
    let (main, appendix) = parts(&f.spec.report);
    if !main.iter().any(|p| matches!(p, Part::Section(s) if s.id == "opening")) {
        out.push(heading(1, &f.spec.title, "report"));
    }
    out.extend(main.into_iter().flat_map(|p| part(f, w, prose, p)));
    let behind: Vec<Block> = appendix.into_iter().flat_map(|p| part(f, w, prose, p)).collect();
    if !behind.is_empty() {
        let title = f.spec.report.titles.get("appendix").map_or_else(|| w.word("Appendix"), String::as_str);
        out.push(heading(2, title, "appendix"));
        // Without quotations no number opens.
        let opens = f.spec.quotes.show && f.evidence.iter().any(|c| c.hits > 0);
        out.push(paragraph(if opens {
            w.word("Every number, for those who check. A number with a line under it opens to its sentences; one without a line counts other things (words, segments, tests), is an interval or a probability, or is made of numbers that open.")
        } else {
            w.word("Every number, for those who check.")
        }));
        out.extend(behind.into_iter().map(lower));
    }
    out
}

/// Reading text and appendix. Prose stands where the section before it does.
fn parts(report: &Presentation) -> (Vec<Part<'_>>, Vec<Part<'_>>) {
    let all: Vec<Part<'_>> = if report.sections.is_empty() {
        SECTIONS.iter().map(Part::Section).collect()
    } else {
        let find = |id: &'_ String| SECTIONS.iter().find(|s| s.id == *id).map(Part::Section);
        report
            .sections
            .iter()
            .filter_map(|s| if is_prose(s) { Some(Part::Prose(s)) } else { find(s) })
            .collect()
    };
    let (mut main, mut appendix, mut behind) = (vec![], vec![], false);
    for part in all {
        if let Part::Section(s) = part {
            if report.without.iter().any(|x| x == s.id) {
                continue;
            }
            behind = s.appendix;
        }
        if behind { appendix.push(part) } else { main.push(part) }
    }
    (main, appendix)
}

fn part(f: &Findings, w: &Words, prose: &BTreeMap<String, String>, part: Part<'_>) -> Vec<Block> {
    match part {
        Part::Prose(name) => prose.get(name).map_or_else(Vec::new, |text| super::prose::blocks(name, text)),
        Part::Section(section) => {
            let mut blocks = (section.write)(f, w);
            let first = blocks.iter_mut().find_map(|b| match b {
                Block::Heading { level: 2, text, .. } => Some(text),
                _ => None,
            });
            if let (Some(text), Some(title)) = (first, f.spec.report.titles.get(section.id)) {
                text.clone_from(title);
            }
            blocks
        }
    }
}

/// A heading of the appendix stands one level lower.
fn lower(block: Block) -> Block {
    match block {
        Block::Heading { level, text, id } => Block::Heading { level: level + 1, text, id },
        other => other,
    }
}

/// Labels of sources with one article among others with several: what is said of them is about a text.
pub(in crate::report) fn lone(f: &Findings) -> Vec<String> {
    if f.scope == Scope::Texts {
        return vec![];
    }
    f.sources.iter().filter(|c| c.scored && c.articles == 1).map(|c| c.label.clone()).collect()
}

/// Where the intervals of such sources come from: a sentence with a space before it, or nothing.
pub(in crate::report) fn of_lone(f: &Findings, w: &Words) -> String {
    if lone(f).is_empty() {
        return String::new();
    }
    if whole(f) {
        w.word(" A source with one article has no interval.").to_owned()
    } else {
        w.word(" The intervals of a source with one article are from runs of its sentences and say nothing about the outlet.").to_owned()
    }
}

/// Id of the evidence of a frame or concept in a source.
pub(in crate::report) fn evidence_id(frame: &str, source: &str) -> String {
    cell_id(Kind::Frame, frame, source)
}

/// Id of the contexts of a source's words.
fn contexts_id(source: &str) -> String {
    format!("contexts-{}", slug(source))
}

/// Id of evidence of any kind.
fn cell_id(kind: Kind, of: &str, source: &str) -> String {
    let kind = match kind {
        Kind::Frame | Kind::Mention => "",
        Kind::Related => "related-",
        Kind::Tone => "tone-",
    };
    format!("evidence-{kind}{}-{}", slug(of), slug(source))
}

/// A value of a property of quotations: several values are joined by a stroke, so that none may hold one.
pub(in crate::report) fn one(value: &str) -> String {
    value.replace('|', "¦")
}

/// The property that quotations of a kind are found by, and its value.
fn property(f: &Findings, kind: Kind, id: &str) -> (&'static str, String) {
    match kind {
        Kind::Frame => ("frame", one(title(&f.frames, id))),
        Kind::Mention => ("mention", one(title(&f.concepts, id))),
        Kind::Related => ("related", one(title(&f.concepts, id))),
        Kind::Tone if id == EVERYWHERE => ("tone", EVERYWHERE.to_owned()),
        Kind::Tone => ("tone", one(title(&f.concepts, id))),
    }
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
    let mention = f.concepts.iter().any(|c| c.id == frame);
    let mut all =
        vec![property(f, if mention { Kind::Mention } else { Kind::Frame }, frame), ("source", one(source))];
    all.extend(more.iter().map(|(k, v)| (*k, one(v))));
    all
}

/// A number that opens to the sentences of a frame in two sources.
pub(super) fn between(f: &Findings, words: String, frame: &str, sources: [&str; 2]) -> Line {
    let both = sources.map(one).join("|");
    let to = evidence_id(frame, sources[0]);
    opens(words, to, vec![property(f, Kind::Frame, frame), ("source", both)])
}

/// A number that opens to sentences of a kind other than hits and names.
pub(super) fn opens_kind(f: &Findings, words: String, kind: Kind, of: &str, source: &str) -> Line {
    let to = cell_id(kind, of, source);
    opens(words, to, vec![property(f, kind, of), ("source", one(source))])
}

/// True if the study's report has a section and the section says something.
pub(super) fn shows(f: &Findings, id: &str) -> bool {
    let report = &f.spec.report;
    let chosen = report.sections.is_empty() || report.sections.iter().any(|s| s == id);
    let something = match id {
        "validation" => f.validation.is_some(),
        "adjusted" => !f.adjusted.is_empty(),
        _ => true,
    };
    chosen && something && !report.without.iter().any(|s| s == id)
}

/// What stands where frames would, if no article is scored.
const UNSCORED: &str =
    "Frames are not counted: no article is in a language that there is a lexicon of frames for.";

/// True if frames are counted in some source.
fn any_scored(f: &Findings) -> bool {
    f.sources.iter().any(|c| c.scored)
}

/// Labels of the sources that name a concept.
pub(super) fn naming(f: &Findings, concept: &str) -> Vec<String> {
    f.coverage.iter().filter(|r| r.concept == concept && r.named > 0).map(|r| r.source.clone()).collect()
}

/// True if the report is made of scores of whole articles: nothing is known of their segments and sentences.
pub(in crate::report) fn whole(f: &Findings) -> bool {
    f.finest == Window::Article
}

/// The title of a frame or concept id.
pub(in crate::report) fn title<'a>(list: &'a [crate::study::findings::Named], id: &'a str) -> &'a str {
    list.iter().find(|n| n.id == id).map_or(id, |n| n.title.as_str())
}

/// The first letter small, where a title stands inside a sentence.
pub(super) fn small(words: &str) -> String {
    words.to_lowercase()
}
