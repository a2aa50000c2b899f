//! Sketches → groups of near-duplicates.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::article::PartialDate;

use super::sketch::{MINIMA, Sketch};

/// Neighbouring minima that must agree before two texts are compared.
const ROWS: usize = 3;
/// Texts of one bucket that a further one is compared with: a bucket of thousands of copies costs no thousands of pairs each.
const WIDEST: usize = 32;

/// What counts as a near-duplicate.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DuplicateOptions {
    /// Least share of the shorter text that must stand in the longer one, 0…1.
    pub similarity: f64,
    /// Texts published more days apart are never joined; unknown days may be any. `None`: dates do not matter.
    pub days: Option<u32>,
}

impl Default for DuplicateOptions {
    fn default() -> Self {
        Self { similarity: 0.5, days: None }
    }
}

/// Texts that are near-duplicates of each other, directly or through others.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// At least two, the earliest first (by date, those without one last; then in input order).
    pub members: Vec<Member>,
}

/// A member of a group.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Member {
    /// Its place in the input.
    pub index: usize,
    /// Similarity to the first member, 0…1: the share of the shorter text that stands in the longer one; 1 for the first itself.
    pub similarity: f64,
}

/// Groups of near-duplicates, in the order of their first members; `dates` are those of the texts and may be shorter.
///
/// # Example
/// ```
/// use framescope::input::duplicates::{DuplicateOptions, Sketch, groups};
/// let body = "the ferry left the harbour at dawn although a storm had been announced the day before \
///             and nobody on board was hurt when the wind turned and the old bridge came down";
/// let texts = [body.to_owned(), "something else altogether".to_owned(), format!("New headline. {body}")];
/// let sketches: Vec<_> = texts.iter().map(|t| Sketch::new(t, &[])).collect();
/// let found = groups(&sketches, &[], &DuplicateOptions::default());
/// assert_eq!(found[0].members.iter().map(|m| m.index).collect::<Vec<_>>(), [0, 2]);
/// ```
pub fn groups(sketches: &[Sketch], dates: &[Option<PartialDate>], options: &DuplicateOptions) -> Vec<Group> {
    let mut sets = Sets::new(sketches.len());
    let near = |a: usize, b: usize| {
        within(options.days, date(dates, a), date(dates, b))
            && sketches[a].similarity(&sketches[b]) >= options.similarity
    };
    for band in 0..MINIMA / ROWS {
        let mut keys: Vec<(u64, u32)> = sketches
            .par_iter()
            .enumerate()
            .filter(|(_, s)| !s.is_empty())
            .map(|(i, s)| (key(&s.minima[band * ROWS..][..ROWS]), i as u32))
            .collect();
        keys.par_sort_unstable();
        for bucket in keys.chunk_by(|a, b| a.0 == b.0) {
            join(bucket, &mut sets, &near);
        }
    }
    collect(sketches, dates, &mut sets)
}

