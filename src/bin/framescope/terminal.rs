//! The only place that prints.

#![allow(clippy::print_stderr)]

use framescope::error::Error;

/// Shows an error on standard error.
pub fn error(error: &Error) {
    eprintln!("framescope: {error}");
}

/// Says something that is no error, on standard error.
pub fn note(words: &str) {
    eprintln!("{}", framescope::report::escape::terminal(words));
}
