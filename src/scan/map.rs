//! A map of a text: which of its bytes are what, a bit each. It is drawn once an article, in one pass, and walked by all who look
//! for some of these bytes: a bit is found in a few instructions, where a search of its own begins anew for every line.

use fearless_simd::{Level, Simd, dispatch};

use super::lanes::{BLOCK, Lanes};
use super::lines::{Line, Lines};
use super::marks;

/// What the bits of a map are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// Line feeds.
    Lines,
    /// Where a mark that ends sentences, or a bullet, may begin: `.`, `!` and `?` that no small ASCII letter follows, `;` behind
    /// a sign that is no ASCII (it asks in Greek alone), and bytes from 0xd6 on but those of U+2010 to U+201F. Few others.
    Ends,
    /// Straight double quotes.
    Straight,
    /// Where a quotation mark may begin: `"`, `'`, `` ` `` and the bytes 0xc2 and 0xe2. Few others.
    Quotes,
    /// ASCII capitals behind a small ASCII letter or a mark that ends sentences.
    Glued,
    /// Where an emoticon or an emoji may begin: `:` to `@`, and first bytes of signs outside ASCII but for those that begin with the
    /// bytes of quotation marks and dashes, 0xe2 and 0x80. Few others.
    Signs,
}

const CLASSES: usize = 6;

/// Which bytes of a text are what.
#[derive(Debug, Clone, Default)]
pub(crate) struct Map {
    /// For every 64 bytes a number for each class, the bit of the first byte lowest.
    blocks: Vec<[u64; CLASSES]>,
    /// A bit for each byte: ASCII letters and digits. Behind the last block stands another one of zeros.
    words: Vec<u8>,
    /// What stands between line feeds.
    lines: Lines,
    odd_lines: bool,
    /// Bytes that are not the first of their characters.
    behind_first: u64,
}

/// What a block must know of the bytes before it, bits that are shifted in; and what is asked of the text as a whole.
#[derive(Default)]
struct Carry {
    /// A small letter or a mark stood there.
    before: u64,
    /// No ASCII stood there.
    high: u64,
    /// The first byte of U+2028 stood one or two before.
    lead: u64,
    /// So many bytes so far are not the first of their characters.
    behind_first: u64,
    /// Not zero if another sign than the line feed may part lines.
    odd: u64,
}

impl Map {
    /// Draws the map of another text.
    pub(crate) fn read(&mut self, text: &str) {
        let carry = dispatch!(Level::new(), simd => self.judge(simd, text.as_bytes()));
        let Self { blocks, lines, odd_lines, behind_first, .. } = self;
        *odd_lines = carry.odd != 0;
        *behind_first = carry.behind_first;
        lines.clear();
        each(blocks, Class::Lines, |end| lines.end(text, end, 1));
        lines.end(text, text.len(), 0);
    }

    /// Fills the bits of all blocks.
    #[expect(clippy::inline_always, reason = "what is dispatched")]
    #[inline(always)]
    fn judge<S: Simd>(&mut self, simd: S, text: &[u8]) -> Carry {
        let (blocks, rest) = text.as_chunks::<BLOCK>();
        let mut carry = Carry::default();
        let Self { blocks: classes, words, .. } = self;
        classes.clear();
        words.clear();
        // With room for all, nothing is asked for each block.
        words.resize((blocks.len() + 2) * WORDS, 0);
        let (words, _) = words.as_chunks_mut::<WORDS>();
        classes.extend(blocks.iter().zip(&mut *words).map(|(block, words)| {
            let (classes, letters) = judged(Lanes::load(simd, block), &mut carry);
            *words = letters.to_le_bytes();
            classes
        }));
        if !rest.is_empty() {
            let mut last = [b' '; BLOCK];
            last[..rest.len()].copy_from_slice(rest);
            let (bits, letters) = judged(Lanes::load(simd, &last), &mut carry);
            words[blocks.len()] = letters.to_le_bytes();
            classes.push(bits);
        }
        carry
    }

    /// The lines between line feeds that are not blank.
    pub(crate) fn lines(&self) -> &[Line] {
        self.lines.found()
    }

    /// The number of bytes of the text that are not the first of their characters.
    pub(crate) fn behind_first(&self) -> usize {
        self.behind_first as usize
    }

