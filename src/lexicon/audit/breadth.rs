//! Entries that match too much: globs that fit many different words, entries that fit a large share of all words.

use std::collections::BTreeMap;

use crate::error::Result;
use crate::lexicon::Subject;
use crate::lexicon::bench::{Bench, Placed};
use crate::lexicon::finding::{Finding, Problem};
use crate::lexicon::forms::Forms;
use crate::lexicon::pattern::{PatternReader, WordPattern, glob_matches};
use crate::text::stem::Stemmer;

/// Different stems that a glob may fit before it is called over-broad.
const MOST_STEMS: usize = 8;
/// Share of all running words that one entry may match.
const LARGEST_SHARE: f64 = 0.005;
/// Running words from which a share says something.
const LEAST_WORDS: u64 = 5_000;
/// Forms that a finding lists.
const SHOWN: usize = 12;

/// True if hits of the entry are counted as evidence; a cue or a shifter may be as frequent as “not” is.
fn counted(placed: Placed<'_>) -> bool {
    placed.lexicon.subject != Subject::Words
}

/// Appends entries of one word that match too many of `forms`.
pub(super) fn find(mut bench: Bench<'_>, forms: &Forms, out: &mut Vec<Finding>) -> Result<()> {
    let stemmer = Stemmer::new(bench.language());
    let mut patterns = PatternReader::new(bench.language());
    let total: u64 = forms.values().sum();
    let mut matched: BTreeMap<u32, Vec<(&str, u64)>> = BTreeMap::new();
    for (form, &count) in forms {
        bench.read(form);
        if bench.document().tokens.len() != 1 {
            continue;
        }
        for (hit, _) in bench.candidates() {
            matched.entry(hit.entry).or_default().push((form, count));
        }
    }
    for (number, mut forms) in matched {
        let placed = bench.entry(number);
        let hits: u64 = forms.iter().map(|f| f.1).sum();
        forms.sort_by_key(|f| (std::cmp::Reverse(f.1), f.0));
        if let Some((stems, forms)) = open(placed, &mut patterns, &stemmer, &forms)? {
            out.push(too_many(placed, stems, &forms));
        } else if counted(placed) && total >= LEAST_WORDS && hits as f64 > LARGEST_SHARE * total as f64 {
            let share = 100.0 * hits as f64 / total as f64;
            let reason = format!("matches {share:.1} % of all words: {}", listed(&forms));
            let remedy = "a word that stands nearly everywhere says nothing: make it a phrase";
            out.push(Finding::new(Problem::OverBroad, placed, reason, remedy));
        }
    }
    Ok(())
}

/// Forms with their counts.
type Counted<'f> = Vec<(&'f str, u64)>;

/// Of the alternatives of an entry that have a `*` or `?`, the first that fits too many words: how many, and their forms.
fn open<'f>(
    placed: Placed<'_>,
    patterns: &mut PatternReader,
    stemmer: &Stemmer,
    forms: &[(&'f str, u64)],
) -> Result<Option<(usize, Counted<'f>)>> {
    if !placed.entry.pattern.contains(['*', '?']) || forms.len() <= MOST_STEMS {
        return Ok(None);
    }
    let alternatives = patterns.read_each(&placed.entry.pattern, placed.entry.case)?;
    for pattern in &alternatives {
        let fits = |form: &str| {
            alternatives.len() == 1
                || pattern
                    .spellings
                    .iter()
                    .any(|s| matches!(&s[..], [WordPattern::Glob(g)] if glob_matches(g, form)))
        };
        let fitting: Vec<_> = forms.iter().filter(|f| fits(f.0)).copied().collect();
        let mut stems: Vec<_> = fitting.iter().map(|f| stemmer.stem(f.0)).collect();
        stems.sort_unstable();
        stems.dedup();
        if stems.len() > MOST_STEMS {
            return Ok(Some((stems.len(), fitting)));
        }
    }
    Ok(None)
}

fn too_many(placed: Placed<'_>, stems: usize, forms: &[(&str, u64)]) -> Finding {
    let reason = format!("fits {stems} different words: {}", listed(forms));
    Finding::new(Problem::OverBroad, placed, reason, "write out the words that are meant")
}

fn listed(forms: &[(&str, u64)]) -> String {
    let mut out = forms.iter().take(SHOWN).map(|f| f.0).collect::<Vec<_>>().join(", ");
    if forms.len() > SHOWN {
        out.push_str(", …");
    }
    out
}
