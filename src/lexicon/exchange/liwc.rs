//! LIWC: `.dic` (2001 to 2015) with numbered categories, `.dicx` (LIWC-22) with one column a category.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use super::category::{Category, DEEPEST, Losses, Term};
use crate::error::{Error, Kind, Result};
use crate::input::decode::unix_lines;

/// A category in a flat list, with its depth in the hierarchy.
struct Key {
    name: String,
    depth: usize,
    terms: Vec<Term>,
}

/// Reads `.dic`: between two lines of `%` the categories, `number <tab> name`, indented where nested; then the terms, `term <tab>
/// number…`. Spaces for tabs are taken as meant; tags in angle or round brackets, which tie a term to a context, are left out.
pub(super) fn read_dic(text: &str, losses: &mut Losses) -> Result<Vec<Category>> {
    let mut keys: Vec<Key> = Vec::new();
    let mut ids: HashMap<String, usize> = HashMap::new();
    let mut section = 0;
    for (i, line) in text.lines().enumerate() {
        let number = Some(i + 1);
        let trimmed = line.trim();
        if trimmed.is_empty() {
            continue;
        }
        if trimmed == "%" && section < 2 {
            section += 1;
            continue;
        }
        match section {
            0 => losses.add("line before the first %, left out", number, trimmed),
            1 => {
                let depth = line.chars().take_while(|c| *c == '\t').count().min(DEEPEST);
                let Some((id, name)) = trimmed.split_once(char::is_whitespace) else {
                    losses.add("category without a name, left out", number, trimmed);
                    continue;
                };
                if ids.insert(id.trim_start_matches('0').to_owned(), keys.len()).is_some() {
                    losses.add("category number given twice, the last one counts", number, id);
                }
                keys.push(Key { name: name.trim().to_owned(), depth, terms: vec![] });
            }
            _ => dic_term(trimmed, i + 1, &ids, &mut keys, losses),
        }
    }
    if section < 2 {
        return Err(Error::new(Kind::Lexicon, "the list of categories is not closed by a second % line")
            .help("put the categories between two lines that hold % alone"));
    }
    Ok(nest(keys, losses))
}

fn dic_term(line: &str, number: usize, ids: &HashMap<String, usize>, keys: &mut [Key], losses: &mut Losses) {
    let at = Some(number);
    if line.contains('<') {
        losses.add("term with a <tag>, left out", at, line);
        return;
    }
    let mut line = line.to_owned();
    while let Some((open, close)) = line.find('(').and_then(|o| Some((o, o + line.get(o..)?.find(')')?))) {
        losses.add("condition in round brackets, left out", at, &line[open..=close]);
        line.replace_range(open..=close, " ");
    }
    let is_id = |w: &&str| w.bytes().all(|b| b.is_ascii_digit() || b == b'/');
    let (term, numbers) = if let Some((term, rest)) = line.split_once('\t') {
        (term.trim().to_owned(), rest.split_whitespace().collect::<Vec<_>>())
    } else {
        // Spaces for tabs: the numbers at the end are the categories.
        let words: Vec<&str> = line.split_whitespace().collect();
        let ids = words.iter().rev().take_while(|w| is_id(w)).count().min(words.len().saturating_sub(1));
        let (term, numbers) = words.split_at(words.len() - ids);
        losses.add("spaces read as tabs", at, &line);
        (term.join(" "), numbers.to_vec())
    };
    if numbers.is_empty() {
        losses.add("term without a category, left out", at, &term);
    }
    for id in numbers.iter().flat_map(|n| n.split('/')) {
        match ids.get(id.trim_start_matches('0')) {
            Some(&k) => keys[k].terms.push(Term { text: term.clone(), line: number, ..Term::default() }),
            None => {
                losses.add("category number that is not defined, left out", at, &format!("{id} of {term}"));
            }
        }
    }
}

/// Reads `.dicx`: a header `DicTerm,category…`, then a row a term, with `X`, `1` or a weight in the cells of its categories.
pub(super) fn read_dicx(text: &str, losses: &mut Losses) -> Result<Vec<Category>> {
    // The reader counts lines by one sign alone.
    let text = unix_lines(text.to_owned());
    let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(true).from_reader(text.as_bytes());
    let wrong = |e: &csv::Error| {
        let error = Error::new(Kind::Lexicon, format!("this is no CSV: {e}"));
        e.position().map_or(error.clone(), |p| error.line(p.line() as usize))
    };
    let header = reader.headers().map_err(|e| wrong(&e))?.clone();
    if header.len() < 2 {
        return Err(Error::new(Kind::Lexicon, "the header names no category")
            .line(1)
            .help("write DicTerm,category,category"));
    }
    let mut keys: Vec<Key> = header
        .iter()
        .skip(1)
        .map(|name| Key { name: name.trim().to_owned(), depth: 0, terms: vec![] })
        .collect();
    for row in reader.records() {
        let row = row.map_err(|e| wrong(&e))?;
        let line = row.position().map_or(0, |p| p.line() as usize);
        let term = row.get(0).unwrap_or_default().trim();
        if term.is_empty() {
            continue;
        }
        if row.len() > header.len() {
            losses.add("row longer than the header, the rest left out", Some(line), term);
        }
        for (cell, key) in row.iter().skip(1).map(str::trim).zip(&mut keys) {
            let weight = match cell {
                "" | "0" => continue,
                "X" | "x" | "1" => None,
                number => {
                    let weight = number.parse::<f64>().ok().filter(|w| w.is_finite());
                    if weight.is_none() {
                        losses.add("cell that is neither X nor a number, taken as X", Some(line), number);
                    }
                    weight
                }
            };
            key.terms.push(Term { text: term.to_owned(), weight, line, native: false });
        }
    }
    Ok(nest(dotted(keys), losses))
}

