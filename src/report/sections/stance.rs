//! Asserted or denied.

use crate::report::block::{Block, heading, paragraph};
use crate::report::figures;
use crate::report::words::Words;
use crate::study::Findings;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let Some(figure) = figures::stances(f, w) else { return vec![] };
    vec![
        heading(2, w.word("Asserted or denied"), "stance"),
        paragraph(w.word(
            "A hit is a word of the frame; its stance says how it is put. “They do not yet have that capability” is a hit of capability, denied. Denied \
             and hedged hits stay in the counts above, because a denied frame is still put before the reader; here they are told apart.",
        )),
        Block::Figure(figure),
    ]
}
