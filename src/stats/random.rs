//! Seeded randomness that does not depend on who asks first.
//!
//! Every random number is a pure function of (seed, names, counter): the generator is `SplitMix64` (Steele,
//! Lea & Flood 2014, OOPSLA), whose state is a counter and whose output is a mix of it. So draw 7,123 is the
//! same number whether one thread makes all draws or eight share them, and whether other sources were drawn
//! before.

use rand_xoshiro::Xoshiro256PlusPlus;
use rand_xoshiro::rand_core::SeedableRng;

/// The increment of the counter: 2⁶⁴ divided by the golden ratio, made odd.
const GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

/// A place in the tree of random numbers: the study's seed, narrowed by names and numbers.
///
/// # Example
/// ```
/// use framescope::stats::random::Seed;
/// let bootstrap = Seed::new(2026).named("bootstrap");
/// assert_eq!(bootstrap.numbered(3).stream().below(100), bootstrap.numbered(3).stream().below(100));
/// assert_ne!(bootstrap, Seed::new(2026).named("permutation"));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seed(u64);

impl Seed {
    /// The root: the seed written in the study.
    pub fn new(seed: u64) -> Self {
        Self(mix(seed.wrapping_add(GAMMA)))
    }

    /// The branch for a purpose or a source, by name.
    #[must_use]
    pub fn named(self, name: &str) -> Self {
        self.numbered(hash(name.as_bytes()))
    }

    /// The branch with a number: a draw, a restart, an article's key.
    #[must_use]
    pub fn numbered(self, number: u64) -> Self {
        Self(mix(self.0 ^ mix(number.wrapping_mul(GAMMA).wrapping_add(GAMMA))))
    }

    /// The random numbers of this place, from the first.
    pub fn stream(self) -> Stream {
        Stream(self.0)
    }

    /// A generator of the `rand` family for the clustering crates, which need one.
    pub fn generator(self) -> Xoshiro256PlusPlus {
        Xoshiro256PlusPlus::seed_from_u64(self.0)
    }

    /// The number itself, for a manifest.
    pub fn value(self) -> u64 {
        self.0
    }
}

/// An endless row of random numbers.
#[derive(Debug, Clone)]
pub struct Stream(u64);

impl Stream {
    /// The next 64 random bits.
    #[inline]
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GAMMA);
        mix(self.0)
    }

    /// A number in `0..n`, 0 for n = 0. By multiplication (Lemire 2019); the bias is below n/2⁶⁴.
    #[inline]
    pub fn below(&mut self, n: usize) -> usize {
        ((u128::from(self.next_u64()) * n as u128) >> 64) as usize
    }

    /// A number in [0, 1), in steps of 2⁻⁵³.
    #[inline]
    pub fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 * (1.0 / (1u64 << 53) as f64)
    }

    /// Shuffles the first `count` places of `items` with a random choice from all of them (Fisher–Yates).
    pub fn shuffle_front<T>(&mut self, items: &mut [T], count: usize) {
        let n = items.len();
        for i in 0..count.min(n.saturating_sub(1)) {
            items.swap(i, i + self.below(n - i));
        }
    }
}

/// Stafford's variant 13 of the `MurmurHash3` finaliser, as in `SplitMix64`.
#[inline]
pub(crate) fn mix(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// FNV-1a, 64 bits: names are short, and the number has to stay the same on every machine and in every
/// version.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xCBF2_9CE4_8422_2325, |h, &b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01B3))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The published first outputs of `SplitMix64` with state 1234567.
    #[test]
    fn the_generator_is_splitmix64() {
        let mut stream = Stream(1_234_567);
        let first: Vec<u64> = (0..3).map(|_| stream.next_u64()).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }

    #[test]
    fn numbers_stay_in_range_and_reach_every_value() {
        let mut stream = Seed::new(1).stream();
        let mut seen = [0usize; 7];
        for _ in 0..7_000 {
            seen[stream.below(7)] += 1;
            assert!((0.0..1.0).contains(&stream.unit()));
        }
        assert!(seen.iter().all(|&n| (850..1_150).contains(&n)), "{seen:?}");
        assert_eq!(stream.below(0), 0);
    }

    #[test]
    fn branches_differ_by_name_number_and_order() {
        let root = Seed::new(0);
        let places = [
            root,
            root.named("a"),
            root.named("b"),
            root.numbered(0),
            root.numbered(1),
            root.named("a").named("b"),
            root.named("b").named("a"),
        ];
        for (i, a) in places.iter().enumerate() {
            assert!(places.iter().skip(i + 1).all(|b| a != b));
        }
    }

    #[test]
    fn a_shuffle_keeps_the_items() {
        let mut items: Vec<u32> = (0..50).collect();
        Seed::new(3).stream().shuffle_front(&mut items, 50);
        assert_ne!(items, (0..50).collect::<Vec<_>>());
        items.sort_unstable();
        assert_eq!(items, (0..50).collect::<Vec<_>>());
        Seed::new(3).stream().shuffle_front::<u8>(&mut [], 3);
    }
}
