//! The plain case of a record: a JSON object on one line whose values are strings, as nearly every line of a corpus is.

use std::ops::Range;

use super::fields::ColumnMap;
use super::record::Record;

/// Reads a line; `None` if it is anything else than a flat object of strings and nulls, or no JSON at all: then
/// [`super::record::RecordSeed`] says what it is.
pub(super) fn read(line: &[u8], columns: &ColumnMap) -> Option<Record> {
    // All at once: values are short, and to ask of each costs more. No string may hold a control character.
    let controls = line.iter().fold(0, |any, &b| any | u8::from(b < b' '));
    let line = utf8(line).filter(|_| controls == 0)?;
    let mut cursor = Cursor { line, at: 0 };
    let mut record = Record::default();
    cursor.take(b'{')?;
    if cursor.take(b'}').is_none() {
        loop {
            cursor.take(b'"')?;
            let key = cursor.plain()?;
            cursor.take(b':')?;
            if cursor.take(b'"').is_some() {
                record.draft.put(key, cursor.string()?, columns);
            } else {
                cursor.null()?;
            }
            if cursor.take(b',').is_none() {
                break;
            }
        }
        cursor.take(b'}')?;
    }
    cursor.rest().is_empty().then(|| record.judged())
}

fn utf8(bytes: &[u8]) -> Option<&str> {
    simdutf8::basic::from_utf8(bytes).ok()
}

struct Cursor<'a> {
    line: &'a str,
    at: usize,
}

impl<'a> Cursor<'a> {
    fn bytes(&self) -> &'a [u8] {
        self.line.as_bytes()
    }

    /// What is left, spaces at its start left out.
    fn rest(&mut self) -> &'a [u8] {
        while self.bytes().get(self.at) == Some(&b' ') {
            self.at += 1;
        }
        &self.bytes()[self.at..]
    }

    /// Passes over this byte and spaces before it.
    fn take(&mut self, byte: u8) -> Option<()> {
        (*self.rest().first()? == byte).then(|| self.at += 1)
    }

    fn null(&mut self) -> Option<()> {
        self.rest().starts_with(b"null").then(|| self.at += 4)
    }

    /// Where the stretch up to the next quotation mark or backslash stands, and which of them it is; `None` if there is none.
    fn stretch(&mut self) -> Option<(Range<usize>, u8)> {
        let rest = &self.bytes()[self.at..];
        let len = memchr::memchr2(b'"', b'\\', rest)?;
        let start = self.at;
        self.at += len + 1;
        Some((start..start + len, rest[len]))
    }

    /// A string without escapes.
    fn plain(&mut self) -> Option<&'a str> {
        self.stretch().filter(|(_, end)| *end == b'"').and_then(|(range, _)| self.line.get(range))
    }

    /// A string, from behind its first quotation mark.
    fn string(&mut self) -> Option<String> {
        let (first, end) = self.stretch()?;
        if end == b'"' {
            return self.line.get(first).map(str::to_owned);
        }
        // As long as it can become: nearly always a text, and the last string of its line.
        let mut string = String::with_capacity(self.line.len() - first.start);
        string.push_str(self.line.get(first)?);
        loop {
            string.push(self.escape()?);
            // Line feeds come in pairs.
            if self.bytes().get(self.at) == Some(&b'\\') {
                self.at += 1;
                continue;
            }
            let (stretch, end) = self.stretch()?;
            string.push_str(self.line.get(stretch)?);
            if end == b'"' {
                // Of signs written as `\u0627` a third is left.
                if string.len() < string.capacity() / 4 * 3 {
                    string.shrink_to_fit();
                }
                return Some(string);
            }
        }
    }

    /// The character of an escape, from behind its backslash.
    fn escape(&mut self) -> Option<char> {
        let sign = *self.bytes().get(self.at)?;
        self.at += 1;
        Some(match sign {
            b'n' => '\n',
            b'"' | b'\\' | b'/' => char::from(sign),
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => {
                let first = self.unit()?;
                if let Some(c) = char::from_u32(first) {
                    return Some(c);
                }
                // The first half of a pair.
                (self.bytes().get(self.at..self.at + 2)? == b"\\u").then(|| self.at += 2)?;
                return char::decode_utf16([first as u16, self.unit()? as u16]).next()?.ok();
            }
            _ => return None,
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Option<u32> {
        let digits = self.bytes().get(self.at..self.at + 4)?;
        self.at += 4;
        digits.iter().try_fold(0, |n, &b| Some(n << 4 | char::from(b).to_digit(16)?))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde::de::DeserializeSeed;

    use super::super::record::RecordSeed;
    use super::*;

    fn carefully(line: &[u8]) -> Option<Record> {
        let columns = ColumnMap::default();
        let mut json = serde_json::Deserializer::from_slice(line);
        RecordSeed(&columns).deserialize(&mut json).and_then(|r| json.end().map(|()| r)).ok()
    }

    #[test]
    fn plain_records_are_read() {
        for line in [
            r#"{"id": "a", "text": "One.\n\n\u201cTwo\u201d \ud83d\ude00 \/"}"#,
            r#" { "text" :"" , "title":null,"x":"y" } "#,
            "{}",
        ] {
            let found = read(line.as_bytes(), &ColumnMap::default());
            assert_eq!(format!("{:?}", found.unwrap()), format!("{:?}", carefully(line.as_bytes()).unwrap()));
        }
    }

    proptest! {
        #[test]
        fn what_is_read_is_what_the_whole_parser_reads(
            pairs in proptest::collection::vec(("text|id|title|Body|[a-zé\"]{0,3}", r#"[a-zé“\\"/ \n\t\u{1}😀]{0,12}([a-zé ]{40,140}[\n"😀]){0,3}"#), 0..5),
            odd in r#"(,|\{|\}|"|\\u12|\\ud83d|\\ud83d\\ude00|\\ud83d\\u0041|\\udc00|\\x|\\|: 1|null|nul|true|\[|\u{e9}| |\t)?"#,
            at in 0usize..500,
            escaped in any::<bool>(),
            broken in proptest::option::of((0usize..500, 0x80u8..)),
        ) {
            let object: Vec<String> = pairs.iter().map(|(k, v)| format!("{}:{}", serde_json::json!(k), serde_json::json!(v))).collect();
            let mut line = format!("{{{}}}", object.join(", "));
            if escaped {
                line = line.replace('é', "\\u00e9").replace('😀', "\\ud83d\\ude00").replace('/', "\\/");
            }
            let at = (0..=at.min(line.len())).rev().find(|i| line.is_char_boundary(*i)).unwrap_or(0);
            line.insert_str(at, &odd);
            let mut bytes = line.clone().into_bytes();
            if let Some((at, byte)) = broken {
                bytes.insert(at.min(bytes.len()), byte);
            }
            if let Some(found) = read(&bytes, &ColumnMap::default()) {
                let whole = carefully(&bytes);
                prop_assert!(whole.is_some(), "{}", line);
                prop_assert_eq!(format!("{found:?}"), format!("{:?}", whole.unwrap()), "{}", line);
            } else if odd.is_empty() && broken.is_none() {
                let unclear = |(k, _): &(String, String)| k.contains('"') || escaped && k.contains('é');
                prop_assert!(pairs.iter().any(unclear), "{}", line);
            }
        }
    }
}
