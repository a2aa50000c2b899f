//! EPUB: every chapter of the spine that holds prose is an article of the publication.

use crate::article::Origin;
use crate::error::{Error, Kind, Result};
use crate::input::fields::Draft;
use crate::input::xml::{Piece, walk};
use crate::input::{FileName, ReadOptions, Reading, html};

use super::parts::Parts;

/// Chapters below so many characters are title pages, and pages with the rights.
const SHORT: usize = 200;

/// What the package document says.
#[derive(Default)]
struct Package {
    title: String,
    author: String,
    date: String,
    language: String,
    publisher: String,
    /// Id, path and whether it is the table of contents.
    items: Vec<(String, String, bool)>,
    spine: Vec<String>,
}

/// Reads a publication.
pub(in crate::input) fn read(
    file: FileName<'_>,
    bytes: &[u8],
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<()> {
    let mut parts = Parts::open(bytes)?;
    if parts.names().iter().any(|n| n == "META-INF/encryption.xml" || n == "META-INF/rights.xml")
        && parts.text("META-INF/rights.xml")?.is_some()
    {
        return Err(Error::new(Kind::Input, "the publication is protected by a lender's or seller's lock"));
    }
    let no_package = || Error::new(Kind::Input, "the archive holds no publication (META-INF/container.xml)");
    let container = parts.text("META-INF/container.xml")?.ok_or_else(no_package)?;
    let mut path = None;
    walk(&container, |piece| {
        if let Piece::Open("rootfile", tag) = piece {
            path = path.take().or_else(|| tag.get("full-path"));
        }
        Ok(())
    })?;
    let path = path.ok_or_else(no_package)?;
    let package = package(&parts.text(&path)?.ok_or_else(no_package)?)?;
    let folder = path.rfind('/').map_or("", |i| &path[..=i]);
    let before = into.articles.len();
    let mut short = 0;
    for (number, id) in package.spine.iter().enumerate() {
        let Some((_, href, contents)) = package.items.iter().find(|(i, ..)| i == id) else { continue };
        if *contents {
            continue;
        }
        let name = resolve(folder, href);
        let part = match parts.text(&name) {
            Ok(Some(part)) => part,
            Ok(None) => {
                let e = Error::new(Kind::Input, format!("the chapter {name:?} is missing"));
                into.failures.push(e.in_file(file.shown));
                continue;
            }
            Err(e) => {
                into.failures.push(e.in_file(file.shown));
                continue;
            }
        };
        let (heading, text) = html::whole_text(&part);
        if text.chars().count() < SHORT {
            short += 1;
            continue;
        }
        let mut draft = Draft::default();
        for (column, value) in [
            ("text", text),
            ("title", heading.unwrap_or_else(|| package.title.clone())),
            (
                "source",
                if package.publisher.is_empty() { package.title.clone() } else { package.publisher.clone() },
            ),
            ("author", package.author.clone()),
            ("date", package.date.clone()),
            ("language", package.language.clone()),
        ] {
            draft.put(column, value, &options.columns);
        }
        let origin = Origin {
            file: file.shown.to_owned(),
            line: Some(number + 1),
            encoding: "UTF-8".into(),
            encoding_guessed: false,
        };
        let stem = file.stem();
        let id = || format!("{stem}:{}", number + 1);
        into.articles.push(draft.finish(id, origin, &mut into.notes));
    }
    match into.articles.len() - before {
        0 => return Err(Error::new(Kind::Input, "the publication holds no chapter with text")),
        // One chapter is one article: it needs no number.
        1 => {
            if let Some(article) = into.articles.last_mut() {
                article.id = file.stem();
                article.origin.line = None;
            }
        }
        _ => {}
    }
    if short > 0 {
        let origin = Origin { file: file.shown.to_owned(), ..Origin::default() };
        into.notes.add(
            &origin,
            "chapters without prose (title pages, rights) are left out",
            &short.to_string(),
        );
    }
    Ok(())
}

fn package(xml: &str) -> Result<Package> {
    let mut found = Package::default();
    let mut value = String::new();
    walk(xml, |piece| {
        match piece {
            Piece::Open("item", tag) => {
                let contents = tag.get("properties").is_some_and(|p| p.split(' ').any(|p| p == "nav"));
                let page = tag.get("media-type").is_some_and(|t| t.contains("html"));
                if page {
                    found.items.push((
                        tag.get("id").unwrap_or_default(),
                        tag.get("href").unwrap_or_default(),
                        contents,
                    ));
                }
            }
            Piece::Open("itemref", tag) => found.spine.extend(tag.get("idref")),
            Piece::Open(..) => value.clear(),
            Piece::Text(t) => value.push_str(t),
            Piece::Close(name) => {
                let slot = match name {
                    "title" => &mut found.title,
                    "creator" => &mut found.author,
                    "date" => &mut found.date,
                    "language" => &mut found.language,
                    "publisher" => &mut found.publisher,
                    _ => return Ok(()),
                };
                if slot.is_empty() {
                    value.trim().clone_into(slot);
                }
            }
        }
        Ok(())
    })?;
    Ok(found)
}

/// A path relative to the package → a path of the archive.
fn resolve(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default().replace("%20", " ");
    let mut path: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(href.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    path.join("/")
}
