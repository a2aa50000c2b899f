//! What the forms of a vocabulary can do, looked up once for each, and the buffers of a worker.

use hashbrown::HashMap;

use super::classes::Classes;
use super::families::Families;
use super::glance::{Pairs, Powers, Signs};
use super::read::Scratch;
use super::sides::Reaching;
use crate::lexicon::MatchCache;
use crate::text::{FormId, Token};

/// Classes of the forms of one [`Vocabulary`](crate::text::Vocabulary), and scratch space. One per worker and vocabulary.
#[derive(Debug, Default)]
pub struct StanceCache {
    /// By form, the number of what it can do. Many forms share few powers, so that four bytes are all that a rare word asks of
    /// the memory.
    forms: Vec<u32>,
    /// By such a number: the classes, with [`Classes::CAPITAL`] if the form is written so, and the same at a glance.
    kinds: Vec<Classes>,
    signs: Vec<Signs>,
    pairs: Vec<Pairs>,
    numbers: HashMap<Powers, u32>,
    pub(super) matches: MatchCache,
    pub(super) scratch: Scratch,
    /// Families of rules that are left out.
    pub(super) off: Families,
}

impl StanceCache {
    /// An empty cache, to be used with one vocabulary and one set of rules only.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with some families of rules left out.
    pub fn without(off: Families) -> Self {
        Self { off, ..Self::default() }
    }

    /// Forgets all forms but the first `kept`, as [`Vocabulary::forget_after`](crate::text::Vocabulary::forget_after) does.
    pub fn forget_after(&mut self, kept: usize) {
        self.forms.truncate(kept);
        self.matches.forget_after(kept);
    }

    /// So many forms are known.
    pub(super) fn len(&self) -> usize {
        self.forms.len()
    }

    /// Adds what the next form can do.
    pub(super) fn push(&mut self, powers: Powers, reaching: Reaching) {
        let Self { kinds, signs, pairs: neighbours, numbers, .. } = self;
        let number = *numbers.entry(powers).or_insert_with(|| {
            let Powers { classes, pairs } = powers;
            kinds.push(classes);
            signs.push(Signs::of(classes, reaching));
            neighbours.push(pairs);
            kinds.len() as u32 - 1
        });
        self.forms.push(number);
    }

    fn number(&self, form: FormId) -> usize {
        // What is not known can do nothing.
        self.forms.get(form.0 as usize).map_or(usize::MAX, |n| *n as usize)
    }

    /// The classes of a form, with [`Classes::CAPITAL`] if it is written so.
    #[inline]
    pub(super) fn classes(&self, form: FormId) -> Classes {
        self.kinds.get(self.number(form)).copied().unwrap_or_default()
    }

    /// The same at a glance.
    #[inline]
    pub(super) fn signs(&self, form: FormId) -> Signs {
        self.signs.get(self.number(form)).copied().unwrap_or_default()
    }

    /// What the words of a sentence hold between them, at a glance.
    #[inline]
    pub(super) fn signs_of(&self, tokens: &[Token]) -> Signs {
        Signs::of_all(tokens.iter().map(|t| {
            let number = self.number(t.form);
            let signs = self.signs.get(number).copied().unwrap_or_default();
            (signs, self.pairs.get(number).copied().unwrap_or_default())
        }))
    }

    /// True if one of the words has a sign.
    #[inline]
    pub(super) fn any_sign(&self, tokens: &[Token], sign: Signs) -> bool {
        tokens.iter().fold(Signs::default(), |all, t| all.with(self.signs(t.form))).any(sign)
    }
}
