//! `framescope agreement`: do coders agree?

use std::path::PathBuf;

use framescope::coding::Sheet;
use framescope::coding::agreement::{AgreementRow, agree};
use framescope::error::Result;
use framescope::stats::ratings::Level;

use super::Outcome;
use crate::args::Global;
use crate::{files, terminal};

/// Compare coders: percent, kappa and Krippendorff's alpha for every variable
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Codes are CSV: unit, coder (or one file a coder), then one column a variable; empty cells are missing.

Example:
  framescope agreement anna.csv ben.csv"
)]
pub struct Args {
    /// Files of codes
    #[arg(required = true, value_name = "CODES.csv")]
    pub files: Vec<PathBuf>,
    /// Level of measurement
    #[arg(long, value_enum, default_value_t = LevelArg::Nominal)]
    pub level: LevelArg,
    /// Bootstrap draws of the interval
    #[arg(long, default_value_t = 2000)]
    pub resamples: usize,
    /// Seed of the draws
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
}

/// Levels of measurement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum LevelArg {
    Nominal,
    Ordinal,
    Interval,
    Ratio,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Text,
    Jsonl,
    Csv,
}

/// Runs the command.
pub fn run(args: &Args, _global: &Global) -> Result<Outcome> {
    let mut sheet = Sheet::default();
    for file in &args.files {
        let shown = file.display().to_string();
        sheet.read(&shown, &files::read(file, &shown, files::LARGEST)?)?;
    }
    let level = match args.level {
        LevelArg::Nominal => Level::Nominal,
        LevelArg::Ordinal => Level::Ordinal,
        LevelArg::Interval => Level::Interval,
        LevelArg::Ratio => Level::Ratio,
    };
    let rows = agree(&sheet, level, args.resamples.clamp(100, 1_000_000), args.seed)?;
    match args.format {
        Format::Jsonl => terminal::bytes(&super::json_lines(&rows))?,
        Format::Csv => terminal::bytes(&csv(&rows))?,
        Format::Text => terminal::data(&text(&rows))?,
    }
    Ok(Outcome::Done)
}

fn number(x: Option<f64>) -> String {
    x.map_or("undefined".into(), |x| format!("{x:.3}"))
}

fn text(rows: &[AgreementRow]) -> String {
    let mut s = String::new();
    for r in rows {
        s.push_str(&format!(
            "{:<16} {:<20} alpha {} [{}, {}]  kappa {}  percent {}  ({} coders, {} units, {} with two codes or more)\n",
            r.variable,
            r.between,
            number(r.alpha),
            number(r.low),
            number(r.high),
            number(r.kappa),
            number(r.percent),
            r.coders,
            r.units,
            r.pairable
        ));
        if let Some(note) = &r.note {
            s.push_str(&format!("{:<16} {note}\n", ""));
        }
        if !r.disagreed.is_empty() {
            s.push_str(&format!("{:<16} most disagreed on: {}\n", "", r.disagreed.join(", ")));
        }
    }
    s
}

fn csv(rows: &[AgreementRow]) -> Vec<u8> {
    let cell = |x: Option<f64>| x.map(|x| x.to_string()).unwrap_or_default();
    let head = [
        "variable",
        "between",
        "level",
        "coders",
        "units",
        "pairable",
        "percent",
        "kappa",
        "alpha",
        "low",
        "high",
        "resamples",
        "note",
    ];
    let body = rows.iter().map(|r| {
        let counts = [r.coders, r.units, r.pairable].map(|n| n.to_string());
        let values = [r.percent, r.kappa, r.alpha, r.low, r.high].map(cell);
        let first = [r.variable.clone(), r.between.clone(), r.level.to_owned()];
        let last = [r.resamples.to_string(), r.note.clone().unwrap_or_default()];
        first.into_iter().chain(counts).chain(values).chain(last).collect()
    });
    super::csv_lines(std::iter::once(head.map(str::to_owned).to_vec()).chain(body))
}
