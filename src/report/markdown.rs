//! Blocks as Markdown that renders on a code host, in an editor, and through pandoc to Word and PDF.
//!
//! Anchors are empty spans with an id, which code hosts and pandoc both take as places to link to.

use super::block::{Align, Block, Figure, Inline, Line, Quote, Table, Tone, plain};
use super::escape;
use super::words::{Words, say};

/// What stands above the text for pandoc and Quarto. The title itself is the first heading, which every reader shows;
/// `shift-heading-level-by` makes it the title of a converted document.
pub struct Front<'a> {
    /// Title of the document.
    pub title: &'a str,
    /// One paragraph.
    pub summary: &'a str,
}

/// The whole document.
pub fn write(blocks: &[Block], front: &Front<'_>, w: &Words) -> String {
    let mut out = head(front, w);
    for block in blocks {
        match block {
            Block::Heading { level, text, id } => {
                let hashes = "#".repeat(usize::from(*level));
                out.push_str(&format!("{hashes} <span id=\"{id}\"></span>{}\n\n", escape::markdown(text)));
            }
            Block::Paragraph(line) => out.push_str(&format!("{}\n\n", inline(line))),
            Block::Callout(tone, lines) => callout(&mut out, w, *tone, lines),
            Block::List(lines) => {
                out.extend(lines.iter().map(|l| format!("- {}\n", inline(l))));
                out.push('\n');
            }
            Block::Notes(notes) => {
                out.extend(notes.iter().map(|n| format!("[^{}]: {}\n\n", n.id, inline(&n.words))));
            }
            Block::Table(table) => self::table(&mut out, table),
            Block::Figure(figure) => self::figure(&mut out, figure),
            Block::Quotes { all, short } => {
                all.iter().take(*short).for_each(|q| quote(&mut out, q));
                if all.len() > *short {
                    let n = all.len() - short;
                    out.push_str(&match short {
                        0 => say!(w, "None can be quoted here: {n} in report.html.", n = n),
                        _ => say!(w, "… and {n} more in report.html.", n = n),
                    });
                    out.push_str("\n\n");
                }
            }
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

/// Front matter. Strings are written as JSON, which is YAML.
fn head(front: &Front<'_>, w: &Words) -> String {
    let quoted = |s: &str| serde_json::to_string(&escape::terminal(s)).unwrap_or_default();
    format!(
        "---\npagetitle: {}\ndescription: {}\nlang: {}\ntoc: true\nshift-heading-level-by: -1\ngenerator: framescope {}\n---\n\n",
        quoted(front.title),
        quoted(front.summary),
        w.code(),
        env!("CARGO_PKG_VERSION")
    )
}

fn callout(out: &mut String, w: &Words, tone: Tone, lines: &[Line]) {
    let word = if tone == Tone::Warning { w.word("Before you quote a number") } else { w.word("Note") };
    out.push_str(&format!("> **{word}**\n>\n"));
    out.extend(lines.iter().map(|l| format!("> - {}\n", inline(l))));
    out.push('\n');
}

fn table(out: &mut String, table: &Table) {
    out.push_str(&format!("<span id=\"{}\"></span>{}\n\n", table.id, inline(&table.caption)));
    let head: Vec<_> = table.head.iter().map(|(h, _)| escape::markdown(h)).collect();
    let rule: Vec<_> = (0..table.head.len()).map(|i| rule(table, i)).collect();
    out.push_str(&format!("| {} |\n|{}|\n", head.join(" | "), rule.join("|")));
    for row in &table.rows {
        let cells: Vec<_> = row.iter().map(inline).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    out.push('\n');
}

/// The line under a head. Where a table is wider than a page, pandoc divides the page by the lengths of these lines.
fn rule(table: &Table, column: usize) -> String {
    let longest_word = |s: &str| s.split_whitespace().map(|w| w.chars().count()).max().unwrap_or(0);
    let Some((head, align)) = table.head.get(column) else { return "---".into() };
    let cells = table.rows.iter().filter_map(|r| r.get(column)).map(plain);
    let wide = cells.map(|c| c.chars().count().min(WIDEST)).max().unwrap_or(0).max(longest_word(head));
    // A little more than the letters: columns have margins, and a figure's digits must not be broken.
    let line = "-".repeat((wide + 2).max(NARROWEST));
    if *align == Align::Right { format!("{line}:") } else { format!(":{line}") }
}

/// Letters of a cell that a column is made wide for.
const WIDEST: usize = 24;
/// Letters that every column has room for.
const NARROWEST: usize = 7;

fn figure(out: &mut String, figure: &Figure) {
    let alt = escape::markdown(&figure.alt);
    out.push_str(&format!(
        "![{alt}](figures/{0}.svg)\\\n<span id=\"{0}\"></span>{1}\n\n",
        figure.id,
        inline(&figure.caption)
    ));
}

fn quote(out: &mut String, quote: &Quote) {
    let place = escape::markdown(&quote.place);
    let place = match &quote.reader {
        Some(to) => format!("[{place}](<{}>)", to.replace(['<', '>', '\n'], "")),
        None => place,
    };
    out.push_str(&format!(
        "> {}\n>\n> — {place}; {}\n\n",
        inline(&quote.words),
        escape::markdown(&quote.reading)
    ));
}

fn inline(line: &Line) -> String {
    line.iter()
        .map(|i| match i {
            Inline::Text(s) => escape::markdown(s),
            Inline::Strong(s) => format!("**{}**", escape::markdown(s)),
            Inline::Emph(s) => format!("*{}*", escape::markdown(s)),
            // A stroke would end a cell, and how one is written as code differs between readers of Markdown.
            Inline::Code(s) if s.contains('|') => escape::markdown(s),
            Inline::Code(s) => format!("`{}`", s.replace('`', "'")),
            Inline::Hit { text, denied: false } => format!("**{}**", escape::markdown(text)),
            Inline::Hit { text, denied: true } => format!("~~**{}**~~", escape::markdown(text)),
            Inline::Cue { text, .. } => emphasis(text),
            Inline::Scoped { text, .. } => escape::markdown(text),
            Inline::Out { text, to } => {
                format!("[{}](<{}>)", escape::markdown(text), to.replace(['<', '>', '\n'], ""))
            }
            Inline::Note(note) => format!("[^{}]", note.id),
            Inline::Link { text, to, .. } => format!("[{}](#{to})", escape::markdown(text)),
        })
        .collect()
}

/// Stress that holds although the words may end in a space.
fn emphasis(words: &str) -> String {
    let core = words.trim();
    if core.is_empty() {
        return words.to_owned();
    }
    let before = &words[..words.len() - words.trim_start().len()];
    let after = &words[words.trim_end().len()..];
    format!("{before}*{}*{after}", escape::markdown(core))
}
