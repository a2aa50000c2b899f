//! The lexicons that a study asks for.

use super::spec::StudySpec;
use crate::error::{Error, Kind, Result};
use crate::lexicon::{Library, Subject};

impl StudySpec {
    /// Keeps the frames and concepts that the study names; all, where it names none.
    ///
    /// # Errors
    /// If it names one of which there is no lexicon.
    ///
    /// # Example
    /// ```
    /// use framescope::{lexicon::Library, study::StudySpec};
    /// let mut library = Library::builtin()?;
    /// let spec = StudySpec { frames: vec!["threat".into()], ..StudySpec::default() };
    /// spec.choose(&mut library)?;
    /// assert_eq!(library.frames(), ["threat"]);
    /// let spec = StudySpec { concepts: vec!["moon".into()], ..StudySpec::default() };
    /// assert!(spec.choose(&mut library).is_err());
    /// # Ok::<_, framescope::error::Error>(())
    /// ```
    pub fn choose(&self, library: &mut Library) -> Result<()> {
        let frames = library.frames();
        let concepts = concepts(library);
        known("frame", &self.frames, &frames)?;
        known("concept", &self.concepts, &concepts)?;
        if !self.frames.is_empty() {
            library.keep_frames(&self.frames);
        }
        if !self.concepts.is_empty() {
            library.keep_concepts(&self.concepts);
        }
        Ok(())
    }
}

fn concepts(library: &Library) -> Vec<&str> {
    let lists = library.lexicons.iter().filter(|l| l.subject == Subject::Concepts);
    let mut names: Vec<&str> = lists.flat_map(|l| &l.groups).map(|g| g.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}

fn known(what: &str, named: &[String], there: &[&str]) -> Result<()> {
    let Some(unknown) = named.iter().find(|n| !there.contains(&n.as_str())) else { return Ok(()) };
    let reason = format!("the study names the {what} {unknown:?}, of which there is no lexicon");
    let known = there.join(", ");
    Err(Error::new(Kind::Study, reason).help(format!("known: {known}; or add a file to lexicons = [\"…\"]")))
}
