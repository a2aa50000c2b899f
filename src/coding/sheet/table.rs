//! Bytes → head and rows, whatever program saved them.

use encoding_rs::{Encoding, MACINTOSH, WINDOWS_1252};

use super::check::check;
use crate::error::{Error, Kind, Result};
use crate::input::decode::{decode, unix_lines};

/// How the container of old and of locked Office files begins.
const CONTAINER: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

/// What stands between cells.
const MARKS: [u8; 3] = [b',', b';', b'\t'];

/// Lines that are looked through for the head: people put titles above it.
const HEAD_WITHIN: usize = 10;

/// A row with its line in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

/// A file as a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    /// Names of the columns, in small letters.
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<Row>,
}

impl Table {
    pub(super) fn read(name: &str, bytes: &[u8]) -> Result<Self> {
        let at = |e: Error| e.in_file(name);
        if let Some(e) = no_table(bytes) {
            return Err(at(e));
        }
        // XLSX and ODS are archives; XLS is a container of its own.
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(CONTAINER) {
            return Self::from_rows(name, workbook(bytes).map_err(at)?);
        }
        let decoded = decode(bytes, None, false).map_err(at)?;
        let table = Self::from_rows(name, text_rows(name, &decoded.text)?)?;
        if !decoded.guessed || table.unverified() == 0 {
            return Ok(table);
        }
        // A guessed encoding can be held against the checks of the rows: the one that fits them is the right one.
        let others = [MACINTOSH, WINDOWS_1252].into_iter().filter_map(|e| Self::decoded_as(name, bytes, e));
        Ok(others.chain([table.clone()]).min_by_key(Self::unverified).unwrap_or(table))
    }

    fn decoded_as(name: &str, bytes: &[u8], encoding: &'static Encoding) -> Option<Self> {
        let (text, _) = encoding.decode_without_bom_handling(bytes);
        Self::from_rows(name, text_rows(name, &text).ok()?).ok()
    }

    /// Rows whose words do not fit their check.
    fn unverified(&self) -> usize {
        let wrong = |row: &&Row| {
            let cells = (self.cell(row, "unit"), self.cell(row, "text"), self.cell(row, "check"));
            matches!(cells, (Some(u), Some(t), Some(c)) if check(u, t) != c)
        };
        self.rows.iter().filter(wrong).count()
    }

    fn from_rows(name: &str, rows: Vec<Row>) -> Result<Self> {
        let rows = in_one_column(name, rows)?;
        let small = |row: &Row| row.cells.iter().map(|h| h.trim().to_lowercase()).collect::<Vec<_>>();
        let is_head = |row: &&Row| small(row).iter().any(|h| h == "unit" || h == "article");
        let Some(head) = rows.iter().take(HEAD_WITHIN).find(is_head) else {
            return Err(Error::new(Kind::Coding, "no column names the units")
                .in_file(name)
                .line(rows.first().map_or(1, |r| r.line))
                .help("call one of them unit, or give article and sentence"));
        };
        let (line, head) = (head.line, small(head));
        if let Some(twice) = head.iter().enumerate().find(|(i, h)| !h.is_empty() && head[..*i].contains(h)) {
            return Err(Error::new(Kind::Coding, format!("two columns are called {:?}", twice.1))
                .in_file(name)
                .line(line)
                .help("rename one of them"));
        }
        Ok(Self { head, rows: rows.into_iter().filter(|r| r.line > line).collect() })
    }

    /// A cell by the name of its column, trimmed; `None` if it is empty. A spreadsheet's mark for text (an apostrophe before a
    /// sign) is taken off.
    pub(super) fn cell<'a>(&self, row: &'a Row, key: &str) -> Option<&'a str> {
        let column = self.head.iter().position(|h| h == key)?;
        let cell = row.cells.get(column)?.trim();
        let marked = cell.strip_prefix('\'').filter(|c| c.starts_with(['=', '+', '-', '@']));
        Some(marked.unwrap_or(cell)).filter(|c| !c.is_empty())
    }
}

