//! What cleaning set aside, article by article, as a page to look at.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::escape::{defang, html};
use crate::article::Article;
use crate::input::cleaning::{Cleaning, Rule};

const STYLE: &str = include_str!("checking.css");

/// An article with what was found in it before anything is counted.
#[derive(Debug, Clone)]
pub struct Checked<'a> {
    /// The article.
    pub article: &'a Article,
    /// What cleaning marks in it.
    pub cleaning: Cleaning,
    /// True if it mentions none of the concepts.
    pub irrelevant: bool,
    /// The first article of the group of near-duplicates that it belongs to, if that is another.
    pub copy_of: Option<&'a str>,
}

impl Checked<'_> {
    /// True if there is something to look at.
    pub fn is_marked(&self) -> bool {
        let Cleaning { removed, apostrophes, breaks, .. } = &self.cleaning;
        !(removed.is_empty() && apostrophes.is_empty() && breaks.is_empty())
            || self.irrelevant
            || self.copy_of.is_some()
    }

    /// Words of the text, and words of what is set aside in it.
    pub fn words(&self) -> (usize, usize) {
        let text = self.article.text.as_str();
        let aside = |r: &crate::input::cleaning::Removed| {
            text.get(r.start as usize..r.end as usize).unwrap_or_default().split_whitespace().count()
        };
        (text.split_whitespace().count(), self.cleaning.removed.iter().map(aside).sum())
    }
}

