use proptest::prelude::*;

use super::*;
use crate::lexicon::{Pattern, PatternReader};
use crate::text::{Document, Gap, Language, Marks, read};

fn hits(patterns: &[&str], exceptions: &[(usize, &str)], text: &str) -> Vec<String> {
    let mut builder = MatcherBuilder::new();
    let mut reader = PatternReader::new(Language::ENGLISH);
    for (i, p) in patterns.iter().enumerate() {
        builder.add(&reader.read(p, false).unwrap(), 0, i as u32);
    }
    for (i, p) in exceptions {
        builder.add_exception(&reader.read(p, false).unwrap(), 0, *i as u32);
    }
    let matcher = builder.build();
    let mut vocabulary = Vocabulary::new(Language::ENGLISH);
    let mut document = Document::new();
    read(text, Marks::default(), &mut vocabulary, &mut document);
    let mut cache = MatchCache::new();
    let mut out = Vec::new();
    for s in &document.sentences {
        let tokens = document.tokens_of(s);
        let mut found = Vec::new();
        matcher.find(tokens, &vocabulary, &mut cache, &mut found);
        out.extend(found.iter().map(|f| {
            let (a, b) = (tokens[f.first as usize].start, tokens[f.last as usize - 1].end);
            text[a as usize..b as usize].to_owned()
        }));
    }
    out
}

#[test]
fn stems_forms_globs_and_phrases() {
    assert_eq!(
        hits(&["attack"], &[], "They attacked; attacks, Attacking."),
        ["attacked", "attacks", "Attacking"]
    );
    assert_eq!(hits(&["=terror"], &[], "Terror and terrorism"), ["Terror"]);
    assert_eq!(hits(&["bomb*"], &[], "a bombing, bombs"), ["bombing", "bombs"]);
    assert_eq!(hits(&["car bomb", "bomb"], &[], "Car bombs and a bomb"), ["Car bombs", "bomb"]);
    assert_eq!(hits(&["state * emergency"], &[], "a state of emergency"), ["state of emergency"]);
}

#[test]
fn compounds_match_in_every_spelling() {
    let text = "A cyber-attack, a cyber attack and cyberattacks.";
    assert_eq!(hits(&["cyber-attack"], &[], text), ["cyber-attack", "cyber attack", "cyberattacks"]);
}

#[test]
fn phrases_do_not_cross_punctuation_or_sentences() {
    assert_eq!(hits(&["car bomb"], &[], "A car, bomb. Car. Bomb"), Vec::<String>::new());
}

#[test]
fn forms_with_high_numbers_are_found_in_phrases() {
    let (mut builder, mut reader) = (MatcherBuilder::new(), PatternReader::new(Language::ENGLISH));
    for (entry, pattern) in (0..).zip(["car bomb", "car * bomb"]) {
        builder.add(&reader.read(pattern, false).unwrap(), 0, entry);
    }
    let matcher = builder.build();
    let (mut vocabulary, mut cache) = (Vocabulary::new(Language::ENGLISH), MatchCache::new());
    for i in 0..70_000 {
        vocabulary.intern(&format!("w{i}"));
    }
    let mut document = Document::new();
    read("a car bomb, w9 car new bomb, w9 car w9 bomb", Marks::default(), &mut vocabulary, &mut document);
    let mut found = Vec::new();
    matcher.find(&document.tokens, &vocabulary, &mut cache, &mut found);
    let places: Vec<_> = found.iter().map(|f| (f.first, f.last)).collect();
    assert_eq!(places, [(1, 3), (4, 7), (8, 11)]);
}

#[test]
fn a_token_counts_once_and_the_longest_wins() {
    assert_eq!(hits(&["cyber attack", "attack on"], &[], "a cyber attack on us"), ["cyber attack"]);
}

#[test]
fn alternatives_and_gaps_match_what_they_stand_for() {
    let text = "They can strike and can now also strike; they may not yet even raid. Raiders can, strike.";
    assert_eq!(hits(&["=(can|may) *{0,2} (strike|raid*)"], &[], text), ["can strike", "can now also strike"]);
    assert_eq!(
        hits(&["=(can|may) *{3} raid*", "raid(er|)"], &[], text),
        ["may not yet even raid", "Raiders"]
    );
    // The longest counts, whichever alternative it is.
    assert_eq!(hits(&["strike(| hard| hard today)"], &[], "Strike hard today."), ["Strike hard today"]);
    // An exception with alternatives is as many exceptions.
    let exceptions = [(0, "strike (a|the|) (deal|bargain)")];
    assert_eq!(
        hits(&["(strike|raid)"], &exceptions, "Strike a bargain, strike deals, strike the raiders"),
        ["strike"]
    );
}

