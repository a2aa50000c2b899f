//! The words of a sentence that clauses and cues turn on, told sixty-four at a time, so that nothing hangs on which they are.

use super::clause::OPENERS;
use super::table;
use super::view::{NO_QUOTE, Punctuation, Word};
use super::words::{Class, Classes};
use crate::scan::BLOCK;

/// Marks that no clause crosses.
pub const HARD: Punctuation = Punctuation::SEMICOLON
    .with(Punctuation::COLON)
    .with(Punctuation::DASH)
    .with(Punctuation::OPEN)
    .with(Punctuation::CLOSE)
    .with(Punctuation::ELLIPSIS)
    .with(Punctuation::STOP);

/// Marks that part clauses.
pub const PARTS: Punctuation = HARD.with(Punctuation::COMMA);

/// Adverbs that may stand before a clause without being part of it.
pub const LEADING: Classes = Classes::of(&[Class::HedgeAdverb, Class::Adverb]);

/// Words that begin an inverted condition before one of [`TOPIC`]: had he.
const INVERTING: Classes = Classes::of(&[Class::Have, Class::Be, Class::Auxiliary]);
const TOPIC: Classes = Classes::of(&[Class::Subject, Class::It]);

/// Words such as *there*, if they are both.
const THERE: [Classes; 2] = [Classes::of(&[Class::Subject]), Classes::of(&[Class::Occur])];

/// Of so many words, a bit each.
#[derive(Debug, Clone, Copy, Default)]
struct Block {
    /// A mark, or the edge of a quotation, stands before it.
    parted: u64,
    /// A clause may begin or end here, whatever stands before.
    turns: u64,
    /// It may be a cue.
    cues: u64,
}

/// Such words of a sentence.
#[derive(Debug, Default)]
pub struct Turns(Vec<Block>);

impl Turns {
    /// Looks at the words of a sentence.
    pub fn read(&mut self, words: &[Word]) {
        self.0.clear();
        let mut quote = words.first().map_or(0, |w| w.quote);
        for words in words.chunks(BLOCK) {
            let mut block = Block::default();
            // Of the word behind, which may stand in the next block.
            let mut topic = true;
            let mut edges = 0;
            let mut next = words.last().map_or(0, |w| w.quote);
            // From the last to the first, each of which pushes the others on.
            for word in words.iter().rev() {
                let turns = word.any(OPENERS.with(LEADING))
                    | (word.any(THERE[0]) & word.any(THERE[1]))
                    | (word.any(INVERTING) & topic);
                block.parted = block.parted << 1 | u64::from(word.after(PARTS));
                block.turns = block.turns << 1 | u64::from(turns);
                block.cues = block.cues << 1 | u64::from(word.any(table::CUES));
                edges = edges << 1 | u64::from(word.quote != next);
                (topic, next) = (word.any(TOPIC), word.quote);
            }
            block.parted |= edges << 1 | u64::from(next != quote);
            block.turns |= block.parted;
            quote = words.last().map_or(0, |w| w.quote);
            self.0.push(block);
        }
        // There all limits begin.
        self.0.first_mut().into_iter().for_each(|block| block.turns |= 1);
    }

    /// The words at which a clause may begin or end, and whether they are parted from the word before.
    pub fn each(&self) -> impl Iterator<Item = (usize, bool)> {
        self.0.iter().zip(0..).flat_map(|(block, number)| {
            places(block.turns).map(move |k| (number * BLOCK + k, block.parted >> k & 1 == 1))
        })
    }

    /// The words that may be cues.
    pub fn cues(&self) -> impl Iterator<Item = usize> {
        self.0.iter().zip(0..).flat_map(|(block, number)| places(block.cues).map(move |k| number * BLOCK + k))
    }
}

/// The numbers of the bits that are set.
fn places(mut bits: u64) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let place = bits.trailing_zeros() as usize;
        (bits != 0).then(|| {
            bits &= bits - 1;
            place
        })
    })
}

/// True if a strong mark or the edge of a quotation stands before word `i`.
pub fn is_hard(words: &[Word], i: usize) -> bool {
    let Some((previous, word)) = words.get(i.wrapping_sub(1)).zip(words.get(i)) else { return false };
    if word.after(HARD) && !(word.after(Punctuation::JOINED)) {
        return true;
    }
    // Edges of quotations separate voices; a quoted label of a few words does not break a clause.
    previous.quote != word.quote && (word.after(Punctuation::COMMA) || is_long(words, i))
}

/// True if the quotation that begins or ends before word `i` is longer than a label.
fn is_long(words: &[Word], i: usize) -> bool {
    let same = |a: &Word, b: &Word| a.quote == b.quote && a.quote != NO_QUOTE;
    let after = words.get(i..).into_iter().flatten().take(6).take_while(|w| same(w, &words[i])).count();
    let before =
        words.get(..i).into_iter().flatten().rev().take(6).take_while(|w| same(w, &words[i - 1])).count();
    after.max(before) > 4
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::stance::clause::Clauses;

    const MARKS: [Punctuation; 6] = [
        Punctuation::COMMA,
        Punctuation::COLON,
        Punctuation::DASH,
        Punctuation::JOINED,
        Punctuation::QUESTION,
        Punctuation::SENTENCE,
    ];

    fn word() -> impl Strategy<Value = Word> {
        let classes = prop::collection::vec(prop::sample::select(Class::ALL.to_vec()), 0..4);
        let grammar = prop::sample::subsequence(
            vec![
                Class::And,
                Class::Adverb,
                Class::Auxiliary,
                Class::Determiner,
                Class::If,
                Class::It,
                Class::Occur,
                Class::Relative,
                Class::Subject,
                Class::That,
                Class::Verb,
            ],
            0..3,
        );
        let marks = prop::option::weighted(0.2, prop::sample::select(MARKS.to_vec()));
        (prop_oneof![classes, grammar], marks, 1..4u8, 0..4u32).prop_map(|(classes, marks, len, quote)| {
            Word {
                classes: Classes::of(&classes),
                before: marks.unwrap_or_default(),
                len,
                quote: if quote < 3 { NO_QUOTE } else { quote },
                ..Word::EMPTY
            }
        })
    }

    proptest! {
        #[test]
        fn other_words_change_no_limit(words in prop::collection::vec(word(), 1..150)) {
            let mut turns = Turns::default();
            turns.read(&words);
            let parted = |k: usize| {
                words[k].after(PARTS) || words[k].quote != words[k.saturating_sub(1)].quote
            };
            prop_assert!(turns.each().all(|(k, is_parted)| parted(k) == is_parted));
            let (mut some, mut every) = (Clauses::default(), Clauses::default());
            some.read(&words, turns.each());
            every.read(&words, (0..words.len()).map(|k| (k, parted(k))));
            prop_assert_eq!(some, every);
            let cues = (0..words.len()).filter(|k| words[*k].any(table::CUES));
            prop_assert!(turns.cues().eq(cues));
        }
    }
}
