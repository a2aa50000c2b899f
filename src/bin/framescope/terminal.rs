//! The only place that prints.

#![allow(clippy::print_stderr)]

use std::io::{IsTerminal, Write};

use indicatif::{ProgressBar, ProgressStyle};

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
    bytes(framescope::report::escape::terminal(text).as_bytes())
}

/// Writes bytes to standard output; a closed pipe is success.
///
/// # Errors
/// If standard output cannot be written to.
pub fn bytes(bytes: &[u8]) -> Result<()> {
    match std::io::stdout().write_all(bytes) {
        Err(e) if e.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(Error::new(Kind::Output, e.to_string()).in_file("standard output"))
        }
        _ => Ok(()),
    }
}

/// Progress of long work on standard error: shown in a terminal only, and not when quiet.
pub struct Progress(Option<ProgressBar>);

impl Progress {
    /// Counts articles; `total` if it is known.
    pub fn articles(total: Option<u64>, quiet: bool) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        let template = match total {
            Some(_) => "{bar:30} {pos}/{len} articles, {per_sec}, {eta} left",
            None => "{spinner} {pos} articles, {per_sec}, {elapsed}",
        };
        // The templates are fixed, so they read; a bar without them would only look plainer.
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(Some(bar))
    }

    /// Counts the bytes that are read; `total` if it is known.
    pub fn bytes(total: Option<u64>, quiet: bool) -> Self {
        if quiet || !std::io::stderr().is_terminal() {
            return Self(None);
        }
        let bar = total.map_or_else(ProgressBar::new_spinner, ProgressBar::new);
        let template = match total {
            Some(_) => "{bar:30} {bytes}/{total_bytes}, {msg}, {bytes_per_sec}, {eta} left",
            None => "{spinner} {bytes}, {msg}, {bytes_per_sec}, {elapsed}",
        };
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        Self(Some(bar))
    }

    /// So many bytes are read and so many articles done.
    pub fn set(&self, bytes: u64, articles: u64) {
        if let Some(bar) = &self.0 {
            bar.set_position(bytes);
            bar.set_message(format!("{articles} articles"));
        }
    }

    /// So many more are done.
    pub fn add(&self, articles: u64) {
        if let Some(bar) = &self.0 {
            bar.inc(articles);
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.0 {
            bar.finish_and_clear();
        }
    }
}
