//! The piece of a text that its language is told by, and how that is cut into words.

/// A piece of the text without addresses, handles and tags, and whether that is all of it. Of a long text half is taken from the
/// middle: what stands at the top may be a menu or a notice in another language.
pub(super) fn take_sample(text: &str, size: usize, sample: &mut String) -> bool {
    let long = text.len() > 4 * size;
    let whole = gather(text, if long { size / 2 } else { size }, sample);
    if long {
        let middle = (text.len() / 2..text.len()).find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        // The first word may be cut in two.
        let rest = text[middle..].split_once(char::is_whitespace).map_or(&text[middle..], |(_, rest)| rest);
        gather(rest, size / 2, sample);
    }
    whole && !long
}

use fearless_simd::{Level, Simd, dispatch};

use crate::scan::{BLOCK, Lanes};

/// Bytes of the two parts that a glance is at.
const GLANCE: usize = 96;

/// The first words of a text and those in its middle.
pub(super) struct Glance([Part; 2]);

/// Whole words of a part: a bit for each byte from `from` on that is part of a piece.
struct Part {
    from: usize,
    bits: u128,
}

impl Glance {
    /// The pieces of both parts, as [`pieces`] gives them.
    pub fn pieces(&self) -> impl Iterator<Item = (usize, usize)> {
        self.0.iter().flat_map(|&Part { from, bits }| {
            let mut first = bits & !(bits << 1);
            let mut behind = !bits & bits << 1;
            std::iter::from_fn(move || {
                if first == 0 {
                    return None;
                }
                let piece = (from + first.trailing_zeros() as usize, from + behind.trailing_zeros() as usize);
                first &= first - 1;
                behind &= behind - 1;
                Some(piece)
            })
        })
    }
}

/// The first words of a text and those in its middle, from space to space; `None` of a short text, and if there is something that
/// a sample leaves out, or little in ASCII letters.
pub(super) fn glance(text: &str) -> Option<Glance> {
    let bytes = text.as_bytes();
    // Shorter texts are all sample.
    (bytes.len() >= 4 * GLANCE).then_some(())?;
    dispatch!(Level::new(), simd => Some(Glance([part(simd, bytes, 0)?, part(simd, bytes, bytes.len() / 2)?])))
}

/// The part that begins with byte `from`.
#[expect(clippy::inline_always, reason = "what is dispatched")]
#[inline(always)]
fn part<S: Simd>(simd: S, bytes: &[u8], from: usize) -> Option<Part> {
    let blocks: &[u8; 2 * BLOCK] = bytes.get(from..)?.first_chunk()?;
    let (low, high) = (blocks.first_chunk()?, blocks.last_chunk()?);
    let low = Judged::new(Lanes::load(simd, low));
    let high = Judged::new(Lanes::load(simd, high));
    let both = |low: u64, high: u64| u128::from(low) | u128::from(high) << BLOCK;
    // The last byte of the part is looked at with the one before it.
    let part = u128::MAX >> (2 * BLOCK - GLANCE);
    let inner = part >> 1;
    let letters = both(low.letters, high.letters);
    let (odd, w) = (both(low.odd, high.odd), both(low.w, high.w));
    if (odd & inner | w & w >> 1 & inner) != 0 || (letters & inner).count_ones() as usize * 2 <= GLANCE {
        return None;
    }
    let spaces = both(low.spaces, high.spaces) & part;
    let start = if from == 0 || spaces == 0 { 0 } else { spaces.trailing_zeros() };
    let end = spaces.checked_ilog2().filter(|end| start < *end)?;
    let joined = letters | both(low.joining, high.joining);
    Some(Part { from, bits: joined & !(u128::MAX << end) & u128::MAX << start })
}

/// What a block of a part holds, a bit for each byte.
struct Judged {
    letters: u64,
    /// What addresses, handles and tags have in them.
    odd: u64,
    w: u64,
    spaces: u64,
    /// Marks that part no pieces: what does so is ASCII, but neither letter nor one of these.
    joining: u64,
}

impl Judged {
    #[expect(clippy::inline_always, reason = "it stands inside what is dispatched")]
    #[inline(always)]
    fn new<S: Simd>(lanes: Lanes<S>) -> Self {
        Self {
            letters: lanes.within(b'a', b'z') | lanes.within(b'A', b'Z'),
            odd: lanes.is(b'@') | lanes.is(b'#') | lanes.is(b'/'),
            w: lanes.is(b'w'),
            spaces: lanes.is(b' ') | lanes.within(b'\t', b'\n') | lanes.within(0xc, b'\r'),
            joining: lanes.high() | lanes.is(b'\'') | lanes.is(b'"') | lanes.is(b'`'),
        }
    }
}

