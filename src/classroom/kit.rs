//! A class kit from a study: teacher's guide, student sheets, key, worksheets, figures.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;

use super::codebook::Codebook;
use super::key::{Answer, Key, Status};
use super::page::{Form, Questions};
use super::readings::{self, Readings};
use super::{papers, sheets};
use crate::article::Article;
use crate::coding::Item;
use crate::coding::sample::{Design, draw};
use crate::error::{Error, Kind, Result};
use crate::report::File;
use crate::report::block::slug;
use crate::score::Scheme;
use crate::stance::Voice;
use crate::stats::random::Seed;
use crate::study::Findings;
use crate::text::Language;

/// The texts, by language.
const BOOKS: [(&str, &str); 2] = [
    ("en", include_str!("../../studies/class/exercises.en.toml")),
    ("it", include_str!("../../studies/class/exercises.it.toml")),
];

/// One exercise in words.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Exercise {
    /// Its kind, as the command line names it.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// How long it takes.
    pub minutes: u32,
    /// What students learn.
    pub aims: Vec<String>,
    /// Minutes and what happens in them.
    pub plan: Vec<String>,
    /// For students.
    pub task: Vec<String>,
    /// For the teacher.
    pub teacher: Vec<String>,
    /// What is marked, by whom and with how much.
    pub marks: Vec<String>,
    /// For the discussion.
    pub questions: Vec<String>,
}

/// All texts of the kit.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Texts {
    /// Title of the kit.
    pub title: String,
    /// What it is.
    pub intro: String,
    /// What to do before.
    pub before_class: Vec<String>,
    /// How to grade.
    pub grade_command: String,
    /// What a key is.
    pub key_note: String,
    /// Whose codes the key of the built-in study holds.
    pub builtin_note: String,
    /// What a draft key is.
    pub draft_note: String,
    /// What is marked and what is not.
    pub marking: String,
    /// Whose words these are.
    pub ethics: String,
    /// Headings.
    pub slides: String,
    /// Heading of the time plan.
    pub time: String,
    /// Heading of the aims.
    pub aims: String,
    /// Heading of the questions.
    pub questions: String,
    /// Heading of the marks.
    pub marks: String,
    /// Minutes, short.
    pub minutes: String,
    /// Heading of the task.
    pub task: String,
    /// Heading of the material.
    pub materials: String,
    /// Words of tables, by key.
    pub words: BTreeMap<String, String>,
    /// The exercises.
    #[serde(rename = "exercise")]
    pub exercises: Vec<Exercise>,
}

impl Texts {
    /// The texts in a language.
    ///
    /// # Errors
    /// If there are none.
    pub fn of(language: &str) -> Result<Self> {
        let Some((_, text)) = BOOKS.iter().find(|b| b.0 == language) else {
            return Err(Error::new(Kind::Study, format!("there are no exercises in {language:?}"))
                .help("choose en or it"));
        };
        toml::from_str(text).map_err(|e| Error::new(Kind::Study, e.message().to_owned()))
    }

    /// A word of the tables; its key if the texts lack it.
    pub fn word<'a>(&'a self, key: &'a str) -> &'a str {
        self.words.get(key).map_or(key, String::as_str)
    }
}

/// What a kit is made from.
#[derive(Clone, Copy)]
pub struct Material<'a> {
    /// Title of the study.
    pub title: &'a str,
    /// Its articles.
    pub articles: &'a [Article],
    /// What articles are scored against.
    pub scheme: &'a Arc<Scheme>,
    /// Its findings, for the figures.
    pub findings: &'a Findings,
    /// True for the built-in study, whose sentences have a key.
    pub builtin: bool,
}

/// How the kit is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    /// Ids of the exercises; empty: all.
    pub kinds: Vec<String>,
    /// Names or numbers of the students.
    pub students: Vec<String>,
    /// Items to code.
    pub items: usize,
    /// Language of the instructions.
    pub language: String,
    /// Language of the sentences to code; if it is not said, that of the instructions where articles are in it, else that of most.
    pub sentences: Option<String>,
    /// Seed of the draw and of the orders.
    pub seed: u64,
}

/// A kit while it is put together.
pub(super) struct Kit<'a> {
    pub(super) texts: Texts,
    pub(super) book: Codebook,
    pub(super) material: &'a Material<'a>,
    pub(super) options: &'a Options,
    /// Language of the sentences.
    pub(super) sentences: String,
    pub(super) key: Key,
    pub(super) readings: Readings,
}

/// A kit that is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Its files.
    pub files: Vec<File>,
    /// Sentences to code: fewer than asked for where there are no more.
    pub items: usize,
    /// Their language.
    pub sentences: String,
}

