//! Which units people should code: a seeded draw, half of it plain random and half by strata, so that rare frames and stances
//! come up often enough to be judged.
//!
//! Every item knows how many units it stands for, one over its chance of being drawn by either way ([`Item::weight`]): with these
//! weights figures from the sample speak for all units (see [`stats::weighted`](crate::stats::weighted)); without them they would
//! describe the sample, which has more hits than the study. Words that stand twice in a study are drawn once.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::item::Item;
use super::sheet::folded;
use crate::article::Article;
use crate::error::{Error, Kind, Result};
use crate::score::record::CodePoints;
use crate::score::units::segments;
use crate::score::{Analyser, Annotation, Depth, Scheme};
use crate::stats::estimate::{LEVEL, Unit as Counted};
use crate::stats::random::Seed;
use crate::stats::rate::share;
use crate::text::Language;

/// Sentences of fewer words say too little to code.
const LEAST_TOKENS: usize = 4;

/// What a stratum is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum By {
    /// The outlet.
    Source,
    /// The frames that the tool finds, or none.
    Frame,
    /// The strongest stance that the tool finds.
    Stance,
    /// The number of hits: 0, 1, 2, or more.
    Score,
}

impl By {
    /// All of them with their names.
    pub const ALL: [(Self, &'static str); 4] =
        [(Self::Source, "source"), (Self::Frame, "frame"), (Self::Stance, "stance"), (Self::Score, "score")];
}

/// How to draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Design {
    /// Items asked for.
    pub size: usize,
    /// Share of them drawn plainly at random, 0…1.
    pub random: f64,
    /// What the strata of the others are made of; empty: all at random.
    pub strata: Vec<By>,
    /// Sentences of a segment; `None` draws single sentences.
    pub segment: Option<usize>,
    /// Only articles in this language.
    pub language: Option<String>,
    /// Seed of the draw.
    pub seed: u64,
}

impl Default for Design {
    fn default() -> Self {
        Self {
            size: 50,
            random: 0.5,
            strata: By::ALL.map(|b| b.0).to_vec(),
            segment: None,
            language: None,
            seed: 1,
        }
    }
}

/// What was drawn, and from what.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Sample {
    /// The items in the order of the sheet, which is random.
    pub items: Vec<Item>,
    /// Units that could have been drawn.
    pub population: usize,
    /// Units left out because their words stand elsewhere in the study too.
    pub copies: usize,
    /// Strata among the units that were not drawn at random.
    pub strata: usize,
    /// Articles without lexicons for their language, or in another language than asked for.
    pub passed_over: usize,
}

/// A unit that may be drawn.
struct Candidate {
    item: Item,
    stratum: String,
    key: u64,
}

/// Draws items from articles.
///
/// # Errors
/// If there is no unit to draw, or an article cannot be annotated.
pub fn draw(articles: &[Article], scheme: &Arc<Scheme>, design: &Design) -> Result<Sample> {
    let seed = Seed::new(design.seed).named("coding sample");
    let mut sample = Sample::default();
    let mut candidates = Vec::new();
    let mut met = BTreeSet::new();
    let mut languages: BTreeMap<Language, bool> = BTreeMap::new();
    let mut analyser = Analyser::new(scheme.clone());
    for article in articles {
        let annotation = analyser.annotate(article, Depth::Counts)?;
        let language = annotation.document.language;
        languages.insert(language, scheme.scores(language));
        if !scheme.scores(language) || design.language.as_ref().is_some_and(|l| l != language.code()) {
            sample.passed_over += 1;
            continue;
        }
        for mut c in units(article, annotation, scheme, design) {
            if met.insert(folded(&c.item.text)) {
                c.key = seed.named(&article.id).numbered(u64::from(c.item.start)).value();
                candidates.push(c);
            } else {
                sample.copies += 1;
            }
        }
    }
    if candidates.is_empty() {
        return Err(nothing(&languages, design.language.as_deref()));
    }
    sample.population = candidates.len();
    let mut drawn = choose(candidates, design, seed, &mut sample.strata);
    // In an order of its own, so that neither article nor stratum can be guessed from the neighbours.
    drawn.sort_by_key(|c| Seed::new(c.key).named("order").value());
    let width = drawn.len().to_string().len().max(2);
    sample.items = drawn
        .into_iter()
        .enumerate()
        .map(|(i, c)| Item { unit: format!("u{:0width$}", i + 1), ..c.item })
        .collect();
    Ok(sample)
}

