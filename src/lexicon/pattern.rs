//! The pattern language: plain words by stem, `=word` by form, `*` and `?` globs, phrases, compounds; `(a|b)` and `*{0,3}`, which
//! `alternatives` writes out.

use super::alternatives::{self, Ways, is_sign, wrong};
pub use super::glob::glob_matches;
use crate::error::Error;
use crate::text::stem::Stemmer;
use crate::text::{Document, Language, Resources, Token, Vocabulary, read_phrase};

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

/// What one written word stands for.
enum Word {
    /// One token.
    One(WordPattern),
    /// A word of a gap.
    Gap,
    /// Several tokens; of a compound of two parts, also both as one.
    Several(Vec<WordPattern>, Option<WordPattern>),
}

/// A spelling as read so far, with compounds in both ways.
struct Spelled {
    spellings: Vec<Vec<WordPattern>>,
    compounds: usize,
}

impl Spelled {
    fn new() -> Self {
        Self { spellings: vec![Vec::new()], compounds: 0 }
    }

    /// Number of words of the open spelling.
    fn words(&self) -> usize {
        self.spellings[0].len()
    }

    fn add(&mut self, word: &Word, source: &str) -> Result<(), Error> {
        let tokens = if let Word::Several(open, _) = word { open.len() } else { 1 };
        if self.words() + tokens > Pattern::MOST_WORDS {
            return Err(wrong(source, &format!("has more than {} words", Pattern::MOST_WORDS))
                .help("keep the words that matter, or split it"));
        }
        match word {
            Word::One(word) => self.spellings.iter_mut().for_each(|s| s.push(word.clone())),
            Word::Gap => self.spellings.iter_mut().for_each(|s| s.push(WordPattern::Any)),
            Word::Several(open, closed) => {
                let mut others = Vec::new();
                if let Some(closed) = closed.as_ref().filter(|_| self.compounds < Pattern::MOST_COMPOUNDS) {
                    self.compounds += 1;
                    others.clone_from(&self.spellings);
                    for spelling in &mut others {
                        spelling.push(closed.clone());
                    }
                }
                self.spellings.iter_mut().for_each(|s| s.extend_from_slice(open));
                self.spellings.append(&mut others);
            }
        }
        Ok(())
    }

    /// The pattern, if it may stand by itself.
    fn pattern(self, source: &str) -> Result<Pattern, Error> {
        match self.spellings.first().and_then(|s| s.first()) {
            None if source.contains(is_sign) => {
                Err(wrong(source, "is empty where all that may be missing is")
                    .help("name a word that is always there"))
            }
            None => Err(wrong(source, "is empty").help("write at least one word")),
            Some(WordPattern::Any) => {
                let what = if source.contains(is_sign) { "gap" } else { "lone *" };
                Err(wrong(source, &format!("begins with a {what}"))
                    .help("name the first word, or part of it, such as attack*"))
            }
            Some(WordPattern::Glob(g)) if g.chars().filter(|c| !"*?".contains(*c)).count() < 2 => {
                Err(wrong(source, "leaves nearly every word open")
                    .help("write at least two letters before or after the *"))
            }
            Some(_) => Ok(Pattern { spellings: self.spellings }),
        }
    }
}

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
mod tests {
    use super::*;

    fn parse(source: &str) -> Pattern {
        Pattern::parse(source, false, Language::ENGLISH).unwrap()
    }

    #[test]
    fn refuses_open_patterns() {
        let phrase = "word ".repeat(65);
        let word = "a".repeat(257);
        for bad in ["", "*", "***", "* attack", "a*", "?", "…", "=", "attack , now", &phrase, &word, " \t "]
        {
            assert!(Pattern::parse(bad, false, Language::ENGLISH).is_err(), "{bad:?}");
        }
        assert!(Pattern::parse("IS*", true, Language::ENGLISH).is_err());
    }

    proptest::proptest! {
        #[test]
        fn plain_words_are_cut_as_the_text_layer_cuts(
            word in r"=?([a-zA-Zàèéìòùçñ÷ßÀ'’.0-9_@&\-*?]|[a-z]{1,9}|www\.|-){1,9}",
            exact: bool,
        ) {
            for language in [Language::ENGLISH, Language::ITALIAN, Language::GERMAN] {
                let mut reader = PatternReader::new(language);
                if is_plain(&word) {
                    let plain: Vec<_> = parts(&word).map(|p| reader.plain(p, exact, false)).collect();
                    proptest::prop_assert_eq!(plain, reader.ruled(&word, exact, false));
                    let joined: String = parts(&word).collect();
                    let joined = reader.plain(&joined, exact, false);
                    proptest::prop_assert_eq!(joined, reader.ruled_closed(&word, exact, false));
                    if !word.contains(WILD) {
                        let plain: Vec<_> = parts(&word).map(|p| reader.plain(p, exact, true)).collect();
                        proptest::prop_assert_eq!(plain, reader.ruled(&word, exact, true));
                    }
                }
            }
        }
    }

