//! The hash table behind the vocabulary: forms of up to 16 bytes, nearly all of them, are compared as one number.

use std::hash::BuildHasher;

use hashbrown::HashTable;

/// Longest form that is a number of its own.
pub(super) const SHORT: usize = 16;

/// The id of a short form, counted from 1; 0 in an empty slot. The form itself is kept by this number: frequent forms have low ids, so
/// that they stand close together, and two bytes a slot are few enough to stay near the processor. Forms with higher ids, which only
/// an article of hundreds of thousands of words has, are kept with the long ones.
type Slot = u16;

/// A form of 1 to 16 bytes, none of them zero, as two numbers, the first byte lowest.
pub(super) type ShortForm = (u64, u64);

/// Ids of byte strings. The strings themselves are kept by the caller, who lends them by id.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// Open addressing, a power of two in size, at most half full.
    short: Vec<Slot>,
    /// Short forms by id, counted from 1; what stands before the first equals no form.
    forms: Vec<ShortForm>,
    used: usize,
    /// Forms that are too long or too many to stand there, and whether there are short ones among them.
    long: HashTable<u32>,
    spilled: bool,
    hasher: foldhash::fast::FixedState,
}

impl Table {
    /// What finds short forms, to be taken once for many of them; `None` while there is none to find.
    #[inline]
    pub(super) fn short_forms(&self) -> Option<ShortForms<'_>> {
        let Self { short, forms, .. } = self;
        (!short.is_empty()).then(|| ShortForms { slots: short, forms })
    }

    /// The id of `text[start..end]`, if it is known.
    #[inline]
    pub(super) fn find<'a>(
        &self,
        text: &[u8],
        start: usize,
        end: usize,
        bytes_of: impl Fn(u32) -> &'a [u8],
    ) -> Option<u32> {
        if let Some(key) = key(text, start, end) {
            let known = self.short_forms().and_then(|forms| forms.find(key));
            if known.is_some() || !self.spilled {
                return known;
            }
        }
        self.find_long(text.get(start..end).unwrap_or_default(), bytes_of)
    }

    #[cold]
    fn find_long<'a>(&self, bytes: &[u8], bytes_of: impl Fn(u32) -> &'a [u8]) -> Option<u32> {
        let hash = self.hasher.hash_one(bytes);
        self.long.find(hash, |id| bytes_of(*id) == bytes).copied()
    }

    /// Adds a string that is not there yet.
    pub(super) fn insert<'a>(&mut self, bytes: &[u8], id: u32, bytes_of: impl Fn(u32) -> &'a [u8]) {
        let slot = Slot::try_from(id + 1);
        let form = key(bytes, 0, bytes.len());
        let (Some(form), Ok(slot)) = (form, slot) else {
            let Self { long, hasher, spilled, .. } = self;
            *spilled |= form.is_some();
            let hash = hasher.hash_one(bytes);
            long.insert_unique(hash, id, |id| hasher.hash_one(bytes_of(*id)));
            return;
        };
        if (self.used + 1) * 2 > self.short.len() {
            let old = std::mem::take(&mut self.short);
            self.short = vec![0; (old.len() * 2).max(1024)];
            old.into_iter().filter(|s| *s != 0).for_each(|s| self.place(s));
        }
        let at = usize::from(slot);
        if self.forms.len() <= at {
            self.forms.resize(at + 1, (0, 0));
        }
        self.forms[at] = form;
        self.used += 1;
        self.place(slot);
    }

    /// Forgets everything; the room stays.
    pub(super) fn clear(&mut self) {
        self.short.fill(0);
        self.forms.clear();
        self.used = 0;
        self.long.clear();
        self.spilled = false;
    }

    fn place(&mut self, slot: Slot) {
        let mask = self.short.len() - 1;
        let mut at = first_place(self.forms[usize::from(slot)]) & mask;
        while self.short[at] != 0 {
            at = (at + 1) & mask;
        }
        self.short[at] = slot;
    }
}

/// The short forms of a [`Table`].
#[derive(Clone, Copy)]
pub(super) struct ShortForms<'a> {
    /// Not empty.
    slots: &'a [Slot],
    forms: &'a [ShortForm],
}

impl ShortForms<'_> {
    /// The id of a short form.
    #[inline]
    pub(super) fn find(self, form: ShortForm) -> Option<u32> {
        let mask = self.slots.len() - 1;
        let mut at = first_place(form) & mask;
        loop {
            let slot = *self.slots.get(at)?;
            // An empty slot leads to what equals no form, so that it is asked for only where the form is another.
            if self.forms.get(usize::from(slot)) == Some(&form) {
                return Some(u32::from(slot).wrapping_sub(1));
            }
            if slot == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }
}

/// The 16 bytes from `at` on as one number, the first byte lowest.
#[inline]
pub(super) fn load(text: &[u8], at: usize) -> Option<u128> {
    text.get(at..at + SHORT).and_then(|b| <[u8; SHORT]>::try_from(b).ok()).map(u128::from_le_bytes)
}

