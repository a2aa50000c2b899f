//! Globs over one word, and an index that finds the globs that fit a word without trying them all.

use crate::text::WordMap;

/// True if the folded `word` matches the glob: `*` any characters or none, `?` exactly one. Never worse than the product of
/// the lengths: only the last `*` is tried again.
///
/// # Example
/// ```
/// use framescope::lexicon::glob::glob_matches;
/// assert!(glob_matches("attac?*", "attacks"));
/// assert!(!glob_matches("attac?", "attac"));
/// ```
pub fn glob_matches(glob: &str, word: &str) -> bool {
    let (mut g, mut w) = (glob.chars(), word.chars());
    let mut retry = None;
    loop {
        let rest_w = w.clone();
        match (g.next(), w.next()) {
            (None, None) => return true,
            (Some('*'), _) => {
                retry = Some((g.clone(), rest_w.clone()));
                w = rest_w;
            }
            (Some(a), Some(b)) if a == '?' || a == b => {}
            _ => {
                let Some((after, mut from)) = retry.take() else { return false };
                if from.next().is_none() {
                    return false;
                }
                (g, w) = (after.clone(), from.clone());
                retry = Some((after, from));
            }
        }
    }
}

/// True if every word that matches the glob `narrow` surely matches the glob `wide`. Sufficient, not necessary.
pub(super) fn glob_implies(narrow: &str, wide: &str) -> bool {
    // A * of the narrow glob is taken as a character that only a * of the wide one can swallow.
    narrow == wide || (!wide.contains('?') && glob_matches(wide, narrow))
}

/// Globs by the letters that they fix, so that a word is held against few of them.
///
/// A glob is filed under its fixed beginning, else its fixed end, else the first letters of its longest fixed part.
/// A word probes one table entry per length in use: the time hardly grows with the number of globs.
#[derive(Debug, Default)]
pub(crate) struct GlobIndex {
    prefix: Shelf,
    /// What is not in it has no glob in `prefix`, and the same for `suffix`.
    heads: Sieve,
    suffix: Shelf,
    tails: Sieve,
    infix: Shelf,
    /// True if there are globs that neither sieve knows.
    anywhere: bool,
    /// Globs without a letter.
    open: Vec<(Box<str>, u32)>,
}

/// Globs under a fixed string; `lengths` lists the lengths of the strings in use.
#[derive(Debug, Default)]
struct Shelf {
    globs: WordMap<Vec<(Box<str>, u32)>>,
    lengths: Vec<usize>,
}

impl Shelf {
    fn add(&mut self, key: &str, length: usize, glob: &str, id: u32) {
        self.globs.slot(key).push((glob.into(), id));
        if let Err(at) = self.lengths.binary_search(&length) {
            self.lengths.insert(at, length);
        }
    }

    fn probe(&self, key: Option<&str>, word: &str, out: &mut Vec<u32>) {
        let under = key.and_then(|k| self.globs.get(k)).into_iter().flatten();
        out.extend(under.filter(|(g, _)| glob_matches(g, word)).map(|(_, id)| *id));
    }
}

/// A sieve in front of a shelf: bits of the outer letters of its strings, which most words have not.
#[derive(Debug)]
struct Sieve {
    bits: [u64; 128],
    /// The bytes of an edge that are looked at: as many as the shortest string has.
    mask: u32,
}

impl Default for Sieve {
    fn default() -> Self {
        Self { bits: [0; 128], mask: u32::MAX }
    }
}

impl Sieve {
    fn bit(&self, edge: u32) -> (usize, u64) {
        // Multiplicative hashing by 2³² over the golden ratio (Knuth).
        let hash = (edge & self.mask).wrapping_mul(0x9e37_79b9) >> 19;
        (hash as usize / 64, 1 << (hash % 64))
    }

    /// Notes a string of `len` bytes by its edge; `edges` are those of the strings so far.
    fn add(&mut self, edge: u32, len: usize, edges: impl Iterator<Item = u32>) {
        let mask = u32::MAX >> (32 - 8 * len.clamp(1, 4));
        if mask < self.mask {
            *self = Self { mask, ..Self::default() };
            edges.for_each(|e| self.set(e));
        }
        self.set(edge);
    }

