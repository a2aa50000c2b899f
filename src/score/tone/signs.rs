//! Emoticons and emoji: found in the text itself, because they are no tokens.

use hashbrown::HashMap;

use crate::scan::{Class, Map};
use crate::text::Span;

/// Signs by their first character.
#[derive(Default)]
pub(super) struct Signs {
    by_first: HashMap<char, Vec<(String, f32)>>,
    /// True for the first bytes of signs, so that nearly all text is passed over.
    first: Option<Box<[bool; 256]>>,
    /// The same of their second bytes: quotation marks begin with the same byte as many emoji.
    second: Option<Box<[bool; 256]>>,
    /// True if every sign begins as [`is_usual`] says, and none as quotation marks and dashes do, with 0xe2 and 0x80.
    usual: bool,
}

impl Signs {
    pub(super) fn add(&mut self, sign: &str, valence: f32) {
        let (Some(first), Some(&byte)) = (sign.chars().next(), sign.as_bytes().first()) else { return };
        self.first.get_or_insert_with(|| Box::new([false; 256]))[byte as usize] = true;
        let second = self.second.get_or_insert_with(|| Box::new([false; 256]));
        match sign.as_bytes().get(1) {
            Some(&byte) => second[byte as usize] = true,
            None => second.fill(true),
        }
        self.by_first.entry(first).or_default().push((sign.to_owned(), valence));
    }

    /// Longest first, to be called after the last [`Signs::add`].
    pub(super) fn sort(&mut self) {
        for signs in self.by_first.values_mut() {
            signs.sort_by_key(|(sign, _)| std::cmp::Reverse(sign.len()));
        }
        let first = self.first.as_deref().into_iter().flatten();
        self.usual = first.zip(0..=u8::MAX).all(|(first, b)| !first || is_usual(b))
            && !self.second.as_deref().is_some_and(|second| second[0x80]);
    }

    /// Fills `out` with the places of a text that signs may begin at, and few others, in order. `map` is that of the text.
    pub(super) fn places(&self, text: &str, map: &Map, out: &mut Vec<u32>) {
        out.clear();
        if self.usual {
            map.each(Class::Signs, |at| out.push(at as u32));
        } else {
            out.extend(0..text.len() as u32);
        }
    }

    /// Calls `with` with the valence of every sign in a sentence of a text that neither touches a letter or digit nor overlaps
    /// one before it. Of [`Signs::places`], `places` are those in the sentence; those before it are passed over.
    #[inline(never)]
    pub(super) fn among(&self, places: &[u32], text: &str, sentence: Span, mut with: impl FnMut(f32)) {
        let written = sentence.of(text);
        let mut from = 0;
        for at in places.iter().filter_map(|at| at.checked_sub(sentence.start)) {
            if at >= from
                && let Some((end, valence)) = self.at(written, at as usize)
            {
                from = end as u32;
                with(valence);
            }
        }
    }

    /// The plain way: looks everywhere.
    #[cfg(test)]
    pub(super) fn find(&self, text: &str, with: impl FnMut(f32)) {
        let all: Vec<u32> = (0..text.len() as u32).collect();
        self.among(&all, text, Span::new(0, text.len()), with);
    }

    /// The sign that stands at `at`: where it ends, and its valence.
    #[inline]
    fn at(&self, text: &str, at: usize) -> Option<(usize, f32)> {
        let bytes = text.as_bytes();
        let byte = *bytes.get(at)?;
        if !self.first.as_deref()?[byte as usize]
            || bytes.get(at + 1).is_some_and(|b| !self.second.as_deref().is_some_and(|s| s[*b as usize]))
        {
            return None;
        }
        let rest = text.get(at..)?;
        let signs = self.by_first.get(&rest.chars().next()?)?;
        let (sign, valence) = signs.iter().find(|(sign, _)| {
            let Some(next) = rest.strip_prefix(sign.as_str()) else { return false };
            // An emoji may touch what it likes; an emoticon in a word, an address or a time is none.
            !byte.is_ascii()
                || (!next.starts_with(|c: char| c.is_alphanumeric() || c == '/')
                    && !text[..at].ends_with(char::is_alphanumeric))
        })?;
        Some((at + sign.len(), *valence))
    }
}

/// True for the first bytes of nearly all signs: the eyes of emoticons, and those of characters outside ASCII.
fn is_usual(b: u8) -> bool {
    matches!(b, b':'..=b'@' | 0xc2..=0xf4)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn signs() -> Signs {
        let mut signs = Signs::default();
        for (sign, valence) in [(":)", 0.5), (":(", -0.5), (":/", -0.3), ("❤", 0.6), (":-)", 0.4)] {
            signs.add(sign, valence);
        }
        signs.sort();
        signs
    }

    fn found(text: &str) -> Vec<f32> {
        let signs = signs();
        let (mut places, mut out) = (Vec::new(), Vec::new());
        let mut map = Map::default();
        map.read(text);
        signs.places(text, &map, &mut places);
        signs.among(&places, text, Span::new(0, text.len()), |v| out.push(v));
        out
    }

    #[test]
    fn signs_are_found_outside_words() {
        assert_eq!(format!("{:?}", found("so good :) ❤❤ :-)")), "[0.5, 0.6, 0.6, 0.4]");
        assert!(found("http://example.org at 10:30 “quoted” (see:)x").is_empty());
        assert_eq!(found(":(").len(), 1);
    }

    proptest! {
        #[test]
        fn whole_blocks_are_passed_over_as_byte_by_byte(text in r"([a-z “’é]{0,40}(:\)|:-\)|:\(| :/|❤|☠|:|)){0,8}") {
            let mut out = Vec::new();
            signs().find(&text, |v| out.push(v));
            prop_assert_eq!(found(&text), out);
        }
    }
}
