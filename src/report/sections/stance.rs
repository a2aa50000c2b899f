//! Asserted or denied.

use crate::report::block::{Block, heading, note, noted};
use crate::report::figures;
use crate::report::words::Words;
use crate::study::Findings;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let Some(figure) = figures::stances(f, w) else { return vec![] };
    vec![
        heading(2, w.word("Asserted or denied"), "stance"),
        noted(w.word(
            "A hit is a word of the frame; its stance says how it is put. “They do not yet have that capability” is a hit of capability, denied. Denied \
             and hedged hits stay in the counts above, because a denied frame is still put before the reader; here they are told apart.",
        ), note("stance", if super::whole(f) { w.word("Cues such as “not”, “may”, “if” and “allegedly”, and the words that each of them governs, give the stance of a hit; where none governs it, it counts as asserted. Irony is not seen.") } else { w.word("Cues such as “not”, “may”, “if” and “allegedly”, and the words that each of them governs, give the stance of a hit; where none governs it, it counts as asserted. In the sentences behind the numbers the cues and the words they govern are marked. Irony is not seen.") })),
        Block::Figure(figure),
    ]
}
