//! What articles a command works on: a study, the built-in study, or paths.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use framescope::article::Origin;
use framescope::error::{Error, Kind, Result};
use framescope::input::cleaning::Cleaner;
use framescope::input::decode::check_label;
use framescope::input::{ColumnMap, ReadOptions, Reading, format_called};
use framescope::lexicon::Library;
use framescope::lexicon::exchange::ImportOptions;
use framescope::report::manifest::InputFile;
use framescope::score::Scheme;
use framescope::study::adjusted::{self, Measured};
use framescope::study::corpus::check_grouping;
use framescope::study::{StudySpec, sample};

use crate::files;
use crate::terminal;

/// How articles are read.
#[derive(Debug, clap::Args, Clone, Default)]
pub struct ArticleReads {
    /// Which column holds which field, such as text=Body,source=Outlet
    #[arg(long, value_name = "FIELD=COLUMN,…")]
    pub columns: Option<String>,
    /// Encoding of files that do not declare one, such as windows-1252 or macintosh [default: detected]
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,
    /// Read every file as this format [default: by extension, then by content]
    #[arg(long, value_name = "NAME")]
    pub input_format: Option<String>,
    /// Read bytes that fit no character as U+FFFD instead of refusing the file
    #[arg(long)]
    pub lossy: bool,
    /// Cleaning rules of your own, for your sites and exports; repeatable
    #[arg(long = "cleaning", value_name = "FILE")]
    pub cleaning: Vec<PathBuf>,
    /// Switch a cleaning rule off; `all` switches all of them off; repeatable
    #[arg(long = "without-rule", value_name = "NAME")]
    pub without_rules: Vec<String>,
}

/// How articles are read, and with which lexicons.
#[derive(Debug, clap::Args, Clone, Default)]
pub struct Reads {
    #[command(flatten)]
    pub articles: ArticleReads,
    /// A lexicon of your own, added to the built-in ones or in place of the one of its frame and language; repeatable
    #[arg(long = "lexicon", value_name = "FILE")]
    pub lexicons: Vec<PathBuf>,
}

impl ArticleReads {
    /// The built-in cleaning rules with the user's own, and those of a study, without those that are switched off.
    ///
    /// # Errors
    /// If a file cannot be read as rules, or a rule is not known.
    pub fn cleaner(&self, study: Option<(&Path, &StudySpec)>) -> Result<Cleaner> {
        let own =
            study.into_iter().flat_map(|(folder, spec)| spec.cleaning.rules.iter().map(|r| folder.join(r)));
        let files = own.chain(self.cleaning.iter().cloned()).map(|path| {
            let shown = path.display().to_string();
            files::read(&path, &shown, files::LARGEST).map(|bytes| (shown, bytes))
        });
        let off = study.into_iter().flat_map(|(_, spec)| spec.cleaning.off.iter());
        Cleaner::of(files.collect::<Result<Vec<_>>>()?, off.chain(&self.without_rules).map(String::as_str))
    }

    /// As understood.
    ///
    /// # Errors
    /// If the column mapping cannot be read, or there is no such encoding or format.
    pub fn options(&self) -> Result<ReadOptions> {
        if let Some(label) = &self.encoding {
            check_label(label)?;
        }
        if let Some(name) = &self.input_format {
            format_called(name)?;
        }
        Ok(ReadOptions {
            format: self.input_format.clone(),
            encoding: self.encoding.clone(),
            lossy: self.lossy,
            columns: self.columns.as_deref().map(ColumnMap::parse).transpose()?.unwrap_or_default(),
            ..ReadOptions::default()
        })
    }
}

impl Reads {
    /// How articles are read, as understood.
    ///
    /// # Errors
    /// If the column mapping cannot be read.
    pub fn options(&self) -> Result<ReadOptions> {
        self.articles.options()
    }

    /// The built-in lexicons with the user's own.
    ///
    /// # Errors
    /// If a file cannot be read as a lexicon.
    pub fn library(&self) -> Result<Library> {
        let mut library = Library::builtin()?;
        for path in &self.lexicons {
            let shown = path.display().to_string();
            add_lexicon(&mut library, &shown, &files::read(path, &shown, files::LARGEST)?)?;
        }
        Ok(library)
    }

    /// How articles are scored: the lexicons compiled, with the cleaning that the options ask for.
    ///
    /// # Errors
    /// If a lexicon or the rules of cleaning cannot be read.
    pub fn scheme(&self) -> Result<Scheme> {
        Ok(Scheme::of(self.library()?)?.with_cleaner(self.articles.cleaner(None)?))
    }

