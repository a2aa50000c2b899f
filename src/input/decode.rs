//! Bytes → text: which encoding a file is in, and whether it is text at all.
//!
//! A byte order mark decides; then UTF-16 shows itself by its zero bytes; then valid UTF-8 is UTF-8; whatever is left is
//! guessed by its byte statistics and reported as guessed. A file that is mostly UTF-8 but broken in places is no
//! Windows-1252 file: it is refused with the place, unless the caller asks for replacement characters.

use encoding_rs::{Encoding, MACINTOSH, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

use super::macroman::is_mac_roman;
use crate::error::{Error, Kind, Result, line_column};

/// How many bytes the tests for UTF-16 and for binary data look at.
const SAMPLE: usize = 64 * 1024;

/// Text and how it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text without a byte order mark; line ends as they were.
    pub text: String,
    /// Name of the encoding (WHATWG), e.g. `UTF-8`, `windows-1252`.
    pub encoding: &'static str,
    /// True if the encoding was guessed from byte statistics.
    pub guessed: bool,
    /// True if bytes were replaced by U+FFFD because they fit no character.
    pub replaced: bool,
}

/// Decodes `bytes`.
///
/// `declared` is an encoding label (`latin1`, `utf-16le`, …) that wins over every guess but not over a byte order mark;
/// with `lossy`, bytes that fit no character become U+FFFD instead of an error.
///
/// # Errors
/// Binary data (with what it looks like), an unknown label, and bytes that do not fit the encoding (with line and
/// column). The file is not named: the caller knows it.
///
/// # Example
/// ```
/// use framescope::input::decode::decode;
/// let d = decode(b"perch\xe9 l'attacco \xe8 fallito", None, false).unwrap();
/// assert_eq!(d.text, "perché l'attacco è fallito");
/// assert!(d.guessed);
/// ```
pub fn decode(bytes: &[u8], declared: Option<&str>, lossy: bool) -> Result<Decoded> {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        if encoding != UTF_16LE || !bytes.starts_with(&[0xff, 0xfe, 0, 0]) {
            return with(encoding, &bytes[mark..], false, lossy);
        }
        return Err(Error::new(Kind::Input, "the file is in UTF-32").help("save it as UTF-8"));
    }
    if let Some(label) = declared {
        return with(named(label)?, bytes, false, lossy);
    }
    if let Some(encoding) = utf16_by_zeros(bytes) {
        return with(encoding, bytes, true, lossy);
    }
    if let Some(what) = binary(bytes) {
        return Err(Error::new(Kind::Input, what.reason()).help(what.remedy()));
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => {
            Ok(Decoded { text: text.to_owned(), encoding: UTF_8.name(), guessed: false, replaced: false })
        }
        Err(_) if broken_utf8(bytes) => with(UTF_8, bytes, false, lossy),
        Err(_) => with(guess(bytes), bytes, true, lossy),
    }
}

/// Checks that an encoding is known by this label, before any file is read with it.
///
/// # Errors
/// If it is not.
pub fn check_label(label: &str) -> Result<()> {
    named(label).map(|_| ())
}

fn named(label: &str) -> Result<&'static Encoding> {
    Encoding::for_label(label.trim().as_bytes()).ok_or_else(|| {
        Error::new(Kind::Input, format!("{label:?} is no known encoding")).help(
            "write utf-8, utf-16le, windows-1252, macintosh, iso-8859-2 or another label of the WHATWG list",
        )
    })
}

fn with(encoding: &'static Encoding, bytes: &[u8], guessed: bool, lossy: bool) -> Result<Decoded> {
    let (text, replaced) = encoding.decode_without_bom_handling(bytes);
    if replaced && !lossy {
        return Err(misfit(encoding, bytes, &text));
    }
    // windows-1252 maps five bytes to control characters; they mean that the guess is wrong, not that text is lost.
    Ok(Decoded { text: text.into_owned(), encoding: encoding.name(), guessed, replaced })
}

