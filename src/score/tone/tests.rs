//! The rules on sentences of our own, with the built-in lexicons.

use std::sync::LazyLock;

use proptest::prelude::*;

use super::balance::NEUTRAL;
use super::*;
use crate::lexicon::{Library, MatchCache, Matcher, MatcherBuilder, Subject, graded, parse};
use crate::score::annotation::Hit;
use crate::stance::SpanReading;
use crate::text::{Document, Language, Marks, Span, read};

fn tones(
    (lexicon, matcher): &(ToneLexicon, Matcher),
    language: Language,
    text: &str,
    frame: Option<&str>,
) -> Option<Tone> {
    let mut vocabulary = Vocabulary::new(language);
    let mut document = Document::new();
    read(text, Marks::default(), &mut vocabulary, &mut document);
    let at = frame.and_then(|f| text.find(f).map(|i| Span::new(i, i + f.len())));
    let framed: Vec<_> = at.into_iter().filter_map(|span| tokens_under(&document, span)).collect();
    let (mut out, mut found) = (Vec::new(), Vec::new());
    matcher.find_by_place(&document.tokens, &vocabulary, &mut MatchCache::new(), &mut found);
    let judged = Judged { text, document: &document, framed: &framed, phrases: &found };
    lexicon.tones(judged, &vocabulary, &mut ToneCache::new(), &mut out);
    out.into_iter().next().flatten()
}

/// The tokens that a span touches.
fn tokens_under(document: &Document, span: Span) -> Option<(u32, u32)> {
    let first = document.tokens.partition_point(|t| t.end <= span.start) as u32;
    let last = document.tokens.partition_point(|t| t.start < span.end) as u32;
    (first < last).then_some((first, last))
}

static LIBRARY: LazyLock<Library> = LazyLock::new(|| Library::builtin().unwrap());

/// The tone lexicon of a library, and a matcher of its phrases.
fn compiled(library: &Library, language: Language) -> (ToneLexicon, Matcher) {
    let mut lexicon = ToneLexicon::compile(library, language).unwrap().unwrap();
    let mut matcher = MatcherBuilder::new();
    lexicon.hand_over(&mut matcher, 0);
    (lexicon, matcher.build())
}

fn builtin(language: Language) -> (ToneLexicon, Matcher) {
    compiled(&LIBRARY, language)
}

fn english(texts: &[&str]) -> Vec<f32> {
    let lexicon = builtin(Language::ENGLISH);
    texts.iter().map(|t| tones(&lexicon, Language::ENGLISH, t, None).unwrap().all).collect()
}

fn italian(texts: &[&str]) -> Vec<f32> {
    let lexicon = builtin(Language::ITALIAN);
    texts.iter().map(|t| tones(&lexicon, Language::ITALIAN, t, None).unwrap().all).collect()
}

/// A lexicon of two words, so that the formula can be worked out by hand.
fn tiny() -> (ToneLexicon, Matcher) {
    let toml = "subject = \"tone\"\nlanguage = \"en\"\n[[group]]\nname = \"set phrases\"\nvalence = 0\nentries = [\"good grief\"]\n";
    let mut tone = parse::parse("tone.toml", toml).unwrap();
    tone.graded =
        graded::parse("tone.tsv", "=good\t0.5\nruin\t-0.5\nsafe home\t0.4\n*blight*\t-0.5\n").unwrap().into();
    let mut library = LIBRARY.clone();
    library.lexicons.retain(|l| l.subject == Subject::Words);
    library.lexicons.push(tone);
    compiled(&library, Language::ENGLISH)
}

#[track_caller]
fn close(text: &str, expected: f32) {
    let got = tones(&tiny(), Language::ENGLISH, text, None).unwrap().all;
    assert!((got - expected).abs() < 1e-6, "{text:?}: {got}, expected {expected}");
}

#[test]
fn the_formula() {
    close("The bread was good.", 0.5 / (NEUTRAL * 2.0 + 0.5));
    close("Ruins and good bread.", 0.0);
    close("The bread was not good.", -0.35 / (5_f32.sqrt() * NEUTRAL + 0.35));
    close("The bread was very good.", 0.7 / (5_f32.sqrt() * NEUTRAL + 0.7));
    close("Is the bread good?", 0.3 / (NEUTRAL * 2.0 + 0.3));
    close("The bread is good!", 0.6 / (NEUTRAL * 2.0 + 0.6));
    let (before, after) = (0.5 * 0.65, -0.5 * 1.15);
    close("The bread was good but the house a ruin.", (before + after) / (NEUTRAL * 3.0 + before - after));
    close("They came safe home.", 0.4 / (NEUTRAL * 2.0 + 0.4));
    close("The hurricaneblighted bread.", -0.5 / (3_f32.sqrt() * NEUTRAL + 0.5));
    close("The table has four legs.", 0.0);
}

