//! Patterns of many lexicons compiled into one trie over word patterns, resolved per distinct surface form.
//!
//! A form is looked up once, when it is first met: its stem, its folded form, its surface and the globs that fit it give the
//! short list of word patterns that it satisfies. From then on a token costs one probe of a table, however many
//! entries there are.

use hashbrown::HashMap;

use super::pattern::{Pattern, WordPattern, glob_matches};
use crate::text::{FormId, Gap, Token, Vocabulary};

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

#[derive(Debug, Clone, Copy)]
struct Output {
    slot: u16,
    entry: u32,
    /// An exception: hits of the entry under it do not count.
    except: bool,
}

#[derive(Debug, Clone, Copy)]
struct Raw {
    output: Output,
    first: u32,
    last: u32,
}

type Node = u32;
type Element = u32;
const ROOT: Node = 0;

/// Collects patterns; see [`Matcher`].
#[derive(Debug, Default)]
pub struct MatcherBuilder {
    elements: HashMap<WordPattern, Element>,
    edges: HashMap<(Node, Element), Node>,
    outputs: Vec<Vec<Output>>,
}

impl MatcherBuilder {
    /// An empty builder.
    pub fn new() -> Self {
        Self { outputs: vec![Vec::new()], ..Self::default() }
    }

    /// Adds a pattern of entry number `entry` to `slot`. Within a slot a token counts once, the longest match first.
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
                let element = *self.elements.entry(word.clone()).or_insert(next);
                let fresh = self.outputs.len() as Node;
                node = *self.edges.entry((node, element)).or_insert(fresh);
                if node == fresh {
                    self.outputs.push(Vec::new());
                }
            }
            if let Some(outputs) = self.outputs.get_mut(node as usize) {
                outputs.push(output);
            }
        }
    }

    /// The finished matcher.
    pub fn build(self) -> Matcher {
        let mut m = Matcher {
            by_stem: HashMap::new(),
            by_form: HashMap::new(),
            by_surface: HashMap::new(),
            by_prefix: HashMap::new(),
            globs: Vec::new(),
            any: None,
            first: vec![None; self.elements.len()],
            extends: vec![false; self.outputs.len()],
            edges: HashMap::with_capacity(self.edges.len()),
            outputs: self.outputs,
        };
        for (word, element) in self.elements {
            match word {
                WordPattern::Stem(s) => drop(m.by_stem.insert(s, element)),
                WordPattern::Form(s) => drop(m.by_form.insert(s, element)),
                WordPattern::Surface(s) => drop(m.by_surface.insert(s, element)),
                WordPattern::Any => m.any = Some(element),
                WordPattern::Glob(g) => match g.strip_suffix('*') {
                    Some(prefix) if !prefix.contains(['*', '?']) => {
                        m.by_prefix.insert(prefix.to_owned(), element);
                    }
                    _ => m.globs.push((g, element)),
                },
            }
        }
        // Sorted, because the order of a hash map must never reach a result.
        m.globs.sort();
        for ((node, element), target) in self.edges {
            m.extends[node as usize] = true;
            if node == ROOT {
                m.first[element as usize] = Some(target);
            } else {
                m.edges.insert((node, element), target);
            }
        }
        m
    }
}

/// All patterns of one language, compiled. Immutable and shared; each worker has its own [`MatchCache`].
#[derive(Debug)]
pub struct Matcher {
    by_stem: HashMap<String, Element>,
    by_form: HashMap<String, Element>,
    by_surface: HashMap<String, Element>,
    by_prefix: HashMap<String, Element>,
    globs: Vec<(String, Element)>,
    any: Option<Element>,
    /// Node behind the root by element.
    first: Vec<Option<Node>>,
    /// True if a node has edges to go on.
    extends: Vec<bool>,
    edges: HashMap<(Node, Element), Node>,
    outputs: Vec<Vec<Output>>,
}

