//! Words with their hashes, and tables that are asked by them.
//!
//! A new form is looked up in a dozen tables of all layers. It is hashed once, and most tables know nothing of it: what remains is a
//! glance at their control bytes.

use std::hash::BuildHasher;

use hashbrown::HashTable;

use super::table::{gathered, mix};

/// A word in UTF-8 and its hash.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Key<'a> {
    word: &'a [u8],
    hash: u64,
}

impl<'a> Key<'a> {
    /// Hashes a word.
    #[inline]
    pub(crate) fn new(word: &'a str) -> Self {
        Self { word: word.as_bytes(), hash: hash(word.as_bytes()) }
    }

    /// A word whose hash is known.
    #[inline]
    pub(super) fn known(word: &'a [u8], hash: u64) -> Self {
        Self { word, hash }
    }

    #[inline]
    pub(super) fn hash(self) -> u64 {
        self.hash
    }
}

impl<'a> From<&'a str> for Key<'a> {
    #[inline]
    fn from(word: &'a str) -> Self {
        Self::new(word)
    }
}

/// What is known of words.
#[derive(Debug)]
pub(crate) struct WordMap<V> {
    table: HashTable<(Box<str>, V)>,
}

impl<V> Default for WordMap<V> {
    fn default() -> Self {
        Self { table: HashTable::new() }
    }
}

impl<V> WordMap<V> {
    /// An empty table with room for so many words.
    pub(crate) fn with_capacity(words: usize) -> Self {
        Self { table: HashTable::with_capacity(words) }
    }

    /// Makes room for so many more words.
    pub(crate) fn reserve(&mut self, words: usize) {
        self.table.reserve(words, |(w, _)| hash(w.as_bytes()));
    }

    /// What is known of a word.
    #[inline]
    pub(crate) fn get<'k>(&self, word: impl Into<Key<'k>>) -> Option<&V> {
        let key = word.into();
        self.table.find(key.hash, |(w, _)| w.as_bytes() == key.word).map(|(_, v)| v)
    }

    /// The place of a word, filled with `value` if it is new.
    pub(crate) fn get_or_insert(&mut self, word: &str, value: V) -> &mut V {
        let entry = self.table.entry(
            hash(word.as_bytes()),
            |(w, _)| **w == *word,
            |(w, _)| hash(w.as_bytes()),
        );
        &mut entry.or_insert_with(|| (word.into(), value)).into_mut().1
    }

    /// The place of a word, new or known.
    pub(crate) fn slot(&mut self, word: &str) -> &mut V
    where
        V: Default,
    {
        self.get_or_insert(word, V::default())
    }

    /// All words, in no order.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.table.iter().map(|(w, _)| &**w)
    }
}

/// The hash of a word.
#[inline]
fn hash(word: &[u8]) -> u64 {
    if word.len() > 16 {
        return foldhash::fast::FixedState::default().hash_one(word);
    }
    let number = gathered(word);
    mix(number as u64, (number >> 64) as u64)
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    proptest::proptest! {
        #[test]
        fn a_table_knows_its_words_and_no_others(
            words in proptest::collection::vec("\\PC{0,20}|[a-c]{0,18}", 0..60),
            asked in proptest::collection::vec("\\PC{0,20}|[a-c]{0,18}", 0..60),
        ) {
            let mut map = WordMap::with_capacity(3);
            let mut plain = BTreeMap::new();
            for (i, word) in words.iter().enumerate() {
                proptest::prop_assert_eq!(*map.get_or_insert(word, i), *plain.entry(word.as_str()).or_insert(i));
            }
            for word in words.iter().chain(&asked) {
                proptest::prop_assert_eq!(map.get(word.as_str()), plain.get(word.as_str()));
            }
            proptest::prop_assert_eq!(map.words().collect::<BTreeSet<_>>(), plain.into_keys().collect());
        }
    }

    #[test]
    fn words_of_a_few_letters_have_hashes_of_their_own() {
        let words = (1..=4).flat_map(|n| (0..20_000_u32).map(move |i| (n, i)));
        let words: BTreeSet<String> =
            words.map(|(n, i)| format!("{i:x}").repeat(n)).filter(|w| w.len() < 17).collect();
        let hashes: BTreeSet<u64> = words.iter().map(|w| hash(w.as_bytes())).collect();
        assert_eq!(hashes.len(), words.len());
    }
}
