//! Agreement of coders, and tables as the CSV that codes come in.

use arrow_array::Array;
use framescope::coding::Sheet;
use framescope::coding::agreement::agree;
use framescope::error::{Error, Kind};
use framescope::input::columns::shown;
use framescope::stats::ratings::Level;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::capsules::ArrowInput;
use crate::errors::raised;
use crate::plan::NamedBytes;
use crate::tables::TABLE;
use crate::words::json_line;

/// Agreement of coders, one JSON object a line, and the rows that could not be read. Sheets are CSV.
#[pyfunction]
#[pyo3(signature = (sheets, level, resamples, seed))]
pub fn agreement(
    py: Python<'_>,
    sheets: Vec<NamedBytes>,
    level: &str,
    resamples: usize,
    seed: u64,
) -> PyResult<(String, Vec<String>)> {
    py.detach(|| {
        let mut all = Sheet::default();
        for (name, bytes) in &sheets {
            all.read(name, bytes)?;
        }
        let level = match level {
            "nominal" => Level::Nominal,
            "ordinal" => Level::Ordinal,
            "interval" => Level::Interval,
            "ratio" => Level::Ratio,
            other => {
                let e = Error::new(Kind::Coding, format!("{other:?} is no level of measurement"));
                return Err(e.help("levels are nominal, ordinal, interval and ratio"));
            }
        };
        let mut out = Vec::new();
        for row in agree(&all, level, resamples.clamp(100, 1_000_000), seed)? {
            json_line(&row, &mut out)?;
        }
        let troubles = all.troubles.iter().map(ToString::to_string).collect();
        Ok((String::from_utf8_lossy(&out).into_owned(), troubles))
    })
    .map_err(|e| raised(py, &e))
}

/// A table as CSV.
#[pyfunction]
pub fn csv(py: Python<'_>, table: ArrowInput) -> PyResult<Bound<'_, PyBytes>> {
    let reader = table.0;
    let schema = reader.schema();
    let mut out = String::new();
    line(schema.fields().iter().map(|f| f.name().clone()), &mut out);
    for batch in reader {
        let batch = batch.map_err(|e| raised(py, &Error::new(Kind::Input, e.to_string()).in_file(TABLE)))?;
        for column in batch.columns() {
            let wrong = |e: arrow_schema::ArrowError| {
                raised(py, &Error::new(Kind::Input, e.to_string()).in_file(TABLE))
            };
            column.to_data().validate_full().map_err(wrong)?;
        }
        for row in 0..batch.num_rows() {
            line(batch.columns().iter().map(|c| shown(c.as_ref(), row).unwrap_or_default()), &mut out);
        }
    }
    Ok(PyBytes::new(py, out.as_bytes()))
}

fn line(cells: impl Iterator<Item = String>, out: &mut String) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            out.push(',');
        }
        out.push('"');
        out.push_str(&cell.replace('"', "\"\""));
        out.push('"');
    }
    out.push('\n');
}
