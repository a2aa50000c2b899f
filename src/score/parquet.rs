//! Scores as a Parquet file.

use std::io::Write;
use std::sync::Arc;

use arrow_array::RecordBatch;
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::columns::schema;
use super::scheme::Scheme;
use crate::error::{Error, Kind, Result};

/// Rows of a row group: few enough that a group fits in memory many times over, enough for columns to pack well.
const GROUP: usize = 32_768;

/// A Parquet file of scores, written row group by row group; it is one only once it is finished.
pub struct ScoreFile<W: Write + Send> {
    writer: ArrowWriter<W>,
}

impl<W: Write + Send> ScoreFile<W> {
    /// Begins a file for the rows of a scheme.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(out: W, scheme: &Scheme) -> Result<Self> {
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(GROUP))
            .set_created_by(concat!("framescope ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let writer = ArrowWriter::try_new(out, Arc::new(schema(scheme)), Some(properties));
        Ok(Self { writer: writer.map_err(|e| failed(&e))? })
    }

    /// Adds rows.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn write(&mut self, batch: &RecordBatch) -> Result<()> {
        self.writer.write(batch).map_err(|e| failed(&e))
    }

    /// Ends the file.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn finish(mut self) -> Result<()> {
        self.writer.finish().map_err(|e| failed(&e))?;
        self.writer
            .inner_mut()
            .flush()
            .map_err(|e| Error::new(Kind::Output, format!("it cannot be written: {e}")))
    }
}

fn failed(e: &parquet::errors::ParquetError) -> Error {
    Error::new(Kind::Output, format!("it cannot be written: {e}"))
}
