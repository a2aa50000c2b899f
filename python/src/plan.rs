//! What is scored against: the built-in lexicons and cleaning with a study's and the user's own.

use std::collections::BTreeMap;
use std::sync::Arc;

use framescope::error::{Error, Kind, Result};
use framescope::input::cleaning::Cleaner;
use framescope::lexicon::Library;
use framescope::lexicon::exchange::ImportOptions;
use framescope::report::html::Dress;
use framescope::report::manifest::InputFile;
use framescope::report::{Extras, prose_of};
use framescope::score::Scheme;
use framescope::study::StudySpec;
use framescope::study::adjusted::{self, Measured};
use pyo3::prelude::*;

use crate::errors::raised;

/// A file as Python read it: its name in messages, and its bytes.
pub type NamedBytes = (String, Vec<u8>);

/// What the user asks for, as Python hands it over.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Asked {
    /// The study file.
    study: Option<NamedBytes>,
    /// Files that the study names, by the names that it gives them.
    files: BTreeMap<String, NamedBytes>,
    /// The user's own lexicons.
    lexicons: Vec<NamedBytes>,
    /// The user's own rules of cleaning.
    cleaning: Vec<NamedBytes>,
    /// Rules of cleaning that are off.
    without_rules: Vec<String>,
    /// Concepts, over those of the study.
    concepts: Option<Vec<String>>,
    /// Frames, over those of the study.
    frames: Option<Vec<String>>,
}

/// A study and its compiled lexicons.
pub struct Plan {
    /// As declared, or the defaults.
    pub spec: StudySpec,
    /// Compiled.
    pub scheme: Arc<Scheme>,
    /// Every lexicon that took part.
    pub lexicons: Vec<InputFile>,
    /// The study file, and what it names beside lexicons.
    pub inputs: Vec<InputFile>,
    /// Files that the study names, by the names that it gives them.
    pub files: BTreeMap<String, NamedBytes>,
    /// What could not be carried over from lexicons of other programs.
    pub losses: Vec<String>,
}

impl Plan {
    /// Reads the study and compiles the lexicons, with the study's cleaning.
    ///
    /// # Errors
    /// A file that cannot be read, and an unknown concept, frame or rule.
    pub fn new(asked: Asked) -> Result<Self> {
        let Asked { study, files, lexicons, cleaning, without_rules, concepts, frames } = asked;
        let mut spec = study.as_ref().map_or_else(|| Ok(StudySpec::default()), spec_of)?;
        spec.concepts = concepts.unwrap_or(spec.concepts);
        spec.frames = frames.unwrap_or(spec.frames);
        let own = |name: &String| {
            files.get(name).cloned().ok_or_else(|| {
                Error::new(Kind::Study, format!("the study names {name:?}, which was not read"))
            })
        };

        let mut library = Library::builtin()?;
        let mut used: Vec<InputFile> = framescope::lexicon::builtin::LEXICONS
            .iter()
            .map(|(path, text)| InputFile::of(path, text.as_bytes()))
            .collect();
        let mut losses = Vec::new();
        let of_study = spec.lexicons.iter().map(|n| Ok((n.clone(), own(n)?))).collect::<Result<Vec<_>>>()?;
        let of_user = lexicons.into_iter().map(|l| (short(&l.0).to_owned(), l));
        for (name, (shown, bytes)) in of_study.into_iter().chain(of_user) {
            let lost = library.load(&shown, &bytes, &ImportOptions::default())?;
            losses.extend(lost.iter().map(|loss| format!("{shown}: {loss}")));
            used.push(InputFile::of(&name, &bytes));
        }
        spec.choose(&mut library)?;

        let rules = spec.cleaning.rules.iter().map(own).collect::<Result<Vec<_>>>()?;
        let off = spec.cleaning.off.iter().chain(&without_rules).map(String::as_str);
        let cleaner = Cleaner::of(rules.into_iter().chain(cleaning), off)?;
        let scheme = Arc::new(Scheme::compile(&library)?.with_cleaner(cleaner));

        let mut inputs: Vec<InputFile> = study.iter().map(|(_, b)| InputFile::of("study.toml", b)).collect();
        let rest = files.iter().filter(|(n, _)| !spec.lexicons.contains(n));
        inputs.extend(rest.map(|(n, (_, bytes))| InputFile::of(n, bytes)));
        Ok(Self { spec, scheme, lexicons: used, inputs, files, losses })
    }
}

/// What a report needs beside the scheme.
impl Plan {
    /// Logo, colours and prose.
    ///
    /// # Errors
    /// If a file of the study is not of its kind.
    pub fn extras(&self) -> Result<Extras<'static>> {
        let files = self.files.iter().map(|(n, (_, bytes))| (n.clone(), bytes.clone())).collect();
        let report = &self.spec.report;
        Ok(Extras {
            dress: Dress::of(report, &files)?,
            prose: prose_of(report, &files)?,
            ..Extras::default()
        })
    }

    /// The error of the tool, if the study names a measured one.
    ///
    /// # Errors
    /// If the file cannot be read.
    pub fn measured(&self) -> Result<Vec<Measured>> {
        let file = self.spec.correction.file.as_ref().and_then(|n| self.files.get(n));
        file.map_or_else(|| Ok(vec![]), |(shown, bytes)| adjusted::read(shown, bytes))
    }

    /// Gold codes, if the study names any.
    pub fn gold(&self) -> Vec<NamedBytes> {
        self.spec.validation.as_ref().and_then(|n| self.files.get(n)).cloned().into_iter().collect()
    }
}

fn spec_of((name, bytes): &NamedBytes) -> Result<StudySpec> {
    let text = std::str::from_utf8(bytes).map_err(|_| {
        Error::new(Kind::Study, "the study file is not UTF-8").in_file(name).help("save it as UTF-8")
    })?;
    StudySpec::parse(name, text)
}

/// The last part of a path: reports name no folders of the machine that made them.
fn short(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or(path)
}

/// The files that a study reads beside its articles, as it names them.
#[pyfunction]
pub fn study_files(py: Python<'_>, study: NamedBytes) -> PyResult<Vec<String>> {
    let spec = spec_of(&study).map_err(|e| raised(py, &e))?;
    Ok(spec.files().into_iter().map(str::to_owned).collect())
}
