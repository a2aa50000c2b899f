//! What a statistic answers with: a value, its interval, the unit that was counted or resampled, and any
//! caution.
//!
//! "Not estimable" is an answer, not an error: then [`Estimate::value`] or the interval is `None` and
//! [`Estimate::caution`] says why. No field is ever infinite or not a number.

use serde::Serialize;
use std::fmt;

/// The confidence level used where nothing else was asked for.
pub const LEVEL: f64 = 0.95;

/// Below this number of articles in a source an interval is called rough.
pub const ROUGH_BELOW: usize = 8;

/// Below this number of articles in a source no test is made: with three against three the smallest possible
/// two-sided p is .10, so that nothing could ever be found.
pub const TESTS_FROM: usize = 4;

/// Below this number of articles nothing is resampled: of two articles the middle 95 % of all draws are the two articles
/// themselves, which is no interval.
pub const RESAMPLED_FROM: usize = 4;

/// What was counted or resampled: the `n` of an estimate counts these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Words and numbers.
    Token,
    /// Places where a lexicon entry matched.
    Hit,
    /// Sentences of one text.
    Sentence,
    /// Runs of neighbouring sentences of one text.
    SentenceBlock,
    /// Segments: paragraphs, merged to at least three sentences.
    Segment,
    /// Articles.
    Article,
    /// Items that people coded.
    Item,
}

impl Unit {
    /// The word for one of them, in English.
    pub fn name(self) -> &'static str {
        match self {
            Self::Token => "token",
            Self::Hit => "hit",
            Self::Sentence => "sentence",
            Self::SentenceBlock => "sentence block",
            Self::Segment => "segment",
            Self::Article => "article",
            Self::Item => "item",
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How the interval was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Method {
    /// Exact interval of a Poisson count (Garwood 1936).
    Garwood,
    /// Score interval of a share (Wilson 1927).
    Wilson,
    /// The same on the effective number of items, for items drawn with unequal chances (Kish 1965).
    WilsonEffective,
    /// Hybrid score interval of a difference of two shares (Newcombe 1998, his method 10).
    Newcombe,
    /// Normal interval of the logarithm of a ratio of two rates (Katz and others 1978).
    Katz,
    /// Adjusted normal interval of a prevalence corrected for error (Lang & Reiczigel 2014).
    LangReiczigel,
    /// Adjusted normal interval of a prevalence from items validated in two strata (Tenenbein 1970).
    DoubleSampling,
    /// Normal interval of the logarithm, its variance by the delta method.
    LogDelta,
    /// Percentiles of the bootstrap draws (Efron 1979).
    Percentile,
    /// Percentiles of the draws, taken further out to allow for few units (Hesterberg 2015).
    Expanded,
    /// Percentiles corrected for bias and acceleration (Efron 1987).
    Bca,
}

impl Method {
    /// The name by which a method section would call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Garwood => "Garwood (exact Poisson)",
            Self::Wilson => "Wilson score",
            Self::WilsonEffective => "Wilson score, effective number of items",
            Self::Newcombe => "Newcombe hybrid score",
            Self::Katz => "Katz log ratio",
            Self::LangReiczigel => "Lang–Reiczigel",
            Self::DoubleSampling => "double sampling",
            Self::LogDelta => "log-normal, delta method",
            Self::Percentile => "bootstrap percentile",
            Self::Expanded => "bootstrap percentile, expanded",
            Self::Bca => "bootstrap BCa",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Why something could not be estimated, or why it should be read with care.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Caution {
    /// There is nothing to divide by: no tokens, no segments, no items.
    Empty,
    /// Only one unit: the spread between units cannot be seen.
    OneUnit,
    /// Every resample gave the same number, which is not certainty but absence of information.
    NoVariation,
    /// So many resamples were undefined that the others would mislead.
    UndefinedDraws {
        /// How many of the draws gave no value.
        undefined: usize,
        /// How many draws were made.
        draws: usize,
    },
    /// Too few units for a test: nothing could be found whatever the truth.
    TooFewUnits {
        /// The smallest number found.
        found: usize,
        /// The number needed.
        needed: usize,
    },
    /// Too few units to resample: what their draws would give is the units themselves.
    TooFewToResample {
        /// The units there are.
        found: usize,
        /// The number needed.
        needed: usize,
    },
    /// The interval is there, but of fewer units than [`ROUGH_BELOW`].
    Rough,
    /// The instrument does no better than chance, so that its error cannot be taken out.
    Uninformative,
    /// A number that cannot be used: negative, infinite, or a count above its total.
    Invalid,
}

impl Caution {
    /// Whether it stands beside an interval (`true`) or in place of one (`false`).
    pub fn is_mild(self) -> bool {
        self == Self::Rough
    }
}

impl fmt::Display for Caution {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("nothing to divide by"),
            Self::OneUnit => f.write_str("only one unit, so the spread between units cannot be seen"),
            Self::NoVariation => f.write_str("no variation between units"),
            Self::UndefinedDraws { undefined, draws } => {
                write!(f, "{undefined} of {draws} resamples are undefined")
            }
            Self::TooFewUnits { found, needed } => {
                write!(f, "{found} of the {needed} articles that a test needs")
            }
            Self::TooFewToResample { found, needed } => {
                write!(f, "{found} of the {needed} articles that an interval needs")
            }
            Self::Rough => f.write_str("rough: few units"),
            Self::Uninformative => f.write_str("the instrument does no better than chance"),
            Self::Invalid => f.write_str("a count that cannot be"),
        }
    }
}

/// A number with its interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// The estimate; `None` if it is not defined.
    pub value: Option<f64>,
    /// Lower end of the interval; `None` if there is no interval.
    pub low: Option<f64>,
    /// Upper end of the interval; present exactly if `low` is.
    pub high: Option<f64>,
    /// The confidence level of the interval, such as .95.
    pub level: f64,
    /// How many units were counted or resampled.
    pub n: usize,
    /// What those units are.
    pub unit: Unit,
    /// How the interval was made.
    pub method: Method,
    /// Why there is no value or no interval, or why to read it with care.
    pub caution: Option<Caution>,
}

