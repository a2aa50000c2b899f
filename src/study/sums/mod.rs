//! Sums over articles from their scores: what a report on millions of articles is made of.
//!
//! ```text
//! rows of scores ─read→ Sums (mergeable; memory does not grow with the articles) ─findings→ Findings
//! ```
//! Per source, year and language: counts, and the sums of every draw of the [Poisson bootstrap](PoissonBootstrap), in which an
//! article's weights depend on the seed, its source and its id alone. So the same report comes out of any order, any shards and any
//! number of machines; an article met twice is counted once.

mod counts;
mod differences;
pub mod findings;
mod material;
mod near;
mod parts;
pub mod read;
mod time;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use hashbrown::{HashMap, HashSet};

use crate::article::PartialDate;
use crate::error::{Error, Kind, Result};
use crate::stats::poisson::{Articles, DRAWS, PoissonBootstrap, article_key};
use crate::stats::random::Seed;
use crate::stats::table::Ratio;
use crate::text::Language;

/// Articles that are taken in together.
const BATCH: usize = 4096;
/// Sources, each with its years, that are kept apart at most: their draws take memory, a few hundred kilobytes each.
const STRATA: usize = 3_000;
/// Articles named per source.
const NAMED: usize = 20;

/// Columns of the bootstrap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Layout {
    frames: usize,
    concepts: usize,
}

impl Layout {
    const ARTICLES: usize = 0;
    const TOKENS: usize = 1;

    fn hits(frame: usize) -> usize {
        2 + 2 * frame
    }

    /// Articles with a frame.
    fn with(frame: usize) -> usize {
        3 + 2 * frame
    }

    /// Sums of tone with and without frame words, and the articles that have one.
    fn tone(self, which: usize) -> usize {
        2 + 2 * self.frames + which
    }

    /// Articles that mention a concept; behind it those that also have each frame, and three columns of their tone.
    fn near(self, concept: usize) -> usize {
        self.tone(3) + concept * (4 + self.frames)
    }

    fn near_with(self, concept: usize, frame: usize) -> usize {
        self.near(concept) + 1 + frame
    }

    fn near_tone(self, concept: usize, which: usize) -> usize {
        self.near(concept) + 1 + self.frames + which
    }

    fn width(self) -> usize {
        self.near(self.concepts)
    }

    fn rate(frame: usize) -> Ratio {
        Ratio::per_thousand(Self::hits(frame), Self::TOKENS)
    }

    fn prevalence(frame: usize) -> Ratio {
        Ratio::share(Self::with(frame), Self::ARTICLES)
    }
}

/// What is known of one article.
#[derive(Debug, Clone)]
pub struct ArticleScore {
    /// Its id.
    pub id: String,
    /// What it is compared by, its source for one.
    pub group: String,
    /// Language that it was read in.
    pub language: Language,
    /// Date, as far as known.
    pub date: Option<PartialDate>,
    /// Tokens that count.
    pub tokens: u32,
    /// By frame: hits by stance, in the order of `Stance::ALL`, then by voice, in the order of `Voice::ALL`.
    pub frames: Vec<[u32; 7]>,
    /// By concept: mentions by name, and related ones.
    pub concepts: Vec<[u32; 2]>,
    /// Tone with and without frame words.
    pub tone: Option<[f32; 2]>,
}

impl Default for ArticleScore {
    fn default() -> Self {
        Self {
            id: String::new(),
            group: String::new(),
            language: Language::UNDETERMINED,
            date: None,
            tokens: 0,
            frames: vec![],
            concepts: vec![],
            tone: None,
        }
    }
}

/// Counts of a source in one language.
#[derive(Debug, Clone, Default)]
struct Counts {
    articles: u64,
    tokens: u64,
    tones: u64,
    first: Option<PartialDate>,
    last: Option<PartialDate>,
    frames: Vec<[u64; 7]>,
    concepts: Vec<ConceptCounts>,
    /// Indices of its strata in the bootstrap, by year; those without a date under 0.
    years: BTreeMap<u16, (usize, u64)>,
    /// The articles of the smallest keys: a sample that does not depend on the order.
    sample: BTreeSet<(u64, String)>,
}

