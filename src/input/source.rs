//! Where an article comes from, when nothing better says so: its URL, or a `Source:` line at its foot.

use crate::article::Article;

use super::words;

/// A `Source: …` line at the foot of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Footer<'a> {
    /// First byte of the line.
    pub start: usize,
    /// One past its last byte, without the line end.
    pub end: usize,
    /// What it names: an outlet or a URL.
    pub value: &'a str,
}

/// The outlet whose page a URL is: by its host from the list of known outlets, else the host itself.
///
/// # Example
/// ```
/// use framescope::input::source::outlet_of_url;
/// assert_eq!(outlet_of_url("https://www.bbc.co.uk/news/1").as_deref(), Some("BBC"));
/// assert_eq!(outlet_of_url("http://blog.example.org/a").as_deref(), Some("blog.example.org"));
/// assert_eq!(outlet_of_url("not a url"), None);
/// ```
pub fn outlet_of_url(url: &str) -> Option<String> {
    let host = host(url)?;
    let mut domain = host.as_str();
    loop {
        if let Some(outlet) = words::outlets().get(domain) {
            return Some(outlet.clone());
        }
        match domain.split_once('.') {
            Some((_, parent)) if parent.contains('.') => domain = parent,
            _ => return Some(host),
        }
    }
}

/// The host of an `http` URL in lower case, without `www.` and port.
pub(super) fn host(url: &str) -> Option<String> {
    let url = url.trim();
    let scheme = url.find("://").filter(|&at| matches!(&url[..at], "http" | "https" | "HTTP" | "HTTPS"));
    let after = match scheme {
        Some(at) => &url[at + 3..],
        None => url.strip_prefix("www.")?,
    };
    let authority = after.split(['/', '?', '#']).next()?;
    let host = authority.rsplit('@').next()?.split(':').next()?.to_ascii_lowercase();
    let host = host.strip_prefix("www.").unwrap_or(&host);
    let fits = |c: char| c.is_alphanumeric() || c == '-' || c == '.';
    (host.contains('.') && host.chars().all(fits)).then(|| host.to_owned())
}

/// The `Source: …` line among the last two lines of a text.
pub fn footer(text: &str) -> Option<Footer<'_>> {
    let mut end = text.trim_end().len();
    for _ in 0..2 {
        let start = memchr::memrchr(b'\n', &text.as_bytes()[..end]).map_or(0, |i| i + 1);
        if start == 0 {
            return None;
        }
        let line = &text[start..end];
        // Nearly every line is told by having no colon.
        if let Some(value) = memchr::memchr(b':', line.as_bytes()).and_then(|_| footer_value(line)) {
            let end = start + line.trim_end().len();
            return Some(Footer { start: start + line.len() - line.trim_start().len(), end, value });
        }
        end = text[..start].trim_end().len();
    }
    None
}

fn footer_value(line: &str) -> Option<&str> {
    let line = line.trim();
    let behind = |word: &String| {
        // Nearly every line is told by its first letter.
        let same = |b: &u8| word.as_bytes().first().is_some_and(|w| w.eq_ignore_ascii_case(b));
        line.as_bytes().first().filter(|b| same(b))?;
        let (start, rest) = line.split_at_checked(word.len())?;
        rest.trim_start().strip_prefix(':').filter(|_| start.eq_ignore_ascii_case(word))
    };
    let value = words::footers().iter().find_map(behind)?.trim();
    // A sentence after the colon is text; an outlet has a short name.
    let short = value.split_whitespace().count() <= 8 && !value.ends_with(['.', '!', '?']);
    (short && !value.is_empty()).then_some(value)
}

/// Fills in source and URL from the article's own URL or the foot of its text, where they are missing.
pub fn complete(article: &mut Article) {
    if article.source.is_some() && article.url.is_some() {
        return;
    }
    let Article { text, url, source, .. } = article;
    let named = footer(text).map(|f| f.value);
    if url.is_none() {
        *url = named.filter(|v| host(v).is_some()).map(str::to_owned);
    }
    if source.is_none() {
        let by_url = || url.as_deref().and_then(outlet_of_url);
        *source = named.filter(|v| host(v).is_none()).map(str::to_owned).or_else(by_url);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_known_host_names_the_outlet() {
        for (url, outlet) in [
            ("http://news.sky.com/story/1", "Sky News"),
            ("https://tg24.sky.it/mondo", "Sky TG24"),
            ("https://www.corriere.it:443/esteri?x=1", "Corriere della Sera"),
            ("www.ansa.it/x", "ANSA"),
            ("https://user@www.repubblica.it/", "la Repubblica"),
        ] {
            assert_eq!(outlet_of_url(url).as_deref(), Some(outlet), "{url}");
        }
        for none in ["", "ftp://x.org", "http://", "http:///a", "http://localhost/", "http://[::1]/"] {
            assert_eq!(outlet_of_url(none), None, "{none}");
        }
    }

    #[test]
    fn a_footer_fills_what_is_missing() {
        let of = |text: &str| {
            let mut a = Article { text: text.into(), ..Article::default() };
            complete(&mut a);
            (a.source, a.url)
        };
        assert_eq!(of("Body.\n\nSource: The Daily Echo\n"), (Some("The Daily Echo".into()), None));
        let (source, url) = of("Testo.\nFonte: https://www.ansa.it/x");
        assert_eq!((source.as_deref(), url.as_deref()), (Some("ANSA"), Some("https://www.ansa.it/x")));
        assert_eq!(of("Source: a single line"), (None, None));
        assert_eq!(of("Body.\nSource: nobody knows where it came from, the police said."), (None, None));
    }
}