/// Why there is nothing to draw: of the languages met, each with whether it can be scored.
fn nothing(languages: &BTreeMap<Language, bool>, asked: Option<&str>) -> Error {
    let list = |all: bool| {
        let codes = languages.iter().filter(|l| all || *l.1).map(|l| l.0.code());
        codes.collect::<Vec<_>>().join(", ")
    };
    let (met, scored) = (list(true), list(false));
    let (why, help) = match asked.filter(|a| !languages.keys().any(|l| l.code() == *a)) {
        Some(asked) if !scored.is_empty() => {
            (format!(" in {asked}: the articles are in {met}"), format!("ask for {scored}"))
        }
        _ if scored.is_empty() && !met.is_empty() => (
            format!(": there are no lexicons for the language of the articles ({met})"),
            "see `framescope lexicon list`, or give one of your own with --lexicon".to_owned(),
        ),
        _ => (
            String::new(),
            "sentences of four words or more are drawn: see what was read with `framescope corpus list`"
                .to_owned(),
        ),
    };
    Error::new(Kind::Coding, format!("there is no sentence to draw{why}")).help(help)
}

/// The random part, then strata in turn.
fn choose(mut all: Vec<Candidate>, design: &Design, seed: Seed, strata: &mut usize) -> Vec<Candidate> {
    all.sort_by_key(|c| c.key);
    let total = all.len();
    let mut sizes: BTreeMap<String, usize> = BTreeMap::new();
    for c in &all {
        *sizes.entry(c.stratum.clone()).or_default() += 1;
    }
    let size = design.size.min(total);
    let random = if design.strata.is_empty() {
        size
    } else {
        ((size as f64 * design.random.clamp(0.0, 1.0)).round() as usize).min(size)
    };
    let rest = all.split_off(random);
    let mut drawn = all;
    for c in &mut drawn {
        c.item.drawn = "random".into();
    }
    let mut groups: BTreeMap<String, Vec<Candidate>> = BTreeMap::new();
    for c in rest {
        groups.entry(c.stratum.clone()).or_default().push(c);
    }
    *strata = if design.strata.is_empty() { 0 } else { groups.len() };
    let mut order: Vec<String> = groups.keys().cloned().collect();
    order.sort_by_key(|s| seed.named("strata").named(s).value());
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    let mut left = size - random;
    while left > 0 {
        for s in &order {
            let room = groups.get(s).map_or(0, Vec::len);
            let n = taken.entry(s).or_default();
            if *n < room && left > 0 {
                *n += 1;
                left -= 1;
            }
        }
    }
    for (stratum, n) in taken {
        let Some(group) = groups.get_mut(stratum) else { continue };
        for mut c in group.drain(..n) {
            c.item.drawn.clone_from(&c.stratum);
            drawn.push(c);
        }
    }
    let chances = Chances::of(sizes.values().copied(), random, size);
    for c in &mut drawn {
        let size = sizes.get(&c.stratum).copied().unwrap_or(1);
        c.item.weight = 1.0 / chances.of_unit(size);
    }
    drawn
}

/// How likely a unit is to be drawn: plainly at random, or else when the strata take turns.
struct Chances {
    /// Of being among the random part.
    random: f64,
    /// Units that a stratum gives when it has enough.
    turns: f64,
}

impl Chances {
    /// For strata of these sizes. Strata take turns until `size` are drawn, so each gives the same number or, if it is smaller, all
    /// it has left; that number solves Σ min(left, turns) = size − random. What is left of a stratum is its expectation, which is
    /// exact for what follows from it up to the rounding of single units.
    fn of(sizes: impl Iterator<Item = usize> + Clone, random: usize, size: usize) -> Self {
        let total: usize = sizes.clone().sum();
        let p = random as f64 / total.max(1) as f64;
        // (chance that something is left, how much then), by how much.
        let mut left: Vec<(f64, f64)> = sizes
            .map(|n| {
                let some = 1.0 - p.powf(n as f64);
                (some, if some > 0.0 { n as f64 * (1.0 - p) / some } else { 0.0 })
            })
            .collect();
        left.sort_by(|a, b| a.1.total_cmp(&b.1));
        let mut wanted = (size - random) as f64;
        let mut strata: f64 = left.iter().map(|l| l.0).sum();
        let mut turns = f64::INFINITY;
        for (some, n) in left {
            if strata > 0.0 && wanted / strata < n {
                turns = wanted / strata;
                break;
            }
            wanted -= some * n;
            strata -= some;
        }
        Self { random: p, turns }
    }

