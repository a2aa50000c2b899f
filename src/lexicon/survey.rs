//! Lexicons over a corpus: which entries hit how often in which source, in which forms, in what surroundings.

use std::collections::BTreeMap;

use super::bench::{Bench, Placed};
use super::entry::Lexicon;
use crate::error::Result;
use crate::text::vocabulary::fold;
use crate::text::{Language, Marks};

/// What one entry did.
#[derive(Debug, Clone, Default)]
pub struct EntryUse {
    /// Hits in all sources.
    pub hits: u64,
    /// Hits by source, in the order of [`Survey::sources`].
    pub by_source: Vec<u64>,
    /// Texts with at least one hit.
    pub texts: u64,
    /// Hits by the words hit, in lower case.
    pub forms: BTreeMap<String, u64>,
    /// Some of the places, one of a text.
    pub contexts: Vec<Context>,
}

/// A hit in its surroundings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Context {
    /// Name of the text.
    pub text: String,
    /// Words before the hit.
    pub before: String,
    /// The words hit.
    pub words: String,
    /// Words behind the hit.
    pub after: String,
}

/// A source and what was read of it.
#[derive(Debug, Clone, Default)]
pub struct SourceSize {
    /// Its name.
    pub name: String,
    /// Texts.
    pub texts: u64,
    /// Tokens that count.
    pub tokens: u64,
}

/// Lexicons of one language over the texts added so far.
///
/// # Example
/// ```
/// use framescope::lexicon::{parse::parse, survey::Survey};
/// let text = "frame = 'threat'\nlanguage = 'en'\n[[group]]\nname = 'attack'\nentries = ['bomb*', 'raid']";
/// let lexicon = parse("threat.toml", text)?;
/// let mut survey = Survey::new([&lexicon], 3)?;
/// survey.add("Gazette", "1", "Bombs fell after the bombing. Bombs again.", Default::default());
/// let (bomb, raid) = (&survey.uses()[0], &survey.uses()[1]);
/// assert_eq!((bomb.hits, bomb.forms["bombs"], raid.hits), (3, 2, 0));
/// # Ok::<_, framescope::error::Error>(())
/// ```
pub struct Survey<'a> {
    bench: Bench<'a>,
    sources: Vec<SourceSize>,
    index: BTreeMap<String, usize>,
    uses: Vec<EntryUse>,
    contexts: usize,
}

/// Bytes of surroundings on either side of a hit, at most.
const AROUND: usize = 60;
/// Different forms kept of one entry; an entry of more is no entry but a net.
const MOST_FORMS: usize = 10_000;

impl<'a> Survey<'a> {
    /// A survey of lexicons, which must all be of one language, with up to `contexts` places of each entry.
    ///
    /// # Errors
    /// If a pattern cannot be read; lexicons that were parsed hold none.
    pub fn new(lexicons: impl IntoIterator<Item = &'a Lexicon>, contexts: usize) -> Result<Self> {
        let bench = Bench::new(lexicons)?;
        let uses = vec![EntryUse::default(); bench.entries().len()];
        Ok(Self { bench, sources: vec![], index: BTreeMap::new(), uses, contexts })
    }

