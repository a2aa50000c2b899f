//! XML of the kinds in which articles come: TEI, RSS and Atom feeds with full text, NITF, and plain records.

use crate::article::Origin;
use crate::error::{Error, Kind, Result};

use super::fields::Draft;
use super::paragraphs::{Manuscript, Paragraph, Role, join, tidy};
use super::xml::{Piece, decode_xml, walk};
use super::{FileName, ReadOptions, Reading, html};

/// What the root element says about the file.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dialect {
    Tei,
    Rss,
    Atom,
    Nitf,
    /// Elements of one kind below the root, with a field in each of their children.
    Records,
}

impl Dialect {
    fn of(root: &str) -> Self {
        match root {
            "TEI" | "TEI.2" | "teiCorpus" => Self::Tei,
            "rss" | "RDF" => Self::Rss,
            "feed" => Self::Atom,
            "nitf" => Self::Nitf,
            _ => Self::Records,
        }
    }

    /// True for the element that is one article.
    fn is_unit(self, name: &str, depth: usize) -> bool {
        match self {
            Self::Tei => matches!(name, "TEI" | "TEI.2"),
            Self::Rss => name == "item",
            Self::Atom => name == "entry",
            Self::Nitf => name == "nitf",
            Self::Records => depth == 2,
        }
    }
}

/// True if the bytes begin like XML that is no page.
pub(super) fn sniff(bytes: &[u8]) -> bool {
    let head = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    head.starts_with(b"<?xml") && !html::sniff(after_declaration(head))
}

fn after_declaration(head: &[u8]) -> &[u8] {
    memchr::memmem::find(head, b"?>").map_or(head, |i| head[i + 2..].trim_ascii_start())
}

/// Reads a file.
pub(super) fn read(
    file: FileName<'_>,
    bytes: &[u8],
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<()> {
    if html::sniff(after_declaration(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes))) {
        return html::read(file, bytes, options, into);
    }
    let decoded = decode_xml(bytes, options.lossy)?;
    if decoded.text.trim().is_empty() {
        return Err(Error::empty());
    }
    let before = (into.articles.len(), into.failures.len());
    let origin = Origin {
        file: file.shown.to_owned(),
        line: None,
        encoding: decoded.encoding.to_owned(),
        encoding_guessed: decoded.guessed,
    };
    into.note_decoding(&origin, decoded.replaced);
    let mut units =
        Units { file, options, origin, number: 0, stack: Vec::new(), dialect: None, root: String::new() };
    let walked = walk(&decoded.text, |piece| {
        units.take(&piece, into);
        Ok(())
    });
    if let Err(e) = walked {
        if into.articles.len() == before.0 {
            return Err(e);
        }
        into.failures
            .push(e.in_file(file.shown).help("the articles before it are read, those after it are not"));
    }
    match into.articles.len() - before.0 {
        0 if into.failures.len() == before.1 || units.dialect == Some(Dialect::Records) => {
            into.failures.truncate(before.1);
            let why = format!("this XML (<{}>) holds no article that could be found", units.root);
            let error = Error::new(Kind::Input, why);
            Err(error.help("TEI, RSS, Atom and NITF are read, and records with an element for each field: name them with --columns"))
        }
        1 if units.number == 1 => {
            if let Some(article) = into.articles.last_mut().filter(|a| a.origin.line == Some(1)) {
                article.origin.line = None;
                if article.id.ends_with(":1") {
                    article.id = file.stem();
                }
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

/// An element with what stands in it.
#[derive(Default)]
struct Element {
    name: String,
    attributes: Vec<(&'static str, String)>,
    children: Vec<Child>,
}

enum Child {
    Text(String),
    Element(Element),
}

/// Attributes that say something about an article.
const ATTRIBUTES: [&str; 12] = [
    "when",
    "href",
    "type",
    "norm",
    "date.publication",
    "name",
    "lang",
    "rel",
    "id",
    "date",
    "level",
    "edition.name",
];

impl Element {
    fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| *n == name).map(|(_, v)| v.as_str())
    }

    fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|c| if let Child::Element(e) = c { Some(e) } else { None })
    }

    /// The first element below of a path of names, each anywhere below the one before.
    fn find(&self, path: &[&str]) -> Option<&Self> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        self.elements().find_map(|e| if e.name == *first { e.find(rest) } else { e.find(path) })
    }

    fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|e| e.name == name)
    }

    /// All text below, without notes and without readings that were replaced.
    fn text_into(&self, out: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(t) => out.push_str(t),
                Child::Element(e)
                    if matches!(e.name.as_str(), "note" | "sic" | "orig" | "del" | "fw" | "figure") => {}
                Child::Element(e) => {
                    if matches!(e.name.as_str(), "lb" | "br") {
                        out.push('\n');
                    }
                    e.text_into(out);
                }
            }
        }
    }

    fn text(&self) -> String {
        let mut out = String::new();
        self.text_into(&mut out);
        tidy(&out)
    }

    /// Text with its lines as they stand: of elements that hold a text with line breaks.
    fn raw(&self) -> String {
        let mut out = String::new();
        self.text_into(&mut out);
        out.trim().to_owned()
    }

    /// The paragraphs below.
    fn paragraphs(&self, into: &mut Manuscript) {
        let role = match self.name.as_str() {
            "head" | "hl1" | "hl2" | "title" => Some(Role::Heading),
            "p" | "ab" | "u" | "para" | "paragraph" | "dateline" => Some(Role::Text),
            "l" | "item" | "li" => Some(Role::Item),
            "cell" | "td" => Some(Role::Cell),
            "note" | "fw" | "media" | "figure" | "teiHeader" => return,
            _ => None,
        };
        match role {
            Some(role) => into.push(&self.text().replace('\n', " "), role),
            None => self.elements().for_each(|e| e.paragraphs(into)),
        }
    }
}

