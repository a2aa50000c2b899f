//! Where articles come from: files and standard input, cut into jobs.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use framescope::article::Article;
use framescope::error::{Error, Kind, Result};
use framescope::input::chunks::{Chunk, Chunks};
use framescope::input::compressed::{inner_name, unpacked};
use framescope::input::rows::{self, Row, RowReader, Rows};
use framescope::input::warc::{Page, Pages};
use framescope::input::{Assembly, FileName, Ids, MetadataTable, Notes, ReadOptions, Shard};
use serde::{Deserialize, Serialize};

use crate::files;

/// Bytes of a chunk of lines: large enough that taking it costs nothing, small enough that it is still near the processor when it is
/// parsed, and pushes nothing away that words are looked up in.
const CHUNK: usize = 1 << 17;
/// Articles of a batch, where they come from single files.
const BATCH: usize = 16;
/// Files that are read together, where they have nothing to do with each other.
const FILES: usize = 256;
/// Rows of a batch of a table, and their bytes.
const ROWS: (usize, usize) = (2000, CHUNK);
/// Bytes that are read at a time.
const BUFFER: usize = 1 << 16;
/// A table of more bytes is read as a stream; smaller ones are read whole, because they may be metadata of other files.
const LARGE_TABLE: u64 = 8 << 20;

/// A place between two jobs: everything before it has been done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Place {
    /// Number of the source among the inputs.
    pub source: usize,
    /// Line, row or article that comes next in it, from 1; 0 at its beginning.
    pub next: u64,
}

/// What a worker gets.
pub struct Job {
    /// Where the next job begins.
    pub behind: Place,
    /// What to do.
    pub work: Work,
}

/// Articles in the form in which they are cheapest to hand over.
pub enum Work {
    /// Lines of JSON; `stem` and a line are the id of a record that has none, as wherever else it is read.
    Lines { file: Arc<str>, stem: Arc<str>, chunk: Chunk },
    /// Rows of a table.
    Rows { reader: Arc<RowReader>, rows: Vec<Row>, notes: Notes },
    /// Rows of a Parquet file.
    #[cfg(feature = "parquet")]
    Columns(super::columns::Columns),
    /// Pages of a web archive, and at its end what was passed over.
    Pages { file: Arc<files::Found>, pages: Vec<Result<Page>>, notes: Notes },
    /// Articles as read.
    Articles(Vec<Article>, Notes),
    /// What could not be read.
    Failed(Error),
}

/// A run of articles from one place: a file of many records, or all the files of few.
enum Source {
    StandardInput,
    Lines(files::Found),
    Table(files::Found),
    Warc(files::Found),
    #[cfg(feature = "parquet")]
    Parquet(files::Found),
    /// Files of few articles; `true` if they have to be read all at once.
    Together(Vec<files::Found>, bool),
    Failed(Vec<Error>),
}

/// The inputs of a run.
pub struct Inputs {
    sources: Vec<Source>,
    /// Bytes of all files, if they are known: as they lie on the disk.
    pub bytes: Option<u64>,
}

type Jobs = Box<dyn Iterator<Item = Job> + Send>;

impl Inputs {
    /// Looks at the paths. Files of lines and long tables are streamed; others are read together, because a metadata table may
    /// stand among them.
    ///
    /// # Errors
    /// If a path does not exist, or standard input is empty or mixed with files.
    pub fn of(paths: &[PathBuf], options: &ReadOptions) -> Result<Self> {
        if paths.iter().any(|p| p.as_os_str() == "-") {
            if paths.len() > 1 {
                let e = Error::new(Kind::Input, "- stands for standard input and cannot be mixed with files");
                return Err(e.help("give one or the other"));
            }
            // Refused before anything is written.
            if io::stdin().lock().fill_buf().is_ok_and(<[u8]>::is_empty) {
                return Err(files::nothing_came_in());
            }
            return Ok(Self { sources: vec![Source::StandardInput], bytes: None });
        }
        let shown: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
        let walk = files::walk(&shown)?;
        let mut inputs = Self { sources: vec![Source::Failed(walk.failures)], bytes: None };
        let mut bytes = 0;
        // What a table is about has to be read together with it; archives may hold such tables.
        let joined = walk.files.iter().any(|f| is_about_others(f, options));
        let at_once = joined || walk.files.iter().any(may_hold_tables);
        for found in walk.files {
            let size = std::fs::metadata(&found.path).map_or(0, |m| m.len());
            bytes += size;
            let source = match kind(&found, size, options) {
                Streamed::Lines if !joined => Source::Lines(found),
                Streamed::Table => Source::Table(found),
                Streamed::Warc if !joined => Source::Warc(found),
                #[cfg(feature = "parquet")]
                Streamed::Parquet => Source::Parquet(found),
                Streamed::Lines | Streamed::Warc | Streamed::No => match inputs.sources.pop() {
                    Some(Source::Together(mut list, _)) => {
                        list.push(found);
                        Source::Together(list, at_once)
                    }
                    other => {
                        inputs.sources.extend(other);
                        Source::Together(vec![found], at_once)
                    }
                },
            };
            inputs.sources.push(source);
        }
        inputs.bytes = Some(bytes);
        Ok(inputs)
    }

