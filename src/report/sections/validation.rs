//! The tool against people who coded these very articles, and what that allows to be said.

use std::collections::BTreeSet;

use crate::coding::validation::{Reason, State, Validation, ValidationRow, Verdict, Weighting};
use crate::report::block::{Block, Inline, Line, Table, heading, line, paragraph, text};
use crate::report::words::{Words, say};
use crate::study::Findings;

/// Frames in the languages of this report, which all have to pass.
fn needed(f: &Findings) -> BTreeSet<(String, String)> {
    let languages: BTreeSet<_> = f.sources.iter().filter(|c| c.scored).map(|c| c.language.code()).collect();
    f.frames.iter().flat_map(|n| languages.iter().map(|l| (n.id.clone(), (*l).to_owned()))).collect()
}

fn link(words: &str, to: &str) -> Inline {
    Inline::Link { text: words.to_owned(), to: to.to_owned(), only: vec![] }
}

/// The line of the box at the top: VALIDATED, VALIDATED IN PART or UNVALIDATED.
pub(super) fn status(f: &Findings, w: &Words) -> Line {
    let Some(v) = &f.validation else {
        let words = w.word("UNVALIDATED: nobody has compared the tool with human coding of these articles.");
        return see(f, w, words.to_owned(), w.word("how often it errs on other texts"), "measured");
    };
    let units = w.things(v.units, "unit");
    let said = match v.word(&needed(f)) {
        "VALIDATED" => say!(
            w,
            "VALIDATED on {units} that people coded: every frame is precise and complete enough, and alike in the sources.",
            units = units
        ),
        "VALIDATED IN PART" => say!(
            w,
            "VALIDATED IN PART on {units} that people coded; not for {frames}.",
            units = units,
            frames = w.list(&wanting(f, v, w))
        ),
        _ => say!(w, "UNVALIDATED: no frame passes on the {units} that people coded.", units = units),
    };
    see(f, w, said, w.word("the tool against people"), "validation")
}

/// Words, and where more is said of it if the report has that section.
fn see(f: &Findings, w: &Words, said: String, more: &str, section: &str) -> Line {
    if !super::shows(f, section) {
        return line(said);
    }
    vec![text(format!("{said} {} ", w.word("See"))), link(more, section), text(".")]
}

/// Frames and languages that did not pass.
fn wanting(f: &Findings, v: &Validation, w: &Words) -> Vec<String> {
    let passed: BTreeSet<(String, String)> = v
        .verdicts()
        .into_iter()
        .filter(|x| x.state == State::Passed)
        .map(|x| (x.frame, x.language))
        .collect();
    let of = |(frame, language): &(String, String)| {
        format!("{} ({})", super::small(super::title(&f.frames, frame)), w.language(language))
    };
    needed(f).difference(&passed).map(of).collect()
}

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let Some(v) = &f.validation else { return vec![] };
    let mut out = vec![
        heading(2, w.word("The tool against people"), "validation"),
        paragraph(say!(
            w,
            "People coded {units} of these articles; the tool was compared with them. Precision: of what the tool found, how much is right. Recall: of what is there, how much it found. A frame passes with a precision of at least {precision}, a recall of at least {recall}, and no source's precision more than {apart} from another's.",
            units = w.things(v.units, "unit"),
            precision = w.number(crate::coding::validation::GATE.0, 2),
            recall = w.number(crate::coding::validation::GATE.1, 2),
            apart = w.number(crate::coding::validation::GATE.2, 2),
        )),
        paragraph(match v.weighting {
            Weighting::Unequal => w.word(
                "The sample looked for rare frames and stances. So that the figures speak for all sentences of the articles, every unit counts for as many as it stands for (one over its chance of being drawn); intervals are Wilson's on the effective number of units. The columns of counts are those of the sample.",
            ),
            Weighting::Equal => w.word("The units were drawn at random, all with the same chance: the figures are estimates for the articles."),
            Weighting::Unknown => w.word("How the units were drawn is not said: the figures describe these units, and the articles only if they were drawn at random."),
        }),
        Block::List(verdicts(f, v, w)),
        figures(f, v, w),
    ];
    if !v.unknown.is_empty() {
        out.push(paragraph(say!(
            w,
            "Not found among the articles, and left out: {units} of the gold file.",
            units = w.things(v.unknown.len(), "unit")
        )));
    }
    out
}

fn verdicts(f: &Findings, v: &Validation, w: &Words) -> Vec<Line> {
    let verdicts = v.verdicts();
    let of = |(frame, language): (String, String)| {
        let name = format!("{} ({})", super::title(&f.frames, &frame), w.language(&language));
        let said = verdicts.iter().find(|x| x.frame == frame && x.language == language);
        line(match said {
            None => say!(w, "{frame}: nobody coded it.", frame = name),
            Some(Verdict { state: State::Passed, also, .. }) if also.is_empty() => {
                say!(w, "{frame}: passed.", frame = name)
            }
            Some(Verdict { state: State::Passed, also, .. }) => {
                let also: Vec<String> = also.iter().map(|r| reason(r, w)).collect();
                say!(w, "{frame}: passed, but {reasons}.", frame = name, reasons = also.join("; "))
            }
            Some(x) => {
                let reasons: Vec<String> = x.reasons.iter().chain(&x.also).map(|r| reason(r, w)).collect();
                say!(w, "{frame}: not passed; {reasons}.", frame = name, reasons = reasons.join("; "))
            }
        })
    };
    needed(f).into_iter().map(of).collect()
}

fn reason(r: &Reason, w: &Words) -> String {
    match r {
        Reason::Below { measure, value, least } => say!(
            w,
            "{measure} {value} is below {least}",
            measure = w.word(measure),
            value = w.estimate(value, 2),
            least = w.number(*least, 2)
        ),
        Reason::Untested { measure } => {
            say!(
                w,
                "{measure} could not be tested, because no coded unit has the frame",
                measure = w.word(measure)
            )
        }
        Reason::Unequal { measure, apart, low, high } => say!(
            w,
            "{measure} differs by {apart} between sources: {low} in {first}, {high} in {second}",
            measure = w.word(measure),
            apart = w.number(*apart, 2),
            low = w.estimate(&low.1, 2),
            first = low.0,
            high = w.estimate(&high.1, 2),
            second = high.0
        ),
    }
}

fn figures(f: &Findings, v: &Validation, w: &Words) -> Block {
    let head = w.heads(&[
        "<Frame",
        "<Language",
        "<Source",
        "<Stance",
        ">Both",
        ">Tool only",
        ">People only",
        ">Precision",
        ">Recall",
        ">F1",
    ]);
    let row = |r: &ValidationRow| {
        let source = if r.source == "all" { w.word("all") } else { &r.source };
        [
            super::title(&f.frames, &r.frame).to_owned(),
            w.language(&r.language).to_owned(),
            source.to_owned(),
            w.word(r.stance).to_owned(),
            w.count(r.counts.tp),
            w.count(r.counts.fp),
            w.count(r.counts.fn_),
            w.estimate(&r.precision, 2),
            w.estimate(&r.recall, 2),
            w.estimate(&r.f1, 2),
        ]
        .map(line)
        .to_vec()
    };
    let caption = w.word(
        "The tool against people, with 95 % intervals (Wilson). “all”: presence of the frame; a stance: of the units in which both see the frame, those put so.",
    );
    let shown = v.rows.iter().filter(|r| r.counts.tp + r.counts.fp + r.counts.fn_ > 0);
    Block::Table(Table::new("validation", line(caption), &head).with(shown.map(row)))
}
