//! The only place that prints.

#![allow(clippy::print_stderr)]

use std::io::Write;

use framescope::error::{Error, Kind, Result};

/// Shows an error on standard error.
pub fn error(error: &Error) {
    eprintln!("framescope: {error}");
}

/// Says something that is no error, on standard error.
pub fn note(words: &str) {
    eprintln!("{}", framescope::report::escape::terminal(words));
}

/// Writes data to standard output, with control characters taken out; a closed pipe is success.
///
/// # Errors
/// If standard output cannot be written to.
pub fn data(text: &str) -> Result<()> {
    // The invisible characters of an article must not move the cursor; tabs and line ends are ours.
    let clean = framescope::report::escape::terminal(text);
    match std::io::stdout().write_all(clean.as_bytes()) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::new(Kind::Output, e.to_string()).in_file("standard output"))
        }
        _ => Ok(()),
    }
}
