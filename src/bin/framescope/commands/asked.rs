//! Options of `report` and `compare` that change what a study asks.

use std::path::PathBuf;
use std::sync::Arc;

use framescope::article::PartialDate;
use framescope::coding::validation::{self, Validation};
use framescope::error::{Error, Kind, Result};
use framescope::report::manifest::InputFile;
use framescope::score::Scheme;
use framescope::stats::resample::Interval;
use framescope::study::StudySpec;
use framescope::study::adjusted::{self, Measured};
use framescope::study::spec::{Correction, Step, Window};

use super::inputs::Loaded;
use crate::{files, terminal};

/// Time, windows and validation.
#[derive(Debug, clap::Args, Clone, Default)]
pub struct Asked {
    /// Frames over time by year or by month
    #[arg(long, value_enum, value_name = "STEP")]
    pub period: Option<StepArg>,
    /// Compare before and after a date: 2017-06-01, 2017-06 or 2017
    #[arg(long, value_name = "DATE")]
    pub split: Option<String>,
    /// Near a concept: within the same
    #[arg(long, value_enum, value_name = "WINDOW")]
    pub window: Option<WindowArg>,
    /// Gold codes of these articles: a report says how well the tool does on them (see `validate`); repeatable
    #[arg(long, value_name = "GOLD.csv")]
    pub validation: Vec<PathBuf>,
    /// Correct rates for the error of the tool, as the gold codes show it
    #[arg(long)]
    pub correct: bool,
    /// What `validate` wrote, where the gold codes are of other articles: rates are corrected by it
    #[arg(long, value_name = "FILE", conflicts_with = "correct")]
    pub correct_by: Option<PathBuf>,
    /// How intervals are read off the bootstrap draws
    #[arg(long, value_enum, value_name = "KIND")]
    pub interval: Option<IntervalArg>,
}

/// Intervals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum IntervalArg {
    /// Percentiles taken further out to allow for few articles
    Expanded,
    /// Plain percentiles
    Percentile,
    /// Corrected for bias and acceleration
    Bca,
}

/// Periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum StepArg {
    Year,
    Month,
}

/// Windows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum WindowArg {
    Sentence,
    Segment,
    Article,
}

/// The error of the tool, read from a file.
pub struct Corrected {
    pub measured: Vec<Measured>,
    pub file: InputFile,
}

impl Asked {
    /// Applies the options over the study file; what they change is told.
    ///
    /// # Errors
    /// If the date is none, or the validation cannot be read.
    pub fn apply(&self, loaded: &mut Loaded) -> Result<Vec<String>> {
        let (changed, corrected) = self.change(&mut loaded.spec)?;
        if let Some(Corrected { measured, file }) = corrected {
            loaded.measured = measured;
            loaded.inputs.push(file);
        }
        Ok(changed)
    }

    /// The same over a study without articles; with the error of the tool, if a file of it is given.
    ///
    /// # Errors
    /// As [`Self::apply`].
    pub fn change(&self, spec: &mut StudySpec) -> Result<(Vec<String>, Option<Corrected>)> {
        let mut changed = Vec::new();
        let mut corrected = None;
        let step = self.period.map(|s| if s == StepArg::Month { Step::Month } else { Step::Year });
        if let Some(step) = step.filter(|s| *s != spec.periods.by) {
            changed.push(format!("periods.by: {} → {}", spec.periods.by.name(), step.name()));
            spec.periods.by = step;
        }
        if let Some(split) = &self.split {
            let date: PartialDate = split.parse().map_err(|_| {
                Error::new(Kind::Study, format!("--split {split:?} is no date"))
                    .help("write 2017-06-01, 2017-06 or 2017")
            })?;
            if spec.periods.split != Some(date) {
                let before = spec.periods.split.map_or("none".to_owned(), |d| d.to_string());
                changed.push(format!("periods.split: {before} → {date}"));
                spec.periods.split = Some(date);
            }
        }
        let window = self.window.map(|w| match w {
            WindowArg::Sentence => Window::Sentence,
            WindowArg::Segment => Window::Segment,
            WindowArg::Article => Window::Article,
        });
        if let Some(window) = window.filter(|w| *w != spec.window) {
            changed.push(format!("window: {} → {}", spec.window.name(), window.name()));
            spec.window = window;
        }
        let interval = self.interval.map(|i| match i {
            IntervalArg::Expanded => Interval::Expanded,
            IntervalArg::Percentile => Interval::Percentile,
            IntervalArg::Bca => Interval::Bca,
        });
        if let Some(interval) = interval.filter(|i| *i != spec.interval) {
            changed.push(format!("interval: {} → {}", spec.interval.name(), interval.name()));
            spec.interval = interval;
        }
        if self.correct && !spec.correction.validation {
            changed.push("correction.validation: false → true".into());
            spec.correction = Correction { file: None, validation: true, ..spec.correction.clone() };
        }
        if let Some(path) = &self.correct_by {
            let shown = path.display().to_string();
            let bytes = files::read(path, &shown, files::LARGEST)?;
            let measured = adjusted::read(&shown, &bytes)?;
            let name = path.file_name().map_or_else(|| shown.clone(), |n| n.to_string_lossy().into_owned());
            changed.push(format!(
                "correction.file: {} → {name}",
                spec.correction.file.as_deref().unwrap_or("none")
            ));
            corrected = Some(Corrected { measured, file: InputFile::of(&name, &bytes) });
            spec.correction = Correction { file: Some(name), validation: false, ..spec.correction.clone() };
        }
        Ok((changed, corrected))
    }

    /// The tool against the gold codes of the study and of the command line, if there are any; they become the error by which
    /// rates are corrected, if that is asked for.
    ///
    /// # Errors
    /// If the codes cannot be read, or a correction by them is asked for and there are none.
    pub fn validated(&self, loaded: &mut Loaded, scheme: &Arc<Scheme>) -> Result<Option<Validation>> {
        for file in &self.validation {
            let shown = file.display().to_string();
            let bytes = files::read(file, &shown, files::LARGEST)?;
            let name = file.file_name().map_or_else(|| shown.clone(), |n| n.to_string_lossy().into_owned());
            loaded.inputs.push(InputFile::of(&name, &bytes));
            loaded.gold.push((shown, bytes));
        }
        let correct = loaded.spec.correction.validation;
        if loaded.gold.is_empty() {
            let e = || Error::new(Kind::Study, "there are no gold codes to correct rates by");
            let help = "give --validation GOLD.csv, or validation = \"gold.csv\" in study.toml";
            return if correct { Err(e().help(help)) } else { Ok(None) };
        }
        let found = validation::from_gold(&loaded.gold, &loaded.reading.articles, scheme)?;
        found.troubles.iter().for_each(terminal::error);
        if correct {
            loaded.measured = adjusted::measured(&found);
        }
        Ok(Some(found))
    }
}