#[derive(Debug, Clone, Copy, Default)]
struct ConceptCounts {
    naming: u64,
    related_only: u64,
    named: u64,
    related: u64,
    /// Articles that mention it at all.
    mentioning: u64,
}

/// The sums.
pub struct Sums {
    layout: Layout,
    bootstrap: PoissonBootstrap,
    batch: Articles,
    row: Vec<f64>,
    cells: BTreeMap<(String, Language), Counts>,
    /// Indices in the bootstrap, by name.
    strata: HashMap<String, usize>,
    name: String,
    seen: HashSet<u64>,
    repeated: u64,
}

impl Sums {
    /// Nothing yet, for so many frames and concepts.
    pub fn new(seed: u64, frames: usize, concepts: usize) -> Self {
        let layout = Layout { frames, concepts };
        Self {
            layout,
            bootstrap: PoissonBootstrap::new(Seed::new(seed), DRAWS, layout.width()),
            batch: Articles::new(layout.width()),
            row: Vec::new(),
            cells: BTreeMap::new(),
            strata: HashMap::new(),
            name: String::new(),
            seen: HashSet::new(),
            repeated: 0,
        }
    }

    /// Articles taken in.
    pub fn articles(&self) -> u64 {
        self.cells.values().map(|c| c.articles).sum()
    }

    /// Takes in an article; one whose group and id were met before is left out.
    ///
    /// # Errors
    /// If there are more sources and years than can be kept apart.
    pub fn add(&mut self, article: &ArticleScore) -> Result<()> {
        let key = Seed::new(article_key(&article.id)).named(&article.group).value();
        if !self.seen.insert(key) {
            self.repeated += 1;
            return Ok(());
        }
        let year = article.date.map_or(0, |d| d.year);
        let stratum = self.stratum(&article.group, article.language, year)?;
        self.layout.fill(article, &mut self.row);
        self.batch.push(stratum, key, &self.row)?;
        if self.batch.len() >= BATCH {
            self.flush()?;
        }
        let at = (article.group.clone(), article.language);
        let cell = self.cells.entry(at).or_default();
        let of_year = cell.years.entry(year).or_insert((stratum, 0));
        of_year.1 += 1;
        cell.count(article, key);
        Ok(())
    }

    /// Adds what another run with the same seed, frames and concepts has summed. Articles of both are counted once where their rows
    /// were taken in by one run; shards must not share articles.
    ///
    /// # Errors
    /// If seeds, frames or concepts differ.
    pub fn merge(&mut self, mut other: Self) -> Result<()> {
        if self.layout != other.layout {
            let e = Error::new(Kind::Statistics, "sums over different frames or concepts cannot be added");
            return Err(e.help("score all shards with the same lexicons"));
        }
        self.flush()?;
        other.flush()?;
        self.bootstrap.merge(&other.bootstrap)?;
        for ((group, language), theirs) in other.cells {
            let mut years = BTreeMap::new();
            for (year, (_, n)) in &theirs.years {
                years.insert(*year, (self.stratum(&group, language, *year)?, *n));
            }
            self.cells.entry((group, language)).or_default().merge(theirs, years);
        }
        self.seen.extend(other.seen);
        self.repeated += other.repeated;
        Ok(())
    }

    fn flush(&mut self) -> Result<()> {
        self.bootstrap.add(&self.batch)?;
        self.batch.clear();
        Ok(())
    }

    /// The stratum of a source, language and year.
    fn stratum(&mut self, group: &str, language: Language, year: u16) -> Result<usize> {
        self.name.clear();
        // Writing to memory cannot fail.
        let _ = write!(self.name, "{group}\u{1f}{language}\u{1f}{year}");
        if let Some(known) = self.strata.get(&self.name) {
            return Ok(*known);
        }
        if self.strata.len() >= STRATA {
            let e = Error::new(Kind::Study, format!("there are more than {STRATA} sources by year"));
            return Err(e.help("compare by a column with fewer values (--by), or fewer years at once"));
        }
        let index = self.bootstrap.source(&self.name);
        self.strata.insert(self.name.clone(), index);
        Ok(index)
    }
}