#[test]
fn exceptions_silence_their_entry_only() {
    let text = "They strike a deal before the strike.";
    assert_eq!(hits(&["strike"], &[(0, "strike a deal")], text), ["strike"]);
}

#[test]
fn exceptions_that_overlap_are_one() {
    let exceptions = [(0, "deep strike"), (0, "strike a deal"), (0, "a deal strike")];
    assert_eq!(hits(&["strike"], &exceptions, "deep strike a deal strike, strike"), ["strike"]);
}

#[test]
fn a_silenced_entry_leaves_its_place_to_another() {
    assert_eq!(hits(&["car bomb", "bomb"], &[(0, "car bomb squad")], "the car bomb squad"), ["bomb"]);
    assert_eq!(hits(&["bomb", "bomb"], &[(0, "bomb squad")], "the bomb squad"), ["bomb"]);
}

#[test]
fn compounds_inside_phrases_match_in_every_spelling() {
    let text = "pro-ISIS cyber-attack; pro ISIS cyberattacks";
    assert_eq!(
        hits(&["pro-ISIS cyber-attack"], &[], text),
        ["pro-ISIS cyber-attack", "pro ISIS cyberattacks"]
    );
    assert_eq!(hits(&["cyber-attack*"], &[], "cyberattackers"), ["cyberattackers"]);
}

#[test]
fn explain_says_why_a_match_does_not_count() {
    let mut builder = MatcherBuilder::new();
    for (i, p) in ["bomb", "car bomb", "bomb", "squad"].iter().enumerate() {
        builder.add(&Pattern::parse(p, false, Language::ENGLISH).unwrap(), 0, i as u32);
    }
    builder.add_exception(&Pattern::parse("bomb squad", false, Language::ENGLISH).unwrap(), 0, 3);
    let matcher = builder.build();
    let (mut vocabulary, mut document) = (Vocabulary::new(Language::ENGLISH), Document::new());
    read("a car bomb squad", Marks::default(), &mut vocabulary, &mut document);
    let mut out = Vec::new();
    matcher.explain(&document.tokens, &vocabulary, &mut MatchCache::new(), &mut out);
    let fates: Vec<_> = out.iter().map(|c| (c.found.entry, c.fate)).collect();
    assert_eq!(
        fates,
        [
            (1, Fate::Counts),
            (0, Fate::Covered { by: 1, first: 1, last: 3 }),
            (2, Fate::Covered { by: 1, first: 1, last: 3 }),
            (3, Fate::Excepted { first: 2, last: 4 }),
        ]
    );
}

