//! Patterns over one line: `*` stands for anything or nothing, `#` for a number.

/// Puts a line into the form that patterns are written in: without white space, bullets and brackets around it, in lower case, with
/// straight apostrophes, single spaces, and no space before a colon.
pub(super) fn fold(line: &str, into: &mut String) {
    into.clear();
    let line = core(line);
    let mut space = false;
    for c in line.chars() {
        if c.is_whitespace() {
            space = true;
            continue;
        }
        if space && c != ':' {
            into.push(' ');
        }
        space = false;
        match c {
            _ if c.is_ascii() => into.push(c.to_ascii_lowercase()),
            '’' | 'ʼ' | '‘' => into.push('\''),
            _ => into.extend(c.to_lowercase()),
        }
    }
}

/// A line without the bullets, arrows and brackets that pages put around links.
pub(super) fn core(line: &str) -> &str {
    let around = |c: char| c.is_whitespace() || "•·*-–—>»›▶►→|[](){}<«‹◀←_+=~#:".contains(c);
    // A bracket that opens a word at the end, a mark of rights and a number sign of a count stay.
    line.trim_start_matches(|c| around(c) && c != '#').trim_end_matches(around)
}

/// The word that a folded line or pattern begins with: the key under which patterns are found.
pub(super) fn first_word(folded: &str) -> &str {
    let end =
        folded.find(|c: char| !c.is_alphanumeric() && !matches!(c, '\'' | '’' | '©')).unwrap_or(folded.len());
    &folded[..end]
}

/// True if `pattern` fits the whole of `line`, both folded. Linear in the line for each star of the pattern.
pub(super) fn fits(pattern: &str, line: &str) -> bool {
    let (pattern, line) = (pattern.as_bytes(), line.as_bytes());
    let (mut p, mut l) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    loop {
        let step = match pattern.get(p) {
            Some(b'*') => {
                star = Some((p, l));
                p += 1;
                continue;
            }
            Some(b'#') => line[l..].iter().take_while(|b| b.is_ascii_digit()).count(),
            Some(b) => usize::from(line.get(l) == Some(b)),
            None if l == line.len() => return true,
            None => 0,
        };
        if step > 0 {
            (p, l) = (p + 1, l + step);
            continue;
        }
        match star {
            Some((at, from)) if from < line.len() => {
                star = Some((at, from + 1));
                (p, l) = (at + 1, from + 1);
            }
            _ => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_and_numbers() {
        for (pattern, line) in [
            ("read more: *", "read more: the bridge"),
            ("read more*", "read more"),
            ("# comments", "12 comments"),
            ("published * # * #*", "published on 7 march 2015"),
            ("*cookies*", "we use cookies here"),
            ("a*b*c", "axxbxxbc"),
            ("*", ""),
        ] {
            assert!(fits(pattern, line), "{pattern} {line}");
        }
        for (pattern, line) in [
            ("read more", "read more books"),
            ("# comments", "comments"),
            ("a*b", "ac"),
            ("", "x"),
            ("#", ""),
        ] {
            assert!(!fits(pattern, line), "{pattern} {line}");
        }
    }

    #[test]
    fn folding_takes_off_what_pages_put_around_links() {
        let folded = |line: &str| {
            let mut s = String::new();
            fold(line, &mut s);
            s
        };
        assert_eq!(folded("  » Read  More : “X”  "), "read more: “x”");
        assert_eq!(folded("[ L’altra ]"), "l'altra");
        assert_eq!(folded("• • •"), "");
    }

    #[test]
    fn hostile_lines_take_no_quadratic_time() {
        let line = "a".repeat(20_000);
        let start = std::time::Instant::now();
        assert!(!fits("*a*a*a*b", &line));
        assert!(start.elapsed().as_secs() < 5);
    }
}
