//! Web and mail addresses inside running text.

/// True if a web address starts here: `https://…`, `ftp://…`, `www.…`.
pub(super) fn starts_web(rest: &[u8]) -> bool {
    let starts = |prefix: &[u8]| {
        rest.len() > prefix.len()
            && rest[..prefix.len()].eq_ignore_ascii_case(prefix)
            && (rest[prefix.len()].is_ascii_alphanumeric() || rest[prefix.len()] >= 0x80)
    };
    [b"http://".as_slice(), b"https://", b"ftp://", b"www."].into_iter().any(starts)
}

/// Length of the web address at the start of `rest`: up to white space or a bracket that cannot belong to it, without the
/// punctuation of the sentence around it.
pub(super) fn web_len(rest: &str) -> usize {
    let stops = |c: char| c.is_whitespace() || "<>\"«»“”„‘’{}|\\^`".contains(c);
    let mut address = &rest[..rest.find(stops).unwrap_or(rest.len())];
    let surplus = |open, close| address.matches(close).count().saturating_sub(address.matches(open).count());
    let (mut round, mut square) = (surplus('(', ')'), surplus('[', ']'));
    loop {
        let Some(last) = address.chars().next_back() else { return 0 };
        let stray = match last {
            '.' | ',' | ';' | ':' | '!' | '?' | '\'' | '…' | '*' | '_' | '"' => true,
            ')' => take_one(&mut round),
            ']' => take_one(&mut square),
            _ => false,
        };
        if !stray {
            return address.len();
        }
        address = &address[..address.len() - last.len_utf8()];
    }
}

fn take_one(count: &mut usize) -> bool {
    let some = *count > 0;
    *count = count.saturating_sub(1);
    some
}

/// Span of the mail address around the `@` at byte `at`; `None` if there is none. Its name may not start before `from`.
pub(super) fn mail(bytes: &[u8], from: usize, at: usize) -> Option<(usize, usize)> {
    let name = |b: &u8| b.is_ascii_alphanumeric() || b"._%+-".contains(b);
    let start = at - bytes[from..at].iter().rev().take_while(|b| name(b)).count();
    let start = start + bytes[start..at].iter().position(u8::is_ascii_alphanumeric)?;
    let host =
        bytes[at + 1..].iter().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-')).count();
    let host = &bytes[at + 1..at + 1 + host];
    let host = &host[..=host.iter().rposition(u8::is_ascii_alphanumeric)?];
    let starts_well = host.first().is_some_and(u8::is_ascii_alphanumeric);
    (starts_well && host.contains(&b'.')).then_some((start, at + 1 + host.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn punctuation_around_a_web_address_is_left_out() {
        for (text, address) in [
            ("https://example.org/a?b=1. Next", "https://example.org/a?b=1"),
            ("http://example.org/wiki/Rust_(language))", "http://example.org/wiki/Rust_(language)"),
            ("www.example.org), and", "www.example.org"),
            ("http://example.org/è”", "http://example.org/è"),
        ] {
            assert!(starts_web(text.as_bytes()));
            assert_eq!(&text[..web_len(text)], address);
        }
        assert!(!starts_web(b"http:// nothing"));
    }

    #[test]
    fn a_mail_address_needs_a_host_with_a_dot() {
        let text = "write to anna-maria.b@mail.example.org.";
        assert_eq!(
            mail(text.as_bytes(), 0, 21).map(|(a, b)| &text[a..b]),
            Some("anna-maria.b@mail.example.org")
        );
        assert_eq!(mail(b"two@once", 0, 3), None);
    }
}
