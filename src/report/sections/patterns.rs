//! What the signs in the entries of a lexicon mean, for readers who see entries as they are written.

use crate::report::words::{Words, say};

/// A sentence about those signs that occur in some entries, with a space before it; empty if none does.
pub(in crate::report) fn legend<'a>(w: &Words, entries: impl IntoIterator<Item = &'a str>) -> String {
    let mut found = [false; 6];
    for entry in entries {
        found[4] |= entry.contains('|');
        let mut pieces = entry.split("*{");
        let first = pieces.next().unwrap_or_default();
        let behind_gaps = pieces.map(|piece| piece.split_once('}').map_or(piece, |(_, behind)| behind));
        for (number, piece) in std::iter::once(first).chain(behind_gaps).enumerate() {
            found[5] |= number > 0;
            found[0] |= piece.contains("=(");
            for word in piece.split(|c: char| c.is_whitespace() || "(|)".contains(c)) {
                found[0] |= word.len() > 1 && word.starts_with('=');
                found[1] |= word == "*";
                found[2] |= word != "*" && word.contains('*');
                // An entry that is not known is shown as a question mark.
                found[3] |= word != "?" && word.contains('?');
            }
        }
    }
    let signs = [
        w.word("= before a word: in this form only, where other words stand for all their forms"),
        w.word("* by itself: any one word"),
        w.word("* in a word: any letters, or none"),
        w.word("? in a word: any one letter"),
        w.word("(a|b): one or the other"),
        w.word("*{0,3}: none to three words, whichever"),
    ];
    let signs: Vec<&str> = signs.into_iter().zip(found).filter(|s| s.1).map(|s| s.0).collect();
    if signs.is_empty() {
        return String::new();
    }
    say!(w, " How entries are written: {signs}.", signs = signs.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_signs_that_occur_are_explained() {
        let w = Words::of("en");
        assert_eq!(legend(&w, ["attack", "know how to", "?", "="]), "");
        assert_eq!(
            legend(&w, ["=able to", "attack"]),
            " How entries are written: = before a word: in this form only, where other words stand for all their forms."
        );
        assert_eq!(
            legend(&w, ["read * * messages", "defac*", "organi?e"]),
            " How entries are written: * by itself: any one word; * in a word: any letters, or none; ? in a word: any one letter."
        );
        assert_eq!(
            legend(&w, ["=(can|may) *{0,2} (hit|strike)"]),
            " How entries are written: = before a word: in this form only, where other words stand for all their forms; \
             (a|b): one or the other; *{0,3}: none to three words, whichever."
        );
        assert_eq!(legend(&w, ["hit (back|)"]), " How entries are written: (a|b): one or the other.");
    }
}
