//! Sentences of a region of text: one walk from mark to mark.
//!
//! [`plain`] decides what a few bytes tell. For the rest, [`mark`] takes in the quotes and brackets that close behind an end mark,
//! [`around`] reads the words on both sides, [`judge`] decides. Each step looks at most a fixed number of bytes around a mark, so that a text of any shape
//! costs one walk. Quotations and brackets do not protect full stops inside them: what is said is cut into sentences as
//! everything else, and a small letter behind a closing mark (`“Go.” she said`) keeps both together.

mod around;
mod judge;
mod list;
mod mark;
mod plain;

use super::resource::Resources;
use crate::scan::{Class, Map, Places};
use around::has_word;
use judge::Judge;
use mark::{Candidate, Cluster};
use plain::Plain;

/// Cuts regions of one text into sentences, which are asked for in their order.
pub(super) struct Splitter<'t> {
    text: &'t str,
    marks: Places<'t>,
    resources: &'static Resources,
    judge: Judge,
}

impl<'t> Splitter<'t> {
    /// A splitter of `text`, whose map is `map`, with the lists of a language.
    pub(super) fn new(text: &'t str, map: &'t Map, resources: &'static Resources) -> Self {
        Self { text, marks: map.places(Class::Ends), resources, judge: Judge::new(resources) }
    }

    /// Hands every sentence of `text[from..to]` to `push`, white space around it left out.
    pub(super) fn split(&mut self, from: usize, to: usize, push: impl FnMut(usize, usize)) {
        self.split_by(plain::judge, from, to, push);
    }

    fn split_by(
        &mut self,
        plainly: impl Fn(&[u8], usize, usize, &Resources) -> Plain,
        from: usize,
        to: usize,
        mut push: impl FnMut(usize, usize),
    ) {
        let region = &self.text[..to];
        let mut start = start_of_text(region, from);
        let mut at = start;
        while let Some(found) = self.marks.next_from(at).filter(|found| *found < to) {
            let end = match plainly(region.as_bytes(), start, found, self.resources) {
                Plain::Ends(end) => Some(end),
                Plain::GoesOn(next) => {
                    at = next;
                    continue;
                }
                Plain::Unclear => self.read(region, start, found, &mut at),
            };
            if let Some(end) = end {
                push_items(region, start, end, &mut push);
                start = start_of_text(region, end);
                at = at.max(start);
            }
        }
        push_items(region, start, to, &mut push);
    }

    /// Reads the candidate at `found` with care: where the sentence that began at `start` ends, if it does; `at` becomes the
    /// place to go on at.
    fn read(&mut self, region: &str, start: usize, found: usize, at: &mut usize) -> Option<usize> {
        let candidate = mark::candidate_at(region, found);
        *at = found + mark::char_at(region, found).map_or(1, char::len_utf8);
        match candidate? {
            Candidate::Bullet => {
                let opens = found > start && region[..found].ends_with(char::is_whitespace);
                (opens && has_word(region, start, found)).then_some(found)
            }
            Candidate::Mark(kind) => {
                let cluster = Cluster::read(region, found, kind, self.resources);
                *at = cluster.end;
                list::next_item(region, start, found)
                    .or_else(|| self.judge.end(region, start, &cluster, region.len()))
            }
        }
    }
}

/// The first byte from `at` on that is no white space.
fn start_of_text(text: &str, at: usize) -> usize {
    match text.as_bytes()[at..] {
        [b'!'..=b'~', ..] => at,
        [b' ', b'!'..=b'~', ..] => at + 1,
        _ => at + (text.len() - at - text[at..].trim_start().len()),
    }
}

#[inline]
fn push_items(text: &str, from: usize, to: usize, push: &mut impl FnMut(usize, usize)) {
    let bytes = &text.as_bytes()[from..to];
    let closed = bytes.last().is_some_and(u8::is_ascii_graphic) || bytes.ends_with("”".as_bytes());
    if closed && !list::may_begin(bytes) {
        push(from, to);
    } else {
        push_all(text, from, to, push);
    }
}

#[inline(never)]
fn push_all(text: &str, mut from: usize, to: usize, push: &mut impl FnMut(usize, usize)) {
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
