//! `framescope corpus`: what was read, how, and what was set aside.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use clap::Subcommand;
use framescope::article::Article;
use framescope::error::Result;
use framescope::input::cleaning::Cleaner;
use framescope::input::duplicates::{DuplicateOptions, groups, sketches};
use framescope::text::Language;
use framescope::text::detect;

use super::Outcome;
use super::inputs::{self, Reads};
use crate::args::Global;
use crate::terminal;

/// Look at articles before counting: what was read, how, and what was set aside
#[derive(Debug, clap::Args)]
pub struct Args {
    #[command(subcommand)]
    pub what: What,
}

/// What to look at.
#[derive(Debug, Subcommand)]
pub enum What {
    /// One line an article: id, source, date, language, words, title
    List(Paths),
    /// What cleaning sets aside and mends, article by article, with the rule
    Check(Paths),
    /// Groups of near-duplicates (wire copy, reprints) with their similarity
    Duplicates(Duplicates),
    /// Write articles as read, whatever they were read from
    Convert(Convert),
}

/// What duplicates are written as.
#[derive(Debug, clap::Args)]
pub struct Duplicates {
    #[command(flatten)]
    pub which: Paths,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Csv)]
    pub format: Format,
}

/// What articles are written as.
#[derive(Debug, clap::Args)]
pub struct Convert {
    #[command(flatten)]
    pub which: Paths,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Jsonl)]
    pub to: Format,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Jsonl,
    Csv,
}

/// Which articles.
#[derive(Debug, clap::Args)]
pub struct Paths {
    /// A study, or files, folders and globs of articles [default: the built-in study]
    #[arg(value_name = "STUDY | PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub reads: Reads,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    let p = match &args.what {
        What::List(p) | What::Check(p) => p,
        What::Duplicates(d) => &d.which,
        What::Convert(c) => &c.which,
    };
    let loaded = inputs::load(&p.paths, &p.reads)?;
    let failed = inputs::tell(&loaded.reading, global.quiet);
    let articles = &loaded.reading.articles;
    match &args.what {
        What::List(_) => list(articles)?,
        What::Check(_) => check(articles)?,
        What::Duplicates(d) => duplicates(articles, d.format)?,
        What::Convert(c) => convert(articles, c.to)?,
    }
    Ok(if failed { Outcome::Partly } else { Outcome::Done })
}

fn list(articles: &[Article]) -> Result<()> {
    let mut s = String::new();
    for a in articles {
        let dash = || "–".to_owned();
        s.push_str(&format!(
            "{}\t{}\t{}\t{}\t{} words\t{}\n",
            a.id,
            a.source.clone().unwrap_or_else(dash),
            a.date.map_or_else(dash, |d| d.to_string()),
            language(a),
            a.text.split_whitespace().count(),
            a.title.clone().unwrap_or_else(dash)
        ));
    }
    s.push_str(&format!("{} articles\n", articles.len()));
    terminal::data(&s)
}

/// The declared language, or the detected one with how sure it is.
fn language(a: &Article) -> String {
    if let Some(declared) = a.language.as_deref().and_then(Language::from_tag) {
        return declared.to_string();
    }
    let (language, confidence) = detect(&a.text);
    format!("{language}? {confidence:.2}")
}

/// Characters shown of a stretch.
const SHOWN: usize = 90;

