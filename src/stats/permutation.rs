//! Permutation tests over articles: if the source made no difference, every deal of these articles to the
//! sources would have been as likely as the one seen.
//!
//! All deals are gone through where they are few, else `m` are drawn at random and p = (b+1)/(m+1), which is
//! never 0 (Phipson & Smyth 2010). Whole articles are dealt, with their tokens, so that words of one article
//! stay together. Tests are refused where they could not find anything ([`TESTS_FROM`]).

use super::estimate::{Caution, TESTS_FROM, whole};
use super::random::Seed;
use super::table::{Ratio, Table};
use rayon::prelude::*;
use serde::Serialize;

/// The settings of a permutation test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Plan {
    /// Where the random numbers come from.
    pub seed: Seed,
    /// How many deals are drawn where not all can be gone through.
    pub draws: u64,
    /// Up to this number of deals all are gone through.
    pub exact_up_to: u64,
    /// Fewer articles than this in a group, and no test is made.
    pub at_least: usize,
}

impl Plan {
    /// The defaults: 9,999 draws, exact up to 20,000 deals, four articles a group.
    pub fn new(seed: Seed) -> Self {
        Self { seed: seed.named("permutation"), draws: 9_999, exact_up_to: 20_000, at_least: TESTS_FROM }
    }
}

/// The outcome of a test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Permuted {
    /// The statistic as observed.
    pub statistic: f64,
    /// The p value: two-sided for two groups, upper for several.
    pub p: f64,
    /// Deals at least as extreme as the observed one; among the drawn ones if not exact.
    pub extreme: u64,
    /// Deals gone through or drawn.
    pub deals: u64,
    /// Whether all deals were gone through.
    pub exact: bool,
    /// The smallest p that these group sizes and this number of draws allow.
    pub smallest_p: f64,
}

/// The smallest two-sided p that an exact test of `first` against `second` articles can give: 2/C(n₁+n₂, n₁)
/// for groups of one size, where every deal has a mirror image, else 1/C. 1 if a group is empty.
///
/// # Example
/// ```
/// use framescope::stats::permutation::smallest_p;
/// assert!((smallest_p(3, 3) - 0.1).abs() < 1e-12);
/// assert!((smallest_p(4, 4) - 0.0286).abs() < 1e-4);
/// ```
pub fn smallest_p(first: usize, second: usize) -> f64 {
    if first == 0 || second == 0 {
        return 1.0;
    }
    let mirror = if first == second { 2.0 } else { 1.0 };
    (mirror / deals(&[first, second])).min(1.0)
}

/// How many ways there are to deal Σsizes articles to groups of these sizes; infinite where too many for a
/// number.
fn deals(sizes: &[usize]) -> f64 {
    let (mut product, mut dealt) = (1.0_f64, 0usize);
    for &size in sizes {
        for i in 1..=size {
            dealt += 1;
            product = (product * dealt as f64 / i as f64).round();
            if product.is_infinite() {
                return product;
            }
        }
    }
    product
}

/// Two groups: the difference of a ratio of sums, two-sided, for several ratios with the *same* deals.
///
/// Give a denominator column of ones to compare means of articles. Each outcome is the refusal of its own
/// ratio: too few articles, nothing to divide by, or no variation (all articles without hits). A deal in
/// which the difference is not defined counts as extreme, so that it cannot make p smaller.
pub fn two_groups(
    first: &Table,
    second: &Table,
    ratios: &[Ratio],
    plan: &Plan,
) -> Vec<Result<Permuted, Caution>> {
    deal_groups(&[first, second], ratios, plan, Statistic::Difference)
}

/// Several groups at once: `Σ D(r − r̄)²`, the spread of the groups' ratios r around the common ratio r̄,
/// weighted by their denominators D; with denominators of 1 the sum of squares between groups. The first
/// question of a comparison of many sources: is there any difference at all?
pub fn omnibus(groups: &[&Table], ratios: &[Ratio], plan: &Plan) -> Vec<Result<Permuted, Caution>> {
    deal_groups(groups, ratios, plan, Statistic::Spread)
}

#[derive(Clone, Copy, PartialEq)]
enum Statistic {
    Difference,
    Spread,
}

impl Statistic {
    /// From the column sums of each group.
    fn of(self, groups: &[&[f64]], ratio: Ratio) -> Option<f64> {
        let values: Vec<f64> = groups.iter().map(|sums| ratio.of(sums)).collect::<Option<_>>()?;
        if self == Self::Difference {
            return match values[..] {
                [a, b] => Some(a - b),
                _ => None,
            };
        }
        let weight = |sums: &&[f64]| sums.get(ratio.denominator).copied().unwrap_or(0.0);
        let total: f64 = groups.iter().map(weight).sum();
        let common = groups.iter().zip(&values).map(|(g, v)| weight(g) * v).sum::<f64>() / total;
        Some(groups.iter().zip(&values).map(|(g, v)| weight(g) * (v - common).powi(2)).sum())
    }
}

