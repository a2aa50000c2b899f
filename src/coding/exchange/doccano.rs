//! doccano, sequence labelling: one JSON object a line with `text` and `label: [[start, end, name], …]`.
//!
//! Other keys become the document's metadata, and come back with the export; the article's id travels there as `article`, since
//! `id` is doccano's own number. Newer exports may hold `entities` with `start_offset` and `end_offset` instead.

use serde_json::{Value, json};

use super::{Imported, Mark, Marked};
use crate::error::{Error, Kind, Result};

/// Documents as JSONL.
pub fn write(documents: &[Marked]) -> Vec<u8> {
    let line = |d: &Marked| {
        let labels: Vec<Value> = d.marks.iter().map(|m| json!([m.start, m.end, m.label()])).collect();
        json!({ "text": d.text, "label": labels, "article": d.article }).to_string() + "\n"
    };
    documents.iter().map(line).collect::<String>().into_bytes()
}

/// Hits of a document that overlap one before them: doccano drops these on import unless the project allows overlapping spans.
///
/// # Example
/// ```
/// use framescope::coding::exchange::{Mark, Marked, doccano::overlapping};
/// let marks = vec![Mark::of(0, 7, "threat"), Mark::of(0, 11, "capability"), Mark::of(11, 15, "intent")];
/// assert_eq!(overlapping(&Marked { marks, ..Marked::default() }), 1);
/// ```
pub fn overlapping(document: &Marked) -> usize {
    let mut marks: Vec<&Mark> = document.marks.iter().collect();
    marks.sort();
    let mut last = 0;
    marks
        .iter()
        .filter(|m| {
            if m.start >= last {
                last = m.end;
                false
            } else {
                true
            }
        })
        .count()
}

/// Reads an export; `coder` is whose it is (doccano writes one file a person).
///
/// # Errors
/// If a line is no JSON object with a text, with file and line.
pub fn read(name: &str, text: &str, coder: &str) -> Result<Imported> {
    let mut out = Imported::default();
    for (i, line) in text.lines().enumerate().filter(|(_, l)| !l.trim().is_empty()) {
        let wrong = |reason: String| Error::new(Kind::Coding, reason).in_file(name).line(i + 1);
        let value: Value = serde_json::from_str(line).map_err(|e| wrong(format!("this is no JSON: {e}")))?;
        let Some(words) = ["text", "data"].iter().find_map(|k| value.get(*k)?.as_str()) else {
            return Err(wrong("the record has no text".into()).help("export the project as JSONL"));
        };
        let article =
            value.get("article").or_else(|| value.get("meta")?.get("article")).and_then(Value::as_str);
        let lists = ["label", "labels", "spans", "entities"].iter().filter_map(|k| value.get(*k)?.as_array());
        let given: Vec<&Value> = lists.flatten().collect();
        let marks: Vec<Mark> = given.iter().filter_map(|m| mark(m)).collect();
        if marks.len() < given.len() {
            out.losses.push(format!("{name}:{}: {} labels without a span", i + 1, given.len() - marks.len()));
        }
        let article = article.unwrap_or_default().to_owned();
        out.add(Marked {
            article,
            coder: coder.to_owned(),
            text: words.to_owned(),
            marks,
            sentences: vec![],
        });
    }
    Ok(out)
}

fn mark(value: &Value) -> Option<Mark> {
    let number = |v: &Value| u32::try_from(v.as_u64()?).ok();
    if let Some([start, end, label]) = value.as_array().map(Vec::as_slice) {
        return Some(Mark::of(number(start)?, number(end)?, label.as_str()?));
    }
    Some(Mark::of(
        number(value.get("start_offset")?)?,
        number(value.get("end_offset")?)?,
        value.get("label")?.as_str()?,
    ))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{examples, same};
    use super::*;

    #[test]
    fn what_goes_out_comes_back() {
        let out = examples();
        let text = String::from_utf8(write(&out)).unwrap();
        same(&out, &read("a.jsonl", &text, "anna").unwrap());
    }

    #[test]
    fn newer_exports_and_broken_lines() {
        let line = r#"{"id": 7, "text": "A threat.", "meta": {"article": "x"}, "entities": [{"id": 1, "label": "threat", "start_offset": 2, "end_offset": 8}, {"label": "odd"}]}"#;
        let read_back = read("a.jsonl", line, "anna").unwrap();
        assert_eq!(read_back.documents[0].marks, [Mark::of(2, 8, "threat")]);
        assert_eq!((read_back.documents[0].article.as_str(), read_back.losses.len()), ("x", 1));
        assert!(read("a.jsonl", "{}\n", "a").unwrap_err().to_string().starts_with("a.jsonl:1:"));
        assert!(read("a.jsonl", "\nnonsense", "a").unwrap_err().to_string().starts_with("a.jsonl:2:"));
    }
}
