//! Human codes: sheets in, agreement between coders, and the tool against a gold standard.

pub mod sheet;
pub mod agreement;
pub mod validation;

pub use sheet::{Coding, Sheet};
