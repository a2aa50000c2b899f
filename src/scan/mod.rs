//! Looking for rare bytes in long texts. [`Map`] shows where all of them stand that several layers of an article's reading look
//! for; [`Lanes`] judges sixty-four bytes at once; [`marks`] walks what is true of some of sixty-four items; [`position`] finds a single byte, passing over blocks without any at once.

mod lanes;
mod lines;
mod map;
pub(crate) mod marks;

pub(crate) use lanes::{BLOCK, Lanes, sharing};
pub(crate) use lines::{Line, Lines};
pub(crate) use map::{Class, Map, Places, Words};

/// The place of the first byte that `is` is true of. `may` must be true of all such bytes and of few others; without branches
/// (`|` and `&` between comparisons) it costs about an instruction a byte.
#[inline]
pub(crate) fn position(
    bytes: &[u8],
    may: impl Fn(u8) -> bool + Copy,
    is: impl Fn(u8) -> bool + Copy,
) -> Option<usize> {
    let mut at = 0;
    loop {
        at += passed_over(&bytes[at..], may);
        let end = bytes.len().min(at + BLOCK);
        if let Some(i) = bytes[at..end].iter().position(|&b| is(b)) {
            return Some(at + i);
        }
        if end == bytes.len() {
            return None;
        }
        at = end;
    }
}

/// The length of the blocks at the start that hold no byte that `may` is true of. Not inlined: among other code the loop would
/// not become vector instructions.
#[inline(never)]
fn passed_over(bytes: &[u8], may: impl Fn(u8) -> bool) -> usize {
    let (blocks, _) = bytes.as_chunks::<BLOCK>();
    let held = |block: &[u8; BLOCK]| block.iter().fold(0, |any, &b| any | u8::from(may(b))) != 0;
    blocks.iter().take_while(|block| !held(block)).count() * BLOCK
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_first_byte_is_found(bytes in proptest::collection::vec(prop_oneof![20 => Just(b'x'), 1 => Just(b'.'), 1 => Just(b'!')], 0..400)) {
            let found = position(&bytes, |b| matches!(b, b'.' | b'!'), |b| b == b'.');
            prop_assert_eq!(found, bytes.iter().position(|b| *b == b'.'));
        }
    }
}
