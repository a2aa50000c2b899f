//! Every measure of the report: its unit, range, formula and source.

use crate::report::block::{Align, Block, Table, heading, line};
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
pub(super) fn blocks() -> Vec<Block> {
    let row = |m: &Measure| {
        [m.name, m.unit, m.range, m.formula, m.source]
            .map(|cell| line(if cell.is_empty() { "–" } else { cell }))
            .to_vec()
    };
    let head = ["Measure", "Unit", "Range", "How it is computed", "After"];
    vec![
        heading(3, "The measures"),
        Block::Table(Table {
            id: "measures".into(),
            caption: line("Every measure of this report, how it is computed, and who describes it."),
            head: head.map(|h| (h.to_owned(), Align::Left)).to_vec(),
            rows: USED.iter().filter_map(|id| measure(id)).map(row).collect(),
        }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measure_named_here_is_described() {
        for id in USED {
            assert!(measure(id).is_some(), "{id}");
        }
    }
}
