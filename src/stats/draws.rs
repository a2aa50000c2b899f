//! What a bootstrap has drawn, and the questions it answers: ratios, differences, quotients, any function of
//! the sums.

use super::estimate::{Basis, Caution, Estimate, Method, RESAMPLED_FROM, ROUGH_BELOW, Unit};
use super::quantile::{acceleration, bca, expanded, percentile};
use super::resample::Interval;
use super::table::{Ratio, Table};

/// More undefined draws than this share, and the defined ones would mislead.
const UNDEFINED_AT_MOST: f64 = 0.05;

/// One source after drawing.
#[derive(Debug, Clone)]
pub(super) struct Sample {
    pub name: String,
    /// Column sums as they are.
    pub observed: Vec<f64>,
    /// How many units a draw holds.
    pub units: usize,
    /// Column sums of every draw, one after the other; a single row where there is nothing to choose from and all draws are alike.
    pub sums: Vec<f64>,
    /// The units themselves, sorted, and their places before sorting; absent where they cannot be left out
    /// singly.
    pub rows: Option<(Table, Vec<usize>)>,
}

impl Sample {
    /// True if all draws are alike.
    fn is_alike(&self) -> bool {
        self.sums.len() == self.observed.len()
    }

    /// The column sums of a draw.
    fn draw(&self, draw: usize) -> &[f64] {
        let width = self.observed.len();
        let start = if self.is_alike() { 0 } else { draw * width };
        self.sums.get(start..start + width).unwrap_or(&[])
    }

    /// Several sources as one: the sums of their sums, draw by draw.
    fn pooled(name: &str, members: &[&Self], draws: usize) -> Self {
        let width = members.iter().map(|s| s.observed.len()).max().unwrap_or(0);
        let draws = if members.iter().all(|s| s.is_alike()) { 1 } else { draws };
        let mut pool = Self {
            name: name.to_owned(),
            observed: vec![0.0; width],
            units: members.iter().map(|s| s.units).sum(),
            sums: vec![0.0; width * draws],
            rows: None,
        };
        for sample in members {
            pool.observed.iter_mut().zip(&sample.observed).for_each(|(sum, x)| *sum += x);
            for (b, sums) in pool.sums.chunks_exact_mut(width.max(1)).enumerate() {
                sums.iter_mut().zip(sample.draw(b)).for_each(|(sum, x)| *sum += x);
            }
        }
        pool
    }
}

/// The column sums of every source in every draw.
///
/// A *group* is a list of sources, by their index in the order given to the bootstrap; its sums are added up,
/// so that "each against the rest" needs no second drawing.
#[derive(Debug, Clone)]
pub struct Draws {
    samples: Vec<Sample>,
    count: usize,
    level: f64,
    interval: Interval,
    unit: Unit,
}

/// Several sources as one.
#[derive(Debug, Clone)]
pub struct Pool(Sample);

/// What a statistic looks like without one unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LeftOut {
    /// The index of the source.
    pub source: usize,
    /// The index of the row in that source, as it was given.
    pub row: usize,
    /// The statistic of all others; `None` if it is not defined.
    pub value: Option<f64>,
}

impl Draws {
    pub(super) fn new(
        samples: Vec<Sample>,
        count: usize,
        level: f64,
        interval: Interval,
        unit: Unit,
    ) -> Self {
        Self { samples, count, level, interval, unit }
    }

    /// The number of sources.
    pub fn sources(&self) -> usize {
        self.samples.len()
    }

    /// The name of a source.
    pub fn name(&self, source: usize) -> Option<&str> {
        self.samples.get(source).map(|s| s.name.as_str())
    }

    /// How many units (articles, blocks) a source has; 0 for one that is not there.
    pub fn units(&self, source: usize) -> usize {
        self.samples.get(source).map_or(0, |s| s.units)
    }

    /// The number of draws made.
    pub fn draws(&self) -> usize {
        self.count
    }

    /// The column sums of a group of sources as they are.
    pub fn sums(&self, group: &[usize]) -> Vec<f64> {
        Groups::of(self, &[group]).observed()
    }

    /// Draws in which each group is one source, under its name; sources may be in several groups, or in none.
    #[must_use]
    pub fn pooled(&self, groups: &[(String, Vec<usize>)]) -> Self {
        let pool =
            |(name, group): &(String, Vec<usize>)| Sample::pooled(name, &self.members(group), self.count);
        Self { samples: groups.iter().map(pool).collect(), ..self.clone_settings() }
    }

