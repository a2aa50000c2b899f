//! In which line a row of delimited text begins, and whether it ends where it seems to.

use crate::error::{Error, Kind};

/// True for a table with the line ends of Windows.
pub(super) fn is_windows(table: &[u8]) -> bool {
    memchr::memchr(b'\n', table).is_some_and(|i| i > 0 && table[i - 1] == b'\r')
}

/// The line in which a row begins, from the lines the reader was in before and behind it. It skips empty lines, and leaves the second
/// character of a Windows line end to the next row.
pub(super) fn line_of(before: u64, behind: u64, row: &csv::ByteRecord, windows: bool) -> usize {
    let inside = memchr::memchr_iter(b'\n', row.as_slice()).count() as u64;
    let pending = u64::from(windows);
    (behind.saturating_sub(inside + 1 - pending)).max(before + pending) as usize
}

/// True if a quoted field of the row does not end where the row does.
pub(crate) fn is_open(row: &[u8], delimiter: u8) -> bool {
    let (mut quoted, mut begins) = (false, true);
    for &byte in row {
        match byte {
            // A mark that is written twice closes and opens again.
            b'"' if quoted || begins => (quoted, begins) = (!quoted, quoted),
            _ if quoted => {}
            _ => begins = byte == delimiter || byte == b'\n' || byte == b'\r',
        }
    }
    quoted
}

/// What is said of a row that is still open at the end of its table.
pub(super) fn unclosed(line: usize, row: &csv::StringRecord) -> Error {
    // The end of the file ends the row's last line; nothing stands below it.
    let ends: usize = row.iter().map(|field| field.matches('\n').count()).sum();
    let below = ends - usize::from(row.iter().next_back().is_some_and(|last| last.ends_with('\n')));
    let swallowed = match below {
        0 => String::new(),
        1 => ": the line below would belong to this row".into(),
        n => format!(": the {n} lines below would belong to this row"),
    };
    let reason = format!("a quotation mark is never closed{swallowed}");
    Error::new(Kind::Input, reason)
        .line(line)
        .help("close it, or write a mark that belongs to the text twice; no row from here on is read")
}
