//! Words in context, and words that tell two tables apart.

use framescope::error::{Error, Kind, Result};
use framescope::score::Depth;
use framescope::score::kwic::{Concordance, Query};
use framescope::study::cells::{Cell, cells};
use framescope::study::corpus::annotate_as;
use framescope::study::keyness::{KeyRow, Ledger, Options};
use framescope::study::lexis::Lexis;
use pyo3::prelude::*;

use crate::capsules::ArrowInput;
use crate::errors::raised;
use crate::scorer::Core;
use crate::tables::{Failure, articles as read_articles};

/// Lines of a concordance, and the rows that could not be read: one JSON object a line each.
#[pyfunction]
#[pyo3(signature = (core, query, articles, columns, window))]
pub fn kwic(
    py: Python<'_>,
    core: &Bound<'_, Core>,
    query: &str,
    articles: ArrowInput,
    columns: Option<&str>,
    window: usize,
) -> PyResult<(String, String)> {
    let core = core.get();
    let reader = articles.0;
    py.detach(|| {
        let query = Query::parse(query, &core.plan.scheme)?;
        let (read, failed) = read_articles(reader, columns)?;
        let mut concordance = Concordance::new(query, window.min(200));
        let (mut out, mut failures) = (Vec::new(), Vec::new());
        failed.iter().try_for_each(|f| json_line(f, &mut failures))?;
        core.with_analyser(|analyser| {
            for article in &read {
                analyser.annotate(article, Depth::Counts)?;
                let annotation = analyser.annotation();
                if let Some(vocabulary) = analyser.vocabulary(annotation.document.language) {
                    for line in concordance.lines(article, annotation, vocabulary) {
                        json_line(&line, &mut out)?;
                    }
                }
            }
            Ok((text(&out), text(&failures)))
        })
    })
    .map_err(|e: Error| raised(py, &e))
}

/// Terms that two tables of articles differ in, and the rows of either that could not be read: one JSON object a line each.
#[pyfunction]
#[pyo3(signature = (core, target, reference, columns, min_documents))]
pub fn keyness(
    py: Python<'_>,
    core: &Bound<'_, Core>,
    target: ArrowInput,
    reference: ArrowInput,
    columns: Option<&str>,
    min_documents: u64,
) -> PyResult<(String, String)> {
    let core = core.get();
    let sides = [("target", target.0), ("reference", reference.0)];
    py.detach(|| {
        let (mut all, mut failures) = (Vec::new(), Vec::new());
        for (name, reader) in sides {
            let (read, failed) = read_articles(reader, columns)?;
            let mut tell = |failure: &Failure| json_line(&Unread { table: name, failure }, &mut failures);
            failed.iter().try_for_each(&mut tell)?;
            let (mut side, errors) =
                annotate_as(read, &core.plan.scheme, &core.plan.spec, Lexis::default(), &|_| ());
            errors.into_iter().next().map_or(Ok(()), Err)?;
            for a in &mut side {
                name.clone_into(&mut a.group);
            }
            all.extend(side);
        }
        all.sort_by(|a, b| (&a.group, a.language, &a.article.id).cmp(&(&b.group, b.language, &b.article.id)));
        let cells = cells(&all);
        let ledger = Ledger::of(&all, &cells);
        let options = Options { documents: min_documents, ..Options::default() };
        let mut out = Vec::new();
        for (i, first) in cells.iter().enumerate().filter(|(_, c)| c.group == "target") {
            // Terms of two languages are not compared.
            let other = |c: &Cell| c.group == "reference" && c.language == first.language;
            let Some(second) = cells.iter().position(other) else { continue };
            for term in ledger.compare(&[i], &[second], options) {
                let line = Line { row: KeyRow::of(&term), language: first.language.code() };
                json_line(&line, &mut out)?;
            }
        }
        Ok((text(&out), text(&failures)))
    })
    .map_err(|e: Error| raised(py, &e))
}

/// A term with the language of its articles.
#[derive(serde::Serialize)]
struct Line<'a> {
    #[serde(flatten)]
    row: KeyRow,
    language: &'a str,
}

/// A row that is no article, and the table that it stands in.
#[derive(serde::Serialize)]
struct Unread<'a> {
    table: &'a str,
    #[serde(flatten)]
    failure: &'a Failure,
}

/// What was written as JSON.
fn text(json: &[u8]) -> String {
    String::from_utf8_lossy(json).into_owned()
}

/// Appends a value as one line of JSON.
pub fn json_line(value: &impl serde::Serialize, out: &mut Vec<u8>) -> Result<()> {
    serde_json::to_writer(&mut *out, value).map_err(|e| Error::new(Kind::Output, e.to_string()))?;
    out.push(b'\n');
    Ok(())
}
