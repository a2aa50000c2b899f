//! CSV and TSV: one article a row, under a line of column names.

use csv::StringRecord;

use crate::article::Origin;
use crate::error::{Error, Kind, Result};

use super::decode::{Decoded, decode};
use super::fields::{ColumnMap, Draft, Field, NO_TEXT};
use super::row_lines::{is_open, is_windows, line_of, unclosed};
use super::{FileName, Notes, ReadOptions, Reading};

/// How much of a table is looked at to find its delimiter.
const SAMPLE: usize = 64 * 1024;
/// Longer names are cut in messages.
const LONGEST: usize = 40;
/// So many names are listed in messages.
const LISTED: usize = 30;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// A table cut into rows.
pub(super) struct Sheet {
    /// Column names.
    pub header: Vec<String>,
    /// Rows with their lines; a row that cannot be read is an error.
    pub lines: Vec<Result<(usize, StringRecord)>>,
    /// How the bytes were decoded.
    pub encoding: &'static str,
    /// Whether that was guessed.
    pub guessed: bool,
}

/// Decodes and cuts a table.
///
/// # Errors
/// What [`decode`] refuses, and a table without a header.
pub(super) fn rows(bytes: &[u8], options: &ReadOptions) -> Result<Sheet> {
    let Decoded { text, encoding, guessed, .. } = decode(bytes, options.encoding.as_deref(), options.lossy)?;
    if let Some(header) = gdelt(&text) {
        return Ok(headless(&text, header, encoding, guessed));
    }
    let (delimiter, header, skipped) = head(&text, options)?;
    let (_, body, _) = excel_hint(&text);
    let mut reader = reader(delimiter, body);
    reader.headers().map_err(|e| table_error(&e, skipped))?;
    let windows = is_windows(body.as_bytes());
    let (mut rows, mut record) = (Vec::new(), StringRecord::new());
    loop {
        let before = reader.position().line();
        match reader.read_record(&mut record) {
            Ok(false) => break,
            Err(e) => rows.push(Err(table_error(&e, skipped))),
            Ok(true) => {
                let line =
                    line_of(before, reader.position().line(), record.as_byte_record(), windows) + skipped;
                rows.push(if record.len() > header.len() {
                    Err(too_wide(record.len(), header.len()).line(line))
                } else {
                    Ok((line, record.clone()))
                });
            }
        }
    }
    if let Some(Ok((line, record))) = rows.last() {
        let begin = record.position().map_or(0, |p| p.byte() as usize);
        if body.get(begin..).is_some_and(|row| is_open(row.as_bytes(), delimiter)) {
            let e = unclosed(*line, record);
            rows.pop();
            rows.push(Err(e));
        }
    }
    Ok(Sheet { header, lines: rows, encoding, guessed })
}

/// The column names of a table; the beginning of its bytes is enough.
///
/// # Errors
/// If it cannot be decoded or has no header.
pub(super) fn names(bytes: &[u8], options: &ReadOptions) -> Result<Vec<String>> {
    let Decoded { text, .. } = decode(bytes, options.encoding.as_deref(), options.lossy)?;
    gdelt(&text).map_or_else(|| Ok(head(&text, options)?.1), Ok)
}

/// The delimiter of a table, its column names, and how many lines stand before them; the beginning of the text is enough.
///
/// # Errors
/// If there is no header.
pub(super) fn head(text: &str, options: &ReadOptions) -> Result<(u8, Vec<String>, usize)> {
    let (declared, body, skipped) = excel_hint(text);
    if body.trim().is_empty() {
        return Err(Error::empty());
    }
    let delimiter = declared.unwrap_or_else(|| sniff_delimiter(body, &options.columns));
    let mut reader = reader(delimiter, body);
    let header = reader.headers().map_err(|e| table_error(&e, skipped))?;
    Ok((delimiter, header.iter().map(|h| h.trim().to_owned()).collect(), skipped))
}

