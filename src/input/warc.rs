//! WARC: the pages of a web archive (wget, Heritrix, Common Crawl), record by record, in bounded memory.
//!
//! After ISO 28500 (WARC 1.1): a record is a block of header lines, a blank line, as many bytes as `Content-Length` says,
//! and two line ends. Responses carry an HTTP message; `resource` records the bare file, `conversion` records text made of it.

mod http;

use std::io::{BufRead, Read};

use rayon::prelude::*;

use crate::article::{Article, Origin};
use crate::error::{Error, Kind, Result};

use super::compressed::unpacked;
use super::fields::{Draft, Field};
use super::{FileName, Notes, ReadOptions, Reading, html};

use http::{Headers, content, message};

/// Longest content that is read; larger records are named and passed over.
const LARGEST: u64 = 64 << 20;
/// Longest header line.
const LONGEST_LINE: u64 = 1 << 16;
/// Pages that are turned into articles together.
const BATCH: usize = 128;

/// A page of a web archive, not yet read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Page {
    /// Number of its record in the file, from 1.
    pub number: usize,
    /// Where it was fetched.
    pub url: String,
    /// When it was fetched, as the archive writes it.
    pub fetched: String,
    /// Media type in lower case, without parameters.
    pub media_type: String,
    /// The `charset` that came with it.
    pub charset: Option<String>,
    /// Its bytes.
    pub body: Vec<u8>,
}

/// The pages of a WARC stream; everything else in it is passed over and counted.
///
/// # Example
/// ```
/// use framescope::input::{ReadOptions, warc::Pages};
/// let page = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nThe ferry stayed in port.";
/// let warc = format!(
///     "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://example.org/a\r\nContent-Length: {}\r\n\r\n{page}\r\n\r\n",
///     page.len()
/// );
/// let mut pages = Pages::new("news.warc", warc.as_bytes());
/// let page = pages.next().unwrap().unwrap();
/// assert_eq!((page.url.as_str(), page.media_type.as_str()), ("http://example.org/a", "text/plain"));
/// assert!(pages.next().is_none());
/// ```
pub struct Pages<R> {
    input: R,
    file: String,
    number: usize,
    ended: bool,
    /// What was passed over.
    passed: Notes,
}

impl<R: BufRead> Pages<R> {
    /// Pages of `input`, which messages call `file`.
    pub fn new(file: &str, input: R) -> Self {
        Self { input, file: file.to_owned(), number: 0, ended: false, passed: Notes::default() }
    }

    /// Records that are no pages, by kind.
    pub fn passed_over(&self) -> &Notes {
        &self.passed
    }

    fn error(&self, reason: impl Into<String>) -> Error {
        Error::new(Kind::Input, reason).in_file(self.file.clone()).line(self.number.max(1))
    }

    fn pass(&mut self, what: &str, example: &str) {
        let place = Origin { file: self.file.clone(), line: Some(self.number), ..Origin::default() };
        self.passed.add(&place, &format!("web archive: {what}"), example);
    }

