//! All files of a report, in memory: the caller writes them whole or not at all.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::articles::{FILE, Reader};
use super::block::Block;
use super::html::{self, Dress};
use super::manifest::Manifest;
use super::markdown::Front;
use super::words::Words;
use super::{citation, csv, dictionary, finish, localise, markdown, pseudonyms, sections};
use crate::error::{Error, Kind, Result};
use crate::score::Scheme;
use crate::study::Findings;
use crate::study::corpus::StudyArticle;
use crate::study::presentation::Presentation;

/// A file of the report folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Path within the folder, with forward slashes.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// Its files, sorted by path.
    pub files: Vec<File>,
}

/// What a report is made with beside its findings.
#[derive(Clone)]
pub struct Extras<'a> {
    /// Logo and colours.
    pub dress: Dress,
    /// Files of the study's own prose, by the names that the study gives them.
    pub prose: BTreeMap<String, String>,
    /// The articles and what they are annotated with, for the file of whole articles; `None`: no such file.
    pub articles: Option<(&'a [StudyArticle], &'a Arc<Scheme>)>,
    /// Whether to write `report.md` with its figures.
    pub markdown: bool,
    /// Whether to write `report.html`.
    pub html: bool,
}

impl Default for Extras<'_> {
    fn default() -> Self {
        Self { dress: Dress::default(), prose: BTreeMap::new(), articles: None, markdown: true, html: true }
    }
}

/// Files of prose that a study names, as [`Extras`] takes them; `files` holds what the study names.
///
/// # Errors
/// If one is not UTF-8.
pub fn prose_of(
    report: &Presentation,
    files: &BTreeMap<String, Vec<u8>>,
) -> Result<BTreeMap<String, String>> {
    let read = |name: &str| {
        let bytes = files.get(name).cloned().unwrap_or_default();
        let text = String::from_utf8(bytes)
            .map_err(|_| Error::new(Kind::Study, "the file is not UTF-8").in_file(name))?;
        Ok((name.to_owned(), text))
    };
    report.prose().map(read).collect()
}

/// Writes findings up in every format.
///
/// # Errors
/// If the workbook of tables cannot be written.
pub fn bundle(findings: &Findings, manifest: &Manifest<'_>, extras: &Extras<'_>) -> Result<Bundle> {
    let words = Words::of(&findings.spec.language);
    let mut masked = None;
    let findings = if findings.spec.quotes.pseudonyms {
        let f = masked.insert(findings.clone());
        pseudonyms::apply(f, &words);
        &*f
    } else {
        findings
    };
    let mut told = localise::findings(findings, &words);
    let reader = extras
        .articles
        .filter(|_| whole(findings))
        .map(|(articles, scheme)| Reader::new(findings, articles, scheme));
    // What the report says of that file holds only where there is one.
    told.spec.report.articles = reader.is_some();
    let mut blocks = sections::blocks(&told, &words, &extras.prose);
    finish::numbers(&mut blocks, &words);
    finish::notes(&mut blocks);
    finish::links(&mut blocks, |to| reader.as_ref().is_some_and(|r| r.has(to)));
    let summary = sections::summary(&told, &words);
    let text = |path: &str, text: String| File { path: path.into(), bytes: text.into_bytes() };
    let told = || {
        let mut files = vec![
            File { path: "results.json".into(), bytes: json(findings) },
            File { path: "manifest.json".into(), bytes: json(manifest) },
            text("CITATION.cff", citation::write(&told, &summary)),
        ];
        if extras.markdown {
            let front = Front { title: &told.spec.title, summary: &summary };
            files.push(text("report.md", markdown::write(&blocks, &front, &words)));
        }
        if extras.html {
            files.push(text("report.html", html::write(&blocks, &words, &extras.dress)));
        }
        for block in &blocks {
            if let Block::Figure(f) = block {
                files.push(text(&format!("figures/{}.svg", f.id), extras.dress.style(&f.svg)));
            }
        }
        files.extend(reader.map(|r| text(FILE, r.page(&words, &extras.dress))));
        files
    };
    // The workbook takes as long as everything else.
    let (mut files, tables) = rayon::join(told, || tables(findings));
    files.extend(tables?);
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Bundle { files })
}

/// Whether the study lets whole articles stand beside the report: not where it quotes nothing, or hides names.
fn whole(f: &Findings) -> bool {
    f.spec.report.articles && f.spec.quotes.show && !f.spec.quotes.pseudonyms
}

/// Tables, what their columns mean, and all of them as a workbook.
fn tables(f: &Findings) -> Result<Vec<File>> {
    let mut sheets = csv::sheets(f);
    sheets.insert(0, dictionary::of(f, &sheets));
    let mut files: Vec<File> = Vec::new();
    #[cfg(feature = "xlsx")]
    files.push(File { path: "tables/tables.xlsx".into(), bytes: super::xlsx::write(&sheets)? });
    files.extend(sheets.into_iter().map(|(name, bytes)| File { path: format!("tables/{name}"), bytes }));
    Ok(files)
}

fn json<T: serde::Serialize>(value: &T) -> Vec<u8> {
    // Maps here have text keys and no number that is not one: writing to memory cannot fail.
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
