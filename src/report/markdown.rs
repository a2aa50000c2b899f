//! Blocks as Markdown that renders on a code host, in an editor and through pandoc.

use super::block::{Align, Block, Figure, Inline, Line, Quote, Table, Tone};
use super::escape;

/// The whole document.
pub fn write(blocks: &[Block]) -> String {
    let mut out = String::new();
    for block in blocks {
        match block {
            Block::Heading { level, text, id } => {
                out.push_str(&format!(
                    "<a id=\"{id}\"></a>\n\n{} {}\n\n",
                    "#".repeat(usize::from(*level)),
                    escape::markdown(text)
                ));
            }
            Block::Paragraph(line) => out.push_str(&format!("{}\n\n", inline(line))),
            Block::Callout(tone, lines) => callout(&mut out, *tone, lines),
            Block::List(lines) => {
                out.extend(lines.iter().map(|l| format!("- {}\n", inline(l))));
                out.push('\n');
            }
            Block::Table(table) => self::table(&mut out, table),
            Block::Figure(figure) => self::figure(&mut out, figure),
            Block::Quotes(quotes) => quotes.iter().for_each(|q| quote(&mut out, q)),
        }
    }
    out.truncate(out.trim_end().len());
    out.push('\n');
    out
}

fn callout(out: &mut String, tone: Tone, lines: &[Line]) {
    let word = if tone == Tone::Warning { "Before you quote a number" } else { "Note" };
    out.push_str(&format!("> **{word}**\n>\n"));
    out.extend(lines.iter().map(|l| format!("> - {}\n", inline(l))));
    out.push('\n');
}

fn table(out: &mut String, table: &Table) {
    out.push_str(&format!("<a id=\"{}\"></a>\n\n{}\n\n", table.id, inline(&table.caption)));
    let head: Vec<_> = table.head.iter().map(|(h, _)| escape::markdown(h)).collect();
    let rule: Vec<_> =
        table.head.iter().map(|(_, a)| if *a == Align::Right { "--:" } else { ":--" }).collect();
    out.push_str(&format!("| {} |\n|{}|\n", head.join(" | "), rule.join("|")));
    for row in &table.rows {
        let cells: Vec<_> = row.iter().map(inline).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    out.push('\n');
}

fn figure(out: &mut String, figure: &Figure) {
    let alt = escape::markdown(&figure.alt);
    out.push_str(&format!(
        "<a id=\"{0}\"></a>\n\n![{alt}](figures/{0}.svg)\n\n{1}\n\n",
        figure.id,
        inline(&figure.caption)
    ));
}

fn quote(out: &mut String, quote: &Quote) {
    out.push_str(&format!(
        "> {}\n>\n> — {}; {}\n\n",
        inline(&quote.words),
        escape::markdown(&quote.place),
        escape::markdown(&quote.reading)
    ));
}

fn inline(line: &Line) -> String {
    line.iter()
        .map(|i| match i {
            Inline::Text(s) => escape::markdown(s),
            Inline::Strong(s) => format!("**{}**", escape::markdown(s)),
            Inline::Emph(s) => format!("*{}*", escape::markdown(s)),
            Inline::Code(s) => format!("`{}`", s.replace('`', "'").replace('|', "¦")),
            Inline::Hit { text, denied: false } => format!("**{}**", escape::markdown(text)),
            Inline::Hit { text, denied: true } => format!("~~**{}**~~", escape::markdown(text)),
            Inline::Link { text, to, .. } => format!("[{}](#{to})", escape::markdown(text)),
        })
        .collect()
}