fn check(articles: &[Article]) -> Result<()> {
    let cleaner = Cleaner::new();
    let mut s = String::new();
    let mut totals: BTreeMap<&str, usize> = BTreeMap::new();
    for a in articles {
        let cleaning = cleaner.clean(&a.text);
        let encoding = if a.origin.encoding_guessed {
            format!(", read as {} (guessed)", a.origin.encoding)
        } else {
            String::new()
        };
        s.push_str(&format!("{} ({} words{encoding})\n", a.id, a.text.split_whitespace().count()));
        for r in &cleaning.removed {
            let stretch = a.text.get(r.start as usize..r.end as usize).unwrap_or_default();
            s.push_str(&format!("  set aside  {:<22} {}\n", r.rule, shown(stretch)));
            *totals.entry(r.rule).or_default() += 1;
        }
        if !cleaning.apostrophes.is_empty() {
            s.push_str(&format!(
                "  read as apostrophe     {} straight double quotes\n",
                cleaning.apostrophes.len()
            ));
        }
        for b in &cleaning.breaks {
            let at = *b as usize;
            let before: String = a
                .text
                .get(..at)
                .unwrap_or_default()
                .chars()
                .rev()
                .take(20)
                .collect::<Vec<_>>()
                .into_iter()
                .rev()
                .collect();
            let after: String = a.text.get(at..).unwrap_or_default().chars().take(20).collect();
            s.push_str(&format!("  glued, cut here        {}|{}\n", shown(&before), shown(&after)));
        }
    }
    s.push_str("\nset aside by rule, in all articles\n");
    for (rule, n) in totals {
        s.push_str(&format!("  {n:>4}  {rule}\n"));
    }
    terminal::data(&s)
}

fn shown(stretch: &str) -> String {
    let line: String = stretch.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= SHOWN {
        line
    } else {
        format!("{}…", line.chars().take(SHOWN).collect::<String>())
    }
}

fn duplicates(articles: &[Article], format: Format) -> Result<()> {
    let cleaner = Cleaner::new();
    let removed: Vec<_> = articles.iter().map(|a| cleaner.clean(&a.text).removed).collect();
    let texts: Vec<_> = articles.iter().zip(&removed).map(|(a, r)| (a.text.as_str(), r.as_slice())).collect();
    let dates: Vec<_> = articles.iter().map(|a| a.date).collect();
    let found = groups(&sketches(&texts), &dates, &DuplicateOptions::default());
    let mut rows = Vec::new();
    for (number, group) in found.iter().enumerate() {
        for member in &group.members {
            let id = articles.get(member.index).map(|a| a.id.clone()).unwrap_or_default();
            rows.push((number + 1, id, (member.similarity * 1000.0).round() / 1000.0));
        }
    }
    match format {
        Format::Jsonl => {
            let line = |(group, id, similarity): &(usize, String, f64)| {
                serde_json::json!({"group": group, "id": id, "similarity": similarity}).to_string() + "\n"
            };
            terminal::bytes(rows.iter().map(line).collect::<String>().as_bytes())
        }
        Format::Csv => {
            let head = ["group", "id", "similarity"].map(str::to_owned).to_vec();
            let cells = rows.iter().map(|(g, id, s)| vec![g.to_string(), id.clone(), s.to_string()]);
            terminal::bytes(&super::csv_lines(std::iter::once(head).chain(cells)))
        }
    }
}

fn convert(articles: &[Article], to: Format) -> Result<()> {
    const FIELDS: [&str; 8] = ["id", "source", "title", "date", "url", "language", "author", "text"];
    let columns: BTreeSet<&str> =
        articles.iter().flat_map(|a| a.metadata.keys().map(String::as_str)).collect();
    let value = |a: &Article, field: &str| match field {
        "id" => Some(a.id.clone()),
        "source" => a.source.clone(),
        "title" => a.title.clone(),
        "date" => a.date.map(|d| d.to_string()),
        "url" => a.url.clone(),
        "language" => a.language.clone(),
        "author" => a.author.clone(),
        "text" => Some(a.text.clone()),
        column => a.metadata.get(column).cloned(),
    };
    let names = || FIELDS.iter().copied().chain(columns.iter().copied());
    match to {
        Format::Jsonl => {
            let mut out = String::new();
            for a in articles {
                let fields =
                    names().filter_map(|n| Some((n.to_owned(), serde_json::Value::from(value(a, n)?))));
                out.push_str(&serde_json::Value::Object(fields.collect()).to_string());
                out.push('\n');
            }
            terminal::bytes(out.as_bytes())
        }
        Format::Csv => {
            let head = names().map(str::to_owned).collect::<Vec<_>>();
            let rows =
                articles.iter().map(|a| names().map(|n| value(a, n).unwrap_or_default()).collect::<Vec<_>>());
            terminal::bytes(&super::csv_lines(std::iter::once(head).chain(rows)))
        }
    }
}
