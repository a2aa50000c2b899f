use proptest::prelude::*;

use super::*;
use crate::text::language::Language;

fn map_of(text: &str) -> Map {
    let mut map = Map::default();
    map.read(text);
    map
}

/// Cuts `text` and checks that a `|` stands in `marked` wherever a sentence ends.
fn check(language: Language, marked: &str) {
    let text = marked.replace('|', "");
    let mut found = Vec::new();
    let map = map_of(&text);
    let mut splitter = Splitter::new(&text, &map, Resources::of(language));
    splitter.split(0, text.len(), |a, b| found.push(text[a..b].to_owned()));
    assert_eq!(found, marked.split('|').map(str::trim).collect::<Vec<_>>());
}

#[test]
fn english_abbreviations_initials_and_numbers() {
    for marked in [
        "The U.S. forces left.| They had come in Jan. 2014.| Nobody knew.",
        "Gen. John A. Miller met Sen. Anna B. Stone in Washington, D.C. on Monday.| Both agreed.",
        "It was built by Acme Inc. in 1999 for Brown & Co.| It is gone.",
        "They flew to the U.S.| He stayed at home.",
        "At 9 p.m. Dr. Gray called.",
        "The meeting with the press ended at 9 p.m.| Dr. Gray then left.",
        "It cost 1.5 million.| Nobody paid.",
        "See fig. 3 and p. 12.| Then read on.",
        "He quoted Lee et al. in his thesis.| It passed.",
        "That is the end of modern art.| Painters disagree.",
        "The answer was no.| Smith left.",
    ] {
        check(Language::ENGLISH, marked);
    }
}

#[test]
fn english_quotations() {
    for marked in [
        "“We will come back.” she said.| Nobody believed her.",
        "“Why now?” Anna Gray asked.| He shrugged.",
        "“Why now?”| Anna Gray was silent.",
        "“Go away!” he cried.| “Now!”",
        "He called it a ‘holy war.’| Others laughed.",
        "He asked (was it a joke?) for more.| (It was not.)| She left.",
        "They left in May. [12]| Others stayed.",
        "\"We came. |We saw,\" he wrote.| \"We left.\"",
        "He said: “It is over.”| The room fell silent.",
    ] {
        check(Language::ENGLISH, marked);
    }
}

#[test]
fn ellipses_and_doubled_marks() {
    for marked in [
        "They waited ... and waited.| Nothing came...| Then it rained.",
        "Well … I never.",
        "Really?!| Yes!!| No.",
        "They promised peace [...] and war.| It came.",
        "He stopped . . . .| She went on.",
    ] {
        check(Language::ENGLISH, marked);
    }
}

#[test]
fn missing_spaces_bullets_and_items() {
    for marked in [
        "They began the attack.|The army answered.",
        "Node.js and bbc.co.uk are names.| So is Yahoo! for some.",
        "• Read |• Write |• Rest",
        "1. Read the code. |2. Write it. |3. Rest",
        "The site is example.org.| https://example.org is the same.",
    ] {
        check(Language::ENGLISH, marked);
    }
}

#[test]
fn italian() {
    for marked in [
        "Il dott. Verdi ha parlato con l'on. Neri di 1,5 milioni di euro.| Poi è uscito.",
        "L'art. 12 della legge vale per la S.p.A. di Torino.| Nessuno lo sapeva.",
        "Libri, giornali, ecc. sono bruciati.| Carte, foto, ecc.| Tutto è perso.",
        "«Dove andate?» chiese Anna.| «A casa.»",
        "Il capo disse: «Non cederemo.».| La folla applaudì.",
        "Sono arrivati tardi.| poi sono ripartiti.",
        "La staz. meteorol. è chiusa.| È vero?| Sì!",
        "Nel 2015 erano 30.000.| Oggi sono di più.",
    ] {
        check(Language::ITALIAN, marked);
    }
}

