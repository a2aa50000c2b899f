//! What a worker remembers of the forms and pairs of forms that it has met.

use super::choice::{Raw, Scratch};
use super::{ANY, END, Element, Filter, Leaf, Node, ROOT, follow};
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

impl Known {
    /// What a form is called as the second of a pair: behind any word, those that no pattern has there are all the same.
    #[inline]
    pub(super) fn as_second(self, form: FormId) -> FormId {
        if self.bits & !(END | ANY) == 0 { NO_FORM } else { form }
    }
}

/// What no token has; as the second of a pair, any of the words that no pattern has there.
const NO_FORM: FormId = FormId(u32::MAX);

/// Two forms in a row as one number.
type PairKey = u32;

/// The key of a pair of which one has too high a number, and of no pair. Of the pairs of one article with tens of thousands of
/// different words, some are looked up every time.
const TOO_HIGH: PairKey = (HIGHEST + 1) << (PairKey::BITS / 2);
const NO_PAIR: PairKey = PairKey::MAX;
const HIGHEST: u32 = u16::MAX as u32 - 1;

/// The second [as such](Known::as_second).
#[inline]
fn pair_key((first, second): (FormId, FormId)) -> PairKey {
    let second = if second == NO_FORM { 0 } else { second.0.saturating_add(1) };
    if first.0 > HIGHEST || second > HIGHEST { TOO_HIGH } else { first.0 << (PairKey::BITS / 2) | second }
}

/// A token that patterns may begin with, and what is known of it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Begin {
    pub(super) first: u32,
    /// The only node that it and the token behind it lead to, if that pair is known.
    pub(super) node: Node,
    /// True if a pattern ends with it.
    pub(super) ends: bool,
    /// True if its pair with the token behind it is known, and a pattern goes on or ends with the token behind that.
    pub(super) goes_on: bool,
    /// True if nothing is known of that pair.
    pub(super) unknown: bool,
}

impl Begin {
    /// Nothing to be found.
    const NONE: Self = Self { first: 0, node: ROOT, ends: false, goes_on: false, unknown: false };
}

/// Number of pairs that are kept: those of function words, which begin many patterns and are met all the time, have room in it.
const PAIRS: usize = 1 << 13;

/// Pairs of forms met lately, each with the node to which they lead; each has one place, found by its key.
#[derive(Debug, Default)]
pub(super) struct Pairs(Option<Box<[(PairKey, Node); PAIRS]>>);

impl Pairs {
    #[inline]
    fn place(key: PairKey) -> usize {
        key.wrapping_mul(0x9e37_79b1) as usize >> (PairKey::BITS - PAIRS.ilog2())
    }

    /// What is known of a pair, if it was met lately.
    #[inline]
    fn find(&self, key: PairKey) -> Option<Node> {
        let (known, node) = self.0.as_ref()?[Self::place(key)];
        (known == key).then_some(node)
    }

    pub(super) fn keep(&mut self, pair: (FormId, FormId), node: Node) {
        let key = pair_key(pair);
        if key == TOO_HIGH {
            return;
        }
        if self.0.is_none() {
            self.0 = vec![(NO_PAIR, ROOT); PAIRS].into_boxed_slice().try_into().ok();
        }
        if let Some(pairs) = &mut self.0 {
            pairs[Self::place(key)] = (key, node);
        }
    }

    /// Forgets the pairs of all forms but the first `kept`.
    fn forget_after(&mut self, kept: usize) {
        let kept = kept as u32;
        for pair in self.0.iter_mut().flat_map(|pairs| pairs.iter_mut()) {
            if pair.0 >> (PairKey::BITS / 2) >= kept || pair.0 & u32::from(u16::MAX) > kept {
                *pair = (NO_PAIR, ROOT);
            }
        }
    }
}

