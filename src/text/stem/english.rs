//! The English stemmer of Snowball (Porter 2) for words of plain letters, on bytes and without allocation.
//!
//! It says the same as rust-stemmers, which a test holds it to, ten times as fast: names, of which news bring ever new ones, are
//! stemmed without looking anything up, and the libraries' search through sorted endings is a match on the last letter here.

use std::borrow::Cow;

use super::LONGEST;

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

/// An ending and what takes its place.
type Ending = (&'static [u8], &'static [u8]);

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
    if let Some((_, stem)) = EXCEPTIONS.iter().find(|(w, _)| *w == bytes) {
        return Some((*stem).into());
    }
    let mut letters = [0; LONGEST];
    letters[..bytes.len()].copy_from_slice(bytes);
    let mut work = Work { letters, len: bytes.len(), r1: 0, r2: 0 };
    work.mark();
    work.len = owner.len();
    work.plurals();
    if !INVARIANT.contains(&work.word()) {
        work.past_and_gerund();
        work.last_y();
        work.derived();
        work.derived_again();
        work.residual();
        work.last_e_and_l();
    }
    work.letters[..work.len].make_ascii_lowercase();
    let stem = work.word();
    Some(match word.get(..stem.len()).filter(|w| w.as_bytes() == stem) {
        Some(stem) => stem.into(),
        None => String::from_utf8_lossy(stem).into_owned().into(),
    })
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
    letters: [u8; LONGEST],
    len: usize,
    /// Where the region R1 begins: behind the first consonant behind a vowel.
    r1: usize,
    /// The same within R1.
    r2: usize,
}

impl Work {
    fn word(&self) -> &[u8] {
        &self.letters[..self.len]
    }

    fn ends_with(&self, ending: &[u8]) -> bool {
        self.word().ends_with(ending)
    }

    /// Marks consonants y and the two regions.
    fn mark(&mut self) {
        let word = &mut self.letters[..self.len];
        let mut vowel = true;
        for letter in &mut *word {
            if *letter == b'y' && vowel {
                *letter = b'Y';
            }
            vowel = is_vowel(*letter);
        }
        // The first letter counts as behind a vowel for y alone.
        let behind = |from: usize| {
            let vowel = word[from..].iter().position(|l| is_vowel(*l)).map(|i| from + i + 1)?;
            word[vowel..].iter().position(|l| !is_vowel(*l)).map(|i| vowel + i + 1)
        };
        let special: [&[u8]; 3] = [b"arsen", b"commun", b"gener"];
        let head = special.iter().find(|s| word.starts_with(s)).map(|s| s.len());
        self.r1 = head.or_else(|| behind(0)).unwrap_or(self.len);
        self.r2 = behind(self.r1).unwrap_or(self.len);
    }

    /// Puts `new` in the place of the last `old` letters.
    fn replace(&mut self, old: usize, new: &[u8]) {
        let start = self.len - old;
        self.letters[start..start + new.len()].copy_from_slice(new);
        self.len = start + new.len();
    }

    /// The first ending that fits, and where it begins.
    fn find(&self, endings: &[Ending]) -> Option<(usize, Ending)> {
        let found = endings.iter().find(|(e, _)| self.ends_with(e))?;
        Some((self.len - found.0.len(), *found))
    }

    /// True if the first `end` letters end in a short syllable.
    fn short_syllable(&self, end: usize) -> bool {
        match &self.letters[..end] {
            [a, b] => is_vowel(*a) && !is_vowel(*b),
            [.., a, b, c] => {
                !is_vowel(*a) && is_vowel(*b) && !is_vowel(*c) && !matches!(c, b'w' | b'x' | b'Y')
            }
            _ => false,
        }
    }

    /// Step 1a.
    fn plurals(&mut self) {
        match self.word() {
            [.., b's', b's', b'e', b's'] => self.len -= 2,
            [before @ .., b'i', b'e', b'd' | b's'] => self.len -= if before.len() > 1 { 2 } else { 1 },
            [.., b'u' | b's', b's'] => {}
            [before @ .., _, b's'] if before.iter().any(|l| is_vowel(*l)) => self.len -= 1,
            _ => {}
        }
    }

    /// Step 1b.
    fn past_and_gerund(&mut self) {
        let endings: &[&[u8]] = match self.word() {
            [.., b'd'] => &[b"eed", b"ed"],
            [.., b'g'] => &[b"ing"],
            [.., b'y'] => &[b"eedly", b"ingly", b"edly"],
            _ => return,
        };
        let Some(ending) = endings.iter().find(|e| self.ends_with(e)) else { return };
        let start = self.len - ending.len();
        if ending.starts_with(b"ee") {
            if self.r1 <= start {
                self.len = start + 2;
            }
            return;
        }
        if !self.letters[..start].iter().any(|l| is_vowel(*l)) {
            return;
        }
        self.len = start;
        match self.word() {
            [.., b'a', b't'] | [.., b'b', b'l'] | [.., b'i', b'z'] => self.replace(0, b"e"),
            [.., a, b] if a == b && b"bdfgmnprt".contains(b) => self.len -= 1,
            _ if start == self.r1 && self.short_syllable(start) => self.replace(0, b"e"),
            _ => {}
        }
    }

