//! Tables of scores, as `score` writes them, read back: several files and folders are put together.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::PathBuf;

use framescope::error::{Error, Kind, Result};
use framescope::input::FileName;
use framescope::input::compressed::{inner_name, unpacked};
use framescope::report::manifest::{InputFile, hex};
use framescope::study::StudySpec;
use framescope::study::scores::{Columns, Scores};
use framescope::study::sums::read::SumReader;
use sha2::{Digest, Sha256};

use crate::{files, terminal};

/// More rows than that are summed as they come: article by article they would not fit in memory.
const MANY: u64 = 100_000;
/// Bytes of a row of text, about.
const ROW: u64 = 200;

/// Where rows go.
pub enum Rows {
    /// Article by article.
    Articles(Scores),
    /// Into sums, so that memory does not grow with the articles.
    Sums(Box<SumReader>),
}

impl Rows {
    fn columns(&mut self, names: &[String]) -> Result<Columns> {
        match self {
            Self::Articles(scores) => scores.columns(names),
            Self::Sums(sums) => sums.columns(names),
        }
    }

    fn push<'v>(&mut self, columns: &Columns, values: impl Iterator<Item = Option<&'v str>>) -> Result<()> {
        match self {
            Self::Articles(scores) => scores.push(columns, values),
            Self::Sums(sums) => sums.push(columns, values),
        }
    }

    fn is_empty(&self) -> bool {
        matches!(self, Self::Articles(scores) if scores.is_empty())
    }
}

/// What was read.
pub struct Tables {
    pub rows: Rows,
    pub inputs: Vec<InputFile>,
    /// Some rows or files could not be read and are named.
    pub failed: bool,
}

/// Reads all tables.
///
/// # Errors
/// If a path does not exist, or nothing could be read.
pub fn read(paths: &[PathBuf], spec: &StudySpec) -> Result<Tables> {
    let shown: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
    let walk = files::walk(&shown)?;
    let rows = if walk.files.iter().map(count).sum::<u64>() > MANY {
        Rows::Sums(Box::new(SumReader::new(spec.seed, &spec.group_by)))
    } else {
        Rows::Articles(Scores::new())
    };
    let mut out = Tables { rows, inputs: vec![], failed: !walk.failures.is_empty() };
    walk.failures.iter().for_each(terminal::error);
    for found in &walk.files {
        let mut told = Told::default();
        let mut tell = |e: Error| {
            out.failed = true;
            told.tell(if e.file().is_none() { e.in_file(found.shown.clone()) } else { e });
        };
        match hash(found) {
            Ok(sha256) => out.inputs.push(InputFile { path: found.key.replace('\\', "/"), sha256 }),
            Err(e) => tell(e),
        }
        if let Err(e) = table(found, &mut out.rows, &mut tell) {
            tell(e);
        }
        told.end();
    }
    if out.rows.is_empty() {
        let e = Error::new(Kind::Input, "there are no scores to report on");
        return Err(e.help("give tables that framescope score has written: csv, jsonl or parquet"));
    }
    Ok(out)
}

/// Rows on end that fail for the same reason are told once: where a whole table does not fit, they may be millions.
#[derive(Default)]
struct Told {
    last: Option<Error>,
    more: u64,
}

impl Told {
    fn tell(&mut self, e: Error) {
        if self.last.as_ref().is_some_and(|last| last.reason() == e.reason()) {
            self.more += 1;
            return;
        }
        self.end();
        terminal::error(&e);
        self.last = Some(e);
    }

    fn end(&mut self) {
        if let (Some(last), 1..) = (self.last.take(), self.more) {
            let rows = if self.more == 1 { "row" } else { "rows" };
            let e =
                Error::new(Kind::Input, format!("{} more {rows} left out for the same reason", self.more));
            terminal::error(&e.in_file(last.file().unwrap_or_default().to_owned()));
        }
        self.more = 0;
    }
}

/// Rows of a table, about.
fn count(found: &files::Found) -> u64 {
    #[cfg(feature = "parquet")]
    if FileName::new(&found.shown).extension() == "parquet" {
        return File::open(&found.path)
            .ok()
            .and_then(|f| framescope::input::parquet::rows(f).ok())
            .unwrap_or(0);
    }
    std::fs::metadata(&found.path).map_or(0, |m| m.len() / ROW)
}

fn stopped(e: &io::Error) -> Error {
    Error::new(Kind::Input, format!("reading stopped: {e}"))
}

fn hash(found: &files::Found) -> Result<String> {
    let mut file = File::open(&found.path).map_err(|e| stopped(&e))?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 1 << 16];
    loop {
        let n = file.read(&mut buffer).map_err(|e| stopped(&e))?;
        if n == 0 {
            return Ok(hex(&hash.finalize()));
        }
        hash.update(&buffer[..n]);
    }
}

