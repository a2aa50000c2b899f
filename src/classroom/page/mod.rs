//! Pages for coders: one to code on, in a browser without a network, and one to print.

use serde::Serialize;
use sha2::{Digest, Sha256};

use super::codebook::{Codebook, FrameCode, Label};
use crate::coding::Item;
use crate::report::escape::html;
use crate::report::html::base64;

const STYLE: &str = include_str!("coding.css");
const SCRIPT: &str = include_str!("coding.js");
const PRINT: &str = include_str!("print.css");

/// What is asked of every item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questions {
    /// Which frames, and how they are put.
    pub frames: bool,
    /// Who says it.
    pub voice: bool,
}

impl Questions {
    /// Everything.
    pub const ALL: Self = Self { frames: true, voice: true };
}

/// A sheet before it has a format.
#[derive(Debug, Clone)]
pub struct Form<'a> {
    /// Title of the page.
    pub title: &'a str,
    /// One line for the coder, such as what to do with the file.
    pub task: &'a str,
    /// Whose sheet it is; empty: the coder says.
    pub coder: &'a str,
    /// Language of the page.
    pub language: &'a str,
    /// What is coded, in the order of the page.
    pub items: Vec<&'a Item>,
    /// What is asked.
    pub questions: Questions,
    /// How it is coded.
    pub book: &'a Codebook,
}

#[derive(Serialize)]
struct Data<'a> {
    id: String,
    words: &'a std::collections::BTreeMap<String, String>,
    frames: Vec<&'a FrameCode>,
    stances: &'a [Label],
    voices: &'a [Label],
    items: Vec<Shown<'a>>,
}

#[derive(Serialize)]
struct Shown<'a> {
    unit: &'a str,
    language: &'a str,
    before: &'a str,
    text: &'a str,
    after: &'a str,
    check: String,
}

