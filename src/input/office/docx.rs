//! DOCX: the final text, as if all tracked changes had been accepted.

use std::collections::BTreeMap;

use crate::error::{Error, Kind, Result};
use crate::input::paragraphs::{Manuscript, Role};
use crate::input::xml::{Piece, Tag, walk};
use crate::input::{FileName, ReadOptions, Reading};

use super::parts::Parts;

/// Reads a document.
pub(in crate::input) fn read(
    file: FileName<'_>,
    bytes: &[u8],
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<()> {
    let mut parts = Parts::open(bytes)?;
    let Some(body) = parts.text("word/document.xml")? else {
        return Err(Error::new(Kind::Input, "the archive holds no document (word/document.xml)"));
    };
    let styles = parts.text("word/styles.xml")?.map(|xml| styles(&xml)).transpose()?.unwrap_or_default();
    let mut document = Body { styles, ..Body::default() };
    walk(&body, |piece| {
        document.take(&piece);
        Ok(())
    })?;
    let mut manuscript = document.manuscript;
    if document.changes > 0 {
        let origin = crate::article::Origin { file: file.shown.to_owned(), ..Default::default() };
        into.notes.add(&origin, "tracked changes are read as accepted", "deleted text is left out");
    }
    if let Some(core) = parts.text("docProps/core.xml")? {
        core_facts(&core, &mut manuscript)?;
    }
    manuscript.finish(file, options, into)
}

/// Title, author and day of making from the properties of a document.
pub(super) fn core_facts(xml: &str, into: &mut Manuscript) -> Result<()> {
    let mut value = String::new();
    walk(xml, |piece| {
        match piece {
            Piece::Open(..) => value.clear(),
            Piece::Text(t) => value.push_str(t),
            Piece::Close("title") => into.fact("title", &value),
            Piece::Close("creator" | "initial-creator") => into.fact("author", &value),
            // The day on which the file was made is not the day on which the article appeared.
            Piece::Close("created" | "creation-date") => into.fact("file_created", &value),
            Piece::Close(_) => {}
        }
        Ok(())
    })
}

/// Style → what its paragraphs are, for titles and headings; ids differ by language, names and levels do not.
fn styles(xml: &str) -> Result<BTreeMap<String, Role>> {
    let mut found = BTreeMap::new();
    let mut id = None;
    walk(xml, |piece| {
        if let Piece::Open(name, tag) = piece {
            match name {
                "style" => id = tag.get("styleId"),
                "name" => {
                    let name = tag.get("val").unwrap_or_default().to_lowercase();
                    let role = match name.as_str() {
                        "title" | "heading 1" => Some(Role::Title),
                        n if n.starts_with("heading ") => Some(Role::Heading),
                        n if n.starts_with("list ") => Some(Role::Item),
                        _ => None,
                    };
                    if let (Some(id), Some(role)) = (id.take(), role) {
                        found.insert(id, role);
                    }
                }
                _ => {}
            }
        }
        Ok(())
    })?;
    Ok(found)
}

#[derive(Default)]
#[allow(clippy::struct_excessive_bools, reason = "elements of the format switch each of them by itself")]
struct Body {
    styles: BTreeMap<String, Role>,
    manuscript: Manuscript,
    text: String,
    role: Option<Role>,
    in_text: bool,
    in_properties: bool,
    hidden: bool,
    /// Open elements whose text is not part of the final document.
    skipped: usize,
    /// The mark of this paragraph was deleted: it runs on into the next.
    runs_on: bool,
    cells: usize,
    changes: usize,
}

/// Elements whose text is no text of the article: deleted, moved away, drawn a second time, notes of others.
fn is_skipped(name: &str) -> bool {
    matches!(name, "del" | "moveFrom" | "Fallback" | "delText" | "instrText" | "sdtPr" | "rubyPr" | "rt")
}

impl Body {
    fn take(&mut self, piece: &Piece<'_, '_>) {
        match piece {
            Piece::Open(name, tag) => self.open(name, tag),
            Piece::Text(t) if self.in_text && self.skipped == 0 && !self.hidden => self.text.push_str(t),
            Piece::Text(_) => {}
            Piece::Close(name) => self.close(name),
        }
    }

    fn open(&mut self, name: &str, tag: &Tag<'_>) {
        if is_skipped(name) {
            self.skipped += 1;
            self.changes += usize::from(name != "Fallback" && name != "instrText" && name != "sdtPr");
            // Inside the properties of a paragraph its mark is meant.
            self.runs_on |= self.in_properties && name == "del";
            return;
        }
        if self.skipped > 0 {
            return;
        }
        match name {
            "p" => {
                self.role = None;
                if !std::mem::take(&mut self.runs_on) && !self.text.is_empty() {
                    self.flush();
                }
            }
            "pPr" => self.in_properties = true,
            "pStyle" => {
                self.role = tag.get("val").and_then(|id| self.styles.get(&id).copied()).or(self.role);
            }
            "numPr" => self.role = self.role.or(Some(Role::Item)),
            "outlineLvl" if tag.get("val").as_deref() == Some("0") => self.role = Some(Role::Title),
            "r" => self.hidden = false,
            "vanish" if !self.in_properties => {
                self.hidden = tag.get("val").is_none_or(|v| v != "0" && v != "false");
            }
            "t" => self.in_text = true,
            "tab" if !self.in_properties => self.text.push('\t'),
            "br" | "cr" => self.text.push('\n'),
            "noBreakHyphen" => self.text.push('\u{2011}'),
            "tc" => self.cells += 1,
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        if is_skipped(name) {
            self.skipped = self.skipped.saturating_sub(1);
            return;
        }
        if self.skipped > 0 {
            return;
        }
        match name {
            "t" => self.in_text = false,
            "pPr" => self.in_properties = false,
            "p" if !self.runs_on => self.flush(),
            "tc" => self.cells = self.cells.saturating_sub(1),
            _ => {}
        }
    }

    fn flush(&mut self) {
        let role = if self.cells > 0 { Role::Cell } else { self.role.unwrap_or(Role::Text) };
        let text = std::mem::take(&mut self.text);
        self.manuscript.push(&text, role);
    }
}
