//! Where products go: standard output, or a file that gets its name only when it is whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use framescope::error::{Error, Kind, Result};

use super::journal::{Journal, Progress};
use crate::files::Writable;

/// The reason of the error that means that nobody listens any more.
pub const CLOSED: &str = "the reader has closed the pipe";

/// How often the journal is written.
const EVERY: Duration = Duration::from_secs(2);

/// Where a run writes to.
pub struct Destination<'a> {
    /// The file; `None` is standard output.
    pub out: Option<&'a Path>,
    /// Continue where an interrupted run stopped.
    pub resume: bool,
    /// Hash of what the run is of.
    pub identity: &'a str,
}

/// Takes products in order.
pub trait Output<P> {
    /// What it is once it is open.
    type Open: OpenOutput<P>;

    /// Opens it, and tells how far an interrupted run has come.
    ///
    /// # Errors
    /// If it cannot be written, or the interrupted run was another.
    fn open(self, to: &Destination<'_>) -> Result<(Self::Open, Progress)>;
}

/// An output that takes products.
pub trait OpenOutput<P> {
    /// Takes the next product; `progress` is how far the run has come with it.
    ///
    /// # Errors
    /// If it cannot be written.
    fn write(&mut self, product: P, progress: &Progress) -> Result<()>;

    /// Ends the output; only now it has its name.
    ///
    /// # Errors
    /// If it cannot be written.
    fn finish(self) -> Result<()>;

    /// Takes back what has no name yet, for there is nothing to write.
    fn abandon(self);
}

/// The error of a run that read nothing.
pub fn nothing_read() -> Error {
    Error::new(Kind::Input, "no article was read, so nothing is written")
}

/// Bytes with something before and behind them.
pub struct Text {
    /// Before the first byte.
    pub head: Vec<u8>,
    /// Behind the last one.
    pub tail: Vec<u8>,
    /// Whether the two are an output with nothing between them, as the head of a table is; a legend of nothing is none.
    pub alone: bool,
}

impl Output<Vec<u8>> for Text {
    type Open = OpenText;

