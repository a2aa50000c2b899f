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
        if let Some((given, family)) = person(author) {
            let (given, family) = (quoted(given), quoted(family));
            out.push_str(&format!("  - family-names: {family}\n    given-names: {given}\n"));
        } else {
            let entity = in_braces(author).unwrap_or(author);
            out.push_str(&format!("  - name: {}\n", quoted(entity)));
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

/// Given and family names of a person; `None` for one name, a name in braces, which stands as it is (as in BibTeX), and a name that
/// ends in a word without a capital, as few family names do: the format calls these entities.
fn person(author: &str) -> Option<(&str, &str)> {
    let (given, family) = author.trim().rsplit_once(' ')?;
    let small = family.chars().next().is_some_and(char::is_lowercase);
    (in_braces(author).is_none() && !small).then_some((given.trim(), family))
}

/// What stands between braces, if a name is in braces.
fn in_braces(author: &str) -> Option<&str> {
    Some(author.trim().strip_prefix('{')?.strip_suffix('}')?.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_have_two_names_and_entities_one() {
        assert_eq!(person("Ada Maria Bianchi"), Some(("Ada Maria", "Bianchi")));
        assert_eq!(person(" علي حسن "), Some(("علي", "حسن")));
        for entity in ["The framescope authors", "{University of Roccamora}", "Agenzia", ""] {
            assert_eq!(person(entity), None, "{entity}");
        }
        assert_eq!(in_braces("{ University of Roccamora }"), Some("University of Roccamora"));
    }
}