#[test]
fn set_phrases_silence_their_words() {
    close("Good grief, they said.", 0.0);
}

#[test]
fn only_what_looks_like_negation_is_none() {
    close("The bread was not only good.", 0.5 / (6_f32.sqrt() * NEUTRAL + 0.5));
}

#[test]
fn a_clause_ends_the_reach_of_negation() {
    close("They did not stay; the bread was good.", 0.5 / (8_f32.sqrt() * NEUTRAL + 0.5));
}

#[test]
fn names_weigh_less_unless_all_words_are_capitalised() {
    close("The man in the house was Good.", 0.25 / (7_f32.sqrt() * NEUTRAL + 0.25));
    close("Bread Good Again", 0.5 / (3_f32.sqrt() * NEUTRAL + 0.5));
}

#[test]
fn a_capital_shows_no_name_where_all_nouns_have_one() {
    let german = builtin(Language::GERMAN);
    let of = |text: &str| tones(&german, Language::GERMAN, text, None).unwrap().all;
    let (small, capital) = (
        "Sie sprachen gestern im rathaus lange über den terror.",
        "Sie sprachen gestern im Rathaus lange über den Terror.",
    );
    assert!(of(capital) < -0.2 && (of(capital) - of(small)).abs() < 1e-6, "{} {}", of(capital), of(small));
}

#[test]
fn long_agreement_does_not_saturate() {
    let text = ["good"; 400].join(" ");
    let tone = tones(&tiny(), Language::ENGLISH, &text, None).unwrap().all;
    assert!(tone > 0.9 && tone < 1.0, "{tone}");
}

#[test]
fn emoticons_count() {
    let t = english(&["See you there tomorrow", "See you there tomorrow :)", "See you there tomorrow 😡"]);
    assert!(t[1] > t[0] && t[2] < t[0], "{t:?}");
}

#[test]
fn frame_words_can_be_left_out() {
    let tone = tones(&tiny(), Language::ENGLISH, "The ruin had good bread.", Some("ruin")).unwrap();
    assert!(
        tone.all.abs() < 1e-6 && (tone.without_frames - 0.5 / (NEUTRAL * 2.0 + 0.5)).abs() < 1e-6,
        "{tone:?}"
    );
    let only = tones(&tiny(), Language::ENGLISH, "Ruin", Some("Ruin")).unwrap();
    assert!((only.all + 0.5 / (NEUTRAL + 0.5)).abs() < 1e-6 && only.without_frames.abs() < 1e-6, "{only:?}");
}

#[test]
fn a_sentence_without_words_has_no_tone() {
    assert_eq!(tones(&builtin(Language::ENGLISH), Language::ENGLISH, "***", None), None);
}

#[test]
fn english_sentences_in_order_of_tone() {
    let t = english(&[
        "Dozens of people were killed when a bomb destroyed the market.",
        "The company lost customers after a long strike.",
        "The committee meets on Tuesday in the town hall.",
        "Volunteers helped the families to rebuild their homes.",
        "Thousands celebrated a wonderful victory with joy and laughter.",
    ]);
    assert!(t.is_sorted(), "{t:?}");
    assert!(t[0] < -0.3 && t[2].abs() < 0.05 && t[4] > 0.3, "{t:?}");
}

#[test]
fn words_of_institutions_are_neutral() {
    for t in english(&[
        "The Security Council and the Department of Justice answered the United States.",
        "The defence minister met the intelligence service.",
    ]) {
        assert!(t.abs() < 0.05, "{t}");
    }
}

#[test]
fn harm_averted_and_good_spoiled() {
    let t = english(&[
        "Guards prevented an attack.",
        "Guards planned an attack.",
        "The reform threatens peace.",
        "The reform brings peace.",
    ]);
    assert!(t[0] > t[1] && t[2] < t[3] && t[2] < 0.0, "{t:?}");
}

#[test]
fn italian_sentences_in_order_of_tone() {
    let t = italian(&[
        "Decine di persone sono state uccise da una bomba al mercato.",
        "L'azienda ha perso molti clienti dopo lo sciopero.",
        "Il comitato si riunisce martedì in municipio.",
        "I volontari hanno aiutato le famiglie a ricostruire le case.",
        "Migliaia di persone hanno festeggiato con gioia una vittoria meravigliosa.",
    ]);
    assert!(t.is_sorted(), "{t:?}");
    assert!(t[0] < -0.2 && t[2].abs() < 0.05 && t[4] > 0.2, "{t:?}");
}

#[test]
fn italian_negation_and_elision() {
    let t = italian(&[
        "Il risultato è buono.",
        "Il risultato non è buono.",
        "Non solo è buono.",
        "L'attentato ha colpito la città.",
    ]);
    assert!(t[0] > 0.0 && t[1] < 0.0 && t[2] > 0.0 && t[3] < 0.0, "{t:?}");
}

