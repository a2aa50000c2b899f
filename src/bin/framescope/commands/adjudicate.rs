//! `framescope adjudicate`: from several coders to one gold file.

use std::path::PathBuf;

use framescope::classroom::sheets;
use framescope::coding::adjudication::{compare, decided};
use framescope::error::{Error, Kind, Result};

use super::{Outcome, codes};
use crate::args::Global;
use crate::{files, terminal};

/// Settle what coders disagree on: a sheet of disagreements, then a gold file
#[derive(Debug, clap::Args)]
#[command(
    after_help = "First without --decisions: writes the disagreements with every coder's code, the words and the notes. Fill in the column decision \
(and reason), then run it again with --decisions: agreed codes and decisions become the gold file, with the place of every unit if the key is given.

Examples:
  framescope adjudicate anna.csv ben.csv --items items.csv --out disagreements.csv
  framescope adjudicate anna.csv ben.csv --items items.csv --decisions disagreements.csv --out gold.csv"
)]
pub struct Args {
    /// Files of codes, or folders of them
    #[arg(required = true, value_name = "CODES.csv")]
    pub files: Vec<PathBuf>,
    /// The sheet of disagreements with the column decision filled in
    #[arg(long, value_name = "FILE")]
    pub decisions: Option<PathBuf>,
    /// Where to write [default: disagreements.csv, or gold.csv with --decisions]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub reads: codes::CodeReads,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    let (sheet, failed) = codes::read(&args.files, &args.reads)?;
    let found = compare(&sheet);
    let say = |words: String| {
        if !global.quiet {
            terminal::note(&words);
        }
    };
    if !found.single.is_empty() {
        say(format!("coded by one person only, whose codes stand: {}", found.single.join(", ")));
    }
    if !found.uncoded.is_empty() {
        say(format!("coded by nobody, and left out: {}", found.uncoded.join(", ")));
    }
    let Some(path) = &args.decisions else {
        let out = args.out.clone().unwrap_or_else(|| PathBuf::from("disagreements.csv"));
        refuse_input(&out, args)?;
        refuse_decisions(&out)?;
        files::write(&out, &sheets::csv(&found.sheet()))?;
        let shown = out.display();
        say(match found.open.len() {
            0 => format!("wrote {shown}: there is nothing to settle; run it again with --decisions {shown}"),
            n => format!(
                "wrote {shown}: {n} disagreements; fill in the column decision, then run it again with --decisions {shown}"
            ),
        });
        return Ok(if failed { Outcome::Partly } else { Outcome::Done });
    };
    let shown = path.display().to_string();
    let gold = found.settle(&shown, Some(&files::read(path, &shown, files::LARGEST)?))?;
    gold.troubles.iter().for_each(terminal::error);
    if !gold.unsettled.is_empty() {
        let list: Vec<String> = gold.unsettled.iter().map(|(u, v)| format!("{u} {v}")).collect();
        terminal::note(&format!("without a decision, and left empty: {}", list.join(", ")));
    }
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("gold.csv"));
    refuse_input(&out, args)?;
    files::write(&out, &sheets::csv(&gold.table()))?;
    say(format!("wrote {}: {} units", out.display(), gold.rows.len()));
    if gold.rows.iter().all(|r| r.article.is_none()) {
        say("the gold names no articles: give --items items.csv, so that it can be compared with the tool"
            .into());
    }
    let partly = failed || !gold.troubles.is_empty() || !gold.unsettled.is_empty();
    Ok(if partly { Outcome::Partly } else { Outcome::Done })
}

/// A sheet that people have filled in is work of hours: it is not written over by an empty one.
fn refuse_decisions(out: &std::path::Path) -> Result<()> {
    let shown = out.display().to_string();
    let Ok(bytes) = files::read(out, &shown, files::LARGEST) else { return Ok(()) };
    let n = decided(&shown, &bytes);
    if n == 0 {
        return Ok(());
    }
    let reason = match n {
        1 => "one decision stands in this file, and would be lost".to_owned(),
        n => format!("{n} decisions stand in this file, and would be lost"),
    };
    let e = Error::new(Kind::Output, reason).in_path(out);
    Err(e.help(format!(
        "make the gold file of them with --decisions {shown}, or give another name with --out"
    )))
}

/// Nobody's codes are overwritten by what was made of them.
fn refuse_input(out: &std::path::Path, args: &Args) -> Result<()> {
    let same = |p: &PathBuf| p.canonicalize().is_ok_and(|p| out.canonicalize().is_ok_and(|o| o == p));
    if args.files.iter().chain(&args.decisions).chain(&args.reads.items).any(same) {
        let e = Error::new(Kind::Output, "this file is read, and would be overwritten").in_path(out);
        return Err(e.help("give another name with --out"));
    }
    Ok(())
}
