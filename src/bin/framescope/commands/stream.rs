//! Articles from files and standard input through workers to standard output: in order, in bounded memory.

use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::PathBuf;

use framescope::article::Article;
use framescope::error::{Error, Kind, Result};
use framescope::input::chunks::{Chunk, Chunks};
use framescope::input::jsonl::Records;
use framescope::input::{Notes, ReadOptions};
use framescope::score::stream::ordered;

use super::Outcome;
use super::inputs::Reads;
use crate::args::Global;
use crate::{files, terminal};

/// Bytes of a chunk of lines: large enough that taking it costs nothing, small enough that few are in memory.
const CHUNK: usize = 1 << 20;
/// Articles of a batch, where they come from single files.
const BATCH: usize = 16;

/// What a worker gets.
enum Job {
    Lines { file: String, chunk: Chunk },
    Articles(Vec<Article>),
    Failed(Error),
}

/// What a worker gives back.
#[derive(Default)]
struct Done {
    bytes: Vec<u8>,
    failures: Vec<Error>,
    notes: Notes,
    articles: u64,
}

/// Reads all articles of `paths` (`-` is JSONL on standard input), lets workers turn each into bytes, and writes these to
/// standard output in the order of the articles.
///
/// # Errors
/// If a path does not exist, or writing fails; a closed pipe is success.
pub fn run<W>(
    paths: &[PathBuf],
    reads: &Reads,
    global: &Global,
    head: &[u8],
    make: impl Fn() -> W + Sync,
) -> Result<Outcome>
where
    W: FnMut(&Article, &mut Vec<u8>) -> Result<()>,
{
    let options = reads.options()?;
    let threads =
        global.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    let jobs = jobs(paths, &options)?;
    let mut out = Output::new(head);
    let progress = terminal::Progress::articles(None, global.quiet);
    let mut failed = false;
    let mut notes = Notes::default();
    let worker = || {
        let mut each = make();
        let options = options.clone();
        move |job: Job| work(job, &options, &mut each)
    };
    let finished = ordered(threads, jobs, worker, |done| {
        failed |= !done.failures.is_empty();
        done.failures.iter().for_each(terminal::error);
        notes.append(&done.notes);
        progress.add(done.articles);
        out.write(&done.bytes)
    });
    drop(progress);
    match finished.and_then(|()| out.finish()) {
        Err(e) if e.reason() == CLOSED => return Ok(Outcome::Done),
        other => other?,
    }
    if !global.quiet {
        notes.list().into_iter().for_each(|n| terminal::note(&n.to_string()));
    }
    Ok(if failed { Outcome::Partly } else { Outcome::Done })
}

fn work(
    job: Job,
    options: &ReadOptions,
    each: &mut impl FnMut(&Article, &mut Vec<u8>) -> Result<()>,
) -> Done {
    let mut done = Done::default();
    let mut one = |article: Result<Article>, done: &mut Done| {
        done.articles += 1;
        if let Err(e) = article.and_then(|a| each(&a, &mut done.bytes)) {
            done.failures.push(e);
        }
    };
    match job {
        Job::Failed(e) => done.failures.push(e),
        Job::Articles(articles) => articles.into_iter().for_each(|a| one(Ok(a), &mut done)),
        Job::Lines { file, chunk } => {
            let mut records = Records::new(&file, &chunk.bytes[..], options).starting_at(chunk.first_line);
            for article in records.by_ref() {
                one(article, &mut done);
            }
            done.notes = records.notes().clone();
        }
    }
    done
}

/// Jobs in the order of the paths. Line files are streamed; others are read together, because a metadata table may stand among
/// them.
fn jobs(paths: &[PathBuf], options: &ReadOptions) -> Result<Box<dyn Iterator<Item = Job> + Send>> {
    if paths.iter().any(|p| p.as_os_str() == "-") {
        if paths.len() > 1 {
            return Err(Error::new(
                Kind::Input,
                "- stands for standard input and cannot be mixed with files",
            )
            .help("give one or the other"));
        }
        return Ok(lines(
            "standard input".into(),
            Box::new(BufReader::with_capacity(1 << 18, std::io::stdin())),
            options,
        ));
    }
    let shown: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
    let walk = files::walk(&shown)?;
    let is_lines = |f: &files::Found| {
        options.format.is_none() && matches!(f.name().extension().as_str(), "jsonl" | "ndjson")
    };
    let mut out: Box<dyn Iterator<Item = Job> + Send> = Box::new(walk.failures.into_iter().map(Job::Failed));
    let mut rest = Vec::new();
    for found in walk.files {
        if !is_lines(&found) {
            rest.push(found);
            continue;
        }
        out = Box::new(out.chain(together(std::mem::take(&mut rest), options)));
        let next: Box<dyn Iterator<Item = Job> + Send> = match std::fs::File::open(&found.path) {
            Ok(f) => lines(found.shown, Box::new(BufReader::with_capacity(1 << 18, f)), options),
            Err(e) => Box::new(std::iter::once(Job::Failed(
                Error::new(Kind::Input, e.to_string()).in_file(found.shown),
            ))),
        };
        out = Box::new(out.chain(next));
    }
    Ok(Box::new(out.chain(together(rest, options))))
}

fn lines(
    file: String,
    input: Box<dyn BufRead + Send>,
    options: &ReadOptions,
) -> Box<dyn Iterator<Item = Job> + Send> {
    let chunks = Chunks::new(input, CHUNK, options.record_limit);
    Box::new(chunks.map(move |chunk| match chunk {
        Ok(chunk) => Job::Lines { file: file.clone(), chunk },
        Err(e) => Job::Failed(Error::new(Kind::Input, format!("reading stopped: {e}")).in_file(file.clone())),
    }))
}

fn together(found: Vec<files::Found>, options: &ReadOptions) -> impl Iterator<Item = Job> + Send + use<> {
    let options = options.clone();
    let read = move || {
        let walk = files::Walk { files: found, ..files::Walk::default() };
        let reading = files::read_articles(walk, &options, |_, _| ());
        let mut jobs: Vec<Job> = reading.failures.into_iter().map(Job::Failed).collect();
        let mut articles = reading.articles.into_iter().peekable();
        while articles.peek().is_some() {
            jobs.push(Job::Articles(articles.by_ref().take(BATCH).collect()));
        }
        jobs
    };
    std::iter::once_with(read).flatten()
}

const CLOSED: &str = "the reader has closed the pipe";

/// Standard output; the head is written with the first bytes.
struct Output {
    out: std::io::Stdout,
    head: Vec<u8>,
}

impl Output {
    fn new(head: &[u8]) -> Self {
        Self { out: std::io::stdout(), head: head.to_vec() }
    }

    fn write(&mut self, bytes: &[u8]) -> Result<()> {
        let head = std::mem::take(&mut self.head);
        let mut out = self.out.lock();
        out.write_all(&head).and_then(|()| out.write_all(bytes)).map_err(|e| Self::failed(&e))
    }

    fn finish(&mut self) -> Result<()> {
        self.write(&[])?;
        self.out.lock().flush().map_err(|e| Self::failed(&e))
    }

    fn failed(e: &std::io::Error) -> Error {
        match e.kind() {
            ErrorKind::BrokenPipe => Error::new(Kind::Output, CLOSED),
            _ => Error::new(Kind::Output, e.to_string()).in_file("standard output"),
        }
    }
}
