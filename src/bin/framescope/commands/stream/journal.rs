//! The journal beside an unfinished output: how far it is good, and where its input goes on.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use framescope::error::{Error, Kind, Result};
use serde::{Deserialize, Serialize};

use super::source::Place;
use super::stats::Tally;

/// How far a run has come.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Progress {
    /// Everything before this place has been done.
    pub place: Place,
    /// What has been counted.
    pub tally: Tally,
    /// Some inputs failed.
    pub failed: bool,
}

/// The journal as it is stored.
#[derive(Debug, Serialize, Deserialize)]
struct Entry {
    /// Hash of what the run is of.
    run: String,
    /// Bytes of the output that belong to what has been done.
    bytes: u64,
    progress: Progress,
}

/// The unfinished output of a file, and its journal.
#[derive(Debug, Clone)]
pub struct Journal {
    /// Where the output is written until it is whole.
    pub part: PathBuf,
    path: PathBuf,
    run: String,
}

impl Journal {
    /// The journal of an output file.
    pub fn of(out: &Path, run: &str) -> Self {
        let beside = |ending: &str| {
            let mut name = out.file_name().unwrap_or_default().to_os_string();
            name.push(ending);
            out.with_file_name(name)
        };
        Self { part: beside(".part"), path: beside(".part.journal"), run: run.to_owned() }
    }

    /// Notes that `bytes` of the output are good.
    ///
    /// # Errors
    /// If the journal cannot be written.
    pub fn note(&self, bytes: u64, progress: &Progress) -> Result<()> {
        let entry = Entry { run: self.run.clone(), bytes, progress: progress.clone() };
        let text = serde_json::to_vec(&entry)
            .map_err(|e| Error::new(Kind::Output, e.to_string()).in_path(&self.path))?;
        crate::files::write(&self.path, &text)
    }

    /// How far an interrupted run has come: good bytes of its output, and its progress; `None` if there is none.
    ///
    /// # Errors
    /// If the journal is of another run, or its output is shorter than it says.
    pub fn found(&self) -> Result<Option<(u64, Progress)>> {
        let text = match fs::read(&self.path) {
            Err(e) if e.kind() == ErrorKind::NotFound => return Ok(None),
            other => other.map_err(|e| Error::new(Kind::Input, e.to_string()).in_path(&self.path))?,
        };
        let wrong =
            |why: &str| Error::new(Kind::Study, why).in_path(&self.path).help("start anew without --resume");
        let entry: Entry =
            serde_json::from_slice(&text).map_err(|_| wrong("this is no journal of an interrupted run"))?;
        if entry.run != self.run {
            return Err(wrong("the interrupted run had other inputs, options, lexicons or another version"));
        }
        let length = fs::metadata(&self.part).map_or(0, |m| m.len());
        if length < entry.bytes {
            return Err(wrong("the interrupted output is shorter than its journal says"));
        }
        Ok(Some((entry.bytes, entry.progress)))
    }

    /// Takes the journal away: the output is whole.
    pub fn remove(&self) {
        // What is left would only be clutter.
        let _ = fs::remove_file(&self.path);
    }
}