fn key(minima: &[u32]) -> u64 {
    minima.iter().fold(0, |h, &m| (h ^ u64::from(m)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(31))
}

/// Joins the texts of a bucket that are near each other.
fn join(bucket: &[(u64, u32)], sets: &mut Sets, near: &impl Fn(usize, usize) -> bool) {
    let mut met: Vec<usize> = Vec::new();
    for &(_, text) in bucket {
        let text = text as usize;
        let root = sets.root(text);
        if met.iter().any(|&m| sets.root(m) == root) {
            continue;
        }
        for &other in &met {
            if near(other, text) {
                sets.join(other, text);
            }
        }
        if met.len() < WIDEST {
            met.push(text);
        }
    }
}

fn collect(sketches: &[Sketch], dates: &[Option<PartialDate>], sets: &mut Sets) -> Vec<Group> {
    let mut by_root: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for text in 0..sketches.len() {
        let root = sets.root(text);
        if root != text || sets.size[root] > 1 {
            by_root.entry(root).or_default().push(text);
        }
    }
    let mut found: Vec<Group> = by_root
        .into_values()
        .map(|mut members| {
            members.sort_by_key(|&m| (date(dates, m).is_none(), date(dates, m), m));
            let first = members[0];
            let member = |&m: &usize| Member {
                index: m,
                similarity: if m == first { 1.0 } else { sketches[first].similarity(&sketches[m]) },
            };
            Group { members: members.iter().map(member).collect() }
        })
        .collect();
    found.sort_by_key(|g| g.members.first().map(|m| m.index));
    found
}

fn date(dates: &[Option<PartialDate>], text: usize) -> Option<PartialDate> {
    dates.get(text).copied().flatten()
}

/// True if two dates may be at most so many days apart.
fn within(days: Option<u32>, a: Option<PartialDate>, b: Option<PartialDate>) -> bool {
    let (Some(days), Some(a), Some(b)) = (days, a, b) else { return true };
    let ((a0, a1), (b0, b1)) = (span(a), span(b));
    a0 - b1 <= i64::from(days) && b0 - a1 <= i64::from(days)
}

/// First and last day that a date can mean, counted from a fixed one.
fn span(date: PartialDate) -> (i64, i64) {
    let (first, last) = match (date.month, date.day) {
        (Some(m), Some(d)) => ((m, d), (m, d)),
        (Some(m), None) => ((m, 1), (m, 31)),
        (None, _) => ((1, 1), (12, 31)),
    };
    (day_number(date.year, first), day_number(date.year, last))
}

/// Days of the Gregorian calendar, after Howard Hinnant's `days_from_civil`.
fn day_number(year: u16, (month, day): (u8, u8)) -> i64 {
    let (month, day) = (i64::from(month), i64::from(day));
    let year = i64::from(year) - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year - era * 400;
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year
}

/// Which of the members of groups a study counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// All of them.
    #[default]
    All,
    /// The first of each group.
    One,
    /// Of each group the first of each source; articles without a source count as one source.
    OnePerSource,
}

/// Places of the texts that are set aside under `keep`, ascending. `sources` are those of the texts and may be shorter.
pub fn set_aside(groups: &[Group], sources: &[Option<&str>], keep: Keep) -> Vec<usize> {
    let mut aside = Vec::new();
    for group in groups {
        let mut met = Vec::new();
        for (i, member) in group.members.iter().enumerate() {
            let source = sources.get(member.index).copied().flatten();
            let again = match keep {
                Keep::All => false,
                Keep::One => i > 0,
                Keep::OnePerSource => met.contains(&source),
            };
            if again {
                aside.push(member.index);
            } else {
                met.push(source);
            }
        }
    }
    aside.sort_unstable();
    aside
}

/// Disjoint sets of texts.
struct Sets {
    parent: Vec<u32>,
    size: Vec<u32>,
}

impl Sets {
    fn new(texts: usize) -> Self {
        Self { parent: (0..texts as u32).collect(), size: vec![1; texts] }
    }

    fn root(&mut self, mut text: usize) -> usize {
        while self.parent[text] as usize != text {
            self.parent[text] = self.parent[self.parent[text] as usize];
            text = self.parent[text] as usize;
        }
        text
    }

    fn join(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        if a != b {
            let (large, small) = if self.size[a] >= self.size[b] { (a, b) } else { (b, a) };
            self.parent[small] = large as u32;
            self.size[large] += self.size[small];
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_span_what_they_leave_open() {
        let d = |s: &str| Some(s.parse::<PartialDate>().unwrap());
        assert!(within(Some(3), d("2015-03-01"), d("2015-02-26")));
        assert!(!within(Some(2), d("2015-03-01"), d("2015-02-26")));
        assert!(within(Some(1), d("2015"), d("2015-07-07")));
        assert!(within(Some(1), d("2015-03"), d("2015-04-01")));
        assert!(!within(Some(1), d("2014"), d("2015-07-07")));
        assert!(within(Some(0), None, d("2015")));
        assert!(within(None, d("1990"), d("2015")));
        assert_eq!(day_number(2000, (3, 1)) - day_number(2000, (2, 28)), 2);
    }

    #[test]
    fn a_study_keeps_all_one_or_one_per_source() {
        let member = |index| Member { index, similarity: 1.0 };
        let groups = [Group { members: vec![member(2), member(0), member(5)] }];
        let sources = [Some("a"), None, Some("a"), None, None, Some("b")];
        assert!(set_aside(&groups, &sources, Keep::All).is_empty());
        assert_eq!(set_aside(&groups, &sources, Keep::One), [0, 5]);
        assert_eq!(set_aside(&groups, &sources, Keep::OnePerSource), [0]);
    }
}
