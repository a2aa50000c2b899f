//! `framescope cluster`: which articles or segments go together.

mod write;

use std::path::PathBuf;
use std::sync::Arc;

use framescope::cluster::analysis::Method;
use framescope::error::{Error, Kind, Result};
use framescope::report;
use framescope::study::cells::cells;
use framescope::study::clusters::{Features, Rows, Settings, cluster};
use framescope::study::corpus::annotate;
use framescope::study::quotes::Budget;

use super::Outcome;
use super::inputs::{self, Reads};
use crate::args::Global;
use crate::terminal;

/// Group articles or segments by their frames or words
///
/// The number of groups is chosen by the mean silhouette unless --k is given. Articles of different languages are never
/// grouped together. Fewer than ten rows are refused.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  framescope cluster my-study
  framescope cluster articles/ --rows segments --features both --method ward --format csv")]
pub struct Args {
    /// A study, or files, folders and globs of articles [default: the built-in study]
    #[arg(value_name = "STUDY | PATH")]
    pub paths: Vec<PathBuf>,
    /// What a row is
    #[arg(long, value_enum, default_value_t = RowsArg::Articles)]
    pub rows: RowsArg,
    /// What rows are compared by
    #[arg(long, value_enum, default_value_t = FeaturesArg::Frames)]
    pub features: FeaturesArg,
    /// How to cluster
    #[arg(long, value_enum, default_value_t = MethodArg::Kmeans)]
    pub method: MethodArg,
    /// Set the groups against this column instead of the study's: source, author, year, month or any metadata column
    #[arg(long, value_name = "COLUMN")]
    pub by: Option<String>,
    /// Number of groups [default: chosen]
    #[arg(long, value_name = "K")]
    pub k: Option<usize>,
    /// Seed [default: the study's]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    #[command(flatten)]
    pub reads: Reads,
}

/// Rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum RowsArg {
    Articles,
    Segments,
}

/// Features.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum FeaturesArg {
    /// How hits are divided among the frames
    Frames,
    /// The same with asserted and other hits apart
    Stance,
    /// Words, by tf-idf
    Terms,
    /// Frames and words
    Both,
}

/// Methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum MethodArg {
    Kmeans,
    Ward,
    Mixture,
    Dbscan,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Text,
    Csv,
    Jsonl,
}

/// Neighbours that make a row a core, for DBSCAN: twice the number of frames and one.
const NEIGHBOURS: usize = 5;

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    let mut loaded = inputs::load(&args.paths, &args.reads)?;
    let mut failed = inputs::tell(&loaded.reading, global.quiet);
    loaded.group_by(args.by.as_ref())?;
    let scheme = Arc::new(loaded.scheme()?);
    let progress = terminal::Progress::articles(Some(loaded.reading.articles.len() as u64), global.quiet);
    let (mut articles, errors) =
        annotate(loaded.reading.articles, &scheme, &loaded.spec, &|n| progress.add(n));
    drop(progress);
    errors.iter().for_each(terminal::error);
    failed |= !errors.is_empty();
    articles
        .sort_by(|a, b| (&a.group, a.language, &a.article.id).cmp(&(&b.group, b.language, &b.article.id)));
    let settings = Settings {
        features: match args.features {
            FeaturesArg::Frames => Features::Frames,
            FeaturesArg::Stance => Features::Stance,
            FeaturesArg::Terms => Features::Terms,
            FeaturesArg::Both => Features::Both,
        },
        rows: if args.rows == RowsArg::Articles { Rows::Articles } else { Rows::Segments },
        method: match args.method {
            MethodArg::Kmeans => Method::KMeans,
            MethodArg::Ward => Method::Ward,
            MethodArg::Mixture => Method::Mixture,
            MethodArg::Dbscan => Method::Dbscan { radius: None, neighbours: NEIGHBOURS },
        },
        k: args.k,
        seed: args.seed.unwrap_or(loaded.spec.seed),
    };
    let frames: Vec<String> = scheme.frames.iter().map(|f| f.id.clone()).collect();
    let mut budget = Budget::new(loaded.spec.quotes);
    let cells = cells(&articles);
    super::any_scored(&cells)?;
    let found = cluster(&articles, &cells, &frames, settings, &mut budget);
    match args.format {
        Format::Text => terminal::data(&found.iter().map(write::text).collect::<String>())?,
        Format::Csv => terminal::bytes(&report::csv::clusters(&found).1)?,
        Format::Jsonl => terminal::bytes(&write::jsonl(&found))?,
    }
    if found.iter().all(|c| c.refused.is_some()) {
        let why = found
            .iter()
            .find_map(|c| c.refused.clone())
            .unwrap_or_else(|| "there is nothing to cluster".into());
        let help = match args.k {
            Some(_) => {
                "leave --k out, or give at least 2 and no more than there are different rows, or try --rows segments"
            }
            None if args.rows == RowsArg::Segments => "compare the articles one by one",
            None => "try --rows segments",
        };
        return Err(Error::new(Kind::Statistics, why).help(help));
    }
    Ok(if failed { Outcome::Partly } else { Outcome::Done })
}
