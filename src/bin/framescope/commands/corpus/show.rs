//! `corpus show`: one article.

use std::path::PathBuf;

use framescope::error::{Error, Kind, Result};
use framescope::input::cleaning::Cleaning;
use framescope::input::writing;

use super::{Outcome, Paths, Reads, list};
use crate::args::Global;
use crate::terminal;

/// Which article.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  framescope corpus show harbour-12 downloads/
  framescope corpus show nexis:3 nexis.docx --as-read > article.md")]
pub struct Args {
    /// Id of the article, as `corpus list` writes it
    pub id: String,
    /// A study, or files, folders and globs of articles [default: the built-in study]
    #[arg(value_name = "STUDY | PATH")]
    pub paths: Vec<PathBuf>,
    /// Write the article as a text file with front matter, without marks
    #[arg(long)]
    pub as_read: bool,
    #[command(flatten)]
    pub reads: Reads,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    let paths = Paths { paths: args.paths.clone(), reads: args.reads.clone() };
    let (loaded, _) = paths.load(&Global { quiet: true, ..global.clone() })?;
    let articles = &loaded.reading.articles;
    let Some(a) = articles.iter().find(|a| a.id == args.id) else {
        let part = args.id.to_lowercase();
        let near: Vec<&str> = articles
            .iter()
            .map(|a| a.id.as_str())
            .filter(|id| id.to_lowercase().contains(&part))
            .take(5)
            .collect();
        let help = if near.is_empty() {
            "`corpus list` shows all ids".to_owned()
        } else {
            format!("did you mean {}?", near.join(", "))
        };
        return Err(Error::new(Kind::Input, format!("there is no article {:?}", args.id)).help(help));
    };
    if args.as_read {
        terminal::data(&writing::front_matter(a))?;
        return Ok(Outcome::Done);
    }
    let mut s = String::new();
    let place = match a.origin.line {
        Some(line) => format!("{}, {line}", a.origin.file),
        None => a.origin.file.clone(),
    };
    let encoding =
        format!("{}{}", a.origin.encoding, if a.origin.encoding_guessed { " (guessed)" } else { "" });
    for column in writing::COLUMNS.iter().filter(|c| !matches!(**c, "text" | "language")) {
        if let Some(value) = writing::value_of(a, column) {
            s.push_str(&format!("{column:<12} {value}\n"));
        }
    }
    for (name, value) in [("language", list::language(a)), ("read from", place), ("encoding", encoding)] {
        s.push_str(&format!("{name:<12} {value}\n"));
    }
    for (column, value) in &a.metadata {
        s.push_str(&format!("{column:<12} {value}\n"));
    }
    let cleaner = loaded.cleaner;
    let mut cleaning = Cleaning::default();
    cleaner.clean_article(a, &mut cleaning);
    s.push('\n');
    let mut at = 0;
    for r in &cleaning.removed {
        s.push_str(a.text.get(at..r.start as usize).unwrap_or_default());
        s.push_str(&format!(
            "[{}: {}]",
            r.rule,
            a.text.get(r.start as usize..r.end as usize).unwrap_or_default()
        ));
        at = r.end as usize;
    }
    s.push_str(a.text.get(at..).unwrap_or_default());
    if !s.ends_with('\n') {
        s.push('\n');
    }
    terminal::data(&s)?;
    Ok(Outcome::Done)
}