/// Says where the bytes stop to fit.
fn misfit(encoding: &'static Encoding, bytes: &[u8], text: &str) -> Error {
    let at = match std::str::from_utf8(bytes) {
        Err(e) if encoding == UTF_8 => e.valid_up_to(),
        _ => text.find('\u{fffd}').unwrap_or(0),
    };
    let (line, column) = line_column(text, at);
    Error::new(Kind::Input, format!("column {column}: bytes that are no {} text", encoding.name()))
        .line(line)
        .help("save the file again as UTF-8, name its encoding, or accept replacement characters")
}

/// UTF-16 without a mark: texts in Latin letters have a zero in every second byte.
fn utf16_by_zeros(bytes: &[u8]) -> Option<&'static Encoding> {
    let sample = &bytes[..bytes.len().min(4096) & !1];
    if sample.len() < 8 {
        return None;
    }
    let zeros = |from: usize| sample.iter().skip(from).step_by(2).filter(|&&b| b == 0).count();
    let (even, odd, pairs) = (zeros(0), zeros(1), sample.len() / 2);
    // Half of the characters are ASCII even in accented prose; binary data has zeros on both sides.
    match () {
        () if odd * 2 > pairs && even * 20 < pairs => Some(UTF_16LE),
        () if even * 2 > pairs && odd * 20 < pairs => Some(UTF_16BE),
        () => None,
    }
}

/// What a binary file looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Binary {
    what: &'static str,
    remedy: &'static str,
}

impl Binary {
    /// Why it cannot be read, e.g. `this is a PNG image, not text`.
    pub fn reason(self) -> String {
        format!("this is {}, not text", self.what)
    }

    /// What can be done about it.
    pub fn remedy(self) -> &'static str {
        self.remedy
    }
}

const EXPORT: &str = "export it as plain text, HTML, DOCX or CSV";
const OLD: &str = "open it in Word, Outlook or LibreOffice and save it as DOCX, XLSX or EML";
const PICTURE: &str = "let a program recognise its text (OCR) and save that as text or PDF with a text layer";
const SPOKEN: &str = "transcribe it and save the transcript as text";
const PACKED: &str = "unpack it, or pack it as ZIP";
const BOOK: &str = "convert it to EPUB, for instance with Calibre";

/// File signatures: where they stand, their bytes, what they mean, what to do.
const SIGNATURES: &[(usize, &[u8], &str, &str)] = &[
    (0, b"%PDF-", "a PDF file", EXPORT),
    (0, b"PK\x03\x04", "a ZIP archive or an office document", EXPORT),
    (0, b"PK\x05\x06", "an empty ZIP archive", EXPORT),
    (
        0,
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "an old Office document or message (.doc, .xls, .ppt, .msg)",
        OLD,
    ),
    (0, b"\xffWPC", "a WordPerfect document", OLD),
    (0, b"\xdb\xa5-\0\0\0", "a Word 2.0 document", OLD),
    (0, b"!BDN", "an Outlook mailbox (.pst)", "save the messages as EML"),
    (0, b"\x1f\x8b", "a gzip file", PACKED),
    (0, b"\x28\xb5\x2f\xfd", "a Zstandard file", PACKED),
    (4, b"1AY&SY", "a bzip2 file", PACKED),
    (0, b"7z\xbc\xaf\x27\x1c", "a 7z archive", PACKED),
    (0, b"Rar!\x1a\x07", "a RAR archive", PACKED),
    (0, b"\xfd7zXZ\0", "an xz file", PACKED),
    (0, b"\x89PNG\r\n", "a PNG image", PICTURE),
    (0, b"\xff\xd8\xff", "a JPEG image", PICTURE),
    (0, b"GIF89a", "a GIF image", PICTURE),
    (0, b"GIF87a", "a GIF image", PICTURE),
    (0, b"II*\0", "a TIFF image", PICTURE),
    (0, b"MM\0*", "a TIFF image", PICTURE),
    (8, b"WEBPVP8", "a WebP image", PICTURE),
    (4, b"ftypheic", "a HEIC image", PICTURE),
    (4, b"ftypmif1", "a HEIC image", PICTURE),
    (4, b"ftypavif", "an AVIF image", PICTURE),
    (0, b"AT&TFORM", "a DjVu scan", PICTURE),
    (0, b"ID3\x03", "a sound recording", SPOKEN),
    (0, b"ID3\x04", "a sound recording", SPOKEN),
    (8, b"WAVEfmt", "a sound recording", SPOKEN),
    (0, b"OggS\0", "a recording", SPOKEN),
    (4, b"ftypM4", "a recording", SPOKEN),
    (4, b"ftypisom", "a recording", SPOKEN),
    (4, b"ftypmp4", "a recording", SPOKEN),
    (0, b"\x1aE\xdf\xa3", "a recording", SPOKEN),
    (60, b"BOOKMOBI", "a Kindle book", BOOK),
    (0, b"\x7fELF", "a program", EXPORT),
    (0, b"MZ\x90\0", "a program", EXPORT),
    (0, b"SQLite format 3\0", "an SQLite database", EXPORT),
    (0, b"bplist00", "a binary property list or a Safari web archive", "save the page as HTML"),
    (0, b"PAR1", "a Parquet file", EXPORT),
];

