//! Does a conclusion hang on a choice? The same comparison without the top entry, without each entry and each group of the
//! lexicons in turn, without quotations, without headlines, with denied hits set apart, without near-duplicates, with segments of
//! other sizes, and without each article in turn. A difference whose sign turns is fragile.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use serde::Serialize;

use super::compare::{Difference, Material, OTHERS, Verdict};
use super::corpus::{StudyArticle, near_duplicates};
use super::leave_out::leave_out;
use super::rows::{View, article_table};
use super::variation::Variation;
use crate::score::Scheme;
use crate::score::units::segments_of;
use crate::stats::table::{Ratio, Table};
use crate::text::Language;

/// A difference under one variant of the analysis.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Variant {
    /// Frame id.
    pub frame: String,
    /// Label of the first cell.
    pub first: String,
    /// Label of the second cell.
    pub second: String,
    /// What was done otherwise.
    pub variant: Variation,
    /// `rate`: differences are of hits per 1,000 tokens; `segment-share`: of shares of segments with a hit, 0…1.
    pub measure: &'static str,
    /// The difference as reported.
    pub base: Option<f64>,
    /// The same under the variant.
    pub value: Option<f64>,
    /// True if the sign turned.
    pub turned: bool,
}

/// How much a frame's count in a source owes to its most frequent entry.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TopEntry {
    /// Frame id.
    pub frame: String,
    /// Label of the cell.
    pub source: String,
    /// The pattern.
    pub entry: String,
    /// Hits of the entry.
    pub hits: u64,
    /// Hits of the frame.
    pub of: u64,
}

/// Runs every variant of every difference, and notes in them those in which the sign turns.
pub fn vary<'d>(
    m: &Material<'_>,
    scheme: &Scheme,
    differences: impl Iterator<Item = &'d mut Difference>,
) -> (Vec<Variant>, Vec<TopEntry>) {
    let counted = Counted::of(m);
    let tops = top_entries(m, scheme, &counted);
    let mut out = Vec::new();
    for d in differences {
        let variants = variants_of(m, scheme, &tops, &counted, d);
        // Only a conclusion can be fragile: where nothing is concluded, no sign is claimed.
        let concluded = matches!(d.verdict, Verdict::More | Verdict::Less);
        // Segments of other sizes leave the rate as it is; they bear on a conclusion only where the share of segments speaks too.
        let speaks = d.segment_share.excludes(0.0) == Some(true);
        let counts = |v: &&Variant| concluded && v.turned && (v.measure == "rate" || speaks);
        d.fragile = variants.iter().filter(counts).map(|v| v.variant.clone()).collect();
        out.extend(variants);
    }
    let named = |((frame, source), (entry, _, hits, of)): ((String, String), Top)| TopEntry {
        frame,
        source,
        entry,
        hits,
        of,
    };
    (out, tops.into_iter().map(named).collect())
}

/// The variants that leave out a kind of hits or of words.
fn views() -> [(Variation, View); 3] {
    [
        (Variation::WithoutQuotations, View { without_quotations: true, ..View::default() }),
        (Variation::WithoutHeadlines, View { without_headlines: true, ..View::default() }),
        (Variation::WithoutDenied, View { without_denied: true, ..View::default() }),
    ]
}

/// What the variants of all differences are put together from, counted once: by cell, sums of the article rows.
struct Counted {
    /// Rows as reported.
    tables: Vec<Table>,
    /// Their sums.
    sums: Vec<Vec<f64>>,
    /// By variant of [`views`].
    views: Vec<Vec<Vec<f64>>>,
    /// Without near-duplicates, and whether the cell has any.
    originals: Vec<(Vec<f64>, bool)>,
    /// Hits by entry.
    entries: Vec<BTreeMap<(Language, u32), (usize, u64)>>,
    /// Smallest numbers of sentences of a segment: as declared, then others; and by cell segments, and those with each frame.
    sizes: Vec<(usize, Vec<Vec<f64>>)>,
}

