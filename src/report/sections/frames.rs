//! Frames by source: the picture, what was tested, and one table that fits a page.

use crate::report::block::{Block, Inline, Line, Table, heading, line, note, noted, paragraph, text};
use crate::report::figures;
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::compare::{Difference, Verdict};
use crate::study::findings::Scope;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let mut out = vec![heading(2, w.word("Frames by source"), "frames")];
    if !super::any_scored(f) {
        out.push(paragraph(w.word(super::UNSCORED)));
        return out;
    }
    let hit = w.word("A hit is a word or phrase of the frame's lexicon that stands within one sentence. The longest match counts; a word counts once for a frame, but may count for several frames. Menus, captions, links and other furniture of the page are set aside before counting.");
    out.push(noted(
        w.word(
            "How often the words of each frame occur, per 1,000 words. A frame is a way of speaking: a text may use several, and may use a word to deny it.",
        ),
        note("hit", hit),
    ));
    out.extend(figures::rates(f, w).map(|mut figure| {
        figure.caption.extend(intervals(f, w));
        Block::Figure(figure)
    }));
    out.push(Block::Table(rates(f, w)));
    let declared: Vec<_> = f.comparison.differences.iter().filter(|d| d.declared).collect();
    if f.scope != Scope::Texts && !declared.is_empty() {
        let words = w.word("What was declared beforehand, and what came of it:");
        out.push(noted(words, tests(w)));
        let told = |d: &&Difference| {
            let mut told = line(verdict(f, w, d));
            // Here interval and verdict seem to contradict each other.
            if d.verdict == Verdict::NoReliableDifference && d.difference.excludes(0.0) == Some(true) {
                told.push(tests(w));
            }
            told
        };
        out.push(Block::List(declared.iter().map(told).collect()));
        out.extend(figures::shift(f, w).map(Block::Figure));
    }
    out
}

/// True if no rate with hits has an interval: there is one article a source, of which only the whole was scored.
fn no_intervals(f: &Findings) -> bool {
    f.scope == Scope::Texts && super::whole(f)
}

/// How intervals come about, if there are any.
fn intervals(f: &Findings, w: &Words) -> Option<Inline> {
    if no_intervals(f) {
        return None;
    }
    let draws = w.count(f.spec.draws as u64);
    let words = if f.scope == Scope::Texts {
        say!(
            w,
            "Runs of three neighbouring sentences are drawn from the text at random, with replacement, {draws} times; the middle 95 % of the rates, somewhat widened because there is little text, are the interval. It says how even this text is, and nothing about its outlet.",
            draws = draws
        )
    } else {
        say!(
            w,
            "Articles are drawn from each source at random, with replacement, {draws} times; the middle 95 % of the rates, somewhat widened where there are few articles, are the interval. It says how far the rate hangs on which articles were collected, and nothing about the error of the tool.",
            draws = draws
        )
    };
    Some(note("intervals", words))
}

/// What p, q and the interval of a difference say.
fn tests(w: &Words) -> Inline {
    note("tests", w.word("p is the share of random deals of the articles to the two sources in which the difference is at least as large. q is p corrected for the number of declared tests (Benjamini and Hochberg); a difference is called reliable where q is below 0.05. The interval in brackets is that of one difference and not corrected for the number of tests: it may leave out 0 where q, which is, finds no reliable difference. No reliable difference does not mean that there is none."))
}

/// Sources down, frames across: the rate, and how many hits it rests on.
fn rates(f: &Findings, w: &Words) -> Table {
    let mut head = w.heads(&["<Source", ">Words"]);
    head.extend(f.frames.iter().map(|n| format!(">{}", n.title)));
    let row = |c: &crate::study::cells::Cell| {
        let mut row = vec![line(c.label.clone()), line(w.count(c.tokens))];
        row.extend(f.frames.iter().map(|n| cell(f, w, &n.id, &c.label)));
        row
    };
    let caption = if no_intervals(f) {
        w.word("Frames by source: hits per 1,000 words, with the number of hits in brackets.")
    } else {
        w.word("Frames by source: hits per 1,000 words, with the number of hits in brackets. Intervals are in the figure.")
    };
    Table::new("rates", line(caption), &head).with(f.sources.iter().filter(|c| c.scored).map(row))
}

fn cell(f: &Findings, w: &Words, frame: &str, source: &str) -> Line {
    let Some(m) = f.comparison.measures.iter().find(|m| m.frame == frame && m.source == source) else {
        return line("–");
    };
    let rate = m.rate.value.map_or_else(|| "–".to_owned(), |v| w.number(v, 1));
    let mut out = vec![text(format!("{rate} ("))];
    out.extend(super::linked(f, w, m.hits, frame, source, &[]));
    out.push(Inline::Text(")".into()));
    out
}

/// A difference in words that follow from its numbers.
fn verdict(f: &Findings, w: &Words, d: &Difference) -> String {
    let frame = super::title(&f.frames, &d.frame);
    let size =
        d.difference.value.map_or_else(|| w.word("not estimable").to_owned(), |v| w.number(v.abs(), 1));
    let q = d.q.map_or(String::new(), |q| format!(", q {}", w.p_equals(q)));
    let mut s = match d.verdict {
        Verdict::More => say!(
            w,
            "{frame}: {first} has {size} more hits per 1,000 words than {second}{q}.",
            frame = frame,
            first = d.first,
            size = size,
            second = d.second,
            q = q
        ),
        Verdict::Less => say!(
            w,
            "{frame}: {first} has {size} fewer hits per 1,000 words than {second}{q}.",
            frame = frame,
            first = d.first,
            size = size,
            second = d.second,
            q = q
        ),
        Verdict::NoReliableDifference => say!(
            w,
            "{frame}: {first} and {second} do not differ reliably ({difference}{q}).",
            frame = frame,
            first = d.first,
            second = d.second,
            difference = w.estimate(&d.difference, 1),
            q = q
        ),
        Verdict::NotTested => say!(
            w,
            "{frame}: {first} and {second} are not tested: {why}.",
            frame = frame,
            first = d.first,
            second = d.second,
            why = w.told(d.no_test.as_deref().unwrap_or("too few articles"))
        ),
    };
    if !d.fragile.is_empty() {
        s.push(' ');
        s.push_str(&say!(
            w,
            "Fragile: the sign turns {when}.",
            when = d.fragile.iter().map(|v| super::sensitivity::told(w, v)).collect::<Vec<_>>().join("; ")
        ));
    }
    s
}
