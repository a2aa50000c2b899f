//! What a page says about itself: JSON-LD first, then `meta` elements, then the markup.

use serde_json::Value;

use crate::input::dates::parse_date;

use super::dom::{Dom, Id};

/// Title, date, outlet, author, address and language of a page, as far as it gives them.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Meta {
    pub title: Option<String>,
    pub date: Option<String>,
    pub outlet: Option<String>,
    pub author: Option<String>,
    pub url: Option<String>,
    pub language: Option<String>,
}

const TITLES: [&str; 6] =
    ["og:title", "twitter:title", "dc.title", "citation_title", "parsely-title", "sailthru.title"];
const DATES: [&str; 16] = [
    "article:published_time",
    "og:published_time",
    "datepublished",
    "date",
    "dc.date.issued",
    "dc.date",
    "dcterms.created",
    "dc.date.created",
    "pubdate",
    "publishdate",
    "publish-date",
    "publication_date",
    "parsely-pub-date",
    "sailthru.date",
    "citation_publication_date",
    "article.published",
];
const OUTLETS: [&str; 5] =
    ["og:site_name", "application-name", "dc.publisher", "publisher", "citation_journal_title"];
const AUTHORS: [&str; 8] = [
    "author",
    "article:author",
    "byl",
    "dc.creator",
    "parsely-author",
    "sailthru.author",
    "citation_author",
    "twitter:creator:name",
];

impl Meta {
    /// Reads what the page says.
    pub fn read(dom: &Dom<'_>) -> Self {
        let mut page = Page { dom, metas: vec![], linked: Linked::default() };
        let mut meta = Self::default();
        let mut headings = vec![];
        let mut time = None;
        let mut titles = vec![];
        for id in dom.inside(0) {
            let name = dom.node(id).name;
            match () {
                () if name.is("meta") => page.meta(id),
                () if name.is("script") => page.linked.script(dom, id),
                () if name.is("title") => titles.push(dom.text(id)),
                () if name.is("h1") => headings.push(dom.text(id)),
                () if name.is("time") && time.is_none() => time = dom.attribute(id, "datetime"),
                () if name.is("html") => meta.language = meta.language.or_else(|| dom.attribute(id, "lang")),
                () if name.is("link")
                    && dom.attribute(id, "rel").is_some_and(|r| r.eq_ignore_ascii_case("canonical")) =>
                {
                    meta.url = meta.url.or_else(|| dom.attribute(id, "href"));
                }
                () if !name.is_text() && !dom.node(id).raw.is_empty() => page.microdata(id),
                () => {}
            }
        }
        let Linked { headline, published, publisher, authors } = std::mem::take(&mut page.linked);
        meta.outlet = publisher.or_else(|| page.first(&OUTLETS)).and_then(tidy);
        let heading = || if headings.len() == 1 { headings.first().cloned() } else { None };
        meta.title =
            headline.or_else(|| page.first(&TITLES)).or_else(heading).or_else(|| titles.first().cloned());
        meta.title = meta.title.and_then(tidy).map(|t| without_outlet(&t, meta.outlet.as_deref()));
        let dates = [published, page.first(&DATES), time];
        meta.date = dates.into_iter().flatten().find(|d| parse_date(d).is_some());
        meta.author = Some(authors.join("; ")).filter(|a| !a.is_empty()).or_else(|| page.first(&AUTHORS));
        meta.author = meta.author.and_then(tidy).filter(|a| !a.contains("://") && a.chars().count() <= 200);
        meta.url = meta.url.or_else(|| page.first(&["og:url"])).filter(|u| u.starts_with("http"));
        meta.language = meta.language.or_else(|| page.first(&["og:locale", "content-language", "language"]));
        meta
    }
}

struct Page<'d, 'a> {
    dom: &'d Dom<'a>,
    /// Names in lower case and contents, in order.
    metas: Vec<(String, String)>,
    linked: Linked,
}

impl Page<'_, '_> {
    fn meta(&mut self, id: Id) {
        let Some(content) = self.dom.attribute(id, "content") else { return };
        for key in ["property", "name", "itemprop", "http-equiv"] {
            if let Some(name) = self.dom.attribute(id, key) {
                self.metas.push((name.to_lowercase(), content.clone()));
            }
        }
    }

    /// `itemprop` and `rel` of visible elements.
    fn microdata(&mut self, id: Id) {
        let raw = self.dom.node(id).raw;
        if !raw.contains("itemprop") && !raw.contains("rel=") {
            return;
        }
        let value = |names: &[&str]| names.iter().find_map(|n| self.dom.attribute(id, n));
        let found = match self.dom.attribute(id, "itemprop").as_deref() {
            Some("datePublished") => value(&["datetime", "content"]).map(|d| ("datepublished", d)),
            Some("author" | "creator") => Some(("author", self.dom.text(id))),
            _ if self.dom.attribute(id, "rel").as_deref() == Some("author") => {
                Some(("author", self.dom.text(id)))
            }
            _ => None,
        };
        self.metas.extend(found.map(|(name, value)| (name.to_owned(), value)));
    }

    /// The first of these names that has something to say.
    fn first(&self, names: &[&str]) -> Option<String> {
        let of = |name: &&str| {
            self.metas.iter().find(|(n, v)| n == *name && !v.trim().is_empty()).map(|(_, v)| v.clone())
        };
        names.iter().find_map(of)
    }
}

/// What JSON-LD says of an article.
#[derive(Default)]
struct Linked {
    headline: Option<String>,
    published: Option<String>,
    publisher: Option<String>,
    authors: Vec<String>,
}

