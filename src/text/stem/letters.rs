//! A word of plain letters under a stemmer's knife.

use std::borrow::Cow;

use super::LONGEST;

/// Room before a word, so that its last letters are always there.
const ROOM: usize = 8;

/// The letters of a word, in a buffer of their own.
pub(super) struct Letters {
    bytes: [u8; ROOM + LONGEST],
    end: usize,
}

/// An ending of at most eight letters and what takes its place.
#[derive(Clone, Copy)]
pub(super) struct Ending {
    /// The letters as one number, the last one lowest.
    number: u64,
    mask: u64,
    pub(super) len: usize,
    pub(super) new: &'static str,
}

/// An ending that is cut off.
pub(super) const fn cut(old: &str) -> Ending {
    change(old, "")
}

/// Endings that are cut off.
pub(super) const fn cuts<const N: usize>(old: [&'static str; N]) -> [Ending; N] {
    let (mut endings, mut i) = ([cut("s"); N], 0);
    while i < N {
        endings[i] = cut(old[i]);
        i += 1;
    }
    endings
}

/// An ending that becomes another one, which is not longer.
pub(super) const fn change(old: &str, new: &'static str) -> Ending {
    let (bytes, len) = (old.as_bytes(), old.len());
    let (mut number, mut i) = (0, 0);
    while i < len {
        number = (number << 8) | bytes[i] as u64;
        i += 1;
    }
    Ending { number, mask: u64::MAX >> (64 - 8 * len), len, new }
}

#[cfg(test)]
impl Ending {
    /// The ending itself.
    pub(super) fn old(&self) -> String {
        self.number.to_be_bytes()[8 - self.len..].iter().map(|b| *b as char).collect()
    }
}

impl Letters {
    /// The letters of a word of at most [`LONGEST`] bytes.
    pub(super) fn new(word: &[u8]) -> Self {
        let mut bytes = [0; ROOM + LONGEST];
        bytes[ROOM..ROOM + word.len()].copy_from_slice(word);
        Self { bytes, end: ROOM + word.len() }
    }

    pub(super) fn word(&self) -> &[u8] {
        &self.bytes[ROOM..self.end]
    }

    pub(super) fn word_mut(&mut self) -> &mut [u8] {
        &mut self.bytes[ROOM..self.end]
    }

    pub(super) fn len(&self) -> usize {
        self.end - ROOM
    }

    /// Takes the last letters off.
    pub(super) fn cut(&mut self, letters: usize) {
        self.end -= letters;
    }

    /// Puts `new` in the place of the last `old` letters.
    pub(super) fn replace(&mut self, old: usize, new: &str) {
        let start = self.end - old;
        self.end = start + new.len();
        self.bytes[start..self.end].copy_from_slice(new.as_bytes());
    }

    /// The first of some endings that the word has, if `fits` says so of the place where it begins.
    pub(super) fn find<'e>(&self, endings: &'e [Ending], fits: impl Fn(usize) -> bool) -> Option<&'e Ending> {
        let last = self.bytes[..self.end].last_chunk().map_or(0, |b| u64::from_be_bytes(*b));
        endings.iter().find(|e| last & e.mask == e.number && fits(self.len() - e.len))
    }

    /// The word as it is now, lent from the one it was, if it begins it.
    pub(super) fn of(self, word: &str) -> Cow<'_, str> {
        match word.get(..self.len()).filter(|w| w.as_bytes() == self.word()) {
            Some(stem) => stem.into(),
            None => String::from_utf8_lossy(self.word()).into_owned().into(),
        }
    }
}

/// Where a region begins: behind the first letter that is no vowel behind a vowel, from `from` on; the end, if there is none.
pub(super) fn region(word: &[u8], from: usize, is_vowel: impl Fn(u8) -> bool) -> usize {
    let vowel = word[from..].iter().position(|l| is_vowel(*l)).map(|i| from + i + 1);
    let behind = vowel.and_then(|v| word[v..].iter().position(|l| !is_vowel(*l)).map(|i| v + i + 1));
    behind.unwrap_or(word.len())
}
