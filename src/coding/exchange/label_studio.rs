//! Label Studio: a JSON list of tasks, the tool's hits as `predictions`, people's as `annotations`; frames are labels of regions,
//! the stance a choice on the region (same region id).

use serde_json::{Value, json};

use super::{Imported, Mark, Marked};
use crate::error::{Error, Kind, Result};
use crate::stance::Stance;

/// Colours of frames that the colour-blind tell apart (Okabe and Ito 2008).
pub(super) const COLOURS: [&str; 7] =
    ["#D55E00", "#0072B2", "#009E73", "#CC79A7", "#E69F00", "#56B4E9", "#F0E442"];

/// Tasks with the hits as predictions.
pub fn write(documents: &[Marked]) -> Vec<u8> {
    let task = |d: &Marked| {
        let chars: Vec<char> = d.text.chars().collect();
        let regions = d.marks.iter().enumerate().flat_map(|(i, m)| {
            let words: String =
                chars.get(m.start as usize..m.end as usize).unwrap_or_default().iter().collect();
            let region = |from: &str, kind: &str, names: &str| {
                json!({ "id": format!("h{i}"), "from_name": from, "to_name": "text", "type": kind,
                        "value": { "start": m.start, "end": m.end, "text": words, kind: [names] } })
            };
            let stance = m.stance.map(|s| region("stance", "choices", s.name()));
            [Some(region("frame", "labels", &m.frame)), stance].into_iter().flatten().collect::<Vec<_>>()
        });
        let result: Vec<Value> = regions.collect();
        json!({ "data": { "text": d.text, "article": d.article },
                "predictions": [{ "model_version": concat!("framescope ", env!("CARGO_PKG_VERSION")), "result": result }] })
    };
    let tasks: Vec<Value> = documents.iter().map(task).collect();
    // Text keys and whole numbers: this cannot fail.
    let mut out = serde_json::to_vec_pretty(&tasks).unwrap_or_default();
    out.push(b'\n');
    out
}

/// The labelling interface for a project: paste it into Settings → Labeling Interface → Code.
pub fn config(frames: &[String]) -> String {
    let label = |(i, f): (usize, &String)| {
        format!("    <Label value=\"{}\" background=\"{}\"/>\n", quick(f), COLOURS[i % COLOURS.len()])
    };
    let labels: String = frames.iter().enumerate().map(label).collect();
    let choice = |s: &Stance| format!("    <Choice value=\"{}\"/>\n", s.name());
    let choices: String = Stance::ALL.iter().map(choice).collect();
    format!(
        "<View>\n  <Labels name=\"frame\" toName=\"text\">\n{labels}  </Labels>\n  <Text name=\"text\" value=\"$text\"/>\n  \
         <Choices name=\"stance\" toName=\"text\" perRegion=\"true\" choice=\"single\">\n{choices}  </Choices>\n</View>\n"
    )
}

/// An attribute value of XML.
pub(super) fn quick(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_control() || matches!(c, '\n' | '\t'))
        .map(|c| match c {
            '&' => "&amp;".to_owned(),
            '<' => "&lt;".to_owned(),
            '>' => "&gt;".to_owned(),
            '"' => "&quot;".to_owned(),
            '\n' => "&#10;".to_owned(),
            '\t' => "&#9;".to_owned(),
            c => c.to_string(),
        })
        .collect()
}

