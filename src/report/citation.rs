//! How to cite a report: a file in the Citation File Format (CFF 1.2.0), which code hosts and reference managers read.

use crate::study::Findings;

use super::escape::terminal;

/// The file. Strings are written as JSON, which is YAML.
pub fn write(f: &Findings, summary: &str) -> String {
    let quoted = |s: &str| serde_json::to_string(&terminal(s)).unwrap_or_default();
    let mut out = String::from(
        "cff-version: 1.2.0\nmessage: \"If you use this report, cite it with the hashes of its manifest.\"\ntype: dataset\n",
    );
    out.push_str(&format!("title: {}\n", quoted(&f.spec.title)));
    out.push_str(&format!("abstract: {}\nauthors:\n", quoted(summary)));
    if f.spec.report.authors.is_empty() {
        // The format asks for an author; a study that names none is cited by the tool.
        out.push_str("  - name: \"framescope (no author named in the study file)\"\n");
    }
    for author in &f.spec.report.authors {
        match author.rsplit_once(' ') {
            Some((given, family)) => {
                out.push_str(&format!(
                    "  - family-names: {}\n    given-names: {}\n",
                    quoted(family),
                    quoted(given)
                ));
            }
            None => out.push_str(&format!("  - name: {}\n", quoted(author))),
        }
    }
    let frames = f.frames.iter().chain(&f.concepts).map(|n| format!("  - {}\n", quoted(&n.title)));
    out.push_str(&format!("keywords:\n{}", frames.collect::<String>()));
    out.push_str(&format!(
        "references:\n  - type: software\n    title: framescope\n    version: {}\n    abstract: \"Comparative framing and sentiment analysis\"\n    authors:\n      - name: \"The framescope authors\"\n",
        quoted(env!("CARGO_PKG_VERSION"))
    ));
    out
}
