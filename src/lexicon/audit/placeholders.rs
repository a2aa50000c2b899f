//! What `lexicon new` wrote to be replaced, and nobody has: such words would count (“example” stands in every third article).

use std::collections::BTreeSet;

use super::super::bench::Placed;
use super::super::entry::{Lexicon, Subject};
use super::super::finding::{Finding, Problem};
use super::super::{parse, template};
use crate::error::Result;
use crate::text::Language;

/// Tells of texts and `entries` of a lexicon that are those of the template.
pub(super) fn find(lexicon: &Lexicon, entries: &[Placed<'_>]) -> Result<Vec<Finding>> {
    if lexicon.subject != Subject::Frame {
        return Ok(vec![]);
    }
    let blank = parse::parse("template.toml", &template::frame("frame", Language::ENGLISH)?)?;
    let whole = |reason: String, remedy: &str| Finding {
        problem: Problem::Placeholder,
        ..Finding::of_file(lexicon, reason, remedy)
    };
    let header = [
        (
            "definition",
            &lexicon.definition,
            &blank.definition,
            "say when the frame is present: a report prints it",
        ),
        ("source", &lexicon.source, &blank.source, "say where the words come from: a report prints it"),
    ];
    let mut findings: Vec<Finding> = header
        .iter()
        .filter(|(_, here, there, _)| here == there)
        .map(|(key, _, _, remedy)| whole(format!("{key} is still that of the template"), remedy))
        .collect();
    let blanks: BTreeSet<&str> =
        blank.groups.iter().flat_map(|g| &g.entries).map(|e| e.pattern.as_str()).collect();
    let definitions: BTreeSet<&str> = blank.groups.iter().map(|g| g.definition.as_str()).collect();
    for group in &lexicon.groups {
        if definitions.contains(group.definition.as_str()) {
            let reason = format!("the definition of group {:?} is still that of the template", group.name);
            findings.push(whole(reason, "say what its words have in common"));
        }
    }
    let left = entries.iter().filter(|p| blanks.contains(p.entry.pattern.as_str()));
    let reason = "is an example of the template";
    findings.extend(
        left.map(|p| Finding::new(Problem::Placeholder, *p, reason, "put words of your own in its place")),
    );
    Ok(findings)
}

#[cfg(test)]
mod tests {
    use super::super::super::bench::Bench;
    use super::*;

    #[test]
    fn what_a_new_lexicon_holds_is_told_until_it_is_replaced() {
        let text = template::frame("risk", Language::ITALIAN).unwrap();
        let told = |text: &str| -> Vec<String> {
            let lexicon = parse::parse("risk.toml", text).unwrap();
            let bench = Bench::new([&lexicon]).unwrap();
            find(&lexicon, bench.entries()).unwrap().iter().map(ToString::to_string).collect()
        };
        let all = told(&text);
        assert_eq!(all.len(), 11, "{all:#?}");
        assert!(all[0].starts_with("risk.toml: definition is still"), "{all:#?}");
        assert!(all[3].contains(": example: is an example of the template (put words"), "{all:#?}");
        let start = text.find("entries = [").unwrap();
        let filled = text[..start]
            .replace("The sentence speaks of …", "The sentence speaks of risk.")
            .replace("Where the words come from.", "Our seminar.")
            .replace("What its words have in common.", "Chance of harm.")
            + "entries = [\"rischio\"]\n";
        assert_eq!(told(&filled), Vec::<String>::new());
    }
}
