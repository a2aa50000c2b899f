//! `framescope report`: articles in, comparison report out.

#[cfg(feature = "documents")]
mod docx;
mod place;
mod tools;

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use framescope::coding::validation::Validation;
use framescope::error::{Error, Kind, Result};
use framescope::report::html::Dress;
use framescope::report::manifest::{InputFile, Manifest};
use framescope::report::{Extras, bundle, prose_of, sections};
use framescope::score::Scheme;
use framescope::study::Findings;
use framescope::study::adjusted;
use framescope::study::corpus::{StudyArticle, UNKNOWN};
use framescope::study::findings::{Exclusion, conclude, run as find};
use framescope::study::spec::Window;
use framescope::study::wanted::Wanted;

use super::Outcome;
use super::asked::Asked;
use super::from::{self, Rows};
use super::inputs::{self, Reads};
use super::language::Language;
use crate::args::Global;
use crate::terminal;

/// Write a comparison report
///
/// Reads a study (a folder with study.toml), or any files and folders of articles, and writes report.md, report.html,
/// figures, tables and a manifest. Without a path it reports on the built-in study.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  framescope report                       the built-in study → reports/sample
  framescope report my-study              a folder with study.toml and articles
  framescope report articles/ --out out   plain files; a metadata table (articles.csv) beside them is read
  framescope report --from scores.csv     what score has written; several tables and folders are put together
  framescope report my-study --validation gold.csv --correct
                                          with rates corrected for the error of the tool
  framescope report my-study --language it --format html,docx
                                          in Italian, and for Word (needs pandoc)")]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Args {
    /// A study, or files, folders and globs of articles
    #[arg(value_name = "STUDY | PATH")]
    pub paths: Vec<PathBuf>,
    /// Make the report of tables that `score` has written (csv, jsonl, parquet; files, folders, globs) instead of articles
    #[arg(long, value_name = "SCORES", num_args = 1..)]
    pub from: Vec<PathBuf>,
    /// Folder of the report: new, empty, or with an older report, whose place it takes [default: reports/<study>]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// What the report is written as; docx needs pandoc
    #[arg(long, value_enum, value_delimiter = ',', default_values_t = [Format::Md, Format::Html])]
    pub format: Vec<Format>,
    /// Write the figures as PNG as well
    #[arg(long)]
    pub png: bool,
    /// Language of the report: en, it
    #[arg(long, value_name = "CODE")]
    pub language: Option<Language>,
    /// Seed of every random draw
    #[arg(long, value_name = "N")]
    pub seed: Option<u64>,
    /// Compare by this column instead of the source
    #[arg(long, value_name = "COLUMN")]
    pub by: Option<String>,
    /// Quote nothing from the articles
    #[arg(long)]
    pub no_quotes: bool,
    /// Write no file of whole articles beside the report
    #[arg(long)]
    pub no_articles: bool,
    /// Call speakers Speaker 1, Speaker 2 …, in quotations too
    #[arg(long)]
    pub pseudonyms: bool,
    #[command(flatten)]
    pub asked: Asked,
    #[command(flatten)]
    pub reads: Reads,
}

/// What a report is written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Markdown with figures
    Md,
    /// One page for a browser
    Html,
    /// For Word and its like, by pandoc
    Docx,
}

/// Runs the command.
pub fn run(args: &Args, global: &Global) -> Result<Outcome> {
    // What will be missing or in the way in the end is better said before the work.
    if let Some(out) = &args.out {
        place::check(out)?;
    }
    if args.format.contains(&Format::Docx) {
        tools::pandoc()?;
    }
    if args.png {
        tools::png()?;
    }
    if !args.from.is_empty() {
        return of_scores(args, global);
    }
    let mut loaded = inputs::load(&args.paths, &args.reads)?;
    let failed = inputs::tell(&loaded.reading, global.quiet);
    loaded.check_grouping(args.by.as_ref())?;
    let mut changed = override_spec(args, &mut loaded.spec);
    changed.extend(args.asked.apply(&mut loaded)?);
    let spec = &loaded.spec.clone();
    sections::check(&spec.report)?;
    let scheme = Arc::new(loaded.scheme()?);
    // The process ends with the command: taking the tables apart would be work for nobody.
    std::mem::forget(scheme.clone());
    let exclusion = |e: &Error| Exclusion {
        article: e.file().unwrap_or("?").rsplit(['/', '\\']).next().unwrap_or("?").to_owned(),
        reason: match e.line_number() {
            Some(line) => format!("line {line}: {}", e.reason()),
            None => e.reason().to_owned(),
        },
    };
    let excluded: Vec<Exclusion> = loaded.reading.failures.iter().map(exclusion).collect();
    let progress = terminal::Progress::articles(Some(loaded.reading.articles.len() as u64), global.quiet);
    let done = |n| progress.add(n);
    let validation = args.asked.validated(&mut loaded, &scheme)?;
    let articles = std::mem::take(&mut loaded.reading.articles);
    let (mut findings, articles) =
        find(spec, articles, excluded, &loaded.measured, &Wanted::all(), &scheme, &done)?;
    findings.validation = validation;
    let mut lexicons = builtin_lexicons(&findings);
    lexicons.extend(loaded.own_lexicons.iter().cloned());
    drop(progress);
    let manifest = Manifest::of(&findings, &changed, loaded.inputs.clone(), lexicons);
    let own = Own { files: &loaded.own_files, articles: Some((&articles, &scheme)) };
    write(args, global, &loaded.name, &findings, &manifest, &own)?;
    if let Some(e) = super::any_scored(&findings.sources).err().filter(|_| !global.quiet) {
        terminal::note(&format!("nothing was counted: {e}"));
    }
    Ok(if failed { Outcome::Partly } else { Outcome::Done })
}

