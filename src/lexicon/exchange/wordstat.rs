//! `.cat` of `WordStat`: categories by indentation; a line with a weight in round brackets at its end is a term.

use super::category::{Category, DEEPEST, Losses, Term};
use crate::error::{Error, Kind, Result};

/// Reads categories and terms. Rules (lines of `@`) are left out: they are no patterns.
pub(super) fn read(text: &str, losses: &mut Losses) -> Result<Vec<Category>> {
    let mut out: Vec<Category> = Vec::new();
    // Open categories with the width of their indentation.
    let mut open: Vec<(usize, Category)> = Vec::new();
    for (i, line) in text.lines().enumerate() {
        let number = Some(i + 1);
        let body = line.trim();
        if body.is_empty() {
            continue;
        }
        let width = indentation(line);
        if body.starts_with('@') {
            losses.add("rule, left out", number, body);
        } else if let Some((term, weight)) = weighted(body) {
            let Some((_, category)) = open.last_mut() else {
                losses.add("term before the first category, left out", number, body);
                continue;
            };
            if term.contains('@') {
                losses.add("rule, left out", number, body);
                continue;
            }
            // Phrases are joined by underscores.
            category.terms.push(Term {
                text: term.replace('_', " "),
                weight: Some(weight),
                line: i + 1,
                native: false,
            });
        } else {
            close(&mut open, width, &mut out);
            if open.len() >= DEEPEST {
                losses.add("category nested too deep, put beside its parent", number, body);
                let parent = open.last().map_or(0, |o| o.0);
                close(&mut open, parent, &mut out);
            }
            open.push((width, Category::new(body)));
        }
    }
    close(&mut open, 0, &mut out);
    if out.is_empty() {
        let error = Error::new(Kind::Lexicon, "there is no category in it");
        return Err(error.help("write its name in a line, then its terms indented, each with (1)"));
    }
    Ok(out)
}

/// Width of the indentation: tabs if there are any, for files mix spaces with them, else spaces.
fn indentation(line: &str) -> usize {
    let indent = &line[..line.len() - line.trim_start().len()];
    let tabs = indent.matches('\t').count();
    if tabs > 0 { tabs } else { indent.chars().count() }
}

/// The term and the weight of `term (weight)`.
fn weighted(body: &str) -> Option<(&str, f64)> {
    let (term, weight) = body.strip_suffix(')')?.rsplit_once('(')?;
    let weight = weight.trim().replace(',', ".").parse::<f64>().ok().filter(|w| w.is_finite())?;
    Some((term.trim(), weight)).filter(|(t, _)| !t.is_empty())
}

/// Closes all categories indented by `width` or more.
fn close(open: &mut Vec<(usize, Category)>, width: usize, out: &mut Vec<Category>) {
    while open.last().is_some_and(|(w, _)| *w >= width) {
        let Some((_, done)) = open.pop() else { break };
        match open.last_mut() {
            Some((_, parent)) => parent.children.push(done),
            None => out.push(done),
        }
    }
}

/// Writes categories and terms.
pub(super) fn write(categories: &[Category]) -> String {
    let mut out = String::new();
    let mut todo: Vec<(usize, &Category)> = categories.iter().rev().map(|c| (0, c)).collect();
    while let Some((depth, category)) = todo.pop() {
        out.push_str(&format!("{}{}\n", "\t".repeat(depth), category.name));
        for term in &category.terms {
            let weight = term.weight.unwrap_or(1.0);
            out.push_str(&format!("{}{} ({weight})\n", "\t".repeat(depth + 1), term.text.replace(' ', "_")));
        }
        todo.extend(category.children.iter().rev().map(|c| (depth + 1, c)));
    }
    out
}
