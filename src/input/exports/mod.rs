//! Exports of press databases: one file, many articles, told by what stands in it.
//!
//! Every importer cuts the lines of a file into pieces, one an article, reads what the database says of each, and counts:
//! what the export announces, what was found, and what was lost and why. A piece that does not fit the layout is named and
//! left out: never half an article. Layouts are described in `src/input/README.md`; the words that they use stand in
//! `lexicons/input/exports.toml`.

mod factiva;
mod nexis;
mod proquest;
mod words;

use crate::article::Origin;
use crate::error::{Error, Kind, Result};

use super::fields::Draft;
use super::{FileName, ReadOptions, Reading};

/// Below this share of the words that the database has counted a text is half an article.
const WHOLE: f64 = 0.6;
/// Texts below so many words may be counted differently.
const SHORT: usize = 60;

/// A kind of export.
struct Export {
    name: &'static str,
    fits: fn(&[&str]) -> bool,
    cut: fn(&[&str]) -> Cut,
}

/// Every kind of export.
const EXPORTS: &[Export] = &[
    Export { name: "Nexis Uni", fits: nexis::fits, cut: nexis::cut },
    Export { name: "Factiva", fits: factiva::fits, cut: factiva::cut },
    Export { name: "ProQuest", fits: proquest::fits, cut: proquest::cut },
];

/// What an export was cut into.
#[derive(Debug, Default)]
pub(super) struct Cut {
    /// Pieces in their order.
    pieces: Vec<Piece>,
    /// How many articles the export itself announces.
    announced: Option<usize>,
    /// Titles that the export lists, where it does.
    listed: Vec<String>,
}

/// One article, or why it is none.
#[derive(Debug, Default)]
struct Piece {
    title: String,
    /// Column and value.
    fields: Vec<(String, String)>,
    text: String,
    /// Words that the database has counted.
    length: Option<usize>,
    /// Why it is lost.
    lost: Option<&'static str>,
}

impl Piece {
    fn lost(title: &str, why: &'static str) -> Self {
        Self { title: title.to_owned(), lost: Some(why), ..Self::default() }
    }

    fn put(&mut self, column: &str, value: &str) {
        let value = value.trim();
        if !value.is_empty() && self.fields.iter().all(|(c, _)| c != column) {
            self.fields.push((column.to_owned(), value.to_owned()));
        }
    }

    /// Takes what a label holds: the title and the length apart, everything else as a column.
    fn put_label(&mut self, column: &str, value: &str) {
        match column {
            "title" => value.trim().clone_into(&mut self.title),
            "author" => self.put("author", without_by(value)),
            "length" => self.length = self.length.or_else(|| count(value)),
            column => self.put(column, value),
        }
    }
}

/// The names of a byline without the word before them.
fn without_by(byline: &str) -> &str {
    let byline = byline.trim();
    match byline.split_once(' ') {
        Some((word, names)) if words::WORDS.factiva.by.iter().any(|b| b.eq_ignore_ascii_case(word)) => {
            names.trim()
        }
        _ => byline,
    }
}

/// The number that a text begins with, `1,024 words` being 1024.
fn count(text: &str) -> Option<usize> {
    let text = text.trim();
    let end =
        text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '\u{a0}'))).unwrap_or(text.len());
    let digits: String = text[..end].chars().filter(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|n| *n < 10_000_000)
}

