//! TOML → [`Lexicon`], with file, line and column in every error.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::entry::{Entry, Group, Lexicon, Subject};
use super::pattern::Pattern;
use crate::error::{Error, Kind, Result, line_column};
use crate::text::Language;

/// Reads one lexicon file; `file` is its name in messages.
///
/// # Errors
/// If it is no TOML, lacks a key, has an unknown one, or holds a value or a pattern out of its range.
///
/// # Example
/// ```
/// let text = r#"
/// frame = "threat"
/// language = "en"
/// version = "1.0.0"
/// [[group]]
/// name = "attack"
/// entries = ["attack", { pattern = "=strike", weight = 0.8 }]
/// "#;
/// let lexicon = framescope::lexicon::parse::parse("threat.toml", text).unwrap();
/// assert_eq!(lexicon.id, "threat");
/// assert_eq!(lexicon.groups[0].entries[1].weight, 0.8);
/// ```
pub fn parse(file: &str, text: &str) -> Result<Lexicon> {
    let at = Place { file, text };
    let root = DeTable::parse(text)
        .map_err(|e| at.error(e.span().map_or(0, |s| s.start), e.message().trim_end_matches('\n')))?;
    let root = root.get_ref();
    let subject = subject(root);
    at.known_keys(
        root,
        &[
            "frame",
            "subject",
            "language",
            "version",
            "title",
            "definition",
            "source",
            "licence",
            "note",
            "group",
            "concept",
        ],
    )?;
    let tag = at.text(root, "language")?.ok_or_else(|| at.missing("language", "language = \"en\""))?;
    let language = Language::from_tag(&tag.0).ok_or_else(|| {
        at.error(tag.1, &format!("{:?} is no language code", tag.0)).help("write en, it, …")
    })?;
    let string = |key: &str| at.text(root, key).map(|v| v.map(|(s, _)| s).unwrap_or_default());
    let id = match subject {
        Subject::Frame => string("frame")?,
        Subject::Words => string("subject")?,
        Subject::Concepts => "concepts".into(),
        Subject::Actors => "actors".into(),
        Subject::Tone => "tone".into(),
    };
    if subject == Subject::Frame
        && (id.is_empty()
            || !id.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || "-_".contains(c)))
    {
        return Err(at
            .error(0, &format!("frame {id:?} cannot name a column"))
            .help("use lower-case letters, digits, - and _"));
    }
    let groups = if subject == Subject::Concepts {
        concepts(&at, root, language)?
    } else {
        groups(&at, root, language, subject)?
    };
    let title = string("title")?;
    Ok(Lexicon {
        title: if title.is_empty() { id.clone() } else { title },
        id,
        subject,
        language,
        version: string("version")?,
        definition: string("definition")?,
        source: string("source")?,
        licence: string("licence")?,
        file: file.to_owned(),
        groups,
    })
}

fn subject(root: &DeTable<'_>) -> Subject {
    let named = root.get("subject").and_then(|v| v.get_ref().as_str());
    match named {
        Some("tone") => Subject::Tone,
        Some("actors") => Subject::Actors,
        Some("concepts") => Subject::Concepts,
        Some(_) => Subject::Words,
        None if root.contains_key("frame") => Subject::Frame,
        None if root.contains_key("concept") => Subject::Concepts,
        None => {
            let tone = list(root, "group")
                .any(|g| g.get_ref().as_table().is_some_and(|t| t.contains_key("valence")));
            if tone { Subject::Tone } else { Subject::Actors }
        }
    }
}

fn list<'a, 'i>(table: &'a DeTable<'i>, key: &str) -> impl Iterator<Item = &'a Spanned<DeValue<'i>>> {
    table.get(key).and_then(|v| v.get_ref().as_array()).into_iter().flatten()
}

fn groups(at: &Place<'_>, root: &DeTable<'_>, language: Language, subject: Subject) -> Result<Vec<Group>> {
    let mut out: Vec<Group> = Vec::new();
    for value in list(root, "group") {
        let start = value.span().start;
        let table = value
            .get_ref()
            .as_table()
            .ok_or_else(|| at.error(start, "a group must be a table").help("write [[group]]"))?;
        at.known_keys(table, &["name", "title", "definition", "valence", "note", "entries"])?;
        let name = at
            .text(table, "name")?
            .map(|n| n.0)
            .ok_or_else(|| at.error(start, "this group has no name").help("add name = \"…\""))?;
        if out.iter().any(|g| g.name == name) {
            return Err(at
                .error(start, &format!("group {name:?} stands here twice"))
                .help("join the two, or rename one"));
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
            entries: entries(at, table, "entries", language)?,
        });
    }
    if out.is_empty() {
        return Err(at.missing("group", "[[group]] with name and entries"));
    }
    Ok(out)
}

