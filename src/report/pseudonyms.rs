//! Speakers without their names: `Speaker 1`, `Speaker 2` … wherever a report would name them, in quotations too.

use std::collections::BTreeMap;

use super::words::Words;
use crate::study::Findings;

/// Letters that the last part of a name must have to stand for the whole where it stands alone.
const SURNAME: usize = 4;

/// Replaces the names of speakers in findings. Names that were not found as a speaker's stay.
pub fn apply(f: &mut Findings, w: &Words) {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let heard = f.speakers.iter().map(|s| &s.speaker);
    let quoted = f.evidence.iter().flat_map(|c| &c.shown).filter_map(|e| e.speaker.as_ref());
    let mut order: Vec<String> = Vec::new();
    for name in heard.chain(quoted) {
        if !order.contains(name) {
            order.push(name.clone());
        }
    }
    // Numbers by the alphabet tell nothing about who speaks most.
    order.sort();
    for (i, name) in order.iter().enumerate() {
        names.insert(name.clone(), format!("{} {}", w.word("Speaker"), i + 1));
    }
    let masks = Masks::new(&names);
    for s in &mut f.speakers {
        s.speaker = names.get(&s.speaker).cloned().unwrap_or_default();
    }
    for e in f.evidence.iter_mut().flat_map(|c| &mut c.shown) {
        e.speaker = e.speaker.as_ref().and_then(|s| names.get(s)).cloned();
        for text in
            [&mut e.before, &mut e.hit, &mut e.after].into_iter().chain(e.words.iter_mut().map(|w| &mut w.1))
        {
            masks.apply(text);
        }
    }
    for c in f.terms.iter_mut().flat_map(|t| &mut t.contexts) {
        for text in [&mut c.left, &mut c.keyword, &mut c.right] {
            masks.apply(text);
        }
    }
    for s in
        f.clusters.iter_mut().flat_map(|c| c.typical.iter_mut().flatten()).filter_map(|t| t.sentence.as_mut())
    {
        for text in [&mut s.before, &mut s.hit, &mut s.after] {
            masks.apply(text);
        }
    }
    for title in f.articles.iter_mut().filter_map(|a| a.title.as_mut()) {
        masks.apply(title);
    }
    // A stem that begins a name is the name.
    f.terms.retain(|t| !masks.first.keys().any(|word| word.to_lowercase().starts_with(&t.term)));
}

/// Names by their first word, longest first.
struct Masks {
    first: BTreeMap<String, Vec<(String, String)>>,
}

impl Masks {
    fn new(names: &BTreeMap<String, String>) -> Self {
        let mut first: BTreeMap<String, Vec<(String, String)>> = BTreeMap::new();
        let capital = |word: &str| word.chars().next().is_some_and(char::is_uppercase);
        let mut add = |text: &str, mask: &str| {
            let word: String = text.chars().take_while(|c| c.is_alphanumeric()).collect();
            first.entry(word).or_default().push((text.to_owned(), mask.to_owned()));
        };
        for (name, mask) in names {
            let words: Vec<&str> = name.split_whitespace().collect();
            // “a minister” names nobody; “Anna Berg” does.
            if words.len() < 2 || !words.iter().all(|w| capital(w)) {
                continue;
            }
            add(name, mask);
            if let Some(last) = words.last().filter(|l| l.chars().count() >= SURNAME) {
                add(last, mask);
            }
        }
        for list in first.values_mut() {
            list.sort_by_key(|(text, _)| std::cmp::Reverse(text.len()));
        }
        Self { first }
    }

    fn apply(&self, text: &mut String) {
        let mut out = String::with_capacity(text.len());
        let mut rest = text.as_str();
        let mut inside = false;
        while let Some(c) = rest.chars().next() {
            if !inside && c.is_alphanumeric() {
                let word = &rest[..rest.find(|c: char| !c.is_alphanumeric()).unwrap_or(rest.len())];
                let ends = |name: &str| !rest[name.len()..].starts_with(|c: char| c.is_alphanumeric());
                let found = self
                    .first
                    .get(word)
                    .and_then(|l| l.iter().find(|(n, _)| rest.starts_with(n.as_str()) && ends(n)));
                if let Some((name, mask)) = found {
                    out.push_str(mask);
                    rest = &rest[name.len()..];
                    continue;
                }
            }
            inside = c.is_alphanumeric();
            out.push(c);
            rest = &rest[c.len_utf8()..];
        }
        *text = out;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_and_other_words_stay() {
        let names = [("Anna Berg", "Speaker 1"), ("a minister", "Speaker 2")];
        let masks = Masks::new(&names.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect());
        let mut text = "Anna Berg and Berg's aide; an iceberg, Bergamo and a minister.".to_owned();
        masks.apply(&mut text);
        assert_eq!(text, "Speaker 1 and Speaker 1's aide; an iceberg, Bergamo and a minister.");
    }
}
