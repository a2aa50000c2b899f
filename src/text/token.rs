//! Words and numbers.

use unicode_segmentation::UnicodeSegmentation;

use super::document::{Document, Gap, Marks, Token};
use super::vocabulary::Vocabulary;

/// Fills the tokens of every sentence of `document`.
pub(super) fn fill(text: &str, _marks: Marks<'_>, vocabulary: &mut Vocabulary, document: &mut Document) {
    let Document { sentences, tokens, .. } = document;
    for sentence in sentences {
        sentence.first = tokens.len() as u32;
        let base = sentence.span.start;
        let mut end = None;
        for (offset, word) in sentence.span.of(text).unicode_word_indices() {
            let start = base + offset as u32;
            let between = end.map(|e: u32| &text[e as usize..start as usize]);
            let gap = match between {
                Some("" | "-" | "'" | "’") => Gap::Joined,
                Some(s) if s.chars().all(|c| c.is_whitespace() || "\"“”«»‘’'".contains(c)) => {
                    Gap::Space
                }
                None | Some(_) => Gap::Mark,
            };
            let form = vocabulary.intern(word);
            end = Some(start + word.len() as u32);
            tokens.push(Token { start, end: start + word.len() as u32, form, gap });
        }
        sentence.last = tokens.len() as u32;
    }
}
