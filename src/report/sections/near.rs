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

/// In windows, and in the others, in the language of the report: elsewhere than in English the words around them follow their gender.
pub(in crate::report) fn window(w: &Words, window: Window) -> [&str; 2] {
    match window {
        Window::Sentence => [w.word("in sentences"), w.word("in other sentences")],
        Window::Segment => [w.word("in segments"), w.word("in other segments")],
        Window::Article => [w.word("in articles"), w.word("in other articles")],
    }
}

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let rows: Vec<_> = f.associations.iter().filter(|a| a.near_windows > 0).collect();
    if rows.is_empty() {
        return vec![];
    }
    let [within, elsewhere] = window(w, f.spec.window);
    // In a comparison of texts sources are not pooled: counts by text are all there is.
    let texts = f.scope == Scope::Texts;
    let mut out = vec![heading(2, w.word("Frames near the idea"), "near")];
    let how = if super::whole(f) {
        w.word("The scores are of whole articles: near an idea means in an article that mentions it. The difference is the share of articles with the frame among these minus the share among the others; its interval draws articles within sources.").to_owned()
    } else {
        let mut how = String::new();
        if f.spec.window == Window::Segment && !f.scores {
            how = say!(
                w,
                "A segment is a run of whole paragraphs of at least {n} sentences; headlines are none. ",
                n = f.spec.segment_sentences,
            );
        }
        how.push_str(
            w.word("The difference is the share with the frame near the idea minus the share elsewhere. "),
        );
        if !texts {
            how.push_str(w.word("Its interval draws articles within sources. "));
        }
        let same = w.word(f.spec.window.name());
        how + &say!(w, "Near an idea means in the same {window}, as the study declares.", window = same)
    };
    out.push(noted(say!(
        w,
        "How often does a frame stand {within} that mention the idea (by name or by a related expression), and how often {elsewhere} of the same \
         sources? The difference shows what the idea is written about with; it is no measure of opinion.",
        within = within,
        elsewhere = elsewhere,
    ), note("near", how)));
    if !texts {
        out.extend(figures::near(f, w).map(Block::Figure));
    }
    let pooled: Vec<_> = rows.iter().filter(|a| a.source.is_none() && !texts).copied().collect();
    let single: Vec<_> = rows.iter().filter(|a| a.source.is_some()).copied().collect();
    // What is told apart by segments leaves headlines out; coverage and tone do not.
    let apart = match f.spec.window {
        Window::Segment if f.scores => "",
        Window::Segment => w.word(" Headlines are not among the segments: an idea that only a headline mentions does not count here."),
        Window::Sentence | Window::Article => "",
    };
    let missing = |rows: &[&Association]| {
        let shown = rows.iter().filter(|a| a.near.value.is_some() && a.elsewhere.value.is_some());
        super::intervals::missing(w, true, shown.map(|a| &a.difference))
    };
    if !pooled.is_empty() {
        let caption = say!(
            w,
            "Frames {within} that mention an idea and {elsewhere}, all sources of a language together. Difference in percentage points, of the shares before rounding; intervals resample articles within sources.",
            within = within,
            elsewhere = elsewhere,
        );
        out.push(Block::Table(table(f, w, &pooled, "near", caption + &missing(&pooled) + apart)));
    } else if !single.is_empty() {
        let caption = say!(
            w,
            "Frames {within} that mention an idea and {elsewhere}, by source. The differences, in percentage points, rest on few cases: read the counts.",
            within = within,
            elsewhere = elsewhere,
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