/// All articles of all groups, in an order that depends neither on that of the articles nor on that of the
/// groups.
struct Deck {
    rows: Table,
    sizes: Vec<usize>,
    /// The observed sums of each group, in canonical order.
    observed: Vec<f64>,
    /// Whether canonical order turned two groups round.
    turned: bool,
}

impl Deck {
    fn of(groups: &[&Table]) -> Self {
        let mut order: Vec<(usize, Table)> = groups.iter().map(|g| g.sorted().0).enumerate().collect();
        order.sort_by(|(_, a), (_, b)| {
            let values = |t: &Table| t.rows().flatten().map(|x| x.to_bits()).collect::<Vec<_>>();
            a.len().cmp(&b.len()).then_with(|| values(a).cmp(&values(b)))
        });
        let turned = order.first().is_some_and(|(i, _)| *i != 0);
        let width = groups.iter().map(|g| g.width()).max().unwrap_or(0);
        let mut all = Table::new(width);
        let mut observed = Vec::new();
        for (_, table) in &order {
            let mut sums = table.sums();
            sums.resize(width, 0.0);
            observed.extend(sums);
            for row in table.rows() {
                let mut row = row.to_vec();
                row.resize(width, 0.0);
                // Rows of a table are finite and now as wide as this one.
                let _ = all.push(&row);
            }
        }
        let (rows, _) = all.sorted();
        Self { rows, sizes: order.iter().map(|(_, t)| t.len()).collect(), observed, turned }
    }

    fn slices<'s>(&self, sums: &'s [f64]) -> Vec<&'s [f64]> {
        sums.chunks_exact(self.rows.width().max(1)).collect()
    }
}

fn deal_groups(
    groups: &[&Table],
    ratios: &[Ratio],
    plan: &Plan,
    statistic: Statistic,
) -> Vec<Result<Permuted, Caution>> {
    let found = groups.iter().map(|g| g.len()).min().unwrap_or(0);
    if groups.len() < 2 || found < plan.at_least.max(1) {
        return vec![Err(Caution::TooFewUnits { found, needed: plan.at_least.max(1) }); ratios.len()];
    }
    let deck = Deck::of(groups);
    let observed: Vec<Option<f64>> =
        ratios.iter().map(|r| statistic.of(&deck.slices(&deck.observed), *r)).collect();
    let judge = Judge::of(&deck, ratios, &observed, statistic);
    let all = deals(&deck.sizes);
    let exact = all <= plan.exact_up_to as f64;
    let (tallies, dealt) = if exact {
        let mut deal = vec![0; deck.rows.len()];
        let mut tallies = vec![Tally::default(); ratios.len()];
        enumerate(&mut deal, 0, &mut deck.sizes.clone(), &mut |deal| judge.deal(deal, &mut tallies));
        (tallies, whole(all))
    } else {
        (draw_deals(&judge, plan), plan.draws)
    };
    let mirror =
        if statistic == Statistic::Difference { mirrors(&deck.sizes) } else { same_sizes(&deck.sizes) };
    let smallest = if exact { mirror / all } else { 1.0 / (dealt as f64 + 1.0) };
    observed
        .iter()
        .zip(tallies)
        .map(|(observed, tally)| {
            let observed = observed.ok_or(Caution::Empty)?;
            if !tally.varied {
                return Err(Caution::NoVariation);
            }
            let turned = if deck.turned && statistic == Statistic::Difference { -1.0 } else { 1.0 };
            let p = if exact {
                tally.extreme as f64 / all
            } else {
                (tally.extreme + 1) as f64 / (dealt as f64 + 1.0)
            };
            let statistic = turned * observed + 0.0;
            Ok(Permuted {
                statistic,
                p,
                extreme: tally.extreme,
                deals: dealt,
                exact,
                smallest_p: smallest.min(1.0),
            })
        })
        .collect()
}

fn mirrors(sizes: &[usize]) -> f64 {
    if matches!(sizes, [a, b] if a == b) { 2.0 } else { 1.0 }
}

/// Deals that differ only in which of several equally large groups is which have the same spread.
fn same_sizes(sizes: &[usize]) -> f64 {
    let mut ways = 1.0;
    let mut sorted = sizes.to_vec();
    sorted.sort_unstable();
    for run in sorted.chunk_by(|a, b| a == b) {
        ways *= (1..=run.len()).map(|i| i as f64).product::<f64>();
    }
    ways
}

#[derive(Debug, Clone, Copy, Default)]
struct Tally {
    extreme: u64,
    /// Whether any deal differed from the observed one.
    varied: bool,
}