/// What the file is, if it is binary: by its signature, by zero bytes, or by its share of control characters.
pub fn binary(bytes: &[u8]) -> Option<Binary> {
    let signed =
        |(at, magic, ..): &&(usize, &[u8], _, _)| bytes.get(*at..).is_some_and(|b| b.starts_with(magic));
    if let Some(&(_, _, what, remedy)) = SIGNATURES.iter().find(signed) {
        return Some(Binary { what, remedy });
    }
    let unknown = Binary { what: "binary data", remedy: EXPORT };
    let sample = &bytes[..bytes.len().min(SAMPLE)];
    if memchr::memchr(0, sample).is_some() {
        return Some(unknown);
    }
    let control = |b: &&u8| matches!(**b, 1..=8 | 14..=26 | 28..=31 | 127);
    let controls = sample.iter().filter(control).count();
    (controls * 50 > sample.len()).then_some(unknown)
}

/// True if most multi-byte sequences are well-formed: then the rest are damage, not another encoding.
fn broken_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    // In single-byte encodings an accented letter is followed by a plain one: hardly ever a valid sequence.
    good > 0 && good >= 2 * bad
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    let start = &bytes[..bytes.len().min(1 << 20)];
    detector.feed(start, true);
    let found = detector.guess(None, chardetng::Utf8Detection::Deny);
    // Of the pure guesses only those that can hold every byte are trusted; else the commonest one is meant.
    let found = if found.decode_without_bom_handling(bytes).1 { WINDOWS_1252 } else { found };
    // The detector follows the web, where Mac Roman hardly occurs; old files on disks are often in it.
    if found == WINDOWS_1252 && is_mac_roman(start) { MACINTOSH } else { found }
}

