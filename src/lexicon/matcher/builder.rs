//! Patterns → trie.

use hashbrown::{HashMap, HashSet};

use super::{Element, Leaf, Matcher, Node, Output, ROOT, bit};
use crate::lexicon::glob::GlobIndex;
use crate::lexicon::pattern::{Pattern, WordPattern};

/// Collects patterns; see [`Matcher`].
#[derive(Debug, Default)]
pub struct MatcherBuilder {
    elements: HashMap<WordPattern, Element>,
    edges: HashMap<(Node, Element), Node>,
    nodes: Node,
    outputs: Vec<(Node, Output)>,
}

impl MatcherBuilder {
    /// An empty builder.
    pub fn new() -> Self {
        Self::default()
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
        for spelling in &pattern.spellings {
            let mut node = ROOT;
            for word in spelling {
                let next = self.elements.len() as Element;
                let element = *self.elements.entry_ref(word).or_insert(next);
                node = *self.edges.entry((node, element)).or_insert_with(|| {
                    self.nodes += 1;
                    self.nodes
                });
            }
            if node != ROOT {
                self.outputs.push((node, output));
            }
        }
    }

    /// The finished matcher.
    pub fn build(mut self) -> Matcher {
        let mut matcher = Matcher {
            first: vec![ROOT; self.elements.len()],
            leaves: vec![Leaf::default(); self.nodes as usize + 1],
            edges: HashMap::with_capacity(self.edges.len()),
            ..Matcher::default()
        };
        // In the order of adding, because the order of a hash map must never reach a result.
        let mut elements: Vec<_> = self.elements.into_iter().collect();
        elements.sort_unstable_by_key(|(_, element)| *element);
        let mut globs = GlobIndex::default();
        for (word, element) in elements {
            match word {
                WordPattern::Stem(s) => drop(matcher.by_stem.insert(s, element)),
                WordPattern::Form(s) => drop(matcher.by_form.insert(s, element)),
                WordPattern::Surface(s) => drop(matcher.by_surface.insert(s, element)),
                WordPattern::Any => matcher.any = Some(element),
                WordPattern::Glob(g) => globs.add(&g, element),
            }
        }
        matcher.globs = globs;
        for ((node, element), target) in self.edges {
            matcher.leaves[node as usize].next |= bit(element);
            if node == ROOT {
                matcher.first[element as usize] = target;
            } else {
                matcher.edges.insert((node, element), target);
            }
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
        }
        matcher
    }
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
