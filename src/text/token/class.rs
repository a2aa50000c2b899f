//! What each character is to the cutter: a table for ASCII, Unicode properties for the rest.

use unicode_normalization::char::is_combining_mark;

/// What an ASCII byte is where no word is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A letter or a digit: a word starts.
    Word,
    /// A blank or a control character.
    Space,
    /// The end of a line.
    Line,
    /// A quotation mark or an apostrophe.
    Quote,
    /// A hyphen.
    Hyphen,
    /// `@` or `#`: a handle or a tag may start.
    Sigil,
    /// Any other punctuation or symbol.
    Mark,
    /// First byte of a character outside ASCII.
    High,
}

/// [`Class`] of every byte.
pub(super) static CLASS: [Class; 256] = {
    let mut table = [Class::Mark; 256];
    let mut i = 0;
    while i < 256 {
        let b = i as u8;
        table[i] = match b {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' => Class::Word,
            b'\n' | b'\r' | 0x0b | 0x0c => Class::Line,
            0..=b' ' | 0x7f => Class::Space,
            b'"' | b'\'' | b'`' => Class::Quote,
            b'-' => Class::Hyphen,
            b'@' | b'#' => Class::Sigil,
            0x80.. => Class::High,
            _ => Class::Mark,
        };
        i += 1;
    }
    table
};

/// What the two bytes behind a run of ASCII letters and digits say about the end of the word, a bit each; the lower bits are left to
/// what they add between two words.
pub(super) mod behind {
    /// Of the first: the word ends here. The second allows it always.
    const END: u8 = 0x20;
    /// Of the first: the word ends here if the second allows it.
    const JOINER: u8 = 0x40;
    /// Both.
    pub(in super::super) const BITS: u8 = END | JOINER;

    /// What a byte says if it is the first; no bit if only the rules can tell.
    pub(in super::super) const fn first(byte: u8) -> u8 {
        match byte {
            b'.' | b',' | b':' => JOINER,
            b'\'' | b'"' | b'`' | b'@' | b'_' | b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | 0x80.. => 0,
            _ => END,
        }
    }

    /// What it says if it is the second: no [`JOINER`] may stand before a letter, a digit, a slash, or what only the rules can tell.
    pub(in super::super) const fn second(byte: u8) -> u8 {
        match byte {
            b'0'..=b'9' | b'A'..=b'Z' | b'a'..=b'z' | b'/' | 0x80.. => END,
            _ => BITS,
        }
    }
}

/// True for letters, digits and other numerals.
#[inline]
pub(super) fn starts_word(c: char) -> bool {
    match c {
        '×' | '÷' => false,
        // Accented Latin letters, of which Unicode's own tables tell more slowly.
        'À'..='\u{24f}' => true,
        c => c.is_alphanumeric(),
    }
}

/// True for what is written over, under or invisibly inside a word: marks, joiners, the soft hyphen, directions.
pub(super) fn extends_word(c: char) -> bool {
    match c {
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}' => true,
        ..='\u{2ff}' => false,
        _ => is_combining_mark(c),
    }
}

/// True for characters that are words by themselves, as Han and Hiragana are written without spaces.
pub(super) fn stands_alone(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{309f}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// True for every way in which an apostrophe is typed.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | 'ʼ' | '＇' | '`' | '´' | '′')
}

/// True for quotation marks of all languages, apostrophes among them.
pub(super) fn is_quote(c: char) -> bool {
    is_apostrophe(c) || matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '‹' | '›' | '‚' | '‛' | '＂')
}

/// True for hyphens, which cut a compound but hold it together.
pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}' | '\u{2011}' | '\u{fe63}' | '\u{ff0d}')
}
