//! `framescope code export|import`: codes to and from other programs.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use framescope::classroom::sheets;
#[cfg(feature = "documents")]
use framescope::coding::exchange::refi;
use framescope::coding::exchange::{Imported, Marked, doccano, label_studio, to_sheet, webanno};
use framescope::error::{Error, Kind, Result};
use framescope::score::{Analyser, Depth, Scheme};

use crate::args::Global;
use crate::commands::Outcome;
use crate::commands::inputs::{self, Loaded, Reads};
use crate::commands::stream::nothing_read;
use crate::{files, terminal};

/// Programs that codes are exchanged with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// doccano, sequence labelling (JSONL)
    Doccano,
    /// Label Studio (JSON, with the labelling interface beside it)
    LabelStudio,
    /// `WebAnno` and `INCEpTION` (TSV 3.3, a folder of files)
    #[value(help = "WebAnno and INCEpTION (TSV 3.3, a folder of files)")]
    Webanno,
    /// `NVivo`, ATLAS.ti, MAXQDA, `QualCoder` (REFI-QDA .qdpx)
    #[value(help = "NVivo, ATLAS.ti, MAXQDA, QualCoder (REFI-QDA .qdpx)")]
    RefiQda,
}

/// Write articles with the tool's hits as marks for another program
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Frames become labels, with their stance. The files hold the articles' whole texts: give them to nobody who may not read them.

Examples:
  framescope code export my-study --format refi-qda --out my-study.qdpx
  framescope code export my-study --format label-studio --out tasks.json      writes tasks.xml, the labelling interface, too
  framescope code export my-study --format webanno --out webanno/             one file an article
  framescope code export my-study --format doccano --no-hits --out blind.jsonl"
)]
pub struct ExportArgs {
    /// A study, or files and folders of articles [default: the built-in study]
    #[arg(value_name = "STUDY | PATH")]
    pub paths: Vec<PathBuf>,
    /// For which program
    #[arg(long, value_enum)]
    pub format: Format,
    /// The file, or the folder for webanno
    #[arg(long, value_name = "FILE")]
    pub out: PathBuf,
    /// Articles without the tool's hits, for people to code blind
    #[arg(long)]
    pub no_hits: bool,
    #[command(flatten)]
    pub reads: Reads,
}

/// Read what people marked in another program, as codes of sentences
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Writes CSV with a row for every sentence of a marked article and every coder: what `agreement`, `adjudicate` and `validate` read. The \
program is told from the file. Articles are found by their name or by their words; where the words differ, the article is named and left out.

Examples:
  framescope code import ann.jsonl bob.jsonl --study my-study --out codes.csv
  framescope code import project.qdpx --study my-study --out codes.csv"
)]
pub struct ImportArgs {
    /// Files, or a folder of `WebAnno` TSV files
    #[arg(required = true, value_name = "FILE", help = "Files, or a folder of WebAnno TSV files")]
    pub files: Vec<PathBuf>,
    /// The study, files or folders that were coded [default: the built-in study]
    #[arg(long, value_name = "STUDY | PATH", num_args = 1..)]
    pub study: Vec<PathBuf>,
    /// Who coded [default: as the file says, or its name]
    #[arg(long, value_name = "NAME")]
    pub coder: Option<String>,
    /// The file of codes
    #[arg(long, value_name = "FILE.csv")]
    pub out: PathBuf,
    #[command(flatten)]
    pub reads: Reads,
}

fn load(paths: &[PathBuf], reads: &Reads, global: &Global) -> Result<(Loaded, Arc<Scheme>, bool)> {
    let mut loaded = inputs::load(paths, reads)?;
    let failed = inputs::tell(&loaded.reading, global.quiet);
    if failed && loaded.reading.articles.is_empty() {
        return Err(nothing_read());
    }
    let scheme = Arc::new(loaded.scheme()?);
    Ok((loaded, scheme, failed))
}

/// Runs `code export`.
pub fn export(args: &ExportArgs, global: &Global) -> Result<Outcome> {
    let (loaded, scheme, failed) = load(&args.paths, &args.reads, global)?;
    let mut analyser = Analyser::new(scheme.clone());
    let mut documents = Vec::new();
    for article in &loaded.reading.articles {
        let annotation = analyser.annotate(article, Depth::Counts)?;
        let mut marked = Marked::of(article, annotation, &scheme);
        if args.no_hits {
            marked.marks.clear();
        }
        documents.push(marked);
    }
    let hits: usize = documents.iter().map(|d| d.marks.len()).sum();
    match args.format {
        Format::Doccano => {
            files::write(&args.out, &doccano::write(&documents))?;
            // doccano keeps the first of two spans that overlap and says nothing.
            let overlapping: usize = documents.iter().map(doccano::overlapping).sum();
            if overlapping > 0 {
                terminal::note(&format!(
                    "{overlapping} hits overlap others: tick \"Allow overlapping spans\" when you make the project in doccano, or it drops them"
                ));
            }
        }
        Format::LabelStudio => {
            files::write(&args.out, &label_studio::write(&documents))?;
            let frames: Vec<String> = scheme.frames.iter().map(|f| f.id.clone()).collect();
            files::write(&args.out.with_extension("xml"), label_studio::config(&frames).as_bytes())?;
        }
        Format::Webanno => webanno_folder(&args.out, &documents)?,
        Format::RefiQda => files::write(&args.out, &project(&loaded.spec.title, &documents, &scheme)?)?,
    }
    if !global.quiet {
        terminal::note(&format!("wrote {}: {} articles, {hits} hits", args.out.display(), documents.len()));
    }
    Ok(if failed { Outcome::Partly } else { Outcome::Done })
}