/// The built-in lexicons of the languages that are there.
fn builtin_lexicons(findings: &Findings) -> Vec<InputFile> {
    let there = |path: &str| {
        findings.sources.iter().any(|c| path.starts_with(&format!("lexicons/{}/", c.language.code())))
    };
    let lexicons = framescope::lexicon::builtin::LEXICONS.iter().filter(|(path, _)| there(path));
    lexicons.map(|(path, text)| InputFile::of(path, text.as_bytes())).collect()
}

/// A report made of scores alone.
fn of_scores(args: &Args, global: &Global) -> Result<Outcome> {
    let (mut spec, study) = inputs::spec(&args.paths)?;
    if args.paths.is_empty() {
        spec.title = "Frames by scores".into();
    }
    sections::check(&spec.report)?;
    let mut changed = override_spec(args, &mut spec);
    let (more, corrected) = args.asked.change(&mut spec)?;
    changed.extend(more);
    let (mut measured, error) = corrected.map_or((vec![], None), |c| (c.measured, Some(c.file)));
    // There is no text to quote from.
    spec.quotes.show = false;
    let validation = of_study(args, &spec, global)?;
    if spec.correction.validation {
        let Some((found, _)) = &validation else {
            let e = Error::new(Kind::Study, "there are no gold codes to correct rates by");
            return Err(e.help("name the study that was coded and --validation GOLD.csv before --from"));
        };
        measured = adjusted::measured(found);
    }
    let tables = from::read(&args.from, &spec)?;
    let library = args.reads.library()?;
    let mut findings = match tables.rows {
        Rows::Articles(scores) => {
            let sentences = scores.window(Window::Sentence) == Window::Sentence;
            let window = scores.window(spec.window);
            if window != spec.window {
                let (from, to) = (spec.window.name(), window.name());
                changed.push(format!("window: {from} → {to}, the unit of the scores"));
                spec.window = window;
            }
            let scheme = Arc::new(Scheme::of_categories(&library, &scores.frames, &scores.concepts));
            let (articles, excluded) = scores.articles(&spec, &scheme);
            let (mut findings, _) = conclude(&spec, articles, excluded, &measured, &Wanted::all(), &scheme)?;
            if !sentences && !findings.adjusted.is_empty() {
                adjusted::without_sentences(&mut findings.adjusted);
                findings.unsaid.push(adjusted::NO_SENTENCES);
            }
            findings
        }
        Rows::Sums(sums) => {
            changed.push(
                "many articles: sums and the Poisson bootstrap instead of articles and permutations".into(),
            );
            sums.finish()?.findings(&spec, &library, &measured)?
        }
    };
    check_groups(args, &spec, &findings)?;
    let mut inputs: Vec<InputFile> = tables.inputs.into_iter().chain(study).chain(error).collect();
    if let Some((found, gold)) = validation {
        changed.push("validation: of the lexicons of this report on the articles of the study, not of those behind the scores".into());
        findings.validation = Some(found);
        inputs.extend(gold);
    }
    let left_out = findings.flow.excluded.len();
    if left_out > 0 && !global.quiet {
        terminal::note(&format!("left out {left_out} of what was scored; the report says what and why"));
    }
    let manifest = Manifest::of(&findings, &changed, inputs, vec![]);
    let files = inputs::own_files(&args.paths, &spec)?;
    write(args, global, "scores", &findings, &manifest, &Own { files: &files, articles: None })?;
    Ok(if tables.failed { Outcome::Partly } else { Outcome::Done })
}

