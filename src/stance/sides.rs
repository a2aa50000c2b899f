//! On which side of it a cue can change a stance: what stands on the other side of every cue need not be asked about.

use super::cue::{Shape, TABLE};
use super::words::{Class, Classes};

/// Classes of the table that can change a stance, by the side of the cue on which they do.
#[derive(Debug, Clone, Copy)]
pub struct Reaching {
    /// On what stands before the cue, or on the cue.
    pub before: Classes,
    /// On what stands behind it, or on the cue.
    pub behind: Classes,
}

/// What the table says of every class.
pub const REACHING: Reaching = {
    let (mut before, mut behind) = (Classes::NONE, Classes::NONE);
    let mut i = 0;
    while i < TABLE.len() {
        let class = Classes::of(&[TABLE[i].0]);
        if matches!(TABLE[i].2, Shape::Clause | Shape::Whole | Shape::Condition | Shape::Backward) {
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

    /// The same for a sentence with words of these classes: negations reach back only where a verb of happening hands them on.
    pub fn among(self, classes: Classes) -> Self {
        let negations = Classes::of(&[Class::Not, Class::Contraction, Class::NotWord, Class::Concord]);
        let before = if classes.has(Class::Occur) { self.before } else { self.before.without(negations) };
        Self { before, ..self }
    }

    /// The word before which, and the one from which on, cues among words of these classes may change a stance; of `len` words.
    pub fn sides(self, words: impl Iterator<Item = (usize, Classes)>, len: usize) -> (usize, usize) {
        let (mut before, mut behind) = (0, len);
        for (k, classes) in words {
            if classes.any(self.before) {
                before = before.max(k + 1);
            }
            if classes.any(self.behind) {
                behind = behind.min(k);
            }
        }
        (before, behind)
    }
}