    /// The same for rows of counts, in which nobody acts.
    ///
    /// # Errors
    /// As [`Self::scheme`].
    pub fn scheme_of_rows(&self) -> Result<Scheme> {
        Ok(Scheme::for_rows(self.library()?)?.with_cleaner(self.articles.cleaner(None)?))
    }
}

/// Adds a user's lexicon; what could not be carried over from its format is told.
fn add_lexicon(library: &mut Library, shown: &str, bytes: &[u8]) -> Result<()> {
    for loss in library.load(shown, bytes, &ImportOptions::default())? {
        terminal::note(&format!("{shown}: {loss}"));
    }
    Ok(())
}

/// A study with its articles in memory.
pub struct Loaded {
    /// The study as declared, or the defaults for plain paths.
    pub spec: StudySpec,
    /// The study file, if there is one: its name and its text.
    pub file: Option<(String, String)>,
    /// Its name, for the report folder.
    pub name: String,
    /// Articles, failures, notes.
    pub reading: Reading,
    /// Hashes of everything read.
    pub inputs: Vec<InputFile>,
    /// The lexicons: built in, and the study's own.
    pub library: Library,
    /// Hashes of the study's own lexicons.
    pub own_lexicons: Vec<InputFile>,
    /// What sets page furniture aside.
    pub cleaner: Cleaner,
    /// Prose and logo of the study, by the names that it gives them.
    pub own_files: BTreeMap<String, Vec<u8>>,
    /// Gold codes that the study names: name and bytes.
    pub gold: Vec<(String, Vec<u8>)>,
    /// The error of the tool, if the study names a measured.
    pub measured: Vec<Measured>,
}

impl Loaded {
    /// Groups the articles by something else than the study declares, if that was asked for.
    ///
    /// # Errors
    /// If no article says what it is.
    pub fn group_by(&mut self, by: Option<&String>) -> Result<()> {
        self.check_grouping(by)?;
        if let Some(by) = by {
            self.spec.regroup(by);
        }
        Ok(())
    }

    /// Asks whether the articles can be grouped as the command line or else the study says.
    ///
    /// # Errors
    /// If no article says what it is; of a study with file and line.
    pub fn check_grouping(&self, by: Option<&String>) -> Result<()> {
        let articles = &self.reading.articles;
        match (by, &self.file) {
            (Some(by), _) => check_grouping(articles, by),
            // Where nobody asks for more than sources, articles without one can be looked at all the same.
            (None, Some(_)) if self.spec.group_by != StudySpec::default().group_by => {
                check_grouping(articles, &self.spec.group_by).map_err(|e| self.placed(e, "group_by", ""))
            }
            (None, _) => Ok(()),
        }
    }

    /// The error with the place in the study file where a key says something.
    fn placed(&self, e: Error, key: &str, said: &str) -> Error {
        let Some((file, text)) = &self.file else { return e };
        let e = e.in_file(file.clone());
        match line_of(text, key, said) {
            Some(line) => e.line(line),
            None => e,
        }
    }

    /// How its articles are scored: the lexicons compiled, with the frames, the concepts and the cleaning that the study chooses. One
    /// way for every command, so that none forgets one of them.
    ///
    /// # Errors
    /// If the study chooses what no lexicon has, or the lexicons do not fit together.
    pub fn scheme(&mut self) -> Result<Scheme> {
        if let Err(e) = self.spec.choose(&mut self.library) {
            let (list, name) = self.spec.unknown(&self.library).unwrap_or_default();
            return Err(self.placed(e, list, &format!("{name:?}")));
        }
        Ok(Scheme::compile(&self.library)?.with_cleaner(self.cleaner.clone()))
    }
}

