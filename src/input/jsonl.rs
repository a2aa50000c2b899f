//! JSONL: one JSON object a line; and JSON: one array of objects, or objects one after the other.
//!
//! Texts come back exactly as they were. A line that cannot be read is an error with its number, and the next line is read.
//! Plain lines are read quickly by `flat`, all others by `record`.

use std::io::BufRead;

use serde::de::{DeserializeSeed, SeqAccess, Visitor};

use crate::article::{Article, Origin};
use crate::error::{Error, Kind, Result};

use super::decode::{binary, decode};
use super::fields::ColumnMap;
use super::record::{Record, RecordSeed};
use super::{FileName, Notes, ReadOptions, Reading, Shard, flat};

/// Articles of a stream of JSONL, one after the other; memory is bounded by the longest line allowed.
///
/// # Example
/// ```
/// use framescope::input::{jsonl::Records, ReadOptions};
/// let lines = b"{\"id\": \"a\", \"text\": \"One.\"}\n\n{broken\n{\"text\": \"Two.\"}\n";
/// let mut records = Records::new("standard input", &lines[..], &ReadOptions::default());
/// assert_eq!(records.next().unwrap().unwrap().id, "a");
/// assert_eq!(records.next().unwrap().unwrap_err().line_number(), Some(3));
/// assert_eq!(records.next().unwrap().unwrap().id, "4");
/// assert!(records.next().is_none());
/// ```
pub struct Records<R> {
    input: R,
    file: String,
    /// Put before the line number where a record has no id: names the file if there are several.
    id_prefix: String,
    columns: ColumnMap,
    limit: usize,
    shard: Shard,
    line: usize,
    buffer: Vec<u8>,
    ended: bool,
    notes: Notes,
}

impl<R: BufRead> Records<R> {
    /// Articles of `input`, which messages call `file`.
    pub fn new(file: &str, input: R, options: &ReadOptions) -> Self {
        Self {
            input,
            file: file.to_owned(),
            id_prefix: String::new(),
            columns: options.columns.clone(),
            limit: options.record_limit,
            shard: Shard::ALL,
            line: 0,
            buffer: Vec::new(),
            ended: false,
            notes: Notes::default(),
        }
    }

    /// Puts `prefix` before the line number that stands in for a missing id.
    #[must_use]
    pub fn with_id_prefix(mut self, prefix: String) -> Self {
        self.id_prefix = prefix;
        self
    }

    /// Counts lines from `line` instead of 1: for a piece of a longer stream.
    #[must_use]
    pub fn starting_at(mut self, line: usize) -> Self {
        self.line = line.saturating_sub(1);
        self
    }

    /// Reads only the lines of one shard.
    #[must_use]
    pub fn only(mut self, shard: Shard) -> Self {
        self.shard = shard;
        self
    }

    /// What was assumed so far: dates of two readings, unknown languages.
    pub fn notes(&self) -> &Notes {
        &self.notes
    }

    /// Reads the next line into the buffer; `false` at the end of the input.
    fn next_line(&mut self) -> Result<bool> {
        self.buffer.clear();
        let mut too_long = false;
        loop {
            let chunk = match self.input.fill_buf() {
                Ok(chunk) => chunk,
                Err(e) => match self.stopped(&e) {
                    Some(e) => return Err(e),
                    None => continue,
                },
            };
            if chunk.is_empty() {
                self.ended = true;
                if self.buffer.is_empty() && !too_long {
                    return Ok(false);
                }
                self.line += 1;
                break;
            }
            let end = memchr::memchr(b'\n', chunk);
            let taken = end.map_or(chunk.len(), |i| i + 1);
            too_long |= self.buffer.len() + taken > self.limit;
            if too_long {
                // The rest of the line is passed over without being kept.
                self.buffer = Vec::new();
            } else {
                self.buffer.extend_from_slice(&chunk[..taken]);
            }
            self.input.consume(taken);
            if end.is_some() {
                self.line += 1;
                break;
            }
        }
        if too_long {
            let limit = self.limit;
            return Err(self
                .error(format!("the record is longer than {limit} bytes"))
                .help("no article is as long: cut the text into its articles"));
        }
        Ok(true)
    }

