//! The command line of framescope: `main` shows errors and picks the exit code, nothing else.

mod args;
mod commands;
mod files;
mod terminal;

use std::process::ExitCode;

fn main() -> ExitCode {
    match commands::run(args::parse()) {
        Ok(outcome) => outcome.into(),
        Err(error) => {
            terminal::error(&error);
            commands::Outcome::Wrong.into()
        }
    }
}
