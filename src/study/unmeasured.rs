//! A frame that has words in one language and none in another was not looked for there: zero hits would be a claim, an interval
//! around them worse. What would say so is taken out of the findings, and what was not measured is named.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::Findings;
use crate::score::Scheme;

/// Frame id and language code.
type Pair = (String, String);

impl Findings {
    /// Takes out the frames that a language of the corpus has no lexicon for, and names them in `flow.unmeasured`. A frame of which
    /// no lexicon is known at all was counted elsewhere, and is left alone.
    pub(super) fn forget_unmeasured(&mut self, scheme: &Scheme) {
        let pairs = self.unmeasured(scheme);
        if pairs.is_empty() {
            return;
        }
        let languages: BTreeMap<String, String> =
            self.sources.iter().map(|c| (c.label.clone(), c.language.code().to_owned())).collect();
        let lacks = |frame: &str, language: &str| pairs.contains(&(frame.to_owned(), language.to_owned()));
        let of = |frame: &str, source: &str| languages.get(source).is_some_and(|l| lacks(frame, l));
        let comparison = &mut self.comparison;
        comparison.measures.retain(|m| !of(&m.frame, &m.source));
        // A test that was declared keeps its row, which says that it could not be made.
        comparison.differences.retain(|d| d.declared || !of(&d.frame, &d.first));
        comparison.against_rest.retain(|d| !of(&d.frame, &d.first));
        comparison.omnibus.retain(|o| !lacks(&o.frame, &o.language));
        self.stances.retain(|r| !of(&r.frame, &r.source));
        self.associations.retain(|a| !lacks(&a.frame, &a.language));
        self.other_windows.retain(|a| !lacks(&a.frame, &a.language));
        self.trend.retain(|t| !lacks(&t.frame, &t.language));
        self.trend_by_source.retain(|t| !lacks(&t.frame, &t.language));
        self.changes.retain(|c| !lacks(&c.frame, &c.language));
        self.facets.retain(|r| !of(&r.frame, &r.source));
        self.adjusted.retain(|a| !of(&a.frame, &a.source));
        self.sensitivity.retain(|v| !of(&v.frame, &v.first));
        for article in &mut self.articles {
            let language = article.language.clone();
            article.hits.retain(|frame, _| !lacks(frame, &language));
        }
        for (frame, language) in pairs {
            self.flow.unmeasured.entry(frame).or_default().push(language);
        }
    }

    fn unmeasured(&self, scheme: &Scheme) -> BTreeSet<Pair> {
        let has = |frame: &str, language: Option<&str>| {
            scheme.cards().iter().any(|c| c.id == frame && language.is_none_or(|l| c.language == l))
        };
        let languages: BTreeSet<&str> =
            self.sources.iter().filter(|c| c.scored).map(|c| c.language.code()).collect();
        let mut out = BTreeSet::new();
        for frame in self.frames.iter().map(|f| f.id.as_str()).filter(|f| has(f, None)) {
            for language in languages.iter().filter(|l| !has(frame, Some(l))) {
                if !self.was_found(frame, language) {
                    out.insert((frame.to_owned(), (*language).to_owned()));
                }
            }
        }
        out
    }

    /// Whether anything was counted all the same, as in scores that were made with other lexicons.
    fn was_found(&self, frame: &str, language: &str) -> bool {
        let of =
            |source: &str| self.sources.iter().any(|c| c.label == source && c.language.code() == language);
        let in_article = |a: &super::overview::ArticleRow| {
            a.language == language && a.hits.get(frame).is_some_and(|n| *n > 0)
        };
        self.articles.iter().any(in_article)
            || self.comparison.measures.iter().any(|m| m.frame == frame && m.hits > 0 && of(&m.source))
    }
}
