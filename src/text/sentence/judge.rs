//! Whether an end mark ends its sentence.

use super::around::{Ahead, Begins, has_word, is_title_case, word_at, word_before, words_between};
use super::mark::{Cluster, Kind, char_at};
use crate::text::resource::{Resources, Stops, WordList};

/// Fewest words a sentence has that ends behind an abbreviated time: `At 5 a.m. Mr. Rossi …` goes on.
const SHORT_LEAD: usize = 4;

/// How far behind a quotation its verb of saying may stand, in words: `“Why?” Anna Rossi asked.`
const VERB_REACH: usize = 4;

/// Longest word in the lists, in bytes; a test of theirs holds it.
const LONGEST: usize = 24;

/// Judges end marks in one language. Its buffer spares an allocation per word looked up.
pub(super) struct Judge {
    resources: &'static Resources,
    lower: String,
}

/// What an abbreviation before a full stop says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Abbreviation {
    /// It is none.
    None,
    /// It leads on to what follows.
    Leads,
    /// It ends the sentence if the next word can only be capitalised because it starts one.
    BeforeStarter,
    /// The same, and a title may start the next sentence too.
    BeforeStarterOrTitle,
    /// It ends the sentence before any capital.
    BeforeCapital,
}

impl Judge {
    pub(super) fn new(resources: &'static Resources) -> Self {
        Self { resources, lower: String::new() }
    }

    /// Where the sentence that began at `from` ends, if it does at this cluster. `to` is the end of the region.
    pub(super) fn end(&mut self, text: &str, from: usize, cluster: &Cluster, to: usize) -> Option<usize> {
        let text = &text[..to];
        let next = char_at(text, cluster.end)?;
        if !has_word(text, from, cluster.start) {
            return None;
        }
        if !next.is_whitespace() {
            return self.glued(text, cluster, next);
        }
        let ahead = Ahead::read(text, cluster.end);
        if matches!(ahead.begins, Begins::Continues | Begins::Nothing) {
            return None;
        }
        let ends = match cluster.kind {
            Kind::Wide => true,
            Kind::Bang => self.bang_ends(text, cluster, &ahead),
            Kind::Ellipsis => {
                if let (Some(end), Begins::Upper) = (cluster.stop_before_dots, ahead.begins) {
                    return Some(end);
                }
                let telling = match ahead.begins {
                    Begins::Upper => !self.is_in(|r| &r.always_capital, ahead.word),
                    Begins::Caseless | Begins::Sign => true,
                    _ => false,
                };
                telling && !omission(text, cluster)
            }
            Kind::Stop => self.stop_ends(text, from, cluster, &ahead),
        };
        ends.then_some(cluster.end)
    }

    /// A missing space: `attack.The`. A capital tells, between words that are no parts of a dotted name.
    fn glued(&mut self, text: &str, cluster: &Cluster, next: char) -> Option<usize> {
        if cluster.kind == Kind::Wide {
            return Some(cluster.end);
        }
        let single = cluster.end - cluster.start == 1 || cluster.quote || cluster.bracket;
        let opener = matches!(next, '“' | '«' | '‘') && !cluster.quote;
        let rest = &text[cluster.end + if opener { next.len_utf8() } else { 0 }..];
        let word = word_at(rest);
        if !single || !word.starts_with(char::is_uppercase) {
            return None;
        }
        let behind = rest[word.len()..].chars().next();
        let before = word_before(text, 0, cluster.start);
        let plain =
            |w: &str| w.chars().count() > 1 && w.chars().all(|c| c.is_lowercase() || c == '\'' || c == '’');
        let spaced = behind.is_none_or(|c| c.is_whitespace() || c == ',')
            || behind == Some('.') && self.is_title(word);
        let known =
            before.len() > 1 && !before.contains('.') && (self.is_starter(word, rest) || self.is_title(word));
        (spaced && (plain(before) || known || cluster.quote && before.len() > 1)).then_some(cluster.end)
    }

    fn bang_ends(&mut self, text: &str, cluster: &Cluster, ahead: &Ahead<'_>) -> bool {
        let doubt = cluster.bracket && text[..cluster.start].ends_with(['(', '[']);
        match ahead.begins {
            Begins::Lower => false,
            _ if doubt => false,
            Begins::Upper if cluster.quote && !ahead.opens => !self.said_next(ahead.rest),
            _ => true,
        }
    }

