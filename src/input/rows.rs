//! A table as a stream: rows one after the other, for tables of any length. [`super::read_file`] reads smaller ones whole.

use std::io::{self, BufRead, Read};

use csv::ByteRecord;
use encoding_rs::{Encoding, UTF_8};

use crate::article::{Article, Origin};
use crate::error::{Error, Kind, Result};

use super::decode::decode;
use super::fields::{Draft, Field, NO_TEXT};
use super::{FileName, Notes, ReadOptions, row_lines, table};

/// How much of the beginning is looked at to find encoding and delimiter.
const SAMPLE: u64 = 256 * 1024;

/// What all rows of a table share: makes an article of each.
#[derive(Debug, Clone)]
pub struct RowReader {
    header: Vec<String>,
    options: ReadOptions,
    encoding: &'static Encoding,
    origin: Origin,
    stem: String,
}

/// A row as it stands in the table.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its line, from 1.
    pub line: usize,
    fields: ByteRecord,
}

impl Row {
    /// Bytes of its fields.
    pub fn len(&self) -> usize {
        self.fields.as_slice().len()
    }

    /// True if it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The rows of a stream.
pub struct Rows<'a> {
    csv: csv::Reader<Limited<'a>>,
    file: String,
    limit: usize,
    skipped: usize,
    windows: bool,
    ended: bool,
}

/// Opens a table: its rows, what makes articles of them, and what was assumed.
///
/// # Errors
/// If the beginning cannot be read, is in UTF-16, or names no column of texts.
pub fn open<'a>(
    file: FileName<'_>,
    mut input: Box<dyn BufRead + Send + 'a>,
    options: &ReadOptions,
) -> Result<(Rows<'a>, RowReader, Notes)> {
    let unreadable = |e: io::Error| Error::new(Kind::Input, format!("reading stopped: {e}"));
    let mut sample = Vec::new();
    input.by_ref().take(SAMPLE).read_to_end(&mut sample).map_err(unreadable)?;
    let (encoding, guessed, mark) = encoding(&sample, options)?;
    let (text, _) = encoding.decode_without_bom_handling(&sample[mark..]);
    let (delimiter, header, skipped) = table::head(&text, options)?;
    // The line `sep=;` is ASCII: as long in bytes as in characters.
    let hint = if skipped > 0 { text.find('\n').map_or(0, |i| i + 1) } else { 0 };
    let windows = row_lines::is_windows(&sample);
    let whole = Box::new(io::Cursor::new(sample.split_off(mark + hint)).chain(input));
    let limit = options.record_limit;
    let mut csv = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .from_reader(Limited { input: whole, left: limit });
    csv.byte_headers().map_err(|e| table::table_error(&e, skipped))?;
    let origin = Origin {
        file: file.shown.to_owned(),
        line: Some(1),
        encoding: encoding.name().to_owned(),
        encoding_guessed: guessed,
    };
    let notes = table::assumed(&header, options, &origin)?;
    let reader = RowReader { header, options: options.clone(), encoding, origin, stem: file.stem() };
    let rows = Rows { csv, file: file.shown.to_owned(), limit, skipped, windows, ended: false };
    Ok((rows, reader, notes))
}

/// The encoding of a table by its beginning, whether it is guessed, and the length of its mark.
fn encoding(sample: &[u8], options: &ReadOptions) -> Result<(&'static Encoding, bool, usize)> {
    let wide = |e: &'static Encoding| !e.is_ascii_compatible();
    if let Some((encoding, mark)) = Encoding::for_bom(sample) {
        return if wide(encoding) { Err(too_wide(encoding)) } else { Ok((encoding, false, mark)) };
    }
    // A character may be cut in two at the end of the sample.
    let fits = |e: std::str::Utf8Error| e.error_len().is_none();
    if options.encoding.is_none() && std::str::from_utf8(sample).err().is_none_or(fits) {
        return Ok((UTF_8, false, 0));
    }
    let decoded = decode(sample, options.encoding.as_deref(), true)?;
    let encoding = Encoding::for_label(decoded.encoding.as_bytes()).unwrap_or(UTF_8);
    if wide(encoding) { Err(too_wide(encoding)) } else { Ok((encoding, decoded.guessed, 0)) }
}

fn too_wide(encoding: &'static Encoding) -> Error {
    Error::new(Kind::Input, format!("a table in {} is too long to be read at once", encoding.name()))
        .help("save it as UTF-8")
}

impl Rows<'_> {
    /// The next row; an error is a row that cannot be read, behind which others may follow.
    pub fn next_row(&mut self) -> Option<Result<Row>> {
        if self.ended {
            return None;
        }
        self.csv.get_mut().left = self.limit;
        let before = self.csv.position().line();
        let line = before as usize + usize::from(self.windows) + self.skipped;
        let mut fields = ByteRecord::new();
        match self.csv.read_byte_record(&mut fields) {
            Ok(true) => {
                let behind = self.csv.position().line();
                let line = row_lines::line_of(before, behind, &fields, self.windows) + self.skipped;
                Some(Ok(Row { line, fields }))
            }
            Ok(false) => {
                self.ended = true;
                None
            }
            Err(e) => {
                // Rows of any length are taken: what is left is a stream that cannot be read on.
                self.ended = true;
                let e = table::table_error(&e, self.skipped);
                Some(Err(e
                    .in_file(self.file.clone())
                    .line(line)
                    .help("a closing quotation mark may be missing; the rows after this one are not read")))
            }
        }
    }
}