    /// All jobs from `from` on, in the order of the paths. `read` is told how many bytes are taken from the files.
    pub fn jobs(self, from: Place, options: &ReadOptions, shard: Shard, read: &Arc<AtomicU64>) -> Jobs {
        let mut out: Jobs = Box::new(std::iter::empty());
        for (number, source) in self.sources.into_iter().enumerate().skip(from.source) {
            let next = if number == from.source { from.next } else { 0 };
            let context = Context { number, next, options: options.clone(), shard, read: read.clone() };
            // Opened only when its turn has come: a corpus may have more files than can be open at once.
            out = Box::new(out.chain(std::iter::once_with(move || context.open(source)).flatten()));
        }
        out
    }
}

enum Streamed {
    Lines,
    Table,
    Warc,
    #[cfg(feature = "parquet")]
    Parquet,
    No,
}

fn kind(found: &files::Found, size: u64, options: &ReadOptions) -> Streamed {
    let packed = inner_name(&found.shown).is_some();
    let name = inner_name(&found.shown).unwrap_or(&found.shown);
    let extension = FileName::new(name).extension();
    match (options.format.as_deref(), extension.as_str()) {
        #[cfg(feature = "parquet")]
        (None, "parquet") if !packed => Streamed::Parquet,
        (None, "jsonl" | "ndjson") => Streamed::Lines,
        (None, "warc") => Streamed::Warc,
        (None, "csv" | "tsv" | "tab") if packed || size > LARGE_TABLE && table_of_texts(found, options) => {
            Streamed::Table
        }
        _ => Streamed::No,
    }
}

/// True for a table of files or addresses, whose articles stand elsewhere.
fn is_about_others(found: &files::Found, options: &ReadOptions) -> bool {
    if options.format.is_some() || !matches!(found.name().extension().as_str(), "csv" | "tsv" | "tab") {
        return false;
    }
    let mut sample = Vec::new();
    let read = File::open(&found.path).and_then(|f| f.take(1 << 16).read_to_end(&mut sample));
    if sample.len() == 1 << 16 {
        sample.truncate(sample.iter().rposition(|b| *b == b'\n').unwrap_or(0));
    }
    read.is_ok() && MetadataTable::is_one(&sample, options)
}

/// True for the names of archives of several files.
fn may_hold_tables(found: &files::Found) -> bool {
    let name = inner_name(&found.key).unwrap_or(&found.key);
    matches!(FileName::new(name).extension().as_str(), "zip" | "tar" | "tgz" | "taz" | "tzst")
}

fn table_of_texts(found: &files::Found, options: &ReadOptions) -> bool {
    let mut sample = Vec::new();
    let read = File::open(&found.path).and_then(|f| f.take(1 << 16).read_to_end(&mut sample));
    read.is_ok() && rows::holds_texts(&sample, options)
}

/// What a source needs to know to be opened.
struct Context {
    number: usize,
    next: u64,
    options: ReadOptions,
    shard: Shard,
    read: Arc<AtomicU64>,
}