    /// A line without its end; `None` at the end of the input.
    fn line(&mut self) -> std::io::Result<Option<String>> {
        let mut line = Vec::new();
        self.input.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(None);
        }
        Ok(Some(String::from_utf8_lossy(line.trim_ascii_end()).into_owned()))
    }

    /// The next record that is a page; `None` where the next record is none, or the input ends.
    fn record(&mut self) -> std::io::Result<Option<Result<Page>>> {
        let first = loop {
            match self.line()? {
                None => {
                    self.ended = true;
                    return Ok(None);
                }
                Some(line) if line.is_empty() => {}
                Some(line) => break line,
            }
        };
        self.number += 1;
        if !first.starts_with("WARC/") {
            self.ended = true;
            let e = self.error(format!("record {}: no WARC header where one must begin", self.number));
            return Ok(Some(Err(e.help("the archive is damaged here; the pages before are read"))));
        }
        let mut head = Headers::default();
        while let Some(line) = self.line()?.filter(|l| !l.is_empty()) {
            head.add(&line);
        }
        let Some(length) = head.get("content-length").and_then(|l| l.parse::<u64>().ok()) else {
            self.ended = true;
            return Ok(Some(Err(self.error(format!("record {}: no Content-Length", self.number)))));
        };
        let url = head.get("warc-target-uri").unwrap_or_default().trim_matches(['<', '>']).to_owned();
        let kind = head.get("warc-type").unwrap_or_default().to_lowercase();
        let wanted =
            matches!(kind.as_str(), "response" | "resource" | "conversion") && url.starts_with("http");
        if !wanted || length > LARGEST {
            let skipped = std::io::copy(&mut self.input.by_ref().take(length), &mut std::io::sink())?;
            if skipped < length {
                return Ok(Some(Err(self.cut_off(&url))));
            }
            if wanted {
                return Ok(Some(Err(
                    self.error(format!("{url}: the record is larger than {} MB", LARGEST >> 20))
                )));
            }
            return Ok(None);
        }
        let mut block = Vec::new();
        self.input.by_ref().take(length).read_to_end(&mut block)?;
        if (block.len() as u64) < length {
            return Ok(Some(Err(self.cut_off(&url))));
        }
        if let Some(why) = head.get("warc-truncated") {
            return Ok(Some(Err(
                self.error(format!("{url}: the page was cut off when it was saved ({why})"))
            )));
        }
        let page = Page {
            number: self.number,
            url,
            fetched: head.get("warc-date").unwrap_or_default().to_owned(),
            ..Page::default()
        };
        Ok(self.page(page, &kind, head.get("content-type").unwrap_or_default(), block))
    }

    fn cut_off(&mut self, url: &str) -> Error {
        self.ended = true;
        let e = self.error(format!("record {}: the archive is cut off inside {url}", self.number));
        e.help("download it again; the pages before are read")
    }

    fn page(&mut self, mut page: Page, kind: &str, media: &str, block: Vec<u8>) -> Option<Result<Page>> {
        let mut media = media.to_owned();
        if kind == "response"
            && (media.to_lowercase().starts_with("application/http") || block.starts_with(b"HTTP/"))
        {
            let (status, headers, body) = message(&block);
            if status != 200 {
                self.pass("responses that are no pages (redirects, errors) are passed over", &page.url);
                return None;
            }
            headers.get("content-type").unwrap_or_default().clone_into(&mut media);
            match content(&headers, body) {
                Ok(body) => page.body = body,
                Err(why) => return Some(Err(self.error(format!("{}: {why}", page.url)))),
            }
        } else {
            page.body = block;
        }
        let lower = media.to_lowercase();
        lower.split(';').next().unwrap_or_default().trim().clone_into(&mut page.media_type);
        page.charset = lower.split("charset=").nth(1).map(|c| {
            c.trim_matches(['"', '\'', ' ']).split([';', ' ', '"']).next().unwrap_or_default().to_owned()
        });
        match page.media_type.as_str() {
            "text/html" | "application/xhtml+xml" | "text/plain" => {}
            "" if html::sniff(&page.body) => "text/html".clone_into(&mut page.media_type),
            other => {
                let what = format!(
                    "files that are no pages are passed over ({})",
                    other.split('/').next().unwrap_or("")
                );
                self.pass(&what, &page.url);
                return None;
            }
        }
        if page.url.ends_with("/robots.txt") || page.body.is_empty() {
            self.pass("empty files and robots.txt are passed over", &page.url);
            return None;
        }
        Some(Ok(page))
    }
}

impl<R: BufRead> Iterator for Pages<R> {
    type Item = Result<Page>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.record() {
                Ok(Some(item)) => return Some(item),
                Ok(None) => {}
                Err(e) => {
                    self.ended = true;
                    let e = self.error(format!(
                        "the archive is cut off or damaged after record {}: {e}",
                        self.number
                    ));
                    return Some(Err(e.help("download it again; the pages before are read")));
                }
            }
        }
        None
    }
}

