//! The Italian stemmer of Snowball for words of plain letters, on bytes and without allocation; the same as rust-stemmers, which a
//! test holds it to, and many times as fast.

use std::borrow::Cow;

use super::LONGEST;
use super::letters::{Ending, Letters, change, cuts, region};

// Of endings that end alike the longest comes first.

/// Pronouns that hang on a verb.
const PRONOUNS: [Ending; 37] = cuts([
    "gliela", "gliele", "gliene", "glieli", "glielo", "cela", "mela", "tela", "vela", "cele", "mele", "tele",
    "vele", "cene", "mene", "sene", "tene", "vene", "celi", "meli", "teli", "veli", "celo", "melo", "telo",
    "velo", "gli", "la", "le", "ne", "ci", "li", "mi", "si", "ti", "vi", "lo",
]);

/// Endings of nouns and adjectives that go from R2, by their last letter.
const NOUN_A: [Ending; 4] = cuts(["ista", "anza", "ica", "osa"]);
const NOUN_E: [Ending; 10] =
    cuts(["atrice", "abile", "ibile", "mente", "iche", "ante", "iste", "anze", "ice", "ose"]);
const NOUN_I: [Ending; 9] = cuts(["atrici", "abili", "ibili", "ichi", "ismi", "anti", "isti", "ici", "osi"]);
const NOUN_O: [Ending; 3] = cuts(["ismo", "ico", "oso"]);

/// Endings of nouns that are changed, from R2 on.
const NOUN_CHANGED: [Ending; 8] = [
    change("logia", "log"),
    change("enza", "ente"),
    change("usione", "u"),
    change("uzione", "u"),
    change("logie", "log"),
    change("enze", "ente"),
    change("usioni", "u"),
    change("uzioni", "u"),
];

/// Endings of verbs, by their last letter.
const VERB_A: [Ending; 8] = cuts(["isca", "enda", "ata", "ita", "uta", "ava", "eva", "iva"]);
const VERB_E: [Ending; 19] = cuts([
    "erebbe", "irebbe", "ereste", "ireste", "avate", "evate", "ivate", "erete", "irete", "isce", "ende",
    "asse", "are", "ere", "ire", "ate", "ete", "ite", "ute",
]);
const VERB_I: [Ending; 15] = cuts([
    "eresti", "iresti", "erai", "irai", "isci", "endi", "erei", "irei", "assi", "ati", "iti", "uti", "avi",
    "evi", "ivi",
]);
const VERB_O: [Ending; 38] = cuts([
    "erebbero", "irebbero", "assimo", "eremmo", "iremmo", "iscano", "eranno", "iranno", "iscono", "assero",
    "essero", "issero", "avamo", "evamo", "ivamo", "eremo", "iremo", "avano", "evano", "ivano", "arono",
    "erono", "irono", "isco", "ando", "endo", "iamo", "ammo", "emmo", "immo", "ano", "ono", "ato", "ito",
    "uto", "avo", "evo", "ivo",
]);
const VERB_R: [Ending; 2] = cuts(["ar", "ir"]);

/// The stem of a word; `None` if it is too long or holds anything but small plain letters.
pub(super) fn stem(word: &str) -> Option<Cow<'_, str>> {
    if word.len() > LONGEST || !word.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    if is_bare(word) {
        return Some(word.into());
    }
    let mut work = Work::new(word.as_bytes());
    work.pronoun();
    if !work.noun() {
        work.verb();
    }
    work.vowel();
    work.letters.word_mut().make_ascii_lowercase();
    Some(work.letters.of(word))
}

/// True if nothing is taken off the word: all endings end in a vowel or an r, or leave an h.
fn is_bare(word: &str) -> bool {
    !word.ends_with(['a', 'e', 'i', 'o', 'r', 'h'])
}

fn is_vowel(letter: u8) -> bool {
    matches!(letter, b'a' | b'e' | b'i' | b'o' | b'u')
}

/// A word under work. `U` and `I` stand for letters that are no vowels here.
struct Work {
    letters: Letters,
    /// Where the regions begin.
    rv: usize,
    r1: usize,
    r2: usize,
}

