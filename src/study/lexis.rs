//! The terms of an article: which words (stems, pairs of words, lexicon hits) stand in it, how often, and where, so that a
//! count opens to its contexts.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

use crate::score::{Annotation, Scheme};
use crate::text::{Resources, SentenceKind, Span, Vocabulary};

/// What a term is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Kind {
    /// Stems: forms of one word count together.
    #[default]
    Stems,
    /// Words as written, in lower case.
    Words,
    /// Two neighbouring words of a sentence.
    Bigrams,
    /// Entries of the frame lexicons, named `frame: pattern`.
    Hits,
}

/// What to collect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lexis {
    /// What a term is.
    pub kind: Kind,
    /// True: words of grammar are terms too.
    pub grammar: bool,
}

/// One occurrence of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Index of its sentence.
    pub sentence: u32,
    /// Where it stands.
    pub span: Span,
}

/// The terms of one article, sorted by name, with their places. Names stand in one string: a corpus has millions of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    names: String,
    /// End of each name in `names`.
    ends: Vec<u32>,
    /// How often each occurs.
    counts: Vec<u32>,
    /// Number of the term and its place, in reading order.
    places: Vec<(u32, Place)>,
    /// What rates are of: counting tokens, or pairs of neighbouring tokens.
    pub total: u32,
}

impl Terms {
    /// Collects the terms of an annotated article; boilerplate is left out.
    pub fn of(annotation: &Annotation, vocabulary: &Vocabulary, scheme: &Scheme, lexis: Lexis) -> Self {
        let mut found = Found::default();
        let document = &annotation.document;
        let resources = Resources::of(document.language);
        let is_word = |folded: &str| {
            let mut letters = folded.chars();
            letters.next().is_some_and(char::is_alphabetic) && letters.next().is_some()
        };
        let content = |f: &str| !resources.stop_words.contains(f) && !resources.negations.contains(f);
        let counts = |f: &str| is_word(f) && (lexis.grammar || content(f));
        let mut total = 0;
        for (i, s) in
            document.sentences.iter().enumerate().filter(|(_, s)| s.kind != SentenceKind::Boilerplate)
        {
            let tokens = document.tokens_of(s);
            let place = |span| Place { sentence: i as u32, span };
            total += if lexis.kind == Kind::Bigrams { tokens.len().saturating_sub(1) } else { tokens.len() };
            match lexis.kind {
                Kind::Stems | Kind::Words => {
                    for t in tokens.iter().filter(|t| counts(vocabulary.folded(t.form))) {
                        let stem = lexis.kind == Kind::Stems;
                        let name = if stem { vocabulary.stem(t.form) } else { vocabulary.folded(t.form) };
                        found.add(Cow::Borrowed(name), place(t.span()));
                    }
                }
                Kind::Bigrams => {
                    for pair in tokens.windows(2) {
                        let [a, b] = [vocabulary.folded(pair[0].form), vocabulary.folded(pair[1].form)];
                        if counts(a) && counts(b) {
                            let span = Span { start: pair[0].start, end: pair[1].end };
                            found.add(Cow::Owned(format!("{a} {b}")), place(span));
                        }
                    }
                }
                Kind::Hits => {}
            }
        }
        if lexis.kind == Kind::Hits {
            let pack = scheme.pack(document.language);
            for h in &annotation.hits {
                let frame = scheme.frames.get(usize::from(h.frame));
                let entry = pack.and_then(|p| p.entries.get(h.entry as usize));
                if let (Some(frame), Some(entry)) = (frame, entry) {
                    let name = format!("{}: {}", frame.id, entry.pattern);
                    found.add(Cow::Owned(name), Place { sentence: h.sentence, span: h.span });
                }
            }
        }
        found.sorted(total as u32)
    }

    /// Every term with its count, by name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        (0..self.ends.len()).map(|i| (self.name(i), self.counts.get(i).copied().unwrap_or(0)))
    }

    /// How often a term occurs.
    pub fn count(&self, term: &str) -> u32 {
        self.find(term).and_then(|i| self.counts.get(i)).copied().unwrap_or(0)
    }

    /// Where a term stands, in reading order.
    pub fn places(&self, term: &str) -> impl Iterator<Item = Place> {
        let wanted = self.find(term).map(|i| i as u32);
        self.places.iter().filter(move |p| Some(p.0) == wanted).map(|p| p.1)
    }

    /// The terms of some sentences with their counts, by name.
    pub fn within(&self, sentences: &Range<u32>) -> BTreeMap<&str, u32> {
        let first = self.places.partition_point(|p| p.1.sentence < sentences.start);
        let mut out = BTreeMap::new();
        for (term, _) in self.places.iter().skip(first).take_while(|p| p.1.sentence < sentences.end) {
            *out.entry(self.name(*term as usize)).or_default() += 1;
        }
        out
    }

    fn name(&self, i: usize) -> &str {
        let end = |i: usize| self.ends.get(i).map_or(0, |e| *e as usize);
        let start = if i == 0 { 0 } else { end(i - 1) };
        self.names.get(start..end(i)).unwrap_or_default()
    }

    fn find(&self, term: &str) -> Option<usize> {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = low.midpoint(high);
            match self.name(middle).cmp(term) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Equal => return Some(middle),
                std::cmp::Ordering::Greater => high = middle,
            }
        }
        None
    }
}

/// Terms in the order in which they were met.
#[derive(Default)]
struct Found<'a> {
    numbers: BTreeMap<Cow<'a, str>, u32>,
    places: Vec<(u32, Place)>,
}

impl<'a> Found<'a> {
    fn add(&mut self, name: Cow<'a, str>, place: Place) {
        let next = self.numbers.len() as u32;
        let number = *self.numbers.entry(name).or_insert(next);
        self.places.push((number, place));
    }

    fn sorted(self, total: u32) -> Terms {
        let mut out = Terms { total, counts: vec![0; self.numbers.len()], ..Terms::default() };
        let mut rank = vec![0; self.numbers.len()];
        for (i, (name, number)) in self.numbers.iter().enumerate() {
            out.names.push_str(name);
            out.ends.push(out.names.len() as u32);
            rank[*number as usize] = i as u32;
        }
        out.places = self.places.into_iter().map(|(n, p)| (rank[n as usize], p)).collect();
        for (term, _) in &out.places {
            out.counts[*term as usize] += 1;
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(names: &[(&'static str, u32)]) -> Terms {
        let mut found = Found::default();
        for (name, sentence) in names {
            found.add(Cow::Borrowed(name), Place { sentence: *sentence, span: Span::new(0, 1) });
        }
        found.sorted(names.len() as u32)
    }

    #[test]
    fn terms_are_sorted_counted_and_found_again() {
        let t = terms(&[("port", 0), ("attack", 0), ("port", 2), ("zeal", 3)]);
        assert_eq!(t.iter().collect::<Vec<_>>(), [("attack", 1), ("port", 2), ("zeal", 1)]);
        assert_eq!((t.count("port"), t.count("harbour")), (2, 0));
        assert_eq!(t.places("port").map(|p| p.sentence).collect::<Vec<_>>(), [0, 2]);
        assert_eq!(t.within(&(2..4)).into_iter().collect::<Vec<_>>(), [("port", 1), ("zeal", 1)]);
    }

    #[test]
    fn no_term_at_all_is_no_trouble() {
        let t = terms(&[]);
        assert_eq!((t.iter().count(), t.count("x"), t.places("x").count()), (0, 0, 0));
    }
}