/// Where an estimate comes from: the fields that do not depend on its value.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Basis {
    /// The confidence level.
    pub level: f64,
    /// How many units.
    pub n: usize,
    /// What they are.
    pub unit: Unit,
    /// How the interval is made.
    pub method: Method,
}

impl Basis {
    /// A value with its interval. A number that is not finite turns into the caution [`Caution::Invalid`].
    pub fn interval(self, value: f64, low: f64, high: f64) -> Estimate {
        if ![value, low, high].iter().all(|x| x.is_finite()) {
            return self.without_interval(Some(value), Caution::Invalid);
        }
        // Adding zero turns the negative zero of a rounded formula into the zero that a reader expects.
        self.fill(Some(value + 0.0), Some((low.min(high) + 0.0, low.max(high) + 0.0)), None)
    }

    /// A value whose interval is not estimable, or no value at all.
    pub fn without_interval(self, value: Option<f64>, why: Caution) -> Estimate {
        self.fill(value.filter(|v| v.is_finite()).map(|v| v + 0.0), None, Some(why))
    }

    fn fill(self, value: Option<f64>, ends: Option<(f64, f64)>, caution: Option<Caution>) -> Estimate {
        let Self { level, n, unit, method } = self;
        let (low, high) = (ends.map(|e| e.0), ends.map(|e| e.1));
        Estimate { value, low, high, level, n, unit, method, caution }
    }
}

impl Estimate {
    /// The same with a caution beside it, unless it already has one.
    #[must_use]
    pub fn with_caution(mut self, caution: Caution) -> Self {
        self.caution.get_or_insert(caution);
        self
    }

    /// Both ends, if there is an interval.
    pub fn ends(&self) -> Option<(f64, f64)> {
        self.low.zip(self.high)
    }

    /// Whether the interval leaves out `point` (0 for a difference, 1 for a ratio); `None` without an
    /// interval.
    pub fn excludes(&self, point: f64) -> Option<bool> {
        self.ends().map(|(low, high)| point < low || point > high)
    }
}

/// A real number as a count: what is below 0 or not a number is 0.
#[expect(clippy::cast_sign_loss, reason = "a cast from real numbers saturates at 0, which is what is wanted")]
pub(crate) fn whole(x: f64) -> u64 {
    x as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    const BASIS: Basis = Basis { level: LEVEL, n: 3, unit: Unit::Article, method: Method::Percentile };

    #[test]
    fn no_field_is_ever_infinite() {
        let e = BASIS.interval(1.0, f64::NEG_INFINITY, 2.0);
        assert_eq!((e.value, e.ends(), e.caution), (Some(1.0), None, Some(Caution::Invalid)));
        let e = BASIS.without_interval(Some(f64::NAN), Caution::Empty);
        assert_eq!((e.value, e.caution), (None, Some(Caution::Empty)));
    }

    #[test]
    fn ends_stand_in_order_and_zero_has_no_sign() {
        let e = BASIS.interval(-0.0, 2.0, -1.0);
        assert_eq!(e.ends(), Some((-1.0, 2.0)));
        assert!(e.value.is_some_and(f64::is_sign_positive));
        assert_eq!((e.excludes(0.0), e.excludes(2.5)), (Some(false), Some(true)));
    }

    #[test]
    fn the_first_caution_stays() {
        let e = BASIS.without_interval(None, Caution::Empty).with_caution(Caution::Rough);
        assert_eq!(e.caution, Some(Caution::Empty));
        assert_eq!(BASIS.interval(1.0, 0.0, 2.0).with_caution(Caution::Rough).caution, Some(Caution::Rough));
    }
}
