//! Places where a space is missing between two sentences: `the old serviceThe crew hopes`, `it was over.The crew`.
//!
//! Names are written like that on purpose (`YouTube`, `LinkedIn`, `McDonald`), so a capital in a word begins a sentence only if the
//! word that it begins is one that begins sentences, and prose goes on after it.

use super::rules::Rule;
use super::words::Words;
use crate::scan::{Class, Map};

/// The rule.
pub(super) const RULE: Rule = Rule {
    name: "glued-sentences",
    what: "A missing space between two sentences",
    examples: &[
        "Support for the ferry service^The crew hopes that more will come.",
        "The harbour was closed.^The crew waited for hours.",
        "Will they come?^Nobody knows.",
        "Il porto resta chiuso.^Nella notte sono arrivati i soccorsi.",
        "Ecco il servizio^Secondo il sindaco nulla cambia.",
    ],
    allows: &[
        "YouTube, iPhone, LinkedIn is down, MrKeller and McDonald said, CyberFerry, eBay",
        "Write to info@harbour.Org or see www.harbour.Com/The end, on Booking.Com today.",
        "#SaveThe harbour and @JoinThe crew",
        "St.Mary and Mr.Keller met Gen.Rossi near p.Five",
        "the U.S.The and e.g.This are left alone",
        "LiveNow app users, SaveTheChildren and ThisIsMoney.com",
        "version 2.The end? No: v2.Beta",
    ],
    sites: &[],
};

/// Adds the offsets at which such second sentences begin. `map` is that of `text`.
pub(super) fn find(text: &str, map: &Map, words: &Words, into: &mut Vec<u32>) {
    map.each(Class::Glued, |at| {
        if begins(text, at, words) {
            into.push(at as u32);
        }
    });
}

fn begins(text: &str, at: usize, words: &Words) -> bool {
    let bytes = text.as_bytes();
    let word = &text[at..at + text[at..].find(|c: char| !c.is_alphabetic()).unwrap_or(text.len() - at)];
    let after = &text[at + word.len()..];
    let Some(token) = token_before(text, at) else { return false };
    if bytes[at - 1].is_ascii_lowercase() {
        // The letters before must be one plain word, and the sentence must go on in lower case.
        let left = token.trim_start_matches(|c: char| !c.is_alphanumeric());
        let left = left.rsplit(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        let inner_capital = left.chars().skip(1).any(char::is_uppercase);
        let goes_on = after.strip_prefix(' ').is_some_and(|a| a.starts_with(char::is_lowercase));
        left.len() >= 4 && !inner_capital && goes_on && words.sentence_starts.contains(word)
    } else {
        let left = &token[..token.len() - 1];
        let run = left.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let lower = !run.is_empty() && run.chars().skip(1).all(char::is_lowercase);
        let known = words.sentence_starts.contains(word);
        // Short words before a full stop may be abbreviations: Gen.Rossi.
        let long = run.chars().count() >= if known { 3 } else { 5 } || !token.ends_with('.');
        let capital_short = run.starts_with(char::is_uppercase) && run.len() <= 4;
        let ends = after.is_empty()
            || after.starts_with(|c: char| c.is_whitespace() || c == ',' || c == '’' || c == '\'');
        let wordlike = word.chars().skip(1).all(char::is_lowercase);
        lower
            && long
            && !capital_short
            && ends
            && wordlike
            && !left.contains('.')
            && !words.suffixes.contains(word)
    }
}

/// What stands before `at` back to the last white space; `None` if it is part of an address or a handle, or no word at all.
fn token_before(text: &str, at: usize) -> Option<&str> {
    let mut start = at;
    for (i, c) in text[..at].char_indices().rev().take(60) {
        if c.is_whitespace() {
            break;
        }
        if matches!(c, '#' | '@' | '/' | '_' | '\\' | '=' | '&') {
            return None;
        }
        start = i;
    }
    let token = &text[start..at];
    (token.len() < 60).then_some(token)
}
