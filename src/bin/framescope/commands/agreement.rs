//! `framescope agreement`: do coders agree?

use std::collections::BTreeMap;
use std::path::PathBuf;

use framescope::coding::agreement::{AgreementRow, Confused, Dispute, agree, agree_together, reading};
use framescope::error::{Error, Kind, Result};
use framescope::stats::ratings::Level;

use super::{Outcome, codes};
use crate::args::Global;
use crate::terminal;

/// Compare coders: percent, kappa and Krippendorff's alpha for every variable and pair of coders
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Codes are CSV or XLSX: unit, coder (or one file a coder), then one column a variable; empty cells are missing. A frame coded by \
stance is compared twice: whether it is present, and, where both see it, how it is put. Rows that cannot be read with certainty (edited words, \
shifted rows, unknown labels, one name for two people) are named and left out; the exit code is then 3.

Each pair of coders is compared up to six coders; of a class --pairs shows them.

Alpha: .80 and more is reliable, from .667 conclusions are tentative (Krippendorff 2019). Without variation it is undefined, never 1.

Examples:
  framescope agreement anna.csv ben.csv
  framescope agreement class/ --items items.csv        a folder of students' files
  framescope agreement tone.csv --level interval"
)]
pub struct Args {
    /// Files of codes, or folders of them
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
    /// Compare each pair of coders too, however many there are
    #[arg(long)]
    pub pairs: bool,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    #[command(flatten)]
    pub reads: codes::CodeReads,
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

/// So many coders are shown pair by pair, and by name in the list of disputed units.
const PAIRS_UP_TO: usize = 6;

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    let (sheet, failed) = codes::read(&args.files, &args.reads)?;
    let who = sheet.coders();
    if who.len() < 2 {
        let reason = match who.first() {
            Some(one) => format!("all codes are by one coder, {one:?}: there is nobody to agree with"),
            None => "no code is left: there is nobody to agree".to_owned(),
        };
        return Err(Error::new(Kind::Coding, reason).help(
            "give the files of two people or more; if they bear one name, call coders by their files with --by-file",
        ));
    }
    if !global.quiet {
        codes::tell_gaps(&sheet);
    }
    let level = match args.level {
        LevelArg::Nominal => Level::Nominal,
        LevelArg::Ordinal => Level::Ordinal,
        LevelArg::Interval => Level::Interval,
        LevelArg::Ratio => Level::Ratio,
    };
    let draws = args.resamples.clamp(100, 1_000_000);
    let coders = who.len();
    let rows = if args.pairs || coders <= PAIRS_UP_TO {
        agree(&sheet, level, draws, args.seed)?
    } else {
        if !global.quiet {
            let pairs = coders * (coders - 1) / 2;
            terminal::note(&format!("{coders} coders together; --pairs compares each of the {pairs} pairs"));
        }
        agree_together(&sheet, level, draws, args.seed)?
    };
    match args.format {
        Format::Jsonl => terminal::bytes(&super::json_lines(&rows))?,
        Format::Csv => terminal::bytes(&csv(&rows))?,
        Format::Text => terminal::data(&text(&rows))?,
    }
    Ok(if failed { Outcome::Partly } else { Outcome::Done })
}

fn number(x: Option<f64>) -> String {
    x.map_or("undefined".into(), |x| format!("{x:.3}"))
}

fn text(rows: &[AgreementRow]) -> String {
    let mut s = String::new();
    for r in rows {
        let interval = match (r.low, r.high) {
            (Some(low), Some(high)) => format!(" [{low:.3}, {high:.3}]"),
            _ => String::new(),
        };
        let read =
            |a: Option<f64>| a.map_or("undefined".into(), |x| format!("{x:.3}{interval} ({})", reading(a)));
        let head = if r.between == "all" { format!("\n{}", r.variable) } else { format!("  {}", r.between) };
        s.push_str(&format!(
            "{head:<22} alpha {}   {}'s kappa {}   equal {}   {} coders, {} of {} units coded by two or more\n",
            read(r.alpha),
            r.kappa_of,
            number(r.kappa),
            r.percent.map_or("undefined".into(), |p| format!("{:.1} %", p * 100.0)),
            r.coders,
            r.pairable,
            r.units,
        ));
        if let Some(note) = &r.note {
            s.push_str(&format!("    {note}\n"));
        }
        s.push_str(&confusion(&r.confusion));
        for d in &r.disagreed {
            s.push_str(&format!("    {}: {}\n", d.unit, codes_of(d)));
            if let Some(text) = &d.text {
                s.push_str(&format!("        {text}\n"));
            }
        }
    }
    s.trim_start_matches('\n').to_owned()
}

/// Who gave which code; of a class, how many gave each, the most frequent first.
fn codes_of(d: &Dispute) -> String {
    if d.codes.len() <= PAIRS_UP_TO {
        let codes: Vec<String> = d.codes.iter().map(|(who, code)| format!("{who} {code}")).collect();
        return codes.join(", ");
    }
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for code in d.codes.values() {
        *counts.entry(code).or_default() += 1;
    }
    let mut counts: Vec<(&str, usize)> = counts.into_iter().collect();
    counts.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
    counts.iter().map(|(code, n)| format!("{code} × {n}")).collect::<Vec<_>>().join(", ")
}

/// The confusion table of two coders, the first one's codes down, the second one's across.
fn confusion(cells: &[Confused]) -> String {
    let mut names: Vec<&str> = cells.iter().flat_map(|c| [c.first.as_str(), c.second.as_str()]).collect();
    names.sort_unstable();
    names.dedup();
    if !(2..=8).contains(&names.len()) {
        return String::new();
    }
    let line = |head: &str, cells: Vec<String>| {
        let cells: Vec<String> = cells.iter().map(|c| format!("{c:>14}")).collect();
        format!("    {head:<14}{}\n", cells.concat())
    };
    let mut s = line("", names.iter().map(|n| (*n).to_owned()).collect());
    for first in &names {
        let count = |second: &&str| {
            let n = cells.iter().find(|c| c.first == *first && c.second == **second).map_or(0, |c| c.units);
            n.to_string()
        };
        s.push_str(&line(first, names.iter().map(count).collect()));
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