    fn members(&self, group: &[usize]) -> Vec<&Sample> {
        group.iter().filter_map(|i| self.samples.get(*i)).collect()
    }

    /// The settings without samples.
    fn clone_settings(&self) -> Self {
        Self {
            samples: Vec::new(),
            count: self.count,
            level: self.level,
            interval: self.interval,
            unit: self.unit,
        }
    }

    /// The ratio of two sums in one group of sources: a rate per thousand, a share, a mean.
    pub fn ratio(&self, group: &[usize], ratio: Ratio) -> Estimate {
        let f = |sums: &[&[f64]]| ratio.of(sums.first()?);
        self.estimate(&[group], f, || self.defined(self.series(group, ratio)))
    }

    /// The difference of a ratio between two groups, first minus second. Groups must not share a source.
    pub fn difference(&self, first: &[usize], second: &[usize], ratio: Ratio) -> Estimate {
        let f = |sums: &[&[f64]]| match sums {
            [a, b] => Some(ratio.of(a)? - ratio.of(b)?),
            _ => None,
        };
        let pairs = || self.series(first, ratio).zip(self.series(second, ratio));
        self.estimate(&[first, second], f, || self.defined(pairs().map(|(a, b)| Some(a? - b?))))
    }

    /// log₂ of the quotient of a ratio between two groups; 1 means twice as much in the first. Not defined
    /// where one is 0.
    pub fn log_quotient(&self, first: &[usize], second: &[usize], ratio: Ratio) -> Estimate {
        let f = |sums: &[&[f64]]| match sums {
            [a, b] => positive_log2(ratio.of(a)?, ratio.of(b)?),
            _ => None,
        };
        let pairs = || self.series(first, ratio).zip(self.series(second, ratio));
        self.estimate(&[first, second], f, || self.defined(pairs().map(|(a, b)| positive_log2(a?, b?))))
    }

    /// A ratio in every draw of a group, `None` where it is not defined: of all columns only two are read.
    pub(super) fn series(&self, group: &[usize], ratio: Ratio) -> impl Iterator<Item = Option<f64>> {
        let members = self.members(group);
        let alone = Ratio { numerator: 0, denominator: 1, scale: ratio.scale };
        (0..self.count).map(move |draw| {
            let sums = members.iter().fold([0.0; 2], |[above, below], sample| {
                let row = sample.draw(draw);
                let at = |column: usize| row.get(column).copied().unwrap_or(0.0);
                [above + at(ratio.numerator), below + at(ratio.denominator)]
            });
            alone.of(&sums).filter(|x| x.is_finite())
        })
    }

    /// The values of those draws where there is one.
    pub(super) fn defined(&self, values: impl Iterator<Item = Option<f64>>) -> Vec<f64> {
        let mut defined = Vec::with_capacity(self.count);
        defined.extend(values.flatten());
        defined
    }

    /// Any function of the summed columns of each group. It gets one slice a group, in the order of `groups`,
    /// and answers `None` where it is not defined.
    ///
    /// Not estimable with one unit in every source of a group, with fewer than [`RESAMPLED_FROM`] articles in a group, if all
    /// draws agree, or if more than 5 % of the draws are undefined; rough below eight units in a group.
    pub fn statistic(&self, groups: &[&[usize]], f: impl Fn(&[&[f64]]) -> Option<f64>) -> Estimate {
        let f = |sums: &[&[f64]]| f(sums).filter(|x| x.is_finite());
        self.estimate(groups, f, || Groups::of(self, groups).values(&f))
    }

