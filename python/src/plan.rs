//! What is scored against: the built-in lexicons with a study's and the user's own.

use std::sync::Arc;

use framescope::error::{Error, Kind, Result};
use framescope::lexicon::Library;
use framescope::lexicon::exchange::ImportOptions;
use framescope::report::manifest::InputFile;
use framescope::score::Scheme;
use framescope::study::StudySpec;

/// A file as Python read it: its name in messages, and its bytes.
pub type NamedBytes = (String, Vec<u8>);

/// A study and its compiled lexicons.
pub struct Plan {
    /// As declared, or the defaults.
    pub spec: StudySpec,
    /// Compiled.
    pub scheme: Arc<Scheme>,
    /// Every lexicon that took part.
    pub lexicons: Vec<InputFile>,
    /// What could not be carried over from lexicons of other programs.
    pub losses: Vec<String>,
}

impl Plan {
    /// Reads the study and compiles the lexicons; `concepts` and `frames` choose among them over what the study chooses.
    ///
    /// # Errors
    /// A file that cannot be read, and an unknown concept or frame.
    pub fn new(
        study: Option<&NamedBytes>,
        lexicons: &[NamedBytes],
        concepts: Option<Vec<String>>,
        frames: Option<Vec<String>>,
    ) -> Result<Self> {
        let mut spec = match study {
            None => StudySpec::default(),
            Some((name, bytes)) => {
                let text = std::str::from_utf8(bytes).map_err(|_| {
                    Error::new(Kind::Study, "the study file is not UTF-8")
                        .in_file(name)
                        .help("save it as UTF-8")
                })?;
                StudySpec::parse(name, text)?
            }
        };
        spec.concepts = concepts.unwrap_or(spec.concepts);
        spec.frames = frames.unwrap_or(spec.frames);
        let mut library = Library::builtin()?;
        let mut files: Vec<InputFile> = framescope::lexicon::builtin::LEXICONS
            .iter()
            .map(|(path, text)| InputFile::of(path, text.as_bytes()))
            .collect();
        let mut losses = Vec::new();
        for (name, bytes) in lexicons {
            let lost = library.load(name, bytes, &ImportOptions::default())?;
            losses.extend(lost.iter().map(|loss| format!("{name}: {loss}")));
            let short = name.rsplit(['/', '\\']).next().unwrap_or(name);
            files.push(InputFile::of(short, bytes));
        }
        spec.choose(&mut library)?;
        Ok(Self { spec, scheme: Arc::new(Scheme::compile(&library)?), lexicons: files, losses })
    }
}