/// Line ends of Windows and old Macs → `\n`.
///
/// # Example
/// ```
/// assert_eq!(framescope::input::decode::unix_lines("a\r\nb\rc\n".into()), "a\nb\nc\n");
/// ```
pub fn unix_lines(text: String) -> String {
    if memchr::memchr(b'\r', text.as_bytes()).is_none() {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = memchr::memchr(b'\r', rest.as_bytes()) {
        out.push_str(&rest[..at]);
        out.push('\n');
        rest = &rest[at + 1..];
        rest = rest.strip_prefix('\n').unwrap_or(rest);
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf16(text: &str, big: bool, mark: bool) -> Vec<u8> {
        let start = if mark { Some(0xfeff) } else { None };
        let units = start.into_iter().chain(text.encode_utf16());
        units.flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() }).collect()
    }

    #[test]
    fn a_mark_decides_and_is_dropped() {
        let d = decode("\u{feff}così".as_bytes(), None, false).unwrap();
        assert_eq!((d.text.as_str(), d.encoding, d.guessed), ("così", "UTF-8", false));
        for big in [false, true] {
            let d = decode(&utf16("Perché no?", big, true), None, false).unwrap();
            assert_eq!((d.text.as_str(), d.guessed), ("Perché no?", false));
        }
    }

    #[test]
    fn utf16_shows_itself_by_its_zeros() {
        for (big, name) in [(false, "UTF-16LE"), (true, "UTF-16BE")] {
            let d = decode(&utf16("Il ministro non è d’accordo.", big, false), None, false).unwrap();
            assert_eq!(
                (d.text.as_str(), d.encoding, d.guessed),
                ("Il ministro non è d’accordo.", name, true)
            );
        }
    }

    #[test]
    fn windows_1252_is_guessed() {
        let d = decode(
            b"\x93Non \xe8 vero\x94, ha detto. Perch\xe9? La citt\xe0 \x96 dice \x96 dorme.",
            None,
            false,
        )
        .unwrap();
        assert_eq!((d.encoding, d.guessed), ("windows-1252", true));
        assert!(d.text.starts_with("“Non è vero”"));
    }

    #[test]
    fn mac_roman_is_guessed_too_and_can_be_named() {
        let bytes = b"Perch\x8e no? La citt\x88 \x8f pi\x9d sicura.\r";
        let d = decode(bytes, None, false).unwrap();
        assert_eq!(
            (d.text.as_str(), d.encoding, d.guessed),
            ("Perché no? La città è più sicura.\r", "macintosh", true)
        );
        assert_eq!(decode(b"caff\x8f", Some("macintosh"), false).unwrap().text, "caffè");
    }

    #[test]
    fn broken_utf8_is_named_by_its_place_and_can_be_replaced() {
        let bytes = b"prima riga\nperch\xc3\xa9 \xc3\xa8 \xff rotta\n";
        let e = decode(bytes, None, false).unwrap_err();
        assert_eq!(e.line_number(), Some(2));
        assert!(e.reason().starts_with("column 10"), "{e}");
        assert!(decode(bytes, None, true).unwrap().replaced);
    }

    #[test]
    fn binary_files_are_refused_with_what_they_are() {
        let reason = |b: &[u8]| decode(b, None, false).unwrap_err().reason().to_owned();
        assert_eq!(reason(b"%PDF-1.7\n..."), "this is a PDF file, not text");
        assert_eq!(reason(b"abc\0def, and not in pairs"), "this is binary data, not text");
        assert_eq!(reason(&[1, 2, 3, 4, 5, 6, 7]), "this is binary data, not text");
        let picture = decode(b"RIFF\0\0\0\0WEBPVP8 ", None, false).unwrap_err().to_string();
        assert!(picture.contains("a WebP image") && picture.contains("OCR"), "{picture}");
        assert!(decode(b"tab\tand\x0cform feed", None, false).is_ok());
        assert!(decode(b"GIF is how the file was called", None, false).is_ok());
        assert!(decode(b"ID3 cards", None, false).is_ok());
    }

    #[test]
    fn a_declared_encoding_wins_over_the_guess() {
        let d = decode(b"\xa4 10", Some("iso-8859-15"), false).unwrap();
        assert_eq!((d.text.as_str(), d.guessed), ("€ 10", false));
        assert!(decode(b"x", Some("klingon"), false).is_err());
    }

    #[test]
    fn no_bytes_make_it_panic() {
        for a in 0..=255u8 {
            for b in [0, 0x80, 0xbf, 0xc3, 0xf0, 0xff] {
                let _ = decode(&[a, b, a], None, false);
                let _ = decode(&[a, b, a], None, true);
            }
        }
        assert_eq!(decode(b"", None, false).unwrap().text, "");
    }
}
