//! Which findings are made. A report wants all of them; a table of some kinds of records wants what it shows, which on many
//! articles is a fraction of the work.

use std::collections::BTreeSet;

/// A part of the findings that can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Frames by source.
    Measures,
    /// The same by stance, voice and concept.
    Facets,
    /// Pairs of sources, with the variants of the analysis.
    Differences,
    /// Each source against the others, with the variants of the analysis.
    Rest,
    /// All sources of a language at once.
    Omnibus,
    /// Frames near concepts, in windows of all sizes.
    Associations,
    /// Frames by month or year.
    Periods,
    /// Before and after a date.
    Changes,
    /// Rates corrected for the error of the tool.
    Adjusted,
    /// What only a report shows: terms, tone, speakers, clusters, sentences.
    Contents,
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::Measures,
        Self::Facets,
        Self::Differences,
        Self::Rest,
        Self::Omnibus,
        Self::Associations,
        Self::Periods,
        Self::Changes,
        Self::Adjusted,
        Self::Contents,
    ];
}

/// The parts that are made; the others stay empty.
///
/// # Example
/// ```
/// use framescope::study::wanted::{Part, Wanted};
/// let wanted = Wanted::of([Part::Measures]);
/// assert!(wanted.has(Part::Measures) && !wanted.has(Part::Contents));
/// assert!(Wanted::all().has(Part::Contents));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted(BTreeSet<Part>);

impl Wanted {
    /// Everything.
    pub fn all() -> Self {
        Self::of(Part::ALL)
    }

    /// Only these.
    pub fn of(parts: impl IntoIterator<Item = Part>) -> Self {
        Self(parts.into_iter().collect())
    }

    /// True if the part is made.
    pub fn has(&self, part: Part) -> bool {
        self.0.contains(&part)
    }

    /// The part if it is wanted, else nothing of its kind.
    pub(super) fn make<T: Default>(&self, part: Part, make: impl FnOnce() -> T) -> T {
        if self.has(part) { make() } else { T::default() }
    }
}
