//! Which source names which concept.

use crate::report::block::{Align, Block, Table, heading, line, paragraph};
use crate::report::format::list;
use crate::study::Findings;

pub(super) fn write(f: &Findings) -> Vec<Block> {
    if f.concepts.is_empty() {
        return vec![];
    }
    let mut out = vec![heading(2, "Who names the idea")];
    let mut words = Vec::new();
    for c in &f.concepts {
        let naming = super::naming(f, &c.id);
        let related: Vec<String> = f
            .coverage
            .iter()
            .filter(|r| r.concept == c.id && r.named == 0 && r.related > 0)
            .map(|r| r.source.clone())
            .collect();
        let mut s = match naming.as_slice() {
            [] => format!("{}: named by no source.", c.title),
            names => format!("{}: named by {}.", c.title, list(names)),
        };
        if !related.is_empty() {
            s.push_str(&format!(
                " {} only {} related expressions.",
                list(&related),
                if related.len() == 1 { "uses" } else { "use" }
            ));
        }
        words.push(s);
    }
    out.push(Block::List(words.into_iter().map(line).collect()));
    if !f.silent_sources.is_empty() {
        out.push(paragraph(format!(
            "By name, {} {} any of these ideas.",
            list(&f.silent_sources),
            if f.silent_sources.len() == 1 { "never mentions" } else { "never mention" }
        )));
    }
    out.extend(crate::report::figures::coverage(f).map(Block::Figure));
    out.push(Block::Table(table(f)));
    out
}

fn table(f: &Findings) -> Table {
    let mut head = vec![("Source".to_owned(), Align::Left), ("Articles".into(), Align::Right)];
    for c in &f.concepts {
        head.push((format!("{}: articles naming it", c.title), Align::Right));
        head.push((format!("{}: mentions", c.title), Align::Right));
        head.push((format!("{}: related", c.title), Align::Right));
    }
    let row = |cell: &crate::study::cells::Cell| {
        let mut row = vec![line(cell.label.clone()), line(cell.articles.to_string())];
        for c in &f.concepts {
            let r = f.coverage.iter().find(|r| r.concept == c.id && r.source == cell.label);
            let [a, n, k] = r.map_or([0; 3], |r| [r.articles_naming, r.named, r.related]);
            row.extend([a, n, k].map(|x| line(x.to_string())));
        }
        row
    };
    Table {
        id: "coverage".into(),
        caption: line(
            "Concepts by source: articles that use one of the concept's names, mentions by name, and related expressions that do not name it.",
        ),
        head,
        rows: f.sources.iter().map(row).collect(),
    }
}
