//! Articles → records and files that any program reads, this one included.

#[cfg(feature = "parquet")]
mod columns;

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::article::Article;

use super::fields::Field;

#[cfg(feature = "parquet")]
pub use columns::{ParquetTable, parquet};

/// The value of a field or of a metadata column of an article.
pub fn value_of(article: &Article, column: &str) -> Option<String> {
    match Field::from_name(column) {
        Some(Field::Id) => Some(article.id.clone()),
        Some(Field::Source) => article.source.clone(),
        Some(Field::Title) => article.title.clone(),
        Some(Field::Date) => article.date.map(|d| d.to_string()),
        Some(Field::Url) => article.url.clone(),
        Some(Field::Language) => article.language.clone(),
        Some(Field::Author) => article.author.clone(),
        Some(Field::Text) => Some(article.text.clone()),
        Some(Field::File) | None => article.metadata.get(column).cloned(),
    }
}

/// Columns that every table of articles has, in their order; the text comes last.
pub const COLUMNS: [&str; 8] = ["id", "source", "title", "date", "url", "language", "author", "text"];

/// Metadata columns of articles, sorted. One that is called like a field is not among them.
pub fn metadata_columns<'a>(articles: impl IntoIterator<Item = &'a Article>) -> BTreeSet<String> {
    let all = articles.into_iter().flat_map(|a| a.metadata.keys());
    all.filter(|c| !COLUMNS.contains(&c.as_str())).cloned().collect()
}

/// An article as one JSON object: fields first, then metadata; what is not known is left out.
///
/// # Example
/// ```
/// use framescope::{article::Article, input::writing::json};
/// let article = Article { id: "a".into(), text: "One.".into(), ..Article::default() };
/// assert_eq!(json(&article).to_string(), r#"{"id":"a","text":"One."}"#);
/// ```
pub fn json(article: &Article) -> Value {
    let mut map = Map::new();
    let names = COLUMNS
        .iter()
        .copied()
        .chain(article.metadata.keys().map(String::as_str).filter(|c| !COLUMNS.contains(c)));
    for name in names {
        if let Some(value) = value_of(article, name) {
            map.insert(name.to_owned(), Value::from(value));
        }
    }
    Value::Object(map)
}

/// An article as a text file with front matter, which reads back as the same article.
///
/// # Example
/// ```
/// use framescope::{article::Article, input::{FileName, ReadOptions, read_file, writing::front_matter}};
/// let article = Article { id: "a".into(), title: Some("Storm: \"one\"".into()), text: "---\nOne.".into(), ..Article::default() };
/// let file = front_matter(&article);
/// let back = read_file(FileName::new("x.md"), file.as_bytes(), &ReadOptions::default());
/// assert_eq!((&back.articles[0].title, &back.articles[0].text), (&article.title, &article.text));
/// ```
pub fn front_matter(article: &Article) -> String {
    let mut out = String::from("---\n");
    let names = COLUMNS
        .iter()
        .copied()
        .chain(article.metadata.keys().map(String::as_str).filter(|c| !COLUMNS.contains(c)));
    for name in names.filter(|n| *n != "text") {
        if let Some(value) = value_of(article, name) {
            // A string of JSON is one of YAML too.
            out.push_str(&format!("{}: {}\n", Value::from(name), Value::from(value)));
        }
    }
    out.push_str("---\n");
    out.push_str(&article.text);
    out
}

/// A name for the file of an article: its id without anything that a file system minds, never leaving its folder.
///
/// # Example
/// ```
/// use framescope::input::writing::file_name;
/// assert_eq!(file_name("a/b: c?"), "a/b_ c_.md");
/// assert_eq!(file_name("../../etc/passwd"), "__/__/etc/passwd.md");
/// assert_eq!(file_name(""), "_.md");
/// ```
pub fn file_name(id: &str) -> String {
    let part = |part: &str| {
        let plain = |c: char| if c.is_control() || "<>:\"\\|?*".contains(c) { '_' } else { c };
        let name: String = part.chars().map(plain).take(120).collect();
        let trimmed = name.trim().trim_end_matches('.');
        if trimmed.is_empty() { "_".repeat(name.trim().len().max(1)) } else { trimmed.to_owned() }
    };
    let parts: Vec<String> = id.split('/').filter(|p| !p.is_empty()).map(part).collect();
    let path = if parts.is_empty() { "_".to_owned() } else { parts.join("/") };
    format!("{path}.md")
}
