//! `framescope score`: counts per unit, for other programs.

use std::path::PathBuf;
use std::sync::Arc;

use framescope::error::Result;
use framescope::score::table::{Layout, ScoreTable};
use framescope::score::{Analyser, Depth, Scheme, Unit};

use super::inputs::Reads;
use super::{Outcome, stream};
use crate::args::Global;

/// Count frames, stance, voice, concepts and tone per article, segment, sentence or hit
///
/// Rows go to standard output in the order of the articles. Counts, not rates: rates belong to reports.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  framescope score articles/ > scores.csv
  framescope score - --unit sentence --format jsonl < articles.jsonl")]
pub struct Args {
    /// Files, folders or globs; - reads JSONL from standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What a row is
    #[arg(long, value_enum, default_value_t = UnitArg::Article)]
    pub unit: UnitArg,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    pub format: Format,
    /// Paragraphs are joined until a segment holds as many sentences
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub segment_sentences: usize,
    #[command(flatten)]
    pub reads: Reads,
}

/// Units of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum UnitArg {
    Article,
    Segment,
    Sentence,
    Hit,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Csv,
    Jsonl,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    let scheme = Arc::new(Scheme::compile(&args.reads.library()?)?);
    let unit = match args.unit {
        UnitArg::Article => Unit::Article,
        UnitArg::Segment => Unit::Segment,
        UnitArg::Sentence => Unit::Sentence,
        UnitArg::Hit => Unit::Hit,
    };
    let layout = if args.format == Format::Csv { Layout::Csv } else { Layout::Jsonl };
    let table = || ScoreTable::new(&scheme, unit, layout, args.segment_sentences);
    let head = table().head();
    let worker = || {
        let (mut analyser, mut table) = (Analyser::new(scheme.clone()), table());
        move |article: &framescope::article::Article, out: &mut Vec<u8>| {
            let annotation = analyser.annotate(article, Depth::Counts)?;
            table.write(article, annotation, out);
            Ok(())
        }
    };
    stream::run(&args.paths, &args.reads, global, &head, worker)
}
