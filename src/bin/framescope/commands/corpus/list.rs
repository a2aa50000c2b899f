//! `corpus list` and `corpus formats`.

use framescope::article::Article;
use framescope::error::Result;
use framescope::input::FORMATS;
use framescope::text::{Language, detect};

use super::{Outcome, Paths};
use crate::args::Global;
use crate::terminal;

/// One line an article.
pub fn run(paths: &Paths, global: &Global) -> Result<Outcome> {
    let (loaded, outcome) = paths.load(global)?;
    let articles = &loaded.reading.articles;
    let mut s = String::new();
    for a in articles {
        let dash = || "–".to_owned();
        s.push_str(&format!(
            "{}\t{}\t{}\t{}\t{}\t{}\n",
            a.id,
            a.source.clone().unwrap_or_else(dash),
            a.date.map_or_else(dash, |d| d.to_string()),
            language(a),
            super::words(a.text.split_whitespace().count()),
            super::shown(a.title.as_deref().unwrap_or("–"), 100)
        ));
    }
    s.push_str(&format!("{} article{}\n", articles.len(), if articles.len() == 1 { "" } else { "s" }));
    terminal::data(&s)?;
    Ok(outcome)
}

/// The declared language, or the detected one with how sure it is.
pub fn language(a: &Article) -> String {
    if let Some(declared) = a.language.as_deref().and_then(Language::from_tag) {
        return declared.to_string();
    }
    let (language, confidence) = detect(&a.text);
    format!("{language}? {confidence:.2}")
}

/// The table of formats.
pub fn formats() -> Result<Outcome> {
    let mut s = String::new();
    for f in FORMATS {
        s.push_str(&format!(
            "{:<9}{}\n         {}\n",
            f.name,
            f.what,
            f.extensions.iter().map(|e| format!(".{e}")).collect::<Vec<_>>().join(" ")
        ));
    }
    s.push_str("\nA file is told by its first bytes, then by its extension, then by its content; --input-format NAME decides instead.\n");
    s.push_str("Exports of Nexis Uni, Factiva, ProQuest, Media Cloud, GDELT and Zotero are told by what stands in them.\n");
    terminal::data(&s)?;
    Ok(Outcome::Done)
}
