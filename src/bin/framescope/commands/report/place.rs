//! The folder of a report: a report made again takes the place of the older one. What somebody else put there stays, and a folder
//! of anything else is never touched.

use std::fs;
use std::path::Path;

use framescope::error::{Error, Kind, Result};

use crate::files;

/// Files of a report beside its figures and tables.
const OWN: [&str; 7] = [
    "CITATION.cff",
    "articles.html",
    "manifest.json",
    "report.docx",
    "report.html",
    "report.md",
    "results.json",
];

/// Refuses a folder that is neither new nor empty nor holds a report.
///
/// # Errors
/// Such a folder, named.
pub fn check(folder: &Path) -> Result<()> {
    let manifest = fs::read_to_string(folder.join("manifest.json"));
    if manifest.is_ok_and(|m| m.contains("\"program\": \"framescope\"")) {
        return Ok(());
    }
    files::empty(folder).map_err(|_| {
        let reason = "the folder holds other files, and no older report whose place could be taken";
        Error::new(Kind::Output, reason).in_path(folder).help("name a new folder")
    })
}

/// Writes a report whole or not at all: its files, by their paths below `folder`. Of an older report nothing is left; files that are
/// not part of one stay.
///
/// # Errors
/// As [`check`], and anything that cannot be read or written; the old folder is then as it was.
pub fn write(folder: &Path, report: &[(String, Vec<u8>)]) -> Result<()> {
    check(folder)?;
    let mut part = files::part::Folder::of(folder, report)?;
    let mut others = Vec::new();
    list(folder, "", &mut others)?;
    for path in others.iter().filter(|p| !is_own(p) && !report.iter().any(|(own, _)| own == *p)) {
        let from = folder.join(path);
        part.put(path, &fs::read(&from).map_err(|e| unreadable(&from, &e))?)?;
    }
    part.finish()
}

fn is_own(path: &str) -> bool {
    OWN.contains(&path) || path.starts_with("figures/") || path.starts_with("tables/")
}

/// Lists the files in a folder and in those below it, each with its path behind `below`.
fn list(folder: &Path, below: &str, into: &mut Vec<String>) -> Result<()> {
    if !folder.is_dir() {
        return Ok(());
    }
    let failed = |e| unreadable(folder, &e);
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let here = format!("{below}{}", entry.file_name().to_string_lossy());
        // A link to a folder is none: it might lead back here.
        if entry.file_type().map_err(failed)?.is_dir() {
            list(&entry.path(), &format!("{here}/"), into)?;
        } else {
            into.push(here);
        }
    }
    Ok(())
}

fn unreadable(path: &Path, e: &std::io::Error) -> Error {
    let reason = format!("a file of the old folder cannot be kept: {e}");
    Error::new(Kind::Output, reason).in_path(path).help("name a new folder")
}
