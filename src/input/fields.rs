//! Columns, keys and front matter entries → the fields of an article.
//!
//! Every reader that meets named values goes through [`Draft`]: the user's own mapping decides first, then a field's own
//! name, then the names that other programs give it (`lexicons/input/columns.toml`). What belongs to no field is metadata.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, LazyLock};

use crate::article::{Article, Origin};
use crate::error::{Error, Kind, Result};

use super::dates::{parse_date, parse_language};
use super::{Notes, source, words};

/// What to do about a record or a row without a text.
pub(super) const NO_TEXT: &str = "give it a text or take it out; the others are read";

/// A field of an article that a column can hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The text, required.
    Text,
    /// The identifier.
    Id,
    /// The outlet.
    Source,
    /// The headline.
    Title,
    /// Date of publication.
    Date,
    /// Address of the article.
    Url,
    /// Declared language.
    Language,
    /// Byline.
    Author,
    /// In a metadata table: the file that a row is about.
    File,
}

impl Field {
    /// All fields, in the order of the contract.
    pub const ALL: [Self; 9] = [
        Self::Text,
        Self::Id,
        Self::Source,
        Self::Title,
        Self::Date,
        Self::Url,
        Self::Language,
        Self::Author,
        Self::File,
    ];

    /// Its name in every input and output.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Id => "id",
            Self::Source => "source",
            Self::Title => "title",
            Self::Date => "date",
            Self::Url => "url",
            Self::Language => "language",
            Self::Author => "author",
            Self::File => "file",
        }
    }

    /// The field of that very name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|f| f.name() == name)
    }
}

/// The user's own mapping: which column holds which field. Columns not named in it are guessed.
///
/// Copies know together which of its columns were met, so that readers on several threads can tell of one that never was.
#[derive(Debug, Clone, Default)]
pub struct ColumnMap(BTreeMap<String, Mapped>);

#[derive(Debug, Clone)]
struct Mapped {
    field: Field,
    met: Arc<AtomicBool>,
}

impl PartialEq for ColumnMap {
    fn eq(&self, other: &Self) -> bool {
        let fields = |map: &Self| map.0.iter().map(|(c, m)| (c.clone(), m.field)).collect::<Vec<_>>();
        fields(self) == fields(other)
    }
}

impl Eq for ColumnMap {}

impl ColumnMap {
    /// Adds `field=column` pairs separated by commas, e.g. `text=Full text,date=Day`.
    ///
    /// # Errors
    /// A pair without `=`, an unknown field, and a field or column named twice.
    ///
    /// # Example
    /// ```
    /// use framescope::input::{ColumnMap, Field};
    /// let map = ColumnMap::parse("text=Corpo del pezzo, date=Giorno").unwrap();
    /// assert_eq!(map.get("Giorno"), Some(Field::Date));
    /// assert!(ColumnMap::parse("colour=x").is_err());
    /// ```
    pub fn parse(pairs: &str) -> Result<Self> {
        let mut map = Self::default();
        for pair in pairs.split(',').filter(|p| !p.trim().is_empty()) {
            let wrong = |why: String| {
                Error::new(Kind::Study, why).help("write field=column, e.g. text=Body,date=Published")
            };
            let (field, column) = pair
                .split_once('=')
                .ok_or_else(|| wrong(format!("{pair:?} is no pair of field and column")))?;
            let (field, column) = (field.trim(), column.trim());
            let known = Field::from_name(field).ok_or_else(|| {
                let names = Field::ALL.map(Field::name).join(", ");
                wrong(format!("{field:?} is no field; fields are {names}"))
            })?;
            let mapped = Mapped { field: known, met: Arc::default() };
            if map.column(known).is_some() || map.0.insert(column.to_owned(), mapped).is_some() {
                return Err(wrong(format!("{pair:?} names a field or a column a second time")));
            }
        }
        Ok(map)
    }

    /// The field that `column` was set to.
    pub fn get(&self, column: &str) -> Option<Field> {
        if self.0.is_empty() {
            return None;
        }
        let mapped = self.0.get(column)?;
        mapped.met.store(true, Ordering::Relaxed);
        Some(mapped.field)
    }

