//! Words whose stems are known before the program runs: a table made by the build script (`src/build/stems.rs`), which shares
//! this file.
//!
//! Stemming a word of the built-in lists takes thirty times as long as finding it here, and there are twenty thousand at a start.
//! A table is made of four-byte numbers (little-endian) and records. First comes the number of slots, a power of two; then the
//! slots, each with the place of a record, or 0; then the records: the length of the word, how much of it begins its stem, the
//! length of what follows there; the word; what follows.

use std::borrow::Cow;

/// The number in a slot; slot 0 holds the number of slots.
pub fn number(table: &[u8], slot: usize) -> Option<usize> {
    let bytes = table.get(slot * 4..slot * 4 + 4)?;
    Some(u32::from_le_bytes(bytes.try_into().ok()?) as usize)
}

/// The record at a place: the word, how much of it begins its stem, and what follows there.
pub fn record(table: &[u8], place: usize) -> Option<(&[u8], usize, &[u8])> {
    let (head, rest) = table.get(place..)?.split_first_chunk::<3>()?;
    let [word, kept, tail] = head.map(usize::from);
    let (word, rest) = rest.split_at_checked(word)?;
    Some((word, kept, rest.get(..tail)?))
}

/// The stem of a word, if the table knows it.
pub fn stem<'a>(table: &[u8], word: &'a str) -> Option<Cow<'a, str>> {
    let slots = number(table, 0)?;
    let mut slot = hash(word);
    loop {
        let place = number(table, 1 + (slot & (slots - 1))).filter(|p| *p != 0)?;
        let (found, kept, tail) = record(table, place)?;
        if found == word.as_bytes() {
            let kept = word.get(..kept)?;
            if tail.is_empty() {
                return Some(kept.into());
            }
            return Some(format!("{kept}{}", std::str::from_utf8(tail).ok()?).into());
        }
        slot += 1;
    }
}

/// FNV-1a (Fowler, Noll, Vo), folded to its better half.
pub fn hash(word: &str) -> usize {
    let step = |h: u64, b: u8| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3);
    let h = word.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    (h ^ h >> 32) as u32 as usize
}
