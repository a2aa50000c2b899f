//! `framescope kwic`: keyword in context.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use framescope::article::Article;
use framescope::error::Result;
use framescope::report::escape;
use framescope::score::kwic::{Concordance, KwicLine, Query};
use framescope::score::{Analyser, Depth};

use super::inputs::Reads;
use super::score::tally;
use super::stream::{Bytes, Run, Streaming, Text};
use super::{Outcome, stream};
use crate::args::Global;
use crate::terminal;

/// Show words in context: a pattern, frame:ID or concept:ID
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Patterns: a plain word finds every form with its stem, =word the form alone, * and ? are wildcards, several words a phrase;
(a|b) stands for either, *{0,3} for none to three words between two others.

Examples:
  framescope kwic 'cyber caliphate' articles/
  framescope kwic frame:capability articles/ --window 12
  framescope kwic 'attack*' articles/ --format csv > attack.csv
  framescope kwic '=(can|could) *{0,3} (attack|strike)' articles/"
)]
pub struct Args {
    /// What to look for
    #[arg(value_name = "QUERY")]
    pub query: String,
    /// Files, folders or globs; - reads JSONL from standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Words on each side
    #[arg(long, short, value_name = "N", default_value_t = 8)]
    pub window: usize,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    #[command(flatten)]
    pub reads: Reads,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Text,
    Csv,
    Jsonl,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    let scheme = Arc::new(args.reads.scheme()?);
    let query = Query::parse(&args.query, &scheme)?;
    let head: &[u8] = match args.format {
        Format::Csv => b"id,source,date,sentence,start,end,left,keyword,right,stance,voice\n",
        _ => b"",
    };
    let (places, unread) = (AtomicU64::new(0), AtomicU64::new(0));
    let worker = || {
        let (places, unread) = (&places, &unread);
        let mut analyser = Analyser::new(scheme.clone());
        let mut concordance = Concordance::new(query.clone(), args.window.min(200));
        Bytes(move |article: &Article, out: &mut Vec<u8>| {
            analyser.annotate(article, Depth::Counts)?;
            let annotation = analyser.annotation();
            let Some(vocabulary) = analyser.vocabulary(annotation.document.language) else {
                unread.fetch_add(1, Ordering::Relaxed);
                return Ok(tally(article, annotation));
            };
            for line in concordance.lines(article, annotation, vocabulary) {
                places.fetch_add(1, Ordering::Relaxed);
                write(&line, args.format, out);
            }
            Ok(tally(article, annotation))
        })
    };
    let Args { paths, reads, .. } = args;
    let streaming = &Streaming::default();
    let run = Run { paths, reads, streaming, global, settings: String::new() };
    let outcome = stream::run(&run, worker, Text { head: head.to_vec(), tail: vec![], alone: true })?;
    if !global.quiet {
        match unread.into_inner() {
            0 => {}
            1 => terminal::note("one article is not searched: its language has no lexicon"),
            n => terminal::note(&format!("{n} articles are not searched: their languages have no lexicon")),
        }
        if places.into_inner() == 0 {
            terminal::note(&format!("{} is found nowhere in these articles", args.query));
        }
    }
    Ok(outcome)
}

/// Width of the left context in a terminal.
const LEFT: usize = 50;

fn write(line: &KwicLine, format: Format, out: &mut Vec<u8>) {
    match format {
        Format::Jsonl => {
            if serde_json::to_writer(&mut *out, line).is_ok() {
                out.push(b'\n');
            }
        }
        Format::Csv => {
            let number = |n: u32| n.to_string();
            let cells = [
                line.id.clone(),
                line.source.clone().unwrap_or_default(),
                line.date.clone().unwrap_or_default(),
                number(line.sentence),
                number(line.start),
                number(line.end),
                line.left.clone(),
                line.keyword.clone(),
                line.right.clone(),
                line.stance.unwrap_or_default().to_owned(),
                line.voice.unwrap_or_default().to_owned(),
            ];
            let mut writer = csv::Writer::from_writer(&mut *out);
            let _ = writer.write_record(cells.iter().map(|c| escape::spreadsheet(c)));
            let _ = writer.flush();
        }
        Format::Text => {
            let left: String =
                line.left.chars().rev().take(LEFT).collect::<Vec<_>>().into_iter().rev().collect();
            let stance =
                line.stance.filter(|s| *s != "asserted").map(|s| format!(" [{s}]")).unwrap_or_default();
            let text = format!(
                "{left:>LEFT$}  {}  {}{stance}  ({}:{})\n",
                line.keyword, line.right, line.id, line.sentence
            );
            out.extend_from_slice(escape::terminal(&text).as_bytes());
        }
    }
}
