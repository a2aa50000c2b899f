//! `lexicon show` and `lexicon coverage`: what entries match in a corpus.

use std::fmt::Write;
use std::path::PathBuf;

use framescope::error::{Error, Kind, Result};
use framescope::lexicon::coverage::{self, Coverage};
use framescope::lexicon::forms;
use framescope::lexicon::survey::{EntryUse, Survey};
use framescope::lexicon::{Entry, Lexicon, Library, written_out};
use framescope::report::escape;
use framescope::text::{Language, Marks};

use super::corpus::Corpus;
use super::pick::{self, LexiconReads};
use super::table::{Format, Table};
use crate::args::Global;
use crate::commands::{Outcome, inputs};
use crate::terminal;

/// Show the entries of a lexicon, and with --corpus the forms that they match, with counts and contexts
#[derive(Debug, clap::Args)]
#[command(
    name = "show",
    after_help = "Examples:
  framescope lexicon show threat:en
  framescope lexicon show threat:en --entry 'explosi*' --corpus articles/ --contexts 5
  framescope lexicon show my-frame.toml --wildcards --corpus articles/"
)]
pub struct Args {
    /// Built-in lexicons or files
    #[arg(required = true, value_name = "LEXICON")]
    lexicons: Vec<String>,
    /// Only entries with this pattern, or that stand for it, or in this group
    #[arg(long, value_name = "PATTERN|GROUP")]
    entry: Option<String>,
    /// Only entries with * or ?, gaps included
    #[arg(long)]
    wildcards: bool,
    /// Articles to look into
    #[arg(long, value_name = "PATH", num_args = 1..)]
    corpus: Vec<PathBuf>,
    /// Places shown of each entry
    #[arg(long, value_name = "N", default_value_t = 0)]
    contexts: usize,
    #[command(flatten)]
    reads: LexiconReads,
    #[command(flatten)]
    articles: inputs::ArticleReads,
}

/// Shows entries.
pub fn show(args: &Args, global: &Global) -> Result<Outcome> {
    let mut lexicons = pick::lexicons(&args.lexicons, &args.reads)?;
    let corpus = match args.corpus.as_slice() {
        [] => None,
        paths => Some(Corpus::read(paths, &args.articles, global)?),
    };
    if let Some(corpus) = &corpus {
        corpus.met(&mut lexicons, global)?;
    }
    let library = Library::builtin()?;
    let (mut out, mut shown) = (String::new(), 0);
    for lexicon in &lexicons {
        let mut survey = Survey::new([lexicon], args.contexts)?;
        match &corpus {
            Some(corpus) => corpus
                .each(lexicon.language, |source, id, text, marks| survey.add(source, id, text, marks))?,
            // Without a corpus, wildcards are shown with the words of all lexicons that they fit.
            None => {
                for form in forms::reference(&library, lexicon.language).keys() {
                    survey.add("", "", form, Marks::default());
                }
            }
        }
        shown += entries(lexicon, &survey, args, corpus.is_some(), &mut out);
    }
    if let Some(asked) = args.entry.as_ref().filter(|_| shown == 0) {
        let e = Error::new(Kind::Lexicon, format!("no entry and no group is called {asked:?}"));
        return Err(e.help("write it as the lexicon does; without --entry all are shown, and lexicon try tells which entry hits in a text"));
    }
    terminal::data(&out)?;
    Ok(corpus.map_or(Outcome::Done, |c| c.outcome))
}

