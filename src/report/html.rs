//! Blocks as one self-contained HTML page: no network, readable without scripts.

use super::block::{Align, Block, Figure, Inline, Line, Note, Only, Quote, Table, Tone, plain};
use super::escape::{self, html};
use super::figures::svg;
use super::words::{Words, say};
use crate::error::{Error, Kind, Result};
use crate::study::presentation::Presentation;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

const STYLE: &str = include_str!("page.css");
const SCRIPT: &str = include_str!("page.js");

/// What dresses a page.
#[derive(Debug, Clone, Default)]
pub struct Dress {
    /// A picture for the head of the page, as a data address.
    pub logo: Option<String>,
    /// Colours that replace those of the house: what stands in the style, and what shall stand there.
    pub colours: Vec<(&'static str, String)>,
}

impl Dress {
    /// Logo and colours of a study; `files` holds what the study names.
    ///
    /// # Errors
    /// If the logo is no picture that a page can hold.
    pub fn of(report: &Presentation, files: &BTreeMap<String, Vec<u8>>) -> Result<Self> {
        let mut dress = Self::default();
        // In the style these two stand for the first and second part of everything.
        dress.colours.extend(report.accent.iter().map(|c| ("#0b4f8a", c.clone())));
        dress.colours.extend(report.second.iter().map(|c| ("#d9730d", c.clone())));
        if let Some((name, bytes)) = report.logo.as_ref().and_then(|n| files.get_key_value(n)) {
            let kind = match name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase().as_str() {
                "svg" => "image/svg+xml",
                "png" => "image/png",
                "jpg" | "jpeg" => "image/jpeg",
                _ => {
                    let reason = format!("the logo {name:?} is no picture that a page can hold");
                    return Err(Error::new(Kind::Study, reason).help("take an SVG, PNG or JPEG file"));
                }
            };
            dress.logo = Some(data_address(kind, bytes));
        }
        Ok(dress)
    }

