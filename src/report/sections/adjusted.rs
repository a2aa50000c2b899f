//! Rates corrected for the error of the tool.

use crate::report::block::{Block, Line, Table, heading, line, paragraph};
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::adjusted::Adjusted;
use crate::study::spec::Drawn;

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    if f.adjusted.is_empty() {
        return vec![];
    }
    let how = match f.spec.correction.drawn() {
        Drawn::Elsewhere => w.word("The share of sentences is corrected by sensitivity and specificity (Rogan & Gladen; interval of Lang & Reiczigel)."),
        Drawn::Here => w.word("The share of sentences is corrected by what was right among those marked and missed among those not (double sampling)."),
    };
    let head = w.heads(&[
        "<Frame",
        "<Source",
        ">Coded",
        "<Error of",
        ">Sentences with it",
        ">Corrected",
        ">Per 1,000 words",
        ">Corrected",
    ]);
    let caption = line(w.word(
        "Rates as the tool finds them, and corrected for its error, with 95 % intervals that hold the uncertainty of the validation too. Not estimable: sentences without the frame were not coded, or the tool does no better than chance.",
    ));
    vec![
        heading(2, w.word("Corrected for the error of the tool"), "adjusted"),
        paragraph(say!(
            w,
            "People coded sentences, and the tool was compared with them ({file}). {how} The rate of hits is multiplied by precision and divided by recall.",
            file =
                f.spec.correction.file.as_deref().unwrap_or_else(|| w.word("the gold codes of this report")),
            how = how,
        )),
        Block::Table(Table::new("adjusted", caption, &head).with(f.adjusted.iter().map(|a| row(f, w, a)))),
    ]
}

fn row(f: &Findings, w: &Words, a: &Adjusted) -> Vec<Line> {
    let c = a.counts;
    [
        super::title(&f.frames, &a.frame).to_owned(),
        a.source.clone(),
        w.count(c.tp + c.fp + c.fn_ + c.tn.unwrap_or(0)),
        if a.error_of == "all" { w.word("all sources").to_owned() } else { a.error_of.clone() },
        w.percent(&a.found),
        w.percent(&a.corrected),
        w.estimate(&a.rate, 1),
        w.estimate(&a.corrected_rate, 1),
    ]
    .map(line)
    .to_vec()
}
