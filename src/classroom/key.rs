//! The key of an exercise: the code of every item, what else may be defended, and why.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use super::codebook::Codebook;
use crate::article::Article;
use crate::coding::sheet::{FRAME_LABELS, RawTable, VOICES, folded, frame_label};
use crate::coding::{Coding, Item};
use crate::error::{Error, Kind, Result};
use crate::score::Scheme;
use crate::score::record::CodePoints;
use crate::score::{Analyser, Depth};

/// Keys of the built-in study, by language.
const BUILTIN: [(&str, &str); 2] = [
    ("en", include_str!("../../studies/class/key.en.toml")),
    ("it", include_str!("../../studies/class/key.it.toml")),
];

/// What an answer is good for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// Settled, by whoever made the key: it is scored.
    Gold,
    /// Careful readers differ: it is talked about, not scored.
    Discuss,
    /// The tool's reading, settled by nobody: never scored.
    Draft,
}

impl Status {
    /// All of them with their names in key files.
    const ALL: [(Self, &'static str); 3] =
        [(Self::Gold, "gold"), (Self::Discuss, "discuss"), (Self::Draft, "draft")];

    /// Its name in key files.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|s| s.0 == self).map_or("draft", |s| s.1)
    }
}

/// The answer to an item.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The item.
    pub item: Item,
    /// Codes by variable: every frame that was asked for, and `voice`.
    pub codes: BTreeMap<String, String>,
    /// Who speaks.
    pub speaker: String,
    /// Other codes that may be defended, by variable.
    pub accepted: BTreeMap<String, BTreeSet<String>>,
    /// Why.
    pub reason: String,
    /// 1 easy, 2 medium, 3 hard; 0 not said.
    pub difficulty: u8,
    /// What it is good for.
    pub status: Status,
}

impl Answer {
    /// Whether a code of a variable is that of the key, or accepted beside it.
    pub fn accepts(&self, variable: &str, code: &str) -> bool {
        self.codes.get(variable).is_some_and(|c| c == code)
            || self.accepted.get(variable).is_some_and(|a| a.contains(code))
    }
}

/// A key.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Key {
    /// Variables asked for: frames, then `voice`.
    pub variables: Vec<String>,
    /// The answers, in the order of their units.
    pub answers: Vec<Answer>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Book {
    item: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    article: String,
    starts: String,
    voice: String,
    #[serde(default)]
    speaker: String,
    accepted: Vec<String>,
    difficulty: u8,
    #[serde(default)]
    discuss: bool,
    reason: String,
    #[serde(flatten)]
    frames: BTreeMap<String, String>,
}

/// Columns before the codes, and after them.
const BEFORE: [&str; 8] = ["unit", "article", "source", "language", "sentence", "start", "end", "text"];
const AFTER: [&str; 6] = ["speaker", "accepted", "reason", "difficulty", "status", "check"];

impl Key {
    /// The key of the built-in study in a language, its items still without names. One author set its codes.
    ///
    /// # Errors
    /// If there is none in the language, or a sentence is not in its article.
    pub fn builtin(articles: &[Article], scheme: &std::sync::Arc<Scheme>, language: &str) -> Result<Self> {
        let Some((_, text)) = BUILTIN.iter().find(|b| b.0 == language) else {
            return Err(Error::new(Kind::Study, format!("the built-in study has no key in {language:?}"))
                .help("choose en or it"));
        };
        let book: Book = toml::from_str(text).map_err(|e| Error::new(Kind::Study, e.message().to_owned()))?;
        let frames: Vec<String> = scheme.frames.iter().map(|f| f.id.clone()).collect();
        let mut analyser = Analyser::new(scheme.clone());
        let mut answers = Vec::new();
        for entry in book.item {
            let lost = || {
                Error::new(
                    Kind::Study,
                    format!("{}: no sentence starts with {:?}", entry.article, entry.starts),
                )
            };
            let article = articles.iter().find(|a| a.id == entry.article).ok_or_else(lost)?;
            let item = locate(article, &entry.starts, &mut analyser)?.ok_or_else(lost)?;
            let code = |f: &String| (f.clone(), entry.frames.get(f).cloned().unwrap_or_else(|| "0".into()));
            let codes = frames.iter().map(code).chain([("voice".to_owned(), entry.voice.clone())]).collect();
            answers.push(Answer {
                item,
                codes,
                speaker: entry.speaker,
                accepted: alternatives(entry.accepted.iter().map(String::as_str)),
                reason: entry.reason,
                difficulty: entry.difficulty,
                status: if entry.discuss { Status::Discuss } else { Status::Gold },
            });
        }
        Ok(Self { variables: frames.into_iter().chain(["voice".to_owned()]).collect(), answers })
    }

