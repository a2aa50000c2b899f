//! Frames near a concept in narrower and wider windows than declared.

use crate::report::block::{Block, Line, Table, heading, line, paragraph};
use crate::report::format::hundredfold;
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::association::Association;
use crate::study::findings::Scope;
use crate::study::spec::Window;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let pooled = |a: &&Association| {
        let alone = f.sources.iter().filter(|c| c.scored && c.language.code() == a.language).count() < 2;
        (a.source.is_none() || alone) && a.near_windows > 0
    };
    let mut rows: Vec<&Association> = f.associations.iter().chain(&f.other_windows).filter(pooled).collect();
    if f.other_windows.is_empty() || rows.is_empty() || f.scope == Scope::Texts {
        return vec![];
    }
    let place = |list: &[crate::study::findings::Named], id: &str| list.iter().position(|n| n.id == id);
    rows.sort_by_key(|a| (place(&f.concepts, &a.concept), a.language.clone(), place(&f.frames, &a.frame)));
    let row = |a: &&Association| -> Vec<Line> {
        let times = match a.ratio.value {
            Some(_) => w.estimate(&a.ratio, 1),
            None => "–".to_owned(),
        };
        let difference = match a.difference.value {
            Some(_) => w.estimate(&hundredfold(&a.difference), 0),
            None => "–".to_owned(),
        };
        let near = say!(w, "{n} of {all}", n = a.near_with, all = a.near_windows);
        let near = if a.near_with > 0 && a.window == Window::Segment {
            super::opens(near, "evidence".into(), super::near::only(f, a))
        } else {
            line(near)
        };
        vec![
            line(super::title(&f.concepts, &a.concept)),
            line(w.language(&a.language)),
            line(super::title(&f.frames, &a.frame)),
            line(w.word(a.window.name())),
            near,
            line(difference),
            line(times),
        ]
    };
    let head =
        w.heads(&["<Idea", "<Language", "<Frame", "<Window", ">Near: with frame", ">Difference", ">Times"]);
    let caption = w.word(
        "Frames near an idea by size of window: difference in percentage points, and how many times as often as elsewhere, with 95 % intervals. A dash: the frame never stands elsewhere, or there is no elsewhere. Sentences are kept by segment: the counts of segments open, those of sentences and articles do not.",
    );
    let missing = super::intervals::missing(w, false, rows.iter().flat_map(|a| [&a.difference, &a.ratio]));
    let caption = line(format!("{caption}{missing}"));
    vec![
        heading(2, w.word("Near the idea, in other windows"), "windows"),
        paragraph(w.word(
            "The same question asked of the same sentence, the same segment and the same article. What holds in one window only is about its size.",
        )),
        Block::Table(Table::new("windows", caption, &head).with(rows.iter().map(row))),
    ]
}
