//! Word files → compiled matcher.
//!
//! ```text
//! TOML ─parse→ Lexicon (groups of entries) ─pattern→ Pattern ─matcher→ Matcher ─find→ Found in a sentence
//! ```
//! A lexicon is data with its own tests: entries carry the sentences that they must and must not hit. The format is
//! described in `lexicons/README.md`. Patterns are resolved once per distinct surface form, so the time to match does not
//! grow with the number of entries.

mod place;
pub mod entry;
pub(crate) mod file;
pub mod parse;
pub mod glob;
pub mod alternatives;
pub mod pattern;
pub mod matcher;
pub mod bench;
pub mod finding;
pub mod examples;
pub mod forms;
pub mod template;
pub mod audit;
pub mod graded;
mod later;
pub mod survey;
pub mod coverage;
pub mod suggest;
pub mod diff;
pub mod card;
pub mod exchange;
pub mod builtin;
pub mod library;

pub use alternatives::written_out;
pub use entry::{Entry, Group, Lexicon, Subject};
pub use graded::Graded;
pub use later::Later;
pub use library::Library;
pub use matcher::{Candidate, Fate, Found, MatchCache, Matcher, MatcherBuilder};
pub use pattern::{Pattern, PatternReader, WordPattern};
