//! framescope shows how different sources frame the same idea.
//!
//! The modules stand in the order in which data flows through them; a module uses only modules above it.

pub mod error;
mod shipped;
mod scan;
pub mod article;
pub mod input;
pub mod text;
pub mod lexicon;
pub mod stance;
pub mod score;
pub mod stats;
pub mod cluster;
pub mod coding;
pub mod study;
pub mod report;
pub mod classroom;
