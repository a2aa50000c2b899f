//! XML as a stream of elements and text, for all formats that are made of it.

use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use crate::error::{Error, Kind, Result, line_column};

/// Elements inside each other beyond this are an attack, not a document.
const DEEPEST: usize = 1000;

/// A piece of XML. Names are without their prefix.
pub(in crate::input) enum Piece<'p, 'x> {
    Open(&'p str, &'p Tag<'x>),
    Text(&'p str),
    Close(&'p str),
}

/// The attributes of an element.
pub(in crate::input) struct Tag<'x>(BytesStart<'x>);

impl Tag<'_> {
    /// The value of an attribute by its name without prefix.
    pub fn get(&self, name: &str) -> Option<String> {
        let attribute =
            self.0.attributes().with_checks(false).flatten().find(|a| a.key.local_name().as_ref() == name)?;
        Some(super::html::entities::decode(&attribute.value))
    }
}

/// Walks over a document; elements that are empty are opened and closed.
///
/// # Errors
/// XML that is not well formed, with its line; a document that is nested too deeply; and what `each` refuses.
pub(in crate::input) fn walk(text: &str, mut each: impl FnMut(Piece<'_, '_>) -> Result<()>) -> Result<()> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    reader.config_mut().check_end_names = true;
    let mut depth = 0usize;
    loop {
        let at = reader.buffer_position() as usize;
        let broken = |why: String| {
            let (line, column) = line_column(text, at.min(text.len()));
            Error::new(Kind::Input, format!("column {column}: the XML is broken: {why}")).line(line)
        };
        match reader.read_event() {
            Err(e) => return Err(broken(e.to_string())),
            Ok(Event::Eof) if depth > 0 => return Err(broken("it ends inside an element".into())),
            Ok(Event::Eof) => return Ok(()),
            Ok(Event::Start(start)) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(broken(format!("more than {DEEPEST} elements inside each other")));
                }
                let tag = Tag(start);
                each(Piece::Open(tag.0.local_name().as_ref(), &tag))?;
            }
            Ok(Event::End(end)) => {
                depth = depth.saturating_sub(1);
                each(Piece::Close(end.local_name().as_ref()))?;
            }
            Ok(Event::Text(t)) => each(Piece::Text(&t.xml10_content()))?,
            Ok(Event::CData(t)) => each(Piece::Text(&t.xml10_content()))?,
            // Entities are those of HTML; what a document defines itself (the way of entity bombs) is not expanded.
            Ok(Event::GeneralRef(name)) => {
                let written = format!("&{};", &*name);
                each(Piece::Text(&super::html::entities::decode(&written)))?;
            }
            Ok(_) => {}
        }
    }
}

/// The text of an XML file: a byte order mark decides, then its declaration, then UTF-8.
///
/// # Errors
/// Bytes that do not fit.
pub(in crate::input) fn decode_xml(bytes: &[u8], lossy: bool) -> Result<super::decode::Decoded> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(200)]).into_owned();
    let declared = head
        .trim_start_matches('\u{feff}')
        .strip_prefix("<?xml")
        .and_then(|rest| rest.split("?>").next())
        .and_then(|rest| rest.split_once("encoding"))
        .and_then(|(_, rest)| rest.split(['"', '\'']).nth(1))
        .filter(|label| encoding_rs::Encoding::for_label(label.as_bytes()).is_some());
    let utf8 = std::str::from_utf8(bytes).is_ok();
    super::decode::decode(bytes, if utf8 { None } else { declared }, lossy)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Result<String> {
        let mut out = String::new();
        walk(text, |piece| {
            match piece {
                Piece::Open(name, tag) => {
                    out.push_str(&format!("<{name}{}>", tag.get("k").unwrap_or_default()));
                }
                Piece::Text(t) => out.push_str(t),
                Piece::Close(name) => out.push_str(&format!("</{name}>")),
            }
            Ok(())
        })?;
        Ok(out)
    }

    #[test]
    fn prefixes_are_dropped_and_references_resolved() {
        let xml = "<?xml version='1.0'?><w:a x:k='1 &amp; 2'>p&eacute;r &lt;<b/><![CDATA[<i>]]></w:a>";
        assert_eq!(shown(xml).unwrap(), "<a1 & 2>pér <<b></b><i></a>");
    }

    #[test]
    fn broken_and_hostile_xml_is_refused() {
        assert!(shown("<a><b></a>").is_err());
        assert_eq!(shown("<a>\n<b>").unwrap_err().line_number(), Some(2));
        assert!(shown(&"<a>".repeat(5000)).unwrap_err().reason().contains("inside each other"));
        let bomb = "<!DOCTYPE l [<!ENTITY a 'x'><!ENTITY b '&a;&a;&a;'>]><l>&b;&b;</l>";
        assert_eq!(shown(bomb).unwrap(), "<l>&b;&b;</l>");
    }
}