impl Form<'_> {
    /// Names the page by its items and its coder, so that two sheets opened in one browser do not share their codes.
    fn id(&self) -> String {
        let mut hash = Sha256::new();
        for i in &self.items {
            hash.update(i.unit.as_bytes());
            hash.update(i.text.as_bytes());
        }
        hash.update(self.coder.as_bytes());
        hash.finalize().iter().take(8).fold(String::new(), |h, b| h + &format!("{b:02x}"))
    }

    fn data(&self) -> String {
        let data = Data {
            id: self.id(),
            words: &self.book.page,
            frames: if self.questions.frames { self.book.frames.iter().collect() } else { vec![] },
            stances: if self.questions.frames { &self.book.stances } else { &[] },
            voices: if self.questions.voice { &self.book.voices } else { &[] },
            items: self
                .items
                .iter()
                .map(|i| Shown {
                    unit: &i.unit,
                    language: &i.language,
                    before: &i.before,
                    text: &i.text,
                    after: &i.after,
                    check: i.check(),
                })
                .collect(),
        };
        // Text keys and no odd number: this cannot fail. No text can end the element it stands in.
        serde_json::to_string(&data).unwrap_or_default().replace('<', "\\u003c")
    }

    /// The page to code on: one file, no network, codes kept in the browser and saved as CSV.
    pub fn coding_page(&self) -> String {
        let w = |key: &str| html(self.book.word(key));
        let frames = if self.questions.frames {
            format!(
                "<fieldset><legend>{}</legend>\n<div id=\"frames\"></div>\n<p><button type=\"button\" id=\"none\"><kbd aria-hidden=\"true\">0</kbd>{}</button></p></fieldset>\n",
                w("frames"),
                w("no_frame")
            )
        } else {
            "<div id=\"frames\"></div>\n".into()
        };
        let voices = if self.questions.voice {
            format!(
                "<fieldset><legend>{}</legend>\n<div id=\"voices\" class=\"choices\" role=\"radiogroup\" aria-label=\"{}\"></div></fieldset>\n\
                 <label class=\"field\">{}<input type=\"text\" id=\"speaker\" autocomplete=\"off\"></label>\n",
                w("voice"),
                w("voice"),
                w("speaker")
            )
        } else {
            "<div id=\"voices\"></div>\n".into()
        };
        let context = |id: &str| {
            format!(
                "<p class=\"context\" data-part><span class=\"soft\">{}:</span> <span id=\"{id}\"></span></p>\n",
                w(id)
            )
        };
        format!(
            "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n\
             <header><div><h1>{title}</h1><p class=\"soft\">{task}</p></div>\n<label class=\"field\">{name}<input type=\"text\" id=\"name\" autocomplete=\"off\" aria-describedby=\"name-help\" value=\"{coder}\"><span class=\"soft\" id=\"name-help\">{name_help}</span></label></header>\n\
             <main>\n<noscript><p class=\"warn\">{noscript}</p></noscript>\n<div id=\"app\" hidden>\n<p id=\"status\" class=\"visually-hidden\" role=\"status\"></p>\n\
             <section id=\"item\" aria-labelledby=\"which\">\n<h2 id=\"which\"></h2>\n{before}<div data-part><p class=\"words\" id=\"text\"></p></div>\n{after}\
             {frames}{voices}<label class=\"field\">{note}<textarea id=\"note\"></textarea></label>\n</section>\n\
             <nav aria-label=\"{items}\"><button type=\"button\" id=\"previous\">← {previous}</button><button type=\"button\" id=\"next\" class=\"main\">{next} →</button><button type=\"button\" id=\"first-open\">{first_open}</button></nav>\n\
             <section aria-labelledby=\"done\"><h2 id=\"done\"></h2><p id=\"kept\" class=\"soft\"></p>\n<ol class=\"jump\" id=\"jump\"></ol>\n\
             <p class=\"soft\" id=\"left\"></p>\n<p><button type=\"button\" id=\"export\" class=\"main\">{export}</button> <label class=\"file\">{import}<input type=\"file\" id=\"import\" accept=\".csv,text/csv\" class=\"visually-hidden\"></label></p><p id=\"loaded\" role=\"status\"></p><p id=\"ask\" class=\"answers\"></p></section>\n\
             <details><summary>{keys}</summary><p>{keys_help}</p></details>\n</div>\n{codebook}</main>\n\
             <footer><p class=\"soft\">{offline}</p><p><button type=\"button\" id=\"clear\">{clear}</button></p></footer>\n\
             <script type=\"application/json\" id=\"data\">{data}</script>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
            lang = html(self.language),
            hash = base64(&Sha256::digest(SCRIPT.as_bytes())),
            title = html(self.title),
            task = html(self.task),
            coder = html(self.coder),
            name = w("name"),
            name_help = w("name_help"),
            noscript = w("noscript"),
            before = context("before"),
            after = context("after"),
            note = w("note"),
            items = w("heading"),
            previous = w("previous"),
            next = w("next"),
            first_open = w("first_open"),
            export = w("export"),
            import = w("import"),
            keys = w("keys"),
            keys_help = w("keys_help"),
            codebook = self.codebook("details"),
            offline = w("offline"),
            clear = w("clear"),
            data = self.data(),
        )
    }

    /// The codebook as HTML, folded away or open.
    fn codebook(&self, element: &str) -> String {
        let book = self.book;
        let mut out = match element {
            "details" => format!("<details><summary>{}</summary>\n", html(&book.title)),
            _ => format!("<section class=\"codebook\">\n<h2>{}</h2>\n", html(&book.title)),
        };
        out.push_str(&format!("<p>{}</p>\n", html(&book.unit)));
        let term = |title: &str, meaning: String| format!("<dt>{}</dt><dd>{meaning}</dd>\n", html(title));
        let labels = |list: &[Label]| {
            let signs = |l: &Label| {
                if l.signs.is_empty() {
                    String::new()
                } else {
                    format!(" <i>{}:</i> {}", html(book.word("signs")), html(&l.signs))
                }
            };
            list.iter()
                .map(|l| {
                    term(&format!("{} ({})", l.title, l.key), format!("{}{}", html(&l.meaning), signs(l)))
                })
                .collect::<String>()
        };
        if self.questions.frames {
            let part = |label: &str, text: &str| {
                if text.is_empty() {
                    String::new()
                } else {
                    format!(" <i>{}</i> {}", html(book.word(label)), html(text))
                }
            };
            let frame = |f: &FrameCode| {
                term(
                    &f.title,
                    html(&f.present) + &part("not_present", &f.absent) + &part("example", &f.example),
                )
            };
            let frames: String = book.frames.iter().map(frame).collect();
            out.push_str(&format!(
                "<dl>{frames}{}</dl>\n<p>{}</p>\n",
                labels(&book.stances),
                html(book.word("priority"))
            ));
        }
        if self.questions.voice {
            out.push_str(&format!("<dl>{}</dl>\n", labels(&book.voices)));
        }
        out.push_str(if element == "details" { "</details>\n" } else { "</section>\n" });
        out
    }

    /// The page to print: the codebook, then every item with boxes to tick.
    pub fn printed(&self) -> String {
        let w = |key: &str| html(self.book.word(key));
        let mut body = String::new();
        for (i, item) in self.items.iter().enumerate() {
            body.push_str(&self.printed_item(i + 1, item));
        }
        format!(
            "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>{title}</title>\n<style>\n{PRINT}</style>\n</head>\n<body>\n<main>\n\
             <h1>{title}</h1>\n<p>{task}</p>\n<p class=\"who\">{name}: <span class=\"line\">{coder}</span></p>\n<p>{how}</p>\n{codebook}{body}</main>\n</body>\n</html>\n",
            lang = html(self.language),
            title = html(self.title),
            task = html(self.task),
            name = w("print_name"),
            coder = html(self.coder),
            how = w("print_how"),
            codebook = self.codebook("section"),
        )
    }

    fn printed_item(&self, number: usize, item: &Item) -> String {
        let w = |key: &str| html(self.book.word(key));
        let context = |text: &str| {
            if text.is_empty() {
                String::new()
            } else {
                format!("<p class=\"context\">… {} …</p>\n", html(text))
            }
        };
        let boxes = |names: Vec<String>| {
            let one = |n: &String| format!("<span><span class=\"box\"></span>{n}</span> ");
            format!("<p class=\"boxes\">{}</p>\n", names.iter().map(one).collect::<String>())
        };
        let mut out = format!(
            "<section class=\"item\" lang=\"{}\">\n{}<p class=\"words\"><span class=\"n\">{number} · {}</span>{}</p>\n{}",
            html(&item.language),
            context(&item.before),
            html(&item.unit),
            html(&item.text),
            context(&item.after)
        );
        if self.questions.frames {
            let mut names: Vec<String> = self
                .book
                .frames
                .iter()
                .map(|f| format!("{} <span class=\"short\"></span>", html(&f.title)))
                .collect();
            names.push(w("no_frame"));
            out.push_str(&boxes(names));
        }
        if self.questions.voice {
            out.push_str(&boxes(self.book.voices.iter().map(|v| html(&v.title)).collect()));
        }
        out.push_str(&format!(
            "<p class=\"note\">{} <span class=\"line\"></span></p>\n</section>\n",
            w("note")
        ));
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::Library;
    use crate::score::Scheme;

    #[test]
    fn nothing_of_a_sentence_becomes_markup() {
        let book = Codebook::of(&Scheme::compile(&Library::builtin().unwrap()).unwrap(), "en").unwrap();
        let evil = "</script><script>window.pwned=1</script><img src=x onerror=alert(1)>";
        let item = Item { unit: "u1".into(), text: evil.into(), before: evil.into(), ..Item::default() };
        let form = Form {
            title: evil,
            task: evil,
            coder: evil,
            language: "en",
            items: vec![&item],
            questions: Questions::ALL,
            book: &book,
        };
        let page = form.coding_page();
        assert_eq!((page.matches("<script").count(), page.matches("<img").count()), (2, 0));
        assert!(!form.printed().contains("<script") && !form.printed().contains("<img"));
        assert!(!SCRIPT.contains("</") && !SCRIPT.contains("innerHTML"));
    }
}
