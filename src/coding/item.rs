//! What is coded: sentences or segments with opaque names, and the key that says where they stand.

use std::collections::BTreeMap;

use super::sheet::{Coding, Sheet, check, letters};
use crate::error::{Error, Kind, Result};
use crate::input::decode::unix_lines;

/// A unit to code. Coders see its name, its words and the words around it; the rest is the key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Item {
    /// Its name on sheets: says nothing about article or source.
    pub unit: String,
    /// Article id.
    pub article: String,
    /// The outlet.
    pub source: String,
    /// Language code.
    pub language: String,
    /// Index of its first sentence.
    pub sentence: u32,
    /// First code point in the article.
    pub start: u32,
    /// One past the last.
    pub end: u32,
    /// The sentence before it, for context.
    pub before: String,
    /// Its words on one line.
    pub text: String,
    /// The sentence after it.
    pub after: String,
    /// How it was drawn: `random`, or the stratum.
    pub drawn: String,
    /// How many units of the study it stands for: one over its chance of being drawn.
    pub weight: f64,
}

/// Columns of the key file.
pub const KEY_COLUMNS: [&str; 12] = [
    "unit", "article", "source", "language", "sentence", "start", "end", "drawn", "weight", "before", "text",
    "after",
];

impl Item {
    /// The check that its rows carry.
    pub fn check(&self) -> String {
        check(&self.unit, &self.text)
    }

    /// Its row in the key file, in the order of [`KEY_COLUMNS`].
    pub fn key_row(&self) -> Vec<String> {
        vec![
            self.unit.clone(),
            self.article.clone(),
            self.source.clone(),
            self.language.clone(),
            self.sentence.to_string(),
            self.start.to_string(),
            self.end.to_string(),
            self.drawn.clone(),
            format!("{:.4}", self.weight),
            self.before.clone(),
            self.text.clone(),
            self.after.clone(),
        ]
    }
}

/// Reads a key file.
///
/// # Errors
/// If a column is missing or a number is none, with file and line.
pub fn read_key(name: &str, text: &str) -> Result<Vec<Item>> {
    // The reader counts lines by one sign alone.
    let text = unix_lines(text.trim_start_matches('\u{feff}').to_owned());
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let wrong = |line: usize, reason: String| Error::new(Kind::Coding, reason).in_file(name).line(line);
    let head = reader.headers().map_err(|e| wrong(1, e.to_string()))?.clone();
    let column = |key: &str| {
        head.iter().position(|h| h == key).ok_or_else(|| {
            wrong(1, format!("there is no column {key}"))
                .help("give the file items.csv that `code sample` wrote, as it was written")
        })
    };
    let columns = KEY_COLUMNS.iter().map(|k| column(k)).collect::<Result<Vec<_>>>()?;
    let mut out = Vec::new();
    for record in reader.records() {
        let record =
            record.map_err(|e| wrong(e.position().map_or(1, |p| p.line() as usize), e.to_string()))?;
        let line = record.position().map_or(1, |p| p.line() as usize);
        let cell = |i: usize| {
            let cell = columns.get(i).and_then(|c| record.get(*c)).unwrap_or_default();
            cell.strip_prefix('\'').filter(|c| c.starts_with(['=', '+', '-', '@'])).unwrap_or(cell).to_owned()
        };
        let number = |i: usize| {
            cell(i)
                .parse::<u32>()
                .map_err(|_| wrong(line, format!("{} {:?} is no number", KEY_COLUMNS[i], cell(i))))
        };
        out.push(Item {
            unit: cell(0),
            article: cell(1),
            source: cell(2),
            language: cell(3),
            sentence: number(4)?,
            start: number(5)?,
            end: number(6)?,
            drawn: cell(7),
            weight: cell(8).parse().ok().filter(|w: &f64| w.is_finite() && *w > 0.0).unwrap_or(1.0),
            before: cell(9),
            text: cell(10),
            after: cell(11),
        });
    }
    Ok(out)
}

impl Sheet {
    /// Puts the place of every unit into the rows that name it, and holds their words against the key. Rows of units that the key
    /// does not have, or with other words, are set aside.
    pub fn locate(&mut self, items: &[Item]) {
        let by_unit: BTreeMap<&str, &Item> = items.iter().map(|i| (i.unit.as_str(), i)).collect();
        let mut troubles = Vec::new();
        self.codings.retain_mut(|c| match place(c, &by_unit) {
            Ok(()) => true,
            Err(e) => {
                troubles.push(e);
                false
            }
        });
        self.troubles.append(&mut troubles);
    }
}

fn place(c: &mut Coding, items: &BTreeMap<&str, &Item>) -> Result<()> {
    let Some(item) = items.get(c.unit.as_str()) else {
        let e = c.trouble(format!("the unit {} is not in the key", c.unit));
        return Err(e.help("is this the sheet of another sample?"));
    };
    if c.text.as_ref().is_some_and(|t| letters(t) != letters(&item.text)) {
        let e = c.trouble(format!("the words of the unit {} are not those of the key", c.unit));
        return Err(e.help("put the words back as they were given out, or give the key of this sheet"));
    }
    c.article = Some(item.article.clone());
    c.sentence = Some(item.sentence);
    c.span = Some((item.start, item.end));
    c.weight = Some(item.weight).filter(|w| *w > 0.0);
    // What is shown is what was given out, however a spreadsheet changed its marks.
    if !item.text.is_empty() {
        c.text = Some(item.text.clone());
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_of_the_key_are_shown_and_capitals_are_an_edit() {
        let item = Item { unit: "u1".into(), text: "The group's “plan”.".into(), ..Item::default() };
        let read = |text: &str| {
            let mut sheet = Sheet::default();
            sheet.read("a.csv", format!("unit,text,threat\nu1,{text},1\n").as_bytes()).unwrap();
            sheet.locate(std::slice::from_ref(&item));
            sheet
        };
        assert_eq!(read("The group’s  'plan' .").texts()["u1"], item.text);
        let edited = read("The GROUP’s 'plan' .");
        assert!(edited.codings.is_empty());
        assert!(edited.troubles[0].to_string().contains("are not those of the key"), "{:?}", edited.troubles);
    }
}
