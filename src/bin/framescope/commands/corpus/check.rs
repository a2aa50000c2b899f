//! `corpus check`: what is set aside before anything is counted.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use framescope::article::Article;
use framescope::error::Result;
use framescope::input::cleaning::{Cleaner, Cleaning};
use framescope::input::duplicates::{DuplicateOptions, groups, sketches};
use framescope::report::checking::{self, Checked};
use framescope::score::{Analyser, Depth, Scheme};

use super::{Outcome, Paths, shown};
use crate::args::Global;
use crate::{files, terminal};

/// Characters shown of a stretch.
const SHOWN: usize = 90;

/// What is checked and how it is shown.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  framescope corpus check downloads/
  framescope corpus check my-study --format html --out check.html
  framescope corpus check my-study --without-rule captions --cleaning my-site.toml")]
pub struct Args {
    #[command(flatten)]
    pub which: Paths,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    /// Write to this file instead of standard output
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Text,
    /// One JSON object an article
    Jsonl,
    /// One page, to look at in a browser
    Html,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    let (mut loaded, outcome) = args.which.load(global)?;
    let scheme = Arc::new(loaded.scheme()?);
    let articles = &loaded.reading.articles;
    let cleaner = &loaded.cleaner;
    let checked = check(articles, cleaner, &scheme);
    let written = match args.format {
        Format::Text => text(&checked, articles.len()),
        Format::Jsonl => jsonl(&checked),
        Format::Html => {
            let failures: Vec<String> = loaded.reading.failures.iter().map(ToString::to_string).collect();
            checking::page(&checked, cleaner.rules(), &failures)
        }
    };
    match &args.out {
        Some(out) => files::write(out, written.as_bytes())?,
        None if args.format == Format::Text => terminal::data(&written)?,
        None => terminal::bytes(written.as_bytes())?,
    }
    Ok(outcome)
}

fn check<'a>(articles: &'a [Article], cleaner: &Cleaner, scheme: &Arc<Scheme>) -> Vec<Checked<'a>> {
    let mut analyser = Analyser::new(scheme.clone());
    let mut checked: Vec<Checked> = articles
        .iter()
        .map(|article| {
            let mut cleaning = Cleaning::default();
            cleaner.clean_article(article, &mut cleaning);
            // What cannot be annotated is named when it is counted; here it is only not called irrelevant.
            let irrelevant = analyser.annotate(article, Depth::Counts).is_ok_and(|a| a.mentions.is_empty());
            Checked { article, cleaning, irrelevant, copy_of: None }
        })
        .collect();
    let texts: Vec<_> =
        checked.iter().map(|c| (c.article.text.as_str(), c.cleaning.removed.as_slice())).collect();
    let dates: Vec<_> = articles.iter().map(|a| a.date).collect();
    for group in groups(&sketches(&texts), &dates, &DuplicateOptions::default()) {
        let Some((first, rest)) = group.members.split_first() else { continue };
        for member in rest {
            if let (Some(copy), Some(first)) = (checked.get_mut(member.index), articles.get(first.index)) {
                copy.copy_of = Some(&first.id);
            }
        }
    }
    checked
}

fn text(checked: &[Checked<'_>], all: usize) -> String {
    let mut s = String::new();
    for c in checked {
        let a = c.article;
        let encoding = if a.origin.encoding_guessed {
            format!(", read as {} (guessed)", a.origin.encoding)
        } else {
            String::new()
        };
        s.push_str(&format!("{} ({}{encoding})\n", a.id, super::words(c.words().0)));
        for r in &c.cleaning.removed {
            let stretch = a.text.get(r.start as usize..r.end as usize).unwrap_or_default();
            s.push_str(&format!("  set aside  {:<22} {}\n", r.rule, shown(stretch, SHOWN)));
        }
        if !c.cleaning.apostrophes.is_empty() {
            s.push_str(&format!(
                "  read as apostrophe     {} straight double quotes\n",
                c.cleaning.apostrophes.len()
            ));
        }
        for b in &c.cleaning.breaks {
            let (before, after) = a.text.split_at(*b as usize);
            let from = before.char_indices().rev().nth(19).map_or(0, |(i, _)| i);
            let after: String = after.chars().take(20).collect();
            s.push_str(&format!(
                "  glued, cut here        {}|{}\n",
                shown(&before[from..], 20),
                shown(&after, 20)
            ));
        }
        if c.irrelevant {
            s.push_str("  mentions none of the concepts\n");
        }
        if let Some(first) = c.copy_of {
            s.push_str(&format!("  near-duplicate of      {first}\n"));
        }
    }
    s.push_str("\nset aside by rule, in all articles\n");
    let totals = checking::totals(checked);
    if totals.is_empty() {
        s.push_str("  nothing\n");
    }
    for (rule, n) in totals {
        s.push_str(&format!("  {n:>4}  {rule}\n"));
    }
    let count = |f: fn(&&Checked<'_>) -> bool| checked.iter().filter(f).count();
    s.push_str(&format!(
        "articles: {all}; that mention none of the concepts: {}; near-duplicates of an earlier one: {}\n",
        count(|c| c.irrelevant),
        count(|c| c.copy_of.is_some())
    ));
    s
}

fn jsonl(checked: &[Checked<'_>]) -> String {
    let line = |c: &Checked<'_>| {
        let text = c.article.text.as_str();
        // Offsets of the border count characters.
        let characters = |byte: u32| text.get(..byte as usize).map_or(0, |t| t.chars().count());
        let removed: Vec<_> = c
            .cleaning
            .removed
            .iter()
            .map(|r| {
                let inner = text.get(r.start as usize..r.end as usize).unwrap_or_default();
                serde_json::json!({"start": characters(r.start), "end": characters(r.end), "rule": r.rule, "text": inner})
            })
            .collect();
        let (words, aside) = c.words();
        let places = |offsets: &[u32]| offsets.iter().map(|o| characters(*o)).collect::<Vec<_>>();
        let record: BTreeMap<&str, serde_json::Value> = [
            ("id", c.article.id.clone().into()),
            ("source", c.article.source.clone().into()),
            ("words", words.into()),
            ("words_set_aside", aside.into()),
            ("encoding", c.article.origin.encoding.clone().into()),
            ("encoding_guessed", c.article.origin.encoding_guessed.into()),
            ("removed", removed.into()),
            ("apostrophes", places(&c.cleaning.apostrophes).into()),
            ("breaks", places(&c.cleaning.breaks).into()),
            ("mentions_a_concept", (!c.irrelevant).into()),
            ("near_duplicate_of", c.copy_of.map(str::to_owned).into()),
        ]
        .into();
        serde_json::to_string(&record).unwrap_or_default() + "\n"
    };
    checked.iter().map(line).collect()
}