/// Writes the entries that were asked for, and tells how many.
fn entries(lexicon: &Lexicon, survey: &Survey<'_>, args: &Args, counted: bool, out: &mut String) -> usize {
    // Writing to a string does not fail.
    let _ = writeln!(
        out,
        "{} ({}), {} entries",
        escape::terminal(&lexicon.title),
        lexicon.language,
        lexicon.len()
    );
    let (mut group, mut shown) = (None, 0);
    for (placed, used) in survey.entries().iter().zip(survey.uses()) {
        let (entry, name) = (placed.entry, placed.group.name.as_str());
        let stands_for = |e: &str| written_out(&entry.pattern).is_ok_and(|all| all.iter().any(|s| s == e));
        let asked = args.entry.as_deref().is_none_or(|e| e == entry.pattern || e == name || stands_for(e));
        let wild = entry.pattern.contains(['*', '?']);
        if !asked || (args.wildcards && !wild) {
            continue;
        }
        shown += 1;
        if group != Some((name, placed.group.named)) {
            group = Some((name, placed.group.named));
            let _ =
                writeln!(out, "\n{}: {}", escape::terminal(name), escape::terminal(&placed.group.definition));
        }
        let _ = writeln!(out, "  {}", escape::terminal(&line(entry, used, counted, wild)));
        for c in &used.contexts {
            let text = format!("      … {} [{}] {} …  ({})", c.before, c.words, c.after, c.text);
            let _ = writeln!(out, "{}", escape::terminal(&text));
        }
    }
    out.push('\n');
    shown
}

/// Forms of an entry shown in its line.
const SHOWN: usize = 12;

fn line(entry: &Entry, used: &EntryUse, counted: bool, wild: bool) -> String {
    let mut line = entry.pattern.clone();
    if entry.weight < 1.0 {
        let _ = write!(line, "  weight {}", entry.weight);
    }
    let mut forms: Vec<(&String, &u64)> = used.forms.iter().collect();
    forms.sort_by_key(|f| std::cmp::Reverse(f.1));
    let more =
        if forms.len() > SHOWN { format!(", and {} more", forms.len() - SHOWN) } else { String::new() };
    forms.truncate(SHOWN);
    if counted {
        let forms: Vec<String> = forms.iter().map(|(f, n)| format!("{f} {n}")).collect();
        let _ = write!(line, "  – {} hits in {} texts", used.hits, used.texts);
        if !forms.is_empty() {
            let _ = write!(line, ": {}{more}", forms.join(", "));
        }
    } else if wild && !forms.is_empty() {
        let forms: Vec<&str> = forms.iter().map(|(f, _)| f.as_str()).collect();
        let _ = write!(line, "  – such as {}{more}", forms.join(", "));
    }
    if !entry.except.is_empty() {
        let _ = write!(line, "; not in: {}", entry.except.join(", "));
    }
    line
}

/// Hits per 1,000 words by entry and source, and the share that the most frequent entries carry
#[derive(Debug, clap::Args)]
#[command(
    name = "coverage",
    after_help = "Example:
  framescope lexicon coverage articles/ --lexicon threat:en --top 20"
)]
pub struct CoverageArgs {
    /// Files, folders or globs of articles
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// Built-in lexicons or files [default: all built-in frames]
    #[arg(long = "lexicon", value_name = "LEXICON")]
    lexicons: Vec<String>,
    /// Entries shown of each lexicon
    #[arg(long, value_name = "N", default_value_t = 10)]
    top: usize,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    reads: LexiconReads,
    #[command(flatten)]
    articles: inputs::ArticleReads,
}