    /// A style in the study's colours.
    pub fn style(&self, css: &str) -> String {
        self.colours.iter().fold(css.to_owned(), |css, (ours, theirs)| css.replace(ours, theirs))
    }
}

/// What quotations are filtered by, with the label of the choice.
fn filters(w: &Words) -> String {
    let choices = [
        ("frame", w.word("Frame")),
        ("source", w.word("Source")),
        ("concept", w.word("Near the idea")),
        ("stance", w.word("Stance")),
        ("voice", w.word("Voice")),
        ("speaker", w.word("Speaker")),
        ("from", w.word("From")),
        ("to", w.word("Until")),
    ];
    let select = |(id, label): &(&str, &str)| {
        format!(
            "<label>{} <select data-filter=\"{id}\"><option value=\"\">{}</option></select></label>\n",
            html(label),
            html(w.word("all"))
        )
    };
    let selects = choices.iter().map(select).collect::<Vec<_>>().concat();
    format!(
        "<form id=\"filters\" role=\"search\" aria-label=\"{}\" hidden>\n<label class=\"words\">{} <input type=\"search\" id=\"words\" autocomplete=\"off\"></label>\n\
         {selects}<button type=\"reset\">{}</button>\n<p id=\"found\" role=\"status\"></p>\n</form>\n",
        html(w.word("Sentences")),
        html(w.word("Search the sentences")),
        html(w.word("Show all")),
    )
}

/// What the script says, in the language of the page.
fn script_words(w: &Words) -> String {
    let words = serde_json::json!({
        "one": w.word("quotation"),
        "many": w.word("quotations"),
        "of": w.word("of"),
        "found": w.word("found"),
        "shown": w.word("shown"),
        "hit": w.word("hit"),
        "hits": w.word("hits"),
        "mention": w.word("mention"),
        "mentions": w.word("mentions"),
        "sentence": w.word("sentence"),
        "sentences": w.word("sentences"),
        "in": w.word("in"),
        "or": w.word("or"),
        "since": w.word("from the date on:"),
        "before": w.word("before the date:"),
        "none": w.word("None of the sentences quoted here has this property; the sample leaves it out."),
        "locale": w.code(),
    });
    html(&words.to_string())
}

/// The whole page.
pub fn write(blocks: &[Block], w: &Words, dress: &Dress) -> String {
    let title = blocks.iter().find_map(|b| match b {
        Block::Heading { level: 1, text, .. } => Some(text.as_str()),
        _ => None,
    });
    let mut body = dress
        .logo
        .as_ref()
        .map_or(String::new(), |src| format!("<img class=\"logo\" src=\"{}\" alt=\"\">\n", html(src)));
    let mut cells = Cells::default();
    let mut contents = Some(contents(blocks, w));
    for block in blocks {
        match block {
            Block::Heading { level, text, id } => {
                cells.heading(&mut body, *level, id, w);
                // The finding comes first, then what else there is.
                if *level == 2 && id != "in-short" {
                    body.push_str(&contents.take().unwrap_or_default());
                }
                body.push_str(&format!("<h{level} id=\"{}\">{}</h{level}>\n", html(id), html(text)));
            }
            Block::Paragraph(line) => body.push_str(&format!("<p>{}</p>\n", inline(line))),
            Block::Callout(tone, lines) => callout(&mut body, w, *tone, lines),
            Block::List(lines) => list(&mut body, lines),
            Block::Notes(notes) => {
                cells.close(&mut body);
                self::notes(&mut body, w, notes);
            }
            Block::Table(table) => self::table(&mut body, table),
            Block::Figure(figure) => self::figure(&mut body, w, figure),
            Block::Quotes { all, .. } => all.iter().for_each(|q| quote(&mut body, w, q)),
        }
    }
    cells.close(&mut body);
    let reads = blocks
        .iter()
        .any(|b| matches!(b, Block::Quotes { all, .. } if all.iter().any(|q| q.reader.is_some())));
    let images = if dress.logo.is_some() { "img-src data:; " } else { "" };
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; {images}style-src 'unsafe-inline'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'\">\n\
         <title>{}</title>\n<style>\n{}{}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">{}</a>\n<main id=\"main\" data-words=\"{}\">\n{body}{}</main>\n\
         <footer><p>framescope {}</p></footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
        w.code(),
        base64(&Sha256::digest(SCRIPT.as_bytes())),
        html(title.unwrap_or(w.word("Report"))),
        dress.style(STYLE),
        dress.style(svg::STYLE),
        html(w.word("To the report")),
        script_words(w),
        panel(w, reads),
        env!("CARGO_PKG_VERSION"),
    )
}

/// Where sentences open beside the number that was clicked; shut without scripts.
fn panel(w: &Words, reads: bool) -> String {
    let more = w.word("The place under a sentence opens it in its article.");
    let more = if reads { format!("<p class=\"key\">{}</p>\n", html(more)) } else { String::new() };
    format!(
        "<dialog id=\"panel\" aria-labelledby=\"panel-title\">\n<div class=\"bar\"><h2 id=\"panel-title\" tabindex=\"-1\">{}</h2>\
         <button type=\"button\" id=\"panel-close\">{}</button></div>\n<p id=\"panel-count\"></p>\n<p class=\"key\">{}</p>\n{}<div id=\"panel-body\"></div>\n\
         <p><a id=\"panel-all\" href=\"#main\">{}</a></p>\n</dialog>\n",
        html(w.word("Sentences")),
        html(w.word("Close")),
        inline(&legend(w)),
        more,
        html(w.word("Show in the list of all sentences")),
    )
}

/// How the marks of a quotation are to be read.
fn legend(w: &Words) -> Line {
    vec![
        Inline::Hit { text: w.word("hit").to_owned(), denied: false },
        Inline::Text(" · ".into()),
        Inline::Hit { text: w.word("denied hit").to_owned(), denied: true },
        Inline::Text(" · ".into()),
        Inline::Cue { text: w.word("cue of stance").to_owned(), class: String::new() },
        Inline::Text(" · ".into()),
        Inline::Scoped { text: w.word("words it governs").to_owned(), class: String::new() },
    ]
}

/// Quotations under one heading stand in a section of their own, so that they can be shown and hidden together.
#[derive(Default)]
struct Cells {
    /// Level of the heading that opened the section.
    open: Option<u8>,
    any: bool,
}