/// Loads the built-in study (no path), a study (a `study.toml` or a folder that holds one), or plain paths.
///
/// # Errors
/// If a path does not exist, or the study file cannot be read.
pub fn load(paths: &[PathBuf], reads: &Reads) -> Result<Loaded> {
    let mut loaded = load_articles(paths, reads)?;
    for path in &reads.lexicons {
        let shown = path.display().to_string();
        let name = path.file_name().map_or_else(|| shown.clone(), |n| n.to_string_lossy().into_owned());
        loaded.own_lexicons.push(InputFile::of(&name, &files::read(path, &shown, files::LARGEST)?));
    }
    if !loaded.own_lexicons.is_empty() {
        let known = Library::builtin()?;
        // A lexicon on the command line is there to be counted, whatever the study lists.
        let asked = loaded.spec.not_named(&reads.library()?, &known);
        loaded.spec.frames.extend(asked.frames);
        loaded.spec.concepts.extend(asked.concepts);
        // One of the study that its own lists forget is most likely a slip.
        let forgotten = loaded.spec.not_named(&loaded.library, &known);
        let study = Origin { file: "study.toml".into(), ..Origin::default() };
        let mut tell = |list: &str, names: Vec<String>| {
            if !names.is_empty() {
                let what =
                    format!("the study has words that are not counted, because its list of {list} lacks");
                loaded.reading.notes.add(&study, &what, &names.join(", "));
            }
        };
        tell("frames", forgotten.frames);
        tell("concepts", forgotten.concepts);
    }
    Ok(loaded)
}

fn load_articles(paths: &[PathBuf], reads: &Reads) -> Result<Loaded> {
    match paths {
        [] => builtin(reads),
        [one] if study_file(one).is_some() => study(&study_file(one).unwrap_or_default(), reads),
        _ => plain(paths, reads),
    }
}

/// True if the paths name a study, or none, which means the built-in one.
pub fn is_study(paths: &[PathBuf]) -> bool {
    matches!(paths, []) || matches!(paths, [one] if study_file(one).is_some())
}

fn study_file(path: &Path) -> Option<PathBuf> {
    if path.file_name().is_some_and(|n| n == "study.toml") {
        return Some(path.to_path_buf());
    }
    let inside = path.join("study.toml");
    inside.is_file().then_some(inside)
}

fn builtin(reads: &Reads) -> Result<Loaded> {
    Ok(Loaded {
        spec: sample::spec()?,
        file: None,
        name: "sample".into(),
        reading: sample::articles(),
        inputs: sample::FILES.iter().map(|(path, bytes)| InputFile::of(path, bytes)).collect(),
        library: reads.library()?,
        own_lexicons: vec![],
        cleaner: reads.articles.cleaner(None)?,
        own_files: sample::FILES.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect(),
        gold: vec![],
        measured: vec![],
    })
}

/// The study file alone, if one is named: what is asked, not of which articles.
///
/// # Errors
/// If the paths are something else, or the study file cannot be read.
pub fn spec(paths: &[PathBuf]) -> Result<(StudySpec, Option<InputFile>)> {
    match paths {
        [] => Ok((StudySpec::default(), None)),
        [one] if study_file(one).is_some() => {
            let (spec, bytes) = declared(&study_file(one).unwrap_or_default())?;
            Ok((spec, Some(InputFile::of("study.toml", &bytes))))
        }
        _ => Err(Error::new(Kind::Study, "scores and articles cannot go into one report")
            .help("name tables of scores after --from, and before it nothing or a study")),
    }
}

fn declared(file: &Path) -> Result<(StudySpec, Vec<u8>)> {
    let shown = file.display().to_string();
    let bytes = files::read(file, &shown, files::LARGEST)?;
    let text = String::from_utf8(bytes.clone()).map_err(|_| {
        Error::new(Kind::Study, "the study file is not UTF-8").in_file(&shown).help("save it as UTF-8")
    })?;
    Ok((StudySpec::parse(&shown, &text)?, bytes))
}

fn study(file: &Path, reads: &Reads) -> Result<Loaded> {
    let shown = file.display().to_string();
    let (spec, bytes) = declared(file)?;
    let folder = file.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if spec.articles.is_empty() {
        return Err(Error::new(Kind::Study, "the study names no articles")
            .in_file(&shown)
            .help("add articles = [\"articles\"]"));
    }
    let named = spec.articles.iter().chain(&spec.metadata);
    let paths: Vec<String> = named.map(|p| folder.join(p).display().to_string()).collect();
    let cleaner = reads.articles.cleaner(Some((folder, &spec)))?;
    let mut loaded = read(&paths, reads, spec, cleaner)?;
    loaded.name = folder_name(folder);
    loaded.file = Some((shown, String::from_utf8_lossy(&bytes).into_owned()));
    loaded.inputs.push(InputFile::of("study.toml", &bytes));
    if let Some(path) = loaded.spec.validation.clone() {
        let at = folder.join(&path);
        let shown = at.display().to_string();
        let bytes = files::read(&at, &shown, files::LARGEST)?;
        loaded.inputs.push(InputFile::of(&path, &bytes));
        loaded.gold.push((shown, bytes));
    }
    for path in loaded.spec.lexicons.clone() {
        let at = folder.join(&path);
        let shown = at.display().to_string();
        let bytes = files::read(&at, &shown, files::LARGEST)?;
        add_lexicon(&mut loaded.library, &shown, &bytes)?;
        loaded.own_lexicons.push(InputFile::of(&path, &bytes));
    }
    for (name, bytes) in files_of(folder, &loaded.spec)? {
        loaded.inputs.push(InputFile::of(&name, &bytes));
        loaded.own_files.insert(name, bytes);
    }
    if let Some(path) = loaded.spec.correction.file.clone() {
        let at = folder.join(&path);
        let shown = at.display().to_string();
        let bytes = files::read(&at, &shown, files::LARGEST)?;
        loaded.measured = adjusted::read(&shown, &bytes)?;
        loaded.inputs.push(InputFile::of(&path, &bytes));
    }
    Ok(loaded)
}

