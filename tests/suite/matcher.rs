//! Does the compiled matcher find what trying every pattern at every place finds?

use framescope::lexicon::pattern::glob_matches;
use framescope::lexicon::{Candidate, Fate, Found, MatchCache, MatcherBuilder, Pattern, WordPattern};
use framescope::text::{Document, Gap, Language, Marks, Token, Vocabulary, read};
use proptest::prelude::*;

/// An entry of a random lexicon.
#[derive(Debug, Clone)]
struct Entry {
    slot: u16,
    pattern: Pattern,
    except: Vec<Pattern>,
}

fn fits(word: &WordPattern, token: &Token, vocabulary: &Vocabulary) -> bool {
    let (surface, folded) = (vocabulary.surface(token.form), vocabulary.folded(token.form));
    let owner = folded.strip_suffix("'s").filter(|o| !o.is_empty());
    match word {
        WordPattern::Stem(s) => vocabulary.stem(token.form) == s,
        WordPattern::Form(f) => folded == f || owner == Some(f),
        WordPattern::Surface(s) => surface == s || surface.strip_suffix("'s") == Some(s),
        WordPattern::Glob(g) => glob_matches(g, folded) || owner.is_some_and(|o| glob_matches(g, o)),
        WordPattern::Any => true,
    }
}

/// Places of a pattern: every spelling tried at every token.
fn places(pattern: &Pattern, tokens: &[Token], vocabulary: &Vocabulary) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for spelling in &pattern.spellings {
        for first in 0..tokens.len() {
            let last = first + spelling.len();
            let Some(window) = tokens.get(first..last) else { continue };
            let unbroken = window.iter().skip(1).all(|t| t.gap != Gap::Mark);
            if unbroken && spelling.iter().zip(window).all(|(w, t)| fits(w, t, vocabulary)) {
                out.push((first, last));
            }
        }
    }
    out
}

/// What counts, by the letter of `lexicons/README.md` and with loops inside loops.
fn reference(entries: &[Entry], tokens: &[Token], vocabulary: &Vocabulary) -> Vec<Found> {
    let mut matches = Vec::new();
    for (number, entry) in entries.iter().enumerate() {
        let contexts: Vec<_> = entry.except.iter().flat_map(|x| places(x, tokens, vocabulary)).collect();
        for (first, last) in places(&entry.pattern, tokens, vocabulary) {
            if !contexts.iter().any(|x| x.0 < last && first < x.1) {
                matches.push((entry.slot, last - first, first, number));
            }
        }
    }
    matches.sort_by_key(|m| (m.0, std::cmp::Reverse(m.1), m.2, m.3));
    let mut out: Vec<Found> = Vec::new();
    for (slot, len, first, number) in matches {
        let (first, last) = (first as u32, (first + len) as u32);
        if !out.iter().any(|f| f.slot == slot && f.first < last && first < f.last) {
            out.push(Found { slot, first, last, entry: number as u32 });
        }
    }
    out.sort_unstable();
    out
}

fn word() -> impl Strategy<Value = String> {
    let plain = prop::sample::select(vec![
        "attack",
        "attacks",
        "cyber",
        "bomb",
        "bombing",
        "state",
        "of",
        "emergency",
        "strike",
        "deal",
        "a",
        "città",
        "group's",
        "ISIS",
        "cyberattack",
    ]);
    let glob = prop::sample::select(vec!["att*", "*ing", "b?mb*", "*yber*", "*", "stri?e", "cit*à"]);
    prop_oneof![
        4 => plain.clone().prop_map(str::to_owned),
        1 => plain.clone().prop_map(|w| format!("={w}")),
        1 => glob.prop_map(str::to_owned),
        1 => (plain.clone(), plain).prop_map(|(a, b)| format!("{a}-{b}")),
    ]
}

fn pattern() -> impl Strategy<Value = Pattern> {
    (prop::collection::vec(word(), 1..4), prop::bool::weighted(0.1))
        .prop_filter_map("begins with an open word", |(words, case)| {
            Pattern::parse(&words.join(" "), case, Language::ENGLISH).ok()
        })
}

fn entry() -> impl Strategy<Value = Entry> {
    (0..3u16, pattern(), prop::collection::vec(pattern(), 0..3)).prop_map(|(slot, pattern, except)| Entry {
        slot,
        pattern,
        except,
    })
}

fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "attack",
        "attacked",
        "Attacks",
        "cyber",
        "bomb",
        "bombs",
        "bombing",
        "state",
        "of",
        "emergency",
        "strikes",
        "strike",
        "deal",
        "a",
        "città",
        "group's",
        "ISIS",
        "isis",
        "ISIS's",
        "cyberattacks",
        "unknown",
    ]);
    let gap = prop::sample::select(vec![" ", " ", " ", " ", "-", ", ", " “", ". ", " – "]);
    prop::collection::vec((word, gap), 0..40)
        .prop_map(|parts| parts.iter().flat_map(|(word, gap)| [*word, *gap]).collect())
}

proptest! {
    #[test]
    fn the_compiled_matcher_agrees_with_brute_force(
        entries in prop::collection::vec(entry(), 1..12),
        texts in prop::collection::vec(text(), 1..4),
    ) {
        let mut builder = MatcherBuilder::new();
        for (number, entry) in entries.iter().enumerate() {
            builder.add(&entry.pattern, entry.slot, number as u32);
            for context in &entry.except {
                builder.add_exception(context, entry.slot, number as u32);
            }
        }
        let matcher = builder.build();
        // One cache over all texts: what an earlier text left in it must change nothing.
        let (mut cache, mut vocabulary) = (MatchCache::new(), Vocabulary::new(Language::ENGLISH));
        let mut document = Document::new();
        for text in &texts {
            read(text, Marks::default(), &mut vocabulary, &mut document);
            for sentence in &document.sentences {
                let tokens = document.tokens_of(sentence);
                let (mut found, mut candidates): (Vec<Found>, Vec<Candidate>) = Default::default();
                matcher.find(tokens, &vocabulary, &mut cache, &mut found);
                prop_assert_eq!(&found, &reference(&entries, tokens, &vocabulary));
                matcher.explain(tokens, &vocabulary, &mut cache, &mut candidates);
                let counting: Vec<Found> =
                    candidates.iter().filter(|c| c.fate == Fate::Counts).map(|c| c.found).collect();
                prop_assert_eq!(found, counting);
            }
        }
    }
}
