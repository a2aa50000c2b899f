//! Cues that are part of a word: negated contractions, affixes, endings of verbs.

use crate::text::Span;

/// The negating part of a contraction: n't, not.
pub(super) fn contracted(span: Span, surface: &str) -> Span {
    // Three characters, whatever the bytes of the apostrophe.
    let tail: usize = surface.chars().rev().take(3).map(char::len_utf8).sum();
    Span { start: span.end - tail as u32, end: span.end }
}

/// The ending of a Romance future, conditional or infinitive: what follows the last r (arrive-r-à, avr-ebbe), or the r before where
/// a bare vowel follows it (avr-ebbero); where nothing does, the r with the letter before it (attaqu-er, atac-ar).
pub(super) fn ending(span: Span, surface: &str) -> Span {
    const R: [char; 2] = ['r', 'R'];
    let last = surface.rfind(R);
    let earlier =
        last.filter(|k| surface[k + 1..].eq_ignore_ascii_case("o")).and_then(|k| surface[..k].rfind(R));
    let behind = earlier.or(last).map_or(0, |k| k + 1);
    let letters = surface.chars().rev().take(2).map(char::len_utf8).sum::<usize>();
    let stem = if behind == surface.len() { surface.len() - letters } else { behind };
    Span { start: span.start + stem as u32, end: span.end }
}

/// The negative prefix or suffix of a word.
pub(super) fn affix(span: Span, surface: &str) -> Span {
    let lower = surface.to_ascii_lowercase();
    for suffix in ["less", "lessly", "lessness"] {
        if lower.ends_with(suffix) {
            let start = span.end - suffix.len() as u32;
            return Span { start, end: start + 4 };
        }
    }
    let len = if ["dis", "non", "mis"].iter().any(|p| lower.starts_with(p)) { 3 } else { 2 };
    let whole = surface.get(..len).map_or(span.end, |p| span.start + p.len() as u32);
    Span { start: span.start, end: whole }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ending_of_a_verb_begins_behind_its_last_r() {
        for (word, expected) in [
            ("avrebbe", "ebbe"),
            ("avrebbero", "ebbero"),
            ("ATTACCHEREBBERO", "EBBERO"),
            ("arriverò", "ò"),
            ("attaccheranno", "anno"),
            ("attaquer", "er"),
        ] {
            assert_eq!(ending(Span::new(0, word.len()), word).of(word), expected);
        }
    }
}
