//! Keyword in context: the concordance of a pattern, a frame or a concept.

use serde::Serialize;

use super::annotation::Annotation;
use super::record::CodePoints;
use super::scheme::Scheme;
use crate::article::Article;
use crate::error::{Error, Kind, Result};
use crate::lexicon::{MatchCache, Matcher, MatcherBuilder, Pattern};
use crate::text::{Language, SentenceKind, Span, Vocabulary, one_line};

/// What is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Query {
    /// Hits of a frame, by its index in the scheme.
    Frame(usize),
    /// Mentions of a concept, by its index in the scheme.
    Concept(usize),
    /// A pattern of the lexicon's pattern language, read in the language of each article.
    Pattern(String),
}

impl Query {
    /// Reads `frame:threat`, `concept:cyber-caliphate`, or a pattern.
    ///
    /// # Errors
    /// If the frame or the concept is not in the scheme, or the pattern cannot be read.
    pub fn parse(query: &str, scheme: &Scheme) -> Result<Self> {
        let find = |list: &[super::scheme::Category], id: &str, what: &str| {
            let ids: Vec<_> = list.iter().map(|c| c.id.as_str()).collect();
            list.iter().position(|c| c.id == id).ok_or_else(|| {
                Error::new(Kind::Study, format!("there is no {what} {id:?}"))
                    .help(format!("known: {}", ids.join(", ")))
            })
        };
        if let Some(id) = query.strip_prefix("frame:") {
            return find(&scheme.frames, id, "frame").map(Self::Frame);
        }
        if let Some(id) = query.strip_prefix("concept:") {
            return find(&scheme.concepts, id, "concept").map(Self::Concept);
        }
        Pattern::parse(query, false, Language::ENGLISH)?;
        Ok(Self::Pattern(query.to_owned()))
    }
}

/// One line of a concordance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KwicLine {
    /// Article id.
    pub id: String,
    /// Source, if known.
    pub source: Option<String>,
    /// Date, as far as known.
    pub date: Option<String>,
    /// Index of the sentence.
    pub sentence: u32,
    /// First code point of the keyword.
    pub start: u32,
    /// One past its last code point.
    pub end: u32,
    /// Words before it.
    pub left: String,
    /// The keyword as written.
    pub keyword: String,
    /// Words after it.
    pub right: String,
    /// How a frame hit is put; absent for patterns and concepts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stance: Option<&'static str>,
    /// In whose voice a frame hit stands; absent for patterns and concepts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voice: Option<&'static str>,
}

/// Finds the lines of a query; one per worker.
pub struct Concordance {
    query: Query,
    window: usize,
    matchers: Vec<(Language, Option<Matcher>)>,
}

impl Concordance {
    /// A concordance with `window` words on each side.
    pub fn new(query: Query, window: usize) -> Self {
        Self { query, window, matchers: Vec::new() }
    }

    /// Lines of an article, in order. `vocabulary` is the one that it was read with.
    pub fn lines(
        &mut self,
        article: &Article,
        annotation: &Annotation,
        vocabulary: &Vocabulary,
    ) -> Vec<KwicLine> {
        let points = CodePoints::new(&article.text);
        let found: Vec<(u32, Span, Option<usize>)> = match &self.query {
            Query::Frame(f) => {
                let of_frame = annotation.hits.iter().enumerate().filter(|(_, h)| usize::from(h.frame) == *f);
                of_frame.map(|(i, h)| (h.sentence, h.span, Some(i))).collect()
            }
            Query::Concept(c) => {
                let of_concept = annotation.mentions.iter().filter(|m| usize::from(m.concept) == *c);
                of_concept.map(|m| (m.sentence, m.span, None)).collect()
            }
            Query::Pattern(p) => {
                let pattern = p.clone();
                self.matches(&pattern, annotation, vocabulary)
                    .into_iter()
                    .map(|(s, span)| (s, span, None))
                    .collect()
            }
        };
        let line = |(sentence, span, hit): (u32, Span, Option<usize>)| {
            let reading = hit.and_then(|i| annotation.hits.get(i)).map(|h| h.reading);
            let (left, right) = self.context(&article.text, annotation, span);
            let [start, end] = points.span(span);
            KwicLine {
                id: article.id.clone(),
                source: article.source.clone(),
                date: article.date.map(|d| d.to_string()),
                sentence,
                start,
                end,
                left,
                keyword: words(span.of(&article.text)),
                right,
                stance: reading.map(|r| r.stance.name()),
                voice: reading.map(|r| r.voice.name()),
            }
        };
        found.into_iter().map(line).collect()
    }

    fn matches(
        &mut self,
        pattern: &str,
        annotation: &Annotation,
        vocabulary: &Vocabulary,
    ) -> Vec<(u32, Span)> {
        let document = &annotation.document;
        let language = document.language;
        if !self.matchers.iter().any(|(l, _)| *l == language) {
            let matcher = Pattern::parse(pattern, false, language).ok().map(|p| {
                let mut builder = MatcherBuilder::new();
                builder.add(&p, 0, 0);
                builder.build()
            });
            self.matchers.push((language, matcher));
        }
        let Some(matcher) = self.matchers.iter().find(|(l, _)| *l == language).and_then(|(_, m)| m.as_ref())
        else {
            return vec![];
        };
        let mut cache = MatchCache::new();
        let mut out = Vec::new();
        let mut found = Vec::new();
        for (i, s) in
            document.sentences.iter().enumerate().filter(|(_, s)| s.kind != SentenceKind::Boilerplate)
        {
            found.clear();
            let tokens = document.tokens_of(s);
            matcher.find(tokens, vocabulary, &mut cache, &mut found);
            for f in &found {
                if let (Some(a), Some(b)) =
                    (tokens.get(f.first as usize), tokens.get((f.last as usize).wrapping_sub(1)))
                {
                    out.push((i as u32, Span { start: a.start, end: b.end }));
                }
            }
        }
        out
    }

    /// The words around a span, within the article.
    fn context(&self, text: &str, annotation: &Annotation, span: Span) -> (String, String) {
        let tokens = &annotation.document.tokens;
        let first = tokens.partition_point(|t| t.end <= span.start);
        let last = tokens.partition_point(|t| t.start < span.end);
        let from =
            tokens.get(first.saturating_sub(self.window)).map_or(span.start, |t| t.start.min(span.start));
        let to = tokens
            .get((last + self.window).saturating_sub(1))
            .or(tokens.last())
            .map_or(span.end, |t| t.end.max(span.end));
        (
            words(Span { start: from, end: span.start }.of(text)),
            words(Span { start: span.end, end: to }.of(text)),
        )
    }
}

/// A piece of text on one line, without white space at its edges.
fn words(s: &str) -> String {
    one_line(s).trim().to_owned()
}
