//! What came in, what was left out, and what was counted.

use crate::report::block::{Block, Inline, Line, Table, heading, line, paragraph, text};
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::spec::Keep;

/// Articles listed in the table, and of those left out; the rest stands in the CSV file and the manifest.
const LISTED: usize = 60;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let flow = &f.flow;
    let mut out = vec![heading(2, w.word("The articles"), "corpus")];
    out.push(paragraph(say!(
        w,
        "{found} found, {out} left out, {kept} counted. {languages}",
        found = w.things(flow.found, "article"),
        out = w.count(flow.excluded.len() as u64),
        kept = w.count(flow.kept as u64),
        languages = languages(f, w),
    )));
    if !flow.excluded.is_empty() {
        let mut list: Vec<Line> = flow
            .excluded
            .iter()
            .take(LISTED)
            .map(|e| vec![Inline::Code(e.article.clone()), text(format!(": {}", w.told(&e.reason)))])
            .collect();
        if flow.excluded.len() > LISTED {
            list.push(line(say!(w, "and {n} more, all in manifest.json", n = flow.excluded.len() - LISTED)));
        }
        out.push(Block::List(list));
    }
    out.push(Block::Table(sources(f, w)));
    out.extend(duplicates(f, w));
    if !flow.cleaning.is_empty() {
        let rules: Vec<String> = flow.cleaning.iter().map(|(r, n)| format!("{r} ({n})")).collect();
        out.push(Block::Paragraph(vec![
            text(say!(w, "Set aside as not being the article's text, by named rules, addressable but counted nowhere: {rules}. ", rules = w.list(&rules))),
            Inline::Code("framescope corpus check".into()),
            text(w.word(" shows every stretch.")),
        ]));
    }
    out.push(Block::Table(articles(f, w)));
    out
}

fn duplicates(f: &Findings, w: &Words) -> Vec<Block> {
    let groups: Vec<_> = f.flow.duplicates.iter().take(LISTED).map(|g| line(w.list(g))).collect();
    if groups.is_empty() {
        return vec![];
    }
    let words = say!(
        w,
        "Near-duplicates (wire copy, reprints) are among them, in {groups}; what is done with them is set in the study file ({kept}):",
        groups = w.things(f.flow.duplicates.len(), "group"),
        kept = match f.spec.duplicates.keep {
            Keep::All => w.word("all are kept"),
            Keep::OnePerGroup => w.word("the earliest of each group is kept"),
            Keep::OnePerSource => w.word("the earliest of each group and source is kept"),
        }
    );
    vec![paragraph(words), Block::List(groups)]
}

fn languages(f: &Findings, w: &Words) -> String {
    let parts: Vec<String> =
        f.flow.languages.iter().map(|(l, n)| format!("{} {}", w.language(l), w.count(*n as u64))).collect();
    let detected = match f.flow.detected {
        0 => w.word("; all declared"),
        n if n == f.flow.kept => w.word("; all detected"),
        _ => w.word("; some detected"),
    };
    say!(w, "By language: {languages}{detected}.", languages = w.list(&parts), detected = detected)
}

fn sources(f: &Findings, w: &Words) -> Table {
    let whole = super::whole(f);
    let date = |d: Option<crate::article::PartialDate>| d.map_or("–".to_owned(), |d| d.to_string());
    let row = |c: &crate::study::cells::Cell| {
        let dates =
            if c.first == c.last { date(c.first) } else { format!("{} – {}", date(c.first), date(c.last)) };
        let mut row = vec![
            c.label.clone(),
            w.language(c.language.code()).to_owned(),
            w.count(c.articles as u64),
            w.count(c.tokens),
        ];
        row.extend((!whole).then(|| w.count(c.segments)));
        row.push(dates);
        row.into_iter().map(line).collect()
    };
    if whole {
        let caption = w.word("Sources: articles, words that count (page furniture left out), and dates.");
        let head = w.heads(&["<Source", "<Language", ">Articles", ">Words", "<Dates"]);
        return Table::new("sources", line(caption), &head).with(f.sources.iter().map(row));
    }
    let caption = w.word("Sources: articles, words that count (page furniture left out), segments (paragraphs joined to at least the declared number of sentences), and dates.");
    let head = w.heads(&["<Source", "<Language", ">Articles", ">Words", ">Segments", "<Dates"]);
    Table::new("sources", line(caption), &head).with(f.sources.iter().map(row))
}

fn articles(f: &Findings, w: &Words) -> Table {
    let mut head = w.heads(&["<Article", "<Source", "<Date", ">Words"]);
    head.extend(f.frames.iter().chain(&f.concepts).map(|n| format!(">{}", n.title)));
    let tail = if f.articles.len() > LISTED {
        say!(
            w,
            " The first {listed} of {all}; all are in tables/articles.csv.",
            listed = LISTED,
            all = w.count(f.articles.len() as u64)
        )
    } else {
        String::new()
    };
    let caption =
        format!("{}{tail}", w.word("Articles: words, hits by frame, and mentions by name of each idea."));
    let row = |a: &crate::study::findings::ArticleRow| {
        let mut row = vec![
            line(a.title.clone().unwrap_or_else(|| a.id.clone())),
            line(a.source.clone()),
            line(a.date.clone().unwrap_or_else(|| "–".into())),
            line(w.count(u64::from(a.tokens))),
        ];
        // What was not looked for is no 0.
        let count = |n: Option<&u64>, id: &str| match n {
            Some(n) => super::linked(f, w, *n, id, &a.source, &[("article", &a.id)]),
            None => line("–"),
        };
        row.extend(f.frames.iter().map(|n| count(a.hits.get(&n.id), &n.id)));
        row.extend(f.concepts.iter().map(|n| count(a.named.get(&n.id), &n.id)));
        row
    };
    Table::new("articles", line(caption), &head).with(f.articles.iter().take(LISTED).map(row))
}
