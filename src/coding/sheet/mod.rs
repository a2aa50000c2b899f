//! A sheet of codes: one row per unit and coder, one column per variable; CSV as spreadsheets save it, or XLSX.
//!
//! Sheets come back from people, and people's programs: other encodings, other delimiters, rows that slipped, labels of their own.
//! What can be read with certainty is read; a row that cannot is set aside with its file, line and remedy ([`Sheet::troubles`]),
//! never scored and never guessed.

mod check;
pub(crate) mod label;
mod table;
mod twice;

pub(crate) use table::RawTable;

pub use check::{check, folded, letters};
pub use label::{FRAME_LABELS, VOICES, frame_label};

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Kind, Result};
use check::Verifier;
use table::Table;

/// Columns that are no variables.
const FIXED: [&str; 21] = [
    "unit",
    "coder",
    "article",
    "sentence",
    "start",
    "end",
    "text",
    "note",
    "speaker",
    "check",
    "before",
    "after",
    "source",
    "language",
    "no",
    "accepted",
    "reason",
    "difficulty",
    "status",
    "drawn",
    "weight",
];

/// One row: what one coder said of one unit.
#[derive(Debug, Clone, Default, PartialEq)]
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
    /// Who speaks, in the coder's words.
    pub speaker: Option<String>,
    /// The coder's remark or reason.
    pub note: Option<String>,
    /// The words of the unit as the sheet shows them.
    pub text: Option<String>,
    /// How many units of the study it stands for: one over its chance of being drawn; a finite number above 0.
    pub weight: Option<f64>,
    /// True if the row is of a sheet made here (it has a check), so that an empty row means: not coded.
    pub made: bool,
    /// The file, as named to the user.
    pub file: String,
    /// Line in the file, from 1.
    pub line: usize,
}

impl Coding {
    /// True if nothing was coded: in a sheet made here an empty row is a gap, elsewhere it says that nothing is there.
    pub fn is_blank(&self) -> bool {
        self.made && self.values.is_empty()
    }

    /// A trouble with this row.
    pub fn trouble(&self, reason: String) -> Error {
        Error::new(Kind::Coding, reason).in_file(&self.file).line(self.line)
    }
}

/// All rows of some files.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sheet {
    /// Rows in the order of the files.
    pub codings: Vec<Coding>,
    /// Variables in the order of first appearance.
    pub variables: Vec<String>,
    /// Rows that were set aside, each with its place, the reason and the remedy.
    pub troubles: Vec<Error>,
    /// Which file codes a unit for a coder.
    met: twice::Met,
}

impl Sheet {
    /// Reads a file; `name` is its name in messages, its stem the coder where no column names one. Rows that cannot be read with
    /// certainty go to [`Sheet::troubles`].
    ///
    /// # Errors
    /// If it cannot be decoded, or has no column for units.
    ///
    /// # Example
    /// ```
    /// use framescope::coding::Sheet;
    /// let mut sheet = Sheet::default();
    /// sheet.read("anna.csv", b"unit;threat\n1;1\n2;\n").unwrap();
    /// assert_eq!(sheet.codings[0].coder, "anna");
    /// assert!(sheet.codings[1].values.is_empty()); // missing
    /// sheet.read("ben.csv", b"unit,threat\n1,1\n2,0,7\n").unwrap();
    /// assert!(sheet.troubles[0].to_string().starts_with("ben.csv:3: 3 cells"));
    /// ```
    pub fn read(&mut self, name: &str, bytes: &[u8]) -> Result<()> {
        self.read_as(name, bytes, None)
    }

    /// Like [`Sheet::read`], with the name of the coder given: whatever the file says, its rows are this person's.
    ///
    /// # Errors
    /// As [`Sheet::read`].
    pub fn read_as(&mut self, name: &str, bytes: &[u8], coder: Option<&str>) -> Result<()> {
        let table = Table::read(name, bytes)?;
        let mut file =
            FileReader { name, table: &table, coder, verifier: Verifier::of(&table), found: vec![] };
        let troubles_before = self.troubles.len();
        for row in &table.rows {
            match file.row(row) {
                Ok(Some(coding)) => file.found.push(coding),
                Ok(None) => {}
                Err(e) => self.troubles.push(e),
            }
        }
        let found = std::mem::take(&mut file.found);
        if found.is_empty() && self.troubles.len() > troubles_before {
            // Nothing of the file is left: one reason is enough to see why.
            let first = self.troubles.swap_remove(troubles_before);
            self.troubles.truncate(troubles_before);
            return Err(first);
        }
        if found.is_empty() {
            let e = Error::new(Kind::Coding, "no row stands below the names of the columns").in_file(name);
            return Err(
                e.help("ask for it again: this is a sheet before anything was coded, or a piece of one")
            );
        }
        for h in table.head.iter().filter(|h| !h.is_empty() && !FIXED.contains(&h.as_str())) {
            if !self.variables.contains(h) {
                self.variables.push(h.clone());
            }
        }
        self.troubles.append(&mut self.met.add(found, &mut self.codings));
        Ok(())
    }

