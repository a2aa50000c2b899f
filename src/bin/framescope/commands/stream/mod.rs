//! Articles from files and standard input through workers to an output: in order, in bounded memory.
//!
//! ```text
//! source: files → jobs ─ordered workers→ products in order ─sink→ standard output, or a file with its journal
//! ```

#[cfg(feature = "parquet")]
mod columns;
mod ids;
mod journal;
mod sink;
mod source;
mod stats;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use framescope::article::Article;
use framescope::error::{Error, Kind, Result};
use framescope::input::jsonl::Records;
use framescope::input::{Notes, ReadOptions, Shard};
use framescope::report::manifest::hash;
use framescope::score::stream::ordered;

use super::Outcome;
use super::inputs::Reads;
use crate::args::Global;
use crate::terminal;
pub use journal::Progress;
use sink::CLOSED;
#[cfg(feature = "parquet")]
pub use sink::ParquetOutput;
pub use sink::{Destination, OpenOutput, Output, Text, nothing_read};
use source::{Inputs, Job, Work};
pub use stats::Tally;

/// How a stream is worked through and where its results go.
#[derive(Debug, clap::Args, Clone, Default)]
pub struct Streaming {
    /// Write to this file, whole or not at all, instead of standard output
    #[arg(long, short, value_name = "FILE")]
    pub out: Option<PathBuf>,
    /// Continue an interrupted run of the same command where it stopped (with --out)
    #[arg(long, requires = "out")]
    pub resume: bool,
    /// Do one of several parts, such as 3/16; the parts together are the whole
    #[arg(long, value_name = "I/N", value_parser = |s: &str| s.parse::<Shard>().map_err(|e| e.to_string()))]
    pub shard: Option<Shard>,
    /// Print bytes, articles, tokens, hits, seconds and peak memory on standard error at the end
    #[arg(long)]
    pub stats: bool,
}

/// What turns articles into a product; every thread has its own.
pub trait Worker {
    /// What becomes of a job's articles.
    type Product: Send + Default;

    /// Adds an article to the product.
    ///
    /// # Errors
    /// If the article cannot be worked on; it is left out.
    fn article(&mut self, article: &Article, product: &mut Self::Product) -> Result<Tally>;

    /// Ends the product of a job.
    fn finish(&mut self, _product: &mut Self::Product) {}
}

/// What a worker gives back.
struct Done<P> {
    product: P,
    failures: Vec<Error>,
    notes: Notes,
    tally: Tally,
    named: ids::Named,
    behind: source::Place,
}

/// What a run is of: decides whether an interrupted one may be continued.
pub struct Run<'a> {
    /// The paths as typed.
    pub paths: &'a [PathBuf],
    /// How they are read.
    pub reads: &'a Reads,
    /// How the stream is worked through.
    pub streaming: &'a Streaming,
    /// Options of the whole program.
    pub global: &'a Global,
    /// Everything else that the output depends on.
    pub settings: String,
}

impl Run<'_> {
    /// A hash of everything that the output depends on but the contents of the inputs.
    fn identity(&self) -> Result<String> {
        let Self { paths, reads, streaming, settings, .. } = self;
        let version = env!("CARGO_PKG_VERSION");
        let shard = streaming.shard;
        let mut said = format!("{version} {paths:?} {:?} {shard:?} {settings}", reads.articles).into_bytes();
        for path in &reads.lexicons {
            said.extend(crate::files::read(path, &path.display().to_string(), crate::files::LARGEST)?);
        }
        Ok(hash(&said))
    }
}