impl Context {
    fn open(self, source: Source) -> Jobs {
        let (number, next) = (self.number, self.next);
        let (shown, jobs) = match source {
            Source::StandardInput => {
                let input = BufReader::with_capacity(BUFFER, Counting(io::stdin(), self.read.clone()));
                ("standard input".to_owned(), self.lines("standard input", "", Box::new(input)))
            }
            Source::Lines(found) => {
                let key = inner_name(&found.key).unwrap_or(&found.key);
                let stem = format!("{}:", FileName::below(&found.shown, key).stem());
                let jobs = self.file(&found).and_then(|input| self.lines(&found.shown, &stem, input));
                (found.shown, jobs)
            }
            Source::Table(found) => {
                let jobs = self.file(&found).and_then(|input| self.table(&found, input));
                (found.shown, jobs)
            }
            Source::Warc(found) => {
                let shown = found.shown.clone();
                let jobs = self.file(&found).and_then(|input| self.pages(found, input));
                (shown, jobs)
            }
            #[cfg(feature = "parquet")]
            Source::Parquet(found) => {
                let jobs = super::columns::jobs(&found, number, next, self.shard, &self.options, &self.read);
                (found.shown, jobs)
            }
            Source::Together(found, at_once) => return Box::new(self.together(found, at_once)),
            Source::Failed(errors) => {
                let behind = Place { source: number + 1, next: 0 };
                let job = move |e| Job { behind, work: Work::Failed(e) };
                return Box::new(errors.into_iter().skip(if next > 0 { usize::MAX } else { 0 }).map(job));
            }
        };
        let behind = Place { source: number + 1, next: 0 };
        jobs.unwrap_or_else(|e| {
            Box::new(std::iter::once(Job { behind, work: Work::Failed(e.in_file(shown)) }))
        })
    }

    fn file<'a>(&self, found: &files::Found) -> Result<Box<dyn BufRead + Send + 'a>> {
        let file = File::open(&found.path).map_err(|e| stopped(&e))?;
        Ok(Box::new(BufReader::with_capacity(BUFFER, Counting(file, self.read.clone()))))
    }

    fn lines(self, file: &str, stem: &str, input: Box<dyn BufRead + Send>) -> Result<Jobs> {
        let mut input = unpacked(input).map_err(|e| stopped(&e))?;
        if input.fill_buf().is_ok_and(<[u8]>::is_empty) {
            return Err(Error::empty());
        }
        let mut chunks = Chunks::new(input, CHUNK, self.options.record_limit);
        chunks.skip_to_line(self.next as usize).map_err(|e| stopped(&e))?;
        let (file, stem, source): (Arc<str>, Arc<str>, usize) = (file.into(), stem.into(), self.number);
        Ok(Box::new(std::iter::from_fn(move || {
            let work = match chunks.next()? {
                Ok(chunk) => Work::Lines { file: file.clone(), stem: stem.clone(), chunk },
                Err(e) => Work::Failed(stopped(&e).in_file(&*file)),
            };
            Some(Job { behind: Place { source, next: chunks.next_line() as u64 }, work })
        })))
    }

    fn table(self, found: &files::Found, input: Box<dyn BufRead + Send>) -> Result<Jobs> {
        let input = unpacked(input).map_err(|e| stopped(&e))?;
        let key = inner_name(&found.key).unwrap_or(&found.key);
        let name = FileName::below(&found.shown, key);
        let (rows, reader, notes) = rows::open(name, input, &self.options)?;
        let mut jobs = TableJobs {
            rows,
            reader: Arc::new(reader),
            notes,
            done: 0,
            shard: self.shard,
            source: self.number,
            failed: None,
        };
        while jobs.done + 1 < self.next && jobs.rows.next_row().is_some() {
            jobs.done += 1;
        }
        Ok(Box::new(jobs))
    }

    fn pages(self, found: files::Found, input: Box<dyn BufRead + Send>) -> Result<Jobs> {
        let mut pages = Pages::new(&found.shown, unpacked(input).map_err(|e| stopped(&e))?);
        let (file, source, shard) = (Arc::new(found), self.number, self.shard);
        let mut done = 0;
        while done + 1 < self.next && pages.next().is_some() {
            done += 1;
        }
        let mut ended = false;
        Ok(Box::new(std::iter::from_fn(move || {
            let mut batch = Vec::new();
            while !ended && batch.len() < BATCH {
                match pages.next() {
                    None => {
                        ended = true;
                        let (pages, notes) = (batch, pages.passed_over().clone());
                        let behind = Place { source: source + 1, next: 0 };
                        return Some(Job { behind, work: Work::Pages { file: file.clone(), pages, notes } });
                    }
                    Some(page) => {
                        done += 1;
                        batch.extend(Some(page).filter(|_| shard.has(done)));
                    }
                }
            }
            let behind = Place { source, next: done + 1 };
            let work = Work::Pages { file: file.clone(), pages: batch, notes: Notes::default() };
            (!ended).then_some(Job { behind, work })
        })))
    }

