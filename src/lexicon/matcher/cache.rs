//! What a worker remembers of the forms and pairs of forms that it has met.

use super::choice::{Raw, Scratch};
use super::{END, Element, Filter, Node};
use crate::text::{FormId, Gap, Token};

/// What every token asks of its form; small, because the processor must have it at hand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    /// [`bit`](super::bit)s with which patterns that begin with it go on, [`END`] if a pattern may end with it; none if no pattern begins
    /// with it.
    pub(super) follow: Filter,
    /// [`bit`](super::bit)s of its elements, and [`END`].
    pub(super) bits: Filter,
}

/// Two forms in a row, of which the first begins patterns of two or more words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) forms: (FormId, FormId),
    /// [`bit`](super::bit)s with which patterns that begin with the two go on, [`END`] if a pattern may end with them; none if no pattern
    /// begins so.
    pub(super) follow: Filter,
}

/// Number of pairs that are kept: those of function words, which begin many patterns and are met all the time, have room in it.
pub(super) const PAIRS: usize = 1 << 12;

/// Word patterns satisfied by each form of one [`Vocabulary`](crate::text::Vocabulary), filled as forms are met, and scratch space.
#[derive(Debug, Default)]
pub struct MatchCache {
    /// By form. The only table that every token probes.
    pub(super) known: Vec<Known>,
    /// By form: one past its last element; its first is behind those of the form before it.
    pub(super) ends: Vec<u32>,
    pub(super) elements: Vec<Element>,
    /// Tokens that patterns may begin with.
    pub(super) places: Vec<u32>,
    /// Pairs of forms met lately; each has one place, found by its ids.
    pub(super) pairs: Vec<Pair>,
    pub(super) raw: Vec<Raw>,
    pub(super) path: Vec<(Node, u32)>,
    pub(super) scratch: Scratch,
}

impl MatchCache {
    /// An empty cache, to be used with one vocabulary and one matcher only.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets all forms but the first `kept`, as [`Vocabulary::forget_after`](crate::text::Vocabulary::forget_after) does.
    pub fn forget_after(&mut self, kept: usize) {
        self.known.truncate(kept);
        self.ends.truncate(kept);
        self.pairs.clear();
        self.elements.truncate(self.ends.last().map_or(0, |end| *end as usize));
    }

    /// Writes the tokens that patterns may begin with into the first of `places`, and returns their number: from the last to
    /// the first, so that what is known of the token behind is at hand. Every token is written and only those kept are counted,
    /// because which they are cannot be foretold.
    pub(super) fn find_starts(&mut self, tokens: &[Token]) -> usize {
        if self.places.len() < tokens.len() {
            self.places.resize(tokens.len(), 0);
        }
        let (known, places) = (self.known.as_slice(), self.places.as_mut_slice());
        let (mut starts, mut behind) = (0, END);
        for (i, token) in tokens.iter().enumerate().rev() {
            let known = known.get(token.form.0 as usize).copied().unwrap_or_default();
            places[starts] = i as u32;
            starts += usize::from(known.follow & behind != 0);
            behind = if token.gap == Gap::Mark { END } else { known.bits };
        }
        starts
    }

    #[inline]
    pub(super) fn known(&self, form: FormId) -> Known {
        self.known.get(form.0 as usize).copied().unwrap_or_default()
    }

    /// The word patterns that a form satisfies.
    pub(super) fn of(&self, form: FormId) -> &[Element] {
        let form = form.0 as usize;
        let end = self.ends.get(form).copied().unwrap_or_default();
        let start = form.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.elements.get(start as usize..end as usize).unwrap_or_default()
    }
}
