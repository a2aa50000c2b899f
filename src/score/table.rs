//! Counts as rows of a table, one per unit: the columns of `framescope score`.

use super::annotation::Annotation;
use super::counts::Counts;
use super::record::{CodePoints, rounded};
use super::scheme::Scheme;
use super::units::{Unit, segments};
use crate::article::{Article, PartialDate};
use crate::stance::{Stance, Voice};
use crate::text::{Language, SentenceKind, Span};

/// How rows are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// Comma-separated, with a line of names first.
    Csv,
    /// One JSON object a line.
    Jsonl,
}

/// Names of the columns that say which unit a row is about; those of [`names`] follow.
pub const FIXED: [&str; 9] = ["id", "source", "date", "language", "unit", "index", "start", "end", "tokens"];

/// Which rows a table has.
#[derive(Debug, Clone)]
pub struct Rows {
    /// What a row is about.
    pub unit: Unit,
    /// Paragraphs are joined until a segment holds as many sentences.
    pub segment_sentences: usize,
    counts: Counts,
}

/// A row of a table.
pub struct Row<'a> {
    /// The article.
    pub article: &'a Article,
    /// The language that it was read in.
    pub language: Language,
    /// What the row is about.
    pub unit: Unit,
    /// Which one of its kind in the article, from 0.
    pub index: usize,
    /// Where it stands, in code points.
    pub place: [u32; 2],
    /// What is counted in it.
    pub counts: &'a Counts,
}

impl Rows {
    /// Rows of `unit`s.
    pub fn new(unit: Unit, segment_sentences: usize) -> Self {
        Self { unit, segment_sentences, counts: Counts::default() }
    }

    /// Calls `with` with every row of an article.
    pub fn each(
        &mut self,
        scheme: &Scheme,
        article: &Article,
        annotation: &Annotation,
        mut with: impl FnMut(&Row<'_>),
    ) {
        let document = &annotation.document;
        let (language, unit) = (document.language, self.unit);
        let counts = &mut self.counts;
        if unit == Unit::Article {
            counts.count(scheme, annotation, 0..document.sentences.len());
            let characters = article.text.len() - document.map().behind_first();
            let place = [0, characters as u32];
            return with(&Row { article, language, unit, index: 0, place, counts });
        }
        if unit == Unit::Hit && annotation.hits.is_empty() {
            return;
        }
        let points = CodePoints::new(&article.text);
        let n = document.sentences.len();
        let span_of = |range: std::ops::Range<usize>| {
            let spans = &document.sentences[range];
            match (spans.first(), spans.last()) {
                (Some(a), Some(b)) => Span { start: a.span.start, end: b.span.end },
                _ => Span::default(),
            }
        };
        let mut row = |index: usize, span: Span, counts: &Counts| {
            with(&Row { article, language, unit, index, place: points.span(span), counts });
        };
        match unit {
            Unit::Article | Unit::Segment => {
                let units = segments(document, self.segment_sentences);
                for (index, unit) in units.into_iter().enumerate() {
                    counts.count(scheme, annotation, unit.sentences.clone());
                    row(index, span_of(unit.sentences), counts);
                }
            }
            Unit::Sentence => {
                for index in 0..n {
                    if document.sentences[index].kind != SentenceKind::Boilerplate {
                        counts.count(scheme, annotation, index..index + 1);
                        row(index, span_of(index..index + 1), counts);
                    }
                }
            }
            Unit::Hit => {
                for (index, hit) in annotation.hits.iter().enumerate() {
                    counts.of_hit(scheme, annotation, hit);
                    row(index, hit.span, counts);
                }
            }
        }
    }
}

impl Counts {
    /// The numbers of a row in the order of [`names`]: `count` is called with whole numbers, `tone` with the tones, which may be
    /// missing.
    pub fn each<T>(
        &self,
        to: &mut T,
        mut count: impl FnMut(&mut T, u32),
        mut tone: impl FnMut(&mut T, Option<f32>),
    ) {
        for f in &self.frames {
            count(to, f.hits);
            f.stance.iter().chain(&f.voice).for_each(|n| count(to, *n));
        }
        tone(to, self.tone.map(|t| rounded(t.all)));
        tone(to, self.tone.map(|t| rounded(t.without_frames)));
        for (named, related) in self.named.iter().zip(&self.related) {
            count(to, *named);
            count(to, *related);
        }
    }
}

/// Writes rows as text.
pub struct RowWriter {
    layout: Layout,
    names: Vec<String>,
    /// What stands before each number of [`names`].
    before: Vec<Vec<u8>>,
}

impl RowWriter {
    /// A writer for the rows of a scheme.
    pub fn new(scheme: &Scheme, layout: Layout) -> Self {
        let names = names(scheme);
        let before = |name: &String| match layout {
            Layout::Csv => b",".to_vec(),
            Layout::Jsonl => format!(",{}:", json(name)).into_bytes(),
        };
        Self { layout, before: names.iter().map(before).collect(), names }
    }