impl Cells {
    fn heading(&mut self, out: &mut String, level: u8, id: &str, w: &Words) {
        self.close(out);
        if id.starts_with("evidence-") {
            if !self.any {
                out.push_str(&filters(w));
            }
            (self.open, self.any) = (Some(level), true);
            out.push_str(&format!("<section class=\"cell\" data-cell=\"{}\">\n", html(id)));
        }
    }

    fn close(&mut self, out: &mut String) {
        if self.open.take().is_some() {
            out.push_str("</section>\n");
        }
    }
}

/// A file as an address that a page can hold.
pub fn data_address(kind: &str, bytes: &[u8]) -> String {
    format!("data:{kind};base64,{}", base64(bytes))
}

/// Bytes in the alphabet of RFC 4648, with padding.
pub(crate) fn base64(bytes: &[u8]) -> String {
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

/// Sections, and those of the appendix below it.
fn contents(blocks: &[Block], w: &Words) -> String {
    let mut items = String::new();
    let mut inside = false;
    for block in blocks {
        let (level, text, id) = match block {
            Block::Heading { level, text, id } => (level, text.as_str(), id.as_str()),
            Block::Notes(_) => (&2, w.word("Notes on method"), "notes"),
            _ => continue,
        };
        let link = format!("<a href=\"#{}\">{}</a>", html(id), html(text));
        match level {
            2 if inside => items.push_str(&format!("</ol></li>\n<li>{link}</li>\n")),
            2 if id == "appendix" => {
                inside = true;
                items.push_str(&format!("<li>{link}<ol>\n"));
            }
            2 => items.push_str(&format!("<li>{link}</li>\n")),
            3 if inside => items.push_str(&format!("<li>{link}</li>\n")),
            _ => {}
        }
        inside &= *level > 2 || id == "appendix";
    }
    let end = if inside { "</ol></li>\n" } else { "" };
    // An empty list is no list.
    let items = items.replace("<ol>\n</ol>", "");
    format!("<nav aria-label=\"{}\"><ol>\n{items}{end}</ol></nav>\n", html(w.word("Contents")))
}

fn callout(out: &mut String, w: &Words, tone: Tone, lines: &[Line]) {
    let (class, word) = if tone == Tone::Warning {
        ("warning", w.word("Before you quote a number"))
    } else {
        ("note", w.word("Note"))
    };
    out.push_str(&format!(
        "<div role=\"note\" class=\"box {class}\" aria-label=\"{0}\">\n<p><strong>{0}</strong></p>\n",
        html(word)
    ));
    list(out, lines);
    out.push_str("</div>\n");
}

fn list(out: &mut String, lines: &[Line]) {
    out.push_str("<ul>\n");
    out.extend(lines.iter().map(|l| format!("<li>{}</li>\n", inline(l))));
    out.push_str("</ul>\n");
}

/// Footnotes, each with its way back.
fn notes(out: &mut String, w: &Words, notes: &[Note]) {
    out.push_str(&format!(
        "<section class=\"notes\">\n<h2 id=\"notes\">{}</h2>\n<ol>\n",
        html(w.word("Notes on method"))
    ));
    for n in notes {
        let back = html(&say!(w, "Back to the place of note {n}", n = n.number));
        out.push_str(&format!(
            "<li id=\"note-{0}\" tabindex=\"-1\">{1} <a href=\"#note-of-{0}\" role=\"doc-backlink\" aria-label=\"{back}\">↩</a></li>\n",
            n.id,
            inline(&n.words)
        ));
    }
    out.push_str("</ol>\n</section>\n");
}

/// The number of a note where it is referred to. Its name begins with what is seen, so that who speaks to the browser finds it.
fn reference(note: &Note) -> String {
    let id = if note.first { format!(" id=\"note-of-{}\"", note.id) } else { String::new() };
    format!(
        "<sup class=\"note\"><a{id} href=\"#note-{}\" role=\"doc-noteref\">{}</a></sup>",
        note.id, note.number
    )
}

/// What a table or figure is called: its number, which its caption begins with.
fn name(caption: &Line) -> String {
    html(plain(caption).split(". ").next().unwrap_or_default())
}

fn table(out: &mut String, table: &Table) {
    out.push_str(&format!(
        "<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n<table id=\"{}\">\n<caption>{}</caption>\n<thead><tr>",
        name(&table.caption),
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

/// A figure in a box that scrolls where the page is narrower than its words can be read.
fn figure(out: &mut String, w: &Words, figure: &Figure) {
    out.push_str(&format!(
        "<figure id=\"{}\">\n<p class=\"sideways\">{}</p>\n<div class=\"scroll\" role=\"region\" tabindex=\"0\" aria-label=\"{}\">\n{}</div>\n<figcaption>{}</figcaption>\n</figure>\n",
        html(&figure.id),
        html(w.word("The figure goes on to the right: move it sideways →")),
        name(&figure.caption),
        // The style of figures stands once in the head of the page.
        figure.svg.split("<style>").next().unwrap_or_default().to_owned()
            + figure.svg.split("</style>\n").nth(1).unwrap_or_default(),
        inline(&figure.caption)
    ));
}

fn quote(out: &mut String, w: &Words, quote: &Quote) {
    let facet = |(name, value): &(&str, String)| format!(" data-{name}=\"{}\"", html(value));
    let facets = quote.facets.iter().map(facet).collect::<Vec<_>>().concat();
    let place = html(&escape::defang(&quote.place));
    let place = match &quote.reader {
        Some(to) => format!(
            "<a href=\"{}\" aria-label=\"{}\">{place}</a>",
            html(to),
            html(&say!(w, "Read in the article: {place}", place = quote.place))
        ),
        None => place,
    };
    let language =
        quote.facets.iter().find(|f| f.0 == "language").map(|f| format!(" lang=\"{}\"", html(&f.1)));
    out.push_str(&format!(
        "<blockquote{facets}><p{}>{}</p><footer>{place}; {}</footer></blockquote>\n",
        language.unwrap_or_default(),
        inline(&quote.words),
        html(&quote.reading)
    ));
}

fn inline(line: &Line) -> String {
    line.iter()
        .map(|i| match i {
            // A percent sign stays with its number.
            Inline::Text(s) => html(&escape::defang(s)).replace(" %", "\u{a0}%"),
            Inline::Strong(s) => format!("<strong>{}</strong>", html(s)),
            Inline::Emph(s) => format!("<em>{}</em>", html(s)),
            Inline::Code(s) => format!("<code>{}</code>", html(s)),
            Inline::Hit { text, denied: false } => format!("<mark>{}</mark>", html(text)),
            Inline::Hit { text, denied: true } => {
                format!("<mark class=\"denied\"><s>{}</s></mark>", html(text))
            }
            Inline::Cue { text, class } => format!("<em class=\"cue\"{}>{}</em>", hint(class), html(text)),
            Inline::Scoped { text, class } => {
                format!("<span class=\"scope\"{}>{}</span>", hint(class), html(text))
            }
            Inline::Out { text, to } => {
                format!("<a href=\"{}\" rel=\"noreferrer\">{}</a>", html(to), html(text))
            }
            Inline::Note(note) => reference(note),
            Inline::Link { text, to, only } => {
                format!("<a href=\"#{}\"{}>{}</a>", html(to), data_only(only), html(text))
            }
        })
        .collect()
}

fn hint(class: &str) -> String {
    if class.is_empty() { String::new() } else { format!(" title=\"{}\"", html(class)) }
}

/// The sentences that a link means.
fn data_only(only: &Only) -> String {
    if only.is_empty() { String::new() } else { format!(" data-only=\"{}\"", svg::attribute(only)) }
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
            reader: Some(evil.into()),
            facets: vec![("source", evil.into())],
        };
        let quotes = Block::Quotes { all: vec![quote], short: 1 };
        let page = write(&[quotes], &Words::of("en"), &Dress::default());
        assert_eq!(page.matches("<script").count(), 1);
        assert!(page.contains(&format!("<script>{SCRIPT}</script>")) && !SCRIPT.contains("</"));
    }
}
