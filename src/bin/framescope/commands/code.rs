//! `framescope code`: what people code, and how codes come and go.

use clap::Subcommand;

use framescope::error::Result;

use super::Outcome;
use crate::args::Global;

pub mod exchange;
pub mod sample;

/// Draw sentences to code, make coding sheets, exchange codes with other programs
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    pub what: What,
}

#[derive(Debug, Subcommand)]
pub enum What {
    Sample(sample::Args),
    Export(exchange::ExportArgs),
    Import(exchange::ImportArgs),
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    match &args.what {
        What::Sample(args) => sample::run(args, global),
        What::Export(args) => exchange::export(args, global),
        What::Import(args) => exchange::import(args, global),
    }
}