#[test]
fn drawn_out_words_are_read() {
    close("The bread was goooood.", 0.5 / (NEUTRAL * 2.0 + 0.5));
    close("Nooooot good.", -0.35 / (2_f32.sqrt() * NEUTRAL + 0.35));
    close("The year 1000000 or aaaa.", 0.0);
    let t = italian(&["Bellissimo", "Bellissimooooo"]);
    assert!(t[1] > 0.0 && (t[0] - t[1]).abs() < 1e-6, "{t:?}");
}

#[test]
fn everyday_speech_counts() {
    let t = english(&[
        "Ugh, the bus broke down again, what a mess.",
        "The bus leaves at nine.",
        "Yay, we get to see the lake tomorrow, can't wait!",
    ]);
    assert!(t.is_sorted() && t[0] < -0.1 && t[1].abs() < 0.05 && t[2] > 0.1, "{t:?}");
    let t =
        italian(&["Che noia, non ne posso più.", "L'autobus parte alle nove.", "Evviva, non vedo l'ora!"]);
    assert!(t.is_sorted() && t[0] < -0.1 && t[1].abs() < 0.05 && t[2] > 0.1, "{t:?}");
}

#[test]
fn what_follows_a_contrast_weighs_more() {
    let t = english(&["The plan is good but a disaster.", "The plan is a disaster but good."]);
    assert!(t[0] < t[1], "{t:?}");
    let t = italian(&["Il piano è buono ma un disastro.", "Il piano è un disastro ma buono."]);
    assert!(t[0] < t[1], "{t:?}");
}

#[test]
fn the_sign_of_a_word_hangs_on_its_company() {
    let t = english(&[
        "The Defence Secretary spoke about security.",
        "The minister described a security breach.",
        "The lawyers wrote their defence.",
        "The attack killed two guards.",
        "The agency thwarted an attack.",
    ]);
    assert!(t[0].abs() < 0.05 && t[2].abs() < 0.05 && t[1] < -0.1 && t[3] < -0.2 && t[4] > 0.0, "{t:?}");
    let t = italian(&[
        "Il Consiglio di sicurezza ha ascoltato il ministro della Difesa.",
        "L'attentato ha ucciso due guardie.",
        "La polizia ha sventato un attentato.",
    ]);
    assert!(t[0].abs() < 0.05 && t[1] < -0.2 && t[2] > 0.0, "{t:?}");
}

#[test]
fn phrases_of_long_lists_are_cut_as_texts_are() {
    let of = |language: Language, pattern: &str, text: &str| {
        let group = "[[group]]\nname = \"none\"\nvalence = 0\nentries = [\"xyzzy\"]";
        let toml = format!("subject = \"tone\"\nlanguage = \"{}\"\n{group}", language.code());
        let mut tone = parse::parse("tone.toml", &toml).unwrap();
        tone.graded = graded::parse("tone.tsv", &format!("{pattern}\t-0.5\n")).unwrap().into();
        let library = Library { lexicons: vec![tone] };
        tones(&compiled(&library, language), language, text, None).unwrap().all
    };
    for (language, pattern, text) in [
        (Language::FRENCH, "=coup d'État", "C’est un coup d’État."),
        (Language::FRENCH, "mort aujourd'hui", "Il est mort aujourd'hui."),
        (Language::ITALIAN, "=colpo d'arma", "Un colpo d'arma si sente."),
        (Language::ITALIAN, "=un po' male", "Sta un po’ male."),
        (Language::ENGLISH, "don't trust", "They don’t trust anybody."),
    ] {
        assert!(of(language, pattern, text) < -0.1, "{pattern}");
    }
}

