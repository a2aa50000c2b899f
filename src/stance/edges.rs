//! First and last letters of globs: most words begin and end like none, and need not be held against them.

/// By the first two bytes of what globs begin with, and the last two of what they end with, whether there is such a glob; numbers of
/// letters may be shared.
#[derive(Debug, Default)]
pub struct Edges {
    heads: Bits,
    tails: Bits,
    /// First bytes of globs of which no second is fixed.
    short: Bits,
    /// A glob begins with a wild card and ends with less than two fixed bytes.
    open: bool,
}

/// A set of numbers below 512.
#[derive(Debug, Default)]
struct Bits([u64; 8]);

impl Bits {
    fn insert(&mut self, number: usize) {
        if let Some(word) = self.0.get_mut(number >> 6) {
            *word |= 1 << (number & 63);
        }
    }

    fn has(&self, number: usize) -> bool {
        self.0.get(number >> 6).is_some_and(|word| word >> (number & 63) & 1 == 1)
    }
}

/// A number below 512 for two bytes.
fn number(a: u8, b: u8) -> usize {
    (usize::from(a) * 31 + usize::from(b)) & 511
}

impl Edges {
    /// Adds a folded glob.
    pub fn add(&mut self, glob: &str) {
        let wild = |b: &u8| matches!(b, b'*' | b'?');
        match glob.as_bytes() {
            [a, b, ..] if !wild(a) && !wild(b) => self.heads.insert(number(*a, *b)),
            [.., a, b] if !wild(a) && !wild(b) => self.tails.insert(number(*a, *b)),
            [a, ..] if !wild(a) => self.short.insert(usize::from(*a)),
            _ => self.open = true,
        }
    }

    /// False if surely no glob fits the folded word.
    pub fn may_fit(&self, word: &str) -> bool {
        let bytes = word.as_bytes();
        self.open
            || bytes.first().is_some_and(|a| self.short.has(usize::from(*a)))
            || matches!(bytes, [a, b, ..] if self.heads.has(number(*a, *b)))
            || matches!(bytes, [.., a, b] if self.tails.has(number(*a, *b)))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lexicon::glob::glob_matches;

    proptest! {
        #[test]
        fn no_word_that_fits_is_passed_over(
            globs in prop::collection::vec("[a-cè*?]{1,6}", 1..4),
            words in prop::collection::vec("[a-cè]{0,6}", 1..20),
        ) {
            let mut edges = Edges::default();
            for glob in &globs {
                edges.add(glob);
            }
            for word in &words {
                let fits = globs.iter().any(|g| glob_matches(g, word));
                prop_assert!(!fits || edges.may_fit(word), "{word} {globs:?}");
            }
        }
    }

    #[test]
    fn most_words_are_passed_over() {
        let mut edges = Edges::default();
        for glob in ["un*able", "*less"] {
            edges.add(glob);
        }
        assert!(edges.may_fit("unable") && edges.may_fit("fearless"));
        assert!(!edges.may_fit("minister") && !edges.may_fit("x"));
    }
}
