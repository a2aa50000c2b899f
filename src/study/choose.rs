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
        if let Some((list, name)) = self.unknown(library) {
            let (what, there) =
                if list == "frames" { ("frame", library.frames()) } else { ("concept", concepts(library)) };
            let reason = format!("the study names the {what} {name:?}, of which there is no lexicon");
            let known = there.join(", ");
            return Err(Error::new(Kind::Study, reason)
                .help(format!("known: {known}; or add a file to lexicons = [\"…\"]")));
        }
        if !self.frames.is_empty() {
            library.keep_frames(&self.frames);
        }
        if !self.concepts.is_empty() {
            library.keep_concepts(&self.concepts);
        }
        Ok(())
    }

    /// The first name of which there is no lexicon, and the list of the study that has it: `frames` or `concepts`.
    pub fn unknown(&self, library: &Library) -> Option<(&'static str, &str)> {
        missing("frames", &self.frames, &library.frames())
            .or_else(|| missing("concepts", &self.concepts, &concepts(library)))
    }

    /// Frames and concepts with words in `library` that the study's lists do not name, beside those of the `known` library: whoever
    /// brought the words along wants them counted. Empty where the study has no such list and so counts all.
    ///
    /// # Example
    /// ```
    /// use framescope::{lexicon::Library, study::StudySpec};
    /// let known = Library::builtin()?;
    /// let mut library = known.clone();
    /// let own = "frame = 'hope'\nlanguage = 'en'\n[[group]]\nname = 'g'\nentries = ['hope']\n";
    /// library.load("hope.toml", own.as_bytes(), &Default::default())?;
    /// let mut spec = StudySpec { frames: vec!["threat".into()], ..StudySpec::default() };
    /// assert_eq!(spec.not_named(&library, &known).frames, ["hope"]);
    /// spec.frames.clear();
    /// assert!(spec.not_named(&library, &known).frames.is_empty());
    /// # Ok::<_, framescope::error::Error>(())
    /// ```
    pub fn not_named(&self, library: &Library, known: &Library) -> NotNamed {
        let beyond = |named: &[String], there: Vec<&str>, known: &[&str]| {
            let new = |n: &&str| !known.contains(n) && !named.iter().any(|x| x == n);
            if named.is_empty() { vec![] } else { there.into_iter().filter(new).map(str::to_owned).collect() }
        };
        NotNamed {
            frames: beyond(&self.frames, library.frames(), &known.frames()),
            concepts: beyond(&self.concepts, concepts(library), &concepts(known)),
        }
    }
}

/// What has words, and no place in the lists of a study.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NotNamed {
    /// Ids of frames.
    pub frames: Vec<String>,
    /// Ids of concepts.
    pub concepts: Vec<String>,
}

/// The first name of a list of the study that is not there.
fn missing<'a>(list: &'static str, names: &'a [String], there: &[&str]) -> Option<(&'static str, &'a str)> {
    names.iter().find(|n| !there.contains(&n.as_str())).map(|n| (list, n.as_str()))
}

fn concepts(library: &Library) -> Vec<&str> {
    let lists = library.lexicons.iter().filter(|l| l.subject == Subject::Concepts);
    let mut names: Vec<&str> = lists.flat_map(|l| &l.groups).map(|g| g.name.as_str()).collect();
    names.sort_unstable();
    names.dedup();
    names
}