/// Makes the files of a kit.
///
/// # Errors
/// If the language has no texts or no article, an exercise is unknown, or there is nothing to code.
pub fn kit(material: &Material<'_>, options: &Options) -> Result<Made> {
    let mut texts = Texts::of(&options.language)?;
    if let Some(unknown) = options.kinds.iter().find(|k| !texts.exercises.iter().any(|e| e.id == **k)) {
        let known: Vec<&str> = texts.exercises.iter().map(|e| e.id.as_str()).collect();
        let e = Error::new(Kind::Study, format!("there is no exercise {unknown:?}"));
        return Err(e.help(format!("choose from {}", known.join(", "))));
    }
    if !options.kinds.is_empty() {
        texts.exercises.retain(|e| options.kinds.contains(&e.id));
    }
    let book = Codebook::of(material.scheme, &options.language)?;
    let articles: Vec<Article> =
        material.articles.iter().map(|a| readings::legible(a, &material.scheme.cleaner)).collect();
    let material = &Material { articles: &articles, ..*material };
    let sentences = language_of_sentences(material, options);
    let key = key(material, options, &sentences)?;
    let items: Vec<&Item> = key.answers.iter().map(|a| &a.item).collect();
    let readings = readings::read(material.articles, &items, material.scheme, &sentences)?;
    let mut kit = Kit { texts, book, material, options, sentences, key, readings };
    kit.draft();
    let mut files = kit.sheets();
    files.extend(papers::write(&kit));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(Made { files, items: kit.key.answers.len(), sentences: kit.sentences })
}

/// The language that sentences are drawn in. Instructions are in fewer languages than can be scored, and need not be in theirs.
fn language_of_sentences(material: &Material<'_>, options: &Options) -> String {
    let languages = &material.findings.flow.languages;
    if let Some(asked) = &options.sentences {
        return Language::from_tag(asked).map_or_else(|| asked.clone(), |l| l.code().to_owned());
    }
    if material.builtin || languages.contains_key(&options.language) {
        return options.language.clone();
    }
    let scored = |code: &str| Language::from_tag(code).is_some_and(|l| material.scheme.scores(l));
    let most = languages.iter().rev().filter(|l| scored(l.0)).max_by_key(|l| l.1);
    most.map_or_else(|| options.language.clone(), |l| l.0.clone())
}

/// The items with their answers: those of the built-in study, or a fresh draw.
fn key(material: &Material<'_>, options: &Options, sentences: &str) -> Result<Key> {
    let seed = Seed::new(options.seed).named("class kit");
    let mut key = if material.builtin {
        let mut key = Key::builtin(material.articles, material.scheme, sentences)?;
        key.answers.sort_by_key(|a| seed.named(&a.item.article).numbered(u64::from(a.item.start)).value());
        key.answers.truncate(options.items);
        key
    } else {
        let design = Design {
            size: options.items,
            language: Some(sentences.to_owned()),
            seed: options.seed,
            ..Design::default()
        };
        let sample = draw(material.articles, material.scheme, &design)?;
        let frames = material.scheme.frames.iter().map(|f| f.id.clone());
        let answer = |item: Item| Answer {
            item,
            codes: BTreeMap::new(),
            speaker: String::new(),
            accepted: BTreeMap::new(),
            reason: String::new(),
            difficulty: 0,
            status: Status::Draft,
        };
        Key {
            variables: frames.chain(["voice".to_owned()]).collect(),
            answers: sample.items.into_iter().map(answer).collect(),
        }
    };
    let width = key.answers.len().to_string().len().max(2);
    for (i, a) in key.answers.iter_mut().enumerate() {
        a.item.unit = format!("u{:0width$}", i + 1);
    }
    Ok(key)
}

