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
/// parses it can say that it is too long; memory is bounded by `size` and `limit`. Where reading fails, the whole lines before come
/// first, then the error.
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
    /// The beginning of a line, behind the last chunk.
    begun: Vec<u8>,
    ended: bool,
    failed: Option<io::Error>,
}

impl<R: BufRead> Chunks<R> {
    /// Cuts `input`.
    pub fn new(input: R, size: usize, limit: usize) -> Self {
        Self { input, size: size.max(1), limit, line: 1, begun: vec![], ended: false, failed: None }
    }

    /// Passes over the lines before number `line`, counted from 1. To be called before the first chunk is taken.
    ///
    /// # Errors
    /// If reading fails; a stream that ends before is no error.
    pub fn skip_to_line(&mut self, line: usize) -> io::Result<()> {
        while self.line < line && pass_line(&mut self.input)? {
            self.line += 1;
        }
        Ok(())
    }

    /// Number of the line that comes next, counted from 1.
    pub fn next_line(&self) -> usize {
        self.line
    }

    /// Bytes from the beginning of a line on: whole lines, and at the end of the stream what is left. They are read where the chunk
    /// stands, not copied there.
    fn fill(&mut self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(self.size.max(self.begun.len()));
        bytes.append(&mut self.begun);
        let mut seen = 0;
        while !self.ended {
            let from = bytes.len();
            // Only a line that is longer than a chunk wants more.
            bytes.resize(self.size.max(from + from / 2 + 1), 0);
            let read = self.read(&mut bytes[from..]);
            bytes.truncate(from + read);
            if let Some(end) = memchr::memrchr(b'\n', &bytes[seen..]).map(|i| seen + i + 1) {
                self.begun = bytes[end..].to_vec();
                bytes.truncate(end);
                break;
            }
            seen = bytes.len();
            if seen > self.limit {
                self.cut(&mut bytes);
                break;
            }
        }
        if self.ended && self.failed.is_none() {
            bytes.append(&mut self.begun);
        } else if bytes.len() <= self.limit && bytes.last() != Some(&b'\n') {
            // Half a line, behind which nothing could be read.
            bytes.clear();
        }
        bytes
    }

    /// Cuts a line that is too long, and passes over the rest of it.
    fn cut(&mut self, bytes: &mut Vec<u8>) {
        bytes.truncate(self.limit + 1);
        match pass_line(&mut self.input) {
            Ok(true) => bytes.push(b'\n'),
            Ok(false) => self.ended = true,
            Err(e) => (self.ended, self.failed) = (true, Some(e)),
        }
    }

    /// Reads until there is no more room, or nothing more to read.
    fn read(&mut self, into: &mut [u8]) -> usize {
        let mut filled = 0;
        while filled < into.len() && !self.ended {
            match self.input.read(&mut into[filled..]) {
                Ok(read) => {
                    filled += read;
                    self.ended = read == 0;
                }
                Err(e) if e.kind() == io::ErrorKind::Interrupted => {}
                Err(e) => (self.ended, self.failed) = (true, Some(e)),
            }
        }
        filled
    }
}

/// Passes over a line; `false` if no line ends any more.
fn pass_line(input: &mut impl BufRead) -> io::Result<bool> {
    loop {
        let buffer = match input.fill_buf() {
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            other => other?,
        };
        let end = memchr::memchr(b'\n', buffer);
        let taken = end.map_or(buffer.len(), |i| i + 1);
        input.consume(taken);
        if end.is_some() || taken == 0 {
            return Ok(end.is_some());
        }
    }
}

impl<R: BufRead> Iterator for Chunks<R> {
    type Item = io::Result<Chunk>;

    fn next(&mut self) -> Option<Self::Item> {
        let bytes = if self.ended { vec![] } else { self.fill() };
        if bytes.is_empty() {
            return self.failed.take().map(Err);
        }
        let first_line = self.line;
        self.line += memchr::memchr_iter(b'\n', &bytes).count();
        Some(Ok(Chunk { first_line, bytes }))
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

    /// A stream that cannot be read to its end.
    struct Broken<'a>(&'a [u8]);

    impl io::Read for Broken<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            if self.0.is_empty() { Err(io::Error::other("torn")) } else { self.0.read(into) }
        }
    }

    #[test]
    fn where_reading_fails_the_whole_lines_before_come_first() {
        for (text, size, whole) in [
            ("one\ntwo\nthr", 100, "one\ntwo\n"),
            ("one\ntwo\nthr", 4, "one\ntwo\n"),
            ("on", 1, ""),
            ("", 9, ""),
        ] {
            let chunks = Chunks::new(io::BufReader::with_capacity(3, Broken(text.as_bytes())), size, 50);
            let (mut read, mut failures) = (Vec::new(), 0);
            for chunk in chunks {
                match chunk {
                    Ok(chunk) if failures == 0 => read.extend(chunk.bytes),
                    Ok(chunk) => panic!("{chunk:?} behind the failure"),
                    Err(_) => failures += 1,
                }
            }
            assert_eq!((str::from_utf8(&read), failures), (Ok(whole), 1), "{text:?} {size}");
        }
    }

    proptest::proptest! {
        #[test]
        fn lines_are_whole_and_only_too_long_ones_are_cut(
            lines in proptest::collection::vec("[a-z]{0,40}", 0..30),
            ended in proptest::bool::ANY,
            size in 1usize..60,
            limit in 1usize..40,
            room in 1usize..20,
        ) {
            let mut text = lines.join("\n");
            if ended {
                text.push('\n');
            }
            let mut read = Vec::new();
            for chunk in Chunks::new(io::BufReader::with_capacity(room, text.as_bytes()), size, limit) {
                let chunk = chunk.unwrap();
                proptest::prop_assert_eq!(chunk.first_line, 1 + memchr::memchr_iter(b'\n', &read).count());
                proptest::prop_assert!(!chunk.bytes.is_empty());
                proptest::prop_assert!(read.last().is_none_or(|b| *b == b'\n'));
                read.extend(chunk.bytes);
            }
            let read = String::from_utf8(read).unwrap();
            proptest::prop_assert_eq!(read.split('\n').count(), text.split('\n').count());
            for (line, whole) in read.split('\n').zip(text.split('\n')) {
                let cut = whole.len() > limit && line.len() > limit && whole.starts_with(line);
                proptest::prop_assert!(line == whole || cut, "{:?} of {:?}", line, whole);
            }
        }
    }
}