/// Adds up to `size` bytes of words; true if `text` ended before.
fn gather(text: &str, size: usize, sample: &mut String) -> bool {
    let start = sample.len();
    for word in words(text) {
        if is_address(word) {
            continue;
        }
        let used = sample.len() - start;
        if used + word.len() > size {
            // A script without spaces has no words to stop between.
            if used < size / 2 {
                let room = (0..=size - used).rev().find(|i| word.is_char_boundary(*i)).unwrap_or(0);
                sample.push_str(&word[..room]);
            }
            return false;
        }
        sample.push_str(word);
        sample.push(' ');
    }
    true
}

/// First and last byte of what ASCII marks part, whatever stands beside them; it is folded and parted further as a whole.
pub(super) fn pieces(sample: &str) -> impl Iterator<Item = (usize, usize)> {
    /// True for the bytes that part them.
    static APART: [bool; 256] = {
        let mut apart = [false; 256];
        let mut b = 0u8;
        while b < 128 {
            apart[b as usize] = !b.is_ascii_alphabetic() && !matches!(b, b'\'' | b'"' | b'`');
            b += 1;
        }
        apart
    };
    let apart = |b: &u8| APART[usize::from(*b)];
    let mut at = 0;
    // Cut at ASCII bytes, and so at boundaries of characters.
    let all = sample.as_bytes().split(apart).map(move |piece| {
        let start = at;
        at += piece.len() + 1;
        (start, start + piece.len())
    });
    all.filter(|(start, end)| start < end)
}

/// Words between white space, as [`str::split_whitespace`] gives them; plain ASCII is cut without decoding its characters.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let blank = |b: u8| matches!(b, 9..=13 | b' ');
        loop {
            let bytes = rest.as_bytes();
            let end = bytes.iter().position(|&b| b >= 0x80 || blank(b)).unwrap_or(bytes.len());
            let end = match bytes.get(end) {
                Some(0x80..) => end + rest[end..].find(char::is_whitespace).unwrap_or(rest.len() - end),
                _ => end,
            };
            let word = &rest[..end];
            rest = rest[end..].strip_prefix(|c: char| c.is_whitespace()).unwrap_or("");
            if !word.is_empty() || rest.is_empty() {
                return (!word.is_empty()).then_some(word);
            }
        }
    })
}

/// Addresses, handles and tags.
fn is_address(word: &str) -> bool {
    // Nearly every word is plain: letters, a mark behind them.
    if word.starts_with(|c: char| c.is_ascii_alphabetic() && c != 'w')
        && !word.bytes().any(|b| matches!(b, b':' | b'@'))
    {
        return false;
    }
    let inner = word.trim_start_matches(|c: char| !c.is_alphanumeric() && c != '@' && c != '#');
    inner.contains("://") || inner.contains('@') || inner.starts_with("www.") || inner.starts_with('#')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The plain way to a glance: byte by byte.
    fn parts(text: &str) -> Option<Vec<String>> {
        let part = |from: usize, whole: bool| {
            let part = text.as_bytes().get(from..from + GLANCE)?;
            let inner = &part[..GLANCE - 1];
            let odd = inner.iter().any(|b| b"@#/".contains(b)) || part.windows(2).any(|w| w == b"ww");
            if odd || inner.iter().filter(|b| b.is_ascii_alphabetic()).count() * 2 <= GLANCE {
                return None;
            }
            let start = if whole { 0 } else { part.iter().position(u8::is_ascii_whitespace)? };
            let end = part.iter().rposition(u8::is_ascii_whitespace)?;
            (start < end).then(|| text[from + start..from + end].to_owned())
        };
        (text.len() >= 4 * GLANCE).then_some(())?;
        let found = [part(0, true)?, part(text.len() / 2, false)?];
        Some(found.iter().flat_map(|part| pieces(part).map(|(a, b)| part[a..b].to_owned())).collect())
    }

    proptest::proptest! {
        #[test]
        fn a_glance_sees_what_stands_there(text in r"([a-zA-Z]{1,9}[ ,.\n\x0b'é“]{1,2}|[@#/ww\t]| ){80,120}|([a-zA-Z]{1,9}[ ,.\n\x0b'é“\t]{1,2}){80,120}") {
            let found = glance(&text);
            let found = found.map(|g| g.pieces().map(|(a, b)| text[a..b].to_owned()).collect::<Vec<_>>());
            proptest::prop_assert_eq!(found, parts(&text));
        }

        #[test]
        fn words_are_those_between_white_space(text in r"([a-z]{0,3}[ \t\n\x0b\u{a0}\u{2003}é’]{0,3}|\PC|\s){0,12}") {
            proptest::prop_assert_eq!(words(&text).collect::<Vec<_>>(), text.split_whitespace().collect::<Vec<_>>());
        }
    }
}
