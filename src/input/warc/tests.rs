use super::*;

fn record(kind: &str, url: &str, extra: &str, block: &[u8]) -> Vec<u8> {
    let head = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\n{extra}Content-Length: {}\r\n\r\n",
        block.len()
    );
    [head.as_bytes(), block, b"\r\n\r\n"].concat()
}

const HTTP: &str = "Content-Type: application/http; msgtype=response\r\n";

fn page(text: &str, headers: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n{headers}\r\n{text}").into_bytes()
}

fn story(name: &str) -> String {
    let p = "<p>The ferry stayed in port for the whole night, although the storm had passed, and nobody was hurt.</p>";
    format!("<html><title>{name}</title><body>{}</body></html>", p.repeat(4))
}

fn reading(bytes: &[u8]) -> Reading {
    crate::input::read_file(FileName::new("news.warc"), bytes, &ReadOptions::default())
}

#[test]
fn pages_are_read_and_the_rest_is_counted() {
    let mut warc = record("warcinfo", "", "", b"software: test");
    warc.extend(record("response", "http://example.org/a", HTTP, &page(&story("Storm"), "")));
    warc.extend(record("request", "http://example.org/a", "", b"GET / HTTP/1.1\r\n\r\n"));
    warc.extend(record("response", "http://example.org/b", HTTP, b"HTTP/1.1 404 Not Found\r\n\r\n"));
    warc.extend(record(
        "response",
        "http://example.org/c.png",
        HTTP,
        b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nx",
    ));
    let r = reading(&warc);
    assert_eq!((r.articles.len(), r.failures.len()), (1, 0));
    let a = &r.articles[0];
    assert_eq!((a.title.as_deref(), a.url.as_deref()), (Some("Storm"), Some("http://example.org/a")));
    assert_eq!((a.id.as_str(), r.notes.list().len()), ("news:2", 2));
}

#[test]
fn transfer_encodings_are_undone() {
    let body = story("Chunks");
    let chunked = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    let warc =
        record("response", "http://example.org/a", HTTP, &page(&chunked, "Transfer-Encoding: chunked\r\n"));
    assert_eq!(reading(&warc).articles[0].title.as_deref(), Some("Chunks"));
    let warc =
        record("response", "http://example.org/a", HTTP, &page(&body, "Transfer-Encoding: chunked\r\n"));
    assert_eq!(reading(&warc).articles[0].title.as_deref(), Some("Chunks"));
}

#[test]
fn cut_archives_are_named_and_what_is_whole_is_read() {
    let mut warc = record("response", "http://example.org/a", HTTP, &page(&story("One"), ""));
    let whole = warc.len();
    warc.extend(record("response", "http://example.org/b", HTTP, &page(&story("Two"), "")));
    let r = reading(&warc[..whole + 300]);
    assert_eq!((r.articles.len(), r.failures.len()), (1, 1));
    assert!(r.failures[0].reason().contains("cut off inside http://example.org/b"), "{}", r.failures[0]);
    let truncated = record(
        "response",
        "http://example.org/a",
        &format!("{HTTP}WARC-Truncated: length\r\n"),
        &page(&story("One"), ""),
    );
    assert!(reading(&truncated).failures[0].reason().contains("cut off when it was saved"));
    for at in (0..whole).step_by(37) {
        let _ = reading(&warc[..at]);
    }
}

#[test]
fn packed_pages_are_unpacked() {
    let body = story("Packed");
    // "Packed" as brotli: a stream of stored bytes, by the format (RFC 7932, section 9.2), so that nothing but a decoder is needed.
    let mut bits = Bits::default();
    bits.put(0, 1); // window of 16 bits
    let raw = body.as_bytes();
    bits.put(0, 1); // not the last block
    bits.put(0, 2); // four nibbles of length
    bits.put(raw.len() as u64 - 1, 16);
    bits.put(1, 1); // stored
    let mut brotli = bits.bytes();
    brotli.extend_from_slice(raw);
    brotli.push(3); // an empty last block
    let packed = [
        ("br", brotli),
        ("zstd", zstd::encode_all(raw, 3).unwrap()),
        ("gzip", {
            let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
            std::io::Write::write_all(&mut out, raw).unwrap();
            out.finish().unwrap()
        }),
    ];
    for (name, bytes) in packed {
        let message = |bytes: &[u8]| {
            let head = format!(
                "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\nContent-Encoding: {name}\r\n\r\n"
            );
            record("response", "http://example.org/a", HTTP, &[head.as_bytes(), bytes].concat())
        };
        let r = reading(&message(&bytes));
        assert_eq!(r.articles.len(), 1, "{name}: {:?}", r.failures);
        assert_eq!(r.articles[0].title.as_deref(), Some("Packed"), "{name}");
        // What crawlers have unpacked keeps its header.
        assert_eq!(reading(&message(raw)).articles.len(), 1, "{name}");
        let r = reading(&message(&bytes[..bytes.len() / 2]));
        assert!(
            r.articles.is_empty() && r.failures[0].reason().contains("cannot be unpacked"),
            "{name}: {r:?}"
        );
    }
}

/// Bits as brotli writes them: the lowest first.
#[derive(Default)]
struct Bits(Vec<bool>);

impl Bits {
    fn put(&mut self, value: u64, count: u32) {
        self.0.extend((0..count).map(|i| value >> i & 1 == 1));
    }

    fn bytes(&self) -> Vec<u8> {
        self.0.chunks(8).map(|byte| byte.iter().rev().fold(0, |b, &bit| b << 1 | u8::from(bit))).collect()
    }
}