/// A row with more fields than there are columns.
pub(super) fn too_wide(fields: usize, columns: usize) -> Error {
    Error::new(Kind::Input, format!("the row has {fields} columns, the header {columns}"))
        .help("put values that hold the delimiter or a line break in double quotes")
}

/// Column names of a table of GDELT's, which has none of its own: the knowledge graph (27 columns) and the events (58 and 61).
/// Columns that say nothing about the article stay without a name.
fn gdelt(body: &str) -> Option<Vec<String>> {
    let first = body.lines().next()?;
    let cells: Vec<&str> = first.split('\t').collect();
    let digits = |i: usize, n: usize| {
        cells.get(i).is_some_and(|c| c.len() == n && c.bytes().all(|b| b.is_ascii_digit()))
    };
    let address = |i: usize| cells.get(i).is_some_and(|c| c.starts_with("http"));
    let named: &[(usize, &str)] = match cells.len() {
        27 if digits(1, 14) && address(4) => &[(0, "gkg_record"), (1, "date"), (3, "source"), (4, "url")],
        58 if digits(1, 8) && address(57) => &[(0, "event"), (1, "date"), (57, "url")],
        61 if digits(1, 8) && address(60) => &[(0, "event"), (1, "date"), (60, "url")],
        _ => return None,
    };
    let mut header = vec![String::new(); cells.len()];
    for (i, name) in named {
        (*name).clone_into(&mut header[*i]);
    }
    Some(header)
}

/// Rows of a table without column names and without quotation.
fn headless(body: &str, header: Vec<String>, encoding: &'static str, guessed: bool) -> Sheet {
    let width = header.len();
    let row = |(i, line): (usize, &str)| {
        let record: StringRecord = line.trim_end_matches('\r').split('\t').collect();
        if record.len() == width {
            Ok((i + 1, record))
        } else {
            let why = format!("the row has {} columns, the first row {width}", record.len());
            Err(Error::new(Kind::Input, why).line(i + 1))
        }
    };
    let lines = body.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()).map(row).collect();
    Sheet { header, lines, encoding, guessed }
}

fn reader(delimiter: u8, body: &str) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new().delimiter(delimiter).flexible(true).from_reader(body.as_bytes())
}

/// A first line `sep=;`, which Excel writes and understands: the delimiter, the rest, and how many lines that skips.
fn excel_hint(text: &str) -> (Option<u8>, &str, usize) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    match first.trim_end_matches('\r').strip_prefix("sep=").map(str::as_bytes) {
        Some(&[delimiter]) => (Some(delimiter), rest, 1),
        _ => (None, text, 0),
    }
}

pub(super) fn table_error(e: &csv::Error, skipped: usize) -> Error {
    let line = e.position().map_or(1, |p| p.line() as usize) + skipped;
    Error::new(Kind::Input, format!("the table cannot be read: {e}")).line(line)
}

/// The delimiter under which the header names most known columns; else the one under which rows agree best with the header.
fn sniff_delimiter(body: &str, columns: &ColumnMap) -> u8 {
    let mut cut = body.len().min(SAMPLE);
    while !body.is_char_boundary(cut) {
        cut -= 1;
    }
    let score = |&delimiter: &u8| {
        let mut reader = reader(delimiter, &body[..cut]);
        let Ok(header) = reader.headers() else { return (0, 0) };
        let known = header.iter().filter(|h| columns.field_of(h.trim()).is_some()).count();
        let width = header.len();
        // The last row of the sample may be cut in two.
        let fits = reader.records().take(50).filter(|r| r.as_ref().is_ok_and(|r| r.len() == width)).count();
        (known, if width > 1 { fits + 1 } else { 0 })
    };
    // The first of equals wins: the comma.
    let best = DELIMITERS.iter().rev().max_by_key(|d| score(d));
    best.copied().unwrap_or(b',')
}

