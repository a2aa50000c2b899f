//! Which of up to sixty-four items in a row something is true of, a bit each: found without a branch where it cannot be foretold,
//! and walked in a few instructions where it is rare.

/// The bits of up to [`BLOCK`](super::BLOCK) items, that of the first one lowest. `is` is asked from the last to the first, `STEP` times in a row
/// without a jump.
#[inline]
pub(crate) fn from_last<const STEP: usize, T>(items: &[T], mut is: impl FnMut(&T) -> bool) -> u64 {
    let (rest, steps) = items.as_rchunks::<STEP>();
    let mut bits = 0;
    let mut add = |item: &T| bits = bits << 1 | u64::from(is(item));
    for step in steps.iter().rev() {
        step.iter().rev().for_each(&mut add);
    }
    rest.iter().rev().for_each(add);
    bits
}

/// Calls `with` with the places of the bits, in order.
#[inline]
pub(crate) fn each(mut bits: u64, mut with: impl FnMut(u32)) {
    while bits != 0 {
        with(bits.trailing_zeros());
        bits &= bits - 1;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::scan::BLOCK;

    proptest! {
        #[test]
        fn every_item_has_its_bit(items in proptest::collection::vec(any::<bool>(), 0..=BLOCK)) {
            let mut asked = Vec::new();
            let bits = from_last::<8, _>(&items, |is| {
                asked.push(*is);
                *is
            });
            asked.reverse();
            prop_assert_eq!(&asked, &items);
            let mut places = Vec::new();
            each(bits, |i| places.push(i as usize));
            let expected: Vec<usize> = (0..items.len()).filter(|i| items[*i]).collect();
            prop_assert_eq!(places, expected);
        }
    }
}