impl Linked {
    fn script(&mut self, dom: &Dom<'_>, id: Id) {
        let json =
            dom.attribute(id, "type").is_some_and(|t| t.trim().eq_ignore_ascii_case("application/ld+json"));
        let Some(raw) = dom.inside(id).next().map(|text| dom.node(text).raw).filter(|_| json) else { return };
        // Line breaks inside strings are a common mistake; outside they mean nothing.
        let plain: String = raw.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        if let Ok(value) = serde_json::from_str::<Value>(plain.trim()) {
            self.value(&value, 0);
        }
    }

    fn value(&mut self, value: &Value, depth: usize) {
        match value {
            Value::Array(items) if depth < 4 => items.iter().for_each(|v| self.value(v, depth + 1)),
            Value::Object(map) => {
                let is_article = |t: &str| {
                    t.ends_with("Article") || matches!(t, "BlogPosting" | "Report" | "LiveBlogPosting")
                };
                let types = map.get("@type").map(strings).unwrap_or_default();
                if types.iter().any(|t| is_article(t)) {
                    self.article(map);
                }
                for key in ["@graph", "mainEntity", "mainEntityOfPage"] {
                    if let Some(inner) = map.get(key).filter(|v| depth < 4 && !v.is_string()) {
                        self.value(inner, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    fn article(&mut self, map: &serde_json::Map<String, Value>) {
        let text = |key: &str| map.get(key).and_then(Value::as_str).map(super::entities::decode);
        self.headline = self.headline.take().or_else(|| text("headline")).filter(|h| !h.trim().is_empty());
        self.published = self.published.take().or_else(|| text("datePublished"));
        self.publisher =
            self.publisher.take().or_else(|| map.get("publisher").and_then(|p| names(p).into_iter().next()));
        if self.authors.is_empty() {
            self.authors = map.get("author").map(names).unwrap_or_default();
        }
    }
}

fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(s) => vec![s],
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => vec![],
    }
}

/// Names of people or organisations, given as strings or as objects with a name.
fn names(value: &Value) -> Vec<String> {
    let name = |v: &Value| match v {
        Value::String(s) => Some(s.clone()),
        Value::Object(map) => map.get("name").and_then(|n| strings(n).first().map(|s| (*s).to_owned())),
        _ => None,
    };
    let items = if let Value::Array(items) = value { items.as_slice() } else { std::slice::from_ref(value) };
    items.iter().take(20).filter_map(name).filter_map(tidy).filter(|n| !n.contains("://")).collect()
}

/// Without references and superfluous white space; `None` if nothing is left.
fn tidy(text: String) -> Option<String> {
    let decoded = super::entities::decode(&text);
    drop(text);
    let words: Vec<_> = decoded.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

/// A title without " – The Outlet" at its end.
fn without_outlet(title: &str, outlet: Option<&str>) -> String {
    let Some(outlet) = outlet else { return title.to_owned() };
    for mark in [" | ", " - ", " – ", " — ", " :: ", " » "] {
        if let Some((before, after)) = title.rsplit_once(mark)
            && (after.eq_ignore_ascii_case(outlet) || after.to_lowercase().ends_with(&outlet.to_lowercase()))
            && !before.trim().is_empty()
        {
            return before.trim().to_owned();
        }
    }
    title.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(page: &str) -> Meta {
        Meta::read(&Dom::parse(page))
    }

    #[test]
    fn linked_data_says_most() {
        let m = of(r#"<html lang="en-GB"><head><title>Storm – Harbour News</title>
            <script type="application/ld+json">{"@graph": [{"@type": ["NewsArticle"], "headline": "Storm &amp; tide
            ", "datePublished": "2015-03-07T10:00:00Z", "author": [{"name": "Anna Keller"}, "Marco Valli"],
            "publisher": {"@type": "Organization", "name": "Harbour News"}}]}</script>
            <link rel="canonical" href="https://example.org/storm"></head></html>"#);
        let expected = Meta {
            title: Some("Storm & tide".into()),
            date: Some("2015-03-07T10:00:00Z".into()),
            outlet: Some("Harbour News".into()),
            author: Some("Anna Keller; Marco Valli".into()),
            url: Some("https://example.org/storm".into()),
            language: Some("en-GB".into()),
        };
        assert_eq!(m, expected);
    }

    #[test]
    fn meta_elements_and_markup_fill_the_rest() {
        let m = of("<title>La tempesta | Il Porto</title><meta property='og:site_name' content='Il Porto'>\
            <meta name=author content='Anna Valli'><h1>La tempesta</h1><time datetime='2015-03-07'>7 marzo</time>");
        assert_eq!(m.title.as_deref(), Some("La tempesta"));
        assert_eq!((m.outlet.as_deref(), m.author.as_deref()), (Some("Il Porto"), Some("Anna Valli")));
        assert_eq!((m.date.as_deref(), m.url, m.language), (Some("2015-03-07"), None, None));
        let m = of("<title>La tempesta | Il Porto</title><meta property='og:site_name' content='Il Porto'>");
        assert_eq!(m.title.as_deref(), Some("La tempesta"));
    }

    #[test]
    fn broken_linked_data_is_no_trouble() {
        assert_eq!(of("<script type='application/ld+json'>{oops</script><p>x"), Meta::default());
        let deep = format!("<script type='application/ld+json'>{}</script>", "[".repeat(5000));
        assert_eq!(of(&deep), Meta::default());
    }
}
