//! Untrusted text made safe for a format. The only place where that happens.

/// Characters that show nothing but change what is shown: controls, direction marks, zero-width characters, BOM.
pub fn is_invisible(c: char) -> bool {
    (c.is_control() && c != '\n' && c != '\t')
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}' | '\u{00AD}')
}

fn visible(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !is_invisible(*c))
}

/// For HTML content and attribute values.
///
/// # Example
/// ```
/// use framescope::report::escape::html;
/// assert_eq!(html("<b> \"x\" & 'y'"), "&lt;b&gt; &quot;x&quot; &amp; &#39;y&#39;");
/// ```
pub fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let mut from = 0;
    for (at, c) in text.char_indices() {
        let instead = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' => "&quot;",
            '\'' => "&#39;",
            ' '..='~' => continue,
            c if is_invisible(c) => "",
            _ => continue,
        };
        out.push_str(&text[from..at]);
        out.push_str(instead);
        from = at + c.len_utf8();
    }
    out.push_str(&text[from..]);
    out
}

/// For running text of Markdown: no mark-up, no HTML, no link comes through, and addresses are not made clickable.
pub fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in visible(&defang(text)) {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '$' => out.extend(['\\', c]),
            '\n' | '\t' => out.push(' '),
            c => out.push(c),
        }
    }
    // A number with a full stop, a dash or a plus would begin a list at the start of a line.
    let body = out.trim_start();
    let digits = body.len() - body.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut marker = body[digits..].chars();
    let sign = marker.next().is_some_and(|c| if digits > 0 { ".)".contains(c) } else { "-+=".contains(c) });
    if sign && marker.next().is_none_or(char::is_whitespace) {
        return format!("{}\\{}", &body[..digits], &body[digits..]);
    }
    out
}

/// Web addresses broken, so that no program makes them clickable: `https://` becomes `hxxps://`.
pub fn defang(text: &str) -> String {
    if !text.contains("://") {
        return text.to_owned();
    }
    text.replace("http://", "hxxp://").replace("https://", "hxxps://")
}

/// For a cell of a spreadsheet: a text that a spreadsheet would take for a formula gets an apostrophe in front.
pub fn spreadsheet(text: &str) -> String {
    let text: String = if text.bytes().all(|b| matches!(b, b' '..=b'~')) {
        text.to_owned()
    } else {
        visible(text).map(|c| if c == '\n' { ' ' } else { c }).collect()
    };
    if !text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        return text;
    }
    let number = text.trim().parse::<f64>().is_ok();
    if number { text } else { format!("'{text}") }
}

/// For a terminal: control sequences cannot move the cursor or change colours.
pub fn terminal(text: &str) -> String {
    visible(text).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_shows_markup_as_text() {
        assert_eq!(markdown("[x](javascript:1) <b>*y*</b>"), "\\[x\\](javascript:1) \\<b\\>\\*y\\*\\</b\\>");
        assert_eq!(markdown("1. first"), "1\\. first");
        assert_eq!(markdown("- item"), "\\- item");
        assert_eq!(markdown("see https://example.org"), "see hxxps://example.org");
    }

    #[test]
    fn spreadsheets_get_no_formulas() {
        assert_eq!(spreadsheet("=1+1"), "'=1+1");
        assert_eq!(spreadsheet("-0.5"), "-0.5");
        assert_eq!(spreadsheet("-cmd"), "'-cmd");
    }

    #[test]
    fn invisible_characters_go() {
        assert_eq!(terminal("a\u{1b}[31mb\u{202e}c"), "a[31mbc");
    }
}