    /// Adds a text of a source; `name` says which in contexts, `marks` what cleaning found in it.
    pub fn add(&mut self, source: &str, name: &str, text: &str, marks: Marks<'_>) {
        let at = *self.index.entry(source.to_owned()).or_insert_with(|| {
            self.sources.push(SourceSize { name: source.to_owned(), ..SourceSize::default() });
            self.sources.len() - 1
        });
        self.bench.read_marked(text, marks);
        let size = &mut self.sources[at];
        size.texts += 1;
        size.tokens += self.bench.document().counted_tokens() as u64;
        let mut seen = Vec::new();
        for hit in self.bench.hits() {
            let Some(entry) = self.uses.get_mut(hit.entry as usize) else { continue };
            entry.hits += 1;
            if entry.by_source.len() <= at {
                entry.by_source.resize(at + 1, 0);
            }
            entry.by_source[at] += 1;
            let form = fold(&single_spaced(self.bench.text_of(&hit)));
            if entry.forms.len() < MOST_FORMS || entry.forms.contains_key(&form) {
                *entry.forms.entry(form).or_default() += 1;
            }
            if seen.contains(&hit.entry) {
                continue;
            }
            seen.push(hit.entry);
            entry.texts += 1;
            if entry.contexts.len() < self.contexts {
                let text = self.bench.text();
                let span = hit.span.range();
                let sentence = self.bench.document().sentences.get(hit.sentence as usize);
                let whole = sentence.map_or(span.clone(), |s| s.span.range());
                entry.contexts.push(Context {
                    text: name.to_owned(),
                    before: last_words(&text[whole.start.min(span.start)..span.start]),
                    words: single_spaced(&text[span.clone()]),
                    after: first_words(&text[span.end..whole.end.max(span.end)]),
                });
            }
        }
    }

    /// The language of its lexicons.
    pub fn language(&self) -> Language {
        self.bench.language()
    }

    /// Entries in the order of lexicons, groups and entries.
    pub fn entries(&self) -> &[Placed<'a>] {
        self.bench.entries()
    }

    /// What each entry did, in the same order.
    pub fn uses(&self) -> &[EntryUse] {
        &self.uses
    }

    /// Sources in the order of first appearance.
    pub fn sources(&self) -> &[SourceSize] {
        &self.sources
    }

    /// Tokens of all sources.
    pub fn tokens(&self) -> u64 {
        self.sources.iter().map(|s| s.tokens).sum()
    }
}

fn single_spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn last_words(text: &str) -> String {
    let mut start = text.len().saturating_sub(AROUND);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    let cut = &text[start..];
    let cut = if start == 0 { cut } else { cut.split_once(char::is_whitespace).map_or(cut, |c| c.1) };
    single_spaced(cut)
}

fn first_words(text: &str) -> String {
    let mut end = text.len().min(AROUND);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let cut = &text[..end];
    let cut = if end == text.len() { cut } else { cut.rsplit_once(char::is_whitespace).map_or(cut, |c| c.0) };
    single_spaced(cut)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::parse::parse;

    #[test]
    fn counts_by_source_and_keeps_one_place_of_a_text() {
        let lexicon = parse(
            "t.toml",
            "frame = 'threat'\nlanguage = 'it'\n[[group]]\nname = 'g'\nentries = ['attacco', '=però', 'raid']",
        )
        .unwrap();
        let mut survey = Survey::new([&lexicon], 1).unwrap();
        survey.add("A", "a1", "L'attacco è fallito. Due attacchi però no. Però…", Marks::default());
        survey.add("B", "b1", "Un  raid.", Marks::default());
        survey.add("A", "a2", "Niente.", Marks::default());
        let [attacco, pero, raid] = survey.uses() else { panic!() };
        assert_eq!((attacco.hits, attacco.texts, attacco.by_source.clone()), (2, 1, vec![2]));
        assert_eq!(pero.forms["però"], 2);
        assert_eq!(raid.by_source, [0, 1]);
        assert_eq!(raid.contexts[0].before, "Un");
        assert_eq!(attacco.contexts.len(), 1);
        assert_eq!(
            survey.sources().iter().map(|s| (s.texts, s.tokens)).collect::<Vec<_>>(),
            [(2, 10), (1, 2)]
        );
    }

    #[test]
    fn surroundings_end_at_words() {
        let text = format!("{} bomba {}", "città ".repeat(40), "è ".repeat(40));
        let before = last_words(&text[..text.find("bomba").unwrap()]);
        assert!(before.len() <= AROUND && before.starts_with("città") && before.ends_with("città"));
        assert!(first_words(&"è ".repeat(40)).len() <= AROUND);
    }
}
