//! Lexicons of one language, compiled for looking into: which entry matched where, and why another did not.

use hashbrown::HashMap;

use super::entry::{Entry, Group, Lexicon, Subject};
use super::matcher::{Candidate, Found, MatchCache, Matcher, MatcherBuilder};
use super::pattern::PatternReader;
use crate::error::Result;
use crate::text::{Document, Language, Marks, Sentence, SentenceKind, Span, Vocabulary, read};

/// An entry in its lexicon and group.
#[derive(Debug, Clone, Copy)]
pub struct Placed<'a> {
    /// The lexicon.
    pub lexicon: &'a Lexicon,
    /// The group.
    pub group: &'a Group,
    /// The entry.
    pub entry: &'a Entry,
    /// Entries of one slot compete for tokens: a frame, one concept, all actors, all tone words, one list of words.
    pub slot: u16,
}

/// Lexicons of one language and a text that they are held against.
///
/// # Example
/// ```
/// use framescope::lexicon::{bench::Bench, parse::parse};
/// let text = "frame = 'threat'\nlanguage = 'en'\n[[group]]\nname = 'attack'\nentries = ['attack', 'heart attack']";
/// let lexicon = parse("threat.toml", text)?;
/// let mut bench = Bench::new([&lexicon])?;
/// bench.read("He survived two heart attacks.");
/// let hits: Vec<_> = bench.hits().iter().map(|h| (bench.entry(h.entry).entry.pattern.as_str(), bench.text_of(h))).collect();
/// assert_eq!(hits, [("heart attack", "heart attacks")]);
/// # Ok::<_, framescope::error::Error>(())
/// ```
pub struct Bench<'a> {
    language: Language,
    entries: Vec<Placed<'a>>,
    matcher: Matcher,
    vocabulary: Vocabulary,
    cache: MatchCache,
    text: String,
    document: Document,
    found: Vec<Found>,
    candidates: Vec<Candidate>,
}

/// A hit in the text that was read last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BenchHit {
    /// Number of the entry; see [`Bench::entry`].
    pub entry: u32,
    /// Slot of the entry.
    pub slot: u16,
    /// Index of the sentence.
    pub sentence: u32,
    /// Where it stands.
    pub span: Span,
}

/// Distinct forms after which the vocabulary starts afresh, so that memory stays bounded on any corpus.
const VOCABULARY_LIMIT: usize = 300_000;

impl<'a> Bench<'a> {
    /// Compiles lexicons, which must all be of one language; others than the first one's are left out.
    ///
    /// # Errors
    /// If a pattern cannot be read; lexicons that were parsed hold none.
    pub fn new(lexicons: impl IntoIterator<Item = &'a Lexicon>) -> Result<Self> {
        let mut entries = Vec::new();
        let mut slots = Slots::default();
        let mut language = None;
        for lexicon in lexicons {
            if *language.get_or_insert(lexicon.language) != lexicon.language {
                continue;
            }
            for group in &lexicon.groups {
                let slot = slots.of(lexicon, group);
                entries.extend(group.entries.iter().map(|entry| Placed { lexicon, group, entry, slot }));
            }
        }
        let language = language.unwrap_or(Language::UNDETERMINED);
        let mut patterns = PatternReader::new(language);
        let mut builder = MatcherBuilder::new();
        for (number, placed) in (0..).zip(&entries) {
            builder.add(&patterns.read(&placed.entry.pattern, placed.entry.case)?, placed.slot, number);
            for context in &placed.entry.except {
                builder.add_exception(&patterns.read(context, false)?, placed.slot, number);
            }
        }
        Ok(Self {
            language,
            entries,
            matcher: builder.build(),
            vocabulary: Vocabulary::new(language),
            cache: MatchCache::new(),
            text: String::new(),
            document: Document::new(),
            found: Vec::new(),
            candidates: Vec::new(),
        })
    }

    /// The language of its lexicons.
    pub fn language(&self) -> Language {
        self.language
    }

    /// All entries by number, in the order of lexicons, groups and entries.
    pub fn entries(&self) -> &[Placed<'a>] {
        &self.entries
    }