    /// Of a unit in a stratum of a size: where the random part leaves it, it shares the turns with the others that are left.
    fn of_unit(&self, size: usize) -> f64 {
        let others = (size.saturating_sub(1)) as f64 * (1.0 - self.random);
        self.random + (1.0 - self.random) * (self.turns / (1.0 + others)).min(1.0)
    }
}

/// The units of an article.
fn units(article: &Article, annotation: &Annotation, scheme: &Scheme, design: &Design) -> Vec<Candidate> {
    let document = &annotation.document;
    let runs: Vec<std::ops::Range<usize>> = match design.segment {
        None => (0..document.sentences.len()).map(|i| i..i + 1).collect(),
        Some(n) => segments(document, n).into_iter().map(|u| u.sentences).collect(),
    };
    let points = CodePoints::new(&article.text);
    let words = |i: usize| {
        let s = document.sentences.get(i).filter(|_| annotation.counts(i));
        s.map(|s| one_line(s.span.of(&article.text))).unwrap_or_default()
    };
    let candidate = |run: std::ops::Range<usize>| {
        let counting: Vec<usize> = run.clone().filter(|i| annotation.counts(*i)).collect();
        let (first, last) = (*counting.first()?, *counting.last()?);
        let tokens: usize = counting.iter().map(|i| document.sentences[*i].len()).sum();
        (tokens >= LEAST_TOKENS).then(|| Candidate {
            item: Item {
                unit: String::new(),
                article: article.id.clone(),
                source: article.source.clone().unwrap_or_else(|| "unknown".into()),
                language: document.language.code().to_owned(),
                sentence: first as u32,
                start: points.of(document.sentences[first].span.start),
                end: points.of(document.sentences[last].span.end),
                before: first.checked_sub(1).map(words).unwrap_or_default(),
                text: counting.iter().map(|i| words(*i)).collect::<Vec<_>>().join(" "),
                after: words(last + 1),
                drawn: String::new(),
                weight: 1.0,
            },
            stratum: stratum(article, annotation, scheme, design, &counting),
            key: 0,
        })
    };
    runs.into_iter().filter_map(candidate).collect()
}

fn stratum(
    article: &Article,
    annotation: &Annotation,
    scheme: &Scheme,
    design: &Design,
    sentences: &[usize],
) -> String {
    let hits: Vec<_> = sentences.iter().flat_map(|s| annotation.hits_of(*s)).collect();
    let part = |by: &By| match by {
        By::Source => article.source.clone().unwrap_or_else(|| "unknown".into()),
        By::Frame => {
            let frames: BTreeSet<u16> = hits.iter().map(|h| h.frame).collect();
            let names = frames.into_iter().filter_map(|f| scheme.frames.get(usize::from(f)));
            let names: Vec<&str> = names.map(|f| f.id.as_str()).collect();
            if names.is_empty() { "no frame".into() } else { names.join("+") }
        }
        By::Stance => {
            hits.iter().map(|h| h.reading.stance).max().map_or("no stance".into(), |s| s.name().to_owned())
        }
        By::Score => match hits.len() {
            n @ 0..=2 => n.to_string(),
            _ => "3 or more".into(),
        },
    };
    design.strata.iter().map(part).collect::<Vec<_>>().join(" | ")
}

/// White space of any kind as single spaces.
pub(crate) fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Half the width of the 95 % interval (Wilson) of a share that comes out at about `expected` on `n` items.
///
/// # Example
/// ```
/// use framescope::coding::sample::half_width;
/// assert!((half_width(100, 0.8) - 0.078).abs() < 0.001);
/// ```
pub fn half_width(n: usize, expected: f64) -> f64 {
    let k = (expected.clamp(0.0, 1.0) * n as f64).round() as u64;
    share(k, n as u64, Counted::Item, LEVEL).ends().map_or(0.5, |(low, high)| (high - low) / 2.0)
}

