//! Values of one file, each with its place for messages.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::error::{Error, Kind, Result};
use crate::lexicon::place::Places;

/// A file and its text, to turn byte offsets into places.
pub(super) struct Fields<'a> {
    file: &'a str,
    places: Places<'a>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(file: &'a str, text: &'a str) -> Self {
        Self { file, places: Places::new(text) }
    }

    /// Line and column of a byte offset.
    pub(super) fn place(&self, offset: usize) -> (usize, usize) {
        self.places.of(offset)
    }

    /// The tables of a list of tables; none if the key is missing.
    pub(super) fn list<'t, 'i>(
        &self,
        table: &'t DeTable<'i>,
        key: &str,
    ) -> Result<&'t [Spanned<DeValue<'i>>]> {
        let Some(value) = table.get(key) else { return Ok(&[]) };
        match value.get_ref() {
            DeValue::Array(array) => Ok(array.as_ref()),
            _ => Err(self
                .error(value.span().start, &format!("{key} must be a list of tables"))
                .help(format!("write [[{key}]] with two brackets"))),
        }
    }

    /// A text that may not be empty.
    pub(super) fn required(
        &self,
        table: &DeTable<'_>,
        key: &str,
        start: usize,
        what: &str,
    ) -> Result<String> {
        match self.text(table, key)? {
            None => Err(self
                .error(start, &format!("this {what} has no {key}"))
                .help(format!("add {key} = \"…\""))),
            Some((text, at)) if text.trim().is_empty() => {
                Err(self.error(at, &format!("the {key} of this {what} is empty")))
            }
            Some((text, _)) => Ok(text),
        }
    }
    pub(super) fn error(&self, offset: usize, reason: &str) -> Error {
        let (line, column) = self.place(offset);
        Error::new(Kind::Lexicon, reason).at(self.file, line, column)
    }

    pub(super) fn missing(&self, key: &str, example: &str) -> Error {
        Error::new(Kind::Lexicon, format!("{key} is missing"))
            .in_file(self.file)
            .help(format!("add {example}"))
    }

    pub(super) fn known_keys(&self, table: &DeTable<'_>, known: &[&str]) -> Result<()> {
        match table.keys().find(|k| !known.contains(&k.get_ref().as_ref())) {
            None => Ok(()),
            Some(key) => Err(self
                .error(key.span().start, &format!("unknown key {:?}", key.get_ref()))
                .help(format!("known here: {}", known.join(", ")))),
        }
    }

    pub(super) fn text(&self, table: &DeTable<'_>, key: &str) -> Result<Option<(String, usize)>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let start = value.span().start;
        match value.get_ref().as_str() {
            Some(s) => Ok(Some((s.to_owned(), start))),
            None => Err(self.error(start, &format!("{key} must be text in quotation marks"))),
        }
    }

    pub(super) fn texts(&self, table: &DeTable<'_>, key: &str) -> Result<Vec<String>> {
        let Some(value) = table.get(key) else { return Ok(Vec::new()) };
        let wrong = |at: usize| {
            self.error(at, &format!("{key} must be a list of texts")).help(format!("write {key} = [\"…\"]"))
        };
        let array = value.get_ref().as_array().ok_or_else(|| wrong(value.span().start))?;
        array
            .iter()
            .map(|v| v.get_ref().as_str().map(str::to_owned).ok_or_else(|| wrong(v.span().start)))
            .collect()
    }

    pub(super) fn number(&self, table: &DeTable<'_>, key: &str, low: f32, high: f32) -> Result<Option<f32>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let start = value.span().start;
        let number = match value.get_ref() {
            DeValue::Float(f) => f.as_str().parse::<f32>().ok(),
            DeValue::Integer(i) => i.as_str().parse::<f32>().ok(),
            _ => None,
        };
        let number = number.ok_or_else(|| self.error(start, &format!("{key} must be a number")))?;
        if number < low || number > high || number.is_nan() {
            return Err(self
                .error(start, &format!("{key} {number} is outside {low}…{high}"))
                .help(format!("give a {key} between {low} and {high}")));
        }
        Ok(Some(number))
    }

    pub(super) fn boolean(&self, table: &DeTable<'_>, key: &str) -> Result<Option<bool>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        match value.get_ref() {
            DeValue::Boolean(b) => Ok(Some(*b)),
            _ => Err(self.error(value.span().start, &format!("{key} must be true or false"))),
        }
    }
}
