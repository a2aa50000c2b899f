//! Which of all matches in a sentence count: none under an exception, the longest first, each token once per slot.

use super::{Found, Output};

/// A match of a pattern, before it is decided whether it counts.
#[derive(Debug, Clone, Copy)]
pub(super) struct Raw {
    pub(super) output: Output,
    pub(super) first: u32,
    pub(super) last: u32,
}

impl Raw {
    pub(super) fn found(&self) -> Found {
        Found { slot: self.output.slot, first: self.first, last: self.last, entry: self.output.entry }
    }
}

/// What becomes of a match.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// It is a hit.
    Counts,
    /// It stands under a context of the entry's `except`: these tokens.
    Excepted {
        /// First token of the context.
        first: u32,
        /// One past its last token.
        last: u32,
    },
    /// Some of its tokens belong to a longer or earlier hit of the same slot.
    Covered {
        /// The entry of that hit.
        by: u32,
        /// First token of that hit.
        first: u32,
        /// One past its last token.
        last: u32,
    },
}

/// A match and what became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Candidate {
    /// The match.
    pub found: Found,
    /// What became of it.
    pub fate: Fate,
}

/// Buffers of [`choose`].
#[derive(Debug, Default)]
pub(super) struct Scratch {
    /// Exceptions as (slot, entry, first, last), those of an entry disjoint and in order.
    exceptions: Vec<(u16, u32, u32, u32)>,
    /// By token, from the first that is matched on: number of the hit that took it last, from 1.
    owner: Vec<u32>,
    /// The hits so far.
    hits: Vec<Raw>,
}

/// Tells `sink` the fate of each match. The time grows with n log n of the matches, whatever they overlap.
pub(super) fn choose(raw: &mut [Raw], scratch: &mut Scratch, mut sink: impl FnMut(&Raw, Fate)) {
    let Scratch { exceptions, owner, hits } = scratch;
    exceptions.clear();
    exceptions.extend(
        raw.iter().filter(|r| r.output.except).map(|r| (r.output.slot, r.output.entry, r.first, r.last)),
    );
    merge(exceptions);
    raw.sort_unstable_by_key(|r| {
        (r.output.slot, std::cmp::Reverse(r.last - r.first), r.first, r.output.entry)
    });
    owner.clear();
    let base = raw.iter().map(|r| r.first).min().unwrap_or(0);
    owner.resize(raw.iter().map(|r| (r.last - base) as usize).max().unwrap_or(0), 0);
    hits.clear();
    let (mut slot, mut slot_start) = (None, 0);
    let mut before: Option<Raw> = None;
    for r in raw.iter().filter(|r| !r.output.except) {
        // Two spellings of an entry may meet in the same tokens.
        if before.replace(*r).is_some_and(|b| b.found() == r.found()) {
            continue;
        }
        if slot != Some(r.output.slot) {
            (slot, slot_start) = (Some(r.output.slot), hits.len() as u32);
        }
        if let Some((first, last)) = under(exceptions, r) {
            sink(r, Fate::Excepted { first, last });
            continue;
        }
        // Hits come longest first: one that is in the way covers an end of this one.
        let (a, b) = ((r.first - base) as usize, (r.last - base) as usize - 1);
        let taken = owner[a].max(owner[b]);
        if taken > slot_start {
            let by = hits[taken as usize - 1];
            sink(r, Fate::Covered { by: by.output.entry, first: by.first, last: by.last });
            continue;
        }
        hits.push(*r);
        owner[a..=b].fill(hits.len() as u32);
        sink(r, Fate::Counts);
    }
}

/// Appends the hits among the first matches, by place: those that share tokens with the first one or, in a chain, with each other.
/// Returns how many those are.
#[inline(never)]
pub(super) fn choose_first(raw: &mut [Raw], scratch: &mut Scratch, out: &mut Vec<Found>) -> usize {
    let mut last = 0;
    let touching = |r: &&Raw| {
        let touches = last == 0 || r.first < last;
        last = last.max(r.last);
        touches
    };
    let together = raw.iter().take_while(touching).count();
    match &mut raw[..together] {
        [a, b] if !a.output.except && !b.output.except => choose_of_two(a, b, out),
        cluster => choose_hits(cluster, scratch, out),
    }
    together
}

/// Appends the hits, by place.
fn choose_hits(raw: &mut [Raw], scratch: &mut Scratch, out: &mut Vec<Found>) {
    let begin = out.len();
    choose(raw, scratch, |raw, fate| {
        if fate == Fate::Counts {
            out.push(raw.found());
        }
    });
    out[begin..].sort_unstable_by_key(Found::by_place);
}

/// The same of two matches that share a token and are no exceptions: both count unless they are of one slot.
fn choose_of_two(a: &Raw, b: &Raw, out: &mut Vec<Found>) {
    let (a, b) = (a.found(), b.found());
    let by_length = |f: &Found| (std::cmp::Reverse(f.last - f.first), f.first, f.entry);
    if a.slot == b.slot {
        out.push(if by_length(&b) < by_length(&a) { b } else { a });
    } else if a.by_place() < b.by_place() {
        out.extend([a, b]);
    } else {
        out.extend([b, a]);
    }
}

/// Sorts exceptions and joins those of one entry that overlap.
fn merge(exceptions: &mut Vec<(u16, u32, u32, u32)>) {
    exceptions.sort_unstable();
    exceptions.dedup_by(|next, kept| {
        let joins = next.0 == kept.0 && next.1 == kept.1 && next.2 < kept.3;
        if joins {
            kept.3 = kept.3.max(next.3);
        }
        joins
    });
}

/// The exception of its entry that `r` stands under.
fn under(exceptions: &[(u16, u32, u32, u32)], r: &Raw) -> Option<(u32, u32)> {
    let (slot, entry) = (r.output.slot, r.output.entry);
    // Those of an entry are disjoint: only the last that begins before the end of `r` can reach into it.
    let behind = exceptions.partition_point(|x| (x.0, x.1, x.2) < (slot, entry, r.last));
    let x = exceptions.get(behind.checked_sub(1)?)?;
    (x.0 == slot && x.1 == entry && x.3 > r.first).then_some((x.2, x.3))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn two_are_chosen_from_as_many_are(
            one in (0u16..2, 0u32..3, 0u32..4, 1u32..5),
            two in (0u16..2, 0u32..3, 0u32..4, 1u32..5),
        ) {
            let raw = |(slot, entry, first, len): (u16, u32, u32, u32)| {
                Raw { output: Output { slot, entry, except: false }, first, last: first + len }
            };
            let (mut a, mut b) = (raw(one), raw(two));
            if b.first < a.first {
                (a, b) = (b, a);
            }
            prop_assume!(b.first < a.last);
            let (mut quick, mut plain) = (Vec::new(), Vec::new());
            choose_of_two(&a, &b, &mut quick);
            choose_hits(&mut [a, b], &mut Scratch::default(), &mut plain);
            prop_assert_eq!(quick, plain);
        }
    }
}
