//! What came in, what was left out, and what was counted.

use crate::report::block::{Align, Block, Inline, Table, heading, line, paragraph, text};
use crate::report::format::{count, list, things};
use crate::study::Findings;

pub(super) fn write(f: &Findings) -> Vec<Block> {
    let flow = &f.flow;
    let mut out = vec![heading(2, "The articles")];
    out.push(paragraph(format!(
        "{} found, {} left out, {} counted. {}",
        things(flow.found, "article"),
        flow.excluded.len(),
        flow.kept,
        languages(f),
    )));
    if !flow.excluded.is_empty() {
        out.push(Block::List(
            flow.excluded
                .iter()
                .map(|e| vec![Inline::Code(e.article.clone()), text(format!(": {}", e.reason))])
                .collect(),
        ));
    }
    out.push(Block::Table(sources(f)));
    if !flow.duplicates.is_empty() {
        let groups: Vec<_> = flow.duplicates.iter().map(|g| line(list(g))).collect();
        out.push(paragraph(format!(
            "Near-duplicates (wire copy, reprints) are among them, in {}; what is done with them is set in the study file ({}):",
            things(groups.len(), "group"),
            match f.spec.duplicates.keep {
                crate::study::spec::Keep::All => "all are kept",
                crate::study::spec::Keep::OnePerGroup => "the earliest of each group is kept",
                crate::study::spec::Keep::OnePerSource => "the earliest of each group and source is kept",
            }
        )));
        out.push(Block::List(groups));
    }
    if !flow.cleaning.is_empty() {
        let rules: Vec<String> = flow.cleaning.iter().map(|(r, n)| format!("{r} ({n})")).collect();
        out.push(paragraph(format!(
            "Set aside as not being the article's text, by named rules, addressable but counted nowhere: {}. `framescope corpus check` shows every stretch.",
            list(&rules)
        ).replace('`', "")));
    }
    out.push(Block::Table(articles(f)));
    out
}

fn languages(f: &Findings) -> String {
    let parts: Vec<String> = f.flow.languages.iter().map(|(l, n)| format!("{n} in {l}")).collect();
    let detected = match f.flow.detected {
        0 => "; all declared",
        n if n == f.flow.kept => "; all detected",
        _ => "; some detected",
    };
    format!("By language: {}{detected}.", list(&parts))
}

fn sources(f: &Findings) -> Table {
    let date = |d: Option<crate::article::PartialDate>| d.map_or("–".to_owned(), |d| d.to_string());
    Table {
        id: "sources".into(),
        caption: line(
            "Sources: articles, words that count (boilerplate left out), segments (paragraphs joined to at least the declared number of sentences), and dates.",
        ),
        head: vec![
            ("Source".into(), Align::Left),
            ("Language".into(), Align::Left),
            ("Articles".into(), Align::Right),
            ("Words".into(), Align::Right),
            ("Segments".into(), Align::Right),
            ("Dates".into(), Align::Left),
        ],
        rows: f
            .sources
            .iter()
            .map(|c| {
                let dates = if c.first == c.last {
                    date(c.first)
                } else {
                    format!("{} to {}", date(c.first), date(c.last))
                };
                [
                    c.label.clone(),
                    c.language.to_string(),
                    c.articles.to_string(),
                    count(c.tokens),
                    count(c.segments),
                    dates,
                ]
                .map(line)
                .to_vec()
            })
            .collect(),
    }
}

/// Articles listed in the table; the rest stands in the CSV file.
const LISTED: usize = 60;

fn articles(f: &Findings) -> Table {
    let mut head = vec![
        ("Article".to_owned(), Align::Left),
        ("Source".into(), Align::Left),
        ("Date".into(), Align::Left),
        ("Words".into(), Align::Right),
    ];
    head.extend(f.frames.iter().map(|n| (n.title.clone(), Align::Right)));
    head.extend(f.concepts.iter().map(|n| (n.title.clone(), Align::Right)));
    let more = f.articles.len().saturating_sub(LISTED);
    let tail = if more > 0 {
        format!(" The first {LISTED} of {}; all are in tables/articles.csv.", f.articles.len())
    } else {
        String::new()
    };
    Table {
        id: "articles".into(),
        caption: line(format!("Articles: words, hits by frame, and mentions by name of each concept.{tail}")),
        head,
        rows: f
            .articles
            .iter()
            .take(LISTED)
            .map(|a| {
                let name = a.title.clone().unwrap_or_else(|| a.id.clone());
                let mut row = vec![
                    line(name),
                    line(a.source.clone()),
                    line(a.date.clone().unwrap_or_else(|| "–".into())),
                    line(count(u64::from(a.tokens))),
                ];
                row.extend(
                    f.frames.iter().map(|n| line(a.hits.get(&n.id).copied().unwrap_or(0).to_string())),
                );
                row.extend(
                    f.concepts.iter().map(|n| line(a.named.get(&n.id).copied().unwrap_or(0).to_string())),
                );
                row
            })
            .collect(),
    }
}
