//! What the tool says of items and headlines, in the terms of the codebook: for teachers, after the coding.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::article::Article;
use crate::coding::Item;
use crate::coding::sample::one_line;
use crate::error::Result;
use crate::input::cleaning::{Cleaner, Cleaning};
use crate::score::{Analyser, Annotation, Depth, Scheme};
use crate::stance::{Stance, Voice};

/// A hit, explained.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Frame id.
    pub frame: String,
    /// The words.
    pub words: String,
    /// Pattern of the entry.
    pub entry: String,
    /// How it is put.
    pub stance: Stance,
}

/// What the tool says of an item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// Stance by frame, the strongest; frames without a hit are absent.
    pub frames: BTreeMap<String, Stance>,
    /// Who says it.
    pub voice: Voice,
    /// The speaker; empty if unknown.
    pub speaker: String,
    /// The hits.
    pub hits: Vec<Hit>,
}

/// A hit with its sentence, as a worksheet shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// The hit.
    pub hit: Hit,
    /// The sentence on one line.
    pub sentence: String,
    /// Article id.
    pub article: String,
    /// The outlet.
    pub source: String,
}

/// Everything the papers of a kit need from the articles of one language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Readings {
    /// By unit.
    pub items: BTreeMap<String, Reading>,
    /// Every hit in running text.
    pub hits: Vec<Shown>,
    /// Sentences without a hit: article and words.
    pub bare: Vec<(String, String)>,
    /// Headlines with the tool's reading: source, words, hits.
    pub headlines: Vec<(String, String, Reading)>,
}

/// An article with apostrophes where straight double quotes stand for them (`the group"s`), so that nobody in class takes a page's
/// encoding for a mistake of the kit. Every letter keeps its place.
pub fn legible(article: &Article, cleaner: &Cleaner) -> Article {
    let mut cleaning = Cleaning::default();
    cleaner.clean_article(article, &mut cleaning);
    Article {
        text: with_apostrophes(&article.text, &cleaning.apostrophes),
        title: article.title.as_ref().map(|t| with_apostrophes(t, &cleaner.clean(t).apostrophes)),
        ..article.clone()
    }
}

/// A text with apostrophes for the quotes at `known`, which the cleaning rules take for them, and where there is such a one, for those
/// behind a word that close nothing in their line (`the fanatics" plan`, `E" vero`).
fn with_apostrophes(text: &str, known: &[u32]) -> String {
    if known.is_empty() {
        return text.to_owned();
    }
    let (mut out, mut open, mut before) = (String::with_capacity(text.len()), false, ' ');
    let mut rest = text.char_indices().peekable();
    while let Some((at, c)) = rest.next() {
        let ends = rest.peek().is_none_or(|(_, next)| next.is_whitespace());
        let stray = !open && before.is_alphabetic() && ends;
        let apostrophe = c == '"' && (known.binary_search(&(at as u32)).is_ok() || stray);
        open = c != '\n' && (open != (c == '"' && !apostrophe));
        out.push(if apostrophe { '\'' } else { c });
        before = c;
    }
    out
}

/// Reads articles of a language.
///
/// # Errors
/// If an article cannot be annotated.
pub fn read(articles: &[Article], items: &[&Item], scheme: &Arc<Scheme>, language: &str) -> Result<Readings> {
    let mut out = Readings::default();
    let mut analyser = Analyser::new(scheme.clone());
    for article in articles {
        let annotation = analyser.annotate(article, Depth::Full)?;
        if annotation.document.language.code() != language {
            continue;
        }
        let source = article.source.clone().unwrap_or_default();
        for item in items.iter().filter(|i| i.article == article.id) {
            let reading = reading(article, annotation, scheme, item.sentence as usize);
            out.items.insert(item.unit.clone(), reading);
        }
        for (i, s) in annotation.document.sentences.iter().enumerate().filter(|(i, _)| annotation.counts(*i))
        {
            let words = one_line(s.span.of(&article.text));
            let hits = reading(article, annotation, scheme, i).hits;
            if hits.is_empty() && s.len() >= 6 {
                out.bare.push((article.id.clone(), words.clone()));
            }
            out.hits.extend(hits.into_iter().map(|hit| Shown {
                hit,
                sentence: words.clone(),
                article: article.id.clone(),
                source: source.clone(),
            }));
        }
        if let Some(title) = &article.title {
            let alone = Article {
                id: article.id.clone(),
                text: title.clone(),
                language: Some(language.into()),
                ..Article::default()
            };
            let annotation = analyser.annotate(&alone, Depth::Full)?;
            let hits = (0..annotation.document.sentences.len())
                .flat_map(|i| reading(&alone, annotation, scheme, i).hits);
            let whole = Reading { hits: hits.collect(), ..Reading::default() };
            out.headlines.push((source, one_line(title), whole));
        }
    }
    Ok(out)
}

fn reading(article: &Article, annotation: &Annotation, scheme: &Scheme, sentence: usize) -> Reading {
    let mut out = Reading::default();
    if let Some((voice, speaker)) = annotation.reading.sentences.get(sentence) {
        out.voice = *voice;
        out.speaker = speaker.map(|s| annotation.reading.name(s).to_owned()).unwrap_or_default();
    }
    let pack = scheme.pack(annotation.document.language);
    for h in annotation.hits_of(sentence) {
        let Some(frame) = scheme.frames.get(usize::from(h.frame)) else { continue };
        let strongest = out.frames.entry(frame.id.clone()).or_default();
        *strongest = (*strongest).max(h.reading.stance);
        out.hits.push(Hit {
            frame: frame.id.clone(),
            words: one_line(h.span.of(&article.text)),
            entry: pack
                .and_then(|p| p.entries.get(h.entry as usize))
                .map(|e| e.pattern.clone())
                .unwrap_or_default(),
            stance: h.reading.stance,
        });
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_that_stand_for_apostrophes_are_printed_as_such() {
        let read =
            |text: &str| legible(&Article { text: text.into(), ..Article::default() }, &Cleaner::new()).text;
        let text = "The fanatics\" plan is the group\"s.\n\"We don\"t know,\" he said of \"it\" today.\nE\" vero: \"no\"";
        let mended = "The fanatics' plan is the group's.\n\"We don't know,\" he said of \"it\" today.\nE' vero: \"no\"";
        assert_eq!(read(text), mended);
        // Of a page without such apostrophes nothing is guessed.
        let open = "He spoke of it at length\" and left.";
        assert_eq!(read(open), open);
    }
}
