//! The only reader and writer of files.
//!
//! Reading: paths and globs → files in a fixed order → bytes, with limits. Writing: whole or not at all (a temporary
//! neighbour, then a rename), for single files and for folders.

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, BufRead, Read, Write};
use std::path::{Path, PathBuf};

use framescope::article::Origin;
use framescope::error::{Error, Kind, Result};
use framescope::input::{Assembly, FileName, Notes, ReadOptions, Reading, largest, too_large};

/// Folders inside folders beyond this are a loop or a mistake.
const DEEPEST: usize = 64;

/// Files of a folder that speak about it and are no articles.
const ABOUT: [&str; 5] = ["readme", "licence", "license", "changelog", "study"];

/// A file to read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// As messages name it: the path as the user gave it, with what was found below.
    pub shown: String,
    /// Its path below the folder that was asked for, with `/`.
    pub key: String,
}

impl Found {
    /// Its names for the library.
    pub fn name(&self) -> FileName<'_> {
        FileName::below(&self.shown, &self.key)
    }
}

/// What walking over paths found.
#[derive(Debug, Default)]
pub struct Walk {
    /// Files in the order of the paths given, those of a folder sorted by name.
    pub files: Vec<Found>,
    /// Files and folders that could not be listed.
    pub failures: Vec<Error>,
    /// Files that are no articles, such as a README in a folder.
    pub passed_over: Vec<String>,
}

/// Lists the files that `paths` mean: files, folders with everything below, globs (`*`, `?`, `[…]`, `{…}`, `**`).
///
/// Hidden files are left out of folders and globs. Links are followed; a folder or file met before is not visited again.
///
/// # Errors
/// A path that does not exist, and a glob that matches nothing or is none: the user meant something, so nothing is read.
pub fn walk(paths: &[String]) -> Result<Walk> {
    let mut walker = Walker::default();
    for path in paths {
        let before = walker.walk.files.len() + walker.walk.failures.len();
        let meta = fs::metadata(path);
        match meta {
            Ok(m) if m.is_dir() => walker.folder(Path::new(path), path, "", 0, None),
            Ok(_) => walker.file(PathBuf::from(path), path.clone(), last_part(path)),
            Err(_) if is_glob(path) => walker.glob(path)?,
            Err(e) => return Err(missing(path, &e)),
        }
        let after = walker.walk.files.len() + walker.walk.failures.len();
        if before == after && !walker.seen_again {
            let error = Error::new(Kind::Input, "there is no article to read here").in_file(path.clone());
            return Err(error.help("name files, a folder, or a pattern such as articles/*.txt"));
        }
    }
    Ok(walker.walk)
}

#[derive(Default)]
struct Walker {
    walk: Walk,
    /// Canonical paths of what was visited: breaks link loops, and a file named twice is read once.
    visited: BTreeSet<PathBuf>,
    seen_again: bool,
}

impl Walker {
    fn first_visit(&mut self, path: &Path) -> bool {
        let canonical = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let first = self.visited.insert(canonical);
        self.seen_again |= !first;
        first
    }

    fn file(&mut self, path: PathBuf, shown: String, key: String) {
        if self.first_visit(&path) {
            self.walk.files.push(Found { path, shown, key });
        }
    }

    fn folder(
        &mut self,
        path: &Path,
        shown: &str,
        below: &str,
        depth: usize,
        only: Option<&globset::GlobMatcher>,
    ) {
        if depth > DEEPEST {
            let error = Error::new(Kind::Input, format!("more than {DEEPEST} folders inside each other"));
            return self.walk.failures.push(error.in_file(shown));
        }
        if !self.first_visit(path) {
            return;
        }
        let mut entries: Vec<(String, PathBuf)> = Vec::new();
        match fs::read_dir(path) {
            Ok(listing) => {
                for entry in listing {
                    match entry {
                        Ok(entry) => {
                            entries.push((entry.file_name().to_string_lossy().into_owned(), entry.path()));
                        }
                        Err(e) => self.walk.failures.push(unreadable(shown, &e)),
                    }
                }
            }
            Err(e) => self.walk.failures.push(unreadable(shown, &e)),
        }
        entries.sort();
        for (name, path) in entries {
            if !name.starts_with('.') {
                self.entry(path, &join(shown, &name), &join(below, &name), depth, only);
            }
        }
    }

    fn entry(
        &mut self,
        path: PathBuf,
        shown: &str,
        key: &str,
        depth: usize,
        only: Option<&globset::GlobMatcher>,
    ) {
        match fs::metadata(&path) {
            Ok(m) if m.is_dir() => self.folder(&path, shown, key, depth + 1, only),
            Ok(m) if m.is_file() => {
                if only.is_some_and(|glob| !glob.is_match(shown)) {
                    return;
                }
                if only.is_none() && is_about(key) {
                    return self.walk.passed_over.push(shown.to_owned());
                }
                self.file(path, shown.to_owned(), key.to_owned());
            }
            // Sockets, pipes and devices are no articles and could block for ever.
            Ok(_) => self.walk.passed_over.push(shown.to_owned()),
            Err(e) => self.walk.failures.push(unreadable(shown, &e)),
        }
    }

