//! E-mail (EML) and saved pages (MHTML): MIME messages.

use mail_parser::{Message, MessageParser, MimeHeaders, PartType};

use crate::article::Origin;
use crate::error::{Error, Kind, Result};

use super::fields::Draft;
use super::paragraphs::tidy;
use super::{FileName, ReadOptions, Reading, html};

/// Formats of attachments that are read as articles of their own.
const READ: [&str; 6] = ["docx", "odt", "rtf", "pdf", "xlsx", "csv"];

/// True if the bytes begin like a message.
pub(super) fn sniff(bytes: &[u8]) -> bool {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2000)]).to_lowercase();
    let has = |name: &str| head.starts_with(name) || head.contains(&format!("\n{name}"));
    has("mime-version:") && has("content-type:") || has("from:") && has("subject:") && has("date:")
}

/// Reads a message: a saved page, or an e-mail with the documents attached to it.
pub(super) fn read(
    file: FileName<'_>,
    bytes: &[u8],
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<()> {
    let Some(message) = MessageParser::default().parse(bytes).filter(|m| !m.headers().is_empty()) else {
        return Err(Error::new(Kind::Input, "this is no message: it has no header lines"));
    };
    if message.part(0).is_some_and(|root| is_related(root) && saved_from(&message).is_some()) {
        return page(file, &message, options, into);
    }
    let before = into.articles.len();
    let body = letter(file, &message, options, into);
    attachments(file, &message, options, into);
    match body {
        Err(e) if into.articles.len() == before => Err(e),
        _ => Ok(()),
    }
}

fn is_related(part: &mail_parser::MessagePart<'_>) -> bool {
    part.content_type().is_some_and(|t| t.subtype().is_some_and(|s| s.eq_ignore_ascii_case("related")))
}

/// Where a browser saved the page from.
fn saved_from(message: &Message<'_>) -> Option<String> {
    let named = ["Snapshot-Content-Location", "Content-Location"];
    let root = named.iter().find_map(|n| message.header_raw(*n));
    let part = || message.html_part(0).and_then(|p| p.content_location()).map(str::to_owned);
    root.map(|v| v.trim().to_owned()).or_else(part).filter(|v| !v.is_empty())
}

fn origin(file: FileName<'_>) -> Origin {
    Origin { file: file.shown.to_owned(), line: None, encoding: "MIME".into(), encoding_guessed: false }
}

fn page(file: FileName<'_>, message: &Message<'_>, options: &ReadOptions, into: &mut Reading) -> Result<()> {
    let Some(text) = message.body_html(0) else {
        return Err(Error::new(Kind::Input, "the saved page holds no HTML"));
    };
    let mut draft = html::draft_of(&text, options)?;
    if let Some(url) = saved_from(message).filter(|u| u.starts_with("http")) {
        draft.put("url", url, &options.columns);
    }
    into.articles.push(draft.finish(|| file.stem(), origin(file), &mut into.notes));
    Ok(())
}

/// The text of the message itself.
fn letter(
    file: FileName<'_>,
    message: &Message<'_>,
    options: &ReadOptions,
    into: &mut Reading,
) -> Result<()> {
    let plain = message.text_bodies().find_map(|p| match &p.body {
        PartType::Text(t) if !t.trim().is_empty() => Some(super::decode::unix_lines(t.to_string())),
        _ => None,
    });
    let page = message.html_bodies().find_map(|p| match &p.body {
        PartType::Html(t) => Some(html::whole_text(t).1),
        _ => None,
    });
    // Newsletters often send a stub as text and the articles as HTML.
    let text = match (plain, page) {
        (Some(plain), Some(page)) if page.len() > plain.len() * 2 => page,
        (Some(plain), _) => plain,
        (None, Some(page)) => page,
        (None, None) => String::new(),
    };
    if text.trim().is_empty() {
        return Err(Error::new(Kind::Input, "the message holds no text"));
    }
    let lines: Vec<&str> = text.lines().filter(|l| !l.trim().is_empty()).collect();
    if super::exports::take(file, &lines, options, into)? {
        return Ok(());
    }
    let mut draft = Draft::default();
    let from = message.from().and_then(|a| a.first());
    let sender = from.and_then(|a| a.name().or(a.address())).map(tidy);
    let address = from.and_then(|a| a.address()).map(str::to_owned);
    for (column, value) in [
        ("text", Some(text)),
        ("title", message.subject().map(tidy)),
        ("source", sender),
        ("date", message.date().map(mail_parser::DateTime::to_rfc3339)),
        ("from_address", address),
    ] {
        if let Some(value) = value {
            draft.put(column, value, &options.columns);
        }
    }
    into.articles.push(draft.finish(|| file.stem(), origin(file), &mut into.notes));
    Ok(())
}

/// Documents attached to the message, each as a file of its own.
fn attachments(file: FileName<'_>, message: &Message<'_>, options: &ReadOptions, into: &mut Reading) {
    for part in message.attachments() {
        let Some(name) = part.attachment_name() else { continue };
        let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let (shown, key) = (format!("{}/{name}", file.shown), format!("{}/{name}", file.stem()));
        let inner = FileName::below(&shown, &key);
        if READ.contains(&inner.extension().as_str()) {
            into.append(super::read_file(inner, part.contents(), options));
        } else {
            into.notes.add(&origin(file), "attachments that are no documents are left out", name);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::{FileName, ReadOptions, Reading, read_file};

    fn mail(name: &str, text: &str) -> Reading {
        read_file(FileName::new(name), text.replace('\n', "\r\n").as_bytes(), &ReadOptions::default())
    }

    #[test]
    fn a_letter_is_an_article_with_its_subject_and_sender() {
        let r = mail(
            "a.eml",
            "From: =?utf-8?Q?L=27Eco?= <eco@example.org>\nSubject: =?iso-8859-1?Q?Citt=E0?=\nDate: Sat, 7 Mar 2015 10:00:00 +0100\n\
             MIME-Version: 1.0\nContent-Type: text/plain; charset=iso-8859-1\nContent-Transfer-Encoding: quoted-printable\n\n\
             La citt=E0 dorme.\nE il porto tace.\n",
        );
        let a = &r.articles[0];
        assert_eq!((a.title.as_deref(), a.source.as_deref()), (Some("Città"), Some("L'Eco")));
        assert_eq!(a.text.trim_end(), "La città dorme.\nE il porto tace.");
        assert_eq!(a.date.unwrap().to_string(), "2015-03-07");
    }

    #[test]
    fn a_saved_page_is_read_as_a_page() {
        let p = "<p>The ferry stayed in port for the whole night, although the storm had passed, and nobody was hurt.</p>";
        let r = mail(
            "a.mhtml",
            &format!(
                "From: <Saved by Blink>\nSnapshot-Content-Location: https://example.org/storm\nSubject: x\nMIME-Version: 1.0\n\
                 Content-Type: multipart/related; type=\"text/html\"; boundary=\"b\"\n\n--b\nContent-Type: text/html; charset=utf-8\n\
                 Content-Location: https://example.org/storm\n\n<html><title>Storm</title><body><nav>Home</nav>{}</body></html>\n--b--\n",
                p.repeat(4)
            ),
        );
        let a = &r.articles[0];
        assert_eq!(
            (a.title.as_deref(), a.url.as_deref()),
            (Some("Storm"), Some("https://example.org/storm"))
        );
        assert!(!a.text.contains("Home"));
    }

    #[test]
    fn what_is_no_message_is_refused() {
        for text in ["", "\n\nno header", "Subject: empty\n\n"] {
            assert_eq!(mail("a.eml", text).articles.len(), 0, "{text:?}");
        }
    }
}
