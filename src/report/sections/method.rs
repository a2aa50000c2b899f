//! How it was measured, and what it cannot tell.

use super::opening::HITS_AT_LEAST;
use crate::report::block::{Block, Inline, heading, line, paragraph, text};
use crate::report::words::{Words, say};
use crate::stats::resample::Interval;
use crate::study::Findings;
use crate::study::findings::{Named, Scope};

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let mut out = vec![heading(2, w.word("How it was measured"), "method")];
    out.push(paragraph(w.word(
        "Articles were cleaned by named rules, cut into sentences and words, and searched for the entries of the frame lexicons; the longest match counts, and a \
         word counts once per frame. For each hit, cues of negation, hedging and hypothesis and their scopes give its stance; quotation marks and reporting verbs \
         give its voice and speaker.",
    )));
    out.push(paragraph(intervals(f, w)));
    out.push(paragraph(say!(
        w,
        "A frame is said to lead in a source if it has at least {least} hits there and its interval lies above that of the next frame; shares of asserted hits are set against each other from {least} hits on.",
        least = HITS_AT_LEAST
    )));
    let definitions = |list: &[Named]| {
        let one = |n: &Named| vec![Inline::Strong(n.title.clone()), text(format!(": {}", n.definition))];
        Block::List(list.iter().map(one).collect())
    };
    out.push(heading(3, w.word("The frames"), "method-frames"));
    out.push(definitions(&f.frames));
    if !f.concepts.is_empty() {
        out.push(heading(3, w.word("The ideas"), "method-ideas"));
        out.push(definitions(&f.concepts));
    }
    out.extend(super::measures::blocks(w));
    out.push(heading(3, w.word("What it cannot tell"), "limits"));
    out.push(Block::List(
        [
            w.word("Whether a statement is true, or what a writer meant: the tool counts words."),
            w.word("How readers understood it: frames in a text are not frames in a mind."),
            w.word("Why sources differ: events, years, sections and languages differ with them."),
            w.word("Irony, images, layout, and what was left out."),
            w.word("Anything about an outlet from one article, or about languages from lexicons that were not made to be compared."),
        ]
        .map(line)
        .to_vec(),
    ));
    out
}

/// Rates, and where their intervals and tests come from.
fn intervals(f: &Findings, w: &Words) -> String {
    let spec = &f.spec;
    let (sentences, draws) = (spec.segment_sentences, w.count(spec.draws as u64));
    let (seed, column) = (spec.seed, w.word(&spec.group_by));
    let how = match spec.interval {
        Interval::Expanded => w.word("expanded percentiles"),
        Interval::Percentile => w.word("percentiles"),
        Interval::Bca => w.word("percentiles corrected for bias and acceleration (BCa)"),
    };
    if super::whole(f) {
        return say!(
            w,
            "Rates are hits per 1,000 words; shares are of articles. Intervals are {how} of {draws} bootstrap draws of articles within sources; corrections are Benjamini–Hochberg (q) and Holm. Seed: {seed}. Grouped by: {column}.",
            how = how,
            draws = draws,
            seed = seed,
            column = column,
        );
    }
    if f.scope == Scope::Texts {
        return say!(
            w,
            "Rates are hits per 1,000 words; shares are of segments (paragraphs joined to at least {sentences} sentences, headlines apart). Intervals are {how} of {draws} bootstrap \
             draws of runs of three sentences within each text, as there is one article a source; for the same reason nothing is tested. Seed: {seed}. Grouped by: {column}.",
            sentences = sentences,
            how = how,
            draws = draws,
            seed = seed,
            column = column,
        );
    }
    let told = match spec.interval {
        Interval::Expanded => say!(
            w,
            "Rates are hits per 1,000 words; shares are of segments (paragraphs joined to at least {sentences} sentences, headlines apart). Intervals are expanded percentiles \
             of {draws} bootstrap draws of articles within sources: plain percentiles are too narrow for few articles (with eight a source they hold the truth in 89 of 100 \
             samples where 95 are promised, expanded ones in 96), and from about fifty articles on the two are alike. p values come from permuting articles; corrections are \
             Benjamini–Hochberg (q) and Holm. Seed: {seed}. Grouped by: {column}.",
            sentences = sentences,
            draws = draws,
            seed = seed,
            column = column,
        ),
        Interval::Percentile => say!(
            w,
            "Rates are hits per 1,000 words; shares are of segments (paragraphs joined to at least {sentences} sentences, headlines apart). Intervals are percentiles \
             of {draws} bootstrap draws of articles within sources; p values come from permuting articles; corrections are Benjamini–Hochberg (q) and Holm. Seed: {seed}. \
             Grouped by: {column}.",
            sentences = sentences,
            draws = draws,
            seed = seed,
            column = column,
        ),
        Interval::Bca => say!(
            w,
            "Rates are hits per 1,000 words; shares are of segments (paragraphs joined to at least {sentences} sentences, headlines apart). Intervals are percentiles \
             corrected for bias and acceleration (BCa) of {draws} bootstrap draws of articles within sources; p values come from permuting articles; corrections are \
             Benjamini–Hochberg (q) and Holm. Seed: {seed}. Grouped by: {column}.",
            sentences = sentences,
            draws = draws,
            seed = seed,
            column = column,
        ),
    };
    if super::lone(f).is_empty() {
        return told;
    }
    told + w.word(" Of a source with one article runs of three of its sentences are drawn instead.")
}
