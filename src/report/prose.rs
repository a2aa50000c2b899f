//! Prose of a study's own, written in Markdown, as blocks. Only what a report can show in every format comes through: headings,
//! paragraphs, lists, stress, code and links; raw HTML is shown as text.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::block::{Block, Inline, Line, heading, plain, slug};

/// The blocks of a prose file. Its first level of headings becomes that of sections.
pub fn blocks(name: &str, markdown: &str) -> Vec<Block> {
    let mut writer = Writer { name: slug(name), ..Writer::default() };
    for event in Parser::new_ext(markdown, Options::empty()) {
        writer.event(event);
    }
    writer.paragraph();
    writer.list();
    writer.out
}

#[derive(Default)]
struct Writer {
    name: String,
    out: Vec<Block>,
    line: Line,
    items: Vec<Line>,
    /// Lists that are open.
    lists: usize,
    strong: usize,
    stressed: usize,
    link: Option<String>,
    code: bool,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Heading { .. }) => {
                self.paragraph();
                self.list();
            }
            Event::End(TagEnd::Heading(level)) => {
                let words = plain(&std::mem::take(&mut self.line));
                let id = format!("prose-{}-{}", self.name, self.out.len());
                self.out.push(heading((level as u8).clamp(1, 3) + 1, words, &id));
            }
            Event::Start(Tag::List(_)) => {
                self.paragraph();
                self.lists += 1;
            }
            Event::End(TagEnd::List(_)) => {
                self.item();
                self.lists = self.lists.saturating_sub(1);
                if self.lists == 0 {
                    self.list();
                }
            }
            Event::Start(Tag::Item) | Event::End(TagEnd::Item) => self.item(),
            Event::End(TagEnd::Paragraph) if self.lists == 0 => self.paragraph(),
            Event::Start(Tag::CodeBlock(_)) => self.code = true,
            Event::End(TagEnd::CodeBlock) => {
                self.code = false;
                self.paragraph();
            }
            Event::Start(Tag::Strong) => self.strong += 1,
            Event::End(TagEnd::Strong) => self.strong = self.strong.saturating_sub(1),
            Event::Start(Tag::Emphasis) => self.stressed += 1,
            Event::End(TagEnd::Emphasis) => self.stressed = self.stressed.saturating_sub(1),
            Event::Start(Tag::Link { dest_url, .. }) => self.link = address(&dest_url),
            Event::End(TagEnd::Link) => self.link = None,
            Event::Text(words) | Event::Html(words) | Event::InlineHtml(words) => self.text(&words),
            Event::Code(words) => self.line.push(Inline::Code(words.to_string())),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            _ => {}
        }
    }

    fn text(&mut self, words: &str) {
        let text = words.to_owned();
        self.line.push(match &self.link {
            Some(to) => Inline::Out { text, to: to.clone() },
            None if self.code => Inline::Code(text.trim_end().to_owned()),
            None if self.strong > 0 => Inline::Strong(text),
            None if self.stressed > 0 => Inline::Emph(text),
            None => Inline::Text(text),
        });
    }

    fn paragraph(&mut self) {
        if self.lists > 0 {
            return self.item();
        }
        let line = std::mem::take(&mut self.line);
        if !plain(&line).trim().is_empty() {
            self.out.push(Block::Paragraph(line));
        }
    }

    fn item(&mut self) {
        let line = std::mem::take(&mut self.line);
        if !plain(&line).trim().is_empty() {
            self.items.push(line);
        }
    }

    fn list(&mut self) {
        let items = std::mem::take(&mut self.items);
        if !items.is_empty() {
            self.out.push(Block::List(items));
        }
    }
}

/// Addresses that a reader may follow; a script is none.
fn address(url: &str) -> Option<String> {
    let known = ["https://", "http://", "mailto:", "#"];
    known.iter().any(|k| url.to_ascii_lowercase().starts_with(k)).then(|| url.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_report_can_show_comes_through() {
        let found = blocks(
            "intro.md",
            "# Why\n\nWe *ask* **this**.\n\n- one\n- two `x`\n\n[here](https://example.org)",
        );
        let expected = [
            heading(2, "Why", "prose-intro-md-0"),
            Block::Paragraph(vec![
                Inline::Text("We ".into()),
                Inline::Emph("ask".into()),
                Inline::Text(" ".into()),
                Inline::Strong("this".into()),
                Inline::Text(".".into()),
            ]),
            Block::List(vec![
                vec![Inline::Text("one".into())],
                vec![Inline::Text("two ".into()), Inline::Code("x".into())],
            ]),
            Block::Paragraph(vec![Inline::Out { text: "here".into(), to: "https://example.org".into() }]),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn scripts_become_text() {
        let found = blocks("x", "<script>alert(1)</script>\n\n[y](javascript:alert(1)) <b>z</b>");
        let words: Vec<String> = found
            .iter()
            .map(|b| if let Block::Paragraph(l) = b { plain(l) } else { String::new() })
            .collect();
        assert!(words.concat().contains("<script>"), "{words:?}");
        assert!(
            !found.iter().any(
                |b| matches!(b, Block::Paragraph(l) if l.iter().any(|i| matches!(i, Inline::Out { .. })))
            )
        );
    }
}
