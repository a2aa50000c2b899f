//! REFI-QDA projects (`.qdpx`): a ZIP with `project.qde` (XML) and the texts in `sources/`, read and written by `NVivo`, ATLAS.ti,
//! MAXQDA and `QualCoder`.
//!
//! Every frame is a branch of the codebook, with a code for each stance below it; a hit is a selection coded with one of them.
//! Texts are UTF-8 without a byte order mark, positions are code points, ends exclusive. Identifiers are made from what they name:
//! the same articles give the same file, byte for byte, and no clock time is in it.

use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};

use quick_xml::events::{BytesStart, Event};
use sha2::{Digest, Sha256};
use zip::write::SimpleFileOptions;

use super::label_studio::{COLOURS, quick};
use super::{Imported, Mark, Marked};
use crate::error::{Error, Kind, Result};
use crate::stance::Stance;

/// The largest file inside a project that is read.
const LARGEST: u64 = 256 << 20;

/// A frame in the codebook: its id and definition.
pub type Code<'a> = (&'a str, &'a str);

fn guid(parts: &[&str]) -> String {
    let hash = Sha256::digest(parts.join("\u{1f}").as_bytes());
    let hex = hash.iter().take(16).fold(String::new(), |h, b| h + &format!("{b:02X}"));
    // Version 8 of RFC 9562: made from what it names, by a rule of our own.
    format!("{}-{}-8{}-A{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
}

/// A project with the articles and their hits. `name` is its title, `frames` its codebook.
///
/// # Errors
/// If the archive cannot be written, which memory does not cause.
pub fn write(name: &str, documents: &[Marked], frames: &[Code<'_>]) -> Result<Vec<u8>> {
    let failed = |e: &dyn std::fmt::Display| {
        Error::new(Kind::Output, format!("the project could not be written: {e}"))
    };
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default();
    zip.start_file("project.qde", options).map_err(|e| failed(&e))?;
    zip.write_all(project(name, documents, frames).as_bytes()).map_err(|e| failed(&e))?;
    for d in documents {
        zip.start_file(format!("sources/{}.txt", source(d)), options).map_err(|e| failed(&e))?;
        zip.write_all(d.text.as_bytes()).map_err(|e| failed(&e))?;
    }
    Ok(zip.finish().map_err(|e| failed(&e))?.into_inner())
}

fn source(d: &Marked) -> String {
    guid(&["source", &d.article])
}

fn project(name: &str, documents: &[Marked], frames: &[Code<'_>]) -> String {
    let user = guid(&["user", "framescope"]);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"{}\" origin=\"framescope {}\" creatingUserGUID=\"{user}\">\n\
         <Users><User guid=\"{user}\" name=\"framescope\"/></Users>\n<CodeBook><Codes>\n",
        quick(name),
        env!("CARGO_PKG_VERSION")
    );
    for (i, (id, definition)) in frames.iter().enumerate() {
        let colour = COLOURS[i % COLOURS.len()];
        out.push_str(&format!(
            "<Code guid=\"{}\" name=\"{}\" isCodable=\"false\" color=\"{colour}\"><Description>{}</Description>\n",
            guid(&["frame", id]),
            quick(id),
            quick(definition)
        ));
        for s in Stance::ALL {
            out.push_str(&format!(
                "<Code guid=\"{}\" name=\"{}: {}\" isCodable=\"true\" color=\"{colour}\"/>\n",
                guid(&["code", id, s.name()]),
                quick(id),
                s.name()
            ));
        }
        out.push_str("</Code>\n");
    }
    out.push_str("</Codes></CodeBook>\n<Sources>\n");
    for d in documents {
        let file = source(d);
        let name = quick(&d.article);
        out.push_str(&format!("<TextSource guid=\"{file}\" name=\"{name}\" plainTextPath=\"internal://{file}.txt\" creatingUser=\"{user}\">\n"));
        for (i, m) in d.marks.iter().enumerate() {
            let place = i.to_string();
            out.push_str(&format!(
                "<PlainTextSelection guid=\"{}\" name=\"{}\" startPosition=\"{}\" endPosition=\"{}\" creatingUser=\"{user}\"><Coding guid=\"{}\" \
                 creatingUser=\"{user}\"><CodeRef targetGUID=\"{}\"/></Coding></PlainTextSelection>\n",
                guid(&["selection", &d.article, &place]),
                quick(&m.label()),
                m.start,
                m.end,
                guid(&["coding", &d.article, &place]),
                guid(&["code", &m.frame, m.stance.unwrap_or_default().name()]),
            ));
        }
        out.push_str("</TextSource>\n");
    }
    out.push_str("</Sources>\n</Project>\n");
    out
}

/// What is known while the XML is read.
#[derive(Default)]
struct Seen {
    users: BTreeMap<String, String>,
    codes: BTreeMap<String, String>,
    source: Option<Source>,
    selection: Option<(u32, u32, String)>,
    coder: String,
    /// Inside `PlainTextContent`: the text stands in the XML itself.
    inline: bool,
    sources: Vec<Source>,
    other: usize,
}

#[derive(Default)]
struct Source {
    name: String,
    path: String,
    text: Option<String>,
    /// Start, end, GUID of the code, GUID of the user.
    codings: Vec<(u32, u32, String, String)>,
}

/// Reads the codings of a project, one document for every text and person.
///
/// # Errors
/// If it is no readable project: no ZIP, no `project.qde`, broken XML, or a text that is missing.
pub fn read(name: &str, bytes: &[u8]) -> Result<Imported> {
    let wrong = |reason: String| {
        Error::new(Kind::Coding, reason).in_file(name).help("export the project as REFI-QDA (.qdpx)")
    };
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes))
        .map_err(|e| wrong(format!("this is no project archive: {e}")))?;
    let names: Vec<String> = zip.file_names().flatten().map(std::borrow::Cow::into_owned).collect();
    let find = |end: &str| names.iter().find(|n| n.to_lowercase().ends_with(&end.to_lowercase())).cloned();
    let mut file = |path: &str| -> Result<String> {
        let entry = zip.by_name(path).map_err(|e| wrong(format!("{path} cannot be read: {e}")))?;
        let mut text = Vec::new();
        entry
            .take(LARGEST)
            .read_to_end(&mut text)
            .map_err(|e| wrong(format!("{path} cannot be read: {e}")))?;
        String::from_utf8(text).map_err(|_| wrong(format!("{path} is not UTF-8")))
    };
    let qde = find(".qde").ok_or_else(|| wrong("there is no project.qde in the archive".into()))?;
    let seen = parse(&file(&qde)?).map_err(|reason| wrong(format!("{qde}: {reason}")))?;
    let mut out = Imported::default();
    if seen.other > 0 {
        out.losses.push(format!("{} sources that are no plain text were left out", seen.other));
    }
    for source in seen.sources {
        let text = if let Some(text) = source.text {
            text
        } else {
            let last = source.path.rsplit(['/', '\\']).next().unwrap_or_default();
            let path = find(&format!("/{last}")).filter(|_| !last.is_empty());
            file(&path.ok_or_else(|| wrong(format!("the text of {:?} is not in the archive", source.name)))?)?
        };
        let text = text.strip_prefix('\u{feff}').map_or(text.clone(), str::to_owned);
        let mut by_coder: BTreeMap<String, Vec<Mark>> = BTreeMap::new();
        for (start, end, code, user) in &source.codings {
            let Some(label) = seen.codes.get(code) else {
                out.losses.push(format!("{}: a code that the codebook lacks", source.name));
                continue;
            };
            let coder = seen.users.get(user).cloned().unwrap_or_default();
            by_coder.entry(coder).or_default().push(Mark::of(*start, *end, label));
        }
        for (coder, marks) in by_coder {
            out.add(Marked {
                article: source.name.clone(),
                coder,
                text: text.clone(),
                marks,
                sentences: vec![],
            });
        }
    }
    Ok(out)
}

