//! Speakers under one name: what an article calls “insiders” here and “Insiders” there, or “Agenzia” and “L'Agenzia”, is one
//! row of a table. Only names within one group are joined, and only where nothing but their beginning differs.

use std::collections::{BTreeMap, BTreeSet};

use super::corpus::StudyArticle;

/// Words in front of a name that may be a title: “Prime Minister”, “Commissioner”.
const TITLE: usize = 2;

/// Gives the speakers of each group's articles one name each.
pub fn join(articles: &mut [StudyArticle]) {
    let mut groups: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for a in articles.iter() {
        groups.entry(a.group.clone()).or_default().extend(a.speakers.iter().map(|s| begin(s)));
    }
    let known: BTreeMap<String, BTreeMap<String, String>> =
        groups.into_iter().map(|(group, names)| (group, shorter(&names))).collect();
    for a in articles {
        let of_group = known.get(&a.group);
        for name in &mut a.speakers {
            let begun = begin(name);
            *name = of_group.and_then(|g| g.get(&begun)).cloned().unwrap_or(begun);
        }
    }
}

/// A name with a capital: where it stood in its sentence does not matter.
fn begin(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |c| c.to_uppercase().chain(chars).collect())
}

/// Longer forms of names with the shorter one that is a name of the same group too.
fn shorter(names: &BTreeSet<String>) -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    for name in names {
        if let Some(short) = tails(name).rfind(|t| names.contains(*t)) {
            out.insert(name.clone(), short.to_owned());
        }
    }
    out
}

/// What is left of a name without an elided article, or without a title of one or two words before a name of at least two.
fn tails(name: &str) -> impl DoubleEndedIterator<Item = &str> {
    let elided =
        name.split_once(['\'', '’']).filter(|(article, _)| article.chars().count() <= 4).map(|p| p.1);
    let spaces = name.match_indices(' ').take(TITLE).map(|(i, _)| &name[i + 1..]);
    let titled: Vec<&str> = spaces.filter(|tail| tail.contains(' ')).collect();
    let capital = |tail: &&str| tail.starts_with(char::is_uppercase);
    elided.into_iter().chain(titled).filter(capital).collect::<Vec<_>>().into_iter()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_beginning_of_a_name_may_differ() {
        let names = [
            "Agenzia",
            "L'Agenzia",
            "Commissioner Orla Venn",
            "Orla Venn",
            "Venn",
            "Bank of Lund",
            "Lund",
            "Anna Keller",
            "Berta Keller",
            "A spokesman",
        ];
        let found = shorter(&names.map(str::to_owned).into());
        let pairs: Vec<(&str, &str)> = found.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
        assert_eq!(pairs, [("Commissioner Orla Venn", "Orla Venn"), ("L'Agenzia", "Agenzia")]);
    }

    #[test]
    fn a_name_begins_with_a_capital() {
        assert_eq!([begin("insiders"), begin("élus"), begin("")], ["Insiders", "Élus", ""]);
    }
}
