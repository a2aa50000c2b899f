//! Words with their hashes, and tables that are asked by them.
//!
//! A new form is looked up in a dozen tables of all layers. It is hashed once, and most tables know nothing of it: what remains is a
//! glance at their control bytes.

use std::hash::BuildHasher;

use ecow::EcoString;
use hashbrown::HashTable;

use super::table::{gathered, mix};
use super::vocabulary::{FormId, Vocabulary};

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

    /// True if the two are the same piece of text, not merely equal.
    #[inline]
    fn is(self, other: Self) -> bool {
        std::ptr::eq(self.word, other.word)
    }
}

impl<'a> From<&'a str> for Key<'a> {
    #[inline]
    fn from(word: &'a str) -> Self {
        Self::new(word)
    }
}

/// What is known of words. Words of up to fifteen bytes stand in the table itself.
#[derive(Debug)]
pub(crate) struct WordMap<V> {
    table: HashTable<(EcoString, V)>,
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

    /// The place of a word, new or known.
    pub(crate) fn slot(&mut self, word: &str) -> &mut V
    where
        V: Default,
    {
        let entry = self.table.entry(hash(word.as_bytes()), |(w, _)| w == word, |(w, _)| hash(w.as_bytes()));
        &mut entry.or_insert_with(|| (word.into(), V::default())).into_mut().1
    }

    /// All words, in no order.
    pub(crate) fn words(&self) -> impl Iterator<Item = &str> {
        self.table.iter().map(|(w, _)| w.as_str())
    }
}

/// What is known of words by their folded form, by their stem and by their surface, in one table: most forms are their own stems, and
/// one glance tells that nothing is known of them.
#[derive(Debug, Default)]
pub(crate) struct Meanings<V> {
    words: WordMap<Meaning<V>>,
    /// True if something is known by surface.
    cased: bool,
}

/// What is known of a form, or by a word.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Meaning<V> {
    pub(crate) form: V,
    pub(crate) stem: V,
    pub(crate) surface: V,
}

impl<V: Copy + Default> Meanings<V> {
    /// An empty table with room for so many words.
    pub(crate) fn with_capacity(words: usize) -> Self {
        Self { words: WordMap::with_capacity(words), cased: false }
    }

    /// Makes room for so many more words.
    pub(crate) fn reserve(&mut self, words: usize) {
        self.words.reserve(words);
    }

    /// What is known by the folded form `word`, to be filled.
    pub(crate) fn form(&mut self, word: &str) -> &mut V {
        &mut self.words.slot(word).form
    }

    /// The same by a stem.
    pub(crate) fn stem(&mut self, stem: &str) -> &mut V {
        &mut self.words.slot(stem).stem
    }

    /// The same by a surface form.
    pub(crate) fn surface(&mut self, word: &str) -> &mut V {
        self.cased = true;
        &mut self.words.slot(word).surface
    }

    /// What is known by a word, taken as a folded form, as a stem and as a surface form.
    pub(crate) fn by(&self, word: &str) -> Meaning<V> {
        self.words.get(word).copied().unwrap_or_default()
    }

    /// What is known of a form of a vocabulary.
    #[inline]
    pub(crate) fn of(&self, form: FormId, vocabulary: &Vocabulary) -> Meaning<V> {
        let [surface, folded, stem] = vocabulary.keys(form);
        let mut meaning = self.words.get(folded).copied().unwrap_or_default();
        if !stem.is(folded) {
            meaning.stem = self.words.get(stem).map_or_else(V::default, |m| m.stem);
        }
        if !self.cased {
            meaning.surface = V::default();
        } else if !surface.is(folded) {
            meaning.surface = self.words.get(surface).map_or_else(V::default, |m| m.surface);
        }
        meaning
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
    use crate::text::Language;

    proptest::proptest! {
        #[test]
        fn a_table_knows_its_words_and_no_others(
            words in proptest::collection::vec("\\PC{0,20}|[a-c]{0,18}", 0..60),
            asked in proptest::collection::vec("\\PC{0,20}|[a-c]{0,18}", 0..60),
        ) {
            let mut map = WordMap::<usize>::with_capacity(3);
            let mut plain = BTreeMap::<&str, usize>::new();
            for (i, word) in words.iter().enumerate() {
                *map.slot(word) += i;
                *plain.entry(word.as_str()).or_default() += i;
            }
            for word in words.iter().chain(&asked) {
                proptest::prop_assert_eq!(map.get(word.as_str()), plain.get(word.as_str()));
            }
            proptest::prop_assert_eq!(map.words().collect::<BTreeSet<_>>(), plain.into_keys().collect());
        }
    }

    proptest::proptest! {
        #[test]
        fn meanings_are_those_of_three_tables(
            known in proptest::collection::vec((0..3_usize, "[A-Ca-c]{1,2}(s|ing)?"), 0..40),
            cased in proptest::bool::ANY,
            forms in proptest::collection::vec("[A-Ca-c]{1,2}(s|ing|S)?", 0..40),
        ) {
            let mut meanings = Meanings::<usize>::with_capacity(0);
            let mut plain = [(); 3].map(|()| BTreeMap::<&str, usize>::new());
            for (i, (kind, word)) in known.iter().enumerate().filter(|(_, (kind, _))| cased || *kind < 2) {
                let place = match kind {
                    0 => meanings.form(word),
                    1 => meanings.stem(word),
                    _ => meanings.surface(word),
                };
                *place = i + 1;
                plain[*kind].insert(word, i + 1);
            }
            let mut vocabulary = Vocabulary::new(Language::ENGLISH);
            for form in &forms {
                let id = vocabulary.intern(form);
                let Meaning { form, stem, surface } = meanings.of(id, &vocabulary);
                let words = [vocabulary.folded(id), vocabulary.stem(id), vocabulary.surface(id)];
                let all = [0, 1, 2].map(|kind| plain[kind].get(words[kind]).copied().unwrap_or_default());
                proptest::prop_assert_eq!([form, stem, surface], all);
            }
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
