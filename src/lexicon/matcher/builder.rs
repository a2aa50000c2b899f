//! Patterns → trie.

use hashbrown::{HashMap, HashSet};

use super::{ANY, END, Element, Filter, Leaf, Matcher, Node, Output, ROOT};
use crate::lexicon::pattern::{Pattern, WordPattern};

/// Collects patterns; see [`Matcher`].
#[derive(Debug, Default)]
pub struct MatcherBuilder {
    /// All but its outputs.
    matcher: Matcher,
    globs: HashMap<String, Element>,
    outputs: Vec<(Node, Output)>,
    /// The nodes of the spelling added last.
    path: Vec<Node>,
}

impl MatcherBuilder {
    /// An empty builder.
    pub fn new() -> Self {
        Self::default()
    }

    /// Makes room for about so many patterns.
    pub fn reserve(&mut self, patterns: usize) {
        self.matcher.words.reserve(patterns / 2);
        self.matcher.first.reserve(patterns);
        self.matcher.edges.reserve(patterns);
        self.matcher.leaves.reserve(patterns * 2);
        self.outputs.reserve(patterns);
    }

    /// Adds a pattern of entry number `entry` to `slot`. Within a slot a token counts once, the longest match first, of equally
    /// long ones the first, of those at the same place the one with the lowest number.
    pub fn add(&mut self, pattern: &Pattern, slot: u16, entry: u32) {
        self.insert(pattern, Output { slot, entry, except: false });
    }

    /// Adds a context in which `entry` of `slot` does not count.
    pub fn add_exception(&mut self, pattern: &Pattern, slot: u16, entry: u32) {
        self.insert(pattern, Output { slot, entry, except: true });
    }

    fn insert(&mut self, pattern: &Pattern, output: Output) {
        if let [only] = pattern.spellings.as_slice() {
            let node = self.end_of(ROOT, only, false);
            return self.end(node, output);
        }
        // Alternatives begin alike: of a spelling, only what the one before it has not is looked up.
        let mut before: &[WordPattern] = &[];
        self.path.clear();
        for spelling in &pattern.spellings {
            let same = before.iter().zip(spelling).take_while(|(a, b)| a == b).count();
            self.path.truncate(same);
            let node = self.path.last().copied().unwrap_or(ROOT);
            let node = self.end_of(node, spelling.get(same..).unwrap_or_default(), true);
            self.end(node, output);
            before = spelling;
        }
    }

    /// The node to which words lead from a node; with `noted`, those on the way are kept.
    fn end_of(&mut self, mut node: Node, words: &[WordPattern], noted: bool) -> Node {
        for word in words {
            node = match self.element(word) {
                Some(element) => self.behind(node, element),
                None => self.behind_gap(node),
            };
            if noted {
                self.path.push(node);
            }
        }
        node
    }

    fn end(&mut self, node: Node, output: Output) {
        if node != ROOT {
            self.outputs.push((node, output));
        }
    }

    /// The number of a word pattern, new or known; none if any word satisfies it.
    fn element(&mut self, word: &WordPattern) -> Option<Element> {
        let matcher = &mut self.matcher;
        let next = matcher.first.len() as Element;
        let element = match word {
            WordPattern::Stem(s) => *matcher.words.stem(s).get_or_insert(next),
            WordPattern::Form(s) => *matcher.words.form(s).get_or_insert(next),
            WordPattern::Surface(s) => *matcher.words.surface(s).get_or_insert(next),
            WordPattern::Glob(s) => *self.globs.entry_ref(s.as_str()).or_insert_with(|| {
                matcher.globs.add(s, next);
                next
            }),
            WordPattern::Any => return None,
        };
        if element == next {
            matcher.first.push(ROOT);
        }
        Some(element)
    }

    /// The node to which an element leads from a node, new or known.
    fn behind(&mut self, node: Node, element: Element) -> Node {
        let next = self.next_node();
        let Matcher { first, edges, leaves, .. } = &mut self.matcher;
        let target = if node == ROOT {
            let target = &mut first[element as usize];
            if *target == ROOT {
                *target = next;
            }
            *target
        } else {
            *edges.entry((node, element)).or_insert(next)
        };
        if target == next {
            leaves.push(Leaf::default());
        }
        target
    }

