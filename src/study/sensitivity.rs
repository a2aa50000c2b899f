//! Does a conclusion hang on a choice? The same comparison without the top entry, without each entry and each group of the
//! lexicons in turn, without quotations, without headlines, with denied hits set apart, and without each article in turn. A
//! difference whose sign turns is fragile.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::compare::{Difference, Material, Verdict};
use super::corpus::near_duplicates;
use super::leave_out::leave_out;
use super::rows::{View, article_table};
use crate::score::Scheme;
use crate::stats::table::Ratio;
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
    pub variant: String,
    /// Difference of the rates per 1,000 tokens as reported.
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

/// Runs every variant, and notes in `differences` those in which the sign turns.
pub fn vary(
    m: &Material<'_>,
    scheme: &Scheme,
    differences: &mut [Difference],
) -> (Vec<Variant>, Vec<TopEntry>) {
    let tops = top_entries(m, scheme);
    let copies: BTreeSet<usize> = near_duplicates(m.articles, &m.spec.duplicates.options())
        .iter()
        .flat_map(|g| g.members.iter().skip(1))
        .map(|x| x.index)
        .collect();
    let mut out = Vec::new();
    for d in differences.iter_mut() {
        let variants = variants_of(m, scheme, &tops, &copies, d);
        // Only a conclusion can be fragile: where nothing is concluded, no sign is claimed.
        let concluded = matches!(d.verdict, Verdict::More | Verdict::Less);
        d.fragile = variants.iter().filter(|v| concluded && v.turned).map(|v| v.variant.clone()).collect();
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

type Top = (String, (Language, u32), u64, u64);

fn top_entries(m: &Material<'_>, scheme: &Scheme) -> BTreeMap<(String, String), Top> {
    let mut out = BTreeMap::new();
    for (f, frame) in m.frames.iter().enumerate() {
        for cell in m.cells.iter().filter(|c| c.scored) {
            let mut counts: BTreeMap<u32, u64> = BTreeMap::new();
            for a in cell.members.iter().filter_map(|i| m.articles.get(*i)) {
                a.hits
                    .iter()
                    .filter(|h| usize::from(h.frame) == f)
                    .for_each(|h| *counts.entry(h.entry).or_default() += 1);
            }
            let of = counts.values().sum();
            let top = counts.into_iter().max_by_key(|(e, n)| (*n, std::cmp::Reverse(*e)));
            let pattern = |e: u32| {
                scheme.pack(cell.language).and_then(|p| p.entries.get(e as usize)).map(|e| e.pattern.clone())
            };
            if let Some((e, n)) = top
                && let Some(pattern) = pattern(e)
            {
                out.insert((frame.clone(), cell.label.clone()), (pattern, (cell.language, e), n, of));
            }
        }
    }
    out
}

fn variants_of(
    m: &Material<'_>,
    scheme: &Scheme,
    tops: &BTreeMap<(String, String), Top>,
    copies: &BTreeSet<usize>,
    d: &Difference,
) -> Vec<Variant> {
    let cell = |label: &str| m.cells.iter().find(|c| c.label == label);
    let (Some(a), Some(b)) = (cell(&d.first), cell(&d.second)) else { return vec![] };
    let Some(f) = m.frames.iter().position(|x| *x == d.frame) else { return vec![] };
    let ratio = m.columns().rate(f);
    let difference = |view: &View, x: &[usize], y: &[usize]| {
        let rate =
            |members: &[usize]| ratio.of(&article_table(m.articles, members, m.columns(), view).sums());
        Some(rate(x)? - rate(y)?)
    };
    let mut views = vec![
        ("without direct speech".to_owned(), View { without_quotations: true, ..View::default() }),
        ("without headlines".to_owned(), View { without_headlines: true, ..View::default() }),
        ("without denied hits".to_owned(), View { without_denied: true, ..View::default() }),
    ];
    for label in [&d.first, &d.second] {
        if let Some((pattern, key, ..)) = tops.get(&(d.frame.clone(), label.clone())) {
            let view = View { without_entry: vec![*key], ..View::default() };
            let name = format!("without the entry “{pattern}”");
            if views.iter().all(|v| v.0 != name) {
                views.push((name, view));
            }
        }
    }
    let base = d.difference.value;
    let row = |variant: String, value: Option<f64>| Variant {
        frame: d.frame.clone(),
        first: d.first.clone(),
        second: d.second.clone(),
        variant,
        base,
        value,
        turned: matches!((base, value), (Some(x), Some(y)) if x * y < 0.0),
    };
    let first_of_group =
        |members: &[usize]| members.iter().copied().filter(|i| !copies.contains(i)).collect::<Vec<_>>();
    let mut out: Vec<Variant> = views
        .iter()
        .map(|(name, view)| row(name.clone(), difference(view, &a.members, &b.members)))
        .collect();
    if a.members.iter().chain(&b.members).any(|i| copies.contains(i)) {
        let value = difference(&View::default(), &first_of_group(&a.members), &first_of_group(&b.members));
        out.push(row("without near-duplicates".into(), value));
    }
    let words = leave_out(m, scheme, f, &a.members, &b.members);
    for (kind, telling) in [("entry", words.entry), ("group", words.group)] {
        out.extend(telling.map(|t| {
            let name = format!("without one {kind} (the most telling of {}: “{}”)", t.of, t.name);
            row(name, Some(t.value))
        }));
    }
    out.extend(
        leave_one_out(m, ratio, &a.members, &b.members, base)
            .map(|v| row("without one article (the most telling)".into(), Some(v))),
    );
    out
}

/// The difference without that article whose absence moves it most towards the other sign.
fn leave_one_out(m: &Material<'_>, ratio: Ratio, a: &[usize], b: &[usize], base: Option<f64>) -> Option<f64> {
    let base = base?;
    if a.len() < 2 || b.len() < 2 {
        return None;
    }
    let view = View::default();
    let (ta, tb) =
        (article_table(m.articles, a, m.columns(), &view), article_table(m.articles, b, m.columns(), &view));
    let (sa, sb) = (ta.sums(), tb.sums());
    let minus = |sums: &[f64], row: &[f64]| sums.iter().zip(row).map(|(s, r)| s - r).collect::<Vec<_>>();
    let (ra, rb) = (ratio.of(&sa)?, ratio.of(&sb)?);
    let without_a = ta.rows().filter_map(|r| Some(ratio.of(&minus(&sa, r))? - rb));
    let without_b = tb.rows().filter_map(|r| Some(ra - ratio.of(&minus(&sb, r))?));
    without_a.chain(without_b).min_by(|x, y| (x * base.signum()).total_cmp(&(y * base.signum())))
}
