//! The short way: ASCII words that plainly end, and the blanks and marks between them, told by tables of bytes.

use std::hint::cold_path;

use super::between::{Between, PLAIN};
use super::class::{behind, word_run};
use super::word::Rules;
use crate::text::document::Token;
use crate::text::vocabulary::Vocabulary;

/// Longest word that is told from the others by one number.
const LONGEST: usize = 15;
/// Bytes that are read at once: the word, the first behind it, the one behind that.
const REACH: usize = LONGEST + 3;

/// What each byte says of the end of a word if it is the first behind it ([`behind::first`]), and in the lower bits what it adds
/// between two words.
static FIRST: [u8; 256] = {
    let mut table = PLAIN;
    let mut i = 0;
    while i < 256 {
        table[i] |= behind::first(i as u8);
        i += 1;
    }
    table
};

/// The same of the second.
static SECOND: [u8; 256] = {
    let mut table = PLAIN;
    let mut i = 0;
    while i < 256 {
        table[i] |= behind::second(i as u8);
        i += 1;
    }
    table
};

/// Cuts words of known forms from `at` on, as far as they need no rules; returns where it stopped, and what it met behind the last.
#[inline(never)] // so that the registers are its own
pub(super) fn cut(
    rules: &Rules<'_>,
    vocabulary: &Vocabulary,
    tokens: &mut Vec<Token>,
    mut at: usize,
    mut between: Between,
) -> (usize, Between) {
    let Some(known) = vocabulary.known() else { return (at, between) };
    let (whole, end) = (rules.whole(), rules.bytes().len());
    while let Some(chunk) = whole.get(at..).and_then(<[u8]>::first_chunk::<REACH>) {
        let word = *chunk.first_chunk().unwrap_or(&[0; 16]);
        let run = word_run(word);
        let past = at + run;
        if run > LONGEST || past >= end {
            break;
        }
        // The second may stand behind the sentence, where nobody asks what it adds.
        let (first, second) = (FIRST[chunk[run] as usize], SECOND[chunk[run + 1] as usize]);
        if run == 0 {
            let Some(len) = between.plain(chunk) else { break };
            at += len;
            continue;
        }
        // Without a branch on either: whether a comma or a blank stands there cannot be foretold.
        if first & second & behind::BITS == 0 {
            break;
        }
        let Some(form) = known.find(run, u128::from_le_bytes(word)) else { break };
        tokens.push(Token { start: at as u32, end: past as u32, form, gap: between.gap() });
        between = Between::NONE;
        at = past;
        if first & Between::ALL != 0 {
            between = Between::of(first | second);
            at = past + 1;
            // Foretold, so that the next word need not wait for the bytes behind this one.
            if second & Between::ALL != 0 {
                cold_path();
                at += 1;
            }
        }
    }
    (at, between)
}
