//! Sets of what words can do, a bit a class.

use super::words::Class;

/// Classes that the rules of clauses and of reports ask for, word by word. They share one half of a set, so that most questions
/// look at that half alone.
const ASKED: &[Class] = &[
    Class::Say,
    Class::Claim,
    Class::Warn,
    Class::Deny,
    Class::Think,
    Class::Judge,
    Class::Plan,
    Class::Show,
    Class::Ask,
    Class::ReportNoun,
    Class::Attitude,
    Class::AccordingTo,
    Class::AccordingBehind,
    Class::OwnView,
    Class::ForSomebody,
    Class::AsTold,
    Class::SaidTo,
    Class::Hearsay,
    Class::Reportive,
    Class::About,
    Class::Be,
    Class::Have,
    Class::Auxiliary,
    Class::Verb,
    Class::Modal,
    Class::Would,
    Class::Future,
    Class::Conditional,
    Class::Will,
    Class::Contraction,
    Class::Past,
    Class::Participle,
    Class::Infinitive,
    Class::To,
    Class::If,
    Class::Whether,
    Class::Until,
    Class::That,
    Class::Relative,
    Class::Question,
    Class::Subordinator,
    Class::Opener,
    Class::Contrast,
    Class::And,
    Class::Not,
    Class::NotWord,
    Class::Nor,
    Class::Occur,
    Class::Pseudo,
    Class::HedgeAdverb,
    Class::HedgeVerb,
    Class::Adverb,
    Class::Preposition,
    Class::Determiner,
    Class::Possessive,
    Class::Subject,
    Class::Object,
    Class::It,
    Class::Title,
    Class::Role,
    Class::Group,
    Class::Paper,
    Class::Particle,
    Class::Time,
];

/// By number of a class, the number of its bit.
const BITS: [u8; Class::ALL.len()] = {
    let mut bits = [u8::MAX; Class::ALL.len()];
    let mut i = 0;
    while i < ASKED.len() {
        bits[ASKED[i] as usize] = i as u8;
        i += 1;
    }
    assert!(i <= 64, "one half of a set");
    let (mut class, mut next) = (0, 64);
    while class < bits.len() {
        if bits[class] == u8::MAX {
            bits[class] = next;
            next += 1;
        }
        class += 1;
    }
    assert!(next <= 127, "one bit says capital");
    bits
};

/// A set of classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Classes(u128);

impl Classes {
    /// No class.
    pub const NONE: Self = Self(0);

    /// The set of these classes.
    pub const fn of(classes: &[Class]) -> Self {
        let (mut set, mut i) = (0, 0);
        while i < classes.len() {
            set |= 1 << BITS[classes[i] as usize];
            i += 1;
        }
        Self(set)
    }

    /// True if it holds `class`.
    pub const fn has(self, class: Class) -> bool {
        self.0 >> BITS[class as usize] & 1 == 1
    }

    /// True if it shares a class with `other`.
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// True if it is empty.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// This without the other.
    #[must_use]
    pub const fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    /// What both have.
    #[must_use]
    pub(super) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Calls `with` with the bits of its classes, numbers less than 128: see [`Classes::bit`].
    pub(super) fn each_bit(self, mut with: impl FnMut(usize)) {
        // By halves, as the machine has them.
        for (half, first) in [(self.0 as u64, 0), ((self.0 >> 64) as u64, 64)] {
            let mut left = half;
            while left != 0 {
                with(left.trailing_zeros() as usize + first);
                left &= left - 1;
            }
        }
    }

    /// The number of the bit of a class.
    pub(super) const fn bit(class: Class) -> usize {
        BITS[class as usize] as usize
    }

    /// A bit beside those of the classes: the form is written with a capital letter. No class test asks for it, and it keeps the
    /// table of forms small.
    pub(super) const CAPITAL: Self = Self(1 << 127);
}
