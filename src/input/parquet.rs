//! Articles in Parquet files, read row group by row group.

use arrow_array::RecordBatch;
use parquet::arrow::arrow_reader::{ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder};
use parquet::file::reader::ChunkReader;

use super::columns::ColumnReader;
use super::{FileName, ReadOptions, Reading};
use crate::error::{Error, Kind, Result};

/// Rows of a batch: about a megabyte of news.
const BATCH: usize = 512;

/// Rows of a Parquet file, as its footer tells.
///
/// # Errors
/// If it is no Parquet file.
pub fn rows<R: ChunkReader + 'static>(input: R) -> Result<u64> {
    let builder = ParquetRecordBatchReaderBuilder::try_new(input).map_err(|e| broken(&e))?;
    Ok(u64::try_from(builder.metadata().file_metadata().num_rows()).unwrap_or(0))
}

/// The batches of a Parquet file, one after the other; a row group is never held whole.
pub struct Batches {
    reader: ParquetRecordBatchReader,
    /// Names of the columns.
    pub names: Vec<String>,
}

impl Batches {
    /// Opens a file at its row `from`, counted from 0.
    ///
    /// # Errors
    /// If it is no Parquet file, or one of a kind that cannot be read.
    pub fn open<R: ChunkReader + 'static>(input: R, from: u64) -> Result<Self> {
        let builder = ParquetRecordBatchReaderBuilder::try_new(input).map_err(|e| broken(&e))?;
        let names = builder.schema().fields().iter().map(|f| f.name().clone()).collect();
        let reader = builder.with_batch_size(BATCH).with_offset(from as usize).build();
        Ok(Self { reader: reader.map_err(|e| broken(&e))?, names })
    }
}

impl Iterator for Batches {
    type Item = Result<RecordBatch>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.reader.next()?.map_err(|e| broken(&e)))
    }
}

/// Reads a file that is in memory.
pub(super) fn read(
    file: FileName<'_>,
    bytes: &[u8],
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<()> {
    let batches = Batches::open(bytes::Bytes::copy_from_slice(bytes), 0)?;
    let (reader, notes) = ColumnReader::new(file, &batches.names, options)?;
    into.notes.append(&notes);
    let mut number = 0;
    for batch in batches {
        let batch = batch?;
        for row in 0..batch.num_rows() {
            number += 1;
            match reader.article(&batch, row, number, &mut into.notes) {
                Ok(article) => into.articles.push(article),
                Err(e) => into.failures.push(e),
            }
        }
    }
    if number == 0 {
        return Err(Error::new(Kind::Input, "the table has no rows"));
    }
    Ok(())
}

fn broken(e: &dyn std::fmt::Display) -> Error {
    Error::new(Kind::Input, format!("this Parquet file cannot be read: {e}"))
}
