//! `framescope annotate`: every layer of every article.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::sync::Arc;

use framescope::article::Article;
use framescope::error::{Error, Kind, Result};
use framescope::report::reader::{View, page, plain};
use framescope::score::record::Record;
use framescope::score::{Analyser, Depth};
use framescope::stance::{Families, Family};

use super::inputs::Reads;
use super::language::Language;
use super::score::tally;
use super::stream::{Bytes, Run, Streaming, Text};
use super::{Outcome, stream};
use crate::args::Global;
use crate::terminal;

/// Show every layer of every article: frames, stance, voice, speakers, tone
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  framescope annotate article.txt --format text
  framescope annotate articles/ --format html > reader.html
  framescope annotate - --format jsonl < articles.jsonl > annotated.jsonl")]
pub struct Args {
    /// Files, folders or globs; - reads JSONL from standard input
    #[arg(required = true, value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    pub format: Format,
    /// Language of the page and its explanations: en, it
    #[arg(long, value_name = "CODE", default_value = "en")]
    pub language: Language,
    /// Write tokens and stems as well (jsonl)
    #[arg(long)]
    pub tokens: bool,
    #[command(flatten)]
    pub streaming: Streaming,
    #[command(flatten)]
    pub without: Without,
    #[command(flatten)]
    pub reads: Reads,
}

/// Rules to leave out.
#[derive(Debug, clap::Args, Clone, Default)]
pub struct Without {
    /// Leave families of stance rules out, to see what each contributes; list names them
    #[arg(long, value_name = "FAMILY,…")]
    pub without: Option<String>,
}

impl Without {
    /// The families, as understood; `None` if their names were asked for and are told.
    ///
    /// # Errors
    /// If a name is no family.
    pub fn families(&self) -> Result<Option<Families>> {
        let named = self.without.as_deref().unwrap_or_default();
        if named == "list" {
            let row = |f: &Family| format!("{:<13} {}\n", f.name(), f.meaning());
            terminal::data(&Family::ALL.iter().map(row).collect::<String>())?;
            return Ok(None);
        }
        Families::parse(named).map(Some).map_err(|name| {
            let names: Vec<&str> = Family::ALL.iter().map(|f| f.name()).collect();
            Error::new(Kind::Study, format!("{name:?} is no family of stance rules"))
                .help(format!("families are {}; --without list says what each does", names.join(", ")))
        })
    }
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// One JSON object a line, as the output contract fixes it
    Jsonl,
    /// One page for all articles, to read in a browser
    Html,
    /// To read here: colour in a terminal, brackets in a file
    Text,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    let Some(without) = args.without.families()? else { return Ok(Outcome::Done) };
    let mut scheme = args.reads.scheme()?;
    scheme.without = without;
    scheme.threads = global.threads.unwrap_or(scheme.threads);
    let scheme = Arc::new(scheme);
    let Args { paths, reads, streaming, format, .. } = args;
    if *format != Format::Jsonl {
        stream::refuse_resume(streaming, "html or text")?;
    }
    let shown = streaming.out.is_none() && std::io::stdout().is_terminal();
    let colour = shown && std::env::var_os("NO_COLOR").is_none();
    let words = &args.language.words();
    let (head, tail) = match format {
        Format::Jsonl => (String::new(), String::new()),
        Format::Html => (page::head(&scheme, words, ""), page::tail(words)),
        Format::Text => (plain::legend(&scheme, colour), String::new()),
    };
    let worker = || {
        let mut analyser = Analyser::new(scheme.clone());
        let scheme = scheme.clone();
        Bytes(move |article: &Article, out: &mut Vec<u8>| {
            analyser.annotate(article, Depth::Full)?;
            let annotation = analyser.annotation();
            let view = View { article, annotation, scheme: &scheme, words };
            let mut written = String::new();
            match args.format {
                Format::Jsonl => {
                    let tokens =
                        args.tokens.then(|| analyser.vocabulary(annotation.document.language)).flatten();
                    Record { article, annotation, scheme: &scheme, tokens }.write(out);
                }
                Format::Html => page::write(&view, &mut written),
                Format::Text => plain::write(&view, colour, &mut written),
            }
            out.extend_from_slice(written.as_bytes());
            Ok(tally(article, annotation))
        })
    };
    let settings = format!("annotate {format:?} {}", args.tokens);
    let run = Run { paths, reads, streaming, global, settings };
    stream::run(
        &run,
        worker,
        Text { head: head.into_bytes(), tail: tail.into_bytes(), alone: *format == Format::Jsonl },
    )
}