    /// The same where its values in all draws, those left out that are not defined, can be had in a quicker way; they are asked for
    /// only if there can be an interval.
    pub(super) fn estimate(
        &self,
        groups: &[&[usize]],
        f: impl Fn(&[&[f64]]) -> Option<f64>,
        values: impl FnOnce() -> Vec<f64>,
    ) -> Estimate {
        let f = |sums: &[&[f64]]| f(sums).filter(|x| x.is_finite());
        let groups = Groups::of(self, groups);
        let value = f(&groups.slices(&groups.observed()));
        let n = groups.units();
        let basis = Basis { level: self.level, n, unit: self.unit, method: Method::Percentile };
        if let Some(caution) = self.obstacle(&groups, value) {
            return basis.without_interval(value, caution);
        }
        let mut values = values();
        let undefined = self.count - values.len();
        if values.is_empty() || undefined as f64 > UNDEFINED_AT_MOST * self.count as f64 {
            return basis.without_interval(value, Caution::UndefinedDraws { undefined, draws: self.count });
        }
        if constant(&values) {
            return basis.without_interval(value, Caution::NoVariation);
        }
        let ends = groups.ends(&mut values, value, &f, self);
        let estimate = match (value, ends) {
            (Some(value), Some(((low, high), method))) => {
                Basis { method, ..basis }.interval(value, low, high)
            }
            (value, _) => basis.without_interval(value, Caution::Invalid),
        };
        if groups.smallest() < ROUGH_BELOW { estimate.with_caution(Caution::Rough) } else { estimate }
    }

    /// Why a value has no interval from draws; runs of sentences are taken as they are, articles from four on.
    fn obstacle(&self, groups: &Groups<'_>, value: Option<f64>) -> Option<Caution> {
        let found = groups.smallest();
        let few = self.unit == Unit::Article && found < RESAMPLED_FROM;
        groups
            .obstacle()
            .or(value.is_none().then_some(Caution::Empty))
            .or(few.then_some(Caution::TooFewToResample { found, needed: RESAMPLED_FROM }))
    }

    /// One source against all others of a group taken together: source 0 of the answer is the source, source 1 the others. The
    /// draws are the same, so that nothing is drawn twice; `all` is [`Draws::pool`] over the group, the source included.
    pub fn against_rest(&self, source: usize, all: &Pool) -> Option<Self> {
        let own = self.samples.get(source)?;
        let draws = if all.0.is_alike() && own.is_alike() { 1 } else { self.count };
        let less = |(all, own): (&f64, &f64)| all - own;
        let rest = Sample {
            name: "the others".into(),
            observed: all.0.observed.iter().zip(&own.observed).map(less).collect(),
            units: all.0.units.checked_sub(own.units)?,
            sums: (0..draws).flat_map(|b| all.0.draw(b).iter().zip(own.draw(b)).map(less)).collect(),
            rows: None,
        };
        Some(Self { samples: vec![Sample { rows: None, ..own.clone() }, rest], ..*self })
    }

    /// The sums of all sources of a group, for [`Draws::against_rest`].
    pub fn pool(&self, group: &[usize]) -> Pool {
        Pool(Sample::pooled("all", &self.members(group), self.count))
    }

    /// The statistic without each unit in turn, by source and by the order in which rows were given: which
    /// single article a conclusion hangs on. Empty where units cannot be left out (overlapping blocks, streamed
    /// draws).
    pub fn leave_one_out(&self, groups: &[&[usize]], f: impl Fn(&[&[f64]]) -> Option<f64>) -> Vec<LeftOut> {
        let groups = Groups::of(self, groups);
        let mut all = Vec::new();
        for (group, members) in groups.members.iter().enumerate() {
            for &(source, sample) in members {
                let Some((_, places)) = &sample.rows else { continue };
                let values = groups.without_each(group, sample, &f);
                all.extend(places.iter().zip(values).map(|(&row, value)| LeftOut {
                    source,
                    row,
                    value: value.filter(|x| x.is_finite()),
                }));
            }
        }
        all.sort_by_key(|left| (left.source, left.row));
        all
    }
}

fn positive_log2(a: f64, b: f64) -> Option<f64> {
    (a > 0.0 && b > 0.0).then(|| (a / b).log2())
}

fn constant(values: &[f64]) -> bool {
    // Sums of real numbers may differ in the last place from draw to draw although nothing varies.
    let (low, high) = values.iter().fold((f64::MAX, f64::MIN), |(l, h), v| (l.min(*v), h.max(*v)));
    high - low <= 1e-12 * low.abs().max(high.abs())
}

/// The sources of each group, looked up once.
struct Groups<'a> {
    members: Vec<Vec<(usize, &'a Sample)>>,
    width: usize,
    draws: usize,
}

impl<'a> Groups<'a> {
    fn of(draws: &'a Draws, groups: &[&[usize]]) -> Self {
        let find = |&i: &usize| draws.samples.get(i).map(|sample| (i, sample));
        let members: Vec<Vec<_>> = groups.iter().map(|g| g.iter().filter_map(find).collect()).collect();
        let width = draws.samples.iter().map(|s| s.observed.len()).max().unwrap_or(0);
        Self { members, width, draws: draws.count }
    }

