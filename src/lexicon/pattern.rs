//! The pattern language: plain words by stem, `=word` by form, `*` and `?` globs, phrases, compounds; `(a|b)` and `*{0,3}`, which
//! `alternatives` writes out.

mod spelled;

use super::alternatives::{self, Ways, is_sign, wrong};
pub use super::glob::glob_matches;
use crate::error::Error;
use crate::text::stem::Stemmer;
use crate::text::{Document, Language, Resources, Token, Vocabulary, read_phrase};
use spelled::{Spelled, Word};

/// What one token of a match must look like.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum WordPattern {
    /// Any form with this stem.
    Stem(String),
    /// This folded form alone.
    Form(String),
    /// This surface form alone, case as written.
    Surface(String),
    /// A glob over the folded form: `*` any characters or none, `?` exactly one.
    Glob(String),
    /// Any token.
    Any,
}

/// A compiled entry: one or several spellings, each a sequence of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// What it stands for, no spelling empty. Each compound of two parts has an open and a closed spelling, the open one first.
    pub spellings: Vec<Vec<WordPattern>>,
}

impl Pattern {
    /// Most words of a pattern: a longer phrase is a pasted text rather than an entry.
    pub const MOST_WORDS: usize = 64;
    /// Most characters of one word of a pattern.
    pub const LONGEST_WORD: usize = 256;
    /// Most compounds of one pattern that are also looked for in closed spelling.
    pub const MOST_COMPOUNDS: usize = 3;

    /// Reads a pattern of `language`; with `case`, words match only as written. To read many, keep a [`PatternReader`].
    ///
    /// # Errors
    /// See [`PatternReader::read`].
    ///
    /// # Example
    /// ```
    /// use framescope::lexicon::{Pattern, WordPattern};
    /// use framescope::text::Language;
    /// let p = Pattern::parse("cyber-attack", false, Language::ENGLISH).unwrap();
    /// assert_eq!(p.spellings[1], [WordPattern::Stem("cyberattack".into())]);
    /// let p = Pattern::parse("=can *{0,2} (strike|attack)", false, Language::ENGLISH).unwrap();
    /// assert_eq!(p.spellings.len(), 6);
    /// ```
    pub fn parse(source: &str, case: bool, language: Language) -> Result<Self, Error> {
        PatternReader::new(language).read(source, case)
    }

    /// Number of words of the first spelling: of a compound, the open one.
    pub fn words(&self) -> usize {
        self.spellings.first().map_or(0, Vec::len)
    }
}

/// Stand-ins for `*` and `?` while a word with globs is cut into tokens like any other: letters that no cut touches and
/// no lexicon uses.
const STAR: char = 'ꙮ';
const ONE: char = 'ꡀ';

/// Distinct words after which a reader starts afresh, so that its memory stays bounded.
const VOCABULARY_LIMIT: usize = 1 << 18;

/// Reads patterns of one language; cuts their words as the text layer cuts articles.
///
/// Nearly all words of a pattern are made of plain letters; for them it is clear how they will be cut, and the text layer is not
/// asked.
pub struct PatternReader {
    vocabulary: Vocabulary,
    document: Document,
    stemmer: Stemmer,
    /// Spellings written out so far.
    spellings: usize,
}

/// Most spellings that one reader writes out: a small file of alternatives may stand for more than any memory holds.
const MOST_IN_ALL: usize = 1 << 20;

impl PatternReader {
    /// A reader for patterns of `language`.
    pub fn new(language: Language) -> Self {
        Self {
            vocabulary: Vocabulary::new(language),
            document: Document::new(),
            stemmer: Stemmer::new(language),
            spellings: 0,
        }
    }

    /// The language it reads in.
    pub fn language(&self) -> Language {
        self.vocabulary.language()
    }

    /// Reads a pattern; with `case`, words match only as written.
    ///
    /// # Errors
    /// If it is empty or too long, has a word of punctuation alone, begins with a word left (nearly) open, which would match
    /// everywhere, ends with a gap, or has a glob with `case`; if its alternatives and gaps are malformed or too many.
    pub fn read(&mut self, source: &str, case: bool) -> Result<Pattern, Error> {
        if let Some(pattern) = self.plain_pattern(source, case)? {
            return Ok(pattern);
        }
        let mut spellings = Vec::new();
        self.written_out(source, case, |pattern| spellings.extend(pattern.spellings))?;
        Ok(Pattern { spellings })
    }

    /// The same with a pattern for every spelling that alternatives and gaps stand for.
    ///
    /// # Errors
    /// See [`PatternReader::read`].
    pub fn read_each(&mut self, source: &str, case: bool) -> Result<Vec<Pattern>, Error> {
        if let Some(pattern) = self.plain_pattern(source, case)? {
            return Ok(vec![pattern]);
        }
        let mut patterns = Vec::new();
        self.written_out(source, case, |pattern| patterns.push(pattern))?;
        Ok(patterns)
    }