/// Reads an export (JSON or JSON-MIN): one document for every annotation of a task, and the predictions where nobody annotated.
///
/// # Errors
/// If it is no JSON list of tasks with texts.
pub fn read(name: &str, text: &str) -> Result<Imported> {
    let wrong =
        |reason: String| Error::new(Kind::Coding, reason).in_file(name).help("export the project as JSON");
    let value: Value =
        serde_json::from_str(text).map_err(|e| wrong(format!("this is no JSON: {e}")).line(e.line()))?;
    let Some(tasks) = value.as_array() else { return Err(wrong("this is no list of tasks".into())) };
    let mut out = Imported::default();
    for (i, task) in tasks.iter().enumerate() {
        let data = task.get("data").unwrap_or(task);
        let Some(words) = data.get("text").and_then(Value::as_str) else {
            return Err(wrong(format!("task {} has no text", i + 1)));
        };
        let article =
            data.get("article").or_else(|| data.get("id")).and_then(Value::as_str).unwrap_or_default();
        let list = |key: &str| task.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let done: Vec<&Value> = list("annotations")
            .iter()
            .filter(|a| a.get("was_cancelled") != Some(&Value::Bool(true)))
            .collect();
        let made = if done.is_empty() { list("predictions").iter().collect() } else { done };
        for annotation in made {
            let result =
                annotation.get("result").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
            let document = Marked {
                article: article.into(),
                coder: coder(annotation),
                text: words.into(),
                ..Marked::default()
            };
            out.add(Marked { marks: regions(result), ..document });
        }
        // JSON-MIN keeps the regions beside the text.
        let min = ["frame", "label"].iter().find_map(|k| task.get(*k)?.as_array());
        if let Some(regions) = min {
            let mark = |r: &Value| {
                let label = r.get("labels")?.get(0)?.as_str()?;
                Some(Mark::of(offset(r.get("start")?)?, offset(r.get("end")?)?, label))
            };
            let coder = task.get("annotator").map(|a| format!("annotator {a}")).unwrap_or_default();
            let marks = regions.iter().filter_map(mark).collect();
            out.add(Marked { article: article.into(), coder, text: words.into(), marks, sentences: vec![] });
        }
    }
    Ok(out)
}

/// The regions of one annotation.
fn regions(result: &[Value]) -> Vec<Mark> {
    let id = |r: &Value| r.get("id").and_then(Value::as_str).map(str::to_owned);
    let stance = |region: &Value| {
        let same =
            |r: &&Value| r.get("type").and_then(Value::as_str) == Some("choices") && id(r) == id(region);
        let choice = result.iter().find(same)?.get("value")?.get("choices")?.get(0)?.as_str()?;
        Stance::from_name(choice)
    };
    let mark = |r: &Value| {
        let value = r.get("value")?;
        let label = value.get("labels").or_else(|| value.get("hypertextlabels"))?.get(0)?.as_str()?;
        let mark = Mark::of(offset(value.get("start")?)?, offset(value.get("end")?)?, label);
        Some(Mark { stance: mark.stance.or_else(|| stance(r)), ..mark })
    };
    result.iter().filter_map(mark).collect()
}

fn offset(value: &Value) -> Option<u32> {
    u32::try_from(value.as_u64()?).ok()
}

/// Who annotated: an e-mail's first part, a number, or nobody in particular.
fn coder(annotation: &Value) -> String {
    match annotation.get("completed_by") {
        Some(Value::Object(o)) => {
            let email = o.get("email").and_then(Value::as_str).unwrap_or_default();
            email.split('@').next().unwrap_or_default().to_owned()
        }
        Some(Value::Number(n)) => format!("annotator {n}"),
        _ if annotation.get("model_version").is_some() => "framescope".into(),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{examples, same};
    use super::*;

    #[test]
    fn what_goes_out_comes_back() {
        let out = examples();
        let text = String::from_utf8(write(&out)).unwrap();
        same(&out, &read("a.json", &text).unwrap());
        assert!(config(&["a<b".into()]).contains("value=\"a&lt;b\""));
    }

    #[test]
    fn annotations_go_before_predictions() {
        let text = r#"[{"data": {"text": "A threat.", "article": "x"}, "predictions": [{"result": []}], "annotations": [
            {"completed_by": {"email": "ada@example.org"}, "result": [
              {"id": "r", "type": "labels", "value": {"start": 2, "end": 8, "labels": ["threat"]}},
              {"id": "r", "type": "choices", "value": {"choices": ["denied"]}}]},
            {"completed_by": 4, "was_cancelled": true, "result": []}]}]"#;
        let back = read("a.json", text).unwrap();
        assert_eq!(back.documents.len(), 1);
        assert_eq!(
            (back.documents[0].coder.as_str(), &back.documents[0].marks),
            ("ada", &vec![Mark::of(2, 8, "threat: denied")])
        );
        assert!(read("a.json", "{}").is_err() && read("a.json", "[{}]").is_err());
    }
}
