//! What pieces of text said when they were met first.

use super::piece::Said;
use crate::text::table::{Table, word};

/// What pieces say, by piece. No piece is empty or holds a zero byte, which parts pieces.
#[derive(Debug, Default)]
pub(super) struct Memory {
    /// Numbers of the pieces. Frequent ones are met early: what is known of them stands close together.
    numbers: Table,
    pieces: Vec<Box<str>>,
    said: Vec<Said>,
}

impl Memory {
    /// Number of pieces.
    pub fn len(&self) -> usize {
        self.said.len()
    }

    /// What the piece `text[start..end]` says, if it is known.
    #[expect(
        clippy::inline_always,
        reason = "what is summed over pieces stays in registers: a tenth of the time"
    )]
    #[inline(always)]
    pub fn find(&self, text: &str, start: usize, end: usize) -> Option<&Said> {
        let number = match word(text.as_bytes(), start, end) {
            Some(form) => self.numbers.short_forms()?.find(form),
            None => self.find_long(text, start, end),
        };
        self.said.get(number? as usize)
    }

    #[cold]
    fn find_long(&self, text: &str, start: usize, end: usize) -> Option<u32> {
        self.numbers.find(text.as_bytes(), start, end, bytes_of(&self.pieces))
    }

    /// Remembers a piece that is not known yet.
    pub fn insert(&mut self, piece: &str, said: Said) {
        let Self { numbers, pieces, said: all } = self;
        numbers.insert(piece.as_bytes(), all.len() as u32, bytes_of(pieces));
        pieces.push(piece.into());
        all.push(said);
    }
}

fn bytes_of<'p>(pieces: &'p [Box<str>]) -> impl Fn(u32) -> &'p [u8] {
    |number| pieces.get(number as usize).map_or(&[], |piece| piece.as_bytes())
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
