//! Patterns of many lexicons compiled into one trie over word patterns, resolved per distinct surface form.
//!
//! A form is looked up once, when it is first met: its stem, its folded form, its surface and the globs that fit it give the
//! short list of word patterns that it satisfies. From then on a token costs one probe of a table of bytes, however many
//! entries there are; only a token that some pattern begins with costs more.

mod builder;
mod cache;
mod choice;

use hashbrown::HashMap;

pub use builder::MatcherBuilder;
pub use cache::MatchCache;
use cache::{Begin, Forms, Known, Pairs};
pub use choice::{Candidate, Fate};
use choice::{Raw, choose, choose_first};

use super::glob::GlobIndex;
use super::pattern::WordPattern;
use crate::scan::BLOCK;
use crate::text::{FormId, Meanings, Token, Vocabulary};

/// A hit of an entry: token indices relative to the slice that was searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found {
    /// Index of the slot (a frame, a concept, a list) that the entry was added to.
    pub slot: u16,
    /// First token.
    pub first: u32,
    /// One past the last token.
    pub last: u32,
    /// Number of the entry, as given to [`MatcherBuilder::add`].
    pub entry: u32,
}

impl Found {
    /// What they are sorted by where place comes first.
    fn by_place(&self) -> (u32, u32, u16, u32) {
        (self.first, self.last, self.slot, self.entry)
    }
}

/// What a pattern that ends at a node stands for. Sorted by slot and entry, an exception behind its entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Output {
    pub(super) slot: u16,
    pub(super) entry: u32,
    /// An exception: hits of the entry under it do not count.
    pub(super) except: bool,
}

type Node = u32;
type Element = u32;
const ROOT: Node = 0;
/// In the place of a node: there are several.
const SEVERAL: Node = Node::MAX;

/// What a node of the trie holds.
#[derive(Debug, Clone, Copy, Default)]
struct Leaf {
    /// [Bits](Matcher::bits) of the elements with which longer patterns go on from here, [`ANY`] if there is a gap; [`END`] if a
    /// pattern ends here.
    follow: Filter,
    /// The first of [`Matcher::outputs`] from `start` on, which most have alone.
    output: Option<Output>,
    start: u32,
    /// Behind it stand outputs that can never win: a second entry of the same words.
    live: u32,
    end: u32,
    /// Where any word leads from here; [`ROOT`] if no pattern has a gap here.
    gap: Node,
}

/// A set of elements that stand behind another one in some pattern, several of them to a bit: what is not in it is surely not in
/// the set.
type Filter = u64;

/// The bit that every filter of what stands behind a word has, even if nothing does: a pattern may end here.
const END: Filter = 1;

/// The bit of every word, for gaps: any word may stand there.
const ANY: Filter = 2;

/// With what patterns go on from a node; with anything from [`SEVERAL`].
#[inline]
fn follow(leaves: &[Leaf], node: Node) -> Filter {
    leaves.get(node as usize).map_or(Filter::MAX, |leaf| leaf.follow)
}

/// All patterns of one language, compiled. Immutable and shared; each worker has its own [`MatchCache`].
#[derive(Debug, Default)]
pub struct Matcher {
    words: Meanings<Option<Element>>,
    globs: GlobIndex,
    /// Node behind the root by element; [`ROOT`] if no pattern begins with it.
    first: Vec<Node>,
    edges: HashMap<(Node, Element), Node>,
    /// The bit of each element in a filter; none if every pattern that has it begins with it.
    bits: Vec<Filter>,
    leaves: Vec<Leaf>,
    outputs: Vec<Output>,
}

impl Matcher {
    /// Looks every form up that `vocabulary` has and `cache` does not yet. Cheap when there is none.
    #[inline]
    pub fn resolve(&self, vocabulary: &Vocabulary, cache: &mut MatchCache) {
        if cache.forms.len() < vocabulary.len() {
            self.resolve_new(vocabulary, cache);
        }
    }

