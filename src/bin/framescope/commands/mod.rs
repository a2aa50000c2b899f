//! One file a command.

mod annotate;

use std::process::ExitCode;

use framescope::error::Result;

use crate::args::{Cli, Command};

/// How a run ended; see the exit codes in `--help`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// Done.
    Done,
    /// Wrong usage or input; nothing written.
    Wrong,
    /// Some inputs failed and are named; the rest is done.
    Partly,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Done => 0,
            Outcome::Wrong => 2,
            Outcome::Partly => 3,
        })
    }
}

/// Runs a command.
pub fn run(cli: Cli) -> Result<Outcome> {
    match cli.command {
        Command::Annotate(args) => annotate::run(&args, &cli.global),
    }
}
