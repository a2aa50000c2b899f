//! Dendrogram: which articles Ward's method joins first.

use super::svg::{Anchor, Opens, Svg, WIDTH, short};
use crate::report::block::{Figure, line};
use crate::report::sections::one;
use crate::report::words::{Words, say};
use crate::study::Findings;
use crate::study::clusters::Clusters;

const LEFT: f64 = 250.0;
const RIGHT: f64 = 24.0;
const TOP: f64 = 44.0;
const ROW: f64 = 18.0;
/// Leaves drawn; where there are more articles, the lowest branches are drawn as one leaf.
const LEAVES: usize = 48;

struct Tree<'a> {
    c: &'a Clusters,
    merges: &'a [crate::cluster::ward::Merge],
    /// Merges before this one are drawn as leaves.
    folded: usize,
}

/// The tree of the articles of one language. `None` where there is none.
pub fn dendrogram(_: &Findings, w: &Words, c: &Clusters) -> Option<Figure> {
    let merges = c.tree.as_deref().filter(|m| !m.is_empty() && m.len() + 1 == c.members.len())?;
    let tree = Tree { c, merges, folded: (merges.len() + 1).saturating_sub(LEAVES) };
    let root = c.members.len() + merges.len() - 1;
    let most = merges.iter().map(|m| m.height).fold(0.0, f64::max);
    let leaves = tree.leaves(root);
    if most <= 0.0 || leaves.len() < 3 {
        return None;
    }
    let id = format!("tree-{}", c.language);
    let title = say!(
        w,
        "Which articles in {language} are alike: the tree of Ward's method",
        language = w.language(&c.language)
    );
    let x = |height: f64| LEFT + 14.0 + height / most * (WIDTH - LEFT - RIGHT - 14.0);
    let mut svg = Svg::new();
    svg.text(16.0, 24.0, Anchor::Start, "t", &title);
    let mut places = std::collections::BTreeMap::new();
    for (i, leaf) in leaves.iter().enumerate() {
        let y = TOP + (i as f64 + 0.5) * ROW;
        tree.leaf(&mut svg, w, *leaf, y);
        places.insert(*leaf, (LEFT + 14.0, y));
    }
    for (i, m) in merges.iter().enumerate().skip(tree.folded) {
        let (Some(a), Some(b)) = (places.get(&m.first).copied(), places.get(&m.second).copied()) else {
            continue;
        };
        let to = x(m.height);
        svg.path(&[a, (to, a.1), (to, b.1), b], false, "tr");
        places.insert(c.members.len() + i, (to, f64::midpoint(a.1, b.1)));
    }
    let bottom = TOP + leaves.len() as f64 * ROW + 6.0;
    svg.text(x(0.0), bottom + 12.0, Anchor::Start, "s", w.word("alike"));
    svg.text(x(most), bottom + 12.0, Anchor::End, "s", w.word("different"));
    let top: Vec<String> = merges.iter().rev().take(3).map(|m| w.number(m.height, 2)).collect();
    let alt = say!(
        w,
        "{title}. {articles}; the last branches join at {heights}.",
        title = title,
        articles = w.things(c.members.len(), "article"),
        heights = top.join(", ")
    );
    let mut caption = say!(
        w,
        "Articles in {language} joined step by step, the most alike first: the further right two branches meet, the more their mixes of frames differ. The shape before a name is the group of the map.",
        language = w.language(&c.language),
    );
    if tree.folded > 0 {
        caption.push_str(w.word(" Articles that join first are drawn as one leaf."));
    }
    let svg = svg.finish(&id, bottom + 24.0, &title, &alt);
    Some(Figure { id, caption: line(caption), svg, alt })
}

impl Tree<'_> {
    /// Leaves as drawn, in the order of the tree, the smaller branch first. No recursion: a tree may be as deep as it has articles.
    fn leaves(&self, root: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let mut open = vec![root];
        while let Some(node) = open.pop() {
            match node
                .checked_sub(self.c.members.len())
                .filter(|m| *m >= self.folded)
                .and_then(|m| self.merges.get(m))
            {
                Some(m) => open.extend([m.second, m.first]),
                None => out.push(node),
            }
        }
        out
    }

    /// Articles under a node.
    fn articles(&self, node: usize) -> Vec<usize> {
        let mut out = Vec::new();
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            match node.checked_sub(self.c.members.len()).and_then(|m| self.merges.get(m)) {
                Some(m) => open.extend([m.second, m.first]),
                None => out.push(node),
            }
        }
        out
    }

    fn leaf(&self, svg: &mut Svg, w: &Words, node: usize, y: f64) {
        let all = self.articles(node);
        let Some(member) = all.first().and_then(|i| self.c.members.get(*i)) else { return };
        let words = if all.len() == 1 {
            member.id.clone()
        } else {
            say!(
                w,
                "{articles}, among them {one}",
                articles = w.things(all.len(), "article"),
                one = member.id
            )
        };
        let opens = Opens {
            cell: "evidence".into(),
            only: vec![("article", one(&member.id)), ("kind", "frame".to_owned())],
        };
        svg.linked(Some(&opens).filter(|_| all.len() == 1), |svg| {
            svg.text(LEFT - 6.0, y + 4.5, Anchor::End, "s", &short(&words, 36));
            svg.mark(member.cluster.unwrap_or(7), LEFT + 6.0, y);
        });
    }
}