    #[test]
    fn alternatives_are_read_one_by_one() {
        let stem = |s: &str| WordPattern::Stem(s.into());
        let form = |s: &str| WordPattern::Form(s.into());
        assert_eq!(parse("attack(|er)s").spellings, [[stem("attack")], [stem("attack")]]);
        assert_eq!(
            parse("=can *{0,1} (hit|=hits)").spellings,
            [
                vec![form("can"), stem("hit")],
                vec![form("can"), form("hits")],
                vec![form("can"), WordPattern::Any, stem("hit")],
                vec![form("can"), WordPattern::Any, form("hits")],
            ]
        );
        assert_eq!(
            parse("(cyber-|)raid").spellings,
            [vec![stem("cyber"), stem("raid")], vec![stem("cyberraid")], vec![stem("raid")]]
        );
        let mut reader = PatternReader::new(Language::ENGLISH);
        assert_eq!(reader.read_each("(cyber-|)raid", false).unwrap().len(), 2);
        assert_eq!(reader.read_each("cyber-raid", false).unwrap().len(), 1);
        let surfaces = reader.read("=(IS|ISIS)", true).unwrap().spellings.concat();
        assert_eq!(surfaces, [WordPattern::Surface("IS".into()), WordPattern::Surface("ISIS".into())]);
    }

    #[test]
    fn alternatives_and_gaps_that_say_nothing_are_refused() {
        let many = "(a-b|c-d)".to_owned() + &" (a-b|c-d)".repeat(9);
        for (bad, reason) in [
            ("*{0,2} raid", "begins with a gap"),
            ("(|raid) * siege", "begins with a gap"),
            ("raid *{0,2}", "ends with a gap"),
            ("raid (*{0,2}|siege)", "ends with a gap"),
            ("raid* *{0,2}s siege", "has a gap inside a word"),
            ("(|)", "is empty where all that may be missing is"),
            ("(raid|)", "is empty where"),
            ("(raid|,) siege", "has no word in it"),
            ("(raid|a*)", "leaves nearly every word open"),
            ("raid (s", "never closed"),
            (many.as_str(), "stands for more than 4096 spellings"),
            (&format!("raid{}", " *{16} x".repeat(5)), "more than 64 words"),
        ] {
            let e = Pattern::parse(bad, false, Language::ENGLISH).unwrap_err().to_string();
            assert!(e.contains(reason), "{bad}: {e}");
        }
        assert!(Pattern::parse("(IS|IS*)", true, Language::ENGLISH).is_err());
        // Very many patterns of very many spellings end soon.
        let mut reader = PatternReader::new(Language::ENGLISH);
        let wide = "(a|b)x".to_owned() + &" (c|d)".repeat(11);
        let read = (0..300).take_while(|_| reader.read(&wide, false).is_ok()).count();
        assert_eq!(read, MOST_IN_ALL / alternatives::MOST_SPELLINGS);
    }

    proptest::proptest! {
        #[test]
        fn no_pattern_makes_it_panic(pattern in r"[ab(|)*{}=?0-3, '\-\u{1}]{0,40}|\PC{0,20}", case: bool) {
            for language in [Language::ENGLISH, Language::FRENCH] {
                if let Ok(read) = Pattern::parse(&pattern, case, language) {
                    proptest::prop_assert!(!read.spellings.is_empty() && read.spellings.iter().all(|s| !s.is_empty()));
                }
            }
        }
    }

    #[test]
    fn compounds_have_two_spellings() {
        let p = parse("e-mail");
        assert_eq!(p.spellings.len(), 2);
        assert_eq!(p.words(), 2);
        assert_eq!(parse("car bomb").spellings.len(), 1);
        assert_eq!(parse("pro-ISIS cyber-attack").spellings.len(), 4);
        assert_eq!(parse("a-b a-b a-b a-b a-b a-b").spellings.len(), 8);
    }

    #[test]
    fn globs_are_cut_like_text() {
        let glob = |s: &str| WordPattern::Glob(s.into());
        assert_eq!(parse("bomb**").spellings, [[glob("bomb*")]]);
        assert_eq!(
            parse("cyber-attack*").spellings,
            [vec![WordPattern::Stem("cyber".into()), glob("attack*")], vec![glob("cyberattack*")]]
        );
        assert_eq!(
            parse("state * emergency").spellings,
            [[WordPattern::Stem("state".into()), WordPattern::Any, WordPattern::Stem("emerg".into())]]
        );
    }

    #[test]
    fn an_elided_word_keeps_its_apostrophe() {
        let read = |s: &str, language| Pattern::parse(s, false, language).unwrap().spellings.concat();
        let form = |s: &str| WordPattern::Form(s.into());
        assert_eq!(read("=qu'", Language::FRENCH), [form("qu'")]);
        assert_eq!(read("afin =d’", Language::FRENCH)[1], form("d'"));
        assert_eq!(read("=dell'", Language::ITALIAN), [form("dell'")]);
        // No word is cut there in English.
        assert_eq!(read("=d'", Language::ENGLISH), [form("d")]);
    }

    #[test]
    fn a_form_is_folded() {
        assert_eq!(parse("=ISIS").spellings, [[WordPattern::Form("isis".into())]]);
        let p = Pattern::parse("=ISIS", true, Language::ENGLISH).unwrap();
        assert_eq!(p.spellings, [[WordPattern::Surface("ISIS".into())]]);
    }
}
