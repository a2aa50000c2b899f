//! Krippendorff's alpha: agreement beyond chance for any number of coders, any level of measurement, with
//! gaps.
//!
//! α = 1 − Dₒ/Dₑ over the coincidence matrix (Krippendorff 2011, "Computing Krippendorff's
//! alpha-reliability"; 2019, *Content Analysis*, ch. 12). Units with fewer than two codes are left out.
//! Without any variation Dₑ is 0 and alpha is undefined: coders who all say the same of everything have not
//! shown that they can tell things apart.

use super::ratings::{Level, Ratings};

/// Alpha at a level of measurement; `None` if no unit has two codes, nothing varies, or a ratio-scaled code
/// is negative.
///
/// # Example
/// ```
/// use framescope::stats::{alpha::alpha, ratings::{Level, Ratings}};
/// let two = |a: f64, b: f64| [Some(a), Some(b)];
/// let ratings = Ratings::from_units(&[two(0.0, 0.0), two(1.0, 1.0), two(1.0, 0.0), two(1.0, 1.0)])?;
/// let alpha = alpha(&ratings, Level::Nominal).unwrap();
/// assert!((alpha - 8.0 / 15.0).abs() < 1e-12);
/// # Ok::<(), framescope::error::Error>(())
/// ```
pub fn alpha(ratings: &Ratings, level: Level) -> Option<f64> {
    let coincidences = Coincidences::of(ratings, level)?;
    coincidences.alpha(0..coincidences.units.len())
}

/// The units of a variable prepared for computing alpha of any selection of them, as a bootstrap does.
///
/// The disagreement of every level is a sum over squared differences of *positions*: for ranks the positions
/// are midranks, since `Σ n_g − (n_c + n_k)/2`, g from c to k, is the distance of the midranks of c and k.
/// That makes one pass over the codes enough where the textbook needs all pairs of values; only the ratio
/// level needs pairs.
pub(super) struct Coincidences {
    level: Level,
    /// The distinct codes, ascending.
    values: Vec<f64>,
    /// For each pairable unit the places of its codes in `values`, ascending.
    pub(super) units: Vec<Vec<usize>>,
}

impl Coincidences {
    pub(super) fn of(ratings: &Ratings, level: Level) -> Option<Self> {
        let pairable = || ratings.rows().filter(|row| row.iter().flatten().count() > 1);
        let mut values: Vec<f64> = pairable().flatten().flatten().copied().collect();
        values.sort_by(f64::total_cmp);
        values.dedup();
        if level == Level::Ratio && values.first().is_some_and(|x| *x < 0.0) {
            return None;
        }
        let place = |code: &f64| values.partition_point(|x| x < code);
        let units = pairable()
            .map(|row| {
                let mut places: Vec<usize> = row.iter().flatten().map(place).collect();
                places.sort_unstable();
                places
            })
            .collect();
        Some(Self { level, values, units })
    }

    /// Alpha of the units with these indices, with repetition.
    pub(super) fn alpha(&self, chosen: impl Iterator<Item = usize> + Clone) -> Option<f64> {
        let chosen = chosen.filter_map(|i| self.units.get(i));
        let mut counts = vec![0.0; self.values.len()];
        for place in chosen.clone().flatten() {
            counts[*place] += 1.0;
        }
        let n: f64 = counts.iter().sum();
        let positions = self.positions(&counts);
        let observed: f64 =
            chosen.map(|unit| self.within(unit, &positions) / (unit.len() as f64 - 1.0)).sum::<f64>() / n;
        let expected = self.among(&counts, &positions) / (n * (n - 1.0));
        (expected > 0.0 && observed.is_finite()).then(|| 1.0 - observed / expected)
    }

    fn positions(&self, counts: &[f64]) -> Vec<f64> {
        let mut positions = self.values.clone();
        if self.level == Level::Ordinal {
            let mut before = 0.0;
            for (position, count) in positions.iter_mut().zip(counts) {
                *position = before + count / 2.0;
                before += count;
            }
        }
        positions
    }

    /// Σ δ² over ordered pairs of the codes of one unit.
    fn within(&self, unit: &[usize], positions: &[f64]) -> f64 {
        let runs: Vec<(usize, f64)> =
            unit.chunk_by(|a, b| a == b).map(|run| (run[0], run.len() as f64)).collect();
        self.disagreement(runs.iter().copied(), positions)
    }

    /// Σ δ² over ordered pairs of all codes.
    fn among(&self, counts: &[f64], positions: &[f64]) -> f64 {
        self.disagreement(counts.iter().copied().enumerate(), positions)
    }

