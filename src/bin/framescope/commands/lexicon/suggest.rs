//! `lexicon suggest`: words that a lexicon may lack, with their evidence.

use std::fmt::Write;
use std::path::{Path, PathBuf};

use framescope::error::{Error, Kind, Result};
use framescope::lexicon::suggest::{SuggestOptions, Suggester, Suggestion};
use framescope::report::escape;

use super::corpus::Corpus;
use super::pick::{self, LexiconReads};
use super::table::{Format, Table};
use crate::args::Global;
use crate::commands::{Outcome, inputs};
use crate::{files, terminal};

/// Propose words that a lexicon may lack, from articles, each with its evidence
#[derive(Debug, clap::Args)]
#[command(
    name = "suggest",
    after_help = "Evidence: near (stands in sentences that the lexicon hits more often than in others; G² and log ratio), family (shares its \
stem with an accepted entry), and with --coded the same for sentences that people coded.
A suggestion is no entry: read its sentences first (framescope kwic), then add it with expect and allows sentences.

Examples:
  framescope lexicon suggest threat:en articles/
  framescope lexicon suggest my-frame.toml --coded coded.csv --language en"
)]
pub struct Args {
    /// A built-in lexicon or a file
    #[arg(value_name = "LEXICON")]
    lexicon: String,
    /// Files, folders or globs of articles
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// CSV of sentences that people coded, with the columns text and the frame's name (empty or 0 for absent)
    #[arg(long, value_name = "FILE")]
    coded: Option<PathBuf>,
    /// Fewest sentences with a suggestion
    #[arg(long, value_name = "N", default_value_t = 3)]
    least: u64,
    /// Most suggestions
    #[arg(long, value_name = "N", default_value_t = 50)]
    most: usize,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    reads: LexiconReads,
    #[command(flatten)]
    articles: inputs::ArticleReads,
}

/// Suggests words.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    if args.paths.is_empty() && args.coded.is_none() {
        return Err(Error::new(Kind::Input, "there is nothing to take words from")
            .help("name articles, or a file of coded sentences with --coded"));
    }
    let lexicon = pick::one(&args.lexicon, &args.reads)?;
    let mut suggester = Suggester::new(&lexicon)?;
    let mut outcome = Outcome::Done;
    if let Some(path) = &args.coded {
        for (text, with_frame) in coded(path, &lexicon.id)? {
            suggester.add_coded(&text, with_frame);
        }
    }
    if !args.paths.is_empty() {
        let corpus = Corpus::read(&args.paths, &args.articles, global)?;
        corpus.each(lexicon.language, |_, _, text, marks| suggester.add(text, marks))?;
        outcome = corpus.outcome;
    }
    let options = SuggestOptions { least: args.least, most: args.most, ..SuggestOptions::default() };
    let found = suggester.finish(options);
    let shown = match args.format {
        Format::Text => text(&found),
        Format::Csv => table(&found).show(Format::Csv),
    };
    terminal::data(&shown)?;
    Ok(outcome)
}

fn coded(path: &Path, frame: &str) -> Result<Vec<(String, bool)>> {
    let shown = path.display().to_string();
    let bytes = files::read(path, &shown, files::LARGEST)?;
    let wrong = |reason: String| Error::new(Kind::Coding, reason).in_file(&shown);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes.as_slice());
    let head = reader.headers().map_err(|e| wrong(e.to_string()))?.clone();
    let column = |name: &str| {
        head.iter().position(|h| h.trim_start_matches('\u{feff}').trim() == name).ok_or_else(|| {
            wrong(format!("there is no column {name:?}"))
                .help("the columns text and the frame's name are needed")
        })
    };
    let (text, code) = (column("text")?, column(frame)?);
    let mut out = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|e| wrong(e.to_string()))?;
        let code = row.get(code).unwrap_or_default().trim();
        out.push((row.get(text).unwrap_or_default().to_owned(), !matches!(code, "" | "0")));
    }
    Ok(out)
}

/// Forms of a suggestion that are shown.
const SHOWN: usize = 5;

fn evidence(s: &Suggestion) -> String {
    let mut parts = Vec::new();
    if let Some(g2) = s.g2 {
        parts.push(format!("near: G² {g2:.1}, log ratio {:.1}", s.log_ratio));
    }
    parts.extend(s.family.as_ref().map(|f| format!("family of {f}")));
    parts.join("; ")
}

fn forms(s: &Suggestion) -> String {
    s.forms.iter().take(SHOWN).map(|(f, n)| format!("{f} {n}")).collect::<Vec<_>>().join(", ")
}

fn text(found: &[Suggestion]) -> String {
    let mut out = String::new();
    for s in found {
        // Writing to a string does not fail.
        let head = format!(
            "{}  {}; {} sentences with the frame, {} without, {} texts; {}",
            s.pattern,
            evidence(s),
            s.with_frame,
            s.without_frame,
            s.texts,
            forms(s)
        );
        let _ = writeln!(out, "{}\n    {}", escape::terminal(&head), escape::terminal(&s.example));
    }
    out
}

fn table(found: &[Suggestion]) -> Table {
    let mut table = Table::new(&[
        "pattern",
        "g2",
        "log_ratio",
        "pmi",
        "family",
        "with_frame",
        "without_frame",
        "texts",
        "forms",
        "example",
    ]);
    let number = |v: Option<f64>| v.map(|v| format!("{v:.4}")).unwrap_or_default();
    for s in found {
        table.row([
            s.pattern.clone(),
            number(s.g2),
            number(Some(s.log_ratio)),
            number(s.pmi),
            s.family.clone().unwrap_or_default(),
            s.with_frame.to_string(),
            s.without_frame.to_string(),
            s.texts.to_string(),
            forms(s),
            s.example.clone(),
        ]);
    }
    table
}
