//! HTML → a tree. Forgiving, in one pass, in time linear in the page.
//!
//! Not a browser's parser: it knows what matters for reading an article (implied ends of paragraphs, list items and cells; void and raw
//! elements; misnested inline markup) and leaves the rest where it stands. Attributes and text stay slices of the source until
//! somebody asks for them.

use super::entities;

/// Deeper elements are put beside each other instead of inside.
const DEEPEST: usize = 256;
/// Longest value of an attribute in which a ">" is no end of the tag.
const LONGEST_VALUE: usize = 100_000;
/// Further nodes of a page are left out: no article is that long.
const MOST: usize = 2_000_000;

/// Place of a node in [`Dom::nodes`].
pub(super) type Id = u32;

/// An element or a piece of text.
#[derive(Debug, Clone, Copy)]
pub(super) struct Node<'a> {
    /// Element name in lower case; empty for text.
    pub name: Name<'a>,
    /// Text as written, or the attributes of an element as written.
    pub raw: &'a str,
    pub parent: Id,
    /// One past the last node inside: the nodes of a subtree follow each other.
    pub end: Id,
}

/// Element name as written; compared without regard to case.
#[derive(Debug, Clone, Copy)]
pub(super) struct Name<'a>(pub &'a str);

impl Name<'_> {
    pub fn is(self, name: &str) -> bool {
        self.0.eq_ignore_ascii_case(name)
    }

    pub fn is_any(self, names: &[&str]) -> bool {
        names.iter().any(|n| self.is(n))
    }

    pub fn is_text(self) -> bool {
        self.0.is_empty()
    }
}

/// A page as a tree; node 0 is its root.
#[derive(Debug)]
pub(super) struct Dom<'a> {
    pub nodes: Vec<Node<'a>>,
}

const VOID: [&str; 15] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "keygen", "link", "meta", "param", "source",
    "track", "wbr",
];
/// What stands in these is no markup.
const RAW: [&str; 9] =
    ["script", "style", "textarea", "title", "noscript", "iframe", "xmp", "noembed", "noframes"];
/// Elements that end an open paragraph.
const BLOCKS: [&str; 38] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "center",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dd",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "ul",
];
/// Inline elements, whose end does not reach beyond the block that they stand in.
const INLINE: [&str; 20] = [
    "a", "abbr", "b", "bdi", "big", "cite", "code", "em", "font", "i", "kbd", "mark", "q", "s", "small",
    "span", "strike", "strong", "sub", "u",
];

/// True if the element stands on lines of its own.
pub(super) fn is_block(name: Name<'_>) -> bool {
    name.is_any(&BLOCKS)
        || name.is_any(&[
            "tr", "td", "th", "thead", "tfoot", "caption", "body", "html", "option", "video", "audio",
            "object",
        ])
}

impl<'a> Dom<'a> {
    /// Parses a page.
    pub fn parse(source: &'a str) -> Self {
        let mut builder = Builder {
            dom: Self { nodes: vec![Node { name: Name("html"), raw: "", parent: 0, end: 1 }] },
            open: vec![0],
            paragraphs: 0,
        };
        builder.run(source);
        while builder.open.len() > 1 {
            builder.pop();
        }
        let all = builder.dom.nodes.len() as Id;
        builder.dom.nodes[0].end = all;
        builder.dom
    }

    pub fn node(&self, id: Id) -> &Node<'a> {
        &self.nodes[id as usize]
    }

    /// All nodes inside `id`, itself left out, in document order.
    pub fn inside(&self, id: Id) -> std::ops::Range<Id> {
        id + 1..self.node(id).end
    }

    /// Elements from the parent of `id` up to the root.
    pub fn ancestors(&self, id: Id) -> impl Iterator<Item = Id> + '_ {
        let mut at = id;
        std::iter::from_fn(move || {
            (at != 0).then(|| {
                at = self.node(at).parent;
                at
            })
        })
    }

    /// The value of an attribute, with entities resolved.
    pub fn attribute(&self, id: Id, name: &str) -> Option<String> {
        attributes(self.node(id).raw)
            .find(|(n, _)| n.eq_ignore_ascii_case(name))
            .map(|(_, v)| entities::decode(v))
    }

    /// All text inside, with entities resolved and white space as it is.
    pub fn text(&self, id: Id) -> String {
        let mut out = String::new();
        for node in self.inside(id).map(|i| self.node(i)).filter(|n| n.name.is_text()) {
            entities::decode_into(node.raw, &mut out);
        }
        out
    }
}

