//! The lexicons that come with framescope.

use serde::Deserialize;

use super::entry::{Entry, Lexicon};
use super::later::Later;
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
    "lexicons/de/frames/threat.toml",
    "lexicons/de/frames/capability.toml",
    "lexicons/de/frames/intent.toml",
    "lexicons/de/frames/privacy.toml",
    "lexicons/de/concepts.toml",
    "lexicons/de/actors.toml",
    "lexicons/de/tone.toml",
    "lexicons/de/shifters.toml",
    "lexicons/es/frames/threat.toml",
    "lexicons/es/frames/capability.toml",
    "lexicons/es/frames/intent.toml",
    "lexicons/es/frames/privacy.toml",
    "lexicons/es/concepts.toml",
    "lexicons/es/actors.toml",
    "lexicons/es/tone.toml",
    "lexicons/es/shifters.toml",
    "lexicons/fr/frames/threat.toml",
    "lexicons/fr/frames/capability.toml",
    "lexicons/fr/frames/intent.toml",
    "lexicons/fr/frames/privacy.toml",
    "lexicons/fr/concepts.toml",
    "lexicons/fr/actors.toml",
    "lexicons/fr/tone.toml",
    "lexicons/fr/shifters.toml",
    "lexicons/ar/concepts.toml",
];

/// The long lists that stand beside tone lexicons, by the file of the lexicon.
const GRADED: &[(&str, &[u8])] = &[
    ("lexicons/en/tone.toml", shipped!("lexicons/en/tone.tsv")),
    ("lexicons/it/tone.toml", shipped!("lexicons/it/tone.tsv")),
    ("lexicons/de/tone.toml", shipped!("lexicons/de/tone.tsv")),
    ("lexicons/es/tone.toml", shipped!("lexicons/es/tone.tsv")),
    ("lexicons/fr/tone.toml", shipped!("lexicons/fr/tone.tsv")),
];

/// Emoticons and emoji: they belong to the tone lexicon of every language.
const SIGNS: &[u8] = shipped!("lexicons/signs.tsv");

/// The lexicons of the files, in their order; what stands in them is read when it is asked for. Patterns are not read here: a test
/// has read them all, and whoever compiles them reads them anyway.
pub(super) fn lexicons() -> Result<Vec<Lexicon>> {
    let mut lexicons = PACKED.iter().map(|packed| read(packed)).collect::<Result<Vec<Lexicon>>>()?;
    for &(file, packed) in GRADED {
        if let Some(lexicon) = lexicons.iter_mut().find(|l| l.file == file) {
            lexicon.graded = Later::new(move || [packed, SIGNS].into_iter().flat_map(unpacked).collect());
        }
    }
    Ok(lexicons)
}

/// Unpacks a lexicon that came with framescope.
///
/// # Errors
/// Never for what the build script has packed; tests read it all.
pub(crate) fn read(packed: &'static [u8]) -> Result<Lexicon> {
    let (lexicon, groups): (Lexicon, &'static [u8]) = shipped::read(packed)?;
    Ok(Lexicon { groups: Later::new(move || unpacked(groups)), ..lexicon })
}

/// A list inside a file that came with framescope. A test has read them all.
fn unpacked<T: Deserialize<'static>>(packed: &'static [u8]) -> Vec<T> {
    shipped::read(packed).unwrap_or_default()
}

/// What was measured of the frame lexicons, for their cards: the sentences stand beside it.
pub const QUALITY: (&str, &str) =
    ("lexicons/validation/quality.toml", include_str!("../../lexicons/validation/quality.toml"));

impl Lexicon {
    /// True if it came with framescope and nothing has been added to it.
    pub fn is_builtin(&self) -> bool {
        let own = |e: &Entry| e.file.is_some();
        LEXICONS.iter().any(|(file, _)| *file == self.file)
            && (self.groups.is_untouched() || !self.groups.iter().any(|g| g.entries.iter().any(own)))
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
                let signs = list("lexicons/signs.tsv");
                lexicon.graded = [list(&format!("{stem}tone.tsv")), signs].concat().into();
                assert!(lexicon.graded.len() > 2000);
            }
            assert_eq!(built, lexicon);
        }
    }
}