/// Each of these took minutes or more where the time grew with the square of something.
#[test]
fn hostile_lexicons_and_texts_take_no_quadratic_time() {
    let start = std::time::Instant::now();
    // A sentence of 100,000 hits with overlaps and exceptions.
    let words = "strike a deal strike ".repeat(25_000);
    let patterns = ["strike", "strike a", "deal strike", "a deal", "strike * deal strike"];
    assert_eq!(hits(&patterns, &[(0, "strike a deal"), (3, "deal strike")], &words).len(), 50_000 / 2);
    // One word listed 100,000 times, and 100,000 globs, on 10,000 tokens.
    let same = vec!["strike"; 100_000];
    assert_eq!(hits(&same, &[], &"strike ".repeat(10_000)).len(), 10_000);
    let globs: Vec<String> = (0..100_000).map(|i| format!("*w{i}x*")).collect();
    let globs: Vec<&str> = globs.iter().map(String::as_str).collect();
    let text = (0..10_000).map(|i| format!("aw{i}xb")).collect::<Vec<_>>().join(" ");
    assert_eq!(hits(&globs, &[], &text).len(), 10_000);
    // A phrase as long as may be over a text that always nearly fits.
    let phrase = format!("{}b", "a ".repeat(63));
    assert_eq!(hits(&[&phrase, "a a"], &[], &"a ".repeat(20_000)).len(), 10_000);
    // A word of a million letters.
    assert_eq!(hits(&["*a*b*c*"], &[], &"ab".repeat(500_000)).len(), 0);
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    /// An entry with alternatives and gaps finds what an entry for each of its spellings would.
    #[test]
    fn alternatives_are_the_union_of_their_spellings(
        patterns in proptest::collection::vec(
            "(x|y|=z|v-w|[(]x y|v-w[|]=z x[)]|[(]x[(]y[|][)][|]z[)]|[(][|]y [)]vv[*])( [*]| [*][{]0,2[}]| [*][{]2[}]){0,1} (x|y z|[(]x[|]vv[*][|]y z[|]v-w[)]|=v(x[|]w)?)",
            1..4,
        ),
        text in "((u|vv|vw|v-w|x|y|xy|z|vx)[,.]? ){1,60}",
    ) {
        let mut reader = PatternReader::new(Language::ENGLISH);
        let (mut short, mut long) = (MatcherBuilder::new(), MatcherBuilder::new());
        for (number, pattern) in (0..).zip(&patterns) {
            // Parts put together by chance may be malformed.
            let Ok(read) = reader.read(pattern, false) else { continue };
            short.add(&read, 0, number);
            short.add(&read, 1, 0);
            for spelling in crate::lexicon::written_out(pattern).unwrap() {
                let read = reader.read(&spelling, false).unwrap();
                long.add(&read, 0, number);
                long.add(&read, 1, 0);
            }
        }
        let (short, long) = (short.build(), long.build());
        let (mut vocabulary, mut document) = (Vocabulary::new(Language::ENGLISH), Document::new());
        read(&text, Marks::default(), &mut vocabulary, &mut document);
        let all = |matcher: &Matcher| {
            let (mut found, mut explained) = (Vec::new(), Vec::new());
            matcher.find(&document.tokens, &vocabulary, &mut MatchCache::new(), &mut found);
            matcher.explain(&document.tokens, &vocabulary, &mut MatchCache::new(), &mut explained);
            (found, explained)
        };
        prop_assert_eq!(all(&short), all(&long), "{:?} {}", patterns, text);
    }

    /// One walk over whole texts, with pairs of words remembered from text to text, against a look at every place.
    #[test]
    fn every_match_is_found_and_nothing_else(
        mut patterns in proptest::collection::vec(proptest::collection::vec("vv|x|y|z|vv[*]|[*]", 1..5), 1..9),
        texts in proptest::collection::vec(("((u|vv|x|y|z)[,.]? ){1,40}", 0..5_usize), 1..5),
    ) {
        let (mut builder, mut reader) = (MatcherBuilder::new(), PatternReader::new(Language::ENGLISH));
        for words in &mut patterns {
            // Any word stands between others only.
            let last = words.len() - 1;
            for i in [0, last] {
                if words[i] == "*" {
                    words[i] = "vv".into();
                }
            }
        }
        for (slot, words) in patterns.iter().enumerate() {
            builder.add(&reader.read(&words.join(" "), false).unwrap(), slot as u16, 0);
        }
        let matcher = builder.build();
        let (mut vocabulary, mut cache) = (Vocabulary::new(Language::ENGLISH), MatchCache::new());
        for (text, kept) in &texts {
            // What is forgotten between two texts changes nothing.
            vocabulary.forget_after(*kept);
            cache.forget_after(*kept);
            let mut document = Document::new();
            read(text, Marks::default(), &mut vocabulary, &mut document);
            let tokens = &document.tokens;
            let mut found = Vec::new();
            matcher.find(tokens, &vocabulary, &mut cache, &mut found);
            let mut expected = Vec::new();
            for (slot, words) in patterns.iter().enumerate() {
                let mut free = 0;
                for first in 0..tokens.len() {
                    let fits = |(k, word): (usize, &String)| {
                        let here = tokens.get(first + k)?;
                        let said = match word.as_str() {
                            "*" => true,
                            "vv*" => vocabulary.folded(here.form).starts_with("vv"),
                            word => vocabulary.folded(here.form) == word,
                        };
                        (said && (k == 0 || here.gap != Gap::Mark)).then_some(())
                    };
                    if first >= free && words.iter().enumerate().all(|w| fits(w).is_some()) {
                        free = first + words.len();
                        expected.push(Found { slot: slot as u16, first: first as u32, last: free as u32, entry: 0 });
                    }
                }
            }
            prop_assert_eq!(found, expected, "{}", text);
        }
    }
}