/// Names and values of attributes as written in a tag.
pub(super) fn attributes(raw: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = raw;
    std::iter::from_fn(move || {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
        if rest.is_empty() {
            return None;
        }
        let ends = |c: char| c.is_whitespace() || c == '=' || c == '/';
        // An equals sign at the beginning belongs to the name, as in browsers.
        let length = rest.char_indices().skip(1).find(|(_, c)| ends(*c)).map_or(rest.len(), |(i, _)| i);
        let name = &rest[..length];
        rest = rest[name.len()..].trim_start();
        let Some(after) = rest.strip_prefix('=') else { return Some((name, "")) };
        let after = after.trim_start();
        let (value, left) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => after[1..].split_once(quote).unwrap_or((&after[1..], "")),
            _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
        };
        rest = left;
        Some((name, value))
    })
}

struct Builder<'a> {
    dom: Dom<'a>,
    open: Vec<Id>,
    /// How many of the open elements are paragraphs.
    paragraphs: usize,
}

impl<'a> Builder<'a> {
    fn run(&mut self, source: &'a str) {
        let mut at = 0;
        while at < source.len() && self.dom.nodes.len() < MOST {
            let Some(less) = memchr::memchr(b'<', &source.as_bytes()[at..]).map(|i| at + i) else {
                return self.text(&source[at..]);
            };
            let next = markup(&source[less..]);
            match next {
                // A lone "<" is text.
                Markup::None => {
                    self.text(&source[at..=less]);
                    at = less + 1;
                    continue;
                }
                _ => self.text(&source[at..less]),
            }
            at = less
                + match next {
                    Markup::None => 1,
                    Markup::Skip(length) => length,
                    Markup::End { name, length } => {
                        self.close(name);
                        length
                    }
                    Markup::Start { name, raw, length } => {
                        self.start(name, raw);
                        length + self.raw_text(name, &source[less + length..])
                    }
                };
        }
    }

    fn push(&mut self, name: &'a str, raw: &'a str) -> Id {
        let id = self.dom.nodes.len() as Id;
        let parent = self.top();
        self.dom.nodes.push(Node { name: Name(name), raw, parent, end: id + 1 });
        id
    }

    fn top(&self) -> Id {
        self.open.last().copied().unwrap_or(0)
    }

    fn pop(&mut self) {
        if let Some(id) = self.open.pop() {
            self.paragraphs -= usize::from(self.dom.node(id).name.is("p"));
            self.dom.nodes[id as usize].end = self.dom.nodes.len() as Id;
        }
    }

    fn text(&mut self, raw: &'a str) {
        if !raw.is_empty() {
            self.push("", raw);
        }
    }

    fn start(&mut self, name: &'a str, raw: &'a str) {
        let tag = Name(name);
        if tag.is_any(&["html", "body", "head"]) {
            // Their attributes matter little and their ends are often wrong: everything is inside the root.
            if !tag.is("head") {
                self.push(name, raw);
            }
            return;
        }
        self.imply_ends(tag);
        let id = self.push(name, raw);
        // "<div/>" opens an element in HTML; in drawings the slash closes it.
        let closed = raw.ends_with('/') && tag.is_any(&["svg", "path", "use", "circle", "rect", "g", "line"]);
        if !tag.is_any(&VOID) && !closed && self.open.len() < DEEPEST {
            self.open.push(id);
            self.paragraphs += usize::from(tag.is("p"));
        }
    }

    /// Closes what the start of `tag` ends.
    fn imply_ends(&mut self, tag: Name<'_>) {
        let (ends, scope): (&[&str], &[&str]) = match () {
            () if tag.is("li") => (&["li"], &["ul", "ol", "menu"]),
            () if tag.is_any(&["dd", "dt"]) => (&["dd", "dt"], &["dl"]),
            () if tag.is("tr") => (&["tr", "td", "th"], &["table"]),
            () if tag.is_any(&["td", "th"]) => (&["td", "th"], &["tr", "table"]),
            () if tag.is_any(&["tbody", "thead", "tfoot"]) => (&["tbody", "thead", "tfoot"], &["table"]),
            () if tag.is("option") => (&["option"], &["select"]),
            () => (&[], &[]),
        };
        if !ends.is_empty() {
            self.close_within(ends, scope);
        }
        if self.paragraphs > 0 && is_block(tag) {
            self.close_within(
                &["p"],
                &["table", "td", "th", "button", "object", "div", "section", "article", "li", "blockquote"],
            );
        }
    }

