//! The compiled part of the Python package: tables in and out by Arrow's capsules, everything else as plain values.
//!
//! ```text
//! Python object ─capsules→ record batches ─tables→ articles ─framescope→ scores, records, reports ─→ Python
//! ```
//! Files are opened in Python; here are bytes and tables, as in the library. The interpreter's lock is let go of while texts
//! are worked on.

mod errors;
mod plan;
mod capsules;
mod tables;
mod lines;
mod run;
mod scorer;
mod codes;
mod words;
mod report;

use pyo3::prelude::*;

/// The compiled core of framescope.
#[pymodule]
fn _core(m: &Bound<'_, PyModule>) -> PyResult<()> {
    m.add("__version__", env!("CARGO_PKG_VERSION"))?;
    m.add("FramescopeError", m.py().get_type::<errors::FramescopeError>())?;
    m.add_class::<scorer::Core>()?;
    m.add_class::<capsules::ArrowTable>()?;
    m.add_function(wrap_pyfunction!(plan::study_files, m)?)?;
    m.add_function(wrap_pyfunction!(codes::agreement, m)?)?;
    m.add_function(wrap_pyfunction!(codes::csv, m)?)?;
    m.add_function(wrap_pyfunction!(words::kwic, m)?)?;
    m.add_function(wrap_pyfunction!(words::keyness, m)?)?;
    m.add_function(wrap_pyfunction!(report::report, m)?)?;
    m.add_function(wrap_pyfunction!(report::sample, m)?)?;
    Ok(())
}
