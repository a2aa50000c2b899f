//! quanteda's YAML: keys with lists of terms, keys inside keys.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

use super::category::{Category, DEEPEST, Losses, Term};
use super::import::GENERAL;
use crate::error::{Error, Kind, Result};

/// Any YAML value, keys in the order of the file.
enum Node {
    Nothing,
    Text(String),
    List(Vec<Self>),
    Map(Vec<(String, Self)>),
}

struct NodeVisitor;

impl<'de> Visitor<'de> for NodeVisitor {
    type Value = Node;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a term, a list of terms or keys")
    }

    fn visit_str<E>(self, v: &str) -> Result<Node, E> {
        Ok(Node::Text(v.to_owned()))
    }

    fn visit_bool<E>(self, v: bool) -> Result<Node, E> {
        Ok(Node::Text(v.to_string()))
    }

    fn visit_i64<E>(self, v: i64) -> Result<Node, E> {
        Ok(Node::Text(v.to_string()))
    }

    fn visit_u64<E>(self, v: u64) -> Result<Node, E> {
        Ok(Node::Text(v.to_string()))
    }

    fn visit_f64<E>(self, v: f64) -> Result<Node, E> {
        Ok(Node::Text(v.to_string()))
    }

    fn visit_unit<E>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_none<E>(self) -> Result<Node, E> {
        Ok(Node::Nothing)
    }

    fn visit_some<D: Deserializer<'de>>(self, d: D) -> Result<Node, D::Error> {
        Node::deserialize(d)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut out = Vec::new();
        while let Some(node) = seq.next_element()? {
            out.push(node);
        }
        Ok(Node::List(out))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut out = Vec::new();
        while let Some(key) = map.next_key::<String>()? {
            out.push((key, map.next_value()?));
        }
        Ok(Node::Map(out))
    }
}

impl<'de> Deserialize<'de> for Node {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        d.deserialize_any(NodeVisitor)
    }
}

/// Reads keys and terms.
pub(super) fn read(text: &str, losses: &mut Losses) -> Result<Vec<Category>> {
    // YAML knows no tabs as indentation; editors write them all the same.
    let mut repaired = String::new();
    let text = if text.lines().any(|l| l.trim_start_matches(' ').starts_with('\t')) {
        for (i, line) in text.lines().enumerate() {
            let body = line.trim_start_matches([' ', '\t']);
            let indent = &line[..line.len() - body.len()];
            if indent.contains('\t') {
                losses.add("tab in the indentation read as two spaces", Some(i + 1), body);
            }
            repaired.push_str(&indent.replace('\t', "  "));
            repaired.push_str(body);
            repaired.push('\n');
        }
        repaired.as_str()
    } else {
        text
    };
    let options = serde_saphyr::options! { strict_booleans: true, with_snippet: false };
    let node: Node = serde_saphyr::from_str_with_options(text, options).map_err(|e| {
        let why = e.to_string();
        let error =
            Error::new(Kind::Lexicon, format!("this is no YAML: {}", why.lines().next().unwrap_or_default()));
        match e.location() {
            Some(place) => error.line(place.line() as usize),
            None => error,
        }
    })?;
    let Node::Map(keys) = node else {
        return Err(Error::new(Kind::Lexicon, "the YAML has no keys").help("write key: [term, term]"));
    };
    let mut out = Vec::new();
    for (key, node) in keys {
        let mut category = Category::new(key);
        fill(&mut category, node, 1, losses);
        out.push(category);
    }
    Ok(out)
}

fn fill(category: &mut Category, node: Node, depth: usize, losses: &mut Losses) {
    match node {
        Node::Nothing => losses.add("key without terms", None, &category.name),
        Node::Text(text) => category.terms.push(Term { text, ..Term::default() }),
        _ if depth > DEEPEST => losses.add("keys nested too deep, left out", None, &category.name),
        Node::List(nodes) => {
            for node in nodes.into_iter().filter(|n| !matches!(n, Node::Nothing)) {
                fill(category, node, depth + 1, losses);
            }
        }
        Node::Map(keys) => {
            for (key, node) in keys {
                let mut child = Category::new(key);
                fill(&mut child, node, depth + 1, losses);
                category.children.push(child);
            }
        }
    }
}

/// Writes keys and terms.
pub(super) fn write(categories: &[Category]) -> String {
    let mut out = String::new();
    for category in categories {
        write_one(category, 0, &mut out);
    }
    out
}

fn write_one(category: &Category, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    out.push_str(&format!("{indent}{}:\n", quoted(&category.name)));
    if category.children.is_empty() {
        for term in &category.terms {
            out.push_str(&format!("{indent}  - {}\n", quoted(&term.text)));
        }
        return;
    }
    if !category.terms.is_empty() {
        let own = Category { name: GENERAL.into(), terms: category.terms.clone(), ..Category::default() };
        write_one(&own, depth + 1, out);
    }
    for child in &category.children {
        write_one(child, depth + 1, out);
    }
}

/// A text as a double-quoted YAML scalar, which JSON's rules are a part of.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
