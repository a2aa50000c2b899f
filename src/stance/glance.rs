//! What a sentence can hold, told at a glance: a few bits a form, so that most sentences are settled by one quick pass over their tokens.

use super::sides::{REACHING, Reaching};
use super::words::{Class, Classes};
use crate::lexicon::WordPattern;

/// Words of reports that give their content a voice.
pub const VOICED: Classes = Classes::of(&[
    Class::Say,
    Class::Claim,
    Class::Warn,
    Class::Deny,
    Class::Think,
    Class::Show,
    Class::AccordingTo,
    Class::ForSomebody,
    Class::Reportive,
]);

/// Negations: they reach back only where a verb of happening hands them on.
const NEGATIONS: Classes = Classes::of(&[Class::Not, Class::Contraction, Class::NotWord, Class::Concord]);

/// Last or first words of the name of an institution.
const HEAD: Classes = Classes::of(&[Class::Institution, Class::InstitutionFirst]);

/// Classes that a glance tells of: a phrase that gives none of them changes nothing.
pub const TURNS: Classes =
    VOICED.with(REACHING.before).with(REACHING.behind).with(Classes::of(&[Class::Occur]));

/// With which neighbours a word may stand in a phrase: of every phrase two neighbours are noted, by the bit of a number. There are
/// few numbers, so that some phrases share theirs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Pairs {
    /// Where it is the first of the two, and where the second.
    first: u64,
    second: u64,
}

impl Pairs {
    /// None.
    pub const NONE: Self = Self { first: 0, second: 0 };
    /// The lowest numbers are those of phrases that give a class of [`TURNS`].
    const TURNING: u32 = 40;

    /// What the first and the second of two neighbours have, the rarer of which is `word`, the first of them if `leads`. Whether
    /// it leads parts the numbers once more: else small words that stand behind many and before many others would seem to be
    /// in a phrase wherever two of them meet.
    pub fn of(word: &WordPattern, leads: bool, turning: bool) -> [Self; 2] {
        let spelling = match word {
            WordPattern::Stem(s) | WordPattern::Form(s) | WordPattern::Surface(s) | WordPattern::Glob(s) => s,
            WordPattern::Any => "",
        };
        let hash = spelling.bytes().fold(7u32, |hash, b| hash.wrapping_mul(31).wrapping_add(b.into())) >> 3;
        let (first, numbers) =
            if turning { (0, Self::TURNING) } else { (Self::TURNING, u64::BITS - Self::TURNING) };
        let number = first + hash % (numbers / 2) * 2 + u32::from(leads);
        [Self { first: 1 << number, second: 0 }, Self { first: 0, second: 1 << number }]
    }

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self { first: self.first | other.first, second: self.second | other.second }
    }
}

/// What a form can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Powers {
    /// Alone.
    pub classes: Classes,
    /// In phrases.
    pub pairs: Pairs,
}

impl Powers {
    /// Both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self { classes: self.classes.with(other.classes), pairs: self.pairs.with(other.pairs) }
    }
}

/// The same at a glance.
#[derive(Debug, Clone, Copy, Default)]
pub struct Glance {
    pub signs: Signs,
    pub pairs: Pairs,
}

/// What a word, or the words of a sentence between them, can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs(u8);

impl Signs {
    /// A cue that changes the stance of what stands before it.
    const BEFORE: Self = Self(1);
    /// The same, if there is a verb of happening as well.
    const NEGATION: Self = Self(2);
    /// A cue that changes the stance of what stands behind it.
    const BEHIND: Self = Self(4);
    /// A verb of happening.
    const OCCUR: Self = Self(8);
    /// A report that may give its content a voice.
    pub const VOICED: Self = Self(16);
    /// The head of the name of an institution, with a capital.
    pub const NAME: Self = Self(32);
    /// Two neighbours that may be those of a phrase; without it there is none in the sentence.
    pub const PHRASED: Self = Self(64);
    /// The same for phrases that give a class of any sign above.
    pub const TURNING: Self = Self(128);

    /// Those of a word, or of a phrase, by its classes.
    pub fn of(classes: Classes, reaching: Reaching) -> Self {
        let sign = |sign: Self, shown: bool| if shown { sign.0 } else { 0 };
        let set = sign(Self::BEFORE, classes.any(reaching.before.without(NEGATIONS)))
            | sign(Self::NEGATION, classes.any(reaching.before.and(NEGATIONS)))
            | sign(Self::BEHIND, classes.any(reaching.behind))
            | sign(Self::OCCUR, classes.has(Class::Occur))
            | sign(Self::VOICED, classes.any(VOICED))
            | sign(Self::NAME, classes.any(HEAD) && classes.any(Classes::CAPITAL));
        Self(set)
    }