/// True if the bytes look like a table that holds texts or is about files.
pub(super) fn sniff(bytes: &[u8]) -> bool {
    let Ok(first) = std::str::from_utf8(bytes.split(|&b| b == b'\n').next().unwrap_or_default()) else {
        return false;
    };
    if first.len() > 4096 {
        return false;
    }
    let columns = ColumnMap::default();
    DELIMITERS.iter().any(|&d| {
        let names: Vec<_> = first.trim_start_matches('\u{feff}').split(d as char).collect();
        let known = |n: &&&str| columns.field_of(n.trim().trim_matches('"')).is_some();
        names.len() > 1 && names.iter().filter(known).count() >= 2
    })
}

/// The columns of a table and the fields that they hold, in the table's order.
pub(super) fn mapping(header: &[String], columns: &ColumnMap) -> Vec<(String, Field)> {
    let mut best: Vec<(usize, Field, u16)> = Vec::new();
    for (i, name) in header.iter().enumerate() {
        let Some((field, rank)) = columns.field_of(name) else { continue };
        match best.iter_mut().find(|(_, f, _)| *f == field) {
            Some(known) if known.2 > rank => *known = (i, field, rank),
            Some(_) => {}
            None => best.push((i, field, rank)),
        }
    }
    best.sort_unstable_by_key(|(i, ..)| *i);
    best.into_iter().map(|(i, field, _)| (header[i].clone(), field)).collect()
}

/// `text ← Body, date ← Published`.
fn shown(mapping: &[(String, Field)]) -> String {
    let pair = |(column, field): &(String, Field)| format!("{} ← {column}", field.name());
    mapping.iter().map(pair).collect::<Vec<_>>().join(", ")
}

