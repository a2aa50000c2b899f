//! `framescope annotate`: every layer of every article.

use std::io::{BufRead, Write};
use std::path::PathBuf;
use std::sync::Arc;

use framescope::article::Article;
use framescope::error::{Error, Kind, Result};
use framescope::lexicon::Library;
use framescope::score::analyser::{Cleaning, Depth};
use framescope::score::record::Record;
use framescope::score::{Analyser, Scheme};

use super::Outcome;
use crate::args::Global;
use crate::terminal;

/// Show every layer of every article: frames, stance, voice, speakers, tone
#[derive(Debug, clap::Args)]
pub struct Args {
    /// Files, folders or globs; - reads JSONL from standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write tokens and stems as well (jsonl)
    #[arg(long)]
    pub tokens: bool,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For reading in a terminal
    Text,
    /// One JSON object a line, as the output contract fixes it
    Jsonl,
    /// One self-contained page
    Html,
}

/// Runs the command.
pub fn run(args: &Args, _global: &Global) -> Result<Outcome> {
    let scheme = Arc::new(Scheme::compile(&Library::builtin()?)?);
    let mut analyser = Analyser::new(scheme.clone());
    let mut stdout = std::io::stdout().lock();
    let mut buffer = Vec::new();
    let mut outcome = Outcome::Done;
    for (i, line) in std::io::stdin().lock().split(b'\n').enumerate() {
        let wrong = |e: &dyn std::fmt::Display| {
            Error::new(Kind::Input, e.to_string()).in_file("standard input").line(i + 1)
        };
        let line = line.map_err(|e| wrong(&e))?;
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let value: serde_json::Value = match serde_json::from_slice(&line) {
            Ok(v) => v,
            Err(e) => {
                terminal::error(&wrong(&e));
                outcome = Outcome::Partly;
                continue;
            }
        };
        let text = |key: &str| value.get(key).and_then(|v| v.as_str()).map(str::to_owned);
        let article = Article {
            id: text("id").unwrap_or_else(|| (i + 1).to_string()),
            language: text("language"),
            title: text("title"),
            text: text("text").unwrap_or_default(),
            ..Article::default()
        };
        let annotation = analyser.annotate(&article, &Cleaning::default(), Depth::Full)?.clone();
        let vocabulary = args.tokens.then(|| analyser.vocabulary(annotation.document.language)).flatten();
        buffer.clear();
        Record { article: &article, annotation: &annotation, scheme: &scheme, tokens: vocabulary }
            .write(&mut buffer);
        stdout.write_all(&buffer).map_err(|e| wrong(&e))?;
    }
    Ok(outcome)
}
