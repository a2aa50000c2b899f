//! `framescope validate`: the tool against people.

use std::path::PathBuf;
use std::sync::Arc;

use framescope::coding::Sheet;
use framescope::coding::validation::{Validation, validate};
use framescope::error::Result;
use framescope::score::Scheme;
use framescope::stats::estimate::Estimate;

use super::Outcome;
use super::annotate::Without;
use super::inputs::{self, Reads};
use crate::args::Global;
use crate::{files, terminal};

/// Compare the tool with a gold standard: precision, recall and F1 by frame, language, source and stance
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Gold is CSV: article and sentence (its index, see annotate) or start and end, then one column a frame holding
0 or nothing (absent), 1 (present), or asserted, hedged, hypothetical, denied.

Example:
  framescope validate gold.csv --study my-study --gate"
)]
pub struct Args {
    /// Files of gold codes
    #[arg(required = true, value_name = "GOLD.csv")]
    pub files: Vec<PathBuf>,
    /// The study, files or folders that were coded [default: the built-in study]
    #[arg(long, value_name = "STUDY | PATH", num_args = 1..)]
    pub study: Vec<PathBuf>,
    /// Exit with 1 if a frame is below precision .70 or recall .60, or precision differs by more than .15 between sources
    #[arg(long)]
    pub gate: bool,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    #[command(flatten)]
    pub without: Without,
    #[command(flatten)]
    pub reads: Reads,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Text,
    Jsonl,
    Csv,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    let loaded = inputs::load(&args.study, &args.reads)?;
    let failed = inputs::tell(&loaded.reading, global.quiet);
    let mut gold = Sheet::default();
    for file in &args.files {
        let shown = file.display().to_string();
        gold.read(&shown, &files::read(file, &shown, files::LARGEST)?)?;
    }
    let mut scheme = Scheme::compile(&loaded.library)?.with_cleaner(loaded.cleaner.clone());
    scheme.without = args.without.families()?;
    let scheme = Arc::new(scheme);
    let found = validate(&gold, &loaded.reading.articles, &scheme)?;
    match args.format {
        Format::Text => terminal::data(&text(&found))?,
        Format::Jsonl => terminal::bytes(&super::json_lines(&found.rows))?,
        Format::Csv => terminal::bytes(&csv(&found))?,
    }
    if !found.unknown.is_empty() {
        terminal::note(&format!(
            "not found among the articles, and not counted: {}",
            found.unknown.join(", ")
        ));
    }
    let failures = found.failures();
    if args.gate {
        for f in &failures {
            terminal::note(&format!("gate: {f}"));
        }
    }
    Ok(match (args.gate && !failures.is_empty(), failed || !found.unknown.is_empty()) {
        (true, _) => Outcome::Told,
        (_, true) => Outcome::Partly,
        _ => Outcome::Done,
    })
}

fn estimate(e: &Estimate) -> String {
    match (e.value, e.ends()) {
        (Some(v), Some((low, high))) => format!("{v:.2} [{low:.2}, {high:.2}]"),
        _ => "not estimable".into(),
    }
}

fn text(v: &Validation) -> String {
    let mut s = String::new();
    for r in &v.rows {
        s.push_str(&format!(
            "{:<12} {:<3} {:<20} {:<13} tp {:>4} fp {:>4} fn {:>4}  precision {}  recall {}  F1 {}\n",
            r.frame,
            r.language,
            r.source,
            r.stance,
            r.counts.tp,
            r.counts.fp,
            r.counts.fn_,
            estimate(&r.precision),
            estimate(&r.recall),
            estimate(&r.f1)
        ));
    }
    for m in &v.misses {
        let blame =
            if m.entries.is_empty() { String::new() } else { format!("  entries: {}", m.entries.join(", ")) };
        s.push_str(&format!("{:<7} {:<12} {} (line {}){blame}\n", m.kind, m.frame, m.unit, m.line));
    }
    s
}

fn csv(v: &Validation) -> Vec<u8> {
    let head = [
        "frame",
        "language",
        "source",
        "stance",
        "tp",
        "fp",
        "fn",
        "precision",
        "precision_low",
        "precision_high",
        "recall",
        "recall_low",
        "recall_high",
        "f1",
        "f1_low",
        "f1_high",
    ];
    let cell = |x: Option<f64>| x.map(|x| x.to_string()).unwrap_or_default();
    let body = v.rows.iter().map(|r| {
        let fixed = [r.frame.clone(), r.language.clone(), r.source.clone(), r.stance.to_owned()];
        let counts = [r.counts.tp, r.counts.fp, r.counts.fn_].map(|n| n.to_string());
        let values =
            [&r.precision, &r.recall, &r.f1].into_iter().flat_map(|e| [e.value, e.low, e.high].map(cell));
        fixed.into_iter().chain(counts).chain(values).collect()
    });
    super::csv_lines(std::iter::once(head.map(str::to_owned).to_vec()).chain(body))
}
