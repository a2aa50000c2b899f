//! What is wrong with a lexicon: entries that can never count, stand twice, match too much or were never tested.

mod breadth;
mod overlap;
mod placeholders;

use super::bench::{Bench, Placed};
use super::entry::{Lexicon, Subject};
use super::examples;
use super::finding::{Finding, Problem};
use super::forms::Forms;
use crate::error::Result;

/// Audits a lexicon. `forms` are the words of a corpus or of a word list; without any, nothing is called over-broad.
///
/// Findings come in the order of the file, those about the whole file first.
///
/// # Errors
/// If a pattern cannot be read; lexicons that were parsed hold none.
///
/// # Example
/// ```
/// use framescope::lexicon::{audit, finding::Problem, parse::parse};
/// let text = "frame = 'threat'\nlanguage = 'en'\nversion = '1'\ndefinition = 'd'\nsource = 's'\nlicence = 'l'\n\
///     [[group]]\nname = 'attack'\nentries = ['bomb*', 'bombing']";
/// let findings = audit::check(&parse("threat.toml", text)?, &Default::default())?;
/// assert_eq!(findings[0].problem, Problem::Shadowed);
/// assert!(findings[0].to_string().starts_with("threat.toml:9:21: bombing: whatever it matches is counted by \"bomb*\""));
/// # Ok::<_, framescope::error::Error>(())
/// ```
pub fn check(lexicon: &Lexicon, forms: &Forms) -> Result<Vec<Finding>> {
    let mut findings = header(lexicon);
    let bench = Bench::new([lexicon])?;
    findings.extend(placeholders::find(lexicon, bench.entries())?);
    overlap::find(&bench, &mut findings)?;
    findings.extend(bench.entries().iter().filter_map(|p| untested(*p)));
    findings.extend(examples::run(lexicon)?.failures);
    breadth::find(bench, forms, &mut findings)?;
    findings.sort_by_key(|f| (f.line, f.column, f.problem));
    Ok(findings)
}

fn header(lexicon: &Lexicon) -> Vec<Finding> {
    let mut keys = vec![
        ("version", &lexicon.version, "version = \"1.0.0\""),
        ("source", &lexicon.source, "source = \"…\": where the words come from"),
        ("licence", &lexicon.licence, "licence = \"…\": who may use them how"),
    ];
    if lexicon.subject == Subject::Frame {
        keys.push(("definition", &lexicon.definition, "definition = \"…\": when the frame is present"));
    }
    keys.iter()
        .filter(|(_, value, _)| value.trim().is_empty())
        .map(|(key, _, example)| {
            Finding::of_file(lexicon, format!("{key} is missing"), format!("add {example}"))
        })
        .collect()
}

/// A dangerous reading (an exception, a weight below 1) must be shown by sentences.
fn untested(placed: Placed<'_>) -> Option<Finding> {
    let Placed { lexicon, entry, .. } = placed;
    // In lists of other rooms a weight is a strength, not a doubt.
    if matches!(lexicon.subject, Subject::Words | Subject::Tone) {
        return None;
    }
    let remedy = "add expect = [\"…\"] and allows = [\"…\"]";
    let reason = match (entry.except.is_empty(), entry.expect.is_empty(), entry.allows.is_empty()) {
        (false, true, true) => "has exceptions, but no sentence tests it",
        (false, true, false) => "has exceptions, but no sentence that it must hit",
        (false, false, true) => "has exceptions, but no sentence shows that one works",
        (true, true, true) if entry.weight < 1.0 => "is doubtful (weight below 1), but no sentence tests it",
        _ => return None,
    };
    Some(Finding::new(Problem::Untested, placed, reason, remedy))
}

#[cfg(test)]
mod tests;
