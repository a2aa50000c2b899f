use std::sync::Arc;

use super::{View, page, plain};
use crate::article::Article;
use crate::lexicon::Library;
use crate::report::words::Words;
use crate::score::{Analyser, Depth, Scheme};

fn shown(text: &str) -> (String, String) {
    let scheme = Arc::new(Scheme::compile(&Library::builtin().unwrap()).unwrap());
    let article =
        Article { id: "a".into(), text: text.into(), language: Some("en".into()), ..Article::default() };
    let mut analyser = Analyser::new(scheme.clone());
    analyser.annotate(&article, Depth::Full).unwrap();
    let view = View {
        article: &article,
        annotation: analyser.annotation(),
        scheme: &scheme,
        words: &Words::of("en"),
    };
    let (mut html, mut text) = (String::new(), String::new());
    page::write(&view, &mut html);
    plain::write(&view, false, &mut text);
    (html, text)
}

#[test]
fn denied_hits_are_told_apart_in_both_formats() {
    let (html, text) = shown("The group is a serious threat. The group is not a threat to the town.");
    assert!(html.contains("class=\"f0 asserted"), "{html}");
    assert!(html.contains(" denied") && html.contains("cue of negation"), "{html}");
    assert!(text.contains("[threat: ") && text.contains("[not: threat: "), "{text}");
}

#[test]
fn quotations_name_their_speaker() {
    let (html, text) = shown("“They will attack the bank,” said Anna Berg, a minister.");
    assert!(html.contains("quoted: Anna Berg"), "{html}");
    assert!(text.contains("{quoted: Anna Berg"), "{text}");
}

#[test]
fn hostile_text_stays_text() {
    let (html, text) = shown(
        "<script>alert(1)</script> \u{202e}threat\u{200b} \"><img src=x onerror=alert(1)> \u{1b}[31m attack.",
    );
    assert!(!html.contains("<script>") && !html.contains("<img") && !html.contains('\u{202e}'), "{html}");
    assert!(!text.contains('\u{1b}') && !text.contains('\u{200b}'), "{text}");
}

#[test]
fn nothing_of_the_text_is_lost_or_doubled() {
    let source = "A threat, perhaps an attack; no one knows whether “the attack would never come”, he said.";
    let (html, _) = shown(source);
    let words = html.split("<p>").nth(1).and_then(|s| s.split("</p>").next()).unwrap();
    let mut plain = String::new();
    // Tags, and the labels that the view adds, go; what is left is the sentence.
    let mut rest = words;
    while let Some(at) = rest.find('<') {
        plain.push_str(&rest[..at]);
        let tag = &rest[at..];
        rest = if tag.starts_with("<sub") {
            tag.split_once("</sub>").unwrap().1
        } else if tag.starts_with("<span class=\"who\"") {
            tag.split_once("</span> ").unwrap().1
        } else {
            tag.split_once('>').unwrap().1
        };
    }
    plain.push_str(rest);
    assert_eq!(plain, source);
}