fn concepts(at: &Place<'_>, root: &DeTable<'_>, language: Language) -> Result<Vec<Group>> {
    let mut out = Vec::new();
    for value in list(root, "concept") {
        let start = value.span().start;
        let table = value
            .get_ref()
            .as_table()
            .ok_or_else(|| at.error(start, "a concept must be a table").help("write [[concept]]"))?;
        at.known_keys(table, &["id", "title", "definition", "named", "related", "note"])?;
        let id = at
            .text(table, "id")?
            .map(|n| n.0)
            .ok_or_else(|| at.error(start, "this concept has no id").help("add id = \"…\""))?;
        for (key, named) in [("named", true), ("related", false)] {
            out.push(Group {
                name: id.clone(),
                title: at.text(table, "title")?.map(|t| t.0),
                definition: at.text(table, "definition")?.map(|t| t.0).unwrap_or_default(),
                named,
                valence: None,
                entries: entries(at, table, key, language)?,
            });
        }
    }
    Ok(out)
}

fn entries(at: &Place<'_>, table: &DeTable<'_>, key: &str, language: Language) -> Result<Vec<Entry>> {
    let Some(value) = table.get(key) else { return Ok(Vec::new()) };
    let start = value.span().start;
    let array = value.get_ref().as_array().ok_or_else(|| {
        at.error(start, &format!("{key} must be a list")).help(format!("write {key} = [\"…\", …]"))
    })?;
    array.iter().map(|v| entry(at, v, language)).collect()
}

fn entry(at: &Place<'_>, value: &Spanned<DeValue<'_>>, language: Language) -> Result<Entry> {
    let start = value.span().start;
    let (line, column) = line_column(at.text, start);
    let mut e = Entry {
        pattern: String::new(),
        weight: 1.0,
        case: false,
        except: vec![],
        expect: vec![],
        allows: vec![],
        note: None,
        line,
        column,
    };
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
    for pattern in std::iter::once(&e.pattern).chain(&e.except) {
        Pattern::parse(pattern, e.case, language).map_err(|err| {
            let with = at.error(start, err.reason());
            err.remedy().map_or(with.clone(), |r| with.help(r))
        })?;
    }
    Ok(e)
}

/// A file and its text, to turn byte offsets into places.
struct Place<'a> {
    file: &'a str,
    text: &'a str,
}

impl Place<'_> {
    fn error(&self, offset: usize, reason: &str) -> Error {
        let (line, column) = line_column(self.text, offset);
        Error::new(Kind::Lexicon, reason).at(self.file, line, column)
    }

    fn missing(&self, key: &str, example: &str) -> Error {
        Error::new(Kind::Lexicon, format!("{key} is missing"))
            .in_file(self.file)
            .help(format!("add {example}"))
    }

    fn known_keys(&self, table: &DeTable<'_>, known: &[&str]) -> Result<()> {
        match table.keys().find(|k| !known.contains(&k.get_ref().as_ref())) {
            None => Ok(()),
            Some(key) => Err(self
                .error(key.span().start, &format!("unknown key {:?}", key.get_ref()))
                .help(format!("known here: {}", known.join(", ")))),
        }
    }

    fn text(&self, table: &DeTable<'_>, key: &str) -> Result<Option<(String, usize)>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let start = value.span().start;
        match value.get_ref().as_str() {
            Some(s) => Ok(Some((s.to_owned(), start))),
            None => Err(self.error(start, &format!("{key} must be text in quotation marks"))),
        }
    }

    fn texts(&self, table: &DeTable<'_>, key: &str) -> Result<Vec<String>> {
        let Some(value) = table.get(key) else { return Ok(Vec::new()) };
        let wrong = |at: usize| {
            self.error(at, &format!("{key} must be a list of texts")).help(format!("write {key} = [\"…\"]"))
        };
        let array = value.get_ref().as_array().ok_or_else(|| wrong(value.span().start))?;
        array
            .iter()
            .map(|v| v.get_ref().as_str().map(str::to_owned).ok_or_else(|| wrong(v.span().start)))
            .collect()
    }

    fn number(&self, table: &DeTable<'_>, key: &str, low: f32, high: f32) -> Result<Option<f32>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        let start = value.span().start;
        let number = match value.get_ref() {
            DeValue::Float(f) => f.as_str().parse::<f32>().ok(),
            DeValue::Integer(i) => i.as_str().parse::<f32>().ok(),
            _ => None,
        };
        let number = number.ok_or_else(|| self.error(start, &format!("{key} must be a number")))?;
        if number < low || number > high || number.is_nan() {
            return Err(self
                .error(start, &format!("{key} {number} is outside {low}…{high}"))
                .help(format!("give a {key} between {low} and {high}")));
        }
        Ok(Some(number))
    }

    fn boolean(&self, table: &DeTable<'_>, key: &str) -> Result<Option<bool>> {
        let Some(value) = table.get(key) else { return Ok(None) };
        match value.get_ref() {
            DeValue::Boolean(b) => Ok(Some(*b)),
            _ => Err(self.error(value.span().start, &format!("{key} must be true or false"))),
        }
    }
}