/// Counts, for every ratio, the deals at least as extreme as the observed one.
struct Judge<'a> {
    deck: &'a Deck,
    ratios: &'a [Ratio],
    observed: &'a [Option<f64>],
    /// Differences smaller than this are rounding.
    slack: Vec<f64>,
    total: Vec<f64>,
    statistic: Statistic,
}

impl<'a> Judge<'a> {
    fn of(deck: &'a Deck, ratios: &'a [Ratio], observed: &'a [Option<f64>], statistic: Statistic) -> Self {
        let total = deck.rows.sums();
        let slack = ratios
            .iter()
            .zip(observed)
            .map(|(ratio, observed)| {
                let size = ratio.of(&total).unwrap_or(0.0).abs();
                let weight = total.get(ratio.denominator).copied().unwrap_or(0.0);
                let size = if statistic == Statistic::Spread { size * size * weight } else { size };
                1e-10 * size.max(observed.unwrap_or(0.0).abs())
            })
            .collect();
        Self { deck, ratios, observed, slack, total, statistic }
    }

    /// `deal[i]` is the group that article i is dealt to.
    fn deal(&self, deal: &[usize], tallies: &mut [Tally]) {
        let width = self.deck.rows.width();
        let mut sums = vec![0.0; width * self.deck.sizes.len()];
        for (row, group) in self.deck.rows.rows().zip(deal) {
            if let Some(sums) = sums.get_mut(group * width..(group + 1) * width) {
                sums.iter_mut().zip(row).for_each(|(sum, x)| *sum += x);
            }
        }
        self.judge(&sums, tallies);
    }

    fn judge(&self, sums: &[f64], tallies: &mut [Tally]) {
        let groups = self.deck.slices(sums);
        for (((ratio, observed), slack), tally) in
            self.ratios.iter().zip(self.observed).zip(&self.slack).zip(tallies)
        {
            let (value, observed) = (self.statistic.of(&groups, *ratio), observed.unwrap_or(0.0));
            tally.varied |= value.is_none_or(|v| (v.abs() - observed.abs()).abs() > *slack);
            tally.extreme += u64::from(value.is_none_or(|v| v.abs() >= observed.abs() - slack));
        }
    }
}

/// Every deal once: article `next` goes to each group that has room.
fn enumerate(deal: &mut [usize], next: usize, room: &mut [usize], visit: &mut impl FnMut(&[usize])) {
    if next == deal.len() {
        return visit(deal);
    }
    for group in 0..room.len() {
        if room[group] > 0 {
            room[group] -= 1;
            deal[next] = group;
            enumerate(deal, next + 1, room, visit);
            room[group] += 1;
        }
    }
}

/// Random deals, in runs of fixed length that do not depend on the number of threads.
fn draw_deals(judge: &Judge<'_>, plan: &Plan) -> Vec<Tally> {
    const RUN: u64 = 64;
    let runs = plan.draws.div_ceil(RUN);
    let tallies = (0..runs).into_par_iter().map(|run| {
        let mut tallies = vec![Tally::default(); judge.ratios.len()];
        let mut cards: Vec<u32> = (0..judge.deck.rows.len() as u32).collect();
        for draw in run * RUN..((run + 1) * RUN).min(plan.draws) {
            let mut random = plan.seed.numbered(draw).stream();
            // All groups but the last, which is the largest, are dealt; it gets the rest.
            let dealt = judge.deck.sizes.iter().rev().skip(1).sum();
            random.shuffle_front(&mut cards, dealt);
            judge.judge(&hands(judge, &cards), &mut tallies);
        }
        tallies
    });
    let none = || vec![Tally::default(); judge.ratios.len()];
    tallies.reduce(none, |a, b| {
        let add =
            |(a, b): (&Tally, &Tally)| Tally { extreme: a.extreme + b.extreme, varied: a.varied | b.varied };
        a.iter().zip(&b).map(add).collect()
    })
}

/// The column sums of each group: those dealt added up, the last by subtraction from the total.
fn hands(judge: &Judge<'_>, cards: &[u32]) -> Vec<f64> {
    let (deck, width) = (judge.deck, judge.deck.rows.width());
    let mut sums = vec![0.0; width * deck.sizes.len()];
    let Some((last, dealt)) = deck.sizes.split_last().map(|(_, dealt)| (dealt.len(), dealt)) else {
        return sums;
    };
    let mut rest = judge.total.clone();
    let mut cards = cards.iter();
    for (group, size) in dealt.iter().enumerate() {
        let hand = &mut sums[group * width..(group + 1) * width];
        for card in cards.by_ref().take(*size) {
            hand.iter_mut().zip(deck.rows.row(*card as usize)).for_each(|(sum, x)| *sum += x);
        }
        rest.iter_mut().zip(&*hand).for_each(|(rest, x)| *rest -= x);
    }
    sums[last * width..].copy_from_slice(&rest);
    sums
}

#[cfg(test)]
mod tests;