/// The smallest number of items whose interval is no wider than `half` on either side, up to a million.
///
/// # Example
/// ```
/// use framescope::coding::sample::{half_width, size_for};
/// let n = size_for(0.05, 0.8);
/// assert!(half_width(n, 0.8) <= 0.05 && (200..300).contains(&n));
/// ```
pub fn size_for(half: f64, expected: f64) -> usize {
    (1..=1_000_000).find(|n| half_width(*n, expected) <= half).unwrap_or(1_000_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Library;
    use std::sync::LazyLock;

    static SCHEME: LazyLock<Arc<Scheme>> =
        LazyLock::new(|| Arc::new(Scheme::compile(&Library::builtin().unwrap()).unwrap()));

    fn articles() -> Vec<Article> {
        let text = |i: usize| {
            format!(
                "They plan to attack the port of town {i}. The council of town {i} met for two hours on Monday. No threat was found \
                 in the harbour of town {i}.\n\nThe same words stand in every one of these articles."
            )
        };
        (0..40)
            .map(|i| Article {
                id: format!("a{i}"),
                source: Some(["North", "South"][i % 2].into()),
                language: Some("en".into()),
                text: text(i),
                ..Article::default()
            })
            .collect()
    }

    fn drawn(design: &Design) -> Sample {
        draw(&articles(), &SCHEME, design).unwrap()
    }

    #[test]
    fn a_draw_is_seeded_blind_and_without_copies() {
        let sample = drawn(&Design::default());
        assert_eq!((sample.items.len(), sample.population, sample.copies), (50, 121, 39));
        assert_eq!(sample, drawn(&Design::default()));
        assert_ne!(sample.items, drawn(&Design { seed: 2, ..Design::default() }).items);
        assert_eq!(sample.items[0].unit, "u01");
        let text = &articles()[0].text;
        let first = sample.items.iter().find(|i| i.article == "a0").unwrap();
        let slice: String =
            text.chars().skip(first.start as usize).take((first.end - first.start) as usize).collect();
        assert_eq!(slice, first.text);
    }

    #[test]
    fn strata_take_turns_and_weights_add_up_to_the_population() {
        let sample = drawn(&Design { size: 60, ..Design::default() });
        assert!(sample.strata >= 6);
        let denied = sample.items.iter().filter(|i| i.drawn.contains("denied")).count();
        assert!(denied >= 5, "{denied}");
        let random = drawn(&Design { strata: vec![], size: 30, ..Design::default() });
        assert!(random.items.iter().all(|i| i.drawn == "random" && (i.weight - 121.0 / 30.0).abs() < 1e-9));
    }

    /// Over many draws the weights give back what is in the study, which the bare sample does not.
    #[test]
    fn weights_undo_the_search_for_rare_strata() {
        for (size, random) in [(20, 0.5), (60, 0.5), (60, 0.1), (100, 0.3)] {
            let (mut units, mut denied, mut plain, draws) = (0.0, 0.0, 0.0, 40);
            for seed in 0..draws {
                let sample = drawn(&Design { size, random, seed, ..Design::default() });
                let is_denied = |i: &&Item| i.text.starts_with("No threat");
                units += sample.items.iter().map(|i| i.weight).sum::<f64>();
                denied += sample.items.iter().filter(is_denied).map(|i| i.weight).sum::<f64>();
                plain += sample.items.iter().filter(is_denied).count() as f64;
            }
            let n = f64::from(draws as u32);
            assert!((units / n / 121.0 - 1.0).abs() < 0.05, "{size} {random}: {} of 121 units", units / n);
            assert!((denied / n / 40.0 - 1.0).abs() < 0.08, "{size} {random}: {} of 40 denied", denied / n);
            assert!(plain > 0.0);
        }
    }

    #[test]
    fn what_cannot_be_drawn_is_said() {
        assert!(draw(&[], &SCHEME, &Design::default()).is_err());
        let all = drawn(&Design { size: 5_000, segment: Some(3), ..Design::default() });
        assert_eq!(all.items.len(), all.population);
    }

    #[test]
    fn the_key_reads_back_as_written() {
        let sample = drawn(&Design { size: 12, ..Design::default() });
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(super::super::item::KEY_COLUMNS).unwrap();
        sample.items.iter().for_each(|i| writer.write_record(i.key_row()).unwrap());
        let text = String::from_utf8(writer.into_inner().unwrap()).unwrap();
        let back = super::super::item::read_key("items.csv", &text).unwrap();
        assert_eq!(back.len(), 12);
        assert!(
            back.iter()
                .zip(&sample.items)
                .all(|(a, b)| a.text == b.text && a.start == b.start && a.check() == b.check())
        );
    }
}
