//! All files of a report, in memory: the caller writes them whole or not at all.

use super::block::{Block, Inline};
use super::html::{self, Dress};
use super::manifest::Manifest;
use super::markdown::Front;
use super::words::{Words, say};
use super::{csv, localise, markdown, sections};
use crate::study::Findings;

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
#[derive(Debug, Clone, Default)]
pub struct Extras {
    /// Logo and colours.
    pub dress: Dress,
}

/// Writes findings up in every format.
pub fn bundle(findings: &Findings, manifest: &Manifest<'_>, extras: &Extras) -> Bundle {
    let words = Words::of(&findings.spec.language);
    let told = localise::findings(findings, &words);
    let mut blocks = sections::blocks(&told, &words);
    finish(&mut blocks, &words);
    let front = Front { title: &told.spec.title, summary: &sections::summary(&told, &words) };
    let text = |path: &str, text: String| File { path: path.into(), bytes: text.into_bytes() };
    let mut files = vec![
        text("report.md", markdown::write(&blocks, &front, &words)),
        text("report.html", html::write(&blocks, &words, &extras.dress)),
        File { path: "results.json".into(), bytes: json(findings) },
        File { path: "manifest.json".into(), bytes: json(manifest) },
    ];
    for block in &blocks {
        if let Block::Figure(f) = block {
            files.push(text(&format!("figures/{}.svg", f.id), extras.dress.style(&f.svg)));
        }
    }
    files.extend(
        csv::sheets(findings).into_iter().map(|(name, bytes)| File { path: format!("tables/{name}"), bytes }),
    );
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Bundle { files }
}

/// Numbers tables and figures in reading order, and leaves only links that lead somewhere.
fn finish(blocks: &mut [Block], w: &Words) {
    let (mut tables, mut figures) = (0, 0);
    for block in blocks {
        match block {
            Block::Table(t) => {
                tables += 1;
                // A table's id must not be that of the section it stands in.
                t.id.insert_str(0, "table-");
                t.caption.splice(
                    0..0,
                    [Inline::Strong(say!(w, "Table {n}.", n = tables)), Inline::Text(" ".into())],
                );
            }
            Block::Figure(f) => {
                figures += 1;
                f.caption.splice(
                    0..0,
                    [Inline::Strong(say!(w, "Figure {n}.", n = figures)), Inline::Text(" ".into())],
                );
            }
            Block::Quotes { all, .. } => all.iter_mut().for_each(|q| q.reader = None),
            _ => {}
        }
    }
}

fn json<T: serde::Serialize>(value: &T) -> Vec<u8> {
    // Maps here have text keys and no number that is not one: writing to memory cannot fail.
    let mut bytes = serde_json::to_vec_pretty(value).unwrap_or_default();
    bytes.push(b'\n');
    bytes
}