/// What a file is that is handed in instead of a table, with the remedy; `None` if it may be a table.
fn no_table(bytes: &[u8]) -> Option<Error> {
    let wrong = |reason: &str, remedy: &str| Some(Error::new(Kind::Coding, reason).help(remedy));
    let start = &bytes[..bytes.len().min(4096)];
    let begins = |list: &[&[u8]]| list.iter().any(|m| start.starts_with(m));
    if bytes.iter().all(|b| b.is_ascii_whitespace() || *b == 0) || bytes == b"\xef\xbb\xbf" {
        return wrong(
            "the file is empty",
            "ask for it again: the page saves a file with its button, or with the key s",
        );
    }
    if begins(&[CONTAINER]) {
        // "EncryptedPackage" as the container of Office writes names.
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        if bytes.windows(name.len()).any(|w| w == name) {
            return wrong(
                "the workbook is locked with a password",
                "take the password away, or save the sheet as CSV (UTF-8)",
            );
        }
    }
    if begins(&[b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\0", b"MM\0*"])
        || start.get(4..8) == Some(b"ftyp")
        || (begins(&[b"RIFF"]) && start.get(8..12) == Some(b"WEBP"))
    {
        return wrong(
            "this is a picture, which holds no codes",
            "type the codes of a paper sheet into the table of the kit, and hand that in",
        );
    }
    if begins(&[b"%PDF"]) {
        return wrong(
            "this is a PDF, which holds no codes",
            "ask for the CSV or XLSX file, or type the codes into the table",
        );
    }
    let text = String::from_utf8_lossy(start);
    let text = text.trim_start_matches('\u{feff}').trim_start().to_ascii_lowercase();
    if text.starts_with("<!doctype html") || text.starts_with("<html") {
        return wrong(
            "this is the coding page itself, which holds no codes",
            "open it again in the same browser, where the codes are still there, and save them as a file",
        );
    }
    None
}

/// A table of another kind than a sheet, by the names of its columns.
pub(crate) struct RawTable(Table);

/// A row of it.
pub(crate) struct RawRow<'a>(&'a Table, &'a Row);

impl RawTable {
    /// Reads a file with a column `unit` or `article`.
    pub(crate) fn read(name: &str, bytes: &[u8]) -> Result<Self> {
        Table::read(name, bytes).map(Self)
    }

    /// Names of the columns, in small letters.
    pub(crate) fn head(&self) -> &[String] {
        &self.0.head
    }

    /// The rows below the head.
    pub(crate) fn rows(&self) -> impl Iterator<Item = RawRow<'_>> {
        self.0.rows.iter().map(|row| RawRow(&self.0, row))
    }
}

impl RawRow<'_> {
    /// A cell by the name of its column; `None` if it is empty.
    pub(crate) fn get(&self, key: &str) -> Option<&str> {
        self.0.cell(self.1, key)
    }

    /// Its line in the file.
    pub(crate) fn line(&self) -> usize {
        self.1.line
    }
}

/// The name of a file without folders and ending.
pub(super) fn stem(name: &str) -> &str {
    let last = name.rsplit(['/', '\\']).next().unwrap_or(name);
    last.rsplit_once('.').map_or(last, |(s, _)| s)
}

/// Rows that a spreadsheet put into one column, because it expects another delimiter, are cut again: all of them, or those alone
/// whose words have quotation marks.
///
/// # Errors
/// If there is something beside a head that stands in one cell: codes that were typed into columns without a name.
fn in_one_column(name: &str, rows: Vec<Row>) -> Result<Vec<Row>> {
    let packed_head = |row: &Row| {
        let first = row.cells.first().map_or("", String::as_str).to_lowercase();
        (first.starts_with("unit") || first.starts_with("article")) && first.contains(MARKS.map(char::from))
    };
    let is_head = rows.iter().take(HEAD_WITHIN).any(packed_head);
    if let Some(beside) = rows.iter().find(|r| is_head && only_cell(r).is_none()) {
        return Err(Error::new(Kind::Coding, "all columns stand in one, and codes stand beside them")
            .in_file(name)
            .line(beside.line)
            .help("open the .xlsx table, or import the CSV with the comma as delimiter, and type the codes below their names"));
    }
    let columns = rows.iter().map(|r| r.cells.len()).max().unwrap_or(0);
    let cut = |row: Row| {
        let Some(packed) = only_cell(&row) else { return vec![row] };
        let rows = |mark: u8| {
            let mut reader = csv::ReaderBuilder::new()
                .delimiter(mark)
                .flexible(true)
                .has_headers(false)
                .from_reader(packed.as_bytes());
            // A cell may hold a row, or all of them.
            let rows: Vec<Row> = reader
                .records()
                .map_while(std::result::Result::ok)
                .map(|r| Row {
                    line: row.line + r.position().map_or(0, |p| p.line() as usize).saturating_sub(1),
                    cells: r.iter().map(str::to_owned).collect(),
                })
                .collect();
            let wide = rows.first()?.cells.len();
            (wide > 1 && (is_head || wide == columns)).then_some((wide, rows))
        };
        let best = MARKS.into_iter().filter_map(rows).max_by_key(|found| found.0);
        best.map_or(vec![row.clone()], |found| found.1)
    };
    Ok(rows.into_iter().flat_map(cut).collect())
}

