use std::collections::BTreeSet;
use std::path::Path;

use super::{Catalogue, LANGUAGES};

/// The English sentences of a source file: first string literals after `say!(w,`, `word(`, `things(…,`.
fn sentences(code: &str, out: &mut BTreeSet<String>) {
    for (marker, skip) in [("say!(", true), (".word(\"", false), (".things(", true)] {
        for (at, _) in code.match_indices(marker) {
            let rest = &code[at + marker.len()..];
            let start = if skip { rest.find('"').map(|q| q + 1) } else { Some(0) };
            let Some(start) = start else { continue };
            // A literal must stand before the call ends; a variable in its place is the caller's business.
            if skip && rest[..start].contains(';') {
                continue;
            }
            let words = literal(&rest[start..]);
            if marker == ".things(" {
                out.insert(format!("{words}s"));
            }
            out.insert(words);
        }
    }
    for (at, _) in code.match_indices(".heads(&[") {
        let mut rest = &code[at + 9..];
        while let Some(quote) = rest.find('"').filter(|q| !rest[..*q].contains(']')) {
            rest = &rest[quote + 1..];
            let head = literal(rest);
            out.insert(head.trim_start_matches(['<', '>']).to_owned());
            rest = &rest[rest.find('"').unwrap() + 1..];
        }
    }
}

/// A Rust string literal up to its closing quote.
fn literal(code: &str) -> String {
    let mut out = String::new();
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' => break,
            '\\' => match chars.next() {
                Some('\n') => {
                    while chars.peek().is_some_and(|c| c.is_whitespace()) {
                        chars.next();
                    }
                }
                Some('n') => out.push('\n'),
                Some(c) => out.push(c),
                None => {}
            },
            c => out.push(c),
        }
    }
    out
}

fn read(folder: &Path, out: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read(&path, out);
        } else if path.extension().is_some_and(|e| e == "rs")
            && !path.ends_with("tests.rs")
            && !path.ends_with("words.rs")
        {
            let text = std::fs::read_to_string(&path).unwrap();
            sentences(text.split("#[cfg(test)]").next().unwrap(), out);
        }
    }
}

fn places(sentence: &str) -> BTreeSet<&str> {
    sentence.split('{').skip(1).filter_map(|s| s.split_once('}')).map(|s| s.0).collect()
}

#[test]
fn every_sentence_is_in_every_catalogue_with_the_same_places() {
    let mut all = BTreeSet::new();
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/report"), &mut all);
    assert!(all.len() > 100, "{} sentences found", all.len());
    for (code, text) in LANGUAGES.iter().filter_map(|(c, t)| t.map(|t| (c, t))) {
        let catalogue: Catalogue = crate::shipped::read(text).unwrap();
        let missing: Vec<_> = all.iter().filter(|s| !catalogue.words.contains_key(*s)).collect();
        assert!(missing.is_empty(), "{code} lacks {missing:#?}");
        for (english, other) in &catalogue.words {
            assert_eq!(places(english), places(other), "{english}");
            assert_eq!(english.matches('#').count(), other.matches('#').count(), "{english}");
        }
    }
}

#[test]
fn what_others_say_keeps_its_numbers_and_quoted_words() {
    let w = super::Words::of("it");
    assert_eq!(
        w.told("without one entry (the most telling of 41: “cyber 9”)"),
        "senza una voce (la più rivelatrice di 41: «cyber 9»)"
    );
    assert_eq!(w.told("nobody knows 3 “things"), "nobody knows 3 “things");
    assert_eq!(
        super::Words::of("en").told("with segments of at least 3 sentences"),
        "with segments of at least 3 sentences"
    );
}
