//! What the conclusions hang on.

use std::collections::BTreeSet;

use crate::report::block::{Block, Inline, Line, Table, heading, line, paragraph};
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::compare::OTHERS;
use crate::study::findings::Scope;
use crate::study::sensitivity::{TopEntry, Variant};
use crate::study::variation::Variation;

/// An entry that makes up this share of a frame carries it.
const CARRIES: f64 = 0.25;
/// Rows on paper; all are in the CSV files.
const LISTED: usize = 30;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let mut out = Vec::new();
    let share = |t: &TopEntry| t.hits as f64 / t.of.max(1) as f64;
    let tops: Vec<_> = f.top_entries.iter().filter(|t| t.hits > 1 && share(t) >= CARRIES).collect();
    if f.scope != Scope::Texts {
        let pair = |v: &Variant| (v.frame.clone(), v.first.clone(), v.second.clone());
        let checked: BTreeSet<_> = f.sensitivity.iter().map(pair).collect();
        let turned: BTreeSet<_> = f.sensitivity.iter().filter(|v| v.turned).map(pair).collect();
        if super::whole(f) || f.top_entries.is_empty() {
            out.extend(of_scores(f, w, checked.len(), turned.len()));
        } else {
            out.push(paragraph(say!(
            w,
            "Every difference was computed again without direct speech, without headlines, without denied hits, without near-duplicates, without the most frequent entry of each side, \
             without each single entry and each group of the frame's lexicons in turn, without each single article, and in shares of segments of other sizes. Of {differences}, {n} change their sign at least once. \
             A conclusion is marked fragile where the rate behind it changes its sign; shares of segments count for that only where they, too, speak for the conclusion (their interval leaves out 0).",
            differences = w.things(checked.len(), "difference"),
            n = turned.len(),
        )));
        }
    }
    if f.top_entries.is_empty() {
        // Scores do not say which words their hits are.
    } else if tops.is_empty() {
        out.push(paragraph(w.word("No single entry carries a quarter of a frame in any source.")));
    } else {
        let caption = w.word("Entries that carry a quarter or more of a frame in a source. Where one entry is most of a frame, the number is about that word.");
        let caption = caption.to_owned()
            + &super::patterns::legend(w, tops.iter().take(LISTED).map(|t| t.entry.as_str()));
        let head = w.heads(&["<Frame", "<Source", "<Entry", ">Hits", ">Of", ">Share"]);
        let rows = tops.iter().take(LISTED).map(|t| top(f, w, t));
        out.push(Block::Table(Table::new("top-entries", line(caption), &head).with(rows)));
    }
    if !out.is_empty() {
        out.insert(0, heading(2, w.word("What the conclusions hang on"), "sensitivity"));
    }
    out
}

/// A variation in words, names of built-in groups in the language of the report too.
pub(super) fn told(w: &Words, variation: &Variation) -> String {
    match variation {
        Variation::WithoutGroup { group, of } => {
            let group = w.word(group).to_owned();
            w.told(&Variation::WithoutGroup { group, of: *of }.to_string())
        }
        _ => w.told(&variation.to_string()),
    }
}

/// The variants that scores allow.
fn of_scores(f: &Findings, w: &Words, checked: usize, turned: usize) -> Option<Block> {
    let mut variants = Vec::new();
    for v in &f.sensitivity {
        if !variants.contains(&&v.variant) {
            variants.push(&v.variant);
        }
    }
    let told: Vec<String> = variants.iter().map(|v| told(w, v)).collect();
    if told.is_empty() {
        return None;
    }
    if !super::whole(f) {
        return Some(paragraph(say!(
            w,
            "Every difference was computed again as far as these scores allow, which do not say what the words are: {variants}. Of {differences}, {n} change their sign at least once. \
             A conclusion is marked fragile where the rate behind it changes its sign; shares of segments count for that only where they, too, speak for the conclusion (their interval leaves out 0).",
            variants = w.list(&told),
            differences = w.things(checked, "difference"),
            n = turned,
        )));
    }
    Some(paragraph(say!(
        w,
        "Every difference was computed again as far as scores of whole articles allow: {variants}. Of {differences}, {n} change their sign at least once. A conclusion is marked fragile where the rate behind it changes its sign.",
        variants = w.list(&told),
        differences = w.things(checked, "difference"),
        n = turned,
    )))
}

/// The differences whose sign turns, for the appendix.
pub(super) fn table(f: &Findings, w: &Words) -> Option<Table> {
    let turned: Vec<_> = f.sensitivity.iter().filter(|v| v.turned).collect();
    if turned.is_empty() || f.scope == Scope::Texts {
        return None;
    }
    let mut caption = if super::whole(f) { w.word(
        "Differences whose sign turns, in hits per 1,000 words. All variants are in tables/sensitivity.csv.",
    ) } else { w.word(
        "Differences whose sign turns, in hits per 1,000 words, or in percentage points (pp) of segments. All variants are in tables/sensitivity.csv.",
    ) }.to_owned();
    if turned.len() > LISTED {
        caption.push_str(&say!(
            w,
            " The first {listed} of {all} stand here.",
            listed = LISTED,
            all = w.count(turned.len() as u64)
        ));
    }
    let head = w.heads(&["<Frame", "<Sources", "<Variant", ">As reported", ">Then"]);
    Some(
        Table::new("sensitivity", line(caption), &head)
            .with(turned.iter().take(LISTED).map(|v| variant(f, w, v))),
    )
}

fn top(f: &Findings, w: &Words, t: &TopEntry) -> Vec<Line> {
    let share = 100.0 * t.hits as f64 / t.of.max(1) as f64;
    vec![
        line(super::title(&f.frames, &t.frame)),
        line(t.source.clone()),
        vec![Inline::Code(t.entry.clone())],
        super::linked(f, w, t.hits, &t.frame, &t.source, &[("entry", &t.entry)]),
        super::linked(f, w, t.of, &t.frame, &t.source, &[]),
        line(format!("{} %", w.number(share, 0))),
    ]
}

fn variant(f: &Findings, w: &Words, v: &Variant) -> Vec<Line> {
    let n = |x: Option<f64>| match (x, v.measure) {
        (Some(x), "rate") => w.number(x, 1),
        (Some(x), _) => format!("{} {}", w.number(100.0 * x, 0), w.word("pp")),
        (None, _) => "–".to_owned(),
    };
    vec![
        line(super::title(&f.frames, &v.frame)),
        line(if v.second == OTHERS {
            say!(w, "{source} − the others", source = v.first)
        } else {
            format!("{} − {}", v.first, v.second)
        }),
        line(told(w, &v.variant)),
        if v.base.is_some() {
            super::between(f, n(v.base), &v.frame, [&v.first, &v.second])
        } else {
            line("–")
        },
        line(n(v.value)),
    ]
}
