//! Factiva: RTF, HTML and text, in the article format and in the indexed one.
//!
//! ```text
//! article: headline · [byline] · 523 words · 7 March 2015 · [10:15] · source · CODE · [page] · English · © rights · paragraphs · Document ABC…
//! indexed: HD headline · BY byline · WC 523 words · PD 7 March 2015 · SN source · LP, TD paragraphs · … · AN Document ABC…
//! ```

use crate::input::dates::{parse_date, parse_language};

use super::words::WORDS;
use super::{Cut, Piece, count, is_one_of};

/// Lines before the one with the length, and after it to the text, at most.
const HEAD: usize = 14;

/// True for the lines of such an export.
pub(super) fn fits(lines: &[&str]) -> bool {
    let numbered = || lines.iter().any(|l| accession(l).is_some());
    let shaped = || {
        lines.iter().any(|l| length(l).is_some())
            || lines.iter().filter(|l| code(l).is_some()).take(4).count() == 4
    };
    numbered() && shaped()
}

/// The number at the end of an article: `Document TMS0000020150307eb370000a`.
fn accession(line: &str) -> Option<&str> {
    let (word, number) = line.trim().split_once(char::is_whitespace)?;
    let number = number.trim();
    let fits = number.len() >= 16
        && number.len() <= 40
        && number.bytes().all(|b| b.is_ascii_alphanumeric())
        && number.bytes().filter(u8::is_ascii_digit).count() >= 8;
    (fits && WORDS.factiva.document.iter().any(|d| d.eq_ignore_ascii_case(word))).then_some(number)
}

/// The number of `523 words`.
fn length(line: &str) -> Option<usize> {
    let line = line.trim();
    let (number, word) = line.rsplit_once(char::is_whitespace)?;
    let digits = number.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '.' | '\u{a0}' | ' '));
    (digits && WORDS.factiva.words.iter().any(|w| w.eq_ignore_ascii_case(word)))
        .then(|| count(number))
        .flatten()
}

/// The column of a line that begins with a code, and what follows it.
fn code(line: &str) -> Option<(&'static str, &'static str, &str)> {
    let line = line.trim();
    let end = line.find(|c: char| !c.is_ascii_uppercase()).unwrap_or(line.len());
    if !(2..=3).contains(&end) {
        return None;
    }
    let rest = &line[end..];
    if !(rest.is_empty() || rest.starts_with([' ', '\t', '\u{a0}', ':'])) {
        return None;
    }
    let (name, column) = WORDS.factiva.codes.get_key_value(&line[..end])?;
    Some((name.as_str(), column.as_str(), rest.trim_start_matches(':').trim()))
}

/// Cuts the lines into articles.
pub(super) fn cut(lines: &[&str]) -> Cut {
    let words = &WORDS.factiva;
    let mut cut = Cut::default();
    let mut rest = lines;
    while let Some(end) = rest.iter().position(|l| accession(l).is_some() || ends_indexed(l).is_some()) {
        let number = accession(rest[end]).or_else(|| ends_indexed(rest[end])).unwrap_or_default();
        let mut piece = if indexed(&rest[..end]) { by_codes(&rest[..end]) } else { by_order(&rest[..end]) };
        piece.put("accession", number);
        cut.pieces.push(piece);
        rest = &rest[end + 1..];
    }
    let summary = rest.iter().position(|l| is_one_of(l, &words.summary)).unwrap_or(rest.len());
    if rest[..summary].iter().any(|l| length(l).is_some()) {
        let title = rest.first().copied().unwrap_or_default();
        cut.pieces.push(Piece::lost(title, "the file ends before the article does"));
    }
    let found = |w: &[&str]| {
        let (label, value) = (w[0], w[1]);
        is_one_of(label, &words.found).then(|| count(value)).flatten()
    };
    cut.announced = rest.windows(2).find_map(found);
    cut
}

/// `AN Document ABC…` on one line.
fn ends_indexed(line: &str) -> Option<&str> {
    let (name, _, rest) = code(line)?;
    (name == "AN").then(|| accession(rest)).flatten()
}

fn indexed(lines: &[&str]) -> bool {
    let has = |wanted: &str| lines.iter().any(|l| code(l).is_some_and(|(name, ..)| name == wanted));
    has("HD") && (has("LP") || has("TD"))
}