fn parse(xml: &str) -> std::result::Result<Seen, String> {
    let mut reader = quick_xml::Reader::from_str(xml.trim_start_matches('\u{feff}'));
    let mut seen = Seen::default();
    loop {
        match reader.read_event().map_err(|e| format!("this is no XML: {e}"))? {
            Event::Eof => break,
            Event::Start(e) => seen.open(&e, false),
            Event::Empty(e) => seen.open(&e, true),
            Event::End(e) => seen.close(e.local_name().as_ref()),
            Event::Text(t) if seen.inline => seen.words(&t.xml10_content()),
            Event::CData(t) if seen.inline => seen.words(&t),
            Event::GeneralRef(r) if seen.inline => {
                let c = match r.resolve_char_ref() {
                    Ok(Some(c)) => c.to_string(),
                    _ => quick_xml::escape::resolve_xml_entity(&r).unwrap_or_default().to_owned(),
                };
                seen.words(&c);
            }
            _ => {}
        }
    }
    Ok(seen)
}

impl Seen {
    fn words(&mut self, words: &str) {
        if let Some(s) = &mut self.source {
            s.text.get_or_insert_default().push_str(words);
        }
    }

    fn open(&mut self, e: &BytesStart<'_>, empty: bool) {
        let get = |key: &str| {
            let attribute = e.attributes().flatten().find(|a| a.key.local_name().as_ref() == key);
            attribute
                .and_then(|a| a.normalized_value(quick_xml::XmlVersion::Implicit1_0).ok())
                .map(std::borrow::Cow::into_owned)
                .unwrap_or_default()
        };
        let number = |key: &str| get(key).parse::<u32>().unwrap_or(u32::MAX);
        match e.local_name().as_ref() {
            "User" => {
                self.users.insert(get("guid"), get("name"));
            }
            "Code" => {
                self.codes.insert(get("guid"), get("name"));
            }
            "TextSource" => {
                self.source =
                    Some(Source { name: get("name"), path: get("plainTextPath"), ..Source::default() });
                if empty {
                    self.close("TextSource");
                }
            }
            "PDFSource" | "PictureSource" | "AudioSource" | "VideoSource" => self.other += 1,
            "PlainTextContent" => self.inline = !empty,
            "PlainTextSelection" => {
                self.selection = Some((number("startPosition"), number("endPosition"), get("creatingUser")));
            }
            "Coding" => self.coder = get("creatingUser"),
            "CodeRef" => {
                if let (Some(s), Some((start, end, user))) = (&mut self.source, &self.selection) {
                    let user = if self.coder.is_empty() { user } else { &self.coder };
                    s.codings.push((*start, *end, get("targetGUID"), user.clone()));
                }
            }
            _ => {}
        }
    }

