//! Marks that a few bytes around them decide: nearly all of them stand behind a plain word and before a space and a capital.

use crate::text::resource::Resources;

/// What a few bytes say of a candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Plain {
    /// A sentence ends here, and the next one begins behind one byte of white space.
    Ends(usize),
    /// No sentence ends; the next candidate stands here or behind.
    GoesOn(usize),
    /// It must be read with care.
    Unclear,
}

/// Judges the candidate at `at` of the text `bytes`, whose sentence began at `from`. What it decides is what the careful way
/// decides too; a test compares them.
pub(super) fn judge(bytes: &[u8], from: usize, at: usize, resources: &Resources) -> Plain {
    let stop = match bytes[at] {
        b'.' => true,
        b'!' | b'?' => false,
        // A semicolon asks in Greek alone.
        b';' if at == 0 || bytes[at - 1].is_ascii() => return Plain::GoesOn(at + 1),
        // Dashes and quotation marks: U+2010 to U+201F.
        0xe2 if matches!(bytes[at..], [_, 0x80, 0x90..=0x9f, ..]) => return Plain::GoesOn(at + 3),
        _ => return Plain::Unclear,
    };
    let behind = &bytes[at + 1..];
    let closer = match behind {
        [] => return Plain::GoesOn(bytes.len()),
        // A number, an address, an abbreviation with dots in it.
        [b'0'..=b'9' | b'a'..=b'z', ..] => return Plain::GoesOn(at + 1),
        [b' ' | b'\n', ..] => 0,
        [b'"' | b'\'', ..] => 1,
        [0xe2, 0x80, 0x99 | 0x9d, ..] => 3,
        _ => return Plain::Unclear,
    };
    let end = at + 1 + closer;
    let next = match bytes[end..] {
        [] => return Plain::GoesOn(end),
        [b' ' | b'\n', next, ..] => next,
        _ => return Plain::Unclear,
    };
    let opens = match bytes[end + 1..] {
        [b'"', b'A'..=b'Z', ..] | [0xe2, 0x80, 0x98 | 0x9c, b'A'..=b'Z', ..] => true,
        _ if next.is_ascii_uppercase() => false,
        _ => return Plain::Unclear,
    };
    let ends = if stop {
        let start = word_start(bytes, from, at);
        at - start > 1 && !resources.may_stop(bytes, start, at)
    } else {
        // A verb of saying may follow what was asked: `“Why?” Anna Rossi asked.`
        at > from && bytes[at - 1].is_ascii_alphanumeric() && (closer == 0 || opens)
    };
    if ends { Plain::Ends(end) } else { Plain::Unclear }
}

/// Where the word before `at` begins, if it is one of letters between a space and the mark, with a capital at its start at most;
/// else `at`.
fn word_start(bytes: &[u8], from: usize, at: usize) -> usize {
    let letters = small_letters(&bytes[from..at]);
    let mut start = at - letters;
    if start > from && bytes[start - 1].is_ascii_uppercase() {
        start -= 1;
    }
    let plain =
        letters > 0 && letters < LONGEST && (start == from || matches!(bytes[start - 1], b' ' | b'\n'));
    if plain { start } else { at }
}

/// The number of small ASCII letters at the end, up to [`LONGEST`]. Of short words, as most are, without a loop.
#[inline]
fn small_letters(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    if let Some(last) = bytes.last_chunk() {
        let last = u64::from_le_bytes(*last);
        // The highest bit of each byte, of those from `a` on and of those behind `z`.
        let low = last & (0x7f * ONES);
        let (from_a, behind_z) = (low + (0x80 - 0x61) * ONES, low + (0x80 - 0x7b) * ONES);
        let others = !(from_a & !behind_z & !last) & (0x80 * ONES);
        if others != 0 {
            return others.leading_zeros() as usize / 8;
        }
    }
    bytes.iter().rev().take(LONGEST).take_while(|b| b.is_ascii_lowercase()).count()
}

/// Words of as many bytes are read with care.
const LONGEST: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn small_letters_are_counted(text in "(.|[`a{z])[a-zA-Z`{é’]?[a-z]{0,24}|[a-zé]{0,9}") {
            let plain = text.bytes().rev().take(LONGEST).take_while(u8::is_ascii_lowercase).count();
            proptest::prop_assert_eq!(small_letters(text.as_bytes()), plain);
        }
    }
}
