//! Blocks as one self-contained HTML page: no network, readable without scripts.

use super::block::{Align, Block, Figure, Inline, Line, Quote, Table, Tone, plain};
use super::escape::{self, html};

const STYLE: &str = include_str!("page.css");

/// The whole page in a language (`en`, `it`).
pub fn write(blocks: &[Block], language: &str) -> String {
    let title = blocks.iter().find_map(|b| match b {
        Block::Heading { level: 1, text, .. } => Some(text.as_str()),
        _ => None,
    });
    let mut body = String::new();
    for block in blocks {
        match block {
            Block::Heading { level, text, id } => {
                body.push_str(&format!("<h{level} id=\"{}\">{}</h{level}>\n", html(id), html(text)));
                if *level == 1 {
                    body.push_str(&contents(blocks));
                }
            }
            Block::Paragraph(line) => body.push_str(&format!("<p>{}</p>\n", inline(line))),
            Block::Callout(tone, lines) => callout(&mut body, *tone, lines),
            Block::List(lines) => list(&mut body, lines),
            Block::Table(table) => self::table(&mut body, table),
            Block::Figure(figure) => self::figure(&mut body, figure),
            Block::Quotes(quotes) => quotes.iter().for_each(|q| quote(&mut body, q)),
        }
    }
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the report</a>\n<main id=\"main\">\n{body}</main>\n\
         <footer><p>framescope {} counts words, not truth or intent.</p></footer>\n</body>\n</html>\n",
        html(title.unwrap_or("Report")),
        env!("CARGO_PKG_VERSION"),
    )
}

fn contents(blocks: &[Block]) -> String {
    let items: String = blocks
        .iter()
        .filter_map(|b| match b {
            Block::Heading { level: 2, text, id } => {
                Some(format!("<li><a href=\"#{}\">{}</a></li>\n", html(id), html(text)))
            }
            _ => None,
        })
        .collect();
    format!("<nav aria-label=\"Contents\"><ol>\n{items}</ol></nav>\n")
}

fn callout(out: &mut String, tone: Tone, lines: &[Line]) {
    let (class, word) =
        if tone == Tone::Warning { ("warning", "Before you quote a number") } else { ("note", "Note") };
    out.push_str(&format!(
        "<aside class=\"{class}\" aria-label=\"{word}\">\n<p><strong>{word}</strong></p>\n"
    ));
    list(out, lines);
    out.push_str("</aside>\n");
}

fn list(out: &mut String, lines: &[Line]) {
    out.push_str("<ul>\n");
    out.extend(lines.iter().map(|l| format!("<li>{}</li>\n", inline(l))));
    out.push_str("</ul>\n");
}

fn table(out: &mut String, table: &Table) {
    let caption = html(&plain(&table.caption));
    out.push_str(&format!(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n<table id=\"{}\">\n<caption>{}</caption>\n<thead><tr>",
        caption.split(". ").next().unwrap_or_default(),
        html(&table.id),
        inline(&table.caption)
    ));
    for (head, align) in &table.head {
        out.push_str(&format!("<th scope=\"col\"{}>{}</th>", class(*align), html(head)));
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &table.rows {
        out.push_str("<tr>");
        for (cell, (_, align)) in row.iter().zip(&table.head) {
            out.push_str(&format!("<td{}>{}</td>", class(*align), inline(cell)));
        }
        out.push_str("</tr>\n");
    }
    out.push_str("</tbody>\n</table>\n</div>\n");
}

fn class(align: Align) -> &'static str {
    if align == Align::Right { " class=\"n\"" } else { "" }
}

fn figure(out: &mut String, figure: &Figure) {
    out.push_str(&format!(
        "<figure id=\"{}\">\n{}<figcaption>{}</figcaption>\n</figure>\n",
        html(&figure.id),
        figure.svg,
        inline(&figure.caption)
    ));
}

fn quote(out: &mut String, quote: &Quote) {
    out.push_str(&format!(
        "<blockquote><p>{}</p><footer>{}; {}</footer></blockquote>\n",
        inline(&quote.words),
        html(&escape::defang(&quote.place)),
        html(&quote.reading)
    ));
}

fn inline(line: &Line) -> String {
    line.iter()
        .map(|i| match i {
            Inline::Text(s) => html(&escape::defang(s)),
            Inline::Strong(s) => format!("<strong>{}</strong>", html(s)),
            Inline::Emph(s) => format!("<em>{}</em>", html(s)),
            Inline::Code(s) => format!("<code>{}</code>", html(s)),
            Inline::Hit { text, denied: false } => format!("<mark>{}</mark>", html(text)),
            Inline::Hit { text, denied: true } => {
                format!("<mark class=\"denied\"><s>{}</s></mark>", html(text))
            }
            Inline::Link { text, to } => format!("<a href=\"#{}\">{}</a>", html(to), html(text)),
        })
        .collect()
}