struct Units<'a> {
    file: FileName<'a>,
    options: &'a ReadOptions,
    origin: Origin,
    number: usize,
    stack: Vec<Element>,
    dialect: Option<Dialect>,
    root: String,
}

impl Units<'_> {
    fn take(&mut self, piece: &Piece<'_, '_>, into: &mut Reading) {
        match piece {
            Piece::Open(name, tag) => {
                if self.dialect.is_none() {
                    (*name).clone_into(&mut self.root);
                    self.dialect = Some(Dialect::of(name));
                }
                let attribute = |n: &'static str| tag.get(n).map(|v| (n, v));
                let attributes = ATTRIBUTES.into_iter().filter_map(attribute).collect();
                self.stack.push(Element { name: (*name).to_owned(), attributes, children: Vec::new() });
            }
            Piece::Text(t) => {
                if let Some(top) = self.stack.last_mut() {
                    match top.children.last_mut() {
                        Some(Child::Text(before)) => before.push_str(t),
                        _ => top.children.push(Child::Text((*t).to_owned())),
                    }
                }
            }
            Piece::Close(_) => {
                let depth = self.stack.len();
                let Some(element) = self.stack.pop() else { return };
                if self.dialect.is_some_and(|d| d.is_unit(&element.name, depth)) {
                    self.unit(&element, into);
                } else if let Some(parent) = self.stack.last_mut() {
                    parent.children.push(Child::Element(element));
                }
            }
        }
    }

    fn unit(&mut self, unit: &Element, into: &mut Reading) {
        self.number += 1;
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut put = |column: &str, value: Option<String>| {
            if let Some(value) = value.filter(|v| !v.trim().is_empty()) {
                fields.push((column.to_owned(), value));
            }
        };
        let above = |name: &str| self.stack.iter().rev().find_map(|e| e.child(name)).map(Element::text);
        let wrong = match self.dialect {
            Some(Dialect::Tei) => tei(unit, &mut put),
            Some(Dialect::Rss) => rss(unit, above("title"), &mut put),
            Some(Dialect::Atom) => atom(unit, above("title"), &mut put),
            Some(Dialect::Nitf) => nitf(unit, &mut put),
            _ => record(unit, &mut put),
        };
        let mut draft = Draft::default();
        for (column, value) in fields {
            draft.put(&column, value, &self.options.columns);
        }
        if !draft.has_text() {
            let title = draft.take(super::Field::Title).map(|t| format!(" ({t})")).unwrap_or_default();
            let why = format!("<{}> {}{title}: {wrong}", unit.name, self.number);
            into.failures.push(Error::new(Kind::Input, why).in_file(self.file.shown));
            return;
        }
        let origin = Origin { line: Some(self.number), ..self.origin.clone() };
        let id = || format!("{}:{}", self.file.stem(), self.number);
        into.articles.push(draft.finish(id, origin, &mut into.notes));
    }
}

