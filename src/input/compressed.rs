//! Compressed streams: gzip and Zstandard are told by their first bytes and unpacked while they are read.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use crate::error::{Error, Kind, Result};

/// Unpacked bytes that are read at a time.
const BUFFER: usize = 1 << 18;

/// Largest window of a Zstandard stream, as a power of two: what `zstd` writes at any level without `--ultra` or `--long`.
/// A larger one would let a file decide how much memory is used.
const WINDOW: u32 = 25;

/// The stream unpacked, or as it is if it is not compressed. Several members one after the other are read as one.
///
/// # Errors
/// If the first bytes cannot be read.
///
/// # Example
/// ```
/// use std::io::Read;
/// use framescope::input::compressed::unpacked;
/// let mut text = String::new();
/// unpacked(Box::new(&b"plain"[..]))?.read_to_string(&mut text)?;
/// assert_eq!(text, "plain");
/// # Ok::<_, std::io::Error>(())
/// ```
pub fn unpacked<'a>(mut input: Box<dyn BufRead + Send + 'a>) -> io::Result<Box<dyn BufRead + Send + 'a>> {
    let mut first = Vec::with_capacity(4);
    input.by_ref().take(4).read_to_end(&mut first)?;
    let gzip = first.starts_with(&[0x1f, 0x8b]);
    let zstandard = first == [0x28, 0xb5, 0x2f, 0xfd];
    let whole = Cursor::new(first).chain(input);
    Ok(if gzip {
        Box::new(BufReader::with_capacity(BUFFER, flate2::bufread::MultiGzDecoder::new(whole)))
    } else if zstandard {
        let mut decoder = zstd::stream::read::Decoder::with_buffer(whole)?;
        decoder.window_log_max(WINDOW)?;
        Box::new(BufReader::with_capacity(BUFFER, decoder))
    } else {
        Box::new(whole)
    })
}

/// The name of a file without the ending of a compression, if it has one.
///
/// # Example
/// ```
/// use framescope::input::compressed::inner_name;
/// assert_eq!(inner_name("news.jsonl.gz"), Some("news.jsonl"));
/// assert_eq!(inner_name("news.jsonl"), None);
/// ```
pub fn inner_name(name: &str) -> Option<&str> {
    [".gz", ".zst", ".GZ", ".ZST"].iter().find_map(|ending| name.strip_suffix(ending))
}

/// Unpacks what is held in memory; `limit` is the most bytes that it may become.
///
/// # Errors
/// If it is broken, or becomes longer.
pub fn unpack(bytes: &[u8], limit: u64) -> Result<Vec<u8>> {
    let broken = |e: io::Error| Error::new(Kind::Input, format!("it cannot be unpacked: {e}"));
    let mut out = Vec::new();
    let stream = unpacked(Box::new(bytes)).map_err(broken)?;
    stream.take(limit.saturating_add(1)).read_to_end(&mut out).map_err(broken)?;
    if out.len() as u64 > limit {
        let e = Error::new(Kind::Input, format!("it unpacks to more than {} MB", limit >> 20));
        return Err(e.help("unpack it, and cut it if need be"));
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;

    fn gzip(text: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(text).unwrap();
        out.finish().unwrap()
    }

    #[test]
    fn members_are_joined_and_limits_hold() {
        let text = "One line.\nAnother.\n".repeat(100);
        let packed = [gzip(text.as_bytes()), gzip(text.as_bytes())].concat();
        assert_eq!(unpack(&packed, 1 << 20).unwrap(), text.repeat(2).into_bytes());
        assert!(unpack(&packed, 10).unwrap_err().reason().contains("more than"));
        let packed = zstd::encode_all(text.as_bytes(), 1).unwrap();
        assert_eq!(unpack(&[&packed[..], &packed].concat(), 1 << 20).unwrap(), text.repeat(2).into_bytes());
    }

    #[test]
    fn what_is_cut_off_is_an_error() {
        let packed = gzip("a few words, ".repeat(50).as_bytes());
        assert!(unpack(&packed[..packed.len() / 2], 1 << 20).is_err());
        for plain in ["", "a", "abc"] {
            assert_eq!(unpack(plain.as_bytes(), 10).unwrap(), plain.as_bytes());
        }
    }
}