/// What is known of the forms of one [`Vocabulary`](crate::text::Vocabulary), by form.
#[derive(Debug, Default)]
pub(super) struct Forms {
    /// The only table that every token probes.
    pub(super) known: Vec<Known>,
    /// Where its stretches of `firsts` and `elements` end; they begin where those of the form before it end.
    ends: Vec<(u32, u32)>,
    /// Nodes to which the form leads from the root.
    pub(super) firsts: Vec<Node>,
    /// Elements of the form that stand behind others.
    pub(super) elements: Vec<Element>,
}

impl Forms {
    pub(super) fn len(&self) -> usize {
        self.known.len()
    }

    /// Adds a form, whose nodes and elements are those that were added last.
    pub(super) fn end(&mut self, known: Known) {
        self.known.push(known);
        self.ends.push((self.firsts.len() as u32, self.elements.len() as u32));
    }

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
    /// Nothing is decided by a jump, so that the processor has the pairs of many of them on their way at once: it waits for the
    /// memory once and not for each.
    #[inline(never)]
    pub(super) fn look_up<'a>(
        &self,
        starts: u64,
        block: u32,
        tokens: &[Token],
        pairs: &Pairs,
        room: &'a mut Vec<Begin>,
        leaves: &[Leaf],
    ) -> &'a [Begin] {
        room.resize(BLOCK, Begin::NONE);
        let mut filled = 0;
        marks::each(starts, |i| {
            let first = block + i;
            let (forms, behind) = match tokens.get(first as usize..) {
                Some([one, two, three, ..]) => ((one.form, two.form), self.bits_of(Some(three))),
                Some([one, two]) => ((one.form, two.form), END),
                Some([one]) => ((one.form, NO_FORM), END),
                _ => return,
            };
            let ends = self.known(forms.0).follow & END != 0;
            let known = pairs.find(pair_key((forms.0, self.known(forms.1).as_second(forms.1))));
            let node = known.unwrap_or(ROOT);
            let goes_on = follow(leaves, node) & behind != 0;
            let begin = Begin { first, node, ends, goes_on, unknown: known.is_none() };
            if let Some(place) = room.get_mut(filled) {
                *place = begin;
            }
            // The next is written over one that leads nowhere.
            filled += usize::from(ends | goes_on | known.is_none());
        });
        &room[..filled]
    }

    /// Nodes to which a form leads from the root.
    #[inline]
    pub(super) fn firsts_of(&self, form: FormId) -> &[Node] {
        let (start, end) = self.stretch(form, |ends| ends.0);
        self.firsts.get(start..end).unwrap_or_default()
    }

    /// The word patterns that a form satisfies behind others.
    #[inline]
    pub(super) fn elements_of(&self, form: FormId) -> &[Element] {
        let (start, end) = self.stretch(form, |ends| ends.1);
        self.elements.get(start..end).unwrap_or_default()
    }

    #[inline]
    fn stretch(&self, form: FormId, of: impl Fn((u32, u32)) -> u32) -> (usize, usize) {
        let end_of = |id: usize| self.ends.get(id).map_or(0, |ends| of(*ends) as usize);
        let id = form.0 as usize;
        (id.checked_sub(1).map_or(0, end_of), end_of(id))
    }

    fn forget_after(&mut self, kept: usize) {
        self.known.truncate(kept);
        self.ends.truncate(kept);
        let (firsts, elements) = self.ends.last().copied().unwrap_or_default();
        self.firsts.truncate(firsts as usize);
        self.elements.truncate(elements as usize);
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
    pub(super) elements: Vec<Element>,
    pub(super) scratch: Scratch,
}

impl MatchCache {
    /// An empty cache, to be used with one vocabulary and one matcher only.
    pub fn new() -> Self {
        Self::default()
    }

    /// Forgets all forms but the first `kept`, as [`Vocabulary::forget_after`](crate::text::Vocabulary::forget_after) does.
    pub fn forget_after(&mut self, kept: usize) {
        self.forms.forget_after(kept);
        self.pairs.forget_after(kept);
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
