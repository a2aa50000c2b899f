//! The command line as typed.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Compare how news sources frame the same idea.
#[derive(Debug, Parser)]
#[command(name = "framescope", version, about, propagate_version = true)]
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
    /// Every layer of every article: frames, stance, voice, speakers, tone
    Annotate(Annotate),
}

#[derive(Debug, Args)]
pub struct Annotate {
    /// Files, folders or globs; - reads JSONL from standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What to write
    #[arg(long, value_enum, default_value_t = AnnotateFormat::Text)]
    pub format: AnnotateFormat,
    /// Write tokens and stems as well (jsonl)
    #[arg(long)]
    pub tokens: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum AnnotateFormat {
    /// For reading in a terminal
    Text,
    /// One JSON object a line, as the output contract fixes it
    Jsonl,
    /// One self-contained page
    Html,
}

pub fn parse() -> Cli {
    Cli::parse()
}
