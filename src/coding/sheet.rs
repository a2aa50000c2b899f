//! A sheet of codes: CSV, one row per unit and coder, one column per variable.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Kind, Result};
use crate::input::decode::decode;

/// Columns that are no variables.
const FIXED: [&str; 9] = ["unit", "coder", "article", "sentence", "start", "end", "text", "note", "speaker"];

/// One row: what one coder said of one unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coding {
    /// The unit: the `unit` column, or `article:sentence`, or `article:start-end`.
    pub unit: String,
    /// The coder: the `coder` column, or the name of the file.
    pub coder: String,
    /// Article id, if the sheet addresses text.
    pub article: Option<String>,
    /// Index of the sentence in its article.
    pub sentence: Option<u32>,
    /// Code points of the unit in its article.
    pub span: Option<(u32, u32)>,
    /// Codes by variable; missing ones are absent.
    pub values: BTreeMap<String, String>,
    /// Line in the file, from 1.
    pub line: usize,
}

/// All rows of some files.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Rows in the order of the files.
    pub codings: Vec<Coding>,
    /// Variables in the order of first appearance.
    pub variables: Vec<String>,
}

impl Sheet {
    /// Reads a file; `name` is its name in messages, its stem the coder where no column names one.
    ///
    /// # Errors
    /// If it cannot be decoded, has no column for units, a number where none is, or one coder twice for a unit; with file and line.
    ///
    /// # Example
    /// ```
    /// use framescope::coding::Sheet;
    /// let mut sheet = Sheet::default();
    /// sheet.read("anna.csv", b"unit;threat\n1;1\n2;\n").unwrap();
    /// assert_eq!(sheet.codings[0].coder, "anna");
    /// assert!(sheet.codings[1].values.is_empty()); // missing
    /// ```
    pub fn read(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        let at = |e: Error| e.in_file(name);
        let text = decode(bytes, None, false).map_err(at)?.text;
        let mut reader =
            csv::ReaderBuilder::new().delimiter(delimiter(&text)).flexible(true).from_reader(text.as_bytes());
        let wrong = |line: usize, reason: String| Error::new(Kind::Coding, reason).in_file(name).line(line);
        let head: Vec<String> = reader
            .headers()
            .map_err(|e| wrong(1, e.to_string()))?
            .iter()
            .map(|h| h.trim().to_lowercase())
            .collect();
        let column = |key: &str| head.iter().position(|h| h == key);
        if column("unit").is_none() && column("article").is_none() {
            return Err(wrong(1, "no column names the units".into())
                .help("call one of them unit, or give article and sentence"));
        }
        let stem = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let file_coder = stem.rsplit_once('.').map_or(stem, |(s, _)| s).to_owned();
        for record in reader.records() {
            let record =
                record.map_err(|e| wrong(e.position().map_or(1, |p| p.line() as usize), e.to_string()))?;
            let line = record.position().map_or(1, |p| p.line() as usize);
            if record.len() != head.len() {
                let reason = format!("{} cells where the first line has {}", record.len(), head.len());
                return Err(wrong(line, reason).help("a row may be shifted: compare it with its neighbours"));
            }
            let cell =
                |key: &str| column(key).and_then(|i| record.get(i)).map(str::trim).filter(|s| !s.is_empty());
            let number = |key: &str| match cell(key) {
                None => Ok(None),
                Some(s) => {
                    s.parse::<u32>().map(Some).map_err(|_| wrong(line, format!("{key} {s:?} is no number")))
                }
            };
            let (sentence, start, end) = (number("sentence")?, number("start")?, number("end")?);
            let article = cell("article").map(str::to_owned);
            let place = match (&article, sentence, start.zip(end)) {
                (Some(a), Some(s), _) => Some(format!("{a}:{s}")),
                (Some(a), None, Some((s, e))) => Some(format!("{a}:{s}-{e}")),
                _ => None,
            };
            let unit = cell("unit").map(str::to_owned).or(place).ok_or_else(|| {
                wrong(line, "the row names no unit".into()).help("fill in unit, or article and sentence")
            })?;
            let named = head
                .iter()
                .zip(record.iter())
                .filter(|(h, v)| !FIXED.contains(&h.as_str()) && !v.trim().is_empty());
            self.codings.push(Coding {
                unit,
                coder: cell("coder").map_or_else(|| file_coder.clone(), str::to_owned),
                article,
                sentence,
                span: start.zip(end),
                values: named.map(|(h, v)| (h.clone(), v.trim().to_lowercase())).collect(),
                line,
            });
        }
        for h in head.into_iter().filter(|h| !FIXED.contains(&h.as_str())) {
            if !self.variables.contains(&h) {
                self.variables.push(h);
            }
        }
        self.once(name)
    }

    /// Refuses two rows of one coder for one unit: which of them counts cannot be guessed.
    fn once(&self, name: &str) -> Result<()> {
        let mut met = BTreeSet::new();
        match self.codings.iter().find(|c| !met.insert((&c.unit, &c.coder))) {
            None => Ok(()),
            Some(c) => Err(Error::new(Kind::Coding, format!("{} codes the unit {} twice", c.coder, c.unit))
                .in_file(name)
                .line(c.line)
                .help("keep one row, or give the second coder another name")),
        }
    }

    /// Coders, sorted.
    pub fn coders(&self) -> Vec<&str> {
        self.codings.iter().map(|c| c.coder.as_str()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Units, sorted.
    pub fn units(&self) -> Vec<&str> {
        self.codings.iter().map(|c| c.unit.as_str()).collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// The delimiter of the first line: the most frequent of comma, semicolon and tab.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |d: u8| first.bytes().filter(|b| *b == d).count();
    [b',', b';', b'\t'].into_iter().max_by_key(|d| count(*d)).filter(|d| count(*d) > 0).unwrap_or(b',')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trouble_is_named_by_file_and_line() {
        let read = |text: &str| Sheet::default().read("x.csv", text.as_bytes()).unwrap_err().to_string();
        assert!(read("threat\n1\n").starts_with("x.csv:1:"));
        assert!(read("unit,threat\n1,1\n1,0\n").contains("twice"));
        assert!(read("unit,threat\n1,1,5\n").starts_with("x.csv:2:"));
        assert!(read("article,sentence,threat\na,one,1\n").contains("no number"));
    }

    #[test]
    fn sheets_saved_by_a_spreadsheet_read_alike() {
        let mut sheet = Sheet::default();
        sheet.read("a.csv", "\u{feff}Unit;Threat;Nota\n1;1;è così\n".as_bytes()).unwrap();
        assert_eq!((sheet.codings[0].unit.as_str(), sheet.codings[0].values["threat"].as_str()), ("1", "1"));
    }
}
