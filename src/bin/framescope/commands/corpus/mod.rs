//! `framescope corpus`: what was read, how, and what was set aside.

mod check;
mod convert;
mod duplicates;
mod list;
mod show;
mod spool;

use std::path::PathBuf;

use clap::Subcommand;
use framescope::error::Result;

use super::Outcome;
use super::inputs::{self, Loaded, Reads};
use crate::args::Global;

/// Look at articles before counting: what was read, how, and what was set aside
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    pub what: What,
}

/// What to look at.
#[derive(Debug, Subcommand)]
pub enum What {
    /// One line an article: id, source, date, language, words, title
    List(Paths),
    /// One article with everything known about it and what is set aside in it
    Show(show::Args),
    /// What cleaning sets aside and mends, article by article, with the rule
    Check(check::Args),
    /// Groups of near-duplicates (wire copy, reprints) with their similarity
    Duplicates(duplicates::Args),
    /// Write articles as read, whatever they were read from
    Convert(convert::Args),
    /// The formats that are read, and how each is told
    Formats,
}

/// Which articles.
#[derive(Debug, clap::Args)]
pub struct Paths {
    /// A study, or files, folders and globs of articles [default: the built-in study]
    #[arg(value_name = "STUDY | PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub reads: Reads,
}

impl Paths {
    /// True if they name a study, or the built-in one: its articles are those that the study file names.
    fn is_study(&self) -> bool {
        inputs::is_study(&self.paths)
    }

    /// Reads them all and names what could not be read.
    fn load(&self, global: &Global) -> Result<(Loaded, Outcome)> {
        let loaded = inputs::load(&self.paths, &self.reads)?;
        let failed = inputs::tell(&loaded.reading, global.quiet);
        Ok((loaded, if failed { Outcome::Partly } else { Outcome::Done }))
    }
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    match &args.what {
        What::List(paths) => list::run(paths, global),
        What::Show(args) => show::run(args, global),
        What::Check(args) => check::run(args, global),
        What::Duplicates(args) => duplicates::run(args, global),
        What::Convert(args) => convert::run(args, global),
        What::Formats => list::formats(),
    }
}

/// A number of words, in words.
fn words(n: usize) -> String {
    format!("{n} {}", if n == 1 { "word" } else { "words" })
}

/// White space collapsed, and cut after so many characters.
fn shown(stretch: &str, most: usize) -> String {
    let line: String = stretch.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= most {
        line
    } else {
        format!("{}…", line.chars().take(most).collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn one_word_is_no_words() {
        assert_eq!([0, 1, 2].map(super::words), ["0 words", "1 word", "2 words"]);
    }
}
