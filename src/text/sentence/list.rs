//! Items of a list that run on in one line: `1. Bread 2. Milk`, `a) first b) second`.

use memchr::memmem;

use super::around::word_at;

/// The mark that an item starts with.
struct Enumerator {
    /// `2` of `2.)`, or the letter's number.
    value: u32,
    letter: bool,
    /// `.`, `)` or `.)`.
    close: &'static str,
}

impl Enumerator {
    /// Reads the mark at the start of `item`.
    fn read(item: &str) -> Option<Self> {
        if !may_begin(item.as_bytes()) {
            return None;
        }
        let word = word_at(item);
        let letter = word.len() == 1 && word.as_bytes()[0].is_ascii_lowercase();
        let value =
            if letter { u32::from(word.as_bytes()[0]) } else { word.parse().ok().filter(|v| *v < 200)? };
        let rest = &item[word.len()..];
        let close = [".)", ".", ")"].into_iter().find(|c| rest.starts_with(c))?;
        let body = &rest[close.len()..];
        let gap: usize = body.chars().take(4).take_while(|c| c.is_whitespace()).map(char::len_utf8).sum();
        (gap > 0 && body[gap..].starts_with(char::is_uppercase)).then_some(Self { value, letter, close })
    }

    /// The mark of the next item, with the space before it.
    fn following(&self) -> String {
        let value = self.value + 1;
        match char::from_u32(value).filter(|_| self.letter) {
            Some(letter) => format!(" {letter}{} ", self.close),
            None => format!(" {value}{} ", self.close),
        }
    }
}

/// False for all that begins with neither a digit nor a letter with a mark behind it: nearly every sentence.
pub(super) fn may_begin(item: &[u8]) -> bool {
    matches!(item, [b'0'..=b'9', ..] | [b'a'..=b'z', b'.' | b')', ..])
}

/// The places in `text[from..to]` where a next item starts; `text[from..to]` starts with an item. Each is found from the one
/// before, so that the whole costs one walk.
pub(super) fn items(text: &str, from: usize, to: usize) -> impl Iterator<Item = usize> {
    let mut at = from;
    let mut current = Enumerator::read(&text[from..to]);
    std::iter::from_fn(move || {
        let mark = current.take()?.following();
        let found = at + memmem::find(&text.as_bytes()[at..to], mark.as_bytes())? + 1;
        current = Enumerator::read(&text[found..to]);
        at = found;
        current.is_some().then_some(found)
    })
}

/// Where the next item starts, if its mark is the word and the full stop at `dot`; `text[from..]` starts with an item.
pub(super) fn next_item(text: &str, from: usize, dot: usize) -> Option<usize> {
    let start = dot - text[from..dot].bytes().rev().take(3).take_while(u8::is_ascii_alphanumeric).count();
    let next = Enumerator::read(&text[start..])?;
    let spaced = start > from && text[..start].ends_with(char::is_whitespace);
    if !spaced {
        return None;
    }
    let first = Enumerator::read(&text[from..])?;
    let follows = (first.value + 1, first.letter, first.close) == (next.value, next.letter, next.close);
    follows.then_some(start)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Vec<&str> {
        let mut from = 0;
        let mut parts = Vec::new();
        for at in items(text, 0, text.len()).chain([text.len()]) {
            parts.push(text[from..at].trim());
            from = at;
        }
        parts
    }

    #[test]
    fn other_signs_are_no_marks() {
        for item in ["+1. A", "², A", "². A", "٣. A", "A. B", "'1. A", "é) A", "aa. B", ".1. A", "(1) A"]
        {
            let word = word_at(item);
            let letter = word.len() == 1 && word.as_bytes()[0].is_ascii_lowercase();
            assert!(!may_begin(item.as_bytes()) && !letter && word.parse::<u32>().is_err(), "{item}");
        }
    }

    #[test]
    fn items_follow_one_another() {
        assert_eq!(parts("1) Read the code 2) Write 3) Rest"), ["1) Read the code", "2) Write", "3) Rest"]);
        assert_eq!(parts("a. Bread b. Milk"), ["a. Bread", "b. Milk"]);
        assert_eq!(parts("1. It cost 2. dollars or 3. Euros"), ["1. It cost 2. dollars or 3. Euros"]);
        assert_eq!(parts("7. Eight 9. Nine"), ["7. Eight 9. Nine"]);
    }
}