    /// The line of column names; empty for JSONL.
    pub fn head(&self) -> Vec<u8> {
        if self.layout == Layout::Jsonl {
            return Vec::new();
        }
        let mut out = FIXED.join(",").into_bytes();
        for name in &self.names {
            out.push(b',');
            put_field(&mut out, name);
        }
        out.push(b'\n');
        out
    }

    /// Appends a row.
    pub fn write(&self, row: &Row<'_>, out: &mut Vec<u8>) {
        match self.layout {
            Layout::Csv => csv_place(row, out),
            Layout::Jsonl => json_place(row, out),
        }
        if self.layout == Layout::Csv {
            csv_numbers(row.counts, out);
            return out.push(b'\n');
        }
        let mut columns = (out, self.before.iter());
        let next = |(out, before): &mut Columns<'_>| out.extend_from_slice(before.next().map_or(b",", |b| b));
        row.counts.each(
            &mut columns,
            |columns, n| {
                next(columns);
                put_number(columns.0, n);
            },
            |columns, tone| {
                next(columns);
                match tone {
                    Some(t) => put_tone(columns.0, t),
                    None => columns.0.extend_from_slice(b"null"),
                }
            },
        );
        columns.0.extend_from_slice(b"}\n");
    }
}

/// The numbers of a row behind its place. Most are zeros.
fn csv_numbers(counts: &Counts, out: &mut Vec<u8>) {
    counts.each(
        out,
        |out, n| {
            if n < 10 {
                return out.extend_from_slice(&[b',', b'0' + n as u8]);
            }
            out.push(b',');
            put_number(out, n);
        },
        |out, tone| {
            out.push(b',');
            if let Some(t) = tone {
                put_tone(out, t);
            }
        },
    );
}

/// A row in the making, and what stands before each number to come.
type Columns<'a> = (&'a mut Vec<u8>, std::slice::Iter<'a, Vec<u8>>);

fn csv_place(row: &Row<'_>, out: &mut Vec<u8>) {
    put_field(out, &row.article.id);
    out.push(b',');
    put_field(out, row.article.source.as_deref().unwrap_or_default());
    out.push(b',');
    if let Some(date) = row.article.date {
        put_date(out, date);
    }
    for word in [row.language.code(), row.unit.name()] {
        out.push(b',');
        out.extend_from_slice(word.as_bytes());
    }
    for n in [row.index as u32, row.place[0], row.place[1], row.counts.tokens] {
        out.push(b',');
        put_number(out, n);
    }
}

fn json_place(row: &Row<'_>, out: &mut Vec<u8>) {
    let Row { article, language, unit, index, place: [start, end], counts } = row;
    let text = |s: Option<&str>| s.map_or("null".into(), json);
    let date = article.date.map(|d| d.to_string());
    let (id, source, date) = (json(&article.id), text(article.source.as_deref()), text(date.as_deref()));
    let (unit, tokens) = (unit.name(), counts.tokens);
    out.extend_from_slice(
        format!(
            "{{\"id\":{id},\"source\":{source},\"date\":{date},\"language\":\"{language}\",\"unit\":\"{unit}\",\"index\":{index},\"start\":{start},\"end\":{end},\"tokens\":{tokens}"
        )
        .as_bytes(),
    );
}

/// Names of the numbers of a row, behind [`FIXED`].
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

/// A whole number in decimal. Rows are mostly zeros and small numbers: the formatter would take longer than the counting.
/// Writes a date as its `Display` does, without a formatter.
fn put_date(out: &mut Vec<u8>, PartialDate { year, month, day }: PartialDate) {
    let two = |n: u16| [b'0' + (n / 10 % 10) as u8, b'0' + (n % 10) as u8];
    out.extend_from_slice([two(year / 100), two(year)].as_flattened());
    for part in [month, day].into_iter().flatten() {
        out.push(b'-');
        out.extend_from_slice(&two(part.into()));
    }
}

pub(super) fn put_number(out: &mut Vec<u8>, mut n: u32) {
    let mut digits = [0; 10];
    let mut at = digits.len();
    loop {
        at -= 1;
        digits[at] = b'0' + (n % 10) as u8;
        n /= 10;
        if n == 0 {
            return out.extend_from_slice(&digits[at..]);
        }
    }
}

/// A tone as [`rounded`] gives it, from -1 to 1 in steps of 1/10,000; as the formatter writes it, which takes longer.
fn put_tone(out: &mut Vec<u8>, tone: f32) {
    if tone.is_sign_negative() {
        out.push(b'-');
    }
    let steps = (tone.abs() * 1e4).round() as u32;
    put_number(out, steps / 10_000);
    let mut rest = steps % 10_000;
    if rest > 0 {
        out.push(b'.');
    }
    while rest > 0 {
        out.push(b'0' + (rest / 1000) as u8);
        rest = rest % 1000 * 10;
    }
}

/// A CSV field, quoted where it must be.
fn put_field(out: &mut Vec<u8>, s: &str) {
    if s.bytes().any(|b| matches!(b, b',' | b'"' | b'\n' | b'\r')) {
        out.push(b'"');
        out.extend_from_slice(s.replace('"', "\"\"").as_bytes());
        out.push(b'"');
    } else {
        out.extend_from_slice(s.as_bytes());
    }
}

fn json(s: &str) -> String {
    serde_json::to_string(s).unwrap_or_else(|_| "null".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tones_are_written_as_the_formatter_writes_them() {
        for steps in 0..=10_000u16 {
            for sign in [1.0, -1.0] {
                let tone = rounded(sign * f32::from(steps) / 1e4);
                let mut out = Vec::new();
                put_tone(&mut out, tone);
                assert_eq!(String::from_utf8(out).unwrap(), tone.to_string());
            }
        }
    }

    #[test]
    fn dates_are_written_as_the_formatter_writes_them() {
        for year in [1, 70, 800, 1999, 2024, 9999] {
            for (month, day) in [(None, None), (Some(7), None), (Some(10), Some(9)), (Some(2), Some(29))] {
                let Some(date) = PartialDate::new(year, month, day) else { continue };
                let mut out = Vec::new();
                put_date(&mut out, date);
                assert_eq!(String::from_utf8(out).unwrap(), date.to_string());
            }
        }
    }

    #[test]
    fn numbers_and_fields() {
        let mut out = Vec::new();
        for n in [0, 7, 10, 4_294_967_295] {
            put_number(&mut out, n);
            out.push(b' ');
        }
        put_field(&mut out, "a \"b\", c");
        put_field(&mut out, "é;");
        assert_eq!(String::from_utf8(out).unwrap(), "0 7 10 4294967295 \"a \"\"b\"\", c\"é;");
    }
}
