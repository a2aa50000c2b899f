//! TOML → [`Lexicon`], with file, line and column in every error. The build script reads the lexicons that come with framescope
//! with this file too: it uses nothing of the program but errors, languages and what a lexicon holds.

mod fields;

use hashbrown::HashSet;
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::entry::{Entry, Group, Lexicon, Subject};
use super::later::Later;
use crate::error::Result;
use crate::text::Language;
use fields::Fields;

/// Reads one lexicon file; `file` is its name in messages. Patterns are taken as they are written.
///
/// # Errors
/// If it is no TOML, lacks a key, has an unknown one, or holds a value out of its range.
pub fn read(file: &str, text: &str) -> Result<Lexicon> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let at = Fields::new(file, text);
    let root = DeTable::parse(text)
        .map_err(|e| at.error(e.span().map_or(0, |s| s.start), e.message().trim_end_matches('\n')))?;
    let root = root.get_ref();
    at.known_keys(root, HEADER)?;
    let subject = subject(&at, root)?;
    let tag = at.text(root, "language")?.ok_or_else(|| at.missing("language", "language = \"en\""))?;
    let language = Language::from_tag(&tag.0).ok_or_else(|| {
        at.error(tag.1, &format!("{:?} is no language code", tag.0)).help("write en, it, …")
    })?;
    let string = |key: &str| at.text(root, key).map(|v| v.map(|(s, _)| s).unwrap_or_default());
    let id = match subject {
        Subject::Frame => frame_id(&at, root)?,
        Subject::Words => string("subject")?,
        Subject::Concepts => "concepts".into(),
        Subject::Actors => "actors".into(),
        Subject::Tone => "tone".into(),
    };
    let groups =
        if subject == Subject::Concepts { concepts(&at, root)? } else { groups(&at, root, subject)? };
    let title = string("title")?;
    Ok(Lexicon {
        title: if title.is_empty() { id.clone() } else { title },
        id,
        subject,
        language,
        extends: at.boolean(root, "extends")?.unwrap_or(false),
        without: at.texts(root, "without")?,
        version: string("version")?,
        definition: string("definition")?,
        source: string("source")?,
        licence: string("licence")?,
        file: file.to_owned(),
        groups: groups.into(),
        graded: Later::default(),
    })
}

/// Keys of the header.
const HEADER: &[&str] = &[
    "frame",
    "subject",
    "language",
    "version",
    "title",
    "definition",
    "source",
    "licence",
    "note",
    "extends",
    "without",
    "group",
    "concept",
];

/// Columns of score tables that a frame may not be named after.
const RESERVED: &[&str] = &[
    "article",
    "coder",
    "date",
    "end",
    "id",
    "index",
    "language",
    "note",
    "sentence",
    "source",
    "speaker",
    "start",
    "text",
    "tokens",
    "tone",
    "tone_without_frames",
    "unit",
    "voice",
];

/// Classes of actors, the only groups of an actor list.
const ACTORS: &[&str] = &["adversary", "defender", "other"];

/// True if `id` can name a frame and its columns: lower-case letters, digits, `-` and `_`, and no column's name.
pub fn is_frame_id(id: &str) -> bool {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c);
    !id.is_empty() && id.chars().all(plain) && !RESERVED.contains(&id)
}

fn frame_id(at: &Fields<'_>, root: &DeTable<'_>) -> Result<String> {
    let (id, start) = at.text(root, "frame")?.unwrap_or_default();
    if is_frame_id(&id) {
        return Ok(id);
    }
    let e = at.error(start, &format!("frame {id:?} cannot name a column"));
    Err(if RESERVED.contains(&id.as_str()) {
        e.help("another column has that name: choose another one")
    } else {
        e.help("use lower-case letters, digits, - and _; what people shall read goes into title")
    })
}

fn subject(at: &Fields<'_>, root: &DeTable<'_>) -> Result<Subject> {
    let named = at.text(root, "subject")?;
    Ok(match named.as_ref().map(|n| n.0.as_str()) {
        Some("tone") => Subject::Tone,
        Some("actors") => Subject::Actors,
        Some("concepts") => Subject::Concepts,
        Some("frame") => Subject::Frame,
        Some(_) => Subject::Words,
        None if root.contains_key("frame") => Subject::Frame,
        None if root.contains_key("concept") => Subject::Concepts,
        None => {
            let tables = at.list(root, "group")?.iter().filter_map(|g| g.get_ref().as_table());
            let (mut tone, mut actors) = (false, true);
            for table in tables {
                tone |= table.contains_key("valence");
                actors &= at.text(table, "name")?.is_some_and(|n| ACTORS.contains(&n.0.as_str()));
            }
            if !tone && !actors {
                return Err(
                    at.missing("frame", "frame = \"…\", or subject = \"tone\", \"actors\" or \"concepts\"")
                );
            }
            if tone { Subject::Tone } else { Subject::Actors }
        }
    })
}