impl Work {
    /// Marks u and i that are no vowels, and the regions.
    fn new(word: &[u8]) -> Self {
        let mut letters = Letters::new(word);
        let word = letters.word_mut();
        for i in 1..word.len() {
            let between = || is_vowel(word[i - 1]) && word.get(i + 1).is_some_and(|l| is_vowel(*l));
            match word[i] {
                b'u' if word[i - 1] == b'q' || between() => word[i] = b'U',
                b'i' if between() => word[i] = b'I',
                _ => {}
            }
        }
        let word = letters.word();
        let after = |sought: bool| word.iter().skip(2).position(|l| is_vowel(*l) == sought).map(|i| i + 3);
        let rv = match word {
            [a, b, ..] if is_vowel(*a) && is_vowel(*b) => after(false),
            [_, b, ..] if !is_vowel(*b) => after(true),
            [_, _, _, ..] => Some(3),
            _ => None,
        };
        let rv = rv.unwrap_or(word.len());
        let r1 = region(word, 0, is_vowel);
        let r2 = region(word, r1, is_vowel);
        Self { letters, rv, r1, r2 }
    }

    /// Takes the first fitting ending off, if it begins in a region.
    fn take(&mut self, endings: &[Ending], region: usize) -> bool {
        let Some(ending) = self.letters.find(endings, |_| true) else { return false };
        let inside = region <= self.letters.len() - ending.len;
        if inside {
            self.letters.replace(ending.len, ending.new);
        }
        inside
    }

    /// Takes a pronoun off a gerund or an infinitive.
    fn pronoun(&mut self) {
        if !matches!(
            self.letters.word(),
            [.., b'l', b'a' | b'e' | b'i' | b'o']
                | [.., b'n', b'e']
                | [.., b'c' | b'm' | b's' | b't' | b'v', b'i']
        ) {
            return;
        }
        let Some(pronoun) = self.letters.find(&PRONOUNS, |_| true) else { return };
        let start = self.letters.len() - pronoun.len;
        match &self.letters.word()[..start] {
            [.., b'a' | b'e', b'n', b'd', b'o'] if self.rv + 4 <= start => self.letters.cut(pronoun.len),
            [.., b'a' | b'e' | b'i', b'r'] if self.rv + 2 <= start => self.letters.replace(pronoun.len, "e"),
            _ => {}
        }
    }

    /// Takes the ending of a noun, an adjective or an adverb off; false if there is none, or not in its region.
    fn noun(&mut self) -> bool {
        const ADVERB: [Ending; 1] = cuts(["amente"]);
        const BEFORE_ADVERB: [Ending; 4] = cuts(["abil", "ic", "os", "iv"]);
        const AT: [Ending; 1] = cuts(["at"]);
        const IC: [Ending; 1] = cuts(["ic"]);
        const ACTION: [Ending; 4] = cuts(["azione", "azioni", "atore", "atori"]);
        let (r1, r2, rv) = (self.r1, self.r2, self.rv);
        match self.letters.word() {
            [.., b'a', b'm', b'e', b'n', b't', b'e'] => {
                let taken = self.take(&ADVERB, r1);
                let iv = self.letters.word().ends_with(b"iv");
                if taken && self.take(&BEFORE_ADVERB, r2) && iv {
                    self.take(&AT, r2);
                }
                taken
            }
            [.., b'a' | b'i', b'm', b'e', b'n', b't', b'o' | b'i'] => {
                let inside = rv <= self.letters.len() - 6;
                self.letters.cut(if inside { 6 } else { 0 });
                inside
            }
            [.., b'i', b'v', b'a' | b'e' | b'i' | b'o'] => {
                let inside = r2 <= self.letters.len() - 3;
                self.letters.cut(if inside { 3 } else { 0 });
                if inside && self.take(&AT, r2) {
                    self.take(&IC, r2);
                }
                inside
            }
            [.., b'o', b'n' | b'r', b'e' | b'i']
                if self.letters.find(&ACTION, |_| true).is_some() =>
            {
                let taken = self.take(&ACTION, r2);
                if taken {
                    self.take(&IC, r2);
                }
                taken
            }
            [.., b'a'] => self.take(&NOUN_CHANGED, r2) || self.take(&NOUN_A, r2),
            [.., b'e'] => self.take(&NOUN_CHANGED, r2) || self.take(&NOUN_E, r2),
            [.., b'i'] => self.take(&NOUN_CHANGED, r2) || self.take(&NOUN_I, r2),
            [.., b'o'] => self.take(&NOUN_O, r2),
            _ => false,
        }
    }

