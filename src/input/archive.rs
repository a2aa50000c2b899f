//! Archives and compressed files → the files in them, one at a time, within bounds.
//!
//! Archives inside archives are opened too. What an archive costs is bounded by its own size: who unpacks more than
//! a few hundred times as much is a bomb, whatever the archive says about itself. Names are labels only; one that leads out of
//! the archive is refused.

use std::io::{Cursor, Read};

use crate::error::{Error, Kind, Result};

use super::FileName;

/// Most bytes of one file, unpacked.
const LARGEST: u64 = 1 << 30;
/// How many times its own size an archive may hold, beyond a start that costs nothing.
const RATIO: u64 = 250;
const FREE: u64 = 64 << 20;
/// Archives inside each other.
const DEEPEST: usize = 4;
/// Files in one archive.
const MOST: usize = 1_000_000;

/// Documents that are ZIP archives inside and are not read: a file that tells them, what they are, the remedy.
const FOREIGN: [(&str, &str, &str); 5] = [
    ("Index/Document.iwa", "an Apple Pages, Numbers or Keynote document", "export it as DOCX, XLSX or PDF"),
    ("Index.zip", "an Apple Pages, Numbers or Keynote document", "export it as DOCX, XLSX or PDF"),
    ("ppt/presentation.xml", "a PowerPoint presentation", "save its text as DOCX, PDF or plain text"),
    ("FixedDocSeq.fdseq", "an XPS document", "print it as PDF"),
    ("META-INF/manifest.xml", "an OpenDocument file other than a text", "save it as ODT, XLSX, CSV or PDF"),
];

/// Files that speak about a collection and are no articles.
const ABOUT: [&str; 5] = ["readme", "licence", "license", "changelog", "study"];

/// True for the name of a file that speaks about the files around it: a README, a licence, a study file.
pub fn is_about(key: &str) -> bool {
    let name = key.rsplit(['/', '\\']).next().unwrap_or(key).to_lowercase();
    let (stem, extension) = name.split_once('.').unwrap_or((&name, ""));
    ABOUT.contains(&stem) && matches!(extension, "" | "md" | "txt" | "toml")
}

/// What a file is packed as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Packing {
    Zip,
    Tar,
    Gzip,
    Zstd,
}

/// How a file is packed, told by its first bytes; `None` for documents that are ZIP archives inside, and for what is not packed.
pub(super) fn packing(bytes: &[u8]) -> Option<Packing> {
    match bytes {
        [0x1f, 0x8b, ..] => Some(Packing::Gzip),
        [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Packing::Zstd),
        [b'P', b'K', 3, 4, ..] | [b'P', b'K', 5, 6, ..] if super::office::kind_of(bytes).is_none() => {
            Some(Packing::Zip)
        }
        _ if bytes.get(257..262) == Some(b"ustar") => Some(Packing::Tar),
        _ => None,
    }
}

/// Gives every file of an archive to `each`, files of archives inside included. What cannot be unpacked is a failure with its
/// name, and the rest goes on.
pub(super) fn open(
    file: FileName<'_>,
    bytes: &[u8],
    each: &mut dyn FnMut(FileName<'_>, &[u8]),
) -> Vec<Error> {
    let left = FREE.saturating_add((bytes.len() as u64).saturating_mul(RATIO));
    let mut unpacker = Unpacker { left, files: 0, failures: Vec::new(), each };
    unpacker.open(file, bytes, 0);
    unpacker.failures
}

struct Unpacker<'e> {
    /// Bytes that may still be unpacked.
    left: u64,
    files: usize,
    failures: Vec<Error>,
    each: &'e mut dyn FnMut(FileName<'_>, &[u8]),
}

