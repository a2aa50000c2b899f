//! PDF with a text layer: glyphs with their places → lines → paragraphs.
//!
//! A PDF knows no paragraphs and often no spaces: both are read from the distances between pieces of text, in the order in which
//! the file draws them. Lines that return on every page (running heads, page numbers) are left out. Pages that are pictures have
//! no text to read, and the file is refused with what to do.

mod layout;
mod page;

use lopdf::{Document, LoadOptions};

use crate::article::Origin;
use crate::error::{Error, Kind, Result};

use super::paragraphs::Manuscript;
use super::{FileName, ReadOptions, Reading};

/// Most bytes that one stream of the file may unpack to.
const LARGEST_STREAM: usize = 64 << 20;
/// Pages that are read; no article is as long.
const MOST_PAGES: usize = 5000;

/// Reads a file.
pub(super) fn read(
    file: FileName<'_>,
    bytes: &[u8],
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<()> {
    let load = LoadOptions { max_decompressed_size: Some(LARGEST_STREAM), ..LoadOptions::default() };
    let document = Document::load_mem_with_options(bytes, load).map_err(|e| match e {
        lopdf::Error::InvalidPassword | lopdf::Error::Decryption(_) => locked(),
        e => Error::new(Kind::Input, format!("the PDF cannot be read: {e}"))
            .help("it may be cut off: download it again"),
    })?;
    if document.is_encrypted() {
        return Err(locked());
    }
    let pages: Vec<_> = document.get_pages().into_values().take(MOST_PAGES).collect();
    if pages.is_empty() {
        return Err(
            Error::new(Kind::Input, "the PDF has no pages").help("it may be cut off: download it again")
        );
    }
    let mut fonts = page::Fonts::default();
    let mut drawn = Vec::with_capacity(pages.len());
    let mut broken = 0;
    for &id in &pages {
        match page::pieces(&document, id, &mut fonts) {
            Ok(pieces) => drawn.push(pieces),
            Err(_) => broken += 1,
        }
    }
    let letters: usize =
        drawn.iter().flatten().map(|p| p.text.chars().filter(|c| c.is_alphanumeric()).count()).sum();
    // A scanner's stamp on each page is no text layer.
    if letters < 20 + 2 * pages.len() {
        return Err(Error::new(Kind::Input, "the PDF has no text layer: its pages are pictures of text")
            .help("run text recognition over it first, for example with ocrmypdf"));
    }
    if broken > 0 {
        let why =
            format!("{broken} of {} pages cannot be read, so the article would be incomplete", pages.len());
        return Err(Error::new(Kind::Input, why));
    }
    let strange =
        drawn.iter().flatten().flat_map(|p| p.text.chars()).filter(|c| layout::is_strange(*c)).count();
    if strange * 5 > letters {
        return Err(Error::new(Kind::Input, "the fonts of the PDF do not say which letters they draw").help(
            "print it to a new PDF, or run text recognition over it, for example with ocrmypdf --force-ocr",
        ));
    }
    let (paragraphs, heads) = layout::paragraphs(drawn);
    let mut manuscript = Manuscript { paragraphs, ..Manuscript::default() };
    if heads > 0 {
        let origin = Origin { file: file.shown.to_owned(), ..Origin::default() };
        into.notes.add(
            &origin,
            "lines that return on every page of a PDF are left out",
            &format!("{heads} lines"),
        );
    }
    facts(&document, &mut manuscript);
    manuscript.finish(file, options, into)
}

fn locked() -> Error {
    Error::new(Kind::Input, "the PDF is protected by a password")
        .help("open it with its password and print it to a new PDF")
}

/// Title and author, where they are not what a program has put there.
fn facts(document: &Document, into: &mut Manuscript) {
    let Ok(info) =
        document.trailer.get(b"Info").and_then(|i| document.dereference(i)).and_then(|(_, i)| i.as_dict())
    else {
        return;
    };
    let value = |key: &[u8]| {
        let object = document.dereference(info.get(key).ok()?).ok()?.1;
        lopdf::decode_text_string(object).ok()
    };
    let made = |t: &String| {
        t.starts_with("Microsoft Word") || t.to_lowercase().ends_with(".docx") || !t.contains(' ')
    };
    if let Some(title) = value(b"Title").filter(|t| !made(t)) {
        into.fact("title", &title);
    }
    if let Some(author) = value(b"Author") {
        into.fact("author", &author);
    }
}
