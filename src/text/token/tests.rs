use proptest::prelude::*;

use super::*;
use crate::scan::Map;
use crate::text::document::{Gap, Sentence, SentenceKind, Span};
use crate::text::language::Language;

fn read_as_one(text: &str, language: Language, apostrophes: &[u32], short: bool) -> (Vec<String>, Vec<Gap>) {
    let mut vocabulary = Vocabulary::new(language);
    let mut document = Document::new();
    let span = Span::new(0, text.len());
    document.sentences.push(Sentence { span, first: 0, last: 0, paragraph: 0, kind: SentenceKind::Body });
    let marks = Marks { apostrophes, ..Marks::default() };
    let mut map = Map::default();
    map.read(text);
    fill(text, short.then(|| map.words()), marks, &mut vocabulary, &mut document);
    for token in &document.tokens {
        assert_eq!(token.span().of(text), vocabulary.surface(token.form));
    }
    let words = document.tokens.iter().map(|t| t.span().of(text).to_owned()).collect();
    (words, document.tokens.iter().map(|t| t.gap).collect())
}

fn words(text: &str, language: Language) -> Vec<String> {
    read_as_one(text, language, &[], true).0
}

#[test]
fn english_words() {
    for (text, expected) in [
        ("They don't trust the group's well-known aims.", "They|don't|trust|the|group's|well|known|aims"),
        ("He didn’t pay $1,500.50 at 12:30.", "He|didn’t|pay|1,500.50|at|12:30"),
        ("The states' rights, O'Hara's 20th book", "The|states'|rights|O'Hara's|20th|book"),
        ("He called them 'fighters' and left", "He|called|them|fighters|and|left"),
        ("The U.S. and the U.K., e.g. at 5 p.m.", "The|U.S.|and|the|U.K.|e.g.|at|5|p.m."),
        (
            "See https://example.org/a-b?c=1, or www.example.org.",
            "See|https://example.org/a-b?c=1|or|www.example.org",
        ),
        (
            "Mail anna-maria@example.org or @anna_m #CyberWar!",
            "Mail|anna-maria@example.org|or|@anna_m|#CyberWar",
        ),
        ("snake_case _emphasis_ C# a@b", "snake_case|emphasis|C|a|b"),
        ("naïve façades—“smart” ones…", "naïve|façades|smart|ones"),
        ("1.first 2.second", "1|first|2|second"),
    ] {
        assert_eq!(words(text, Language::ENGLISH).join("|"), expected);
    }
}

#[test]
fn italian_words() {
    for (text, expected) in [
        ("L'attacco dell’Isis all'alba", "L'|attacco|dell’|Isis|all'|alba"),
        ("C'è un po' d'acqua, 1,5 milioni", "C'|è|un|po'|d'|acqua|1,5|milioni"),
        ("un'altra volta quest'anno", "un'|altra|volta|quest'|anno"),
        ("la parola 'casa' e l'«Europa»", "la|parola|casa|e|l'|Europa"),
        ("Il Dott. Rossi di McDonald's", "Il|Dott|Rossi|di|McDonald's"),
    ] {
        assert_eq!(words(text, Language::ITALIAN).join("|"), expected);
    }
}

#[test]
fn a_double_quote_marked_as_an_apostrophe_acts_as_one() {
    let (found, _) = read_as_one("the group\"s aims", Language::ENGLISH, &[9], true);
    assert_eq!(found, ["the", "group\"s", "aims"]);
    let (found, _) = read_as_one("l\"attacco", Language::ITALIAN, &[1], true);
    assert_eq!(found, ["l\"", "attacco"]);
    assert_eq!(words("the group\"s aims", Language::ENGLISH), ["the", "group", "s", "aims"]);
}

#[test]
fn gaps_tell_what_phrases_may_cross() {
    use Gap::{Joined, Mark, Space};
    let gaps = |text| read_as_one(text, Language::ITALIAN, &[], true).1;
    assert_eq!(gaps("cyber-attack"), [Mark, Joined]);
    assert_eq!(gaps("cyber “attack”"), [Mark, Space]);
    assert_eq!(gaps("cyber, attack"), [Mark, Mark]);
    assert_eq!(gaps("cyber - attack"), [Mark, Mark]);
    assert_eq!(gaps("cyber—attack"), [Mark, Mark]);
    assert_eq!(gaps("cyber-\nattack"), [Mark, Joined]);
    assert_eq!(gaps("dell'Isis"), [Mark, Joined]);
    assert_eq!(gaps("dell'\"Isis\""), [Mark, Space]);
}

proptest! {
    #[test]
    fn both_ways_cut_alike(text in r#"([a-zA-Z0-9]{0,3}[ '’".,:@_\-#/é中\u{301}\u{ad}\n]{0,2}|\PC|www\.|http://){0,40}"#, at in 0u32..40) {
        for language in [Language::ENGLISH, Language::ITALIAN, Language::UNDETERMINED] {
            prop_assert_eq!(
                read_as_one(&text, language, &[at], true),
                read_as_one(&text, language, &[at], false)
            );
        }
    }

    #[test]
    fn tokens_are_in_order_and_hold_a_letter_or_digit(text in r"\PC{0,60}") {
        let mut at = 0;
        for word in words(&text, Language::ITALIAN) {
            prop_assert!(word.chars().any(char::is_alphanumeric), "{word:?}");
            let found = text[at..].find(&word);
            prop_assert!(found.is_some());
            at += found.unwrap_or(0) + word.len();
        }
    }
}
