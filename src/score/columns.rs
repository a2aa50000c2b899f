//! The rows of [`super::table`] as columns: Arrow batches.

use std::sync::Arc;

use arrow_array::builder::{Float32Builder, StringBuilder, UInt32Builder};
use arrow_array::{ArrayRef, RecordBatch};
use arrow_schema::{DataType, Field, Schema};

use super::scheme::Scheme;
use super::table::{FIXED, Row, names};
use crate::error::{Error, Kind, Result};

/// Fixed columns of text; the fixed ones behind them are whole numbers.
const TEXTS: usize = 5;

/// The columns of a scheme: texts, whole numbers, and tones, which may be missing.
pub fn schema(scheme: &Scheme) -> Schema {
    let fixed = FIXED.iter().enumerate().map(|(i, name)| {
        let missing = matches!(*name, "source" | "date");
        Field::new(*name, if i < TEXTS { DataType::Utf8 } else { DataType::UInt32 }, missing)
    });
    let numbers = names(scheme).into_iter().map(|name| {
        if name.starts_with("tone") {
            Field::new(name, DataType::Float32, true)
        } else {
            Field::new(name, DataType::UInt32, false)
        }
    });
    Schema::new(fixed.chain(numbers).collect::<Vec<_>>())
}

pub use arrow_array::RecordBatch as Batch;

/// Rows that become a batch.
pub struct Batches {
    schema: Arc<Schema>,
    texts: Vec<StringBuilder>,
    counts: Vec<UInt32Builder>,
    tones: [Float32Builder; 2],
    rows: usize,
}

impl Batches {
    /// No rows yet, for a scheme.
    pub fn new(scheme: &Scheme) -> Self {
        let schema = Arc::new(schema(scheme));
        let counts = schema.fields().iter().filter(|f| *f.data_type() == DataType::UInt32).count();
        Self {
            schema,
            texts: std::iter::repeat_with(StringBuilder::new).take(TEXTS).collect(),
            counts: std::iter::repeat_with(UInt32Builder::new).take(counts).collect(),
            tones: [Float32Builder::new(), Float32Builder::new()],
            rows: 0,
        }
    }

    /// Adds a row.
    pub fn push(&mut self, row: &Row<'_>) {
        let date = row.article.date.map(|d| d.to_string());
        let values = [
            Some(row.article.id.as_str()),
            row.article.source.as_deref(),
            date.as_deref(),
            Some(row.language.code()),
            Some(row.unit.name()),
        ];
        self.texts.iter_mut().zip(values).for_each(|(column, value)| column.append_option(value));
        let Self { counts, tones, .. } = self;
        let mut columns = (counts.iter_mut(), tones.iter_mut());
        for n in [row.index as u32, row.place[0], row.place[1], row.counts.tokens] {
            columns.0.next().into_iter().for_each(|c| c.append_value(n));
        }
        row.counts.each(
            &mut columns,
            |columns, n| columns.0.next().into_iter().for_each(|c| c.append_value(n)),
            |columns, tone| columns.1.next().into_iter().for_each(|c| c.append_option(tone)),
        );
        self.rows += 1;
    }

    /// The rows so far as a batch, `None` if there is none; begins anew.
    ///
    /// # Errors
    /// If rows of another scheme were added.
    pub fn take(&mut self) -> Result<Option<RecordBatch>> {
        if std::mem::take(&mut self.rows) == 0 {
            return Ok(None);
        }
        let Self { texts, counts, tones, .. } = self;
        let mut texts = texts.iter_mut().map(|c| Arc::new(c.finish()) as ArrayRef);
        let mut counts = counts.iter_mut().map(|c| Arc::new(c.finish()) as ArrayRef);
        let mut tones = tones.iter_mut().map(|c| Arc::new(c.finish()) as ArrayRef);
        let columns = self.schema.fields().iter().filter_map(|f| match f.data_type() {
            DataType::Utf8 => texts.next(),
            DataType::Float32 => tones.next(),
            _ => counts.next(),
        });
        let batch = RecordBatch::try_new(self.schema.clone(), columns.collect());
        batch.map(Some).map_err(|e| Error::new(Kind::Output, e.to_string()))
    }
}
