//! Counts as rows of a table, one per unit: the columns of `framescope score`.

use std::io::Write;

use super::annotation::Annotation;
use super::counts::Counts;
use super::record::{CodePoints, rounded};
use super::scheme::Scheme;
use super::units::{Unit, segments};
use crate::article::Article;
use crate::stance::{Stance, Voice};
use crate::text::{SentenceKind, Span};

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Comma-separated, with a line of names first.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

/// Writes the rows of articles.
pub struct ScoreTable<'a> {
    scheme: &'a Scheme,
    unit: Unit,
    layout: Layout,
    segment_sentences: usize,
    names: Vec<String>,
    counts: Counts,
}

/// A unit's place: its number, its span, and the tokens it has when it is a hit.
struct Place {
    index: usize,
    span: Span,
}

impl<'a> ScoreTable<'a> {
    /// A table of `unit`s.
    pub fn new(scheme: &'a Scheme, unit: Unit, layout: Layout, segment_sentences: usize) -> Self {
        Self { scheme, unit, layout, segment_sentences, names: names(scheme), counts: Counts::zero(scheme) }
    }

    /// The line of column names; empty for JSONL.
    pub fn head(&self) -> Vec<u8> {
        if self.layout == Layout::Jsonl {
            return Vec::new();
        }
        let fixed = ["id", "source", "date", "language", "unit", "index", "start", "end", "tokens"];
        let mut out = fixed.map(str::to_owned).to_vec();
        out.extend(self.names.iter().map(|n| field(n)));
        let mut line = out.join(",").into_bytes();
        line.push(b'\n');
        line
    }

    /// Appends the rows of an article.
    pub fn write(&mut self, article: &Article, annotation: &Annotation, out: &mut Vec<u8>) {
        let points = CodePoints::new(&article.text);
        let n = annotation.document.sentences.len();
        let span_of = |range: std::ops::Range<usize>| {
            let spans = &annotation.document.sentences[range];
            match (spans.first(), spans.last()) {
                (Some(a), Some(b)) => Span { start: a.span.start, end: b.span.end },
                _ => Span::default(),
            }
        };
        let mut counts = std::mem::take(&mut self.counts);
        match self.unit {
            Unit::Article => {
                counts.count(self.scheme, annotation, 0..n);
                let span = Span::new(0, article.text.len());
                self.row(article, annotation, &points, &Place { index: 0, span }, &counts, out);
            }
            Unit::Segment => {
                for (index, unit) in
                    segments(&annotation.document, self.segment_sentences).into_iter().enumerate()
                {
                    counts.count(self.scheme, annotation, unit.sentences.clone());
                    let place = Place { index, span: span_of(unit.sentences) };
                    self.row(article, annotation, &points, &place, &counts, out);
                }
            }
            Unit::Sentence => {
                for index in 0..n {
                    if annotation.document.sentences[index].kind == SentenceKind::Boilerplate {
                        continue;
                    }
                    counts.count(self.scheme, annotation, index..index + 1);
                    let place = Place { index, span: span_of(index..index + 1) };
                    self.row(article, annotation, &points, &place, &counts, out);
                }
            }
            Unit::Hit => {
                for (index, hit) in annotation.hits.iter().enumerate() {
                    counts.of_hit(self.scheme, annotation, hit);
                    let place = Place { index, span: hit.span };
                    self.row(article, annotation, &points, &place, &counts, out);
                }
            }
        }
        self.counts = counts;
    }

    fn row(
        &self,
        article: &Article,
        annotation: &Annotation,
        points: &CodePoints<'_>,
        place: &Place,
        counts: &Counts,
        out: &mut Vec<u8>,
    ) {
        let [start, end] = points.span(place.span);
        let language = annotation.document.language;
        let date = article.date.map(|d| d.to_string());
        let source = article.source.as_deref();
        // Writing to memory cannot fail.
        let _ = match self.layout {
            Layout::Csv => write!(
                out,
                "{},{},{},{language},{},{},{start},{end},{}",
                field(&article.id),
                field(source.unwrap_or_default()),
                date.as_deref().unwrap_or_default(),
                self.unit.name(),
                place.index,
                counts.tokens
            ),
            Layout::Jsonl => write!(
                out,
                "{{\"id\":{},\"source\":{},\"date\":{},\"language\":\"{language}\",\"unit\":\"{}\",\"index\":{},\"start\":{start},\"end\":{end},\"tokens\":{}",
                json(&article.id),
                source.map_or("null".into(), json),
                date.as_deref().map_or("null".into(), json),
                self.unit.name(),
                place.index,
                counts.tokens
            ),
        };
        let mut names = self.names.iter();
        let mut number = |out: &mut Vec<u8>, n: u32| {
            let name = names.next().map_or("", String::as_str);
            self.put(out, name, format_args!("{n}"));
        };
        for f in &counts.frames {
            number(out, f.hits);
            f.stance.iter().chain(&f.voice).for_each(|n| number(out, *n));
        }
        for (name, tone) in [
            ("tone", counts.tone.map(|t| t.all)),
            ("tone_without_frames", counts.tone.map(|t| t.without_frames)),
        ] {
            match (tone, self.layout) {
                (Some(t), _) => self.put(out, name, format_args!("{}", rounded(t))),
                (None, Layout::Csv) => out.push(b','),
                (None, Layout::Jsonl) => self.put(out, name, format_args!("null")),
            }
        }
        let concepts = self.scheme.concepts.iter().zip(counts.named.iter().zip(&counts.related));
        for (c, (named, related)) in concepts {
            self.put_concept(out, "named", &c.id, *named);
            self.put_concept(out, "related", &c.id, *related);
        }
        out.extend_from_slice(if self.layout == Layout::Csv { b"\n" } else { b"}\n" });
    }

    fn put(&self, out: &mut Vec<u8>, name: &str, value: std::fmt::Arguments<'_>) {
        let _ = match self.layout {
            Layout::Csv => write!(out, ",{value}"),
            Layout::Jsonl => write!(out, ",\"{name}\":{value}"),
        };
    }

    fn put_concept(&self, out: &mut Vec<u8>, kind: &str, id: &str, n: u32) {
        let _ = match self.layout {
            Layout::Csv => write!(out, ",{n}"),
            Layout::Jsonl => write!(out, ",\"{kind}:{id}\":{n}"),
        };
    }
}

/// Column names behind the fixed ones.
pub fn names(scheme: &Scheme) -> Vec<String> {
    let mut out = Vec::new();
    for f in &scheme.frames {
        out.push(f.id.clone());
        out.extend(Stance::ALL.iter().map(|s| format!("{}_{}", f.id, s.name())));
        out.extend(Voice::ALL.iter().map(|v| format!("{}_{}", f.id, v.name())));
    }
    out.extend(["tone".to_owned(), "tone_without_frames".to_owned()]);
    for c in &scheme.concepts {
        out.extend([format!("named:{}", c.id), format!("related:{}", c.id)]);
    }
    out
}

/// A CSV field, quoted where it must be.
fn field(s: &str) -> String {
    if s.contains([',', '"', '\n', '\r']) { format!("\"{}\"", s.replace('"', "\"\"")) } else { s.to_owned() }
}

fn json(s: &str) -> String {
    serde_json::to_string(s).unwrap_or_else(|_| "null".into())
}
