//! A table through the workers: pieces in order, scores in order, failures beside them.

use std::sync::Arc;

use arrow_array::{ArrayRef, RecordBatch, RecordBatchReader, StringArray, UInt64Array};
use arrow_schema::{ArrowError, DataType, Field, Schema, SchemaRef};
use framescope::error::{Error, Kind, Result};
use framescope::input::{Notes, ReadOptions};
use framescope::score::columns::Batches;
use framescope::score::stream::ordered;
use framescope::score::table::Rows;
use framescope::score::{Analyser, Depth, Unit};
use pyo3::prelude::*;

use crate::scorer::Core;
use crate::tables::{Failure, Source, TABLE};

/// Rows of a piece of work: enough that handing it over costs nothing, few enough that all threads have some.
const PIECE: usize = 256;
/// The same for one thread, which shares with nobody: engines take every batch of scores apart, column by column.
const PIECE_ALONE: usize = 4096;

/// What is to be done with a table, as Python hands it over.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Order {
    /// What a row is.
    unit: String,
    /// Which column holds which field.
    columns: Option<String>,
    /// Sentences of a segment, over those of the study.
    segment_sentences: Option<usize>,
    /// Worker threads.
    threads: usize,
    /// Number of the first row.
    first: u64,
    /// True: the first column holds lines of JSON.
    lines: bool,
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
    order: &Order,
    interrupted: &mut Option<PyErr>,
) -> Result<Scored> {
    let (source, notes) = if order.lines {
        (Source::Lines(ReadOptions::default()), Notes::default())
    } else {
        Source::columns(&reader.schema(), order.columns.as_deref())?
    };
    let schema = Arc::new(framescope::score::columns::schema(&core.plan.scheme));
    let mut scored = Scored { schema, batches: vec![], failures: vec![], notes };
    let sentences = order.segment_sentences.unwrap_or(core.plan.spec.segment_sentences);
    let rows = Rows::new(unit_of(&order.unit)?, sentences);
    let worker = || {
        let (source, mut rows) = (&source, rows.clone());
        move |piece: Piece| core.with_analyser(|analyser| work(analyser, source, &mut rows, piece))
    };
    let piece = if order.threads > 1 { PIECE } else { PIECE_ALONE };
    ordered(order.threads, pieces(reader, &source, order.first, piece), worker, |done: Result<Done>| {
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

fn unit_of(name: &str) -> Result<Unit> {
    let all = [Unit::Article, Unit::Segment, Unit::Sentence, Unit::Hit];
    all.into_iter().find(|u| u.name() == name).ok_or_else(|| {
        Error::new(Kind::Study, format!("{name:?} is no unit"))
            .help("units are article, segment, sentence and hit")
    })
}

/// A signal that Python has received meanwhile, such as Ctrl-C.
fn signals() -> PyResult<()> {
    Python::attach(|py| {
        py.check_signals()?;
        Ok(())
    })
}

/// Some rows and the number of the first, or why there are none.
type Piece = Result<(RecordBatch, u64)>;

fn pieces(
    reader: impl Iterator<Item = std::result::Result<RecordBatch, ArrowError>>,
    source: &Source,
    first: u64,
    rows: usize,
) -> impl Iterator<Item = Piece> {
    let mut next = first;
    let checked = |batch: RecordBatch| source.check(&batch).map(|()| batch);
    reader.flat_map(move |batch| match batch.map_err(|e| unreadable(&e)).and_then(checked) {
        Err(e) => vec![Err(e)],
        Ok(batch) => {
            let starts = (0..batch.num_rows()).step_by(rows);
            let piece = |at: usize| Ok((batch.slice(at, rows.min(batch.num_rows() - at)), next + at as u64));
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
    let (batch, first) = piece?;
    let scheme = analyser.scheme().clone();
    let mut scores = Batches::new(&scheme);
    let mut done = Done::default();
    let Done { failures, notes, .. } = &mut done;
    source.read(&batch, first, notes, |row, article| match article {
        Err(failure) => failures.push(failure),
        Ok(article) => match analyser.annotate(&article, Depth::Rows) {
            Ok(annotation) => rows.each(&scheme, &article, annotation, |r| scores.push(r)),
            Err(e) => {
                let (id, reason) = (Some(article.id.clone()), e.reason().to_owned());
                failures.push(Failure { row, id, reason });
            }
        },
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
