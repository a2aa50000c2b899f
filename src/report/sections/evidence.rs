//! The sentences behind the numbers.

use crate::report::block::{Block, Inline, Quote, heading, line, paragraph, text};
use crate::report::format::things;
use crate::stance::{Actor, Stance, Voice};
use crate::study::Findings;
use crate::study::evidence::{Evidence, EvidenceCell, LIST_ALL_UP_TO, PER_CELL};

pub(super) fn write(f: &Findings) -> Vec<Block> {
    let mut out = vec![heading(2, "The sentences behind the numbers")];
    out.push(paragraph(introduction(f)));
    for cell in f.evidence.iter().filter(|c| c.hits > 0) {
        let title = format!("{}: {}", super::title(&f.frames, &cell.frame), cell.source);
        out.push(Block::Heading { level: 3, text: title, id: super::evidence_id(&cell.frame, &cell.source) });
        out.push(Block::Paragraph(line(counts(cell))));
        out.push(Block::Quotes(cell.shown.iter().map(|e| quote(f, e)).collect()));
    }
    out
}

fn introduction(f: &Findings) -> String {
    let how = if f.flow.kept <= LIST_ALL_UP_TO {
        "Every sentence with a hit is listed".to_owned()
    } else {
        format!(
            "Up to {PER_CELL} hits of each frame and source, drawn at random (seed {}) and not chosen",
            f.spec.seed
        )
    };
    let limits = &f.spec.quotes;
    if !limits.show {
        return "Quotations are switched off in this report.".into();
    }
    format!(
        "{how}, cut to at most {} words; all quotations of an article together stay below {:.0} % of it. The hit is set in bold, and struck through where it is denied.",
        limits.max_words,
        limits.max_share * 100.0
    )
}

fn counts(cell: &EvidenceCell) -> String {
    let mut s = things(cell.hits as usize, "hit");
    if cell.shown.len() < cell.hits as usize {
        s.push_str(&format!(", {} shown (one a sentence)", cell.shown.len()));
    }
    if cell.withheld > 0 {
        s.push_str(&format!("; {} cut shorter by the limits of quotation", cell.withheld));
    }
    s.push('.');
    s
}

fn quote(f: &Findings, e: &Evidence) -> Quote {
    let mut reading = e.stance.name().to_owned();
    reading.push_str(match e.voice {
        Voice::Narrator => ", in the writer's voice",
        Voice::Direct => ", quoted",
        Voice::Indirect => ", reported",
    });
    if let Some(speaker) = e.speaker.as_deref().filter(|_| e.voice != Voice::Narrator) {
        reading.push_str(&format!(" from {speaker}"));
    }
    if let Some(actor) = e.actor {
        reading.push_str(match actor {
            Actor::Adversary => "; of the adversary",
            Actor::Defender => "; of the defenders",
            Actor::Other => "; of others",
        });
    }
    let date = e.date.as_deref().map(|d| format!(", {d}")).unwrap_or_default();
    Quote {
        words: vec![
            text(e.before.clone()),
            Inline::Hit { text: e.hit.clone(), denied: e.stance == Stance::Denied },
            text(e.after.clone()),
        ],
        reading,
        place: format!("{}{date}, sentence {}", e.article, e.sentence),
        facets: facets(f, e),
    }
}

/// What readers filter by.
fn facets(f: &Findings, e: &Evidence) -> Vec<(&'static str, String)> {
    let concepts: Vec<&str> = e.concepts.iter().map(|c| super::title(&f.concepts, c)).collect();
    let mut all = vec![
        ("frame", super::title(&f.frames, &e.frame).to_owned()),
        ("source", e.source.clone()),
        ("concept", concepts.join("|")),
        ("stance", e.stance.name().to_owned()),
        ("voice", e.voice.name().to_owned()),
        ("actor", e.actor.map_or("none", Actor::name).to_owned()),
        ("speaker", e.speaker.clone().filter(|_| e.voice != Voice::Narrator).unwrap_or_default()),
        ("year", e.date.as_deref().and_then(|d| d.split('-').next()).unwrap_or_default().to_owned()),
    ];
    all.retain(|(_, v)| !v.is_empty());
    all
}
