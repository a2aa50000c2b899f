//! `corpus convert`: articles as read, in a format that other programs read.

use std::collections::BTreeSet;
use std::path::PathBuf;

use framescope::article::Article;
use framescope::error::{Error, Kind, Result};
use framescope::input::writing;

use super::{Outcome, Paths};
use crate::args::Global;
use crate::commands::csv_lines;
use crate::commands::stream::{self, Bytes, Run, Streaming, Tally, Text};
use crate::{files, terminal};

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
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
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

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    if args.to == Format::Jsonl && !args.which.is_study() {
        return stream_lines(args, global);
    }
    let (loaded, outcome) = args.which.load(global)?;
    let articles = &loaded.reading.articles;
    let bytes = match args.to {
        Format::Jsonl => jsonl(articles),
        Format::Csv => csv(articles),
        Format::Parquet => parquet(articles)?,
        Format::Folder => {
            let Some(out) = &args.out else {
                let e = Error::new(Kind::Output, "a folder cannot go to standard output");
                return Err(e.help("name it with --out DIR"));
            };
            files::write_folder(out, &folder(articles))?;
            return Ok(outcome);
        }
    };
    match &args.out {
        Some(out) => files::write(out, &bytes)?,
        None => terminal::bytes(&bytes)?,
    }
    Ok(outcome)
}

/// Lines while the articles are read: a corpus of any length.
fn stream_lines(args: &Args, global: &Global) -> Result<Outcome> {
    let Paths { paths, reads } = &args.which;
    let streaming = Streaming { out: args.out.clone(), ..Streaming::default() };
    let run = Run { paths, reads, streaming: &streaming, global, settings: "convert to jsonl".into() };
    let worker = || {
        Bytes(|a: &Article, out: &mut Vec<u8>| {
            line(a, out);
            Ok(Tally { articles: 1, ..Tally::default() })
        })
    };
    stream::run(&run, worker, Text { head: vec![], tail: vec![] })
}

fn line(article: &Article, out: &mut Vec<u8>) {
    out.extend_from_slice(writing::json(article).to_string().as_bytes());
    out.push(b'\n');
}

fn jsonl(articles: &[Article]) -> Vec<u8> {
    let mut out = Vec::new();
    for a in articles {
        line(a, &mut out);
    }
    out
}

fn columns(articles: &[Article]) -> Vec<String> {
    let more = writing::metadata_columns(articles);
    writing::COLUMNS.iter().map(|c| (*c).to_owned()).chain(more).collect()
}

fn csv(articles: &[Article]) -> Vec<u8> {
    let columns = columns(articles);
    let row = |a: &Article| columns.iter().map(|c| writing::value_of(a, c).unwrap_or_default()).collect();
    csv_lines(std::iter::once(columns.clone()).chain(articles.iter().map(row)))
}

/// A file an article; names that would be the same are told apart by a number.
fn folder(articles: &[Article]) -> Vec<(String, Vec<u8>)> {
    let mut taken = BTreeSet::new();
    let file = |a: &Article| {
        let name = writing::file_name(&a.id);
        let stem = name.strip_suffix(".md").unwrap_or(&name).to_owned();
        let mut free = name;
        let mut number = 2;
        // File systems that know no case would write one file over the other.
        while !taken.insert(free.to_lowercase()) {
            free = format!("{stem}-{number}.md");
            number += 1;
        }
        (free, writing::front_matter(a).into_bytes())
    };
    articles.iter().map(file).collect()
}

#[cfg(feature = "parquet")]
fn parquet(articles: &[Article]) -> Result<Vec<u8>> {
    writing::parquet(articles, &columns(articles))
}

#[cfg(not(feature = "parquet"))]
fn parquet(_: &[Article]) -> Result<Vec<u8>> {
    Err(Error::new(Kind::Output, "this build writes no Parquet: it was made without the feature parquet"))
}
