//! Tone by source and near the concepts.

use std::collections::BTreeSet;

use crate::report::block::{Block, Line, Table, heading, line, note, noted};
use crate::report::figures::{self, svg::Opens};
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::evidence::{EVERYWHERE, Kind};
use crate::study::findings::Scope;
use crate::study::spec::Window;
use crate::study::tone::ToneRow;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    if f.tones.iter().all(|t| t.sentences == 0) {
        return vec![];
    }
    let mut out = vec![heading(2, w.word("Tone"), "tone")];
    let (whole, segments) = (super::whole(f), f.finest == Window::Segment);
    let mut words = if segments { w.word("Mean tone of segments from −1 (very negative) to 1 (very positive), as people rated such words. “Near” an idea means in the segments that mention it; that is not the writer's opinion of it. Tones of different languages come from different lexicons and must not be compared.") } else if whole { w.word("Mean tone of articles from −1 (very negative) to 1 (very positive), as people rated such words. “Near” an idea means in the articles that mention it; that is not the writer's opinion of it. Tones of different languages come from different lexicons and must not be compared.") } else { w.word("Mean tone of sentences from −1 (very negative) to 1 (very positive), as people rated such words. “Near” an idea means in the segments, or headlines, that mention it; that is not the writer's opinion of it. Tones of different languages come from different lexicons and must not be compared.") }.to_owned();
    if super::shows(f, "counts") {
        words.push(' ');
        words.push_str(w.word(
            "Words of threat are negative words, so the appendix also gives the tone without frame words.",
        ));
    }
    let ungraded = ungraded(f);
    if !ungraded.is_empty() {
        let languages: Vec<String> = ungraded.iter().map(|l| w.language(l).to_owned()).collect();
        words.push(' ');
        words.push_str(&say!(
            w,
            "Not measured in {languages}: no words are graded there.",
            languages = w.list(&languages)
        ));
    }
    let how = if segments {
        w.word("Every word of a graded list has a value; negation turns it, “very” and “hardly” strengthen and weaken it, and words that avert harm or spoil good shift it. A sentence has the tone of its words together, a segment the mean of its sentences, and a source the mean of its segments. Differences of a few hundredths are small: a mean near 0 holds good and bad sentences alike.")
    } else if whole {
        w.word("Every word of a graded list has a value; negation turns it, “very” and “hardly” strengthen and weaken it, and words that avert harm or spoil good shift it. A sentence has the tone of its words together, an article the mean of its sentences, headline included, and a source the mean of its articles. Differences of a few hundredths are small: a mean near 0 holds good and bad sentences alike.")
    } else {
        w.word("Every word of a graded list has a value; negation turns it, “very” and “hardly” strengthen and weaken it, and words that avert harm or spoil good shift it. A sentence has the tone of its words together, a source the mean of its sentences, headlines included. Differences of a few hundredths are small: a mean near 0 holds good and bad sentences alike.")
    };
    out.push(noted(words, note("tone", how)));
    out.extend(figures::tones(f, w).map(Block::Figure));
    out
}

/// Languages whose frames are counted, but not their tone.
fn ungraded(f: &Findings) -> BTreeSet<&str> {
    let graded: BTreeSet<&str> =
        f.tones.iter().filter(|t| t.sentences > 0).map(|t| t.language.as_str()).collect();
    let scored = f.sources.iter().filter(|c| c.scored).map(|c| c.language.code());
    scored.filter(|l| !graded.contains(l)).collect()
}

pub(super) fn table(f: &Findings, w: &Words) -> Option<Table> {
    let rows: Vec<_> = f.tones.iter().filter(|t| t.sentences > 0).collect();
    let whole = super::whole(f);
    let head = if whole {
        w.heads(&["<Language", "<Source", "<Where", ">Articles", ">Tone", ">Without frame words"])
    } else if f.finest == Window::Segment {
        w.heads(&["<Language", "<Source", "<Where", ">Segments", ">Tone", ">Without frame words"])
    } else {
        w.heads(&["<Language", "<Source", "<Where", ">Sentences", ">Tone", ">Without frame words"])
    };
    let caption = match f.scope {
        Scope::Texts if whole => w.word("Tone of articles."),
        _ if whole => w.word("Mean tone of articles, with 95 % intervals."),
        _ if f.finest == Window::Segment => w.word("Mean tone of segments, with 95 % intervals."),
        Scope::Texts => w.word("Mean tone of sentences, with 95 % intervals from runs of three sentences of the one text. Each mean opens a few of its sentences, drawn at random, with the tone of each."),
        _ => w.word("Mean tone of sentences, with 95 % intervals from resampling articles. Each mean opens a few of its sentences, drawn at random, with the tone of each."),
    };
    let estimates = rows.iter().flat_map(|t| [&t.tone, &t.without_frames]);
    let missing = if f.scope == Scope::Texts && whole {
        String::new()
    } else {
        super::intervals::missing(w, true, estimates)
    };
    let caption = line(format!("{caption}{}{missing}", super::of_lone(f, w)));
    (!rows.is_empty()).then(|| Table::new("tone", caption, &head).with(rows.iter().map(|t| row(f, w, t))))
}

/// Sentences behind a mean.
pub(in crate::report) fn opens(f: &Findings, t: &ToneRow) -> Opens {
    let near = t.near.as_deref().unwrap_or(EVERYWHERE);
    let only = vec![super::property(f, Kind::Tone, near), ("source", super::one(&t.source))];
    Opens { cell: super::cell_id(Kind::Tone, near, &t.source), only }
}

fn row(f: &Findings, w: &Words, t: &ToneRow) -> Vec<Line> {
    let place = match t.near.as_deref() {
        None if super::whole(f) => w.word("all articles").to_owned(),
        None if f.finest == Window::Segment => w.word("all segments").to_owned(),
        None => w.word("all sentences").to_owned(),
        Some(c) => say!(w, "near: {concept}", concept = super::small(super::title(&f.concepts, c))),
    };
    let to = opens(f, t);
    let opens = |words: String| super::opens(words, to.cell.clone(), to.only.clone());
    [
        line(w.language(&t.language)),
        line(t.source.clone()),
        line(place),
        line(w.count(t.sentences)),
        opens(w.estimate(&t.tone, 2)),
        opens(w.estimate(&t.without_frames, 2)),
    ]
    .to_vec()
}