/// Where the study among the paths says what articles are compared by, if there is one and it does.
pub fn grouped_at(paths: &[PathBuf]) -> Option<(String, usize)> {
    let file = study_file(paths.first()?)?;
    let shown = file.display().to_string();
    let text = files::read(&file, &shown, files::LARGEST).ok()?;
    let line = line_of(&String::from_utf8_lossy(&text), "group_by", "")?;
    Some((shown, line))
}

/// The line of a study file on which a key says something; its list may go on over several lines.
fn line_of(study: &str, key: &str, said: &str) -> Option<usize> {
    let is_it =
        |l: &str| l.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('='));
    let first = study.lines().position(is_it)?;
    let behind = study.lines().skip(first).position(|l| l.contains(said))?;
    Some(first + behind + 1)
}

/// Prose and logo of the study among the paths, if there is one.
///
/// # Errors
/// If a file that it names cannot be read.
pub fn own_files(paths: &[PathBuf], spec: &StudySpec) -> Result<BTreeMap<String, Vec<u8>>> {
    let file = paths.first().and_then(|p| study_file(p));
    let folder = file.as_deref().and_then(Path::parent).filter(|p| !p.as_os_str().is_empty());
    files_of(folder.unwrap_or(Path::new(".")), spec)
}

fn files_of(folder: &Path, spec: &StudySpec) -> Result<BTreeMap<String, Vec<u8>>> {
    let names = spec.report.prose().map(str::to_owned).chain(spec.report.logo.clone());
    let read = |name: String| {
        let at = folder.join(&name);
        Ok((name, files::read(&at, &at.display().to_string(), files::LARGEST)?))
    };
    names.map(read).collect()
}

fn plain(paths: &[PathBuf], reads: &Reads) -> Result<Loaded> {
    let shown: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
    let mut loaded = read(&shown, reads, StudySpec::default(), reads.articles.cleaner(None)?)?;
    loaded.name = paths.first().map_or_else(|| "report".into(), |p| folder_name(p));
    loaded.spec.title = format!("Frames in “{}”", loaded.name);
    Ok(loaded)
}

fn read(paths: &[String], reads: &Reads, spec: StudySpec, cleaner: Cleaner) -> Result<Loaded> {
    let walk = files::walk(paths)?;
    let mut inputs = Vec::new();
    let reading = files::read_articles(walk, &reads.options()?, |found, bytes| {
        inputs.push(InputFile::of(&found.key, bytes));
    });
    Ok(Loaded {
        spec,
        file: None,
        name: String::new(),
        reading,
        inputs,
        library: reads.library()?,
        own_lexicons: vec![],
        cleaner,
        own_files: BTreeMap::new(),
        gold: vec![],
        measured: vec![],
    })
}

/// The last part of a path as a name: letters, digits and hyphens.
fn folder_name(path: &Path) -> String {
    let full = path.canonicalize().unwrap_or_else(|_| path.to_path_buf());
    let name =
        full.file_stem().map(|n| framescope::report::block::slug(&n.to_string_lossy())).unwrap_or_default();
    if name.is_empty() { "report".into() } else { name }
}

/// Names every failure on standard error, and what was assumed unless quiet; true if there was a failure.
pub fn tell(reading: &Reading, quiet: bool) -> bool {
    reading.failures.iter().for_each(terminal::error);
    if !quiet {
        for note in reading.notes.list() {
            terminal::note(&note.to_string());
        }
    }
    !reading.failures.is_empty()
}