/// Asks whether any row of the scores says what they are to be grouped by.
fn check_groups(args: &Args, spec: &framescope::study::StudySpec, findings: &Findings) -> Result<()> {
    let known = findings.sources.iter().any(|c| c.group != UNKNOWN);
    if known || spec.group_by == framescope::study::StudySpec::default().group_by {
        return Ok(());
    }
    let e = Error::new(Kind::Study, format!("no row of the scores says what its {} is", spec.group_by))
        .help("choose source, language, year, month or another column of the tables");
    Err(match inputs::grouped_at(&args.paths).filter(|_| args.by.is_none()) {
        Some((file, line)) => e.in_file(file).line(line),
        None => e,
    })
}

/// Scores hold no sentences: the tool is held against people on the articles of the study that is named beside them. `None` if that
/// was not asked for.
fn of_study(
    args: &Args,
    spec: &framescope::study::StudySpec,
    global: &Global,
) -> Result<Option<(Validation, Vec<InputFile>)>> {
    if args.asked.validation.is_empty() {
        if spec.validation.is_some() && !global.quiet {
            terminal::note(
                "scores hold no sentences: for the status of the study's own gold codes name them with --validation",
            );
        }
        return Ok(None);
    }
    if args.paths.is_empty() {
        let e = Error::new(Kind::Study, "scores hold no sentences to hold against people");
        return Err(e.help(
            "name the study whose articles were coded: framescope report my-study --from scores.csv --validation gold.csv",
        ));
    }
    let mut loaded = inputs::load(&args.paths, &args.reads)?;
    // The study's own gold would be read as well; what the command line names is what counts.
    loaded.gold.clear();
    loaded.inputs.clear();
    let scheme = Arc::new(loaded.scheme()?);
    let found = args.asked.validated(&mut loaded, &scheme)?;
    Ok(found.map(|v| (v, loaded.inputs)))
}

/// What a study brings to its report beside findings.
struct Own<'a> {
    files: &'a BTreeMap<String, Vec<u8>>,
    articles: Option<(&'a [StudyArticle], &'a Arc<Scheme>)>,
}

fn write(
    args: &Args,
    global: &Global,
    name: &str,
    findings: &Findings,
    manifest: &Manifest<'_>,
    own: &Own<'_>,
) -> Result<()> {
    let docx = args.format.contains(&Format::Docx);
    let report = &findings.spec.report;
    let extras = Extras {
        dress: Dress::of(report, own.files)?,
        prose: prose_of(report, own.files)?,
        articles: own.articles,
        markdown: docx || args.format.contains(&Format::Md),
        html: args.format.contains(&Format::Html),
    };
    let bundle = bundle(findings, manifest, &extras)?;
    let out = args.out.clone().unwrap_or_else(|| PathBuf::from("reports").join(name));
    let mut files: Vec<(String, Vec<u8>)> = bundle.files.into_iter().map(|f| (f.path, f.bytes)).collect();
    if args.png {
        tools::add_pictures(&mut files)?;
    }
    if docx {
        files.push(("report.docx".into(), tools::docx(&files)?));
        if !args.format.contains(&Format::Md) {
            files.retain(|(path, _)| path != "report.md");
        }
    }
    place::write(&out, &files)?;
    if !global.quiet {
        let main = if extras.html { "report.html" } else { files.first().map_or("", |f| f.0.as_str()) };
        terminal::note(&format!("wrote {} and {} more files", out.join(main).display(), files.len() - 1));
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
    if let Some(by) = &args.by {
        let (before, tests) = (spec.group_by.clone(), spec.tests.len());
        if spec.regroup(by) {
            changed.push(format!("group_by: {before} → {by}"));
        }
        if tests > spec.tests.len() {
            changed.push(format!("tests: {tests} between groups by {before} → none"));
        }
    }
    if let Some(Language(code)) = args.language.filter(|l| l.0 != spec.language) {
        changed.push(format!("language: {} → {code}", spec.language));
        code.clone_into(&mut spec.language);
    }
    if args.no_articles && spec.report.articles {
        changed.push("whole articles: beside the report → none".into());
        spec.report.articles = false;
    }
    if args.pseudonyms && !spec.quotes.pseudonyms {
        changed.push("speakers: by name → by number".into());
        spec.quotes.pseudonyms = true;
    }
    if args.no_quotes && spec.quotes.show {
        changed.push("quotes: shown → none".into());
        spec.quotes.show = false;
    }
    changed
}
