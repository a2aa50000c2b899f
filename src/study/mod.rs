//! Articles and a declared question → findings: the pipeline in one screen.
//!
//! ```text
//! study.toml ─spec→ StudySpec      articles ─corpus→ StudyArticles ─cells→ sources
//!                    └────────┬──────────────────────┘
//! compare · association · voices · terms · tone · clusters · trend · sensitivity · evidence → Findings
//! ```
//! Everything in [`Findings`] is a number with its unit and interval, or a reason why there is none. What it looks like on
//! paper is decided in `report`.

pub mod presentation;
pub mod spec;
mod choose;
pub mod lexis;
pub mod corpus;
pub mod cells;
pub mod rows;
pub mod variation;
pub mod compare;
pub mod association;
mod names;
pub mod voices;
pub mod keyness;
pub mod terms;
pub mod tone;
pub mod trend;
pub mod facets;
pub mod adjusted;
pub mod clusters;
pub mod shifts;
pub mod leave_out;
pub mod sensitivity;
pub mod quotes;
pub mod evidence;
pub mod scores;
pub mod sums;
pub mod overview;
pub mod wanted;
mod unmeasured;
pub mod findings;
pub mod records;
pub mod sample;

pub use corpus::StudyArticle;
pub use findings::{Findings, Flow, run};
pub use spec::StudySpec;
