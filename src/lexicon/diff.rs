//! What changed between two versions of a lexicon.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::alternatives::written_out;
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

/// Changes from `old` to `new`: the header's first, then those of entries by group and pattern. Alternatives and gaps are compared
/// written out; what changed of some spellings of an entry alone is told of these.
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
    let (mut before, after) = (by_spelling(old), by_spelling(new));
    let mut changes = Changes::default();
    for (key, place) in after {
        match before.remove(&key) {
            None => changes.add(&place, Change::Added(place.group.clone(), String::new())),
            Some(was) => {
                if was.group != place.group {
                    changes.add(&place, Change::Moved(String::new(), was.group, place.group.clone()));
                }
                let conditions = conditions(was.entry, place.entry);
                if !conditions.is_empty() {
                    changes.add(&place, Change::Changed(place.group.clone(), String::new(), conditions));
                }
            }
        }
    }
    for place in before.into_values() {
        changes.add(&place, Change::Removed(place.group.clone(), String::new()));
    }
    out.extend(changes.list());
    out
}

/// A spelling that an entry stands for, where it stands.
#[derive(Clone)]
struct Place<'a> {
    spelling: Cow<'a, str>,
    /// Of a concept, its names and its related expressions are groups of their own.
    group: String,
    entry: &'a Entry,
    /// Number of the entry.
    number: usize,
    /// Spellings of the entry.
    all: usize,
}

/// What each lexicon finds, by spelling: what has only been written otherwise has not changed.
fn by_spelling(lexicon: &Lexicon) -> BTreeMap<String, Place<'_>> {
    let mut out = BTreeMap::new();
    for (number, (g, entry)) in lexicon.entries().enumerate() {
        let group = &lexicon.groups[g];
        let group = if group.named { format!("{} (named)", group.name) } else { group.name.clone() };
        let spellings = written_out(&entry.pattern).unwrap_or_else(|_| vec![entry.pattern.as_str().into()]);
        let all = spellings.len();
        for spelling in spellings {
            let key = if entry.case { spelling.to_string() } else { spelling.to_lowercase() };
            out.entry(key).or_insert(Place { spelling, group: group.clone(), entry, number, all });
        }
    }
    out
}

/// Changes of spellings by entry and what they are.
#[derive(Default)]
struct Changes<'a>(Vec<(Place<'a>, Change)>);

impl<'a> Changes<'a> {
    fn add(&mut self, place: &Place<'a>, change: Change) {
        self.0.push((place.clone(), change));
    }

    /// Sorted by group and pattern. What holds for all that an entry stands for is told of the entry.
    fn list(self) -> Vec<Change> {
        let mut same: BTreeMap<(usize, String), Vec<(Place<'a>, Change)>> = BTreeMap::new();
        for (place, change) in self.0 {
            same.entry((place.number, format!("{change:?}"))).or_default().push((place, change));
        }
        let mut out: Vec<((String, String), Change)> = Vec::new();
        for mut changes in same.into_values() {
            let whole = changes.first().is_some_and(|(place, _)| place.all == changes.len());
            if whole {
                changes.truncate(1);
            }
            for (place, mut change) in changes {
                let pattern = if whole { place.entry.pattern.clone() } else { place.spelling.into_owned() };
                let key = (place.group, pattern.to_lowercase());
                match &mut change {
                    Change::Added(_, p)
                    | Change::Removed(_, p)
                    | Change::Moved(p, ..)
                    | Change::Changed(_, p, _) => *p = pattern,
                    Change::Header(..) => {}
                }
                out.push((key, change));
            }
        }
        out.sort_by(|a, b| (&a.0, rank(&a.1)).cmp(&(&b.0, rank(&b.1))));
        out.into_iter().map(|c| c.1).collect()
    }
}

/// Of changes of one entry, which is told first.
fn rank(change: &Change) -> u8 {
    match change {
        Change::Header(..) => 0,
        Change::Removed(..) => 1,
        Change::Added(..) => 2,
        Change::Moved(..) => 3,
        Change::Changed(..) => 4,
    }
}

fn conditions(old: &Entry, new: &Entry) -> Vec<String> {
    let mut out = Vec::new();
    if (old.weight - new.weight).abs() > 1e-6 {
        out.push(format!("weight {} → {}", old.weight, new.weight));
    }
    if old.case != new.case {
        out.push(format!("case {} → {}", old.case, new.case));
    }
    // What is written otherwise is the same here too.
    let contexts = |e: &Entry| -> Vec<String> {
        let all = e.except.iter().map(|x| written_out(x).unwrap_or_else(|_| vec![x.as_str().into()]));
        all.flatten().map(Cow::into_owned).collect()
    };
    for (name, a, b) in [
        ("except", &contexts(old), &contexts(new)),
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
    fn what_is_written_otherwise_has_not_changed() {
        let lexicon = |entries: &str| {
            let text = format!("frame='x'\nlanguage='en'\n[[group]]\nname='g'\nentries=[{entries}]");
            parse("a", &text).unwrap()
        };
        let plain = lexicon("'=can hit', '=can * hit', '=may hit', '=may * hit', 'raid'");
        let short = lexicon("'raid', '=(can|may) *{0,1} hit'");
        assert_eq!(diff(&plain, &short), []);
        let more = lexicon(
            "'raid', '=(can|may) *{0,2} hit', '(siege|storm) of', {pattern='(bomb|raid)', weight=0.5}",
        );
        let added = |p: &str| Change::Added("g".into(), p.into());
        let expected = ["(siege|storm) of", "=can * * hit", "=may * * hit", "bomb"].map(added);
        assert_eq!(diff(&short, &more), expected);
        let except = |x: &str| lexicon(&format!("{{pattern='raid', except=[{x}]}}"));
        assert_eq!(diff(&except("'raid on', 'raid of'"), &except("'raid (of|on)'")), []);
        let other = lexicon("{pattern='(raid|siege)', weight=0.5}");
        let half = vec!["weight 1 → 0.5".to_owned()];
        assert_eq!(
            diff(&lexicon("'raid', 'siege'"), &other),
            [Change::Changed("g".into(), "(raid|siege)".into(), half)]
        );
    }

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