    fn set(&mut self, edge: u32) {
        let (at, bit) = self.bit(edge);
        self.bits[at] |= bit;
    }

    /// False if no string has this edge.
    #[inline]
    fn passes(&self, edge: u32) -> bool {
        let (at, bit) = self.bit(edge);
        self.bits[at] & bit != 0
    }
}

/// The first four bytes of a word, the first one lowest; zeros behind a shorter one.
#[inline]
fn head(word: &str) -> u32 {
    match word.as_bytes() {
        [a, b, c, d, ..] => u32::from_le_bytes([*a, *b, *c, *d]),
        short => short.iter().rev().fold(0, |sum, b| sum << 8 | u32::from(*b)),
    }
}

/// The last four bytes of a word, the last one lowest.
#[inline]
fn tail(word: &str) -> u32 {
    match word.as_bytes() {
        [.., a, b, c, d] => u32::from_be_bytes([*a, *b, *c, *d]),
        short => short.iter().fold(0, |sum, b| sum << 8 | u32::from(*b)),
    }
}

/// Characters of a longest fixed part that an infix glob is filed under.
const ANCHOR: usize = 8;

impl GlobIndex {
    /// Files a folded glob under `id`.
    pub(crate) fn add(&mut self, glob: &str, id: u32) {
        let wild = ['*', '?'];
        let first = glob.find(wild).map_or(glob, |i| &glob[..i]);
        let last = glob.rfind(wild).map_or(glob, |i| &glob[i + 1..]);
        let longest = glob.split(wild).max_by_key(|p| p.len()).unwrap_or_default();
        if !first.is_empty() {
            self.heads.add(head(first), first.len(), self.prefix.globs.words().map(head));
            self.prefix.add(first, first.len(), glob, id);
        } else if !last.is_empty() {
            self.tails.add(tail(last), last.len(), self.suffix.globs.words().map(tail));
            self.suffix.add(last, last.len(), glob, id);
        } else if longest.is_empty() {
            self.anywhere = true;
            self.open.push((glob.into(), id));
        } else {
            self.anywhere = true;
            let end = longest.char_indices().nth(ANCHOR).map_or(longest.len(), |(i, _)| i);
            let anchor = &longest[..end];
            self.infix.add(anchor, anchor.chars().count(), glob, id);
        }
    }

    /// Appends the ids of all globs that fit the folded `word`; an id may come twice.
    #[inline]
    pub(crate) fn matching(&self, word: &str, out: &mut Vec<u32>) {
        let (heads, tails) = (self.heads.passes(head(word)), self.tails.passes(tail(word)));
        if heads || tails || self.anywhere {
            self.search(word, heads, tails, out);
        }
    }

    #[cold]
    fn search(&self, word: &str, heads: bool, tails: bool, out: &mut Vec<u32>) {
        if heads {
            for &len in self.prefix.lengths.iter().take_while(|l| **l <= word.len()) {
                self.prefix.probe(word.get(..len), word, out);
            }
        }
        if tails {
            for &len in self.suffix.lengths.iter().take_while(|l| **l <= word.len()) {
                self.suffix.probe(word.get(word.len() - len..), word, out);
            }
        }
        if !self.infix.lengths.is_empty() {
            self.matching_infix(word, out);
        }
        out.extend(self.open.iter().filter(|(g, _)| glob_matches(g, word)).map(|(_, id)| *id));
    }

    fn matching_infix(&self, word: &str, out: &mut Vec<u32>) {
        for (start, _) in word.char_indices() {
            let rest = &word[start..];
            for &length in &self.infix.lengths {
                let key = match rest.char_indices().nth(length) {
                    Some((end, _)) => Some(&rest[..end]),
                    None if rest.chars().count() == length => Some(rest),
                    None => None,
                };
                self.infix.probe(key, word, out);
            }
        }
    }

