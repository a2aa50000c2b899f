//! Sixty-four bytes judged at once, each in a lane of its own: comparisons without a branch, and their answers as the bits of one
//! number, that of the first byte lowest.
//!
//! What is written with lanes once is compiled for several kinds of processors: [`dispatch!`](fearless_simd::dispatch) takes the best
//! that the machine at hand can run (one comparison judges all sixty-four with AVX-512, two with AVX2, four with SSE2 or NEON).

#![expect(
    clippy::inline_always,
    reason = "instructions that not every processor has must stand inside what is dispatched"
)]

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, u8x64};

/// Bytes that are judged together.
pub(crate) const BLOCK: usize = 64;

/// The bytes of a block.
#[derive(Clone, Copy)]
pub(crate) struct Lanes<S: Simd> {
    simd: S,
    bytes: u8x64<S>,
}

impl<S: Simd> Lanes<S> {
    /// The bytes of a block.
    #[inline(always)]
    pub(crate) fn load(simd: S, bytes: &[u8; BLOCK]) -> Self {
        Self { simd, bytes: u8x64::from_slice(simd, bytes) }
    }

    /// Lanes that hold this byte.
    #[inline(always)]
    pub(crate) fn is(self, byte: u8) -> u64 {
        self.bytes.simd_eq(u8x64::splat(self.simd, byte)).to_bitmask()
    }

    /// Lanes that hold one of the bytes from `first` to `last`.
    #[inline(always)]
    pub(crate) fn within(self, first: u8, last: u8) -> u64 {
        let above = self.bytes - u8x64::splat(self.simd, first);
        above.simd_le(u8x64::splat(self.simd, last.wrapping_sub(first))).to_bitmask()
    }

    /// Lanes that share a bit with `bits`.
    #[inline(always)]
    pub(crate) fn sharing(self, bits: u8) -> u64 {
        let shared = self.bytes & u8x64::splat(self.simd, bits);
        !shared.simd_eq(u8x64::splat(self.simd, 0)).to_bitmask()
    }

    /// Lanes that hold no ASCII.
    #[inline(always)]
    pub(crate) fn high(self) -> u64 {
        self.within(0x80, 0xff)
    }
}

/// Which bytes of a block share a bit with `bits`, by the instructions that every processor has: for a block by itself, which is too
/// little to choose others.
#[inline]
pub(crate) fn sharing(block: &[u8; BLOCK], bits: u8) -> u64 {
    dispatch!(Level::baseline(), simd => Lanes::load(simd, block).sharing(bits))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bits(bytes: &[u8; BLOCK], is: impl Fn(u8) -> bool) -> u64 {
        bytes.iter().rev().fold(0, |bits, b| bits << 1 | u64::from(is(*b)))
    }

    #[inline(always)]
    fn judged<S: Simd>(simd: S, block: &[u8; BLOCK], one: u8, (first, last): (u8, u8)) -> [u64; 4] {
        let lanes = Lanes::load(simd, block);
        [lanes.is(one), lanes.within(first, last), lanes.sharing(one), lanes.high()]
    }

    proptest! {
        #[test]
        fn lanes_are_judged_one_by_one(bytes in proptest::collection::vec(any::<u8>(), BLOCK), one in any::<u8>(), (a, b) in any::<(u8, u8)>()) {
            let block: [u8; BLOCK] = bytes.try_into().unwrap();
            let range = (a.min(b), a.max(b));
            let within = |b| (range.0..=range.1).contains(&b);
            let plain = [
                bits(&block, |b| b == one),
                bits(&block, within),
                bits(&block, |b| b & one != 0),
                bits(&block, |b| !b.is_ascii()),
            ];
            for level in [Level::new(), Level::baseline()] {
                prop_assert_eq!(dispatch!(level, simd => judged(simd, &block, one, range)), plain);
            }
            prop_assert_eq!(sharing(&block, one), plain[2]);
        }
    }
}
