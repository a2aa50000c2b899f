//! Bytes → articles.
//!
//! ```text
//! bytes ─decode→ text ─FORMATS→ Draft (fields by name) ─dates, source→ Article ─cleaning→ what is set aside
//! ```
//! Nothing is lost in silence: a file or a record that cannot be read is a failure with its place, and what was assumed (an
//! encoding, a column, a date of two readings) is a note. One bad file among a thousand costs only itself.
//! A new format is a file here and a row in [`FORMATS`].

mod words;
pub mod dates;
mod macroman;
pub mod decode;
pub mod source;
mod fields;
mod flat;
mod notes;
mod ids;
pub mod frontmatter;
mod plain;
mod record;
pub mod chunks;
pub mod compressed;
mod name;
mod shard;
pub mod jsonl;
mod table;
mod row_lines;
pub mod rows;
#[cfg(feature = "arrow")]
pub mod columns;
#[cfg(feature = "parquet")]
pub mod parquet;
mod paragraphs;
mod exports;
mod html;
mod rtf;
pub mod warc;
#[cfg(feature = "documents")]
mod xml;
#[cfg(feature = "documents")]
mod markup;
#[cfg(feature = "documents")]
mod office;
#[cfg(feature = "documents")]
mod mail;
#[cfg(feature = "documents")]
mod archive;
#[cfg(feature = "pdf")]
mod pdf;
mod metadata;
mod assembly;
pub mod writing;
pub mod cleaning;
pub mod duplicates;

pub use assembly::Assembly;
pub use fields::{ColumnMap, Field};
pub use ids::Ids;
pub use metadata::MetadataTable;
pub use name::FileName;
pub use notes::{Note, Notes};
pub(crate) use row_lines::is_open;
pub use shard::Shard;

use crate::article::Article;
use crate::error::{Error, Kind, Result};

/// Longest text of an article, in bytes, and longest record: what is longer is no article, and neither time nor memory may
/// depend on it.
pub const LONGEST_ARTICLE: usize = 16 << 20;

/// Largest file of a format that holds one article, in bytes; exports of databases are smaller too.
const LARGEST_PAGE: u64 = 64 << 20;
/// Largest file of any other format.
const LARGEST_FILE: u64 = 2 << 30;

/// Most bytes of a file of this name that are read: told before it is opened, so that a file of gigabytes costs nothing.
///
/// # Example
/// ```
/// use framescope::input::{FileName, ReadOptions, largest};
/// let options = ReadOptions::default();
/// assert!(largest(FileName::new("a.html"), &options) < largest(FileName::new("a.csv"), &options));
/// ```
pub fn largest(file: FileName<'_>, options: &ReadOptions) -> u64 {
    let extension = file.extension();
    let by_name = FORMATS.iter().find(|f| f.extensions.contains(&extension.as_str())).map(|f| f.name);
    match options.format.as_deref().or(by_name) {
        Some("html" | "text") => LARGEST_PAGE,
        _ => LARGEST_FILE,
    }
}

/// How files are read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadOptions {
    /// Name of a row in [`FORMATS`] to read every file as; `None`: by extension, then by content.
    pub format: Option<String>,
    /// Encoding of every file that does not declare its own; `None`: detected.
    pub encoding: Option<String>,
    /// Reads bytes that fit no character as U+FFFD instead of refusing the file.
    pub lossy: bool,
    /// Which column holds which field, where the names do not say it.
    pub columns: ColumnMap,
    /// Longest line of JSONL and longest row of a table that is read, in bytes.
    pub record_limit: usize,
}

impl Default for ReadOptions {
    fn default() -> Self {
        Self {
            format: None,
            encoding: None,
            lossy: false,
            columns: ColumnMap::default(),
            record_limit: LONGEST_ARTICLE,
        }
    }
}

/// What reading gave.
#[derive(Debug, Default)]
pub struct Reading {
    /// Articles in the order of the file.
    pub articles: Vec<Article>,
    /// Files and records that could not be read, each with its place.
    pub failures: Vec<Error>,
    /// What was assumed.
    pub notes: Notes,
}

impl Reading {
    /// Notes how a file was decoded, where that was not certain.
    fn note_decoding(&mut self, origin: &crate::article::Origin, replaced: bool) {
        if origin.encoding_guessed {
            let what = "encodings are guessed (where letters look wrong, name another with --encoding)";
            self.notes.add(origin, what, &origin.encoding);
        }
        if replaced {
            self.notes.add(origin, "bytes that fit no character are replaced by U+FFFD", &origin.encoding);
        }
    }

