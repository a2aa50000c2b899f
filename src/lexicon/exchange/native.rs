//! A lexicon in framescope's own format.

use std::fmt::Write;

use crate::lexicon::entry::{Entry, Group, Lexicon, Subject};

/// Writes a lexicon as TOML that [`crate::lexicon::parse::parse`] reads back.
///
/// # Example
/// ```
/// use framescope::lexicon::{exchange::to_toml, parse::parse};
/// let text = "frame = \"threat\"\nlanguage = \"en\"\n\n[[group]]\nname = \"attack\"\nentries = [\n  \"attack\",\n]\n";
/// assert_eq!(to_toml(&parse("threat.toml", text)?), text);
/// # Ok::<_, framescope::error::Error>(())
/// ```
pub fn to_toml(lexicon: &Lexicon) -> String {
    let mut out = String::new();
    match lexicon.subject {
        Subject::Frame => key(&mut out, "frame", &lexicon.id),
        Subject::Concepts => {}
        Subject::Actors | Subject::Tone | Subject::Words => key(&mut out, "subject", &lexicon.id),
    }
    key(&mut out, "language", lexicon.language.code());
    if lexicon.extends {
        out.push_str("extends = true\n");
    }
    if !lexicon.without.is_empty() {
        let _ = writeln!(out, "without = {}", list(&lexicon.without));
    }
    let title = if lexicon.title == lexicon.id { "" } else { &lexicon.title };
    for (name, value) in [
        ("version", lexicon.version.as_str()),
        ("title", title),
        ("definition", &lexicon.definition),
        ("source", &lexicon.source),
        ("licence", &lexicon.licence),
    ] {
        if !value.is_empty() {
            key(&mut out, name, value);
        }
    }
    if lexicon.subject == Subject::Concepts {
        concepts(&mut out, &lexicon.groups);
        return out;
    }
    for group in &lexicon.groups {
        out.push_str("\n[[group]]\n");
        key(&mut out, "name", &group.name);
        described(&mut out, group);
        if let Some(valence) = group.valence {
            // Writing to a string does not fail.
            let _ = writeln!(out, "valence = {valence:?}");
        }
        entries(&mut out, "entries", &group.entries);
    }
    out
}

fn concepts(out: &mut String, groups: &[Group]) {
    let mut open = None;
    for group in groups {
        if open != Some(&group.name) {
            out.push_str("\n[[concept]]\n");
            key(out, "id", &group.name);
            described(out, group);
            open = Some(&group.name);
        }
        entries(out, if group.named { "named" } else { "related" }, &group.entries);
    }
}

fn described(out: &mut String, group: &Group) {
    if let Some(title) = &group.title {
        key(out, "title", title);
    }
    if !group.definition.is_empty() {
        key(out, "definition", &group.definition);
    }
}

fn entries(out: &mut String, name: &str, entries: &[Entry]) {
    let _ = writeln!(out, "{name} = [");
    for entry in entries {
        let _ = writeln!(out, "  {},", one(entry));
    }
    out.push_str("]\n");
}

fn one(entry: &Entry) -> String {
    let mut keys = vec![format!("pattern = {}", quoted(&entry.pattern))];
    if entry.weight < 1.0 {
        keys.push(format!("weight = {:?}", entry.weight));
    }
    if entry.case {
        keys.push("case = true".into());
    }
    for (name, list) in [("except", &entry.except), ("expect", &entry.expect), ("allows", &entry.allows)] {
        if !list.is_empty() {
            keys.push(format!("{name} = {}", self::list(list)));
        }
    }
    keys.extend(entry.note.as_ref().map(|n| format!("note = {}", quoted(n))));
    if keys.len() == 1 { quoted(&entry.pattern) } else { format!("{{ {} }}", keys.join(", ")) }
}

fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|t| quoted(t)).collect();
    format!("[{}]", texts.join(", "))
}

fn key(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(out, "{name} = {}", quoted(value));
}

/// A basic TOML string.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
