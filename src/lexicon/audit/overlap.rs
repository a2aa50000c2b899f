//! Entries that never count because of others or of themselves: dead, duplicate, shadowed; exceptions that do nothing.

use crate::error::Result;
use crate::lexicon::alternatives;
use crate::lexicon::bench::{Bench, Placed};
use crate::lexicon::finding::{Finding, Problem};
use crate::lexicon::glob::glob_matches;
use crate::lexicon::matcher::Output;
use crate::lexicon::pattern::{Pattern, PatternReader, WordPattern};
use crate::text::stem::Stemmer;
use crate::text::vocabulary::fold;

/// Entries of the same words that are looked at before another one; more add nothing that a person would read.
const MOST_RIVALS: usize = 16;

/// Pairs of a spelling of an entry and one of its exception that are compared.
const MOST_PAIRS: usize = 1 << 14;

/// Appends what it finds to `out`.
pub(super) fn find(bench: &Bench<'_>, out: &mut Vec<Finding>) -> Result<()> {
    let mut patterns = PatternReader::new(bench.language());
    let stemmer = Stemmer::new(bench.language());
    let stem_of = |form: &str| stemmer.stem(form).into_owned();
    for (number, placed) in (0..).zip(bench.entries()) {
        let entry = placed.entry;
        let alternatives = patterns.read_each(&entry.pattern, entry.case)?;
        let mut dead = Vec::new();
        let mut rivals = Vec::new();
        for (at, pattern) in alternatives.iter().enumerate() {
            match idle(bench, number, *placed, pattern, stem_of) {
                Some(Idle::Dead) => dead.push(at),
                Some(Idle::Covered(rival)) => rivals.push((at, rival)),
                None => {}
            }
        }
        let words = |at: usize| spelling(&entry.pattern, at);
        if dead.len() == alternatives.len() {
            let remedy = "narrow the exception, or remove the entry";
            out.push(Finding::new(
                Problem::Dead,
                *placed,
                "one of its exceptions covers all that it matches",
                remedy,
            ));
        } else if let Some(&at) = dead.first() {
            let reason = format!("one of its exceptions covers {}", few(&words(at), dead.len()));
            let remedy = "narrow the exception, or take the alternative out";
            out.push(Finding::new(Problem::Dead, *placed, reason, remedy));
        } else if let Some(&(at, rival)) = rivals.first() {
            let other = bench.entry(rival);
            let covers = patterns.read_each(&other.entry.pattern, other.entry.case)?;
            let same = rivals.iter().all(|r| r.1 == rival) && covers == alternatives;
            let part = (rivals.len() < alternatives.len()).then(|| few(&words(at), rivals.len()));
            out.push(covered(*placed, other, same, part.as_deref()));
        }
        let pattern = Pattern { spellings: alternatives.into_iter().flat_map(|p| p.spellings).collect() };
        for context in &entry.except {
            let words = patterns.read(context, false)?;
            if !can_meet(&pattern, &words, &stem_of) {
                let reason = format!("the exception {context:?} shares no word with it and never applies");
                let remedy =
                    "write the entry's word in the form that stands in the context, or remove the exception";
                out.push(Finding::new(Problem::IdleExcept, *placed, reason, remedy));
            }
        }
    }
    Ok(())
}

/// Why an alternative of an entry never counts.
enum Idle {
    /// An exception of its entry covers it.
    Dead,
    /// The entry of this number counts instead.
    Covered(u32),
}

/// Why no spelling of `pattern`, an alternative of entry `number`, ever counts.
fn idle(
    bench: &Bench<'_>,
    number: u32,
    placed: Placed<'_>,
    pattern: &Pattern,
    stem_of: impl Fn(&str) -> String + Copy,
) -> Option<Idle> {
    let (mut dead, mut rival, mut rivals) = (true, None, 0);
    for spelling in &pattern.spellings {
        let mut silenced = false;
        let mut stronger = None;
        bench.matcher().implied(spelling, stem_of, |first, last, outputs| {
            let own = Output { slot: placed.slot, entry: number, except: true };
            silenced |= outputs.binary_search(&own).is_ok();
            if first == 0 && last == spelling.len() {
                stronger = stronger.into_iter().chain(lower(bench, outputs, number, placed)).min();
            }
        });
        dead &= silenced;
        rivals += usize::from(stronger.is_some());
        rival = rival.or(stronger);
    }
    if dead {
        return Some(Idle::Dead);
    }
    rival.filter(|_| rivals == pattern.spellings.len()).map(Idle::Covered)
}

