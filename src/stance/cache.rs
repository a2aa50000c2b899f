//! What the forms of a vocabulary can do, looked up once for each, and the buffers of a worker.

use hashbrown::HashMap;

use super::classes::Classes;
use super::families::Families;
use super::glance::{Glance, Powers, Signs};
use super::read::Scratch;
use super::sides::Reaching;
use crate::lexicon::MatchCache;
use crate::text::{FormId, Token};

/// Classes of the forms of one [`Vocabulary`](crate::text::Vocabulary), and scratch space. One per worker and vocabulary.
#[derive(Debug, Default)]
pub struct StanceCache {
    pub(super) forms: Forms,
    pub(super) scratch: Scratch,
}

impl StanceCache {
    /// An empty cache, to be used with one vocabulary and one set of rules only.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same with some families of rules left out.
    pub fn without(off: Families) -> Self {
        Self { forms: Forms { off, ..Forms::default() }, ..Self::default() }
    }

    /// Forgets all forms but the first `kept`, as [`Vocabulary::forget_after`](crate::text::Vocabulary::forget_after) does.
    pub fn forget_after(&mut self, kept: usize) {
        self.forms.by_form.truncate(kept);
        self.forms.matches.forget_after(kept);
    }

    /// The classes of a form, with [`Classes::CAPITAL`] if it is written so.
    #[inline]
    pub(super) fn classes(&self, form: FormId) -> Classes {
        self.forms.classes(form)
    }
}

/// What the forms of a vocabulary can do.
#[derive(Debug, Default)]
pub(super) struct Forms {
    /// By form, the number of what it can do. Many forms share few powers, so that four bytes are all that a rare word asks of
    /// the memory.
    by_form: Vec<u32>,
    /// By such a number: the classes, with [`Classes::CAPITAL`] if the form is written so, and the same at a glance.
    kinds: Vec<Classes>,
    glances: Vec<Glance>,
    numbers: HashMap<Powers, u32>,
    pub matches: MatchCache,
    /// Families of rules that are left out.
    pub off: Families,
}

impl Forms {
    /// So many forms are known.
    pub fn len(&self) -> usize {
        self.by_form.len()
    }

    /// Adds what the next form can do.
    pub fn push(&mut self, powers: Powers, reaching: Reaching) {
        let Self { kinds, glances, numbers, .. } = self;
        let number = *numbers.entry(powers).or_insert_with(|| {
            let Powers { classes, pairs } = powers;
            kinds.push(classes);
            glances.push(Glance { signs: Signs::of(classes, reaching), pairs });
            kinds.len() as u32 - 1
        });
        self.by_form.push(number);
    }

    /// The classes of forms.
    #[inline]
    pub fn table(&self) -> Table<'_, Classes> {
        Table { forms: &self.by_form, kinds: &self.kinds }
    }

    /// The classes of a form, with [`Classes::CAPITAL`] if it is written so.
    #[inline]
    pub fn classes(&self, form: FormId) -> Classes {
        self.table().of(form)
    }

    /// What words can do, at a glance.
    #[inline]
    pub fn glances<'a>(&'a self, tokens: &'a [Token]) -> impl Iterator<Item = Glance> + 'a {
        let table = Table { forms: &self.by_form, kinds: &self.glances };
        tokens.iter().map(move |t| table.of(t.form))
    }

    /// What the words of a sentence hold between them, at a glance.
    #[inline]
    pub fn signs_of(&self, tokens: &[Token]) -> Signs {
        Signs::of_all(self.glances(tokens))
    }
}

/// Something by form.
#[derive(Clone, Copy)]
pub(super) struct Table<'a, T> {
    forms: &'a [u32],
    kinds: &'a [T],
}

impl<T: Copy + Default> Table<'_, T> {
    #[inline]
    pub fn of(self, form: FormId) -> T {
        // What is not known can do nothing.
        let number = self.forms.get(form.0 as usize).map_or(usize::MAX, |n| *n as usize);
        self.kinds.get(number).copied().unwrap_or_default()
    }
}
