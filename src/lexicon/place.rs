//! Line and column of many places in one text, each in constant time; quickest if they are asked for in order.

use std::cell::Cell;

/// Bytes behind the last place that are gone through to find the next one.
const NEAR: usize = 1024;

/// Bytes per block of counted characters.
const BLOCK: usize = 256;

/// A text prepared to turn byte offsets into lines and columns; a file with a million entries asks a million times, and
/// may hold them all in one line.
pub(super) struct Places<'a> {
    text: &'a [u8],
    /// Byte offset of the start of each line.
    lines: Vec<usize>,
    /// Characters before each block.
    blocks: Vec<usize>,
    /// The place asked for last: offset, line, column.
    last: Cell<(usize, usize, usize)>,
}

impl<'a> Places<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        let text = text.as_bytes();
        let mut blocks = Vec::with_capacity(text.len() / BLOCK + 2);
        let mut total = 0;
        for block in text.chunks(BLOCK) {
            blocks.push(total);
            total += characters(block);
        }
        blocks.push(total);
        let lines = std::iter::once(0).chain(memchr::memchr_iter(b'\n', text).map(|i| i + 1)).collect();
        Self { text, lines, blocks, last: Cell::new((0, 1, 1)) }
    }

    /// Line and column of byte `offset`, both from 1; columns count characters.
    pub(super) fn of(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let (last, line, column) = self.last.get();
        let between = self.text.get(last..offset).filter(|b| b.len() < NEAR);
        let (line, column) = match between.map(|b| (b, memchr::memrchr(b'\n', b))) {
            None => self.counted(offset),
            Some((bytes, None)) => (line, column + characters(bytes)),
            Some((bytes, Some(end))) => {
                let (lines, rest) = bytes.split_at(end + 1);
                (line + memchr::memchr_iter(b'\n', lines).count(), 1 + characters(rest))
            }
        };
        self.last.set((offset, line, column));
        (line, column)
    }

    fn counted(&self, offset: usize) -> (usize, usize) {
        let line = self.lines.partition_point(|start| *start <= offset).max(1);
        let start = self.lines.get(line - 1).copied().unwrap_or(0);
        (line, self.characters_before(offset) - self.characters_before(start) + 1)
    }

    fn characters_before(&self, offset: usize) -> usize {
        let block = offset / BLOCK;
        let rest = self.text.get(block * BLOCK..offset).unwrap_or_default();
        self.blocks.get(block).copied().unwrap_or(0) + characters(rest)
    }
}

fn characters(bytes: &[u8]) -> usize {
    bytes.iter().filter(|b| (**b & 0xC0) != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::line_column;

    #[test]
    fn agrees_with_counting_from_the_start() {
        let text = "à\nbc\n\n".repeat(200) + &"é".repeat(700) + "\nend";
        let places = Places::new(&text);
        for (offset, _) in text.char_indices().chain([(text.len(), ' ')]) {
            assert_eq!(places.of(offset), line_column(&text, offset), "{offset}");
        }
        for (i, (offset, _)) in text.char_indices().enumerate() {
            let there = if i % 2 == 0 { offset } else { text.len() / 2 };
            assert_eq!(places.of(there), line_column(&text, there), "{there}");
        }
    }
}
