//! One file a command.

pub mod adjudicate;
pub mod agreement;
pub mod annotate;
mod asked;
pub mod cluster;
pub mod code;
mod codes;
pub mod compare;
pub mod corpus;
pub mod exercise;
pub mod explain;
mod from;
pub mod init;
pub mod kwic;
pub mod lexicon;
pub mod shell;
mod inputs;
mod language;
pub mod keyness;
pub mod report;
pub mod score;
mod stream;
pub mod validate;

use std::process::ExitCode;

use framescope::error::{Error, Kind, Result};
use framescope::study::cells::Cell;
use framescope::text::Language;

use crate::args::{Cli, Command};

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// Done, with findings that the user asked to be told of.
    Told,
    /// Wrong usage or input; nothing written.
    Wrong,
    /// Some inputs failed and are named; the rest is done.
    Partly,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Told => 1,
            Outcome::Wrong => 2,
            Outcome::Partly => 3,
        })
    }
}

/// Runs a command.
///
/// # Errors
/// What made it impossible; nothing is written then.
pub fn run(cli: Cli) -> Result<Outcome> {
    if let Some(n) = cli.global.threads {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(n.max(1)).build_global();
        pool.map_err(|e| Error::new(Kind::Study, format!("{n} threads cannot be started: {e}")))?;
    }
    match cli.command {
        Command::Report(args) => report::run(&args, &cli.global),
        Command::Score(args) => score::run(&args, &cli.global),
        Command::Annotate(args) => annotate::run(&args, &cli.global),
        Command::Cluster(args) => cluster::run(&args, &cli.global),
        Command::Compare(args) => compare::run(&args, &cli.global),
        Command::Keyness(args) => keyness::run(&args, &cli.global),
        Command::Corpus(args) => corpus::run(&args, &cli.global),
        Command::Exercise(args) => exercise::run(&args, &cli.global),
        Command::Code(args) => code::run(&args, &cli.global),
        Command::Adjudicate(args) => adjudicate::run(&args, &cli.global),
        Command::Agreement(args) => agreement::run(&args, &cli.global),
        Command::Validate(args) => validate::run(&args, &cli.global),
        Command::Explain(args) => explain::run(&args, &cli.global),
        Command::Kwic(args) => kwic::run(&args, &cli.global),
        Command::Lexicon(args) => lexicon::run(&args, &cli.global),
        Command::Init(args) => init::run(&args, &cli.global),
        Command::Completions(args) => shell::completions(&args),
        Command::Man(args) => shell::man(&args),
    }
}

/// Refuses articles of which none is in a language with lexicons of frames: an empty answer would look like one.
fn any_scored<'a>(cells: impl IntoIterator<Item = &'a Cell>) -> Result<()> {
    let cells: Vec<&Cell> = cells.into_iter().collect();
    if cells.is_empty() || cells.iter().any(|c| c.scored) {
        return Ok(());
    }
    let mut languages: Vec<&str> = cells.iter().map(|c| c.language.code()).collect();
    languages.sort_unstable();
    languages.dedup();
    if languages == [Language::UNDETERMINED.code()] {
        let e = Error::new(Kind::Study, "the language of these articles cannot be told");
        return Err(e.help(
            "say it in the column language of their table, or look at what was read with corpus list",
        ));
    }
    let reason = format!(
        "there are lexicons of frames for none of the languages of these articles: {}",
        languages.join(", ")
    );
    Err(Error::new(Kind::Study, reason)
        .help("bring one with --lexicon, or look at the articles with corpus list"))
}

/// Records as one JSON object a line.
fn json_lines<T: serde::Serialize>(rows: &[T]) -> Vec<u8> {
    let mut out = Vec::new();
    for row in rows {
        // Writing to memory cannot fail.
        if serde_json::to_writer(&mut out, row).is_ok() {
            out.push(b'\n');
        }
    }
    out
}

/// Rows as CSV.
fn csv_lines(rows: impl Iterator<Item = Vec<String>>) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for row in rows {
        // Writing to memory cannot fail.
        let _ = writer.write_record(row);
    }
    writer.into_inner().unwrap_or_default()
}
