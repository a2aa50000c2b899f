//! The tool's error, measured on texts that people annotated: printed beside what it says, so that nobody takes a rule for a
//! reader.

use serde::Deserialize;

use crate::report::block::{Block, Line, Table, heading, line, paragraph};
use crate::report::words::Words;
use crate::shipped::{self, shipped};
use crate::study::Findings;

const FIGURES: &[u8] = shipped!("lexicons/measured.toml");

/// The file of measured figures.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Measured {
    /// How and on what it was measured.
    note: String,
    /// Languages whose words were written without the texts, and what is said where one of them is in the corpus.
    blind: Vec<String>,
    blind_note: String,
    figure: Vec<Figure>,
}

/// One figure.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Figure {
    /// What was measured.
    what: String,
    /// The annotated texts.
    on: String,
    /// Language code.
    language: String,
    /// Cases.
    n: u64,
    /// Name of the measure.
    measure: String,
    /// Its value.
    value: f64,
    /// The best simple rule or peer on the same cases.
    peer: Option<f64>,
}

impl Figure {
    /// True if the sentences were invented for the purpose.
    fn is_invented(&self) -> bool {
        self.on == "invented sentences"
    }
}

pub(super) fn write(f: &Findings, w: &Words) -> Vec<Block> {
    let Some(measured) = read() else { return vec![] };
    let scored = |language: &str| f.sources.iter().any(|c| c.scored && c.language.code() == language);
    let rows: Vec<_> = measured.figure.iter().filter(|f| scored(&f.language)).map(|f| row(w, f)).collect();
    let head = w.heads(&["<What", "<On", "<Language", ">Cases", "<Measure", ">Value", ">Peer"]);
    let mut caption = w
        .word("Measured on coded texts. “Peer”: the best simple rule or other tool on the same cases.")
        .to_owned();
    if measured.figure.iter().any(|f| scored(&f.language) && f.is_invented()) {
        caption.push_str(w.word(" †: sentences that were invented for the purpose and coded by one person."));
    }
    let mut out = vec![heading(2, w.word("How often the tool errs"), "measured")];
    if rows.is_empty() {
        out.push(paragraph(
            w.word("Nothing has been measured in the languages of these articles: validate."),
        ));
        return out;
    }
    let table = Table::new("measured-error", line(caption), &head).with(rows);
    // The note speaks of Italian, and of people who annotated: not all corpora have either.
    let en = scored("en");
    out.push(paragraph(if scored("it") {
        w.word(&measured.note).to_owned()
    } else {
        let topic = if en { w.word(" Coded topic sentences are press articles on the two ideas, coded three times, the majority taken.") } else { "" };
        let few = w.word(" Figures of fewer than 20 cases are left out: denied frames and the actor were tried on 2 to 15.");
        let how = w.word("Measured on the halves of coded texts that rules and words were developed on, so somewhat optimistic: expect less on new texts.");
        let own = w.word(" Your own articles may differ from all of these: validate.");
        format!("{how}{topic}{few}{own}")
    }));
    if measured.blind.iter().any(|l| scored(l)) {
        out.push(paragraph(w.word(&measured.blind_note)));
    }
    out.push(Block::Table(table));
    out
}

/// Languages whose words were written without annotated texts.
pub(super) fn blind() -> Vec<String> {
    read().map_or_else(Vec::new, |m| m.blind)
}

/// `None` never happens with the file as shipped; a test reads it.
fn read() -> Option<Measured> {
    shipped::read(FIGURES).ok()
}

fn row(w: &Words, f: &Figure) -> Vec<Line> {
    [
        w.word(&f.what).to_owned(),
        format!("{}{}", w.word(&f.on), if f.is_invented() { " †" } else { "" }),
        w.language(&f.language).to_owned(),
        w.count(f.n),
        w.word(&f.measure).to_owned(),
        w.number(f.value, 2),
        f.peer.map_or("–".into(), |p| w.number(p, 2)),
    ]
    .map(line)
    .to_vec()
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::lexicon::{builtin, card};

    /// Rows that flatter and rows that do not: each stands in one of the two files of figures.
    #[test]
    fn the_table_of_the_readme_is_what_was_measured() {
        let (measured, cards) =
            (read().unwrap(), card::measured(builtin::QUALITY.0, builtin::QUALITY.1).unwrap());
        let readme = include_str!("../../../README.md");
        let table =
            readme.split("best simple rule or peer |\n").nth(1).unwrap().split("\n\n").next().unwrap();
        let mut rows = 0;
        for row in table.lines().skip(1) {
            let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
            let [what, on, language, n, measure, value, peer] = cells[..] else { panic!("{row}") };
            let n: u64 = n.replace(',', "").parse().unwrap();
            let value: f64 = value.trim_matches('*').parse().unwrap();
            let near = |x: f64| (x - value).abs() < 0.0051;
            if on.starts_with("general news") {
                let own = cards.iter().filter(|m| m.language == language && m.on.contains("general news"));
                let (found, all) = own.fold((0.0, 0), |(found, all), m| {
                    (found + (m.recall * m.positives as f64).round(), all + m.positives)
                });
                assert!(
                    measure == "recall" && peer == "–" && all == n && near(found / all as f64),
                    "{row}: {found} of {all}"
                );
            } else {
                let peer: f64 = peer.parse().unwrap();
                let known = measured.figure.iter().any(|f| {
                    let same =
                        (f.what.as_str(), f.on.as_str(), f.language.as_str(), f.n) == (what, on, language, n);
                    same && f.measure == measure
                        && near(f.value)
                        && f.peer.is_some_and(|p| (p - peer).abs() < 0.0051)
                });
                assert!(known, "{row}");
            }
            rows += 1;
        }
        assert!(rows > 20, "{rows} rows");
    }

    #[test]
    fn every_figure_is_a_share_or_a_correlation() {
        let measured = read().unwrap();
        assert!(!measured.figure.is_empty());
        for f in &measured.figure {
            assert!(
                f.n > 0
                    && (-1.0..=1.0).contains(&f.value)
                    && f.peer.is_none_or(|p| (-1.0..=1.0).contains(&p)),
                "{f:?}"
            );
        }
    }
}
