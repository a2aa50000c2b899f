//! A plain table: one row a term, with its category and, if there are such columns, group and weight.

use super::category::{Category, Losses, Term};
use crate::error::{Error, Kind, Result};
use crate::input::decode::unix_lines;
use crate::input::is_open;

/// Names of the column that holds the term as a word, a glob or a phrase.
const TERM: &[&str] = &["term", "word", "entry", "token", "lemma", "feature"];
/// Name of the column that holds a pattern in framescope's own language.
const PATTERN: &[&str] = &["pattern"];
const CATEGORY: &[&str] = &["category", "frame", "key", "sentiment", "label", "dictionary", "concept"];
const GROUP: &[&str] = &["group", "subcategory", "subkey"];
const WEIGHT: &[&str] = &["weight", "score", "valence", "value", "rating", "polarity"];

/// Reads rows; columns are found by their names, else the first holds the term and the second the category or a weight.
pub(super) fn read(text: &str, losses: &mut Losses) -> Result<Vec<Category>> {
    // The reader counts lines by one sign alone.
    let text = unix_lines(text.to_owned());
    let delimiter = delimiter(&text);
    let mut reader = csv::ReaderBuilder::new()
        .flexible(true)
        .has_headers(false)
        .delimiter(delimiter)
        .comment(Some(b'#'))
        .quoting(delimiter != b'\t')
        .from_reader(text.as_bytes());
    let mut columns: Option<Columns> = None;
    let mut last = (0, 0);
    let mut out = Tree::default();
    for row in reader.records() {
        let row = row.map_err(|e| {
            let error = Error::new(Kind::Lexicon, format!("this is no table: {e}"));
            e.position().map_or(error.clone(), |p| error.line(p.line() as usize))
        })?;
        let line = row.position().map_or(0, |p| p.line() as usize);
        last = (line, row.position().map_or(0, |p| p.byte() as usize));
        let Some(columns) = &columns else {
            let (found, header) = Columns::of(&row);
            if !header {
                losses.add(
                    "no header: first column read as term",
                    Some(line),
                    row.get(0).unwrap_or_default(),
                );
                out.add(&found, &row, line, losses);
            }
            columns = Some(found);
            continue;
        };
        out.add(columns, &row, line, losses);
    }
    let (line, begin) = last;
    let rest = text.get(begin..).unwrap_or_default();
    // The last row would have taken all below it.
    if delimiter != b'\t' && is_open(rest.as_bytes(), delimiter) {
        let reason = "a quotation mark is never closed, so the rows below cannot be told from this one";
        let e = Error::new(Kind::Lexicon, reason).line(line);
        return Err(e.help("close it, or write a mark that belongs to the term twice"));
    }
    if columns.is_some_and(|c| c.category.is_some()) {
        out.leave_out_flagged(losses);
    }
    Ok(out.categories)
}

fn delimiter(text: &str) -> u8 {
    let first = text.lines().find(|l| !l.starts_with('#')).unwrap_or_default();
    *[b'\t', b';', b','].iter().max_by_key(|d| first.bytes().filter(|b| b == *d).count()).unwrap_or(&b',')
}

struct Columns {
    term: usize,
    native: bool,
    category: Option<usize>,
    group: Option<usize>,
    weight: Option<usize>,
}

impl Columns {
    /// The columns of a header; of any other row, its cells by what they look like, and false.
    fn of(row: &csv::StringRecord) -> (Self, bool) {
        let names: Vec<String> = row.iter().map(|c| c.trim().to_lowercase()).collect();
        let find = |wanted: &[&str]| names.iter().position(|n| wanted.contains(&n.as_str()));
        let native = find(PATTERN);
        if let Some(term) = native.or_else(|| find(TERM)) {
            let columns = Self {
                term,
                native: native.is_some(),
                category: find(CATEGORY),
                group: find(GROUP),
                weight: find(WEIGHT),
            };
            return (columns, true);
        }
        let number = |i: usize| row.get(i).is_some_and(|c| c.trim().parse::<f64>().is_ok());
        let weight = (1..row.len()).find(|i| number(*i));
        let category = (1..row.len()).find(|i| !number(*i));
        (Self { term: 0, native: false, category, group: None, weight }, false)
    }
}

