//! Words and pairs of words by stem, counted in sentences.

use std::collections::BTreeMap;

use hashbrown::HashMap;

use crate::text::vocabulary::Shape;
use crate::text::{Gap, Token, Vocabulary};

/// True if a folded form can be an entry: it begins with a letter and has three or more characters.
pub(super) fn is_word(folded: &str) -> bool {
    folded.chars().next().is_some_and(char::is_alphabetic)
        && folded.chars().nth(2).is_some()
        && !folded.contains(['/', '@', '.'])
}

/// A sentence that is being counted.
pub(super) struct Place<'a> {
    /// Number of its text.
    pub(super) text: u32,
    /// True if it has the frame.
    pub(super) with_frame: bool,
    /// Its words.
    pub(super) sentence: &'a str,
}

/// A word or a pair of words.
#[derive(Debug, Clone, Default)]
pub(super) struct Term {
    /// Its stem, or its two stems with a space between.
    pub(super) stem: String,
    /// Sentences with it that have the frame.
    pub(super) with_frame: u64,
    /// Sentences with it that do not.
    pub(super) without_frame: u64,
    /// Texts with it.
    pub(super) texts: u64,
    /// A sentence that holds it, one with the frame if there is any.
    pub(super) example: String,
    last_text: u32,
    last_sentence: u64,
    small: u64,
    forms: BTreeMap<String, u64>,
}

/// Characters kept of an example.
const EXAMPLE: usize = 160;
/// Different terms kept; beyond, those met once are forgotten, so that memory stays bounded on any corpus.
const MOST_TERMS: usize = 2_000_000;

impl Term {
    /// True if it is hardly ever written small: a name.
    pub(super) fn is_name(&self) -> bool {
        let all: u64 = self.forms.values().sum();
        self.small * 5 < all
    }

    /// Its forms, the most frequent first.
    pub(super) fn forms(&self) -> Vec<(String, u64)> {
        let mut forms: Vec<_> = self.forms.iter().map(|(f, n)| (f.clone(), *n)).collect();
        forms.sort_by_key(|f| std::cmp::Reverse(f.1));
        forms
    }

    /// The most frequent form; of equally frequent ones the shortest.
    pub(super) fn pattern(&self) -> String {
        let best = self.forms.iter().max_by_key(|(f, n)| (**n, std::cmp::Reverse(f.chars().count())));
        best.map_or(self.stem.clone(), |(f, _)| f.clone())
    }

    #[cfg(test)]
    pub(super) fn of_counts(stem: &str, with_frame: u64, without_frame: u64) -> Self {
        Self { stem: stem.into(), with_frame, without_frame, ..Self::default() }
    }
}

/// All terms met.
#[derive(Debug, Default)]
pub(super) struct Terms {
    by_stem: HashMap<String, Term>,
    sentences: u64,
    key: String,
    form: String,
}

impl Terms {
    /// Counts the words and pairs of a sentence that `open` leaves open.
    pub(super) fn add(
        &mut self,
        tokens: &[Token],
        open: &[bool],
        vocabulary: &Vocabulary,
        place: &Place<'_>,
    ) {
        self.sentences += 1;
        for (i, token) in tokens.iter().enumerate().filter(|(i, _)| open[*i]) {
            // The first word of a sentence is written large, whatever it is.
            let small = i == 0 || vocabulary.shape(token.form) == Shape::Lower;
            self.key.clear();
            self.key.push_str(vocabulary.stem(token.form));
            self.form.clear();
            self.form.push_str(vocabulary.folded(token.form));
            self.count(small, place);
            let Some(next) = tokens.get(i + 1).filter(|t| open[i + 1] && t.gap != Gap::Mark) else {
                continue;
            };
            self.key.push(' ');
            self.key.push_str(vocabulary.stem(next.form));
            self.form.push(' ');
            self.form.push_str(vocabulary.folded(next.form));
            self.count(small && vocabulary.shape(next.form) == Shape::Lower, place);
        }
        if self.by_stem.len() > MOST_TERMS {
            self.by_stem.retain(|_, t| t.with_frame + t.without_frame > 1);
        }
    }

    fn count(&mut self, small: bool, place: &Place<'_>) {
        let Self { by_stem, sentences, key, form } = self;
        let term = by_stem.entry_ref(key.as_str()).or_insert_with(Term::default);
        if term.stem.is_empty() {
            term.stem.clone_from(key);
        }
        match term.forms.get_mut(form.as_str()) {
            Some(n) => *n += 1,
            None => drop(term.forms.insert(form.clone(), 1)),
        }
        term.small += u64::from(small);
        if term.last_text != place.text {
            term.last_text = place.text;
            term.texts += 1;
        }
        if term.last_sentence == *sentences {
            return;
        }
        term.last_sentence = *sentences;
        if term.example.is_empty() || (place.with_frame && term.with_frame == 0) {
            term.example = place.sentence.split_whitespace().collect::<Vec<_>>().join(" ");
            if let Some((end, _)) = term.example.char_indices().nth(EXAMPLE) {
                term.example.truncate(end);
                term.example.push('…');
            }
        }
        *(if place.with_frame { &mut term.with_frame } else { &mut term.without_frame }) += 1;
    }

    /// The terms, sorted by stem.
    pub(super) fn into_terms(self) -> impl Iterator<Item = Term> {
        let mut terms: Vec<Term> = self.by_stem.into_values().collect();
        terms.sort_unstable_by(|a, b| a.stem.cmp(&b.stem));
        terms.into_iter()
    }
}
