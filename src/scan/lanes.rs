//! Sixty-four bytes judged at once, each in a lane of its own: comparisons without a branch, and their answers as the bits of one
//! number.

use std::array::from_fn;
use std::ops::BitOr;

use wide::u8x16;

/// Bytes that are judged together.
pub(crate) const BLOCK: usize = 64;

/// The bytes of a block; or, behind a comparison, all ones in the lanes that it is true of and zeros in the others.
#[derive(Clone, Copy)]
pub(crate) struct Lanes([u8x16; 4]);

impl Lanes {
    /// The bytes of a block.
    #[inline]
    pub(crate) fn load(bytes: &[u8; BLOCK]) -> Self {
        let (parts, _) = bytes.as_chunks::<16>();
        Self(from_fn(|i| u8x16::from(parts[i])))
    }

    /// Lanes that hold this byte.
    #[inline]
    pub(crate) fn is(self, byte: u8) -> Self {
        Self(self.0.map(|part| part.simd_eq(u8x16::splat(byte))))
    }

    /// Lanes that hold one of the bytes from `first` to `last`.
    #[inline]
    pub(crate) fn within(self, first: u8, last: u8) -> Self {
        let wide = last.wrapping_sub(first);
        Self(self.0.map(|part| {
            let above = part - u8x16::splat(first);
            above.min(u8x16::splat(wide)).simd_eq(above)
        }))
    }

    /// Lanes that share no bit with `bits`.
    #[inline]
    pub(crate) fn without(self, bits: u8) -> Self {
        Self(self.0.map(|part| (part & u8x16::splat(bits)).simd_eq(u8x16::splat(0))))
    }

    /// The highest bit of each lane, that of the first one lowest: which bytes are no ASCII, or which a comparison is true of.
    #[inline]
    pub(crate) fn bits(self) -> u64 {
        let [a, b, c, d] = self.0.map(|part| u64::from(part.to_bitmask()));
        (a | b << 16) | (c | d << 16) << 32
    }

    /// True if [`Self::bits`] are not all zeros.
    #[inline]
    pub(crate) fn any(self) -> bool {
        let [a, b, c, d] = self.0;
        (a | b | (c | d)).any()
    }
}

impl BitOr for Lanes {
    type Output = Self;

    #[inline]
    fn bitor(self, other: Self) -> Self {
        Self(from_fn(|i| self.0[i] | other.0[i]))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn bits(bytes: &[u8; BLOCK], is: impl Fn(u8) -> bool) -> u64 {
        bytes.iter().rev().fold(0, |bits, b| bits << 1 | u64::from(is(*b)))
    }

    proptest! {
        #[test]
        fn lanes_are_judged_one_by_one(bytes in proptest::collection::vec(any::<u8>(), BLOCK), one in any::<u8>(), (a, b) in any::<(u8, u8)>()) {
            let block: [u8; BLOCK] = bytes.try_into().unwrap();
            let lanes = Lanes::load(&block);
            let range = a.min(b)..=a.max(b);
            let within = lanes.within(*range.start(), *range.end());
            prop_assert_eq!(lanes.bits(), bits(&block, |b| b >= 0x80));
            prop_assert_eq!(lanes.any(), block.iter().any(|b| *b >= 0x80));
            prop_assert_eq!(lanes.is(one).bits(), bits(&block, |b| b == one));
            prop_assert_eq!(lanes.without(one).bits(), bits(&block, |b| b & one == 0));
            prop_assert_eq!(within.bits(), bits(&block, |b| range.contains(&b)));
            prop_assert_eq!((within | lanes.is(one)).bits(), bits(&block, |b| b == one || range.contains(&b)));
        }
    }
}
