//! Articles in columns: Arrow batches, whatever program holds them.

use arrow_array::cast::AsArray;
use arrow_array::types::{
    Date32Type, Date64Type, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type,
    TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, TimeUnit};

use super::fields::{Draft, Field, NO_TEXT};
use super::{FileName, Notes, ReadOptions, overlong, table};
use crate::article::{Article, Origin};
use crate::error::{Error, Kind, Result};

/// What all rows of a table of columns share: makes an article of each.
#[derive(Debug, Clone)]
pub struct ColumnReader {
    options: ReadOptions,
    origin: Origin,
    stem: String,
}

impl ColumnReader {
    /// A reader for columns of these names, and what is assumed of them.
    ///
    /// # Errors
    /// If none of them holds the text.
    pub fn new(file: FileName<'_>, names: &[String], options: &ReadOptions) -> Result<(Self, Notes)> {
        let origin = Origin { file: file.shown.to_owned(), encoding: "UTF-8".into(), ..Origin::default() };
        let notes = table::assumed(names, options, &origin)?;
        Ok((Self { options: options.clone(), origin, stem: file.stem() }, notes))
    }

    /// The article of row `row` of a batch, which is number `number` of the table, from 1.
    ///
    /// # Errors
    /// A row without a text, and one whose text is longer than [`ReadOptions::record_limit`].
    pub fn article(
        &self,
        batch: &RecordBatch,
        row: usize,
        number: u64,
        notes: &mut Notes,
    ) -> Result<Article> {
        let mut draft = Draft::default();
        for (field, column) in batch.schema_ref().fields().iter().zip(batch.columns()) {
            if let Some(value) = shown(column.as_ref(), row) {
                draft.put(field.name(), value, &self.options.columns);
            }
        }
        let line = Some(number as usize);
        if !draft.has_text() {
            let e = Error::new(Kind::Input, "the row has no text").in_file(self.origin.file.clone());
            return Err(e.line(number as usize).help(NO_TEXT));
        }
        if draft.text().is_some_and(|t| t.len() > self.options.record_limit) {
            return Err(overlong(self.options.record_limit, &self.origin.file).line(number as usize));
        }
        let origin = Origin { line, ..self.origin.clone() };
        Ok(draft.finish(|| format!("{}:{number}", self.stem), origin, notes))
    }
}

/// The fields that columns of these names hold: index of the column, field.
pub fn fields(names: &[String], options: &ReadOptions) -> Vec<(usize, Field)> {
    let place = |name: &str| names.iter().position(|n| n == name);
    let found = table::mapping(names, &options.columns).into_iter();
    found.filter_map(|(column, field)| Some((place(&column)?, field))).collect()
}

/// A value as text; `None` for null and for lists and other nested values.
pub fn shown(column: &dyn Array, row: usize) -> Option<String> {
    if column.is_null(row) {
        return None;
    }
    macro_rules! number {
        ($($data:pat => $kind:ty),* $(,)?) => {
            match column.data_type() {
                $($data => return Some(column.as_primitive::<$kind>().value(row).to_string()),)*
                _ => {}
            }
        };
    }
    number!(
        DataType::Int8 => Int8Type, DataType::Int16 => Int16Type, DataType::Int32 => Int32Type,
        DataType::Int64 => Int64Type, DataType::UInt8 => UInt8Type, DataType::UInt16 => UInt16Type,
        DataType::UInt32 => UInt32Type, DataType::UInt64 => UInt64Type, DataType::Float32 => Float32Type,
        DataType::Float64 => Float64Type,
    );
    match column.data_type() {
        DataType::Utf8 => Some(column.as_string::<i32>().value(row).to_owned()),
        DataType::LargeUtf8 => Some(column.as_string::<i64>().value(row).to_owned()),
        DataType::Utf8View => Some(column.as_string_view().value(row).to_owned()),
        DataType::Boolean => Some(column.as_boolean().value(row).to_string()),
        DataType::Date32 => Some(day(i64::from(column.as_primitive::<Date32Type>().value(row)))),
        DataType::Date64 => Some(day(column.as_primitive::<Date64Type>().value(row).div_euclid(86_400_000))),
        DataType::Timestamp(unit, _) => {
            let (value, second) = match unit {
                TimeUnit::Second => (column.as_primitive::<TimestampSecondType>().value(row), 1),
                TimeUnit::Millisecond => {
                    (column.as_primitive::<TimestampMillisecondType>().value(row), 1_000)
                }
                TimeUnit::Microsecond => {
                    (column.as_primitive::<TimestampMicrosecondType>().value(row), 1_000_000)
                }
                TimeUnit::Nanosecond => {
                    (column.as_primitive::<TimestampNanosecondType>().value(row), 1_000_000_000)
                }
            };
            Some(day(value.div_euclid(second).div_euclid(86_400)))
        }
        DataType::Dictionary(..) => {
            let dictionary = column.as_any_dictionary();
            shown(dictionary.values().as_ref(), key(dictionary.keys(), row)?)
        }
        _ => None,
    }
}

/// The key of one row of a dictionary. All keys at once would cost a whole column for each row.
fn key(keys: &dyn Array, row: usize) -> Option<usize> {
    macro_rules! key {
        ($($data:pat => $kind:ty),* $(,)?) => {
            match keys.data_type() {
                $($data => usize::try_from(keys.as_primitive::<$kind>().value(row)).ok(),)*
                _ => None,
            }
        };
    }
    key!(
        DataType::Int8 => Int8Type, DataType::Int16 => Int16Type, DataType::Int32 => Int32Type,
        DataType::Int64 => Int64Type, DataType::UInt8 => UInt8Type, DataType::UInt16 => UInt16Type,
        DataType::UInt32 => UInt32Type, DataType::UInt64 => UInt64Type,
    )
}

/// A day since 1970 as year, month and day (Howard Hinnant, *chrono-compatible low-level date algorithms*).
fn day(days: i64) -> String {
    let z = days + 719_468;
    let era = z.div_euclid(146_097);
    let day_of_era = z.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    format!("{year:04}-{month:02}-{day:02}")
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow_array::StringArray;

    use super::*;

    #[test]
    fn a_text_that_is_no_article_costs_its_row() {
        let options = ReadOptions { record_limit: 3 << 20, ..ReadOptions::default() };
        let names = ["text".to_owned()];
        let (reader, mut notes) = ColumnReader::new(FileName::new("a.parquet"), &names, &options).unwrap();
        let long = "x".repeat((3 << 20) + 1);
        let column = Arc::new(StringArray::from(vec![Some("short"), Some(&long), None]));
        let batch = RecordBatch::try_from_iter([("text", column as Arc<dyn Array>)]).unwrap();
        let mut row = |i| reader.article(&batch, i, i as u64 + 1, &mut notes);
        assert_eq!(row(0).unwrap().text, "short");
        let e = row(1).unwrap_err();
        assert!(e.reason().contains("longer than 3 MB") && e.line_number() == Some(2), "{e}");
        assert!(row(2).unwrap_err().reason().contains("no text"));
    }

    #[test]
    fn days_since_1970() {
        for (days, date) in
            [(0, "1970-01-01"), (-1, "1969-12-31"), (11_016, "2000-02-29"), (16_506, "2015-03-12")]
        {
            assert_eq!(day(days), date);
        }
    }
}
