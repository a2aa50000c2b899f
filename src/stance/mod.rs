//! Who says it, and how surely: quotations, attributions, speakers, cues and their scopes, and the stance of a span.
//!
//! ```text
//! text, tokens ─quotation, attribution→ voices and speakers ─cue, reach→ stance ─actor→ whose capability or intent
//! ```

pub mod kinds;
pub mod words;
mod classes;
mod families;
mod steps;
mod quotation;
mod view;
mod clause;
mod phrase;
mod attribution;
mod verb;
mod content;
mod report;
mod passing;
mod direct;
mod speaker;
mod verb_last;
mod table;
mod adjective;
mod cue;
mod turns;
mod sides;
mod glance;
mod cache;
mod question;
mod voice;
mod read;
mod hits;
mod owners;
mod nested;
mod attributed;
mod reach;
mod institution;
pub mod actor;
#[cfg(test)]
mod tests;

pub use actor::{Choice, Reason, Scene, actor_of};
pub use families::{Families, Family};
pub use hits::{Spot, of_hits};
pub use institution::{in_a_name, institutions};
pub use kinds::{
    Actor, Attribution, AttributionKind, Blocked, Cue, CueClass, Manner, Reading, SpanReading, Speaker,
    Stance, Voice,
};
pub use read::{Wanted, read};
pub use voice::of_span;
pub use words::{StanceCache, StanceRules, meaning};
