//! Plain text and Markdown: one article a file, with or without front matter.
//!
//! Markdown is kept as it was written; what its marks hide from a reader is left to the cleaning rules.

use crate::article::Origin;
use crate::error::{Error, Kind, Result};

use super::decode::{decode, unix_lines};
use super::fields::Draft;
use super::{FileName, ReadOptions, Reading, frontmatter};

/// Reads a text file.
pub(super) fn read(
    file: FileName<'_>,
    bytes: &[u8],
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<()> {
    let decoded = decode(bytes, options.encoding.as_deref(), options.lossy)?;
    let text = unix_lines(decoded.text);
    if text.trim().is_empty() {
        return Err(Error::empty());
    }
    if could_be_export(&text) {
        let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
        if super::exports::take(file, &lines, options, into)? {
            return Ok(());
        }
    }
    let origin = Origin {
        file: file.shown.to_owned(),
        line: None,
        encoding: decoded.encoding.to_owned(),
        encoding_guessed: decoded.guessed,
    };
    into.note_decoding(&origin, decoded.replaced);
    let mut draft = Draft::default();
    let body = match frontmatter::read(&text)? {
        Some(front) => {
            for (key, value) in front.entries {
                // The text is what follows; a `text` key is metadata like any other.
                let key = if key == "text" { "text_key" } else { &key };
                draft.put(key, value, &options.columns);
            }
            text[front.body..].to_owned()
        }
        None => text,
    };
    if body.trim().is_empty() {
        return Err(Error::new(Kind::Input, "the file holds front matter but no text"));
    }
    if let Some(stray) = draft.take(super::Field::Text) {
        draft.put("text_key", stray, &options.columns);
    }
    let mut article = draft.finish(|| file.stem(), origin, &mut into.notes);
    article.text = body;
    super::source::complete(&mut article);
    into.articles.push(article);
    Ok(())
}

/// Texts that begin with front matter are our own; all others may come from a database.
fn could_be_export(text: &str) -> bool {
    !text.trim_start_matches('\u{feff}').starts_with("---")
}

#[cfg(test)]
mod tests {
    use super::super::{FileName, ReadOptions, read_file};

    #[test]
    fn a_text_file_is_one_article() {
        let r = read_file(FileName::new("in/a.b.txt"), b"Prima riga.\r\nSeconda.\n", &ReadOptions::default());
        let a = &r.articles[0];
        assert_eq!((a.id.as_str(), a.text.as_str()), ("a.b", "Prima riga.\nSeconda.\n"));
        assert_eq!((a.origin.file.as_str(), a.origin.encoding.as_str()), ("in/a.b.txt", "UTF-8"));
    }

    #[test]
    fn front_matter_fills_the_fields_and_leaves_the_text() {
        let text = "---\nsource: L'Eco\ndate: 3 marzo 2015\ndesk: esteri\nbody: x\n---\n\nIl testo.\n";
        let r = read_file(FileName::new("a.md"), text.as_bytes(), &ReadOptions::default());
        let a = &r.articles[0];
        assert_eq!(a.text, "\nIl testo.\n");
        assert_eq!((a.source.as_deref(), a.metadata["desk"].as_str()), (Some("L'Eco"), "esteri"));
        assert_eq!(a.date.unwrap().to_string(), "2015-03-03");
    }

    #[test]
    fn an_empty_file_is_an_error_that_names_it() {
        for bytes in [&b""[..], b" \n\n", b"\xef\xbb\xbf"] {
            let r = read_file(FileName::new("leer.txt"), bytes, &ReadOptions::default());
            assert!(r.articles.is_empty());
            assert_eq!(
                r.failures[0].to_string(),
                "leer.txt: the file is empty (save it again, or take it away)"
            );
        }
    }
}