/// Reads all articles (`-` is JSONL on standard input), lets workers turn them into products, and gives these to the output in
/// the order of the articles.
///
/// # Errors
/// If a path does not exist, an interrupted run cannot be continued, or writing fails; a closed pipe is success.
pub fn run<W, O>(run: &Run<'_>, make: impl Fn() -> W + Sync, output: O) -> Result<Outcome>
where
    W: Worker,
    O: Output<W::Product>,
{
    let Run { reads, streaming, global, .. } = run;
    let started = stats::Clock::start();
    let options = reads.options()?;
    let threads =
        global.threads.unwrap_or_else(|| std::thread::available_parallelism().map_or(1, usize::from)).max(1);
    // Said before hours of work, not behind them.
    if let Some(out) = streaming.out.as_deref().filter(|out| out.is_dir()) {
        let e = Error::new(Kind::Output, "this is a folder, not a file").in_path(out);
        return Err(e.help("name a file in it"));
    }
    if let Some(file) = run.paths.iter().find(|p| p.ends_with("study.toml") && p.is_file()) {
        let e = Error::new(Kind::Input, "this is the file of a study, and no article").in_path(file);
        return Err(e.help("name the articles of the study, or use report or compare, which read it"));
    }
    let is_study = |p: &&PathBuf| p.join("study.toml").is_file();
    if let Some(study) = run.paths.iter().find(is_study).filter(|_| !global.quiet) {
        let study = study.display();
        terminal::note(&format!(
            "{study} is a study, and is read here as a folder of files, its prose among them, without its lexicons and rules: name its \
             articles instead, such as {study}/articles {study}/articles.csv, or use report or compare"
        ));
    }
    let inputs = Inputs::of(run.paths, &options)?;
    let identity = if streaming.out.is_some() { run.identity()? } else { String::new() };
    let (mut output, mut progress) = output.open(&Destination {
        out: streaming.out.as_deref(),
        resume: streaming.resume,
        identity: &identity,
    })?;
    let read = Arc::new(AtomicU64::new(0));
    let bar = terminal::Progress::bytes(inputs.bytes, global.quiet);
    let shard = streaming.shard.unwrap_or_default();
    let jobs = inputs.jobs(progress.place, &options, shard, &read);
    let (mut notes, mut met) = (Notes::default(), ids::Met::default());
    let worker = || {
        let mut each = make();
        let options = options.clone();
        move |job: Job| work(job, &options, shard, &mut each)
    };
    let finished = ordered(threads, jobs, worker, |done| {
        progress.failed |= !done.failures.is_empty();
        done.failures.iter().for_each(terminal::error);
        notes.append(&done.notes);
        met.take(&done.named);
        progress.tally += done.tally;
        progress.place = done.behind;
        bar.set(read.load(Ordering::Relaxed), progress.tally.articles);
        output.write(done.product, &progress)
    });
    drop(bar);
    // All that was given failed, and is named: a table of nothing would take the place of an older one. A part may well have none.
    let nothing = progress.tally.articles == 0 && progress.failed && streaming.shard.is_none();
    let ended = finished.and_then(|()| {
        if nothing {
            output.abandon();
            return Err(nothing_read());
        }
        output.finish()
    });
    match ended {
        Err(e) if e.reason() == CLOSED => return Ok(Outcome::Done),
        other => other?,
    }
    if !global.quiet {
        crate::files::note_unmet(&options, &mut notes);
        // A part of a few articles may well have none.
        if progress.tally.articles == 0 && !progress.failed && streaming.shard.is_none() {
            terminal::note("no article was read: the output has nothing in it");
        }
        notes.list().into_iter().for_each(|n| terminal::note(&n.to_string()));
        met.told().iter().for_each(|told| terminal::note(told));
    }
    if streaming.stats {
        terminal::note(&started.report(read.load(Ordering::Relaxed), &progress.tally));
    }
    Ok(if progress.failed { Outcome::Partly } else { Outcome::Done })
}

fn work<W: Worker>(job: Job, options: &ReadOptions, shard: Shard, worker: &mut W) -> Done<W::Product> {
    let mut done = Done {
        product: W::Product::default(),
        failures: vec![],
        notes: Notes::default(),
        tally: Tally::default(),
        named: ids::Named::default(),
        behind: job.behind,
    };
    let one = |article: Result<Article>, done: &mut Done<W::Product>, worker: &mut W| {
        let read = article.and_then(|a| {
            let tally = worker.article(&a, &mut done.product)?;
            done.named.add(&a);
            Ok(tally)
        });
        match read {
            Ok(tally) => done.tally += tally,
            Err(e) => done.failures.push(e),
        }
    };
    match job.work {
        Work::Failed(e) => done.failures.push(e),
        Work::Articles(articles, notes) => {
            done.notes = notes;
            for article in articles {
                one(Ok(article), &mut done, worker);
            }
        }
        Work::Pages { file, pages, notes } => {
            done.notes = notes;
            for page in pages {
                match page.and_then(|p| p.article(file.name(), options, &mut done.notes)) {
                    Ok(Some(article)) => one(Ok(article), &mut done, worker),
                    Ok(None) => {}
                    Err(e) => done.failures.push(e),
                }
            }
        }
        Work::Rows { reader, rows, notes } => {
            done.notes = notes;
            for row in &rows {
                let article = reader.article(row, &mut done.notes);
                one(article, &mut done, worker);
            }
        }
        #[cfg(feature = "parquet")]
        Work::Columns(columns) => {
            for article in columns.articles(&mut done.notes) {
                one(article, &mut done, worker);
            }
        }
        Work::Lines { file, stem, chunk } => {
            let records = Records::new(&file, &chunk.bytes[..], options).with_id_prefix(stem.to_string());
            let mut records = records.starting_at(chunk.first_line).only(shard);
            for article in records.by_ref() {
                one(article, &mut done, worker);
            }
            done.notes = records.notes().clone();
        }
    }
    worker.finish(&mut done.product);
    done
}

/// Makes a worker of a function that appends the bytes of an article.
pub struct Bytes<F>(pub F);

impl<F: FnMut(&Article, &mut Vec<u8>) -> Result<Tally>> Worker for Bytes<F> {
    type Product = Vec<u8>;

    fn article(&mut self, article: &Article, product: &mut Vec<u8>) -> Result<Tally> {
        (self.0)(article, product)
    }
}

/// Refuses options that only make sense together with a file.
///
/// # Errors
/// If `--resume` is given for a format that cannot be continued.
pub fn refuse_resume(streaming: &Streaming, format: &str) -> Result<()> {
    if streaming.resume {
        let e = Error::new(Kind::Output, format!("an interrupted {format} file cannot be continued"));
        return Err(e.help(
            "write jsonl or csv, or several files with --shard and make those again that are missing",
        ));
    }
    Ok(())
}
