//! The reader view: an annotated article for people. Every layer stands in the text where it was found, so that a reader can
//! check the tool sentence by sentence.
//!
//! ```text
//! Article + Annotation + Scheme ─layers→ pieces of sentences ─page→ HTML, ─plain→ text for a terminal
//! ```

pub mod layers;
pub mod page;
pub mod plain;

use crate::article::Article;
use crate::score::{Annotation, Hit, Scheme};
use crate::stance::{Speaker, Stance, Voice};

/// One annotated article with what it was annotated with.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its annotation.
    pub annotation: &'a Annotation,
    /// The frames and concepts looked for.
    pub scheme: &'a Scheme,
}

impl<'a> View<'a> {
    fn frame(&self, hit: &Hit) -> &'a str {
        self.scheme.frames.get(usize::from(hit.frame)).map_or("?", |c| c.title.as_str())
    }

    fn entry(&self, hit: &Hit) -> &'a str {
        let pack = self.scheme.pack(self.annotation.document.language);
        pack.and_then(|p| p.entries.get(hit.entry as usize)).map_or("?", |e| e.pattern.as_str())
    }

    fn speaker(&self, speaker: Option<Speaker>) -> Option<&'a str> {
        speaker.map(|s| self.annotation.reading.name(s)).filter(|s| !s.is_empty())
    }

    /// “quoted: a minister”, or nothing for the article's own voice.
    fn voice(&self, voice: Voice, speaker: Option<Speaker>) -> Option<String> {
        let word = match voice {
            Voice::Narrator => return None,
            Voice::Direct => "quoted",
            Voice::Indirect => "reported",
        };
        Some(match self.speaker(speaker) {
            Some(name) => format!("{word}: {name}"),
            None => format!("{word}: speaker unknown"),
        })
    }

    /// Everything about a hit in words.
    fn explain(&self, hit: &Hit) -> String {
        let mut s = format!("{}: {}", self.frame(hit), hit.reading.stance.name());
        match self.voice(hit.reading.voice, hit.reading.speaker) {
            Some(voice) => s.push_str(&format!("; {voice}")),
            None => s.push_str("; in the writer's voice"),
        }
        if let Some(actor) = hit.actor {
            s.push_str(&format!("; of the {}", actor.name()));
        }
        s.push_str(&format!("; entry: {}", self.entry(hit)));
        s
    }

    /// Headline, source and date, as far as known.
    fn heading(&self) -> (String, String) {
        let a = self.article;
        let title = a.title.clone().unwrap_or_else(|| a.id.clone());
        let date = a.date.map(|d| d.to_string());
        let language = self.annotation.document.language.code().to_owned();
        let parts: Vec<String> =
            [a.source.clone(), date, Some(language), Some(a.id.clone())].into_iter().flatten().collect();
        (title, parts.join(" · "))
    }
}

/// What a stance is called before the words it holds for; nothing for what is asserted.
fn before(stance: Stance) -> Option<&'static str> {
    match stance {
        Stance::Asserted => None,
        Stance::Hedged => Some("perhaps"),
        Stance::Hypothetical => Some("if"),
        Stance::Denied => Some("not"),
    }
}

#[cfg(test)]
mod tests;
