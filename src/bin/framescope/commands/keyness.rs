//! `framescope keyness`: what two sides of a corpus differ in, word by word.

mod counts;
mod write;

use std::path::PathBuf;
use std::sync::Arc;

use framescope::error::{Error, Kind, Result};
use framescope::stats::keyness::PRIOR_TOKENS;
use framescope::stats::random::Seed;
use framescope::study::cells::{Cell, cells};
use framescope::study::corpus::{StudyArticle, annotate_as};
use framescope::study::keyness::{Context, KeyRow, KeyTerm, Ledger, Options, contexts, spreads};
use framescope::study::lexis::{Kind as TermKind, Lexis};
use framescope::study::quotes::Budget;
use framescope::study::spec::Quotes;

use self::write::Comparison;
use super::Outcome;
use super::inputs::{self, Loaded, Reads};
use crate::args::Global;

/// Find the words that sources differ in
///
/// Sets each source (or group, see --by) against the others of its language, or --target against --reference, or the articles
/// of one path against those of --against. Ranked by weighted log-odds z; the log ratio says how much (1 is twice as often),
/// G² and q how sure, articles and DP how widely. Words hang together within an article, so q is too small: read the contexts.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  framescope keyness my-study
  framescope keyness my-study --terms bigrams --target 'Daily Klaxon' --reference 'Ellery Courier'
  framescope keyness speeches/2015 --against speeches/2020 --terms words --grammar
  framescope keyness my-study --terms hits --format csv > hits.csv
  framescope keyness --counts words.csv --totals 50000,75000")]
pub struct Args {
    /// A study, or files, folders and globs of articles [default: the built-in study]
    #[arg(value_name = "STUDY | PATH")]
    pub paths: Vec<PathBuf>,
    /// What a term is
    #[arg(long, value_enum, default_value_t = TermsArg::Stems)]
    pub terms: TermsArg,
    /// Compare by this column instead of the study's
    #[arg(long, value_name = "COLUMN")]
    pub by: Option<String>,
    /// Only this group against others
    #[arg(long, value_name = "GROUP")]
    pub target: Option<String>,
    /// The group that it is set against [default: all others of its language]
    #[arg(long, value_name = "GROUP", requires = "target")]
    pub reference: Option<String>,
    /// Articles to set those of PATH against
    #[arg(long, value_name = "PATH", num_args = 1.., conflicts_with_all = ["by", "target", "reference"])]
    pub against: Vec<PathBuf>,
    /// A table of counts instead of articles: columns term, a, b, and background if there is one
    #[arg(long, value_name = "FILE.csv", requires = "totals", conflicts_with_all = ["paths", "against", "by", "target", "reference"])]
    pub counts: Option<PathBuf>,
    /// Tokens of the two sides of --counts
    #[arg(long, value_name = "C,D", value_delimiter = ',', num_args = 1..=2, requires = "counts")]
    pub totals: Vec<u64>,
    /// Fewest articles, of both sides together, that must have a term
    #[arg(long, value_name = "N", default_value_t = 3)]
    pub documents: u64,
    /// Weight of the background in the weighted log-odds, in tokens
    #[arg(long, value_name = "TOKENS", default_value_t = PRIOR_TOKENS)]
    pub prior: f64,
    /// Count words of grammar too
    #[arg(long)]
    pub grammar: bool,
    /// Terms of each side to write [default: 20 as text, else all]
    #[arg(long, value_name = "N")]
    pub top: Option<usize>,
    /// Contexts of each term [default: 2 as text, none in CSV, 3 in JSONL with --top]
    #[arg(long, value_name = "N")]
    pub contexts: Option<usize>,
    /// Seed of the choice of contexts [default: the study's]
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// What to write
    #[arg(long, value_enum, default_value_t = Format::Text)]
    pub format: Format,
    #[command(flatten)]
    pub reads: Reads,
}