    fn glob(&mut self, pattern: &str) -> Result<()> {
        let glob = globset::GlobBuilder::new(pattern).literal_separator(true).build().map_err(|e| {
            Error::new(Kind::Study, format!("{pattern:?} is no pattern of paths: {}", e.kind()))
        })?;
        // The folder that the pattern starts from: its parts before the first wildcard.
        let root: Vec<&str> = pattern.split('/').take_while(|p| !is_glob(p)).collect();
        let root = root.join("/");
        let start = match root.as_str() {
            "" if pattern.starts_with('/') => "/",
            "" => ".",
            root => root,
        };
        let shown = if root.is_empty() && start == "." { "" } else { start };
        if let Err(e) = fs::metadata(start) {
            return Err(missing(pattern, &e));
        }
        // A folder named by an earlier path may be walked again for this pattern; its files are still read once.
        self.visited.remove(&fs::canonicalize(start).unwrap_or_default());
        self.folder(Path::new(start), shown, "", 0, Some(&glob.compile_matcher()));
        Ok(())
    }
}

fn is_glob(path: &str) -> bool {
    path.contains(['*', '?', '[', '{'])
}

fn is_about(key: &str) -> bool {
    let name = last_part(key).to_lowercase();
    let (stem, extension) = name.split_once('.').unwrap_or((&name, ""));
    ABOUT.contains(&stem) && matches!(extension, "" | "md" | "txt" | "toml")
}

fn last_part(path: &str) -> String {
    path.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or(path).to_owned()
}

fn join(folder: &str, name: &str) -> String {
    match folder {
        "" => name.to_owned(),
        _ => format!("{}/{name}", folder.trim_end_matches('/')),
    }
}

fn missing(path: &str, e: &io::Error) -> Error {
    match e.kind() {
        io::ErrorKind::NotFound => Error::new(Kind::Input, "there is no such file or folder")
            .in_file(path)
            .help("check the spelling, and from which folder the path starts"),
        _ => unreadable(path, e),
    }
}

fn unreadable(shown: &str, e: &io::Error) -> Error {
    Error::new(Kind::Input, format!("it cannot be read: {}", plain(e))).in_file(shown)
}

/// An operating system's reason without its number.
fn plain(e: &io::Error) -> String {
    let text = e.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}

/// Reads a file whole.
///
/// # Errors
/// A file that cannot be read or holds more than `limit` bytes.
pub fn read(path: &Path, shown: &str, limit: u64) -> Result<Vec<u8>> {
    let file = fs::File::open(path).map_err(|e| missing(shown, &e))?;
    let size = file.metadata().map_or(0, |m| m.len());
    if size > limit {
        return Err(too_large(limit).in_file(shown));
    }
    let mut bytes = Vec::with_capacity(size as usize);
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|e| unreadable(shown, &e))?;
    if bytes.len() as u64 > limit {
        return Err(too_large(limit).in_file(shown));
    }
    Ok(bytes)
}

/// Largest file that is read whole.
pub const LARGEST: u64 = 2 << 30;

/// Reads all articles of `walk`, fills in metadata tables found among them, and refuses ids met before.
///
/// `seen` is called with the name and the bytes of every file that was read (for hashes), in order.
pub fn read_articles(walk: Walk, options: &ReadOptions, mut seen: impl FnMut(&Found, &[u8])) -> Reading {
    let mut corpus = Assembly::new(options);
    add_files(&mut corpus, &walk.files, options, &mut seen);
    corpus.append(Reading { failures: walk.failures, ..Reading::default() });
    let mut reading = corpus.finish();
    note_unmet(options, &mut reading.notes);
    reading
}

/// Notes columns that were named on the command line and that nothing had: texts and pages have no columns.
pub fn note_unmet(options: &ReadOptions, notes: &mut Notes) {
    let unmet = options.columns.unmet();
    if !unmet.is_empty() {
        let place = Origin { file: "--columns".into(), ..Origin::default() };
        notes.add(&place, "no file that was read has such a column", &unmet.join(", "));
    }
}