/// The Text Encoding Initiative's guidelines P5 (and P4 as far as they agree).
fn tei(unit: &Element, put: &mut dyn FnMut(&str, Option<String>)) -> &'static str {
    let header = unit.child("teiHeader");
    let find = |path: &[&str]| header.and_then(|h| h.find(path));
    let text = |path: &[&str]| find(path).map(Element::text);
    put("title", text(&["titleStmt", "title"]).or_else(|| text(&["sourceDesc", "title"])));
    put("author", text(&["titleStmt", "author"]).or_else(|| text(&["sourceDesc", "author"])));
    let date = ["sourceDesc", "publicationStmt"].iter().find_map(|place| find(&[*place, "date"]));
    put("date", date.map(|d| d.attribute("when").map_or_else(|| d.text(), str::to_owned)));
    let outlet = [
        &["sourceDesc", "monogr", "title"][..],
        &["sourceDesc", "publisher"],
        &["publicationStmt", "publisher"],
    ];
    put("source", outlet.iter().find_map(|path| text(path)));
    put(
        "url",
        find(&["sourceDesc", "ref"])
            .or_else(|| find(&["sourceDesc", "ptr"]))
            .and_then(|e| e.attribute("href"))
            .map(str::to_owned),
    );
    let language =
        find(&["langUsage", "language"]).and_then(|l| l.attribute("id")).or_else(|| unit.attribute("lang"));
    put("language", language.map(str::to_owned));
    let mut m = Manuscript::default();
    if let Some(body) = unit.find(&["text", "body"]) {
        body.paragraphs(&mut m);
    }
    put("text", Some(join(&m.paragraphs)));
    "its text has no body with paragraphs"
}

fn rss(unit: &Element, channel: Option<String>, put: &mut dyn FnMut(&str, Option<String>)) -> &'static str {
    let text = |name: &str| unit.child(name).map(Element::text);
    put("title", text("title").map(|t| html::entities::decode(&t)));
    put("author", text("creator").or_else(|| text("author")));
    put("date", text("pubDate").or_else(|| text("date")));
    put("url", text("link").or_else(|| text("guid")).filter(|u| u.starts_with("http")));
    put("source", text("source").or(channel));
    put("text", unit.child("encoded").map(|e| html::whole_text(&e.raw()).1));
    "the feed gives a summary of it, not its text"
}

fn atom(unit: &Element, feed: Option<String>, put: &mut dyn FnMut(&str, Option<String>)) -> &'static str {
    let text = |name: &str| unit.child(name).map(Element::text);
    put("title", text("title").map(|t| html::entities::decode(&t)));
    put("author", unit.find(&["author", "name"]).map(Element::text));
    put("date", text("published").or_else(|| text("updated")));
    let link =
        unit.elements().find(|e| e.name == "link" && matches!(e.attribute("rel"), None | Some("alternate")));
    put("url", link.and_then(|l| l.attribute("href")).map(str::to_owned));
    put("source", feed);
    let content = unit.child("content").map(|e| match e.attribute("type") {
        Some("html") => html::whole_text(&e.raw()).1,
        Some("xhtml") => {
            let mut m = Manuscript::default();
            e.paragraphs(&mut m);
            if m.paragraphs.is_empty() { e.text() } else { join(&m.paragraphs) }
        }
        _ => e.raw(),
    });
    put("text", content);
    "the feed gives a summary of it, not its text"
}

/// The News Industry Text Format 3 of the IPTC.
fn nitf(unit: &Element, put: &mut dyn FnMut(&str, Option<String>)) -> &'static str {
    let text = |path: &[&str]| unit.find(path).map(Element::text);
    put("title", text(&["hedline", "hl1"]).or_else(|| text(&["head", "title"])));
    put("author", text(&["byline"]));
    let issued = unit.find(&["docdata", "date.issue"]).and_then(|d| d.attribute("norm"));
    let published = unit.find(&["pubdata"]);
    put(
        "date",
        issued.or_else(|| published.and_then(|p| p.attribute("date.publication"))).map(str::to_owned),
    );
    put(
        "source",
        published.and_then(|p| p.attribute("name")).map(str::to_owned).or_else(|| text(&["distributor"])),
    );
    let mut m = Manuscript::default();
    if let Some(content) = unit.find(&["body.content"]) {
        content.paragraphs(&mut m);
    }
    put("text", Some(join(&m.paragraphs)));
    "its body has no paragraphs"
}

