//! RTF: the visible text, in the code pages and fonts that it names.
//!
//! After the Rich Text Format specification 1.9.1: groups carry their own state, destinations marked with `\*` that are not
//! known are passed over, `\uN` is a UTF-16 unit followed by as many stand-ins as `\uc` says, `\'hh` is a byte of the font's
//! code page.

use std::collections::BTreeMap;

use encoding_rs::Encoding;

use crate::error::{Error, Kind, Result};

use super::paragraphs::{Manuscript, Role};
use super::{FileName, ReadOptions, Reading};

/// Groups inside each other beyond these are an attack, not a document.
const DEEPEST: usize = 10_000;

/// Destinations whose text is no text of the article.
const SKIPPED: [&str; 34] = [
    "fonttbl",
    "colortbl",
    "stylesheet",
    "listtable",
    "listoverridetable",
    "rsidtbl",
    "revtbl",
    "generator",
    "pict",
    "object",
    "objdata",
    "header",
    "headerl",
    "headerr",
    "headerf",
    "footer",
    "footerl",
    "footerr",
    "footerf",
    "footnote",
    "annotation",
    "atnid",
    "atnauthor",
    "fldinst",
    "themedata",
    "datastore",
    "xmlnstbl",
    "filetbl",
    "nonshppict",
    "shppict",
    "listtext",
    "pntext",
    "bkmkstart",
    "bkmkend",
];

/// Reads a document.
pub(super) fn read(
    file: FileName<'_>,
    bytes: &[u8],
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<()> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if start.is_empty() {
        return Err(Error::empty());
    }
    if !start.starts_with(b"{\\rtf") {
        return Err(
            Error::new(Kind::Input, "this is no RTF document").help("open it and save it as RTF or DOCX")
        );
    }
    let (manuscript, whole) = parse(start)?;
    if !whole {
        let error = Error::new(Kind::Input, "the document is cut off: a group that it opens never ends");
        return Err(error.help("download it again"));
    }
    manuscript.finish(file, options, into)
}

/// What a group inherits and gives back.
#[derive(Clone, Copy)]
#[allow(clippy::struct_excessive_bools, reason = "the format switches each of them on and off by itself")]
struct State {
    skip: bool,
    /// A destination of `\info` whose text is kept: its column.
    fact: Option<&'static str>,
    fonts: bool,
    font: i32,
    stand_ins: usize,
    hidden: bool,
    deleted: bool,
    heading: Option<Role>,
    cell: bool,
}

struct Rtf {
    state: State,
    stack: Vec<State>,
    page: &'static Encoding,
    /// Font → its code page, if its character set names one.
    fonts: BTreeMap<i32, Option<&'static Encoding>>,
    /// Bytes of a code page that wait to be decoded together: characters can have two.
    pending: Vec<u8>,
    /// The first half of a surrogate pair.
    high: Option<u16>,
    text: String,
    fact: String,
    manuscript: Manuscript,
    /// Stand-ins still to be passed over after `\uN`.
    swallow: usize,
    /// The group has just opened with `\*`.
    optional: bool,
}

/// The document's paragraphs, and whether every group was closed.
fn parse(bytes: &[u8]) -> Result<(Manuscript, bool)> {
    let state = State {
        skip: false,
        fact: None,
        fonts: false,
        font: -1,
        stand_ins: 1,
        hidden: false,
        deleted: false,
        heading: None,
        cell: false,
    };
    let mut rtf = Rtf {
        state,
        stack: Vec::new(),
        page: encoding_rs::WINDOWS_1252,
        fonts: BTreeMap::new(),
        pending: Vec::new(),
        high: None,
        text: String::new(),
        fact: String::new(),
        manuscript: Manuscript::default(),
        swallow: 0,
        optional: false,
    };
    let mut at = 0;
    while let Some(&b) = bytes.get(at) {
        at += 1;
        match b {
            b'{' => rtf.open()?,
            b'}' => {
                if rtf.stack.len() == 1 {
                    rtf.close();
                    break;
                }
                rtf.close();
            }
            b'\\' => at = rtf.control(bytes, at),
            b'\r' | b'\n' | 0 => {}
            _ => rtf.byte(b),
        }
    }
    rtf.paragraph();
    let whole = rtf.stack.is_empty();
    Ok((rtf.manuscript, whole))
}

impl Rtf {
    fn open(&mut self) -> Result<()> {
        self.settle();
        self.swallow = 0;
        if self.stack.len() >= DEEPEST {
            return Err(Error::new(Kind::Input, format!("more than {DEEPEST} groups inside each other")));
        }
        self.stack.push(self.state);
        self.optional = false;
        Ok(())
    }

