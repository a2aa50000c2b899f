//! Are sentences read as the codebook asks: frames, stance, voice, speakers and actors, and silence where there is nothing?
//!
//! The sentences stand in `readings/<language>.tsv`, one line for each stretch of words that is asked about; `readings/README.md`
//! says what the columns hold. To add a case, add a line.

use std::collections::BTreeMap;
use std::sync::Arc;

use framescope::article::Article;
use framescope::lexicon::Library;
use framescope::score::{Analyser, Annotation, Depth, Scheme};
use framescope::stance::{Reading, SpanReading, StanceCache, StanceRules, Wanted, of_span, read};
use framescope::text::{self, Document, Language, Marks, Span, Vocabulary};

const TABLES: &[(&str, &str)] = &[
    ("de", include_str!("readings/de.tsv")),
    ("en", include_str!("readings/en.tsv")),
    ("es", include_str!("readings/es.tsv")),
    ("fr", include_str!("readings/fr.tsv")),
    ("it", include_str!("readings/it.tsv")),
];

/// A line of a table.
struct Row<'a> {
    words: &'a str,
    stance: &'a str,
    voice: &'a str,
    speaker: &'a str,
    frame: &'a str,
    actor: &'a str,
}

/// The sentences of a table with their lines.
fn sentences(table: &'static str) -> Vec<(String, Vec<Row<'static>>)> {
    let mut all: Vec<(String, Vec<Row<'static>>)> = Vec::new();
    for line in table.lines().filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let mut columns = line.split('\t');
        let mut next = || columns.next().unwrap_or_default();
        let sentence = next();
        let [words, stance, voice, speaker, frame, actor] = [(); 6].map(|()| next());
        assert!(!words.is_empty() && columns.next().is_none(), "a line of two to seven columns: {line:?}");
        if !sentence.is_empty() {
            all.push((sentence.replace('¶', "\n\n"), Vec::new()));
        }
        let row = Row { words, stance, voice, speaker, frame, actor };
        all.last_mut().expect("the first line names a sentence").1.push(row);
    }
    all
}

/// A text read by the stance layer alone.
struct Read<'a> {
    text: &'a str,
    document: Document,
    reading: Reading,
}

fn read_text<'a>(language: &str, text: &'a str) -> Read<'a> {
    let language = Language::from_tag(language).unwrap();
    let rules = StanceRules::builtin(language).unwrap();
    let (mut vocabulary, mut cache) = (Vocabulary::new(language), StanceCache::new());
    let (mut document, mut reading) = (Document::new(), Reading::default());
    let apostrophes = apostrophes(text);
    let marks = Marks { apostrophes: &apostrophes, ..Marks::default() };
    text::read(text, marks, &mut vocabulary, &mut document);
    read(rules, text, &document, &vocabulary, &mut cache, &apostrophes, Wanted::All, &mut reading);
    Read { text, document, reading }
}

/// A straight double quote between two letters stands for an apostrophe.
fn apostrophes(text: &str) -> Vec<u32> {
    let letter = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphabetic);
    let bytes = text.as_bytes();
    (1..bytes.len())
        .filter(|&i| bytes[i] == b'"' && letter(bytes.get(i - 1)) && letter(bytes.get(i + 1)))
        .map(|i| i as u32)
        .collect()
}

impl Read<'_> {
    fn of(&self, words: &str) -> (SpanReading, &str) {
        let start = self.text.find(words).unwrap_or_else(|| panic!("{words:?} not in {:?}", self.text));
        let span = Span::new(start, start + words.len());
        let reading =
            of_span(&self.reading, &self.document, self.document.sentence_at(span.start).unwrap(), span);
        (reading, reading.speaker.map_or("-", |s| self.reading.name(s)))
    }
}

/// What a row asks and is told otherwise; an empty column asks nothing.
fn differences(row: &Row<'_>, told: [&str; 4]) -> Vec<String> {
    let asked = [row.stance, row.voice, row.speaker, row.actor];
    let differs = |(asked, told): (&str, &str)| {
        (!asked.is_empty() && asked != told).then(|| format!("{}: {told}, not {asked}", row.words))
    };
    asked.into_iter().zip(told).filter_map(differs).collect()
}

/// How the hits of a text differ from the rows that name a frame; where a row asks for *, there are no others.
fn misread_hits(scheme: &Scheme, annotation: &Annotation, text: &str, rows: &[Row<'_>]) -> Vec<String> {
    let frame = |h: &framescope::score::Hit| scheme.frames[usize::from(h.frame)].id.as_str();
    let mut wrong = Vec::new();
    for row in rows.iter().filter(|r| !r.frame.is_empty()) {
        let fits = |told: &str| told.contains(row.words) || row.words.contains(told);
        let Some(hit) = annotation.hits.iter().find(|h| frame(h) == row.frame && fits(h.span.of(text)))
        else {
            wrong.push(format!("no {} in {:?}", row.frame, row.words));
            continue;
        };
        let SpanReading { stance, voice, speaker } = hit.reading;
        let speaker = speaker.map_or("-", |s| annotation.reading.name(s));
        let actor = hit.actor.map_or("-", |a| a.name());
        wrong.extend(differences(row, [stance.name(), voice.name(), speaker, actor]));
    }
    let expected = rows.iter().filter(|r| !r.frame.is_empty()).count();
    if rows.iter().any(|r| r.words == "*") && annotation.hits.len() != expected {
        let told: Vec<_> = annotation.hits.iter().map(|h| h.span.of(text)).collect();
        wrong.push(format!("hits in {told:?}"));
    }
    wrong
}

#[test]
fn sentences_are_read_as_the_codebook_asks() {
    let scheme = Arc::new(Scheme::compile(&Library::builtin().unwrap()).unwrap());
    let mut analyser = Analyser::new(scheme.clone());
    let mut wrong: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for (language, table) in TABLES {
        for (text, rows) in sentences(table) {
            let alone = read_text(language, &text);
            let mut told: Vec<String> = Vec::new();
            for row in rows.iter().filter(|r| r.frame.is_empty() && r.words != "*") {
                let (SpanReading { stance, voice, .. }, speaker) = alone.of(row.words);
                told.extend(differences(row, [stance.name(), voice.name(), speaker, ""]));
            }
            if rows.iter().any(|r| r.words == "*" || !r.frame.is_empty()) {
                let article = Article {
                    text: text.clone(),
                    language: Some((*language).to_owned()),
                    ..Article::default()
                };
                let annotation = analyser.annotate(&article, Depth::Full).unwrap();
                told.extend(misread_hits(&scheme, annotation, &text, &rows));
            }
            wrong.entry(language).or_default().extend(told.into_iter().map(|t| format!("{text}\n    {t}")));
        }
    }
    let wrong: Vec<String> =
        wrong.into_iter().flat_map(|(l, w)| w.into_iter().map(move |w| format!("{l} {w}"))).collect();
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
