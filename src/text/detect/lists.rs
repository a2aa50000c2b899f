//! Lists of words, cut out of files of ours without parsing them: every run that detects a language needs some of eight files. A
//! test holds that the parser of TOML finds the same words.

/// The parts of the file of detection, one a language.
pub(super) fn rows(toml: &str) -> impl Iterator<Item = &str> {
    toml.split("\n[[language]]").skip(1)
}

/// The string `key = "…"`.
pub(super) fn value<'t>(toml: &'t str, key: &str) -> Option<&'t str> {
    behind(toml, key)?.strip_prefix('"')?.split('"').next()
}

/// The strings of the list `key = […]`.
pub(super) fn list<'t>(toml: &'t str, key: &str) -> impl Iterator<Item = &'t str> {
    let mut rest = behind(toml, key).unwrap_or_default();
    std::iter::from_fn(move || {
        // Signs of the list stand between its strings alone.
        let (between, from) = rest.split_once('"')?;
        if between.contains(']') {
            return None;
        }
        let (word, behind) = from.split_once('"')?;
        rest = behind;
        Some(word)
    })
}

fn behind<'t>(toml: &'t str, key: &str) -> Option<&'t str> {
    toml.match_indices(key).find_map(|(at, _)| {
        let rest = toml[at + key.len()..].strip_prefix(" = ")?;
        toml[..at].ends_with('\n').then_some(rest)
    })
}