    fn close(&mut self) {
        self.settle();
        self.swallow = 0;
        if let Some(outer) = self.stack.pop() {
            if let Some(column) = self.state.fact.filter(|_| outer.fact.is_none()) {
                let value = std::mem::take(&mut self.fact);
                self.manuscript.fact(column, &value);
            }
            self.state = outer;
        }
    }

    /// Reads the control word or symbol at `at`; where the text goes on.
    fn control(&mut self, bytes: &[u8], mut at: usize) -> usize {
        let Some(&first) = bytes.get(at) else { return at };
        if !first.is_ascii_alphabetic() {
            at += 1;
            match first {
                b'\'' => {
                    let hex = |i: usize| bytes.get(i).and_then(|b| (*b as char).to_digit(16));
                    if let (Some(a), Some(b)) = (hex(at), hex(at + 1)) {
                        self.byte((a * 16 + b) as u8);
                        return at + 2;
                    }
                }
                b'*' => self.optional = true,
                b'~' => self.character('\u{a0}'),
                b'_' => self.character('\u{2011}'),
                b'\\' | b'{' | b'}' => self.byte(first),
                b'\r' | b'\n' => self.paragraph(),
                _ => {}
            }
            return at;
        }
        let start = at;
        while bytes.get(at).is_some_and(u8::is_ascii_alphabetic) && at - start < 40 {
            at += 1;
        }
        let word = std::str::from_utf8(&bytes[start..at]).unwrap_or_default();
        let number_from = at;
        if bytes.get(at) == Some(&b'-') {
            at += 1;
        }
        while bytes.get(at).is_some_and(u8::is_ascii_digit) && at - number_from < 12 {
            at += 1;
        }
        let number = std::str::from_utf8(&bytes[number_from..at]).ok().and_then(|n| n.parse::<i32>().ok());
        if bytes.get(at) == Some(&b' ') {
            at += 1;
        }
        if word == "bin" {
            return at.saturating_add(number.unwrap_or(0).max(0) as usize).min(bytes.len());
        }
        self.word(word, number);
        at
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        let on = number != Some(0);
        let optional = std::mem::take(&mut self.optional);
        if word != "u" {
            self.settle();
        }
        match word {
            "par" | "sect" | "page" => self.paragraph(),
            "cell" | "row" | "nestcell" | "nestrow" => {
                self.state.cell = true;
                self.paragraph();
            }
            "line" | "lbr" => self.character('\n'),
            "tab" => self.character('\t'),
            "emdash" => self.character('—'),
            "endash" => self.character('–'),
            "lquote" => self.character('‘'),
            "rquote" => self.character('’'),
            "ldblquote" => self.character('“'),
            "rdblquote" => self.character('”'),
            "bullet" => self.character('•'),
            "emspace" | "enspace" | "qmspace" => self.character(' '),
            "u" => self.unit(number.unwrap_or(0)),
            "uc" => self.state.stand_ins = number.unwrap_or(1).clamp(0, 100) as usize,
            "v" => self.state.hidden = on,
            "deleted" => self.state.deleted = on,
            "plain" => {
                self.state.hidden = false;
                self.state.deleted = false;
            }
            "pard" => {
                self.state.heading = None;
                self.state.cell = false;
            }
            "intbl" => self.state.cell = true,
            "outlinelevel" => {
                self.state.heading = Some(if number == Some(0) { Role::Title } else { Role::Heading });
            }
            "f" | "deff" => self.state.font = number.unwrap_or(0),
            "fcharset" if self.state.fonts => {
                let page = number.and_then(page_of_charset);
                self.fonts.insert(self.state.font, page);
            }
            "ansicpg" => self.page = number.and_then(page_of).unwrap_or(self.page),
            "mac" => self.page = encoding_rs::MACINTOSH,
            "fonttbl" => {
                self.state.fonts = true;
                self.state.skip = true;
            }
            "info" => self.state.skip = true,
            "title" if self.in_info() => self.start_fact("title"),
            "author" if self.in_info() => self.start_fact("author"),
            word if SKIPPED.contains(&word) => self.state.skip = true,
            // A destination that only newer readers know.
            _ if optional => self.state.skip = true,
            _ => {}
        }
    }

    fn in_info(&self) -> bool {
        self.state.skip && !self.state.fonts
    }

    fn start_fact(&mut self, column: &'static str) {
        self.fact.clear();
        self.state.fact = Some(column);
    }

