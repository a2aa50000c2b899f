//! How far a difference hangs on single words: the comparison without each entry, and without each group, of a frame's
//! lexicons in turn.
//!
//! What is left out is the hits of the entry. That is the lexicon without the entry (as
//! [`Library::without_entry`](crate::lexicon::Library::without_entry) makes it), but for one case: where two entries
//! overlap, the shorter one, which the longer hid, would count instead.

use std::collections::BTreeMap;

use crate::score::Scheme;
use crate::stats::table::Ratio;
use crate::text::Language;

/// The entry or group whose absence moves a difference most towards the other sign.
#[derive(Debug, Clone, PartialEq)]
pub struct Telling {
    /// Pattern of the entry, or name of the group.
    pub name: String,
    /// The difference of the rates per 1,000 tokens without it.
    pub value: f64,
    /// How many were left out in turn.
    pub of: usize,
    /// How many of them turn the sign when they are left out.
    pub turning: usize,
}

/// What a difference hangs on.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LeaveOut {
    /// Each entry that has a hit in either cell, left out in turn.
    pub entry: Option<Telling>,
    /// The same for groups of entries, over the languages of the cells.
    pub group: Option<Telling>,
}

/// Leaves out every entry and every group of a frame in turn, in the difference of the rates of two sides. `sums` are the column
/// sums of the sides, `entries` the hits of each entry in them, and of the ratio also the column of hits is given. Empty where a
/// rate or its sign is not there.
pub fn leave_out(
    scheme: &Scheme,
    (ratio, hits): (Ratio, usize),
    sums: &[Vec<f64>; 2],
    entries: BTreeMap<(Language, u32), [u64; 2]>,
) -> LeaveOut {
    let difference = |out: [u64; 2]| {
        let mut rates = sums.iter().zip(out).map(|(sums, out)| {
            let mut sums = sums.clone();
            *sums.get_mut(hits)? -= out as f64;
            ratio.of(&sums)
        });
        Some(rates.next()?? - rates.next()??)
    };
    let Some(base) = difference([0, 0]).filter(|d| *d != 0.0) else { return LeaveOut::default() };
    let info = |(language, entry): (Language, u32)| scheme.pack(language)?.entries.get(entry as usize);
    let mut groups: BTreeMap<&str, [u64; 2]> = BTreeMap::new();
    for (key, n) in &entries {
        if let Some(e) = info(*key) {
            groups.entry(&e.group).or_default().iter_mut().zip(n).for_each(|(sum, n)| *sum += n);
        }
    }
    let entries = entries.into_iter().filter_map(|(key, n)| Some((info(key)?.pattern.as_str(), n)));
    LeaveOut {
        entry: telling(entries, base, difference),
        group: telling(groups.into_iter(), base, difference),
    }
}

/// The most telling of several; of equals the first.
fn telling<'a>(
    parts: impl Iterator<Item = (&'a str, [u64; 2])>,
    base: f64,
    difference: impl Fn([u64; 2]) -> Option<f64>,
) -> Option<Telling> {
    let mut out: Option<Telling> = None;
    let (mut of, mut turning) = (0, 0);
    for (name, hits) in parts {
        let Some(value) = difference(hits) else { continue };
        of += 1;
        turning += usize::from(value * base < 0.0);
        if out.as_ref().is_none_or(|t| value * base.signum() < t.value * base.signum()) {
            out = Some(Telling { name: name.to_owned(), value, of, turning });
        }
    }
    out.map(|t| Telling { of, turning, ..t })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_most_telling_part_is_the_one_that_pulls_back_most() {
        // 10 hits against 6, in equally long texts: 4 more.
        let difference = |out: [u64; 2]| Some((10.0 - out[0] as f64) - (6.0 - out[1] as f64));
        let parts = [("war", [7, 1]), ("fear", [2, 1]), ("risk", [1, 4])];
        let t = telling(parts.into_iter(), 4.0, difference).unwrap();
        assert_eq!((t.name.as_str(), t.value, t.of, t.turning), ("war", -2.0, 3, 1));
        // Seen from the other side the same word is the telling one.
        let other = telling(parts.map(|(n, [x, y])| (n, [y, x])).into_iter(), -4.0, |out| {
            Some((6.0 - out[0] as f64) - (10.0 - out[1] as f64))
        });
        assert_eq!(other.map(|t| (t.name, t.value)), Some(("war".into(), 2.0)));
        assert_eq!(telling(std::iter::empty(), 4.0, difference), None);
    }
}
