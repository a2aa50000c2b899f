//! The families of rules, which can be left out one by one: what does each of them contribute?

use super::words::{Class, Classes};

macro_rules! families {
    ($($variant:ident $name:literal $doc:literal [$($class:ident),*],)+) => {
        /// A family of rules of this layer.
        ///
        /// # Example
        /// ```
        /// use framescope::stance::{Families, Family};
        /// let out = Families::parse("negation, verbs").unwrap();
        /// assert!(out.has(Family::Negation) && !out.has(Family::Modals));
        /// assert!(Families::parse("negations").is_err());
        /// ```
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Family { $(#[doc = $doc] $variant),+ }

        impl Family {
            /// Every family, in the order of tables.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name on the command line and in explanations.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// What its rules do.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $doc),+ }
            }

            /// The classes of cue words that belong to it.
            pub(super) const fn classes(self) -> Classes {
                match self { $(Self::$variant => Classes::of(&[$(Class::$class),*])),+ }
            }
        }
    };
}

families! {
    Negation "negation" "Words of negation: not, no, never, without, neither … nor." [Not, Behind, NotWord, NotObject, Concord, Nor, Without, Contraction, Answer],
    Affixes "affixes" "Negative prefixes and suffixes: impossible, fearless." [Affix],
    Denial "denial" "Words that deny by their meaning: lack, fail, thwart, deny, out of reach." [Lack, Averted, Closing, Gone, Shrink, Deny],
    Diminishers "diminishers" "Words that make little of something: little, limited." [Little, SmallNoun, Much],
    Modals "modals" "Modal verbs of possibility: may, could." [Modal, HearsayModal],
    Hedges "hedges" "Adverbs, verbs, nouns and phrases of doubt and hearsay: allegedly, seem, possible." [HedgeAdverb, HedgeVerb, HedgeWord, HedgeNoun, HedgeClause, Weasel, Hearsay, SaidTo],
    Conditions "conditions" "Conditions and embedded questions: if, unless, whether." [If, InvertedIf, Whether],
    Questions "questions" "Sentences and clauses that ask." [],
    Worlds "worlds" "Futures, duties, wishes and aims: will, should, hope, Italian conditional and future." [Would, Untold, FuturePassive, Conditional, Future, Will, Wish, Aim, Purpose, Infinitive, Ahead, Until],
    PseudoCues "pseudo-cues" "Phrases that only look like a cue: no doubt, not only." [Pseudo, Idle],
    Clauses "clauses" "Limits of scope: a cue governs its clause, not the whole sentence." [],
    Quotations "quotations" "Reports that own a quotation: “…”, said X." [],
    Verbs "verbs" "Reporting verbs without quotation marks: X said that …" [],
    AccordingTo "according-to" "According to X." [],
    Nouns "nouns" "Nouns and adjectives of saying, and reports of nobody: the claim that, afraid that, is said to." [],
    Headlines "headlines" "Lines of the form X: …" [],
    Nesting "nesting" "Quotations inside quotations." [],
    Carrying "carrying" "Speech that goes on without a report keeps its speaker." [],
    Pronouns "pronouns" "Pronouns and short forms stand for the speaker they mean." [],
    Names "names" "Words inside the name of an institution are no hits." [],
    Actors "actors" "Whose capability or intent: more than the nearest actor before." [],
}

/// A set of families.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Families(u32);

impl Families {
    /// None of them.
    pub const NONE: Self = Self(0);

    /// This set with one more.
    #[must_use]
    pub const fn with(self, family: Family) -> Self {
        Self(self.0 | 1 << family as u8)
    }

    /// True if it holds the family.
    pub const fn has(self, family: Family) -> bool {
        self.0 >> family as u8 & 1 == 1
    }

    /// True if it holds none.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Reads names between commas.
    ///
    /// # Errors
    /// The first name that is no family.
    pub fn parse(names: &str) -> Result<Self, String> {
        names.split(',').map(str::trim).filter(|n| !n.is_empty()).try_fold(Self::NONE, |set, name| {
            let family = Family::ALL.iter().find(|f| f.name() == name).ok_or_else(|| name.to_owned())?;
            Ok(set.with(*family))
        })
    }

    /// Classes of cue words of its families.
    pub(super) fn classes(self) -> Classes {
        if self.is_empty() {
            return Classes::NONE;
        }
        let members = Family::ALL.iter().filter(|f| self.has(**f));
        members.fold(Classes::NONE, |all, f| all.with(f.classes()))
    }
}

impl Family {
    /// The family of a cue by the name of its rule; `None` for a name that is no rule.
    pub fn of_rule(rule: &str) -> Option<Self> {
        if rule == "question" {
            return Some(Self::Questions);
        }
        if rule == "not-denied" {
            return Some(Self::Negation);
        }
        let class = Class::ALL.iter().find(|c| c.name() == rule)?;
        Self::ALL.iter().copied().find(|f| f.classes().has(*class))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_fit_their_set_and_share_no_class() {
        assert!(Family::ALL.len() <= 32);
        for class in Class::ALL {
            let families = Family::ALL.iter().filter(|f| f.classes().has(*class)).count();
            assert!(families <= 1, "{} belongs to {families} families", class.name());
        }
    }

    #[test]
    fn every_cue_has_a_family() {
        for class in Class::ALL.iter().filter(|c| super::super::table::CUES.has(**c)) {
            assert!(Family::of_rule(class.name()).is_some(), "{}", class.name());
        }
        assert_eq!(Family::of_rule("question"), Some(Family::Questions));
    }
}
