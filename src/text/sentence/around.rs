//! What stands before and behind an end mark: the word before it, the first word of what would be the next sentence.

/// How far a word is read, in bytes. Longer ones are no abbreviations, and text without spaces must not cost more.
const REACH: usize = 40;

/// The word before byte `end`, not before `from`: letters, digits, and dots, apostrophes and hyphens between them.
pub(super) fn word_before(text: &str, from: usize, end: usize) -> &str {
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '\'' | '’' | '-' | '°' | 'º' | 'ª' | '&');
    let floor = floor_boundary(text, from.max(end.saturating_sub(REACH)), end);
    let reach = &text[floor..end];
    let start = reach
        .char_indices()
        .rev()
        .take_while(|(_, c)| inside(*c) || is_direction(*c))
        .last()
        .map_or(reach.len(), |(i, _)| i);
    reach[start..].trim_start_matches(|c: char| !c.is_alphanumeric())
}

/// The next boundary of a character from `at` on.
pub(super) fn floor_boundary(text: &str, mut at: usize, end: usize) -> usize {
    while at < end && !text.is_char_boundary(at) {
        at += 1;
    }
    at
}

/// Invisible marks of writing direction, which stand between letters and dots in Arabic.
fn is_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// How what follows begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Begins {
    /// With a capital letter.
    Upper,
    /// With a small letter.
    Lower,
    /// With a digit.
    Digit,
    /// With a letter of a script without capitals.
    Caseless,
    /// With a mark that continues a sentence: a comma, a closing mark.
    Continues,
    /// With another sign.
    Sign,
    /// Nothing but signs up to the end.
    Nothing,
}

/// What follows an end mark.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ahead<'a> {
    /// How it begins, behind opening quotes, brackets and dashes.
    pub(super) begins: Begins,
    /// Its first word, and the text from there.
    pub(super) word: &'a str,
    /// Text from the first word on.
    pub(super) rest: &'a str,
    /// True if a quotation or a bracket opens before the word.
    pub(super) opens: bool,
}

impl<'a> Ahead<'a> {
    /// What stands from `at` on, white space left out.
    pub(super) fn read(text: &'a str, at: usize) -> Self {
        let mut rest = text[at..].trim_start();
        let mut opens = false;
        for _ in 0..6 {
            let Some(c) = rest.chars().next() else { break };
            match c {
                '"' | '\'' | '“' | '‘' | '«' | '‹' | '„' | '‚' | '»' | '(' | '[' | '{' | '¿' | '¡' =>
                {
                    opens = true;
                }
                '-' | '–' | '—' | '―' | '*' | '_' => {}
                c if is_direction(c) => {}
                _ => break,
            }
            rest = rest[c.len_utf8()..].trim_start();
        }
        let word = word_at(rest);
        Self { begins: begins(rest, word), word, rest, opens }
    }
}

fn begins(rest: &str, word: &str) -> Begins {
    match rest.chars().next() {
        None => Begins::Nothing,
        Some(c) if c.is_uppercase() => Begins::Upper,
        // Names such as iPhone, and addresses, are written so at the start of a sentence too.
        Some(c) if c.is_lowercase() && is_written_small(rest, word) => Begins::Upper,
        Some(c) if c.is_lowercase() => Begins::Lower,
        // A sentence that begins with words left out: “…and then”.
        Some('.' | '…') if rest.trim_start_matches(['.', '…']).starts_with(char::is_alphabetic) => {
            Begins::Sign
        }
        Some(c) if c.is_numeric() => Begins::Digit,
        Some(c) if c.is_alphabetic() => Begins::Caseless,
        Some(',' | ';' | ':' | ')' | ']' | '}' | '”' | '’' | '/' | '+' | '=' | '.' | '!' | '?' | '…') => {
            Begins::Continues
        }
        Some(_) if rest.len() < 64 && !rest.contains(char::is_alphanumeric) => Begins::Nothing,
        Some(_) => Begins::Sign,
    }
}

fn is_written_small(rest: &str, word: &str) -> bool {
    let address = ["http://", "https://", "www."].iter().any(|p| rest.starts_with(p));
    address || word.chars().nth(1).is_some_and(char::is_uppercase)
}

/// The word at the start: letters, with apostrophes between them.
pub(super) fn word_at(rest: &str) -> &str {
    let reach = &rest[..floor_boundary(rest, REACH.min(rest.len()), rest.len())];
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '\'' | '’');
    &reach[..reach.find(|c| !inside(c)).unwrap_or(reach.len())]
}

/// True if the words before `end` are set like a title, with capitals throughout: there a capital tells nothing.
pub(super) fn is_title_case(text: &str, from: usize, end: usize) -> bool {
    let floor = floor_boundary(text, from.max(end.saturating_sub(60)), end);
    let mut long =
        text[floor..end].split_whitespace().filter(|w| w.len() > 2 && w.starts_with(char::is_alphabetic));
    let (mut capitals, mut all) = (0, 0);
    for word in long.by_ref() {
        all += 1;
        capitals += usize::from(word.starts_with(char::is_uppercase));
    }
    all > 2 && capitals == all
}

/// Number of words between `from` and `end`, counted up to `enough`.
pub(super) fn words_between(text: &str, from: usize, end: usize, enough: usize) -> usize {
    text[from..end].split_whitespace().take(enough).count()
}

/// True if there is a letter or digit in the first bytes from `from` to `end`; taken for granted in longer stretches.
pub(super) fn has_word(text: &str, from: usize, end: usize) -> bool {
    end - from > REACH || text[from..end].contains(char::is_alphanumeric)
}
