//! The long word lists of tone: `pattern <tab> valence [<tab> source]`, one entry a line.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Kind, Result};

/// An entry of a graded list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Graded {
    /// The pattern as written.
    #[serde(borrow)]
    pub pattern: Cow<'static, str>,
    /// Its valence, −1…1.
    pub valence: f32,
    /// Line in the file, from 1.
    pub line: usize,
}

impl Graded {
    /// True if the pattern is an emoticon or an emoji, matched as it is written: it begins with neither a letter nor a digit nor `=`,
    /// nor with a `*`, `?` or `(` before a letter of a pattern, where they mean what they mean everywhere.
    pub fn is_sign(&self) -> bool {
        if self.pattern.starts_with(|c: char| c == '=' || c.is_alphanumeric()) {
            return false;
        }
        let open: &[char] = if self.has_alternatives() { &['*', '?', '(', '='] } else { &['*', '?'] };
        let word = self.pattern.trim_start_matches(open);
        let word = if word.starts_with(char::is_alphabetic) { word } else { &self.pattern };
        word.starts_with(|c: char| c != '=' && !c.is_alphanumeric())
    }

    /// True if the pattern has alternatives or gaps. Emoticons hold parentheses too, `:(` and `x-(`, but no `|` between two of them.
    pub fn has_alternatives(&self) -> bool {
        let behind = |sign| self.pattern.split_once(sign).map(|(_, behind)| behind);
        let inside = behind("(").and_then(|behind| behind.rsplit_once(')'));
        inside.is_some_and(|(inside, _)| inside.contains('|'))
            || behind("*{").is_some_and(|inside| inside.starts_with(|c: char| c.is_ascii_digit()))
    }
}

/// Reads a graded list; `file` is its name in messages. Empty lines and lines that begin with `#` say nothing; columns after
/// the second are remarks.
///
/// # Errors
/// If a line has no tab, no pattern, or a valence that is no number from −1 to 1.
///
/// # Example
/// ```
/// let list = framescope::lexicon::graded::parse("tone.tsv", "# words\nruin\t-0.7\town\n").unwrap();
/// assert_eq!((list[0].pattern.as_ref(), list[0].valence, list[0].line), ("ruin", -0.7, 2));
/// ```
pub fn parse(file: &str, text: &str) -> Result<Vec<Graded>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut out = Vec::with_capacity(memchr::memchr_iter(b'\n', text.as_bytes()).count());
    let ends = memchr::memchr_iter(b'\n', text.as_bytes()).chain([text.len()]);
    let mut start = 0;
    for (number, end) in ends.enumerate() {
        let line = text.get(start..end).unwrap_or_default();
        start = end + 1;
        if line.starts_with('#') {
            continue;
        }
        let wrong = |column: usize, reason: String| {
            Error::new(Kind::Lexicon, reason)
                .at(file, number + 1, column)
                .help("write a pattern, a tab and a valence from -1 to 1")
        };
        let tab = memchr::memchr(b'\t', line.as_bytes());
        let Some((pattern, rest)) = tab.and_then(|at| Some((line.get(..at)?, line.get(at + 1..)?))) else {
            if line.trim().is_empty() {
                continue;
            }
            return Err(wrong(1, "no tab in this line".into()));
        };
        let pattern = pattern.trim();
        if pattern.trim_start_matches('=').is_empty() {
            if line.trim().is_empty() {
                continue;
            }
            return Err(wrong(1, "no pattern in this line".into()));
        }
        let end = memchr::memchr(b'\t', rest.as_bytes()).unwrap_or(rest.len());
        let field = rest.get(..end).unwrap_or_default().trim();
        let valence = field.parse::<f32>().ok().filter(|v| (-1.0..=1.0).contains(v));
        let valence = valence.ok_or_else(|| {
            let column = line.chars().count() - rest.chars().count() + 1;
            wrong(column, format!("{field:?} is no valence"))
        })?;
        out.push(Graded { pattern: pattern.to_owned().into(), valence, line: number + 1 });
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_line_and_column_of_what_is_wrong() {
        for (text, place) in [
            ("good 0.5", "t.tsv:1:1"),
            ("a\t0\nbad\t-1.5", "t.tsv:2:5"),
            ("a\tnan", "t.tsv:1:3"),
            ("=\t0", "t.tsv:1:1"),
        ] {
            let message = parse("t.tsv", text).unwrap_err().to_string();
            assert!(message.contains(place), "{message}");
        }
    }

    #[test]
    fn letters_left_open_are_no_emoticons() {
        let signs = parse("t.tsv", "*angst\t-0.5\n?uin*\t-0.5\n=joy\t0.5\n*_*\t0.5\n:)\t0.5\n*\t0.5\n❤\t0.9")
            .unwrap();
        let signs: Vec<bool> = signs.iter().map(Graded::is_sign).collect();
        assert_eq!(signs, [false, false, false, true, true, true, true]);
    }

    #[test]
    fn parentheses_of_emoticons_are_no_alternatives() {
        let list = [
            ":(",
            "(-:",
            "=(",
            "x-(",
            "8)",
            "(y)",
            "(:",
            "(|:",
            ":|",
            "{:",
            "(╯°□°)╯",
            "kind (of)",
            "\\(^o^)/",
        ];
        let read = |p: &&str| Graded { pattern: (*p).to_owned().into(), valence: 0.5, line: 1 };
        assert!(!list.iter().map(read).any(|g| g.has_alternatives()));
        let list = ["(sehr |)gut", "(=gut|=besser)", "angreif(en|t)", "no *{0,2} good", "((sehr|so) |)gut"];
        assert!(list.iter().map(read).all(|g| g.has_alternatives() && !g.is_sign()));
    }

    #[test]
    fn reads_marks_of_other_programs() {
        let list = parse("t.tsv", "\u{feff}ruin\t-0.5\r\n\r\n \t\t\n#\t\n=joy \t 0.6 \tx\r").unwrap();
        assert_eq!(
            list.iter().map(|g| (g.pattern.as_ref(), g.valence)).collect::<Vec<_>>(),
            [("ruin", -0.5), ("=joy", 0.6)]
        );
        assert_eq!(list.last().map(|g| g.line), Some(5));
    }
}
