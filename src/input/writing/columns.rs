//! Articles → Parquet: a column of text for each field.

use std::io::Write;
use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;
use parquet::schema::types::ColumnPath;

use super::value_of;
use crate::article::Article;
use crate::error::{Error, Kind, Result};

/// Articles of a batch.
const BATCH: usize = 1024;
/// Rows of a group: readers hold one group of one column at a time.
const GROUP: usize = 20_000;

/// A Parquet file of columns of text, compressed by Zstandard, that is written batch by batch. What is not known is null; id and
/// text never are.
pub struct ParquetTable<W: Write + Send> {
    writer: ArrowWriter<W>,
    schema: Arc<Schema>,
}

impl<W: Write + Send> ParquetTable<W> {
    /// Begins a file of these columns.
    ///
    /// # Errors
    /// If the columns cannot be laid out, as with two of one name.
    pub fn new(to: W, columns: &[String]) -> Result<Self> {
        let field = |name: &String| Field::new(name, DataType::Utf8, !matches!(name.as_str(), "id" | "text"));
        let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            // Texts hardly ever repeat: a dictionary of them would only be thrown away.
            .set_column_dictionary_enabled(ColumnPath::from("text"), false)
            .set_max_row_group_row_count(Some(GROUP))
            .build();
        let writer = ArrowWriter::try_new(to, schema.clone(), Some(properties)).map_err(|e| failed(&e))?;
        Ok(Self { writer, schema })
    }

    /// Adds rows; `cell` gives the value of a row, counted from 0, in a column.
    ///
    /// # Errors
    /// If they cannot be written, or id or text is missing.
    pub fn write(&mut self, rows: usize, cell: impl Fn(usize, &str) -> Option<String>) -> Result<()> {
        let column = |field: &Arc<Field>| -> ArrayRef {
            Arc::new((0..rows).map(|row| cell(row, field.name())).collect::<StringArray>())
        };
        let arrays = self.schema.fields().iter().map(column).collect();
        let batch = RecordBatch::try_new(self.schema.clone(), arrays).map_err(|e| failed(&e))?;
        self.writer.write(&batch).map_err(|e| failed(&e))
    }

    /// Ends the file, and gives back what it was written to.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(self) -> Result<W> {
        self.writer.into_inner().map_err(|e| failed(&e))
    }
}

fn failed(e: &dyn std::fmt::Display) -> Error {
    Error::new(Kind::Output, format!("the columns cannot be written: {e}"))
}

/// A Parquet file of these columns of articles.
///
/// # Errors
/// If the columns cannot be laid out, as with two of one name.
pub fn parquet(articles: &[Article], columns: &[String]) -> Result<Vec<u8>> {
    let mut table = ParquetTable::new(Vec::new(), columns)?;
    for batch in articles.chunks(BATCH) {
        table.write(batch.len(), |row, column| batch.get(row).and_then(|a| value_of(a, column)))?;
    }
    table.finish()
}
