//! Reports: the files as bytes; Python writes them.

use arrow_array::{Array, RecordBatchReader};
use arrow_schema::{ArrowError, Schema};
use framescope::coding::validation;
use framescope::error::{Error, Kind, Result};
use framescope::lexicon::Library;
use framescope::report::manifest::{InputFile, Manifest};
use framescope::report::{Extras, bundle, sections};
use framescope::study::findings::run;
use framescope::study::sums::read::SumReader;
use framescope::study::wanted::Wanted;
use framescope::study::{Findings, StudySpec};
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::capsules::ArrowInput;
use crate::errors::raised;
use crate::scorer::Core;
use crate::tables::{TABLE, articles as read_articles};
use crate::words::json_line;

/// Files of a report: path within its folder, bytes.
type Files<'py> = Vec<(String, Bound<'py, PyBytes>)>;

/// The files of a report on a table of articles, and the gold codes that could not be read.
#[pyfunction]
#[pyo3(signature = (core, articles, columns, options))]
pub fn report<'py>(
    py: Python<'py>,
    core: &Bound<'py, Core>,
    articles: ArrowInput,
    columns: Option<&str>,
    options: ReportOptions,
) -> PyResult<(Files<'py>, Vec<String>)> {
    let core = core.get();
    let reader = articles.0;
    let made = py.detach(|| {
        let mut spec = core.plan.spec.clone();
        let mut changed = options.over(&mut spec);
        sections::check(&spec.report)?;
        if is_scores(&reader.schema()) {
            let (findings, mut inputs) = of_scores(reader, spec, &mut changed)?;
            inputs.extend(core.plan.inputs.iter().cloned());
            let manifest = Manifest::of(&findings, &changed, inputs, vec![]);
            return Ok((bundle(&findings, &manifest, &core.plan.extras()?)?.files, vec![]));
        }
        let (read, failures) = read_articles(reader, columns)?;
        let failures = failures.into_iter().map(Into::into).collect();
        let mut lines = Vec::new();
        for article in &read {
            // Writing to memory cannot fail.
            let _ = serde_json::to_writer(&mut lines, article);
        }
        let mut inputs = vec![InputFile::of(TABLE, &lines)];
        inputs.extend(core.plan.inputs.iter().cloned());
        let (measured, gold) = (core.plan.measured()?, core.plan.gold());
        let scheme = &core.plan.scheme;
        let validation =
            (!gold.is_empty()).then(|| validation::from_gold(&gold, &read, scheme)).transpose()?;
        let (mut findings, studied) = run(&spec, read, failures, &measured, &Wanted::all(), scheme, &|_| ())?;
        let troubles = validation.iter().flat_map(|v| &v.troubles).map(ToString::to_string).collect();
        findings.validation = validation;
        let manifest = Manifest::of(&findings, &changed, inputs, core.plan.lexicons.clone());
        let extras = Extras { articles: Some((&studied, scheme)), ..core.plan.extras()? };
        Ok((bundle(&findings, &manifest, &extras)?.files, troubles))
    });
    let (files, troubles) = made.map_err(|e: Error| raised(py, &e))?;
    Ok((files.into_iter().map(|f| (f.path, PyBytes::new(py, &f.bytes))).collect(), troubles))
}

/// True for a table that `score` has made.
fn is_scores(schema: &Schema) -> bool {
    let has = |name: &str| schema.field_with_name(name).is_ok();
    ["id", "unit", "index", "tokens"].into_iter().all(has) && !has("text")
}

/// The findings of a table of scores: into sums, so that any number of rows will do.
fn of_scores(
    reader: Box<dyn RecordBatchReader + Send>,
    mut spec: StudySpec,
    changed: &mut Vec<String>,
) -> Result<(Findings, Vec<InputFile>)> {
    let names: Vec<String> = reader.schema().fields().iter().map(|f| f.name().clone()).collect();
    let mut sums = SumReader::new(spec.seed, &spec.group_by);
    let columns = sums.columns(&names)?;
    let (mut first_wrong, mut rows) = (None, 0);
    for batch in reader {
        let batch = batch.map_err(|e| Error::new(Kind::Input, e.to_string()).in_file(TABLE))?;
        for column in batch.columns() {
            let wrong = |e: ArrowError| Error::new(Kind::Input, e.to_string()).in_file(TABLE);
            column.to_data().validate_full().map_err(wrong)?;
        }
        sums.push_batch(&columns, &batch, |row, e| {
            first_wrong.get_or_insert_with(|| e.in_file(TABLE).line(rows + row + 1));
        })?;
        rows += batch.num_rows();
    }
    if let Some(e) = first_wrong {
        return Err(e);
    }
    changed.push("scores: sums and the Poisson bootstrap instead of articles and permutations".into());
    spec.quotes.show = false;
    let inputs = vec![InputFile::of(TABLE, format!("{rows} rows of scores").as_bytes())];
    Ok((sums.finish()?.findings(&spec, &Library::builtin()?, &[])?, inputs))
}

/// The articles of the built-in study, one JSON object a line.
#[pyfunction]
pub fn sample(py: Python<'_>) -> PyResult<String> {
    let mut out = Vec::new();
    for a in framescope::study::sample::articles().articles {
        let row = serde_json::json!({
            "id": a.id,
            "source": a.source,
            "title": a.title,
            "date": a.date,
            "language": a.language,
            "text": a.text,
        });
        json_line(&row, &mut out).map_err(|e| raised(py, &e))?;
    }
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// What a report changes in its study.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct ReportOptions {
    title: Option<String>,
    group_by: Option<String>,
    seed: Option<u64>,
    quotes: Option<bool>,
}

impl ReportOptions {
    /// Applies them; says what they changed.
    fn over(&self, spec: &mut StudySpec) -> Vec<String> {
        let mut changed = Vec::new();
        if let Some(title) = self.title.as_ref().filter(|t| **t != spec.title) {
            changed.push(format!("title: {} → {title}", spec.title));
            spec.title.clone_from(title);
        }
        if let Some(by) = self.group_by.as_ref().filter(|b| **b != spec.group_by) {
            changed.push(format!("group_by: {} → {by}", spec.group_by));
            spec.group_by.clone_from(by);
        }
        if let Some(seed) = self.seed.filter(|s| *s != spec.seed) {
            changed.push(format!("seed: {} → {seed}", spec.seed));
            spec.seed = seed;
        }
        if let Some(show) = self.quotes.filter(|q| *q != spec.quotes.show) {
            changed.push(if show { "quotes: none → shown" } else { "quotes: shown → none" }.into());
            spec.quotes.show = show;
        }
        changed
    }
}
