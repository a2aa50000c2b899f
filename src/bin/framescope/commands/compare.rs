//! `framescope compare`: frames by source and their differences, as one table.

use std::path::PathBuf;
use std::sync::Arc;

use framescope::error::Result;
use framescope::report::escape;
use framescope::study::compare::PAIRS_UP_TO;
use framescope::study::findings::run as find;
use framescope::study::records::{Record, records};
use framescope::study::wanted::{Part, Wanted};

use super::Outcome;
use super::asked::Asked;
use super::inputs::{self, Reads};
use crate::args::Global;
use crate::terminal;

/// Compare how much of each frame sources have
///
/// The numbers of the report as one long table: each frame by source (rate per 1,000 words, share of segments, share of
/// articles), also by stance, voice, period and near each concept; all pairs of sources, each against the others, and all at
/// once; with interval, test, corrected q, and the variants of the analysis in which the sign turns.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Kinds of records: measure, difference, rest, omnibus, association, period, change, adjusted.

Examples:
  framescope compare my-study
  framescope compare my-study --by section --format csv > differences.csv
  framescope compare my-study --split 2017-06 --kind change
  framescope compare my-study --kind measure,association --window sentence --format jsonl
  framescope compare my-study --validation gold.csv --correct --kind adjusted"
)]
pub struct Args {
    /// A study, or files, folders and globs of articles [default: the built-in study]
    #[arg(value_name = "STUDY | PATH")]
    pub paths: Vec<PathBuf>,
    /// Compare by this column instead of the study's: source, language, author, year, month or any metadata column
    #[arg(long, value_name = "COLUMN")]
    pub by: Option<String>,
    /// Kinds of records [default: as text differences, else all]
    #[arg(long, value_delimiter = ',', value_name = "KIND,…", value_parser = KINDS)]
    pub kind: Vec<String>,
    /// Seed of every random draw
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    #[command(flatten)]
    pub asked: Asked,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    #[command(flatten)]
    pub reads: Reads,
}

mod text;

/// Kinds of records.
const KINDS: [&str; 8] =
    ["measure", "difference", "rest", "omnibus", "association", "period", "change", "adjusted"];
/// Kinds shown as text where none is asked for.
const USUAL: [&str; 5] = ["measure", "difference", "rest", "omnibus", "change"];

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Text,
    Csv,
    Jsonl,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    let mut loaded = inputs::load(&args.paths, &args.reads)?;
    let failed = inputs::tell(&loaded.reading, global.quiet);
    args.asked.apply(&mut loaded)?;
    loaded.group_by(args.by.as_ref())?;
    loaded.spec.seed = args.seed.unwrap_or(loaded.spec.seed);
    let scheme = Arc::new(loaded.scheme()?);
    if loaded.spec.correction.validation {
        args.asked.validated(&mut loaded, &scheme)?;
    } else if !args.asked.validation.is_empty() {
        terminal::note("the gold codes change nothing here: add --correct to correct rates by them");
    }
    let articles = std::mem::take(&mut loaded.reading.articles);
    let progress = terminal::Progress::articles(Some(articles.len() as u64), global.quiet);
    let done = |n| progress.add(n);
    let (findings, _) =
        find(&loaded.spec, articles, vec![], &loaded.measured, &wanted(args), &scheme, &done)?;
    drop(progress);
    super::any_scored(&findings.sources)?;
    let pairs = args.kind.is_empty() || args.kind.iter().any(|k| k == "difference");
    if findings.comparison.pairs_left_out > 0 && pairs && !global.quiet {
        terminal::note(&format!(
            "{} pairs are not compared one by one, because a language has more than {PAIRS_UP_TO} groups: each is set against the others \
             (--kind rest), and declared tests are made",
            findings.comparison.pairs_left_out
        ));
    }
    let all = records(&findings);
    let wanted = |r: &&Record| match (args.kind.is_empty(), args.format) {
        (true, Format::Text) => {
            USUAL.contains(&r.kind)
                && (r.measure == "rate"
                    && r.facet != Some("stance")
                    && r.facet != Some("voice")
                    && r.facet != Some("concept"))
        }
        (true, _) => true,
        (false, _) => args.kind.iter().any(|k| k == r.kind),
    };
    let shown: Vec<&Record> = all.iter().filter(wanted).collect();
    match args.format {
        Format::Text => terminal::data(&text::write(&shown, &findings.spec.group_by, args.kind.is_empty()))?,
        Format::Csv => terminal::bytes(&csv(&shown))?,
        Format::Jsonl => terminal::bytes(&super::json_lines(&shown))?,
    }
    Ok(if failed { Outcome::Partly } else { Outcome::Done })
}

/// Only what is shown is computed.
fn wanted(args: &Args) -> Wanted {
    let usual = args.kind.is_empty() && args.format == Format::Text;
    let shown = |kind: &str| match (args.kind.is_empty(), usual) {
        (true, true) => USUAL.contains(&kind),
        (true, false) => true,
        (false, _) => args.kind.iter().any(|k| k == kind),
    };
    let parts = KINDS.into_iter().filter(|kind| shown(kind)).flat_map(|kind| match kind {
        "measure" if usual => vec![Part::Measures],
        "measure" => vec![Part::Measures, Part::Facets],
        "difference" => vec![Part::Differences],
        "rest" => vec![Part::Rest],
        "omnibus" => vec![Part::Omnibus],
        "association" => vec![Part::Associations],
        "period" => vec![Part::Periods],
        "change" => vec![Part::Changes],
        _ => vec![Part::Adjusted],
    });
    Wanted::of(parts)
}

fn csv(rows: &[&Record]) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    for r in rows {
        let quoted = |s: &Option<String>| s.as_deref().map(escape::spreadsheet);
        let safe = Record {
            source: quoted(&r.source),
            second: quoted(&r.second),
            value: quoted(&r.value),
            fragile: quoted(&r.fragile),
            ..(*r).clone()
        };
        // Writing to memory cannot fail.
        let _ = writer.serialize(safe);
    }
    if rows.is_empty() {
        let _ = writer.serialize(Record::default());
        let head = writer.into_inner().unwrap_or_default();
        return head.split_inclusive(|b| *b == b'\n').next().unwrap_or_default().to_vec();
    }
    writer.into_inner().unwrap_or_default()
}
