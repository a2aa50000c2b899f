//! Options of `report` and `compare` that change what a study asks.

use std::path::PathBuf;

use framescope::article::PartialDate;
use framescope::error::{Error, Kind, Result};
use framescope::report::manifest::InputFile;
use framescope::study::adjusted;
use framescope::study::spec::{Step, Window};

use super::inputs::Loaded;
use crate::files;

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
    /// What `validate` wrote: rates are corrected for the error of the tool
    #[arg(long, value_name = "FILE")]
    pub correct_by: Option<PathBuf>,
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

impl Asked {
    /// Applies the options over the study file; what they change is told.
    ///
    /// # Errors
    /// If the date is none, or the validation cannot be read.
    pub fn apply(&self, loaded: &mut Loaded) -> Result<Vec<String>> {
        let mut changed = Vec::new();
        let spec = &mut loaded.spec;
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
        if let Some(path) = &self.correct_by {
            let shown = path.display().to_string();
            let bytes = files::read(path, &shown, files::LARGEST)?;
            loaded.measured = adjusted::read(&shown, &bytes)?;
            let name = path.file_name().map_or_else(|| shown.clone(), |n| n.to_string_lossy().into_owned());
            changed.push(format!(
                "correction.file: {} → {name}",
                spec.correction.file.as_deref().unwrap_or("none")
            ));
            loaded.inputs.push(InputFile::of(&name, &bytes));
            spec.correction.file = Some(name);
        }
        Ok(changed)
    }
}
