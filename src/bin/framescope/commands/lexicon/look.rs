//! `lexicon list`, `card`, `try`: what lexicons hold and what they do with a sentence.

use std::fmt::Write;

use framescope::error::{Error, Kind, Result};
use framescope::lexicon::bench::Bench;
use framescope::lexicon::{Fate, Lexicon, card};
use framescope::report::escape;
use framescope::text::{self, Language};

use super::pick::{self, LexiconReads};
use super::table::{Format, Table};
use crate::commands::Outcome;
use crate::{files, terminal};

/// List lexicons with their size, version and licence
#[derive(Debug, clap::Args)]
pub struct List {
    /// Built-in lexicons or files [default: all built-in ones]
    #[arg(value_name = "LEXICON")]
    lexicons: Vec<String>,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    reads: LexiconReads,
}

/// Lists lexicons.
pub fn list(args: &List) -> Result<Outcome> {
    let mut table =
        Table::new(&["lexicon", "language", "version", "groups", "entries", "tested", "title", "licence"]);
    for l in pick::lexicons(&args.lexicons, &args.reads)? {
        let tested = l.entries().filter(|(_, e)| e.expect.len() + e.allows.len() > 0).count();
        table.row([
            l.id.clone(),
            l.language.to_string(),
            l.version.clone(),
            l.groups.len().to_string(),
            (l.len() + l.graded.len()).to_string(),
            tested.to_string(),
            l.title.clone(),
            l.licence.clone(),
        ]);
    }
    terminal::data(&table.show(args.format))?;
    Ok(Outcome::Done)
}

/// Write a lexicon card: definition, size, source, licence, measured quality
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  framescope lexicon card threat:en --measured quality.toml > threat.md")]
pub struct Card {
    /// Built-in lexicons or files
    #[arg(required = true, value_name = "LEXICON")]
    lexicons: Vec<String>,
    /// TOML file of measured precision and recall, one [[measured]] a lexicon
    #[arg(long, value_name = "FILE")]
    measured: Option<std::path::PathBuf>,
    #[command(flatten)]
    reads: LexiconReads,
}

/// Writes cards.
pub fn card(args: &Card) -> Result<Outcome> {
    let measured = match &args.measured {
        None => Vec::new(),
        Some(path) => {
            let shown = path.display().to_string();
            let bytes = files::read(path, &shown, files::LARGEST)?;
            let text = String::from_utf8(bytes)
                .map_err(|_| Error::new(Kind::Lexicon, "the file is not UTF-8").in_file(&shown))?;
            card::measured(&shown, &text)?
        }
    };
    let cards: Vec<String> = pick::lexicons(&args.lexicons, &args.reads)?
        .iter()
        .map(|l| card::markdown(l, &measured, 2))
        .collect();
    terminal::data(&cards.join("\n"))?;
    Ok(Outcome::Done)
}

/// Show which entries hit in a text, and why others that match do not count
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  framescope lexicon try \"The unions called a hunger strike.\"
  framescope lexicon try \"They struck a deal.\" --lexicon threat --lexicon my-frame.toml")]
pub struct Try {
    /// The text
    #[arg(value_name = "TEXT")]
    text: String,
    /// Built-in lexicons or files [default: all built-in frames, concepts and actors]
    #[arg(long = "lexicon", value_name = "LEXICON")]
    lexicons: Vec<String>,
    #[command(flatten)]
    reads: LexiconReads,
}

/// Tries a text.
pub fn try_text(args: &Try) -> Result<Outcome> {
    if args.text.trim().is_empty() {
        let e = Error::new(Kind::Lexicon, "there is no text to try");
        return Err(e.help("write a sentence: framescope lexicon try \"They may strike again.\""));
    }
    let mut lexicons = pick::lexicons(&args.lexicons, &args.reads)?;
    if args.lexicons.is_empty() {
        use framescope::lexicon::Subject;
        lexicons.retain(|l| !matches!(l.subject, Subject::Tone | Subject::Words));
    }
    let language = match args.reads.language()? {
        Some(language) => language,
        None => guess(&args.text, &lexicons),
    };
    lexicons.retain(|l| l.language == language);
    if lexicons.is_empty() {
        return Err(Error::new(Kind::Lexicon, format!("there is no lexicon for the language {language}"))
            .help("name the language of the text with --language"));
    }
    let mut bench = Bench::new(&lexicons)?;
    bench.read(&args.text);
    let candidates = bench.candidates();
    let mut out = String::new();
    // Writing to a string does not fail.
    for (hit, candidate) in &candidates {
        let placed = bench.entry(hit.entry);
        let place = format!("{}/{}", placed.lexicon.id, placed.group.name);
        let words = bench.text_of(hit);
        let _ = write!(out, "{words:?}  {place}  {}  ", placed.entry.pattern);
        let _ = match candidate.fate {
            Fate::Counts => writeln!(out, "counts (weight {})", placed.entry.weight),
            Fate::Excepted { first, last } => {
                writeln!(out, "silent: exception in {:?}", bench.words(hit.sentence, first, last))
            }
            Fate::Covered { by, first, last } => {
                let other = bench.entry(by);
                let longer = bench.words(hit.sentence, first, last);
                writeln!(out, "silent: {longer:?} counts as {} instead", other.entry.pattern)
            }
        };
    }
    if candidates.is_empty() {
        let _ = writeln!(out, "no entry matches (language {language}, {} entries)", bench.entries().len());
    }
    terminal::data(&out.lines().map(|l| escape::terminal(l) + "\n").collect::<String>())?;
    Ok(Outcome::Done)
}

/// The language of a short text among those of the lexicons; the first if in doubt.
fn guess(text: &str, lexicons: &[Lexicon]) -> Language {
    let found = text::detect(text).0;
    if lexicons.iter().any(|l| l.language == found) {
        return found;
    }
    lexicons.first().map_or(Language::UNDETERMINED, |l| l.language)
}