    fn close(&mut self, name: &str) {
        match name {
            "PlainTextContent" => self.inline = false,
            "PlainTextSelection" => self.selection = None,
            "Coding" => self.coder.clear(),
            "TextSource" => self.sources.extend(self.source.take()),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{examples, same};
    use super::*;

    const FRAMES: [Code<'_>; 4] = [("threat", "a < b"), ("capability", ""), ("intent", ""), ("privacy", "")];

    #[test]
    fn what_goes_out_comes_back() {
        let out = examples();
        let bytes = write("Two \"papers\" & more", &out, &FRAMES).unwrap();
        assert_eq!(bytes, write("Two \"papers\" & more", &out, &FRAMES).unwrap());
        let back = read("a.qdpx", &bytes).unwrap();
        same(&out, &back);
        assert!(back.documents.iter().zip(&out).all(|(a, b)| a.text == b.text && a.coder == "framescope"));
    }

    #[test]
    fn projects_of_other_programs_are_read() {
        let qde = r#"<?xml version="1.0"?><q:Project xmlns:q="urn:QDA-XML:project:1.0"><q:Users><q:User guid="U" name="Ann"/></q:Users><q:CodeBook><q:Codes>
            <q:Code guid="P" name="frames"><q:Code guid="C" name="Threat"/></q:Code></q:Codes></q:CodeBook><q:Sources><q:PDFSource name="x"/>
            <q:TextSource guid="S" name="one"><q:PlainTextContent>A &lt;real&gt; threat.</q:PlainTextContent><q:PlainTextSelection startPosition="9" endPosition="15">
            <q:Coding creatingUser="U"><q:CodeRef targetGUID="C"/></q:Coding><q:Coding creatingUser="U"><q:CodeRef targetGUID="Z"/></q:Coding></q:PlainTextSelection></q:TextSource></q:Sources></q:Project>"#;
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("project.qde", SimpleFileOptions::default()).unwrap();
        zip.write_all(qde.as_bytes()).unwrap();
        let back = read("a.qdpx", &zip.finish().unwrap().into_inner()).unwrap();
        let d = &back.documents[0];
        assert_eq!(
            (d.text.as_str(), d.coder.as_str(), &d.marks),
            ("A <real> threat.", "Ann", &vec![Mark::of(9, 15, "threat")])
        );
        assert_eq!(back.losses.len(), 2);
        assert!(read("a.qdpx", b"PK\x03\x04 nothing").is_err());
    }
}