    /// `Σ n_c n_k δ²` over codes given as (place, count).
    fn disagreement(&self, counts: impl Iterator<Item = (usize, f64)> + Clone, positions: &[f64]) -> f64 {
        match self.level {
            Level::Nominal => {
                let (n, squares) = counts.fold((0.0, 0.0), |(n, s), (_, c)| (n + c, s + c * c));
                n * n - squares
            }
            Level::Ordinal | Level::Interval => spread(counts.map(|(place, c)| (positions[place], c))),
            Level::Ratio => {
                let mut sum = 0.0;
                for (i, (c, n_c)) in counts.clone().enumerate() {
                    for (k, n_k) in counts.clone().take(i).filter(|(_, n)| *n > 0.0) {
                        let (x, y) = (self.values[c], self.values[k]);
                        sum += 2.0 * n_c * n_k * ((x - y) / (x + y)).powi(2);
                    }
                }
                sum
            }
        }
    }
}

/// `Σ n_c n_k (x_c − x_k)² = 2N Σ n (x − mean)²`.
fn spread(values: impl Iterator<Item = (f64, f64)> + Clone) -> f64 {
    let (n, sum) = values.clone().fold((0.0, 0.0), |(n, s), (x, c)| (n + c, s + c * x));
    if n == 0.0 {
        return 0.0;
    }
    let mean = sum / n;
    2.0 * n * values.map(|(x, c)| c * (x - mean).powi(2)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::golden::{close, number, value};
    use proptest::prelude::*;

    const LEVELS: [(Level, &str); 4] = [
        (Level::Nominal, "nominal"),
        (Level::Ordinal, "ordinal"),
        (Level::Interval, "interval"),
        (Level::Ratio, "ratio"),
    ];

    /// Units × coders of a golden example, whose rows are coders.
    pub(crate) fn example(path: &str) -> Ratings {
        let coders = value(path).as_array().unwrap();
        let codes = |unit: usize| coders.iter().map(|c| c[unit].as_f64()).collect::<Vec<_>>();
        let units: Vec<_> = (0..coders[0].as_array().unwrap().len()).map(codes).collect();
        Ratings::from_units(&units).unwrap()
    }

    #[test]
    fn all_levels_equal_the_krippendorff_package() {
        for name in ["textbook", "random", "fractions"] {
            let ratings = example(&format!("agreement/{name}/coders"));
            for (level, level_name) in LEVELS {
                let expected = number(&format!("agreement/{name}/alpha/{level_name}"));
                close(alpha(&ratings, level), expected, &format!("{name} {level_name}"));
            }
        }
    }

    /// The data C of the textbook, printed as .743, .815 and .849.
    #[test]
    fn the_published_example() {
        let ratings = example("agreement/textbook/coders");
        for ((level, _), printed) in LEVELS.iter().zip([0.743, 0.815, 0.849, 0.797]) {
            assert!((alpha(&ratings, *level).unwrap() - printed).abs() < 6e-4);
        }
    }

    #[test]
    fn resampled_units_equal_the_reference() {
        let ratings = example("agreement/textbook/coders");
        for resample in value("agreement/textbook/resamples").as_array().unwrap() {
            let units = resample["units"].as_array().unwrap();
            let rows: Vec<_> = ratings.rows().collect();
            let chosen: Vec<_> = units.iter().map(|u| rows[u.as_u64().unwrap() as usize]).collect();
            let chosen = Ratings::from_units(&chosen).unwrap();
            close(alpha(&chosen, Level::Nominal), resample["nominal"].as_f64().unwrap(), "nominal");
            close(alpha(&chosen, Level::Ordinal), resample["ordinal"].as_f64().unwrap(), "ordinal");
        }
    }

    #[test]
    fn no_variation_and_no_pairs_are_undefined_never_one() {
        let same = Ratings::from_units(&[[Some(0.0); 2]; 3]).unwrap();
        let single = Ratings::from_units(&[[Some(0.0), None], [None, Some(1.0)]]).unwrap();
        for (level, _) in LEVELS {
            assert_eq!(
                (alpha(&same, level), alpha(&single, level), alpha(&Ratings::new(2), level)),
                (None, None, None)
            );
        }
        let negative = Ratings::from_units(&[[Some(-1.0), Some(1.0)], [Some(2.0), Some(1.0)]]).unwrap();
        assert_eq!(alpha(&negative, Level::Ratio), None);
        assert!(alpha(&negative, Level::Interval).is_some());
        let zeros = Ratings::from_units(&[[Some(0.0), Some(0.0)], [Some(2.0), Some(2.0)]]).unwrap();
        assert_eq!(alpha(&zeros, Level::Ratio), Some(1.0));
    }

    proptest! {
        #[test]
        fn order_of_units_and_coders_changes_nothing(
            units in prop::collection::vec(prop::array::uniform3(prop::option::of(0u8..5)), 1..15),
        ) {
            let codes = |flip: bool| {
                let mut rows: Vec<Vec<Option<f64>>> =
                    units.iter().map(|u| u.iter().map(|c| c.map(f64::from)).collect()).collect();
                if flip {
                    rows.reverse();
                    for row in &mut rows {
                        row.reverse();
                    }
                }
                Ratings::from_units(&rows).unwrap()
            };
            for (level, _) in LEVELS {
                match (alpha(&codes(false), level), alpha(&codes(true), level)) {
                    (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-12 && a <= 1.0),
                    (a, b) => prop_assert_eq!(a, b),
                }
            }
        }
    }
}
