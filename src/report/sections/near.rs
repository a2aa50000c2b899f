//! Frames near a concept against elsewhere.

use crate::report::block::{Block, Line, Only, Table, heading, line, note, noted};
use crate::report::figures;
use crate::report::format::hundredfold;
use crate::report::words::{Words, say};
use crate::stats::estimate::Estimate;
use crate::study::Findings;
use crate::study::association::Association;
use crate::study::findings::Scope;
use crate::study::spec::Window;

/// The window with its article, singular and plural, in the language of the report.
pub(in crate::report) fn window(w: &Words, window: Window) -> [String; 2] {
    let [one, many] = match window {
        Window::Sentence => ["sentence", "sentences"],
        Window::Segment => ["segment", "segments"],
        Window::Article => ["article", "articles"],
    };
    [w.word(one).to_owned(), w.word(many).to_owned()]
}

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let rows: Vec<_> = f.associations.iter().filter(|a| a.near_windows > 0).collect();
    if rows.is_empty() {
        return vec![];
    }
    let [_, windows] = window(w, f.spec.window);
    let mut out = vec![heading(2, w.word("Frames near the idea"), "near")];
    let how = if super::whole(f) {
        w.word("The scores are of whole articles: near an idea means in an article that mentions it. The difference is the share of articles with the frame among these minus the share among the others; its interval draws articles within sources.").to_owned()
    } else {
        say!(
            w,
            "A segment is a run of whole paragraphs of at least {n} sentences, and the headline apart. The difference is the share of segments with the frame near the idea minus the share elsewhere; its interval draws articles within sources. Near an idea means in the same {window}, as the study declares.",
            n = f.spec.segment_sentences,
            window = w.word(f.spec.window.name())
        )
    };
    out.push(noted(say!(
        w,
        "How often do {windows} that mention the idea (by name or by a related expression) carry a frame, and how often do the other {windows} of the \
         same sources? The difference shows what the idea is written about with; it is no measure of opinion.",
        windows = windows,
    ), note("near", how)));
    // In a comparison of texts sources are not pooled: counts by text are all there is.
    let texts = f.scope == Scope::Texts;
    if !texts {
        out.extend(figures::near(f, w).map(Block::Figure));
    }
    let pooled: Vec<_> = rows.iter().filter(|a| a.source.is_none() && !texts).copied().collect();
    let single: Vec<_> = rows.iter().filter(|a| a.source.is_some()).copied().collect();
    // What is told apart by segments leaves headlines out; coverage and tone do not.
    let apart = match f.spec.window {
        Window::Segment => w.word(" Headlines are not among the segments: an idea that only a headline mentions is near nothing here."),
        Window::Sentence | Window::Article => "",
    };
    let missing = |rows: &[&Association]| {
        let shown = rows.iter().filter(|a| a.near.value.is_some() && a.elsewhere.value.is_some());
        super::intervals::missing(w, true, shown.map(|a| &a.difference))
    };
    if !pooled.is_empty() {
        let caption = say!(
            w,
            "Frames in {windows} that mention an idea against the others, all sources of a language together. Difference in percentage points, of the shares before rounding; intervals resample articles within sources.",
            windows = windows,
        );
        out.push(Block::Table(table(f, w, &pooled, "near", caption + &missing(&pooled) + apart)));
    } else if !single.is_empty() {
        let caption = say!(
            w,
            "Frames in {windows} that mention an idea against the others, by source. The differences rest on few {windows}: read the counts.",
            windows = windows,
        );
        out.push(Block::Table(table(f, w, &single, "near", caption + &missing(&single) + apart)));
    }
    out
}

fn table(f: &Findings, w: &Words, rows: &[&Association], id: &str, caption: String) -> Table {
    let plain = |e: Estimate| w.percent(&Estimate { low: None, high: None, ..e });
    let row = |a: &&Association| -> Vec<Line> {
        let counts = say!(w, "{n} of {all}", n = a.near_with, all = a.near_windows);
        let near =
            if a.near_with > 0 { super::opens(counts, "evidence".into(), only(f, a)) } else { line(counts) };
        let difference = match (a.near.value, a.elsewhere.value) {
            (Some(_), Some(_)) => w.estimate(&hundredfold(&a.difference), 0),
            _ => "–".to_owned(),
        };
        vec![
            line(super::title(&f.concepts, &a.concept)),
            line(
                a.source
                    .clone()
                    .unwrap_or_else(|| say!(w, "all ({language})", language = w.language(&a.language))),
            ),
            line(super::title(&f.frames, &a.frame)),
            near,
            line(if a.other_windows == 0 {
                "–".into()
            } else {
                say!(w, "{n} of {all}", n = a.other_with, all = a.other_windows)
            }),
            line(plain(a.near)),
            line(if a.other_windows == 0 { "–".into() } else { plain(a.elsewhere) }),
            line(difference),
        ]
    };
    let head = w.heads(&[
        "<Idea",
        "<Sources",
        "<Frame",
        ">Near: with frame",
        ">Elsewhere",
        ">Near, %",
        ">Elsewhere, %",
        ">Difference",
    ]);
    Table::new(id, line(caption), &head).with(rows.iter().map(row))
}

/// The hits of a frame near a concept.
pub(in crate::report) fn only(f: &Findings, a: &Association) -> Only {
    let place = match &a.source {
        Some(source) => ("source", super::one(source)),
        None => ("language", a.language.clone()),
    };
    vec![
        ("frame", super::one(super::title(&f.frames, &a.frame))),
        ("concept", super::one(super::title(&f.concepts, &a.concept))),
        place,
    ]
}
