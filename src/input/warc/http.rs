//! The HTTP message in a record: headers, and the body without what the transfer has put around it.

use std::io::Read;

use super::LARGEST;
use crate::input::compressed::unpacked;

/// Bytes that are unpacked at a time.
const BUFFER: usize = 1 << 14;

/// Header lines: names in lower case.
#[derive(Default)]
pub(super) struct Headers(Vec<(String, String)>);

impl Headers {
    pub(super) fn add(&mut self, line: &str) {
        if let Some((name, value)) = line.split_once(':') {
            self.0.push((name.trim().to_lowercase(), value.trim().to_owned()));
        }
    }

    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(n, _)| n == name).map(|(_, v)| v.as_str())
    }
}

/// Status, headers and body of an HTTP response.
pub(super) fn message(block: &[u8]) -> (u16, Headers, &[u8]) {
    let mut headers = Headers::default();
    let mut status = 0;
    let mut rest = block;
    let mut first = true;
    while let Some(end) = memchr::memchr(b'\n', rest) {
        let line = rest[..end].trim_ascii();
        rest = &rest[end + 1..];
        if line.is_empty() {
            break;
        }
        let line = String::from_utf8_lossy(line);
        if std::mem::take(&mut first) {
            status = line.split(' ').nth(1).and_then(|s| s.parse().ok()).unwrap_or(0);
        } else {
            headers.add(&line);
        }
    }
    (status, headers, rest)
}

/// The body without what the transfer put around it.
pub(super) fn content(headers: &Headers, body: &[u8]) -> Result<Vec<u8>, String> {
    let chunked = headers.get("transfer-encoding").is_some_and(|t| t.to_lowercase().contains("chunked"));
    // Common Crawl keeps the header but stores the body in one piece.
    let body = if chunked { unchunked(body).unwrap_or_else(|| body.to_vec()) } else { body.to_vec() };
    let packed = headers.get("content-encoding").unwrap_or_default().to_lowercase();
    let mut from: Box<dyn Read + '_> = match packed.as_str() {
        "gzip" | "x-gzip" if body.starts_with(&[0x1f, 0x8b]) => {
            Box::new(flate2::read::MultiGzDecoder::new(&body[..]))
        }
        "deflate" if body.first().is_some_and(|b| b & 0x0f == 8) => {
            Box::new(flate2::read::ZlibDecoder::new(&body[..]))
        }
        "zstd" if body.starts_with(&[0x28, 0xb5, 0x2f, 0xfd]) => {
            unpacked(Box::new(&body[..])).map_err(|e| format!("the page cannot be unpacked: {e}"))?
        }
        // Brotli has no signature: a page that is readable has been unpacked already.
        "br" if !is_readable(&body) => Box::new(brotli_decompressor::Decompressor::new(&body[..], BUFFER)),
        _ => return Ok(body),
    };
    let mut out = Vec::new();
    let read = from.by_ref().take(LARGEST + 1).read_to_end(&mut out);
    read.map_err(|e| format!("the page cannot be unpacked ({packed}): {e}"))?;
    drop(from);
    if out.len() as u64 > LARGEST {
        return Err(format!("the page unpacks to more than {} MB", LARGEST >> 20));
    }
    Ok(out)
}

/// True for the beginning of a page in any encoding that holds ASCII: no control characters but white space.
fn is_readable(body: &[u8]) -> bool {
    let head = &body[..body.len().min(512)];
    let control = |b: &u8| *b < 32 && !matches!(b, b'\t' | b'\n' | b'\r' | 12);
    head.trim_ascii_start().starts_with(b"<")
        || !head.iter().any(control) && std::str::from_utf8(head).is_ok()
}

fn unchunked(mut body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    loop {
        let end = memchr::memchr(b'\n', body).filter(|&e| e < 100)?;
        let size = std::str::from_utf8(&body[..end]).ok()?;
        let size = usize::from_str_radix(size.split(';').next()?.trim(), 16).ok()?;
        body = &body[end + 1..];
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(body.get(..size)?);
        let after = &body[size..];
        body = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n"))?;
    }
}