    /// Reads the next line where it stands, if all of it stands in the buffer of the input and it is a plain record. If not, nothing
    /// is passed over.
    fn plain_line(&mut self) -> Option<Result<Record>> {
        // What the first line begins with is looked at with care.
        if self.line == 0 || !self.shard.has(self.line as u64 + 1) {
            return None;
        }
        let Self { input, columns, limit, .. } = self;
        let (record, len) = match input.fill_buf() {
            Ok(chunk) => {
                let len = memchr::memchr(b'\n', chunk).filter(|len| len < limit)?;
                (flat::read(chunk[..len].trim_ascii(), columns)?, len + 1)
            }
            Err(e) => return self.stopped(&e).map(Err),
        };
        input.consume(len);
        self.line += 1;
        Some(Ok(record))
    }

    /// Ends the reading where the input cannot be read any further; `None` if it was only interrupted.
    fn stopped(&mut self, e: &std::io::Error) -> Option<Error> {
        self.ended = e.kind() != std::io::ErrorKind::Interrupted;
        self.ended.then(|| self.error(format!("reading stopped: {e}")))
    }

    fn error(&self, reason: impl Into<String>) -> Error {
        Error::new(Kind::Input, reason).in_file(self.file.clone()).line(self.line.max(1))
    }

    fn record(&mut self) -> Option<Result<Article>> {
        let mut line = &self.buffer[..];
        if self.line == 1 {
            line = line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(line);
            if let Some(e) = foreign(line) {
                self.ended = true;
                return Some(Err(e.in_file(self.file.clone())));
            }
        }
        let line = line.trim_ascii();
        if line.is_empty() {
            return None;
        }
        if let Some(record) = flat::read(line, &self.columns) {
            return Some(self.finish(record));
        }
        let mut json = serde_json::Deserializer::from_slice(line);
        let read = RecordSeed(&self.columns).deserialize(&mut json).and_then(|r| json.end().map(|()| r));
        let record = match read {
            Ok(record) => record,
            Err(e) => {
                let e = self.error(broken(&e));
                return Some(Err(e.help("mend the line or take it out; the other lines are read")));
            }
        };
        Some(self.finish(record))
    }

    fn finish(&mut self, record: Record) -> Result<Article> {
        if let Some(problem) = record.problem {
            return Err(problem.error("").in_file(self.file.clone()).line(self.line.max(1)));
        }
        let origin = origin(&self.file, self.line);
        let (prefix, line) = (&self.id_prefix, self.line);
        Ok(record.draft.finish(|| format!("{prefix}{line}"), origin, &mut self.notes))
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            if let Some(record) = self.plain_line() {
                return Some(record.and_then(|record| self.finish(record)));
            }
            match self.next_line() {
                Ok(true) if !self.shard.has(self.line as u64) => {}
                Ok(true) => {
                    if let Some(item) = self.record() {
                        return Some(item);
                    }
                }
                Ok(false) => return None,
                Err(_) if !self.ended && !self.shard.has(self.line as u64) => {}
                Err(e) => return Some(Err(e)),
            }
        }
        None
    }
}

fn origin(file: &str, line: usize) -> Origin {
    Origin { file: file.to_owned(), line: Some(line), encoding: "UTF-8".into(), encoding_guessed: false }
}

/// Input that is no UTF-8 JSON from its first byte on.
fn foreign(line: &[u8]) -> Option<Error> {
    if line.starts_with(b"\xff\xfe") || line.starts_with(b"\xfe\xff") {
        return Some(Error::new(Kind::Input, "this is UTF-16").help("convert it to UTF-8"));
    }
    let found = binary(line)?;
    Some(Error::new(Kind::Input, found.reason()).help("JSONL is UTF-8 text, one object a line"))
}

/// The reason of a JSON error without the line that serde counts from 1 in every record.
fn broken(e: &serde_json::Error) -> String {
    let text = e.to_string();
    let reason = text.split(" at line ").next().unwrap_or_default();
    format!("no valid JSON: {reason} at column {}", e.column())
}

