//! The file of whole articles beside a report: the reader view of every article that the report quotes, so that a sentence can be
//! read where it stands. It is for those who check, and says so: the report itself quotes within its limits.

use std::collections::BTreeSet;
use std::sync::Arc;

use rayon::prelude::*;

use super::block::slug;
use super::html::Dress;
use super::reader::{View, page};
use super::words::Words;
use crate::score::{Analyser, Depth, Scheme};
use crate::study::Findings;
use crate::study::corpus::StudyArticle;

/// Name of the file.
pub const FILE: &str = "articles.html";
/// Articles in it, and bytes of their texts; of more, the first by their place in the study.
const MOST: usize = 200;
const BYTES: usize = 2_000_000;

/// The articles of the file.
pub struct Reader<'a> {
    articles: Vec<&'a StudyArticle>,
    anchors: BTreeSet<String>,
    scheme: &'a Arc<Scheme>,
}

impl<'a> Reader<'a> {
    /// Chooses the articles that findings quote.
    pub fn new(f: &Findings, articles: &'a [StudyArticle], scheme: &'a Arc<Scheme>) -> Self {
        let quoted: BTreeSet<&str> =
            f.evidence.iter().flat_map(|c| &c.shown).map(|e| e.article.as_str()).collect();
        let mut bytes = 0;
        let mut chosen: Vec<&StudyArticle> = Vec::new();
        let mut anchors = BTreeSet::new();
        for a in articles.iter().filter(|a| quoted.contains(a.article.id.as_str())) {
            // Two ids that make one anchor would make a link lead to the wrong article.
            if chosen.len() == MOST
                || bytes + a.article.text.len() > BYTES
                || anchors.contains(&slug(&a.article.id))
            {
                continue;
            }
            bytes += a.article.text.len();
            anchors.insert(slug(&a.article.id));
            chosen.push(a);
        }
        Self { articles: chosen, anchors, scheme }
    }

    /// Whether a link of the form `articles.html#a-ID-SENTENCE` leads to one of them.
    pub fn has(&self, link: &str) -> bool {
        let article =
            link.strip_prefix(FILE).and_then(|l| l.strip_prefix("#a-")).and_then(|l| l.rsplit_once('-'));
        article.is_some_and(|(id, _)| self.anchors.contains(id))
    }

    /// The page.
    pub fn page(&self, w: &Words, dress: &Dress) -> String {
        let one = |analyser: &mut Analyser, a: &&StudyArticle| {
            let mut out = String::new();
            if analyser.annotate(&a.article, Depth::Full).is_ok() {
                let annotation = analyser.annotation();
                page::write(
                    &View { article: &a.article, annotation, scheme: self.scheme, words: w },
                    &mut out,
                );
            }
            out
        };
        let articles: Vec<String> =
            self.articles.par_iter().map_init(|| Analyser::new(self.scheme.clone()), one).collect();
        let notice = w.word("Whole articles, for those who check the report beside this file. Pass it on only if you hold the rights to them.");
        let head = page::head(self.scheme, w, notice);
        format!("{}{}{}", dress.style(&head), articles.concat(), page::tail(w))
    }
}