    fn open(self, to: &Destination<'_>) -> Result<(OpenText, Progress)> {
        let stream = |target: Target, text: Self| {
            let open = OpenText { to: target, head: text.head, tail: text.tail, empty: !text.alone };
            Ok((open, Progress::default()))
        };
        let Some(out) = to.out else { return stream(Target::Stdout(io::stdout()), self) };
        let out = &match writable(out, to.resume)? {
            Writable::Device(device) => return stream(Target::Device(device, out.to_owned()), self),
            Writable::File(out) => out,
        };
        let journal = Journal::of(out, to.identity);
        let found = if to.resume { journal.found()? } else { None };
        let (bytes, progress) = found.unwrap_or_default();
        let failed = |e: io::Error| unwritable(&journal.part, &e);
        if !to.resume {
            journal.remove();
        }
        make_folder(out)?;
        let mut file = OpenOptions::new()
            .write(true)
            .create(true)
            .truncate(false)
            .open(&journal.part)
            .map_err(failed)?;
        // What stands behind the last entry of the journal may be half an article.
        file.set_len(bytes).and_then(|()| file.seek(SeekFrom::End(0))).map_err(failed)?;
        let head = if bytes > 0 { vec![] } else { self.head };
        let good = (bytes, progress.clone());
        let target = Target::File { file, journal, out: out.to_owned(), bytes, noted: Instant::now(), good };
        let empty = !self.alone && bytes == 0;
        Ok((OpenText { to: target, head, tail: self.tail, empty }, progress))
    }
}

/// Bytes on their way.
pub struct OpenText {
    to: Target,
    head: Vec<u8>,
    tail: Vec<u8>,
    /// Nothing has come that would make an output of head and tail.
    empty: bool,
}

enum Target {
    Stdout(io::Stdout),
    /// A device or a pipe, and its path.
    Device(File, PathBuf),
    File {
        file: File,
        journal: Journal,
        out: PathBuf,
        bytes: u64,
        noted: Instant,
        /// Bytes and progress up to the last whole product.
        good: (u64, Progress),
    },
}

impl OpenText {
    fn put(&mut self, bytes: &[u8]) -> Result<()> {
        match &mut self.to {
            Target::Stdout(out) => out.lock().write_all(bytes).map_err(|e| on_stdout(&e)),
            Target::Device(file, path) => file.write_all(bytes).map_err(|e| on_device(&e, path)),
            Target::File { file, journal, bytes: written, good, .. } => {
                *written += bytes.len() as u64;
                file.write_all(bytes).map_err(|e| {
                    // The journal is small: often there is room for it where there was none for the rest.
                    let _ = journal.note(good.0, &good.1);
                    unwritable(&journal.part, &e)
                })
            }
        }
    }
}

impl OpenOutput<Vec<u8>> for OpenText {
    fn write(&mut self, product: Vec<u8>, progress: &Progress) -> Result<()> {
        // The head waits for the first row: until then there may be nothing to write.
        if !product.is_empty() {
            self.empty = false;
            let head = std::mem::take(&mut self.head);
            self.put(&head)?;
            self.put(&product)?;
        }
        if let Target::File { file, journal, bytes, noted, good, .. } = &mut self.to {
            *good = (*bytes, progress.clone());
            if noted.elapsed() >= EVERY {
                file.sync_data().map_err(|e| unwritable(&journal.part, &e))?;
                journal.note(*bytes, progress)?;
                *noted = Instant::now();
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<()> {
        if self.empty {
            self.abandon();
            return Err(nothing_read());
        }
        let ends = [std::mem::take(&mut self.head), std::mem::take(&mut self.tail)].concat();
        self.put(&ends)?;
        match self.to {
            Target::Stdout(out) => out.lock().flush().map_err(|e| on_stdout(&e)),
            Target::Device(mut file, path) => file.flush().map_err(|e| on_device(&e, &path)),
            Target::File { file, journal, out, .. } => {
                let named = file.sync_all().and_then(|()| fs::rename(&journal.part, &out));
                named.map_err(|e| unwritable(&out, &e))?;
                journal.remove();
                Ok(())
            }
        }
    }

    fn abandon(self) {
        if let Target::File { journal, .. } = &self.to {
            journal.remove();
            let _ = fs::remove_file(&journal.part);
        }
    }
}

/// Makes the folder that a file is to stand in.
fn make_folder(out: &Path) -> Result<()> {
    match out.parent().filter(|p| !p.as_os_str().is_empty()) {
        Some(folder) => fs::create_dir_all(folder).map_err(|e| unwritable(folder, &e)),
        None => Ok(()),
    }
}

/// What an output goes into; only a file can be continued.
fn writable(out: &Path, resume: bool) -> Result<Writable> {
    let there = Writable::of(out)?;
    if resume && matches!(there, Writable::Device(_)) {
        let e = Error::new(Kind::Output, "this is no file, so it cannot be continued").in_path(out);
        return Err(e.help("leave --resume out, or name a file"));
    }
    Ok(there)
}

fn on_device(e: &io::Error, path: &Path) -> Error {
    match e.kind() {
        ErrorKind::BrokenPipe => Error::new(Kind::Output, CLOSED),
        _ => unwritable(path, e),
    }
}

fn on_stdout(e: &io::Error) -> Error {
    match e.kind() {
        ErrorKind::BrokenPipe => Error::new(Kind::Output, CLOSED),
        _ => Error::new(Kind::Output, format!("it cannot be written: {e}")).in_file("standard output"),
    }
}

fn unwritable(path: &Path, e: &io::Error) -> Error {
    Error::new(Kind::Output, format!("it cannot be written: {e}"))
        .in_path(path)
        .help("free space or choose another place; --resume continues what has been written")
}

#[cfg(feature = "parquet")]
pub use parquet_output::ParquetOutput;

#[cfg(feature = "parquet")]
mod parquet_output {
    use std::io::IsTerminal;

    use framescope::error::{Error, Kind};
    use framescope::score::Scheme;
    use framescope::score::columns::Batch;
    use framescope::score::parquet::ScoreFile;

    use super::{
        Destination, File, Journal, OpenOutput, Output, PathBuf, Progress, Result, Writable, Write, fs, io,
        make_folder, unwritable, writable,
    };

    /// Rows as columns.
    pub struct ParquetOutput<'a>(pub &'a Scheme);

    impl Output<Option<Batch>> for ParquetOutput<'_> {
        type Open = OpenParquet;

        fn open(self, to: &Destination<'_>) -> Result<(OpenParquet, Progress)> {
            let (part, name): (Box<dyn Write + Send>, _) = match to.out {
                None if io::stdout().is_terminal() => {
                    let e = Error::new(Kind::Output, "a terminal cannot show Parquet");
                    return Err(e.help("name a file with --out, or hand it on to another program"));
                }
                None => (Box::new(io::stdout()), None),
                Some(out) => match writable(out, to.resume)? {
                    Writable::Device(device) => (Box::new(device), None),
                    Writable::File(out) => {
                        let journal = Journal::of(&out, to.identity);
                        journal.remove();
                        make_folder(&out)?;
                        let file = File::create(&journal.part).map_err(|e| unwritable(&journal.part, &e))?;
                        (Box::new(file), Some((journal.part, out)))
                    }
                },
            };
            Ok((OpenParquet { file: ScoreFile::new(part, self.0)?, name }, Progress::default()))
        }
    }

    /// Columns on their way.
    pub struct OpenParquet {
        file: ScoreFile<Box<dyn Write + Send>>,
        name: Option<(PathBuf, PathBuf)>,
    }

    impl OpenOutput<Option<Batch>> for OpenParquet {
        fn write(&mut self, product: Option<Batch>, _: &Progress) -> Result<()> {
            product.map_or(Ok(()), |batch| self.file.write(&batch))
        }

        fn finish(self) -> Result<()> {
            self.file.finish()?;
            if let Some((part, out)) = self.name {
                let synced = File::open(&part).and_then(|f| f.sync_all());
                synced.and_then(|()| fs::rename(&part, &out)).map_err(|e| unwritable(&out, &e))?;
            }
            Ok(())
        }

        fn abandon(self) {
            if let Some((part, _)) = self.name {
                let _ = fs::remove_file(part);
            }
        }
    }
}
