//! A stream of lines cut into chunks of whole lines, so that workers can parse them side by side.

use std::io::{self, BufRead};

/// Some whole lines of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chunk {
    /// Number of its first line, from 1.
    pub first_line: usize,
    /// Its bytes, line ends included.
    pub bytes: Vec<u8>,
}

/// Cuts a stream into chunks of about `size` bytes. A line longer than `limit` is cut to one byte more, so that whoever
/// parses it can say that it is too long; memory is bounded by `size` + `limit`.
///
/// # Example
/// ```
/// use framescope::input::chunks::Chunks;
/// let chunks: Vec<_> = Chunks::new(&b"a\nb\nc"[..], 2, 100).map(Result::unwrap).collect();
/// assert_eq!(chunks.len(), 3);
/// assert_eq!((chunks[2].first_line, &chunks[2].bytes[..]), (3, &b"c"[..]));
/// ```
#[derive(Debug)]
pub struct Chunks<R> {
    input: R,
    size: usize,
    limit: usize,
    line: usize,
    ended: bool,
}

impl<R: BufRead> Chunks<R> {
    /// Cuts `input`.
    pub fn new(input: R, size: usize, limit: usize) -> Self {
        Self { input, size, limit, line: 1, ended: false }
    }

    /// Passes over the lines before number `line`, counted from 1.
    ///
    /// # Errors
    /// If reading fails; a stream that ends before is no error.
    pub fn skip_to_line(&mut self, line: usize) -> io::Result<()> {
        while self.line < line {
            let buffer = match self.input.fill_buf() {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if buffer.is_empty() {
                break;
            }
            let mut taken = 0;
            for end in memchr::memchr_iter(b'\n', buffer).take(line - self.line) {
                taken = end + 1;
                self.line += 1;
            }
            let taken = if self.line < line { buffer.len() } else { taken };
            self.input.consume(taken);
        }
        Ok(())
    }

    /// Number of the line that comes next, counted from 1.
    pub fn next_line(&self) -> usize {
        self.line
    }

    fn fill(&mut self) -> io::Result<Chunk> {
        let mut chunk = Chunk { first_line: self.line, bytes: Vec::with_capacity(self.size + self.size / 4) };
        let mut line_start = 0;
        loop {
            let buffer = match self.input.fill_buf() {
                Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
                other => other?,
            };
            if buffer.is_empty() {
                self.ended = true;
                return Ok(chunk);
            }
            // Up to the chunk's size whole buffers are taken at once; then only to the end of the line.
            let room = self.size.saturating_sub(chunk.bytes.len());
            let taken = if room > 0 {
                memchr::memrchr(b'\n', &buffer[..buffer.len().min(room)])
                    .map_or(buffer.len().min(room), |i| i + 1)
            } else {
                memchr::memchr(b'\n', buffer).map_or(buffer.len(), |i| i + 1)
            };
            let piece = &buffer[..taken];
            self.line += memchr::memchr_iter(b'\n', piece).count();
            let after = memchr::memrchr(b'\n', piece).map(|i| i + 1);
            if after.is_none() && chunk.bytes.len() - line_start > self.limit {
                // Too long already: nothing more of this line is kept.
            } else {
                let start = chunk.bytes.len();
                chunk.bytes.extend_from_slice(piece);
                line_start = after.map_or(line_start, |i| start + i);
            }
            self.input.consume(taken);
            if chunk.bytes.len() >= self.size && after.is_some_and(|i| i == taken) {
                return Ok(chunk);
            }
        }
    }
}

impl<R: BufRead> Iterator for Chunks<R> {
    type Item = io::Result<Chunk>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        match self.fill() {
            Ok(chunk) if chunk.bytes.is_empty() => None,
            Ok(chunk) => Some(Ok(chunk)),
            Err(e) => {
                self.ended = true;
                Some(Err(e))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chunks_join_to_the_stream_and_count_its_lines() {
        let text: Vec<u8> = (0..500).flat_map(|i| format!("{}\n", "x".repeat(i % 37)).into_bytes()).collect();
        for size in [1, 10, 100, 100_000] {
            let mut line = 1;
            let mut joined = Vec::new();
            for chunk in Chunks::new(io::BufReader::with_capacity(13, &text[..]), size, 1000) {
                let chunk = chunk.unwrap();
                assert_eq!(chunk.first_line, line);
                line += memchr::memchr_iter(b'\n', &chunk.bytes).count();
                joined.extend(chunk.bytes);
            }
            assert_eq!(joined, text);
        }
    }

    #[test]
    fn lines_are_passed_over() {
        let text: Vec<String> = (1..=50).map(|i| format!("line {i}\n")).collect();
        let text = text.concat();
        for (from, first) in [(1, "line 1\n"), (2, "line 2\n"), (50, "line 50\n"), (51, ""), (90, "")] {
            let mut chunks = Chunks::new(io::BufReader::with_capacity(13, text.as_bytes()), 3, 100);
            chunks.skip_to_line(from).unwrap();
            let chunk = chunks.next().map(Result::unwrap);
            assert_eq!(chunk.as_ref().map_or(&b""[..], |c| &c.bytes), first.as_bytes(), "{from}");
            assert!(chunk.is_none_or(|c| c.first_line == from));
        }
    }

    #[test]
    fn a_line_over_the_limit_is_cut_and_the_next_one_is_whole() {
        let text = format!("{}\nshort\n", "y".repeat(10_000));
        let joined: Vec<u8> = Chunks::new(io::BufReader::with_capacity(64, text.as_bytes()), 10, 100)
            .flat_map(|c| c.unwrap().bytes)
            .collect();
        assert!(joined.len() < 400 && joined.ends_with(b"short\n"));
    }
}
