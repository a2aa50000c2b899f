//! `framescope report`: articles in, comparison report out.

use std::path::PathBuf;
use std::sync::Arc;

use framescope::error::Result;
use framescope::report::manifest::{InputFile, Manifest};
use framescope::report::{Extras, bundle};
use framescope::score::Scheme;
use framescope::study::Findings;
use framescope::study::findings::{Exclusion, conclude, run as find};

use super::Outcome;
use super::from::{self, Rows};
use super::inputs::{self, Reads};
use crate::args::Global;
use crate::{files, terminal};

/// Write a comparison report
///
/// Reads a study (a folder with study.toml), or any files and folders of articles, and writes report.md, report.html,
/// figures, tables and a manifest. Without a path it reports on the built-in study.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  framescope report                       the built-in study → reports/sample
  framescope report my-study              a folder with study.toml and articles
  framescope report articles/ --out out   plain files; a metadata table (articles.csv) beside them is read
  framescope report --from scores.csv     what score has written; several tables and folders are put together")]
pub struct Args {
    /// A study, or files, folders and globs of articles
    #[arg(value_name = "STUDY | PATH")]
    pub paths: Vec<PathBuf>,
    /// Make the report of tables that `score` has written (csv, jsonl, parquet; files, folders, globs) instead of articles
    #[arg(long, value_name = "SCORES", num_args = 1..)]
    pub from: Vec<PathBuf>,
    /// Folder of the report [default: reports/<study>]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Seed of every random draw
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Compare by this column instead of the source
    #[arg(long, value_name = "COLUMN")]
    pub by: Option<String>,
    /// Quote nothing from the articles
    #[arg(long)]
    pub no_quotes: bool,
    #[command(flatten)]
    pub reads: Reads,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    if !args.from.is_empty() {
        return of_scores(args, global);
    }
    let mut loaded = inputs::load(&args.paths, &args.reads)?;
    let failed = inputs::tell(&loaded.reading, global.quiet);
    let changed = override_spec(args, &mut loaded.spec);
    let spec = &loaded.spec;
    spec.choose(&mut loaded.library)?;
    let scheme = Arc::new(Scheme::compile(&loaded.library)?.with_cleaner(loaded.cleaner.clone()));
    let excluded = loaded.reading.failures.iter().map(|e| Exclusion {
        article: e.file().unwrap_or("?").rsplit(['/', '\\']).next().unwrap_or("?").to_owned(),
        reason: match e.line_number() {
            Some(line) => format!("line {line}: {}", e.reason()),
            None => e.reason().to_owned(),
        },
    });
    let progress = terminal::Progress::articles(Some(loaded.reading.articles.len() as u64), global.quiet);
    let done = |n| progress.add(n);
    let articles = std::mem::take(&mut loaded.reading.articles);
    let (findings, _) = find(spec, articles, excluded.collect(), &scheme, &done)?;
    let mut lexicons: Vec<InputFile> =
        framescope::lexicon::builtin::LEXICONS.iter().map(|(p, t)| InputFile::of(p, t.as_bytes())).collect();
    lexicons.extend(loaded.own_lexicons.iter().cloned());
    drop(progress);
    let manifest = Manifest::of(&findings, &changed, loaded.inputs.clone(), lexicons);
    write(args, global, &loaded.name, &findings, &manifest)?;
    Ok(if failed { Outcome::Partly } else { Outcome::Done })
}

/// A report made of scores alone.
fn of_scores(args: &Args, global: &Global) -> Result<Outcome> {
    let (mut spec, study) = inputs::spec(&args.paths)?;
    if args.paths.is_empty() {
        spec.title = "Frames by scores".into();
    }
    let mut changed = override_spec(args, &mut spec);
    // There is no text to quote from.
    spec.quotes.show = false;
    let tables = from::read(&args.from, &spec)?;
    let library = args.reads.library()?;
    let findings = match tables.rows {
        Rows::Articles(scores) => {
            let window = scores.window(spec.window);
            if window != spec.window {
                let (from, to) = (spec.window.name(), window.name());
                changed.push(format!("window: {from} → {to}, the unit of the scores"));
                spec.window = window;
            }
            let scheme = Arc::new(Scheme::of_categories(&library, &scores.frames, &scores.concepts));
            let (articles, excluded) = scores.articles(&spec, &scheme);
            conclude(&spec, articles, excluded, &scheme)?.0
        }
        Rows::Sums(sums) => {
            changed.push(
                "many articles: sums and the Poisson bootstrap instead of articles and permutations".into(),
            );
            sums.finish()?.findings(&spec, &library)?
        }
    };
    let inputs = tables.inputs.into_iter().chain(study).collect();
    let manifest = Manifest::of(&findings, &changed, inputs, vec![]);
    write(args, global, "scores", &findings, &manifest)?;
    Ok(if tables.failed { Outcome::Partly } else { Outcome::Done })
}

fn write(
    args: &Args,
    global: &Global,
    name: &str,
    findings: &Findings,
    manifest: &Manifest<'_>,
) -> Result<()> {
    let bundle = bundle(findings, manifest, &Extras::default());
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(name));
    let files: Vec<(String, Vec<u8>)> = bundle.files.into_iter().map(|f| (f.path, f.bytes)).collect();
    files::write_folder(&out, &files)?;
    if !global.quiet {
        terminal::note(&format!(
            "wrote {} and {} more files",
            out.join("report.md").display(),
            files.len() - 1
        ));
    }
    Ok(())
}

/// Applies options over the study file; what they change is listed in the manifest.
fn override_spec(args: &Args, spec: &mut framescope::study::StudySpec) -> Vec<String> {
    let mut changed = Vec::new();
    if let Some(seed) = args.seed.filter(|s| *s != spec.seed) {
        changed.push(format!("seed: {} → {seed}", spec.seed));
        spec.seed = seed;
    }
    if let Some(by) = args.by.as_ref().filter(|b| **b != spec.group_by) {
        changed.push(format!("group_by: {} → {by}", spec.group_by));
        spec.group_by.clone_from(by);
    }
    if args.no_quotes && spec.quotes.show {
        changed.push("quotes: shown → none".into());
        spec.quotes.show = false;
    }
    changed
}
