//! As much XML as dictionaries need: elements and their attributes. Text, comments and declarations are passed over.

use crate::error::{Error, Kind, Result, line_column};

/// A tag with its attributes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    /// Name of the element.
    pub(super) name: String,
    /// Attributes in order, values unescaped.
    pub(super) attributes: Vec<(String, String)>,
    /// What kind of tag.
    pub(super) kind: TagKind,
    /// Byte offset of its `<`.
    pub(super) at: usize,
}

/// Opening, closing, or both at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TagKind {
    Open,
    Close,
    Empty,
}

impl Tag {
    /// Value of an attribute.
    pub(super) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|a| a.0 == name).map(|a| a.1.as_str())
    }
}

/// The tags of a text in order.
pub(super) fn tags(text: &str) -> Result<Vec<Tag>> {
    let wrong = |at: usize, reason: &str| {
        let error = Error::new(Kind::Lexicon, format!("this is no XML: {reason}"));
        error.line(line_column(text, at).0)
    };
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find('<').map(|i| at + i) {
        let rest = &text[start..];
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")];
        if let Some((_, end)) = skipped.iter().find(|(open, _)| rest.starts_with(open)) {
            at = start
                + rest.find(end).ok_or_else(|| wrong(start, "a declaration or remark has no end"))?
                + end.len();
            continue;
        }
        let end = tag_end(rest).ok_or_else(|| wrong(start, "a tag has no end"))?;
        let inner = &rest[1..end];
        at = start + end + 1;
        let (inner, kind) = if let Some(name) = inner.strip_prefix('/') {
            (name, TagKind::Close)
        } else if let Some(open) = inner.strip_suffix('/') {
            (open, TagKind::Empty)
        } else {
            (inner, TagKind::Open)
        };
        let name_end = inner.find(char::is_whitespace).unwrap_or(inner.len());
        let (name, attributes) = inner.split_at(name_end);
        let attributes =
            self::attributes(attributes).ok_or_else(|| wrong(start, "an attribute has no value"))?;
        out.push(Tag { name: name.to_owned(), attributes, kind, at: start });
    }
    Ok(out)
}

/// Place of the `>` that ends a tag; one inside quotation marks does not.
fn tag_end(tag: &str) -> Option<usize> {
    let mut quote = None;
    for (i, c) in tag.char_indices() {
        match quote {
            Some(q) if c == q => quote = None,
            None if c == '"' || c == '\'' => quote = Some(c),
            None if c == '>' => return Some(i),
            _ => {}
        }
    }
    None
}

fn attributes(mut rest: &str) -> Option<Vec<(String, String)>> {
    let mut out = Vec::new();
    loop {
        rest = rest.trim_start();
        if rest.is_empty() {
            return Some(out);
        }
        let (name, after) = rest.split_once('=')?;
        let after = after.trim_start();
        let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let (value, after) = after[1..].split_once(quote)?;
        out.push((name.trim().to_owned(), unescape(value)));
        rest = after;
    }
}

fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let named = after.split_once(';').filter(|(name, _)| name.len() <= 8);
        let known = named.and_then(|(name, behind)| Some((character(name)?, behind)));
        let (c, behind) = known.unwrap_or(('&', after));
        out.push(c);
        rest = behind;
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}

/// A text as the value of an attribute.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
