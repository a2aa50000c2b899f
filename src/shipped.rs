//! Word lists and lexicons that come with framescope. People write them in TOML and as lines of a table; the build script
//! (`src/build`) reads them and packs what they say as `MessagePack`, which is read in a small part of the time: every run reads
//! some thirty of them.

use serde::Deserialize;

use crate::error::{Error, Kind, Result};

/// What a file says, packed; by its path from the root of the project. A file that is not there, or does not read, fails the build.
macro_rules! shipped {
    ($path:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $path, ".packed"))
    };
}
pub(crate) use shipped;

/// Unpacks a list.
///
/// # Errors
/// If it is not of that shape, which a test beside each list rules out.
pub(crate) fn read<'a, T: Deserialize<'a>>(packed: &'a [u8]) -> Result<T> {
    rmp_serde::from_slice(packed).map_err(|e| Error::new(Kind::Lexicon, e.to_string()))
}
