//! Alternatives and gaps in a pattern, and what they stand for written out: `(attack|raid)`, `*{0,3}`.
//!
//! Writing out is a matter of text alone and comes before any word is read, so that stems, `=`, globs and compounds follow the
//! rules that they follow everywhere: `=(kann|können)` is `=kann` and `=können`. How much there will be is known before the first
//! spelling is written.

use std::borrow::Cow;

use crate::error::{Error, Kind, Result};

/// Most spellings that one pattern may stand for; what stands for more cannot be read by a person.
pub const MOST_SPELLINGS: usize = 4096;
/// Most words of a gap.
pub const WIDEST_GAP: usize = 16;
/// Parentheses inside parentheses.
const DEEPEST: usize = 8;
/// Most bytes of all spellings of one pattern.
const MOST_BYTES: usize = 1 << 20;

/// A word of a gap, written out: told from a `*`, which may end a pattern.
pub(super) const GAP: char = '\u{1}';

/// True for what makes alternatives and gaps.
pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '(' | ')' | '|' | '{' | '}')
}

/// The spellings that a pattern stands for, each a pattern without alternatives and gaps.
///
/// # Errors
/// If parentheses or braces are not closed or mean nothing, or if it stands for more than [`MOST_SPELLINGS`].
///
/// # Example
/// ```
/// use framescope::lexicon::alternatives::written_out;
/// assert_eq!(written_out("(attack|raid)")?, ["attack", "raid"]);
/// assert_eq!(written_out("=can *{0,2} (strike|attack*)")?, [
///     "=can strike", "=can attack*", "=can * strike", "=can * attack*", "=can * * strike", "=can * * attack*",
/// ]);
/// assert_eq!(written_out("cyber-attack")?, ["cyber-attack"]);
/// # Ok::<_, framescope::error::Error>(())
/// ```
pub fn written_out(pattern: &str) -> Result<Vec<Cow<'_, str>>> {
    if !pattern.contains(is_sign) {
        return Ok(vec![pattern.into()]);
    }
    let mut seen = hashbrown::HashSet::new();
    let mut out = Vec::new();
    for spelling in spellings(pattern)? {
        let words = spelling.split_whitespace().map(|w| if w.starts_with(GAP) { "*" } else { w });
        let spelling = words.collect::<Vec<_>>().join(" ");
        if seen.insert(spelling.clone()) {
            out.push(spelling.into());
        }
    }
    Ok(out)
}

/// The same with [`GAP`] for each word of a gap; spaces and repetitions stand as they come.
pub(super) fn spellings(pattern: &str) -> Result<Vec<String>> {
    let pieces = Parser { pattern, at: 0 }.pieces()?;
    let Size { spellings, bytes } = Size::of(&pieces);
    if spellings > MOST_SPELLINGS || bytes > MOST_BYTES {
        let most = if spellings > MOST_SPELLINGS {
            format!("stands for {spellings} spellings, more than {MOST_SPELLINGS}")
        } else {
            format!("stands for spellings of {bytes} letters, more than {MOST_BYTES}")
        };
        return Err(wrong(pattern, &most).help("make several entries of it, with fewer alternatives each"));
    }
    let mut out = vec![String::new()];
    write(&pieces, &mut out);
    Ok(out)
}