    #[cold]
    fn resolve_new(&self, vocabulary: &Vocabulary, cache: &mut MatchCache) {
        let MatchCache { forms, elements, .. } = cache;
        for id in forms.len()..vocabulary.len() {
            elements.clear();
            self.elements_of(FormId(id as u32), vocabulary, elements);
            // One glob may be found by several letters of a word.
            elements.sort_unstable();
            elements.dedup();
            let mut known = Known { follow: 0, bits: END | ANY };
            for &element in elements.iter() {
                let (first, bit) = (self.first_of(element), self.bit(element));
                if first != ROOT {
                    known.follow |= self.leaf(first).follow;
                    forms.firsts.push(first);
                }
                if bit != 0 {
                    known.bits |= bit;
                    forms.elements.push(element);
                }
            }
            forms.end(known);
        }
    }

    fn elements_of(&self, form: FormId, vocabulary: &Vocabulary, out: &mut Vec<Element>) {
        let folded = vocabulary.folded(form);
        let known = self.words.of(form, vocabulary);
        for element in [known.surface, known.form, known.stem] {
            out.extend(element);
        }
        self.globs.matching(folded, out);
        // A possessive counts as its owner: group's → group.
        if let Some(owner) = folded.strip_suffix("'s").filter(|o| !o.is_empty()) {
            let surface = vocabulary.surface(form).get(..owner.len());
            out.extend(self.words.by(owner).form);
            out.extend(surface.and_then(|s| self.words.by(s).surface));
            self.globs.matching(owner, out);
        }
    }

    /// Finds every counting hit in `tokens`, the tokens of one sentence or of several in a row, and appends them to `out` sorted
    /// by slot and place. `cache` must belong to `vocabulary` and to this matcher.
    pub fn find(
        &self,
        tokens: &[Token],
        vocabulary: &Vocabulary,
        cache: &mut MatchCache,
        out: &mut Vec<Found>,
    ) {
        let begin = out.len();
        self.find_by_place(tokens, vocabulary, cache, out);
        if out.len() > begin + 1 {
            out[begin..].sort_unstable();
        }
    }

    /// The same, sorted by place and slot.
    pub fn find_by_place(
        &self,
        tokens: &[Token],
        vocabulary: &Vocabulary,
        cache: &mut MatchCache,
        out: &mut Vec<Found>,
    ) {
        self.collect(tokens, vocabulary, cache, false);
        let MatchCache { raw, scratch, .. } = cache;
        let mut at = 0;
        // Only matches that share a token decide about each other, and most share none.
        while let Some(one) = raw.get(at) {
            if raw.get(at + 1).is_none_or(|next| next.first >= one.last) {
                if !one.output.except {
                    out.push(one.found());
                }
                at += 1;
            } else {
                at += choose_first(&mut raw[at..], scratch, out);
            }
        }
    }

    /// Every match in `tokens` with what became of it, those included that [`Matcher::find`] passes over; sorted by slot,
    /// place and entry.
    pub fn explain(
        &self,
        tokens: &[Token],
        vocabulary: &Vocabulary,
        cache: &mut MatchCache,
        out: &mut Vec<Candidate>,
    ) {
        self.collect(tokens, vocabulary, cache, true);
        let begin = out.len();
        choose(&mut cache.raw, &mut cache.scratch, |raw, fate| {
            out.push(Candidate { found: raw.found(), fate });
        });
        out[begin..].sort_unstable();
    }

