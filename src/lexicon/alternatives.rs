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
    let places = places(pattern)?;
    let mut seen = hashbrown::HashSet::new();
    let mut out = Vec::new();
    let mut way = Ways::of(&places);
    while let Some(way) = way.next() {
        let words = way.flat_map(|w| w.split_whitespace()).map(|w| if w.starts_with(GAP) { "*" } else { w });
        let spelling = words.collect::<Vec<_>>().join(" ");
        if seen.insert(spelling.clone()) {
            out.push(spelling.into());
        }
    }
    Ok(out)
}

/// What may stand at each place of a pattern, one after the other with a space between; with [`GAP`] for a word of a gap.
pub(super) fn places(pattern: &str) -> Result<Vec<Vec<Cow<'_, str>>>> {
    let mut size = Size { spellings: 1, bytes: 0 };
    let mut places = Vec::new();
    let (mut start, mut depth) = (0, 0_usize);
    for (at, byte) in pattern.bytes().chain([b' ']).enumerate() {
        match byte {
            b'(' | b'{' => depth += 1,
            b')' | b'}' => depth = depth.saturating_sub(1),
            b' ' if depth == 0 || at == pattern.len() => {
                let place = pattern.get(start..at).unwrap_or_default();
                start = at + 1;
                if !place.is_empty() {
                    let way = Parser { pattern, place, at: 0 }.way()?;
                    size.multiply(&Size::of(&way));
                    places.push(way);
                }
            }
            // It is one byte in UTF-8.
            byte if char::from(byte) == GAP => {
                return Err(wrong(pattern, "has a control character in it").help("take it out"));
            }
            _ => {}
        }
    }
    let Size { spellings, bytes } = size;
    if spellings > MOST_SPELLINGS || bytes > MOST_BYTES {
        let most = if spellings > MOST_SPELLINGS {
            format!("stands for {spellings} spellings, more than {MOST_SPELLINGS}")
        } else {
            format!("stands for spellings of {bytes} letters, more than {MOST_BYTES}")
        };
        return Err(wrong(pattern, &most).help("make several entries of it, with fewer alternatives each"));
    }
    Ok(places.into_iter().map(|way| way.written()).collect())
}

/// Every choice of one for each place, the last one varying first.
pub(super) struct Ways<'p, T> {
    places: &'p [Vec<T>],
    /// The next choice: a number for each place; none behind the last.
    chosen: Option<Vec<usize>>,
    started: bool,
}

impl<'p, T> Ways<'p, T> {
    pub(super) fn of(places: &'p [Vec<T>]) -> Self {
        Self { places, chosen: Some(vec![0; places.len()]), started: false }
    }

    /// What is chosen next.
    pub(super) fn next(&mut self) -> Option<impl Iterator<Item = &'p T>> {
        let chosen = self.chosen.as_mut()?;
        if std::mem::replace(&mut self.started, true) {
            let mut turned = false;
            for (number, place) in chosen.iter_mut().zip(self.places).rev() {
                *number += 1;
                turned = *number < place.len();
                if turned {
                    break;
                }
                *number = 0;
            }
            if !turned {
                self.chosen = None;
            }
        }
        let chosen = self.chosen.as_ref()?;
        Some(self.places.iter().zip(chosen).filter_map(|(place, number)| place.get(*number)))
    }
}

/// What stands at a place, or between two `|`: a text, and what follows it.
#[derive(Default)]
struct Way<'a> {
    head: &'a str,
    rest: Vec<Piece<'a>>,
}

enum Piece<'a> {
    Text(&'a str),
    /// Any of these.
    Choice(Vec<Way<'a>>),
    /// From so many words to so many.
    Gap(usize, usize),
}

impl<'a> Way<'a> {
    /// Adds a text that is not empty.
    fn add(&mut self, text: &'a str) {
        if self.head.is_empty() && self.rest.is_empty() {
            self.head = text;
        } else if !text.is_empty() {
            self.rest.push(Piece::Text(text));
        }
    }

    /// All that it stands for; texts that begin alike stay side by side.
    fn written(&self) -> Vec<Cow<'a, str>> {
        let mut out: Vec<Cow<'a, str>> = vec![self.head.into()];
        for piece in &self.rest {
            match piece {
                Piece::Text(text) => out.iter_mut().for_each(|o| *o += *text),
                Piece::Gap(least, most) => {
                    let gap = |n| GAPS.get(..2 * n).unwrap_or_default().trim_ascii_end().into();
                    out = cross(&out, (*least..=*most).map(gap).collect());
                }
                Piece::Choice(ways) => {
                    let mut all = Vec::with_capacity(ways.len());
                    for way in ways {
                        if way.rest.is_empty() {
                            all.push(way.head.into());
                        } else {
                            all.append(&mut way.written());
                        }
                    }
                    out = cross(&out, all);
                }
            }
        }
        out
    }
}

