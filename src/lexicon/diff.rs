//! What changed between two versions of a lexicon.

use std::collections::BTreeMap;

use super::entry::{Entry, Lexicon};

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// A value of the header: name, before, after.
    Header(&'static str, String, String),
    /// A new entry in a group.
    Added(String, String),
    /// An entry gone from a group.
    Removed(String, String),
    /// An entry that went to another group: pattern, before, after.
    Moved(String, String, String),
    /// An entry with other conditions: group, pattern, what changed.
    Changed(String, String, Vec<String>),
}

/// Changes from `old` to `new`: the header's first, then those of entries by group and pattern.
///
/// # Example
/// ```
/// use framescope::lexicon::{diff::{Change, diff}, parse::parse};
/// let lexicon = |entries: &str| {
///     parse("t.toml", &format!("frame = 'threat'\nlanguage = 'en'\n[[group]]\nname = 'attack'\nentries = [{entries}]"))
/// };
/// let changes = diff(&lexicon("'raid', 'bomb'")?, &lexicon("'bomb', { pattern = 'strike', weight = 0.5 }")?);
/// assert_eq!(changes, [
///     Change::Removed("attack".into(), "raid".into()),
///     Change::Added("attack".into(), "strike".into()),
/// ]);
/// # Ok::<_, framescope::error::Error>(())
/// ```
pub fn diff(old: &Lexicon, new: &Lexicon) -> Vec<Change> {
    let mut out = Vec::new();
    for (name, a, b) in [
        ("id", &old.id, &new.id),
        ("version", &old.version, &new.version),
        ("title", &old.title, &new.title),
        ("definition", &old.definition, &new.definition),
        ("source", &old.source, &new.source),
        ("licence", &old.licence, &new.licence),
    ] {
        if a != b {
            out.push(Change::Header(name, a.clone(), b.clone()));
        }
    }
    let (mut before, after) = (by_pattern(old), by_pattern(new));
    let mut changes: Vec<((String, String), Change)> = Vec::new();
    for (pattern, (group, entry)) in after {
        let key = (group.clone(), pattern.clone());
        match before.remove(&pattern) {
            None => changes.push((key, Change::Added(group, entry.pattern.clone()))),
            Some((was, earlier)) => {
                if was != group {
                    changes.push((key.clone(), Change::Moved(entry.pattern.clone(), was, group.clone())));
                }
                let conditions = conditions(earlier, entry);
                if !conditions.is_empty() {
                    changes.push((key, Change::Changed(group, entry.pattern.clone(), conditions)));
                }
            }
        }
    }
    changes.extend(
        before
            .into_iter()
            .map(|(p, (group, e))| ((group.clone(), p), Change::Removed(group, e.pattern.clone()))),
    );
    changes.sort_by(|a, b| a.0.cmp(&b.0));
    out.extend(changes.into_iter().map(|c| c.1));
    out
}

/// Group and entry by pattern; concepts' names and related expressions are groups of their own.
fn by_pattern(lexicon: &Lexicon) -> BTreeMap<String, (String, &Entry)> {
    let mut out = BTreeMap::new();
    for (g, entry) in lexicon.entries() {
        let group = &lexicon.groups[g];
        let name = if group.named { format!("{} (named)", group.name) } else { group.name.clone() };
        let key = if entry.case { entry.pattern.clone() } else { entry.pattern.to_lowercase() };
        out.entry(key).or_insert((name, entry));
    }
    out
}

fn conditions(old: &Entry, new: &Entry) -> Vec<String> {
    let mut out = Vec::new();
    if (old.weight - new.weight).abs() > 1e-6 {
        out.push(format!("weight {} → {}", old.weight, new.weight));
    }
    if old.case != new.case {
        out.push(format!("case {} → {}", old.case, new.case));
    }
    for (name, a, b) in [
        ("except", &old.except, &new.except),
        ("expect", &old.expect, &new.expect),
        ("allows", &old.allows, &new.allows),
    ] {
        out.extend(b.iter().filter(|x| !a.contains(x)).map(|x| format!("{name} + {x:?}")));
        out.extend(a.iter().filter(|x| !b.contains(x)).map(|x| format!("{name} − {x:?}")));
    }
    if old.note != new.note {
        out.push("note".into());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::parse::parse;

    #[test]
    fn tells_header_moves_and_conditions() {
        let a = parse(
            "a",
            "frame='x'\nlanguage='en'\nversion='1'\n[[group]]\nname='g'\nentries=['raid', {pattern='strike', except=['strike a deal']}]",
        );
        let b = parse(
            "b",
            "frame='x'\nlanguage='en'\nversion='2'\n[[group]]\nname='g'\nentries=[{pattern='Strike', weight=0.5}]\n[[group]]\nname='h'\nentries=['raid']",
        );
        assert_eq!(
            diff(&a.unwrap(), &b.unwrap()),
            [
                Change::Header("version", "1".into(), "2".into()),
                Change::Changed(
                    "g".into(),
                    "Strike".into(),
                    vec!["weight 1 → 0.5".into(), "except − \"strike a deal\"".into()]
                ),
                Change::Moved("raid".into(), "g".into(), "h".into()),
            ]
        );
    }
}
