//! How a lexicon spreads over a corpus: rates per 1,000 tokens, and how much hangs on few entries.

use super::survey::Survey;

/// One entry's part.
#[derive(Debug, Clone, PartialEq)]
pub struct EntryRate {
    /// Number of the entry in the survey.
    pub entry: usize,
    /// Its hits.
    pub hits: u64,
    /// Its share of the hits of its lexicon, 0…1.
    pub share: f64,
    /// Hits per 1,000 tokens of all sources.
    pub rate: f64,
    /// Hits per 1,000 tokens by source; `None` of a source without tokens.
    pub by_source: Vec<Option<f64>>,
}

/// A lexicon's spread.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// Id of the lexicon.
    pub lexicon: String,
    /// Its entries with hits, the most frequent first.
    pub entries: Vec<EntryRate>,
    /// All its entries.
    pub size: usize,
    /// Its hits.
    pub hits: u64,
    /// Hits per 1,000 tokens of all sources; `None` without tokens.
    pub rate: Option<f64>,
    /// Hits per 1,000 tokens by source.
    pub by_source: Vec<Option<f64>>,
    /// Entries without a hit.
    pub unused: usize,
    /// Entries that share the hits as evenly as so many equal ones would: 1 / Σ share² (Simpson's index inverted; Hill 1973,
    /// *Ecology* 54). `None` without hits.
    pub effective: Option<f64>,
}

impl Coverage {
    /// Share of the hits that the `n` most frequent entries carry, 0…1; `None` without hits.
    pub fn top(&self, n: usize) -> Option<f64> {
        (self.hits > 0)
            .then(|| self.entries.iter().take(n).map(|e| e.hits).sum::<u64>() as f64 / self.hits as f64)
    }
}

/// Coverage of each lexicon of a survey, in their order.
///
/// # Example
/// ```
/// use framescope::lexicon::{coverage, parse::parse, survey::Survey};
/// let text = "frame = 'threat'\nlanguage = 'en'\n[[group]]\nname = 'attack'\nentries = ['bomb', 'raid', 'siege']";
/// let lexicon = parse("threat.toml", text)?;
/// let mut survey = Survey::new([&lexicon], 0)?;
/// survey.add("Gazette", "1", "A bomb, a bomb, a bomb and a raid.", Default::default());
/// let coverage = &coverage::of(&survey)[0];
/// assert_eq!((coverage.hits, coverage.unused, coverage.top(1)), (4, 1, Some(0.75)));
/// assert_eq!(coverage.effective, Some(1.6));
/// # Ok::<_, framescope::error::Error>(())
/// ```
pub fn of(survey: &Survey<'_>) -> Vec<Coverage> {
    let rate = |hits: u64, tokens: u64| (tokens > 0).then(|| 1_000.0 * hits as f64 / tokens as f64);
    let sources = survey.sources();
    let by_source = |hits: &[u64]| -> Vec<Option<f64>> {
        sources.iter().enumerate().map(|(i, s)| rate(hits.get(i).copied().unwrap_or(0), s.tokens)).collect()
    };
    let mut out: Vec<Coverage> = Vec::new();
    let numbered: Vec<usize> = (0..survey.entries().len()).collect();
    for entries in
        numbered.chunk_by(|a, b| survey.entries()[*a].lexicon.file == survey.entries()[*b].lexicon.file)
    {
        let Some(placed) = entries.first().map(|i| survey.entries()[*i]) else { continue };
        let hits: u64 = entries.iter().map(|i| survey.uses()[*i].hits).sum();
        let mut sums = vec![0; sources.len()];
        for i in entries {
            for (sum, hits) in sums.iter_mut().zip(&survey.uses()[*i].by_source) {
                *sum += hits;
            }
        }
        let mut rates: Vec<EntryRate> = entries
            .iter()
            .map(|&i| (i, &survey.uses()[i]))
            .filter(|(_, u)| u.hits > 0)
            .map(|(i, u)| EntryRate {
                entry: i,
                hits: u.hits,
                share: u.hits as f64 / hits as f64,
                rate: rate(u.hits, survey.tokens()).unwrap_or(0.0),
                by_source: by_source(&u.by_source),
            })
            .collect();
        rates.sort_by_key(|r| (std::cmp::Reverse(r.hits), r.entry));
        let evenness: f64 = rates.iter().map(|r| r.share * r.share).sum();
        out.push(Coverage {
            lexicon: placed.lexicon.id.clone(),
            size: entries.len(),
            hits,
            rate: rate(hits, survey.tokens()),
            by_source: by_source(&sums),
            unused: entries.len() - rates.len(),
            effective: (hits > 0).then(|| 1.0 / evenness),
            entries: rates,
        });
    }
    out
}
