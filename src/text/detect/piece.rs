//! What a piece of text says of its language: by its words, their endings and its letters.

use hashbrown::HashMap;

use super::{ENDING, Evidence, LONGEST_ENDING, MOST, Scores, Set, spread};
use crate::text::vocabulary::fold;

/// What the words of a piece of text between two ASCII marks or spaces say.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Said {
    pub words: u32,
    /// How much each language gets: a row of [`Shares`].
    pub evidence: u32,
    /// Where [`Shares::more`] has more of it, counted from 1; 0 if there is none.
    pub more: u32,
}

/// What few pieces say besides.
#[derive(Debug, Clone)]
pub(super) struct More {
    pub evidence: Vec<(Set, f32)>,
    /// Languages that letters speak for.
    pub letters: Vec<Set>,
}

/// What pieces of text say, for each language how much. Few rows, because many pieces say the same.
pub(super) struct Shares {
    /// The first says nothing.
    pub rows: Vec<Scores>,
    pub more: Vec<More>,
    /// By set and bits of the share.
    known: HashMap<(Set, u32), u32>,
}

impl Default for Shares {
    fn default() -> Self {
        Self { rows: vec![[0.0; MOST]], more: Vec::new(), known: HashMap::new() }
    }
}

impl Shares {
    /// The row in which each language of a set gets this share.
    fn row(&mut self, set: Set, share: f32) -> u32 {
        let Self { rows, known, .. } = self;
        *known.entry((set, share.to_bits())).or_insert_with(|| {
            let mut row = [0.0; MOST];
            spread(set, share, &mut row);
            rows.push(row);
            rows.len() as u32 - 1
        })
    }
}

/// Reads a piece of text. `folded` is a buffer; `shares` take in what is new.
pub(super) fn read_piece(evidence: &Evidence, piece: &str, folded: &mut String, shares: &mut Shares) -> Said {
    let mut said = Said::default();
    let mut found = Vec::new();
    // Most pieces are one word of ASCII letters, which is folded without a detour.
    if piece.bytes().all(|b| b.is_ascii_alphabetic()) {
        folded.clear();
        folded.push_str(piece);
        folded.make_ascii_lowercase();
        said.words = 1;
        weigh_word(evidence, folded, |set, share| said.evidence = shares.row(set, share));
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
        said.evidence = shares.row(first.0, first.1);
        found = more.to_vec();
    }
    if !found.is_empty() || !letters.is_empty() {
        shares.more.push(More { evidence: found, letters });
        said.more = shares.more.len() as u32;
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
