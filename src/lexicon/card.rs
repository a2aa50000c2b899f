//! Lexicon cards: what a reader of a report must know about the words behind its numbers.

use std::fmt::Write;
use std::sync::LazyLock;

use serde::{Deserialize, Serialize};

use super::alternatives::written_out;
use super::builtin;
use super::entry::{Group, Lexicon, Subject};
use crate::error::{Error, Kind, Result};

/// A measured quality of a lexicon.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Measured {
    /// Id of the frame.
    pub frame: String,
    /// Language code.
    pub language: String,
    /// Version of the lexicon that was measured.
    #[serde(default)]
    pub version: String,
    /// What it was measured on.
    pub on: String,
    /// Units with the frame according to people.
    pub positives: u64,
    /// Units measured.
    pub units: u64,
    /// Share of the units found that people found too, 0…1; `None` if nothing was found.
    #[serde(default)]
    pub precision: Option<f64>,
    /// Interval of it.
    #[serde(default)]
    pub precision_interval: Option<[f64; 2]>,
    /// Share of the units that people found which the lexicon found too, 0…1.
    pub recall: f64,
    /// Interval of it.
    #[serde(default)]
    pub recall_interval: Option<[f64; 2]>,
    /// Known errors, in plain words.
    #[serde(default)]
    pub errors: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    measured: Vec<Measured>,
}

/// Reads a file of measured qualities: TOML, one `[[measured]]` a lexicon and data set.
///
/// # Errors
/// If it is no TOML, lacks a value, or a share lies outside 0…1.
pub fn measured(file: &str, text: &str) -> Result<Vec<Measured>> {
    let wrong = |reason: &str, at: usize| {
        let (line, column) = crate::error::line_column(text, at);
        Error::new(Kind::Lexicon, reason).at(file, line, column)
    };
    let read: File =
        toml::from_str(text).map_err(|e| wrong(e.message().trim_end(), e.span().map_or(0, |s| s.start)))?;
    for m in &read.measured {
        let intervals = m.precision_interval.iter().chain(&m.recall_interval).flatten();
        let shares = intervals.chain(&m.precision).chain([&m.recall]);
        if !shares.into_iter().all(|v| (0.0..=1.0).contains(v)) {
            let reason = format!("precision or recall of {} ({}) is outside 0…1", m.frame, m.language);
            return Err(Error::new(Kind::Lexicon, reason).in_file(file));
        }
    }
    Ok(read.measured)
}

/// What was measured of the built-in lexicons; a test reads the file.
static BUILTIN: LazyLock<Vec<Measured>> =
    LazyLock::new(|| measured(builtin::QUALITY.0, builtin::QUALITY.1).unwrap_or_default());

/// What was measured of a lexicon, if it is a built-in one and as it came.
fn known(lexicon: &Lexicon) -> Vec<Measured> {
    let own = |m: &&Measured| m.frame == lexicon.id && m.language == lexicon.language.code();
    if lexicon.is_builtin() { BUILTIN.iter().filter(own).cloned().collect() } else { vec![] }
}

/// What a reader must know about a lexicon.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Card {
    /// Frame id, or the subject.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// Language code.
    pub language: String,
    /// Version; empty if not stated.
    pub version: String,
    /// What it tries to find.
    pub definition: String,
    /// Where the words come from.
    pub source: String,
    /// Licence of the words.
    pub licence: String,
    /// Its groups.
    pub groups: Vec<CardGroup>,
    /// Entries, those of a graded list included.
    pub entries: usize,
    /// What they stand for, alternatives and gaps written out.
    pub spellings: usize,
    /// Entries of several words.
    pub phrases: usize,
    /// Entries with `*` or `?`.
    pub wildcards: usize,
    /// Entries with exceptions.
    pub excepted: usize,
    /// Entries with example sentences.
    pub tested: usize,
    /// Example sentences.
    pub sentences: usize,
    /// What was measured of it, if it is a built-in one and as it came.
    pub measured: Vec<Measured>,
}

/// A group on a card.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CardGroup {
    /// Its name; of a concept's, with `named` or `related`.
    pub name: String,
    /// Its entries.
    pub entries: usize,
    /// What belongs into it.
    pub definition: String,
}