    /// Names texts that are too long for an article, and leaves them out.
    fn without_overlong(&mut self) {
        let failures = &mut self.failures;
        self.articles.retain(|article| {
            let fits = article.text.len() <= LONGEST_ARTICLE;
            if !fits {
                let error = overlong(LONGEST_ARTICLE, &article.origin.file);
                failures.push(match article.origin.line {
                    Some(line) => error.line(line),
                    None => error,
                });
            }
            fits
        });
    }

    /// Adds what another file gave.
    pub fn append(&mut self, mut other: Self) {
        self.articles.append(&mut other.articles);
        self.failures.append(&mut other.failures);
        self.notes.append(&other.notes);
    }
}

/// One input format.
pub struct Format {
    /// Its name, as given on the command line.
    pub name: &'static str,
    /// What it is, in a few words.
    pub what: &'static str,
    /// Extensions in lower case, without the dot.
    pub extensions: &'static [&'static str],
    /// True if the first bytes of a file without a known extension are of this format.
    pub sniff: fn(&[u8]) -> bool,
    read: fn(FileName<'_>, &[u8], &ReadOptions, &mut Reading) -> Result<()>,
}

/// A function of an optional part, or in a build without that part what says so.
macro_rules! part {
    ($feature:literal, read $function:path) => {{
        #[cfg(feature = $feature)]
        let read = $function;
        #[cfg(not(feature = $feature))]
        let read = |_: FileName<'_>, _: &[u8], _: &ReadOptions, _: &mut Reading| -> Result<()> {
            let why = concat!("this build cannot read the format: it was made without ", $feature);
            Err(Error::new(Kind::Input, why))
        };
        read
    }};
    ($feature:literal, sniff $function:expr) => {{
        #[cfg(feature = $feature)]
        let sniff: fn(&[u8]) -> bool = $function;
        #[cfg(not(feature = $feature))]
        let sniff: fn(&[u8]) -> bool = |_| false;
        sniff
    }};
}

/// Every input format, sorted by name; the first whose content fits is taken where the extension says nothing.
pub const FORMATS: &[Format] = &[
    Format {
        name: "archive",
        what: "a ZIP or tar archive or a gzip or Zstandard file of any of these, archives inside it too",
        extensions: &["gz", "tar", "taz", "tgz", "tzst", "zip", "zst"],
        sniff: part!("documents", sniff archive::is_archive),
        read: part!("documents", read archive::read),
    },
    Format {
        name: "docx",
        what: "a Word document, tracked changes accepted; Nexis Uni exports",
        extensions: &["docm", "docx", "dotx"],
        sniff: part!("documents", sniff | b | office::kind_of(b) == Some("docx")),
        read: part!("documents", read office::read_docx),
    },
    Format {
        name: "epub",
        what: "an electronic book or magazine: an article a chapter",
        extensions: &["epub"],
        sniff: part!("documents", sniff | b | office::kind_of(b) == Some("epub")),
        read: part!("documents", read office::read_epub),
    },
    Format {
        name: "html",
        what: "a web page: its main text and what it says about itself; Factiva and ProQuest exports",
        extensions: &["htm", "html", "shtml", "xhtml"],
        sniff: html::sniff,
        read: html::read,
    },
    Format {
        name: "json",
        what: "one JSON object a line, or an array of objects",
        extensions: &["json", "jsonl", "ndjson"],
        sniff: looks_like_json,
        read: jsonl::read,
    },
    Format {
        name: "mail",
        what: "an e-mail with the documents attached to it, or a web page saved as MHTML",
        extensions: &["eml", "mht", "mhtml"],
        sniff: part!("documents", sniff mail::sniff),
        read: part!("documents", read mail::read),
    },
    Format {
        name: "odt",
        what: "an OpenDocument text (LibreOffice), packed or flat",
        extensions: &["fodt", "odt", "ott"],
        sniff: part!("documents", sniff | b | office::kind_of(b) == Some("odt") || office::is_flat(b)),
        read: part!("documents", read office::read_odt),
    },
    Format {
        name: "parquet",
        what: "a table with a column for each field",
        extensions: &["parquet", "pq"],
        sniff: part!("parquet", sniff | b | b.starts_with(b"PAR1")),
        read: part!("parquet", read parquet::read),
    },
    Format {
        name: "pdf",
        what: "a PDF with a text layer",
        extensions: &["pdf"],
        sniff: |b| b.starts_with(b"%PDF-"),
        read: part!("pdf", read pdf::read),
    },
    Format {
        name: "rtf",
        what: "a rich text document; Nexis Uni and Factiva exports",
        extensions: &["rtf"],
        sniff: |b| b.starts_with(b"{\\rtf"),
        read: rtf::read,
    },
    Format {
        name: "table",
        what: "a table with a line of column names (CSV, TSV)",
        extensions: &["csv", "tab", "tsv"],
        sniff: table::sniff,
        read: table::read,
    },
    Format {
        name: "text",
        what: "plain text or Markdown, with or without front matter; ProQuest exports",
        extensions: &["markdown", "md", "text", "txt"],
        sniff: |bytes| decode::binary(bytes).is_none(),
        read: plain::read,
    },
    Format {
        name: "warc",
        what: "a web archive (wget, Heritrix, Common Crawl), gzipped or not: an article a page",
        extensions: &["warc"],
        sniff: warc::sniff,
        read: warc::read,
    },
    Format {
        name: "xlsx",
        what: "an Excel workbook: the sheets that hold a table of articles",
        extensions: &["xlsm", "xlsx"],
        sniff: part!("documents", sniff | b | office::kind_of(b) == Some("xlsx")),
        read: part!("documents", read office::read_xlsx),
    },
    Format {
        name: "xml",
        what: "TEI, RSS and Atom feeds with full text, NITF, or records with an element for each field",
        extensions: &["atom", "nitf", "rdf", "rss", "tei", "xml"],
        sniff: part!("documents", sniff markup::sniff),
        read: part!("documents", read markup::read),
    },
];