/// Word patterns satisfied by each form of one [`Vocabulary`], filled as forms are met, and scratch space.
#[derive(Debug, Default)]
pub struct MatchCache {
    /// By form: start and end in `elements`; `u32::MAX` if not looked up yet.
    ranges: Vec<(u32, u32)>,
    /// By form: true if a pattern can begin with it.
    starts: Vec<bool>,
    elements: Vec<Element>,
    raw: Vec<Raw>,
    taken: Vec<(u16, u32, u32)>,
}

impl MatchCache {
    /// An empty cache, to be used with one vocabulary and one matcher only.
    pub fn new() -> Self {
        Self::default()
    }

    fn of(&self, form: FormId) -> &[Element] {
        let (start, end) = self.ranges[form.0 as usize];
        &self.elements[start as usize..end as usize]
    }
}

impl Matcher {
    /// Looks every form up that `vocabulary` has and `cache` does not yet. Cheap when there is none.
    pub fn resolve(&self, vocabulary: &Vocabulary, cache: &mut MatchCache) {
        for id in cache.ranges.len()..vocabulary.len() {
            let form = FormId(id as u32);
            let start = cache.elements.len();
            self.elements_of(form, vocabulary, &mut cache.elements);
            let starts = cache.elements[start..].iter().any(|&e| self.first[e as usize].is_some());
            cache.ranges.push((start as u32, cache.elements.len() as u32));
            cache.starts.push(starts);
        }
    }

    fn elements_of(&self, form: FormId, vocabulary: &Vocabulary, out: &mut Vec<Element>) {
        let folded = vocabulary.folded(form);
        out.extend(self.by_surface.get(vocabulary.surface(form)));
        out.extend(self.by_form.get(folded));
        out.extend(self.by_stem.get(vocabulary.stem(form)));
        // A possessive counts as its owner: group's → group.
        if let Some(owner) = folded.strip_suffix("'s") {
            out.extend(self.by_form.get(owner));
            out.extend(vocabulary.surface(form).get(..owner.len()).and_then(|s| self.by_surface.get(s)));
        }
        if !self.by_prefix.is_empty() {
            let ends = folded.char_indices().map(|(i, _)| i).skip(1).chain([folded.len()]);
            out.extend(ends.filter_map(|end| self.by_prefix.get(&folded[..end])));
        }
        out.extend(self.globs.iter().filter(|(g, _)| glob_matches(g, folded)).map(|(_, e)| *e));
    }

    /// Finds every counting hit in `tokens`, the tokens of one sentence, and appends them to `out` sorted by slot and place.
    /// `cache` must belong to `vocabulary` and to this matcher.
    pub fn find(
        &self,
        tokens: &[Token],
        vocabulary: &Vocabulary,
        cache: &mut MatchCache,
        out: &mut Vec<Found>,
    ) {
        self.resolve(vocabulary, cache);
        let mut raw = std::mem::take(&mut cache.raw);
        raw.clear();
        for (i, token) in tokens.iter().enumerate() {
            if !cache.starts[token.form.0 as usize] {
                continue;
            }
            for &element in cache.of(token.form) {
                if let Some(node) = self.first[element as usize] {
                    self.walk(node, i, i + 1, tokens, cache, &mut raw);
                }
            }
        }
        choose(&mut raw, &mut cache.taken, out);
        cache.raw = raw;
    }

    fn walk(
        &self,
        node: Node,
        from: usize,
        at: usize,
        tokens: &[Token],
        cache: &MatchCache,
        raw: &mut Vec<Raw>,
    ) {
        for &output in &self.outputs[node as usize] {
            raw.push(Raw { output, first: from as u32, last: at as u32 });
        }
        if !self.extends[node as usize] {
            return;
        }
        let Some(token) = tokens.get(at).filter(|t| t.gap != Gap::Mark) else { return };
        for element in cache.of(token.form).iter().copied().chain(self.any) {
            if let Some(&next) = self.edges.get(&(node, element)) {
                self.walk(next, from, at + 1, tokens, cache, raw);
            }
        }
    }
}