/// The spelling of number `at` that a pattern stands for.
fn spelling(pattern: &str, at: usize) -> String {
    let places = alternatives::places(pattern).unwrap_or_default();
    let mut ways = alternatives::Ways::of(&places);
    for _ in 0..at {
        ways.next();
    }
    let words: Vec<&str> = ways.next().into_iter().flatten().flat_map(|w| w.split_whitespace()).collect();
    words.join(" ").replace(alternatives::GAP, "*")
}

/// The first of so many spellings, quoted.
fn few(first: &str, all: usize) -> String {
    if all > 1 {
        format!("{first:?} and {} more of its spellings", all - 1)
    } else {
        format!("its spelling {first:?}")
    }
}

/// The first entry before `number` in its slot that counts wherever that would.
fn lower(bench: &Bench<'_>, outputs: &[Output], number: u32, placed: Placed<'_>) -> Option<u32> {
    let start = outputs.partition_point(|o| o.slot < placed.slot);
    let same_slot = outputs.iter().skip(start).take_while(|o| o.slot == placed.slot && o.entry < number);
    same_slot
        .filter(|o| !o.except)
        .take(MOST_RIVALS)
        .find(|o| bench.entry(o.entry).entry.except.iter().all(|x| placed.entry.except.contains(x)))
        .map(|o| o.entry)
}

/// `part` says which spellings are covered if not all are.
fn covered(placed: Placed<'_>, other: Placed<'_>, same: bool, part: Option<&str>) -> Finding {
    let at = format!("{:?} in line {}", other.entry.pattern, other.entry.line);
    if same {
        let reason = format!("matches the same words as {at}, which counts instead");
        return Finding::new(Problem::Duplicate, placed, reason, "remove one of the two");
    }
    if let Some(part) = part {
        let reason = format!("{part}: whatever that matches is counted by {at}");
        let remedy = "take the alternative out, move the entry before that one, or narrow that one";
        return Finding::new(Problem::Shadowed, placed, reason, remedy);
    }
    let reason = format!("whatever it matches is counted by {at}");
    Finding::new(
        Problem::Shadowed,
        placed,
        reason,
        "remove it, move it before that entry, or narrow that one",
    )
}

/// True if a match of `a` and a match of `b` can share a token; in doubt true.
fn can_meet(a: &Pattern, b: &Pattern, stem_of: &impl Fn(&str) -> String) -> bool {
    if a.spellings.len() * b.spellings.len() > MOST_PAIRS {
        return true;
    }
    a.spellings.iter().any(|a| b.spellings.iter().any(|b| aligned(a, b, stem_of)))
}

fn aligned(a: &[WordPattern], b: &[WordPattern], stem_of: &impl Fn(&str) -> String) -> bool {
    // `b` begins at each word of `a`, or `a` at each word of `b`.
    let fit = |a: &[WordPattern], b: &[WordPattern]| a.iter().zip(b).all(|(x, y)| both(x, y, stem_of));
    (0..a.len()).any(|i| fit(&a[i..], b)) || (1..b.len()).any(|i| fit(a, &b[i..]))
}

/// True if one token may satisfy both; in doubt true.
fn both(a: &WordPattern, b: &WordPattern, stem_of: &impl Fn(&str) -> String) -> bool {
    use WordPattern::{Any, Form, Glob, Stem, Surface};
    match (a, b) {
        (Any, _) | (_, Any) => true,
        (Stem(a), Stem(b)) => a == b,
        (Surface(a), Surface(b)) | (Form(a), Form(b)) => owner(a) == owner(b),
        (Surface(s), other) | (other, Surface(s)) => both(&Form(fold(s)), other, stem_of),
        (Stem(s), Form(f)) | (Form(f), Stem(s)) => stem_of(f) == *s,
        (Glob(g), Form(f)) | (Form(f), Glob(g)) => {
            [f.as_str(), owner(f), &format!("{f}'s")].iter().any(|w| glob_matches(g, w))
        }
        (Stem(s), Glob(g)) | (Glob(g), Stem(s)) => {
            let (head, stem) = (head(g), s.as_str());
            // Forms may differ from their stem in its last letters.
            let common = head.chars().zip(stem.chars()).take_while(|(a, b)| a == b).count();
            common + 2 >= head.chars().count().min(stem.chars().count())
        }
        (Glob(a), Glob(b)) => head(a).starts_with(head(b)) || head(b).starts_with(head(a)),
    }
}

fn owner(form: &str) -> &str {
    form.strip_suffix("'s").unwrap_or(form)
}

fn head(glob: &str) -> &str {
    glob.split(['*', '?']).next().unwrap_or_default()
}
