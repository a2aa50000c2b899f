//! Words that a stemmer takes nothing off, as a glance at their last letters tells: names, mostly, of which news bring ever new ones.

/// True for English words of small plain letters that end in no way that a step of the stemmer knows.
pub(super) fn is_bare_english(word: &str) -> bool {
    let bytes = word.as_bytes();
    bytes.len() > 2
        && bytes.iter().all(u8::is_ascii_lowercase)
        && match bytes {
            [.., a, b'd' | b'r'] => *a != b'e' && !word.ends_with("ator"),
            [.., a, b'c'] => *a != b'i',
            [.., a, b't'] => *a != b'n',
            [.., a, b'l'] => !matches!(a, b'a' | b'l' | b'u'),
            [.., a, b'i'] => !matches!(a, b'l' | b't' | b'c' | b'g'),
            [.., a, b, b'n' | b'g' | b'm'] => !matches!([*a, *b], [b'i', b'o' | b'n' | b's']),
            [.., b'e' | b's' | b'y'] => false,
            _ => true,
        }
}

/// True for Italian words of plain letters that the stemmer takes nothing off: it knows endings in a vowel or an r, and an h that
/// such an ending leaves.
pub(super) fn is_bare_italian(word: &str) -> bool {
    word.is_ascii() && !word.ends_with(['a', 'e', 'i', 'o', 'r', 'h'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_stemmers::{Algorithm, Stemmer};

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(3000))]

        #[test]
        fn bare_words_are_their_own_stems(
            word in "[a-z]{1,9}|[a-z]{0,6}(ed|er|ator|ion|ing|ism|al|ic|ant|ful|ili|ogi|all)[a-z]?",
            words in "[a-z' ]{0,12}|[a-z]{1,7}(isc|ar|an|iam|er|on|ch|qu)?[b-dfgj-z'.0-9]",
        ) {
            if is_bare_english(&word) {
                let stemmer = Stemmer::create(Algorithm::English);
                prop_assert_eq!(stemmer.stem(&word), word.as_str());
            }
            if is_bare_italian(&words) {
                let stemmer = Stemmer::create(Algorithm::Italian);
                prop_assert_eq!(stemmer.stem(&words), words.as_str());
            }
        }
    }

    #[test]
    fn all_bare_words_of_three_letters_are_their_own_stems() {
        let stemmer = Stemmer::create(Algorithm::English);
        for a in 'a'..='z' {
            for b in 'a'..='z' {
                for c in 'a'..='z' {
                    let word = String::from_iter([a, b, c]);
                    assert!(!is_bare_english(&word) || stemmer.stem(&word) == word, "{word}");
                }
            }
        }
    }
}