/// The first cell, if nothing stands in the others.
fn only_cell(row: &Row) -> Option<&str> {
    let (first, others) = row.cells.split_first()?;
    others.iter().all(|c| c.trim().is_empty()).then_some(first.as_str())
}

fn text_rows(name: &str, text: &str) -> Result<Vec<Row>> {
    let text = unix_lines(text.to_owned());
    let delimiter = delimiter(&text);
    let mut begin = 0;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter)
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let row = |record: std::result::Result<csv::StringRecord, csv::Error>| {
        let record = record.map_err(|e| {
            let line = e.position().map_or(1, |p| p.line() as usize);
            Error::new(Kind::Coding, e.to_string()).in_file(name).line(line)
        })?;
        let line = record.position().map_or(1, |p| p.line() as usize);
        begin = record.position().map_or(0, |p| p.byte() as usize);
        Ok(Row { line, cells: record.iter().map(str::to_owned).collect() })
    };
    let rows = reader.records().map(row).collect::<Result<Vec<_>>>()?;
    // The last row would have taken all below it.
    if text.get(begin..).is_some_and(|last| crate::input::is_open(last.as_bytes(), delimiter)) {
        let e = Error::new(
            Kind::Coding,
            "a quotation mark is never closed, so the rows below cannot be told from this one",
        );
        let line = rows.last().map_or(1, |r| r.line);
        return Err(e
            .in_file(name)
            .line(line)
            .help("close it, or write a mark that belongs to the text twice"));
    }
    Ok(rows)
}

/// The delimiter of the head: the most frequent of comma, semicolon and tab.
fn delimiter(text: &str) -> u8 {
    let is_head = |l: &&str| {
        let l = l.to_lowercase();
        l.contains("unit") || l.contains("article")
    };
    let head = text.lines().take(HEAD_WITHIN).find(is_head).or(text.lines().next()).unwrap_or_default();
    // Inside quotation marks a delimiter is none.
    let outside: String = head.split('"').step_by(2).collect();
    let count = |d: u8| outside.matches(char::from(d)).count();
    MARKS.into_iter().max_by_key(|d| count(*d)).filter(|d| count(*d) > 0).unwrap_or(b',')
}

/// The rows of the first sheet of a workbook.
#[cfg(feature = "documents")]
fn workbook(bytes: &[u8]) -> Result<Vec<Row>> {
    use calamine::{Data, Reader};

    let wrong = |e: &dyn std::fmt::Display| {
        Error::new(Kind::Coding, format!("this is no readable workbook: {e}"))
            .help("save the sheet as .xlsx or as CSV (UTF-8)")
    };
    let mut book =
        calamine::open_workbook_auto_from_rs(std::io::Cursor::new(bytes)).map_err(|e| wrong(&e))?;
    let Some(range) = book.worksheet_range_at(0) else {
        return Err(Error::new(Kind::Coding, "the workbook has no sheet"));
    };
    let range = range.map_err(|e| wrong(&e))?;
    let first = range.start().map_or(0, |s| s.0 as usize);
    let cell = |data: &Data| match data {
        Data::Bool(b) => u8::from(*b).to_string(),
        // Codes are words and small whole numbers; the spreadsheet keeps them as real ones.
        Data::Float(f) if f.fract() == 0.0 && f.abs() < 1e15 => format!("{f:.0}"),
        other => other.to_string(),
    };
    let row =
        |(i, cells): (usize, &[Data])| Row { line: first + i + 1, cells: cells.iter().map(cell).collect() };
    Ok(range.rows().enumerate().map(row).collect())
}

#[cfg(not(feature = "documents"))]
fn workbook(_: &[u8]) -> Result<Vec<Row>> {
    Err(Error::new(Kind::Coding, "this is a workbook, which this build does not read")
        .help("save the sheet as CSV (UTF-8)"))
}