/// A form of 1 to 16 bytes as two numbers, filled up with zeros; `None` if it is longer, empty or has a zero in it, which would
/// make two forms alike.
#[inline]
pub(super) fn key(text: &[u8], start: usize, end: usize) -> Option<ShortForm> {
    let (low, high) = word(text, start, end)?;
    let (low_wanted, high_wanted) = *WANTED.get(end - start)?;
    (!has_zero_byte(low | !low_wanted) && !has_zero_byte(high | !high_wanted)).then_some((low, high))
}

/// The same of a form that is known to have no zero in it.
#[inline]
pub(super) fn word(text: &[u8], start: usize, end: usize) -> Option<ShortForm> {
    let len = end.wrapping_sub(start);
    if len.wrapping_sub(1) >= SHORT {
        return None;
    }
    let wide = load(text, start).or_else(|| text.get(start..end).map(gathered))?;
    let (low, high) = WANTED[len];
    Some((wide as u64 & low, (wide >> 64) as u64 & high))
}

/// The bytes that a form of so many bytes has of sixteen.
pub(super) const WANTED: [(u64, u64); SHORT + 1] = {
    let mut masks = [(0, 0); SHORT + 1];
    let mut len = 1;
    while len <= SHORT {
        let wide = u128::MAX >> (128 - 8 * len);
        masks[len] = (wide as u64, (wide >> 64) as u64);
        len += 1;
    }
    masks
};

/// At most 16 bytes as one number, the first byte lowest. Quicker than a copy of unknown length.
#[inline]
pub(super) fn gathered(word: &[u8]) -> u128 {
    let len = word.len();
    // Where the two halves overlap they are the same.
    if let (Some(a), Some(b)) = (word.first_chunk(), word.last_chunk()) {
        return u128::from(u64::from_le_bytes(*a)) | u128::from(u64::from_le_bytes(*b)) << (8 * (len - 8));
    }
    if let (Some(a), Some(b)) = (word.first_chunk(), word.last_chunk()) {
        return u128::from(u32::from_le_bytes(*a)) | u128::from(u32::from_le_bytes(*b)) << (8 * (len - 4));
    }
    word.iter().rev().fold(0, |sum, b| sum << 8 | u128::from(*b))
}

/// True if one of the eight bytes is zero (Mycroft 1987).
#[inline]
fn has_zero_byte(x: u64) -> bool {
    x.wrapping_sub(0x0101_0101_0101_0101) & !x & 0x8080_8080_8080_8080 != 0
}

/// Where a form is looked for first, if the table were large without end. Of a product the highest bits are those that all bits of a
/// number have a part in (Fibonacci hashing: Knuth, *The Art of Computer Programming* 3, 6.4); so its bytes are turned round. The
/// factor is 2⁶⁴ over the golden ratio.
#[inline]
fn first_place((low, high): ShortForm) -> usize {
    (low ^ high.rotate_left(27)).wrapping_mul(0x9e37_79b9_7f4a_7c15).swap_bytes() as usize
}

/// Folded multiplication, as in foldhash and wyhash; the constants are digits of π.
#[inline]
pub(super) fn mix(low: u64, high: u64) -> u64 {
    let product = u128::from(low ^ 0x243f_6a88_85a3_08d3) * u128::from(high ^ 0x1319_8a2e_0370_7344);
    (product as u64) ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_forms_than_slots_can_number_are_found() {
        let forms: Vec<String> = (0..70_000).map(|i| format!("w{i}")).collect();
        let bytes_of = |id: u32| forms[id as usize].as_bytes();
        let find = |table: &Table, form: &str| table.find(form.as_bytes(), 0, form.len(), bytes_of);
        let mut table = Table::default();
        for (id, form) in (0..).zip(&forms) {
            assert_eq!(find(&table, form), None);
            table.insert(form.as_bytes(), id, bytes_of);
        }
        assert!((0..).zip(&forms).all(|(id, form)| find(&table, form) == Some(id)));
        table.clear();
        assert!(forms.iter().all(|form| find(&table, form).is_none()));
    }

    proptest::proptest! {
        #[test]
        fn a_word_is_the_same_number_inside_a_text_and_alone(word in "\\PC{0,8}|[a-z]{0,18}|[ab\0]{0,16}", rest in "\\PC{0,9}") {
            let text = format!("{word}{rest}");
            let alone = key(word.as_bytes(), 0, word.len());
            proptest::prop_assert_eq!(key(text.as_bytes(), 0, word.len()), alone);
            let plain = word.bytes().rev().fold(0, |sum, b| sum << 8 | u128::from(b));
            let fits = (1..=SHORT).contains(&word.len()) && !word.contains('\0');
            proptest::prop_assert_eq!(alone, fits.then_some((plain as u64, (plain >> 64) as u64)));
        }
    }
}