impl Counted {
    fn of(m: &Material<'_>) -> Self {
        let columns = m.columns();
        let sums = |members: &[usize], view: &View| article_table(m.articles, members, columns, view).sums();
        let copies: BTreeSet<usize> = near_duplicates(m.articles, &m.spec.duplicates.options())
            .iter()
            .flat_map(|g| g.members.iter().skip(1))
            .map(|x| x.index)
            .collect();
        let original = |members: &[usize]| -> (Vec<f64>, bool) {
            let kept: Vec<usize> = members.iter().copied().filter(|i| !copies.contains(i)).collect();
            (sums(&kept, &View::default()), kept.len() < members.len())
        };
        let entries = |members: &[usize]| {
            let mut out: BTreeMap<(Language, u32), (usize, u64)> = BTreeMap::new();
            for a in members.iter().filter_map(|i| m.articles.get(*i)) {
                for h in &a.hits {
                    out.entry((a.language, h.entry)).or_insert((usize::from(h.frame), 0)).1 += 1;
                }
            }
            out
        };
        let declared = m.spec.segment_sentences;
        let mut sizes = vec![declared];
        sizes.extend([1, 2 * declared].into_iter().filter(|s| *s != declared));
        let resized = |size: usize, members: &[usize]| {
            let mut sums = vec![0.0; 1 + m.frames.len()];
            for a in members.iter().filter_map(|i| m.articles.get(*i)) {
                sums.iter_mut().zip(segments_with(a, size, m.frames.len())).for_each(|(s, x)| *s += x);
            }
            sums
        };
        let members: Vec<&[usize]> = m.cells.iter().map(|c| c.members.as_slice()).collect();
        let tables: Vec<Table> =
            members.par_iter().map(|x| article_table(m.articles, x, columns, &View::default())).collect();
        Self {
            sums: tables.iter().map(Table::sums).collect(),
            tables,
            views: views().iter().map(|(_, v)| members.par_iter().map(|x| sums(x, v)).collect()).collect(),
            originals: members.par_iter().map(|x| original(x)).collect(),
            entries: members.par_iter().map(|x| entries(x)).collect(),
            sizes: sizes
                .into_iter()
                .map(|size| (size, members.par_iter().map(|x| resized(size, x)).collect()))
                .collect(),
        }
    }

    /// Hits of each entry of a frame in the two sides.
    fn entries(&self, frame: usize, sides: [&[usize]; 2]) -> BTreeMap<(Language, u32), [u64; 2]> {
        let mut out: BTreeMap<(Language, u32), [u64; 2]> = BTreeMap::new();
        for (side, cells) in sides.into_iter().enumerate() {
            for (key, (_, n)) in
                cells.iter().filter_map(|c| self.entries.get(*c)).flatten().filter(|(_, e)| e.0 == frame)
            {
                out.entry(*key).or_default()[side] += n;
            }
        }
        out
    }
}

/// Segments of an article if they held at least so many sentences, headlines left out, and of these those with each frame.
fn segments_with(a: &StudyArticle, size: usize, frames: usize) -> Vec<f64> {
    let mut out = vec![0.0; 1 + frames];
    let sentence = |i: usize| {
        a.sentences.get(i).map_or((crate::text::SentenceKind::Boilerplate, 0), |s| (s.kind, s.paragraph))
    };
    for unit in segments_of(a.sentences.len(), sentence, size).iter().filter(|u| !u.headline) {
        out[0] += 1.0;
        let first = a.hits.partition_point(|h| (h.sentence as usize) < unit.sentences.start);
        let here = a.hits[first..].iter().take_while(|h| (h.sentence as usize) < unit.sentences.end);
        let found: BTreeSet<usize> = here.map(|h| usize::from(h.frame)).filter(|f| *f < frames).collect();
        for f in found {
            out[1 + f] += 1.0;
        }
    }
    out
}

type Top = (String, (Language, u32), u64, u64);

fn top_entries(m: &Material<'_>, scheme: &Scheme, counted: &Counted) -> BTreeMap<(String, String), Top> {
    let mut out = BTreeMap::new();
    for (f, frame) in m.frames.iter().enumerate() {
        for (cell, entries) in m.cells.iter().zip(&counted.entries).filter(|(c, _)| c.scored) {
            let of_frame = || entries.iter().filter(|(_, e)| e.0 == f).map(|(key, e)| (*key, e.1));
            let of = of_frame().map(|e| e.1).sum();
            let top = of_frame().max_by_key(|(key, n)| (*n, std::cmp::Reverse(key.1)));
            let pattern = |(language, entry): (Language, u32)| {
                scheme.pack(language).and_then(|p| p.entries.get(entry as usize)).map(|e| e.pattern.clone())
            };
            if let Some((key, n)) = top
                && let Some(pattern) = pattern(key)
            {
                out.insert((frame.clone(), cell.label.clone()), (pattern, key, n, of));
            }
        }
    }
    out
}

/// The cells of each side; [`OTHERS`] are all other scored cells of the language of the first.
fn sides(m: &Material<'_>, d: &Difference) -> Option<[Vec<usize>; 2]> {
    let cell = |label: &str| m.cells.iter().position(|c| c.label == label);
    let first = cell(&d.first)?;
    if d.second != OTHERS {
        return Some([vec![first], vec![cell(&d.second)?]]);
    }
    let language = m.cells.get(first)?.language;
    let other = |(i, c): (usize, &super::cells::Cell)| {
        (i != first && c.scored && c.language == language).then_some(i)
    };
    Some([vec![first], m.cells.iter().enumerate().filter_map(other).collect()])
}

