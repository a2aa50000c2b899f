//! The sentences behind the numbers.

use std::collections::BTreeSet;

use crate::report::block::{Block, Inline, Line, Only, Quote, heading, line, paragraph, text};
use crate::report::words::{Words, say};
use crate::stance::{Actor, Stance, Voice};
use crate::study::Findings;
use crate::study::evidence::{EVERYWHERE, Evidence, EvidenceCell, Kind, Mark, PER_CELL};

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let mut out = vec![heading(2, w.word("The sentences behind the numbers"), "evidence")];
    out.push(paragraph(introduction(f, w)));
    for cell in f.evidence.iter().filter(|c| c.hits > 0 && f.spec.quotes.show) {
        let title = format!("{}: {}", name(f, w, cell), cell.source);
        out.push(heading(3, title, &super::cell_id(cell.kind, &cell.frame, &cell.source)));
        out.push(Block::Paragraph(line(counts(w, cell))));
        // On paper a place without words says nothing, and a hit without those around it little more.
        let says = |e: &&Evidence| !unquoted(e) && !e.is_bare();
        let short = cell.shown.iter().take(PER_CELL).take_while(says).count();
        out.push(Block::Quotes { all: cell.shown.iter().map(|e| quote(f, w, cell, e)).collect(), short });
    }
    out
}

/// What a cell's sentences stand for.
fn name(f: &Findings, w: &Words, cell: &EvidenceCell) -> String {
    match cell.kind {
        Kind::Frame => super::title(&f.frames, &cell.frame).to_owned(),
        Kind::Mention => super::title(&f.concepts, &cell.frame).to_owned(),
        Kind::Related => {
            say!(w, "Points to {concept}, unnamed", concept = super::title(&f.concepts, &cell.frame))
        }
        Kind::Tone if cell.frame == EVERYWHERE => w.word("Tone").to_owned(),
        Kind::Tone => say!(w, "Tone near {concept}", concept = super::title(&f.concepts, &cell.frame)),
    }
}

fn introduction(f: &Findings, w: &Words) -> String {
    let limits = &f.spec.quotes;
    if super::whole(f) {
        return w.word("This report is made of scores: there are no sentences to show.").to_owned();
    }
    if !limits.show {
        return w.word("Quotations are switched off in this report.").to_owned();
    }
    let how = if f.evidence.iter().all(|c| c.complete || c.kind == Kind::Tone) {
        say!(
            w,
            "Every sentence with a hit is in report.html. On paper there are up to {n} of each frame and source: one of every stance and every voice that the tables count there, then others, all drawn at random (seed {seed}). So they show how the words are put, and not how often.",
            n = PER_CELL,
            seed = f.spec.seed
        )
    } else {
        say!(
            w,
            "There are more hits than a page can hold: of each frame and source there is a sample drawn at random (seed {seed}), with one of every stance and every voice that the tables count there; on paper up to {n}. So they show how the words are put, and not how often.",
            n = PER_CELL,
            seed = f.spec.seed
        )
    };
    let limits = if limits.max_share >= 1.0 {
        say!(w, "Quotations have at most {words} words.", words = limits.max_words)
    } else {
        say!(
            w,
            "Quotations have at most {words} words, and all quotations of an article together stay below {share} % of it. That share goes first to a few words around the hits on paper and their cues, denied and hedged ones before others, then to more of their sentences; where it is used up, report.html has the hit alone and paper has nothing.",
            words = limits.max_words,
            share = w.number(limits.max_share * 100.0, 0),
        )
    };
    let whole = if f.spec.report.articles {
        w.word("Whole sentences stand in articles.html, beside this report: the place under a quotation leads there. ")
    } else {
        ""
    };
    format!(
        "{how} {limits} {whole}{}",
        w.word("The hit is set in bold, and struck through where it is denied; cues of stance are in italics. Sentences are numbered from 0.")
    )
}

fn counts(w: &Words, cell: &EvidenceCell) -> String {
    let hits = match cell.kind {
        Kind::Frame => w.things(cell.hits as usize, "hit"),
        Kind::Mention | Kind::Related => w.things(cell.hits as usize, "mention"),
        Kind::Tone => w.things(cell.hits as usize, "sentence"),
    };
    let mut s = if cell.kind == Kind::Tone && cell.complete {
        hits
    } else if cell.complete {
        // Hits of one sentence that are put differently have a quotation each.
        let places: BTreeSet<_> = cell.shown.iter().map(|e| (&e.article, e.sentence)).collect();
        say!(w, "{hits} in {sentences}", hits = hits, sentences = w.things(places.len(), "sentence"))
    } else {
        say!(w, "{hits}; a random sample of {n}", hits = hits, n = cell.shown.len())
    };
    if cell.withheld > 0 {
        let (n, all) = (cell.withheld, cell.shown.len());
        s.push_str(&if all == 1 {
            w.word("; the quotation is cut shorter by the limits").to_owned()
        } else {
            say!(w, "; {n} of {all} quotations cut shorter by the limits", n = n, all = all)
        });
    }
    s.push('.');
    s
}

