//! Parquet files as a source.

use std::fs::File;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use framescope::article::Article;
use framescope::error::Result;
use framescope::input::columns::ColumnReader;
use framescope::input::parquet::Batches;
use framescope::input::{FileName, Notes, ReadOptions, Shard};
use framescope::score::columns::Batch;

use super::source::{Job, Place, Work, stopped};
use crate::files;

/// Some rows of a Parquet file.
pub struct Columns {
    reader: Arc<ColumnReader>,
    batch: Batch,
    /// Number of the first row, from 1.
    first: u64,
    shard: Shard,
    notes: Notes,
}

impl Columns {
    /// The articles of the rows of this shard.
    pub fn articles(self, notes: &mut Notes) -> Vec<Result<Article>> {
        notes.append(&self.notes);
        let numbers = (self.first..).take(self.batch.num_rows()).enumerate();
        let mine = numbers.filter(|(_, number)| self.shard.has(*number));
        mine.map(|(row, number)| self.reader.article(&self.batch, row, number, notes)).collect()
    }
}

/// The jobs of a file, from row `next` (from 1) on.
pub fn jobs(
    found: &files::Found,
    source: usize,
    next: u64,
    shard: Shard,
    options: &ReadOptions,
    read: &Arc<AtomicU64>,
) -> Result<Box<dyn Iterator<Item = Job> + Send>> {
    let file = File::open(&found.path).map_err(|e| stopped(&e))?;
    let size = file.metadata().map_or(0, |m| m.len());
    let mut next = next.max(1);
    let batches = Batches::open(file, next - 1)?;
    let (reader, notes) =
        ColumnReader::new(FileName::below(&found.shown, &found.key), &batches.names, options)?;
    let (reader, mut notes) = (Arc::new(reader), Some(notes));
    let (shown, read, mut size) = (found.shown.clone(), read.clone(), Some(size));
    Ok(Box::new(batches.map(move |batch| {
        // Columns are read here and there: the file counts as read with its first rows.
        read.fetch_add(size.take().unwrap_or_default(), Ordering::Relaxed);
        let work = match batch {
            Ok(batch) => {
                let first = next;
                next += batch.num_rows() as u64;
                let notes = notes.take().unwrap_or_default();
                Work::Columns(Columns { reader: reader.clone(), batch, first, shard, notes })
            }
            Err(e) => Work::Failed(e.in_file(shown.clone())),
        };
        Job { behind: Place { source, next }, work }
    })))
}