/// Terms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum TermsArg {
    /// Forms of one word together
    Stems,
    /// Words as written, in lower case
    Words,
    /// Two neighbouring words
    Bigrams,
    /// Entries of the frame lexicons
    Hits,
}

/// Output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    Text,
    Csv,
    Jsonl,
}

/// Terms of each side shown as text.
const SHOWN: usize = 20;
/// Words of a context.
const WORDS: usize = 17;

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    if !(args.prior > 0.0 && args.prior.is_finite()) {
        let e = Error::new(Kind::Study, format!("--prior {} is not a positive number", args.prior));
        return Err(e.help("100 is usual"));
    }
    if let Some(file) = &args.counts {
        let found = counts::compare(file, &args.totals, args.prior)?;
        return write::write(&[found], args).map(|()| Outcome::Done);
    }
    let mut loaded = inputs::load(&args.paths, &args.reads)?;
    let mut failed = inputs::tell(&loaded.reading, global.quiet);
    loaded.group_by(args.by.as_ref())?;
    let (mut articles, broken) = read(args, &mut loaded, global)?;
    failed |= broken;
    articles
        .sort_by(|a, b| (&a.group, a.language, &a.article.id).cmp(&(&b.group, b.language, &b.article.id)));
    let cells = cells(&articles);
    let ledger = Ledger::of(&articles, &cells);
    let options = Options { documents: args.documents, prior: args.prior };
    let seed = Seed::new(args.seed.unwrap_or(loaded.spec.seed));
    let mut found = Vec::new();
    for (first, second, reference) in sides(args, &loaded, &cells)? {
        let terms = ledger.compare(&[first], &second, options);
        let members: Vec<usize> =
            second.iter().filter_map(|c| cells.get(*c)).flat_map(|c| c.members.iter().copied()).collect();
        let target = &cells[first];
        found.push(Comparison {
            target: target.label.clone(),
            reference,
            language: Some(target.language.code().to_owned()),
            rows: detail(args, &articles, &target.members, &members, terms, seed),
        });
    }
    write::write(&found, args)?;
    Ok(if failed { Outcome::Partly } else { Outcome::Done })
}

/// The articles of both sides, with their terms; true if some could not be read.
fn read(args: &Args, loaded: &mut Loaded, global: &Global) -> Result<(Vec<StudyArticle>, bool)> {
    let kind = match args.terms {
        TermsArg::Stems => TermKind::Stems,
        TermsArg::Words => TermKind::Words,
        TermsArg::Bigrams => TermKind::Bigrams,
        TermsArg::Hits => TermKind::Hits,
    };
    let lexis = Lexis { kind, grammar: args.grammar };
    let scheme = Arc::new(loaded.scheme()?);
    let mut sides = vec![(loaded.name.clone(), std::mem::take(&mut loaded.reading.articles))];
    let mut failed = false;
    if !args.against.is_empty() {
        let other = inputs::load(&args.against, &args.reads)?;
        failed |= inputs::tell(&other.reading, global.quiet);
        let same = other.name == loaded.name;
        let name = if same { format!("{} (reference)", other.name) } else { other.name };
        sides.push((name, other.reading.articles));
    }
    let mut out = Vec::new();
    for (name, articles) in sides {
        let progress = crate::terminal::Progress::articles(Some(articles.len() as u64), global.quiet);
        let (mut articles, errors) =
            annotate_as(articles, &scheme, &loaded.spec, lexis, &|n| progress.add(n));
        drop(progress);
        errors.iter().for_each(crate::terminal::error);
        failed |= !errors.is_empty();
        if !args.against.is_empty() {
            for a in &mut articles {
                a.group.clone_from(&name);
            }
        }
        out.extend(articles);
    }
    Ok((out, failed))
}

/// The two sides of a comparison: one cell, the cells that it is set against, and what these are called.
type Sides = (usize, Vec<usize>, String);

