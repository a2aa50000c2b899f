//! `lexicon diff`, `new`, `convert`: versions, new files, other programs' files.

use std::path::PathBuf;

use framescope::error::{Error, Kind, Result};
use framescope::lexicon::diff::{self, Change};
use framescope::lexicon::exchange::{self, ExportOptions, to_toml};
use framescope::lexicon::{Lexicon, template};
use framescope::report::escape;
use framescope::text::Language;

use super::corpus::Corpus;
use super::pick::{self, LexiconReads};
use crate::args::Global;
use crate::commands::{Outcome, inputs};
use crate::{files, terminal};

/// Show what changed between two versions of a lexicon
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  framescope lexicon diff threat:en my-threat.toml")]
pub struct Diff {
    /// The earlier version: a built-in lexicon or a file
    #[arg(value_name = "OLD")]
    old: String,
    /// The later version
    #[arg(value_name = "NEW")]
    new: String,
    #[command(flatten)]
    reads: LexiconReads,
}

/// Compares two versions.
pub fn diff(args: &Diff) -> Result<Outcome> {
    let (old, new) = (pick::one(&args.old, &args.reads)?, pick::one(&args.new, &args.reads)?);
    let changes = diff::diff(&old, &new);
    let shown: String = changes.iter().map(|c| escape::terminal(&show(c)) + "\n").collect();
    terminal::data(&shown)?;
    if changes.is_empty() {
        terminal::note("no difference");
    }
    Ok(Outcome::Done)
}

fn show(change: &Change) -> String {
    match change {
        Change::Header(name, a, b) => format!("~ {name}: {a:?} → {b:?}"),
        Change::Added(group, pattern) => format!("+ {group}/{pattern}"),
        Change::Removed(group, pattern) => format!("- {group}/{pattern}"),
        Change::Moved(pattern, a, b) => format!("~ {pattern}: group {a} → {b}"),
        Change::Changed(group, pattern, what) => format!("~ {group}/{pattern}: {}", what.join("; ")),
    }
}

/// Write a commented lexicon to start from
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  framescope lexicon new human-interest --language en --out human-interest.toml")]
pub struct New {
    /// Id of the frame: lower-case letters, digits, - and _
    #[arg(value_name = "FRAME")]
    frame: String,
    /// Language of its words
    #[arg(long, short, value_name = "CODE", default_value = "en")]
    language: String,
    /// File to write; an existing one is left alone [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
}

/// Writes a template.
pub fn new(args: &New) -> Result<Outcome> {
    let language = Language::from_tag(&args.language).ok_or_else(|| {
        Error::new(Kind::Lexicon, format!("{:?} is no language code", args.language)).help("write en, it, …")
    })?;
    give(&template::frame(&args.frame, language)?, args.out.as_ref(), false)?;
    Ok(Outcome::Done)
}

fn give(text: &str, out: Option<&PathBuf>, replace: bool) -> Result<()> {
    let Some(path) = out else { return terminal::data(text) };
    if !replace && path.exists() {
        return Err(Error::new(Kind::Output, "the file is there already")
            .in_path(path)
            .help("name a new file"));
    }
    files::write(path, text.as_bytes())
}

/// Turn a dictionary into another format; what cannot be carried over is told
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Formats: toml (framescope's own), quanteda (.yml), liwc (.dic), liwc22 (.dicx), wordstat (.cat), \
yoshikoder (.ykd), lexicoder (.lc3), csv.
Other programs know no stems: give --forms PATH to write plain words in all forms that stand in those articles.

Examples:
  framescope lexicon convert liberty.dic --to toml --language en --out liberty.toml
  framescope lexicon convert threat:en capability:en --to quanteda --forms articles/ > frames.yml"
)]
pub struct Convert {
    /// Built-in lexicons or files
    #[arg(required = true, value_name = "LEXICON")]
    lexicons: Vec<String>,
    /// Format to write
    #[arg(long, value_name = "NAME", default_value = "toml")]
    to: String,
    /// File to write, replaced if it is there [default: standard output]
    #[arg(long, short, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Articles to take the forms of plain words from
    #[arg(long, value_name = "PATH", num_args = 1..)]
    forms: Vec<PathBuf>,
    #[command(flatten)]
    reads: LexiconReads,
    #[command(flatten)]
    articles: inputs::ArticleReads,
}

/// Converts.
pub fn convert(args: &Convert, global: &Global) -> Result<Outcome> {
    let lexicons = pick::lexicons(&args.lexicons, &args.reads)?;
    if args.to == "toml" {
        give_toml(&lexicons, args.out.as_ref())?;
        return Ok(Outcome::Done);
    }
    let format = exchange::format(&args.to).ok_or_else(|| pick::unknown_format(&args.to))?;
    let forms = match (args.forms.as_slice(), lexicons.first()) {
        ([], _) | (_, None) => None,
        (paths, Some(first)) => Some(Corpus::read(paths, &args.articles, global)?.forms(first.language)?),
    };
    let all: Vec<&Lexicon> = lexicons.iter().collect();
    let export = exchange::write(&all, format, ExportOptions { forms: forms.as_ref() });
    give(&export.text, args.out.as_ref(), true)?;
    for loss in &export.losses {
        terminal::note(&format!("lost: {loss}"));
    }
    Ok(Outcome::Done)
}

/// One file a lexicon: several need a folder.
fn give_toml(lexicons: &[Lexicon], out: Option<&PathBuf>) -> Result<()> {
    match (lexicons, out) {
        ([one], out) => give(&to_toml(one), out, true),
        (several, Some(folder)) if folder.extension().is_none() => {
            let files: Vec<(String, Vec<u8>)> = several
                .iter()
                .map(|l| (format!("{}-{}.toml", l.id, l.language), to_toml(l).into_bytes()))
                .collect();
            files::write_folder(folder, &files)
        }
        (several, _) => {
            let reason = format!("these are {} lexicons, and a TOML file holds one", several.len());
            Err(Error::new(Kind::Output, reason)
                .help("name a folder with --out, or join them with --as FRAME"))
        }
    }
}
