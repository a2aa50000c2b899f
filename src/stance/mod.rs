//! Who says it, and how surely: quotations, attributions, speakers, cues and their scopes, and the stance of a span.
//!
//! ```text
//! text, tokens ─quotation, attribution→ voices and speakers ─cue, scope→ stance ─actor→ whose capability or intent
//! ```

pub mod kinds;

pub use kinds::{
    Actor, Attribution, AttributionKind, Cue, CueClass, Reading, SpanReading, Speaker, Stance, Voice,
};