    /// Takes the longest ending of a verb off that lies in RV.
    fn verb(&mut self) {
        let endings: &[Ending] = match self.letters.word() {
            [.., b'a'] => &VERB_A,
            [.., b'e'] => &VERB_E,
            [.., b'i'] => &VERB_I,
            [.., b'o'] => &VERB_O,
            [.., b'r'] => &VERB_R,
            _ => return,
        };
        let rv = self.rv;
        if let Some(ending) = self.letters.find(endings, |start| rv <= start) {
            self.letters.cut(ending.len);
        }
    }

    /// Takes a last vowel off, an i before it, and an h that makes a c or g hard.
    fn vowel(&mut self) {
        let reaches = |letters: &Letters, last: usize| self.rv + last <= letters.len();
        if matches!(self.letters.word(), [.., b'a' | b'e' | b'i' | b'o']) && reaches(&self.letters, 1) {
            self.letters.cut(1);
            if self.letters.word().ends_with(b"i") && reaches(&self.letters, 1) {
                self.letters.cut(1);
            }
        }
        if matches!(self.letters.word(), [.., b'c' | b'g', b'h']) && reaches(&self.letters, 2) {
            self.letters.cut(1);
        }
    }
}

#[cfg(test)]
mod tests {
    use rust_stemmers::{Algorithm, Stemmer};

    use super::*;

    /// Asserts that a word has the stem that rust-stemmers gives it.
    fn check(word: &str) {
        assert_eq!(stem(word).unwrap(), Stemmer::create(Algorithm::Italian).stem(word), "{word}");
    }

    #[test]
    fn all_words_of_three_letters_and_every_ending() {
        let letters = b"abcdefghilmnopqrstuvz";
        for a in letters {
            for b in letters {
                for c in letters {
                    check(std::str::from_utf8(&[*a, *b, *c]).unwrap());
                }
            }
        }
        for tables in [
            &PRONOUNS[..],
            &NOUN_A,
            &NOUN_E,
            &NOUN_I,
            &NOUN_O,
            &NOUN_CHANGED,
            &VERB_A,
            &VERB_E,
            &VERB_I,
            &VERB_O,
            &VERB_R,
        ] {
            for ending in tables {
                for head in ["", "t", "st", "par", "cantar", "portand", "guid", "aiuol", "quest", "attac"] {
                    check(&format!("{head}{}", ending.old()));
                }
            }
        }
    }

    #[test]
    fn words_of_other_letters_are_not_for_it() {
        for word in ["città", "dell'", "l'isis", "4g", "U", &"a".repeat(LONGEST + 1)] {
            assert!(stem(word).is_none(), "{word}");
        }
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(4000))]

        #[test]
        fn any_letters(word in "[a-z]{0,12}|[aeiouqcghrtn]{1,9}") {
            check(&word);
        }

        #[test]
        fn endings_upon_endings(word in "([a-z]{0,2}[aeiou]{0,2}[bcdfglmnprstvz]{0,2}[aeiou]?[bcdglmnprstvz]{0,2})(ic|abil|os|iv|ativ|icativ|at|and|end|ar|er|ir|log|ist|anz|enz|ic|ich|atric|ibil|usion|azion|uzion|icazion|ator|ant|ment|ament|iment|ism|isc|av|ev|ass|ess|iss|erebb|erem|er|on|an|ann|cch|gh){0,2}(a|e|i|o|mo|no|ro|ro|te|sti|amente|ci|gli|la|lo|mene|gliela|telo|io|ia|ie|ii|h)?") {
            check(&word);
        }
    }
}