impl Unpacker<'_> {
    fn open(&mut self, file: FileName<'_>, bytes: &[u8], depth: usize) {
        if depth >= DEEPEST {
            return self.fail(file.shown, format!("more than {DEEPEST} archives inside each other"));
        }
        match packing(bytes) {
            Some(Packing::Zip) => self.zip(file, bytes, depth),
            Some(Packing::Tar) => self.tar(file, bytes, depth),
            Some(Packing::Gzip | Packing::Zstd) => match super::compressed::unpacked(Box::new(bytes)) {
                Ok(mut from) => self.stream(file, &mut from, depth),
                Err(e) => self.fail(file.shown, format!("it cannot be unpacked: {e}")),
            },
            None => {}
        }
    }

    fn fail(&mut self, shown: &str, reason: impl Into<String>) {
        self.failures.push(Error::new(Kind::Input, reason).in_file(shown));
    }

    /// Reads a file out of an archive; `None` if it cannot be had, and then it is named.
    fn unpack(&mut self, shown: &str, from: &mut dyn Read) -> Option<Vec<u8>> {
        let limit = self.left.min(LARGEST);
        let mut bytes = Vec::new();
        let read = from.take(limit + 1).read_to_end(&mut bytes);
        let size = bytes.len() as u64;
        self.left = self.left.saturating_sub(size);
        if size > limit {
            let why = if limit == LARGEST {
                format!("unpacked it is larger than {} MB", LARGEST >> 20)
            } else {
                "unpacked it is several hundred times as large as the archive: this is no archive of articles"
                    .into()
            };
            self.fail(shown, why);
            return None;
        }
        match read {
            Ok(_) => Some(bytes),
            Err(e) => {
                self.fail(shown, format!("it cannot be unpacked: {e}"));
                None
            }
        }
    }

    fn member(&mut self, file: FileName<'_>, bytes: &[u8], depth: usize) {
        if packing(bytes).is_some() && !is_stream_of_records(file, bytes) {
            self.open(file, bytes, depth + 1);
        } else {
            (self.each)(file, bytes);
        }
    }

    /// A file that is packed by itself: its name is that of the packed one without the last extension.
    fn stream(&mut self, file: FileName<'_>, from: &mut dyn Read, depth: usize) {
        let inner = |name: &str| {
            let end = name.rfind('.').filter(|&i| i > name.rfind('/').map_or(0, |s| s + 1));
            let stem = &name[..end.unwrap_or(name.len())];
            match end.map(|i| name[i + 1..].to_lowercase()).as_deref() {
                Some("tgz" | "taz" | "tzst") => format!("{stem}.tar"),
                _ => stem.to_owned(),
            }
        };
        let (shown, key) = (file.shown.to_owned(), inner(file.key));
        if let Some(bytes) = self.unpack(&shown, from) {
            self.member(FileName::below(&shown, &key), &bytes, depth);
        }
    }

    /// A member by its name in the archive: where it is shown and its key; `None` for what is no article, or refused.
    fn names(&mut self, file: FileName<'_>, name: &str) -> Option<(String, String)> {
        self.files += 1;
        let path = name.replace('\\', "/");
        let parts: Vec<&str> = path.split('/').filter(|p| !p.is_empty() && *p != ".").collect();
        let shown = format!("{}/{}", file.shown, parts.join("/"));
        if parts.contains(&"..") || path.starts_with('/') || path.get(1..3) == Some(":/") {
            self.fail(&shown, "its name leads out of the archive");
            return None;
        }
        let hidden = parts.iter().any(|p| p.starts_with('.') || *p == "__MACOSX");
        if parts.is_empty() || hidden || is_about(&path) || name.ends_with('/') {
            return None;
        }
        Some((shown, format!("{}/{}", file.stem(), parts.join("/"))))
    }

    fn zip(&mut self, file: FileName<'_>, bytes: &[u8], depth: usize) {
        let mut archive = match zip::ZipArchive::new(Cursor::new(bytes)) {
            Ok(archive) => archive,
            Err(e) => {
                let e = Error::new(Kind::Input, format!("the archive cannot be opened: {e}"));
                let e = e.in_file(file.shown).help("it may be cut off: download it again");
                return self.failures.push(e);
            }
        };
        if archive.len() > MOST {
            return self.fail(file.shown, format!("the archive holds more than {MOST} files"));
        }
        let holds = |wanted: &str| archive.file_names().any(|n| n.is_ok_and(|n| n.as_ref() == wanted));
        if let Some((_, what, remedy)) = FOREIGN.iter().find(|(name, ..)| holds(name)) {
            let error = Error::new(Kind::Input, format!("this is {what}, which is not read"));
            return self.failures.push(error.in_file(file.shown).help(*remedy));
        }
        for at in 0..archive.len() {
            let (name, refused) = match archive.by_index_raw(at) {
                Ok(member) => {
                    // Names that are not UTF-8 are in the code page of the old DOS programs.
                    let raw = member.name_raw();
                    let name = match (std::str::from_utf8(raw), member.name()) {
                        (Err(_), Ok(name)) => name.into_owned(),
                        _ => member_name(raw),
                    };
                    let refused = if member.encrypted() {
                        Some("it is protected by a password")
                    } else if member.is_symlink() {
                        Some("it is a link, not a file")
                    } else {
                        None
                    };
                    if member.is_dir() {
                        continue;
                    }
                    (name, refused)
                }
                Err(e) => {
                    self.fail(file.shown, format!("file {} of the archive cannot be found: {e}", at + 1));
                    continue;
                }
            };
            let Some((shown, key)) = self.names(file, &name) else { continue };
            if let Some(why) = refused {
                self.fail(&shown, why);
                continue;
            }
            let unpacked = match archive.by_index(at) {
                Ok(mut member) => self.unpack(&shown, &mut member),
                Err(e) => {
                    self.fail(&shown, format!("it cannot be unpacked: {e}"));
                    None
                }
            };
            if let Some(bytes) = unpacked {
                self.member(FileName::below(&shown, &key), &bytes, depth);
            }
        }
    }

    fn tar(&mut self, file: FileName<'_>, bytes: &[u8], depth: usize) {
        let mut archive = tar::Archive::new(bytes);
        let entries = match archive.entries() {
            Ok(entries) => entries,
            Err(e) => return self.fail(file.shown, format!("the archive cannot be opened: {e}")),
        };
        for entry in entries {
            let mut entry = match entry {
                Ok(entry) => entry,
                // After a broken header nobody knows where the next one begins.
                Err(e) => return self.fail(file.shown, format!("the archive is cut off or broken: {e}")),
            };
            if self.files > MOST {
                return self.fail(file.shown, format!("the archive holds more than {MOST} files"));
            }
            let kind = entry.header().entry_type();
            if kind.is_dir() || kind.is_pax_global_extensions() {
                continue;
            }
            let name = member_name(&entry.path_bytes());
            let Some((shown, key)) = self.names(file, &name) else { continue };
            if !(kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse()) {
                self.fail(&shown, "it is a link or a device, not a file");
                continue;
            }
            if let Some(bytes) = self.unpack(&shown, &mut entry) {
                self.member(FileName::below(&shown, &key), &bytes, depth);
            }
        }
    }
}

