//! Hostile text: no panic, spans in bounds, and steps that grow no faster than the text.

use proptest::prelude::*;

use super::actor::{Scene, actor_of};
use super::steps;
use super::*;
use crate::text::{self, Document, Language, Marks, Span, Vocabulary};

struct Outcome {
    document: Document,
    reading: Reading,
    steps: u64,
}

/// Reads a text with an actor and a hit in every tenth word, and counts the steps.
fn run(language: Language, text: &str) -> Outcome {
    let rules = StanceRules::builtin(language).unwrap();
    let (mut vocabulary, mut cache) = (Vocabulary::new(language), StanceCache::new());
    let (mut document, mut reading) = (Document::new(), Reading::default());
    text::read(text, Marks::default(), &mut vocabulary, &mut document);
    steps::take();
    read(rules, text, &document, &vocabulary, &mut cache, &[], Wanted::All, &mut reading);
    let kinds = [Actor::Adversary, Actor::Defender, Actor::Other];
    let actors: Vec<(Span, Actor)> =
        document.tokens.iter().step_by(10).zip(kinds.iter().cycle()).map(|(t, a)| (t.span(), *a)).collect();
    let scene = Scene {
        document: &document,
        vocabulary: &vocabulary,
        words: &cache,
        reading: &reading,
        actors: &actors,
    };
    let mut names = Vec::new();
    for (s, sentence) in document.sentences.iter().enumerate() {
        for token in document.tokens_of(sentence).iter().skip(3).step_by(10) {
            let of = of_span(&reading, &document, s, token.span());
            actor_of(scene, s, token.span(), of);
        }
    }
    let mut cache = StanceCache::new();
    for sentence in &document.sentences {
        institutions(rules, &document, &vocabulary, &mut cache, sentence, &mut names);
    }
    Outcome { document, reading, steps: steps::take() }
}

fn languages() -> impl Iterator<Item = Language> {
    ["en", "it", "de", "fr", "es"].into_iter().filter_map(Language::from_tag)
}

/// One word or phrase over and over, and mixtures that once made a look-up walk the whole text.
fn shapes(n: usize) -> Vec<(&'static str, String)> {
    let many = |s: &str| s.repeat(n);
    let nested = "“a ‘b «c \"d ".repeat(n / 2);
    vec![
        ("said", many("said ")),
        ("he said", many("he said ")),
        ("who said that", many("who said that ")),
        ("never", format!("and {}", many("never "))),
        ("also", format!("she said {}", many("also "))),
        ("may not", many("may not ")),
        ("not, not", many("not, ")),
        ("if", many("if ")),
        ("and and", many("and ")),
        ("commas", many("word, ")),
        ("questions", many("who? ")),
        ("straight marks", many("\"")),
        ("spaced marks", many("\" ")),
        ("opening marks", many("“ ")),
        ("quoted words", many("“x” ")),
        ("quoted words, said", many("“I will come,” he said. ")),
        ("a mark a paragraph", many("“Yes\n\n")),
        ("quotation far above", format!("“Yes.”\n\n{}", many("No \"more\n\n"))),
        ("nested", nested),
        ("single marks", many("‘a ")),
        ("according to", many("according to ")),
        ("allegedly", many("allegedly ")),
        ("names", many("Ann Berg said he said ")),
        ("new names", (0..n / 4).map(|k| format!("Mr Name{k} said so. ")).collect::<Vec<_>>().concat()),
        ("claims", many("the claim that ")),
        ("no full stop", many("the hackers want to strike the bank by night ")),
        ("directions", many("\u{202e}threat\u{200f} \u{2066}said\u{2069} ")),
        ("brackets", many("(he said) ")),
        ("institutions", many("Bank of Bank Centre ")),
        ("non", many("non né ")),
        ("would have", many("has have been ")),
    ]
}

#[test]
fn steps_grow_with_the_text_and_no_faster() {
    for language in languages().take(2) {
        for ((name, short), (_, long)) in shapes(800).into_iter().zip(shapes(3200)) {
            let (few, many) = (run(language, &short).steps.max(2_000), run(language, &long).steps);
            let growth = many as f64 / few as f64;
            assert!(
                growth < 5.5,
                "{name} in {}: {few} steps, then {many} for four times the text",
                language.code()
            );
        }
    }
}

#[test]
fn a_hundred_thousand_words_in_one_sentence() {
    let words = 100_000;
    for text in ["the group said it will not attack \"the bank\" if ", "\" "] {
        let text = text.repeat(words / text.split_whitespace().count());
        let outcome = run(Language::ENGLISH, &text);
        let tokens = outcome.document.tokens.len().max(1) as u64;
        let each = outcome.steps / (tokens + text.len() as u64 / 2);
        assert!(each < 6_000, "{each} steps a word in {:?}", &text[..20]);
    }
}

#[test]
fn quotations_ten_deep() {
    let (open, close) = (["“", "‘"], ["”", "’"]);
    let mut text = String::from("It is the tenth speech of a long day");
    for depth in 0..10 {
        text = format!("{}He told us: {text},{} she went on", open[depth % 2], close[depth % 2]);
    }
    let outcome = run(Language::ENGLISH, &format!("{text}."));
    check(&format!("{text}."), &outcome);
    assert!(!outcome.reading.attributions.is_empty());
}