    /// Coders, sorted.
    pub fn coders(&self) -> Vec<&str> {
        self.codings.iter().map(|c| c.coder.as_str()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// Units, sorted.
    pub fn units(&self) -> Vec<&str> {
        self.codings.iter().map(|c| c.unit.as_str()).collect::<BTreeSet<_>>().into_iter().collect()
    }

    /// The words of each unit, where a sheet shows them.
    pub fn texts(&self) -> BTreeMap<&str, &str> {
        self.codings.iter().filter_map(|c| Some((c.unit.as_str(), c.text.as_deref()?))).collect()
    }

    /// By coder the units that others coded and this one did not, empty rows included. Coders without a gap are left out.
    pub fn gaps(&self) -> Vec<(&str, Vec<&str>)> {
        let done: BTreeSet<(&str, &str)> = self
            .codings
            .iter()
            .filter(|c| !c.is_blank())
            .map(|c| (c.coder.as_str(), c.unit.as_str()))
            .collect();
        let units = self.units();
        let of = |coder: &'_ str| {
            units.iter().copied().filter(|u| !done.contains(&(coder, *u))).collect::<Vec<_>>()
        };
        self.coders().into_iter().map(|c| (c, of(c))).filter(|(_, gaps)| !gaps.is_empty()).collect()
    }
}

impl Sheet {
    /// By coder the variables that others coded and this one nowhere, though this one coded: a column that got lost, or a question that
    /// was passed over.
    pub fn passed_over(&self) -> Vec<(&str, Vec<&str>)> {
        let met: BTreeSet<(&str, &str)> = self
            .codings
            .iter()
            .flat_map(|c| c.values.keys().map(|v| (c.coder.as_str(), v.as_str())))
            .collect();
        let asked: Vec<&str> = self.variables.iter().map(String::as_str).collect();
        let used = |v: &str| met.iter().any(|m| m.1 == v);
        let of = |coder: &str| {
            let lacking: Vec<&str> =
                asked.iter().copied().filter(|v| used(v) && !met.contains(&(coder, *v))).collect();
            if lacking.len() == asked.len() { vec![] } else { lacking }
        };
        self.coders().into_iter().map(|c| (c, of(c))).filter(|(_, v)| !v.is_empty()).collect()
    }
}

/// What coders are called by their files: by the name of the file without its ending or, where two files have one name, by the
/// folder too, as learning platforms make a folder of every student.
///
/// # Example
/// ```
/// use framescope::coding::sheet::coders_by_file;
/// assert_eq!(coders_by_file(&["in/ada/codes.csv", "in/ben/codes.csv", "in/cy.csv"]), ["ada/codes", "ben/codes", "cy"]);
/// ```
pub fn coders_by_file<S: AsRef<str>>(files: &[S]) -> Vec<String> {
    let parts = |file: &str| -> Vec<String> {
        let mut parts: Vec<String> = file.split(['/', '\\']).map(str::to_owned).collect();
        if let Some(last) = parts.last_mut() {
            *last = table::stem(last).to_owned();
        }
        parts
    };
    let all: Vec<Vec<String>> = files.iter().map(|f| parts(f.as_ref())).collect();
    let name = |p: &[String], n: usize| p[p.len().saturating_sub(n)..].join("/");
    let deepest = all.iter().map(Vec::len).max().unwrap_or(0);
    let mut names: Vec<String> = all.iter().map(|p| name(p, 1)).collect();
    for n in 2..=deepest.min(8) {
        let mut met: BTreeMap<&str, usize> = BTreeMap::new();
        for k in &names {
            *met.entry(k).or_default() += 1;
        }
        let longer = |(p, k): (&Vec<String>, &String)| {
            if met.get(k.as_str()) == Some(&1) { k.clone() } else { name(p, n) }
        };
        names = all.iter().zip(&names).map(longer).collect();
    }
    names
}

/// A filled-in line of a sheet of disagreements.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Decision {
    pub(crate) unit: String,
    pub(crate) variable: String,
    pub(crate) code: String,
    pub(crate) reason: String,
    file: String,
    line: usize,
}

impl Decision {
    pub(crate) fn trouble(&self, reason: String) -> Error {
        Error::new(Kind::Coding, reason).in_file(&self.file).line(self.line)
    }
}