impl Kit<'_> {
    /// Whether the kit has an exercise.
    pub(super) fn has(&self, id: &str) -> bool {
        self.texts.exercises.iter().any(|e| e.id == id)
    }

    /// Fills drafts with what the tool says, and with its reasons.
    fn draft(&mut self) {
        let variables = self.key.variables.clone();
        for a in self.key.answers.iter_mut().filter(|a| a.status == Status::Draft) {
            let Some(r) = self.readings.items.get(&a.item.unit) else { continue };
            for v in &variables {
                let code = match v.as_str() {
                    "voice" => r.voice.name(),
                    frame => r.frames.get(frame).map_or("0", |s| s.name()),
                };
                a.codes.insert(v.clone(), code.to_owned());
            }
            a.speaker.clone_from(&r.speaker);
            let why = |h: &readings::Hit| format!("“{}” ({}, {})", h.words, h.frame, h.stance.name());
            a.reason = r.hits.iter().map(why).collect::<Vec<_>>().join("; ");
        }
    }

    /// The sheets of the students, each in an order of its own, and the key.
    fn sheets(&self) -> Vec<File> {
        let mut out = Vec::new();
        let items: Vec<Item> = self.key.answers.iter().map(|a| a.item.clone()).collect();
        let title = self.title("blind");
        for (name, slug) in self.names() {
            let order = Seed::new(self.options.seed).named("order").named(&name);
            let mut own: Vec<&Item> = items.iter().collect();
            own.sort_by_key(|i| order.named(&i.unit).value());
            let form = Form {
                title: &title,
                task: "",
                coder: &name,
                language: &self.options.language,
                items: own,
                questions: Questions::ALL,
                book: &self.book,
            };
            for file in form.files(&slug) {
                let folder = match file.path.rsplit('.').next() {
                    Some("html") if !file.path.ends_with("-print.html") => "students",
                    Some("html") => "print",
                    _ => "tables",
                };
                out.push(File { path: format!("{folder}/{}", file.path), bytes: file.bytes });
            }
        }
        out.push(File { path: "teacher/items.csv".into(), bytes: sheets::key(&items) });
        out.push(File { path: "teacher/key.csv".into(), bytes: sheets::csv(&self.key.rows()) });
        if self.has("voices") {
            out.extend(self.voices());
        }
        out
    }

    /// The page on which voices alone are coded, beside the worksheet `voices.html`: items in which somebody speaks, and some in which nobody does.
    fn voices(&self) -> Vec<File> {
        let speaks = |a: &Answer| a.codes.get("voice").is_some_and(|v| v != Voice::Narrator.name());
        let (mut speaking, narrated): (Vec<&Answer>, Vec<&Answer>) =
            self.key.answers.iter().partition(|a| speaks(a));
        speaking.truncate(12);
        speaking.extend(narrated.into_iter().take(4));
        speaking.sort_by(|a, b| a.item.unit.cmp(&b.item.unit));
        let mut key =
            Key { variables: vec!["voice".into()], answers: speaking.into_iter().cloned().collect() };
        for a in &mut key.answers {
            a.item.unit = a.item.unit.replacen('u', "v", 1);
            a.codes.retain(|v, _| v == "voice");
            a.accepted.retain(|v, _| v == "voice");
        }
        let title = self.title("voices");
        let form = Form {
            title: &title,
            task: "",
            coder: "",
            language: &self.options.language,
            items: key.answers.iter().map(|a| &a.item).collect(),
            questions: Questions { frames: false, voice: true },
            book: &self.book,
        };
        vec![
            File { path: "worksheets/voices-page.html".into(), bytes: form.coding_page().into_bytes() },
            File { path: "worksheets/voices-print.html".into(), bytes: form.printed().into_bytes() },
            File { path: "teacher/key-voices.csv".into(), bytes: sheets::csv(&key.rows()) },
        ]
    }

    /// Title of an exercise, or of the kit.
    pub(super) fn title(&self, id: &str) -> String {
        let found = self.texts.exercises.iter().find(|e| e.id == id);
        found.map_or_else(|| self.texts.title.clone(), |e| e.title.clone())
    }

    /// Students with the names of their files; two of one name get two files.
    fn names(&self) -> Vec<(String, String)> {
        let mut met: BTreeMap<String, usize> = BTreeMap::new();
        let mut out = Vec::new();
        for name in &self.options.students {
            let slug = slug(name);
            let slug = if slug.is_empty() { "student".to_owned() } else { slug };
            let n = met.entry(slug.clone()).or_default();
            *n += 1;
            // The name in the file must differ too, or their codes would be taken for one person's.
            match *n {
                1 => out.push((name.clone(), slug)),
                n => out.push((format!("{name} ({n})"), format!("{slug}-{n}"))),
            }
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_texts_say_the_same_in_both_languages() {
        let [en, it] = ["en", "it"].map(|l| Texts::of(l).unwrap());
        let ids = |t: &Texts| {
            t.exercises
                .iter()
                .map(|e| (e.id.clone(), e.minutes, e.plan.len(), e.marks.len()))
                .collect::<Vec<_>>()
        };
        assert_eq!(ids(&en), ids(&it));
        assert_eq!(en.words.keys().collect::<Vec<_>>(), it.words.keys().collect::<Vec<_>>());
        assert_eq!(en.exercises.len(), 6);
        for e in en.exercises.iter().chain(&it.exercises) {
            let told: u32 = e.plan.iter().filter_map(|p| p.split(':').next()?.parse::<u32>().ok()).sum();
            assert_eq!(told, e.minutes, "the plan of {} adds up", e.id);
        }
    }
}