    /// A pattern without alternatives and gaps; `None` if it has any.
    fn plain_pattern(&mut self, source: &str, case: bool) -> Result<Option<Pattern>, Error> {
        if self.vocabulary.len() > VOCABULARY_LIMIT {
            self.vocabulary = Vocabulary::new(self.language());
        }
        if !case && let Some(word) = self.one_word(source) {
            return Ok(Some(Pattern { spellings: vec![vec![word]] }));
        }
        let mut spelled = Spelled::new();
        for part in source.split_whitespace() {
            let plain = if case { None } else { self.one_word(part) };
            if let Some(word) = plain.filter(|_| spelled.words() < Pattern::MOST_WORDS) {
                match spelled.spellings.as_mut_slice() {
                    [only] => only.push(word),
                    several => several.iter_mut().for_each(|s| s.push(word.clone())),
                }
            } else if part.contains(is_sign) {
                return Ok(None);
            } else {
                spelled.add(&self.word(source, part, case)?, source)?;
            }
        }
        spelled.pattern(source).map(Some)
    }

    /// Calls `with` with the patterns of all that alternatives and gaps stand for.
    fn written_out(&mut self, source: &str, case: bool, mut with: impl FnMut(Pattern)) -> Result<(), Error> {
        let mut words = Vec::new();
        let mut places = Vec::new();
        for place in alternatives::places(source)? {
            let mut ways = Vec::with_capacity(place.len());
            for way in place {
                let start = words.len();
                self.words(source, &way, case, &mut words)?;
                ways.push(start..words.len());
            }
            places.push(ways);
        }
        self.spellings += places.iter().map(Vec::len).product::<usize>();
        if self.spellings > MOST_IN_ALL {
            let reason = format!("and those before it stand for more than {MOST_IN_ALL} spellings");
            return Err(wrong(source, &reason).help("write fewer alternatives"));
        }
        let mut all = 0;
        let mut ways = Ways::of(&places);
        while let Some(way) = ways.next() {
            let mut spelled = Spelled::new();
            let mut in_gap = false;
            for word in way.filter_map(|range| words.get(range.clone())).flatten() {
                spelled.add(word, source)?;
                in_gap = matches!(word, Word::Gap);
            }
            if in_gap {
                return Err(wrong(source, "ends with a gap").help(
                    "take it away: words behind the last one that is named would only make the hit longer",
                ));
            }
            let pattern = spelled.pattern(source)?;
            all += pattern.spellings.len();
            if all > alternatives::MOST_SPELLINGS {
                let reason = format!("stands for more than {} spellings", alternatives::MOST_SPELLINGS);
                return Err(
                    wrong(source, &reason).help("compounds have two each: make several entries of it")
                );
            }
            with(pattern);
        }
        Ok(())
    }

    /// Appends the words of one of the ways to fill a place of a pattern.
    fn words(&mut self, source: &str, way: &str, case: bool, words: &mut Vec<Word>) -> Result<(), Error> {
        // Most are a single word of letters.
        if !case && let Some(word) = self.one_word(way) {
            words.push(Word::One(word));
            return Ok(());
        }
        for part in way.split_whitespace() {
            words.push(if !part.contains(alternatives::GAP) {
                self.word(source, part, case)?
            } else if part.len() == 1 {
                Word::Gap
            } else {
                return Err(wrong(source, "has a gap inside a word").help("put spaces around it"));
            });
        }
        Ok(())
    }

    /// The pattern of a single short word of plain letters, as most are.
    fn one_word(&self, source: &str) -> Option<WordPattern> {
        let (exact, word) = exact(source);
        let letters = !word.is_empty() && word.len() <= 32 && word.chars().all(is_letter);
        letters.then(|| self.plain(word, exact, false))
    }

    /// One written word of a pattern.
    fn word(&mut self, source: &str, part: &str, case: bool) -> Result<Word, Error> {
        if part.chars().nth(Pattern::LONGEST_WORD).is_some() {
            let reason = format!("has a word of more than {} letters", Pattern::LONGEST_WORD);
            return Err(wrong(source, &reason).help("shorten it"));
        }
        let (exact, word) = exact(part);
        if case && word.contains(WILD) {
            return Err(wrong(source, "has a * or ? together with case = true")
                .help("write the forms out, or leave case away"));
        }
        let stump = word.strip_suffix(['\'', '’']);
        let open = if stump.is_some_and(|part| Resources::of(self.language()).is_elision(part)) {
            self.elided(word, exact, case)
        } else if is_plain(word) {
            parts(word).map(|p| self.plain(p, exact, case)).collect()
        } else {
            self.ruled(word, exact, case)
        };
        if open.is_empty() {
            return Err(
                wrong(source, "has no word in it").help("patterns are made of words, not of punctuation")
            );
        }
        let closed = if open.len() == 2 { self.closed(part, case) } else { None };
        Ok(Word::Several(open, closed))
    }

