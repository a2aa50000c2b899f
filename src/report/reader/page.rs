//! The reader view as one HTML page without scripts.

use std::fmt::Write;

use super::View;
use super::layers::{Layers, Piece};
use crate::report::escape::{self, html};
use crate::report::words::{Words, say};
use crate::score::{Hit, Scheme};
use crate::stance::{Cue, Stance};
use crate::text::SentenceKind;

const STYLE: &str = include_str!("reader.css");
/// Classes of colour; more frames share them.
const COLOURS: usize = 6;

/// The page up to its first article: style, title, a notice if there is one to give, legend.
pub fn head(scheme: &Scheme, w: &Words, notice: &str) -> String {
    let mut boxes = String::new();
    for (i, frame) in scheme.frames.iter().enumerate().take(COLOURS) {
        let _ = writeln!(
            boxes,
            "<label><input type=\"checkbox\" id=\"show-f{i}\" checked> <mark class=\"f{i}\">{}</mark></label>",
            html(w.word(&frame.title))
        );
    }
    let title = html(w.word("Annotated articles"));
    let notice =
        if notice.is_empty() { String::new() } else { format!("<p class=\"about\">{}</p>\n", html(notice)) };
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">{}</a>\n\
         <header>\n<h1>{title}</h1>\n{notice}<fieldset><legend>{}</legend>\n{boxes}\
         <label><input type=\"checkbox\" id=\"show-cues\"> {}</label>\n\
         <label><input type=\"checkbox\" id=\"show-details\"> {}</label>\n</fieldset>\n{}</header>\n<main id=\"main\">\n",
        w.code(),
        html(w.word("To the articles")),
        html(w.word("Show")),
        html(w.word("cues and their scopes")),
        html(w.word("explanations")),
        legend(w),
    )
}

/// How the marks are to be read.
fn legend(w: &Words) -> String {
    let item = |class: &str, tag: &str, words: &str, how: &str| {
        let how = if how.is_empty() { String::new() } else { format!(" ({})", html(how)) };
        format!("<li><{tag} class=\"{class}\">{}</{tag}>{how}</li>\n", html(words))
    };
    format!(
        "<ul class=\"key\" aria-label=\"{}\">\n{}</ul>\n",
        html(w.word("Legend")),
        [
            item("f0", "mark", w.word("asserted"), ""),
            item("f0 hedged", "mark", w.word("hedged"), w.word("dashed frame")),
            item("f0 hypothetical", "mark", w.word("hypothetical"), w.word("dotted frame")),
            item("f0 denied", "mark", w.word("denied"), w.word("struck and hatched")),
            item("said", "span", w.word("quoted or reported words"), ""),
            item("idea", "span", w.word("an idea by name"), ""),
            item("boilerplate", "span", w.word("set aside, counted nowhere"), ""),
        ]
        .concat()
    )
}

/// The end of the page.
pub fn tail(w: &Words) -> String {
    format!(
        "</main>\n<footer><p>framescope {} · {}</p></footer>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION"),
        html(w.word("framescope counts words, not truth or intent."))
    )
}

/// One article.
pub fn write(view: &View<'_>, out: &mut String) {
    let (title, about) = view.heading();
    let (a, w) = (view.annotation, view.words);
    let name = anchor(&view.article.id);
    let language = a.document.language.code();
    let _ = write!(
        out,
        "<article aria-labelledby=\"{name}\">\n<h2 id=\"{name}\">{}</h2>\n<p class=\"about\">{}</p>\n<p class=\"about\">{}</p>\n",
        html(&title),
        html(&escape::defang(&about)),
        html(&summary(view)),
    );
    let mut layers = Layers::new(view.article, a);
    let mut paragraph = None;
    let _ = writeln!(out, "<ol class=\"sentences\" start=\"0\" lang=\"{language}\">");
    for (i, s) in a.document.sentences.iter().enumerate() {
        let pieces = layers.sentence(s.span);
        let kind = match s.kind {
            SentenceKind::Headline => " headline",
            SentenceKind::Boilerplate => " boilerplate",
            SentenceKind::Body => "",
        };
        let first = if paragraph.replace(s.paragraph) == Some(s.paragraph) { "" } else { " first" };
        let _ = write!(
            out,
            "<li id=\"{name}-{i}\" class=\"s{first}{kind}\"><span class=\"no\" aria-hidden=\"true\">{i}</span><div><p>"
        );
        if s.kind == SentenceKind::Boilerplate {
            let rule = a.removed.iter().find(|r| r.span.overlaps(s.span)).map_or("boilerplate", |r| r.rule);
            let _ = write!(
                out,
                "<span class=\"who\">{}</span> ",
                html(&say!(w, "set aside: {rule}", rule = rule))
            );
        }
        let (voice, speaker) = a.reading.sentences.get(i).copied().unwrap_or_default();
        if let Some(voice) = view.voice(voice, speaker) {
            let _ = write!(out, "<span class=\"who\">{}</span> ", html(&voice));
        }
        for p in &pieces {
            piece(view, p, out);
        }
        out.push_str("</p>");
        details(view, i, view.cues(s.span), out);
        out.push_str("</div>");
        if let Some(tone) = a.tone.get(i).copied().flatten() {
            let _ = write!(
                out,
                "<span class=\"tone\" title=\"{}\"><span class=\"vh\">{} </span>{}</span>",
                html(&say!(
                    w,
                    "Tone of the sentence; without frame words {tone}",
                    tone = w.number(f64::from(tone.without_frames), 2)
                )),
                html(w.word("tone")),
                w.number(f64::from(tone.all), 2)
            );
        }
        out.push_str("</li>\n");
    }
    out.push_str("</ol>\n</article>\n");
}

