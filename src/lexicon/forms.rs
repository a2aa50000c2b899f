//! Words with their counts: what wildcards and stems are held against.

use std::collections::BTreeMap;

use super::alternatives::written_out;
use super::library::Library;
use crate::text::{Document, Language, Marks, SentenceKind, Vocabulary, read};

/// Folded forms with their counts.
pub type Forms = BTreeMap<String, u64>;

/// Counts the forms of texts of one language.
///
/// # Example
/// ```
/// use framescope::{lexicon::forms::FormCounter, text::Language};
/// let mut counter = FormCounter::new(Language::ENGLISH);
/// counter.add("Raids and more raids.", Default::default());
/// assert_eq!(counter.finish()["raids"], 2);
/// ```
pub struct FormCounter {
    vocabulary: Vocabulary,
    document: Document,
    counts: Vec<u64>,
    forms: Forms,
}

/// Distinct forms after which the vocabulary starts afresh.
const VOCABULARY_LIMIT: usize = 300_000;

impl FormCounter {
    /// A counter for texts of `language`.
    pub fn new(language: Language) -> Self {
        Self {
            vocabulary: Vocabulary::new(language),
            document: Document::new(),
            counts: vec![],
            forms: Forms::new(),
        }
    }

    /// Counts a text, boilerplate left out.
    pub fn add(&mut self, text: &str, marks: Marks<'_>) {
        read(text, marks, &mut self.vocabulary, &mut self.document);
        self.counts.resize(self.vocabulary.len(), 0);
        for sentence in self.document.sentences.iter().filter(|s| s.kind != SentenceKind::Boilerplate) {
            for token in self.document.tokens_of(sentence) {
                if let Some(count) = self.counts.get_mut(token.form.0 as usize) {
                    *count += 1;
                }
            }
        }
        if self.vocabulary.len() > VOCABULARY_LIMIT {
            self.flush();
        }
    }

    /// The forms.
    pub fn finish(mut self) -> Forms {
        self.flush();
        self.forms
    }

    fn flush(&mut self) {
        for (id, count) in (0u32..).zip(std::mem::take(&mut self.counts)).filter(|c| c.1 > 0) {
            let form = self.vocabulary.folded(crate::text::FormId(id));
            match self.forms.get_mut(form) {
                Some(sum) => *sum += count,
                None => drop(self.forms.insert(form.to_owned(), count)),
            }
        }
        self.vocabulary = Vocabulary::new(self.vocabulary.language());
    }
}

/// The words that the lexicons of a language hold themselves, in patterns, graded lists and examples: a word list for want of a
/// corpus. Each counts as often as it stands there.
pub fn reference(library: &Library, language: Language) -> Forms {
    let mut counter = FormCounter::new(language);
    for lexicon in library.of(language) {
        for (_, entry) in lexicon.entries() {
            let patterns = std::iter::once(&entry.pattern).chain(&entry.except);
            let written = patterns.flat_map(|p| written_out(p).unwrap_or_default());
            let sentences = entry.expect.iter().chain(&entry.allows).map(|s| s.as_str().into());
            for text in written.chain(sentences) {
                for word in text.split_whitespace().filter(|w| !w.contains(['*', '?'])) {
                    counter.add(word.trim_start_matches('='), Marks::default());
                }
            }
        }
        for graded in &lexicon.graded {
            counter.add(graded.pattern.trim_start_matches('='), Marks::default());
        }
    }
    counter.finish()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::parse::parse;

    #[test]
    fn words_of_alternatives_are_words() {
        let text = "frame='x'\nlanguage='en'\n[[group]]\nname='g'\nentries=[{ pattern='=(raid|siege*) *{0,1} work(s|)', \
            except=['(night|dawn) raid'], expect=['Raid (at last) works.'] }]";
        let library = Library { lexicons: vec![parse("x.toml", text).unwrap()] };
        let forms = reference(&library, Language::ENGLISH);
        let known: Vec<&str> = forms.keys().map(String::as_str).collect();
        assert_eq!(known, ["at", "dawn", "last", "night", "raid", "work", "works"]);
    }
}
