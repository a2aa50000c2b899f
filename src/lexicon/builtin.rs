//! The lexicons that come with framescope.

use std::panic::resume_unwind;
use std::thread;

use super::entry::{Entry, Lexicon};
use super::graded::Graded;
use crate::error::Result;
use crate::shipped::{self, shipped};

macro_rules! lexicons {
    ($($path:literal),* $(,)?) => {
        /// Every built-in lexicon file: path as named in messages, and its text. Frames stand in the order of tables.
        pub const LEXICONS: &[(&str, &str)] = &[$(($path, include_str!(concat!("../../", $path)))),*];

        /// The same files, packed.
        const PACKED: &[&[u8]] = &[$(shipped!($path)),*];
    };
}

lexicons![
    "lexicons/en/frames/threat.toml",
    "lexicons/en/frames/capability.toml",
    "lexicons/en/frames/intent.toml",
    "lexicons/en/frames/privacy.toml",
    "lexicons/en/concepts.toml",
    "lexicons/en/actors.toml",
    "lexicons/en/tone.toml",
    "lexicons/en/shifters.toml",
    "lexicons/it/frames/threat.toml",
    "lexicons/it/frames/capability.toml",
    "lexicons/it/frames/intent.toml",
    "lexicons/it/frames/privacy.toml",
    "lexicons/it/concepts.toml",
    "lexicons/it/actors.toml",
    "lexicons/it/tone.toml",
    "lexicons/it/shifters.toml",
    "lexicons/ar/concepts.toml",
    "lexicons/de/concepts.toml",
    "lexicons/es/concepts.toml",
    "lexicons/fr/frames/threat.toml",
    "lexicons/fr/frames/capability.toml",
    "lexicons/fr/frames/intent.toml",
    "lexicons/fr/frames/privacy.toml",
    "lexicons/fr/concepts.toml",
    "lexicons/fr/actors.toml",
];

/// The long lists that stand beside tone lexicons, by the file of the lexicon.
const GRADED: &[(&str, &[u8])] = &[
    ("lexicons/en/tone.toml", shipped!("lexicons/en/tone.tsv")),
    ("lexicons/it/tone.toml", shipped!("lexicons/it/tone.tsv")),
];

/// Emoticons and emoji: they belong to the tone lexicon of every language.
const SIGNS: &[u8] = shipped!("lexicons/signs.tsv");

/// The lexicons of the files, in their order. Patterns are not read here: a test has read them all, and whoever compiles them
/// reads them anyway.
pub(super) fn lexicons() -> Result<Vec<Lexicon>> {
    let (lexicons, lists) = thread::scope(|scope| {
        // The long lists take as long as all the rest.
        let lists =
            scope.spawn(|| GRADED.iter().map(|(_, packed)| graded(packed)).collect::<Result<Vec<_>>>());
        let lexicons = PACKED.iter().map(|packed| shipped::read(packed)).collect::<Result<Vec<Lexicon>>>();
        (lexicons, lists.join().unwrap_or_else(|panic| resume_unwind(panic)))
    });
    let mut lexicons = lexicons?;
    for ((file, _), list) in GRADED.iter().zip(lists?) {
        if let Some(lexicon) = lexicons.iter_mut().find(|l| l.file == *file) {
            lexicon.graded = list;
        }
    }
    Ok(lexicons)
}

/// A long list, with the signs.
fn graded(packed: &'static [u8]) -> Result<Vec<Graded>> {
    let mut list: Vec<Graded> = shipped::read(packed)?;
    list.extend(shipped::read::<Vec<Graded>>(SIGNS)?);
    Ok(list)
}

/// What was measured of the frame lexicons, for their cards: the sentences stand beside it.
pub const QUALITY: (&str, &str) =
    ("lexicons/validation/quality.toml", include_str!("../../lexicons/validation/quality.toml"));

impl Lexicon {
    /// True if it came with framescope and nothing has been added to it.
    pub fn is_builtin(&self) -> bool {
        let own = |e: &Entry| e.file.is_some();
        LEXICONS.iter().any(|(file, _)| *file == self.file)
            && !self.groups.iter().any(|g| g.entries.iter().any(own))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::{graded, parse::parse};

    /// The build script does not read patterns; here they all are, and what was packed is what the files say.
    #[test]
    fn every_file_reads_and_is_packed_as_it_reads() {
        let built = lexicons().unwrap();
        assert_eq!(built.len(), LEXICONS.len());
        for ((file, text), built) in LEXICONS.iter().zip(built) {
            let mut lexicon = parse(file, text).unwrap_or_else(|e| panic!("{e}"));
            assert!(!lexicon.is_empty(), "{file}");
            if let Some(stem) = file.strip_suffix("tone.toml") {
                let list = |path: &str| {
                    let text = std::fs::read_to_string(path).unwrap();
                    graded::parse(path, &text).unwrap_or_else(|e| panic!("{e}"))
                };
                lexicon.graded = list(&format!("{stem}tone.tsv"));
                lexicon.graded.extend(list("lexicons/signs.tsv"));
                assert!(lexicon.graded.len() > 5000);
            }
            assert_eq!(built, lexicon);
        }
    }
}
