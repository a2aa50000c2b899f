//! Which words are cues: the class of each kind, and how it governs.

use super::kinds::CueClass;
use super::words::{Class, Classes};

/// How a class of words governs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// The clause around it; what stands before it only in grammar.
    Clause,
    /// The clause around it, all of it.
    Whole,
    /// From it to the end of the clause.
    Forward,
    /// From it to the next comma.
    ToComma,
    /// Subject of its clause.
    Backward,
    /// What it modifies: the noun phrase, or the clause if it is a predicate.
    Phrase,
    /// The noun phrase that it stands in, or the subject that it is said of.
    Noun,
    /// The condition and what depends on it.
    Condition,
    /// From it to the end of the clause in grammar; the stance stays, for it is put forward as meant: wants to attack.
    Meant,
    /// Nothing.
    Alone,
}

/// One row for each class of words that is a cue, strongest claim first.
pub const TABLE: &[(Class, CueClass, Shape)] = &[
    (Class::InvertedIf, CueClass::Hypothetical, Shape::Condition),
    (Class::Behind, CueClass::Negation, Shape::Clause),
    (Class::Not, CueClass::Negation, Shape::Clause),
    (Class::Contraction, CueClass::Negation, Shape::Clause),
    (Class::NotObject, CueClass::Negation, Shape::Clause),
    (Class::NotWord, CueClass::Negation, Shape::Clause),
    (Class::Concord, CueClass::Negation, Shape::Clause),
    (Class::Nor, CueClass::Negation, Shape::Forward),
    (Class::Without, CueClass::Negation, Shape::ToComma),
    (Class::Affix, CueClass::Negation, Shape::Phrase),
    (Class::Idle, CueClass::Negation, Shape::Alone),
    (Class::Closing, CueClass::Denial, Shape::Clause),
    (Class::Lack, CueClass::Denial, Shape::Forward),
    (Class::Averted, CueClass::Denial, Shape::Forward),
    (Class::Gone, CueClass::Denial, Shape::Backward),
    (Class::Deny, CueClass::Denial, Shape::Forward),
    (Class::Shrink, CueClass::Denial, Shape::Backward),
    (Class::Little, CueClass::Diminisher, Shape::ToComma),
    (Class::SmallNoun, CueClass::Diminisher, Shape::Noun),
    (Class::Much, CueClass::Intensifier, Shape::Alone),
    (Class::HedgeClause, CueClass::Hedge, Shape::Whole),
    (Class::Modal, CueClass::Hedge, Shape::Clause),
    (Class::HearsayModal, CueClass::Hedge, Shape::Clause),
    (Class::HedgeAdverb, CueClass::Hedge, Shape::Clause),
    (Class::Hearsay, CueClass::Hedge, Shape::Clause),
    (Class::HedgeVerb, CueClass::Hedge, Shape::Clause),
    (Class::HedgeWord, CueClass::Hedge, Shape::ToComma),
    (Class::HedgeNoun, CueClass::Hedge, Shape::Noun),
    (Class::SaidTo, CueClass::Hedge, Shape::Forward),
    (Class::Weasel, CueClass::Hedge, Shape::Alone),
    (Class::If, CueClass::Hypothetical, Shape::Condition),
    (Class::Whether, CueClass::Hedge, Shape::Forward),
    (Class::Would, CueClass::Hypothetical, Shape::Clause),
    (Class::Untold, CueClass::Hypothetical, Shape::Clause),
    (Class::FuturePassive, CueClass::Future, Shape::Clause),
    (Class::Conditional, CueClass::Hedge, Shape::Clause),
    (Class::Future, CueClass::Hypothetical, Shape::Clause),
    (Class::Will, CueClass::Future, Shape::Clause),
    (Class::Wish, CueClass::Hypothetical, Shape::Forward),
    (Class::Aim, CueClass::Hypothetical, Shape::Meant),
    (Class::Purpose, CueClass::Hypothetical, Shape::Meant),
    (Class::Ahead, CueClass::Hypothetical, Shape::Clause),
    (Class::Infinitive, CueClass::Hypothetical, Shape::Forward),
    (Class::Until, CueClass::Future, Shape::ToComma),
];

/// Every class of the table at once, to pass over other words quickly.
pub const CUES: Classes = {
    let mut all = Classes::NONE;
    let mut i = 0;
    while i < TABLE.len() {
        all = all.with(Classes::of(&[TABLE[i].0]));
        i += 1;
    }
    all
};

/// By bit of a class, its row.
const ROWS: [u8; 128] = {
    let mut rows = [0; 128];
    let mut i = 0;
    while i < TABLE.len() {
        rows[Classes::bit(TABLE[i].0)] = i as u8;
        i += 1;
    }
    rows
};

/// The rows of some classes that are cues, in the order of the table.
pub fn rows(classes: Classes) -> impl Iterator<Item = &'static (Class, CueClass, Shape)> {
    let mut rows = 0u64;
    classes.each_bit(|bit| rows |= 1 << ROWS[bit]);
    std::iter::from_fn(move || {
        let row = TABLE.get(rows.trailing_zeros() as usize)?;
        rows &= rows - 1;
        Some(row)
    })
}