fn groups(at: &Fields<'_>, root: &DeTable<'_>, subject: Subject) -> Result<Vec<Group>> {
    let mut out: Vec<Group> = Vec::new();
    let mut names = HashSet::new();
    for value in at.list(root, "group")? {
        let start = value.span().start;
        let table = value
            .get_ref()
            .as_table()
            .ok_or_else(|| at.error(start, "a group must be a table").help("write [[group]]"))?;
        at.known_keys(table, &["name", "title", "definition", "valence", "note", "entries"])?;
        let name = at.required(table, "name", start, "group")?;
        if !names.insert(name.clone()) {
            return Err(at
                .error(start, &format!("group {name:?} stands here twice"))
                .help("join the two, or rename one"));
        }
        if subject == Subject::Actors && !ACTORS.contains(&name.as_str()) {
            return Err(at
                .error(start, &format!("{name:?} is no class of actors"))
                .help("name the group adversary, defender or other"));
        }
        let valence = at.number(table, "valence", -1.0, 1.0)?;
        if subject == Subject::Tone && valence.is_none() {
            return Err(at
                .error(start, &format!("group {name:?} has no valence"))
                .help("add valence = -1.0 … 1.0"));
        }
        out.push(Group {
            name,
            title: at.text(table, "title")?.map(|t| t.0),
            definition: at.text(table, "definition")?.map(|t| t.0).unwrap_or_default(),
            named: false,
            valence,
            entries: entries(at, table, "entries")?,
        });
    }
    if out.is_empty() {
        return Err(at.missing("group", "[[group]] with name and entries"));
    }
    Ok(out)
}

fn concepts(at: &Fields<'_>, root: &DeTable<'_>) -> Result<Vec<Group>> {
    let mut out = Vec::new();
    let mut ids = HashSet::new();
    for value in at.list(root, "concept")? {
        let start = value.span().start;
        let table = value
            .get_ref()
            .as_table()
            .ok_or_else(|| at.error(start, "a concept must be a table").help("write [[concept]]"))?;
        at.known_keys(table, &["id", "title", "definition", "named", "related", "note"])?;
        let id = at.required(table, "id", start, "concept")?;
        if !ids.insert(id.clone()) {
            return Err(at
                .error(start, &format!("concept {id:?} stands here twice"))
                .help("join the two, or rename one"));
        }
        for (key, named) in [("named", true), ("related", false)] {
            out.push(Group {
                name: id.clone(),
                title: at.text(table, "title")?.map(|t| t.0),
                definition: at.text(table, "definition")?.map(|t| t.0).unwrap_or_default(),
                named,
                valence: None,
                entries: entries(at, table, key)?,
            });
        }
    }
    if out.is_empty() {
        return Err(at.missing("concept", "[[concept]] with id and named"));
    }
    Ok(out)
}

fn entries(at: &Fields<'_>, table: &DeTable<'_>, key: &str) -> Result<Vec<Entry>> {
    let Some(value) = table.get(key) else { return Ok(Vec::new()) };
    let start = value.span().start;
    let array = value.get_ref().as_array().ok_or_else(|| {
        at.error(start, &format!("{key} must be a list")).help(format!("write {key} = [\"…\", …]"))
    })?;
    array.iter().map(|v| entry(at, v)).collect()
}

fn entry(at: &Fields<'_>, value: &Spanned<DeValue<'_>>) -> Result<Entry> {
    let start = value.span().start;
    let mut e = Entry::default();
    (e.line, e.column) = at.place(start);
    match value.get_ref() {
        DeValue::String(s) => e.pattern = s.to_string(),
        DeValue::Table(t) => {
            at.known_keys(t, &["pattern", "weight", "case", "except", "expect", "allows", "note"])?;
            e.pattern = at
                .text(t, "pattern")?
                .map(|p| p.0)
                .ok_or_else(|| at.error(start, "this entry has no pattern").help("add pattern = \"…\""))?;
            e.weight = at.number(t, "weight", 0.0, 1.0)?.unwrap_or(1.0);
            e.case = at.boolean(t, "case")?.unwrap_or(false);
            e.except = at.texts(t, "except")?;
            e.expect = at.texts(t, "expect")?;
            e.allows = at.texts(t, "allows")?;
            e.note = at.text(t, "note")?.map(|n| n.0);
        }
        _ => {
            return Err(at
                .error(start, "an entry must be a pattern or a table")
                .help("write \"word\" or { pattern = \"word\", … }"));
        }
    }
    Ok(e)
}