    /// Files of few articles, some at a time unless they belong together.
    fn together(self, found: Vec<files::Found>, at_once: bool) -> impl Iterator<Item = Job> + Send {
        let Self { number, next, options, shard, read } = self;
        let size = if at_once { found.len() } else { FILES };
        let mut found = found.into_iter();
        let (mut ids, mut done) = (Ids::default(), 0u64);
        let load = move || {
            let files: Vec<files::Found> = found.by_ref().take(size.max(1)).collect();
            if files.is_empty() {
                return None;
            }
            let mut corpus = Assembly::after(std::mem::take(&mut ids), &options);
            files::add_files(&mut corpus, &files, &options, |_, bytes| {
                read.fetch_add(bytes.len() as u64, Ordering::Relaxed);
            });
            let (reading, met) = corpus.finish_part();
            ids = met;
            // What could not be read was named before a run was interrupted among these files.
            let failures = if next > done + 1 { vec![] } else { reading.failures };
            let before = Place { source: number, next: if done == 0 { 0 } else { done + 1 } };
            let failed = failures.into_iter().map(Work::Failed);
            let mut jobs: Vec<Job> = failed.map(|work| Job { behind: before, work }).collect();
            let mut notes = reading.notes;
            let numbered = (done + 1..).zip(reading.articles).inspect(|(n, _)| done = *n);
            let mut articles = numbered.filter(|(n, _)| *n >= next).peekable();
            while articles.peek().is_some() {
                let batch: Vec<(u64, Article)> = articles.by_ref().take(BATCH).collect();
                let behind = Place { source: number, next: batch.last().map_or(0, |b| b.0 + 1) };
                let mine = batch.into_iter().filter(|(n, _)| shard.has(*n)).map(|(_, a)| a).collect();
                jobs.push(Job { behind, work: Work::Articles(mine, std::mem::take(&mut notes)) });
            }
            Some(jobs)
        };
        std::iter::from_fn(load).flatten()
    }
}

/// The jobs of a table.
struct TableJobs<'a> {
    rows: Rows<'a>,
    reader: Arc<RowReader>,
    notes: Notes,
    done: u64,
    shard: Shard,
    source: usize,
    failed: Option<Error>,
}

impl Iterator for TableJobs<'_> {
    type Item = Job;

    fn next(&mut self) -> Option<Job> {
        let job = |behind, work| Some(Job { behind: Place { source: behind, next: 0 }, work });
        if let Some(e) = self.failed.take() {
            return job(self.source + 1, Work::Failed(e));
        }
        let (mut batch, mut bytes) = (Vec::new(), 0);
        while batch.len() < ROWS.0 && bytes < ROWS.1 {
            match self.rows.next_row() {
                None => break,
                Some(Err(e)) => {
                    self.failed = Some(e);
                    break;
                }
                Some(Ok(row)) => {
                    self.done += 1;
                    if self.shard.has(self.done) {
                        bytes += row.len();
                        batch.push(row);
                    }
                }
            }
        }
        if batch.is_empty() {
            return self.failed.take().and_then(|e| job(self.source + 1, Work::Failed(e)));
        }
        let notes = std::mem::take(&mut self.notes);
        Some(Job {
            behind: Place { source: self.source, next: self.done + 1 },
            work: Work::Rows { reader: self.reader.clone(), rows: batch, notes },
        })
    }
}

pub fn stopped(e: &io::Error) -> Error {
    Error::new(Kind::Input, format!("reading stopped: {e}"))
}

/// Counts what is read.
struct Counting<R>(R, Arc<AtomicU64>);

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.0.read(into)?;
        self.1.fetch_add(n as u64, Ordering::Relaxed);
        Ok(n)
    }
}