/// Drops hits under an exception, then takes the longest first, each token once per slot.
fn choose(raw: &mut Vec<Raw>, taken: &mut Vec<(u16, u32, u32)>, out: &mut Vec<Found>) {
    if raw.iter().any(|r| r.output.except) {
        let exceptions: Vec<Raw> = raw.iter().copied().filter(|r| r.output.except).collect();
        raw.retain(|r| {
            !r.output.except
                && !exceptions.iter().any(|x| {
                    x.output.slot == r.output.slot
                        && x.output.entry == r.output.entry
                        && x.first < r.last
                        && r.first < x.last
                })
        });
    }
    raw.sort_unstable_by_key(|r| {
        (r.output.slot, std::cmp::Reverse(r.last - r.first), r.first, r.output.entry)
    });
    taken.clear();
    let begin = out.len();
    for r in raw.iter() {
        let slot = r.output.slot;
        // Hits come longest first, so a later one can only lie inside or across an earlier one of its slot.
        let free = taken.iter().rev().take_while(|t| t.0 == slot).all(|t| t.2 <= r.first || r.last <= t.1);
        if free {
            taken.push((slot, r.first, r.last));
            out.push(Found { slot, first: r.first, last: r.last, entry: r.output.entry });
        }
    }
    out[begin..].sort_unstable();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Document, Language, Marks, read};

    fn hits(patterns: &[&str], exceptions: &[(usize, &str)], text: &str) -> Vec<String> {
        let mut builder = MatcherBuilder::new();
        for (i, p) in patterns.iter().enumerate() {
            builder.add(&Pattern::parse(p, false, Language::ENGLISH).unwrap(), 0, i as u32);
        }
        for (i, p) in exceptions {
            builder.add_exception(&Pattern::parse(p, false, Language::ENGLISH).unwrap(), 0, *i as u32);
        }
        let matcher = builder.build();
        let mut vocabulary = Vocabulary::new(Language::ENGLISH);
        let mut document = Document::new();
        read(text, Marks::default(), &mut vocabulary, &mut document);
        let mut cache = MatchCache::new();
        let mut out = Vec::new();
        for s in &document.sentences {
            let tokens = document.tokens_of(s);
            let mut found = Vec::new();
            matcher.find(tokens, &vocabulary, &mut cache, &mut found);
            out.extend(found.iter().map(|f| {
                let (a, b) = (tokens[f.first as usize].start, tokens[f.last as usize - 1].end);
                text[a as usize..b as usize].to_owned()
            }));
        }
        out
    }

    #[test]
    fn stems_forms_globs_and_phrases() {
        assert_eq!(
            hits(&["attack"], &[], "They attacked; attacks, Attacking."),
            ["attacked", "attacks", "Attacking"]
        );
        assert_eq!(hits(&["=terror"], &[], "Terror and terrorism"), ["Terror"]);
        assert_eq!(hits(&["bomb*"], &[], "a bombing, bombs"), ["bombing", "bombs"]);
        assert_eq!(hits(&["car bomb", "bomb"], &[], "Car bombs and a bomb"), ["Car bombs", "bomb"]);
        assert_eq!(hits(&["state * emergency"], &[], "a state of emergency"), ["state of emergency"]);
    }

    #[test]
    fn compounds_match_in_every_spelling() {
        let text = "A cyber-attack, a cyber attack and cyberattacks.";
        assert_eq!(hits(&["cyber-attack"], &[], text), ["cyber-attack", "cyber attack", "cyberattacks"]);
    }

    #[test]
    fn phrases_do_not_cross_punctuation_or_sentences() {
        assert_eq!(hits(&["car bomb"], &[], "A car, bomb. Car. Bomb"), Vec::<String>::new());
    }

    #[test]
    fn a_token_counts_once_and_the_longest_wins() {
        assert_eq!(hits(&["cyber attack", "attack on"], &[], "a cyber attack on us"), ["cyber attack"]);
    }

    #[test]
    fn exceptions_silence_their_entry_only() {
        let text = "They strike a deal before the strike.";
        assert_eq!(hits(&["strike"], &[(0, "strike a deal")], text), ["strike"]);
    }
}
