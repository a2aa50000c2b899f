//! Articles of one language, cleaned, for everything that holds words against a corpus.

use std::path::PathBuf;

use framescope::article::Article;
use framescope::error::{Error, Kind, Result};
use framescope::input::cleaning::{Cleaner, Cleaning};
use framescope::lexicon::Lexicon;
use framescope::lexicon::forms::{FormCounter, Forms};
use framescope::text::{self, Language, Marks, Span};

use crate::args::Global;
use crate::commands::Outcome;
use crate::commands::inputs::{self, ArticleReads};
use crate::{files, terminal};

/// Articles as read.
pub struct Corpus {
    articles: Vec<Article>,
    languages: Vec<Language>,
    /// Done, or partly where files failed; each is named on standard error.
    pub outcome: Outcome,
}

impl Corpus {
    /// Reads files, folders and globs.
    pub fn read(paths: &[PathBuf], reads: &ArticleReads, global: &Global) -> Result<Self> {
        let shown: Vec<String> = paths.iter().map(|p| p.display().to_string()).collect();
        let reading = files::read_articles(files::walk(&shown)?, &reads.options()?, |_, _| ());
        let failed = inputs::tell(&reading, global.quiet);
        let languages = reading.articles.iter().map(language_of).collect();
        let outcome = if failed { Outcome::Partly } else { Outcome::Done };
        Ok(Self { articles: reading.articles, languages, outcome })
    }

    /// Leaves out lexicons in whose language there is no article, and tells which: a frame's name means one in every language.
    ///
    /// # Errors
    /// If none is left.
    pub fn met(&self, lexicons: &mut Vec<Lexicon>, global: &Global) -> Result<()> {
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            std::mem::take(lexicons).into_iter().partition(|l| self.languages.contains(&l.language));
        *lexicons = here;
        if lexicons.is_empty() {
            return elsewhere.first().map_or(Ok(()), |l| Err(none_in(l.language)));
        }
        if !elsewhere.is_empty() && !global.quiet {
            let names: Vec<String> = elsewhere.iter().map(|l| format!("{}:{}", l.id, l.language)).collect();
            terminal::note(&format!("no article is in the language of {}", names.join(", ")));
        }
        Ok(())
    }

    /// Calls `each` with the source, the id, the text and the marks of every article of a language.
    ///
    /// # Errors
    /// If there is none.
    pub fn each(&self, language: Language, mut each: impl FnMut(&str, &str, &str, Marks<'_>)) -> Result<()> {
        let cleaner = Cleaner::new();
        let mut cleaning = Cleaning::default();
        let mut none = true;
        for (article, _) in self.articles.iter().zip(&self.languages).filter(|(_, l)| **l == language) {
            none = false;
            cleaner.clean_into(&article.text, &mut cleaning);
            let removed: Vec<Span> =
                cleaning.removed.iter().map(|r| Span { start: r.start, end: r.end }).collect();
            let marks = Marks {
                removed: &removed,
                apostrophes: &cleaning.apostrophes,
                breaks: &cleaning.breaks,
                title: article.title.as_deref(),
            };
            each(article.source.as_deref().unwrap_or("unknown"), &article.id, &article.text, marks);
        }
        if none {
            return Err(none_in(language));
        }
        Ok(())
    }

    /// The words of a language with their counts.
    ///
    /// # Errors
    /// If there is no article in it.
    pub fn forms(&self, language: Language) -> Result<Forms> {
        let mut counter = FormCounter::new(language);
        self.each(language, |_, _, text, marks| counter.add(text, marks))?;
        Ok(counter.finish())
    }
}

fn none_in(language: Language) -> Error {
    Error::new(Kind::Input, format!("there is no article in the language {language}"))
        .help("give articles of the lexicon's language, or another lexicon")
}

fn language_of(article: &Article) -> Language {
    let declared = article.language.as_deref().and_then(Language::from_tag);
    declared.filter(|l| *l != Language::UNDETERMINED).unwrap_or_else(|| text::detect(&article.text).0)
}