    /// Appends the ids of all globs that fit every form of a stem: those with an open end that ask for no more than the stem.
    /// Forms begin with their stem but for a last i (`happi`, happy).
    pub(super) fn implied_by_stem(&self, stem: &str, out: &mut Vec<u32>) {
        let sure = stem.strip_suffix(['i', 'y']).unwrap_or(stem);
        for &len in self.prefix.lengths.iter().take_while(|l| **l <= sure.len()) {
            let under = stem.get(..len).and_then(|k| self.prefix.globs.get(k)).into_iter().flatten();
            out.extend(under.filter(|(g, _)| g.len() == len + 1 && g.ends_with('*')).map(|(_, id)| *id));
        }
    }

    /// Appends the ids of globs with a fixed beginning that every word matching `glob` surely matches.
    pub(super) fn implied_by_glob(&self, glob: &str, out: &mut Vec<u32>) {
        for &len in self.prefix.lengths.iter().take_while(|l| **l <= glob.len()) {
            let under = glob.get(..len).and_then(|k| self.prefix.globs.get(k)).into_iter().flatten();
            out.extend(under.filter(|(g, _)| glob_implies(glob, g)).map(|(_, id)| *id));
        }
        for &len in self.suffix.lengths.iter().take_while(|l| **l <= glob.len()) {
            let key = glob.get(glob.len() - len..);
            let under = key.and_then(|k| self.suffix.globs.get(k)).into_iter().flatten();
            out.extend(under.filter(|(g, _)| glob_implies(glob, g)).map(|(_, id)| *id));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs() {
        for (glob, word, yes) in [
            ("attack*", "attack", true),
            ("attack*", "attackers", true),
            ("*ware", "malware", true),
            ("*ware", "ware", true),
            ("mal*re", "malware", true),
            ("m?lware", "malware", true),
            ("m?lware", "mlware", false),
            ("a*b*c", "axxbxxbc", true),
            ("a*b*c", "axxbxxbd", false),
            ("", "", true),
            ("*", "", true),
            ("?", "", false),
            ("citt?", "città", true),
        ] {
            assert_eq!(glob_matches(glob, word), yes, "{glob} {word}");
        }
    }

    #[test]
    fn the_index_finds_what_trying_all_globs_finds() {
        let globs = ["attack*", "a?tack", "*ware", "*cyb*", "?yber*", "mal*re", "*è*", "*città", "??", "*"];
        let words =
            ["attack", "attacker", "malware", "ware", "cyber", "xcyb", "città", "caffè", "è", "ab", "", "cy"];
        let mut index = GlobIndex::default();
        for (i, g) in globs.iter().enumerate() {
            index.add(g, i as u32);
        }
        for word in words {
            let mut found = Vec::new();
            index.matching(word, &mut found);
            found.sort_unstable();
            found.dedup();
            let all: Vec<u32> =
                (0u32..).zip(globs).filter(|(_, g)| glob_matches(g, word)).map(|(i, _)| i).collect();
            assert_eq!(found, all, "{word}");
        }
    }

    proptest::proptest! {
        #[test]
        fn random_globs_and_words(
            globs in proptest::collection::vec("[ab]{1,5}[*?]|[*?][ab]{1,5}|[abè*?]{1,6}", 0..20),
            words in proptest::collection::vec("[abè]{0,7}", 1..20),
        ) {
            let mut index = GlobIndex::default();
            for (i, g) in globs.iter().enumerate() {
                index.add(g, i as u32);
            }
            for word in words {
                let mut found = Vec::new();
                index.matching(&word, &mut found);
                found.sort_unstable();
                found.dedup();
                let all: Vec<u32> =
                    (0u32..).zip(&globs).filter(|(_, g)| glob_matches(g, &word)).map(|(i, _)| i).collect();
                proptest::prop_assert_eq!(found, all, "{}", word);
            }
        }
    }

    #[test]
    fn implication_between_globs() {
        assert!(glob_implies("attack*", "att*"));
        assert!(glob_implies("cyber*war", "cyber*"));
        assert!(!glob_implies("att*", "attack*"));
        assert!(!glob_implies("a*", "a?"));
    }
}
