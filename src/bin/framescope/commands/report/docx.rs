//! A Word document as pandoc writes it, dressed for its tables: A4 with narrow margins, and letters small enough that the words of a
//! table of eight columns stay whole.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;

/// Sizes in half points: running text, tables and notes.
const TEXT: u32 = 21;
const SMALL: u32 = 16;

/// The same document with page and letters of a report; as it was if it is not the archive that is expected.
pub fn dress(document: Vec<u8>) -> Vec<u8> {
    rewrite(&document).unwrap_or(document)
}

fn rewrite(document: &[u8]) -> Option<Vec<u8>> {
    let mut archive = zip::ZipArchive::new(Cursor::new(document)).ok()?;
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for i in 0..archive.len() {
        let mut part = archive.by_index(i).ok()?;
        let (name, mut bytes) = (part.name().ok()?.into_owned(), Vec::new());
        part.read_to_end(&mut bytes).ok()?;
        // The default time of an entry is fixed: the same report gives the same bytes.
        out.start_file(name.as_str(), SimpleFileOptions::default()).ok()?;
        out.write_all(&match name.as_str() {
            "word/styles.xml" => styles(&String::from_utf8(bytes).ok()?).into_bytes(),
            "word/document.xml" => page(&String::from_utf8(bytes).ok()?).into_bytes(),
            _ => bytes,
        })
        .ok()?;
    }
    Some(out.finish().ok()?.into_inner())
}

/// A4, 2 cm around.
fn page(document: &str) -> String {
    const SECTION: &str = "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" w:right=\"1134\" w:bottom=\"1134\" w:left=\"1134\" w:header=\"567\" w:footer=\"567\" w:gutter=\"0\"/></w:sectPr>";
    document.replacen("<w:sectPr />", SECTION, 1)
}

fn styles(styles: &str) -> String {
    let size = |n: u32| format!("<w:rPr><w:sz w:val=\"{n}\"/><w:szCs w:val=\"{n}\"/></w:rPr>");
    let mut out = styles
        .replacen("<w:sz w:val=\"24\" />", &format!("<w:sz w:val=\"{TEXT}\" />"), 1)
        .replacen("<w:szCs w:val=\"24\" />", &format!("<w:szCs w:val=\"{TEXT}\" />"), 1)
        .replace("<w:left w:w=\"108\" w:type=\"dxa\" />", "<w:left w:w=\"60\" w:type=\"dxa\" />")
        .replace("<w:right w:w=\"108\" w:type=\"dxa\" />", "<w:right w:w=\"60\" w:type=\"dxa\" />");
    for (style, before) in
        [("w:styleId=\"Table\"", "<w:tblPr>"), ("w:styleId=\"FootnoteText\"", "</w:style>")]
    {
        let Some(at) = out.find(style) else { continue };
        if let Some(place) = out[at..].find(before) {
            out.insert_str(at + place, &size(SMALL));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_document_stays_as_it_is() {
        assert_eq!(dress(b"no archive".to_vec()), b"no archive");
    }

    #[test]
    fn tables_and_notes_are_small() {
        let given = "<w:sz w:val=\"24\" /><w:style w:styleId=\"Table\"><w:name/><w:tblPr></w:tblPr></w:style><w:style w:styleId=\"FootnoteText\"></w:style>";
        let small = "<w:rPr><w:sz w:val=\"16\"/><w:szCs w:val=\"16\"/></w:rPr>";
        assert_eq!(
            styles(given),
            format!(
                "<w:sz w:val=\"21\" /><w:style w:styleId=\"Table\"><w:name/>{small}<w:tblPr></w:tblPr></w:style><w:style w:styleId=\"FootnoteText\">{small}</w:style>"
            )
        );
        assert!(page("<w:body><w:sectPr /></w:body>").contains("<w:pgSz w:w=\"11906\""));
    }
}
