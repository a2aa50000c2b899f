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

/// Which bytes of a block `may` is true of: a bit each, that of the first byte lowest; without branches as in [`position`].
#[inline]
fn mask(block: &[u8; BLOCK], may: impl Fn(u8) -> bool) -> u64 {
    /// Eight bytes in a row write the same bit of eight bytes.
    const BITS: [u8; BLOCK] = {
        let mut bits = [0; BLOCK];
        let mut i = 0;
        while i < BLOCK {
            bits[i] = 1 << (i / 8);
            i += 1;
        }
        bits
    };
    let mut held = [0; BLOCK];
    for ((held, &b), bit) in held.iter_mut().zip(block).zip(BITS) {
        *held = if may(b) { bit } else { 0 };
    }
    let rows = held.as_chunks::<8>().0.iter().fold(0, |all, row| all | u64::from_le_bytes(*row));
    if rows == 0 { 0 } else { transposed(rows) }
}

/// A matrix of 8 × 8 bits with rows and columns exchanged (Warren, *Hacker's Delight*, 7-3).
fn transposed(mut x: u64) -> u64 {
    for (shift, mask) in
        [(7, 0x00aa_00aa_00aa_00aa), (14, 0x0000_cccc_0000_cccc), (28, 0x0000_0000_f0f0_f0f0)]
    {
        let moved = (x ^ (x >> shift)) & mask;
        x ^= moved ^ (moved << shift);
    }
    x
}

/// The places that `may` is true of, for whoever goes forward: each block is judged once.
pub(crate) struct Places<'t, F> {
    bytes: &'t [u8],
    may: F,
    /// First byte of the block that `left` is of.
    block: usize,
    /// Places of the block that are not behind.
    left: u64,
}

impl<'t, F: Fn(u8) -> bool> Places<'t, F> {
    /// Places in `bytes`.
    pub(crate) fn new(bytes: &'t [u8], may: F) -> Self {
        let mut it = Self { bytes, may, block: 0, left: 0 };
        it.left = it.judged(0);
        it
    }

    /// The first place from `at` on; `at` never goes back.
    #[inline]
    pub(crate) fn next_from(&mut self, at: usize) -> Option<usize> {
        let block = at & !(BLOCK - 1);
        if block > self.block {
            self.block = block;
            self.left = self.judged(block);
        }
        if block == self.block {
            self.left &= u64::MAX << (at % BLOCK);
        }
        while self.left == 0 {
            self.block += BLOCK;
            if self.block >= self.bytes.len() {
                return None;
            }
            self.left = self.judged(self.block);
        }
        Some(self.block + self.left.trailing_zeros() as usize)
    }

    #[inline(never)]
    fn judged(&self, block: usize) -> u64 {
        let rest = self.bytes.get(block..).unwrap_or_default();
        if let Some(block) = rest.first_chunk() {
            return mask(block, &self.may);
        }
        let mut last = [0; BLOCK];
        last[..rest.len()].copy_from_slice(rest);
        mask(&last, &self.may) & !(u64::MAX << rest.len())
    }
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
        fn places_are_found_in_order(bytes in proptest::collection::vec(prop_oneof![20 => Just(b'x'), 1 => Just(b'.'), 1 => Just(0xe2)], 0..400), steps in proptest::collection::vec(1usize..90, 0..40)) {
            let is = |b: u8| b != b'x';
            let mut places = Places::new(&bytes, is);
            let mut at = 0;
            for step in steps {
                let found = places.next_from(at);
                prop_assert_eq!(found, (at..bytes.len()).find(|i| is(bytes[*i])));
                at = if step % 3 == 0 { at + step } else { found.map_or(at, |i| i + 1) };
            }
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
