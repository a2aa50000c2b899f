//! Who says it, and how surely: quotations, attributions, speakers, cues and their scopes, and the stance of a span.
//!
//! ```text
//! text, tokens ─quotation, attribution→ voices and speakers ─cue, scope→ stance ─actor→ whose capability or intent
//! ```

pub mod kinds;
pub mod words;
mod quotation;
mod view;
mod clause;
mod phrase;
mod attribution;
mod verb;
mod content;
mod report;
mod direct;
mod speaker;
mod cue;
mod voice;
mod read;
pub mod actor;

pub use actor::{Scene, actor_of};
pub use kinds::{
    Actor, Attribution, AttributionKind, Cue, CueClass, Manner, Reading, SpanReading, Speaker, Stance, Voice,
};
pub use read::{Wanted, read};
pub use voice::of_span;
pub use words::{StanceCache, StanceRules};
