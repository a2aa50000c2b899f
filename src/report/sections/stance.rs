//! Asserted or denied, narrated or quoted, and who speaks.

use crate::report::block::{Align, Block, Line, Table, heading, line, paragraph};
use crate::report::figures;
use crate::report::format::{count, percent};
use crate::study::Findings;
use crate::study::voices::StanceRow;

pub(super) fn write(f: &Findings) -> Vec<Block> {
    let mut out = vec![heading(2, "Asserted or denied, narrated or quoted")];
    out.push(paragraph(
        "A hit is a word of the frame; its stance says how it is put. “They do not yet have that capability” is a hit of capability, denied. Denied \
         and hedged hits stay in the counts above, because a denied frame is still put before the reader; here they are told apart.",
    ));
    out.extend(figures::stances(f).map(Block::Figure));
    out.push(Block::Table(stance(f)));
    out.push(Block::Table(voice(f)));
    let actors = actors(f);
    if !actors.rows.is_empty() {
        out.push(Block::Table(actors));
    }
    out.push(heading(3, "Who gets to speak"));
    if f.speakers.is_empty() {
        out.push(paragraph("No speaker was found."));
    } else {
        out.extend(figures::speakers(f).map(Block::Figure));
        out.push(Block::Table(speakers(f)));
    }
    out
}

fn shares(
    f: &Findings,
    id: &str,
    facet: &'static str,
    caption: &str,
    names: &[&'static str],
    of: impl Fn(&StanceRow, &str) -> u64,
    last: (&str, fn(&StanceRow) -> String),
) -> Table {
    let mut head = vec![
        ("Frame".to_owned(), Align::Left),
        ("Source".into(), Align::Left),
        ("Hits".into(), Align::Right),
    ];
    head.extend(names.iter().map(|n| ((*n).to_owned(), Align::Right)));
    head.push((last.0.to_owned(), Align::Right));
    let row = |r: &StanceRow| -> Vec<Line> {
        let mut row = vec![
            line(super::title(&f.frames, &r.frame)),
            line(r.source.clone()),
            super::linked(r.hits, &r.frame, &r.source),
        ];
        row.extend(names.iter().map(|n| super::linked_only(of(r, n), &r.frame, &r.source, facet, n)));
        row.push(line(last.1(r)));
        row
    };
    Table {
        id: id.into(),
        caption: line(caption),
        head,
        rows: f.stances.iter().filter(|r| r.hits > 0).map(row).collect(),
    }
}

fn stance(f: &Findings) -> Table {
    shares(
        f,
        "stance",
        "stance",
        "Stance: hits by how they are put. The share of asserted hits has a Wilson interval over hits; it describes these texts.",
        &["asserted", "hedged", "hypothetical", "denied"],
        |r, n| r.stance.get(n).copied().unwrap_or(0),
        ("Asserted", |r| percent(&r.asserted_share)),
    )
}

fn voice(f: &Findings) -> Table {
    shares(
        f,
        "voice",
        "voice",
        "Voice: hits in the writer's own voice, in quoted and in reported speech.",
        &["narrator", "direct", "indirect"],
        |r, n| r.voice.get(n).copied().unwrap_or(0),
        ("Narrator", |r| percent(&r.narrator_share)),
    )
}

fn actors(f: &Findings) -> Table {
    let mut t = shares(
        f,
        "actors",
        "actor",
        "Whose capability and intent: the nearest fitting actor in the clause; “none” where nobody was found.",
        &["adversary", "defender", "other", "none"],
        |r, n| r.actor.get(n).copied().unwrap_or(0),
        ("Known", |r| {
            let known = r.hits - r.actor.get("none").copied().unwrap_or(0);
            format!("{} %", (known * 100).checked_div(r.hits).unwrap_or(0))
        }),
    );
    let with_actor: Vec<bool> = f
        .stances
        .iter()
        .filter(|r| r.hits > 0)
        .map(|r| r.actor.iter().any(|(k, n)| *k != "none" && *n > 0))
        .collect();
    let mut keep = with_actor.into_iter();
    t.rows.retain(|_| keep.next().unwrap_or(false));
    t
}

/// Speakers listed per source; all are in the CSV file.
const LISTED: usize = 6;

fn speakers(f: &Findings) -> Table {
    let mut rows: Vec<Vec<Line>> = Vec::new();
    for cell in &f.sources {
        for s in f.speakers.iter().filter(|s| s.source == cell.label).take(LISTED) {
            let frames: Vec<String> = f
                .frames
                .iter()
                .filter_map(|n| s.frames.get(&n.id).map(|k| format!("{} {k}", n.title.to_lowercase())))
                .collect();
            rows.push(vec![
                line(s.source.clone()),
                line(s.speaker.clone()),
                line(count(s.articles)),
                line(count(s.sentences)),
                line(if frames.is_empty() { "–".into() } else { frames.join(", ") }),
            ]);
        }
    }
    Table {
        id: "speakers".into(),
        caption: line(format!(
            "Speakers: at most {LISTED} per source, those with most sentences first. All are in tables/speakers.csv."
        )),
        head: vec![
            ("Source".into(), Align::Left),
            ("Speaker".into(), Align::Left),
            ("Articles".into(), Align::Right),
            ("Sentences".into(), Align::Right),
            ("Hits in their voice".into(), Align::Left),
        ],
        rows,
    }
}