/// Reads decisions: rows without one are left out; those whose words do not fit their check are told.
pub(crate) fn decisions(name: &str, bytes: &[u8]) -> Result<(Vec<Decision>, Vec<Error>)> {
    let table = Table::read(name, bytes)?;
    if let Some(missing) =
        ["unit", "variable", "decision"].iter().find(|c| !table.head.iter().any(|h| h == *c))
    {
        return Err(Error::new(Kind::Coding, format!("there is no column {missing}"))
            .in_file(name)
            .help("give the sheet of disagreements with its column decision filled in"));
    }
    let verifier = Verifier::of(&table);
    let (mut out, mut troubles) = (Vec::new(), Vec::new());
    for row in &table.rows {
        let cell = |key: &str| table.cell(row, key);
        let (Some(unit), Some(variable), Some(decision)) = (cell("unit"), cell("variable"), cell("decision"))
        else {
            continue;
        };
        match verifier.verify(unit, cell("text"), cell("check")) {
            Err(e) => troubles.push(e.in_file(name).line(row.line)),
            Ok(_) => out.push(Decision {
                unit: unit.to_owned(),
                variable: variable.to_lowercase(),
                code: decision.to_lowercase(),
                reason: cell("reason").unwrap_or_default().to_owned(),
                file: name.to_owned(),
                line: row.line,
            }),
        }
    }
    Ok((out, troubles))
}

/// One file being read.
struct FileReader<'a> {
    name: &'a str,
    table: &'a Table,
    coder: Option<&'a str>,
    verifier: Verifier,
    found: Vec<Coding>,
}

impl FileReader<'_> {
    fn wrong(&self, line: usize, reason: String) -> Error {
        Error::new(Kind::Coding, reason).in_file(self.name).line(line)
    }

    /// A row as a coding; `None` for a row that is empty to the end.
    fn row(&self, row: &table::Row) -> Result<Option<Coding>> {
        if row.cells.iter().all(|c| c.trim().is_empty()) {
            return Ok(None);
        }
        let (head, line) = (&self.table.head, row.line);
        if row.cells.len() > head.len() && row.cells[head.len()..].iter().any(|c| !c.trim().is_empty()) {
            let reason = format!("{} cells where the first line has {}", row.cells.len(), head.len());
            return Err(self
                .wrong(line, reason)
                .help("a row may be shifted: compare it with its neighbours"));
        }
        let cell = |key: &str| self.table.cell(row, key);
        if cell("status").is_some_and(|s| s.eq_ignore_ascii_case("draft")) {
            let e = self.wrong(line, "the codes of this row are a draft that nobody settled".into());
            return Err(e.help("settle them and write gold into the column status"));
        }
        let number = |key: &str| match cell(key) {
            None => Ok(None),
            Some(s) => {
                s.parse::<u32>().map(Some).map_err(|_| self.wrong(line, format!("{key} {s:?} is no number")))
            }
        };
        let (sentence, start, end) = (number("sentence")?, number("start")?, number("end")?);
        let article = cell("article").map(str::to_owned);
        let weight = match cell("weight") {
            None => None,
            Some(s) => {
                let number = s.replace(',', ".").parse::<f64>().ok().filter(|w| w.is_finite() && *w > 0.0);
                Some(number.ok_or_else(|| {
                    self.wrong(line, format!("the weight {s:?} is no number above 0"))
                        .help("copy it from items.csv, or leave the column empty in every row")
                })?)
            }
        };
        let place = match (&article, sentence, start.zip(end)) {
            (Some(a), Some(s), _) => Some(format!("{a}:{s}")),
            (Some(a), None, Some((s, e))) => Some(format!("{a}:{s}-{e}")),
            _ => None,
        };
        let unit = cell("unit").map(str::to_owned).or(place).ok_or_else(|| {
            self.wrong(line, "the row names no unit".into()).help("fill in unit, or article and sentence")
        })?;
        let made = self
            .verifier
            .verify(&unit, cell("text"), cell("check"))
            .map_err(|e| e.in_file(self.name).line(line))?;
        let mut coding = Coding {
            coder: self
                .coder
                .or(cell("coder"))
                .map_or_else(|| table::stem(self.name).to_owned(), str::to_owned),
            unit,
            article,
            sentence,
            span: start.zip(end),
            values: BTreeMap::new(),
            speaker: cell("speaker").map(str::to_owned),
            note: cell("note").map(str::to_owned),
            text: cell("text").map(str::to_owned),
            weight,
            made,
            file: self.name.to_owned(),
            line,
        };
        coding.values = self.values(row, &coding)?;
        Ok(Some(coding))
    }

    fn values(&self, row: &table::Row, coding: &Coding) -> Result<BTreeMap<String, String>> {
        let variables = || self.table.head.iter().filter(|h| !h.is_empty() && !FIXED.contains(&h.as_str()));
        let mut values = BTreeMap::new();
        for h in variables() {
            if let Some(v) = self.table.cell(row, h) {
                let v = v.to_lowercase();
                let v = if coding.made {
                    label::read(h, &v).map_err(|why| coding.trouble(why.0).help(why.1))?
                } else {
                    v
                };
                values.insert(h.clone(), v);
            }
        }
        // In a sheet of ours a coded row says of every frame that it is there or not.
        if coding.made && !values.is_empty() {
            for h in variables().filter(|h| *h != "voice") {
                values.entry(h.clone()).or_insert_with(|| "0".into());
            }
        }
        Ok(values)
    }
}

#[cfg(test)]
mod tests;
