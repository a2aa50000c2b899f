//! What is compared: a source in one language. Lexicons of two languages are two instruments, so a source that writes in two
//! languages is compared as two.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::corpus::StudyArticle;
use super::spec::StudySpec;
use crate::article::PartialDate;
use crate::error::{Error, Kind, Result};
use crate::text::Language;

/// A source in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Cell {
    /// Name in tables: the source, with the language where it writes in several.
    pub label: String,
    /// The source (or another group, see `group_by`).
    pub group: String,
    /// Language code.
    #[serde(serialize_with = "code")]
    pub language: Language,
    /// False if there are no lexicons of frames for the language: nothing is counted but mentions of concepts.
    pub scored: bool,
    /// False if the names of the concepts are not known in the language: no mention is counted.
    pub concepts: bool,
    /// Number of its articles.
    pub articles: usize,
    /// Tokens that count.
    pub tokens: u64,
    /// Segments, headlines left out.
    pub segments: u64,
    /// Earliest date.
    pub first: Option<PartialDate>,
    /// Latest date.
    pub last: Option<PartialDate>,
    /// Indices of its articles in the study.
    #[serde(skip)]
    pub members: Vec<usize>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn code<S: serde::Serializer>(language: &Language, s: S) -> Result<S::Ok, S::Error> {
    s.serialize_str(language.code())
}

/// The cells of a study, sorted by source, then language.
pub fn cells(articles: &[StudyArticle]) -> Vec<Cell> {
    let mut members: BTreeMap<(&str, Language), Vec<usize>> = BTreeMap::new();
    let mut languages: BTreeMap<&str, BTreeSet<Language>> = BTreeMap::new();
    for (i, a) in articles.iter().enumerate() {
        members.entry((&a.group, a.language)).or_default().push(i);
        languages.entry(&a.group).or_default().insert(a.language);
    }
    let several = |group: &str| languages.get(group).is_some_and(|l| l.len() > 1);
    let cell = |((group, language), members): ((&str, Language), Vec<usize>)| {
        let all = || members.iter().map(|i| &articles[*i]);
        let dates = || all().filter_map(StudyArticle::date);
        Cell {
            label: if several(group) { format!("{group} ({language})") } else { group.to_owned() },
            group: group.to_owned(),
            language,
            scored: all().any(|a| a.scored),
            concepts: all().any(|a| a.concepts),
            articles: members.len(),
            tokens: all().map(|a| u64::from(a.tokens)).sum(),
            segments: all().map(|a| a.segments.iter().filter(|s| !s.headline).count() as u64).sum(),
            first: dates().min(),
            last: dates().max(),
            members,
        }
    };
    members.into_iter().map(cell).collect()
}

/// Pairs of scored cells that may be compared: of one language, in order.
pub fn pairs(cells: &[Cell]) -> Vec<(usize, usize)> {
    let mut out = Vec::new();
    for (i, a) in cells.iter().enumerate() {
        for (j, b) in cells.iter().enumerate().skip(i + 1) {
            if a.scored && b.scored && a.language == b.language {
                out.push((i, j));
            }
        }
    }
    out
}

/// Refuses declared tests that cannot be made: of a frame that is not scored, of a source without articles, of sources in
/// different languages.
///
/// # Errors
/// The first such test, with what there is instead.
pub fn check_tests(spec: &StudySpec, frames: &[String], cells: &[Cell]) -> Result<()> {
    for t in &spec.tests {
        let known = |name: &String| cells.iter().any(|c| c.group == *name || c.label == *name);
        if !frames.contains(&t.frame) {
            let e =
                Error::new(Kind::Study, format!("a test names the frame {:?}, which is not scored", t.frame));
            return Err(e.help(format!("frames here: {}", frames.join(", "))));
        }
        if let Some(missing) = t.between.iter().find(|n| !known(n)) {
            let labels: Vec<_> = cells.iter().map(|c| c.group.as_str()).collect();
            let e =
                Error::new(Kind::Study, format!("a test names {missing:?}, of which there is no article"));
            return Err(e.help(format!("sources here: {}", labels.join(", "))));
        }
        let languages = |name: &str| -> BTreeSet<&str> {
            let wanted = |c: &&Cell| t.language.as_deref().is_none_or(|l| l == c.language.code());
            let named = cells.iter().filter(wanted).filter(|c| c.group == name || c.label == name);
            named.map(|c| c.language.code()).collect()
        };
        let [first, second] = &t.between;
        if languages(first).is_disjoint(&languages(second)) {
            let e = Error::new(
                Kind::Study,
                format!("a test compares {first:?} with {second:?}, which have no language in common"),
            );
            return Err(e.help("lexicons of two languages are two instruments: compare within one language"));
        }
    }
    Ok(())
}