fn quote(f: &Findings, w: &Words, cell: &EvidenceCell, e: &Evidence) -> Quote {
    let date = e.date.as_deref().map(|d| format!(", {d}")).unwrap_or_default();
    Quote {
        words: words(w, e),
        reading: reading(w, e),
        place: format!("{}{date}, {} {}", e.article, w.word("sentence"), e.sentence),
        reader: Some(super::reader_link(&e.article, e.sentence)),
        facets: facets(f, w, cell, e),
    }
}

/// True if the article's share of quotation left no word of the sentence.
fn unquoted(e: &Evidence) -> bool {
    e.hit.is_empty() && e.before.is_empty() && e.after.trim_matches([' ', '…']).is_empty()
}

fn words(w: &Words, e: &Evidence) -> Line {
    if unquoted(e) {
        return line(w.word("[not quoted here: the share of its article is used up]"));
    }
    let denied = e.stance == Some(Stance::Denied);
    let inline = |(mark, words): &(Mark, String)| match mark {
        Mark::Plain => text(words.clone()),
        Mark::Hit => Inline::Hit { text: words.clone(), denied },
        Mark::Cue(class) => Inline::Cue { text: words.clone(), class: w.word(class.name()).to_owned() },
        Mark::Scope(class) => Inline::Scoped { text: words.clone(), class: w.word(class.name()).to_owned() },
    };
    e.words.iter().map(inline).collect()
}

/// Stance, voice, speaker and actor in words.
fn reading(w: &Words, e: &Evidence) -> String {
    let speaker = e.speaker.as_deref().filter(|_| e.voice != Voice::Narrator);
    let voice = match (e.voice, speaker) {
        (Voice::Narrator, _) => w.word("in the writer's voice").to_owned(),
        (Voice::Direct, None) => w.word("quoted").to_owned(),
        (Voice::Indirect, None) => w.word("reported").to_owned(),
        (Voice::Direct, Some(who)) => say!(w, "quoted from {speaker}", speaker = who),
        (Voice::Indirect, Some(who)) => say!(w, "reported from {speaker}", speaker = who),
    };
    let stance = e.stance.map(|s| w.word(s.name()).to_owned());
    let actor = e.actor.map(|a| crate::report::reader::actor_of(w, a).to_owned());
    let tone = e.tone.map(|t| say!(w, "tone {tone}", tone = w.number(f64::from(t), 2)));
    tone.into_iter().chain(stance).chain([voice]).chain(actor).collect::<Vec<_>>().join("; ")
}

/// What readers filter by.
fn facets(f: &Findings, w: &Words, cell: &EvidenceCell, e: &Evidence) -> Only {
    let (kind, value) = super::property(f, cell.kind, &cell.frame);
    let concepts: Vec<String> = e.concepts.iter().map(|c| super::one(super::title(&f.concepts, c))).collect();
    let entries: Vec<String> = e.entries.iter().map(|p| super::one(p)).collect();
    let mut all = vec![
        (kind, value),
        ("source", super::one(&e.source)),
        ("concept", concepts.join("|")),
        ("stance", e.stance.map_or("", |s| w.word(s.name())).to_owned()),
        ("voice", w.word(e.voice.name()).to_owned()),
        (
            "speaker",
            super::one(e.speaker.as_deref().filter(|_| e.voice != Voice::Narrator).unwrap_or_default()),
        ),
        ("year", e.date.as_deref().and_then(|d| d.split('-').next()).unwrap_or_default().to_owned()),
        ("article", super::one(&e.article)),
        ("language", e.language.clone()),
        ("date", e.date.clone().unwrap_or_default()),
        ("entry", entries.join("|")),
        ("kind", kind.to_owned()),
        ("sentence", e.sentence.to_string()),
        ("hits", if cell.kind == Kind::Tone { String::new() } else { e.hits.to_string() }),
    ];
    if cell.kind == Kind::Frame {
        all.push(("actor", w.word(e.actor.map_or("none", Actor::name)).to_owned()));
    }
    all.retain(|(_, v)| !v.is_empty());
    all
}
