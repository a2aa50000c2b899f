//! What a sentence can hold, told at a glance: a few bits a form, so that most sentences are settled by one quick pass over their tokens.

use super::attribution::REPORTS;
use super::sides::{INFLECTED, REACHING, Reaching};
use super::words::{Class, Classes};
use crate::lexicon::WordPattern;
use crate::scan::{BLOCK, sharing};

/// Words that give a voice to their content without being verbs.
pub const NAMED: Classes = Classes::of(&[
    Class::AccordingTo,
    Class::AccordingBehind,
    Class::OwnView,
    Class::ForSomebody,
    Class::AsTold,
    Class::Reportive,
]);

/// Words of reports that give their content a voice.
pub const VOICED: Classes =
    Classes::of(&[Class::Say, Class::Claim, Class::Warn, Class::Deny, Class::Think, Class::Show]).with(NAMED);

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
pub struct Signs(u16);

impl Signs {
    /// A cue that changes the stance of what stands before it.
    const BEFORE: Self = Self(1);
    /// The same, if there is a verb of happening as well.
    const NEGATION: Self = Self(2);
    /// A cue that changes the stance of what stands behind it, but not its own.
    const BEHIND: Self = Self(4);
    /// A verb of happening.
    const OCCUR: Self = Self(8);
    /// A report that may give its content a voice.
    pub const VOICED: Self = Self(16);
    /// A cue that changes the stance of its word and of what stands behind it.
    const INFLECTED: Self = Self(32);
    /// Both of these.
    pub const REACHING: Self = Self::BEHIND.with(Self::INFLECTED);
    /// A report of any kind.
    pub const REPORT: Self = Self(64);
    /// A phrase begins with the word: known once the phrases of its sentence are.
    pub const PHRASE: Self = Self(128);
    /// Of sentences: two neighbours that may be those of a phrase; without it there is none.
    pub const PHRASED: Self = Self(256);
    /// The same for phrases that give a class of [`TURNS`].
    pub const TURNING: Self = Self(512);
    /// The head of the name of an institution, with a capital.
    pub const NAME: Self = Self(1024);

    /// Those of a word, or of a phrase, by its classes.
    pub fn of(classes: Classes, reaching: Reaching) -> Self {
        let sign = |sign: Self, shown: bool| if shown { sign.0 } else { 0 };
        let set = sign(Self::BEFORE, classes.any(reaching.before.without(NEGATIONS)))
            | sign(Self::NEGATION, classes.any(reaching.before.and(NEGATIONS)))
            | sign(Self::BEHIND, classes.any(reaching.behind.without(INFLECTED)))
            | sign(Self::INFLECTED, classes.any(reaching.behind.and(INFLECTED)))
            | sign(Self::OCCUR, classes.has(Class::Occur))
            | sign(Self::VOICED, classes.any(VOICED))
            | sign(Self::REPORT, classes.any(REPORTS))
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

    /// Those that a word can have.
    const fn of_word(self) -> u8 {
        self.0 as u8
    }

    /// True if a cue in a sentence with these signs may change a stance.
    pub const fn reach(self) -> bool {
        self.any(Self::BEFORE.with(Self::BEHIND).with(Self::INFLECTED))
            || self.any(Self::NEGATION) && self.any(Self::OCCUR)
    }

    /// Which of the `words` of a sentence of `len` with these signs may have another stance: those before the first place, and
    /// those from the second on.
    pub fn sides(self, words: &Shown, len: usize) -> (usize, usize) {
        let handed =
            || words.last(Self::OCCUR).and_then(|verb| words.last_that(Self::NEGATION, |k| k < verb));
        let negation = if self.any(Self::NEGATION) && self.any(Self::OCCUR) { handed() } else { None };
        let before = words.last(Self::BEFORE).max(negation).unwrap_or(0);
        let behind = words.first(Self::BEHIND).map_or(len, |k| k + 1);
        let inflected = if self.any(Self::INFLECTED) { words.first(Self::INFLECTED) } else { None };
        (before, inflected.map_or(behind, |k| k.min(behind)))
    }
}

/// What each word of a sentence can do at a glance: sixty-four words are asked at once, so that nothing hangs on where the first is.
#[derive(Debug, Default)]
pub struct Shown(Vec<[u8; BLOCK]>);

impl Shown {
    /// Forgets the last sentence, and makes room for so many words, none of which can do anything yet.
    pub fn clear(&mut self, words: usize) {
        self.0.clear();
        self.0.resize(words.div_ceil(BLOCK), [0; BLOCK]);
    }

