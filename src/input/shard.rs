//! Every n-th record: a part of a corpus for one of several machines.

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, Kind};

/// The records whose number leaves a certain rest; all shards of one number together are the whole corpus, each record once.
///
/// # Example
/// ```
/// use framescope::input::Shard;
/// let shard: Shard = "2/3".parse().unwrap();
/// assert_eq!((1..=7).filter(|n| shard.has(*n)).collect::<Vec<u64>>(), [2, 5]);
/// assert!("0/3".parse::<Shard>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    index: u64,
    of: u64,
}

impl Shard {
    /// The whole corpus.
    pub const ALL: Self = Self { index: 0, of: 1 };

    /// True if it holds the record (line, row or file) of this number, counted from 1.
    #[inline]
    pub fn has(self, number: u64) -> bool {
        self.of == 1 || number.wrapping_sub(1) % self.of == self.index
    }
}

impl Default for Shard {
    fn default() -> Self {
        Self::ALL
    }
}

impl FromStr for Shard {
    type Err = Error;

    fn from_str(s: &str) -> Result<Self, Error> {
        let parts =
            s.split_once('/').and_then(|(i, n)| Some((i.parse::<u64>().ok()?, n.parse::<u64>().ok()?)));
        match parts {
            Some((index, of)) if index >= 1 && index <= of => Ok(Self { index: index - 1, of }),
            _ => Err(Error::new(Kind::Study, format!("{s:?} is no part of a whole"))
                .help("write i/n with i from 1 to n, e.g. 3/16")),
        }
    }
}

impl fmt::Display for Shard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.index + 1, self.of)
    }
}
