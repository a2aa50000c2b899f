//! Looking for rare bytes in long texts: blocks without any are passed over at once, in code that becomes vector instructions.

/// Bytes that are judged together.
const BLOCK: usize = 64;

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

/// The number of pairs of neighbours at the start, in whole blocks, that `may` is false of; without branches as in [`position`].
#[inline(never)]
pub(crate) fn pairs_passed_over(bytes: &[u8], may: impl Fn(u8, u8) -> bool) -> usize {
    let mut at = 0;
    while let (Some(left), Some(right)) = (bytes.get(at..at + BLOCK), bytes.get(at + 1..=at + BLOCK)) {
        if left.iter().zip(right).fold(0, |any, (&a, &b)| any | u8::from(may(a, b))) != 0 {
            break;
        }
        at += BLOCK;
    }
    at
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

        #[test]
        fn no_pair_is_passed_over(bytes in proptest::collection::vec(prop_oneof![30 => Just(b'x'), 1 => Just(b'.')], 0..400)) {
            let may = |a: u8, b: u8| a == b'.' && b == b'x';
            let first = bytes.windows(2).position(|w| may(w[0], w[1])).unwrap_or(usize::MAX);
            let passed = pairs_passed_over(&bytes, may);
            prop_assert!(passed <= first && passed <= bytes.len() && passed % BLOCK == 0);
            prop_assert!(first.min(bytes.len().saturating_sub(1)) - passed < BLOCK + 1);
        }
    }
}