#[test]
fn other_languages() {
    for (language, marked) in [
        (Language::GERMAN, "Am 3. Oktober sprach Prof. Dr. Weber z. B. über Krieg.| Dann ging er."),
        (Language::GERMAN, "»Kommst du?«| »Nein.«| Er ging."),
        (Language::FRENCH, "« Il viendra. » dit M. Morel.| Personne ne le crut."),
        (Language::FRENCH, "Elle cite l’art. 5, p. 12.| L’affaire est close."),
        (Language::SPANISH, "El Sr. Gil vive en EE. UU. desde 1990.| ¿Por qué?| Nadie lo sabe."),
        (Language::ARABIC, "هل عاد؟| نعم.| ثم ذهب."),
        (Language::UNDETERMINED, "雨が降った。|彼は帰った。"),
    ] {
        check(language, marked);
    }
}

#[test]
fn capitals_of_a_headline_tell_nothing_behind_an_abbreviation() {
    check(Language::ENGLISH, "How The Great U.S. Is Losing Ground");
}

/// Texts made to be slow: marks without words, words without marks, one long line of each.
#[test]
fn hostile_texts_are_read_to_their_end() {
    let parts = [
        ". ",
        "a.",
        "“A.” ",
        "1. A ",
        "a@",
        "! ",
        "... ",
        "[1] ",
        "(",
        "U.S. ",
        "\u{301}",
        "• ",
        "a'",
        "http://a)) ",
        "l'",
        "- ",
        "'s ",
    ];
    for part in parts {
        let text = part.repeat(60_000 / part.len());
        let mut end = 0;
        let map = map_of(&text);
        Splitter::new(&text, &map, Resources::of(Language::ENGLISH)).split(0, text.len(), |a, b| {
            assert!(end <= a && a < b);
            end = b;
        });
        assert_eq!(end, text.trim_end().len());
    }
}

proptest! {
    #[test]
    fn sentences_cover_all_that_is_not_white_space(text in r#"([a-zA-Z0-9é]{0,4}[ .!?…"'”“»«()\[\]•;。\n\u{a0}]{0,3}){0,30}|\PC{0,40}"#) {
        for language in [Language::ENGLISH, Language::ITALIAN, Language::GERMAN, Language::FRENCH] {
            let mut at = 0;
            let map = map_of(&text);
            Splitter::new(&text, &map, Resources::of(language)).split(0, text.len(), |a, b| {
                assert!(text[at..a].trim().is_empty(), "{:?} in {text:?}", &text[at..a]);
                assert!(a < b && text[a..b].trim() == &text[a..b]);
                at = b;
            });
            prop_assert!(text[at..].trim().is_empty());
        }
    }

    /// What a few bytes tell against the careful way, in regions of a text.
    #[test]
    fn plain_marks_are_judged_as_the_careful_way_judges_them(
        text in r#"((the |a |“|"|\(|Mr|Gen|etc|Prof|no|p|U\.S|12|2|B|Inc|co-op|dell'art|on|café|“Why|iPhone|Anna Rossi|said|asked|x|\p{L}{1,3}|harbour|Is)([.!?…;]{1,2}|[.!?][”"’')»\]]|\. \. \.| |, |\n)( |\n|  |\u{a0}|)){0,24}|([a-zA-Z0-9é]{0,4}[ .!?…"'”“»«()\[\]•;。\n\u{a0}]{0,3}){0,30}"#,
        cut in 0usize..120,
    ) {
        let cut = (0..=cut.min(text.len())).rev().find(|i| text.is_char_boundary(*i)).unwrap_or(0);
        let languages = [Language::ENGLISH, Language::ITALIAN, Language::GERMAN, Language::FRENCH, Language::UNDETERMINED];
        for language in languages {
            let sentences = |careful: bool| {
                let mut found = Vec::new();
                // The careful way starts at every byte that may be a mark, whatever stands beside it.
                let map = if careful { Map::of_ends(&text) } else { map_of(&text) };
                let mut splitter = Splitter::new(&text, &map, Resources::of(language));
                for (from, to) in [(0, cut), (cut, text.len())] {
                    let push = |a: usize, b: usize| found.push(&text[a..b]);
                    if careful {
                        splitter.split_by(|_, _, _, _| Plain::Unclear, from, to, push);
                    } else {
                        splitter.split(from, to, push);
                    }
                }
                found
            };
            prop_assert_eq!(sentences(false), sentences(true));
        }
    }
}