    /// Step 1c.
    fn last_y(&mut self) {
        if let [_, .., a, b'y' | b'Y'] = self.word()
            && !is_vowel(*a)
        {
            self.replace(1, b"i");
        }
    }

    /// Step 2.
    fn derived(&mut self) {
        let endings: &[Ending] = match self.word() {
            [.., b'c', b'i'] => &[(b"enci", b"ence"), (b"anci", b"ance")],
            [.., b'g', b'i'] => &[(b"ogi", b"og")],
            [.., b'l', b'i'] => &[
                (b"abli", b"able"),
                (b"entli", b"ent"),
                (b"ousli", b"ous"),
                (b"fulli", b"ful"),
                (b"lessli", b"less"),
                (b"alli", b"al"),
                (b"bli", b"ble"),
                (b"li", b""),
            ],
            [.., b't', b'i'] => &[(b"biliti", b"ble"), (b"aliti", b"al"), (b"iviti", b"ive")],
            [.., b'a', b'l'] => &[(b"ational", b"ate"), (b"tional", b"tion")],
            [.., b's', b'm'] => &[(b"alism", b"al")],
            [.., b'o', b'n'] => &[(b"ization", b"ize"), (b"ation", b"ate")],
            [.., b'r'] => &[(b"izer", b"ize"), (b"ator", b"ate")],
            [.., b's', b's'] => &[(b"iveness", b"ive"), (b"fulness", b"ful"), (b"ousness", b"ous")],
            _ => return,
        };
        let Some((start, (ending, new))) = self.find(endings).filter(|(start, _)| self.r1 <= *start) else {
            return;
        };
        let before = self.letters[..start].last().copied().unwrap_or_default();
        let fits = match ending {
            b"ogi" => before == b'l',
            b"li" => b"cdeghkmnrt".contains(&before),
            _ => true,
        };
        if fits {
            self.replace(ending.len(), new);
        }
    }

    /// Step 3.
    fn derived_again(&mut self) {
        let endings: &[Ending] = match self.word() {
            [.., b'e'] => &[(b"icate", b"ic"), (b"ative", b""), (b"alize", b"al")],
            [.., b'i'] => &[(b"iciti", b"ic")],
            [.., b'l'] => &[(b"ical", b"ic"), (b"ational", b"ate"), (b"tional", b"tion"), (b"ful", b"")],
            [.., b's'] => &[(b"ness", b"")],
            _ => return,
        };
        if let Some((start, (ending, new))) = self.find(endings)
            && self.r1 <= start
            && (ending != b"ative" || self.r2 <= start)
        {
            self.replace(ending.len(), new);
        }
    }

    /// Step 4.
    fn residual(&mut self) {
        let endings: &[&[u8]] = match self.word() {
            [.., b'e'] => &[b"ance", b"ence", b"able", b"ible", b"ate", b"ive", b"ize"],
            [.., b't'] => &[b"ement", b"ment", b"ent", b"ant"],
            [.., b'n'] => &[b"ion"],
            [.., b'c'] => &[b"ic"],
            [.., b'i'] => &[b"iti"],
            [.., b'l'] => &[b"al"],
            [.., b'm'] => &[b"ism"],
            [.., b'r'] => &[b"er"],
            [.., b's'] => &[b"ous"],
            _ => return,
        };
        let Some(ending) = endings.iter().find(|e| self.ends_with(e)) else { return };
        let start = self.len - ending.len();
        let fits = *ending != b"ion" || matches!(self.letters[..start].last(), Some(b's' | b't'));
        if self.r2 <= start && fits {
            self.len = start;
        }
    }

    /// Step 5.
    fn last_e_and_l(&mut self) {
        let start = self.len.saturating_sub(1);
        let goes = match self.word() {
            [.., b'e'] => self.r2 <= start || (self.r1 <= start && !self.short_syllable(start)),
            [.., b'l', b'l'] => self.r2 <= start,
            _ => false,
        };
        self.len -= usize::from(goes);
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
        for (a, b, c) in letters.chars().flat_map(|a| letters.chars().map(move |b| (a, b))).flat_map(|(a, b)| letters.chars().map(move |c| (a, b, c))) {
            check(&format!("{a}{b}{c}"));
            check(&format!("{a}{b}'s"));
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
