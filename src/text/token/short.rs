//! The short way: ASCII words that plainly end, and the blanks and marks between them, told by tables of bytes.

use super::between::{Between, PLAIN};
use super::class::behind;
use super::word::Rules;
use crate::scan::Words;
use crate::text::document::Token;
use crate::text::vocabulary::Vocabulary;

/// Longest word that is told from the others by one number.
const LONGEST: usize = 15;
/// Bytes that are read at once: the word, the first behind it, the one behind that.
const REACH: usize = LONGEST + 3;

/// What each byte says of the end of a word if it is the first behind it ([`behind::first`]), and in the lower bits what it adds
/// between two words.
static FIRST: [u8; 256] = table(false);

/// The same of the second.
static SECOND: [u8; 256] = table(true);

const fn table(second: bool) -> [u8; 256] {
    let mut table = PLAIN;
    let mut i = 0;
    while i < 256 {
        let byte = i as u8;
        table[i] |= if second { behind::second(byte) } else { behind::first(byte) };
        i += 1;
    }
    table
}

/// Cuts words of known forms from `at` on, as far as they need no rules; returns where it stopped, and what it met behind the last.
#[inline(never)] // so that the registers are its own
pub(super) fn cut(
    rules: &Rules<'_>,
    words: Words<'_>,
    vocabulary: &Vocabulary,
    tokens: &mut Vec<Token>,
    mut at: usize,
    mut between: Between,
) -> (usize, Between) {
    let Some(known) = vocabulary.known() else { return (at, between) };
    let (whole, end) = (rules.whole(), rules.bytes().len());
    let mut gap = between.gap();
    while let Some(chunk) = whole.get(at..).and_then(<[u8]>::first_chunk::<REACH>) {
        let run = words.run(at);
        let past = at + run;
        if run > LONGEST || past >= end {
            break;
        }
        if run == 0 {
            let Some(len) = between.plain(chunk) else { break };
            gap = between.gap();
            at += len;
            continue;
        }
        let Some(form) = known.find(chunk, run) else { break };
        let token = Token { start: at as u32, end: past as u32, form, gap };
        let first = chunk[run];
        // Behind most words stands a blank. That is foretold, so that the next word need not wait for what stands there.
        if first == b' ' {
            tokens.push(token);
            (between, gap) = (Between::BLANK, Between::BLANK.gap());
            at = past + 1;
            continue;
        }
        // The second may stand behind the sentence, where nobody asks what it adds.
        let (first, second) = (FIRST[first as usize], SECOND[chunk[run + 1] as usize]);
        if first & second & behind::BITS == 0 {
            break;
        }
        tokens.push(token);
        let adds = [first, second].map(|bits| bits & Between::ALL != 0);
        between = if adds[0] { Between::of(first | second) } else { Between::NONE };
        gap = between.gap();
        at = past + usize::from(adds[0]) + usize::from(adds[0] & adds[1]);
    }
    (at, between)
}
