//! Blocks as one self-contained HTML page: no network, readable without scripts.

use super::block::{Align, Block, Figure, Inline, Line, Quote, Table, Tone, plain};
use super::escape::{self, html};
use sha2::{Digest, Sha256};

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");
/// What quotations are filtered by, with the label of the choice.
const FILTERS: &[(&str, &str)] = &[
    ("frame", "Frame"),
    ("source", "Source"),
    ("concept", "Near the idea"),
    ("stance", "Stance"),
    ("voice", "Voice"),
    ("speaker", "Speaker"),
    ("from", "From"),
    ("to", "Until"),
];

/// The whole page in a language (`en`, `it`).
pub fn write(blocks: &[Block], language: &str) -> String {
    let title = blocks.iter().find_map(|b| match b {
        Block::Heading { level: 1, text, .. } => Some(text.as_str()),
        _ => None,
    });
    let mut body = String::new();
    let mut cells = Cells::default();
    for block in blocks {
        match block {
            Block::Heading { level, text, id } => {
                cells.heading(&mut body, id);
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
    cells.close(&mut body);
    format!(
        "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n\
         <title>{}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the report</a>\n<main id=\"main\">\n{body}{PANEL}</main>\n\
         <footer><p>framescope {} counts words, not truth or intent.</p></footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        base64(&Sha256::digest(SCRIPT.as_bytes())),
        html(title.unwrap_or("Report")),
        env!("CARGO_PKG_VERSION"),
    )
}

/// Where sentences open beside the number that was clicked; shut without scripts.
const PANEL: &str = "<dialog id=\"panel\" aria-labelledby=\"panel-title\">\n<div class=\"bar\"><h2 id=\"panel-title\" tabindex=\"-1\"></h2>\
                     <button type=\"button\" id=\"panel-close\">Close</button></div>\n<p id=\"panel-count\"></p>\n<div id=\"panel-body\"></div>\n\
                     <p><a id=\"panel-all\" href=\"#main\">Show in the list of all sentences</a></p>\n</dialog>\n";

/// Quotations under one heading stand in a section of their own, so that they can be shown and hidden together.
#[derive(Default)]
struct Cells {
    open: bool,
    any: bool,
}

impl Cells {
    fn heading(&mut self, out: &mut String, id: &str) {
        self.close(out);
        if id.starts_with("evidence-") {
            if !self.any {
                out.push_str(&filters());
            }
            (self.open, self.any) = (true, true);
            out.push_str(&format!("<section class=\"cell\" data-cell=\"{}\">\n", html(id)));
        }
    }

    fn close(&mut self, out: &mut String) {
        if std::mem::take(&mut self.open) {
            out.push_str("</section>\n");
        }
    }
}

/// The search and the filters; hidden until the script has filled them.
fn filters() -> String {
    let select = |(id, label): &(&str, &str)| {
        format!(
            "<label>{label} <select data-filter=\"{id}\"><option value=\"\">all</option></select></label>\n"
        )
    };
    let selects = FILTERS.iter().map(select).collect::<Vec<_>>().concat();
    format!(
        "<form id=\"filters\" role=\"search\" aria-label=\"Sentences\" hidden>\n<label class=\"words\">Search the sentences <input type=\"search\" id=\"words\" autocomplete=\"off\"></label>\n\
         {selects}<button type=\"reset\">Show all</button>\n<p id=\"found\" role=\"status\"></p>\n</form>\n"
    )
}

/// Bytes in the alphabet of RFC 4648, with padding.
fn base64(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let all = (0..3).fold(0_u32, |n, i| n << 8 | u32::from(three.get(i).copied().unwrap_or(0)));
        for i in 0..4 {
            let digit = ALPHABET[(all >> (18 - 6 * i) & 63) as usize];
            out.push(if i <= three.len() { char::from(digit) } else { '=' });
        }
    }
    out
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
        "<div role=\"note\" class=\"box {class}\" aria-label=\"{word}\">\n<p><strong>{word}</strong></p>\n"
    ));
    list(out, lines);
    out.push_str("</div>\n");
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
    let facet = |(name, value): &(&str, String)| format!(" data-{name}=\"{}\"", html(value));
    let facets = quote.facets.iter().map(facet).collect::<Vec<_>>().concat();
    out.push_str(&format!(
        "<blockquote{facets}><p>{}</p><footer>{}; {}</footer></blockquote>\n",
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
            Inline::Link { text, to, only } => {
                let only =
                    only.as_ref().map(|(name, value)| format!(" data-only=\"{name}={}\"", html(value)));
                format!("<a href=\"#{}\"{}>{}</a>", html(to), only.unwrap_or_default(), html(text))
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64_as_in_the_standard() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(base64(bytes.as_bytes()), text);
        }
    }

    #[test]
    fn nothing_of_a_quotation_becomes_markup() {
        let evil = "\"><script>alert(1)</script>";
        let quote = Quote {
            words: vec![Inline::Text(evil.into()), Inline::Hit { text: evil.into(), denied: true }],
            reading: evil.into(),
            place: evil.into(),
            facets: vec![("source", evil.into())],
        };
        let page = write(&[Block::Quotes(vec![quote])], "en");
        assert_eq!(page.matches("<script").count(), 1);
        assert!(page.contains(&format!("<script>{SCRIPT}</script>")) && !SCRIPT.contains("</"));
    }
}