    /// An entry by its number.
    ///
    /// # Panics
    /// If the number is not of this bench.
    pub fn entry(&self, number: u32) -> Placed<'a> {
        self.entries[number as usize]
    }

    /// The compiled patterns.
    pub(super) fn matcher(&self) -> &Matcher {
        &self.matcher
    }

    /// Reads a text; [`Bench::hits`] and the others then speak of it.
    pub fn read(&mut self, text: &str) {
        self.read_marked(text, Marks::default());
    }

    /// Reads a text with what cleaning found in it; boilerplate has no hits.
    pub fn read_marked(&mut self, text: &str, marks: Marks<'_>) {
        if self.vocabulary.len() > VOCABULARY_LIMIT {
            self.vocabulary = Vocabulary::new(self.language);
            self.cache = MatchCache::new();
        }
        self.text.clear();
        self.text.push_str(text);
        read(&self.text, marks, &mut self.vocabulary, &mut self.document);
    }

    /// The text read last.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Sentences and tokens of the text read last.
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// Forms of the texts read.
    pub fn vocabulary(&self) -> &Vocabulary {
        &self.vocabulary
    }

    /// The words under a hit.
    pub fn text_of(&self, hit: &BenchHit) -> &str {
        hit.span.of(&self.text)
    }

    /// Hits that count, by place.
    pub fn hits(&mut self) -> Vec<BenchHit> {
        let mut out = Vec::new();
        let Self { matcher, vocabulary, cache, document, found, .. } = self;
        for (number, sentence) in counting(document) {
            found.clear();
            matcher.find(document.tokens_of(sentence), vocabulary, cache, found);
            out.extend(found.iter().filter_map(|f| place(document, number, sentence, *f)));
        }
        out.sort_by_key(|h| (h.span, h.slot, h.entry));
        out
    }

    /// Every match with what became of it, by place. Token numbers in a fate count within the hit's sentence.
    pub fn candidates(&mut self) -> Vec<(BenchHit, Candidate)> {
        let mut out = Vec::new();
        let Self { matcher, vocabulary, cache, document, candidates, .. } = self;
        for (number, sentence) in counting(document) {
            candidates.clear();
            matcher.explain(document.tokens_of(sentence), vocabulary, cache, candidates);
            out.extend(
                candidates.iter().filter_map(|c| Some((place(document, number, sentence, c.found)?, *c))),
            );
        }
        out.sort_by_key(|(h, _)| (h.span, h.slot, h.entry));
        out
    }

    /// The words from token `first` to before token `last` of a sentence.
    pub fn words(&self, sentence: u32, first: u32, last: u32) -> &str {
        let Some(sentence) = self.document.sentences.get(sentence as usize) else { return "" };
        span(&self.document, sentence, first, last).map_or("", |s| s.of(&self.text))
    }
}

fn counting(document: &Document) -> impl Iterator<Item = (u32, &Sentence)> {
    (0..).zip(&document.sentences).filter(|(_, s)| s.kind != SentenceKind::Boilerplate)
}

fn span(document: &Document, sentence: &Sentence, first: u32, last: u32) -> Option<Span> {
    let tokens = document.tokens_of(sentence);
    let (a, b) = (tokens.get(first as usize)?, tokens.get(last.checked_sub(1)? as usize)?);
    Some(Span { start: a.start, end: b.end })
}

fn place(document: &Document, number: u32, sentence: &Sentence, found: Found) -> Option<BenchHit> {
    let span = span(document, sentence, found.first, found.last)?;
    Some(BenchHit { entry: found.entry, slot: found.slot, sentence: number, span })
}

/// Numbers of slots by what competes for tokens.
#[derive(Default)]
struct Slots<'a> {
    seen: HashMap<(Subject, &'a str, &'a str), u16>,
}

impl<'a> Slots<'a> {
    fn of(&mut self, lexicon: &'a Lexicon, group: &'a Group) -> u16 {
        let group = match lexicon.subject {
            Subject::Concepts | Subject::Words => group.name.as_str(),
            Subject::Frame | Subject::Actors | Subject::Tone => "",
        };
        // 65,536 slots are more than any table can show; further ones share the last.
        let next = u16::try_from(self.seen.len()).unwrap_or(u16::MAX);
        *self.seen.entry((lexicon.subject, &lexicon.id, group)).or_insert(next)
    }
}
