//! The command line as typed. The options of a command stand in its own file.

use clap::{Args, CommandFactory, Parser, Subcommand};

use crate::commands::{
    adjudicate, agreement, annotate, cluster, code, compare, corpus, exercise, explain, init, keyness, kwic,
    lexicon, report, score, shell, validate,
};

const AFTER: &str = "\
Exit codes: 0 done · 1 done, with findings you asked to be told of · 2 wrong usage or input, nothing written · \
3 some inputs failed and are named, the rest is done.

framescope counts words, not truth or intent.";

/// Compare how news sources frame the same idea.
#[derive(Debug, Parser)]
#[command(name = "framescope", version, about, after_help = AFTER, propagate_version = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
    #[command(flatten)]
    pub global: Global,
}

/// Options of every command.
#[derive(Debug, Args, Clone)]
pub struct Global {
    /// Worker threads; results do not depend on it [default: all cores]
    #[arg(long, global = true, value_name = "N")]
    pub threads: Option<usize>,
    /// Say nothing on standard error but errors
    #[arg(long, short, global = true)]
    pub quiet: bool,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Report(report::Args),
    Score(score::Args),
    Annotate(annotate::Args),
    Explain(explain::Args),
    Kwic(kwic::Args),
    Code(code::Args),
    Agreement(agreement::Args),
    Adjudicate(adjudicate::Args),
    Exercise(exercise::Args),
    Validate(validate::Args),
    Corpus(corpus::Args),
    Cluster(cluster::Args),
    Compare(compare::Args),
    Keyness(keyness::Args),
    Lexicon(lexicon::Args),
    Init(init::Args),
    Completions(shell::Completions),
    Man(shell::Man),
}

/// Reads the command line; wrong usage is explained and ends the program.
pub fn parse() -> Cli {
    Cli::parse()
}

/// The command line as clap sees it, for completions and manual pages.
pub fn definition() -> clap::Command {
    Cli::command()
}