/// Codes that can follow the text; in it, only these on a line of their own end it.
const AFTER_TEXT: [&str; 14] =
    ["TD", "ART", "CT", "RF", "CO", "IN", "NS", "RE", "IPD", "IPC", "PUB", "AN", "DE", "GC"];

/// An article whose parts carry codes.
fn by_codes(lines: &[&str]) -> Piece {
    let mut piece = Piece::default();
    let mut text: Vec<&str> = Vec::new();
    let mut open: Option<&'static str> = None;
    let mut value: Vec<&str> = Vec::new();
    let put = |column: Option<&'static str>, value: &mut Vec<&str>, piece: &mut Piece| {
        if let Some(column) = column {
            piece.put_label(column, &value.join(" "));
        }
        value.clear();
    };
    for line in lines {
        let begun = code(line).filter(|(name, _, rest)| {
            // A sentence can begin with two capitals: inside the text a code stands alone, or is one that follows it.
            open != Some("text")
                || rest.is_empty()
                || (AFTER_TEXT.contains(name) && line.contains(['\t', '|', ':']))
        });
        match begun {
            Some((_, column, rest)) => {
                put(open.filter(|c| *c != "text"), &mut value, &mut piece);
                open = Some(column);
                if !rest.is_empty() {
                    if column == "text" { text.push(rest) } else { value.push(rest) }
                }
            }
            None if open == Some("text") => text.push(line.trim()),
            None => value.push(line.trim()),
        }
    }
    put(open.filter(|c| *c != "text"), &mut value, &mut piece);
    if piece.title.is_empty() {
        return Piece::lost("", "it has no headline (HD)");
    }
    piece.text = text.join("\n\n");
    piece
}

/// An article whose parts are known by their order.
fn by_order(lines: &[&str]) -> Piece {
    let lines: Vec<&str> = lines.iter().map(|l| l.trim()).filter(|l| !l.is_empty()).collect();
    let title = |at: usize| lines.get(at).copied().unwrap_or_default();
    // The line with the length, with a date right below it: "40 words" alone can stand in a text.
    let dated = |i: usize| lines[i + 1..].iter().take(2).any(|l| is_day(l));
    let Some(at) = (1..lines.len()).find(|&i| length(lines[i]).is_some() && dated(i)) else {
        return Piece::lost(title(0), "no line with its length and its date");
    };
    let mut piece = Piece { length: length(lines[at]), ..Piece::default() };
    let before = &lines[..at];
    // A section may stand above the headline, a byline below it.
    let section = usize::from(before.len() > 2 && before[0].split_whitespace().count() <= 3);
    title(section).clone_into(&mut piece.title);
    if section == 1 {
        piece.put("section", before[0]);
    }
    piece.put_label("author", &before[section + 1..].join(" "));
    let mut next = at + 1;
    while next < lines.len() && !is_day(lines[next]) {
        next += 1;
    }
    piece.put("date", title(next));
    next += 1;
    if lines.get(next).is_some_and(|l| is_time(l)) {
        next += 1;
    }
    piece.put("source", title(next));
    next += 1;
    let head = &lines[next.min(lines.len())..lines.len().min(next + HEAD)];
    let language = head.iter().position(|l| l.split_whitespace().count() <= 2 && named_language(l));
    let rights = head.iter().position(|l| WORDS.factiva.rights.iter().any(|r| l.starts_with(r.as_str())));
    if let Some(language) = language {
        piece.put("language", head[language]);
    }
    let Some(last) = rights.or(language) else {
        let title = piece.title;
        return Piece::lost(&title, "neither its language nor its copyright line stands before its text");
    };
    piece.text = lines[next + last + 1..].join("\n\n");
    piece
}

fn is_day(line: &str) -> bool {
    line.chars().count() <= 40 && parse_date(line).is_some_and(|d| d.date.day.is_some())
}

fn is_time(line: &str) -> bool {
    let digits = line.bytes().filter(u8::is_ascii_digit).count();
    line.len() <= 12 && line.contains(':') && (3..=6).contains(&digits)
}

/// A language by its name; a code of two letters is a source code or a section.
fn named_language(line: &str) -> bool {
    line.chars().count() > 3 && parse_language(line).is_some_and(|l| l.len() == 2)
}