    /// The node to which any word leads from a node, new or known.
    fn behind_gap(&mut self, node: Node) -> Node {
        let next = self.next_node();
        let leaves = &mut self.matcher.leaves;
        let gap = &mut leaves[node as usize].gap;
        if *gap == ROOT {
            *gap = next;
            leaves.push(Leaf::default());
        }
        leaves[node as usize].gap
    }

    /// The number that a new node would have; the root is there when it is asked for.
    fn next_node(&mut self) -> Node {
        let leaves = &mut self.matcher.leaves;
        if leaves.is_empty() {
            leaves.push(Leaf::default());
        }
        leaves.len() as Node
    }

    /// The finished matcher.
    pub fn build(mut self) -> Matcher {
        let mut matcher = self.matcher;
        if matcher.leaves.is_empty() {
            matcher.leaves.push(Leaf::default());
        }
        matcher.bits = bits(&matcher);
        for ((node, element), _) in &matcher.edges {
            matcher.leaves[*node as usize].follow |= matcher.bits[*element as usize];
        }
        for leaf in matcher.leaves.iter_mut().filter(|l| l.gap != ROOT) {
            leaf.follow |= ANY;
        }
        self.outputs.sort_unstable();
        self.outputs.dedup();
        let excepted: HashSet<(u16, u32)> =
            self.outputs.iter().filter(|o| o.1.except).map(|o| (o.1.slot, o.1.entry)).collect();
        for same in self.outputs.chunk_by(|a, b| a.0 == b.0) {
            let start = matcher.outputs.len();
            let live = split_live(same, &excepted, &mut matcher.outputs);
            let leaf = &mut matcher.leaves[same[0].0 as usize];
            leaf.start = start as u32;
            leaf.live = (start + live) as u32;
            leaf.end = matcher.outputs.len() as u32;
            leaf.output = matcher.outputs.get(start).copied();
            leaf.follow |= END;
        }
        matcher
    }
}

/// Elements that have a bit of their own.
const OWN: usize = 24;

/// The bit of each element in a filter. Words that most patterns have behind others are those that most texts have, so each of
/// them has a bit of its own; the rest share what is left, those that stand behind the same word the same bit: the fewer bits go
/// on from a word, the fewer other words seem to.
fn bits(matcher: &Matcher) -> Vec<Filter> {
    let mut before = vec![0u32; matcher.first.len()];
    let mut behind = vec![0u32; matcher.leaves.len()];
    for (node, element) in matcher.edges.keys() {
        before[*element as usize] += 1;
        behind[*node as usize] += 1;
    }
    let most = |counts: &[u32], i: u32| std::cmp::Reverse(counts[i as usize]);
    let mut bits = vec![0; before.len()];
    let mut elements: Vec<Element> = (0..).zip(&before).filter(|(_, n)| **n > 0).map(|(e, _)| e).collect();
    elements.sort_unstable_by_key(|&e| (most(&before, e), e));
    let own = (END | ANY).count_ones();
    for (bit, &element) in (own..).zip(elements.iter().take(OWN)) {
        bits[element as usize] = 1 << bit;
    }
    let unset = |(_, element): &&(Node, Element)| bits[*element as usize] == 0;
    let mut edges: Vec<(Node, Element)> = matcher.edges.keys().filter(unset).copied().collect();
    edges.sort_unstable_by_key(|&(node, element)| (most(&behind, node), node, element));
    let mut shared = (own + OWN as u32..Filter::BITS).cycle();
    for group in edges.chunk_by(|a, b| a.0 == b.0) {
        let mut bit = None;
        for (_, element) in group {
            let place = &mut bits[*element as usize];
            if *place == 0 {
                *place = 1 << *bit.get_or_insert_with(|| shared.next().unwrap_or(own));
            }
        }
    }
    bits
}

/// Appends the outputs of one node, first those that can win; returns how many those are. Behind an entry that always counts, later
/// ones of its slot never do: a lexicon that repeats a word a million times costs no more than one that says it once.
fn split_live(same: &[(Node, Output)], excepted: &HashSet<(u16, u32)>, out: &mut Vec<Output>) -> usize {
    let start = out.len();
    let mut dead = Vec::new();
    let mut certain = None;
    for &(_, output) in same {
        if !output.except && certain == Some(output.slot) {
            dead.push(output);
        } else {
            out.push(output);
            if !output.except && !excepted.contains(&(output.slot, output.entry)) {
                certain = Some(output.slot);
            }
        }
    }
    let live = out.len() - start;
    out.append(&mut dead);
    live
}