/// A piece of a pattern.
enum Piece<'a> {
    Text(&'a str),
    /// Any of these.
    Choice(Vec<Vec<Piece<'a>>>),
    /// From so many words to so many.
    Gap(usize, usize),
}

/// Number of spellings, and their bytes together.
struct Size {
    spellings: usize,
    bytes: usize,
}

impl Size {
    fn of(pieces: &[Piece<'_>]) -> Self {
        let mut all = Self { spellings: 1, bytes: 0 };
        for piece in pieces {
            let next = match piece {
                Piece::Text(text) => Self { spellings: 1, bytes: text.len() },
                Piece::Gap(least, most) => {
                    Self { spellings: most - least + 1, bytes: (*least..=*most).map(|n| 2 * n).sum() }
                }
                Piece::Choice(ways) => {
                    let mut sum = Self { spellings: 0, bytes: 0 };
                    for way in ways.iter().map(|w| Self::of(w)) {
                        sum.spellings = sum.spellings.saturating_add(way.spellings);
                        sum.bytes = sum.bytes.saturating_add(way.bytes);
                    }
                    sum
                }
            };
            let ours = all.bytes.saturating_mul(next.spellings);
            all.bytes = ours.saturating_add(next.bytes.saturating_mul(all.spellings));
            all.spellings = all.spellings.saturating_mul(next.spellings);
        }
        all
    }
}

/// Writes pieces behind every text of `out`; texts that begin alike stay side by side.
fn write(pieces: &[Piece<'_>], out: &mut Vec<String>) {
    for piece in pieces {
        match piece {
            Piece::Text(text) => out.iter_mut().for_each(|o| o.push_str(text)),
            Piece::Gap(least, most) => {
                let gaps: Vec<String> =
                    (*least..=*most).map(|n| vec![GAP.to_string(); n].join(" ")).collect();
                cross(out, &gaps);
            }
            Piece::Choice(ways) => {
                let mut all = Vec::new();
                for way in ways {
                    let mut texts = vec![String::new()];
                    write(way, &mut texts);
                    all.append(&mut texts);
                }
                cross(out, &all);
            }
        }
    }
}

fn cross(out: &mut Vec<String>, ways: &[String]) {
    *out = out.iter().flat_map(|o| ways.iter().map(move |w| [o.as_str(), w].concat())).collect();
}

struct Parser<'a> {
    pattern: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn pieces(mut self) -> Result<Vec<Piece<'a>>> {
        if self.pattern.contains(GAP) {
            return Err(wrong(self.pattern, "has a control character in it").help("take it out"));
        }
        let mut ways = self.ways(0)?;
        Ok(ways.pop().unwrap_or_default())
    }

    /// What stands between two parentheses, parted at `|`; at depth 0, all.
    fn ways(&mut self, depth: usize) -> Result<Vec<Vec<Piece<'a>>>> {
        let mut ways = Vec::new();
        let mut way = Vec::new();
        loop {
            let rest = self.pattern.get(self.at..).unwrap_or_default();
            let end = rest.find(is_sign).unwrap_or(rest.len());
            let (text, rest) = rest.split_at(end);
            self.at += end;
            let Some(sign) = rest.chars().next() else {
                if depth > 0 {
                    return Err(self.wrong("has a ( that is never closed", "write the ), or take the ( away"));
                }
                way.push(Piece::Text(text));
                ways.push(way);
                return Ok(ways);
            };
            self.at += 1;
            if sign == '{' {
                let gap = self.gap(text)?;
                way.extend([Piece::Text(text.strip_suffix('*').unwrap_or(text)), gap]);
                continue;
            }
            way.push(Piece::Text(text));
            match sign {
                '(' if depth == DEEPEST => {
                    let reason = format!("has parentheses more than {DEEPEST} deep");
                    return Err(self.wrong(&reason, "make several entries of it"));
                }
                '(' => {
                    let inner = self.ways(depth + 1)?;
                    if inner.len() < 2 {
                        let remedy = "write (s|) for what may be missing and (a|b) for one of two, or take the ( ) away";
                        return Err(self.wrong("has parentheses without a | between them", remedy));
                    }
                    way.push(Piece::Choice(inner));
                }
                '|' if depth > 0 => ways.push(std::mem::take(&mut way)),
                ')' if depth > 0 => {
                    ways.push(way);
                    return Ok(ways);
                }
                '|' => {
                    let remedy = "put the alternatives into parentheses: (attack|raid)";
                    return Err(self.wrong("has a | outside of parentheses", remedy));
                }
                ')' => return Err(self.wrong("has a ) without a (", "write the (, or take the ) away")),
                _ => return Err(self.no_gap()),
            }
        }
    }

    /// The gap whose `{` stands behind `before`.
    fn gap(&mut self, before: &str) -> Result<Piece<'a>> {
        let rest = self.pattern.get(self.at..).unwrap_or_default();
        let inside = rest.split_once('}').map(|(inside, _)| inside).filter(|_| before.ends_with('*'));
        let inside = inside.ok_or_else(|| self.no_gap())?;
        let number = |text: &str| -> Option<usize> {
            let text = text.trim();
            let digits = (1..=9).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
            text.parse().ok().filter(|_| digits)
        };
        let (least, most) = inside.split_once(',').unwrap_or((inside, inside));
        let (Some(least), Some(most)) = (number(least), number(most)) else { return Err(self.no_gap()) };
        if most < least.max(1) {
            return Err(self.wrong("has a gap of no words", "write the smaller number first: *{0,3}"));
        }
        if most > WIDEST_GAP {
            let reason = format!("has a gap of more than {WIDEST_GAP} words");
            return Err(self.wrong(&reason, "words so far apart are no phrase: make two entries of them"));
        }
        self.at += inside.len() + 1;
        Ok(Piece::Gap(least, most))
    }

    fn no_gap(&self) -> Error {
        self.wrong("has a { or } that makes no gap", "a gap of none to three words is written *{0,3}")
    }

    fn wrong(&self, reason: &str, remedy: &str) -> Error {
        wrong(self.pattern, reason).help(remedy)
    }
}

