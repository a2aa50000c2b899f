//! What stands between two tokens, gathered character by character.

use super::class::{CLASS, Class};
use crate::text::document::Gap;

/// A set of the kinds of characters met since the last token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Between(u8);

impl Between {
    const SPACE: u8 = 1;
    const LINE: u8 = 2;
    const QUOTE: u8 = 4;
    const HYPHEN: u8 = 8;
    const MARK: u8 = 16;

    /// Nothing.
    pub(super) const NONE: Self = Self(0);
    /// The start of a sentence.
    pub(super) const START: Self = Self(Self::MARK);

    /// A blank.
    pub(super) const BLANK: Self = Self(Self::SPACE);

    /// All kinds.
    pub(super) const ALL: u8 = 0x1f;

    /// What [`PLAIN`] says of bytes; bits beyond those of the kinds are passed over.
    #[inline]
    pub(super) fn of(bits: u8) -> Self {
        Self(bits & Self::ALL)
    }

    /// Adds what stands at the start of `rest` and gives its length, if that needs no rules: blanks, marks, hyphens, and quotation
    /// marks and dashes of three bytes.
    #[inline]
    pub(super) fn plain(&mut self, rest: &[u8]) -> Option<usize> {
        let (bits, len) = match rest {
            [b'-', ..] => {
                self.hyphen();
                return Some(1);
            }
            [0xe2, 0x80, third, ..] => (DASHES_AND_QUOTES[*third as usize], 3),
            [first, ..] => (PLAIN[*first as usize], 1),
            [] => (0, 0),
        };
        self.0 |= bits;
        (bits != 0).then_some(len)
    }

    #[inline]
    pub(super) fn space(&mut self) {
        self.0 |= Self::SPACE;
    }

    pub(super) fn line(&mut self) {
        self.0 |= Self::SPACE | Self::LINE;
    }

    pub(super) fn quote(&mut self) {
        self.0 |= Self::QUOTE;
    }

    pub(super) fn mark(&mut self) {
        self.0 |= Self::MARK;
    }

    /// A hyphen holds a compound together; behind a space or another hyphen it is a dash.
    pub(super) fn hyphen(&mut self) {
        let dash = self.0 & (Self::SPACE | Self::HYPHEN) != 0;
        self.0 |= if dash { Self::MARK } else { Self::HYPHEN };
    }

    /// What it comes to.
    #[inline]
    pub(super) fn gap(self) -> Gap {
        GAPS[self.0 as usize % GAPS.len()]
    }

    const fn gap_of(set: u8) -> Gap {
        let mark = set & Self::MARK != 0;
        let hyphen = set & Self::HYPHEN != 0;
        let dash = hyphen && set & Self::SPACE != 0 && set & Self::LINE == 0;
        if mark || dash {
            Gap::Mark
        } else if hyphen || set & (Self::SPACE | Self::QUOTE) == 0 {
            Gap::Joined
        } else {
            Gap::Space
        }
    }
}

/// The gap that each set comes to.
static GAPS: [Gap; 32] = {
    let mut table = [Gap::Joined; 32];
    let mut set = 0;
    while set < 32 {
        table[set] = Between::gap_of(set as u8);
        set += 1;
    }
    table
};

/// What each byte adds between two words; nothing for those that the rules must look at.
pub(super) static PLAIN: [u8; 256] = {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        table[i] = match CLASS[i] {
            Class::Space => Between::SPACE,
            Class::Line => Between::SPACE | Between::LINE,
            Class::Quote => Between::QUOTE,
            Class::Mark => Between::MARK,
            Class::Word | Class::Hyphen | Class::Sigil | Class::High => 0,
        };
        i += 1;
    }
    table
};

/// The same for the third byte of U+2000 to U+203F: dashes and quotation marks.
static DASHES_AND_QUOTES: [u8; 256] = {
    let mut table = [0; 256];
    let mut third = 0x93;
    while third < 0xa0 {
        table[third] = match third {
            0x93..=0x97 => Between::MARK,
            _ => Between::QUOTE,
        };
        third += 1;
    }
    table
};

impl From<Gap> for Between {
    fn from(gap: Gap) -> Self {
        match gap {
            Gap::Joined => Self::NONE,
            Gap::Space => Self(Self::SPACE),
            Gap::Mark => Self(Self::MARK),
        }
    }
}
