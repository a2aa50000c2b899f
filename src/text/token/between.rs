//! What stands between two tokens, gathered character by character.

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
        if self.0 == Self::SPACE {
            return Gap::Space;
        }
        let has = |bits| self.0 & bits != 0;
        if has(Self::MARK) || has(Self::HYPHEN) && has(Self::SPACE) && !has(Self::LINE) {
            Gap::Mark
        } else if has(Self::HYPHEN) {
            Gap::Joined
        } else if has(Self::SPACE | Self::QUOTE) {
            Gap::Space
        } else {
            Gap::Joined
        }
    }
}

impl From<Gap> for Between {
    fn from(gap: Gap) -> Self {
        match gap {
            Gap::Joined => Self::NONE,
            Gap::Space => Self(Self::SPACE),
            Gap::Mark => Self(Self::MARK),
        }
    }
}
