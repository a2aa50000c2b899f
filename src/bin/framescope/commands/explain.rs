//! `framescope explain`: why a sentence was read as it was.

use std::io::Read;
use std::path::PathBuf;
use std::sync::Arc;

use framescope::article::Article;
use framescope::error::{Error, Kind, Result};
use framescope::report::reader::reasons;
use framescope::score::explain::{Explanation, explain};
use framescope::score::{Analyser, Depth};

use super::annotate::Without;
use super::inputs::{self, Reads};
use super::{Outcome, json_lines};
use crate::args::Global;
use crate::{files, terminal};

/// Tell why a sentence was read as it was: who speaks, what is denied or hedged, by which rule, and whose it is
#[derive(Debug, clap::Args)]
#[command(
    after_help = "The number of a sentence is its index in annotate, from 0; without one every sentence with a hit is explained.

Examples:
  framescope explain article.txt:3
  framescope explain articles.jsonl:0 --id sky-12
  echo 'They do not have that capability.' | framescope explain - --language en
  framescope explain article.txt:3 --format json"
)]
pub struct Args {
    /// A file, with the number of a sentence after a colon; - reads plain text from standard input
    #[arg(value_name = "FILE[:SENTENCE]", allow_hyphen_values = true)]
    pub what: String,
    /// The article, where the file holds several
    #[arg(long, value_name = "ID")]
    pub id: Option<String>,
    /// Language of text from standard input [default: detected]
    #[arg(long, value_name = "CODE")]
    pub language: Option<String>,
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
    /// To read here
    Text,
    /// One JSON object a sentence, offsets in code points
    Json,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    let Some(without) = args.without.families()? else { return Ok(Outcome::Done) };
    let (path, number) = split(&args.what);
    let (articles, failed) = articles(args, path, global)?;
    let mut scheme = args.reads.scheme()?;
    scheme.without = without;
    let mut analyser = Analyser::new(Arc::new(scheme));
    let mut found = Vec::new();
    for article in &articles {
        analyser.annotate(article, Depth::Full)?;
        let sentences = analyser.annotation().document.sentences.len();
        if let Some(n) = number {
            found.push(explain(article, &analyser, n).ok_or_else(|| beyond(path, n, sentences))?);
        } else {
            let with_hits = |n: &usize| {
                let here = analyser.annotation();
                !here.hits_of(*n).is_empty() || here.masked.iter().any(|m| m.sentence as usize == *n)
            };
            let wanted = (0..sentences).filter(|n| with_hits(n) || articles.len() == 1 && sentences == 1);
            found.extend(wanted.filter_map(|n| explain(article, &analyser, n)));
        }
    }
    match args.format {
        Format::Text => terminal::data(&text(&found))?,
        Format::Json => terminal::bytes(&json_lines(&found))?,
    }
    Ok(if failed { Outcome::Partly } else { Outcome::Done })
}

fn text(found: &[Explanation]) -> String {
    if found.is_empty() {
        return "No sentence with a hit. Name a sentence to have it explained all the same: FILE:SENTENCE\n"
            .into();
    }
    let mut out = String::new();
    for e in found {
        reasons::write(e, &mut out);
    }
    out
}

/// The path, and the number behind its last colon if there is one.
fn split(what: &str) -> (&str, Option<usize>) {
    match what.rsplit_once(':') {
        Some((path, number)) if !path.is_empty() => match number.parse() {
            Ok(n) => (path, Some(n)),
            Err(_) => (what, None),
        },
        _ => (what, None),
    }
}

/// The articles that are meant, and whether any could not be read.
fn articles(args: &Args, path: &str, global: &Global) -> Result<(Vec<Article>, bool)> {
    if path == "-" {
        let text = standard_input()?;
        let article = Article {
            id: "standard input".into(),
            text,
            language: args.language.clone(),
            ..Article::default()
        };
        return Ok((vec![article], false));
    }
    let loaded = inputs::load(&[PathBuf::from(path)], &args.reads)?;
    let failed = inputs::tell(&loaded.reading, global.quiet);
    let mut articles = loaded.reading.articles;
    if articles.is_empty() && failed {
        return Err(Error::new(Kind::Input, "no article was read, so nothing can be explained"));
    }
    if let Some(id) = &args.id {
        articles.retain(|a| a.id == *id);
        if articles.is_empty() {
            let e = Error::new(Kind::Input, format!("no article has the id {id:?}"));
            return Err(e.in_file(path).help("framescope annotate shows the ids"));
        }
    }
    if articles.len() > 1 && split(&args.what).1.is_some() {
        let ids: Vec<&str> = articles.iter().take(5).map(|a| a.id.as_str()).collect();
        let e =
            Error::new(Kind::Input, format!("{} articles stand here; say which is meant", articles.len()));
        return Err(e.in_file(path).help(format!("--id {}", ids.join(" or --id "))));
    }
    if let Some(language) = &args.language {
        for article in &mut articles {
            article.language = Some(language.clone());
        }
    }
    Ok((articles, failed))
}

fn standard_input() -> Result<String> {
    let mut bytes = Vec::new();
    let read = files::standard_input().take(files::LARGEST).read_to_end(&mut bytes);
    let fault = |reason: String| Error::new(Kind::Input, reason).in_file("standard input");
    read.map_err(|e| fault(e.to_string()))?;
    if bytes.trim_ascii().is_empty() {
        return Err(files::nothing_came_in());
    }
    String::from_utf8(bytes).map_err(|_| {
        fault("the text is not UTF-8".into()).help("give it as a file, which may have any encoding")
    })
}

fn beyond(path: &str, n: usize, sentences: usize) -> Error {
    let e = Error::new(Kind::Input, format!("there is no sentence {n}"));
    let help = match sentences.checked_sub(1) {
        Some(last) => format!("sentences are counted from 0 to {last}"),
        None => "the text holds no sentence".into(),
    };
    e.in_file(path).help(help)
}
