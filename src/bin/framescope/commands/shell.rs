//! `framescope completions` and `framescope man`: what a shell and a reader of manuals want.

use std::io::Write;

use clap_complete::Shell;
use framescope::error::{Error, Kind, Result};

use super::Outcome;
use crate::args;

/// Write a completion script for a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  framescope completions bash > ~/.local/share/bash-completion/completions/framescope")]
pub struct Completions {
    /// The shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// Write the manual page
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  framescope man > framescope.1 && man ./framescope.1
  framescope man report | man -l -")]
pub struct Man {
    /// The page of one command [default: the program]
    pub command: Option<String>,
}

/// Writes a completion script.
pub fn completions(args: &Completions) -> Result<Outcome> {
    let mut out = Vec::new();
    clap_complete::generate(args.shell, &mut args::definition(), "framescope", &mut out);
    print(&out)
}

/// Writes a manual page.
pub fn man(args: &Man) -> Result<Outcome> {
    let mut definition = args::definition();
    definition.build();
    let page = match &args.command {
        None => definition,
        Some(name) => definition.find_subcommand(name).cloned().ok_or_else(|| {
            Error::new(Kind::Study, format!("there is no command {name:?}")).help("see framescope --help")
        })?,
    };
    let mut out = Vec::new();
    clap_mangen::Man::new(page).render(&mut out).map_err(|e| Error::new(Kind::Output, e.to_string()))?;
    print(&out)
}

fn print(bytes: &[u8]) -> Result<Outcome> {
    match std::io::stdout().write_all(bytes) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::new(Kind::Output, e.to_string()).in_file("standard output"))
        }
        _ => Ok(Outcome::Done),
    }
}