/// An element whose children are fields.
fn record(unit: &Element, put: &mut dyn FnMut(&str, Option<String>)) -> &'static str {
    for (name, value) in &unit.attributes {
        put(name, Some(value.clone()));
    }
    for field in unit.elements() {
        let has_paragraphs = field.elements().any(|e| matches!(e.name.as_str(), "p" | "para" | "paragraph"));
        if has_paragraphs {
            let mut m = Manuscript { paragraphs: Vec::<Paragraph>::new(), ..Manuscript::default() };
            field.elements().for_each(|e| e.paragraphs(&mut m));
            put(&field.name, Some(join(&m.paragraphs)));
        } else {
            put(&field.name, Some(field.raw()));
        }
    }
    "no element of the record holds its text"
}

#[cfg(test)]
mod tests {
    use super::super::{FileName, ReadOptions, Reading, read_file};

    fn xml(text: &str) -> Reading {
        read_file(FileName::new("a.xml"), text.as_bytes(), &ReadOptions::default())
    }

    #[test]
    fn tei_gives_its_body_and_header() {
        let r = xml(
            "<?xml version='1.0'?><TEI xmlns='http://www.tei-c.org/ns/1.0'><teiHeader><fileDesc><titleStmt><title>Storm</title>\
            <author>Anna Keller</author></titleStmt><sourceDesc><bibl><publisher>Harbour News</publisher><date when='2015-03-07'>Saturday</date></bibl>\
            </sourceDesc></fileDesc></teiHeader><text><body><head>Storm</head><p>The ferry <choice><sic>stayd</sic><corr>stayed</corr></choice>\
            in<lb/>port.<note>A note.</note></p><p>Nobody was hurt.</p></body></text></TEI>",
        );
        let a = &r.articles[0];
        assert_eq!(a.text, "Storm\n\nThe ferry stayedin port.\n\nNobody was hurt.");
        assert_eq!(
            (a.source.as_deref(), a.author.as_deref(), a.id.as_str()),
            (Some("Harbour News"), Some("Anna Keller"), "a")
        );
        assert_eq!(a.date.unwrap().to_string(), "2015-03-07");
    }

    #[test]
    fn feeds_with_full_text_are_read_and_summaries_are_named() {
        let r = xml(
            "<?xml version='1.0'?><rss><channel><title>Harbour News</title><item><title>One</title><link>http://example.org/1</link>\
            <pubDate>Sat, 07 Mar 2015 10:00:00 GMT</pubDate><content:encoded><![CDATA[<p>First.</p><p>Second.</p>]]></content:encoded></item>\
            <item><title>Two</title><description>Only this.</description></item></channel></rss>",
        );
        assert_eq!((r.articles.len(), r.failures.len()), (1, 1));
        assert_eq!(
            (r.articles[0].text.as_str(), r.articles[0].source.as_deref()),
            ("First.\n\nSecond.", Some("Harbour News"))
        );
        assert!(r.failures[0].reason().contains("(Two): the feed gives a summary"));
    }

    #[test]
    fn records_are_read_by_the_names_of_their_fields() {
        let r = xml(
            "<?xml version='1.0'?><articles><article id='x1'><headline>One</headline><body><p>First.</p><p>Second.</p></body>\
            <date>2015-03</date></article><article id='x2'><headline>Two</headline></article></articles>",
        );
        assert_eq!((r.articles[0].id.as_str(), r.articles[0].text.as_str()), ("x1", "First.\n\nSecond."));
        assert_eq!(r.failures.len(), 1);
        let r = xml("<?xml version='1.0'?><svg><g><path/></g></svg>");
        assert!(r.failures[0].reason().contains("<svg>"), "{}", r.failures[0]);
    }
}