/// How often each rule was used, over all articles, by name.
pub fn totals(articles: &[Checked<'_>]) -> BTreeMap<&'static str, usize> {
    let mut totals = BTreeMap::new();
    for r in articles.iter().flat_map(|a| &a.cleaning.removed) {
        *totals.entry(r.rule).or_default() += 1;
    }
    totals
}

/// The page: how often each rule was used, then every article with what is set aside in it.
pub fn page(articles: &[Checked<'_>], rules: &[Rule], failures: &[String]) -> String {
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>What is set aside</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<header>\n<h1>What is set aside</h1>\n"
    );
    let marked = articles.iter().filter(|a| a.is_marked()).count();
    let _ = writeln!(
        out,
        "<p>{} articles were read; in {marked} of them something is set aside or mended, or is to be known, such as a near-duplicate. Nothing is deleted: what is set aside stays \
         where it is, counts nowhere, and comes back with <code>--without-rule NAME</code>.</p>",
        articles.len()
    );
    out.push_str(
        "<p class=\"key\"><label><input type=\"checkbox\" id=\"all\"> show the whole text of the articles</label> \
         <del>set aside</del> <ins>’</ins> read as an apostrophe <b class=\"cut\">|</b> cut where a space is missing</p>\n</header>\n<main>\n",
    );
    table(articles, rules, &mut out);
    if !failures.is_empty() {
        let _ = writeln!(out, "<section>\n<h2>Not read ({})</h2>\n<ul class=\"failures\">", failures.len());
        for failure in failures {
            let _ = writeln!(out, "<li>{}</li>", html(&defang(failure)));
        }
        out.push_str("</ul>\n</section>\n");
    }
    for checked in articles.iter().filter(|a| a.is_marked()) {
        article(checked, &mut out);
    }
    let plain: Vec<String> =
        articles.iter().filter(|a| !a.is_marked()).map(|a| html(&a.article.id)).collect();
    if !plain.is_empty() {
        let _ = writeln!(
            out,
            "<section>\n<h2>Taken as they are ({})</h2>\n<p class=\"ids\">{}</p>\n</section>",
            plain.len(),
            plain.join(" · ")
        );
    }
    let _ = write!(
        out,
        "</main>\n<footer><p>framescope {}</p></footer>\n</body>\n</html>\n",
        env!("CARGO_PKG_VERSION")
    );
    out
}

fn table(articles: &[Checked<'_>], rules: &[Rule], out: &mut String) {
    out.push_str("<table>\n<thead><tr><th>Rule</th><th>What it finds</th><th class=\"n\">times</th></tr></thead>\n<tbody>\n");
    let mut row = |name: &str, what: &str, n: usize| {
        let _ = writeln!(
            out,
            "<tr><td><code>{}</code></td><td>{}</td><td class=\"n\">{n}</td></tr>",
            html(name),
            html(what)
        );
    };
    for (name, n) in totals(articles) {
        row(name, rules.iter().find(|r| r.name == name).map_or("", |r| r.what), n);
    }
    for (name, what, n) in [
        (
            "apostrophes",
            "Straight double quotes that stand for an apostrophe",
            articles.iter().map(|a| a.cleaning.apostrophes.len()).sum(),
        ),
        (
            "breaks",
            "Sentences glued together where a space is missing",
            articles.iter().map(|a| a.cleaning.breaks.len()).sum(),
        ),
        (
            "irrelevant",
            "Articles that mention none of the concepts (set aside where the study says only_relevant)",
            articles.iter().filter(|a| a.irrelevant).count(),
        ),
        (
            "near-duplicates",
            "Articles that are near-duplicates of an earlier one",
            articles.iter().filter(|a| a.copy_of.is_some()).count(),
        ),
    ] {
        let n: usize = n;
        if n > 0 {
            row(name, what, n);
        }
    }
    out.push_str("</tbody>\n</table>\n");
}

fn article(checked: &Checked<'_>, out: &mut String) {
    let a = checked.article;
    let (words, aside) = checked.words();
    let title = a.title.as_deref().filter(|t| !t.trim().is_empty()).unwrap_or(&a.id);
    let mut about = vec![a.id.clone()];
    about.extend(a.source.clone());
    about.extend(a.date.map(|d| d.to_string()));
    about.push(format!("{words} words, {aside} set aside"));
    if a.origin.encoding_guessed {
        about.push(format!("read as {} (guessed)", a.origin.encoding));
    }
    let _ = write!(
        out,
        "<article>\n<h2>{}</h2>\n<p class=\"about\">{}</p>\n",
        html(title),
        html(&defang(&about.join(" · ")))
    );
    if checked.irrelevant {
        out.push_str("<p class=\"note\">Mentions none of the concepts.</p>\n");
    }
    if let Some(first) = checked.copy_of {
        let _ = writeln!(out, "<p class=\"note\">Near-duplicate of <b>{}</b>.</p>", html(first));
    }
    out.push_str("<div class=\"text\">");
    text(&a.text, &checked.cleaning, out);
    out.push_str("</div>\n</article>\n");
}

/// The text with its marks, a paragraph a line; lines without a mark are shown on request.
fn text(text: &str, cleaning: &Cleaning, out: &mut String) {
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let end = start + line.len();
        let within = |at: u32| (start..end).contains(&(at as usize));
        let set_aside =
            |r: &&crate::input::cleaning::Removed| (r.start as usize) < end && r.end as usize > start;
        let aside: Vec<_> = cleaning.removed.iter().filter(set_aside).collect();
        let apostrophes: Vec<usize> =
            cleaning.apostrophes.iter().filter(|a| within(**a)).map(|a| *a as usize).collect();
        let breaks: Vec<usize> =
            cleaning.breaks.iter().filter(|b| within(**b)).map(|b| *b as usize).collect();
        if !line.trim().is_empty() {
            let plain = aside.is_empty() && apostrophes.is_empty() && breaks.is_empty();
            out.push_str(if plain { "<p class=\"plain\">" } else { "<p>" });
            let mut marks: Vec<(usize, usize, String)> = Vec::new();
            for r in aside {
                let (from, to) = ((r.start as usize).max(start), (r.end as usize).min(end));
                let inner = html(&defang(text.get(from..to).unwrap_or_default().trim_end()));
                marks.push((
                    from,
                    to,
                    format!("<del>{inner}</del> <span class=\"rule\">{}</span> ", html(r.rule)),
                ));
            }
            marks.extend(apostrophes.iter().map(|&a| (a, a + 1, "<ins>’</ins>".to_owned())));
            marks.extend(breaks.iter().map(|&b| (b, b, "<b class=\"cut\">|</b>".to_owned())));
            marks.sort();
            let mut at = start;
            for (from, to, shown) in marks {
                if from < at {
                    continue;
                }
                out.push_str(&html(&defang(text.get(at..from).unwrap_or_default())));
                out.push_str(&shown);
                at = to;
            }
            out.push_str(&html(&defang(text.get(at..end).unwrap_or_default().trim_end())));
            out.push_str("</p>");
        }
        start = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::input::cleaning::Cleaner;

    #[test]
    fn what_is_set_aside_is_shown_with_its_rule_and_escaped() {
        let body = "The ferry left the harbour at dawn, although the storm had been announced. ".repeat(4);
        let text = format!(
            "Storm <b>over</b> the harbour\n{body}\nRead more: <script>x</script> The old bridge\n{body}"
        );
        let article = Article { id: "a&b".into(), text, ..Article::default() };
        let cleaner = Cleaner::new();
        let cleaning = cleaner.clean(&article.text);
        let checked = Checked { article: &article, cleaning, irrelevant: true, copy_of: Some("first") };
        let page = page(&[checked], cleaner.rules(), &["x.pdf: no text layer".into()]);
        assert!(page.contains("<del>Read more: &lt;script&gt;"), "{page}");
        assert!(page.contains("<span class=\"rule\">more-links</span>") && page.contains("a&amp;b"));
        assert!(!page.contains("<script>") && page.contains("Near-duplicate of <b>first</b>"));
    }
}
