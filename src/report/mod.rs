//! Findings → format-free blocks → Markdown, HTML, CSV, JSON.
//!
//! ```text
//! Findings ─sections→ Blocks (headings, tables, figures, evidence) ─markdown, html→ files
//!          └─ tables (CSV), results (JSON), manifest (JSON)
//! ```
//! A section writes blocks once; every output format follows. Article text is untrusted: it is escaped where a block becomes
//! a file, and nowhere else.

pub mod block;
pub mod escape;
pub mod words;
pub mod format;
pub mod figures;
pub mod sections;
mod localise;
mod prose;
mod citation;
mod dictionary;
mod pseudonyms;
mod finish;
pub mod markdown;
pub mod html;
pub mod reader;
pub mod checking;
pub mod csv;
#[cfg(feature = "xlsx")]
mod xlsx;
pub mod manifest;
mod articles;
pub mod bundle;

pub use block::{Block, Inline, Line};
pub use bundle::{Bundle, Extras, File, bundle, prose_of};

#[cfg(test)]
mod tests;
