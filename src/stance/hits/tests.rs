use proptest::prelude::*;

use super::*;
use crate::text::{self, Language, Marks};

/// Reads a text both ways, with a hit at every token that `picks` names, and compares.
fn compare(language: Language, text: &str, removed: &[Span], picks: &[bool]) -> Result<(), TestCaseError> {
    let rules = StanceRules::builtin(language).unwrap();
    let (mut vocabulary, mut document) = (Vocabulary::new(language), Document::new());
    let marks = Marks { removed, ..Marks::default() };
    text::read(text, marks, &mut vocabulary, &mut document);
    let mut reading = Reading::default();
    read(rules, text, &document, &vocabulary, &mut StanceCache::new(), &[], Wanted::All, &mut reading);
    let mut hits = Vec::new();
    for (s, sentence) in document.sentences.iter().enumerate() {
        // Single words and pairs.
        let range = sentence.token_range();
        let picked = range.clone().filter(|k| picks[k % picks.len()]);
        let pairs = picked.map(|k| (k, (k + 1 + k % 2).min(range.end)));
        if sentence.kind != SentenceKind::Boilerplate {
            hits.extend(pairs.map(|(a, b)| (s as u32, (a as u32, b as u32), SpanReading::default())));
        }
    }
    let mut cache = StanceCache::new();
    // Twice, so that buffers that are not empty are met as well.
    for _ in 0..2 {
        let mut spots = hits.iter_mut().map(|(sentence, tokens, reading)| Spot {
            sentence: *sentence,
            tokens: *tokens,
            reading,
        });
        of_hits(rules, text, &document, &vocabulary, &mut cache, &[], &mut spots);
        for (s, (first, last), told) in &hits {
            let tokens = &document.tokens[*first as usize..*last as usize];
            let span = Span { start: tokens[0].start, end: tokens[tokens.len() - 1].end };
            let SpanReading { stance, voice, .. } = of_span(&reading, &document, *s as usize, span);
            prop_assert_eq!((stance, voice), (told.stance, told.voice), "{:?} in {:?}", span.of(text), text);
        }
    }
    Ok(())
}

fn languages() -> impl Iterator<Item = Language> {
    ["en", "it", "de", "fr", "es"].into_iter().filter_map(Language::from_tag)
}

/// Sentences, marks and breaks that the rules turn on.
const PARTS: &[&str] = &[
    "The minister said ",
    "Officials ",
    "she said ",
    "he warned that ",
    "according to police ",
    "the claim that ",
    "did not ",
    "would ",
    "may ",
    "if ",
    "no doubt ",
    "failed to ",
    "afraid that ",
    "wants to ",
    "threatens ",
    "little ",
    "happened ",
    "not only ",
    "no longer ",
    "without ",
    "impossible ",
    "it is unclear whether ",
    "arriverà ",
    "colpire ",
    "reportedly ",
    "Update",
    "Anna Keller",
    "the group ",
    "attacked ",
    "is weak ",
    "steal the data ",
    "Berlin ",
    "also ",
    "later ",
    "is ",
    "was not ",
    "That ",
    "that ",
    "and ",
    "but ",
    "who ",
    "told reporters ",
    "adding that ",
    "Secondo la polizia ",
    "ha detto che ",
    "non ",
    "avrebbe ",
    "señaló el ministro que ",
    "según explicó ",
    "no tiene ",
    "habría atacado ",
    "sino ",
    "le groupe n'a ",
    "ne menace ",
    "pas ",
    "qu'une attaque ",
    "possible ",
    "sont limités ",
    "le porte-parole ",
    "selon ",
    "se ",
    "sagte ",
    "nach Angaben der Polizei ",
    "dem Bericht zufolge ",
    "seiner Ansicht nach ",
    "Kommt es ",
    "wenn ",
    "wird ",
    "nach dem Angriff ",
    "die Bank ",
    "nicht ",
    "à son avis, ",
    "a su juicio ",
    "in her view ",
    "a dit le maire, ",
    "al-",
    "-",
    "und ",
    ", ",
    ", ",
    ". ",
    ". ",
    ". ",
    "? ",
    "! ",
    ": ",
    "; ",
    " – ",
    "(",
    ") ",
    "… ",
    "’s ",
    "n't ",
    "“",
    "”",
    "\"",
    "\" ",
    "‘",
    "’ ",
    "«",
    "» ",
    "“Yes.” ",
    "“so-called” ",
    "“We will come back to your bank,” ",
    "\n\n",
    "\n\n",
    "\r\r",
    "\u{2029}",
    "\n",
    "x\u{301} ",
    "猫 ",
    "🦀 ",
];

fn parts() -> impl Strategy<Value = &'static str> {
    prop::sample::select(PARTS)
}

