//! The reader view as one HTML page without scripts.

use std::fmt::Write;

use super::View;
use super::layers::{Layers, Piece};
use crate::report::escape::{self, html};
use crate::report::format::number;
use crate::score::{Hit, Scheme};
use crate::stance::{Cue, Stance};
use crate::text::SentenceKind;

const STYLE: &str = include_str!("reader.css");
/// Classes of colour; more frames share them.
const COLOURS: usize = 6;

/// The page up to its first article: style, title, legend.
pub fn head(scheme: &Scheme) -> String {
    let mut boxes = String::new();
    for (i, frame) in scheme.frames.iter().enumerate().take(COLOURS) {
        let _ = writeln!(
            boxes,
            "<label><input type=\"checkbox\" id=\"show-f{i}\" checked> <mark class=\"f{i}\">{}</mark></label>",
            html(&frame.title)
        );
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>Annotated articles</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the articles</a>\n\
         <header>\n<h1>Annotated articles</h1>\n<fieldset><legend>Show</legend>\n{boxes}\
         <label><input type=\"checkbox\" id=\"show-cues\"> cues and their scopes</label>\n\
         <label><input type=\"checkbox\" id=\"show-details\"> explanations</label>\n</fieldset>\n\
         <ul class=\"key\" aria-label=\"Legend\">\n<li><mark class=\"f0\">asserted</mark></li>\n<li><mark class=\"f0 hedged\">hedged</mark> dashed frame</li>\n\
         <li><mark class=\"f0 hypothetical\">hypothetical</mark> dotted frame</li>\n<li><mark class=\"f0 denied\">denied</mark> struck and hatched</li>\n\
         <li><span class=\"said\">quoted or reported words</span></li>\n<li><span class=\"idea\">an idea by name</span></li>\n\
         <li><span class=\"boilerplate\">set aside, counted nowhere</span></li>\n</ul>\n</header>\n<main id=\"main\">\n"
    )
}

/// The end of the page.
pub fn tail() -> String {
    format!(
        "</main>\n<footer><p>framescope {} counts words, not truth or intent.</p></footer>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION")
    )
}

/// One article.
pub fn write(view: &View<'_>, out: &mut String) {
    let (title, about) = view.heading();
    let a = view.annotation;
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
            let _ = write!(out, "<span class=\"who\">set aside: {}</span> ", html(rule));
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
                "<span class=\"tone\" title=\"Tone of the sentence; without frame words {}\"><span class=\"vh\">tone </span>{}</span>",
                number(f64::from(tone.without_frames), 2),
                number(f64::from(tone.all), 2)
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
        .map(|(f, c)| format!("{} {}", c.title.to_lowercase(), count(f)))
        .collect();
    format!("Hits: {}.", frames.join(", "))
}

fn piece(view: &View<'_>, p: &Piece<'_>, out: &mut String) {
    let a = view.annotation;
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
        let concept = view.scheme.concepts.get(usize::from(m.concept)).map_or("?", |c| c.title.as_str());
        classes.push("idea".into());
        titles.push(format!("{concept}, {}", if m.named { "named" } else { "related" }));
    }
    if let Some(c) = p.cue.and_then(|c| a.reading.cues.get(c)) {
        classes.push("cue".into());
        titles.push(format!("cue: {}", c.class.name()));
    }
    if let Some(class) = p.scope {
        classes.push("scope".into());
        titles.push(format!("in the scope of {}", class.name()));
    }
    if let Some(said) = p.said.and_then(|s| a.reading.attributions.get(s)) {
        classes.push("said".into());
        let speaker = view.speaker(said.speaker).unwrap_or("speaker unknown");
        titles.push(format!("{} speech: {speaker}", said.kind.name()));
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
            s => format!(" · {}", s.name()),
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
    let _ = write!(out, "<details><summary>Why (sentence {sentence})</summary><ul>");
    let text = &view.article.text;
    for hit in hits {
        let _ = write!(out, "<li>“{}”: {}", html(hit.span.of(text)), html(&view.explain(hit)));
        if let Some(because) = view.because(hit, cues) {
            let _ = write!(out, "; {} because {}", hit.reading.stance.name(), html(&because));
        }
        out.push_str("</li>");
    }
    for cue in cues {
        let _ = write!(out, "<li>cue of {}: {}</li>", cue.class.name(), html(&view.governs(cue)));
    }
    out.push_str("</ul></details>");
}

fn anchor(id: &str) -> String {
    format!("a-{}", crate::report::block::slug(id))
}
