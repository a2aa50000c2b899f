//! Emoticons and emoji: found in the text itself, because they are no tokens.

use hashbrown::HashMap;

use crate::scan;

/// Signs by their first character.
#[derive(Default)]
pub(super) struct Signs {
    by_first: HashMap<char, Vec<(String, f32)>>,
    /// True for the first bytes of signs, so that nearly all text is passed over.
    first: Option<Box<[bool; 256]>>,
    /// The same of their second bytes: quotation marks begin with the same byte as many emoji.
    second: Option<Box<[bool; 256]>>,
    /// True if every sign begins as [`is_usual`] says.
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
        self.usual = first.zip(0..=u8::MAX).all(|(first, b)| !first || is_usual(b));
    }

    /// Calls `with` with the valence of every sign in `text` that neither touches a letter or digit nor overlaps one before it.
    pub(super) fn find(&self, text: &str, mut with: impl FnMut(f32)) {
        let (Some(first), Some(second)) = (&self.first, &self.second) else { return };
        let bytes = text.as_bytes();
        let is = |b: u8| first[b as usize];
        let next = |at: usize| {
            let rest = bytes.get(at..)?;
            let found =
                if self.usual { scan::position(rest, is_usual, is) } else { scan::position(rest, is, is) };
            found.map(|i| at + i)
        };
        let mut from = 0;
        while let Some(at) = next(from) {
            from = at + 1;
            let byte = bytes[at];
            if bytes.get(from).is_some_and(|b| !second[*b as usize]) {
                continue;
            }
            let Some(rest) = text.get(at..) else { continue };
            let signs = rest.chars().next().and_then(|c| self.by_first.get(&c));
            let found = signs.into_iter().flatten().find(|(sign, _)| {
                let Some(next) = rest.strip_prefix(sign.as_str()) else { return false };
                // An emoji may touch what it likes; an emoticon in a word, an address or a time is none.
                !byte.is_ascii()
                    || (!next.starts_with(|c: char| c.is_alphanumeric() || c == '/')
                        && !text[..at].ends_with(char::is_alphanumeric))
            });
            if let Some((sign, valence)) = found {
                from = at + sign.len();
                with(*valence);
            }
        }
    }
}

/// True for the first bytes of nearly all signs: the eyes of emoticons, and whatever is not ASCII.
#[expect(clippy::needless_bitwise_bool, reason = "branches would keep it from becoming vector instructions")]
fn is_usual(b: u8) -> bool {
    (b':'..=b'@').contains(&b) | (b >= 0x80)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<f32> {
        let mut signs = Signs::default();
        for (sign, valence) in [(":)", 0.5), (":(", -0.5), (":/", -0.3), ("❤", 0.6), (":-)", 0.4)] {
            signs.add(sign, valence);
        }
        signs.sort();
        let mut out = Vec::new();
        signs.find(text, |v| out.push(v));
        out
    }

    #[test]
    fn signs_are_found_outside_words() {
        assert_eq!(format!("{:?}", found("so good :) ❤❤ :-)")), "[0.5, 0.6, 0.6, 0.4]");
        assert!(found("http://example.org at 10:30 “quoted” (see:)x").is_empty());
        assert_eq!(found(":(").len(), 1);
    }
}