    /// True if a verb of saying stands among the next words: what was quoted goes on with its speaker.
    fn said_next(&mut self, mut rest: &str) -> bool {
        for _ in 0..VERB_REACH {
            let word = word_at(rest);
            if word.is_empty() {
                return false;
            }
            if word.starts_with(char::is_lowercase) {
                return self.is_in(|r| &r.reporting, word);
            }
            rest = rest[word.len()..].trim_start_matches([' ', '-', '.']);
        }
        false
    }

    fn stop_ends(&mut self, text: &str, from: usize, cluster: &Cluster, ahead: &Ahead<'_>) -> bool {
        if ahead.begins == Begins::Lower && (cluster.quote || cluster.bracket || cluster.doubled) {
            return false;
        }
        if cluster.doubled {
            return true;
        }
        let word = self.unelided(word_before(text, from, cluster.start));
        let start = cluster.start - word.len();
        let first = !has_word(text, from, start);
        if word.is_empty() {
            let closed = text[..cluster.start].ends_with([')', ']', '"', '”', '»', '’']);
            return closed || ahead.begins != Begins::Lower;
        }
        if word.bytes().all(|b| b.is_ascii_digit() || b == b'.') {
            return !first && self.number_ends(word, ahead);
        }
        match self.abbreviation(text, from, start, word, ahead) {
            Abbreviation::None => self.word_ends(word, ahead),
            Abbreviation::Leads => false,
            Abbreviation::BeforeCapital => matches!(ahead.begins, Begins::Upper | Begins::Sign),
            kind => {
                let title = kind == Abbreviation::BeforeStarterOrTitle && self.is_title(ahead.word);
                let starts = title || self.is_starter(ahead.word, ahead.rest);
                ahead.begins == Begins::Upper
                    && starts
                    && (from + 40 < start
                        || words_between(text, from, cluster.start, SHORT_LEAD) >= SHORT_LEAD
                        || first)
                    && !is_title_case(text, from, start)
            }
        }
    }