/// Formats that first bytes tell for certain, whatever a file is called: an export is often misnamed.
const CERTAIN: [&str; 9] = ["archive", "docx", "epub", "odt", "parquet", "pdf", "rtf", "warc", "xlsx"];

fn looks_like_json(bytes: &[u8]) -> bool {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let Some(rest) = start.strip_prefix(b"{").or_else(|| start.strip_prefix(b"[")) else { return false };
    matches!(rest.trim_ascii_start().first(), Some(b'"' | b'{'))
}

/// The format of a name.
///
/// # Errors
/// If there is none.
pub fn format_called(name: &str) -> Result<&'static Format> {
    FORMATS.iter().find(|f| f.name == name).ok_or_else(|| {
        let names: Vec<_> = FORMATS.iter().map(|f| f.name).collect();
        Error::new(Kind::Study, format!("{name:?} is no input format"))
            .help(format!("formats are {}", names.join(", ")))
    })
}

/// The format of a file: the one asked for, by its extension, or by its content.
///
/// # Errors
/// An unknown name, and content that fits no format.
pub fn format_of(file: FileName<'_>, bytes: &[u8], options: &ReadOptions) -> Result<&'static Format> {
    if let Some(name) = &options.format {
        return format_called(name);
    }
    let extension = file.extension();
    let certain = FORMATS.iter().filter(|f| CERTAIN.contains(&f.name)).find(|f| (f.sniff)(bytes));
    let by_extension = FORMATS.iter().find(|f| f.extensions.contains(&extension.as_str()));
    let by_content = || FORMATS.iter().find(|f| (f.sniff)(bytes));
    // What is no format at all is read as text, whose reader says what the file is instead.
    let text = || FORMATS.iter().find(|f| f.name == "text");
    certain
        .or(by_extension)
        .or_else(by_content)
        .or_else(text)
        .ok_or_else(|| Error::new(Kind::Input, "the file is of no known format"))
}

/// Reads one file, whatever its format.
///
/// A file that cannot be read at all is one failure with its name; a file of many records gives what can be read and one
/// failure for each record that cannot.
///
/// # Example
/// ```
/// use framescope::input::{FileName, ReadOptions, read_file};
/// let reading = read_file(FileName::new("notes/uno.txt"), b"Prima frase.\n", &ReadOptions::default());
/// assert_eq!(reading.articles[0].id, "uno");
/// let reading = read_file(FileName::new("due.txt"), b"", &ReadOptions::default());
/// assert_eq!(reading.failures[0].to_string(), "due.txt: the file is empty (save it again, or take it away)");
/// ```
pub fn read_file(file: FileName<'_>, bytes: &[u8], options: &ReadOptions) -> Reading {
    let mut reading = Reading::default();
    #[cfg(feature = "documents")]
    if options.format.is_none() && archive::is_archive(bytes) {
        let mut each = |inner: FileName<'_>, bytes: &[u8]| reading.append(read_file(inner, bytes, options));
        let failures = archive::open(file, bytes, &mut each);
        reading.failures.extend(failures);
        if reading.articles.is_empty() && reading.failures.is_empty() {
            reading.failures.push(empty_archive(file));
        }
        return reading;
    }
    let read = format_of(file, bytes, options).and_then(|format| {
        let own = ReadOptions { format: Some(format.name.to_owned()), ..ReadOptions::default() };
        let limit = largest(file, &own);
        if bytes.len() as u64 > limit {
            return Err(too_large(limit));
        }
        (format.read)(file, bytes, options, &mut reading)
    });
    if let Err(e) = read {
        reading.failures.push(e.in_file(file.shown));
    }
    reading.without_overlong();
    reading
}

/// A text of more bytes than an article has.
fn overlong(limit: usize, file: &str) -> Error {
    let why = format!("the text is longer than {} MB: this is no article", limit >> 20);
    Error::new(Kind::Input, why).in_file(file).help("cut it into its articles, one a file or one a row")
}

/// A file of more bytes than [`largest`] allows.
pub fn too_large(limit: u64) -> Error {
    Error::new(Kind::Input, format!("the file is larger than {} MB", limit >> 20)).help(
        "cut it into its articles, one a file, or make JSONL or CSV of it: those are read record by record",
    )
}

/// An archive without anything to read.
#[cfg(feature = "documents")]
fn empty_archive(file: FileName<'_>) -> Error {
    Error::new(Kind::Input, "the archive holds no article").in_file(file.shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formats_are_sorted_and_extensions_belong_to_one() {
        assert!(FORMATS.windows(2).all(|w| w[0].name < w[1].name));
        let mut all: Vec<_> = FORMATS.iter().flat_map(|f| f.extensions).collect();
        all.sort();
        assert!(all.windows(2).all(|w| w[0] != w[1]));
        assert!(FORMATS.iter().all(|f| f.extensions.is_sorted()));
    }

    #[test]
    fn content_decides_where_the_extension_says_nothing() {
        let format =
            |name, bytes: &[u8]| format_of(FileName::new(name), bytes, &ReadOptions::default()).unwrap().name;
        assert_eq!(format("a", b"{\"text\": \"x\"}"), "json");
        assert_eq!(format("a.dat", b"id,text,date\n1,x,2015\n"), "table");
        assert_eq!(format("a.log", b"A line of prose.\n"), "text");
        assert_eq!(format("a.TXT", b"{\"text\": \"x\"}"), "text");
    }

    #[test]
    fn what_is_too_long_for_an_article_is_named_and_the_rest_is_read() {
        let long = "The ferry stayed in port. ".repeat((LONGEST_ARTICLE + 100) / 26 + 1);
        let read =
            |name, text: &str| read_file(FileName::new(name), text.as_bytes(), &ReadOptions::default());
        let r = read("a.txt", &long);
        assert!(r.articles.is_empty() && r.failures[0].reason().contains("longer than 16 MB"), "{r:?}");
        let r = read("a.csv", &format!("text\n{long}\nA short one.\n"));
        assert_eq!((r.articles.len(), r.failures[0].line_number()), (1, Some(2)));
        let r = read("a.jsonl", &format!("{{\"text\": \"{long}\"}}\n{{\"text\": \"A short one.\"}}\n"));
        assert_eq!((r.articles.len(), r.failures[0].line_number()), (1, Some(1)));
        let r = read("a.html", &format!("<html><p>{}", " ".repeat(LARGEST_PAGE as usize)));
        assert!(r.failures[0].reason().contains("larger than 64 MB"), "{}", r.failures[0]);
    }

    #[test]
    fn a_binary_file_is_refused_by_its_name() {
        let r = read_file(FileName::new("x/photo.txt"), b"\x89PNG\r\n\x1a\n....", &ReadOptions::default());
        assert!(r.failures[0].to_string().starts_with("x/photo.txt: this is a PNG image, not text"));
    }
}