impl Layout {
    /// The row of an article.
    fn fill(self, article: &ArticleScore, row: &mut Vec<f64>) {
        row.clear();
        row.resize(self.width(), 0.0);
        row[Self::ARTICLES] = 1.0;
        row[Self::TOKENS] = f64::from(article.tokens);
        let mentioned = |k: usize| article.concepts.get(k).is_some_and(|c| c[0] + c[1] > 0);
        for f in 0..self.frames {
            let hits = article.frames.get(f).map_or(0, hits);
            row[Self::hits(f)] = f64::from(hits);
            row[Self::with(f)] = f64::from(u8::from(hits > 0));
        }
        let tone = article.tone.map_or([0.0; 3], |[all, without]| [f64::from(all), f64::from(without), 1.0]);
        for (which, x) in tone.into_iter().enumerate() {
            row[self.tone(which)] = x;
        }
        for k in (0..self.concepts).filter(|k| mentioned(*k)) {
            row[self.near(k)] = 1.0;
            for f in 0..self.frames {
                row[self.near_with(k, f)] = row[Self::with(f)];
            }
            for (which, x) in tone.into_iter().enumerate() {
                row[self.near_tone(k, which)] = x;
            }
        }
    }
}

/// All hits of a frame in an article: each has one stance.
fn hits(frame: &[u32; 7]) -> u32 {
    frame[..4].iter().sum()
}

impl Counts {
    fn count(&mut self, article: &ArticleScore, key: u64) {
        self.articles += 1;
        self.tokens += u64::from(article.tokens);
        self.tones += u64::from(article.tone.is_some());
        self.span(article.date, article.date);
        self.frames.resize(self.frames.len().max(article.frames.len()), [0; 7]);
        for (sums, frame) in self.frames.iter_mut().zip(&article.frames) {
            sums.iter_mut().zip(frame).for_each(|(a, b)| *a += u64::from(*b));
        }
        self.concepts.resize(self.concepts.len().max(article.concepts.len()), ConceptCounts::default());
        for (sums, [named, related]) in self.concepts.iter_mut().zip(&article.concepts) {
            sums.naming += u64::from(*named > 0);
            sums.related_only += u64::from(*named == 0 && *related > 0);
            sums.mentioning += u64::from(named + related > 0);
            sums.named += u64::from(*named);
            sums.related += u64::from(*related);
        }
        if self.sample.len() < NAMED || self.sample.last().is_some_and(|(largest, _)| key < *largest) {
            self.sample.insert((key, article.id.clone()));
            if self.sample.len() > NAMED {
                self.sample.pop_last();
            }
        }
    }

    fn span(&mut self, first: Option<PartialDate>, last: Option<PartialDate>) {
        self.first = [self.first, first].into_iter().flatten().min();
        self.last = [self.last, last].into_iter().flatten().max();
    }

    fn merge(&mut self, other: Self, years: BTreeMap<u16, (usize, u64)>) {
        self.articles += other.articles;
        self.tokens += other.tokens;
        self.tones += other.tones;
        self.span(other.first, other.last);
        self.frames.resize(self.frames.len().max(other.frames.len()), [0; 7]);
        for (a, b) in self.frames.iter_mut().zip(&other.frames) {
            a.iter_mut().zip(b).for_each(|(a, b)| *a += b);
        }
        self.concepts.resize(self.concepts.len().max(other.concepts.len()), ConceptCounts::default());
        for (a, b) in self.concepts.iter_mut().zip(&other.concepts) {
            a.naming += b.naming;
            a.related_only += b.related_only;
            a.mentioning += b.mentioning;
            a.named += b.named;
            a.related += b.related;
        }
        for (year, (stratum, n)) in years {
            self.years.entry(year).or_insert((stratum, 0)).1 += n;
        }
        self.sample.extend(other.sample);
        while self.sample.len() > NAMED {
            self.sample.pop_last();
        }
    }
}

#[cfg(test)]
mod tests;
