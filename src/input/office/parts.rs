//! The parts of a document that is a ZIP archive, read within bounds.

use std::io::{Cursor, Read};

use zip::ZipArchive;

use crate::error::{Error, Kind, Result};

/// Largest part that is read, unpacked: no article is as long, but a bomb is longer.
const LARGEST_PART: u64 = 256 << 20;

/// A document as an archive of parts.
pub(super) struct Parts<'b>(ZipArchive<Cursor<&'b [u8]>>);

impl<'b> Parts<'b> {
    /// Opens the archive.
    ///
    /// # Errors
    /// Bytes that are no ZIP archive, such as a document that is encrypted or cut off.
    pub fn open(bytes: &'b [u8]) -> Result<Self> {
        if bytes.starts_with(b"\xd0\xcf\x11\xe0") {
            let error = Error::new(Kind::Input, "this is an old or encrypted Office document");
            return Err(error.help("open it with its password and save it as DOCX, without one"));
        }
        ZipArchive::new(Cursor::new(bytes)).map(Self).map_err(|e| {
            Error::new(Kind::Input, format!("the document cannot be opened: {e}"))
                .help("it may be cut off: download it again")
        })
    }

    /// Names of all parts.
    pub fn names(&self) -> Vec<String> {
        self.0.file_names().filter_map(|n| n.ok().map(std::borrow::Cow::into_owned)).collect()
    }

    /// A part as text, or `None` if there is none of this name.
    ///
    /// # Errors
    /// A part that is encrypted, damaged or too large.
    pub fn text(&mut self, name: &str) -> Result<Option<String>> {
        let Some(bytes) = self.bytes(name)? else { return Ok(None) };
        Ok(Some(crate::input::xml::decode_xml(&bytes, true)?.text))
    }

    /// A part as it is, or `None` if there is none of this name.
    ///
    /// # Errors
    /// A part that is encrypted, damaged or too large.
    pub fn bytes(&mut self, name: &str) -> Result<Option<Vec<u8>>> {
        let damaged = |e: String| Error::new(Kind::Input, format!("its part {name:?} cannot be read: {e}"));
        let part = match self.0.by_name(name) {
            Err(zip::result::ZipError::FileNotFound) => return Ok(None),
            Err(e) => return Err(damaged(e.to_string())),
            Ok(part) => part,
        };
        let mut bytes = Vec::new();
        part.take(LARGEST_PART + 1).read_to_end(&mut bytes).map_err(|e| damaged(e.to_string()))?;
        if bytes.len() as u64 > LARGEST_PART {
            return Err(damaged(format!("unpacked it is larger than {} MB", LARGEST_PART >> 20)));
        }
        Ok(Some(bytes))
    }

    /// Checks that all parts together stay within bounds, for readers that unpack by themselves.
    ///
    /// # Errors
    /// A part that is too large or damaged.
    pub fn check(&mut self) -> Result<()> {
        for at in 0..self.0.len() {
            let Ok(part) = self.0.by_index(at) else { continue };
            let size = std::io::copy(&mut part.take(LARGEST_PART + 1), &mut std::io::sink())
                .map_err(|e| Error::new(Kind::Input, format!("a part of the document is damaged: {e}")))?;
            if size > LARGEST_PART {
                let why =
                    format!("a part of the document is larger than {} MB, unpacked", LARGEST_PART >> 20);
                return Err(Error::new(Kind::Input, why));
            }
        }
        Ok(())
    }
}

/// Which kind of document a ZIP archive is; `None` if it is an archive of files, or none.
pub(in crate::input) fn kind_of(bytes: &[u8]) -> Option<&'static str> {
    if !bytes.starts_with(b"PK\x03\x04") {
        return None;
    }
    // ODT and EPUB say it in their first file, stored as it is.
    let head = &bytes[..bytes.len().min(200)];
    let says = |what: &[u8]| memchr::memmem::find(head, what).is_some();
    if says(b"mimetypeapplication/epub+zip") {
        return Some("epub");
    }
    if says(b"mimetypeapplication/vnd.oasis.opendocument.text") {
        return Some("odt");
    }
    let archive = ZipArchive::new(Cursor::new(bytes)).ok()?;
    archive.file_names().find_map(|name| match name.ok()?.as_ref() {
        "word/document.xml" => Some("docx"),
        "xl/workbook.xml" => Some("xlsx"),
        _ => None,
    })
}