fn variants_of(
    m: &Material<'_>,
    scheme: &Scheme,
    tops: &BTreeMap<(String, String), Top>,
    counted: &Counted,
    d: &Difference,
) -> Vec<Variant> {
    let Some([a, b]) = sides(m, d) else { return vec![] };
    let Some(f) = m.frames.iter().position(|x| *x == d.frame) else { return vec![] };
    let columns = m.columns();
    let ratio = columns.rate(f);
    let base = d.difference.value;
    let row = |variant: Variation, measure: &'static str, base: Option<f64>, value: Option<f64>| Variant {
        frame: d.frame.clone(),
        first: d.first.clone(),
        second: d.second.clone(),
        variant,
        measure,
        base,
        value,
        turned: matches!((base, value), (Some(x), Some(y)) if x * y < 0.0),
    };
    let rate = |variant: Variation, value: Option<f64>| row(variant, "rate", base, value);
    let mut out = Vec::new();
    for ((variation, _), sums) in views().into_iter().zip(&counted.views) {
        out.push(rate(variation, difference(ratio, &total(sums, &a), &total(sums, &b))));
    }
    let sums = [total(&counted.sums, &a), total(&counted.sums, &b)];
    let entries = counted.entries(f, [&a, &b]);
    let mut named = BTreeSet::new();
    for label in [&d.first, &d.second] {
        let Some((pattern, key, ..)) = tops.get(&(d.frame.clone(), label.clone())) else { continue };
        if !named.insert(pattern) {
            continue;
        }
        let out_of = entries.get(key).copied().unwrap_or_default();
        let less = |side: usize| {
            let mut sums = sums[side].clone();
            if let Some(hits) = sums.get_mut(columns.hits(f)) {
                *hits -= out_of[side] as f64;
            }
            sums
        };
        let variation = Variation::WithoutTopEntry(pattern.clone());
        out.push(rate(variation, difference(ratio, &less(0), &less(1))));
    }
    if a.iter().chain(&b).any(|c| counted.originals.get(*c).is_some_and(|o| o.1)) {
        let originals: Vec<Vec<f64>> = counted.originals.iter().map(|o| o.0.clone()).collect();
        let value = difference(ratio, &total(&originals, &a), &total(&originals, &b));
        out.push(rate(Variation::WithoutDuplicates, value));
    }
    let words = leave_out(scheme, (ratio, columns.hits(f)), &sums, entries);
    let entry = words.entry.map(|t| (t.value, Variation::WithoutEntry { entry: t.name, of: t.of }));
    let group = words.group.map(|t| (t.value, Variation::WithoutGroup { group: t.name, of: t.of }));
    out.extend([entry, group].into_iter().flatten().map(|(value, variation)| rate(variation, Some(value))));
    let without = leave_one_out(counted, ratio, [&a, &b], &sums, base);
    out.extend(without.map(|v| rate(Variation::WithoutArticle, Some(v))));
    let share = |sums: &[Vec<f64>]| difference(Ratio::share(1 + f, 0), &total(sums, &a), &total(sums, &b));
    let declared = counted.sizes.first().and_then(|(_, sums)| share(sums));
    for (size, sums) in counted.sizes.iter().skip(1) {
        out.push(row(Variation::Segments(*size), "segment-share", declared, share(sums)));
    }
    out
}

fn total(sums: &[Vec<f64>], cells: &[usize]) -> Vec<f64> {
    let mut out = vec![0.0; sums.first().map_or(0, Vec::len)];
    for s in cells.iter().filter_map(|c| sums.get(*c)) {
        out.iter_mut().zip(s).for_each(|(t, x)| *t += x);
    }
    out
}

fn difference(ratio: Ratio, a: &[f64], b: &[f64]) -> Option<f64> {
    Some(ratio.of(a)? - ratio.of(b)?)
}

/// The difference without that article whose absence moves it most towards the other sign.
fn leave_one_out(
    counted: &Counted,
    ratio: Ratio,
    sides: [&[usize]; 2],
    sums: &[Vec<f64>; 2],
    base: Option<f64>,
) -> Option<f64> {
    let base = base?;
    let tables = |side: usize| sides[side].iter().filter_map(|c| counted.tables.get(*c));
    if (0..2).any(|side| tables(side).map(Table::len).sum::<usize>() < 2) {
        return None;
    }
    let rates = [ratio.of(&sums[0])?, ratio.of(&sums[1])?];
    // Only the two columns of the ratio are needed, and articles are many.
    let without = |side: usize, row: &[f64]| {
        let rest = |column: usize| Some(sums[side].get(column)? - row.get(column)?);
        let (k, n) = (rest(ratio.numerator)?, rest(ratio.denominator)?);
        (n > 0.0).then(|| ratio.scale * k / n)
    };
    let first = tables(0).flat_map(Table::rows).filter_map(|r| Some(without(0, r)? - rates[1]));
    let second = tables(1).flat_map(Table::rows).filter_map(|r| Some(rates[0] - without(1, r)?));
    first.chain(second).min_by(|x, y| (x * base.signum()).total_cmp(&(y * base.signum())))
}
