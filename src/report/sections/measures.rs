//! Every measure of the report: its unit, range, formula and source.

use crate::report::block::{Block, Table, heading, line};
use crate::report::words::Words;
use crate::stats::measures::{Measure, measure};

/// The measures that a report may hold, in the order in which a reader meets them.
const USED: &[&str] = &[
    "rate",
    "segment-share",
    "prevalence",
    "bootstrap",
    "bootstrap-expanded",
    "bootstrap-blocks",
    "permutation",
    "omnibus",
    "benjamini-hochberg",
    "holm",
    "shift",
    "association-difference",
    "association-ratio",
    "log-odds",
    "log-ratio",
    "g2",
    "dp",
    "document-frequency",
    "silhouette",
    "gap",
    "ward",
    "ari",
    "cramers-v",
    "true-prevalence",
    "stratified-prevalence",
    "adjusted-rate",
];

/// A table of the measures, for the method section.
pub(super) fn blocks(w: &Words) -> Vec<Block> {
    let row = |m: &Measure| {
        [m.name, m.unit, m.range, m.formula, m.source]
            .map(|cell| line(if cell.is_empty() { "–" } else { w.word(cell) }))
            .to_vec()
    };
    let head = w.heads(&["<Measure", "<Unit", "<Range", "<How it is computed", "<After"]);
    let caption = line(w.word("Every measure of this report, how it is computed, and who describes it."));
    vec![
        heading(3, w.word("The measures"), "measures"),
        Block::Table(
            Table::new("measures", caption, &head).with(USED.iter().filter_map(|id| measure(id)).map(row)),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Cells that hold an English word, beside the names of methods and people, are translated.
    #[test]
    fn formulas_are_told_in_the_language_of_the_report() {
        let w = Words::of("it");
        let english = [" of ", " over ", " the ", "share", " and "];
        for m in USED.iter().filter_map(|id| measure(id)) {
            for cell in [m.name, m.unit, m.range, m.formula] {
                let told = w.word(cell);
                assert!(told != cell || !english.iter().any(|e| cell.contains(e)), "{cell}");
            }
        }
    }

    #[test]
    fn every_measure_named_here_is_described() {
        for id in USED {
            assert!(measure(id).is_some(), "{id}");
        }
    }
}
