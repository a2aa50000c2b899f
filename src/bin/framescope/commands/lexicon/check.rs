//! `lexicon check` and `lexicon test`: what is wrong with lexicons.

use std::path::PathBuf;

use framescope::error::{Error, Kind, Result};
use framescope::lexicon::finding::{Finding, PROBLEMS, Problem};
use framescope::lexicon::forms::{self, Forms};
use framescope::lexicon::{Lexicon, Library, audit, examples};

use super::corpus::Corpus;
use super::pick::{self, LexiconReads};
use super::table::{Format, Table};
use crate::args::Global;
use crate::commands::{Outcome, inputs};
use crate::terminal;

/// Find dead, shadowed, duplicate, over-broad and untested entries, and examples that fail
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Problems: header, placeholder (words of `lexicon new` that were to be replaced), dead, duplicate, shadowed, idle-except (an exception that never applies), expect and allows \
(examples that fail), untested (exceptions or a weight below 1 without a sentence that shows them), over-broad.
Exit code 1 if anything is found.

Examples:
  framescope lexicon check my-frame.toml
  framescope lexicon check threat --corpus articles/ --ignore untested"
)]
pub struct Check {
    /// Built-in lexicons or files [default: all built-in ones]
    #[arg(value_name = "LEXICON")]
    lexicons: Vec<String>,
    /// Articles whose words wildcards are held against [default: the words of all lexicons]
    #[arg(long, value_name = "PATH", num_args = 1..)]
    corpus: Vec<PathBuf>,
    /// Say nothing of these problems
    #[arg(long, value_name = "PROBLEM", value_delimiter = ',')]
    ignore: Vec<String>,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    #[command(flatten)]
    reads: LexiconReads,
    #[command(flatten)]
    articles: inputs::ArticleReads,
}

/// Checks lexicons.
pub fn check(args: &Check, global: &Global) -> Result<Outcome> {
    let ignored: Vec<Problem> = args.ignore.iter().map(|n| problem(n)).collect::<Result<_>>()?;
    let mut lexicons = pick::lexicons(&args.lexicons, &args.reads)?;
    let corpus = match args.corpus.as_slice() {
        [] => None,
        paths => Some(Corpus::read(paths, &args.articles, global)?),
    };
    if let Some(corpus) = &corpus {
        corpus.met(&mut lexicons, global)?;
    }
    let library = Library::builtin()?;
    let mut known: Vec<(framescope::text::Language, Forms)> = Vec::new();
    let mut findings = Vec::new();
    for lexicon in &lexicons {
        if !known.iter().any(|k| k.0 == lexicon.language) {
            let forms = match &corpus {
                Some(corpus) => corpus.forms(lexicon.language)?,
                None => forms::reference(&library, lexicon.language),
            };
            known.push((lexicon.language, forms));
        }
        let forms = known.iter().find(|k| k.0 == lexicon.language).map(|k| &k.1);
        findings.extend(audit::check(lexicon, forms.unwrap_or(&Forms::new()))?);
    }
    findings.retain(|f| !ignored.contains(&f.problem));
    tell(&findings, args.format)?;
    if !global.quiet {
        terminal::note(&summary(&lexicons, &findings));
    }
    let read = corpus.map_or(Outcome::Done, |c| c.outcome);
    Ok(if findings.is_empty() { read } else { Outcome::Told })
}

fn problem(name: &str) -> Result<Problem> {
    Problem::from_name(name).ok_or_else(|| {
        let names: Vec<&str> = PROBLEMS.iter().map(|p| p.1).collect();
        Error::new(Kind::Lexicon, format!("{name:?} is no problem that check knows")).help(names.join(", "))
    })
}

fn tell(findings: &[Finding], format: Format) -> Result<()> {
    if format == Format::Text {
        let line = |f: &Finding| format!("{}\n", framescope::report::escape::terminal(&f.to_string()));
        return terminal::data(&findings.iter().map(line).collect::<String>());
    }
    let mut table = Table::new(&["file", "line", "column", "problem", "entry", "reason", "remedy"]);
    for f in findings {
        table.row([
            f.file.clone(),
            f.line.to_string(),
            f.column.to_string(),
            f.problem.name().to_owned(),
            f.entry.clone(),
            f.reason.clone(),
            f.remedy.clone(),
        ]);
    }
    terminal::data(&table.show(format))
}

fn summary(lexicons: &[Lexicon], findings: &[Finding]) -> String {
    let entries: usize = lexicons.iter().map(Lexicon::len).sum();
    let mut kinds = Vec::new();
    for (problem, name) in PROBLEMS {
        let count = findings.iter().filter(|f| f.problem == *problem).count();
        if count > 0 {
            kinds.push(format!("{count} {name}"));
        }
    }
    let what = if kinds.is_empty() { "nothing found".to_owned() } else { kinds.join(", ") };
    let of = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    format!("{}, {}: {what}", of(lexicons.len(), "lexicon", "lexicons"), of(entries, "entry", "entries"))
}

/// Run the example sentences that lexicons carry
#[derive(Debug, clap::Args)]
#[command(after_help = "Exit code 1 if a sentence fails.

Example:
  framescope lexicon test my-frame.toml")]
pub struct Test {
    /// Built-in lexicons or files [default: all built-in ones]
    #[arg(value_name = "LEXICON")]
    lexicons: Vec<String>,
    #[command(flatten)]
    reads: LexiconReads,
}

/// Runs examples.
pub fn test(args: &Test, global: &Global) -> Result<Outcome> {
    let mut failures = Vec::new();
    let (mut passed, mut entries) = (0, 0);
    for lexicon in pick::lexicons(&args.lexicons, &args.reads)? {
        let run = examples::run(&lexicon)?;
        passed += run.passed();
        entries += run.entries;
        failures.extend(run.failures);
    }
    tell(&failures, Format::Text)?;
    if !global.quiet {
        terminal::note(&format!("{passed} sentences of {entries} entries pass, {} fail", failures.len()));
    }
    Ok(if failures.is_empty() { Outcome::Done } else { Outcome::Told })
}