#[test]
fn a_nested_quotation_is_an_attribution_of_its_own() {
    let text = "“They wrote to us: ‘We will open every file in your bank,’ and then they left,” said Anna Berg, a banker.";
    let outcome = run(Language::ENGLISH, text);
    let said: Vec<(&str, Option<&str>)> = outcome
        .reading
        .attributions
        .iter()
        .map(|a| (a.content[0].of(text), a.speaker.map(|s| outcome.reading.name(s))))
        .collect();
    assert_eq!(said[0].1, Some("Anna Berg"));
    assert_eq!(said[1], ("We will open every file in your bank,", None));
    let text = "“I told them: ‘We do not pay anybody for that,’” said Anna Berg, a banker.";
    let outcome = run(Language::ENGLISH, text);
    let inner =
        outcome.reading.attributions.iter().find(|a| a.content[0].of(text).starts_with("We do")).unwrap();
    assert_eq!(inner.speaker.map(|s| outcome.reading.name(s)), Some("Anna Berg"));
}

/// What must hold for any text.
fn check(text: &str, outcome: &Outcome) {
    let inside = |s: Span| {
        assert!(s.start <= s.end && s.end as usize <= text.len(), "{s:?} of {}", text.len());
        assert!(text.is_char_boundary(s.start as usize) && text.is_char_boundary(s.end as usize), "{s:?}");
    };
    let reading = &outcome.reading;
    for a in &reading.attributions {
        assert!(!a.content.is_empty());
        for s in a.content.iter().chain(&a.cue).chain(&a.source) {
            inside(*s);
        }
        assert!(a.speaker.is_none_or(|s| !reading.name(s).is_empty()));
    }
    for c in &reading.cues {
        for s in c.scope.iter().chain(&c.reach).chain([&c.span]) {
            inside(*s);
        }
        assert!(c.scope.iter().all(|s| !s.overlaps(c.span)), "the scope of {:?} holds its cue", c.rule);
        assert!(Family::of_rule(c.rule).is_some(), "{}", c.rule);
    }
    assert!(reading.cues.is_sorted_by_key(|c| c.span), "cues out of order");
    assert!(reading.attributions.is_sorted_by_key(|a| a.content[0].start), "attributions out of order");
    assert_eq!(reading.sentences.len(), outcome.document.sentences.len());
}

/// Words that the rules turn on, between marks and scripts of any kind.
fn fragments() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "said",
        "not",
        "if",
        "may",
        "“",
        "”",
        "\"",
        "'",
        "‘",
        "’",
        "«",
        "»",
        "„",
        ",",
        ";",
        ":",
        "?",
        ".",
        "\n\n",
        "but",
        "that",
        "He",
        "according to",
        "Ann Berg",
        "the minister",
        "lacks",
        "no doubt",
        "Centre",
        "won't",
        "disse",
        "non",
        "se",
        "avrebbe",
        "secondo",
        "\u{202e}",
        "\u{200b}",
        "é",
        "🦀",
        "猫",
        "ل",
        "unknown",
        "—",
        "(",
        ")",
        "allegedly",
        "’s",
        "I",
        "never",
        "who",
    ]);
    prop::collection::vec((words, prop::sample::select(vec!["", " ", " ", "  "])), 0..60)
        .prop_map(|parts| parts.into_iter().flat_map(|(w, s)| [w, s]).collect())
}

#[test]
fn attributions_stand_in_order_of_their_first_letter() {
    // The quotation begins with a space, the report around it with the same word.
    let text = "“ butsaid“ disse\u{202e} said secondo He ";
    for language in languages() {
        check(text, &run(language, text));
    }
}

proptest! {
    // The same cases at each run, so that a landing never fails by chance.
    #![proptest_config(ProptestConfig {
        cases: 24,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(2026),
        ..ProptestConfig::default()
    })]

    #[test]
    fn any_text_is_read(text in "\\PC{0,300}") {
        for language in languages() {
            check(&text, &run(language, &text));
        }
    }

    #[test]
    fn any_mixture_of_cues_and_marks_is_read(text in fragments()) {
        for language in languages() {
            check(&text, &run(language, &text));
        }
    }

    #[test]
    fn a_distant_sentence_changes_no_stance(
        first in prop::sample::select(vec![
            "The group does not have the skill to strike.",
            "If the cell gets tools, it may attack the port.",
            "Officials said the attack never came.",
            "“We will come back,” said Anna Berg.",
            "Could it happen again?",
        ]),
        last in prop::sample::select(vec![
            "Nobody lives on the hill.", "Perhaps it rains.", "If only it were spring!", "The museum opens at ten.", "Bread is not dear here.",
        ]),
    ) {
        let alone = run(Language::ENGLISH, first);
        let between = "The road leads along the river.";
        let long = format!("{first}\n\n{between}\n\n{between}\n\n{last}");
        let together = run(Language::ENGLISH, &long);
        for (s, sentence) in alone.document.sentences.iter().enumerate() {
            for token in alone.document.tokens_of(sentence) {
                let a = of_span(&alone.reading, &alone.document, s, token.span());
                let b = of_span(&together.reading, &together.document, s, token.span());
                prop_assert_eq!((a.stance, a.voice), (b.stance, b.voice), "{:?} with {:?}", token.span().of(first), last);
            }
        }
    }
}