/// Words of the widest gap.
const GAPS: &str =
    "\u{1} \u{1} \u{1} \u{1} \u{1} \u{1} \u{1} \u{1} \u{1} \u{1} \u{1} \u{1} \u{1} \u{1} \u{1} \u{1} ";

/// Each of `ways` behind each of `out`.
fn cross<'a>(out: &[Cow<'a, str>], ways: Vec<Cow<'a, str>>) -> Vec<Cow<'a, str>> {
    if let [only] = out
        && only.is_empty()
    {
        return ways;
    }
    out.iter().flat_map(|o| ways.iter().map(move |w| Cow::Owned([o.as_ref(), w.as_ref()].concat()))).collect()
}

/// Number of spellings, and their bytes together.
struct Size {
    spellings: usize,
    bytes: usize,
}

impl Size {
    fn of(way: &Way<'_>) -> Self {
        let mut all = Self { spellings: 1, bytes: way.head.len() };
        for piece in &way.rest {
            all.multiply(&match piece {
                Piece::Text(text) => Self { spellings: 1, bytes: text.len() },
                Piece::Gap(least, most) => {
                    Self { spellings: most - least + 1, bytes: (*least..=*most).map(|n| 2 * n).sum() }
                }
                Piece::Choice(ways) => {
                    let mut sum = Self { spellings: 0, bytes: 0 };
                    for way in ways.iter().map(Self::of) {
                        sum.spellings = sum.spellings.saturating_add(way.spellings);
                        sum.bytes = sum.bytes.saturating_add(way.bytes);
                    }
                    sum
                }
            });
        }
        all
    }

    /// What there is if every spelling is followed by each of `next`.
    fn multiply(&mut self, next: &Self) {
        let ours = self.bytes.saturating_mul(next.spellings);
        self.bytes = ours.saturating_add(next.bytes.saturating_mul(self.spellings));
        self.spellings = self.spellings.saturating_mul(next.spellings);
    }
}

struct Parser<'a> {
    /// The whole pattern, for messages.
    pattern: &'a str,
    /// What is read of it.
    place: &'a str,
    at: usize,
}

impl<'a> Parser<'a> {
    fn way(mut self) -> Result<Way<'a>> {
        if !self.place.bytes().any(|b| is_sign(b.into())) {
            return Ok(Way { head: self.place, rest: Vec::new() });
        }
        Ok(self.ways(0)?.pop().unwrap_or_default())
    }

    /// What stands between two parentheses, parted at `|`; at depth 0, all.
    fn ways(&mut self, depth: usize) -> Result<Vec<Way<'a>>> {
        let mut ways = Vec::new();
        let mut way = Way::default();
        loop {
            let rest = self.place.get(self.at..).unwrap_or_default();
            // Signs are one byte in UTF-8.
            let end = rest.bytes().position(|b| is_sign(b.into())).unwrap_or(rest.len());
            let (text, rest) = rest.split_at(end);
            self.at += end;
            let Some(sign) = rest.chars().next() else {
                if depth > 0 {
                    return Err(self.wrong("has a ( that is never closed", "write the ), or take the ( away"));
                }
                way.add(text);
                ways.push(way);
                return Ok(ways);
            };
            self.at += 1;
            if sign == '{' {
                let gap = self.gap(text)?;
                way.add(text.strip_suffix('*').unwrap_or(text));
                way.rest.push(gap);
                continue;
            }
            way.add(text);
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
                    way.rest.push(Piece::Choice(inner));
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
        let rest = self.place.get(self.at..).unwrap_or_default();
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