/// Categories by name, in the order of first appearance.
#[derive(Default)]
struct Tree {
    categories: Vec<Category>,
    index: hashbrown::HashMap<(String, String), (usize, Option<usize>)>,
}

impl Tree {
    fn add(&mut self, columns: &Columns, row: &csv::StringRecord, line: usize, losses: &mut Losses) {
        let cell = |i: Option<usize>| i.and_then(|i| row.get(i)).map_or("", str::trim);
        let text = cell(Some(columns.term));
        if text.is_empty() {
            losses.add(
                "row without a term, left out",
                Some(line),
                &row.iter().collect::<Vec<_>>().join(" | "),
            );
            return;
        }
        let weight = cell(columns.weight);
        let parsed = weight.replace(',', ".").parse::<f64>().ok().filter(|w| w.is_finite());
        if parsed.is_none() && !weight.is_empty() {
            losses.add("weight that is no number, left out", Some(line), weight);
        }
        let name = if columns.category.is_some() { cell(columns.category) } else { "terms" };
        if name.is_empty() {
            losses.add("row without a category, left out", Some(line), text);
            return;
        }
        let group = cell(columns.group);
        let term = Term { text: text.to_owned(), weight: parsed, native: columns.native, line };
        let (at, child) = self.place(name, group);
        let category = &mut self.categories[at];
        match child {
            None => category.terms.push(term),
            Some(child) => category.children[child].terms.push(term),
        }
    }

    /// Where all weights are 0 or 1, they say whether a word is in its category, as in the lists of NRC, which name every word with every
    /// category: rows of 0 are none of its words.
    fn leave_out_flagged(&mut self, losses: &mut Losses) {
        let lists = self.categories.iter().flat_map(|c| std::iter::once(c).chain(&c.children));
        let flag = |t: &Term| t.weight.is_some_and(|w| [0.0, 1.0].contains(&w));
        if !lists.flat_map(|c| &c.terms).all(flag) {
            return;
        }
        for category in &mut self.categories {
            let name = category.name.clone();
            for list in
                std::iter::once(&mut category.terms).chain(category.children.iter_mut().map(|c| &mut c.terms))
            {
                list.retain(|t| {
                    let there = t.weight != Some(0.0);
                    if !there {
                        losses.add(
                            "row of 0: the word is not in the category",
                            Some(t.line),
                            &format!("{} {name}", t.text),
                        );
                    }
                    there
                });
            }
        }
        self.categories.retain(|c| !c.terms.is_empty() || c.children.iter().any(|c| !c.terms.is_empty()));
    }

    fn place(&mut self, name: &str, group: &str) -> (usize, Option<usize>) {
        let key = (name.to_owned(), group.to_owned());
        if let Some(&place) = self.index.get(&key) {
            return place;
        }
        let next = self.categories.len();
        let (at, _) = *self.index.entry((name.to_owned(), String::new())).or_insert((next, None));
        if at == next {
            self.categories.push(Category::new(name));
        }
        if group.is_empty() {
            return (at, None);
        }
        let children = &mut self.categories[at].children;
        children.push(Category::new(group));
        let place = (at, Some(children.len() - 1));
        self.index.insert(key, place);
        place
    }
}

/// Writes a table with the columns term, category, group, weight.
pub(super) fn write(categories: &[Category]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(["term", "category", "group", "weight"]);
    let mut todo: Vec<(&str, String, &Category)> =
        categories.iter().rev().map(|c| (c.name.as_str(), String::new(), c)).collect();
    while let Some((root, path, category)) = todo.pop() {
        for term in &category.terms {
            let weight = term.weight.map(|w| w.to_string()).unwrap_or_default();
            let _ = writer.write_record([&term.text, root, &path, &weight]);
        }
        let inner =
            |c: &Category| if path.is_empty() { c.name.clone() } else { format!("{path}.{}", c.name) };
        todo.extend(category.children.iter().rev().map(|c| (root, inner(c), c)));
    }
    writer.into_inner().ok().and_then(|b| String::from_utf8(b).ok()).unwrap_or_default()
}
