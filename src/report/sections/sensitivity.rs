//! What the conclusions hang on.

use crate::report::block::{Align, Block, Line, Table, heading, line, paragraph};
use crate::report::format::{count, number};
use crate::study::Findings;
use crate::study::findings::Scope;
use crate::study::sensitivity::{TopEntry, Variant};

pub(super) fn write(f: &Findings) -> Vec<Block> {
    let mut out = vec![heading(2, "What the conclusions hang on")];
    let tops: Vec<_> = f.top_entries.iter().filter(|t| t.of > 0).collect();
    out.push(Block::Table(Table {
        id: "top-entries".into(),
        caption: line("The entry that carries most of each frame in each source. Where one entry is most of a frame, the number is about that word."),
        head: ["Frame", "Source", "Entry", "Hits", "Of", "Share"].iter().enumerate().map(|(i, h)| ((*h).to_owned(), if i < 3 { Align::Left } else { Align::Right })).collect(),
        rows: tops.iter().map(|t| top(f, t)).collect(),
    }));
    if f.scope == Scope::Texts {
        return out;
    }
    let turned: Vec<_> = f.sensitivity.iter().filter(|v| v.turned).collect();
    let checked: std::collections::BTreeSet<_> =
        f.sensitivity.iter().map(|v| (&v.frame, &v.first, &v.second)).collect();
    out.push(paragraph(format!(
        "Every difference was computed again without direct speech, without headlines, without denied hits, without the most frequent entry of each side, \
         without each single entry and each group of the frame's lexicons in turn, and without each single article. Of {} differences, {} change their sign at least once and are marked fragile.",
        checked.len(),
        turned.iter().map(|v| (&v.frame, &v.first, &v.second)).collect::<std::collections::BTreeSet<_>>().len(),
    )));
    if !turned.is_empty() {
        out.push(Block::Table(Table {
            id: "sensitivity".into(),
            caption: line("Differences whose sign turns, in hits per 1,000 words. All variants are in tables/sensitivity.csv."),
            head: ["Frame", "Sources", "Variant", "As reported", "Then"].iter().enumerate().map(|(i, h)| ((*h).to_owned(), if i < 3 { Align::Left } else { Align::Right })).collect(),
            rows: turned.iter().take(30).map(|v| variant(f, v)).collect(),
        }));
    }
    out
}

fn top(f: &Findings, t: &TopEntry) -> Vec<Line> {
    let share = 100.0 * t.hits as f64 / t.of as f64;
    vec![
        line(super::title(&f.frames, &t.frame)),
        line(t.source.clone()),
        vec![crate::report::block::Inline::Code(t.entry.clone())],
        line(count(t.hits)),
        line(count(t.of)),
        line(format!("{} %", number(share, 0))),
    ]
}

fn variant(f: &Findings, v: &Variant) -> Vec<Line> {
    let n = |x: Option<f64>| x.map_or("–".into(), |x| number(x, 1));
    [
        super::title(&f.frames, &v.frame).to_owned(),
        format!("{} − {}", v.first, v.second),
        v.variant.clone(),
        n(v.base),
        n(v.value),
    ]
    .map(line)
    .to_vec()
}
