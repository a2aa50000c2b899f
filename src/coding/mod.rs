//! Human codes: items out, sheets in, agreement between coders, one gold standard, and the tool against it.
//!
//! ```text
//! articles ─sample→ items ─(people)→ Sheet ─agreement→ alpha ─adjudication→ gold ─validation→ precision, recall, the gate
//! ```

pub mod sheet;
pub mod item;
pub mod sample;
pub mod agreement;
pub mod adjudication;
pub mod validation;
pub mod exchange;

pub use item::Item;
pub use sheet::{Coding, Sheet};
