//! The core of `Scorer`: one compiled study, any number of tables and texts.

use std::sync::{Mutex, PoisonError};

use arrow_array::RecordBatch;
use framescope::article::Article;
use framescope::error::{Error, Kind, Result};
use framescope::report::reader::{View, page};
use framescope::report::words::Words;
use framescope::score::record::Record;
use framescope::score::table::Rows;
use framescope::score::{Analyser, Depth, Unit};
use pyo3::prelude::*;
use pyo3::types::PyString;
use pyo3_arrow::PyTable;
use pyo3_arrow::input::AnyRecordBatch;
use std::sync::Arc;

use crate::errors::{FramescopeError, raised};
use crate::plan::{NamedBytes, Plan};
use crate::run::{Order, Scored, failure_table, run};

/// A compiled study with its workers' memory, which is kept from call to call.
#[pyclass(frozen, module = "framescope._core")]
pub struct Core {
    /// The study.
    pub plan: Plan,
    idle: Mutex<Vec<Analyser>>,
}

#[pymethods]
impl Core {
    #[new]
    #[pyo3(signature = (study, lexicons, concepts, frames))]
    fn new(
        py: Python<'_>,
        study: Option<NamedBytes>,
        lexicons: Vec<NamedBytes>,
        concepts: Option<Vec<String>>,
        frames: Option<Vec<String>>,
    ) -> PyResult<Self> {
        let plan = py.detach(|| Plan::new(study.as_ref(), &lexicons, concepts, frames));
        let plan = plan.map_err(|e| raised(py, &e))?;
        Ok(Self { plan, idle: Mutex::new(Vec::new()) })
    }

    #[getter]
    fn frames(&self) -> Vec<String> {
        self.plan.scheme.frames.iter().map(|c| c.id.clone()).collect()
    }

    #[getter]
    fn concepts(&self) -> Vec<String> {
        self.plan.scheme.concepts.iter().map(|c| c.id.clone()).collect()
    }

    #[getter]
    fn languages(&self) -> Vec<String> {
        self.plan.scheme.languages().map(|l| l.code().to_owned()).collect()
    }

    #[getter]
    fn losses(&self) -> Vec<String> {
        self.plan.losses.clone()
    }

    /// An empty table with the columns that `score` gives.
    fn schema(&self) -> PyResult<PyTable> {
        let schema = Arc::new(framescope::score::columns::schema(&self.plan.scheme));
        PyTable::try_new(vec![RecordBatch::new_empty(schema.clone())], schema)
    }

    /// Scores, failures and notes of a table of articles.
    #[pyo3(signature = (articles, unit, columns, segment_sentences, threads, first, lines))]
    #[expect(clippy::too_many_arguments, reason = "they are the options of a command")]
    fn score(
        &self,
        py: Python<'_>,
        articles: AnyRecordBatch,
        unit: &str,
        columns: Option<&str>,
        segment_sentences: Option<usize>,
        threads: usize,
        first: u64,
        lines: bool,
    ) -> PyResult<(PyTable, PyTable, Vec<String>)> {
        let unit = unit_of(unit).map_err(|e| raised(py, &e))?;
        let rows = Rows::new(unit, segment_sentences.unwrap_or(self.plan.spec.segment_sentences));
        let order = Order { columns, lines, rows, threads, first };
        let reader = articles.into_reader()?;
        let mut interrupted = None;
        let scored = py.detach(|| run(self, reader, &order, &mut interrupted));
        if let Some(signal) = interrupted {
            return Err(signal);
        }
        let Scored { schema, batches, failures, notes } = scored.map_err(|e| raised(py, &e))?;
        let failures = failure_table(&failures).map_err(|e| raised(py, &e))?;
        let notes = notes.list().into_iter().map(ToString::to_string).collect();
        Ok((
            PyTable::try_new(batches, schema)?,
            PyTable::try_new(vec![failures.clone()], failures.schema())?,
            notes,
        ))
    }

    /// The record of one article as JSON, with every layer.
    #[pyo3(signature = (text, id, source, title, date, language, tokens))]
    #[expect(clippy::too_many_arguments, reason = "they are an article's fields")]
    fn annotate(
        &self,
        py: Python<'_>,
        text: &Bound<'_, PyString>,
        id: String,
        source: Option<String>,
        title: Option<String>,
        date: Option<&str>,
        language: Option<String>,
        tokens: bool,
    ) -> PyResult<String> {
        let article = article(py, text, id, source, title, date, language)?;
        py.detach(|| {
            self.with_analyser(|analyser| {
                analyser.annotate(&article, Depth::Full)?;
                let annotation = analyser.annotation();
                let tokens = tokens.then(|| analyser.vocabulary(annotation.document.language)).flatten();
                let mut out = Vec::new();
                Record { article: &article, annotation, scheme: &self.plan.scheme, tokens }.write(&mut out);
                Ok(String::from_utf8_lossy(&out).into_owned())
            })
        })
        .map_err(|e| raised(py, &e))
    }

    /// The reader view of one article: a page without scripts.
    #[pyo3(signature = (text, id, source, title, date, language))]
    #[expect(clippy::too_many_arguments, reason = "they are an article's fields")]
    fn page(
        &self,
        py: Python<'_>,
        text: &Bound<'_, PyString>,
        id: String,
        source: Option<String>,
        title: Option<String>,
        date: Option<&str>,
        language: Option<String>,
    ) -> PyResult<String> {
        let article = article(py, text, id, source, title, date, language)?;
        py.detach(|| {
            self.with_analyser(|analyser| {
                let scheme = &self.plan.scheme;
                let annotation = analyser.annotate(&article, Depth::Full)?;
                let words = &Words::of("en");
                let mut out = page::head(scheme, words, "");
                page::write(&View { article: &article, annotation, scheme, words }, &mut out);
                out.push_str(&page::tail(words));
                Ok(out)
            })
        })
        .map_err(|e| raised(py, &e))
    }
}

impl Core {
    /// Lends an analyser whose memory earlier calls have filled.
    pub fn with_analyser<T>(&self, f: impl FnOnce(&mut Analyser) -> T) -> T {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut analyser = kept.unwrap_or_else(|| Analyser::new(self.plan.scheme.clone()));
        let result = f(&mut analyser);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(analyser);
        result
    }
}

fn unit_of(name: &str) -> Result<Unit> {
    let all = [Unit::Article, Unit::Segment, Unit::Sentence, Unit::Hit];
    all.into_iter().find(|u| u.name() == name).ok_or_else(|| {
        Error::new(Kind::Study, format!("{name:?} is no unit"))
            .help("units are article, segment, sentence and hit")
    })
}

fn article(
    py: Python<'_>,
    text: &Bound<'_, PyString>,
    id: String,
    source: Option<String>,
    title: Option<String>,
    date: Option<&str>,
    language: Option<String>,
) -> PyResult<Article> {
    let text = text.to_cow().map_err(|e| {
        let reason =
            format!("the text holds half a surrogate pair: {e}; encode it with errors=\"replace\" first");
        FramescopeError::new_err(reason)
    })?;
    let date = date.map(str::parse).transpose().map_err(|e| raised(py, &e))?;
    Ok(Article { id, source, title, date, language, text: text.into_owned(), ..Article::default() })
}
