//! Cleaning: what of a saved page is no part of the article, and what typing mistakes hide its words.
//!
//! Nothing is deleted. Cleaning *marks*: stretches to set aside, each with the name of its rule; straight quotes that stand for
//! apostrophes; places where a missing space glued two sentences. Every mark is a byte offset into the text as read, every rule
//! has a name, examples and counter-examples, and can be switched off.
//!
//! ```text
//! text ─quotes→ apostrophes ─breaks→ breaks ─lines→ whole lines: patterns (data), captions, bylines, dates, repeats, foot
//! ```
//! Short texts are left alone: a tweet, a headline or one sentence carries no page around it.

mod breaks;
mod lines;
mod pattern;
mod quotes;
mod rules;
mod shapes;
mod words;

pub use rules::Rule;

use crate::article::Article;
use crate::error::{Error, Kind, Result};
use crate::scan::Map;

use lines::Lines;
use rules::{RuleFile, Site, builtin};
use words::Words;

/// Texts below this many bytes (a long post) hold no page furniture.
const SHORT: usize = 280;

/// A stretch that a rule set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removed {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
    /// Name of the rule.
    pub rule: &'static str,
}

/// What cleaning found in one text. All offsets are bytes, on character boundaries, sorted; stretches do not overlap.
#[derive(Debug, Clone, Default)]
pub struct Cleaning {
    /// Stretches set aside, without the white space around them.
    pub removed: Vec<Removed>,
    /// Straight double quotes that stand for an apostrophe.
    pub apostrophes: Vec<u32>,
    /// Places where a space is missing between two sentences: the second begins here.
    pub breaks: Vec<u32>,
    /// Where in the text last cleaned the bytes stand that cleaning and layout look for.
    pub(crate) map: Map,
    folded: String,
}

impl Cleaning {
    fn clear(&mut self) {
        self.removed.clear();
        self.apostrophes.clear();
        self.breaks.clear();
    }
}

/// The cleaning rules, made ready once and used on any number of texts and threads.
///
/// # Example
/// ```
/// use framescope::input::cleaning::Cleaner;
/// let body = "The ferry left the harbour at dawn, although the storm had been announced. ".repeat(4);
/// let text = format!("Storm over the harbour\n{body}\nRead more: The old bridge\n{body}");
/// let cleaning = Cleaner::new().clean(&text);
/// assert_eq!(cleaning.removed.len(), 1);
/// assert_eq!(cleaning.removed[0].rule, "more-links");
/// ```
#[derive(Debug, Clone)]
pub struct Cleaner {
    rules: Vec<Rule>,
    lines: Lines,
    words: &'static Words,
    off: Vec<&'static str>,
    /// The rules that are off, and those for single sites.
    off_elsewhere: Vec<&'static str>,
}

impl Default for Cleaner {
    fn default() -> Self {
        Self::new()
    }
}

impl Cleaner {
    /// All built-in rules.
    pub fn new() -> Self {
        let built = builtin();
        let lines = Lines::new(&built.patterns);
        Self { rules: built.rules(), lines, words: &built.words, off: vec![], off_elsewhere: vec![] }
            .settled()
    }

    /// With the list of what is off worked out again.
    fn settled(mut self) -> Self {
        let scoped = self.rules.iter().filter(|r| !r.sites.is_empty()).map(|r| r.name);
        self.off_elsewhere = self.off.iter().copied().chain(scoped).collect();
        self
    }

    /// Without one rule.
    ///
    /// # Errors
    /// If no rule has this name.
    pub fn without(mut self, name: &str) -> Result<Self> {
        let Some(at) = self.rules.iter().position(|r| r.name == name) else {
            let names: Vec<_> = self.rules.iter().map(|r| r.name).collect();
            return Err(Error::new(Kind::Study, format!("{name:?} is no cleaning rule"))
                .help(format!("rules are {}", names.join(", "))));
        };
        self.off.push(self.rules.remove(at).name);
        Ok(self.settled())
    }

    /// Without any rule: every text is taken as it is.
    #[must_use]
    pub fn none(mut self) -> Self {
        self.off.extend(self.rules.drain(..).map(|r| r.name));
        self.settled()
    }

    /// With the line rules of a file like `lexicons/input/cleaning.toml`, for one's own sites and exports. A rule
    /// named like a built-in one adds its lines to it.
    ///
    /// # Errors
    /// A file that does not parse, with file and line, and a rule without name or lines.
    pub fn with_rules(mut self, file: &str, toml: &str) -> Result<Self> {
        let more = RuleFile::parse(file, toml)?;
        for rule in more.rules() {
            if !self.rules.iter().any(|r| r.name == rule.name) {
                self.rules.push(rule);
            }
        }
        self.lines.add(&more.patterns);
        Ok(self.settled())
    }

