//! All tables as one workbook, for people who live in a spreadsheet: a sheet a table, numbers as numbers, heads that stay in
//! view, and the dictionary of columns in front.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

use super::csv::Sheet;
use crate::error::{Error, Kind, Result};

/// Rows of a sheet that the format allows, less the head.
const ROWS: usize = 1_048_575;
/// Letters that a sheet's name may have.
const NAME: usize = 31;
/// Letters that a cell may hold.
const CELL: usize = 32_767;

/// A workbook of CSV sheets, in their order.
///
/// # Errors
/// If a table cannot be written in the format.
pub fn write(sheets: &[Sheet]) -> Result<Vec<u8>> {
    let failed = |e: XlsxError| Error::new(Kind::Output, format!("the workbook cannot be written: {e}"));
    let mut book = Workbook::new();
    // The format asks for a time; the same tables must give the same bytes.
    let time = ExcelDateTime::from_ymd(2000, 1, 1).map_err(failed)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&time).set_author("framescope"));
    for (name, bytes) in sheets {
        let sheet = book.add_worksheet();
        let name: String = name.trim_end_matches(".csv").chars().take(NAME).collect();
        sheet.set_name(name).map_err(failed)?;
        fill(sheet, bytes).map_err(failed)?;
    }
    book.save_to_buffer().map_err(failed)
}

fn fill(sheet: &mut Worksheet, bytes: &[u8]) -> std::result::Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let mut rows = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut columns = 0_u16;
    let mut last = 0_u32;
    for (i, row) in rows.records().map_while(std::result::Result::ok).take(ROWS + 1).enumerate() {
        last = i as u32;
        for (k, cell) in row.iter().enumerate().take(16_384) {
            let k = k as u16;
            columns = columns.max(k + 1);
            match cell.parse::<f64>() {
                _ if i == 0 => sheet.write_string_with_format(last, k, cell, &bold)?,
                _ if cell.is_empty() => continue,
                // Codes such as 007 or 2015-01 are words; what reads back alike is a number.
                Ok(x)
                    if x.is_finite() && (cell == "0" || !cell.starts_with('0') || cell.starts_with("0.")) =>
                {
                    sheet.write_number(last, k, x)?
                }
                _ => sheet.write_string(last, k, cell.chars().take(CELL).collect::<String>())?,
            };
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    if columns > 0 && last > 0 {
        sheet.autofilter(0, 0, last, columns - 1)?;
    }
    sheet.autofit();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_tables_give_the_same_bytes() {
        let sheets = [("articles.csv".to_owned(), b"id,n\n'=1+1,2.5\n007,\n".to_vec())];
        let book = write(&sheets).unwrap();
        assert!(book.starts_with(b"PK") && book == write(&sheets).unwrap());
    }
}
