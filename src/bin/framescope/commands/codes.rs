//! Reading files of codes: what several commands share.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use framescope::coding::sheet::coders_by_file;
use framescope::coding::{Item, Sheet, item};
use framescope::error::{Error, Kind, Result};

use crate::{files, terminal};

/// How sheets are read.
#[derive(Debug, Clone, Default, clap::Args)]
pub struct CodeReads {
    /// The key that `code sample` wrote: gives every unit its place, and holds the words of the sheets against it
    #[arg(long, value_name = "items.csv")]
    pub items: Option<PathBuf>,
    /// Call every coder by the name of the file, whatever the file says: for two people of one name
    #[arg(long)]
    pub by_file: bool,
}

/// Folders inside folders beyond this are a loop or a mistake.
const DEEPEST: usize = 8;

/// Files of codes below the paths: a folder means every file in it and in its folders, as learning platforms give out what was
/// handed in. Hidden files, and those that programs leave beside an open sheet, are passed over; what is no sheet is for the reader
/// to name, so that nobody's work is lost in silence.
///
/// # Errors
/// If a path is not there, or a folder has no file.
pub fn list(paths: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut out = Vec::new();
    // A path given twice is one file, not one person twice.
    let mut met = BTreeSet::new();
    for path in paths {
        if !met.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
            continue;
        }
        if !path.is_dir() {
            out.push(path.clone());
            continue;
        }
        let mut found = Vec::new();
        below(path, 0, &mut found)?;
        if found.is_empty() {
            let e =
                Error::new(Kind::Input, "there is no file in the folder").in_file(path.display().to_string());
            return Err(e.help("put the CSV or XLSX files that were handed in there"));
        }
        found.sort();
        out.extend(found);
    }
    Ok(out)
}

fn below(folder: &Path, depth: usize, out: &mut Vec<PathBuf>) -> Result<()> {
    let wrong =
        |e: std::io::Error| Error::new(Kind::Input, e.to_string()).in_file(folder.display().to_string());
    for entry in std::fs::read_dir(folder).map_err(wrong)? {
        let path = entry.map_err(wrong)?.path();
        let name = path.file_name().map(|n| n.to_string_lossy().to_lowercase()).unwrap_or_default();
        // A spreadsheet that is open leaves a lock file beside the sheet, a Mac and Windows leave lists.
        if name.starts_with(['.', '~']) || ["__macosx", "thumbs.db", "desktop.ini"].contains(&name.as_str()) {
            continue;
        }
        if path.is_dir() {
            if depth < DEEPEST {
                below(&path, depth + 1, out)?;
            }
        } else {
            out.push(path);
        }
    }
    Ok(())
}

/// Reads sheets. A file or a row that cannot be read is named on standard error and set aside; `failed` says whether there was one.
///
/// # Errors
/// If the only file cannot be read, or none of them.
pub fn read(paths: &[PathBuf], reads: &CodeReads) -> Result<(Sheet, bool)> {
    let mut sheet = Sheet::default();
    let mut failures = Vec::new();
    let files = list(paths)?;
    let shown: Vec<String> = files.iter().map(|f| f.display().to_string()).collect();
    for ((file, shown), coder) in files.iter().zip(&shown).zip(coders_by_file(&shown)) {
        let coder = reads.by_file.then_some(coder);
        let done =
            files::read(file, shown, files::LARGEST).and_then(|b| sheet.read_as(shown, &b, coder.as_deref()));
        failures.extend(done.err());
    }
    if failures.len() == files.len() {
        let first = failures.swap_remove(0);
        failures.iter().for_each(terminal::error);
        return Err(first);
    }
    if let Some(path) = &reads.items {
        sheet.locate(&key(path)?);
    }
    failures.iter().chain(&sheet.troubles).for_each(terminal::error);
    let failed = !failures.is_empty() || !sheet.troubles.is_empty();
    if failed {
        let of = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
        let told = match (failures.len(), sheet.troubles.len()) {
            (files, 0) => of(files, "file", "files"),
            (0, rows) => of(rows, "complaint about rows", "complaints about rows"),
            (files, rows) => {
                format!(
                    "{}, {}",
                    of(files, "file", "files"),
                    of(rows, "complaint about rows", "complaints about rows")
                )
            }
        };
        terminal::note(&format!("left out, for the reasons above: {told}; what follows is of the rest"));
    }
    Ok((sheet, failed))
}

/// Reads a key.
///
/// # Errors
/// If it cannot be read as one.
pub fn key(path: &Path) -> Result<Vec<Item>> {
    let shown = path.display().to_string();
    let bytes = files::read(path, &shown, files::LARGEST)?;
    let text = framescope::input::decode::decode(&bytes, None, false).map_err(|e| e.in_file(&shown))?.text;
    item::read_key(&shown, &text)
}

/// Tells who left which units uncoded, and which variables in every unit; both are missing for that coder.
pub fn tell_gaps(sheet: &Sheet) {
    let total = sheet.units().len();
    for (coder, units) in sheet.gaps() {
        let some: Vec<&str> = units.iter().copied().take(8).collect();
        let more = if units.len() > some.len() { ", …" } else { "" };
        terminal::note(&format!(
            "{coder}: {} of {total} units are not coded ({}{more})",
            units.len(),
            some.join(", ")
        ));
    }
    for (coder, variables) in sheet.passed_over() {
        terminal::note(&format!(
            "{coder}: nothing is coded in {}; is the column there, and filled in?",
            variables.join(", ")
        ));
    }
}
