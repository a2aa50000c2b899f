//! Quotation with a limit: so many words at a time, and of one article never more than the study's share of its words, over
//! everything that a report quotes.

use std::collections::BTreeMap;

use super::corpus::StudyArticle;
use super::lexis::Place;
use super::spec::Quotes;
use crate::text::{Span, one_line};

/// Words on each side of a hit and its cues where the article's share of quotation is nearly used up.
const BESIDE: usize = 4;

/// A place in its sentence, on one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quotation {
    /// Words before.
    pub before: String,
    /// The place itself.
    pub hit: String,
    /// Words after.
    pub after: String,
    /// What is quoted of the article's text.
    pub span: Span,
    /// True if the sentence begins before the quotation, and if it goes on behind it.
    pub cut: (bool, bool),
    /// False if the article's share allowed fewer words than the study asks for.
    pub whole: bool,
}

/// What a report may quote, and has quoted.
#[derive(Debug)]
pub struct Budget {
    limits: Quotes,
    quoted: BTreeMap<usize, Vec<Span>>,
    /// Words that may be quoted, by article.
    most: BTreeMap<usize, f64>,
}

impl Budget {
    /// Nothing quoted yet.
    pub fn new(limits: Quotes) -> Self {
        Self { limits, quoted: BTreeMap::new(), most: BTreeMap::new() }
    }

    /// Sets aside the few words that a place needs to be judged, `judged` itself among them, if they are still allowed: whoever
    /// quotes it later has at least these.
    pub fn reserve(&mut self, a: &StudyArticle, article: usize, sentence: u32, judged: Span) {
        let Some(s) = a.sentences.get(sentence as usize).filter(|_| self.limits.show) else { return };
        let span = self.narrow(&a.article.text, s.span, judged);
        let most = self.most(a, article);
        self.take(a, article, span, most);
    }

    /// A place with as much of its sentence as is still allowed; `None` if nothing is quoted at all. `article` is the number of
    /// `a` in the study, and `judged` the place with the words that it cannot be judged without.
    pub fn quote(
        &mut self,
        a: &StudyArticle,
        article: usize,
        sentence: u32,
        hit: Span,
        judged: Span,
    ) -> Option<Quotation> {
        if !self.limits.show {
            return None;
        }
        let sentence = a.sentences.get(sentence as usize)?.span;
        let text = &a.article.text;
        let most = self.most(a, article);
        // Where hit and cue stand too far apart for one quotation the hit has it.
        let near = judged.of(text).split_whitespace().count() <= self.limits.max_words;
        let judged = if near { judged } else { hit };
        let wide = cut(text, sentence, judged, self.limits.max_words);
        let tries = [wide, self.narrow(text, sentence, judged), self.narrow(text, sentence, hit)];
        let fits = tries.into_iter().find(|span| self.take(a, article, *span, most));
        let span = fits.unwrap_or(hit);
        let piece = |start: u32, end: u32| one_line(Span { start, end }.of(text));
        let (cut_before, cut_after) = (span.start > sentence.start, span.end < sentence.end);
        Some(Quotation {
            before: format!("{}{}", if cut_before { "… " } else { "" }, piece(span.start, hit.start)),
            hit: one_line(hit.of(text)),
            after: format!("{}{}", piece(hit.end, span.end), if cut_after { " …" } else { "" }),
            span,
            cut: (cut_before, cut_after),
            whole: fits == Some(wide),
        })
    }

    /// Of several places the first whose sentence can still be quoted whole, else the first of all.
    pub fn easiest(
        &mut self,
        a: &StudyArticle,
        article: usize,
        places: impl Iterator<Item = Place>,
    ) -> Option<Place> {
        let most = self.most(a, article);
        let quoted = self.quoted.get(&article).map_or(&[][..], Vec::as_slice);
        let text = &a.article.text;
        let used = words_in(a, &union(quoted)) as f64;
        let mut first = None;
        for place in places {
            let Some(s) = a.sentences.get(place.sentence as usize) else { continue };
            let span = cut(text, s.span, place.span, self.limits.max_words);
            if quoted.iter().any(|q| q.covers(span)) || used + words_in(a, &[span]) as f64 <= most {
                return Some(place);
            }
            first.get_or_insert(place);
        }
        first
    }

    /// A few words around what must be judged, never more than one quotation may have.
    fn narrow(&self, text: &str, sentence: Span, judged: Span) -> Span {
        let words = judged.of(text).split_whitespace().count() + 2 * BESIDE;
        cut(text, sentence, judged, words.min(self.limits.max_words))
    }

    /// Words that may be quoted of an article.
    fn most(&mut self, a: &StudyArticle, article: usize) -> f64 {
        let share = self.limits.max_share;
        let count = || share * words_in(a, &[Span::new(0, a.article.text.len())]) as f64;
        *self.most.entry(article).or_insert_with(count)
    }

    /// Notes a quotation if the article's share allows it.
    fn take(&mut self, a: &StudyArticle, article: usize, span: Span, most: f64) -> bool {
        let quoted = self.quoted.entry(article).or_default();
        if quoted.iter().any(|q| q.covers(span)) {
            return true;
        }
        quoted.push(span);
        let fits = words_in(a, &union(quoted)) as f64 <= most;
        if !fits {
            quoted.pop();
        }
        fits
    }
}

fn union(spans: &[Span]) -> Vec<Span> {
    let mut sorted = spans.to_vec();
    sorted.sort_unstable();
    let mut out: Vec<Span> = Vec::new();
    for s in sorted {
        match out.last_mut().filter(|l| s.start <= l.end) {
            Some(last) => last.end = last.end.max(s.end),
            None => out.push(s),
        }
    }
    out
}

fn words_in(a: &StudyArticle, spans: &[Span]) -> usize {
    spans.iter().map(|s| s.of(&a.article.text).split_whitespace().count()).sum()
}

/// At most `words` words of the sentence around the hit, balanced on both sides.
fn cut(text: &str, sentence: Span, hit: Span, words: usize) -> Span {
    let starts: Vec<(usize, usize)> = sentence
        .of(text)
        .split_whitespace()
        .map(|w| {
            let start = w.as_ptr() as usize - text.as_ptr() as usize;
            (start, start + w.len())
        })
        .collect();
    if starts.len() <= words {
        return sentence;
    }
    let first = starts.iter().position(|w| w.1 > hit.start as usize).unwrap_or(0);
    let last = starts.iter().rposition(|w| w.0 < hit.end as usize).unwrap_or(first);
    let room = words.saturating_sub(last + 1 - first);
    let from = first
        .saturating_sub(room / 2)
        .min(starts.len().saturating_sub(words).max(first.saturating_sub(room)));
    let to = (from + words).min(starts.len()).max(last + 1);
    Span::new(starts[from].0, starts[to - 1].1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotations_hold_the_hit_and_the_limit() {
        let text = "one two three four five six seven eight nine ten";
        let sentence = Span::new(0, text.len());
        for word in text.split(' ') {
            let at = text.find(word).unwrap();
            let hit = Span::new(at, at + word.len());
            let span = cut(text, sentence, hit, 4);
            assert!(span.covers(hit) && span.of(text).split(' ').count() == 4, "{word}: {}", span.of(text));
        }
        assert_eq!(cut(text, sentence, Span::new(0, 3), 20), sentence);
    }

    #[test]
    fn overlapping_quotations_count_once() {
        let spans = [Span::new(0, 5), Span::new(3, 9), Span::new(20, 22)];
        assert_eq!(union(&spans), [Span::new(0, 9), Span::new(20, 22)]);
    }
}