/// Reads the lines of a file if they are those of an export; false if they are of none.
///
/// # Errors
/// An export of which not one article could be read.
pub(super) fn take(
    file: FileName<'_>,
    lines: &[&str],
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<bool> {
    if options.format.as_deref() == Some("text") {
        return Ok(false);
    }
    match EXPORTS.iter().find(|e| (e.fits)(lines)) {
        Some(export) => hand_over(file, export.name, (export.cut)(lines), options, into).map(|()| true),
        None => Ok(false),
    }
}

/// Reads a web page if it is that of an export; false if it is of none.
///
/// # Errors
/// An export of which not one article could be read.
pub(super) fn from_page(
    file: FileName<'_>,
    page: &str,
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<bool> {
    // Telling most pages by a word keeps them from being cut twice.
    let says = |word: &str| memchr::memmem::find(page.as_bytes(), word.as_bytes()).is_some();
    if !(says("class=\"article ") || says("articleParagraph") || says("activa") || says("roQuest")) {
        return Ok(false);
    }
    let lines = super::html::lines(page);
    let lines: Vec<&str> = lines.iter().map(String::as_str).filter(|l| !l.trim().is_empty()).collect();
    take(file, &lines, options, into)
}

/// Turns pieces into articles, counts them, and names what is lost.
fn hand_over(
    file: FileName<'_>,
    name: &str,
    cut: Cut,
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<()> {
    let all = cut.pieces.len();
    let mut found = 0;
    let mut lost = Vec::new();
    let titles: Vec<String> = cut.pieces.iter().map(|p| plain(&p.title)).collect();
    for (number, piece) in cut.pieces.into_iter().enumerate() {
        let number = number + 1;
        let words = piece.text.split_whitespace().count();
        let half = piece.length.filter(|&l| l > SHORT && (words as f64) < l as f64 * WHOLE);
        let why = match (piece.lost, half) {
            (Some(why), _) => Some(why.to_owned()),
            (None, _) if words == 0 => Some("it has no text".to_owned()),
            (None, Some(length)) => {
                Some(format!("{words} words where the database counts {length}: it would be half an article"))
            }
            (None, None) => None,
        };
        if let Some(why) = why {
            lost.push(format!("{name} article {number} {}: {why}", quoted(&piece.title)));
            continue;
        }
        let mut draft = Draft::default();
        draft.put("text", piece.text, &options.columns);
        draft.put("title", piece.title, &options.columns);
        draft.put("database", name.to_owned(), &options.columns);
        if let Some(length) = piece.length {
            draft.put("length", length.to_string(), &options.columns);
        }
        for (column, value) in piece.fields {
            draft.put(&column, value, &options.columns);
        }
        let origin = Origin {
            file: file.shown.to_owned(),
            line: Some(number),
            encoding: "UTF-8".into(),
            encoding_guessed: false,
        };
        let id = || format!("{}:{number}", file.stem());
        into.articles.push(draft.finish(id, origin, &mut into.notes));
        found += 1;
    }
    if let Some(announced) = cut.announced.filter(|&a| a > all) {
        let missing: Vec<String> = cut
            .listed
            .iter()
            .filter(|l| !titles.iter().any(|t| alike(t, &plain(l))))
            .map(|l| quoted(l))
            .collect();
        let named = if missing.is_empty() { String::new() } else { format!(": {}", missing.join(", ")) };
        lost.push(format!(
            "{name}: the export announces {announced} articles and holds {all}; missing{named}"
        ));
    }
    if found == 0 {
        let first = lost.first().map_or_else(String::new, |l| format!(" ({l})"));
        let error = Error::new(
            Kind::Input,
            format!("this is an export of {name} in a layout that is not known{first}"),
        );
        return Err(error
            .help("export the full documents again, or convert them to a table with a column for the text"));
    }
    let origin = Origin { file: file.shown.to_owned(), ..Origin::default() };
    let announced = cut.announced.map_or_else(String::new, |a| format!(", {a} announced"));
    let counted = format!("{name}: {found} of {all} articles{announced}");
    into.notes.add(&origin, "articles are cut out of a database export", &counted);
    into.failures.extend(lost.into_iter().map(|why| Error::new(Kind::Input, why).in_file(file.shown)));
    Ok(())
}

fn quoted(title: &str) -> String {
    let short: String = title.chars().take(80).collect();
    if title.is_empty() { String::new() } else { format!("“{short}”") }
}

/// A title in lower case without anything but letters and digits.
fn plain(title: &str) -> String {
    title.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// True if two plain titles are the same, or one is the other cut short.
fn alike(a: &str, b: &str) -> bool {
    let short = |x: &str, y: &str| x.len() >= 20 && y.starts_with(x);
    a == b || short(a, b) || short(b, a)
}

/// `Label: value` → the value, if the label is one of these.
fn labelled<'l>(line: &'l str, labels: &[String]) -> Option<&'l str> {
    let (label, value) = line.split_once(':')?;
    labels.iter().any(|l| l.eq_ignore_ascii_case(label.trim())).then(|| value.trim())
}

/// True if a line is one of these words, with or without a colon.
fn is_one_of(line: &str, words: &[String]) -> bool {
    let line = line.trim().trim_end_matches(':').trim_end();
    words.iter().any(|w| w.eq_ignore_ascii_case(line) || w.to_lowercase() == line.to_lowercase())
}

#[cfg(test)]
mod tests;
