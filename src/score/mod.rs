//! Every layer of one article, and what is counted from it.
//!
//! ```text
//! Library ─scheme→ Scheme (compiled, shared) ─analyser→ Annotation of an article ─counts→ rows per unit
//! ```

pub mod scheme;
pub mod annotation;
pub mod tone;
pub mod analyser;
pub mod units;
pub mod counts;
mod json;
pub mod record;
pub mod explain;
pub mod kwic;
pub mod table;
pub mod stream;
#[cfg(feature = "arrow")]
pub mod columns;
#[cfg(feature = "parquet")]
pub mod parquet;

pub use analyser::{Analyser, Depth};
pub use annotation::{Annotation, Hit, Masked, Mention, Removed};
pub use counts::{Counts, FrameCounts};
pub use scheme::Scheme;
pub use units::{Unit, UnitSpan};