    /// The word behind an elided article: `art` of `dell'art`.
    fn unelided<'t>(&self, word: &'t str) -> &'t str {
        let Some((i, c)) = word.char_indices().find(|(_, c)| matches!(c, '\'' | '’')) else { return word };
        if self.resources.is_elision(&word[..i]) { &word[i + c.len_utf8()..] } else { word }
    }

    /// A number and a full stop.
    fn number_ends(&mut self, number: &str, ahead: &Ahead<'_>) -> bool {
        match ahead.begins {
            Begins::Lower => !self.resources.ordinal_dot && number.len() > 2,
            _ if !self.resources.ordinal_dot || number.len() > 3 => true,
            Begins::Upper => self.is_starter(ahead.word, ahead.rest),
            _ => false,
        }
    }

    /// A word that is no abbreviation we know. Behind it a capital starts a sentence; a small letter does only behind a word
    /// that is too much of a word to be an abbreviation.
    fn word_ends(&mut self, word: &str, ahead: &Ahead<'_>) -> bool {
        if ahead.begins != Begins::Lower {
            return true;
        }
        let vowel = |c: char| "aeiouyàáâãäåèéêëìíîïòóôõöùúûü".contains(c);
        let whole = word.chars().all(char::is_alphabetic) && word.chars().any(|c| vowel(c) || c > '\u{24f}');
        let long = word.chars().count() > if self.resources.vowel_endings { 2 } else { 3 };
        whole
            && long
            && (!self.resources.vowel_endings
                || word.ends_with(vowel)
                || word.starts_with(char::is_uppercase))
    }

    fn abbreviation(
        &mut self,
        text: &str,
        from: usize,
        start: usize,
        word: &str,
        ahead: &Ahead<'_>,
    ) -> Abbreviation {
        let is = self.stops(word);
        let numbered = ahead.begins == Begins::Digit || is_roman(ahead.word);
        if is.is(Stops::LEADING) || numbered && is.is(Stops::NUMBERED) {
            return Abbreviation::Leads;
        }
        if is.is(Stops::CLOSING) {
            return Abbreviation::BeforeCapital;
        }
        let listed = is.is(Stops::ABBREVIATION);
        if is.is(Stops::TITLE) {
            return if listed { Abbreviation::BeforeStarter } else { Abbreviation::Leads };
        }
        if listed {
            return Abbreviation::BeforeStarterOrTitle;
        }
        if ahead.begins == Begins::Lower && word.len() < 4 && is.is(Stops::NUMBERED) {
            return Abbreviation::Leads;
        }
        match shape(word) {
            // A unit: `90 km/h.`
            Shape::Initial if text[..start].ends_with('/') => Abbreviation::None,
            Shape::Initial => {
                // `you and I. Did …`, `vitamin C. The …`, but `John F. …`
                let before = word_before(text, from, from + text[from..start].trim_end().len());
                let name = before.starts_with(char::is_uppercase) || before.is_empty();
                if name { Abbreviation::Leads } else { Abbreviation::BeforeStarter }
            }
            Shape::Time => Abbreviation::BeforeStarterOrTitle,
            Shape::Acronym => Abbreviation::BeforeStarter,
            Shape::Word => Abbreviation::None,
        }
    }

    /// What a word before a full stop is, as written, in lower case or, written in capitals, with the first alone.
    fn stops(&mut self, word: &str) -> Stops {
        if word.len() > LONGEST {
            return Stops::default();
        }
        let mut is = self.resources.stops(word);
        if word.contains(|c: char| !c.is_lowercase()) {
            self.lower_case(word);
            is = is.or(self.resources.stops(&self.lower));
            if word.len() > 1 && !word.contains(char::is_lowercase) {
                self.first_capital(word);
                is = is.or(self.resources.stops(&self.lower));
            }
        }
        is
    }

    fn lower_case(&mut self, word: &str) {
        self.lower.clear();
        self.lower.extend(word.chars().flat_map(char::to_lowercase).map(|c| if c == '’' { '\'' } else { c }));
    }

    fn first_capital(&mut self, word: &str) {
        self.lower.clear();
        let mut letters = word.chars();
        self.lower.extend(letters.next());
        self.lower.extend(letters.flat_map(char::to_lowercase));
    }

    /// True if the word in lower case stands in a list.
    fn is_in(&mut self, list: impl Fn(&'static Resources) -> &'static WordList, word: &str) -> bool {
        let list = list(self.resources);
        if word.len() > LONGEST || list.is_empty() {
            return false;
        }
        self.lower_case(word);
        list.contains(&self.lower)
    }

    fn is_title(&mut self, word: &str) -> bool {
        self.stops(word).is(Stops::TITLE)
    }

    /// True if the capital of the next word is explained by the start of a sentence alone. `L'Europa` counts by its article.
    fn is_starter(&mut self, word: &str, rest: &str) -> bool {
        if self.is_in(|r| &r.starters, word) {
            return true;
        }
        let Some(apostrophe) = word.find(['\'', '’']) else { return false };
        let end = apostrophe + rest[apostrophe..].chars().next().map_or(0, char::len_utf8);
        self.is_in(|r| &r.starters, &word[..end])
    }
}

/// True for dots in brackets, which stand for words left out.
fn omission(text: &str, cluster: &Cluster) -> bool {
    cluster.bracket && text[..cluster.start].trim_end().ends_with(['[', '('])
}

fn is_roman(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|b| b"IVXLCDM".contains(&b)) && word != "I"
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    /// One letter: `J`.
    Initial,
    /// A time of the day: `a.m`.
    Time,
    /// Letters with dots between them: `U.S`.
    Acronym,
    /// A word.
    Word,
}

fn shape(word: &str) -> Shape {
    let mut letters = word.chars().filter(|c| c.is_alphanumeric());
    let (first, second) = (letters.next(), letters.next());
    if first.is_some_and(char::is_alphabetic) && second.is_none() {
        Shape::Initial
    } else if word.eq_ignore_ascii_case("a.m") || word.eq_ignore_ascii_case("p.m") {
        Shape::Time
    } else if word.contains('.')
        && word.split('.').all(|p| p.chars().count() < 4 && p.chars().all(|c| c.is_alphabetic() || c == '&'))
    {
        Shape::Acronym
    } else {
        Shape::Word
    }
}
