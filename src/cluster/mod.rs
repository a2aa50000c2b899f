//! Clusters of articles or segments: which frames go together, and in which sources.
//!
//! [`features`] makes the table, [`analysis`] does everything else in one call; the other files are its
//! parts. Numbers in, numbers out, the same for any order of rows and any number of threads. What the data
//! cannot carry is refused with a reason.

pub mod features;
pub mod partition;
mod kmeans;
pub mod ward;
mod mixture;
mod dbscan;
pub mod quality;
pub mod gap;
pub mod stability;
pub mod projection;
pub mod choose;
pub mod analysis;
