//! Narrated or quoted, and who gets to speak.

use crate::report::block::{Block, heading, note, noted, paragraph};
use crate::report::figures;
use crate::report::words::Words;
use crate::study::Findings;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let voices = figures::voices(f, w);
    if voices.is_none() {
        return vec![];
    }
    let mut out = vec![
        heading(2, w.word("Who gets to speak"), "speakers"),
        noted(w.word(
            "A frame in the writer's own voice is the paper's; a frame in a quotation is the speaker's, and the paper's choice of speaker. Names are found by rules, \
             pronouns are traced within the article, and both can err.",
        ), note("voice", w.word("Direct: within quotation marks. Indirect: governed by a verb or phrase of reporting, such as “said” or “according to”. Narrator: all else. A speaker is the subject of the reporting. Within an article a person who is named in full and then by surname counts once; a title alone (“the Prime Minister”) counts as another speaker. Between articles of a source only a title or an article in front of the name may differ."))),
    ];
    out.extend(voices.map(Block::Figure));
    match figures::speakers(f, w) {
        Some(figure) => out.push(Block::Figure(figure)),
        // Scores name no speakers.
        None if super::whole(f) => {}
        None if f.scores => out.push(paragraph(w.word("Scores do not say who speaks."))),
        None => out.push(paragraph(w.word("No speaker was found."))),
    }
    out
}
