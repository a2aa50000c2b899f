//! `ProQuest`: text and HTML, in the long formats that carry the full text.
//!
//! ```text
//! [report: table of contents] · ____ · [Document 1 of 25] · headline · Author: · Publication info: · Abstract: · Full text: paragraphs ·
//! Subject: · Title: · Publication title: · Publication date: · ProQuest document ID: · Document URL: · Database: · ____ · Contact us at …
//! ```

use super::words::{WORDS, label};
use super::{Cut, Piece, count, is_one_of, labelled};

/// Underscores of a line that parts articles.
const RULE: usize = 20;

/// True for the lines of such an export.
pub(super) fn fits(lines: &[&str]) -> bool {
    let words = &WORDS.proquest;
    let numbered = || lines.iter().any(|l| label(l, &words.labels).is_some_and(|(c, _)| c == "id_as_given"));
    let full = || lines.iter().any(|l| labelled(l, &words.full_text).is_some());
    let report = lines.iter().take(5).any(|l| words.report.iter().any(|r| l.trim().starts_with(r.as_str())));
    report || (full() && (numbered() || lines.iter().any(|l| is_rule(l))))
}

fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.len() >= RULE && line.bytes().all(|b| b == b'_')
}

/// `Document 3 of 25` → 3 and 25.
fn numbered(line: &str) -> Option<(usize, usize)> {
    let mut words = line.split_whitespace();
    if !is_one_of(words.next()?, &WORDS.proquest.numbered) {
        return None;
    }
    let number = words.next()?.parse().ok()?;
    let all = words.nth(1)?.trim_end_matches('.').parse().ok()?;
    words.next().is_none().then_some((number, all))
}

/// Cuts the lines into articles.
pub(super) fn cut(lines: &[&str]) -> Cut {
    let words = &WORDS.proquest;
    let mut cut =
        Cut { announced: lines.iter().find_map(|l| numbered(l)).map(|(_, all)| all), ..Cut::default() };
    for piece in pieces(lines) {
        let labels = piece.iter().filter(|l| label(l, &words.labels).is_some()).count();
        let full = piece.iter().any(|l| labelled(l, &words.full_text).is_some());
        // Tables of contents, bibliographies and the publisher's foot have no labels.
        if labels >= 2 || full {
            cut.pieces.push(article(piece));
        } else {
            listed(piece, &mut cut);
        }
    }
    if cut.announced.is_none() && !cut.listed.is_empty() {
        cut.announced = Some(cut.listed.len());
    }
    cut
}

/// The lines of each document: between rules, or from one numbered line to the next, or to the name of the database.
fn pieces<'a, 'l>(lines: &'a [&'l str]) -> Vec<&'a [&'l str]> {
    if lines.iter().any(|l| is_rule(l)) {
        return lines.split(|l| is_rule(l)).filter(|p| !p.is_empty()).collect();
    }
    let starts: Vec<usize> = (0..lines.len()).filter(|&i| numbered(lines[i]).is_some()).collect();
    let ends: Vec<usize> = if starts.is_empty() {
        let last = |l: &str| label(l, &WORDS.proquest.labels).is_some_and(|(c, _)| c == "collection");
        (0..lines.len()).filter(|&i| last(lines[i])).map(|i| i + 1).collect()
    } else {
        starts.into_iter().skip(1).collect()
    };
    let mut out = Vec::new();
    let mut from = 0;
    for end in ends.into_iter().chain([lines.len()]) {
        if end > from {
            out.push(&lines[from..end]);
        }
        from = end;
    }
    out
}

/// Titles of the table of contents: `1. Storm over the harbour … 1`.
fn listed(piece: &[&str], cut: &mut Cut) {
    if !cut.pieces.is_empty() {
        return;
    }
    for line in piece {
        let wanted = format!("{}.", cut.listed.len() + 1);
        if let Some(title) = line.trim().strip_prefix(&wanted) {
            let title =
                title.trim().trim_end_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | ' ' | '…'));
            cut.listed.push(title.to_owned());
        }
    }
}

fn article(lines: &[&str]) -> Piece {
    let words = &WORDS.proquest;
    let mut piece = Piece::default();
    let mut text: Option<Vec<&str>> = None;
    let mut in_text = false;
    let mut column: Option<&'static str> = None;
    let mut first = None;
    for line in lines.iter().map(|l| l.trim()).filter(|l| !l.is_empty()) {
        if numbered(line).is_some() {
            continue;
        }
        if let Some(begun) = labelled(line, &words.full_text) {
            in_text = true;
            let text = text.get_or_insert_with(Vec::new);
            text.extend(Some(begun).filter(|b| !b.is_empty()));
        } else if let Some((name, value)) =
            label(line, &words.labels).filter(|(n, _)| !in_text || ends_text(n))
        {
            in_text = false;
            column = Some(name);
            piece.put_label(name, value);
        } else if in_text {
            text.get_or_insert_with(Vec::new).push(line);
        } else if words.foot.iter().any(|f| line.starts_with(f.as_str())) {
            column = None;
        } else if let Some(open) = column {
            // A value runs on to the next line.
            if let Some((_, value)) = piece.fields.iter_mut().find(|(c, _)| c == open) {
                value.push(' ');
                value.push_str(line);
            }
        } else if first.is_none() {
            first = Some(line);
        }
    }
    if piece.title.is_empty() {
        first.unwrap_or_default().clone_into(&mut piece.title);
    }
    if piece.fields.iter().all(|(c, _)| c != "date")
        && let Some(date) =
            piece.fields.iter().find(|(c, _)| c == "publication_info").and_then(|(_, v)| date_in(v))
    {
        piece.put("date", &date);
    }
    match text {
        Some(text) if text.len() == 1 && is_one_of(text[0], &words.missing) => {
            Piece::lost(&piece.title, "the database gives no full text of it")
        }
        Some(text) => {
            piece.text = text.join("\n\n");
            piece
        }
        None => Piece::lost(&piece.title, "it has no “Full text”: only the citation was exported"),
    }
}

/// Labels that can follow a text; others may be words of it.
fn ends_text(column: &str) -> bool {
    !matches!(
        column,
        "people"
            | "links"
            | "section"
            | "year"
            | "length"
            | "place"
            | "issue"
            | "volume"
            | "credit"
            | "author"
    )
}

/// `Harbour News [London] 07 Mar 2015: 4.` → the date.
fn date_in(info: &str) -> Option<String> {
    let after = info.rsplit(']').next()?;
    let date = after.split(':').next()?.trim().trim_start_matches(',').trim();
    count(date)
        .map(|_| date.to_owned())
        .or_else(|| Some(date.to_owned()).filter(|d| d.chars().any(|c| c.is_ascii_digit())))
}