    /// The column that `field` was set to.
    pub fn column(&self, field: Field) -> Option<&str> {
        self.0.iter().find(|(_, m)| m.field == field).map(|(c, _)| c.as_str())
    }

    /// All columns that were set.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }

    /// Columns that were set and that nothing read so far has: texts and pages have no columns.
    pub fn unmet(&self) -> Vec<&str> {
        let unmet = self.0.iter().filter(|(_, m)| !m.met.load(Ordering::Relaxed));
        unmet.map(|(column, _)| column.as_str()).collect()
    }

    /// The field of a column and how good a name it is for it: 0 set by the user, 1 its own name, then other names.
    pub(super) fn field_of(&self, column: &str) -> Option<(Field, u16)> {
        if let Some(field) = self.get(column) {
            return Some((field, 0));
        }
        let guess = match Field::from_name(column) {
            Some(field) => Some((field, 1)),
            None => GUESSES.get(&plain(column)).copied(),
        };
        guess.filter(|(field, _)| self.column(*field).is_none())
    }
}

static GUESSES: LazyLock<HashMap<String, (Field, u16)>> = LazyLock::new(|| {
    let field = |(name, names): (&String, &'static Vec<String>)| Some((Field::from_name(name)?, names));
    let ranked = |(field, names): (Field, &'static Vec<String>)| {
        names.iter().enumerate().map(move |(i, n)| (n.clone(), (field, i as u16 + 2)))
    };
    words::columns().iter().filter_map(field).flat_map(ranked).collect()
});

/// A column name in lower case without anything but letters and digits.
fn plain(column: &str) -> String {
    column.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// An article in the making: values arrive by name, in any order.
#[derive(Debug, Default)]
pub(super) struct Draft {
    values: [Option<Named>; Field::ALL.len()],
    metadata: BTreeMap<String, String>,
}

#[derive(Debug)]
struct Named {
    rank: u16,
    /// The name of the column, if it is not that of the field.
    column: Option<String>,
    value: String,
}

impl Draft {
    /// Takes a value that a column of this name holds.
    pub fn put(&mut self, column: &str, value: String, map: &ColumnMap) {
        let Some((field, rank)) = map.field_of(column) else { return self.put_metadata(column, value) };
        // White space around a name or a date means nothing; a text is kept as it is.
        let kept = field == Field::Text || value.trim().len() == value.len();
        let value = if kept { value } else { value.trim().to_owned() };
        if value.is_empty() && field != Field::Text {
            return;
        }
        let slot = &mut self.values[field as usize];
        if slot.as_ref().is_some_and(|known| known.rank <= rank) {
            return self.put_metadata(column, value);
        }
        let other = (column != field.name()).then(|| column.to_owned());
        if let Some(old) = slot.replace(Named { rank, column: other, value }) {
            self.put_metadata(old.column.as_deref().unwrap_or(field.name()), old.value);
        }
    }

    fn put_metadata(&mut self, column: &str, value: String) {
        if !column.is_empty() && !value.is_empty() {
            self.metadata.insert(column.to_owned(), value);
        }
    }

    /// Takes the value of a field out.
    pub fn take(&mut self, field: Field) -> Option<String> {
        self.values[field as usize].take().map(|named| named.value)
    }

    /// The text, if one has arrived.
    pub fn text(&self) -> Option<&str> {
        self.values[Field::Text as usize].as_ref().map(|named| named.value.as_str())
    }

    /// True if a text has arrived that is not empty.
    pub fn has_text(&self) -> bool {
        self.text().is_some_and(|t| !t.trim().is_empty())
    }

    /// The article of this draft; `fallback_id` if it brought no id.
    pub fn finish(
        mut self,
        fallback_id: impl FnOnce() -> String,
        origin: Origin,
        notes: &mut Notes,
    ) -> Article {
        let text = self.take(Field::Text).unwrap_or_default();
        let id = self.take(Field::Id).unwrap_or_else(fallback_id);
        let mut article = Article { id, text, origin, ..Article::default() };
        self.complete(&mut article, notes);
        source::complete(&mut article);
        article
    }

    /// Writes what the draft holds into an article, over what was there; the text stays.
    pub fn complete(mut self, article: &mut Article, notes: &mut Notes) {
        if let Some(id) = self.take(Field::Id) {
            article.id = id;
        }
        for (field, slot) in [
            (Field::Source, &mut article.source),
            (Field::Title, &mut article.title),
            (Field::Url, &mut article.url),
            (Field::Author, &mut article.author),
        ] {
            if let Some(value) = self.take(field) {
                *slot = Some(value);
            }
        }
        let place = &article.origin;
        if let Some(written) = self.take(Field::Date) {
            if let Some(read) = parse_date(&written) {
                article.date = Some(read.date);
                if read.other.is_some() {
                    notes.add(place, "dates of two readings are read with the day first", &written);
                }
            } else {
                notes.add(place, "dates that are none are kept as metadata", &written);
                self.metadata.insert("date_as_given".into(), written);
            }
        }
        if let Some(written) = self.take(Field::Language) {
            if let Some(tag) = parse_language(&written) {
                article.language = Some(tag);
            } else {
                notes.add(place, "languages that are none are kept as metadata and detected", &written);
                self.metadata.insert("language_as_given".into(), written);
            }
        }
        article.metadata.append(&mut self.metadata);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn article(pairs: &[(&str, &str)], map: &ColumnMap) -> (Article, Notes) {
        let mut draft = Draft::default();
        for (column, value) in pairs {
            draft.put(column, (*value).to_owned(), map);
        }
        let mut notes = Notes::default();
        (draft.finish(|| "row".into(), Origin::default(), &mut notes), notes)
    }

    #[test]
    fn a_column_that_was_never_met_is_known_to_all_copies() {
        let map = ColumnMap::parse("text=Body,date=Day").unwrap();
        let copy = map.clone();
        assert_eq!(map.unmet(), ["Body", "Day"]);
        article(&[("Day", "2015"), ("text", "Ciao.")], &copy);
        assert_eq!((map.unmet(), map == copy), (vec!["Body"], true));
    }

    #[test]
    fn names_of_other_programs_are_understood() {
        let pairs = [
            ("Full Text", " Ciao. "),
            ("Publication title", "L'Eco"),
            ("pub_date", "7 marzo 2015"),
            ("pages", "3"),
        ];
        let (a, _) = article(&pairs, &ColumnMap::default());
        assert_eq!((a.text.as_str(), a.source.as_deref()), (" Ciao. ", Some("L'Eco")));
        assert_eq!(a.date.unwrap().to_string(), "2015-03-07");
        assert_eq!(a.metadata, BTreeMap::from([("pages".into(), "3".into())]));
        assert_eq!(a.id, "row");
    }

    #[test]
    fn a_fields_own_name_wins_in_any_order_and_nothing_is_lost() {
        for pairs in [[("content", "b"), ("text", "a")], [("text", "a"), ("content", "b")]] {
            let (a, _) = article(&pairs, &ColumnMap::default());
            assert_eq!((a.text.as_str(), a.metadata["content"].as_str()), ("a", "b"));
        }
    }

    #[test]
    fn the_users_mapping_wins_over_a_fields_own_name() {
        let map = ColumnMap::parse("text=summary").unwrap();
        let (a, _) = article(&[("text", "long"), ("summary", "short")], &map);
        assert_eq!((a.text.as_str(), a.metadata["text"].as_str()), ("short", "long"));
    }

    #[test]
    fn bad_dates_and_languages_cost_no_article() {
        let (a, notes) = article(&[("date", "last week"), ("language", "???")], &ColumnMap::default());
        assert_eq!((a.date, a.language), (None, None));
        assert_eq!(a.metadata["date_as_given"], "last week");
        assert_eq!(notes.list().len(), 2);
    }

    #[test]
    fn a_mapping_names_each_field_and_column_once() {
        for wrong in ["text", "text=a,text=b", "text=a,title=a", "body=x"] {
            assert!(ColumnMap::parse(wrong).is_err(), "{wrong}");
        }
    }
}