impl Card {
    /// The card of a lexicon.
    pub fn of(lexicon: &Lexicon) -> Self {
        let mut card = Self {
            id: lexicon.id.clone(),
            title: lexicon.title.clone(),
            language: lexicon.language.code().to_owned(),
            version: lexicon.version.clone(),
            definition: lexicon.definition.clone(),
            source: lexicon.source.clone(),
            licence: lexicon.licence.clone(),
            groups: lexicon.groups.iter().map(|g| group(lexicon, g)).collect(),
            entries: lexicon.len() + lexicon.graded.len(),
            spellings: lexicon.graded.len(),
            phrases: 0,
            wildcards: 0,
            excepted: 0,
            tested: 0,
            sentences: 0,
            measured: known(lexicon),
        };
        if !lexicon.graded.is_empty() {
            let definition = "words with a valence each".to_owned();
            card.groups.push(CardGroup {
                name: "graded list".into(),
                entries: lexicon.graded.len(),
                definition,
            });
        }
        for (_, e) in lexicon.entries() {
            let spellings = written_out(&e.pattern).unwrap_or_default();
            card.spellings += spellings.len().max(1);
            card.wildcards += usize::from(e.pattern.contains(['*', '?']));
            card.phrases += usize::from(spellings.iter().any(|s| s.split_whitespace().nth(1).is_some()));
            card.excepted += usize::from(!e.except.is_empty());
            let sentences = e.expect.len() + e.allows.len();
            card.tested += usize::from(sentences > 0);
            card.sentences += sentences;
        }
        card
    }
}

fn group(lexicon: &Lexicon, group: &Group) -> CardGroup {
    let name = match (lexicon.subject, group.named) {
        (Subject::Concepts, true) => format!("{}, named", group.name),
        (Subject::Concepts, false) => format!("{}, related", group.name),
        _ => group.name.clone(),
    };
    CardGroup { name, entries: group.entries.len(), definition: group.definition.clone() }
}

/// The card of a lexicon in Markdown, with a heading of level `level`. `measured`: what was measured of it, beside what came with it.
///
/// # Example
/// ```
/// use framescope::lexicon::{card, parse::parse};
/// let text = "frame = 'threat'\nlanguage = 'en'\nversion = '1.0.0'\ndefinition = 'Harm.'\n\
///     [[group]]\nname = 'attack'\ndefinition = 'Violence.'\nentries = ['raid', 'bomb*']";
/// let card = card::markdown(&parse("threat.toml", text)?, &[], 3);
/// assert!(card.starts_with("### threat (en), version 1.0.0\n\nHarm.\n"));
/// assert!(card.contains("| attack | 2 | Violence. |"));
/// # Ok::<_, framescope::error::Error>(())
/// ```
pub fn markdown(lexicon: &Lexicon, measured: &[Measured], level: usize) -> String {
    let card = Card::of(lexicon);
    let mut out = String::new();
    // Writing to a string does not fail.
    let _ = write!(out, "{} {} ({})", "#".repeat(level.clamp(1, 6)), cell(&card.title), card.language);
    if !card.version.is_empty() {
        let _ = write!(out, ", version {}", cell(&card.version));
    }
    out.push_str("\n\n");
    if !card.definition.is_empty() {
        let _ = writeln!(out, "{}\n", cell(&card.definition));
    }
    out.push_str("| group | entries | what belongs into it |\n|---|---:|---|\n");
    for group in &card.groups {
        let _ = writeln!(out, "| {} | {} | {} |", cell(&group.name), group.entries, cell(&group.definition));
    }
    let Card { entries, spellings, phrases, wildcards, excepted, tested, sentences, .. } = &card;
    let written = if spellings > entries {
        format!(" ({spellings} with alternatives and gaps written out)")
    } else {
        String::new()
    };
    let _ = writeln!(
        out,
        "\n{entries} entries{written}: {phrases} phrases, {wildcards} with wildcards, {excepted} with exceptions, {tested} tested by \
         {sentences} sentences.\n"
    );
    let or_unknown = |s: &str| if s.is_empty() { "not stated".to_owned() } else { cell(s) };
    let _ = writeln!(out, "- Source: {}", or_unknown(&card.source));
    let _ = writeln!(out, "- Licence: {}", or_unknown(&card.licence));
    quality(&mut out, &card, measured);
    out
}

