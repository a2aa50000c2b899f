//! A lexicon file, read as TOML by `file`, and then its patterns; with file, line and column in every error.

use super::entry::{Entry, Lexicon};
use super::file;
pub use super::file::is_frame_id;
use super::pattern::PatternReader;
use crate::error::{Error, Result};

/// Reads one lexicon file; `file` is its name in messages.
///
/// # Errors
/// If it is no TOML, lacks a key, has an unknown one, or holds a value or a pattern out of its range.
///
/// # Example
/// ```
/// let text = r#"
/// frame = "threat"
/// language = "en"
/// version = "1.0.0"
/// [[group]]
/// name = "attack"
/// entries = ["attack", { pattern = "=strike", weight = 0.8 }]
/// "#;
/// let lexicon = framescope::lexicon::parse::parse("threat.toml", text).unwrap();
/// assert_eq!(lexicon.id, "threat");
/// assert_eq!(lexicon.groups[0].entries[1].weight, 0.8);
/// ```
pub fn parse(file: &str, text: &str) -> Result<Lexicon> {
    let lexicon = file::read(file, text)?;
    let mut patterns = PatternReader::new(lexicon.language);
    for (_, entry) in lexicon.entries() {
        check(entry, &mut patterns).map_err(|e| e.at(file, entry.line, entry.column))?;
    }
    Ok(lexicon)
}

fn check(entry: &Entry, patterns: &mut PatternReader) -> Result<(), Error> {
    patterns.read(&entry.pattern, entry.case)?;
    for context in &entry.except {
        patterns.read(context, false)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests;