impl RowReader {
    /// The article of a row.
    ///
    /// # Errors
    /// A row with more fields than the table has columns, without a text, or with bytes that fit no character.
    pub fn article(&self, row: &Row, notes: &mut Notes) -> Result<Article> {
        let wrong =
            |reason: String| Error::new(Kind::Input, reason).in_file(self.origin.file.clone()).line(row.line);
        if row.fields.len() > self.header.len() {
            return Err(table::too_wide(row.fields.len(), self.header.len())
                .in_file(self.origin.file.clone())
                .line(row.line));
        }
        let mut draft = Draft::default();
        for (column, bytes) in self.header.iter().zip(&row.fields) {
            let (value, broken) = self.encoding.decode_without_bom_handling(bytes);
            if broken && !self.options.lossy {
                let e = wrong(format!("bytes that are no {} text", self.encoding.name()));
                return Err(e.help(
                    "save the file again as UTF-8, name its encoding, or accept replacement characters",
                ));
            }
            draft.put(column, value.into_owned(), &self.options.columns);
        }
        if !draft.has_text() {
            return Err(wrong("the row has no text".into()).help(NO_TEXT));
        }
        let origin = Origin { line: Some(row.line), ..self.origin.clone() };
        Ok(draft.finish(|| format!("{}:{}", self.stem, row.line), origin, notes))
    }
}

/// A reader that fails behind so many bytes, so that a quotation mark never closed does not take all memory.
struct Limited<'a> {
    input: Box<dyn Read + Send + 'a>,
    left: usize,
}

impl Read for Limited<'_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if self.left == 0 {
            return Err(io::Error::other("a row is longer than the limit"));
        }
        let n = self.input.read(into)?;
        self.left = self.left.saturating_sub(n);
        Ok(n)
    }
}

/// True if the column names of a table, the beginning of which this is, say that it holds texts.
pub fn holds_texts(sample: &[u8], options: &ReadOptions) -> bool {
    let Ok((encoding, _, mark)) = encoding(sample, options) else { return false };
    let (text, _) = encoding.decode_without_bom_handling(&sample[mark..]);
    table::head(&text, options).is_ok_and(|(_, header, _)| {
        table::mapping(&header, &options.columns).iter().any(|(_, field)| *field == Field::Text)
    })
}

#[cfg(test)]
mod tests {
    use super::super::read_file;
    use super::*;

    fn streamed(text: &[u8], options: &ReadOptions) -> (Vec<Article>, Vec<Error>) {
        let (mut rows, reader, mut notes) = open(FileName::new("a.csv"), Box::new(text), options).unwrap();
        let (mut articles, mut failures) = (vec![], vec![]);
        while let Some(row) = rows.next_row() {
            match row.and_then(|row| reader.article(&row, &mut notes)) {
                Ok(a) => articles.push(a),
                Err(e) => failures.push(e),
            }
        }
        (articles, failures)
    }

    #[test]
    fn a_streamed_table_gives_what_a_whole_one_gives() {
        for text in [
            &b"id,text,pages\n1,\"Two\nlines, \"\"quoted\"\"\",3\n2,b,c,d\n3\n4,last\n"[..],
            b"sep=;\r\nid;text\r\n1;a, b\r\n\r\n2;c\r\n",
            b"\xef\xbb\xbftitolo;testo\nUno;Primo\n",
            b"id,text\r\n1,\"a\r\nb\"\r\n\r\n\r\n2,c,d\r\n3,e",
            b"titolo;testo\r\nPerch\xe9;La citt\xe0 \xe8 pi\xf9 sicura\r\nUn altro;Perch\xe9 no\r\n",
        ] {
            let whole = read_file(FileName::new("a.csv"), text, &ReadOptions::default());
            let (articles, failures) = streamed(text, &ReadOptions::default());
            assert_eq!(articles, whole.articles);
            let shown = |list: &[Error]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
            assert_eq!(shown(&failures), shown(&whole.failures));
        }
    }

    #[test]
    fn a_quotation_never_closed_is_named_and_bounded() {
        let text = format!("id,text\n1,a\n2,\"open {}\n", "x, y\n".repeat(100_000));
        let options = ReadOptions { record_limit: 50_000, ..ReadOptions::default() };
        let (articles, failures) = streamed(text.as_bytes(), &options);
        assert_eq!((articles.len(), failures.len()), (1, 1));
        assert_eq!(failures[0].line_number(), Some(3));
    }

    #[test]
    fn tables_without_texts_are_told() {
        let options = ReadOptions::default();
        assert!(holds_texts(b"id,text\n1,a", &options));
        assert!(!holds_texts(b"file,source\na.txt,Post\n", &options));
    }
}
