//! All files of a report, in memory: the caller writes them whole or not at all.

use super::block::{Block, Inline};
use super::manifest::Manifest;
use super::{csv, html, markdown, sections};
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

/// Writes findings up in every format.
pub fn bundle(findings: &Findings, manifest: &Manifest<'_>) -> Bundle {
    let mut blocks = sections::blocks(findings);
    number(&mut blocks);
    let mut files = vec![
        File { path: "report.md".into(), bytes: markdown::write(&blocks).into_bytes() },
        File {
            path: "report.html".into(),
            bytes: html::write(&blocks, &findings.spec.language).into_bytes(),
        },
        File { path: "results.json".into(), bytes: json(findings) },
        File { path: "manifest.json".into(), bytes: json(manifest) },
    ];
    for block in &blocks {
        if let Block::Figure(f) = block {
            files.push(File { path: format!("figures/{}.svg", f.id), bytes: f.svg.clone().into_bytes() });
        }
    }
    files.extend(
        csv::sheets(findings).into_iter().map(|(name, bytes)| File { path: format!("tables/{name}"), bytes }),
    );
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Bundle { files }
}

/// Numbers tables and figures in reading order.
fn number(blocks: &mut [Block]) {
    let (mut tables, mut figures) = (0, 0);
    for block in blocks {
        match block {
            Block::Table(t) => {
                tables += 1;
                // A table's id must not be that of the section it stands in.
                t.id.insert_str(0, "table-");
                t.caption
                    .splice(0..0, [Inline::Strong(format!("Table {tables}.")), Inline::Text(" ".into())]);
            }
            Block::Figure(f) => {
                figures += 1;
                f.caption
                    .splice(0..0, [Inline::Strong(format!("Figure {figures}.")), Inline::Text(" ".into())]);
            }
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