/// Reads a whole file of JSONL, of one array, or of objects one after the other.
pub(super) fn read(
    file: FileName<'_>,
    bytes: &[u8],
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<()> {
    let decoded;
    let bytes =
        if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") || options.encoding.is_some() {
            decoded = decode(bytes, options.encoding.as_deref(), options.lossy)?.text;
            decoded.as_bytes()
        } else {
            bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
        };
    let prefix = format!("{}:", file.stem());
    let (articles, failures) = (into.articles.len(), into.failures.len());
    match bytes.trim_ascii_start().first() {
        None => return Err(Error::empty()),
        Some(b'[') => read_array(file, bytes, &prefix, options, into),
        Some(b'{') if spans_lines(bytes) => read_objects(file, bytes, &prefix, options, into),
        Some(_) => {
            let mut records = Records::new(file.shown, bytes, options).with_id_prefix(prefix);
            for record in records.by_ref() {
                match record {
                    Ok(article) => into.articles.push(article),
                    Err(e) => into.failures.push(e),
                }
            }
            into.notes.append(&records.notes);
        }
    }
    if into.articles.len() == articles && into.failures.len() == failures {
        return Err(Error::new(Kind::Input, "the file holds no record"));
    }
    Ok(())
}

/// True if the first line opens an object that it does not close.
fn spans_lines(bytes: &[u8]) -> bool {
    let start = bytes.trim_ascii_start();
    let first = start.split(|&b| b == b'\n').next().unwrap_or_default();
    match serde_json::from_slice::<serde::de::IgnoredAny>(first) {
        Ok(_) => false,
        Err(e) => {
            e.is_eof()
                && serde_json::Deserializer::from_slice(start)
                    .into_iter::<serde::de::IgnoredAny>()
                    .next()
                    .is_some_and(|r| r.is_ok())
        }
    }
}

struct Sink<'a, 'f> {
    file: FileName<'f>,
    prefix: &'a str,
    columns: &'a ColumnMap,
    into: &'a mut Reading,
    number: usize,
}

impl Sink<'_, '_> {
    fn take(&mut self, record: Record) {
        self.number += 1;
        let (number, prefix) = (self.number, self.prefix);
        if let Some(problem) = record.problem {
            self.into.failures.push(problem.error(&format!("record {number}: ")).in_file(self.file.shown));
        } else {
            let origin = origin(self.file.shown, number);
            let article = record.draft.finish(|| format!("{prefix}{number}"), origin, &mut self.into.notes);
            self.into.articles.push(article);
        }
    }

    fn broken(&mut self, e: &serde_json::Error) {
        let reason = format!("record {}: {}", self.number + 1, broken(e));
        let error = Error::new(Kind::Input, reason).in_file(self.file.shown).line(e.line().max(1));
        self.into.failures.push(error.help("the records before it are read, those after it are not"));
    }
}

fn read_array(file: FileName<'_>, bytes: &[u8], prefix: &str, options: &ReadOptions, into: &mut Reading) {
    let mut sink = Sink { file, prefix, columns: &options.columns, into, number: 0 };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    let read = serde::Deserializer::deserialize_seq(&mut json, Elements(&mut sink));
    if let Err(e) = read.and_then(|()| json.end()) {
        sink.broken(&e);
    }
}

struct Elements<'s, 'a, 'f>(&'s mut Sink<'a, 'f>);

impl<'de> Visitor<'de> for Elements<'_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("an array of objects")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        while let Some(record) = seq.next_element_seed(RecordSeed(self.0.columns))? {
            self.0.take(record);
        }
        Ok(())
    }
}

