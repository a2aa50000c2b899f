//! Findings as the report tells them: names of built-in frames and ideas in its language.

use super::words::Words;
use crate::study::Findings;
use crate::study::findings::Named;

/// A copy of the findings in the words of a language.
pub fn findings(findings: &Findings, w: &Words) -> Findings {
    let mut f = findings.clone();
    f.spec.title = w.told(&f.spec.title);
    let translate = |n: &mut Named| {
        n.definition = w.definition(&n.title, &n.definition).to_owned();
        n.title = w.word(&n.title).to_owned();
    };
    f.frames.iter_mut().for_each(translate);
    f.concepts.iter_mut().for_each(translate);
    f
}
