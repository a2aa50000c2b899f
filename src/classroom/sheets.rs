//! Sheets as files: CSV, a workbook, a page to code on, a page to print.

use super::page::Form;
use crate::coding::Item;
use crate::coding::item::KEY_COLUMNS;
use crate::coding::sheet::FRAME_LABELS;
use crate::report::File;
use crate::report::escape::spreadsheet;

/// Rows as CSV for spreadsheets: with a byte order mark, so that accents survive, and without formulas.
pub fn csv(rows: &[Vec<String>]) -> Vec<u8> {
    let mut out = "\u{feff}".as_bytes().to_vec();
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(&mut out);
    for row in rows {
        // Writing to memory cannot fail.
        let _ = writer.write_record(row.iter().map(|c| spreadsheet(c)));
    }
    let _ = writer.flush();
    drop(writer);
    out
}

/// The key: where every item stands. Not for coders.
pub fn key(items: &[Item]) -> Vec<u8> {
    let head = KEY_COLUMNS.iter().map(|c| (*c).to_owned()).collect();
    let rows: Vec<Vec<String>> = std::iter::once(head).chain(items.iter().map(Item::key_row)).collect();
    csv(&rows)
}

impl Form<'_> {
    /// Columns that coders fill in.
    fn asked(&self) -> Vec<String> {
        let mut out: Vec<String> = Vec::new();
        if self.questions.frames {
            out.extend(self.book.frames.iter().map(|f| f.id.clone()));
        }
        if self.questions.voice {
            out.extend(["voice".to_owned(), "speaker".to_owned()]);
        }
        out.push("note".into());
        out
    }

    /// The sheet as rows: the same columns in CSV, in the workbook and in the file that the page saves.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let fixed = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let asked = self.asked();
        let head =
            [fixed(&["unit", "coder", "before", "text", "after"]), asked.clone(), fixed(&["check"])].concat();
        let row = |i: &&Item| {
            let shown =
                [i.unit.clone(), self.coder.to_owned(), i.before.clone(), i.text.clone(), i.after.clone()];
            shown.into_iter().chain(asked.iter().map(|_| String::new())).chain([i.check()]).collect()
        };
        std::iter::once(head).chain(self.items.iter().map(row)).collect()
    }

    /// All formats under a name: `<name>.html`, `<name>.csv`, `<name>.xlsx`, and `<name>-print.html`.
    pub fn files(&self, name: &str) -> Vec<File> {
        let file = |ending: &str, bytes: Vec<u8>| File { path: format!("{name}{ending}"), bytes };
        let mut out = vec![
            file(".html", self.coding_page().into_bytes()),
            file("-print.html", self.printed().into_bytes()),
            file(".csv", csv(&self.rows())),
        ];
        out.extend(self.workbook().map(|bytes| file(".xlsx", bytes)));
        out
    }

    /// The sheet as a workbook with lists to choose codes from, and the codebook on a second sheet. `None` in a build without
    /// office documents.
    #[cfg(feature = "xlsx")]
    pub fn workbook(&self) -> Option<Vec<u8>> {
        // The words are plain and fit a cell, or are cut to fit: what the writer refuses is no sheet at all.
        self.write_workbook().ok()
    }

    /// The sheet as a workbook: not in this build.
    #[cfg(not(feature = "xlsx"))]
    pub fn workbook(&self) -> Option<Vec<u8>> {
        let _ = FRAME_LABELS;
        None
    }

    #[cfg(feature = "xlsx")]
    fn write_workbook(&self) -> Result<Vec<u8>, rust_xlsxwriter::XlsxError> {
        use rust_xlsxwriter::{DataValidation, ExcelDateTime, Format, FormatAlign, Workbook};

        /// Characters that fit a cell.
        const CELL: usize = 32_767;
        let mut book = Workbook::new();
        // No clock: the same sheet is the same file.
        let properties = rust_xlsxwriter::DocProperties::new()
            .set_title(self.title)
            .set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
        book.set_properties(&properties);
        let head = Format::new().set_bold().set_text_wrap();
        let words = Format::new().set_text_wrap().set_align(FormatAlign::Top);
        let rows = self.rows();
        let sheet = book.add_worksheet().set_name("codes")?;
        sheet.set_freeze_panes(1, 1)?;
        for (r, row) in rows.iter().enumerate() {
            for (c, cell) in row.iter().enumerate() {
                let cell: String = cell.chars().filter(|c| !c.is_control()).take(CELL).collect();
                sheet.write_string_with_format(
                    r as u32,
                    c as u16,
                    cell,
                    if r == 0 { &head } else { &words },
                )?;
            }
        }
        let columns = rows.first().map(Vec::as_slice).unwrap_or_default();
        for (c, name) in columns.iter().enumerate() {
            let c = c as u16;
            let width = match name.as_str() {
                "text" => 70,
                "before" | "after" | "note" => 30,
                "speaker" => 20,
                "check" => 14,
                _ => 12,
            };
            sheet.set_column_width(c, width)?;
            let list: Option<Vec<&str>> = match name.as_str() {
                "voice" => Some(self.book.voices.iter().map(|v| v.id.as_str()).collect()),
                n if self.book.frames.iter().any(|f| f.id == n) => Some(FRAME_LABELS.to_vec()),
                _ => None,
            };
            if let Some(list) = list.filter(|_| rows.len() > 1) {
                let choice = DataValidation::new().allow_list_strings(&list)?;
                sheet.add_data_validation(1, c, rows.len() as u32 - 1, c, &choice)?;
            }
        }
        let second = book.add_worksheet().set_name("codebook")?;
        second.set_column_width(0, 22)?;
        second.set_column_width(1, 90)?;
        for (r, (term, meaning)) in self.explained().into_iter().enumerate() {
            second.write_string_with_format(r as u32, 0, term, &head)?;
            second.write_string_with_format(r as u32, 1, meaning, &words)?;
        }
        book.save_to_buffer()
    }

    /// The codebook as terms and meanings.
    #[cfg(feature = "xlsx")]
    fn explained(&self) -> Vec<(String, String)> {
        let book = self.book;
        let mut out = vec![(book.title.clone(), book.unit.clone())];
        if self.questions.frames {
            out.extend(book.frames.iter().map(|f| {
                let absent = if f.absent.is_empty() {
                    String::new()
                } else {
                    format!(" {} {}", book.word("not_present"), f.absent)
                };
                (f.id.clone(), format!("{}: {}{absent}", f.title, f.present))
            }));
            out.extend(
                book.stances
                    .iter()
                    .map(|s| (s.id.clone(), format!("{}: {} ({})", s.title, s.meaning, s.signs))),
            );
        }
        if self.questions.voice {
            out.extend(book.voices.iter().map(|v| (v.id.clone(), format!("{}: {}", v.title, v.meaning))));
        }
        out
    }
}