impl Page {
    /// The article of the page; `None` for a page that holds none (a home page, a list of links), which is noted.
    ///
    /// # Errors
    /// Bytes that cannot be decoded.
    pub fn article(
        &self,
        file: FileName<'_>,
        options: &ReadOptions,
        notes: &mut Notes,
    ) -> Result<Option<Article>> {
        let place = |e: Error| e.in_file(file.shown).line(self.number);
        let known = |c: &String| encoding_rs::Encoding::for_label(c.as_bytes()).is_some();
        let charset = options.encoding.clone().or_else(|| self.charset.clone().filter(known));
        let own = ReadOptions { encoding: charset, ..options.clone() };
        let utf8 = std::str::from_utf8(&self.body).is_ok();
        let decoded = html::decode_page(&self.body, if utf8 { options } else { &own }).map_err(place)?;
        let origin = Origin {
            file: file.shown.to_owned(),
            line: Some(self.number),
            encoding: decoded.encoding.to_owned(),
            encoding_guessed: decoded.guessed,
        };
        let mut draft = if self.media_type == "text/plain" {
            let mut draft = Draft::default();
            draft.put("text", super::decode::unix_lines(decoded.text), &options.columns);
            draft
        } else {
            let Ok(draft) = html::draft_of(&decoded.text, options) else {
                let what = "web archive: pages without text that reads like an article are passed over";
                notes.add(&origin, what, &self.url);
                return Ok(None);
            };
            draft
        };
        // Where the page was fetched is certain; what it says about itself may be the address of another.
        draft.take(Field::Url);
        draft.put("url", self.url.clone(), &options.columns);
        draft.put("fetched", self.fetched.clone(), &options.columns);
        let id = || format!("{}:{}", file.stem(), self.number);
        Ok(Some(draft.finish(id, origin, notes)))
    }
}

fn stopped(e: &std::io::Error) -> Error {
    Error::new(Kind::Input, format!("reading stopped: {e}"))
}

/// True if the bytes begin a WARC file, packed or not.
pub(super) fn sniff(bytes: &[u8]) -> bool {
    bytes.starts_with(b"WARC/") || is_compressed(bytes)
}

/// True if the bytes begin a gzipped WARC file.
pub(super) fn is_compressed(bytes: &[u8]) -> bool {
    if !bytes.starts_with(&[0x1f, 0x8b]) {
        return false;
    }
    let mut head = [0; 5];
    let mut decoder = flate2::read::MultiGzDecoder::new(bytes);
    decoder.read_exact(&mut head).is_ok() && &head == b"WARC/"
}

/// Reads an archive that is in memory.
pub(super) fn read(
    file: FileName<'_>,
    bytes: &[u8],
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<()> {
    let mut pages = Pages::new(file.shown, unpacked(Box::new(bytes)).map_err(|e| stopped(&e))?);
    let (before, failed) = (into.articles.len(), into.failures.len());
    loop {
        let batch: Vec<Result<Page>> = pages.by_ref().take(BATCH).collect();
        if batch.is_empty() {
            break;
        }
        let read: Vec<_> = batch
            .into_par_iter()
            .map(|page| {
                let mut notes = Notes::default();
                (page.and_then(|p| p.article(file, options, &mut notes)), notes)
            })
            .collect();
        for (article, notes) in read {
            into.notes.append(&notes);
            match article {
                Ok(article) => into.articles.extend(article),
                Err(e) => into.failures.push(e),
            }
        }
    }
    into.notes.append(pages.passed_over());
    if into.articles.len() == before && into.failures.len() == failed {
        return Err(Error::new(Kind::Input, "the web archive holds no page with an article"));
    }
    Ok(())
}

#[cfg(test)]
mod tests;