fn webanno_folder(out: &Path, documents: &[Marked]) -> Result<()> {
    files::empty(out)?;
    let mut widened = 0;
    let file = |d: &Marked| {
        let (text, n) = webanno::write(d);
        widened += n;
        (format!("{}.tsv", d.article.replace(['/', '\\', ':'], "_")), text.into_bytes())
    };
    let all: Vec<(String, Vec<u8>)> = documents.iter().map(file).collect();
    if widened > 0 {
        terminal::note(&format!("{widened} hits were widened to whole tokens"));
    }
    files::write_folder(out, &all)
}

#[cfg(feature = "documents")]
fn project(title: &str, documents: &[Marked], scheme: &Scheme) -> Result<Vec<u8>> {
    let frames: Vec<refi::Code<'_>> =
        scheme.frames.iter().map(|f| (f.id.as_str(), f.definition.as_str())).collect();
    refi::write(title, documents, &frames)
}

#[cfg(not(feature = "documents"))]
fn project(_: &str, _: &[Marked], _: &Scheme) -> Result<Vec<u8>> {
    Err(Error::new(Kind::Output, "this build writes no projects").help("build with the feature documents"))
}

/// Runs `code import`.
pub fn import(args: &ImportArgs, global: &Global) -> Result<Outcome> {
    let (loaded, scheme, mut failed) = load(&args.study, &args.reads, global)?;
    let mut all = Imported::default();
    let mut failures = Vec::new();
    for file in list(&args.files)? {
        match read(&file, args.coder.as_deref()) {
            Ok(mut some) => {
                all.documents.append(&mut some.documents);
                all.losses.append(&mut some.losses);
            }
            Err(e) => failures.push(e),
        }
    }
    if all.documents.is_empty() && !failures.is_empty() {
        let first = failures.swap_remove(0);
        failures.iter().for_each(terminal::error);
        return Err(first);
    }
    failures.iter().for_each(terminal::error);
    failed |= !failures.is_empty();
    all.losses.iter().for_each(|l| terminal::note(l));
    let (rows, coverage) = to_sheet(&all, &loaded.reading.articles, &scheme)?;
    for (what, names) in [
        ("is no article of the study", &coverage.unknown),
        ("has other words than the study's article", &coverage.different),
    ] {
        for n in names {
            terminal::note(&format!("{n:?} {what}, and was left out"));
        }
        failed |= !names.is_empty();
    }
    if coverage.found == 0 {
        return Err(Error::new(Kind::Coding, "no document is an article of the study")
            .help("name the study that was exported with --study"));
    }
    files::write(&args.out, &sheets::csv(&rows))?;
    if !global.quiet {
        terminal::note(&format!(
            "wrote {}: {} documents, {} rows",
            args.out.display(),
            coverage.found,
            rows.len() - 1
        ));
    }
    Ok(if failed { Outcome::Partly } else { Outcome::Done })
}

fn list(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    for path in paths {
        if path.is_dir() {
            let entries =
                std::fs::read_dir(path).map_err(|e| Error::new(Kind::Input, e.to_string()).in_path(path))?;
            let mut inside: Vec<PathBuf> =
                entries.filter_map(|e| Some(e.ok()?.path())).filter(|p| p.is_file()).collect();
            inside.sort();
            out.extend(inside);
        } else {
            out.push(path.clone());
        }
    }
    Ok(out)
}

/// Reads a file as what it is; a document that does not say who coded it is of the person that the file is named after.
fn read(path: &Path, coder: Option<&str>) -> Result<Imported> {
    let shown = path.display().to_string();
    let bytes = files::read(path, &shown, files::LARGEST)?;
    let stem = path.file_stem().map(|s| s.to_string_lossy().into_owned()).unwrap_or_default();
    let mut imported = if bytes.starts_with(b"PK") {
        archive(&shown, &bytes)?
    } else {
        let text =
            framescope::input::decode::decode(&bytes, None, false).map_err(|e| e.in_file(&shown))?.text;
        match text.trim_start().chars().next() {
            Some('[') => label_studio::read(&shown, &text)?,
            Some('{') => doccano::read(&shown, &text, &stem)?,
            Some('#') => {
                // INCEpTION names files after the document, in a folder a person.
                let folder =
                    path.parent().and_then(Path::file_name).map(|f| f.to_string_lossy().into_owned());
                webanno::read(&shown, &text, &stem, &folder.unwrap_or_default())?
            }
            _ => {
                let e = Error::new(Kind::Coding, "this is no file of codes that is known").in_file(shown);
                return Err(
                    e.help("give doccano JSONL, Label Studio JSON, WebAnno TSV 3 or a REFI-QDA project")
                );
            }
        }
    };
    for d in &mut imported.documents {
        if let Some(coder) = coder {
            coder.clone_into(&mut d.coder);
        } else if d.coder.is_empty() {
            d.coder.clone_from(&stem);
        }
    }
    Ok(imported)
}

#[cfg(feature = "documents")]
fn archive(shown: &str, bytes: &[u8]) -> Result<Imported> {
    refi::read(shown, bytes)
}

#[cfg(not(feature = "documents"))]
fn archive(shown: &str, _: &[u8]) -> Result<Imported> {
    Err(Error::new(Kind::Coding, "this build reads no projects")
        .in_file(shown)
        .help("build with the feature documents"))
}
