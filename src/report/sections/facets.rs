//! Rates of frames taken apart by stance, by voice, and near each concept.

use crate::report::block::{Block, Line, Table, heading, line, paragraph, text};
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::facets::FacetRow;
use crate::study::findings::Scope;

/// Rows of one table on paper; all are in the CSV file.
const LISTED: usize = 40;
/// Words from which on hits per 1,000 of them are told.
const WORDS: u64 = 100;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let mut tables = Vec::new();
    for facet in ["stance", "voice", "concept"] {
        tables.extend(table(f, w, facet));
    }
    if tables.is_empty() {
        return vec![];
    }
    let mut out = vec![heading(2, w.word("Rates taken apart"), "facets")];
    out.push(paragraph(if super::whole(f) { w.word(
        "Hits per 1,000 words by how they are put, by who puts them, and in the articles that mention each idea. The rates of all stances, and of all voices, add up to the rate of the frame.",
    ) } else { w.word(
        "Hits per 1,000 words by how they are put, by who puts them, and in the segments near each idea. The rates of all stances, and of all voices, add up to the rate of the frame. Shares of segments and articles stand beside them in tables/facets.csv.",
    ) }));
    out.extend(tables.into_iter().map(Block::Table));
    out
}

fn table(f: &Findings, w: &Words, facet: &str) -> Option<Table> {
    let rows: Vec<&FacetRow> = f.facets.iter().filter(|r| r.facet == facet).collect();
    let mut values: Vec<&str> = Vec::new();
    for r in &rows {
        if !values.contains(&r.value.as_str()) {
            values.push(&r.value);
        }
    }
    let mut keys: Vec<(&str, &str)> = Vec::new();
    for r in rows.iter().filter(|r| r.hits > 0) {
        if !keys.contains(&(r.frame.as_str(), r.source.as_str())) {
            keys.push((&r.frame, &r.source));
        }
    }
    keys.sort_by_key(|(frame, source)| {
        let frame = f.frames.iter().position(|n| n.id == *frame);
        (frame, f.sources.iter().position(|c| c.label == *source))
    });
    if keys.is_empty() {
        return None;
    }
    let row = |(frame, source): &(&str, &str)| -> Vec<Line> {
        let cell = |value: &&str| {
            let found = rows.iter().find(|r| r.frame == *frame && r.source == *source && r.value == **value);
            let Some(r) = found.filter(|r| r.rate.value.is_some()) else { return line("–") };
            if r.hits == 0 {
                return line(if r.tokens < WORDS { "–".to_owned() } else { w.estimate(&r.rate, 1) });
            }
            // Two hits in a headline are no rate.
            let rate = if r.tokens < WORDS { "–".to_owned() } else { w.estimate(&r.rate, 1) };
            let property = match facet {
                "stance" => ("stance", w.word(value)),
                "voice" => ("voice", w.word(value)),
                _ => ("concept", super::title(&f.concepts, value)),
            };
            let mut cell = line(format!("{rate} ("));
            cell.extend(super::linked(f, w, r.hits, frame, source, &[property]));
            cell.push(text(")"));
            cell
        };
        let mut row = vec![line(super::title(&f.frames, frame)), line(*source)];
        row.extend(values.iter().map(cell));
        row
    };
    let mut head = w.heads(&["<Frame", "<Source"]);
    head.extend(values.iter().map(|v| format!(">{}", name(f, w, facet, v))));
    // Parts of a single text have no intervals.
    let texts = f.scope == Scope::Texts;
    let mut caption = match facet {
        "stance" if texts => w.word("Hits per 1,000 words by stance."),
        "voice" if texts => w.word("Hits per 1,000 words by voice."),
        _ if texts && super::whole(f) => w.word("Hits per 1,000 words of the articles that mention an idea."),
        _ if texts => w.word("Hits per 1,000 words of the segments, and of headlines, that mention an idea."),
        "stance" => w.word("Hits per 1,000 words by stance, with 95 % intervals."),
        "voice" => w.word("Hits per 1,000 words by voice, with 95 % intervals."),
        _ if super::whole(f) => {
            w.word("Hits per 1,000 words of the articles that mention an idea, with 95 % intervals.")
        }
        _ => w.word("Hits per 1,000 words of the segments, and of headlines, that mention an idea, with 95 % intervals."),
    }
    .to_owned();
    let shown: Vec<&FacetRow> =
        rows.iter().filter(|r| keys.contains(&(r.frame.as_str(), r.source.as_str()))).copied().collect();
    if texts {
        caption.push_str(w.word(" Parts of a single text have no intervals."));
    } else {
        caption.push_str(&super::intervals::missing(w, facet == "concept", shown.iter().map(|r| &r.rate)));
    }
    caption.push_str(w.word(" The number of hits stands in brackets."));
    let few = shown.iter().any(|r| r.rate.value.is_some() && r.tokens < WORDS);
    let none = facet == "concept" && shown.iter().any(|r| r.rate.value.is_none());
    caption.push_str(match (few, none, super::whole(f)) {
        (true, true, true) => w.word(" A dash before them: there are fewer than 100 words, too few for a rate. A dash alone: no hit in so few words, or no article of the source mentions the idea."),
        (true, true, false) => w.word(" A dash before them: there are fewer than 100 words, too few for a rate. A dash alone: no hit in so few words, or no segment and no headline of the source mentions the idea."),
        (true, false, _) => {
            w.word(" A dash before them, or alone: there are fewer than 100 words, too few for a rate.")
        }
        (false, true, true) => w.word(" A dash: no article of the source mentions the idea."),
        (false, true, false) => w.word(" A dash: no segment and no headline of the source mentions the idea."),
        (false, false, _) => "",
    });
    if rows.iter().any(|r| r.rate.value.is_some() && !keys.contains(&(r.frame.as_str(), r.source.as_str()))) {
        caption.push_str(if facet == "concept" {
            w.word(" Frames of sources without such a hit are left out.")
        } else {
            w.word(" Frames of sources without a hit are left out.")
        });
    }
    if keys.len() > LISTED {
        caption.push_str(&say!(
            w,
            " The first {listed} of {all}; all are in tables/facets.csv.",
            listed = LISTED,
            all = w.count(keys.len() as u64)
        ));
    }
    let id = format!("facets-{facet}");
    Some(Table::new(&id, line(caption), &head).with(keys.iter().take(LISTED).map(row)))
}

fn name(f: &Findings, w: &Words, facet: &str, value: &str) -> String {
    match facet {
        "concept" => super::title(&f.concepts, value).to_owned(),
        _ => w.word(value).to_owned(),
    }
}