    /// Where words of ASCII letters and digits are.
    pub(crate) fn words(&self) -> Words<'_> {
        Words(&self.words)
    }

    /// False only if no other sign than the line feed parts lines: no carriage return, no U+2028, no U+2029.
    pub(crate) fn has_odd_lines(&self) -> bool {
        self.odd_lines
    }

    /// Calls `with` with every place of a class, in order.
    #[inline]
    pub(crate) fn each(&self, class: Class, with: impl FnMut(usize)) {
        each(&self.blocks, class, with);
    }

    /// A map of all bytes that may be of [`Class::Ends`] whatever stands beside them: the plain way, for tests.
    #[cfg(test)]
    pub(crate) fn of_ends(text: &str) -> Self {
        let ends = |block: &[u8]| {
            let may = |b: u8| matches!(b, b'.' | b'!' | b'?' | b';' | 0xd6..);
            let bits = block.iter().rev().fold(0, |bits, b| bits << 1 | u64::from(may(*b)));
            let mut classes = [0; CLASSES];
            classes[Class::Ends as usize] = bits;
            classes
        };
        Self {
            blocks: text.as_bytes().chunks(BLOCK).map(ends).collect(),
            words: vec![],
            lines: Lines::default(),
            odd_lines: true,
            behind_first: 0,
        }
    }

    /// The first place of a class among `from..to`.
    #[inline]
    pub(crate) fn first(&self, class: Class, from: usize, to: usize) -> Option<usize> {
        let mut wanted = u64::MAX << (from % BLOCK);
        for (bits, block) in self.blocks.get(from / BLOCK..)?.iter().zip(from / BLOCK..) {
            let left = bits[class as usize] & wanted;
            if left != 0 {
                return Some(block * BLOCK + left.trailing_zeros() as usize).filter(|at| *at < to);
            }
            if (block + 1) * BLOCK >= to {
                break;
            }
            wanted = u64::MAX;
        }
        None
    }

    /// The places of a class, for whoever goes forward by steps of his own.
    pub(crate) fn places(&self, class: Class) -> Places<'_> {
        let left = self.blocks.first().map_or(0, |bits| bits[class as usize]);
        Places { map: self, class, block: 0, left }
    }
}

#[inline]
fn each(blocks: &[[u64; CLASSES]], class: Class, mut with: impl FnMut(usize)) {
    for (block, bits) in blocks.iter().enumerate() {
        marks::each(bits[class as usize], |i| with(block * BLOCK + i as usize));
    }
}

/// Bytes that the bits of a block are kept in.
const WORDS: usize = BLOCK / 8;

/// Where words of ASCII letters and digits are in a text.
#[derive(Clone, Copy)]
pub(crate) struct Words<'m>(&'m [u8]);

impl Words<'_> {
    /// The number of letters and digits from byte `at` on, if they are fewer than 57; of more no fewer than 57. Whoever goes from word
    /// to word waits for this alone, and not for the text.
    #[inline]
    pub(crate) fn run(self, at: usize) -> usize {
        let from = at / 8;
        let bits = self
            .0
            .get(from..from + WORDS)
            .and_then(<[u8]>::first_chunk)
            .map_or(0, |b| u64::from_le_bytes(*b));
        (!(bits >> (at % 8))).trailing_zeros() as usize
    }
}

/// The bits of one block: of each class, and of letters and digits.
#[expect(clippy::inline_always, reason = "it stands inside what is dispatched")]
#[inline(always)]
fn judged<S: Simd>(lanes: Lanes<S>, carry: &mut Carry) -> ([u64; CLASSES], u64) {
    let high = lanes.high();
    let small = lanes.within(b'a', b'z');
    let stops = lanes.is(b'.') | lanes.is(b'!') | lanes.is(b'?');
    // Small letters and marks, and all that the two numbers know of the byte before.
    let before = small | stops;
    let capitals = lanes.within(b'A', b'Z');
    let glued = capitals & (before << 1 | carry.before);
    let mut ends = stops & !(small >> 1);
    let straight = lanes.is(b'"');
    let mut signs = lanes.within(b':', b'@');
    let mut quotes = straight | lanes.is(b'\'') | lanes.is(b'`');
    if high | carry.high != 0 {
        let foreign = foreign(lanes, high, carry);
        ends |= foreign.ends;
        quotes |= foreign.quotes;
        signs |= foreign.signs;
    } else {
        carry.lead = 0;
    }
    carry.before = before >> (BLOCK - 1);
    carry.high = high >> (BLOCK - 1);
    carry.odd |= lanes.is(b'\r');
    let words = small | capitals | lanes.within(b'0', b'9');
    ([lanes.is(b'\n'), ends, straight, quotes, glued, signs], words)
}

/// What signs outside ASCII add to the classes of a block.
struct Foreign {
    ends: u64,
    quotes: u64,
    signs: u64,
}

/// What they add, and to the signs that part lines.
#[expect(clippy::inline_always, reason = "it stands inside what is dispatched")]
#[inline(always)]
fn foreign<S: Simd>(lanes: Lanes<S>, high: u64, carry: &mut Carry) -> Foreign {
    let lead = lanes.is(0xe2);
    // U+2028 and U+2029 end with these bytes; what few other signs do so are told by whoever reads the lines.
    carry.odd |= (lanes.is(0xa8) | lanes.is(0xa9)) & (lead << 2 | carry.lead);
    let punctuation = lead & lanes.is(0x80) >> 1;
    let dashes_and_quotes = punctuation & lanes.within(0x90, 0x9f) >> 2;
    let asks = lanes.is(b';') & (high << 1 | carry.high);
    carry.lead = lead >> (BLOCK - 2);
    carry.behind_first += u64::from(lanes.within(0x80, 0xbf).count_ones());
    Foreign {
        ends: asks | lanes.within(0xd6, 0xff) & !dashes_and_quotes,
        quotes: lead | lanes.is(0xc2),
        signs: lanes.within(0xc2, 0xf4) & !punctuation,
    }
}

