use super::super::{FileName, ReadOptions, read_file};
use super::*;

const PAGE: &str = r#"<!DOCTYPE html><html lang=en><head><title>Storm closes the harbour - Harbour News</title>
<meta property="og:site_name" content="Harbour News"><meta property="article:published_time" content="2015-03-07T08:00">
<script>var p = "<p>no text</p>";</script><style>p { color: red }</style></head>
<body class="has-sidebar"><header><nav><ul><li><a href=/>Home</a><li><a href=/world>World</a></ul></nav></header>
<div id="cookie-banner"><p>We use cookies, and other means, to improve your experience of this site, and for ads.</p></div>
<div class="page"><div class="article-body"><h1>Storm closes the harbour</h1>
<p>The ferry left the harbour at dawn, although a storm had been announced, and came back before noon.
<p>&ldquo;Nobody was hurt,&rdquo; the harbour master said, <a href=/x>as far as she knew</a>, and the crew agreed.</p>
<figure><img src=x><figcaption>The old bridge in a picture of the archive, seen from the sea</figcaption></figure>
<h2>What comes next</h2>
<div>The bridge stays closed for three days,<br>maybe longer, engineers say, since the pillars moved.<br><br>The market moves to the square.</div>
<ul class=links><li><a href=1>Five things about the ferry</a><li><a href=2>Who owns the bridge</a></ul>
<div class="related-stories"><p>Another story with a long teaser, which would otherwise look just like a paragraph.</p></div>
</div><div id="sidebar"><p>Buy tickets, for the ferry, for the museum, for the concert, at the kiosk at the old harbour.</p></div></div>
<div class="comments"><p>First! I was there, I saw it all, and it was, by far, the worst storm of my whole life.</p></div>
<footer><p>Harbour News Ltd, registered in Harbour Town, all rights reserved, contact us for syndication.</p></footer>
</body></html>"#;

fn main_text(page: &str) -> String {
    extract::main_text(&Dom::parse(page), &WORDS)
}

#[test]
fn the_lists_parse() {
    assert!(shipped::read::<Lists>(LISTS).is_ok());
}

#[test]
fn the_article_is_read_and_what_stands_around_it_is_not() {
    let expected = "The ferry left the harbour at dawn, although a storm had been announced, and came back before noon.\n\n\
        “Nobody was hurt,” the harbour master said, as far as she knew, and the crew agreed.\n\n\
        What comes next\n\n\
        The bridge stays closed for three days,\nmaybe longer, engineers say, since the pillars moved.\n\n\
        The market moves to the square.";
    assert_eq!(main_text(PAGE), expected);
}

#[test]
fn a_page_is_an_article_with_its_metadata() {
    let r = read_file(FileName::new("storm.html"), PAGE.as_bytes(), &ReadOptions::default());
    let a = &r.articles[0];
    assert_eq!((a.id.as_str(), a.title.as_deref()), ("storm", Some("Storm closes the harbour")));
    assert_eq!((a.source.as_deref(), a.language.as_deref()), (Some("Harbour News"), Some("en")));
    assert_eq!(a.date.unwrap().to_string(), "2015-03-07");
}

#[test]
fn the_declared_encoding_is_used() {
    let page = b"<html><head><meta charset=iso-8859-15></head><p>Costa dieci \xa4, perch\xe9 la citt\xe0 ha deciso, e tutti pagano.</p>";
    let r = read_file(FileName::new("a.htm"), page, &ReadOptions::default());
    assert_eq!(r.articles[0].text, "Costa dieci €, perché la città ha deciso, e tutti pagano.");
    assert_eq!(r.articles[0].origin.encoding, "ISO-8859-15");
}

#[test]
fn a_page_without_text_is_refused() {
    for page in ["<html></html>", "<html><body><script>render()</script><div id=root></div></body></html>"] {
        let r = read_file(FileName::new("a.html"), page.as_bytes(), &ReadOptions::default());
        assert!(r.failures[0].to_string().starts_with("a.html: the page holds no text"), "{page}");
    }
}

#[test]
fn markup_that_is_not_well_formed_is_read() {
    assert_eq!(
        main_text("<p>Three < four, said the teacher, and five > four, as everybody knows.<p>Right & done"),
        "Three < four, said the teacher, and five > four, as everybody knows.\n\nRight & done"
    );
    assert_eq!(
        main_text(
            "<table><tr><td>The first cell of this row<td>the second cell, which is long enough</table>"
        ),
        "The first cell of this row\nthe second cell, which is long enough"
    );
    assert_eq!(
        main_text(
            "<div><b>Bold text that nobody closes <p>A paragraph follows, with <i>more</b> markup</i>, misnested."
        ),
        "Bold text that nobody closes\n\nA paragraph follows, with more markup, misnested."
    );
    assert_eq!(
        main_text(
            "<p title='a > b' class=\"x\">An attribute may hold the sign that ends a tag, as here.</p>"
        ),
        "An attribute may hold the sign that ends a tag, as here."
    );
    assert_eq!(
        main_text(
            "<!-- a <p>comment --><p>Comments are passed over, even those that hold tags.<!-- never closed"
        ),
        "Comments are passed over, even those that hold tags."
    );
}

#[test]
fn hostile_pages_take_linear_time() {
    let start = std::time::Instant::now();
    for page in [
        "<div>".repeat(40_000),
        "<p><b>".repeat(20_000),
        "<a href='".repeat(10_000),
        "<x y=\"".repeat(10_000),
        "</div>".repeat(40_000),
        "<table><tr><td>".repeat(10_000),
        "<!--".repeat(20_000),
        "<script>".repeat(20_000),
        "&#x".repeat(40_000),
        "<".repeat(100_000),
        "<é\u{301} ".repeat(10_000),
        format!("<p {}>x", "a=é ".repeat(20_000)),
    ] {
        let _ = Meta::read(&Dom::parse(&page));
        let _ = main_text(&page);
    }
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}