/// Shows coverage.
pub fn coverage(args: &CoverageArgs, global: &Global) -> Result<Outcome> {
    let mut lexicons = pick::lexicons(&args.lexicons, &args.reads)?;
    if args.lexicons.is_empty() {
        lexicons.retain(|l| l.subject == framescope::lexicon::Subject::Frame);
    }
    // `show`, `check` and `suggest` name the lexicon first.
    if let Some(name) = args.paths.first().filter(|p| !p.exists()).map(|p| p.display().to_string())
        && pick::lexicons(std::slice::from_ref(&name), &args.reads).is_ok()
    {
        let e = Error::new(Kind::Lexicon, format!("{name} is a lexicon, and articles are asked for"));
        return Err(e.help(format!("framescope lexicon coverage articles/ --lexicon {name}")));
    }
    let corpus = Corpus::read(&args.paths, &args.articles, global)?;
    let mut languages: Vec<Language> = lexicons.iter().map(|l| l.language).collect();
    languages.sort();
    languages.dedup();
    let asked = languages.len() == 1;
    let mut out = String::new();
    let mut table = Table::new(&["lexicon", "language", "entry", "source", "hits", "share", "per_1000"]);
    for language in languages {
        let mut survey = Survey::new(lexicons.iter().filter(|l| l.language == language), 0)?;
        let read = corpus.each(language, |source, id, text, marks| survey.add(source, id, text, marks));
        match read {
            Err(e) if asked => return Err(e),
            Err(_) => continue,
            Ok(()) => {}
        }
        for coverage in coverage::of(&survey) {
            match args.format {
                Format::Csv => rows(&coverage, &survey, &mut table),
                Format::Text => text(&coverage, &survey, args.top, &mut out),
            }
        }
    }
    terminal::data(&if args.format == Format::Csv { table.show(Format::Csv) } else { out })?;
    Ok(corpus.outcome)
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |v| format!("{v:.2}"))
}

fn rows(coverage: &Coverage, survey: &Survey<'_>, table: &mut Table) {
    let id = coverage.lexicon.clone();
    let language = survey.language().to_string();
    let mut row = |entry: &str, source: &str, hits: String, share: String, rate: Option<f64>| {
        let rate = rate.map(|r| format!("{r:.4}")).unwrap_or_default();
        table.row([id.clone(), language.clone(), entry.to_owned(), source.to_owned(), hits, share, rate]);
    };
    row("", "", coverage.hits.to_string(), String::new(), coverage.rate);
    for (source, rate) in survey.sources().iter().zip(&coverage.by_source) {
        row("", &source.name, String::new(), String::new(), *rate);
    }
    for e in &coverage.entries {
        let pattern = &survey.entries()[e.entry].entry.pattern;
        row(pattern, "", e.hits.to_string(), format!("{:.4}", e.share), Some(e.rate));
        for (i, (source, rate)) in survey.sources().iter().zip(&e.by_source).enumerate() {
            let hits = survey.uses()[e.entry].by_source.get(i).copied().unwrap_or(0);
            row(pattern, &source.name, hits.to_string(), String::new(), *rate);
        }
    }
}

fn text(coverage: &Coverage, survey: &Survey<'_>, top: usize, out: &mut String) {
    let share = |n| coverage.top(n).map_or_else(|| "–".to_owned(), |s| format!("{:.0} %", 100.0 * s));
    let _ = writeln!(
        out,
        "{} ({}): {} hits, {} per 1,000 words; {} of {} entries hit, as evenly as {} equal ones; the first carries {}, the first five {}",
        coverage.lexicon,
        survey.language(),
        coverage.hits,
        number(coverage.rate),
        coverage.size - coverage.unused,
        coverage.size,
        coverage.effective.map_or_else(|| "–".to_owned(), |e| format!("{e:.1}")),
        share(1),
        share(5)
    );
    let mut table = Table::new(&["entry", "hits", "share", "per 1,000"]);
    for e in coverage.entries.iter().take(top) {
        let pattern = survey.entries()[e.entry].entry.pattern.clone();
        table.row([pattern, e.hits.to_string(), format!("{:.1} %", 100.0 * e.share), number(Some(e.rate))]);
    }
    if !table.is_empty() {
        out.push_str(&table.show(Format::Text));
    }
    let mut sources = Table::new(&["source", "texts", "words", "per 1,000"]);
    for (source, rate) in survey.sources().iter().zip(&coverage.by_source) {
        sources.row([
            source.name.clone(),
            source.texts.to_string(),
            source.tokens.to_string(),
            number(*rate),
        ]);
    }
    out.push_str(&sources.show(Format::Text));
    out.push('\n');
}
