//! ODT: the text of an `OpenDocument` file, without notes, comments and what tracked changes have deleted.

use std::collections::BTreeMap;

use crate::error::{Error, Kind, Result};
use crate::input::paragraphs::{Manuscript, Role};
use crate::input::xml::{Piece, Tag, decode_xml, walk};
use crate::input::{FileName, ReadOptions, Reading};

use super::docx::core_facts;
use super::parts::Parts;

/// Reads a document.
pub(in crate::input) fn read(
    file: FileName<'_>,
    bytes: &[u8],
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<()> {
    if is_flat(bytes) {
        return read_flat(file, bytes, options, into);
    }
    let mut parts = Parts::open(bytes)?;
    if let Some(manifest) = parts.text("META-INF/manifest.xml")?
        && manifest.contains("encryption-data")
    {
        return Err(
            Error::new(Kind::Input, "the document is protected by a password").help("save it without one")
        );
    }
    let Some(content) = parts.text("content.xml")? else {
        return Err(Error::new(Kind::Input, "the archive holds no document (content.xml)"));
    };
    let mut body = Body::default();
    walk(&content, |piece| {
        body.take(&piece);
        Ok(())
    })?;
    let mut manuscript = body.manuscript;
    if let Some(meta) = parts.text("meta.xml")? {
        core_facts(&meta, &mut manuscript)?;
    }
    manuscript.finish(file, options, into)
}

/// True for the beginning of an `OpenDocument` text that is one XML file (`.fodt`).
pub(in crate::input) fn is_flat(bytes: &[u8]) -> bool {
    let head = &bytes[..bytes.len().min(1 << 14)];
    let says = |what: &[u8]| memchr::memmem::find(head, what).is_some();
    says(b"<office:document ") && says(b"office:mimetype=\"application/vnd.oasis.opendocument.text\"")
}

fn read_flat(file: FileName<'_>, bytes: &[u8], options: &ReadOptions, into: &mut Reading) -> Result<()> {
    let decoded = decode_xml(bytes, options.lossy)?;
    let mut body = Body::default();
    walk(&decoded.text, |piece| {
        body.take(&piece);
        Ok(())
    })?;
    let mut manuscript = body.manuscript;
    let meta =
        decoded.text.split_once("<office:meta>").and_then(|(_, rest)| rest.split_once("</office:meta>"));
    if let Some((meta, _)) = meta {
        core_facts(meta, &mut manuscript)?;
    }
    manuscript.finish(file, options, into)
}

#[derive(Default)]
struct Body {
    manuscript: Manuscript,
    /// Open paragraphs: one can stand in a text box inside another.
    open: Vec<(String, Role)>,
    items: usize,
    cells: usize,
    skipped: usize,
    /// Styles made for this document → the style that each is derived from.
    derived: BTreeMap<String, String>,
}

fn is_skipped(name: &str) -> bool {
    matches!(
        name,
        "tracked-changes"
            | "annotation"
            | "note"
            | "font-face-decls"
            | "scripts"
            // Of flat files: pictures, page headers, and styles that are not those of this document alone.
            | "binary-data"
            | "master-styles"
            | "styles"
            | "ruby-text"
            | "title"
            | "desc"
    )
}

impl Body {
    fn take(&mut self, piece: &Piece<'_, '_>) {
        match piece {
            Piece::Open(name, _) if is_skipped(name) => self.skipped += 1,
            Piece::Close(name) if is_skipped(name) => self.skipped = self.skipped.saturating_sub(1),
            _ if self.skipped > 0 => {}
            Piece::Open(name, tag) => self.open(name, tag),
            Piece::Text(t) => {
                if let Some((text, _)) = self.open.last_mut() {
                    text.push_str(t);
                }
            }
            Piece::Close(name) => self.close(name),
        }
    }

    fn open(&mut self, name: &str, tag: &Tag<'_>) {
        let add = |text: &str, open: &mut Vec<(String, Role)>| {
            if let Some((paragraph, _)) = open.last_mut() {
                paragraph.push_str(text);
            }
        };
        match name {
            "p" | "h" => {
                let level = tag.get("outline-level");
                let style = tag.get("style-name").unwrap_or_default();
                let style = self.derived.get(&style).unwrap_or(&style).as_str();
                let role = match (name, level.as_deref()) {
                    ("h", None | Some("1")) => Role::Title,
                    ("h", _) => Role::Heading,
                    _ if matches!(style, "Title" | "Heading_20_1") => Role::Title,
                    _ if style.starts_with("Heading_20_") => Role::Heading,
                    _ if self.cells > 0 => Role::Cell,
                    _ if self.items > 0 => Role::Item,
                    _ => Role::Text,
                };
                self.open.push((String::new(), role));
            }
            "style" => {
                if let (Some(name), Some(parent)) = (tag.get("name"), tag.get("parent-style-name")) {
                    self.derived.insert(name, parent);
                }
            }
            "list-item" => self.items += 1,
            "table-cell" => self.cells += 1,
            "s" => {
                let count = tag.get("c").and_then(|c| c.parse().ok()).unwrap_or(1usize);
                add(&" ".repeat(count.min(100)), &mut self.open);
            }
            "tab" => add("\t", &mut self.open),
            "line-break" => add("\n", &mut self.open),
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" | "h" => {
                if let Some((text, role)) = self.open.pop() {
                    self.manuscript.push(&text, role);
                }
            }
            "list-item" => self.items = self.items.saturating_sub(1),
            "table-cell" => self.cells = self.cells.saturating_sub(1),
            _ => {}
        }
    }
}
