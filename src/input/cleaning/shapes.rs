//! Rules about the shape of a line or its place: link lines, repeated headlines, bylines, dates, captions, the foot.

use crate::input::dates::parse_date;
use crate::input::source;
use crate::scan;

use super::Removed;
use super::lines::Line;
use super::rules::Rule;
use super::words::Words;

/// `Source: …` at the foot.
pub(super) const FOOTER: Rule = Rule {
    name: "source-footers",
    what: "A line at the foot that names the source",
    examples: &["Source: Harbour News", "Fonte: https://example.org/porto"],
    allows: &[
        "Sources in the harbour say: nothing is known, and nobody will tell before the end of the week.",
    ],
    sites: &[],
};

/// The label of a player, its caption, and the caption again, glued to the text.
pub(super) const VIDEO: Rule = Rule {
    name: "video-captions",
    what: "The label and the caption of a video at the beginning of a line",
    examples: &["Play video \"A storm at sea\" Video: A storm at sea", "Play video \"A storm at sea\""],
    allows: &["Players say that video \"changed the game\" for them."],
    sites: &[],
};

/// A headline that stands twice.
pub(super) const REPEATED: Rule = Rule {
    name: "repeated-headlines",
    what: "A headline that is repeated among the first lines",
    examples: &["Storm closes the old harbour"],
    allows: &["Another headline of the day"],
    sites: &[],
};

/// Lines that are links.
pub(super) const LINKS: Rule = Rule {
    name: "link-lines",
    what: "Lines that begin with :: and lines of nothing but addresses",
    examples: &[
        ":: The bridge in pictures",
        "https://example.org/harbour",
        "www.example.org/a www.example.org/b",
    ],
    allows: &["https://example.org shows the harbour.", "www is what many addresses begin with"],
    sites: &[],
};

/// Lines of hashtags.
pub(super) const HASHTAGS: Rule = Rule {
    name: "hashtag-lines",
    what: "Lines of nothing but hashtags and handles",
    examples: &["#harbour #storm @ferry"],
    allows: &["# A heading of the day", "#1 in the harbour list"],
    sites: &[],
};

/// Share bars.
pub(super) const SHARE: Rule = Rule {
    name: "share-lines",
    what: "Lines of nothing but the names of networks and buttons",
    examples: &["Facebook Twitter WhatsApp", "Share | Tweet | Print"],
    allows: &["Facebook and Twitter say no", "Share"],
    sites: &[],
};

/// Lines that are dates.
pub(super) const DATES: Rule = Rule {
    name: "date-lines",
    what: "Lines of nothing but a date, at the beginning or the end",
    examples: &["Saturday, 7 March 2015", "7 marzo 2015, ore 10:15", "07/03/2015 10:15"],
    allows: &["March 2015 was cold", "2015"],
    sites: &[],
};

/// Lines with the author.
pub(super) const BYLINE: Rule = Rule {
    name: "bylines",
    what: "Lines of nothing but the author, below the headline",
    examples: &["By Anna Keller", "By ANNA KELLER and Marco Valli, Harbour Correspondent", "di Anna Valli"],
    allows: &[
        "By night the harbour sleeps",
        "Di notte il porto dorme",
        "By Anna Keller's own account nothing happened",
    ],
    sites: &[],
};

/// Captions.
pub(super) const CAPTION: Rule = Rule {
    name: "captions",
    what: "Captions of pictures: lines that are no sentence and name a place in a picture or its owner",
    examples: &[
        "The mayor Anna Keller (R) walks with the harbour master along the old pier",
        "Ships in the old harbour of the town AP Photo",
    ],
    allows: &["The mayor (right) was not amused by the storm.", "Sulla destra (a destra)"],
    sites: &[],
};

