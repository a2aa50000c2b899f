//! What only the whole document knows: the numbers of its tables, figures and notes, and which links lead somewhere.

use std::collections::BTreeSet;

use super::block::{Block, Inline, Line, Note};
use super::words::{Words, say};

/// Numbers tables and figures in reading order.
pub fn numbers(blocks: &mut [Block], w: &Words) {
    let (mut tables, mut figures) = (0, 0);
    for block in blocks {
        let (caption, number) = match block {
            Block::Table(t) => {
                tables += 1;
                // A table's id must not be that of the section it stands in.
                t.id.insert_str(0, "table-");
                (&mut t.caption, say!(w, "Table {n}.", n = tables))
            }
            Block::Figure(f) => {
                figures += 1;
                (&mut f.caption, say!(w, "Figure {n}.", n = figures))
            }
            _ => continue,
        };
        caption.splice(0..0, [Inline::Strong(number), Inline::Text(" ".into())]);
    }
}

/// Numbers the notes in reading order and gathers them behind the reading text, before the appendix.
pub fn notes(blocks: &mut Vec<Block>) {
    let mut all: Vec<Note> = Vec::new();
    for note in blocks.iter_mut().flat_map(lines).flat_map(|l| l.iter_mut()) {
        let Inline::Note(note) = note else { continue };
        if let Some(known) = all.iter().find(|n| n.id == note.id) {
            (note.number, note.first) = (known.number, false);
        } else {
            note.number = all.len() + 1;
            all.push(note.clone());
        }
    }
    if !all.is_empty() {
        let appendix = |b: &Block| matches!(b, Block::Heading { id, .. } if id == "appendix");
        let end = blocks.iter().position(appendix).unwrap_or(blocks.len());
        blocks.insert(end, Block::Notes(all));
    }
}

/// Leaves only links that lead somewhere; `reader` says whether a place of an article can be read beside the report.
pub fn links(blocks: &mut [Block], reader: impl Fn(&str) -> bool) {
    let id = |b: &Block| match b {
        Block::Heading { id, .. } => Some(id.clone()),
        Block::Table(t) => Some(t.id.clone()),
        Block::Figure(f) => Some(f.id.clone()),
        _ => None,
    };
    let ids: BTreeSet<String> = blocks.iter().filter_map(id).collect();
    // Sentences that are quoted nowhere open nowhere.
    let quoted = ids.iter().any(|i| i.starts_with("evidence-"));
    for block in &mut *blocks {
        match block {
            Block::Quotes { all, .. } => {
                for q in all {
                    q.reader = q.reader.take().filter(|to| reader(to));
                }
            }
            Block::Figure(f) => f.svg = marks(&f.svg, |to| quoted && ids.contains(to)),
            _ => {}
        }
    }
    for inline in blocks.iter_mut().flat_map(lines).flat_map(|l| l.iter_mut()) {
        if let Inline::Link { text, to, only } = inline
            && (!ids.contains(to) || (!only.is_empty() && !quoted))
        {
            // A section that was left out; an arrow alone says nothing then.
            *inline = Inline::Text(if text == "→" { String::new() } else { std::mem::take(text) });
        }
    }
}

/// A picture whose marks open only what is there.
fn marks(svg: &str, there: impl Fn(&str) -> bool) -> String {
    const OPENS: &str = "<g data-e=\"";
    let mut parts = svg.split(OPENS);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match (part.split_once('"'), part.split_once('>')) {
            (Some((to, _)), Some((_, rest))) if !there(to) => {
                out.push_str("<g>");
                out.push_str(rest);
            }
            _ => {
                out.push_str(OPENS);
                out.push_str(part);
            }
        }
    }
    out
}

/// The lines of a block in which a link or a note may stand.
fn lines(block: &mut Block) -> Vec<&mut Line> {
    match block {
        Block::Paragraph(line) => vec![line],
        Block::Callout(_, lines) | Block::List(lines) => lines.iter_mut().collect(),
        Block::Notes(notes) => notes.iter_mut().map(|n| &mut n.words).collect(),
        // In reading order: a caption stands above its table.
        Block::Table(t) => std::iter::once(&mut t.caption).chain(t.rows.iter_mut().flatten()).collect(),
        Block::Figure(f) => vec![&mut f.caption],
        Block::Heading { .. } | Block::Quotes { .. } => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::block::{Figure, heading, line, note};

    #[test]
    fn notes_are_numbered_once_and_stand_before_the_appendix() {
        let mut blocks = vec![
            Block::Paragraph(vec![note("a", "first")]),
            Block::List(vec![vec![note("b", "second")], vec![note("a", "first")]]),
            heading(2, "Appendix", "appendix"),
        ];
        notes(&mut blocks);
        let Block::Notes(all) = &blocks[2] else { panic!("{blocks:?}") };
        assert_eq!(all.iter().map(|n| (n.id, n.number)).collect::<Vec<_>>(), [("a", 1), ("b", 2)]);
        let Block::List(items) = &blocks[1] else { panic!("{blocks:?}") };
        assert!(matches!(&items[1][0], Inline::Note(n) if n.number == 1 && !n.first));
    }

    #[test]
    fn what_leads_nowhere_is_no_link() {
        let link = |to: &str| vec![Inline::Link { text: "12".into(), to: to.into(), only: vec![] }];
        let svg = "<svg><g data-e=\"evidence-x\" data-only=\"[]\">\n<rect/></g><g data-e=\"evidence-y\" data-only=\"[]\"><rect/></g></svg>";
        let figure = Figure { id: "f".into(), caption: line(""), alt: String::new(), svg: svg.into() };
        let mut blocks = vec![
            Block::List(vec![link("evidence-x"), link("evidence-y")]),
            Block::Figure(figure),
            heading(3, "X", "evidence-x"),
        ];
        links(&mut blocks, |_| false);
        let Block::List(items) = &blocks[0] else { panic!("{blocks:?}") };
        assert_eq!(items, &[link("evidence-x"), line("12")]);
        let Block::Figure(f) = &blocks[1] else { panic!("{blocks:?}") };
        assert_eq!(f.svg, svg.replace("<g data-e=\"evidence-y\" data-only=\"[]\">", "<g>"));
    }
}
