//! What the markup around a text says about it.

use std::collections::HashSet;

use serde::Deserialize;

use super::dom::{Dom, Id};

/// Words of class names, from `html.toml`.
pub(super) struct Words {
    aside: Set,
    never: Set,
    article: Set,
    modifiers: HashSet<String>,
    unseen: HashSet<String>,
}

/// The lists as they stand in the file.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Lists {
    aside: Vec<String>,
    never: Vec<String>,
    article: Vec<String>,
    modifiers: Vec<String>,
    unseen: Vec<String>,
}

struct Set {
    whole: HashSet<String>,
    begins: Vec<String>,
}

impl Set {
    fn new(words: Vec<String>) -> Self {
        let (begins, whole): (Vec<_>, Vec<_>) = words.into_iter().partition(|w| w.ends_with('*'));
        let begins = begins.iter().map(|w| w.trim_end_matches('*').to_owned()).collect();
        Self { whole: whole.into_iter().collect(), begins }
    }

    fn has(&self, word: &str) -> bool {
        self.whole.contains(word) || self.begins.iter().any(|b| word.starts_with(b.as_str()))
    }
}

/// What the names of an element say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Hint {
    pub aside: bool,
    pub never: bool,
    pub article: bool,
}

impl Words {
    /// From the lists of the file.
    pub fn new(lists: Lists) -> Self {
        Self {
            aside: Set::new(lists.aside),
            never: Set::new(lists.never),
            article: Set::new(lists.article),
            modifiers: lists.modifiers.into_iter().collect(),
            unseen: lists.unseen.into_iter().collect(),
        }
    }

    /// What class, id, role and the like of an element say.
    pub fn hint(&self, dom: &Dom<'_>, id: Id) -> Hint {
        let mut hint = Hint::default();
        for (attribute, value) in super::dom::attributes(dom.node(id).raw) {
            let speaks =
                ["class", "id", "itemprop", "role"].iter().any(|a| attribute.eq_ignore_ascii_case(a));
            if speaks && value.len() < 2000 {
                value.split_whitespace().for_each(|name| self.name(name, &mut hint));
            }
        }
        hint
    }

    fn name(&self, name: &str, hint: &mut Hint) {
        if self.unseen.contains(name) {
            hint.aside = true;
            return;
        }
        let mut modified = false;
        each_word(name, |word| {
            hint.aside |= !modified && self.aside.has(word);
            hint.never |= !modified && self.never.has(word);
            hint.article |= !modified && self.article.has(word);
            modified = self.modifiers.contains(word);
        });
    }
}

/// The words of a name: `articleBody-main_2` → article, body, main, 2.
fn each_word(name: &str, mut f: impl FnMut(&str)) {
    let mut word = String::new();
    let mut lower_before = false;
    for c in name.chars().chain([' ']) {
        let boundary = !c.is_alphanumeric() || (c.is_uppercase() && lower_before);
        if boundary && !word.is_empty() {
            f(&word);
            word.clear();
        }
        if c.is_alphanumeric() {
            word.extend(c.to_lowercase());
        }
        lower_before = c.is_lowercase();
    }
}

/// True if the element is not shown.
pub(super) fn is_hidden(dom: &Dom<'_>, id: Id) -> bool {
    let raw = dom.node(id).raw;
    if raw.is_empty() {
        return false;
    }
    super::dom::attributes(raw).any(|(name, value)| {
        name.eq_ignore_ascii_case("hidden")
            || name.eq_ignore_ascii_case("aria-hidden") && value == "true"
            || name.eq_ignore_ascii_case("style") && {
                let style: String = value.chars().filter(|c| !c.is_whitespace()).collect();
                style.contains("display:none") || style.contains("visibility:hidden")
            }
    })
}
