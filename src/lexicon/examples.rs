//! Runs the tests that a lexicon carries: `expect` sentences must be hit by their entry, `allows` sentences not.

use super::bench::{Bench, Placed};
use super::entry::Lexicon;
use super::finding::{Finding, Problem};
use super::matcher::Fate;
use crate::error::Result;

/// What running the examples of lexicons showed.
#[derive(Debug, Clone, Default)]
pub struct Examples {
    /// `expect` sentences run.
    pub expected: usize,
    /// `allows` sentences run.
    pub allowed: usize,
    /// Entries with at least one example.
    pub entries: usize,
    /// Those that failed, in the order of the files.
    pub failures: Vec<Finding>,
}

impl Examples {
    /// Sentences that went as they should.
    pub fn passed(&self) -> usize {
        self.expected + self.allowed - self.failures.len()
    }
}

/// Runs every `expect` and `allows` of a lexicon against the lexicon alone.
///
/// An entry hits a sentence if its pattern matches outside its exceptions; that a longer entry of the same lexicon takes
/// the tokens is no failure, since the lexicon then hits as it should.
///
/// # Errors
/// If a pattern cannot be read; lexicons that were parsed hold none.
///
/// # Example
/// ```
/// use framescope::lexicon::{examples, parse::parse};
/// let text = "frame = 'threat'\nlanguage = 'en'\n[[group]]\nname = 'attack'\n\
///     entries = [{ pattern = 'attack', expect = ['They attacked.'], allows = ['A heart attack killed him.'] }]";
/// let run = examples::run(&parse("threat.toml", text)?)?;
/// assert_eq!((run.passed(), run.failures.len()), (1, 1));
/// assert!(run.failures[0].to_string().starts_with("threat.toml:5:12: attack: hits \"attack\" in"));
/// # Ok::<_, framescope::error::Error>(())
/// ```
pub fn run(lexicon: &Lexicon) -> Result<Examples> {
    let mut bench = Bench::new([lexicon])?;
    let mut out = Examples::default();
    for number in 0..bench.entries().len() as u32 {
        let placed = bench.entry(number);
        let Placed { entry, .. } = placed;
        out.entries += usize::from(entry.expect.len() + entry.allows.len() > 0);
        out.expected += entry.expect.len();
        out.allowed += entry.allows.len();
        for sentence in &entry.expect {
            if let Some(reason) = silence(&mut bench, number, sentence) {
                let remedy = "change the pattern or its exceptions, or the sentence";
                out.failures.push(Finding::new(Problem::Expect, placed, reason, remedy));
            }
        }
        for sentence in &entry.allows {
            if let Some(words) = hit(&mut bench, number, sentence) {
                let reason = format!("hits {words:?} in {sentence:?}, which it should leave alone");
                let remedy = "add the context to except, or narrow the pattern";
                out.failures.push(Finding::new(Problem::Allows, placed, reason, remedy));
            }
        }
    }
    Ok(out)
}

/// The words that the entry hits.
fn hit(bench: &mut Bench<'_>, number: u32, sentence: &str) -> Option<String> {
    bench.read(sentence);
    let candidates = bench.candidates();
    let (hit, _) = candidates
        .iter()
        .find(|(_, c)| c.found.entry == number && !matches!(c.fate, Fate::Excepted { .. }))?;
    Some(bench.text_of(hit).to_owned())
}

/// Why the entry does not hit the sentence; `None` if it does.
fn silence(bench: &mut Bench<'_>, number: u32, sentence: &str) -> Option<String> {
    bench.read(sentence);
    let candidates = bench.candidates();
    let mut own = candidates.iter().filter(|(_, c)| c.found.entry == number).peekable();
    if own.peek().is_none() {
        return Some(format!("matches nothing in {sentence:?}"));
    }
    let mut context = None;
    for (hit, candidate) in own {
        let Fate::Excepted { first, last } = candidate.fate else { return None };
        context.get_or_insert((hit.sentence, first, last));
    }
    let (at, first, last) = context?;
    Some(format!("its exception silences it in {sentence:?} ({:?})", bench.words(at, first, last)))
}
