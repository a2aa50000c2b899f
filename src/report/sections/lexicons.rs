//! The lexicons behind the numbers: what a reader needs to judge a dictionary method.

use crate::lexicon::card::Card;
use crate::report::block::{Block, Inline, Line, Table, heading, line, paragraph, text};
use crate::report::words::{Words, say};
use crate::study::Findings;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    if f.lexicons.is_empty() {
        return vec![];
    }
    let head = w.heads(&[
        "<Lexicon",
        "<Language",
        "<Version",
        ">Entries",
        ">Phrases",
        ">Wildcards",
        ">With exceptions",
        ">Tested",
        "<Licence",
    ]);
    let caption = line(w.word("Size and version of each lexicon."));
    let mut out = vec![
        heading(2, w.word("The lexicons"), "lexicons"),
        paragraph(w.word(
            "Entries are words, phrases and wildcards; exceptions are contexts in which an entry does not count; tested entries carry sentences \
             that they must hit or leave alone, and all of these hold.",
        )),
        Block::Table(Table::new("lexicons", caption, &head).with(f.lexicons.iter().map(|c| row(w, c)))),
    ];
    out.push(Block::List(f.lexicons.iter().filter(|c| c.groups.len() > 1).map(|c| groups(w, c)).collect()));
    out.extend(quality(f, w));
    let mut sources: Vec<(&str, Vec<String>)> = Vec::new();
    for card in f.lexicons.iter().filter(|c| !c.source.is_empty()) {
        match sources.iter_mut().find(|s| s.0 == card.source) {
            Some(known) => known.1.push(name(w, card)),
            None => sources.push((&card.source, vec![name(w, card)])),
        }
    }
    let source = |(source, names): &(&str, Vec<String>)| {
        line(say!(w, "{lexicons}: {source}", lexicons = names.join(", "), source = w.word(source)))
    };
    out.push(paragraph(w.word("Where the words come from:")));
    out.push(Block::List(sources.iter().map(source).collect()));
    out
}

fn name(w: &Words, card: &Card) -> String {
    format!("{} ({})", w.word(&card.title), w.language(&card.language))
}

/// What was measured of the lexicons; none if nothing was.
fn quality(f: &Findings, w: &Words) -> Option<Block> {
    let share = |value: f64, interval: Option<[f64; 2]>| match interval {
        Some([low, high]) => {
            format!("{} [{}{} {}]", w.number(value, 2), w.number(low, 2), w.between(), w.number(high, 2))
        }
        None => w.number(value, 2),
    };
    let measured = f.lexicons.iter().flat_map(|card| card.measured.iter().map(move |m| (card, m)));
    let rows = measured.map(|(card, m)| {
        let cells = [
            w.word(&card.title).to_owned(),
            w.language(&card.language).to_owned(),
            w.word(&m.on).to_owned(),
            w.count(m.positives),
            m.precision.map_or("–".into(), |p| share(p, m.precision_interval)),
            share(m.recall, m.recall_interval),
        ];
        cells.map(line).to_vec()
    });
    let head = w.heads(&["<Lexicon", "<Language", "<On", ">With the frame", ">Precision", ">Recall"]);
    let caption = line(w.word(
        "How well the words find a frame in a sentence: of the sentences found, the share that a coder found too (precision), and of those \
         that the coder found, the share that was found (recall), with 95 % intervals.",
    ));
    let table = Table::new("lexicon-quality", caption, &head).with(rows);
    (!table.rows.is_empty()).then_some(Block::Table(table))
}

fn row(w: &Words, card: &Card) -> Vec<Line> {
    let number = |n: usize| line(w.count(n as u64));
    let or_dash = |s: &str| line(if s.is_empty() { "–" } else { s });
    vec![
        line(w.word(&card.title)),
        line(w.language(&card.language)),
        or_dash(&card.version),
        number(card.entries),
        number(card.phrases),
        number(card.wildcards),
        number(card.excepted),
        number(card.tested),
        // A licence is named, not translated; what a lexicon says around its names may be.
        or_dash(w.word(&card.licence)),
    ]
}

fn groups(w: &Words, card: &Card) -> Line {
    let groups: Vec<String> =
        card.groups.iter().map(|g| format!("{} {}", w.word(&g.name), w.count(g.entries as u64))).collect();
    vec![Inline::Strong(name(w, card)), text(format!(": {}.", groups.join(", ")))]
}