/// Compressed files that their own reader unpacks record by record.
fn is_stream_of_records(file: FileName<'_>, bytes: &[u8]) -> bool {
    packing(bytes) == Some(Packing::Gzip) && super::warc::is_compressed(bytes) && !file.shown.is_empty()
}

/// A name as the archive has it: UTF-8, or the code page that it looks like.
fn member_name(raw: &[u8]) -> String {
    match std::str::from_utf8(raw) {
        Ok(name) => name.to_owned(),
        Err(_) => super::decode::decode(raw, None, true)
            .map_or_else(|_| String::from_utf8_lossy(raw).into_owned(), |d| d.text),
    }
}

/// True if [`super::read_file`] and [`super::Assembly`] open the file instead of reading it.
pub(super) fn is_archive(bytes: &[u8]) -> bool {
    packing(bytes).is_some_and(|p| p != Packing::Gzip || !super::warc::is_compressed(bytes))
}

/// For the table of formats: an archive is opened before any reader sees it.
pub(super) fn read(
    _: FileName<'_>,
    bytes: &[u8],
    _: &super::ReadOptions,
    _: &mut super::Reading,
) -> Result<()> {
    Err(match super::decode::binary(bytes) {
        Some(what) => Error::new(Kind::Input, what.reason()).help(what.remedy()),
        None => Error::new(Kind::Input, "the file is no archive"),
    })
}
