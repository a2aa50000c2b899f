//! A table through the workers: pieces in order, scores in order, failures beside them.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader, StringArray, UInt64Array};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use framescope::error::{Error, Kind, Result};
use framescope::input::{Notes, ReadOptions};
use framescope::score::columns::Batches;
use framescope::score::stream::ordered;
use framescope::score::table::Rows;
use framescope::score::{Analyser, Depth};
use pyo3::prelude::*;

use crate::scorer::Core;
use crate::tables::{Failure, Source, TABLE};

/// Rows of a piece of work: enough that handing it over costs nothing, few enough that all threads have some.
const PIECE: usize = 256;

/// What is to be done with a table.
pub struct Order<'a> {
    /// Which column holds which field.
    pub columns: Option<&'a str>,
    /// True: the first column holds lines of JSON.
    pub lines: bool,
    /// The rows that are written.
    pub rows: Rows,
    /// Worker threads.
    pub threads: usize,
    /// Number of the first row.
    pub first: u64,
}

/// What scoring a table gives.
pub struct Scored {
    /// Columns of every batch.
    pub schema: SchemaRef,
    /// Rows in the order of the table.
    pub batches: Vec<RecordBatch>,
    /// Rows that are no article.
    pub failures: Vec<Failure>,
    /// What was assumed.
    pub notes: Notes,
}

/// Scores a table. A signal that arrives meanwhile ends it and is left in `interrupted`.
///
/// # Errors
/// If the table has no texts, or cannot be read.
pub fn run(
    core: &Core,
    reader: Box<dyn RecordBatchReader + Send>,
    order: &Order<'_>,
    interrupted: &mut Option<PyErr>,
) -> Result<Scored> {
    let (source, notes) = if order.lines {
        (Source::Lines(ReadOptions::default()), Notes::default())
    } else {
        Source::columns(&reader.schema(), order.columns)?
    };
    let schema = Arc::new(framescope::score::columns::schema(&core.plan.scheme));
    let mut scored = Scored { schema, batches: vec![], failures: vec![], notes };
    let worker = || {
        let (source, mut rows) = (&source, order.rows.clone());
        move |piece: Piece| core.with_analyser(|analyser| work(analyser, source, &mut rows, piece))
    };
    ordered(order.threads, pieces(reader, order.first), worker, |done: Result<Done>| {
        let done = done?;
        scored.batches.extend(done.batch);
        scored.failures.extend(done.failures);
        scored.notes.append(&done.notes);
        signals().map_err(|signal| {
            *interrupted = Some(signal);
            Error::new(Kind::Input, "interrupted")
        })
    })?;
    Ok(scored)
}

/// A signal that Python has received meanwhile, such as Ctrl-C.
fn signals() -> PyResult<()> {
    Python::attach(|py| {
        py.check_signals()?;
        Ok(())
    })
}

/// Some rows and the number of the first, or why there are none.
type Piece = std::result::Result<(RecordBatch, u64), ArrowError>;

fn pieces(
    reader: impl Iterator<Item = std::result::Result<RecordBatch, ArrowError>>,
    first: u64,
) -> impl Iterator<Item = Piece> {
    let mut next = first;
    reader.flat_map(move |batch| match batch {
        Err(e) => vec![Err(e)],
        Ok(batch) => {
            let starts = (0..batch.num_rows()).step_by(PIECE);
            let piece = |at: usize| Ok((batch.slice(at, PIECE.min(batch.num_rows() - at)), next + at as u64));
            let pieces = starts.map(piece).collect();
            next += batch.num_rows() as u64;
            pieces
        }
    })
}

/// What became of a piece.
#[derive(Default)]
struct Done {
    batch: Option<RecordBatch>,
    failures: Vec<Failure>,
    notes: Notes,
}

fn work(analyser: &mut Analyser, source: &Source, rows: &mut Rows, piece: Piece) -> Result<Done> {
    let (batch, first) = piece.map_err(|e| unreadable(&e))?;
    let scheme = analyser.scheme().clone();
    let mut scores = Batches::new(&scheme);
    let mut done = Done::default();
    let Done { failures, notes, .. } = &mut done;
    let mut row = first;
    source.read(&batch, first, notes, |article| {
        match article {
            Err(failure) => failures.push(failure),
            Ok(article) => match analyser.annotate(&article, Depth::Counts) {
                Ok(annotation) => rows.each(&scheme, &article, annotation, |r| scores.push(r)),
                Err(e) => failures.push(Failure {
                    row,
                    id: Some(article.id.clone()),
                    reason: e.reason().to_owned(),
                }),
            },
        }
        row += 1;
    })?;
    done.batch = scores.take()?;
    Ok(done)
}

fn unreadable(e: &ArrowError) -> Error {
    Error::new(Kind::Input, format!("the table cannot be read: {e}")).in_file(TABLE)
}

/// Failures as a table.
///
/// # Errors
/// If their texts are larger than a batch can hold.
pub fn failure_table(failures: &[Failure]) -> Result<RecordBatch> {
    let schema = Schema::new(vec![
        Field::new("row", DataType::UInt64, false),
        Field::new("id", DataType::Utf8, true),
        Field::new("reason", DataType::Utf8, false),
    ]);
    let columns: Vec<ArrayRef> = vec![
        Arc::new(failures.iter().map(|f| Some(f.row)).collect::<UInt64Array>()),
        Arc::new(failures.iter().map(|f| f.id.as_deref()).collect::<StringArray>()),
        Arc::new(failures.iter().map(|f| Some(f.reason.as_str())).collect::<StringArray>()),
    ];
    RecordBatch::try_new(Arc::new(schema), columns).map_err(|e| unreadable(&e))
}
