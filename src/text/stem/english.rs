//! The English stemmer of Snowball (Porter 2) for words of plain letters, on bytes and without allocation.
//!
//! It says the same as rust-stemmers, which a test holds it to, ten times as fast: names, of which news bring ever new ones, are
//! nearly always their own stems, and endings are compared as numbers.

use std::borrow::Cow;

use super::LONGEST;
use super::letters::{Ending, Letters, change, cut, cuts, region};

/// Words with stems of their own.
const EXCEPTIONS: [(&[u8], &str); 18] = [
    (b"andes", "andes"),
    (b"atlas", "atlas"),
    (b"bias", "bias"),
    (b"cosmos", "cosmos"),
    (b"dying", "die"),
    (b"early", "earli"),
    (b"gently", "gentl"),
    (b"howe", "howe"),
    (b"idly", "idl"),
    (b"lying", "lie"),
    (b"news", "news"),
    (b"only", "onli"),
    (b"singly", "singl"),
    (b"skies", "sky"),
    (b"skis", "ski"),
    (b"sky", "sky"),
    (b"tying", "tie"),
    (b"ugly", "ugli"),
];

/// Words that are left alone behind step 1a.
const INVARIANT: [&[u8]; 8] =
    [b"succeed", b"proceed", b"exceed", b"canning", b"inning", b"earring", b"herring", b"outing"];

/// The stem of a word; `None` if it is too long or holds anything but small plain letters before a possessive ending.
pub(super) fn stem(word: &str) -> Option<Cow<'_, str>> {
    let bytes = word.as_bytes();
    let owner = word.strip_suffix("'s").unwrap_or(word);
    if bytes.len() > LONGEST || !owner.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    if bytes.len() < 3 {
        return Some(word.into());
    }
    if is_bare(owner.as_bytes()) {
        return Some(owner.into());
    }
    if bytes.len() < 7
        && let Some((_, stem)) = EXCEPTIONS.iter().find(|(w, _)| *w == bytes)
    {
        return Some((*stem).into());
    }
    let mut work = Work::new(bytes);
    work.letters.cut(word.len() - owner.len());
    work.plurals();
    let ends_so = matches!(work.letters.word(), [.., b'e', b'd'] | [.., b'n', b'g']);
    if !(ends_so && INVARIANT.contains(&work.letters.word())) {
        work.past_and_gerund();
        work.last_y();
        work.derived();
        work.derived_again();
        work.residual();
        work.last_e_and_l();
    }
    work.letters.word_mut().make_ascii_lowercase();
    Some(work.letters.of(word))
}

/// True if the word ends in no way that a step knows, so that it is its own stem.
fn is_bare(word: &[u8]) -> bool {
    match word {
        [.., a, b'd' | b'r'] => *a != b'e' && !word.ends_with(b"ator"),
        [.., a, b'c'] => *a != b'i',
        [.., a, b't'] => *a != b'n',
        [.., a, b'l'] => !matches!(a, b'a' | b'l' | b'u'),
        [.., a, b'i'] => !matches!(a, b'l' | b't' | b'c' | b'g'),
        [.., a, b, b'n' | b'g' | b'm'] => !matches!([*a, *b], [b'i', b'o' | b'n' | b's']),
        [.., b'e' | b's' | b'y'] => false,
        _ => true,
    }
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u' | b'y')
}

/// A word under work. `Y` stands for a y that is a consonant.
struct Work {
    letters: Letters,
    /// Where the region R1 begins: behind the first consonant behind a vowel.
    r1: usize,
    /// The same within R1.
    r2: usize,
}

impl Work {
    /// Marks consonants y and the two regions.
    fn new(word: &[u8]) -> Self {
        let mut letters = Letters::new(word);
        // The first letter counts as behind a vowel, for y alone.
        let mut vowel = true;
        for letter in letters.word_mut() {
            if *letter == b'y' && vowel {
                *letter = b'Y';
            }
            vowel = is_vowel(*letter);
        }
        let special: [&[u8]; 3] = [b"arsen", b"commun", b"gener"];
        let special = special.iter().find(|s| letters.word().starts_with(s)).map(|s| s.len());
        let r1 = special.unwrap_or_else(|| region(letters.word(), 0, is_vowel));
        let r2 = region(letters.word(), r1, is_vowel);
        Self { letters, r1, r2 }
    }

