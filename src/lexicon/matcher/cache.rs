//! What a worker remembers of the forms and pairs of forms that it has met.

use super::choice::{Raw, Scratch};
use super::{END, Element, Filter, Node, ROOT};
use crate::scan::{BLOCK, marks};
use crate::text::{FormId, Gap, Token};

/// What every token asks of its form; small, because the processor must have it at hand.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known {
    /// [Bits](super::Matcher::bits) with which patterns that begin with it go on, [`END`] if a pattern may end with it; none if no pattern begins
    /// with it.
    pub(super) follow: Filter,
    /// [Bits](super::Matcher::bits) of its elements, and [`END`].
    pub(super) bits: Filter,
}

/// Two forms in a row, of which the first begins patterns of two or more words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Pair {
    pub(super) forms: (FormId, FormId),
    /// [Bits](super::Matcher::bits) with which patterns that begin with the two go on, [`END`] if a pattern may end with them; none if no pattern
    /// begins so.
    pub(super) follow: Filter,
    /// The only node that they lead to; [`ROOT`] if there are several or none.
    pub(super) node: Node,
}

/// What no token has.
const NO_FORM: FormId = FormId(u32::MAX);

impl Pair {
    /// No pair of words.
    const NONE: Self = Self { forms: (NO_FORM, NO_FORM), follow: 0, node: ROOT };
}

/// A token that patterns may begin with, and what is known of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Begin {
    pub(super) first: u32,
    /// It and the token behind it, if that pair is known; else another pair.
    pub(super) pair: Pair,
    /// True if a pattern ends with it.
    pub(super) ends: bool,
    /// True if its pair with the token behind it is known, and a pattern goes on or ends with the token behind that.
    pub(super) goes_on: bool,
}

impl Begin {
    /// Nothing to be found.
    const NONE: Self = Self { first: 0, pair: Pair::NONE, ends: false, goes_on: false };
}

/// Number of pairs that are kept: those of function words, which begin many patterns and are met all the time, have room in it.
const PAIRS: usize = 1 << 13;

/// Pairs of forms met lately; each has one place, found by its ids.
#[derive(Debug, Default)]
pub(super) struct Pairs(Option<Box<[Pair; PAIRS]>>);

impl Pairs {
    #[inline]
    fn place((first, second): (FormId, FormId)) -> usize {
        (first.0.wrapping_mul(0x9e37_79b1) ^ second.0.wrapping_mul(0x85eb_ca6b)) as usize >> 12 & (PAIRS - 1)
    }

    /// What is known of a pair, if it was met lately; if not, of another pair or of none.
    #[inline]
    fn near(&self, forms: (FormId, FormId)) -> Pair {
        self.0.as_ref().map_or(Pair::NONE, |pairs| pairs[Self::place(forms)])
    }

    pub(super) fn keep(&mut self, pair: Pair) {
        if self.0.is_none() {
            self.0 = vec![Pair::NONE; PAIRS].into_boxed_slice().try_into().ok();
        }
        if let Some(pairs) = &mut self.0 {
            pairs[Self::place(pair.forms)] = pair;
        }
    }
}

/// What is known of the forms of one [`Vocabulary`](crate::text::Vocabulary), by form.
#[derive(Debug, Default)]
pub(super) struct Forms {
    /// The only table that every token probes.
    pub(super) known: Vec<Known>,
    /// The stretch of `elements` that is the form's.
    pub(super) places: Vec<(u32, u32)>,
    pub(super) elements: Vec<Element>,
}

impl Forms {
    #[inline]
    pub(super) fn known(&self, form: FormId) -> Known {
        self.known.get(form.0 as usize).copied().unwrap_or_default()
    }

    /// Bits of the token behind another one, [`END`] if there is none that a pattern may go on with.
    #[inline]
    pub(super) fn bits_of(&self, token: Option<&Token>) -> Filter {
        token.filter(|t| t.gap != Gap::Mark).map_or(END, |t| self.known(t.form).bits)
    }

