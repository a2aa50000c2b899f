//! Yoshikoder's `.ykd` and Lexicoder 2's `.lcd`: XML, `cnode` for categories, `pnode` for terms.

use super::category::{Category, DEEPEST, Losses, Term};
use super::xml::{self, TagKind};
use crate::error::{Error, Kind, Result, line_column};

/// Reads categories and terms.
pub(super) fn read(text: &str, losses: &mut Losses) -> Result<Vec<Category>> {
    let mut open: Vec<Category> = vec![Category::default()];
    let mut dictionary = false;
    let lines = crate::lexicon::place::Places::new(text);
    for tag in xml::tags(text)? {
        let number = lines.of(tag.at).0;
        let line = Some(number);
        let name = tag.get("name").unwrap_or_default().trim().to_owned();
        match (tag.name.as_str(), tag.kind) {
            ("dictionary", _) => dictionary = true,
            ("cnode", TagKind::Close) => {
                if open.len() > 1
                    && let Some(done) = open.pop()
                    && let Some(parent) = open.last_mut()
                {
                    parent.children.push(done);
                }
            }
            ("cnode", kind) => {
                if open.len() > DEEPEST {
                    let error =
                        Error::new(Kind::Lexicon, format!("categories are nested more than {DEEPEST} deep"));
                    return Err(error.line(line_column(text, tag.at).0));
                }
                if tag.get("score").is_some() {
                    losses.add("score of a category, left out", line, &name);
                }
                let definition = tag.get("desc").filter(|d| *d != name).unwrap_or_default().to_owned();
                let category = Category { name, definition, ..Category::default() };
                match (kind, open.last_mut()) {
                    (TagKind::Empty, Some(parent)) => parent.children.push(category),
                    _ => open.push(category),
                }
            }
            ("pnode", TagKind::Open | TagKind::Empty) => {
                let weight = tag.get("score").and_then(|s| s.parse::<f64>().ok()).filter(|w| w.is_finite());
                if tag.get("regexp").is_some_and(|r| r == "true") {
                    losses.add("regular expression, left out", line, &name);
                } else if let Some(category) = open.last_mut() {
                    category.terms.push(Term { text: name, weight, line: number, native: false });
                }
            }
            (other, TagKind::Open | TagKind::Empty) => losses.add("element, left out", line, other),
            _ => {}
        }
    }
    if !dictionary {
        return Err(Error::new(Kind::Lexicon, "there is no <dictionary> in the XML"));
    }
    while open.len() > 1 {
        losses.add(
            "category that is not closed",
            None,
            &open.last().map_or(String::new(), |c| c.name.clone()),
        );
        if let Some(done) = open.pop()
            && let Some(parent) = open.last_mut()
        {
            parent.children.push(done);
        }
    }
    let mut root = open.pop().unwrap_or_default();
    // The outermost category is the dictionary itself.
    if root.terms.is_empty() && root.children.len() == 1 && !root.children[0].children.is_empty() {
        root = root.children.remove(0);
    }
    if !root.terms.is_empty() && root.children.is_empty() {
        return Ok(vec![root]);
    }
    if !root.terms.is_empty() {
        let own = Category {
            name: root.name.clone(),
            terms: std::mem::take(&mut root.terms),
            ..Category::default()
        };
        root.children.insert(0, own);
    }
    Ok(root.children)
}

/// Writes categories and terms.
pub(super) fn write(categories: &[Category]) -> String {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    out.push_str(
        "<dictionary style=\"050805\" patternengine=\"substring\">\n\t<cnode name=\"framescope\">\n",
    );
    for category in categories {
        write_one(category, 2, &mut out);
    }
    out.push_str("\t</cnode>\n</dictionary>\n");
    out
}

fn write_one(category: &Category, depth: usize, out: &mut String) {
    let indent = "\t".repeat(depth);
    let (name, definition) = (xml::escape(&category.name), xml::escape(&category.definition));
    out.push_str(&format!("{indent}<cnode name=\"{name}\" desc=\"{definition}\">\n"));
    for term in &category.terms {
        let score = term.weight.map(|w| format!(" score=\"{w}\"")).unwrap_or_default();
        out.push_str(&format!("{indent}\t<pnode name=\"{}\"{score}/>\n", xml::escape(&term.text)));
    }
    for child in &category.children {
        write_one(child, depth + 1, out);
    }
    out.push_str(&format!("{indent}</cnode>\n"));
}