/// Groups, graded lists and shifters: alternatives weigh what entries of their own would.
#[test]
fn alternatives_have_the_tone_of_their_spellings() {
    let of = |entries: &str, list: &str, shifters: &str, text: &str| {
        let read =
            |name: &str, toml: &str| parse::parse(name, &format!("language = \"en\"\n{toml}")).unwrap();
        let group = format!("[[group]]\nname = \"g\"\nvalence = -0.5\nentries = [{entries}]");
        let mut tone = read("tone.toml", &format!("subject = \"tone\"\n{group}"));
        tone.graded = graded::parse("tone.tsv", list).unwrap().into();
        let group = format!("[[group]]\nname = \"negation\"\nentries = [{shifters}]");
        let words = read("shifters.toml", &format!("subject = \"shifters\"\n{group}"));
        let library = Library { lexicons: vec![tone, words] };
        tones(&compiled(&library, Language::ENGLISH), Language::ENGLISH, text, None).map(|t| t.all)
    };
    let list = "(=joy|=glee(s|ful))\t0.6\nrose(s|) *{0,1} bloom\t0.4\nx-(\t-0.5\n:(\t-0.8\n(-:\t0.8\n";
    let plain = "=joy\t0.6\n=glees\t0.6\n=gleeful\t0.6\nrose bloom\t0.4\nrose * bloom\t0.4\nroses bloom\t0.4\nroses * bloom\t0.4\n\
        x-(\t-0.5\n:(\t-0.8\n(-:\t0.8\n";
    for text in [
        "He felt joy.",
        "A gleeful ruin, and no rose will bloom.",
        "Ruin and wreckage fell; there was never much joy.",
        "The car had a wreck. Joys.",
        "So sad :( and joy (-:",
    ] {
        let short =
            of("\"(ruin|wreck(|age))\", \"car (=had|has) *{0,2} wreck\"", list, "\"=n(o|ever)\"", text);
        let entries = "\"ruin\", \"wreck\", \"wreckage\", \"car =had wreck\", \"car =had * wreck\", \"car =had * * wreck\", \
            \"car has wreck\", \"car has * wreck\", \"car has * * wreck\"";
        let long = of(entries, plain, "\"=no\", \"=never\"", text);
        assert!(short.is_some_and(|tone| tone.abs() > 0.01) && short == long, "{text}: {short:?} {long:?}");
    }
}

#[test]
fn no_pattern_stands_twice() {
    for lexicon in LIBRARY.lexicons.iter().filter(|l| l.subject == Subject::Tone) {
        let mut patterns: Vec<&str> = lexicon.graded.iter().map(|g| g.pattern.as_ref()).collect();
        assert!(patterns.len() > 2000, "{}", lexicon.file);
        patterns.sort_unstable();
        let twice: Vec<_> = patterns.windows(2).filter(|p| p[0] == p[1]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }
}

/// The lexicon of English with its matcher, for many texts.
static ENGLISH: LazyLock<(ToneLexicon, Matcher)> = LazyLock::new(|| builtin(Language::ENGLISH));

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn the_quick_way_says_what_looking_back_from_every_word_does(
        text in r"(([Gg]ood|[Bb]ad|terrible|Hope|attack(ed)?|the|of|Rome|not( only)?|never|no longer|hardly|very|slightly|extremely|should|must|but|prevent(ed)?|lost|support|killed|peace|[Nn]ews|NSA|:\)|❤|[a-z]{1,5})(,|;|:| —| \(|\)|\.|!|\?)?( |

){1}){1,24}",
        framed in proptest::collection::vec((0u32..120, 1u32..20), 0..3),
    ) {
        let (lexicon, matcher) = &*ENGLISH;
        let (mut vocabulary, mut document) = (Vocabulary::new(Language::ENGLISH), Document::new());
        read(&text, Marks::default(), &mut vocabulary, &mut document);
        let mut found = Vec::new();
        matcher.find_by_place(&document.tokens, &vocabulary, &mut MatchCache::new(), &mut found);
        let mut hits: Vec<Hit> = framed
            .iter()
            .map(|&(start, len)| Hit {
                frame: 0,
                entry: 0,
                span: Span { start, end: start + len },
                sentence: 0,
                weight: 1.0,
                reading: SpanReading::default(),
                actor: None,
            })
            .collect();
        hits.sort_by_key(|h| h.span);
        // A hit stands in one sentence.
        hits.retain(|h| document.sentences.iter().any(|s| s.span.covers(h.span)));
        let mut out = Vec::new();
        let framed: Vec<_> = hits.iter().filter_map(|h| tokens_under(&document, h.span)).collect();
        let judged = Judged { text: &text, document: &document, framed: &framed, phrases: &found };
        lexicon.tones(judged, &vocabulary, &mut ToneCache::new(), &mut out);
        prop_assert_eq!(out.len(), document.sentences.len());
        for (sentence, quick) in document.sentences.iter().zip(out) {
            let tokens = document.tokens_of(sentence);
            let hits: Vec<Hit> = hits.iter().copied().filter(|h| sentence.span.covers(h.span)).collect();
            let mut phrases: Vec<Found> = found
                .iter()
                .filter(|f| sentence.first <= f.first && f.first < sentence.last)
                .map(|f| Found { first: f.first - sentence.first, last: f.last - sentence.first, ..*f })
                .collect();
            phrases.sort_unstable();
            let Some(quick) = quick else {
                prop_assert!(tokens.is_empty());
                continue;
            };
            let written = (text.as_str(), sentence.span.of(&text));
            let plain = plain::tone(lexicon, written, tokens, &hits, &phrases, &vocabulary);
            prop_assert!((quick.all - plain.all).abs() < 1e-5, "{:?} {quick:?} {plain:?}", sentence.span.of(&text));
            prop_assert!((quick.without_frames - plain.without_frames).abs() < 1e-5, "{:?} {quick:?} {plain:?}", sentence.span.of(&text));
        }
    }
}