    /// Those of the tokens marked by `starts` that patterns begin with, for all that is known of them and of the two behind each;
    /// `block` is the first that may be marked. `room` is a buffer.
    ///
    /// Their pairs are looked up before anything is asked of one of them, in a loop so short that the processor has all of them on
    /// their way at once: it waits for the memory once and not for each.
    #[inline(never)]
    pub(super) fn look_up<'a>(
        &self,
        starts: u64,
        block: u32,
        tokens: &[Token],
        pairs: &Pairs,
        room: &'a mut Vec<Begin>,
    ) -> &'a [Begin] {
        room.resize(BLOCK, Begin::NONE);
        let form = |at: u32| tokens.get(at as usize).map_or(NO_FORM, |t| t.form);
        let mut asked = 0;
        marks::each(starts, |i| {
            let first = block + i;
            if let Some(place) = room.get_mut(asked) {
                *place = Begin { first, pair: pairs.near((form(first), form(first + 1))), ..Begin::NONE };
            }
            asked += 1;
        });
        let mut filled = 0;
        for at in 0..asked {
            let Some(&Begin { first, pair, .. }) = room.get(at) else { break };
            let forms = (form(first), form(first + 1));
            let ends = self.known(forms.0).follow & END != 0;
            let unknown = pair.forms != forms;
            let goes_on = !unknown & (pair.follow & self.bits_of(tokens.get(first as usize + 2)) != 0);
            if let Some(place) = room.get_mut(filled) {
                *place = Begin { first, pair, ends, goes_on };
            }
            // The next is written over one that leads nowhere.
            filled += usize::from(ends | goes_on | unknown);
        }
        &room[..filled]
    }

    /// The word patterns that a form satisfies.
    #[inline]
    pub(super) fn of(&self, form: FormId) -> &[Element] {
        let (start, end) = self.places.get(form.0 as usize).copied().unwrap_or_default();
        &self.elements[start as usize..end as usize]
    }
}

/// Word patterns satisfied by each form of one [`Vocabulary`](crate::text::Vocabulary), filled as forms are met, and scratch space.
#[derive(Debug, Default)]
pub struct MatchCache {
    pub(super) forms: Forms,
    /// Tokens that patterns may begin with, in [`BLOCK`]s.
    pub(super) starts: Vec<u64>,
    pub(super) begins: Vec<Begin>,
    pub(super) pairs: Pairs,
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
        let Forms { known, places, elements } = &mut self.forms;
        known.truncate(kept);
        places.truncate(kept);
        elements.truncate(places.last().map_or(0, |(_, end)| *end as usize));
        self.pairs = Pairs::default();
    }

    /// Marks the tokens that patterns may begin with: from the last to the first, so that what is known of the token behind is
    /// at hand.
    pub(super) fn find_starts(&mut self, tokens: &[Token]) {
        let blocks = tokens.chunks(BLOCK);
        self.starts.clear();
        self.starts.resize(blocks.len(), 0);
        let mut behind = END;
        for (starts, block) in self.starts.iter_mut().zip(blocks).rev() {
            *starts = starts_of(&self.forms.known, block, &mut behind);
        }
    }
}

/// The bits of the tokens of a block that patterns may begin with. `behind` are those of what stands behind the block, and then of
/// its first token. By itself, so that what every token costs has the registers that it needs.
#[inline(never)]
fn starts_of(known: &[Known], block: &[Token], behind: &mut Filter) -> u64 {
    let mut bits = *behind;
    let starts = marks::from_last::<4, _>(block, |token| {
        let known = known.get(token.form.0 as usize).copied().unwrap_or_default();
        let starts = known.follow & bits != 0;
        bits = if token.gap == Gap::Mark { END } else { known.bits };
        starts
    });
    *behind = bits;
    starts
}