    /// Closes the innermost element of these names, if it stands inside `scope`.
    fn close_within(&mut self, names: &[&str], scope: &[&str]) {
        for depth in (1..self.open.len()).rev() {
            let name = self.dom.node(self.open[depth]).name;
            if name.is_any(names) {
                while self.open.len() > depth {
                    self.pop();
                }
                // "tr" ends a cell and its row.
                if names.len() > 2 && name.is_any(&["td", "th"]) {
                    continue;
                }
                return;
            }
            if name.is_any(scope) {
                return;
            }
        }
    }

    fn close(&mut self, name: &str) {
        let tag = Name(name);
        if tag.is_any(&["html", "body", "head"]) {
            return;
        }
        let inline = tag.is_any(&INLINE);
        for depth in (1..self.open.len()).rev() {
            let open = self.dom.node(self.open[depth]).name;
            if open.is(name) {
                while self.open.len() > depth {
                    self.pop();
                }
                return;
            }
            if inline && is_block(open) || open.is("table") && !tag.is("table") && !is_block(tag) {
                return;
            }
        }
    }

    /// Passes over the content of a raw element; that of a title or text area is kept as text.
    fn raw_text(&mut self, name: &str, rest: &'a str) -> usize {
        let tag = Name(name);
        if !tag.is_any(&RAW) || self.open.len() >= DEEPEST {
            return 0;
        }
        let end = end_of_raw(rest, name);
        if tag.is_any(&["title", "script"]) {
            self.text(&rest[..end]);
        }
        self.pop();
        end + rest[end..].find('>').map_or(rest.len() - end, |i| i + 1)
    }
}

/// Where `</name` stands.
fn end_of_raw(rest: &str, name: &str) -> usize {
    let mut from = 0;
    while let Some(at) = memchr::memmem::find(&rest.as_bytes()[from..], b"</").map(|i| from + i) {
        if rest.get(at + 2..at + 2 + name.len()).is_some_and(|n| n.eq_ignore_ascii_case(name)) {
            return at;
        }
        from = at + 2;
    }
    rest.len()
}

enum Markup<'a> {
    None,
    Skip(usize),
    Start { name: &'a str, raw: &'a str, length: usize },
    End { name: &'a str, length: usize },
}

/// What begins at the "<" of `source`.
fn markup(source: &str) -> Markup<'_> {
    let after = &source[1..];
    if let Some(comment) = after.strip_prefix("!--") {
        let end = comment.find("-->").map_or(source.len(), |i| 4 + i + 3);
        return Markup::Skip(end);
    }
    if after.starts_with(['!', '?']) {
        return Markup::Skip(source.find('>').map_or(source.len(), |i| i + 1));
    }
    let (end, body) = match after.strip_prefix('/') {
        Some(body) => (true, body),
        None => (false, after),
    };
    if !body.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return if end {
            Markup::Skip(source.find('>').map_or(source.len(), |i| i + 1))
        } else {
            Markup::None
        };
    }
    let name = &body[..body.find(|c: char| c.is_whitespace() || c == '>' || c == '/').unwrap_or(body.len())];
    let rest = &body[name.len()..];
    let close = end_of_tag(rest);
    let length = source.len() - rest.len() + (close + 1).min(rest.len());
    if end { Markup::End { name, length } } else { Markup::Start { name, raw: &rest[..close], length } }
}

/// Offset of the ">" that ends a tag, quotes respected; a quote that is never closed ends at the first ">".
fn end_of_tag(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut at = 0;
    while let Some(i) = memchr::memchr3(b'>', b'"', b'\'', &bytes[at..]) {
        let here = at + i;
        let quote = bytes[here];
        if quote == b'>' {
            return here;
        }
        at = here + 1;
        // A quote that opens no value is a stray one; one without its partner nearby, too.
        if rest[..here].trim_end().ends_with('=') {
            let limit = bytes.len().min(at + LONGEST_VALUE);
            at = memchr::memchr(quote, &bytes[at..limit]).map_or(at, |i| at + i + 1);
        }
    }
    rest.len()
}
