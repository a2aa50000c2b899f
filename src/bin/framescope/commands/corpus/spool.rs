//! Articles waiting in a file until all their columns are known, and the tables that are then made of them.

use std::collections::BTreeSet;
use std::io::{self, BufRead, Write};
use std::path::Path;

use framescope::error::Result;
use framescope::input::writing;
use serde_json::{Map, Value};

use crate::commands::csv_lines;
use crate::files::part::Part;
use crate::terminal;

/// Articles that are in memory together.
const BATCH: usize = 512;

/// Articles as lines of JSON, and the columns that they have beside those of every table.
#[derive(Default)]
pub struct Lines {
    pub bytes: Vec<u8>,
    pub columns: BTreeSet<String>,
}

/// A file of lines that is gone when the program ends.
pub struct Spool {
    file: Part,
    columns: BTreeSet<String>,
}

type Record = Map<String, Value>;

fn cell(record: Option<&Record>, column: &str) -> Option<String> {
    record.and_then(|r| r.get(column)).and_then(Value::as_str).map(str::to_owned)
}

impl Spool {
    /// Begins a spool beside the output, where there is room for it, or among the temporary files.
    ///
    /// # Errors
    /// If it cannot be written.
    pub fn new(out: Option<&Path>) -> Result<Self> {
        let name =
            out.and_then(Path::file_name).unwrap_or("framescope".as_ref()).to_string_lossy().into_owned();
        let spool = format!("{name}.articles");
        let at = out.map_or_else(|| std::env::temp_dir().join(&spool), |out| out.with_file_name(&spool));
        Ok(Self { file: Part::new(&at)?, columns: BTreeSet::new() })
    }

    /// Takes the next articles.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn add(&mut self, lines: Lines) -> Result<()> {
        self.columns.extend(lines.columns);
        self.file.write_all(&lines.bytes).map_err(|e| self.file.failed(&e))
    }

    fn columns(&self) -> Vec<String> {
        writing::COLUMNS.iter().map(|c| (*c).to_owned()).chain(self.columns.iter().cloned()).collect()
    }

    /// Gives the articles to `each`, some at a time.
    fn batches(&mut self, mut each: impl FnMut(&[Record]) -> Result<()>) -> Result<()> {
        let mut lines = self.file.read_back()?.lines();
        loop {
            let batch: Vec<Record> = lines
                .by_ref()
                .take(BATCH)
                .map(|line| {
                    let line = line.map_err(|e| self.file.failed(&e))?;
                    serde_json::from_str(&line).map_err(|e| self.file.failed(&io::Error::from(e)))
                })
                .collect::<Result<_>>()?;
            if batch.is_empty() {
                return Ok(());
            }
            each(&batch)?;
        }
    }

    /// Writes them as lines of JSON.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn copy(mut self, out: Option<&Path>) -> Result<()> {
        let mut to = Target::new(out)?;
        let copied = io::copy(&mut self.file.read_back()?, &mut to);
        copied.map_err(|e| self.file.failed(&e))?;
        to.finish()
    }

    /// Writes them as CSV.
    ///
    /// # Errors
    /// If they cannot be written.
    pub fn csv(mut self, out: Option<&Path>) -> Result<()> {
        let columns = self.columns();
        let mut to = Target::new(out)?;
        to.put(&csv_lines(std::iter::once(columns.clone())))?;
        self.batches(|records| {
            let row = |r: &Record| columns.iter().map(|c| cell(Some(r), c).unwrap_or_default()).collect();
            to.put(&csv_lines(records.iter().map(row)))
        })?;
        to.finish()
    }

    /// Writes them as Parquet.
    ///
    /// # Errors
    /// If they cannot be written.
    #[cfg(feature = "parquet")]
    pub fn parquet(mut self, out: Option<&Path>) -> Result<()> {
        let mut table = writing::ParquetTable::new(Target::new(out)?, &self.columns())?;
        self.batches(|records| table.write(records.len(), |row, column| cell(records.get(row), column)))?;
        table.finish()?.finish()
    }

    /// Says that it cannot be.
    ///
    /// # Errors
    /// Always.
    #[cfg(not(feature = "parquet"))]
    pub fn parquet(self, _: Option<&Path>) -> Result<()> {
        use framescope::error::{Error, Kind};
        Err(Error::new(Kind::Output, "this build writes no Parquet: it was made without the feature parquet"))
    }
}

/// A file that gets its name when it is whole, or standard output.
enum Target {
    File(Part),
    StandardOutput,
}

impl Target {
    fn new(out: Option<&Path>) -> Result<Self> {
        out.map_or(Ok(Self::StandardOutput), |out| Part::new(out).map(Self::File))
    }

    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        match self {
            Self::File(part) => part.write_all(bytes).map_err(|e| part.failed(&e)),
            Self::StandardOutput => terminal::bytes(bytes),
        }
    }

    fn finish(self) -> Result<()> {
        match self {
            Self::File(part) => part.finish(),
            Self::StandardOutput => Ok(()),
        }
    }
}

impl Write for Target {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(part) => part.write(bytes),
            Self::StandardOutput => {
                terminal::bytes(bytes).map(|()| bytes.len()).map_err(|e| io::Error::other(e.to_string()))
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(part) => part.flush(),
            Self::StandardOutput => Ok(()),
        }
    }
}
