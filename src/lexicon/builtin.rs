//! The lexicons that come with framescope.

/// Every built-in lexicon file: path as named in messages, and its text. Frames stand in the order of tables.
pub const LEXICONS: &[(&str, &str)] = &[];
