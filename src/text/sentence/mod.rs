//! Sentences of a region of text: one walk from mark to mark.
//!
//! [`mark`] finds the next end mark and takes in the quotes and brackets that close behind it, [`around`] reads the words on both
//! sides, [`judge`] decides. Each step looks at most a fixed number of bytes around a mark, so that a text of any shape
//! costs one walk. Quotations and brackets do not protect full stops inside them: what is said is cut into sentences as
//! everything else, and a small letter behind a closing mark (`“Go.” she said`) keeps both together.

mod around;
mod judge;
mod list;
mod mark;

use super::resource::Resources;
use around::has_word;
use judge::Judge;
use mark::{Candidate, Cluster};

/// Cuts regions of one text into sentences.
pub(super) struct Splitter {
    resources: &'static Resources,
    judge: Judge,
}

impl Splitter {
    /// A splitter with the lists of a language.
    pub(super) fn new(resources: &'static Resources) -> Self {
        Self { resources, judge: Judge::new(resources) }
    }

    /// Hands every sentence of `text[from..to]` to `push`, white space around it left out.
    pub(super) fn split(&mut self, text: &str, from: usize, to: usize, mut push: impl FnMut(usize, usize)) {
        let region = &text[..to];
        let mut start = from + (region[from..].len() - region[from..].trim_start().len());
        let mut at = start;
        while let Some((found, candidate)) = mark::next_candidate(region, at) {
            let end = match candidate {
                Candidate::Bullet => {
                    at = found + region[found..].chars().next().map_or(1, char::len_utf8);
                    let opens = found > start && region[..found].ends_with(char::is_whitespace);
                    (opens && has_word(region, start, found)).then_some(found)
                }
                Candidate::Mark(kind) => {
                    let cluster = Cluster::read(region, found, kind, self.resources);
                    at = cluster.end;
                    list::next_item(region, start, found)
                        .or_else(|| self.judge.end(region, start, &cluster, to))
                }
            };
            if let Some(end) = end {
                push_items(region, start, end, &mut push);
                start = end + (region[end..].len() - region[end..].trim_start().len());
                at = at.max(start);
            }
        }
        push_items(region, start, to, &mut push);
    }
}

fn push_items(text: &str, mut from: usize, to: usize, push: &mut impl FnMut(usize, usize)) {
    let to = from + text[from..to].trim_end().len();
    for item in list::items(text, from, to) {
        push(from, from + text[from..item].trim_end().len());
        from = item;
    }
    if from < to {
        push(from, to);
    }
}

#[cfg(test)]
mod tests;