    /// Fills `cache.raw` with all matches of all patterns, sorted by their first token; with `all`, of entries that can never
    /// win as well.
    fn collect(&self, tokens: &[Token], vocabulary: &Vocabulary, cache: &mut MatchCache, all: bool) {
        self.resolve(vocabulary, cache);
        cache.find_starts(tokens);
        let MatchCache { forms, starts, begins, pairs, raw, path, .. } = cache;
        raw.clear();
        let mut walk = Walk { matcher: self, tokens, forms, all, path, raw };
        for (block, starts) in (0..).step_by(BLOCK).zip(&*starts) {
            for &Begin { first, mut node, ends, mut goes_on, unknown } in
                forms.look_up(*starts, block, tokens, pairs, begins, &self.leaves)
            {
                if unknown && !ends {
                    let Some([token, second, behind @ ..]) = tokens.get(first as usize..) else { continue };
                    node = self.pair(token.form, second.form, forms, pairs);
                    goes_on = follow(&self.leaves, node) & forms.bits_of(behind.first()) != 0;
                }
                // Where no pattern ends with the first word, the two behind it tell.
                if !ends && node != SEVERAL {
                    if goes_on {
                        walk.begin_at(node, first, first + 2);
                    }
                } else if (ends || goes_on)
                    && let Some(token) = tokens.get(first as usize)
                {
                    walk.begin(token.form, first);
                }
            }
        }
    }

    /// The node to which two forms lead: [`ROOT`] if there is none.
    #[inline(never)]
    fn pair(&self, first: FormId, second: FormId, forms: &Forms, pairs: &mut Pairs) -> Node {
        let mut only = ROOT;
        let known = forms.known(second);
        for &node in forms.firsts_of(first) {
            if self.leaf(node).follow & known.bits & !END != 0 {
                self.each_behind(node, forms.elements_of(second), |node| {
                    only = if only == ROOT { node } else { SEVERAL };
                });
            }
        }
        pairs.keep((first, known.as_second(second)), only);
        only
    }

    /// Calls `with` with every node to which an edge leads from `node` with one of the elements of a form or with any word.
    #[inline]
    fn each_behind(&self, node: Node, elements: &[Element], mut with: impl FnMut(Node)) {
        let Leaf { follow, gap, .. } = self.leaf(node);
        for &element in elements {
            if follow & self.bit(element) != 0
                && let Some(&behind) = self.edges.get(&(node, element))
            {
                with(behind);
            }
        }
        if gap != ROOT {
            with(gap);
        }
    }

    fn bit(&self, element: Element) -> Filter {
        self.bits.get(element as usize).copied().unwrap_or_default()
    }

    #[inline]
    fn leaf(&self, node: Node) -> Leaf {
        self.leaves.get(node as usize).copied().unwrap_or_default()
    }

    fn first_of(&self, element: Element) -> Node {
        self.first.get(element as usize).copied().unwrap_or(ROOT)
    }

    /// Visits the outputs that can win of all patterns that surely match wherever `spelling` does, with first and last word of
    /// the match in it: what an audit asks. `stem_of` gives the stem of a folded form.
    pub(super) fn implied(
        &self,
        spelling: &[WordPattern],
        mut stem_of: impl FnMut(&str) -> String,
        mut visit: impl FnMut(usize, usize, &[Output]),
    ) {
        let elements: Vec<Vec<Element>> =
            spelling.iter().map(|w| self.implied_elements(w, &mut stem_of)).collect();
        let mut path = Vec::new();
        for (start, firsts) in elements.iter().enumerate() {
            let nodes = firsts.iter().map(|&e| self.first_of(e)).filter(|n| *n != ROOT);
            path.extend(nodes.map(|n| (n, start + 1)));
            while let Some((node, at)) = path.pop() {
                let leaf = self.leaf(node);
                visit(
                    start,
                    at,
                    self.outputs.get(leaf.start as usize..leaf.live as usize).unwrap_or_default(),
                );
                if let Some(elements) = elements.get(at) {
                    self.each_behind(node, elements, |n| path.push((n, at + 1)));
                }
            }
        }
    }