fn table(found: &files::Found, scores: &mut Rows, tell: &mut dyn FnMut(Error)) -> Result<()> {
    let name = inner_name(&found.shown).unwrap_or(&found.shown);
    let extension = FileName::new(name).extension();
    #[cfg(feature = "parquet")]
    if extension == "parquet" {
        return parquet(found, scores, tell);
    }
    let file = File::open(&found.path).map_err(|e| stopped(&e))?;
    let input = unpacked(Box::new(BufReader::with_capacity(1 << 18, file))).map_err(|e| stopped(&e))?;
    match extension.as_str() {
        "csv" => csv(input, scores, tell),
        "jsonl" | "ndjson" => jsonl(input, scores, tell),
        _ => Err(Error::new(Kind::Input, "this is no table of scores").help("give csv, jsonl or parquet")),
    }
}

fn csv(input: Box<dyn BufRead + Send>, scores: &mut Rows, tell: &mut dyn FnMut(Error)) -> Result<()> {
    let broken = |e: &csv::Error| Error::new(Kind::Input, format!("the table cannot be read: {e}"));
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(input);
    let head = reader.headers().map_err(|e| broken(&e))?.clone();
    let names: Vec<String> = head.iter().map(str::to_owned).collect();
    let columns = scores.columns(&names)?;
    let mut row = csv::StringRecord::new();
    loop {
        let line = reader.position().line() as usize;
        match reader.read_record(&mut row) {
            Ok(false) => return Ok(()),
            // The head of a table that was appended to this one.
            Ok(true) if row == head => {}
            Ok(true) if row.len() != head.len() => {
                tell(
                    Error::new(
                        Kind::Input,
                        format!("the row has {} columns, the header {}", row.len(), head.len()),
                    )
                    .line(line),
                );
            }
            Ok(true) => {
                if let Err(e) = scores.push(&columns, row.iter().map(Some)) {
                    tell(e.line(line));
                }
            }
            Err(e) => {
                let error = broken(&e).line(line);
                if e.is_io_error() {
                    return Err(error);
                }
                tell(error);
            }
        }
    }
}

fn jsonl(input: Box<dyn BufRead + Send>, scores: &mut Rows, tell: &mut dyn FnMut(Error)) -> Result<()> {
    let mut known: Option<(Vec<String>, Columns)> = None;
    for (i, line) in input.lines().enumerate() {
        let line = line.map_err(|e| stopped(&e).line(i + 1))?;
        if line.trim().is_empty() {
            continue;
        }
        let row: serde_json::Map<String, serde_json::Value> = match serde_json::from_str(&line) {
            Ok(row) => row,
            Err(e) => {
                tell(
                    Error::new(Kind::Input, format!("no valid JSON object at column {}", e.column()))
                        .line(i + 1),
                );
                continue;
            }
        };
        if known.as_ref().is_none_or(|(names, _)| !names.iter().eq(row.keys())) {
            let names: Vec<String> = row.keys().cloned().collect();
            known = match scores.columns(&names) {
                Ok(columns) => Some((names, columns)),
                Err(e) => {
                    tell(e.line(i + 1));
                    None
                }
            };
        }
        let Some((_, columns)) = &known else { continue };
        let values: Vec<Option<String>> = row
            .into_iter()
            .map(|(_, value)| match value {
                serde_json::Value::Null => None,
                serde_json::Value::String(s) => Some(s),
                other => Some(other.to_string()),
            })
            .collect();
        if let Err(e) = scores.push(columns, values.iter().map(Option::as_deref)) {
            tell(e.line(i + 1));
        }
    }
    Ok(())
}

#[cfg(feature = "parquet")]
fn parquet(found: &files::Found, scores: &mut Rows, tell: &mut dyn FnMut(Error)) -> Result<()> {
    let file = File::open(&found.path).map_err(|e| stopped(&e))?;
    let batches = framescope::input::parquet::Batches::open(file, 0)?;
    let columns = scores.columns(&batches.names)?;
    let mut number = 0;
    for batch in batches {
        let batch = batch?;
        if let Rows::Sums(sums) = scores {
            sums.push_batch(&columns, &batch, |row, e| tell(e.line(number + row + 1)))?;
            number += batch.num_rows();
            continue;
        }
        for row in 0..batch.num_rows() {
            number += 1;
            let values: Vec<Option<String>> =
                batch.columns().iter().map(|c| framescope::input::columns::shown(c.as_ref(), row)).collect();
            if let Err(e) = scores.push(&columns, values.iter().map(Option::as_deref)) {
                tell(e.line(number));
            }
        }
    }
    Ok(())
}