    /// The built-in rules with those of files (name and bytes), without the rules named in `off`, where `all` is every rule.
    ///
    /// # Errors
    /// As [`Self::with_rules`] and [`Self::without`], and a file that is not UTF-8.
    pub fn of<'a>(
        files: impl IntoIterator<Item = (String, Vec<u8>)>,
        off: impl IntoIterator<Item = &'a str>,
    ) -> Result<Self> {
        let mut cleaner = Self::new();
        for (file, bytes) in files {
            let text = String::from_utf8(bytes).map_err(|_| {
                Error::new(Kind::Lexicon, "the file of cleaning rules is not UTF-8").in_file(&file)
            })?;
            cleaner = cleaner.with_rules(&file, &text)?;
        }
        for name in off {
            cleaner = if name == "all" { cleaner.none() } else { cleaner.without(name)? };
        }
        Ok(cleaner)
    }

    /// The rules that are on, built-in ones first.
    pub fn rules(&self) -> &[Rule] {
        &self.rules
    }

    /// Cleans one text.
    pub fn clean(&self, text: &str) -> Cleaning {
        let mut cleaning = Cleaning::default();
        self.clean_into(text, &mut cleaning);
        cleaning
    }

    /// Cleans the text of an article into buffers that are used again, with the rules for its site and its database too.
    ///
    /// # Example
    /// ```
    /// use framescope::{article::Article, input::cleaning::{Cleaner, Cleaning}};
    /// let rules = "[[rule]]\nname = \"harbour-club\"\nsites = [\"harbour.example\"]\nlines = [\"join the harbour club\"]";
    /// let cleaner = Cleaner::new().with_rules("my.toml", rules).unwrap();
    /// let line = "The ferry left the harbour at dawn, although the storm had been announced. ".repeat(5);
    /// let text = format!("{line}\nJoin the Harbour Club\n{line}");
    /// let mut cleaning = Cleaning::default();
    /// let there = Article { text, url: Some("https://www.harbour.example/a".into()), ..Article::default() };
    /// cleaner.clean_article(&there, &mut cleaning);
    /// assert_eq!(cleaning.removed[0].rule, "harbour-club");
    /// cleaner.clean_article(&Article { url: None, ..there }, &mut cleaning);
    /// assert!(cleaning.removed.is_empty());
    /// ```
    pub fn clean_article(&self, article: &Article, into: &mut Cleaning) {
        let site = Site::of(article);
        let mut scoped = self.rules.iter().filter(|r| !r.sites.is_empty());
        if self.off.len() == self.off_elsewhere.len() || !scoped.any(|r| r.is_for(&site)) {
            return self.clean_with(&article.text, &self.off_elsewhere, into);
        }
        let elsewhere = self.rules.iter().filter(|r| !r.is_for(&site)).map(|r| r.name);
        let off: Vec<&'static str> = self.off.iter().copied().chain(elsewhere).collect();
        self.clean_with(&article.text, &off, into);
    }

    /// Cleans one text into buffers that are used again, without the rules for single sites. Texts of 4 GiB or more are left
    /// alone.
    pub fn clean_into(&self, text: &str, into: &mut Cleaning) {
        self.clean_with(text, &self.off_elsewhere, into);
    }

    fn clean_with(&self, text: &str, off: &[&'static str], into: &mut Cleaning) {
        into.clear();
        into.map.read(text);
        if text.len() >= u32::MAX as usize || self.rules.is_empty() {
            return;
        }
        if !off.contains(&quotes::RULE.name) {
            quotes::find(text, &into.map, self.words, &mut into.apostrophes);
        }
        if !off.contains(&breaks::RULE.name) {
            breaks::find(text, &into.map, self.words, &mut into.breaks);
        }
        self.lines(text, off, into);
        into.removed.retain(|r| !off.contains(&r.rule));
        settle(text, into);
    }

    fn lines(&self, text: &str, off: &[&'static str], into: &mut Cleaning) {
        let Cleaning { map, removed, breaks, folded, .. } = into;
        let lines = map.lines();
        if lines.len() < 2 {
            return;
        }
        removed.extend(shapes::source_footer(text));
        if text.len() < SHORT {
            return;
        }
        shapes::video_prefix(text, lines, self.words, removed, breaks);
        shapes::repeated_headline(text, lines, removed);
        for at in 0..lines.len() {
            let line = lines::Line::new(text, lines, at);
            let rule = shapes::of_line(&line, self.words).or_else(|| self.lines.rule_of(&line, folded, off));
            if let Some(rule) = rule {
                removed.push(Removed { start: line.start, end: line.end, rule });
            }
        }
        self.lines.lists_at_the_end(text, lines, removed);
    }
}

/// Sorts, drops what overlaps, and forgets everything if nothing of the text would be left.
fn settle(text: &str, cleaning: &mut Cleaning) {
    let Cleaning { removed, breaks, .. } = cleaning;
    if removed.is_empty() && breaks.is_empty() {
        return;
    }
    removed.sort_by_key(|r| (r.start, std::cmp::Reverse(r.end)));
    let mut end = 0;
    removed.retain(|r| {
        let keep = r.start >= end && r.start < r.end;
        end = if keep { r.end } else { end };
        keep
    });
    breaks.sort_unstable();
    breaks.dedup();
    let mut at = 0;
    let left = removed.iter().any(|r| {
        let before = &text[at as usize..r.start as usize];
        at = r.end;
        !before.trim().is_empty()
    });
    if !left && text[at as usize..].trim().is_empty() {
        removed.clear();
    }
}

#[cfg(test)]
mod tests;
