//! Every kind of block as it stands in each format, compared with files that people have looked at. To remake them:
//! `SNAPSHOTS=write cargo test report::tests`, then read the difference.

use std::path::Path;

use super::block::{Block, Figure, Inline, Quote, Table, Tone, heading, line, note, noted, paragraph, text};
use super::finish;
use super::html::{self, Dress};
use super::markdown::{self, Front};
use super::words::Words;

/// One block of each kind, with every kind of inline, and with words that a format could take for its own.
fn blocks() -> Vec<Block> {
    let marked = vec![
        text("1. Plain <b>*words*</b> at https://example.org "),
        Inline::Strong("strong".into()),
        text(" "),
        Inline::Emph("stressed".into()),
        text(" "),
        Inline::Code("a|b`c".into()),
        text(" "),
        Inline::Out { text: "away".into(), to: "https://example.org/?a=1&b=\"2\"".into() },
        text(" "),
        Inline::Link {
            text: "12".into(),
            to: "evidence-x".into(),
            only: vec![("frame", "Threat".into()), ("source", "A \"B\"".into())],
        },
    ];
    let quotation = Quote {
        words: vec![
            text("They do "),
            Inline::Cue { text: "not".into(), class: "negation".into() },
            Inline::Scoped { text: " pose a ".into(), class: "negation".into() },
            Inline::Hit { text: "threat".into(), denied: true },
            text(", the "),
            Inline::Hit { text: "attack".into(), denied: false },
            text(" \u{202e}was\u{200b} small. \u{5d0}\u{5d1}"),
        ],
        reading: "denied; in the writer's voice".into(),
        place: "one.txt, 2016-01-02, sentence 3".into(),
        reader: Some("articles.html#a-one-txt-3".into()),
        facets: vec![("frame", "Threat".into()), ("language", "en".into())],
    };
    let table = Table::new("table-x", line("Table. What it shows."), &["<Source", ">Hits"])
        .with([vec![line("A | B"), line("1,234")], vec![line("C"), line("0")]]);
    let figure = Figure {
        id: "rates".into(),
        caption: line("Figure. What it shows."),
        alt: "A figure [of] two dots.".into(),
        svg: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 1 1\">\n<style>.fs{}</style>\n<rect/>\n</svg>\n".into(),
    };
    let mut all = vec![
        heading(1, "A report", "report"),
        heading(2, "In short", "in-short"),
        Block::Paragraph(marked),
        Block::Callout(Tone::Warning, vec![line("Mind this."), line("And this.")]),
        Block::Callout(Tone::Note, vec![line("Good to know.")]),
        Block::List(vec![line("one"), line("- two")]),
        heading(2, "Frames & more", "frames"),
        Block::Table(table),
        Block::Figure(figure),
        noted("What it rests on.", note("how", "How it was [found].")),
        heading(2, "Appendix", "appendix"),
        heading(3, "Sentences", "evidence"),
        heading(4, "Threat: A", "evidence-x"),
        paragraph("1 hit in 1 sentence."),
        Block::Quotes { all: vec![quotation.clone(), quotation], short: 1 },
    ];
    finish::notes(&mut all);
    all
}

fn compare(name: &str, found: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report/snapshots").join(name);
    if std::env::var_os("SNAPSHOTS").is_some() {
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, found).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap();
    for (i, (a, b)) in expected.lines().zip(found.lines()).enumerate() {
        assert_eq!(a, b, "{name}, line {}", i + 1);
    }
    assert_eq!(expected.lines().count(), found.lines().count(), "{name}");
}

#[test]
fn blocks_as_markdown() {
    let front = Front { title: "A \"report\"", summary: "One paragraph: with a colon." };
    compare("blocks.md", &markdown::write(&blocks(), &front, &Words::of("en")));
}

#[test]
fn blocks_as_html_in_both_languages() {
    for language in ["en", "it"] {
        let page = html::write(&blocks(), &Words::of(language), &Dress::default());
        let body = page.split_once("<main").and_then(|p| p.1.split_once("</main>")).unwrap().0;
        compare(&format!("blocks.{language}.html"), &format!("<main{body}</main>\n"));
    }
}
