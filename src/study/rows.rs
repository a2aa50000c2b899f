//! One row of sums per article: what the bootstrap draws. A [`View`] says which hits count, so that a sensitivity analysis is
//! the same computation under another view.

use super::corpus::{StudyArticle, StudyHit};
use crate::stance::{Stance, Voice};
use crate::stats::table::{Ratio, Table};
use crate::text::{Language, SentenceKind};

/// What counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    /// Leaves out one entry: language and number in its pack.
    pub without_entry: Vec<(Language, u32)>,
    /// Leaves out sentences of direct speech, with their tokens.
    pub without_quotations: bool,
    /// Leaves out headlines.
    pub without_headlines: bool,
    /// Counts only hits that are not denied.
    pub without_denied: bool,
    /// Counts only hits of one stance.
    pub only_stance: Option<Stance>,
}

impl View {
    /// True if a hit counts.
    pub fn counts(&self, article: &StudyArticle, hit: &StudyHit) -> bool {
        !(self.without_headlines && hit.headline
            || self.without_denied && hit.stance == Stance::Denied
            || self.only_stance.is_some_and(|s| s != hit.stance)
            || self.without_quotations && (hit.voice == Voice::Direct || self.drops(article, hit.sentence))
            || self.without_entry.contains(&(article.language, hit.entry)))
    }

    fn drops(&self, article: &StudyArticle, sentence: u32) -> bool {
        let Some(s) = article.sentences.get(sentence as usize) else { return false };
        self.without_quotations && s.voice == Voice::Direct
            || self.without_headlines && s.kind == SentenceKind::Headline
    }
}

/// The columns of an article row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Columns {
    /// Number of frames.
    pub frames: usize,
}

impl Columns {
    /// Column of ones: articles.
    pub const ARTICLES: usize = 0;
    /// Tokens that count.
    pub const TOKENS: usize = 1;
    /// Segments, headlines left out.
    pub const SEGMENTS: usize = 2;

    /// Number of columns.
    pub fn width(self) -> usize {
        3 + 3 * self.frames
    }

    /// Hits of a frame.
    pub fn hits(self, frame: usize) -> usize {
        3 + 3 * frame
    }

    /// Segments with a hit of a frame.
    pub fn segments_with(self, frame: usize) -> usize {
        4 + 3 * frame
    }

    /// Articles with a hit of a frame.
    pub fn articles_with(self, frame: usize) -> usize {
        5 + 3 * frame
    }

    /// Hits per 1,000 tokens.
    pub fn rate(self, frame: usize) -> Ratio {
        Ratio::per_thousand(self.hits(frame), Self::TOKENS)
    }

    /// Share of segments with a hit.
    pub fn share(self, frame: usize) -> Ratio {
        Ratio::share(self.segments_with(frame), Self::SEGMENTS)
    }

    /// Share of articles with a hit.
    pub fn prevalence(self, frame: usize) -> Ratio {
        Ratio::share(self.articles_with(frame), Self::ARTICLES)
    }
}

/// The row of an article under a view.
pub fn article_row(article: &StudyArticle, columns: Columns, view: &View) -> Vec<f64> {
    let mut row = vec![0.0; columns.width()];
    row[Columns::ARTICLES] = 1.0;
    row[Columns::TOKENS] = (0..article.sentences.len() as u32)
        .filter(|s| !view.drops(article, *s))
        .filter_map(|s| article.sentences.get(s as usize))
        .filter(|s| s.kind != SentenceKind::Boilerplate)
        .map(|s| f64::from(s.tokens))
        .sum();
    row[Columns::SEGMENTS] = article.segments.iter().filter(|s| !s.headline).count() as f64;
    let mut seen = std::collections::BTreeSet::new();
    for hit in article.hits.iter().filter(|h| view.counts(article, h)) {
        let frame = usize::from(hit.frame);
        if frame >= columns.frames {
            continue;
        }
        row[columns.hits(frame)] += 1.0;
        row[columns.articles_with(frame)] = 1.0;
        if !hit.headline && seen.insert((frame, hit.segment)) {
            row[columns.segments_with(frame)] += 1.0;
        }
    }
    row
}

/// A row per article.
pub fn article_table(articles: &[StudyArticle], members: &[usize], columns: Columns, view: &View) -> Table {
    let mut table = Table::new(columns.width());
    for a in members.iter().filter_map(|i| articles.get(*i)) {
        // A row of counts has the table's width and no value that is not a number.
        let _ = table.push(&article_row(a, columns, view));
    }
    table
}

/// A row per counting sentence of one article, in reading order: what a block bootstrap of a single text draws. Segments
/// are counted at their first sentence, so that sums agree with [`article_row`].
pub fn sentence_table(article: &StudyArticle, columns: Columns, view: &View) -> Table {
    let mut table = Table::new(columns.width());
    let mut last_segment = u32::MAX;
    let mut seen = std::collections::BTreeSet::new();
    for (i, s) in article.sentences.iter().enumerate() {
        if s.kind == SentenceKind::Boilerplate || view.drops(article, i as u32) {
            continue;
        }
        let mut row = vec![0.0; columns.width()];
        row[Columns::TOKENS] = f64::from(s.tokens);
        if s.segment != last_segment && s.kind != SentenceKind::Headline {
            row[Columns::SEGMENTS] = 1.0;
            last_segment = s.segment;
        }
        let first = article.hits.partition_point(|h| h.sentence < i as u32);
        let here = article.hits[first..].iter().take_while(|h| h.sentence == i as u32);
        for hit in here.filter(|h| view.counts(article, h)) {
            let frame = usize::from(hit.frame);
            if frame < columns.frames {
                row[columns.hits(frame)] += 1.0;
                if !hit.headline && seen.insert((frame, hit.segment)) {
                    row[columns.segments_with(frame)] += 1.0;
                }
            }
        }
        let _ = table.push(&row);
    }
    table
}
