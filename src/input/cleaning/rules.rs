//! The rules: those written in Rust, and those of `lexicons/input/cleaning.toml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::article::Article;
use crate::error::{Error, Kind, Result, line_column};
use crate::input::source;
use crate::shipped::{self, shipped};

use super::words::Words;
use super::{breaks, quotes, shapes};

const BUILTIN: &[u8] = shipped!("lexicons/input/cleaning.toml");

/// A cleaning rule as people see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// Its name, as in `removed` and for switching it off.
    pub name: &'static str,
    /// What it finds.
    pub what: &'static str,
    /// Lines (for the rules about quotes and breaks: texts with `^` before what is marked) in which it must fire.
    pub examples: &'static [&'static str],
    /// Lines or texts that it must leave alone.
    pub allows: &'static [&'static str],
    /// Hosts, outlets and databases whose articles it looks at; empty: all articles.
    pub sites: &'static [&'static str],
}

/// What tells where an article is from.
pub(super) struct Site<'a> {
    host: Option<String>,
    named: [Option<&'a str>; 2],
}

impl<'a> Site<'a> {
    pub fn of(article: &'a Article) -> Self {
        Self {
            host: article.url.as_deref().and_then(source::host),
            named: [article.source.as_deref(), article.metadata.get("database").map(String::as_str)],
        }
    }
}

impl Rule {
    /// True if the rule looks at articles from there: the host, the outlet or the database that they were exported from is among
    /// the rule's sites.
    pub(super) fn is_for(&self, from: &Site<'_>) -> bool {
        let Site { host, named } = from;
        self.sites.is_empty()
            || self.sites.iter().any(|site| {
                let below =
                    |h: &String| h == site || h.strip_suffix(site).is_some_and(|rest| rest.ends_with('.'));
                host.as_ref().is_some_and(below)
                    || named.iter().flatten().any(|n| n.eq_ignore_ascii_case(site))
            })
    }
}

/// The rules that are code, in the order in which they run.
pub(super) const RULES: &[Rule] = &[
    quotes::RULE,
    breaks::RULE,
    shapes::FOOTER,
    shapes::VIDEO,
    shapes::REPEATED,
    shapes::LINKS,
    shapes::HASHTAGS,
    shapes::SHARE,
    shapes::DATES,
    shapes::BYLINE,
    shapes::CAPTION,
];

/// Where in a text the lines of a rule stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Where {
    #[default]
    Anywhere,
    Head,
    End,
}

/// A rule of patterns, as in the file.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    name: String,
    #[serde(default)]
    what: String,
    #[serde(default, rename = "where")]
    place: Where,
    #[serde(default = "fourteen")]
    words: usize,
    #[serde(default)]
    stop: bool,
    #[serde(default)]
    first: bool,
    lines: Vec<String>,
    #[serde(default)]
    sites: Vec<String>,
    #[serde(default)]
    examples: Vec<String>,
    #[serde(default)]
    allows: Vec<String>,
}

fn fourteen() -> usize {
    14
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    rule: Vec<Written>,
    #[serde(default)]
    words: Words,
}

/// A rule of patterns, ready to be indexed.
#[derive(Debug, Clone)]
pub(super) struct Patterns {
    pub rule: Rule,
    pub place: Where,
    pub words: usize,
    pub stop: bool,
    pub first: bool,
    /// Folded patterns.
    pub lines: Vec<String>,
}

/// A file of rules.
#[derive(Debug, Default)]
pub(super) struct RuleFile {
    pub patterns: Vec<Patterns>,
    pub words: Words,
    builtin: bool,
}

impl RuleFile {
    /// Parses a file of rules.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let parsed: File = toml::from_str(text).map_err(|e| {
            let (line, column) = line_column(text, e.span().map_or(0, |s| s.start));
            Error::new(Kind::Lexicon, e.message().to_owned()).at(file, line, column)
        })?;
        Self::of(file, parsed)
    }

    fn of(file: &str, parsed: File) -> Result<Self> {
        let empty =
            |r: &&Written| r.name.is_empty() || r.lines.iter().any(|l| l.trim_matches(['*', ' ']).is_empty());
        if let Some(rule) = parsed.rule.iter().find(empty) {
            let why = format!("the rule {:?} has no name, or a line that fits everything", rule.name);
            return Err(Error::new(Kind::Lexicon, why).in_file(file));
        }
        // Patterns are found by their first word or by their last.
        let loose = |l: &&String| l.starts_with('*') && l.ends_with(['*', '#']);
        if let Some(line) = parsed.rule.iter().flat_map(|r| &r.lines).find(loose) {
            let why = format!("the line {line:?} has a star at both ends");
            return Err(Error::new(Kind::Lexicon, why).in_file(file).help("begin or end it with a word"));
        }
        Ok(Self {
            patterns: parsed.rule.into_iter().map(Patterns::new).collect(),
            words: parsed.words,
            builtin: false,
        })
    }

    /// All rules of the file; of the built-in one, those that are code before them.
    pub fn rules(&self) -> Vec<Rule> {
        let code = if self.builtin { RULES } else { &[] };
        code.iter().copied().chain(self.patterns.iter().map(|p| p.rule)).collect()
    }
}

impl Patterns {
    fn new(written: Written) -> Self {
        let fold = |line: &String| line.to_lowercase().replace(" :", ":");
        let lines = written.lines.iter().map(fold).collect();
        let rule = Rule {
            name: forever(written.name),
            what: forever(written.what),
            examples: all_forever(written.examples),
            allows: all_forever(written.allows),
            sites: all_forever(written.sites.iter().map(|s| s.to_lowercase()).collect()),
        };
        Self {
            rule,
            place: written.place,
            words: written.words,
            stop: written.stop,
            first: written.first,
            lines,
        }
    }
}

/// Rules are read once per run and named in every result: their names live as long as the program.
fn forever(s: String) -> &'static str {
    Box::leak(s.into_boxed_str())
}

fn all_forever(all: Vec<String>) -> &'static [&'static str] {
    Box::leak(all.into_iter().map(forever).collect::<Vec<_>>().into_boxed_slice())
}

/// The built-in rules. The file is built in and tested: it parses.
pub(super) fn builtin() -> &'static RuleFile {
    static RULES: LazyLock<RuleFile> = LazyLock::new(|| {
        let file = shipped::read(BUILTIN).and_then(|file| RuleFile::of("lexicons/input/cleaning.toml", file));
        RuleFile { builtin: true, ..file.unwrap_or_default() }
    });
    &RULES
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_file_parses() {
        let file = RuleFile::of("cleaning.toml", shipped::read(BUILTIN).unwrap()).unwrap();
        assert!(file.patterns.len() > 8 && !file.words.elisions.is_empty());
    }

    #[test]
    fn mistakes_are_named_by_their_line() {
        let parse = |text: &str| RuleFile::parse("my.toml", text).unwrap_err().to_string();
        assert!(parse("[[rule]]\nname = \"x\"\nlinse = []\n").starts_with("my.toml:3:"));
        assert!(parse("[[rule]]\nname = \"x\"\nlines = [\"*\"]\n").contains("fits everything"));
        assert!(parse("[[rule]\n").starts_with("my.toml:1:"));
    }
}
