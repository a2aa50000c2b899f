//! Articles → Parquet: a column of text for each field.

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

/// A Parquet file of these columns, compressed by Zstandard. What is not known is null; id and text never are.
///
/// # Errors
/// If the columns cannot be laid out, as with two of one name.
pub fn parquet(articles: &[Article], columns: &[String]) -> Result<Vec<u8>> {
    let failed =
        |e: &dyn std::fmt::Display| Error::new(Kind::Output, format!("the columns cannot be written: {e}"));
    let field = |name: &String| Field::new(name, DataType::Utf8, !matches!(name.as_str(), "id" | "text"));
    let schema = Arc::new(Schema::new(columns.iter().map(field).collect::<Vec<_>>()));
    let properties = WriterProperties::builder()
        .set_compression(Compression::ZSTD(ZstdLevel::default()))
        // Texts hardly ever repeat: a dictionary of them would only be thrown away.
        .set_column_dictionary_enabled(ColumnPath::from("text"), false)
        .set_max_row_group_row_count(Some(GROUP))
        .build();
    let mut writer =
        ArrowWriter::try_new(Vec::new(), schema.clone(), Some(properties)).map_err(|e| failed(&e))?;
    for batch in articles.chunks(BATCH) {
        let column = |name: &String| -> ArrayRef {
            Arc::new(batch.iter().map(|a| value_of(a, name)).collect::<StringArray>())
        };
        let arrays = columns.iter().map(column).collect();
        let batch = RecordBatch::try_new(schema.clone(), arrays).map_err(|e| failed(&e))?;
        writer.write(&batch).map_err(|e| failed(&e))?;
    }
    writer.into_inner().map_err(|e| failed(&e))
}