/// Reads a table of articles.
pub(super) fn read(
    file: FileName<'_>,
    bytes: &[u8],
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<()> {
    let sheet = rows(bytes, options)?;
    articles(file, &file.stem(), sheet, options, into)
}

/// The articles of a table; `stem` begins the ids of rows that have none.
pub(super) fn articles(
    file: FileName<'_>,
    stem: &str,
    sheet: Sheet,
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<()> {
    let Sheet { header, lines: rows, encoding, guessed } = sheet;
    let mut origin = Origin {
        file: file.shown.to_owned(),
        line: Some(1),
        encoding: encoding.to_owned(),
        encoding_guessed: guessed,
    };
    into.notes.append(&assumed(&header, options, &origin)?);
    if rows.is_empty() {
        return Err(Error::new(Kind::Input, "the table has a header but no rows"));
    }
    for row in rows {
        let (line, record) = match row {
            Ok(row) => row,
            Err(e) => {
                into.failures.push(e.in_file(file.shown));
                continue;
            }
        };
        let mut draft = Draft::default();
        for (column, value) in header.iter().zip(&record) {
            draft.put(column, value.to_owned(), &options.columns);
        }
        if !draft.has_text() {
            let e = Error::new(Kind::Input, "the row has no text").in_file(file.shown).line(line);
            into.failures.push(e.help(NO_TEXT));
            continue;
        }
        origin.line = Some(line);
        let id = || format!("{stem}:{line}");
        into.articles.push(draft.finish(id, origin.clone(), &mut into.notes));
    }
    Ok(())
}

/// What is assumed of a table of articles.
///
/// # Errors
/// If a column that the user named, or one for the text, is not there.
pub(super) fn assumed(header: &[String], options: &ReadOptions, origin: &Origin) -> Result<Notes> {
    let mapping = mapping(header, &options.columns);
    if let Some(missing) = options.columns.columns().find(|c| !header.iter().any(|h| h == c)) {
        return Err(Error::new(Kind::Input, format!("the table has no column {missing:?}"))
            .help(format!("its columns are {}", listed(header.iter()))));
    }
    if !mapping.iter().any(|(_, f)| *f == Field::Text) {
        return Err(no_text(header, &mapping));
    }
    let mut reading = Reading::default();
    reading.note_decoding(origin, false);
    if mapping.iter().any(|(column, field)| column != field.name()) {
        reading.notes.add(origin, "columns are understood by their names", &shown(&mapping));
    }
    // Without a source or a date nothing is compared: a column that means it under another name must not be missed.
    let lacking: Vec<&str> = [Field::Source, Field::Date]
        .into_iter()
        .filter(|f| !mapping.iter().any(|m| m.1 == *f))
        .map(Field::name)
        .collect();
    let others: Vec<String> =
        header.iter().filter(|h| !h.is_empty() && !mapping.iter().any(|m| m.0 == **h)).cloned().collect();
    if let Some(field) = lacking.first().filter(|_| !others.is_empty()) {
        let what = format!("no column is understood as {}; kept as metadata are", lacking.join(" or "));
        let example = format!("{} (--columns '{field}=…' takes one of them)", listed(others.iter().take(8)));
        reading.notes.add(origin, &what, &example);
    }
    Ok(reading.notes)
}

fn no_text(header: &[String], mapping: &[(String, Field)]) -> Error {
    let columns = listed(header.iter());
    let about_files = mapping.iter().any(|(_, f)| *f == Field::File);
    let help = if about_files {
        "it describes files: put it beside them, or name it as the metadata table".to_owned()
    } else if header.iter().any(|h| h.chars().count() > LONGEST) {
        "the first line must name the columns, and looks like an article: put one above it, such as id,source,date,text".to_owned()
    } else {
        format!(
            "say which column holds the text, e.g. --columns 'text={}'",
            header.first().map_or("Body", |h| h)
        )
    };
    Error::new(Kind::Input, format!("no column holds the text; the columns are {columns}")).line(1).help(help)
}

/// Names of columns for a message: a few, none of them an article.
fn listed<'a>(names: impl ExactSizeIterator<Item = &'a String>) -> String {
    let more = names.len().saturating_sub(LISTED);
    let short = |name: &String| {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        let cut: String = name.chars().take(LONGEST).collect();
        if cut.len() < name.len() { format!("{} …", cut.trim_end()) } else { name }
    };
    let some = names.take(LISTED).map(short).collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{some} and {more} more") } else { some }
}

#[cfg(test)]
mod tests {
    use super::super::{ColumnMap, FileName, ReadOptions, Reading, read_file};

    fn table(name: &str, text: &str) -> Reading {
        read_file(FileName::new(name), text.as_bytes(), &ReadOptions::default())
    }

    #[test]
    fn rows_become_articles_and_the_mapping_is_shown() {
        let r = table("a.csv", "Headline,Body,Published,pages\nUna,\"Primo, e\nsecondo.\",2015,3\n");
        let a = &r.articles[0];
        assert_eq!(
            (a.text.as_str(), a.title.as_deref(), a.id.as_str()),
            ("Primo, e\nsecondo.", Some("Una"), "a:2")
        );
        assert_eq!(a.metadata["pages"], "3");
        assert_eq!(r.notes.list()[0].example, "title ← Headline, text ← Body, date ← Published");
    }

    #[test]
    fn delimiters_are_found() {
        for text in [
            "id;text\n1;a, b, c\n",
            "id\ttext\n1\ta, b, c\n",
            "id|text\n1|a, b, c\n",
            "sep=;\nid;text\n1;\"a, b, c\"\n",
        ] {
            let r = table("a.csv", text);
            assert_eq!(
                r.articles.first().map(|a| a.text.as_str()),
                Some("a, b, c"),
                "{text:?} {:?}",
                r.failures
            );
        }
        assert_eq!(table("a.csv", "text\nuna riga, con virgola\n").failures.len(), 1);
        assert_eq!(table("a.csv", "text\n\"una riga, con virgola\"\n").articles.len(), 1);
    }

    #[test]
    fn a_table_without_text_names_its_columns() {
        let r = table("a.csv", "id,colour\n1,red\n");
        let message = r.failures[0].to_string();
        assert!(
            message.starts_with("a.csv:1: no column holds the text; the columns are id, colour"),
            "{message}"
        );
        let options =
            ReadOptions { columns: ColumnMap::parse("text=nope").unwrap(), ..ReadOptions::default() };
        let r = read_file(FileName::new("a.csv"), b"id,text\n1,x\n", &options);
        assert!(r.failures[0].reason().contains("no column \"nope\""));
    }

    #[test]
    fn bad_rows_are_named_and_left_out() {
        let r = table("a.csv", "id,text\n1,a\n2,b,c\n3\n4,d\n");
        assert_eq!(r.articles.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["1", "4"]);
        assert_eq!(r.failures.iter().map(|e| e.line_number().unwrap()).collect::<Vec<_>>(), [3, 4]);
    }

    #[test]
    fn a_quotation_mark_never_closed_swallows_nothing_in_silence() {
        let r = table("a.csv", "id,text\n1,a\n2,\"never closed\n3,b\n4,c\n");
        assert_eq!(r.articles.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["1"]);
        let told = r.failures[0].to_string();
        assert!(told.starts_with("a.csv:3: a quotation mark is never closed: the 2 lines below"), "{told}");
        for (rest, below) in
            [("\n3,b\n", ": the line below would"), ("\n3,b", ": the line below would"), ("\n", " (close it")]
        {
            let told = table("a.csv", &format!("id,text\n2,\"never closed{rest}")).failures[0].to_string();
            assert!(told.contains(&format!("never closed{below}")), "{told}");
        }
        // Marks inside a word, doubled ones, and a text that ends with the file are no trouble.
        let r = table("a.csv", "id,text\n1,a 5\" pipe\n2,\"\"\"So\"\", two\nlines\"");
        assert_eq!((r.articles.len(), r.failures.len()), (2, 0));
    }

    #[test]
    fn columns_that_are_not_understood_are_named() {
        let r = table("a.csv", "Titolo;Giorno pubbl.;Testo completo\nUno;2015;Il testo.\n");
        let told: Vec<String> = r.notes.list().iter().map(ToString::to_string).collect();
        assert!(told[1].contains("no column is understood as source or date; kept as metadata are: Giorno pubbl. (--columns 'source=…'"), "{told:?}");
        assert_eq!(table("a.csv", "text,colour,date,source\nx,red,,\n").notes.list().len(), 0);
        // A table without a head: its first article is no name.
        let text = "They want to frighten people: so the minister warned on Monday and nobody was hurt.";
        let told = table("a.csv", &format!("1,Post,{text}\n2,Post,{text}\n")).failures[0].to_string();
        assert!(
            told.contains("1, Post, They want to frighten people: so the min …")
                && told.contains("looks like an article"),
            "{told}"
        );
    }

    #[test]
    fn lines_are_those_of_an_editor() {
        let rows = ["id,text", "1,a", "", "2,\"b", "c\"", "3,d,e", "4,", "5,f"];
        for end in ["\n", "\r\n"] {
            for last in [end, ""] {
                let r = table("a.csv", &(rows.join(end) + last));
                let lines = |list: &[crate::article::Article]| {
                    list.iter().map(|a| a.origin.line.unwrap()).collect::<Vec<_>>()
                };
                assert_eq!(lines(&r.articles), [2, 4, 8], "{end:?}{last:?}");
                let failed: Vec<_> = r.failures.iter().map(|e| e.line_number().unwrap()).collect();
                assert_eq!(failed, [6, 7], "{end:?}{last:?}");
            }
        }
    }

    #[test]
    fn an_excel_table_in_windows_1252_is_read() {
        let r = read_file(
            FileName::new("a.csv"),
            b"titolo;testo\r\nPerch\xe9;La citt\xe0 \xe8 pi\xf9 sicura\r\n",
            &ReadOptions::default(),
        );
        assert_eq!(r.articles[0].text, "La città è più sicura");
        assert!(r.articles[0].origin.encoding_guessed);
    }
}
