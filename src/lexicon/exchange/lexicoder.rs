//! Lexicoder 3's `.lc3`: a line of `+` opens a category, every other line is a term.

use super::category::{Category, Losses, Term};
use crate::error::{Error, Kind, Result};

/// Reads categories and terms.
pub(super) fn read(text: &str, losses: &mut Losses) -> Result<Vec<Category>> {
    let mut out: Vec<Category> = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let body = line.trim();
        if body.is_empty() {
            continue;
        }
        if let Some(name) = body.strip_prefix('+') {
            out.push(Category::new(name.trim()));
        } else if let Some(category) = out.last_mut() {
            category.terms.push(Term { text: body.to_owned(), line: i + 1, ..Term::default() });
        } else {
            losses.add("term before the first category, left out", Some(i + 1), body);
        }
    }
    if out.is_empty() {
        let error = Error::new(Kind::Lexicon, "there is no category in it");
        return Err(error.help("write +name in a line before its terms"));
    }
    Ok(out)
}

/// Writes categories and terms.
pub(super) fn write(categories: &[Category]) -> String {
    let mut out = String::new();
    for category in categories {
        out.push_str(&format!("+{}\n", category.name));
        for term in &category.terms {
            out.push_str(&term.text);
            out.push('\n');
        }
    }
    out
}
