//! A text → its sketch.

use rayon::prelude::*;

use crate::input::cleaning::Removed;

/// Hash functions of a sketch. The standard error of a similarity estimated from them is at most .045.
pub(super) const MINIMA: usize = 128;
/// Words of a shingle: few enough to survive edits, enough that texts on one subject share hardly any.
const WORDS: usize = 4;

/// What is kept of a text to compare it: half a kilobyte, whatever its length.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sketch {
    pub(super) minima: Box<[u32; MINIMA]>,
    /// Number of shingles, repeated ones counted again.
    pub(super) shingles: u32,
}

impl Sketch {
    /// The sketch of a text, without what cleaning set aside.
    pub fn new(text: &str, removed: &[Removed]) -> Self {
        let mut sketch = Self { minima: Box::new([u32::MAX; MINIMA]), shingles: 0 };
        let mut window = Window::default();
        let mut from = 0;
        for r in removed {
            if let Some(part) = text.get(from..r.start as usize) {
                sketch.add(part, &mut window);
            }
            from = r.end as usize;
        }
        sketch.add(text.get(from..).unwrap_or_default(), &mut window);
        if sketch.shingles == 0 && window.words > 0 {
            // Fewer words than a shingle has: the text is one shingle.
            sketch.take(window.hash());
        }
        sketch
    }

    fn add(&mut self, text: &str, window: &mut Window) {
        for word in words(text.as_bytes()) {
            window.push(word);
            if window.words >= WORDS {
                self.take(window.hash());
            }
        }
    }

    fn take(&mut self, shingle: u32) {
        self.shingles = self.shingles.saturating_add(1);
        for (minimum, &(flip, factor)) in self.minima.iter_mut().zip(&FUNCTIONS) {
            // An odd factor permutes the 32-bit numbers; the flip keeps zero from being everybody's minimum.
            let hash = (shingle ^ flip).wrapping_mul(factor);
            *minimum = (*minimum).min(hash);
        }
    }

    /// True if the text had no word.
    pub fn is_empty(&self) -> bool {
        self.shingles == 0
    }

    /// How much of the shorter text stands in the longer one too, 0…1, estimated; of very short texts how much of both.
    ///
    /// With `j` the share of equal minima (an estimate of the Jaccard similarity) and `a`, `b` the numbers of
    /// shingles, `j (a + b) / (1 + j)` shingles are common to both.
    pub fn similarity(&self, other: &Self) -> f64 {
        /// Below so many shingles a few common phrases would make texts alike.
        const SHORT: u32 = 20;
        if self.is_empty() || other.is_empty() {
            return 0.0;
        }
        let equal = self.minima.iter().zip(other.minima.iter()).filter(|(a, b)| a == b).count();
        let jaccard = equal as f64 / MINIMA as f64;
        let (a, b) = (self.shingles, other.shingles);
        if a.min(b) < SHORT {
            return jaccard;
        }
        let common = jaccard * (f64::from(a) + f64::from(b)) / (1.0 + jaccard);
        (common / f64::from(a.min(b))).min(1.0)
    }
}

/// Sketches of many texts with what cleaning set aside in each, on all threads, in order.
pub fn sketches<'a>(texts: &[(&'a str, &'a [Removed])]) -> Vec<Sketch> {
    texts.par_iter().map(|(text, removed)| Sketch::new(text, removed)).collect()
}

/// The last words met.
#[derive(Default)]
struct Window {
    last: [u32; WORDS],
    words: usize,
}

impl Window {
    fn push(&mut self, word: u32) {
        self.last.rotate_left(1);
        self.last[WORDS - 1] = word;
        self.words += 1;
    }

    /// A hash of the words in their order.
    fn hash(&self) -> u32 {
        let mix = |h: u64, &w: &u32| (h ^ u64::from(w)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(29);
        finish(self.last.iter().fold(self.words.min(WORDS) as u64, mix))
    }
}

/// Hashes of the words of a text: runs of letters and digits, in lower case as far as they are ASCII.
fn words(bytes: &[u8]) -> impl Iterator<Item = u32> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let inside = |b: &u8| b.is_ascii_alphanumeric() || *b >= 0x80;
        at += bytes[at..].iter().position(inside)?;
        let mut hash = 0xcbf2_9ce4_8422_2325u64;
        while let Some(b) = bytes.get(at).filter(|b| inside(b)) {
            hash = (hash ^ u64::from(b.to_ascii_lowercase())).wrapping_mul(0x0100_0000_01b3);
            at += 1;
        }
        Some(finish(hash))
    })
}

/// Spreads 64 bits over 32.
fn finish(mut h: u64) -> u32 {
    h ^= h >> 32;
    h = h.wrapping_mul(0xd6e8_feb8_6659_fd93);
    (h >> 32) as u32
}

/// A flip and an odd factor for each hash function, from a fixed seed: sketches are the same on every machine.
const FUNCTIONS: [(u32, u32); MINIMA] = {
    let mut functions = [(0, 1); MINIMA];
    let mut state = 0x5eed_0ff4_a3e5_u64;
    let mut i = 0;
    while i < MINIMA {
        let mut drawn = [0u32; 2];
        let mut k = 0;
        while k < 2 {
            // SplitMix64.
            state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut z = state;
            z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            drawn[k] = ((z ^ (z >> 31)) >> 16) as u32;
            k += 1;
        }
        functions[i] = (drawn[0], drawn[1] | 1);
        i += 1;
    }
    functions
};
