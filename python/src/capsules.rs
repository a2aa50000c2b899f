//! Tables in and out by the capsules of Arrow, which every Arrow library gives and takes.

use arrow_array::ffi_stream::{ArrowArrayStreamReader, FFI_ArrowArrayStream};
use arrow_array::{RecordBatch, RecordBatchIterator, RecordBatchReader};
use arrow_pyarrow::FromPyArrow;
use arrow_schema::SchemaRef;
use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::PyCapsule;

use crate::errors::FramescopeError;

/// A table that Python gave: a stream of batches, or one batch.
pub struct ArrowInput(pub Box<dyn RecordBatchReader + Send>);

impl<'a, 'py> FromPyObject<'a, 'py> for ArrowInput {
    type Error = PyErr;

    fn extract(table: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let named = |e: PyErr| {
            // Only what the import says is wrapped; what the other library raises is its own.
            let told =
                e.is_instance_of::<PyValueError>(table.py()) || e.is_instance_of::<PyTypeError>(table.py());
            if told && e.traceback(table.py()).is_none() {
                FramescopeError::new_err(format!("this is no Arrow table: {}", e.value(table.py())))
            } else {
                e
            }
        };
        if table.hasattr("__arrow_c_stream__")? {
            let reader = ArrowArrayStreamReader::from_pyarrow_bound(&table).map_err(named)?;
            return Ok(Self(Box::new(reader)));
        }
        let batch = RecordBatch::from_pyarrow_bound(&table).map_err(named)?;
        let schema = batch.schema();
        Ok(Self(Box::new(RecordBatchIterator::new([Ok(batch)], schema))))
    }
}

/// A table in memory. Its batches are lent to whoever asks, and never copied.
#[pyclass(frozen, module = "framescope._core")]
pub struct ArrowTable {
    schema: SchemaRef,
    batches: Vec<RecordBatch>,
}

impl ArrowTable {
    /// Batches of one schema.
    pub fn new(schema: SchemaRef, batches: Vec<RecordBatch>) -> Self {
        Self { schema, batches }
    }
}

#[pymethods]
impl ArrowTable {
    /// The stream of its batches. A requested schema is a wish, which the protocol lets a producer leave unheard.
    #[pyo3(signature = (requested_schema=None))]
    fn __arrow_c_stream__<'py>(
        &self,
        py: Python<'py>,
        requested_schema: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyCapsule>> {
        let _ = requested_schema;
        let batches = self.batches.clone().into_iter().map(Ok);
        let stream =
            FFI_ArrowArrayStream::new(Box::new(RecordBatchIterator::new(batches, self.schema.clone())));
        PyCapsule::new_with_value(py, stream, c"arrow_array_stream")
    }

    fn __len__(&self) -> usize {
        self.num_rows()
    }

    #[getter]
    fn num_rows(&self) -> usize {
        self.batches.iter().map(RecordBatch::num_rows).sum()
    }

    #[getter]
    fn column_names(&self) -> Vec<String> {
        self.schema.fields().iter().map(|f| f.name().clone()).collect()
    }
}