/// Adds files to a corpus, some at a time, read on all threads; `seen` is as in [`read_articles`].
pub fn add_files(
    corpus: &mut Assembly<'_>,
    files: &[Found],
    options: &ReadOptions,
    mut seen: impl FnMut(&Found, &[u8]),
) {
    /// Files and bytes that are in memory together.
    const TOGETHER: (usize, usize) = (64, 32 << 20);
    let mut loaded: Vec<(FileName<'_>, Vec<u8>)> = Vec::new();
    let mut bytes = 0;
    for found in files {
        match read(&found.path, &found.shown, largest(found.name(), options)) {
            Ok(content) => {
                seen(found, &content);
                bytes += content.len();
                loaded.push((found.name(), content));
            }
            Err(e) => corpus.append(Reading { failures: vec![e], ..Reading::default() }),
        }
        if loaded.len() >= TOGETHER.0 || bytes >= TOGETHER.1 {
            corpus.add_all(&loaded);
            loaded.clear();
            bytes = 0;
        }
    }
    corpus.add_all(&loaded);
}

/// Standard input, buffered, for the streaming JSONL reader.
pub fn standard_input() -> impl BufRead {
    io::BufReader::with_capacity(1 << 18, io::stdin().lock())
}

/// Standard input without anything in it: what should have come down the pipe did not.
pub fn nothing_came_in() -> Error {
    let e = Error::new(Kind::Input, "nothing came in").in_file("standard input");
    e.help("see what the command before the pipe says, or name files")
}

/// What an output that is named by a path goes into.
pub enum Writable {
    /// A device or a pipe: it can only be written into, and must never be replaced by a file.
    Device(fs::File),
    /// A file, by the path where it really stands: a link to it stays a link when the file is replaced.
    File(PathBuf),
}

impl Writable {
    /// What stands at a path, or will.
    ///
    /// # Errors
    /// A device that cannot be opened.
    pub fn of(path: &Path) -> Result<Self> {
        if fs::metadata(path).is_ok_and(|there| !there.is_file() && !there.is_dir()) {
            let opened = fs::OpenOptions::new().write(true).open(path);
            return opened.map(Self::Device).map_err(|e| unwritable(path, &e));
        }
        let linked = fs::symlink_metadata(path).is_ok_and(|there| there.is_symlink());
        let behind = if linked { fs::canonicalize(path).ok() } else { None };
        Ok(Self::File(behind.unwrap_or_else(|| path.to_owned())))
    }
}

/// Writes a file whole or not at all; a device or a pipe is written into.
///
/// # Errors
/// A folder that cannot be made or written to, named.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let failed = |e: io::Error| unwritable(path, &e);
    let path = &match Writable::of(path)? {
        Writable::Device(mut device) => return device.write_all(bytes).map_err(failed),
        Writable::File(path) => path,
    };
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(failed)?;
    let temporary = neighbour(path, "new");
    let written = fs::File::create(&temporary)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&temporary, path));
    written.map_err(|e| {
        // What is left of the attempt is of no use to anybody; the first error is the one to tell.
        let _ = fs::remove_file(&temporary);
        failed(e)
    })
}

/// Writes a new folder of files whole or not at all.
///
/// `files` are paths below `folder` with their contents.
///
/// # Errors
/// A folder that holds anything already, a path that leaves the folder, and anything that cannot be written.
pub fn write_folder(folder: &Path, files: &[(String, Vec<u8>)]) -> Result<()> {
    empty(folder)?;
    part::Folder::of(folder, files)?.finish()
}

/// Refuses a folder that holds anything: what stands there may be of use to somebody.
///
/// # Errors
/// If the folder is there and is not empty.
pub fn empty(folder: &Path) -> Result<()> {
    if fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some()) {
        let e = Error::new(Kind::Output, "the folder is not empty");
        return Err(e.in_path(folder).help("name a new folder"));
    }
    Ok(())
}

/// Puts `new` in the place of `folder`.
fn swap(folder: &Path, new: &Path, old: &Path) -> Result<()> {
    let failed = |e: io::Error| unwritable(folder, &e);
    let replaced = folder.exists();
    if replaced {
        fs::rename(folder, old).map_err(failed)?;
    }
    if let Err(e) = fs::rename(new, folder) {
        if replaced {
            let _ = fs::rename(old, folder);
        }
        return Err(failed(e));
    }
    if replaced {
        // The new folder stands; an old one that cannot be removed is only clutter.
        let _ = fs::remove_dir_all(old);
    }
    Ok(())
}

/// A hidden name beside `path` that belongs to this process alone.
fn neighbour(path: &Path, what: &str) -> PathBuf {
    let name = path.file_name().map_or_else(|| "out".into(), |n| n.to_string_lossy().into_owned());
    path.with_file_name(format!(".{name}.{what}-{}", std::process::id()))
}

fn unwritable(path: &Path, e: &io::Error) -> Error {
    Error::new(Kind::Output, format!("it cannot be written: {}", plain(e)))
        .in_path(path)
        .help("choose another folder, or free it")
}

pub mod part;
#[cfg(test)]
mod tests;
