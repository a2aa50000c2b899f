//! XLSX: every sheet that has a line of column names is a table of articles.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{DataRef, Reader, Xlsx};
use csv::StringRecord;

use crate::error::{Error, Kind, Result};
use crate::input::fields::Field;
use crate::input::table::{Sheet, articles, mapping};
use crate::input::{FileName, ReadOptions, Reading};

use super::parts::Parts;

/// Cells beyond these are no table of articles; Excel itself has 16,384 columns.
const MOST_COLUMNS: u32 = 2000;

/// Reads a workbook: the sheets that hold texts, or the first one, which then says what it lacks.
pub(in crate::input) fn read(
    file: FileName<'_>,
    bytes: &[u8],
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<()> {
    let mut sheets = sheets(bytes)?;
    let fits = |s: &Sheet| mapping(&s.header, &options.columns).iter().any(|(_, f)| *f == Field::Text);
    if sheets.iter().any(fits) {
        sheets.retain(fits);
    } else {
        sheets.truncate(1);
    }
    let many = sheets.len() > 1;
    if sheets.is_empty() {
        return Err(Error::new(Kind::Input, "the workbook holds no table"));
    }
    for (number, sheet) in sheets.into_iter().enumerate() {
        let stem = if many { format!("{}:{}", file.stem(), number + 1) } else { file.stem() };
        articles(file, &stem, sheet, options, into)?;
    }
    Ok(())
}

/// All sheets that are not empty.
pub(in crate::input) fn sheets(bytes: &[u8]) -> Result<Vec<Sheet>> {
    Parts::open(bytes)?.check()?;
    let broken = |e: calamine::XlsxError| match e {
        calamine::XlsxError::Password => Error::new(Kind::Input, "the workbook is protected by a password"),
        e => Error::new(Kind::Input, format!("the workbook cannot be read: {e}")),
    };
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(broken)?;
    let mut sheets = Vec::new();
    for name in book.sheet_names() {
        let mut rows: BTreeMap<u32, BTreeMap<u32, String>> = BTreeMap::new();
        let mut reader = match book.worksheet_cells_reader(&name) {
            // Charts are sheets too.
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            other => other.map_err(broken)?,
        };
        // Cell by cell: a sheet of one cell in its last corner must not cost all the empty ones before it.
        while let Some(cell) = reader.next_cell().map_err(broken)? {
            let (row, column) = cell.get_position();
            let value = value(cell.get_value());
            if column < MOST_COLUMNS && !value.is_empty() {
                rows.entry(row).or_default().insert(column, value);
            }
        }
        sheets.extend(sheet(rows));
    }
    Ok(sheets)
}

fn sheet(rows: BTreeMap<u32, BTreeMap<u32, String>>) -> Option<Sheet> {
    let mut rows = rows.into_iter();
    let (_, head) = rows.next()?;
    let width = *head.keys().next_back()? + 1;
    let cells = |row: &BTreeMap<u32, String>| -> Vec<String> {
        (0..width).map(|c| row.get(&c).cloned().unwrap_or_default()).collect()
    };
    let header = cells(&head).iter().map(|h| h.trim().to_owned()).collect();
    let lines =
        rows.map(|(number, row)| Ok((number as usize + 1, StringRecord::from(cells(&row))))).collect();
    Some(Sheet { header, lines, encoding: "UTF-8", guessed: false })
}

fn value(cell: &DataRef<'_>) -> String {
    match cell {
        DataRef::String(s) | DataRef::DateTimeIso(s) | DataRef::DurationIso(s) => s.clone(),
        DataRef::SharedString(s) => (*s).to_owned(),
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => n.to_string(),
        DataRef::Bool(b) => b.to_string(),
        DataRef::DateTime(d) if d.is_datetime() => {
            let (year, month, day, hour, minute, second, _) = d.to_ymd_hms_milli();
            match (hour, minute, second) {
                (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
                _ => format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}"),
            }
        }
        DataRef::DateTime(d) => d.as_f64().to_string(),
        // What a formula could not compute is no value; nor is an empty cell.
        _ => String::new(),
    }
}
