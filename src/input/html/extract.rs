//! Blocks → the main text of a page.

use super::blocks::{Block, Kind, cut};
use super::dom::{Dom, Id};
use super::shape::{Hint, Words, is_hidden};

/// Elements that never hold an article.
const NEVER: [&str; 25] = [
    "head", "title", "script", "style", "noscript", "template", "svg", "canvas", "iframe", "object", "embed",
    "audio", "video", "map", "select", "textarea", "input", "button", "dialog", "noembed", "noframes",
    "applet", "datalist", "progress", "meter",
];
/// Elements that hold something else than the article, unless most of the page stands in them.
const ASIDE: [&str; 7] = ["nav", "aside", "footer", "form", "menu", "figcaption", "header"];

/// The main text of a page, paragraphs parted by blank lines.
pub(super) fn main_text(dom: &Dom<'_>, words: &Words) -> String {
    let page = Page::new(dom, words);
    let blocks = cut(dom, |id| page.skipped[id as usize]);
    let Some(main) = page.container(&blocks) else { return String::new() };
    join(&page.article(&blocks, main))
}

struct Page<'d, 'a> {
    dom: &'d Dom<'a>,
    hints: Vec<Hint>,
    skipped: Vec<bool>,
}

impl<'d, 'a> Page<'d, 'a> {
    fn new(dom: &'d Dom<'a>, words: &Words) -> Self {
        let count = dom.nodes.len();
        let mut page = Self { dom, hints: vec![Hint::default(); count], skipped: vec![false; count] };
        let prose = page.prose();
        let all = prose.last().copied().unwrap_or(0);
        let mut at: Id = 0;
        while (at as usize) < count {
            let node = dom.node(at);
            if node.name.is_text() {
                at += 1;
                continue;
            }
            let hint = words.hint(dom, at);
            page.hints[at as usize] = hint;
            let share = prose[node.end as usize] - prose[at as usize];
            let aside = node.name.is_any(&ASIDE) || hint.aside;
            let never = hint.never || is_hidden(dom, at);
            let believed = aside && share * 2 <= all || never && share * 7 <= all * 6;
            if at > 0
                && (node.name.is_any(&NEVER) || believed && !node.name.is_any(&["body", "html", "main"]))
            {
                page.skipped[at as usize] = true;
                at = node.end;
            } else {
                at += 1;
            }
        }
        page
    }

    /// For each node how many characters of long texts stand before it: tells quickly where most of a page is.
    fn prose(&self) -> Vec<usize> {
        let mut sums = Vec::with_capacity(self.dom.nodes.len() + 1);
        let mut sum = 0;
        let mut never_until = 0;
        for (id, node) in self.dom.nodes.iter().enumerate() {
            sums.push(sum);
            if id as Id >= never_until {
                if node.name.is_text() {
                    let length = node.raw.trim().len();
                    sum += if length > 60 { length } else { 0 };
                } else if node.name.is_any(&NEVER) || node.name.is_any(&["a", "nav", "aside", "footer"]) {
                    never_until = node.end;
                }
            }
        }
        sums.push(sum);
        sums
    }

    /// The element that holds the article: paragraphs speak for the elements around them, the nearer the louder.
    fn container(&self, blocks: &[Block]) -> Option<Id> {
        let mut scores = vec![0.0f64; self.dom.nodes.len()];
        let mut chars = vec![0usize; self.dom.nodes.len()];
        let mut linked = vec![0usize; self.dom.nodes.len()];
        for block in blocks {
            let score = worth(block);
            for (level, id) in [block.inside].into_iter().chain(self.dom.ancestors(block.inside)).enumerate()
            {
                let id = id as usize;
                chars[id] += block.chars;
                linked[id] += block.linked;
                // The paragraph itself is no container; those around it count ever less.
                let share = match level {
                    0 if self.dom.node(id as Id).name.is_any(&[
                        "p",
                        "li",
                        "td",
                        "blockquote",
                        "pre",
                        "h2",
                        "h3",
                    ]) =>
                    {
                        0.0
                    }
                    0 | 1 => 1.0,
                    2 => 0.5,
                    _ => 1.0 / (level as f64 * 3.0),
                };
                scores[id] += score * share;
            }
        }
        let density = |id: usize| if chars[id] == 0 { 1.0 } else { linked[id] as f64 / chars[id] as f64 };
        let weight = |id: usize| {
            let hint = self.hints[id];
            let named = f64::from(u8::from(hint.article)) * 0.25 - f64::from(u8::from(hint.aside)) * 0.25;
            let tag = if self.dom.node(id as Id).name.is_any(&["article", "main"]) { 0.2 } else { 0.0 };
            1.0 + named + tag
        };
        let value: Vec<f64> =
            (0..scores.len()).map(|id| scores[id] * (1.0 - density(id)) * weight(id)).collect();
        let best = (0..value.len())
            .filter(|&id| value[id] > 0.0)
            .max_by(|&a, &b| value[a].total_cmp(&value[b]).then(b.cmp(&a)))?;
        Some(self.widened(best as Id, &chars, &linked))
    }

    /// The container, or one around it if that holds much more text and hardly more links.
    fn widened(&self, best: Id, chars: &[usize], linked: &[usize]) -> Id {
        let mut main = best;
        for around in self.dom.ancestors(best) {
            let (m, a) = (main as usize, around as usize);
            let plain = |id: usize| chars[id] - linked[id];
            let gain = plain(a) - plain(m);
            let links = linked[a] - linked[m];
            if gain * 5 > plain(m) && links * 4 < gain {
                main = around;
            }
        }
        main
    }

    /// Blocks of the article.
    fn article<'b>(&self, blocks: &'b [Block], main: Id) -> Vec<&'b Block> {
        let range = main..self.dom.node(main).end;
        let inside: Vec<&Block> = blocks.iter().filter(|b| range.contains(&b.inside)).collect();
        let mut kept: Vec<&Block> = Vec::new();
        for (i, block) in inside.iter().enumerate() {
            let keep = match block.kind {
                // The headline is metadata.
                Kind::Heading if self.dom.node(block.inside).name.is("h1") => false,
                Kind::Heading => {
                    block.link_density() < 0.6
                        && inside[i + 1..].iter().take(3).any(|b| b.kind != Kind::Heading && is_prose(b))
                }
                Kind::Item | Kind::Cell => block.link_density() < 0.5,
                Kind::Text => block.link_density() < 0.5 || block.chars - block.linked > 60,
            };
            if keep {
                kept.push(block);
            }
        }
        kept
    }
}

fn is_prose(block: &Block) -> bool {
    block.chars >= 20 && block.link_density() < 0.5
}

/// How much a block looks like a paragraph of an article.
fn worth(block: &Block) -> f64 {
    if block.chars < 20 || block.kind == Kind::Heading || block.link_density() > 0.5 {
        return 0.0;
    }
    let marks = block.text.matches([',', '，', '、', '،']).count() as f64;
    1.0 + marks + (block.chars as f64 / 100.0).min(3.0)
}

pub(super) fn join(blocks: &[&Block]) -> String {
    let mut out = String::new();
    for (i, block) in blocks.iter().enumerate() {
        if i > 0 {
            let tight = block.kind == blocks[i - 1].kind && matches!(block.kind, Kind::Item | Kind::Cell);
            out.push_str(if tight { "\n" } else { "\n\n" });
        }
        out.push_str(&block.text);
    }
    out
}