fn read_objects(file: FileName<'_>, bytes: &[u8], prefix: &str, options: &ReadOptions, into: &mut Reading) {
    let mut sink = Sink { file, prefix, columns: &options.columns, into, number: 0 };
    let mut json = serde_json::Deserializer::from_slice(bytes);
    // At the end of the input `end` succeeds; before it, it fails without moving.
    while json.end().is_err() {
        match RecordSeed(&options.columns).deserialize(&mut json) {
            Ok(record) => sink.take(record),
            Err(e) => return sink.broken(&e),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FileName, ReadOptions, Reading, read_file};
    use super::*;

    fn file(bytes: &[u8]) -> Reading {
        read_file(FileName::new("a.jsonl"), bytes, &ReadOptions::default())
    }

    #[test]
    fn texts_come_back_unchanged() {
        let r = file(b"{\"text\": \" a\\r\\n\\tb \\u00e8 \\ud83d\\ude00 \"}\r\n");
        assert_eq!(r.articles[0].text, " a\r\n\tb è 😀 ");
        assert_eq!(r.articles[0].id, "a:1");
    }

    #[test]
    fn fields_and_metadata_are_told_apart() {
        let r = file(br#"{"id": 7, "text": "x", "date": "2015-03", "desk": "world", "tags": ["a","b"], "n": 3, "o": {"k": 1}, "z": null}"#);
        let a = &r.articles[0];
        assert_eq!((a.id.as_str(), a.date.unwrap().to_string().as_str()), ("7", "2015-03"));
        let metadata: Vec<_> = a.metadata.iter().map(|(k, v)| format!("{k}={v}")).collect();
        assert_eq!(metadata, ["desk=world", "n=3", "o={\"k\":1}", "tags=a; b"]);
    }

    #[test]
    fn bad_lines_are_named_and_left_out() {
        let r = file(b"{\"text\":\"a\"}\n{\"text\": 3}\n[1]\n{\"title\":\"no text\"}\n{\"text\":\"b\xff\"}\n{\"text\":\"c\"} x\n{\"text\":\"d\"}");
        let texts: Vec<_> = r.articles.iter().map(|a| a.text.as_str()).collect();
        assert_eq!(texts, ["a", "d"]);
        let lines: Vec<_> = r.failures.iter().map(|e| e.line_number().unwrap()).collect();
        assert_eq!(lines, [2, 3, 4, 5, 6]);
        assert!(r.failures[0].to_string().starts_with("a.jsonl:2: \"text\" is no string"));
    }

    #[test]
    fn an_empty_text_is_no_article_as_in_a_table() {
        let r = file(
            b"{\"id\":\"a\",\"text\":\"\"}\n{\"n\":1,\"text\":\" \\n\"}\n{\"text\":\"b\"}\n{\"x\":\"y\"}",
        );
        assert_eq!(r.articles.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["a:3"]);
        let told: Vec<_> = r.failures.iter().map(ToString::to_string).collect();
        assert!(told[0].starts_with("a.jsonl:1: the record has no text (give it a text"), "{told:?}");
        assert!(told[1].starts_with("a.jsonl:2: the record has no text (give it a text"), "{told:?}");
        assert!(told[2].contains("--columns"), "{told:?}");
        let table = read_file(FileName::new("a.csv"), b"id,text\na,\nb,x\n", &ReadOptions::default());
        assert_eq!(
            table.failures[0].to_string().replace("row", "record").replace(".csv:2", ".jsonl:1"),
            told[0]
        );
        let r = file(b"[{\"text\":\"\"},\n {\"text\":\"b\"}]");
        assert_eq!((r.articles.len(), r.failures.len()), (1, 1));
    }

    #[test]
    fn an_array_and_objects_over_several_lines_are_read() {
        let r = file(b"[{\"text\":\"a\"},\n 3,\n {\"text\":\"b\"}]");
        assert_eq!((r.articles.len(), r.failures.len()), (2, 1));
        assert!(r.failures[0].reason().starts_with("record 2: a number"));
        let r = file(b"{\n \"text\": \"a\"\n}\n{\n \"text\": \"b\"\n}\n");
        assert_eq!((r.articles.len(), r.failures.len()), (2, 0));
        let r = file(b"[{\"text\":\"a\"}, {\"text\":");
        assert_eq!((r.articles.len(), r.failures.len()), (1, 1));
    }

    #[test]
    fn a_record_over_the_limit_costs_only_itself() {
        let options = ReadOptions { record_limit: 64, ..ReadOptions::default() };
        let long = format!("{{\"text\":\"{}\"}}\n{{\"text\":\"ok\"}}\n", "x".repeat(10_000));
        let chunks = std::io::BufReader::with_capacity(16, long.as_bytes());
        let items: Vec<_> = Records::new("-", chunks, &options).collect();
        assert_eq!(items.len(), 2);
        assert_eq!(items[0].as_ref().unwrap_err().line_number(), Some(1));
        assert_eq!(items[1].as_ref().unwrap().text, "ok");
    }

    #[test]
    fn nesting_and_binary_input_are_refused() {
        let deep = format!("{{\"text\":\"a\",\"x\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(file(deep.as_bytes()).failures.len(), 1);
        let mut r = Records::new("-", &b"PK\x03\x04rest"[..], &ReadOptions::default());
        assert!(r.next().unwrap().unwrap_err().reason().contains("ZIP"));
        assert!(r.next().is_none());
    }
}
