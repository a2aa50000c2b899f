//! What a piece of text says of its language: by its words, their endings and its letters.

use super::{ENDING, Evidence, LONGEST_ENDING, Set};
use crate::text::vocabulary::fold;

/// What the words of a piece of text between two ASCII marks or spaces say.
#[derive(Debug, Clone, Default)]
pub(super) struct Said {
    /// Where the piece stands in the texts of a detector.
    pub start: u32,
    pub len: u32,
    pub words: u32,
    /// Languages and how much each gets.
    pub evidence: (Set, f32),
    pub more: Option<Box<More>>,
}

/// What few pieces say besides.
#[derive(Debug, Clone)]
pub(super) struct More {
    pub evidence: Vec<(Set, f32)>,
    /// Languages that letters speak for.
    pub letters: Vec<Set>,
}

impl Said {
    pub fn text<'t>(&self, texts: &'t str) -> &'t [u8] {
        &texts.as_bytes()[self.start as usize..(self.start + self.len) as usize]
    }
}

/// Reads a piece of text. `folded` is a buffer.
pub(super) fn read_piece(evidence: &Evidence, piece: &str, folded: &mut String) -> Said {
    let mut said = Said::default();
    let mut found = Vec::new();
    // Most pieces are one word of ASCII letters, which is folded without a detour.
    if piece.bytes().all(|b| b.is_ascii_alphabetic()) {
        folded.clear();
        folded.push_str(piece);
        folded.make_ascii_lowercase();
        said.words = 1;
        weigh_word(evidence, folded, |set, share| said.evidence = (set, share));
        return said;
    }
    let folded = fold(piece);
    let apart = |c: char| !c.is_alphabetic() && c != '\'';
    for word in folded.split(apart).map(|w| w.trim_matches('\'')).filter(|w| !w.is_empty()) {
        said.words += 1;
        weigh_word(evidence, word, |set, share| found.push((set, share)));
    }
    let foreign = folded.chars().filter(|c| !c.is_ascii());
    let letters: Vec<Set> = foreign.filter_map(|c| evidence.letters.get(&c).copied()).collect();
    if let [first, more @ ..] = &found[..] {
        said.evidence = *first;
        found = more.to_vec();
    }
    if !found.is_empty() || !letters.is_empty() {
        said.more = Some(Box::new(More { evidence: found, letters }));
    }
    said
}

/// Gives what one word says: at most one thing of a word of ASCII letters.
fn weigh_word(evidence: &Evidence, word: &str, mut give: impl FnMut(Set, f32)) {
    let mut add = |set: Set, weight: f32| give(set, share(set, weight));
    // An elided article speaks for itself: `dell'Isis`, `l'attaque`.
    if let Some(set) = evidence.words.get(word) {
        return add(*set, 1.0);
    }
    if let Some((article, rest)) = word.split_once('\'') {
        if let Some(set) = evidence.words.get(article) {
            add(*set, 0.7);
        }
        if let Some(set) = evidence.words.get(rest) {
            return add(*set, 0.7);
        }
    }
    let ends = word.char_indices().rev().take(LONGEST_ENDING).map(|(i, _)| i).filter(|i| *i > 0);
    let known = ends.filter_map(|i| evidence.endings.get(&word[i..]));
    // The longest one.
    if let Some(set) = known.last() {
        add(*set, ENDING);
    }
}

/// What each language of a set gets of a piece of evidence: the fewer, the more.
pub(super) fn share(set: Set, weight: f32) -> f32 {
    weight / (set.count_ones().max(1) as f32).sqrt()
}