    /// Those of a sentence by those of its words.
    #[inline]
    pub fn of_all(words: impl Iterator<Item = Glance>) -> Self {
        let (mut all, mut pairs, mut before) = (Self(0), 0, 0);
        for Glance { signs, pairs: Pairs { first, second } } in words {
            all = all.with(signs);
            pairs |= before & second;
            before = first;
        }
        let turning = pairs & ((1 << Pairs::TURNING) - 1) != 0;
        all.with(if pairs != 0 { Self::PHRASED } else { Self(0) }).with(if turning {
            Self::TURNING
        } else {
            Self(0)
        })
    }

    /// Both together.
    #[must_use]
    pub const fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// True if it shares a sign with `other`.
    pub const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Signs of cues that change a stance before them, in a sentence with these signs.
    const fn before(self) -> Self {
        if self.any(Self::OCCUR) { Self::BEFORE.with(Self::NEGATION) } else { Self::BEFORE }
    }

    /// True if a cue in a sentence with these signs may change a stance.
    pub const fn reach(self) -> bool {
        self.any(self.before().with(Self::BEHIND))
    }

    /// The word before which, and the one from which on, `words` may change a stance in a sentence with these signs.
    pub fn sides(self, words: &[Self]) -> (usize, usize) {
        let sign = self.before();
        let before = words.iter().rposition(|w| w.any(sign)).map_or(0, |k| k + 1);
        let behind = words.iter().position(|w| w.any(Self::BEHIND)).unwrap_or(words.len());
        (before, behind)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stance::cache::StanceCache;
    use crate::stance::words::{BUILTIN, StanceRules};
    use crate::text::{self, Document, Language, Marks, Vocabulary};

    /// The entries of a file of words, as texts.
    fn entries(file: &str) -> Vec<String> {
        let quoted = file.split('"').skip(1).step_by(2);
        quoted.map(|entry| entry.replace(['=', '*', '?'], "")).collect()
    }

    fn check(rules: &StanceRules, text: &str) -> Result<(), TestCaseError> {
        let (mut vocabulary, mut document) = (Vocabulary::new(rules.language()), Document::new());
        let mut cache = StanceCache::new();
        text::read(text, Marks::default(), &mut vocabulary, &mut document);
        rules.resolve(&vocabulary, &mut cache.forms);
        for sentence in &document.sentences {
            let tokens = document.tokens_of(sentence);
            let mut found = Vec::new();
            rules.phrases.find(tokens, &vocabulary, &mut cache.forms.matches, &mut found);
            let signs = cache.forms.signs_of(tokens);
            let turning = |f: &crate::lexicon::Found| TURNS.has(Class::ALL[usize::from(f.slot)]);
            prop_assert!(found.is_empty() || signs.any(Signs::PHRASED), "{text:?}");
            prop_assert!(!found.iter().any(turning) || signs.any(Signs::TURNING), "{text:?}");
        }
        Ok(())
    }

    #[test]
    fn every_phrase_shows_its_pair() {
        for (code, _, file) in BUILTIN {
            let rules = StanceRules::builtin(Language::from_tag(code).unwrap()).unwrap();
            for entry in entries(file) {
                check(rules, &entry).unwrap();
                check(rules, &entry.to_uppercase()).unwrap();
                check(rules, &entry.replace(' ', "'s ")).unwrap();
            }
        }
    }

    proptest! {
        #[test]
        fn no_phrase_is_missed_in_any_mixture(picks in prop::collection::vec((0..5000usize, 0..9usize), 1..20)) {
            for (code, _, file) in BUILTIN {
                let rules = StanceRules::builtin(Language::from_tag(code).unwrap()).unwrap();
                let entries = entries(file);
                let mut text = String::new();
                for (pick, cut) in &picks {
                    // A part of an entry, so that phrases come apart and together again.
                    let words = entries[pick % entries.len()].split(' ').skip(cut / 3).take(1 + cut % 3);
                    words.for_each(|w| text.extend([w, if *cut == 8 { "’s " } else { " " }]));
                }
                check(rules, &text)?;
            }
        }
    }
}