/// The places of a class in a map, for whoever goes forward.
pub(crate) struct Places<'m> {
    map: &'m Map,
    class: Class,
    /// The block that `left` is of.
    block: usize,
    /// Places of the block that are not behind.
    left: u64,
}

impl Places<'_> {
    /// The first place from `at` on; `at` never goes back.
    #[inline]
    pub(crate) fn next_from(&mut self, at: usize) -> Option<usize> {
        let block = at / BLOCK;
        if block > self.block {
            self.block = block;
            self.left = self.bits().unwrap_or(0);
        }
        if block == self.block {
            self.left &= u64::MAX << (at % BLOCK);
        }
        while self.left == 0 {
            self.block += 1;
            self.left = self.bits()?;
        }
        Some(self.block * BLOCK + self.left.trailing_zeros() as usize)
    }

    #[inline]
    fn bits(&self) -> Option<u64> {
        self.map.blocks.get(self.block).map(|bits| bits[self.class as usize])
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// True if the byte at `at` is of a class, as its description says.
    fn is_of(class: Class, text: &[u8], at: usize) -> bool {
        let before = at.checked_sub(1).and_then(|i| text.get(i)).copied();
        let next = text.get(at + 1).copied();
        match (class, text[at]) {
            (Class::Lines, b) => b == b'\n',
            (Class::Straight, b) => b == b'"',
            (Class::Quotes, b) => matches!(b, b'"' | b'\'' | b'`' | 0xc2 | 0xe2),
            (Class::Signs, 0xe2) => next != Some(0x80),
            (Class::Signs, b) => matches!(b, b':'..=b'@' | 0xc2..=0xf4),
            (Class::Glued, b) => {
                b.is_ascii_uppercase()
                    && before.is_some_and(|b| b.is_ascii_lowercase() || matches!(b, b'.' | b'!' | b'?'))
            }
            (Class::Ends, b'.' | b'!' | b'?') => !next.is_some_and(|b| b.is_ascii_lowercase()),
            (Class::Ends, b';') => before.is_some_and(|b| !b.is_ascii()),
            (Class::Ends, 0xe2) => !matches!(text[at..], [_, 0x80, 0x90..=0x9f, ..]),
            (Class::Ends, b) => b >= 0xd6,
        }
    }

    proptest! {
        #[test]
        fn a_map_shows_what_is_there(
            text in "([a-zA-Z]{0,30}[.!?;\" \n]{0,2}|[.;“’—…è;؟。«'`\r\u{2028}\u{2029}⸨•]{0,3}|[a-z ]{40,70}){0,12}",
            steps in proptest::collection::vec(1usize..90, 0..40),
        ) {
            let mut map = Map::default();
            map.read("An older “text” that. Was\nthere?\r Before");
            map.read(&text);
            let bytes = text.as_bytes();
            for class in [Class::Lines, Class::Ends, Class::Straight, Class::Quotes, Class::Glued, Class::Signs] {
                // A mark at the edge of a block is not told from those that are none.
                let edge = |i: usize| matches!(class, Class::Ends | Class::Signs) && i % BLOCK >= BLOCK - 2;
                let mut found = Vec::new();
                map.each(class, |i| found.push(i));
                for i in 0..bytes.len() {
                    let (is, shown) = (is_of(class, bytes, i), found.contains(&i));
                    prop_assert!(is == shown || edge(i) && shown, "{class:?} {i}");
                }
                for &step in &steps {
                    let (from, to) = (step * 3, step * 4);
                    let first = found.iter().copied().find(|i| *i >= from).filter(|i| *i < to);
                    prop_assert_eq!(map.first(class, from, to), first);
                }
                let mut places = map.places(class);
                let mut at = 0;
                for step in &steps {
                    let next = places.next_from(at);
                    prop_assert_eq!(next, found.iter().copied().find(|i| *i >= at));
                    at = if step % 3 == 0 { at + step } else { next.map_or(at, |i| i + 1) };
                }
            }
            for at in 0..bytes.len() + BLOCK {
                let run = bytes.iter().skip(at).take_while(|b| b.is_ascii_alphanumeric()).count();
                let shown = map.words().run(at);
                prop_assert!(shown == run || run >= 57 && shown >= 57, "{run} {shown} at {at}");
            }
            prop_assert_eq!(map.behind_first(), text.len() - text.chars().count());
            let odd = text.contains(['\r', '\u{2028}', '\u{2029}']);
            prop_assert!(map.has_odd_lines() || !odd);
            prop_assert!(odd || !map.has_odd_lines() || text.contains('⸨'));
        }
    }
}