    fn implied_elements(&self, word: &WordPattern, stem_of: &mut impl FnMut(&str) -> String) -> Vec<Element> {
        let mut out = Vec::new();
        match word {
            WordPattern::Stem(stem) => {
                out.extend(self.words.by(stem).stem);
                self.globs.implied_by_stem(stem, &mut out);
            }
            WordPattern::Form(form) => {
                out.extend(self.words.by(form).form);
                out.extend(self.words.by(&stem_of(form)).stem);
                self.globs.matching(form, &mut out);
            }
            WordPattern::Surface(surface) => {
                let form = crate::text::vocabulary::fold(surface);
                out.extend(self.words.by(surface).surface);
                out.extend(self.words.by(&form).form);
                out.extend(self.words.by(&stem_of(&form)).stem);
                self.globs.matching(&form, &mut out);
            }
            WordPattern::Glob(glob) => self.globs.implied_by_glob(glob, &mut out),
            WordPattern::Any => {}
        }
        out.sort_unstable();
        out.dedup();
        out
    }
}

/// A walk through the trie along the tokens behind a first one. A node is met at most once, so the time is bounded by the number of
/// patterns that begin as the text does.
struct Walk<'a> {
    matcher: &'a Matcher,
    tokens: &'a [Token],
    forms: &'a Forms,
    /// Entries that can never win are wanted too.
    all: bool,
    /// Nodes that were reached, each with the token behind it.
    path: &'a mut Vec<(Node, u32)>,
    raw: &'a mut Vec<Raw>,
}

impl Walk<'_> {
    /// Finds the matches that begin with token `first`.
    #[inline(never)]
    fn begin(&mut self, form: FormId, first: u32) {
        for &node in self.forms.firsts_of(form) {
            self.visit(node, first, first + 1);
        }
        self.go_on(first);
    }

    /// Finds those among them that begin with the words that lead to a node, up to token `at`.
    #[inline(never)]
    fn begin_at(&mut self, node: Node, first: u32, at: u32) {
        self.visit(node, first, at);
        self.go_on(first);
    }

    /// Visits the nodes on the path, and those to which they lead.
    #[inline]
    fn go_on(&mut self, first: u32) {
        while let Some((node, at)) = self.path.pop() {
            self.visit(node, first, at);
        }
    }

    /// Notes the matches that end at a node, before token `at`, and leaves on the path where it leads.
    #[inline]
    fn visit(&mut self, node: Node, first: u32, at: u32) {
        let leaf = self.matcher.leaf(node);
        if let Some(output) = leaf.output {
            self.raw.push(Raw { output, first, last: at });
            let end = if self.all { leaf.end } else { leaf.live };
            for place in leaf.start + 1..end {
                let Some(&output) = self.matcher.outputs.get(place as usize) else { break };
                self.raw.push(Raw { output, first, last: at });
            }
        }
        let bits = leaf.follow & !END & self.forms.bits_of(self.tokens.get(at as usize));
        if bits != 0 && (bits != ANY || self.leads_over(leaf.gap, at + 1)) {
            self.step(node, at);
        }
    }

    /// True if token `at`, behind a gap, may lead on from the node there, or any words and then the one behind them: most gaps have
    /// nothing behind them that would end a pattern, and a look along the words is all that they cost.
    #[inline(never)]
    fn leads_over(&self, mut gap: Node, mut at: u32) -> bool {
        loop {
            let leaf = self.matcher.leaf(gap);
            let bits = leaf.follow & !END & self.forms.bits_of(self.tokens.get(at as usize));
            if leaf.output.is_some() || bits != ANY {
                return leaf.output.is_some() || bits != 0;
            }
            (gap, at) = (leaf.gap, at + 1);
        }
    }

    /// Puts the nodes on the path to which token `at` leads from a node.
    #[inline(never)]
    fn step(&mut self, node: Node, at: u32) {
        let Some(token) = self.tokens.get(at as usize) else { return };
        let elements = self.forms.elements_of(token.form);
        self.matcher.each_behind(node, elements, |node| self.path.push((node, at + 1)));
    }
}

#[cfg(test)]
mod tests;
