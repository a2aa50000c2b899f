//! The lexicons that come with framescope.

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        &[$(($path, include_str!(concat!("../../", $path)))),*]
    };
}

/// Every built-in lexicon file: path as named in messages, and its text. Frames stand in the order of tables.
pub const LEXICONS: &[(&str, &str)] = files![
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
    "lexicons/fr/concepts.toml",
];

/// The long lists that stand beside tone lexicons: `tone.tsv` beside `tone.toml`.
pub const GRADED: &[(&str, &str)] = files!["lexicons/en/tone.tsv", "lexicons/it/tone.tsv"];

/// Emoticons and emoji: they belong to the tone lexicon of every language.
pub const SIGNS: (&str, &str) = ("lexicons/signs.tsv", include_str!("../../lexicons/signs.tsv"));

/// What was measured of the frame lexicons, for their cards: the sentences stand beside it.
pub const QUALITY: (&str, &str) =
    ("lexicons/validation/quality.toml", include_str!("../../lexicons/validation/quality.toml"));

#[cfg(test)]
mod tests {
    use super::LEXICONS;
    use crate::lexicon::parse::parse;

    #[test]
    fn every_file_reads() {
        for (file, text) in LEXICONS {
            let lexicon = parse(file, text).unwrap_or_else(|e| panic!("{e}"));
            assert!(!lexicon.is_empty(), "{file}");
        }
    }
}
