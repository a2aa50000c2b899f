//! Numbers only, no articles: every file is one family of statistics with its formula, its source and its
//! edge cases.
//!
//! A statistic is a pure function. What cannot be estimated comes back as `None` with a
//! [`Caution`](estimate::Caution), never as a number that is not one; the same input gives the same bytes for
//! any number of threads.

pub mod estimate;
pub mod tails;
pub mod random;
pub mod table;
pub mod rate;
pub mod correction;
pub mod keyness;
pub mod dispersion;
pub mod quantile;
pub mod draws;
pub mod resample;
pub mod poisson;
pub mod permutation;
pub mod association;
pub mod contingency;
pub mod shift;
pub mod trend;
pub mod ratings;
pub mod alpha;
pub mod agreement;
pub mod classification;
pub mod weighted;
pub mod prevalence;
pub mod measures;
#[cfg(test)]
pub(crate) mod golden;