/// Hits by frame, in a sentence.
fn summary(view: &View<'_>) -> String {
    let count = |f: usize| view.annotation.hits.iter().filter(|h| usize::from(h.frame) == f).count();
    let frames: Vec<String> = view
        .scheme
        .frames
        .iter()
        .enumerate()
        .map(|(f, c)| format!("{} {}", view.words.word(&c.title).to_lowercase(), count(f)))
        .collect();
    say!(view.words, "Hits: {frames}.", frames = frames.join(", "))
}

fn piece(view: &View<'_>, p: &Piece<'_>, out: &mut String) {
    let (a, w) = (view.annotation, view.words);
    let hits: Vec<&Hit> = p.hits.iter().filter_map(|h| a.hits.get(*h)).collect();
    let mut classes: Vec<String> = Vec::new();
    let mut titles: Vec<String> = Vec::new();
    for hit in &hits {
        titles.push(view.explain(hit));
    }
    if let Some(hit) = hits.first() {
        classes.push(format!("f{}", usize::from(hit.frame) % COLOURS));
        classes.push(hit.reading.stance.name().to_owned());
    }
    if let Some(m) = p.mention.and_then(|m| a.mentions.get(m)) {
        let concept = view.scheme.concepts.get(usize::from(m.concept)).map_or("?", |c| w.word(&c.title));
        classes.push("idea".into());
        titles.push(format!("{concept}, {}", if m.named { w.word("named") } else { w.word("related") }));
    }
    if let Some(c) = p.cue.and_then(|c| a.reading.cues.get(c)) {
        classes.push("cue".into());
        titles.push(say!(w, "cue of {class}", class = w.word(c.class.name())));
    }
    if let Some(class) = p.scope {
        classes.push("scope".into());
        titles.push(say!(w, "in the scope of {class}", class = w.word(class.name())));
    }
    if let Some(said) = p.said.and_then(|s| a.reading.attributions.get(s)) {
        classes.push("said".into());
        let speaker = view.speaker(said.speaker).unwrap_or_else(|| w.word("speaker unknown"));
        titles.push(say!(w, "{kind} speech: {speaker}", kind = w.word(said.kind.name()), speaker = speaker));
    }
    let text = html(p.text);
    if classes.is_empty() {
        out.push_str(&text);
        return;
    }
    let tag = if hits.is_empty() { "span" } else { "mark" };
    let _ = write!(
        out,
        "<{tag} class=\"{}\" title=\"{}\">{text}</{tag}>",
        classes.join(" "),
        html(&titles.join("; "))
    );
    for hit in p.ending.iter().filter_map(|h| a.hits.get(*h)) {
        let stance = match hit.reading.stance {
            Stance::Asserted => String::new(),
            s => format!(" · {}", w.word(s.name())),
        };
        let words = html(&format!("{}{stance}", view.frame(hit).to_lowercase()));
        let _ = write!(out, "<sub class=\"f{}\"> {words}</sub>", usize::from(hit.frame) % COLOURS);
    }
}

/// What was found in a sentence and why, on demand.
fn details(view: &View<'_>, sentence: usize, cues: &[Cue], out: &mut String) {
    let hits = view.annotation.hits_of(sentence);
    if hits.is_empty() && cues.is_empty() {
        return;
    }
    let w = view.words;
    let _ =
        write!(out, "<details><summary>{}</summary><ul>", html(&say!(w, "Why (sentence {n})", n = sentence)));
    let text = &view.article.text;
    for hit in hits {
        let _ = write!(out, "<li>“{}”: {}", html(hit.span.of(text)), html(&view.explain(hit)));
        if let Some(because) = view.because(hit, cues) {
            let stance = w.word(hit.reading.stance.name());
            let told = say!(w, "; {stance} because {cues}", stance = stance, cues = because);
            out.push_str(&html(&told));
        }
        out.push_str("</li>");
    }
    for cue in cues {
        let told =
            say!(w, "cue of {class}: {words}", class = w.word(cue.class.name()), words = view.governs(cue));
        let _ = write!(out, "<li>{}</li>", html(&told));
    }
    out.push_str("</ul></details>");
}

fn anchor(id: &str) -> String {
    format!("a-{}", crate::report::block::slug(id))
}