/// The first rule about shapes that fits a line.
pub(super) fn of_line(line: &Line<'_>, words: &Words) -> Option<&'static str> {
    let bytes = line.text.as_bytes();
    if bytes.len() > 600 || bytes.last() == Some(&b'.') {
        return None;
    }
    if is_links(line.text) {
        return Some(LINKS.name);
    }
    if matches!(bytes.first(), Some(b'#' | b'@')) && is_hashtags(line.text) {
        return Some(HASHTAGS.name);
    }
    if !line.is_open() {
        return None;
    }
    if bytes.len() < 160 {
        if is_share_bar(line.text, words) {
            return Some(SHARE.name);
        }
        if (line.in_head() || line.at_end()) && is_date(line.text) {
            return Some(DATES.name);
        }
        if line.in_head() && line.number > 0 && is_byline(line.text, words) {
            return Some(BYLINE.name);
        }
    }
    (line.number > 0 && is_caption(line, words)).then_some(CAPTION.name)
}

fn is_links(text: &str) -> bool {
    if let Some(rest) = text.strip_prefix("::") {
        return !rest.trim().is_empty();
    }
    let link = |word: &str| {
        ["http://", "https://", "www."].iter().any(|p| word.starts_with(p) && word.len() > p.len())
    };
    text.starts_with(['h', 'w']) && text.split_whitespace().all(link)
}

fn is_hashtags(text: &str) -> bool {
    let tag = |word: &str| {
        let name = word.strip_prefix(['#', '@']).unwrap_or_default();
        name.chars().count() > 1 && name.starts_with(char::is_alphabetic) && !name.contains(['.', ':'])
    };
    text.split_whitespace().all(tag)
}

fn is_share_bar(text: &str, words: &Words) -> bool {
    // Most lines are told by their first word, without a look at the others.
    if !text.get(..1).is_some_and(str::is_ascii) && text.len() > 40 {
        return false;
    }
    let mut count = 0;
    for word in text.split(|c: char| c.is_whitespace() || c == '|').filter(|w| !w.is_empty()) {
        count += 1;
        if word.len() > 12 || !words.is_share(word) {
            return false;
        }
    }
    count > 1
}

fn is_date(text: &str) -> bool {
    let tokens = || text.split(|c: char| !c.is_alphanumeric() && c != '.').filter(|t| !t.is_empty());
    // A year, and nothing but numbers and the words of dates.
    if !text.bytes().any(|b| b.is_ascii_digit()) || text.split_whitespace().nth(12).is_some() {
        return false;
    }
    let fits = |token: &str| {
        let lower = token.trim_matches('.').to_lowercase();
        let word = lower.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        word.is_empty() || Words::is_stamp(word)
    };
    tokens().all(fits) && parse_date(text).is_some_and(|read| read.date.day.is_some())
}

fn is_byline(text: &str, words: &Words) -> bool {
    let begins = |p: &&String| {
        text.get(..p.len()).is_some_and(|start| start.eq_ignore_ascii_case(p))
            && text[p.len()..].starts_with([' ', ':'])
    };
    let Some(prefix) = words.byline.iter().filter(begins).map(String::len).max() else { return false };
    let names = text[prefix..].trim_start_matches([' ', ':']);
    let mut capitals = 0;
    for (i, word) in names.split_whitespace().enumerate() {
        let plain = word.trim_matches([',', ';', '|', '(', ')']);
        if plain.starts_with(char::is_uppercase) && !plain.ends_with("’s") && !plain.ends_with("'s") {
            capitals += 1;
        } else if i == 0 || !plain.is_empty() && !words.byline_joins.contains(plain.to_lowercase().as_str()) {
            return false;
        }
        if i > 12 {
            return false;
        }
    }
    capitals >= 2
}

fn is_caption(line: &Line<'_>, words: &Words) -> bool {
    if !line.is_longer_than(5) {
        return false;
    }
    let bracket = memchr::memchr(b'(', line.text.as_bytes()).is_some();
    if line.text.is_ascii() && !bracket {
        let ends = |c: &String| {
            let from = line.text.len().checked_sub(c.len())?;
            Some(line.text.as_bytes()[from..].eq_ignore_ascii_case(c.as_bytes()))
        };
        return words.credits.iter().any(|c| ends(c) == Some(true));
    }
    let lower = line.text.to_lowercase();
    words.credits.iter().any(|c| lower.ends_with(c.as_str()))
        || bracket && words.caption_marks.iter().any(|m| lower.contains(m.as_str()))
}

/// The `Source: …` line at the foot of the text.
pub(super) fn source_footer(text: &str) -> Option<Removed> {
    let footer = source::footer(text)?;
    Some(Removed { start: footer.start as u32, end: footer.end as u32, rule: FOOTER.name })
}

/// Later copies of a line among the first ones.
pub(super) fn repeated_headline(text: &str, lines: &[scan::Line], removed: &mut Vec<Removed>) {
    const FIRST: usize = 10;
    let of = |at: usize| Line::new(text, lines, at);
    let len = |at: usize| lines[at].end - lines[at].start;
    for later in 1..lines.len().min(FIRST) {
        let line = of(later);
        let headline = line.text.len() <= 240 && !line.text.ends_with('.');
        let same = |earlier: usize| of(earlier).text.eq_ignore_ascii_case(line.text);
        let again = || (0..later).any(|earlier| len(earlier) == len(later) && same(earlier));
        if headline && again() && line.is_longer_than(2) {
            removed.push(Removed { start: line.start, end: line.end, rule: REPEATED.name });
        }
    }
}

/// `Play video "X" Video:X` before the text of a line: ends where the second X ends.
pub(super) fn video_prefix(
    text: &str,
    lines: &[scan::Line],
    words: &Words,
    removed: &mut Vec<Removed>,
    breaks: &mut Vec<u32>,
) {
    // Nearly every line is told by five bits of its first letter.
    let bit = |text: &str| text.as_bytes().first().map_or(0, |b| 1u32 << (b % 32));
    let initials = words.players.iter().fold(0, |all, p| all | bit(p));
    for &scan::Line { start, end, .. } in lines {
        let line = &text[start as usize..end as usize];
        if initials & bit(line) == 0 {
            continue;
        }
        let begins = |p: &&String| line.get(..p.len()).is_some_and(|s| s.eq_ignore_ascii_case(p));
        let Some(player) = words.players.iter().find(begins) else { continue };
        let Some(quoted) = line[player.len()..].trim_start().strip_prefix(['"', '“']) else { continue };
        let from = line.len() - quoted.len();
        let Some(length) = caption_end(quoted) else { continue };
        let stop = start + (from + length) as u32;
        removed.push(Removed { start, end: stop, rule: VIDEO.name });
        if stop < end {
            breaks.push(stop);
        }
    }
}

/// Where the caption that begins here ends for good: after its repetition behind a label, else after its closing quote.
fn caption_end(quoted: &str) -> Option<usize> {
    let close = quoted.find(['"', '”'])?;
    // A quote inside the caption stands for an apostrophe; more than a few are none. The longest repetition counts.
    let mut end = None;
    for (i, mark) in quoted.match_indices(['"', '”']).take(4) {
        let caption = &quoted[..i];
        let after = &quoted[i + mark.len()..];
        let label = after.find(':').filter(|&at| at <= 24 && !caption.is_empty());
        let Some(repeated) = label.map(|at| after[at + 1..].trim_start()) else { continue };
        if repeated.starts_with(caption) {
            end = Some(quoted.len() - repeated.len() + caption.len());
        }
    }
    if end.is_some() {
        return end;
    }
    let mark = quoted[close..].chars().next().map_or(1, char::len_utf8);
    Some(close + mark)
}
