//! HTML pages: the main text without what stands around it, and what the page says about itself.
//!
//! ```text
//! bytes ─declared encoding→ text ─dom→ tree ─shape→ what cannot be article ─blocks→ paragraphs ─extract→ main text
//!                                      └─meta→ title, date, outlet, author, address, language
//! ```
//! The method is that of the readability family: paragraphs vote for the elements around them by length and commas, links
//! count against, names in the markup lean the scale. The headline is metadata, as in every other format.

mod blocks;
mod dom;
pub(super) mod entities;
mod extract;
mod meta;
mod shape;

use std::sync::LazyLock;

use crate::article::Origin;
use crate::error::{Error, Kind, Result};
use crate::shipped::{self, shipped};

use super::decode::{Decoded, decode};
use super::fields::Draft;
use super::{FileName, ReadOptions, Reading};

use dom::Dom;
use meta::Meta;
use shape::{Lists, Words};

const LISTS: &[u8] = shipped!("lexicons/input/html.toml");

// A list that does not parse would be empty here; a test keeps that from happening.
static WORDS: LazyLock<Words> =
    LazyLock::new(|| Words::new(shipped::read::<Lists>(LISTS).unwrap_or_default()));

/// Reads a page into a draft: its main text and its metadata.
///
/// # Errors
/// A page without any text that could be an article.
pub(super) fn draft_of(page: &str, options: &ReadOptions) -> Result<Draft> {
    let dom = Dom::parse(page);
    let text = extract::main_text(&dom, &WORDS);
    if text.trim().is_empty() {
        return Err(Error::new(Kind::Input, "the page holds no text that reads like an article")
            .help("it may be drawn by a script: save the page as shown, or copy its text into a text file"));
    }
    let Meta { title, date, outlet, author, url, language } = Meta::read(&dom);
    let mut draft = Draft::default();
    draft.put("text", text, &options.columns);
    let named = [
        ("title", title),
        ("date", date),
        ("source", outlet),
        ("author", author),
        ("url", url),
        ("language", language),
    ];
    for (field, value) in named {
        if let Some(value) = value {
            draft.put(field, value, &options.columns);
        }
    }
    Ok(draft)
}

/// Decodes a page: by mark, as UTF-8, by the encoding that it declares, or by a guess.
///
/// # Errors
/// What [`decode`] refuses.
pub(super) fn decode_page(bytes: &[u8], options: &ReadOptions) -> Result<Decoded> {
    let declared = options.encoding.clone().or_else(|| {
        let head = &bytes[..bytes.len().min(4096)];
        if std::str::from_utf8(bytes).is_ok() { None } else { declared_encoding(head) }
    });
    // A page with a broken byte is better than none: browsers show it too.
    decode(bytes, declared.as_deref(), true)
}

/// The label after `charset=` in the head of a page.
fn declared_encoding(head: &[u8]) -> Option<String> {
    let head = String::from_utf8_lossy(head).to_lowercase();
    let after = head.split("charset=").nth(1)?.trim_start_matches(['"', '\'', ' ']);
    let label: String =
        after.chars().take_while(|c| c.is_ascii_alphanumeric() || "-_:".contains(*c)).collect();
    encoding_rs::Encoding::for_label(label.as_bytes()).map(|_| label)
}

/// Elements that hold nothing to read.
const UNREAD: [&str; 6] = ["head", "title", "script", "style", "noscript", "template"];

/// All text of a page that holds nothing but an article, such as a chapter, and its first heading.
#[cfg_attr(not(feature = "documents"), allow(dead_code))]
pub(super) fn whole_text(page: &str) -> (Option<String>, String) {
    let dom = Dom::parse(page);
    let blocks = blocks::cut(&dom, |id| dom.node(id).name.is_any(&UNREAD));
    let heading = blocks.iter().find(|b| b.kind == blocks::Kind::Heading).map(|b| b.text.clone());
    (heading, extract::join(&blocks.iter().collect::<Vec<_>>()))
}

/// All lines of a page, for exports that are told by them.
pub(super) fn lines(page: &str) -> Vec<String> {
    let dom = Dom::parse(page);
    let blocks = blocks::cut(&dom, |id| dom.node(id).name.is_any(&UNREAD));
    blocks.iter().flat_map(|b| b.text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
}

/// True if the bytes begin like a page.
pub(super) fn sniff(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(1024)]).to_lowercase();
    let start = head.trim_start_matches('\u{feff}').trim_start();
    start.starts_with("<!doctype html")
        || start.starts_with("<html")
        || start.starts_with("<!--") && head.contains("<html")
}

/// Reads a file that is one page.
pub(super) fn read(
    file: FileName<'_>,
    bytes: &[u8],
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<()> {
    let decoded = decode_page(bytes, options)?;
    if decoded.text.trim().is_empty() {
        return Err(Error::empty());
    }
    if super::exports::from_page(file, &decoded.text, options, into)? {
        return Ok(());
    }
    let draft = draft_of(&decoded.text, options)?;
    let origin = Origin {
        file: file.shown.to_owned(),
        line: None,
        encoding: decoded.encoding.to_owned(),
        encoding_guessed: decoded.guessed,
    };
    into.note_decoding(&origin, decoded.replaced);
    into.articles.push(draft.finish(|| file.stem(), origin, &mut into.notes));
    Ok(())
}

#[cfg(test)]
mod tests;
