//! The library's error as a Python exception with its parts as attributes.

use framescope::error::Error;
use pyo3::create_exception;
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

create_exception!(
    framescope,
    FramescopeError,
    PyValueError,
    "What went wrong, where and what to do: attributes reason, file, line (from 1) and remedy, each None if unknown."
);

/// The exception that tells an error of the library.
pub fn raised(py: Python<'_>, error: &Error) -> PyErr {
    let exception = FramescopeError::new_err(error.to_string());
    let value = exception.value(py);
    // Attributes of an exception made here can be set; if not, its message still says everything.
    let _ = value.setattr("reason", error.reason());
    let _ = value.setattr("file", error.file());
    let _ = value.setattr("line", error.line_number());
    let _ = value.setattr("remedy", error.remedy());
    exception
}
