//! On which side of it a cue can change a stance: what stands on the other side of every cue need not be asked about.

use super::table::{Shape, TABLE};
use super::words::{Class, Classes};

/// Classes of cues that change the stance of their own word as well: it is the verb of the clause.
pub const INFLECTED: Classes =
    Classes::of(&[Class::Future, Class::Conditional, Class::Infinitive, Class::InvertedIf]);

/// Classes of the table that can change a stance, by the side of the cue on which they do.
#[derive(Debug, Clone, Copy)]
pub struct Reaching {
    /// On what stands before the cue.
    pub before: Classes,
    /// On what stands behind it, or, if it is [`INFLECTED`], on the cue.
    pub behind: Classes,
}

/// What the table says of every class.
pub const REACHING: Reaching = {
    let (mut before, mut behind) = (Classes::NONE, Classes::NONE);
    let mut i = 0;
    while i < TABLE.len() {
        let class = Classes::of(&[TABLE[i].0]);
        if matches!(
            TABLE[i].2,
            Shape::Clause | Shape::Whole | Shape::Condition | Shape::Backward | Shape::Noun
        ) {
            before = before.with(class);
        }
        if !matches!(TABLE[i].2, Shape::Alone | Shape::Meant | Shape::Backward) {
            behind = behind.with(class);
        }
        i += 1;
    }
    Reaching { before, behind }
};

impl Reaching {
    /// The same without some classes.
    pub fn without(self, classes: Classes) -> Self {
        Self { before: self.before.without(classes), behind: self.behind.without(classes) }
    }
}
