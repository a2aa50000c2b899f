//! The core of `Scorer`: one compiled study, any number of tables and texts.

use std::sync::{Arc, Mutex, PoisonError};

use framescope::article::Article;
use framescope::error::Error;
use framescope::report::reader::{View, page};
use framescope::report::words::Words;
use framescope::score::record::Record;
use framescope::score::{Analyser, Depth};
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::capsules::{ArrowInput, ArrowTable};
use crate::errors::{FramescopeError, raised};
use crate::plan::{Asked, Plan};
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
    fn new(py: Python<'_>, asked: Asked) -> PyResult<Self> {
        let plan = py.detach(|| Plan::new(asked)).map_err(|e| raised(py, &e))?;
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
        let scheme = &self.plan.scheme;
        scheme.languages().filter(|l| scheme.scores(*l)).map(|l| l.code().to_owned()).collect()
    }

    #[getter]
    fn losses(&self) -> Vec<String> {
        self.plan.losses.clone()
    }

    /// An empty table with the columns that `score` gives.
    fn schema(&self) -> ArrowTable {
        ArrowTable::new(Arc::new(framescope::score::columns::schema(&self.plan.scheme)), vec![])
    }

    /// Scores, failures and notes of a table of articles.
    fn score(
        &self,
        py: Python<'_>,
        articles: ArrowInput,
        order: Order,
    ) -> PyResult<(ArrowTable, ArrowTable, Vec<String>)> {
        let reader = articles.0;
        let mut interrupted = None;
        let scored = py.detach(|| run(self, reader, &order, &mut interrupted));
        if let Some(signal) = interrupted {
            return Err(signal);
        }
        let Scored { schema, batches, failures, notes } = scored.map_err(|e| raised(py, &e))?;
        let failures = failure_table(&failures).map_err(|e| raised(py, &e))?;
        let notes = notes.list().into_iter().map(ToString::to_string).collect();
        Ok((ArrowTable::new(schema, batches), ArrowTable::new(failures.schema(), vec![failures]), notes))
    }

    /// The record of one article as JSON, with every layer.
    fn annotate(&self, py: Python<'_>, article: Given<'_>, tokens: bool) -> PyResult<String> {
        let article = article.read(py)?;
        self.annotated(py, &article, |analyser| {
            let annotation = analyser.annotation();
            let tokens = tokens.then(|| analyser.vocabulary(annotation.document.language)).flatten();
            let mut out = Vec::new();
            Record { article: &article, annotation, scheme: &self.plan.scheme, tokens }.write(&mut out);
            String::from_utf8_lossy(&out).into_owned()
        })
    }

    /// The reader view of one article: a page without scripts, in the language of the study.
    fn page(&self, py: Python<'_>, article: Given<'_>) -> PyResult<String> {
        let article = article.read(py)?;
        self.annotated(py, &article, |analyser| {
            let (scheme, annotation) = (&self.plan.scheme, analyser.annotation());
            let words = &Words::of(&self.plan.spec.language);
            let mut out = page::head(scheme, words, "");
            page::write(&View { article: &article, annotation, scheme, words }, &mut out);
            out.push_str(&page::tail(words));
            out
        })
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

    /// What `f` makes of an article that has been annotated in full, without the interpreter's lock.
    fn annotated<T: Send>(
        &self,
        py: Python<'_>,
        article: &Article,
        f: impl FnOnce(&Analyser) -> T + Send,
    ) -> PyResult<T> {
        let made = py.detach(|| {
            self.with_analyser(|analyser| {
                analyser.annotate(article, Depth::Full)?;
                Ok(f(analyser))
            })
        });
        made.map_err(|e: Error| raised(py, &e))
    }
}

/// An article as Python hands it over.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Given<'py> {
    text: Bound<'py, PyString>,
    id: Bound<'py, PyString>,
    source: Option<Bound<'py, PyString>>,
    title: Option<Bound<'py, PyString>>,
    date: Option<Bound<'py, PyString>>,
    language: Option<Bound<'py, PyString>>,
}

impl Given<'_> {
    /// The article, if all of it is text.
    fn read(&self, py: Python<'_>) -> PyResult<Article> {
        let date = whole("date", self.date.as_ref())?;
        let date = date.as_deref().map(str::parse).transpose().map_err(|e| raised(py, &e))?;
        Ok(Article {
            id: whole("id", Some(&self.id))?.unwrap_or_default(),
            source: whole("source", self.source.as_ref())?,
            title: whole("title", self.title.as_ref())?,
            date,
            language: whole("language", self.language.as_ref())?,
            text: whole("text", Some(&self.text))?.unwrap_or_default(),
            ..Article::default()
        })
    }
}

/// A string of Python, which may hold half a surrogate pair and is then no text.
fn whole(name: &str, string: Option<&Bound<'_, PyString>>) -> PyResult<Option<String>> {
    let read = |s: &Bound<'_, PyString>| {
        s.to_cow().map(std::borrow::Cow::into_owned).map_err(|e| {
            let reason = format!(
                "the {name} holds half a surrogate pair: {e}; write it anew with .encode(\"utf-8\", \"replace\").decode()"
            );
            FramescopeError::new_err(reason)
        })
    };
    string.map(read).transpose()
}
