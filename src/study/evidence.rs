//! The sentences behind the numbers: a seeded random sample of hits for every cell, not a chosen one.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cells::Cell;
use super::compare::Material;
use super::corpus::StudyArticle;
use crate::stance::{Actor, Stance, Voice};
use crate::stats::random::Seed;
use crate::text::Span;

/// A hit with its sentence, cut to the quotation limit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// Frame id.
    pub frame: String,
    /// Label of the cell.
    pub source: String,
    /// Article id.
    pub article: String,
    /// Date, as far as known.
    pub date: Option<String>,
    /// Index of the sentence.
    pub sentence: u32,
    /// Words before the hit.
    pub before: String,
    /// The hit.
    pub hit: String,
    /// Words after the hit.
    pub after: String,
    /// How it is put.
    pub stance: Stance,
    /// Who puts it.
    pub voice: Voice,
    /// The speaker, if known.
    pub speaker: Option<String>,
    /// Whose capability or intent it is.
    pub actor: Option<Actor>,
    /// Ids of the concepts that its segment mentions, by name or by a related expression.
    pub concepts: Vec<String>,
}

/// What a sample of hits shows, and what it leaves out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvidenceCell {
    /// Frame id.
    pub frame: String,
    /// Label of the cell.
    pub source: String,
    /// All hits of the cell.
    pub hits: u64,
    /// The sample, in the order of the articles.
    pub shown: Vec<Evidence>,
    /// Hits shown with fewer words than asked for, because the article's share of quotation was used up.
    pub withheld: u64,
}

/// Hits shown per frame and source.
pub const PER_CELL: usize = 5;
/// In a study of no more articles than this every hit is listed.
pub const LIST_ALL_UP_TO: usize = 8;

/// Words on each side of a hit where the article's share of quotation is nearly used up.
const NARROW: usize = 9;

/// Samples evidence. Quotations of one article never exceed the study's share of its words, and overlapping ones count once. Cells
/// take turns, so that the first frame does not use up the share of the last; a hit for which no words are left is shown alone,
/// with its place.
pub fn sample(m: &Material<'_>, concepts: &[String]) -> Vec<EvidenceCell> {
    let mut cells: Vec<(EvidenceCell, Vec<(usize, usize)>)> = Vec::new();
    for (f, frame) in m.frames.iter().enumerate() {
        for cell in m.cells.iter().filter(|c| c.scored) {
            let (hits, sampled) = draw(m, f, frame, cell);
            let empty = EvidenceCell {
                frame: frame.clone(),
                source: cell.label.clone(),
                hits,
                shown: vec![],
                withheld: 0,
            };
            cells.push((empty, sampled));
        }
    }
    let mut budget = Budget { quoted: BTreeMap::new(), concepts };
    let rounds = cells.iter().map(|c| c.1.len()).max().unwrap_or(0);
    for round in 0..rounds {
        for (cell, sampled) in &mut cells {
            let Some((article, hit)) = sampled.get(round) else { continue };
            if let Some((evidence, whole)) = budget.quote(m, *article, *hit, &cell.frame, &cell.source) {
                cell.withheld += u64::from(!whole);
                cell.shown.push(evidence);
            }
        }
    }
    cells.into_iter().map(|c| c.0).collect()
}

/// The number of hits of a cell, and those shown: one a sentence, all of a small study, else a seeded sample.
fn draw(m: &Material<'_>, frame: usize, id: &str, cell: &Cell) -> (u64, Vec<(usize, usize)>) {
    let mut hits: Vec<(usize, usize)> = Vec::new();
    let mut total = 0;
    for (i, a) in cell.members.iter().filter_map(|i| m.articles.get(*i).map(|a| (*i, a))) {
        let mut last = None;
        for (k, h) in a.hits.iter().enumerate().filter(|(_, h)| usize::from(h.frame) == frame) {
            total += 1;
            if last.replace(h.sentence) != Some(h.sentence) {
                hits.push((i, k));
            }
        }
    }
    if m.articles.len() > LIST_ALL_UP_TO {
        let seed = Seed::new(m.spec.seed).named("evidence").named(id).named(&cell.label);
        // A key per hit that depends on nothing but the hit: another article changes no other key.
        hits.sort_by_key(|(i, k)| {
            m.articles.get(*i).map(|a| seed.named(&a.article.id).numbered(*k as u64).value())
        });
        hits.truncate(PER_CELL);
        hits.sort_unstable();
    }
    (total, hits)
}

/// Words quoted so far, by article.
struct Budget<'a> {
    quoted: BTreeMap<usize, Vec<Span>>,
    /// Ids of the concepts.
    concepts: &'a [String],
}

impl Budget<'_> {
    /// A hit with as much of its sentence as is still allowed, and whether that is as much as the study asks for.
    fn quote(
        &mut self,
        m: &Material<'_>,
        article: usize,
        hit: usize,
        frame: &str,
        source: &str,
    ) -> Option<(Evidence, bool)> {
        let limits = &m.spec.quotes;
        if !limits.show {
            return None;
        }
        let a = m.articles.get(article)?;
        let h = a.hits.get(hit)?;
        let sentence = a.sentences.get(h.sentence as usize)?.span;
        let text = &a.article.text;
        let most = limits.max_share * words_in(a, &[Span::new(0, text.len())]) as f64;
        let tries = [limits.max_words, limits.max_words.min(NARROW)];
        let fits = tries
            .iter()
            .map(|words| cut(text, sentence, h.span, *words))
            .find(|span| self.take(a, article, *span, most));
        let span = fits.unwrap_or(h.span);
        let whole = fits == Some(cut(text, sentence, h.span, limits.max_words));
        let piece = |start: u32, end: u32| one_line(Span { start, end }.of(text));
        let (cut_before, cut_after) = (span.start > sentence.start, span.end < sentence.end);
        let evidence = Evidence {
            frame: frame.to_owned(),
            source: source.to_owned(),
            article: a.article.id.clone(),
            date: a.article.date.map(|d| d.to_string()),
            sentence: h.sentence,
            before: format!("{}{}", if cut_before { "… " } else { "" }, piece(span.start, h.span.start)),
            hit: one_line(h.span.of(text)),
            after: format!("{}{}", piece(h.span.end, span.end), if cut_after { " …" } else { "" }),
            stance: h.stance,
            voice: h.voice,
            speaker: h.speaker.and_then(|s| a.speakers.get(usize::from(s))).cloned(),
            actor: h.actor,
            concepts: self.near(a, h.segment),
        };
        Some((evidence, whole))
    }

    /// Concepts mentioned in a segment.
    fn near(&self, a: &StudyArticle, segment: u32) -> Vec<String> {
        let here = |k: usize| a.mentions.iter().any(|m| m.segment == segment && usize::from(m.concept) == k);
        self.concepts.iter().enumerate().filter(|(k, _)| here(*k)).map(|(_, c)| c.clone()).collect()
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

/// White space of any kind as single spaces; edges keep theirs, so that pieces join.
fn one_line(s: &str) -> String {
    let mut out = String::with_capacity(s.len());
    for c in s.chars() {
        match c {
            c if c.is_whitespace() => {
                if !out.ends_with(' ') {
                    out.push(' ');
                }
            }
            c => out.push(c),
        }
    }
    out
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