    fn units(&self) -> usize {
        self.members.iter().flatten().map(|(_, s)| s.units).sum()
    }

    /// The units of the smallest group.
    fn smallest(&self) -> usize {
        self.members.iter().map(|g| g.iter().map(|(_, s)| s.units).sum()).min().unwrap_or(0)
    }

    /// Why there cannot be an interval at all.
    fn obstacle(&self) -> Option<Caution> {
        let most = |group: &Vec<(usize, &Sample)>| group.iter().map(|(_, s)| s.units).max().unwrap_or(0);
        match self.members.iter().map(most).min().unwrap_or(0) {
            0 => Some(Caution::Empty),
            1 => Some(Caution::OneUnit),
            _ => None,
        }
    }

    /// The column sums of all groups, one after the other.
    fn observed(&self) -> Vec<f64> {
        self.gather(|sample| &sample.observed)
    }

    fn gather(&self, sums: impl Fn(&'a Sample) -> &'a [f64]) -> Vec<f64> {
        let mut all = vec![0.0; self.members.len() * self.width];
        self.gather_into(&mut all, sums);
        all
    }

    fn gather_into(&self, all: &mut [f64], sums: impl Fn(&'a Sample) -> &'a [f64]) {
        for (group, total) in self.members.iter().zip(all.chunks_exact_mut(self.width.max(1))) {
            total.fill(0.0);
            for (_, sample) in group {
                total.iter_mut().zip(sums(sample)).for_each(|(t, x)| *t += x);
            }
        }
    }

    fn slices<'s>(&self, sums: &'s [f64]) -> Vec<&'s [f64]> {
        sums.chunks_exact(self.width.max(1)).collect()
    }

    /// The statistic in every draw where it is defined.
    fn values(&self, f: &impl Fn(&[&[f64]]) -> Option<f64>) -> Vec<f64> {
        let mut sums = vec![0.0; self.members.len() * self.width];
        (0..self.draws)
            .filter_map(|b| {
                self.gather_into(&mut sums, |sample| sample.draw(b));
                f(&self.slices(&sums))
            })
            .collect()
    }

    /// The interval of the kind asked for, or else the percentiles; and which it is.
    fn ends(
        &self,
        values: &mut [f64],
        value: Option<f64>,
        f: &impl Fn(&[&[f64]]) -> Option<f64>,
        asked: &Draws,
    ) -> Option<((f64, f64), Method)> {
        let better = match asked.interval {
            Interval::Percentile => None,
            Interval::Expanded => {
                expanded(values, self.smallest(), asked.level).map(|ends| (ends, Method::Expanded))
            }
            Interval::Bca => value.and_then(|value| {
                let acceleration = acceleration(&self.jackknife(f)?)?;
                Some((bca(values, value, acceleration, asked.level)?, Method::Bca))
            }),
        };
        better.or_else(|| Some((percentile(values, asked.level)?, Method::Percentile)))
    }

    /// Leave-one-out values of every sample in every group; `None` where units cannot be left out or a value
    /// is undefined.
    fn jackknife(&self, f: &impl Fn(&[&[f64]]) -> Option<f64>) -> Option<Vec<Vec<f64>>> {
        let mut samples = Vec::new();
        for (group, members) in self.members.iter().enumerate() {
            for (_, sample) in members.iter().filter(|(_, sample)| sample.units > 1) {
                sample.rows.as_ref()?;
                samples.push(self.without_each(group, sample, f).into_iter().collect::<Option<Vec<f64>>>()?);
            }
        }
        Some(samples)
    }

    /// The statistic without each unit of one sample, in the order of its sorted rows.
    fn without_each(
        &self,
        group: usize,
        sample: &Sample,
        f: &impl Fn(&[&[f64]]) -> Option<f64>,
    ) -> Vec<Option<f64>> {
        let Some((rows, _)) = &sample.rows else { return Vec::new() };
        let all = self.observed();
        let mut left = all.clone();
        let places = group * self.width..(group + 1) * self.width;
        rows.rows()
            .map(|row| {
                let (left_part, all_part) = (left.get_mut(places.clone())?, all.get(places.clone())?);
                for ((l, a), x) in left_part.iter_mut().zip(all_part).zip(row) {
                    *l = a - x;
                }
                f(&self.slices(&left))
            })
            .collect()
    }
}