    /// A byte of the code page of the font.
    fn byte(&mut self, b: u8) {
        if self.swallow > 0 {
            self.swallow -= 1;
            return;
        }
        if self.pending.is_empty() && b < 0x80 {
            self.character(b as char);
        } else {
            self.pending.push(b);
            if b < 0x80 {
                self.settle();
            }
        }
    }

    /// Decodes the bytes that wait.
    fn settle(&mut self) {
        if self.pending.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.pending);
        let page = self.fonts.get(&self.state.font).copied().flatten().unwrap_or(self.page);
        let (text, _) = page.decode_without_bom_handling(&bytes);
        self.string(&text);
    }

    /// A UTF-16 unit, signed as RTF writes it.
    fn unit(&mut self, number: i32) {
        self.settle();
        let unit = (number & 0xffff) as u16;
        let pair: Vec<u16> = self.high.take().into_iter().chain([unit]).collect();
        if (0xd800..0xdc00).contains(&unit) {
            self.high = Some(unit);
        } else {
            let text = String::from_utf16_lossy(&pair);
            self.string(&text);
        }
        self.swallow = self.state.stand_ins;
    }

    fn character(&mut self, c: char) {
        if self.swallow > 0 {
            self.swallow -= 1;
            return;
        }
        self.string(c.encode_utf8(&mut [0; 4]));
    }

    fn string(&mut self, text: &str) {
        if self.state.fact.is_some() {
            self.fact.push_str(text);
        } else if !self.state.skip && !self.state.hidden && !self.state.deleted {
            self.text.push_str(text);
        }
    }

    fn paragraph(&mut self) {
        self.settle();
        if self.state.skip {
            return;
        }
        let text = std::mem::take(&mut self.text);
        let role = match self.state.heading {
            Some(role) => role,
            None if self.state.cell => Role::Cell,
            None => Role::Text,
        };
        self.manuscript.push(&text, role);
    }
}

/// The encoding of a Windows code page.
fn page_of(number: i32) -> Option<&'static Encoding> {
    let label = match number {
        65001 => "utf-8".to_owned(),
        10000 => "macintosh".to_owned(),
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        866 => "ibm866".to_owned(),
        874 => "windows-874".to_owned(),
        n => format!("windows-{n}"),
    };
    Encoding::for_label(label.as_bytes())
}

/// The encoding of a character set of a font; those without one of their own follow the document.
fn page_of_charset(number: i32) -> Option<&'static Encoding> {
    page_of(match number {
        77 => 10000,
        128 => 932,
        129 => 949,
        134 => 936,
        136 => 950,
        161 => 1253,
        162 => 1254,
        163 => 1258,
        177 => 1255,
        178 => 1256,
        186 => 1257,
        204 => 1251,
        222 => 874,
        238 => 1250,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(rtf: &str) -> Vec<String> {
        parse(rtf.as_bytes()).unwrap().0.paragraphs.into_iter().map(|p| p.text).collect()
    }

    #[test]
    fn characters_come_from_code_pages_units_and_symbols() {
        let rtf = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Arial;}}\f0 perch\'e9 \'93no\'94\par
            \u8220?quoted\u8221 ? \uc0\u232  \uc1\u-10179?\u-8704?\par{\f1\'cf\'f0}\par a\~b\emdash c\\d\{e\}}";
        assert_eq!(lines(rtf), ["perché “no”", "“quoted” è 😀", "Пр", "a b—c\\d{e}"]);
    }

    #[test]
    fn what_is_not_of_the_text_is_left_out() {
        let rtf = r"{\rtf1{\info{\title A title}{\author Anna}}{\stylesheet{\s1 heading 1;}}{\header Page 1}{\*\unknown x}
            {\field{\*\fldinst HYPERLINK x}{\fldrslt link}} {\deleted gone}{\v hidden}{\footnote note} kept{\pict 0102}\par}";
        let (m, whole) = parse(rtf.as_bytes()).unwrap();
        assert!(whole);
        assert_eq!(m.paragraphs[0].text, "link kept");
        assert_eq!(m.facts, [("title", "A title".to_owned()), ("author", "Anna".to_owned())]);
    }

    #[test]
    fn broken_documents_do_no_harm() {
        assert!(!parse(br"{\rtf1 cut").unwrap().1);
        assert!(parse("{".repeat(100_000).as_bytes()).is_err());
        for rtf in
            [r"{\rtf1\bin99999999 x}", r"{\rtf1\'", r"{\rtf1\u", r"{\rtf1\", r"{\rtf1\u-99999999999 x}}}}}"]
        {
            let _ = parse(rtf.as_bytes()).unwrap();
        }
    }
}