/// What is wrong with a pattern.
pub(super) fn wrong(source: &str, reason: &str) -> Error {
    let mut shown: String = source.chars().take(60).collect();
    if shown.len() < source.len() {
        shown.push('…');
    }
    Error::new(Kind::Lexicon, format!("pattern {shown:?} {reason}"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn all(pattern: &str) -> Vec<String> {
        written_out(pattern).unwrap_or_else(|e| panic!("{e}")).into_iter().map(Cow::into_owned).collect()
    }

    #[test]
    fn alternatives_stand_anywhere() {
        assert_eq!(all("angreif(en|t)"), ["angreifen", "angreift"]);
        assert_eq!(
            all("=(in der|im) (große|) stadt"),
            ["=in der große stadt", "=in der stadt", "=im große stadt", "=im stadt"]
        );
        assert_eq!(all("(a|b(c|d(e|)))"), ["a", "bc", "bde", "bd"]);
        assert_eq!(all("(a|b|a) x"), ["a x", "b x"]);
        assert_eq!(all("(=kann|=können|k?nn*) x"), ["=kann x", "=können x", "k?nn* x"]);
    }

    #[test]
    fn gaps_are_so_many_words() {
        assert_eq!(all("a *{2} b"), ["a * * b"]);
        assert_eq!(all("a *{ 1, 2 } b"), ["a * b", "a * * b"]);
        assert_eq!(all("a (*{0,1} b|c)"), ["a b", "a * b", "a c"]);
    }

    #[test]
    fn what_is_malformed_is_told() {
        for (pattern, reason) in [
            ("(a|b", "( that is never closed"),
            ("a|b)", "| outside"),
            ("a)", ") without a ("),
            ("attack(s)", "without a |"),
            ("a {b}", "makes no gap"),
            ("a}", "makes no gap"),
            ("a *{ b", "makes no gap"),
            ("a *{1,} b", "makes no gap"),
            ("a *{-1} b", "makes no gap"),
            ("a *{x} b", "makes no gap"),
            ("a *{3,1} b", "gap of no words"),
            ("a *{0} b", "gap of no words"),
            ("a *{999999999} b", "more than 16 words"),
            ("a *{99999999999999999999999} b", "makes no gap"),
            ("((((((((((a|b)|c)|d)|e)|f)|g)|h)|i)|j)|k)", "more than 8 deep"),
            ("(a|b) \u{1} c", "control character"),
        ] {
            let e = written_out(pattern).unwrap_err().to_string();
            assert!(e.contains(reason), "{pattern}: {e}");
        }
    }

    #[test]
    fn too_many_spellings_are_refused_before_they_are_written() {
        let start = std::time::Instant::now();
        assert_eq!(all(&"(a|b)".repeat(12)).len(), MOST_SPELLINGS);
        let e = written_out(&"(a|b)".repeat(13)).unwrap_err().to_string();
        assert!(e.contains("stands for 8192 spellings, more than 4096"), "{e}");
        assert!(written_out(&"(a|b)".repeat(100_000)).is_err());
        assert!(written_out(&"(a|".repeat(100_000)).is_err());
        assert!(written_out(&format!("(a|b)(c|d){}", "x".repeat(1 << 20))).is_err());
        assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
    }

    proptest! {
        #[test]
        fn nothing_is_read_in_panic(pattern in r"[ab(|)*{},0-3= ?-]{0,40}") {
            if let Ok(all) = written_out(&pattern) {
                prop_assert!(!all.is_empty() && all.len() <= MOST_SPELLINGS);
                let plain = pattern.contains(is_sign);
                prop_assert!(!plain || all.iter().all(|s| !s.contains(is_sign)));
            }
        }
    }
}