/// Gives `threat.attack` its place behind `threat`.
fn dotted(keys: Vec<Key>) -> Vec<Key> {
    let names: hashbrown::HashSet<String> = keys.iter().map(|k| k.name.clone()).collect();
    let mut last: Vec<String> = Vec::new();
    keys.into_iter()
        .map(|mut key| {
            last.retain(|parent| key.name.starts_with(&format!("{parent}.")));
            key.depth = last.len().min(DEEPEST);
            let full = key.name.clone();
            if let Some(parent) = last.last().filter(|p| names.contains(*p)) {
                full[parent.len() + 1..].clone_into(&mut key.name);
            }
            last.push(full);
            key
        })
        .collect()
}

/// The tree of a flat list by depth. A term that stands in a category and in one inside it is kept in the inner one.
fn nest(keys: Vec<Key>, losses: &mut Losses) -> Vec<Category> {
    let mut stack: Vec<(usize, Category)> = Vec::new();
    let mut out = Vec::new();
    for key in keys {
        close(&mut stack, key.depth, &mut out, losses);
        let category = Category { name: key.name, terms: key.terms, ..Category::default() };
        stack.push((key.depth, category));
    }
    close(&mut stack, 0, &mut out, losses);
    out
}

/// Closes all categories that are as deep as `depth` or deeper.
fn close(stack: &mut Vec<(usize, Category)>, depth: usize, out: &mut Vec<Category>, losses: &mut Losses) {
    while stack.last().is_some_and(|(d, _)| *d >= depth) {
        let Some((_, mut done)) = stack.pop() else { break };
        let inner: hashbrown::HashSet<&str> =
            done.children.iter().flat_map(|c| &c.terms).map(|t| t.text.as_str()).collect();
        let mut own = std::mem::take(&mut done.terms);
        own.retain(|t| !inner.contains(t.text.as_str()));
        drop(inner);
        done.terms = own;
        if done.is_empty() {
            losses.add("category without terms", None, &done.name);
        }
        match stack.last_mut() {
            Some((_, parent)) => parent.children.push(done),
            None => out.push(done),
        }
    }
}

/// Depth, name and path of a category.
type Row = (usize, String, String);
/// By term: the rows of its categories, with its weight there.
type Members<'a> = BTreeMap<&'a str, BTreeMap<usize, Option<f64>>>;

/// All categories of a forest, parents before children, and for each term the categories it is in.
fn flat(categories: &[Category]) -> (Vec<Row>, Members<'_>) {
    let (mut rows, mut terms) = (Vec::new(), Members::new());
    let mut todo: Vec<(Vec<usize>, String, &Category)> =
        categories.iter().rev().map(|c| (vec![], String::new(), c)).collect();
    while let Some((parents, path, category)) = todo.pop() {
        let full = if path.is_empty() { category.name.clone() } else { format!("{path}.{}", category.name) };
        rows.push((parents.len(), category.name.clone(), full.clone()));
        let mut chain = parents;
        chain.push(rows.len() - 1);
        for term in &category.terms {
            let places = terms.entry(&term.text).or_default();
            for &at in &chain {
                places.insert(at, term.weight);
            }
        }
        todo.extend(category.children.iter().rev().map(|c| (chain.clone(), full.clone(), c)));
    }
    (rows, terms)
}

/// Writes `.dic`; a term stands in its category and in all around it, as LIWC has it.
pub(super) fn write_dic(categories: &[Category]) -> String {
    let (rows, terms) = flat(categories);
    let mut out = String::from("%\n");
    for (i, (depth, name, _)) in rows.iter().enumerate() {
        out.push_str(&format!("{}{}\t{name}\n", "\t".repeat(*depth), i + 1));
    }
    out.push_str("%\n");
    for (term, places) in terms {
        out.push_str(term);
        for at in places.keys() {
            out.push_str(&format!("\t{}", at + 1));
        }
        out.push('\n');
    }
    out
}

/// Writes `.dicx`.
pub(super) fn write_dicx(categories: &[Category]) -> String {
    let (rows, terms) = flat(categories);
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(std::iter::once("DicTerm").chain(rows.iter().map(|r| r.2.as_str())));
    for (term, places) in terms {
        let cells = (0..rows.len()).map(|i| match places.get(&i) {
            None => String::new(),
            Some(None) => "X".to_owned(),
            Some(Some(weight)) => weight.to_string(),
        });
        let _ = writer.write_record(std::iter::once(term.to_owned()).chain(cells));
    }
    writer.into_inner().ok().and_then(|b| String::from_utf8(b).ok()).unwrap_or_default()
}