    /// True if the first `end` letters end in a short syllable.
    fn short_syllable(&self, end: usize) -> bool {
        match &self.letters.word()[..end] {
            [a, b] => is_vowel(*a) && !is_vowel(*b),
            [.., a, b, c] => {
                !is_vowel(*a) && is_vowel(*b) && !is_vowel(*c) && !matches!(c, b'w' | b'x' | b'Y')
            }
            _ => false,
        }
    }

    /// Step 1a.
    fn plurals(&mut self) {
        let gone = match self.letters.word() {
            [.., b's', b's', b'e', b's'] => 2,
            [before @ .., b'i', b'e', b'd' | b's'] => 1 + usize::from(before.len() > 1),
            [.., b'u' | b's', b's'] => 0,
            [before @ .., _, b's'] => usize::from(before.iter().any(|l| is_vowel(*l))),
            _ => 0,
        };
        self.letters.cut(gone);
    }

    /// Step 1b.
    fn past_and_gerund(&mut self) {
        const LONG_E: [Ending; 2] = [change("eedly", "ee"), change("eed", "ee")];
        const GONE: [Ending; 4] = cuts(["ingly", "edly", "ing", "ed"]);
        if !matches!(self.letters.word(), [.., b'e', b'd'] | [.., b'n', b'g'] | [.., b'l', b'y']) {
            return;
        }
        let r1 = self.r1;
        if let Some(long) = self.letters.find(&LONG_E, |_| true) {
            if r1 <= self.letters.len() - long.len {
                self.letters.replace(long.len, long.new);
            }
            return;
        }
        let Some(ending) = self.letters.find(&GONE, |_| true) else { return };
        let start = self.letters.len() - ending.len;
        if !self.letters.word()[..start].iter().any(|l| is_vowel(*l)) {
            return;
        }
        self.letters.cut(ending.len);
        match self.letters.word() {
            [.., b'a', b't'] | [.., b'b', b'l'] | [.., b'i', b'z'] => self.letters.replace(0, "e"),
            [.., a, b] if a == b && b"bdfgmnprt".contains(b) => self.letters.cut(1),
            _ if start == self.r1 && self.short_syllable(start) => self.letters.replace(0, "e"),
            _ => {}
        }
    }

    /// Step 1c.
    fn last_y(&mut self) {
        if let [_, .., a, b'y' | b'Y'] = self.letters.word()
            && !is_vowel(*a)
        {
            self.letters.replace(1, "i");
        }
    }

    /// Step 2.
    fn derived(&mut self) {
        const CI: [Ending; 2] = [change("enci", "ence"), change("anci", "ance")];
        const GI: [Ending; 1] = [change("logi", "log")];
        const LI: [Ending; 8] = [
            change("lessli", "less"),
            change("entli", "ent"),
            change("ousli", "ous"),
            change("fulli", "ful"),
            change("abli", "able"),
            change("alli", "al"),
            change("bli", "ble"),
            cut("li"),
        ];
        const TI: [Ending; 3] = [change("biliti", "ble"), change("aliti", "al"), change("iviti", "ive")];
        const AL: [Ending; 2] = [change("ational", "ate"), change("tional", "tion")];
        const SM: [Ending; 1] = [change("alism", "al")];
        const ON: [Ending; 2] = [change("ization", "ize"), change("ation", "ate")];
        const ER: [Ending; 2] = [change("izer", "ize"), change("ator", "ate")];
        const SS: [Ending; 3] =
            [change("iveness", "ive"), change("fulness", "ful"), change("ousness", "ous")];
        let endings: &[Ending] = match self.letters.word() {
            [.., b'c', b'i'] => &CI,
            // Its l need not be in R1.
            [.., b'o', b'g', b'i'] => &GI,
            [.., b'l', b'i'] => &LI,
            [.., b't', b'i'] => &TI,
            [.., b'a', b'l'] => &AL,
            [.., b's', b'm'] => &SM,
            [.., b'o', b'n'] => &ON,
            [.., b'e' | b'o', b'r'] => &ER,
            [.., b's', b's'] => &SS,
            _ => return,
        };
        let Some(ending) = self.letters.find(endings, |_| true) else { return };
        let start = self.letters.len() - ending.len;
        let fits = match (ending.len, self.letters.word()) {
            (2, [.., before, b'l', b'i']) => self.r1 <= start && b"cdeghkmnrt".contains(before),
            (4, [.., b'o', b'g', b'i']) => self.r1 <= start + 1,
            _ => self.r1 <= start,
        };
        if fits {
            self.letters.replace(ending.len, ending.new);
        }
    }