/// The comparisons asked for.
fn sides(args: &Args, loaded: &Loaded, cells: &[Cell]) -> Result<Vec<Sides>> {
    let known = |name: &str| {
        if cells.iter().any(|c| c.group == name || c.label == name) {
            return Ok(());
        }
        let groups: Vec<&str> = cells.iter().map(|c| c.label.as_str()).collect();
        let e = Error::new(Kind::Study, format!("there is no {} {name:?}", loaded.spec.group_by));
        Err(e.help(format!("here are: {}", groups.join(", "))))
    };
    args.target.as_deref().map_or(Ok(()), known)?;
    args.reference.as_deref().map_or(Ok(()), known)?;
    let is = |c: &Cell, name: &str| c.group == name || c.label == name;
    let mut out = Vec::new();
    for (i, cell) in cells.iter().enumerate() {
        let wanted = args.target.as_deref().is_none_or(|t| is(cell, t));
        let against = !args.against.is_empty() && cell.group != loaded.name;
        if !wanted || against {
            continue;
        }
        let others: Vec<usize> = (0..cells.len())
            .filter(|j| *j != i && cells[*j].language == cell.language)
            .filter(|j| args.reference.as_deref().is_none_or(|r| is(&cells[*j], r)))
            .collect();
        if let [one] = others[..] {
            out.push((i, others, cells[one].label.clone()));
        } else if !others.is_empty() {
            out.push((i, others, "the others".to_owned()));
        }
    }
    if out.is_empty() {
        let e = Error::new(Kind::Statistics, "there is nothing to compare with: one group in each language");
        return Err(e.help("compare by another column (--by), or with other articles (--against)"));
    }
    Ok(out)
}

/// Adds spread and contexts to the terms that are written.
fn detail(
    args: &Args,
    articles: &[StudyArticle],
    first: &[usize],
    second: &[usize],
    mut terms: Vec<KeyTerm>,
    seed: Seed,
) -> Vec<KeyRow> {
    let most = args.top.or((args.format == Format::Text).then_some(SHOWN));
    if let Some(most) = most {
        let up = terms.iter().take_while(|t| t.z() > 0.0).count();
        let tail = terms.len() - (terms.len() - up).min(most);
        let mut i = 0;
        terms.retain(|_| {
            i += 1;
            i <= up.min(most) || i > tail.max(up)
        });
    }
    let contexts_wanted = args.contexts.unwrap_or(match args.format {
        Format::Text => 2,
        Format::Csv => 0,
        Format::Jsonl => 3 * usize::from(args.top.is_some()),
    });
    // A person who searches their own articles may see all of them.
    let mut budget = Budget::new(Quotes { max_words: WORDS, max_share: 1.0, show: true, pseudonyms: false });
    let names: Vec<&str> = terms.iter().map(|t| t.term.as_str()).collect();
    let (here, there) = (spreads(articles, first, &names), spreads(articles, second, &names));
    let mut row = |(t, (here, there)): (&KeyTerm, (_, _))| {
        let members = if t.z() >= 0.0 { first } else { second };
        let contexts = contexts(articles, members, &t.term, contexts_wanted, seed, &mut budget);
        let query = query(&t.term, contexts.first(), args.terms);
        KeyRow { query, contexts, ..KeyRow::of(t).spread(here, there) }
    };
    terms.iter().zip(here.into_iter().zip(there)).map(&mut row).collect()
}

/// What `kwic` finds a term by.
fn query(term: &str, first: Option<&Context>, terms: TermsArg) -> Option<String> {
    match terms {
        // A stem is no word; a form of it finds the others.
        TermsArg::Stems => first.map(|c| c.keyword.to_lowercase()),
        TermsArg::Words => Some(format!("={term}")),
        TermsArg::Bigrams => Some(term.split(' ').map(|w| format!("={w}")).collect::<Vec<_>>().join(" ")),
        TermsArg::Hits => term.split_once(": ").map(|(_, pattern)| pattern.to_owned()),
    }
}
