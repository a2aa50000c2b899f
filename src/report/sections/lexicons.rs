//! The lexicons behind the numbers: what a reader needs to judge a dictionary method.

use crate::lexicon::card::Card;
use crate::report::block::{Align, Block, Inline, Line, Table, heading, line, paragraph, text};
use crate::report::format::count;
use crate::study::Findings;

pub(super) fn write(f: &Findings) -> Vec<Block> {
    if f.lexicons.is_empty() {
        return vec![];
    }
    let head = [
        "Lexicon",
        "Language",
        "Version",
        "Entries",
        "Phrases",
        "Wildcards",
        "With exceptions",
        "Tested",
        "Licence",
    ];
    let mut out = vec![
        heading(2, "The lexicons"),
        paragraph(
            "Entries are words, phrases and wildcards; exceptions are contexts in which an entry does not count; tested entries carry sentences \
             that they must hit or leave alone, and all of these hold.",
        ),
        Block::Table(Table {
            id: "lexicons".into(),
            caption: line("Size and version of each lexicon."),
            head: head
                .iter()
                .enumerate()
                .map(|(i, h)| ((*h).to_owned(), if (3..8).contains(&i) { Align::Right } else { Align::Left }))
                .collect(),
            rows: f.lexicons.iter().map(row).collect(),
        }),
    ];
    out.push(Block::List(f.lexicons.iter().filter(|c| c.groups.len() > 1).map(groups).collect()));
    let mut sources: Vec<(&str, Vec<String>)> = Vec::new();
    for card in f.lexicons.iter().filter(|c| !c.source.is_empty()) {
        let name = format!("{} ({})", card.title, card.language);
        match sources.iter_mut().find(|s| s.0 == card.source) {
            Some(known) => known.1.push(name),
            None => sources.push((&card.source, vec![name])),
        }
    }
    let source = |(source, names): &(&str, Vec<String>)| line(format!("{}: {source}", names.join(", ")));
    out.push(paragraph("Where the words come from:"));
    out.push(Block::List(sources.iter().map(source).collect()));
    out
}

fn row(card: &Card) -> Vec<Line> {
    let number = |n: usize| line(count(n as u64));
    let or_dash = |s: &str| line(if s.is_empty() { "–" } else { s });
    vec![
        line(card.title.as_str()),
        line(card.language.as_str()),
        or_dash(&card.version),
        number(card.entries),
        number(card.phrases),
        number(card.wildcards),
        number(card.excepted),
        number(card.tested),
        or_dash(&card.licence),
    ]
}

fn groups(card: &Card) -> Line {
    let groups: Vec<String> = card.groups.iter().map(|g| format!("{} {}", g.name, g.entries)).collect();
    vec![
        Inline::Strong(format!("{} ({})", card.title, card.language)),
        text(format!(": {}.", groups.join(", "))),
    ]
}
