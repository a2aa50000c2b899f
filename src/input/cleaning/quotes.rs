//! Straight double quotes that stand for apostrophes: `the group"s plan`, `dell"Isis`.

use super::rules::Rule;
use super::words::Words;
use crate::scan::{Class, Map};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "quote-apostrophes",
    what: "Straight double quotes that stand for an apostrophe",
    examples: &[
        "The group^\"s plan failed, but they^\"ll try again.",
        "\"It isn^\"t over,\" the harbour master said.",
        "Il porto dell^\"isola è chiuso.",
        "Crowds filled Rome^\"s streets.",
    ],
    allows: &[
        "He called it a \"storm\".",
        "The \"if\"s and \"but\"s of the plan",
        "A 5\"screen and a 7\"s one",
        "Il cosiddetto \"esercito\" non è mai esistito.",
        "(\"d'accordo\") ha detto l\"uomo\" del porto",
        "x\"s\"y said\"so",
    ],
    sites: &[],
};

/// Adds the offsets of such quotes in `text`, whose map is `map`.
pub(super) fn find(text: &str, map: &Map, words: &Words, into: &mut Vec<u32>) {
    map.each(Class::Straight, |at| {
        // Nearly all quotes stand beside a space or a mark.
        let beside = |b: &u8| b.is_ascii_alphabetic() || !b.is_ascii();
        let bytes = text.as_bytes();
        if at > 0
            && beside(&bytes[at - 1])
            && bytes.get(at + 1).is_some_and(beside)
            && stands_for_one(text, at, words)
        {
            into.push(at as u32);
        }
    });
}

/// True if the quote at `at` stands for an apostrophe.
fn stands_for_one(text: &str, at: usize, words: &Words) -> bool {
    let (before, after) = (&text[..at], &text[at + 1..]);
    if !after.starts_with(char::is_alphabetic) || !before.ends_with(char::is_alphabetic) {
        return false;
    }
    let left = last_word(before);
    // A word between two quotes is a quotation: "if"s.
    if before[..before.len() - left.len()].ends_with('"') {
        return false;
    }
    let right = first_word(after);
    if after[right.len()..].starts_with('"') {
        return false;
    }
    words.contractions.iter().any(|c| c.eq_ignore_ascii_case(right)) || elided(left, right, words)
}

/// An article or a preposition without its vowel, before a vowel.
fn elided(left: &str, right: &str, words: &Words) -> bool {
    let vowel = |c: char| "aeiouhàèéìòùâêîôûáíóú".contains(c);
    left.len() <= 10
        && right.chars().next().is_some_and(|c| c.to_lowercase().all(vowel))
        && words.elisions.contains(left.to_lowercase().as_str())
}

fn first_word(text: &str) -> &str {
    &text[..text.find(|c: char| !c.is_alphabetic()).unwrap_or(text.len())]
}

/// The letters at the end of `text`, at most forty bytes of them: a longer run is no word.
fn last_word(text: &str) -> &str {
    let letters =
        text.chars().rev().take(40).take_while(|c| c.is_alphabetic()).map(char::len_utf8).sum::<usize>();
    &text[text.len() - letters..]
}
