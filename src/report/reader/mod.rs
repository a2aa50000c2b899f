//! The reader view: an annotated article for people. Every layer stands in the text where it was found, so that a reader can
//! check the tool sentence by sentence.
//!
//! ```text
//! Article + Annotation + Scheme ─layers→ pieces of sentences ─page→ HTML, ─plain→ text for a terminal
//! ```

pub mod layers;
pub mod page;
pub mod plain;
pub mod reasons;

use super::words::{Words, say};
use crate::article::Article;
use crate::score::{Annotation, Hit, Scheme};
use crate::stance::{Actor, Cue, Speaker, Stance, Voice};
use crate::text::Span;

/// One annotated article with what it was annotated with.
#[derive(Clone, Copy)]
pub struct View<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its annotation.
    pub annotation: &'a Annotation,
    /// The frames and concepts looked for.
    pub scheme: &'a Scheme,
    /// The language in which the view speaks.
    pub words: &'a Words,
}

impl<'a> View<'a> {
    fn frame(&self, hit: &Hit) -> &'a str {
        self.scheme.frames.get(usize::from(hit.frame)).map_or("?", |c| self.words.word(&c.title))
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
        let w = self.words;
        let name = self.speaker(speaker).unwrap_or_else(|| w.word("speaker unknown"));
        Some(match voice {
            Voice::Narrator => return None,
            Voice::Direct => say!(w, "quoted: {speaker}", speaker = name),
            Voice::Indirect => say!(w, "reported: {speaker}", speaker = name),
        })
    }

    /// Everything about a hit in words.
    fn explain(&self, hit: &Hit) -> String {
        let w = self.words;
        let mut s = format!("{}: {}", self.frame(hit), w.word(hit.reading.stance.name()));
        match self.voice(hit.reading.voice, hit.reading.speaker) {
            Some(voice) => s.push_str(&format!("; {voice}")),
            None => s.push_str(&format!("; {}", w.word("in the writer's voice"))),
        }
        if let Some(actor) = hit.actor {
            s.push_str(&format!("; {}", actor_of(w, actor)));
        }
        s.push_str(&say!(w, "; entry: {entry}", entry = self.entry(hit)));
        s
    }

    /// The cues of a sentence.
    fn cues(&self, sentence: Span) -> &'a [Cue] {
        let cues = &self.annotation.reading.cues;
        let first = cues.partition_point(|c| c.span.start < sentence.start);
        let last = cues.partition_point(|c| c.span.start < sentence.end);
        cues.get(first..last).unwrap_or_default()
    }

    /// The cues that give a hit its stance, with what they govern; nothing for what is asserted.
    fn because(&self, hit: &Hit, cues: &[Cue]) -> Option<String> {
        let decides = |c: &&Cue| {
            c.class.stance() == Some(hit.reading.stance) && c.reach.iter().any(|r| r.overlaps(hit.span))
        };
        let reasons: Vec<String> = cues.iter().filter(decides).take(3).map(|c| self.governs(c)).collect();
        (!reasons.is_empty()).then(|| reasons.join("; "))
    }

    /// A cue, its class and what it governs.
    fn governs(&self, cue: &Cue) -> String {
        let text = &self.article.text;
        let quoted = |s: Span| format!("“{}”", short(s.of(text).trim()));
        let scope: Vec<String> = cue.governed(text).map(quoted).collect();
        let w = self.words;
        let governs = if scope.is_empty() { w.word("nothing").to_owned() } else { w.list(&scope) };
        say!(
            w,
            "“{cue}” ({class}, rule {rule}) governs {words}",
            cue = cue.whole(text).of(text),
            class = w.word(cue.class.name()),
            rule = cue.rule,
            words = governs,
        )
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

/// Longest scope that is quoted whole.
const SCOPE: usize = 160;

/// Scopes nest: quoting each whole would make the output grow with the square of the sentence.
fn short(s: &str) -> String {
    let mut out: String = s.chars().take(SCOPE).collect();
    if out.len() < s.len() {
        out.push('…');
    }
    out
}

/// Whose capability or intent it is, in words.
pub(super) fn actor_of(w: &Words, actor: Actor) -> &str {
    match actor {
        Actor::Adversary => w.word("of the adversary"),
        Actor::Defender => w.word("of the defenders"),
        Actor::Other => w.word("of others"),
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