    /// The same for what is given, word by word, which it hands on.
    #[inline]
    pub fn noting(&mut self, words: impl Iterator<Item = Glance>) -> impl Iterator<Item = Glance> {
        words.zip(self.0.as_flattened_mut()).map(|(word, shown)| {
            *shown = word.signs.of_word();
            word
        })
    }

    /// Says anew what a word can do.
    pub fn set(&mut self, at: usize, signs: Signs) {
        self.0.as_flattened_mut().get_mut(at).into_iter().for_each(|shown| *shown = signs.of_word());
    }

    /// Adds what a phrase that begins with word `at` can do.
    pub fn add(&mut self, at: usize, signs: Signs) {
        self.0.as_flattened_mut().get_mut(at).into_iter().for_each(|shown| *shown |= signs.of_word());
    }

    /// Sixty-four words after the other, which of them have one of some signs.
    pub fn bits(&self, signs: Signs) -> impl Iterator<Item = u64> {
        self.0.iter().map(move |block| sharing(block, signs.of_word()))
    }

    /// The first word with one of some signs.
    #[inline]
    pub fn first(&self, signs: Signs) -> Option<usize> {
        self.first_that(signs, |_| true)
    }

    /// The last word with one of some signs.
    #[inline]
    pub fn last(&self, signs: Signs) -> Option<usize> {
        self.last_that(signs, |_| true)
    }

    /// The first word with one of some signs that `is` holds of.
    #[inline]
    pub fn first_that(&self, signs: Signs, mut is: impl FnMut(usize) -> bool) -> Option<usize> {
        for (number, block) in self.0.iter().enumerate() {
            let mut shown = sharing(block, signs.of_word());
            while shown != 0 {
                let at = number * BLOCK + shown.trailing_zeros() as usize;
                if is(at) {
                    return Some(at);
                }
                shown &= shown - 1;
            }
        }
        None
    }

    /// The last one.
    #[inline]
    pub fn last_that(&self, signs: Signs, mut is: impl FnMut(usize) -> bool) -> Option<usize> {
        for (number, block) in self.0.iter().enumerate().rev() {
            let mut shown = sharing(block, signs.of_word());
            while shown != 0 {
                let place = shown.ilog2();
                let at = number * BLOCK + place as usize;
                if is(at) {
                    return Some(at);
                }
                shown ^= 1 << place;
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::lexicon::builtin;
    use crate::stance::cache::StanceCache;
    use crate::stance::words::{BUILTIN, StanceRules};
    use crate::text::{self, Document, Language, Marks, Vocabulary};

    /// The entries of a list of words, as texts.
    fn entries(packed: &'static [u8]) -> Vec<String> {
        let lexicon = builtin::read(packed).unwrap();
        lexicon.entries().map(|(_, entry)| entry.pattern.replace(['=', '*', '?'], "")).collect()
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
        for (code, packed) in BUILTIN {
            let rules = StanceRules::builtin(Language::from_tag(code).unwrap()).unwrap();
            for entry in entries(packed) {
                check(rules, &entry).unwrap();
                check(rules, &entry.to_uppercase()).unwrap();
                check(rules, &entry.replace(' ', "'s ")).unwrap();
            }
        }
    }

    proptest! {
        #[test]
        fn words_are_found_by_what_they_show(words in prop::collection::vec(any::<u8>(), 0..200), sign in any::<u8>(), odd in any::<bool>()) {
            let mut shown = Shown::default();
            shown.clear(words.len());
            let glances = words.iter().map(|w| Glance { signs: Signs((*w).into()), ..Glance::default() });
            prop_assert_eq!(shown.noting(glances).count(), words.len());
            let is = |k: &usize| words[*k] & sign != 0;
            let wanted = |k: &usize| is(k) && k % 2 == usize::from(odd);
            let sign = Signs(sign.into());
            prop_assert_eq!(shown.first(sign), (0..words.len()).find(is));
            prop_assert_eq!(shown.last(sign), (0..words.len()).rfind(is));
            prop_assert_eq!(shown.first_that(sign, |k| k % 2 == usize::from(odd)), (0..words.len()).find(wanted));
            prop_assert_eq!(shown.last_that(sign, |k| k % 2 == usize::from(odd)), (0..words.len()).rfind(wanted));
        }

        #[test]
        fn no_phrase_is_missed_in_any_mixture(picks in prop::collection::vec((0..5000usize, 0..9usize), 1..20)) {
            for (code, packed) in BUILTIN {
                let rules = StanceRules::builtin(Language::from_tag(code).unwrap()).unwrap();
                let entries = entries(packed);
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
