//! Marked spans → codes of sentences, so that what was marked elsewhere can be compared, settled and validated here.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::{Imported, Mark, Marked};
use crate::article::Article;
use crate::error::Result;
use crate::score::record::CodePoints;
use crate::score::{Analyser, Depth, Scheme};

/// Which documents were found among the articles.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Coverage {
    /// Documents whose article was found.
    pub found: usize,
    /// Documents without one, by name: neither the name nor the words are known.
    pub unknown: Vec<String>,
    /// Documents whose words are not those of the article of the same name: their positions cannot be trusted.
    pub different: Vec<String>,
}

/// Rows of a sheet of codes, head first: for every sentence of a marked article and every coder the frames of the scheme and all
/// other labels, as a stance, 1 or 0.
///
/// # Errors
/// If an article cannot be annotated.
pub fn to_sheet(
    imported: &Imported,
    articles: &[Article],
    scheme: &Arc<Scheme>,
) -> Result<(Vec<Vec<String>>, Coverage)> {
    let mut coverage = Coverage::default();
    let by_id: BTreeMap<&str, &Article> = articles.iter().map(|a| (a.id.as_str(), a)).collect();
    let by_text: BTreeMap<String, &Article> = articles.iter().map(|a| (squeezed(&a.text), a)).collect();
    let mut labels: Vec<String> = scheme.frames.iter().map(|f| f.id.clone()).collect();
    let others: BTreeSet<&String> = imported
        .documents
        .iter()
        .flat_map(|d| &d.marks)
        .map(|m| &m.frame)
        .filter(|f| !labels.contains(f))
        .collect();
    labels.extend(others.into_iter().cloned());
    let fixed = ["unit", "coder", "article", "sentence", "start", "end"].map(str::to_owned);
    let mut rows = vec![fixed.into_iter().chain(labels.iter().cloned()).collect::<Vec<_>>()];
    let mut analyser = Analyser::new(scheme.clone());
    for document in &imported.documents {
        let name = document.article.trim_end_matches(".txt");
        let words = squeezed(&document.text);
        let article = by_id.get(name).or_else(|| by_text.get(&words));
        let Some(article) = article.filter(|a| squeezed(&a.text) == words) else {
            let known = by_id.contains_key(name);
            if known { &mut coverage.different } else { &mut coverage.unknown }.push(name.to_owned());
            continue;
        };
        coverage.found += 1;
        rows.extend(sentences(document, article, &mut analyser, &labels)?);
    }
    Ok((rows, coverage))
}

fn sentences(
    document: &Marked,
    article: &Article,
    analyser: &mut Analyser,
    labels: &[String],
) -> Result<Vec<Vec<String>>> {
    let annotation = analyser.annotate(article, Depth::Counts)?;
    let points = CodePoints::new(&article.text);
    let place = moved(&document.text, &article.text);
    let marks: Vec<Mark> = document
        .marks
        .iter()
        .map(|m| Mark { start: place(m.start), end: place(m.end.saturating_sub(1)) + 1, ..m.clone() })
        .collect();
    let mut rows = Vec::new();
    for (i, s) in annotation.document.sentences.iter().enumerate().filter(|(i, _)| annotation.counts(*i)) {
        let [start, end] = points.span(s.span);
        let code = |label: &String| {
            let here: Vec<&Mark> =
                marks.iter().filter(|m| m.frame == *label && m.start < end && start < m.end).collect();
            let strongest = here.iter().filter_map(|m| m.stance).max();
            strongest.map_or_else(|| u8::from(!here.is_empty()).to_string(), |s| s.name().to_owned())
        };
        let place = [i as u32, start, end].map(|n| n.to_string());
        let first = [format!("{}:{i}", article.id), document.coder.clone(), article.id.clone()];
        rows.push(first.into_iter().chain(place).chain(labels.iter().map(code)).collect());
    }
    Ok(rows)
}

/// The text without white space: programs change line ends and spaces, never words.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').collect()
}

/// Where a code point of one text stands in another that differs from it in white space alone.
fn moved(from: &str, to: &str) -> impl Fn(u32) -> u32 {
    let solid = |text: &str| {
        let all = text.chars().enumerate().filter(|(_, c)| !c.is_whitespace() && *c != '\u{feff}');
        all.map(|(i, _)| i as u32).collect::<Vec<_>>()
    };
    let (from, to) = (solid(from), solid(to));
    move |at| {
        let i = from.partition_point(|p| *p < at);
        to.get(i).or(to.last()).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::coding::Sheet;
    use crate::lexicon::Library;

    #[test]
    fn marks_become_codes_of_sentences_even_if_line_ends_changed() {
        let scheme = Arc::new(Scheme::compile(&Library::builtin().unwrap()).unwrap());
        let article = Article {
            id: "a".into(),
            language: Some("en".into()),
            text: "They have no means.\n\nThey may attack the port. They sleep.".into(),
            ..Article::default()
        };
        let document = |name: &str, text: &str| Marked {
            article: name.into(),
            coder: "ann".into(),
            text: text.into(),
            marks: vec![Mark::of(13, 18, "capability: denied"), Mark::of(32, 38, "mood")],
            sentences: vec![],
        };
        let documents = vec![
            document("a.txt", "They have no means.\r\n\r\nThey may attack the port. They sleep."),
            document("b", "Other words."),
            document("a", "Other words."),
        ];
        let (rows, coverage) =
            to_sheet(&Imported { documents, losses: vec![] }, &[article], &scheme).unwrap();
        assert_eq!(
            (coverage.found, coverage.unknown, coverage.different),
            (1, vec!["b".to_owned()], vec!["a".to_owned()])
        );
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in &rows {
            writer.write_record(row).unwrap();
        }
        let mut sheet = Sheet::default();
        sheet.read("codes.csv", &writer.into_inner().unwrap()).unwrap();
        let code = |i: usize, v: &str| sheet.codings[i].values[v].clone();
        assert_eq!(
            (code(0, "capability"), code(0, "mood"), code(1, "mood"), code(2, "capability")),
            ("denied".into(), "0".into(), "1".into(), "0".into())
        );
    }
}