    /// The key as rows, head first.
    pub fn rows(&self) -> Vec<Vec<String>> {
        let fixed = |list: &[&str]| list.iter().map(|s| (*s).to_owned()).collect::<Vec<_>>();
        let head = [fixed(&BEFORE), self.variables.clone(), fixed(&AFTER)].concat();
        let row = |a: &Answer| {
            let i = &a.item;
            let place = [i.sentence, i.start, i.end].map(|n| n.to_string());
            let accepted: Vec<String> = a
                .accepted
                .iter()
                .flat_map(|(v, codes)| codes.iter().map(move |c| format!("{v}={c}")))
                .collect();
            let difficulty = if a.difficulty == 0 { String::new() } else { a.difficulty.to_string() };
            let first = [i.unit.clone(), i.article.clone(), i.source.clone(), i.language.clone()];
            let codes = self.variables.iter().map(|v| a.codes.get(v).cloned().unwrap_or_default());
            let last = [
                a.speaker.clone(),
                accepted.join("; "),
                a.reason.clone(),
                difficulty,
                a.status.name().to_owned(),
                i.check(),
            ];
            first.into_iter().chain(place).chain([i.text.clone()]).chain(codes).chain(last).collect()
        };
        std::iter::once(head).chain(self.answers.iter().map(row)).collect()
    }

    /// Reads a key file as a teacher may have changed it.
    ///
    /// # Errors
    /// If it is no key, a code is none, or the words of an item were edited, with file and line.
    pub fn read(name: &str, bytes: &[u8]) -> Result<Self> {
        let table = RawTable::read(name, bytes)?;
        let known =
            |h: &&String| !h.is_empty() && !BEFORE.contains(&h.as_str()) && !AFTER.contains(&h.as_str());
        let variables: Vec<String> = table.head().iter().filter(known).cloned().collect();
        if variables.is_empty()
            || !["unit", "text", "status", "check"].iter().all(|c| table.head().iter().any(|h| h == c))
        {
            let e = Error::new(Kind::Coding, "this is no key").in_file(name);
            return Err(e.help(
                "give the key.csv that `exercise new` wrote: it has the columns unit, text, status and check",
            ));
        }
        let mut answers: Vec<Answer> = Vec::new();
        for row in table.rows() {
            let cell = |key: &str| row.get(key).unwrap_or_default().to_owned();
            if cell("unit").is_empty() && cell("text").is_empty() {
                continue;
            }
            let wrong = |reason: String| Error::new(Kind::Coding, reason).in_file(name).line(row.line());
            let answer = answer(&cell, &variables).map_err(wrong)?;
            if answer.item.check() != cell("check") {
                return Err(wrong(format!("the words of the item {} were edited", answer.item.unit))
                    .help("put them back as they were"));
            }
            if answers.iter().any(|a| a.item.unit == answer.item.unit) {
                return Err(wrong(format!("the item {} stands here twice", answer.item.unit)));
            }
            answers.push(answer);
        }
        Ok(Self { variables, answers })
    }

    /// Items that are scored.
    pub fn scored(&self) -> impl Iterator<Item = &Answer> {
        self.answers.iter().filter(|a| a.status == Status::Gold)
    }

    /// The code of a variable in words, with the book's names.
    pub fn in_words(book: &Codebook, variable: &str, code: &str) -> String {
        let labels = if variable == "voice" { &book.voices } else { &book.stances };
        match code {
            "0" => book.word("not_there").to_owned(),
            _ => labels.iter().find(|l| l.id == code).map_or_else(|| code.to_owned(), |l| l.title.clone()),
        }
    }
}

fn answer(cell: &dyn Fn(&str) -> String, variables: &[String]) -> std::result::Result<Answer, String> {
    let number = |key: &str| cell(key).parse::<u32>().unwrap_or(0);
    let mut codes = BTreeMap::new();
    for v in variables {
        let code = cell(v).to_lowercase();
        let code = if code.is_empty() && v != "voice" { "0".to_owned() } else { code };
        let valid = match v.as_str() {
            "voice" => code.is_empty() || VOICES.contains(&code.as_str()),
            _ => frame_label(&code).is_some(),
        };
        if !valid {
            let known = if v == "voice" { VOICES.join(", ") } else { FRAME_LABELS.join(", ") };
            return Err(format!("{code:?} is no code of {v}: write one of {known}"));
        }
        if !code.is_empty() {
            codes.insert(v.clone(), code);
        }
    }
    let status = cell("status").to_lowercase();
    let Some((status, _)) = Status::ALL.into_iter().find(|s| s.1 == status) else {
        return Err(format!("the status {status:?} is none of gold, discuss, draft"));
    };
    Ok(Answer {
        item: Item {
            unit: cell("unit"),
            article: cell("article"),
            source: cell("source"),
            language: cell("language"),
            sentence: number("sentence"),
            start: number("start"),
            end: number("end"),
            text: cell("text"),
            ..Item::default()
        },
        codes,
        speaker: cell("speaker"),
        accepted: alternatives(cell("accepted").split(';')),
        reason: cell("reason"),
        difficulty: cell("difficulty").parse().unwrap_or(0),
        status,
    })
}

