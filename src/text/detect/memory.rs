//! What pieces of text said when they were met first. A short piece, as nearly all are, stands in one place of memory with what it
//! says: asking for it waits for memory once.

use hashbrown::HashMap;

use super::piece::Said;
use crate::text::table::{ShortForm, mix, word};

/// A short piece, zeros in an empty slot, and what it says. Two of them fill what the processor fetches at once, and none lies across.
#[derive(Debug, Clone, Copy, Default)]
#[repr(align(32))]
struct Slot {
    form: ShortForm,
    said: Said,
}

/// The form of an empty slot.
const NONE: ShortForm = (0, 0);

/// What pieces say, by piece. No piece is empty or holds a zero byte, which parts pieces.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Open addressing, a power of two in size, at most a quarter full: nearly every piece is found where it is looked for first.
    slots: Vec<Slot>,
    used: usize,
    long: HashMap<Box<str>, Said>,
}

impl Memory {
    /// Number of pieces.
    pub fn len(&self) -> usize {
        self.used + self.long.len()
    }

    /// What the piece `text[start..end]` says, if it is known.
    #[expect(
        clippy::inline_always,
        reason = "what is summed over pieces stays in registers: a tenth of the time"
    )]
    #[inline(always)]
    pub fn find(&self, text: &str, start: usize, end: usize) -> Option<&Said> {
        let Some(form) = word(text.as_bytes(), start, end) else { return self.find_long(&text[start..end]) };
        let mask = self.slots.len().wrapping_sub(1);
        let mut at = hash(form) & mask;
        loop {
            let slot = self.slots.get(at).filter(|slot| slot.form != NONE)?;
            if slot.form == form {
                return Some(&slot.said);
            }
            at = (at + 1) & mask;
        }
    }

    #[cold]
    fn find_long(&self, piece: &str) -> Option<&Said> {
        self.long.get(piece)
    }

    /// Remembers a piece that is not known yet.
    pub fn insert(&mut self, piece: &str, said: Said) {
        let Some(form) = word(piece.as_bytes(), 0, piece.len()) else {
            self.long.insert(piece.into(), said);
            return;
        };
        if (self.used + 1) * 4 > self.slots.len() {
            let larger = vec![Slot::default(); (self.slots.len() * 2).max(1024)];
            let old = std::mem::replace(&mut self.slots, larger);
            old.into_iter().filter(|slot| slot.form != NONE).for_each(|slot| self.place(slot));
        }
        self.used += 1;
        self.place(Slot { form, said });
    }

    fn place(&mut self, slot: Slot) {
        let mask = self.slots.len() - 1;
        let mut at = hash(slot.form) & mask;
        while self.slots[at].form != NONE {
            at = (at + 1) & mask;
        }
        self.slots[at] = slot;
    }
}

fn hash((low, high): ShortForm) -> usize {
    mix(low, high) as usize
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    proptest::proptest! {
        #[test]
        fn pieces_are_found_again(text in "([a-cé’]{1,20} ){0,300}") {
            let (mut memory, mut plain) = (Memory::default(), HashMap::new());
            let mut start = 0;
            for (i, piece) in text.split_terminator(' ').enumerate() {
                let end = start + piece.len();
                let found = memory.find(&text, start, end).copied();
                proptest::prop_assert_eq!(found.map(|said| said.words), plain.get(piece).copied());
                if found.is_none() {
                    memory.insert(piece, Said { words: i as u32, ..Said::default() });
                    plain.insert(piece, i as u32);
                }
                proptest::prop_assert_eq!(memory.len(), plain.len());
                start = end + 1;
            }
        }
    }
}
