//! Nexis Uni and Lexis Advance: DOCX and RTF, one or several articles a file.
//!
//! ```text
//! [cover: Job Number, Documents (n), numbered titles]
//! headline · source · date and edition · copyright · Section:, Length:, Byline: … · Body · paragraphs · Load-Date: · End of Document
//! ```

use crate::input::dates::parse_date;

use super::words::{WORDS, label};
use super::{Cut, Piece, alike, count, is_one_of, labelled, plain};

/// Lines between the headline and the date, at most.
const HEAD: usize = 8;

/// True for the lines of such an export.
pub(super) fn fits(lines: &[&str]) -> bool {
    let words = &WORDS.nexis;
    let covers = lines.iter().take(6).filter(|l| words.cover.iter().any(|c| starts(l, c))).count();
    let ends = || lines.iter().filter(|l| is_one_of(l, &words.end)).count();
    let body = || lines.iter().any(|l| is_one_of(l, &words.body) || label(l, &words.labels).is_some());
    covers >= 2 || ends() > 0 && body()
}

fn starts(line: &str, word: &str) -> bool {
    line.trim_start().get(..word.len()).is_some_and(|s| s.eq_ignore_ascii_case(word))
}

/// Cuts the lines into articles.
pub(super) fn cut(lines: &[&str]) -> Cut {
    let words = &WORDS.nexis;
    let mut cut = Cut::default();
    let mut rest = cover(lines, &mut cut);
    while let Some(end) = rest.iter().position(|l| is_one_of(l, &words.end)) {
        let first = cut.pieces.is_empty();
        let piece = article(&rest[..end], if first { &cut.listed } else { &[] });
        cut.pieces.push(piece);
        rest = &rest[end + 1..];
    }
    // What follows the last end is the cover's foot, or an article that is cut off.
    if let Some(body) = rest.iter().position(|l| is_one_of(l, &words.body)) {
        let title = rest[..body].first().copied().unwrap_or_default();
        cut.pieces.push(Piece::lost(title, "the file ends before the article does"));
    }
    cut
}

/// Reads the cover; the lines after it.
fn cover<'a, 'l>(lines: &'a [&'l str], cut: &mut Cut) -> &'a [&'l str] {
    let words = &WORDS.nexis;
    let announced = |l: &&str| {
        let (word, number) = l.trim().trim_end_matches(')').rsplit_once('(')?;
        is_one_of(word, &words.documents).then(|| count(number)).flatten()
    };
    let Some((at, number)) = lines.iter().take(12).enumerate().find_map(|(i, l)| Some((i, announced(l)?)))
    else {
        return lines;
    };
    cut.announced = Some(number);
    let mut after = at + 1;
    let mut expected = 1;
    // Titles are numbered; the search terms between them may have lines of their own.
    for (i, line) in lines.iter().enumerate().skip(at + 1) {
        if cut.listed.len() >= number && !words.listed.iter().any(|w| starts(line, w)) {
            break;
        }
        let numbered = line.trim().strip_prefix(&format!("{expected}.")).map(str::trim);
        if let Some(title) = numbered.filter(|_| expected <= number) {
            // The number can stand on a line of its own.
            let title = if title.is_empty() { lines.get(i + 1).copied().unwrap_or_default() } else { title };
            cut.listed.push(title.trim().to_owned());
            expected += 1;
        }
        after = i + 1;
        if is_one_of(line, &words.body) || is_one_of(line, &words.end) {
            // The list never came to its end: leave it all to the first article.
            return &lines[at + 1..];
        }
    }
    &lines[after..]
}

fn is_page_number(line: &str) -> bool {
    let mut words = line.split_whitespace();
    words.next().is_some_and(|w| is_one_of(w, &WORDS.nexis.page))
        && words.next().is_some_and(|w| w.bytes().all(|b| b.is_ascii_digit()))
        && words.count() <= 2
}

/// Reads one article; `listed` are the titles of the cover that may still stand before the first one.
fn article(lines: &[&str], listed: &[String]) -> Piece {
    let words = &WORDS.nexis;
    let lines: Vec<&str> =
        lines.iter().map(|l| l.trim()).filter(|l| !l.is_empty() && !is_page_number(l)).collect();
    let Some(body) = lines.iter().position(|l| is_one_of(l, &words.body)) else {
        return Piece::lost(lines.first().copied().unwrap_or_default(), "it has no line “Body”");
    };
    let head = without_cover(&lines[..body], listed);
    let Some(date) = date_line(head) else {
        return Piece::lost(
            head.first().copied().unwrap_or_default(),
            "no date stands between its headline and its text",
        );
    };
    let mut piece = Piece::default();
    // The source stands before the date, the headline before the source.
    let source = date.saturating_sub(1);
    piece.title = head[..source.max(1)].join(" ");
    if source > 0 {
        piece.put("source", head[source]);
    }
    piece.put("date", &day_of(head[date]));
    for line in &head[date + 1..] {
        if let Some((column, value)) = label(line, &words.labels) {
            piece.put_label(column, value);
        }
    }
    let text = &lines[body + 1..];
    let tail = text.iter().rposition(|l| is_after(l)).map_or(text.len(), |last| first_after(text, last));
    for line in &text[tail..] {
        if let Some((column, value)) = label(line, &words.labels) {
            piece.put_label(column, value);
        }
    }
    let graphic = text[..tail].iter().rposition(|l| is_one_of(l, &words.graphic)).filter(|g| *g > 0);
    if let Some(graphic) = graphic {
        piece.put("graphic", &text[graphic + 1..tail].join(" "));
    }
    piece.text = text[..graphic.unwrap_or(tail)].join("\n\n");
    piece
}

fn is_after(line: &str) -> bool {
    let words = &WORDS.nexis;
    is_one_of(line, &words.after) || labelled(line, &words.after).is_some()
}

/// Where the lines about the article begin: the first of the labelled lines that `last` belongs to.
fn first_after(text: &[&str], last: usize) -> usize {
    (0..=last).find(|&i| is_after(text[i])).unwrap_or(last)
}

/// The head without what is left of the cover's list before it.
fn without_cover<'a, 'l>(head: &'a [&'l str], listed: &[String]) -> &'a [&'l str] {
    let Some(first) = listed.first().map(|t| plain(t)) else { return head };
    let at = head.iter().rposition(|l| alike(&plain(l), &first));
    &head[at.unwrap_or(0)..]
}

/// The line with the date: never the first, which is the headline and may speak of a day itself.
fn date_line(head: &[&str]) -> Option<usize> {
    let words = &WORDS.nexis;
    let unlabelled = |l: &&str| label(l, &words.labels).is_none();
    (1..head.len().min(HEAD)).find(|&i| unlabelled(&head[i]) && is_date(head[i]))
}

/// A date with its month and year, and little else: an edition, a weekday, a time.
fn is_date(line: &str) -> bool {
    line.chars().count() <= 90 && parse_date(&day_of(line)).is_some_and(|d| d.date.month.is_some())
}

/// The date of a line without the edition after it.
fn day_of(line: &str) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let year = words.iter().position(|w| {
        let digits = w.trim_matches([',', '.', ';']);
        digits.len() == 4 && digits.bytes().all(|b| b.is_ascii_digit()) && ("1700".."2200").contains(&digits)
    });
    words[..year.map_or(words.len(), |y| y + 1)].join(" ")
}
