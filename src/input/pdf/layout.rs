//! Pieces of text with their places → lines → paragraphs.

use std::collections::BTreeMap;

use super::super::paragraphs::{Paragraph, Role, tidy};
use super::page::Piece;

/// A line of a page.
#[derive(Debug, Clone)]
struct Line {
    text: String,
    x: f32,
    end: f32,
    y: f32,
    size: f32,
}

/// True for what fonts without a table of letters give.
pub(super) fn is_strange(c: char) -> bool {
    c == '\u{fffd}' || ('\u{e000}'..='\u{f8ff}').contains(&c) || (c.is_control() && !c.is_whitespace())
}

/// The paragraphs of all pages, and how many lines were left out because they return on the pages.
pub(super) fn paragraphs(pages: Vec<Vec<Piece>>) -> (Vec<Paragraph>, usize) {
    let mut pages: Vec<Vec<Line>> = pages.into_iter().map(lines).collect();
    let dropped = without_heads(&mut pages);
    let all: Vec<(usize, Line)> =
        pages.into_iter().enumerate().flat_map(|(p, lines)| lines.into_iter().map(move |l| (p, l))).collect();
    let size = usual(all.iter().map(|(_, l)| (l.size, l.text.len())));
    let step = usual(
        all.windows(2).filter(|w| w[0].0 == w[1].0).map(|w| (w[0].1.y - w[1].1.y, 1)).filter(|s| s.0 > 0.0),
    );
    let margin = usual(all.iter().map(|(_, l)| (l.end, l.text.len())));
    let mut out: Vec<Paragraph> = Vec::new();
    let mut open = String::new();
    let mut role = Role::Text;
    for (i, (page, line)) in all.iter().enumerate() {
        let before = i.checked_sub(1).map(|b| &all[b]);
        let ends = before.is_none_or(|(p, b)| parted(b, line, *p != *page, step, margin));
        if ends {
            flush(&mut out, &mut open, role);
            role = if line.size > size * 1.25 && out.is_empty() { Role::Title } else { Role::Text };
            if role == Role::Text && line.size > size * 1.12 {
                role = Role::Heading;
            }
        }
        append(&mut open, &line.text);
    }
    flush(&mut out, &mut open, role);
    (out, dropped)
}

fn flush(out: &mut Vec<Paragraph>, open: &mut String, role: Role) {
    let text = tidy(&std::mem::take(open));
    if !text.is_empty() {
        out.push(Paragraph { text, role });
    }
}

/// Adds a line to its paragraph; a word that was cut at the end of the line is joined.
fn append(open: &mut String, line: &str) {
    let line = line.trim();
    let cut = open.ends_with(['-', '\u{ad}', '\u{2010}']) && line.starts_with(char::is_lowercase);
    let letter_before = open.chars().rev().nth(1).is_some_and(char::is_lowercase);
    if cut && letter_before {
        open.pop();
    } else if !open.is_empty() {
        open.push(' ');
    }
    open.push_str(line);
}

/// True if a new paragraph begins with `line`.
fn parted(before: &Line, line: &Line, new_page: bool, step: f32, margin: f32) -> bool {
    let changed = (before.size - line.size).abs() > 0.12 * before.size.max(line.size);
    let finished = before.text.trim_end().ends_with(['.', '!', '?', '”', '"', '»', ':', '…']);
    let short = before.end < margin - 8.0 * before.size.max(1.0) * 0.5;
    if changed {
        return true;
    }
    let drop = before.y - line.y;
    if new_page || drop <= 0.0 {
        // The next page or column: a sentence that runs on keeps its paragraph.
        return finished && (short || line.text.starts_with(char::is_uppercase));
    }
    let wide = drop > step.max(line.size) * 1.35;
    let indented = line.x > before.x + 0.8 * line.size && line.x < before.x + 6.0 * line.size;
    wide || (indented && finished) || (short && finished && drop > line.size * 0.8)
}

/// Pieces → lines, in the order in which they are drawn.
fn lines(pieces: Vec<Piece>) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for piece in pieces {
        if piece.text.trim().is_empty() {
            if let Some(line) =
                lines.last_mut().filter(|l| (l.y - piece.y).abs() < 0.3 * l.size && !l.text.ends_with(' '))
            {
                line.text.push(' ');
                line.end = piece.end.max(line.end);
            }
            continue;
        }
        let same = lines.last().is_some_and(|l| {
            let size = l.size.max(piece.size);
            (l.y - piece.y).abs() < 0.5 * size && piece.x > l.end - 0.6 * size && piece.x < l.end + 8.0 * size
        });
        match lines.last_mut().filter(|_| same) {
            Some(line) => {
                let gap = piece.x - line.end;
                if gap > 0.15 * piece.size && !line.text.ends_with(' ') && !piece.text.starts_with(' ') {
                    line.text.push(' ');
                }
                line.text.push_str(&piece.text);
                line.end = piece.end;
                // A raised number or a small capital does not change the line.
                line.size = line.size.max(piece.size);
            }
            None => lines.push(Line {
                text: piece.text,
                x: piece.x,
                end: piece.end,
                y: piece.y,
                size: piece.size,
            }),
        }
    }
    lines.retain(|l| !l.text.trim().is_empty());
    lines
}