    /// The closed spelling of a hyphenated word of two parts.
    fn closed(&mut self, part: &str, case: bool) -> Option<WordPattern> {
        let (exact, word) = exact(part);
        if !word.contains(['-', '\u{2010}', '\u{2011}']) {
            return None;
        }
        Some(if is_plain(word) {
            self.plain(&parts(word).collect::<String>(), exact, case)
        } else {
            self.ruled_closed(word, exact, case)
        })
    }

    /// The pattern of one token of plain letters, `*` and `?`.
    fn plain(&self, word: &str, exact: bool, case: bool) -> WordPattern {
        if case {
            return WordPattern::Surface(word.to_owned());
        }
        let folded = word.to_ascii_lowercase();
        if folded.bytes().any(|b| matches!(b, b'*' | b'?')) {
            glob(&folded)
        } else if exact {
            WordPattern::Form(folded)
        } else {
            WordPattern::Stem(self.stemmer.stem(&folded).into_owned())
        }
    }

    /// The pattern of an elided word by itself: qu'. In a text it is a token only before a word that it leans on.
    fn elided(&mut self, word: &str, exact: bool, case: bool) -> Vec<WordPattern> {
        let mut tokens = self.ruled(&format!("{word}a"), exact, case);
        tokens.truncate(1);
        tokens
    }

    /// The patterns of the tokens of any word.
    fn ruled(&mut self, word: &str, exact: bool, case: bool) -> Vec<WordPattern> {
        self.cut(word);
        let Self { vocabulary, document, .. } = self;
        let pattern = |t: &Token| {
            if case {
                WordPattern::Surface(vocabulary.surface(t.form).to_owned())
            } else {
                one(vocabulary.folded(t.form), vocabulary.stem(t.form), exact)
            }
        };
        document.tokens.iter().map(pattern).collect()
    }

    /// The pattern of the tokens of any word written as one.
    fn ruled_closed(&mut self, word: &str, exact: bool, case: bool) -> WordPattern {
        self.cut(word);
        let joined: String = self.document.tokens.iter().map(|t| self.vocabulary.surface(t.form)).collect();
        if case {
            return WordPattern::Surface(joined);
        }
        let form = self.vocabulary.intern(&joined);
        one(self.vocabulary.folded(form), self.vocabulary.stem(form), exact)
    }

    fn cut(&mut self, word: &str) {
        read_phrase(&hide(word), &mut self.vocabulary, &mut self.document);
    }
}

fn exact(part: &str) -> (bool, &str) {
    part.strip_prefix('=').map_or((false, part), |rest| (true, rest))
}

fn hide(word: &str) -> String {
    word.chars()
        .map(|c| {
            if c == '*' {
                STAR
            } else if c == '?' {
                ONE
            } else {
                c
            }
        })
        .collect()
}

/// Stands for any characters, or for one.
const WILD: [char; 2] = ['*', '?'];

/// True for letters that are cut nowhere and fold as ASCII does.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphabetic() || matches!(c, 'à'..='ö' | 'ø'..='ÿ')
}

/// True if a word has nothing but such letters, hyphens, `*` and `?`.
fn is_plain(word: &str) -> bool {
    word.chars().all(|c| is_letter(c) || c == '-' || WILD.contains(&c)) && word.bytes().any(|b| b != b'-')
}

/// The tokens of a plain word.
fn parts(word: &str) -> impl Iterator<Item = &str> {
    word.split('-').filter(|part| !part.is_empty())
}

/// The pattern of one token from its folded form and stem, stand-ins turned back into `*` and `?`.
fn one(folded: &str, stem: &str, exact: bool) -> WordPattern {
    if !folded.contains([STAR, ONE]) {
        return if exact { WordPattern::Form(folded.to_owned()) } else { WordPattern::Stem(stem.to_owned()) };
    }
    glob(&folded.replace(STAR, "*").replace(ONE, "?"))
}

/// The pattern of a folded word with `*` or `?`.
fn glob(folded: &str) -> WordPattern {
    let mut glob = String::with_capacity(folded.len());
    for c in folded.chars() {
        if c != '*' || !glob.ends_with('*') {
            glob.push(c);
        }
    }
    if glob == "*" { WordPattern::Any } else { WordPattern::Glob(glob) }
}

#[cfg(test)]
mod tests;