fn quality(out: &mut String, card: &Card, measured: &[Measured]) {
    let own = measured.iter().filter(|m| m.frame == card.id && m.language == card.language);
    let mut own = own.chain(&card.measured).peekable();
    if own.peek().is_none() {
        out.push_str("- Precision and recall: not measured\n");
        return;
    }
    let share = |value: f64, interval: Option<[f64; 2]>| match interval {
        Some([low, high]) => format!("{value:.2} ({low:.2} to {high:.2})"),
        None => format!("{value:.2}"),
    };
    for m in own {
        let version = if m.version.is_empty() || m.version == card.version {
            String::new()
        } else {
            format!(", of version {}", cell(&m.version))
        };
        let _ = writeln!(
            out,
            "- Precision {}, recall {} on {} ({} of {} units with the frame){version}",
            m.precision.map_or("– (nothing found)".into(), |p| share(p, m.precision_interval)),
            share(m.recall, m.recall_interval),
            cell(&m.on),
            m.positives,
            m.units
        );
        for error in &m.errors {
            let _ = writeln!(out, "- Known error: {}", cell(error));
        }
    }
}

/// A text of a lexicon inside Markdown: one line, nothing in it that Markdown would act on.
fn cell(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        for c in word.chars() {
            if matches!(c, '|' | '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#') {
                out.push('\\');
            }
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::parse::parse;

    #[test]
    fn a_card_tells_entries_and_what_they_stand_for() {
        let text = "frame = 'threat'\nlanguage = 'en'\n[[group]]\nname = 'g'\nentries = ['raid', '=can *{0,2} (hit|strike)', '(bomb|siege)']";
        let lexicon = parse("threat.toml", text).unwrap();
        let card = Card::of(&lexicon);
        assert_eq!((card.entries, card.spellings, card.phrases, card.wildcards), (3, 9, 1, 1));
        assert!(
            markdown(&lexicon, &[], 2)
                .contains("\n3 entries (9 with alternatives and gaps written out): 1 phrases")
        );
    }

    #[test]
    fn built_in_cards_tell_what_was_measured() {
        let all = measured(builtin::QUALITY.0, builtin::QUALITY.1).unwrap();
        for (file, text) in builtin::LEXICONS.iter().filter(|(file, _)| file.contains("/frames/")) {
            let mut lexicon = parse(file, text).unwrap();
            let card = markdown(&lexicon, &[], 2);
            assert!(card.matches("- Precision ").count() == 3 && card.contains("- Known error: "), "{card}");
            assert!(all.iter().any(|m| m.frame == lexicon.id && m.version == lexicon.version), "{file}");
            // A user's own of the same name has not been measured.
            lexicon.file = "mine.toml".into();
            assert!(markdown(&lexicon, &[], 2).contains("not measured"));
        }
    }

    #[test]
    fn shows_what_was_measured_and_escapes() {
        let text = "frame='x'\nlanguage='en'\nversion='2'\ndefinition='a | b'\n[[group]]\nname='g'\nentries=['raid']";
        let lexicon = parse("x.toml", text).unwrap();
        let file = "[[measured]]\nframe='x'\nlanguage='en'\nversion='1'\non='ten coded sentences'\npositives=4\nunits=10\n\
            precision=0.75\nprecision_interval=[0.5, 0.9]\nrecall=0.6\nerrors=['reads idioms']";
        let card = markdown(&lexicon, &measured("m.toml", file).unwrap(), 2);
        assert!(card.contains("a \\| b"), "{card}");
        assert!(card.contains("- Precision 0.75 (0.50 to 0.90), recall 0.60 on ten coded sentences (4 of 10 units with the frame), of version 1\n- Known error: reads idioms\n"), "{card}");
        assert!(markdown(&lexicon, &[], 2).contains("not measured"));
        let e = measured("m.toml", &file.replace("0.75", "75")).unwrap_err().to_string();
        assert!(e.starts_with("m.toml: precision or recall of x (en) is outside"), "{e}");
        assert!(
            measured("m.toml", "[[measured]]\nframe='x'")
                .unwrap_err()
                .to_string()
                .starts_with("m.toml:1:1: missing field")
        );
    }
}
