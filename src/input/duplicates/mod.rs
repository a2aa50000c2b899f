//! Near-duplicates: wire copy under other headlines, cut, edited, updated.
//!
//! ```text
//! text without boilerplate ─words, four at a time→ shingles ─sketch→ 128 minima ─bands→ candidates ─similarity→ groups
//! ```
//! A sketch keeps for each of 128 hash functions the smallest hash of the text's shingles (`MinHash`: Broder 1997, "On the resemblance
//! and containment of documents"): two texts agree in a minimum as often as shingles are common to both. Texts that agree in
//! three neighbouring minima (locality-sensitive hashing: Leskovec, Rajaraman & Ullman, "Mining of Massive Datasets", ch. 3) are
//! compared; those that are similar enough are joined, and what is joined directly or through others is a group.
//!
//! Time and memory grow with the number of texts, not with that of pairs: about half a kilobyte and a tenth of a millisecond a text.

mod groups;
mod sketch;

pub use groups::{DuplicateOptions, Group, Keep, Member, groups, set_aside};
pub use sketch::{Sketch, sketches};

#[cfg(test)]
mod tests;
