//! A tree → blocks: paragraphs, headings, list items, in the order of the page.

use super::dom::{Dom, Id, Name, is_block};
use super::entities;

/// What a block is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Text,
    Heading,
    Item,
    Cell,
}

/// A piece of text on lines of its own.
#[derive(Debug, Clone)]
pub(super) struct Block {
    /// White space collapsed; line breaks of the page as `\n`.
    pub text: String,
    /// Characters of it, white space left out.
    pub chars: usize,
    /// Of these, characters in links.
    pub linked: usize,
    pub kind: Kind,
    /// The block element that it stands in directly.
    pub inside: Id,
}

impl Block {
    /// Share of characters in links, 0…1.
    pub fn link_density(&self) -> f64 {
        if self.chars == 0 { 0.0 } else { self.linked as f64 / self.chars as f64 }
    }
}

/// Cuts a page into blocks; nodes for which `skip` is true are left out with all that stands in them.
pub(super) fn cut(dom: &Dom<'_>, skip: impl Fn(Id) -> bool) -> Vec<Block> {
    let mut cutter = Cutter { dom, blocks: Vec::new(), text: String::new(), chars: 0, linked: 0, breaks: 0 };
    // Open elements and where they end.
    let mut open: Vec<Id> = vec![0];
    let mut links = 0usize;
    let mut at: Id = 1;
    let all = dom.nodes.len() as Id;
    while at < all || open.len() > 1 {
        // Close what ends here.
        while let Some(&inner) = open.last().filter(|&&o| o != 0 && dom.node(o).end <= at) {
            open.pop();
            let name = dom.node(inner).name;
            if is_block(name) {
                cutter.flush(inner);
            } else if name.is("a") {
                links = links.saturating_sub(1);
            }
        }
        if at >= all {
            break;
        }
        let node = dom.node(at);
        if node.name.is_text() {
            cutter.text(node.raw, links > 0, open.iter().any(|&o| dom.node(o).name.is("pre")));
        } else if skip(at) {
            let name = node.name;
            if is_block(name) {
                cutter.flush(innermost(dom, &open));
            }
            at = node.end;
            continue;
        } else if node.name.is("br") {
            cutter.line_break(innermost(dom, &open));
        } else {
            if is_block(node.name) {
                cutter.flush(innermost(dom, &open));
            } else if node.name.is("a") {
                links += 1;
            }
            if node.end > at + 1 {
                open.push(at);
            } else if node.name.is("a") {
                links = links.saturating_sub(1);
            }
        }
        at += 1;
    }
    cutter.flush(0);
    cutter.blocks
}

/// The innermost open block element.
fn innermost(dom: &Dom<'_>, open: &[Id]) -> Id {
    open.iter().rev().copied().find(|&o| is_block(dom.node(o).name)).unwrap_or(0)
}

struct Cutter<'d, 'a> {
    dom: &'d Dom<'a>,
    blocks: Vec<Block>,
    text: String,
    chars: usize,
    linked: usize,
    /// Line breaks since the last text.
    breaks: usize,
}

impl Cutter<'_, '_> {
    fn text(&mut self, raw: &str, linked: bool, keep_lines: bool) {
        let decoded;
        let raw = if raw.contains('&') {
            decoded = entities::decode(raw);
            decoded.as_str()
        } else {
            raw
        };
        for c in raw.chars() {
            if c == '\u{200b}' || c == '\u{ad}' || c == '\u{feff}' {
                continue;
            }
            if c.is_whitespace() {
                if keep_lines && c == '\n' {
                    self.push_line();
                } else if !self.text.is_empty() && !self.text.ends_with([' ', '\n']) {
                    self.text.push(' ');
                }
            } else {
                self.text.push(c);
                self.breaks = 0;
                self.chars += 1;
                self.linked += usize::from(linked);
            }
        }
    }

    fn push_line(&mut self) {
        let trimmed = self.text.trim_end_matches(' ').len();
        self.text.truncate(trimmed);
        if !self.text.is_empty() && !self.text.ends_with('\n') {
            self.text.push('\n');
        }
    }

    fn line_break(&mut self, inside: Id) {
        self.breaks += 1;
        if self.breaks > 1 {
            self.flush(inside);
        } else {
            self.push_line();
        }
    }

    /// Ends the block that stands in `inside`.
    fn flush(&mut self, inside: Id) {
        let text = self.text.trim();
        if !text.is_empty() {
            let kind = kind(self.dom, inside);
            self.blocks.push(Block {
                text: text.to_owned(),
                chars: self.chars,
                linked: self.linked,
                kind,
                inside,
            });
        }
        self.text.clear();
        (self.chars, self.linked, self.breaks) = (0, 0, 0);
    }
}

fn kind(dom: &Dom<'_>, inside: Id) -> Kind {
    for id in [inside].into_iter().chain(dom.ancestors(inside)) {
        let name: Name<'_> = dom.node(id).name;
        match () {
            () if name.is_any(&["h1", "h2", "h3", "h4", "h5", "h6"]) => return Kind::Heading,
            () if name.is_any(&["li", "dd", "dt"]) => return Kind::Item,
            () if name.is_any(&["td", "th"]) => return Kind::Cell,
            () if is_block(name) && !name.is_any(&["p", "div"]) => return Kind::Text,
            () => {}
        }
    }
    Kind::Text
}
