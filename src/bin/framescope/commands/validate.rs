//! `framescope validate`: the tool against people.

use std::path::PathBuf;
use std::sync::Arc;

use framescope::classroom::sheets;
use framescope::coding::validation::{State, Validation, Weighting, validate};
use framescope::error::{Error, Kind, Result};
use framescope::stats::estimate::Estimate;

use super::annotate::Without;
use super::inputs::{self, Reads};
use super::{Outcome, codes};
use crate::args::Global;
use crate::{files, terminal};

/// Compare the tool with a gold standard: precision, recall and F1 by frame, language, source and stance
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Gold is CSV: article and sentence (its index, see annotate) or start and end, then one column a frame holding \
0 or nothing (absent), 1 (present), or asserted, hedged, hypothetical, denied.

Units drawn by `code sample` carry weights (a column weight, or --items items.csv): the figures are then weighted by one over the chance of each \
unit to be drawn and speak for the whole study. Without weights they describe the coded units.

The gate: precision at least .70, recall at least .60, and no source's precision more than .15 from another's; a frame that no coded unit \
could test does not pass. `report --validation GOLD.csv` puts the figures into the report.

Examples:
  framescope validate gold.csv --study my-study --gate
  framescope validate gold.csv --study my-study --misses misses.csv"
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
    /// Write missed and false hits and other stances with their sentences and the entries to blame to this file
    #[arg(long, value_name = "FILE.csv")]
    pub misses: Option<PathBuf>,
    #[command(flatten)]
    pub codes: codes::CodeReads,
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
    let Some(without) = args.without.families()? else { return Ok(Outcome::Done) };
    let mut loaded = inputs::load(&args.study, &args.reads)?;
    let failed = inputs::tell(&loaded.reading, global.quiet);
    let (gold, troubled) = codes::read(&args.files, &args.codes)?;
    let mut scheme = loaded.scheme()?;
    scheme.without = without;
    let scheme = Arc::new(scheme);
    let found = validate(&gold, &loaded.reading.articles, &scheme)?;
    if let (Some(first), true) = (found.unknown.first(), found.rows.is_empty()) {
        let reason = format!("none of the coded units stands in these articles, the first being {first}");
        let e = Error::new(Kind::Input, reason)
            .in_file(args.files.first().map(|f| f.display().to_string()).unwrap_or_default());
        return Err(e.help("give the articles that were coded after --study; corpus list shows their ids"));
    }
    match args.format {
        Format::Text => terminal::data(&text(&found))?,
        Format::Jsonl => terminal::bytes(&super::json_lines(&found.rows))?,
        Format::Csv => terminal::bytes(&csv(&found))?,
    }
    if let Some(path) = &args.misses {
        files::write(path, &sheets::csv(&misses(&found)))?;
    }
    if !found.unknown.is_empty() {
        terminal::note(&format!(
            "not found among the articles, and not counted: {}",
            found.unknown.join(", ")
        ));
    }
    if found.uncoded > 0 {
        terminal::note(&format!("{} units were not coded, and not counted", found.uncoded));
    }
    if !global.quiet {
        terminal::note(match found.weighting {
            Weighting::Unequal => {
                "units were drawn with unequal chances: figures are weighted by design and speak for the whole study, counts are of the sample"
            }
            Weighting::Equal => "units were drawn with equal chances: figures are estimates for the study",
            Weighting::Unknown => {
                "the gold does not say how its units were drawn: figures describe these units (--items items.csv gives the weights of `code sample`)"
            }
        });
    }
    let failures = found.failures();
    if args.gate {
        for f in &failures {
            terminal::note(&format!("gate: {f}"));
        }
    }
    Ok(match (args.gate && !failures.is_empty(), failed || troubled || !found.unknown.is_empty()) {
        (true, _) => Outcome::Told,
        (_, true) => Outcome::Partly,
        _ => Outcome::Done,
    })
}

/// The units on which the two differ, as a table.
fn misses(v: &Validation) -> Vec<Vec<String>> {
    let head = [
        "frame", "language", "source", "kind", "tool", "people", "article", "unit", "line", "entries", "text",
    ]
    .map(str::to_owned)
    .to_vec();
    let row = |m: &framescope::coding::validation::Miss| {
        let first = [&m.frame, &m.language, &m.source].map(Clone::clone);
        let second = [m.kind.to_owned(), m.tool.clone(), m.people.clone()];
        let third = [m.article.clone(), m.unit.clone(), m.line.to_string()];
        first.into_iter().chain(second).chain(third).chain([m.entries.join(", "), m.text.clone()]).collect()
    };
    std::iter::once(head).chain(v.misses.iter().map(row)).collect()
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
        s.push_str(&format!(
            "{:<7} {:<12} {} (line {}; tool {}, people {}){blame}\n        {}\n",
            m.kind, m.frame, m.unit, m.line, m.tool, m.people, m.text
        ));
    }
    for v in v.verdicts() {
        let said = match v.state {
            State::Passed => "passes the gate",
            State::Failed => "does not pass the gate",
            State::Untested => "is not tested",
        };
        s.push_str(&format!("{} ({}) {said}\n", v.frame, v.language));
        for reason in v.reasons.iter().chain(&v.also) {
            s.push_str(&format!("        {reason}\n"));
        }
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
        "tn",
    ];
    let cell = |x: Option<f64>| x.map(|x| x.to_string()).unwrap_or_default();
    let body = v.rows.iter().map(|r| {
        let fixed = [r.frame.clone(), r.language.clone(), r.source.clone(), r.stance.to_owned()];
        let counts = [r.counts.tp, r.counts.fp, r.counts.fn_].map(|n| n.to_string());
        let values =
            [&r.precision, &r.recall, &r.f1].into_iter().flat_map(|e| [e.value, e.low, e.high].map(cell));
        let absent = r.counts.tn.map(|n| n.to_string()).unwrap_or_default();
        fixed.into_iter().chain(counts).chain(values).chain([absent]).collect()
    });
    super::csv_lines(std::iter::once(head.map(str::to_owned).to_vec()).chain(body))
}
