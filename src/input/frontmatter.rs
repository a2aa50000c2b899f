//! Front matter: metadata at the head of a text file, in YAML between `---` lines or in TOML between `+++` lines.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::error::{Error, Kind, Result};

/// Front matter longer than this is text.
const LONGEST: usize = 64 * 1024;

/// What stands between the fences, and where the text begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FrontMatter {
    /// Keys and values; lists are joined by `; `, tables are JSON.
    pub entries: BTreeMap<String, String>,
    /// Byte offset of the text after it.
    pub body: usize,
}

/// Reads the front matter of `text`, whose line ends are `\n`; `None` if it has none.
///
/// # Errors
/// Fences around something that reads like metadata but does not parse, with its line.
///
/// # Example
/// ```
/// let text = "---\ntitle: Una domanda\ndate: 2015-03\n---\nIl testo.";
/// let front = framescope::input::frontmatter::read(text).unwrap().unwrap();
/// assert_eq!(front.entries["date"], "2015-03");
/// assert_eq!(&text[front.body..], "Il testo.");
/// ```
pub fn read(text: &str) -> Result<Option<FrontMatter>> {
    let fence = match text.get(..4) {
        Some("---\n") => "---",
        Some("+++\n") => "+++",
        _ => return Ok(None),
    };
    let Some((inner, body)) = between(text, fence) else { return Ok(None) };
    let parsed = if fence == "---" { yaml(inner) } else { toml_table(inner) };
    match parsed {
        Ok(Some(entries)) => {
            let entries = entries.into_iter().filter_map(|(k, v)| Some((k, plain(v)?))).collect();
            Ok(Some(FrontMatter { entries, body }))
        }
        Ok(None) => Ok(None),
        // A rule of dashes above prose is no front matter.
        Err(_) if !inner.lines().next().is_some_and(|l| l.contains([':', '='])) => Ok(None),
        Err(e) => Err(e),
    }
}

/// The lines between the two fences and the offset after the second.
fn between<'a>(text: &'a str, fence: &str) -> Option<(&'a str, usize)> {
    let mut at = fence.len() + 1;
    for line in text[at..].split_inclusive('\n') {
        if line.trim_end() == fence {
            return Some((&text[fence.len() + 1..at], at + line.len()));
        }
        at += line.len();
        if at > LONGEST {
            return None;
        }
    }
    None
}

type Table = BTreeMap<String, Value>;

fn yaml(inner: &str) -> Result<Option<Table>> {
    if inner.trim().is_empty() {
        return Ok(Some(Table::new()));
    }
    // "no" is Norwegian, not false.
    let options = serde_saphyr::options! { strict_booleans: true, with_snippet: false };
    let value: Value = serde_saphyr::from_str_with_options(inner, options).map_err(|e| {
        let line = e.location().map(|l| l.line() as usize);
        wrong("YAML", line, &e.to_string())
    })?;
    Ok(match value {
        Value::Object(map) => Some(map.into_iter().collect()),
        _ => None,
    })
}

fn toml_table(inner: &str) -> Result<Option<Table>> {
    let table: BTreeMap<String, toml::Value> = toml::from_str(inner).map_err(|e| {
        let line = e.span().map(|s| crate::error::line_column(inner, s.start).0);
        wrong("TOML", line, e.message())
    })?;
    let value = |v: toml::Value| match v {
        toml::Value::Datetime(d) => Value::String(d.to_string()),
        other => serde_json::to_value(other).unwrap_or(Value::Null),
    };
    Ok(Some(table.into_iter().map(|(k, v)| (k, value(v))).collect()))
}

fn wrong(format: &str, line: Option<usize>, why: &str) -> Error {
    let why = why.lines().next().unwrap_or_default().to_owned();
    let error = Error::new(Kind::Input, format!("front matter is no {format}: {why}"))
        .help("mend it, or put a blank line before it if it is text");
    // The first fence is line 1.
    error.line(line.unwrap_or(0) + 1)
}

/// A value as one string; `None` for null.
pub(super) fn plain(value: Value) -> Option<String> {
    match value {
        Value::Null => None,
        Value::String(s) => Some(s),
        Value::Array(items) if items.iter().all(|i| !i.is_array() && !i.is_object()) => {
            Some(items.into_iter().filter_map(plain).collect::<Vec<_>>().join("; "))
        }
        other => Some(other.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(text: &str) -> BTreeMap<String, String> {
        read(text).unwrap().unwrap().entries
    }

    #[test]
    fn yaml_values_become_strings() {
        let e = entries("---\nid: 12\ntags: [a, b]\nyear: 2015\ndraft: true\nempty:\ntitle: \"A: b\"\n---\n");
        assert_eq!(e["id"], "12");
        assert_eq!(e["tags"], "a; b");
        assert_eq!(e["title"], "A: b");
        assert_eq!(e["draft"], "true");
        assert!(!e.contains_key("empty"));
    }

    #[test]
    fn a_norwegian_language_stays_a_word() {
        assert_eq!(entries("---\nlanguage: no\n---\n")["language"], "no");
    }

    #[test]
    fn toml_dates_become_strings() {
        let e = entries("+++\ndate = 2015-03-07\ntitle = 'Domanda'\n+++\nTesto");
        assert_eq!((e["date"].as_str(), e["title"].as_str()), ("2015-03-07", "Domanda"));
    }

    #[test]
    fn a_rule_of_dashes_is_no_front_matter() {
        assert_eq!(read("---\nA plain paragraph.\n---\nAnother.").unwrap(), None);
        assert_eq!(read("--- \ntitle: x").unwrap(), None);
        assert_eq!(read("---\ntitle: never closed").unwrap(), None);
    }

    #[test]
    fn broken_front_matter_names_its_line() {
        let e = read("---\ntitle: a\nsource: [b\n---\ntext").unwrap_err();
        assert!(e.line_number().is_some_and(|l| (2..=4).contains(&l)), "{e}");
        let e = read("+++\ntitle = a b\n+++\ntext").unwrap_err();
        assert_eq!(e.line_number(), Some(2));
    }
}
