//! What all dictionary formats share: nested categories of terms.

use std::collections::BTreeMap;
use std::fmt;

/// A category with its terms and the categories inside it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Category {
    /// Its name.
    pub name: String,
    /// What belongs into it, where the format says so.
    pub definition: String,
    /// Its own terms.
    pub terms: Vec<Term>,
    /// Categories inside it.
    pub children: Vec<Category>,
}

impl Category {
    /// An empty category.
    pub fn new(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }

    /// Number of terms in it and in all categories inside it.
    pub fn len(&self) -> usize {
        self.terms.len() + self.children.iter().map(Self::len).sum::<usize>()
    }

    /// True if there is no term in it nor inside it.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.children.iter().all(Self::is_empty)
    }

    /// The category inside `of` of that name, made if it is not there.
    pub(super) fn child<'a>(of: &'a mut Vec<Self>, name: &str) -> &'a mut Self {
        let at = of.iter().position(|c| c.name == name).unwrap_or_else(|| {
            of.push(Self::new(name));
            of.len() - 1
        });
        &mut of[at]
    }
}

/// A word or a phrase, each word a form or a glob.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Term {
    /// Words with single spaces between them.
    pub text: String,
    /// Its weight in the file's own scale.
    pub weight: Option<f64>,
    /// True if `text` is a pattern in framescope's own language.
    pub native: bool,
    /// Line in the file from 1; 0 if the format does not tell.
    pub line: usize,
}

/// Deepest nesting of categories that is read.
pub(super) const DEEPEST: usize = 64;

/// Something that could not be carried over, or was repaired.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loss {
    /// What, in plain words.
    pub what: String,
    /// How often.
    pub count: usize,
    /// The first few, with their line where known.
    pub examples: Vec<String>,
}

impl fmt::Display for Loss {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let more = if self.count > self.examples.len() { ", …" } else { "" };
        write!(f, "{} ({}): {}{more}", self.what, self.count, self.examples.join(", "))
    }
}

/// Losses by kind.
#[derive(Debug, Clone, Default)]
pub struct Losses(BTreeMap<String, Loss>);

/// Examples kept of each kind.
const EXAMPLES: usize = 5;

impl Losses {
    /// Counts one.
    pub fn add(&mut self, what: &str, line: Option<usize>, example: &str) {
        if !self.0.contains_key(what) {
            self.0.insert(what.to_owned(), Loss { what: what.to_owned(), count: 0, examples: vec![] });
        }
        let Some(loss) = self.0.get_mut(what) else { return };
        loss.count += 1;
        if loss.examples.len() < EXAMPLES {
            let shown: String = example.chars().take(60).collect();
            loss.examples.push(match line.filter(|l| *l > 0) {
                Some(line) => format!("line {line} {shown:?}"),
                None => format!("{shown:?}"),
            });
        }
    }

    /// All kinds, sorted.
    pub fn list(self) -> Vec<Loss> {
        self.0.into_values().collect()
    }
}