fn alternatives<'a>(list: impl Iterator<Item = &'a str>) -> BTreeMap<String, BTreeSet<String>> {
    let mut out: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (variable, code) in list.filter_map(|a| a.split_once('=')) {
        out.entry(variable.trim().to_lowercase()).or_default().insert(code.trim().to_lowercase());
    }
    out
}

impl Answer {
    /// A coder's row on this item as an answer would code it: codes of the asked variables that are there.
    pub fn codes_of<'c>(&self, coding: &'c Coding) -> BTreeMap<&'c str, &'c str> {
        let asked = coding.values.iter().filter(|(v, _)| self.codes.contains_key(*v));
        asked.map(|(v, c)| (v.as_str(), c.as_str())).collect()
    }
}

/// The sentence of an article that starts with some words.
fn locate(article: &Article, starts: &str, analyser: &mut Analyser) -> Result<Option<Item>> {
    let annotation = analyser.annotate(article, Depth::Counts)?;
    let wanted = folded(starts);
    let words = |i: usize| {
        let s = annotation.document.sentences.get(i).filter(|_| annotation.counts(i));
        s.map(|s| crate::coding::sample::one_line(s.span.of(&article.text))).unwrap_or_default()
    };
    let found = (0..annotation.document.sentences.len()).find(|i| folded(&words(*i)).starts_with(&wanted));
    Ok(found.map(|i| {
        let points = CodePoints::new(&article.text);
        let [start, end] = points.span(annotation.document.sentences[i].span);
        Item {
            article: article.id.clone(),
            source: article.source.clone().unwrap_or_default(),
            language: annotation.document.language.code().to_owned(),
            sentence: i as u32,
            start,
            end,
            before: i.checked_sub(1).map(words).unwrap_or_default(),
            text: words(i),
            after: words(i + 1),
            drawn: "chosen".into(),
            weight: 1.0,
            ..Item::default()
        }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Library;
    use crate::study::sample;
    use std::sync::Arc;

    #[test]
    fn the_built_in_keys_fit_the_study_and_read_back() {
        let scheme = Arc::new(Scheme::compile(&Library::builtin().unwrap()).unwrap());
        let articles = sample::articles().articles;
        for (language, least) in [("en", 20), ("it", 14)] {
            let mut key = Key::builtin(&articles, &scheme, language).unwrap();
            assert!(key.answers.len() >= least && key.answers.iter().all(|a| a.item.language == language));
            for (i, a) in key.answers.iter_mut().enumerate() {
                a.item.unit = format!("u{i:02}");
                (a.item.before, a.item.after, a.item.drawn) = (String::new(), String::new(), String::new());
                a.item.weight = 0.0;
                assert!(!a.reason.is_empty() && (1..=3).contains(&a.difficulty), "{}", a.item.text);
                for (v, codes) in &a.accepted {
                    assert!(codes.iter().all(|c| a.codes[v] != *c), "{} accepts what it says", a.item.text);
                    assert!(
                        codes.iter().all(|c| frame_label(c).is_some() || VOICES.contains(&c.as_str())),
                        "{codes:?}"
                    );
                }
            }
            assert_eq!(Key::read("key.csv", &super::super::sheets::csv(&key.rows())).unwrap(), key);
        }
    }

    #[test]
    fn a_changed_key_is_named_by_line() {
        let read = |text: &str| Key::read("key.csv", text.as_bytes()).unwrap_err().to_string();
        let check = crate::coding::sheet::check("u1", "A threat.");
        let row = |threat: &str, status: &str, text: &str| {
            format!("unit,text,threat,status,check\nu1,{text},{threat},{status},{check}\n")
        };
        assert!(
            read(&row("perhaps", "gold", "A threat."))
                .starts_with("key.csv:2: \"perhaps\" is no code of threat")
        );
        assert!(read(&row("1", "fine", "A threat.")).contains("none of gold, discuss, draft"));
        assert!(read(&row("1", "gold", "No threat.")).contains("were edited"));
        assert!(read("unit,threat\nu1,1\n").contains("no key"));
        assert!(Key::read("key.csv", row("1", "gold", "A threat.").as_bytes()).is_ok());
    }
}