/// Takes out first and last lines that are the same on most pages but for their numbers; how many.
fn without_heads(pages: &mut [Vec<Line>]) -> usize {
    const EDGE: usize = 3;
    let plain = |l: &Line| -> String {
        l.text
            .chars()
            .filter(|c| !c.is_ascii_digit() && !c.is_whitespace())
            .flat_map(char::to_lowercase)
            .collect()
    };
    let edges = |lines: &[Line]| -> Vec<usize> {
        let mut order: Vec<usize> = (0..lines.len()).collect();
        order.sort_by(|&a, &b| lines[b].y.total_cmp(&lines[a].y));
        let n = order.len();
        order
            .iter()
            .take(EDGE)
            .chain(order.iter().skip(n.saturating_sub(EDGE).max(EDGE.min(n))))
            .copied()
            .collect()
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for lines in pages.iter() {
        let mut met: Vec<String> = edges(lines).into_iter().map(|i| plain(&lines[i])).collect();
        met.sort();
        met.dedup();
        for line in met {
            *counts.entry(line).or_default() += 1;
        }
    }
    let mut dropped = 0;
    let many = pages.len();
    for lines in pages.iter_mut() {
        let mut out = vec![false; lines.len()];
        for i in edges(lines) {
            let key = plain(&lines[i]);
            // A line of nothing but a number is the page's.
            let number = key.is_empty() && lines[i].text.trim().len() <= 4;
            out[i] = many >= 2
                && (number || counts.get(&key).is_some_and(|&n| n * 2 > many && n >= 2 && !key.is_empty()));
        }
        dropped += out.iter().filter(|o| **o).count();
        let mut at = 0;
        lines.retain(|_| {
            at += 1;
            !out[at - 1]
        });
    }
    dropped
}

/// The commonest value, rounded to half points, by weight.
fn usual(values: impl Iterator<Item = (f32, usize)>) -> f32 {
    let mut weights: BTreeMap<i32, usize> = BTreeMap::new();
    for (value, weight) in values {
        *weights.entry((value * 2.0).round() as i32).or_default() += weight;
    }
    let best = weights.iter().max_by_key(|(v, w)| (**w, **v)).map_or(0, |(v, _)| *v);
    best as f32 / 2.0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(text: &str, x: f32, y: f32, size: f32) -> Piece {
        let end = x + text.chars().count() as f32 * size * 0.5;
        Piece { text: text.into(), x, end, y, size }
    }

    #[test]
    fn spaces_lines_and_paragraphs_come_from_distances() {
        let page = vec![
            piece("Storm", 50.0, 750.0, 20.0),
            piece("The ferry stayed in the old har-", 50.0, 700.0, 10.0),
            piece("bour for the", 50.0, 688.0, 10.0),
            piece("night of the gale.", 113.0, 688.0, 10.0),
            piece("Nobody was hurt in the end, they", 50.0, 664.0, 10.0),
            piece("say.", 50.0, 652.0, 10.0),
        ];
        let (found, dropped) = paragraphs(vec![page]);
        let texts: Vec<_> = found.iter().map(|p| p.text.as_str()).collect();
        let expected = [
            "Storm",
            "The ferry stayed in the old harbour for the night of the gale.",
            "Nobody was hurt in the end, they say.",
        ];
        assert_eq!((texts.as_slice(), dropped, found[0].role), (&expected[..], 0, Role::Title));
    }

    #[test]
    fn running_heads_are_left_out() {
        let page = |n: usize| {
            let text =
                ["One day in March it began.", "Then the second part came.", "And the third one ended."][n];
            vec![
                piece(&format!("Harbour News, page {}", n + 1), 50.0, 800.0, 8.0),
                piece(text, 50.0, 700.0, 10.0),
                piece(&(n + 1).to_string(), 300.0, 30.0, 8.0),
            ]
        };
        let (found, dropped) = paragraphs((0..3).map(page).collect());
        assert_eq!((found.len(), dropped), (3, 6));
    }
}
