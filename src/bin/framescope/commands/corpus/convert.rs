//! `corpus convert`: articles as read, in a format that other programs read.

use std::collections::BTreeSet;
use std::path::PathBuf;

use framescope::article::Article;
use framescope::error::{Error, Kind, Result};
use framescope::input::writing;

use super::spool::{Lines, Spool};
use super::{Outcome, Paths};
use crate::args::Global;
use crate::commands::stream::{
    self, Bytes, Destination, OpenOutput, Output, Progress, Run, Streaming, Tally, Text, Worker,
};
use crate::files;

/// What articles are written as.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  framescope corpus convert downloads/ > articles.jsonl
  framescope corpus convert nexis.docx --to folder --out articles
  framescope corpus convert news.warc.gz --to parquet --out news.parquet")]
pub struct Args {
    #[command(flatten)]
    pub which: Paths,
    /// What to write
    #[arg(long, alias = "format", value_enum, default_value_t = Format::Jsonl)]
    pub to: Format,
    /// Write to this file (or folder) instead of standard output
    #[arg(long, value_name = "FILE | DIR")]
    pub out: Option<PathBuf>,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Jsonl,
    Csv,
    /// A column for each field, compressed (needs a build with `parquet`)
    Parquet,
    /// A folder of text files with front matter
    Folder,
}

/// Runs the command: articles go from their files to the output one after the other, so that a corpus may be of any length.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    if args.to == Format::Folder {
        let Some(out) = &args.out else {
            let e = Error::new(Kind::Output, "a folder cannot go to standard output");
            return Err(e.help("name it with --out DIR"));
        };
        files::empty(out)?;
        let mut folder = FolderOutput { folder: files::part::Folder::new(out)?, taken: BTreeSet::new() };
        let outcome = each(args, global, || Named, &mut folder, FolderOutput::add)?;
        folder.folder.finish()?;
        return Ok(outcome);
    }
    if args.to == Format::Jsonl && !args.which.is_study() {
        return lines(args, global);
    }
    // A table needs the names of all columns before its first row: the articles wait in a file beside the output.
    let mut spool = Spool::new(args.out.as_deref())?;
    let outcome = each(args, global, || Spooled, &mut spool, Spool::add)?;
    match args.to {
        Format::Jsonl => spool.copy(args.out.as_deref())?,
        Format::Csv => spool.csv(args.out.as_deref())?,
        Format::Parquet | Format::Folder => spool.parquet(args.out.as_deref())?,
    }
    Ok(outcome)
}

/// Lines straight to the output.
fn lines(args: &Args, global: &Global) -> Result<Outcome> {
    let Paths { paths, reads } = &args.which;
    let streaming = Streaming { out: args.out.clone(), ..Streaming::default() };
    let run = Run { paths, reads, streaming: &streaming, global, settings: "convert to jsonl".into() };
    let worker = || {
        Bytes(|a: &Article, out: &mut Vec<u8>| {
            line(a, out);
            Ok(ONE)
        })
    };
    stream::run(&run, worker, Text { head: vec![], tail: vec![], alone: true })
}

/// Gives what `make` makes of the articles to `add`, in their order.
fn each<W: Worker, T>(
    args: &Args,
    global: &Global,
    make: impl Fn() -> W + Sync,
    to: &mut T,
    add: fn(&mut T, W::Product) -> Result<()>,
) -> Result<Outcome> {
    let Paths { paths, reads } = &args.which;
    if args.which.is_study() {
        // The articles of a study are those that its file names; a study fits into memory.
        let (loaded, outcome) = args.which.load(global)?;
        let mut worker = make();
        for article in &loaded.reading.articles {
            let mut product = W::Product::default();
            worker.article(article, &mut product)?;
            add(to, product)?;
        }
        return Ok(outcome);
    }
    let streaming = Streaming::default();
    let run = Run { paths, reads, streaming: &streaming, global, settings: String::new() };
    stream::run(&run, make, HandOver { to, add })
}

const ONE: Tally = Tally { articles: 1, text: 0, tokens: 0, hits: 0 };

fn line(article: &Article, out: &mut Vec<u8>) {
    out.extend_from_slice(writing::json(article).to_string().as_bytes());
    out.push(b'\n');
}

/// An output that hands every product on.
struct HandOver<'t, T, P> {
    to: &'t mut T,
    add: fn(&mut T, P) -> Result<()>,
}

impl<T, P> Output<P> for HandOver<'_, T, P> {
    type Open = Self;

    fn open(self, _: &Destination<'_>) -> Result<(Self, Progress)> {
        Ok((self, Progress::default()))
    }
}

impl<T, P> OpenOutput<P> for HandOver<'_, T, P> {
    fn write(&mut self, product: P, _: &Progress) -> Result<()> {
        (self.add)(self.to, product)
    }

    fn finish(self) -> Result<()> {
        Ok(())
    }

    fn abandon(self) {}
}

/// Makes lines of articles, and notes which columns they have.
struct Spooled;

impl Worker for Spooled {
    type Product = Lines;

    fn article(&mut self, article: &Article, product: &mut Lines) -> Result<Tally> {
        line(article, &mut product.bytes);
        product.columns.extend(writing::metadata_columns([article]));
        Ok(ONE)
    }
}

/// Makes files of articles.
struct Named;

impl Worker for Named {
    type Product = Vec<(String, String)>;

    fn article(&mut self, article: &Article, product: &mut Self::Product) -> Result<Tally> {
        product.push((writing::file_name(&article.id), writing::front_matter(article)));
        Ok(ONE)
    }
}

/// A file an article; names that would be the same are told apart by a number.
struct FolderOutput {
    folder: files::part::Folder,
    taken: BTreeSet<String>,
}

impl FolderOutput {
    fn add(&mut self, files: Vec<(String, String)>) -> Result<()> {
        for (name, text) in files {
            let stem = name.strip_suffix(".md").unwrap_or(&name).to_owned();
            let mut free = name;
            let mut number = 2;
            // File systems that know no case would write one file over the other.
            while !self.taken.insert(free.to_lowercase()) {
                free = format!("{stem}-{number}.md");
                number += 1;
            }
            self.folder.put(&free, text.as_bytes())?;
        }
        Ok(())
    }
}
