//! The pattern language: plain words by stem, `=word` by form, `*` and `?` globs, phrases, compounds.

use crate::error::{Error, Kind};
use crate::text::stem::Stemmer;
use crate::text::vocabulary::fold;
use crate::text::{Document, Language, Marks, Vocabulary, read};

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
    /// Alternatives; a compound has an open and a closed spelling.
    pub spellings: Vec<Vec<WordPattern>>,
}

impl Pattern {
    /// Reads a pattern of `language`; with `case`, words match only as written.
    ///
    /// # Errors
    /// If it is empty, holds only punctuation, or begins with a lone `*` (which would match everywhere).
    ///
    /// # Example
    /// ```
    /// use framescope::lexicon::{Pattern, WordPattern};
    /// use framescope::text::Language;
    /// let p = Pattern::parse("cyber-attack", false, Language::ENGLISH).unwrap();
    /// assert_eq!(p.spellings[1], [WordPattern::Stem("cyberattack".into())]);
    /// ```
    pub fn parse(source: &str, case: bool, language: Language) -> Result<Self, Error> {
        let wrong = |reason: &str| Error::new(Kind::Lexicon, format!("pattern {source:?} {reason}"));
        let stemmer = Stemmer::new(language);
        let mut open = Vec::new();
        let mut closed = None;
        for part in source.split_whitespace() {
            let (exact, word) = match part.strip_prefix('=') {
                Some(rest) => (true, rest),
                None => (false, part),
            };
            if word.contains(['*', '?']) {
                open.extend(glob(word));
                continue;
            }
            let pieces = pieces(word, language);
            if pieces.is_empty() {
                return Err(wrong("has no word in it").help("patterns are made of words, not of punctuation"));
            }
            let one = |w: &str| match (case, exact) {
                (true, _) => WordPattern::Surface(w.to_owned()),
                (false, true) => WordPattern::Form(fold(w)),
                (false, false) => WordPattern::Stem(stemmer.stem(&fold(w)).into_owned()),
            };
            if pieces.len() == 2 && word.contains('-') && source.split_whitespace().count() == 1 {
                closed = Some(vec![one(&pieces.concat())]);
            }
            open.extend(pieces.iter().map(|p| one(p)));
        }
        match open.first() {
            None => Err(wrong("is empty").help("write at least one word")),
            Some(WordPattern::Any) => {
                Err(wrong("begins with a lone *").help("name the first word, or part of it, such as attack*"))
            }
            Some(WordPattern::Glob(g)) if g.chars().filter(|c| !"*?".contains(*c)).count() < 2 => {
                Err(wrong("leaves nearly every word open")
                    .help("write at least two letters before or after the *"))
            }
            Some(_) => Ok(Self { spellings: std::iter::once(open).chain(closed).collect() }),
        }
    }

    /// Number of words of the open spelling.
    pub fn words(&self) -> usize {
        self.spellings.first().map_or(0, Vec::len)
    }
}

/// A glob word; hyphens cut it as they cut text.
fn glob(word: &str) -> impl Iterator<Item = WordPattern> {
    fold(word)
        .split('-')
        .filter(|w| !w.is_empty())
        .map(|w| {
            if w == "*" {
                WordPattern::Any
            } else if w.contains(['*', '?']) {
                WordPattern::Glob(w.to_owned())
            } else {
                WordPattern::Form(w.to_owned())
            }
        })
        .collect::<Vec<_>>()
        .into_iter()
}

/// The tokens that the text layer makes of a word of a pattern, as written.
fn pieces(word: &str, language: Language) -> Vec<String> {
    let mut vocabulary = Vocabulary::new(language);
    let mut document = Document::new();
    read(word, Marks::default(), &mut vocabulary, &mut document);
    document.tokens.iter().map(|t| vocabulary.surface(t.form).to_owned()).collect()
}

/// True if the folded `word` matches the glob: `*` any characters or none, `?` exactly one. Linear in practice and
/// never worse than the product of the lengths: only the last `*` is tried again.
///
/// # Example
/// ```
/// use framescope::lexicon::pattern::glob_matches;
/// assert!(glob_matches("attac?*", "attacks"));
/// assert!(!glob_matches("attac?", "attac"));
/// ```
pub fn glob_matches(glob: &str, word: &str) -> bool {
    let (mut g, mut w) = (glob.chars(), word.chars());
    let mut retry = None;
    loop {
        let rest_w = w.clone();
        match (g.next(), w.next()) {
            (None, None) => return true,
            (Some('*'), _) => {
                retry = Some((g.clone(), rest_w.clone()));
                w = rest_w;
            }
            (Some(a), Some(b)) if a == '?' || a == b => {}
            _ => {
                let Some((after, mut from)) = retry.take() else { return false };
                if from.next().is_none() {
                    return false;
                }
                (g, w) = (after.clone(), from.clone());
                retry = Some((after, from));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs() {
        for (glob, word, yes) in [
            ("attack*", "attack", true),
            ("attack*", "attackers", true),
            ("*ware", "malware", true),
            ("*ware", "ware", true),
            ("mal*re", "malware", true),
            ("m?lware", "malware", true),
            ("m?lware", "mlware", false),
            ("a*b*c", "axxbxxbc", true),
            ("a*b*c", "axxbxxbd", false),
            ("", "", true),
            ("*", "", true),
            ("?", "", false),
        ] {
            assert_eq!(glob_matches(glob, word), yes, "{glob} {word}");
        }
    }

    #[test]
    fn refuses_open_patterns() {
        for bad in ["", "*", "* attack", "a*", "…", "="] {
            assert!(Pattern::parse(bad, false, Language::ENGLISH).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn compounds_have_two_spellings() {
        let p = Pattern::parse("e-mail", false, Language::ENGLISH).unwrap();
        assert_eq!(p.spellings.len(), 2);
        assert_eq!(p.words(), 2);
        assert_eq!(Pattern::parse("car bomb", false, Language::ENGLISH).unwrap().spellings.len(), 1);
    }
}