fn texts() -> impl Strategy<Value = String> {
    prop::collection::vec(parts(), 1..50).prop_map(|parts| parts.concat())
}

/// Texts of which cleaning set some stretches aside: about quotations, inside them, and over their edges.
fn cleaned() -> impl Strategy<Value = (String, Vec<Span>)> {
    let quoted = prop::sample::select(vec![
        "“",
        "” ",
        "”, ",
        "” – ",
        "“so-called” ",
        "‘weak’ ",
        "\"",
        "\" ",
        "“We will come back to your bank,” ",
        "Play the video “Our winter at the lake” ",
        "she said. ",
        "he said, ",
        "The minister said ",
        "reported Anna Keller. ",
        "(Anna Keller said) ",
        "the group attacked Berlin ",
        ". ",
        "\n\n",
    ]);
    let part = prop_oneof![2 => quoted, 1 => parts()];
    let part = (part, prop::bool::weighted(0.1), 0..3usize);
    prop::collection::vec(part, 1..50).prop_map(|parts| {
        let (mut text, mut removed) = (String::new(), Vec::<Span>::new());
        let mut left = 0;
        for (part, begins, more) in parts {
            let start = text.len();
            text.push_str(part);
            left = if begins { more + 1 } else { usize::saturating_sub(left, 1) };
            if left > 0 {
                match removed.last_mut().filter(|r| r.end as usize == start) {
                    Some(before) => before.end = text.len() as u32,
                    None => removed.push(Span::new(start, text.len())),
                }
            }
        }
        (text, removed)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(if cfg!(debug_assertions) { 600 } else { 20_000 }))]

    #[test]
    fn hits_are_told_as_the_whole_reading_tells_them(
        text in texts(),
        picks in prop::collection::vec(prop::bool::weighted(0.2), 1..40),
        cut in 0..2000usize,
    ) {
        // One in four has a stretch that cleaning set aside.
        let at = text.char_indices().map(|(k, _)| k).nth(cut);
        let removed: Vec<Span> = at.map(|k| Span::new(k, (k + 20).min(text.len()))).into_iter().collect();
        for language in languages() {
            compare(language, &text, &removed, &picks)?;
        }
    }

    #[test]
    fn what_was_set_aside_about_quotations_changes_nothing(
        (text, removed) in cleaned(),
        picks in prop::collection::vec(prop::bool::weighted(0.3), 1..40),
    ) {
        for language in languages() {
            compare(language, &text, &removed, &picks)?;
        }
    }

    #[test]
    fn and_in_any_text(text in "(\\PC|[ “”\",.:?]){0,200}", picks in prop::collection::vec(any::<bool>(), 1..9)) {
        for language in languages() {
            compare(language, &text, &[], &picks)?;
        }
    }
}

#[test]
fn half_a_quotation_that_was_set_aside_is_read_with_its_paragraphs() {
    let text = "Berlin did not The minister said \n\n“so-called” attacked Update";
    let removed = [Span::new(19, 39)];
    for language in languages() {
        compare(language, text, &removed, &[true]).unwrap();
    }
}

#[test]
fn words_that_a_report_looks_ahead_to_may_be_quoted() {
    let text = "The minister said The minister said “The minister said \n\n – Update«she said ";
    let sixth = [false, false, false, false, false, false, true];
    for language in languages() {
        compare(language, text, &[], &sixth).unwrap();
    }
}

#[test]
fn what_stands_behind_a_paragraph_without_words_is_known() {
    let text = "told reporters The minister said “so-called” sagte \n\n, \n\nThe minister said ";
    let removed = [Span::new(62, 78)];
    for language in languages() {
        compare(language, text, &removed, &[true]).unwrap();
    }
}

#[test]
fn sentences_of_the_tables_are_told_as_the_whole_reading_tells_them() {
    let tables = [
        ("de", include_str!("../../../tests/suite/readings/de.tsv")),
        ("en", include_str!("../../../tests/suite/readings/en.tsv")),
        ("es", include_str!("../../../tests/suite/readings/es.tsv")),
        ("fr", include_str!("../../../tests/suite/readings/fr.tsv")),
        ("it", include_str!("../../../tests/suite/readings/it.tsv")),
    ];
    for (language, table) in tables {
        let language = Language::from_tag(language).unwrap();
        let sentences: Vec<String> = table
            .lines()
            .filter(|l| !l.starts_with('#'))
            .filter_map(|l| l.split('\t').next().filter(|s| !s.is_empty()))
            .map(|s| s.replace('¶', "\n\n"))
            .collect();
        for pair in sentences.chunks(2) {
            compare(language, &pair[0], &[], &[true]).unwrap();
            // Side by side, as in a paragraph.
            compare(language, &pair.join(" "), &[], &[true, false, true]).unwrap();
        }
    }
}