    /// Step 3.
    fn derived_again(&mut self) {
        const E: [Ending; 3] = [change("icate", "ic"), cut("ative"), change("alize", "al")];
        const I: [Ending; 1] = [change("iciti", "ic")];
        const L: [Ending; 4] =
            [change("ational", "ate"), change("tional", "tion"), change("ical", "ic"), cut("ful")];
        const S: [Ending; 1] = cuts(["ness"]);
        let endings: &[Ending] = match self.letters.word() {
            [.., b'e'] => &E,
            [.., b't', b'i'] => &I,
            [.., b'l'] => &L,
            [.., b's', b's'] => &S,
            _ => return,
        };
        let Some(ending) = self.letters.find(endings, |_| true) else { return };
        let ative = ending.len == 5 && ending.new.is_empty();
        if if ative { self.r2 } else { self.r1 } <= self.letters.len() - ending.len {
            self.letters.replace(ending.len, ending.new);
        }
    }

    /// Step 4.
    fn residual(&mut self) {
        const E: [Ending; 7] = cuts(["ance", "ence", "able", "ible", "ate", "ive", "ize"]);
        const T: [Ending; 4] = cuts(["ement", "ment", "ent", "ant"]);
        const OTHER: [Ending; 8] = cuts(["sion", "tion", "ic", "iti", "al", "ism", "er", "ous"]);
        let endings: &[Ending] = match self.letters.word() {
            [.., b'e'] => &E,
            [.., b't'] => &T,
            _ => &OTHER,
        };
        let Some(ending) = self.letters.find(endings, |_| true) else { return };
        // The s or t before ion stays, and need not be in R2.
        let gone = if self.letters.word().ends_with(b"ion") { 3 } else { ending.len };
        if self.r2 <= self.letters.len() - gone {
            self.letters.cut(gone);
        }
    }

    /// Step 5.
    fn last_e_and_l(&mut self) {
        let start = self.letters.len().saturating_sub(1);
        let goes = match self.letters.word() {
            [.., b'e'] => self.r2 <= start || (self.r1 <= start && !self.short_syllable(start)),
            [.., b'l', b'l'] => self.r2 <= start,
            _ => false,
        };
        self.letters.cut(usize::from(goes));
    }
}

#[cfg(test)]
mod tests {
    use rust_stemmers::{Algorithm, Stemmer};

    use super::*;

    /// Asserts that a word has the stem that rust-stemmers gives it.
    fn check(word: &str) {
        assert_eq!(stem(word).unwrap(), Stemmer::create(Algorithm::English).stem(word), "{word}");
    }

    #[test]
    fn all_words_of_three_letters_and_all_that_end_like_a_word_of_a_list() {
        let letters = "abcdefghilmnoprstuvwxyz";
        for (a, b) in letters.chars().flat_map(|a| letters.chars().map(move |b| (a, b))) {
            check(&format!("{a}{b}'s"));
            letters.chars().for_each(|c| check(&format!("{a}{b}{c}")));
        }
        for (word, _) in EXCEPTIONS {
            check(std::str::from_utf8(word).unwrap());
            check(&format!("{}s", std::str::from_utf8(word).unwrap()));
            check(&format!("{}'s", std::str::from_utf8(word).unwrap()));
        }
        for word in INVARIANT {
            for ending in ["", "s", "ed", "ly", "'s"] {
                check(&format!("{}{ending}", std::str::from_utf8(word).unwrap()));
            }
        }
    }

    #[test]
    fn words_of_other_letters_are_not_for_it() {
        for word in ["città", "don't", "'tis", "s's's", "4th", "U", &"a".repeat(LONGEST + 1)] {
            assert!(stem(word).is_none(), "{word}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(4000))]

        #[test]
        fn any_letters(word in "[a-z]{0,12}|[aeioybdglnstz]{1,9}('s)?") {
            check(&word);
        }

        #[test]
        fn endings_upon_endings(word in "(gener|commun|arsen|[a-z]{0,3}[aeiouy]{0,2}[bdfglmnprstwxyz]{0,2}[aeiouy]?[bdglmnprstvz]{0,2})(anc|enc|og|l|bl|abl|al|full|less|ous|ent|ativ|alit|bilit|ivit|tion|ation|al|ism|iz|at|ive|ful|ness|icat|icit|ic|able|ible|ance|ence|ion|er|or|ous|ant|ment|ement|y|i|e|d|s){0,3}(s|es|ies|ied|us|ss|sses|ed|eed|ing|edly|eedly|ingly|y|i|e|ll|l|er|ly)?('s)?") {
            check(&word);
        }
    }
}
