//! The classroom: what people code on, and what a class does with it.
//!
//! Stands after `report`, because its papers are made of the report's blocks and figures.
//!
//! ```text
//! items ─codebook→ sheets (page, print, CSV, workbook)
//! study ─kit→ teacher's guide, student sheets, key ─(students)→ files ─grade→ feedback, overview
//! ```

pub mod codebook;
pub mod page;
pub mod sheets;
pub mod key;
pub mod readings;
pub mod kit;
mod papers;
mod slides;
pub mod grade;
pub mod feedback;

pub use codebook::Codebook;
pub use key::Key;
pub use page::{Form, Questions};
