//! The record of an annotated article, as the output contract fixes it: one JSON object, offsets in code points.

use super::annotation::Annotation;
use super::json::Json;
use super::scheme::Scheme;
use crate::article::Article;
use crate::stance::{Actor, Speaker};
use crate::text::{SentenceKind, Span, Vocabulary};

/// Turns byte offsets into code points. Built in one pass; each look-up counts at most 64 bytes.
pub struct CodePoints<'a> {
    text: &'a [u8],
    /// Code points before each block of 64 bytes; empty for ASCII.
    blocks: Vec<u32>,
}

impl<'a> CodePoints<'a> {
    const BLOCK: usize = 64;

    /// Prepares a text.
    pub fn new(text: &'a str) -> Self {
        let mut blocks = Vec::new();
        if !text.is_ascii() {
            blocks.reserve(text.len() / Self::BLOCK + 2);
            let mut total = 0;
            for block in text.as_bytes().chunks(Self::BLOCK) {
                blocks.push(total);
                total += starts(block);
            }
            blocks.push(total);
        }
        Self { text: text.as_bytes(), blocks }
    }

    /// Code points before byte `at`.
    pub fn of(&self, at: u32) -> u32 {
        let at = (at as usize).min(self.text.len());
        let block = at / Self::BLOCK;
        match self.blocks.get(block) {
            None => at as u32,
            Some(before) => before + starts(&self.text[block * Self::BLOCK..at]),
        }
    }

    /// A span in code points.
    pub fn span(&self, span: Span) -> [u32; 2] {
        [self.of(span.start), self.of(span.end)]
    }
}

/// Characters that begin in at most one block. Counted in bytes, so that it becomes vector instructions.
fn starts(block: &[u8]) -> u32 {
    u32::from(block.iter().map(|b| u8::from((b & 0xC0) != 0x80)).sum::<u8>())
}

/// Everything that the record of an article is made of.
pub struct Record<'a> {
    /// The article.
    pub article: &'a Article,
    /// Its annotation.
    pub annotation: &'a Annotation,
    /// The scheme that it was annotated with.
    pub scheme: &'a Scheme,
    /// The vocabulary it was read with; given, tokens are written.
    pub tokens: Option<&'a Vocabulary>,
}

/// The name of a sentence kind in outputs.
pub fn kind_name(kind: SentenceKind) -> &'static str {
    match kind {
        SentenceKind::Headline => "headline",
        SentenceKind::Body => "body",
        SentenceKind::Boilerplate => "boilerplate",
    }
}

/// A tone as written: four decimals, so that outputs do not depend on the last bit.
pub fn rounded(tone: f32) -> f32 {
    (tone.clamp(-1.0, 1.0) * 1e4).round() / 1e4
}

impl Record<'_> {
    /// Appends the record as one line of JSON with its line end.
    pub fn write(&self, out: &mut Vec<u8>) {
        let Self { article, annotation: a, .. } = self;
        let at = CodePoints::new(&article.text);
        let mut json = Json(out);
        json.raw("{\"id\":");
        json.text(&article.id);
        json.raw(",\"source\":");
        json.maybe(article.source.as_deref());
        json.raw(",\"title\":");
        json.maybe(article.title.as_deref());
        json.raw(",\"date\":");
        json.maybe(article.date.map(|d| d.to_string()).as_deref());
        json.raw(",\"url\":");
        json.maybe(article.url.as_deref());
        json.raw(",\"language\":");
        json.text(a.document.language.code());
        json.raw(",\"language_confidence\":");
        json.float(a.language_confidence);
        json.raw(",\"text\":");
        json.text(&article.text);
        json.raw(",\"sentences\":");
        self.sentences(&at, &mut json);
        json.raw(",\"hits\":");
        self.hits(&at, &mut json);
        json.raw(",\"mentions\":");
        self.mentions(&at, &mut json);
        json.raw(",\"attributions\":");
        self.attributions(&at, &mut json);
        json.raw(",\"cues\":");
        self.cues(&at, &mut json);
        json.raw(",\"removed\":");
        json.list(&a.removed, |json, r| {
            stretch(json, "{\"start\":", at.span(r.span));
            json.raw(",\"rule\":");
            json.name(r.rule);
            json.raw("}");
        });
        if let Some(vocabulary) = self.tokens {
            json.raw(",\"tokens\":");
            json.list(&a.document.tokens, |json, t| {
                stretch(json, "{\"start\":", at.span(t.span()));
                json.raw(",\"stem\":");
                json.text(vocabulary.stem(t.form));
                json.raw("}");
            });
        }
        json.raw("}\n");
    }

    fn speaker(&self, speaker: Option<Speaker>) -> Option<&str> {
        speaker.map(|s| self.annotation.reading.name(s)).filter(|s| !s.is_empty())
    }

    fn sentences(&self, at: &CodePoints<'_>, json: &mut Json<'_>) {
        let a = self.annotation;
        json.list(a.document.sentences.iter().enumerate(), |json, (index, s)| {
            let (voice, speaker) = a.reading.sentences.get(index).copied().unwrap_or_default();
            let tone = a.tone.get(index).copied().flatten();
            json.raw("{\"index\":");
            json.number(index as u32);
            json.raw(",\"paragraph\":");
            json.number(s.paragraph);
            stretch(json, ",\"start\":", at.span(s.span));
            json.raw(",\"tokens\":");
            json.number(s.last - s.first);
            json.raw(",\"kind\":");
            json.name(kind_name(s.kind));
            json.raw(",\"voice\":");
            json.name(voice.name());
            json.raw(",\"speaker\":");
            json.maybe(self.speaker(speaker));
            json.raw(",\"tone\":");
            json.float(tone.map(|t| rounded(t.all)));
            json.raw(",\"tone_without_frames\":");
            json.float(tone.map(|t| rounded(t.without_frames)));
            json.raw("}");
        });
    }

    fn hits(&self, at: &CodePoints<'_>, json: &mut Json<'_>) {
        let pack = self.scheme.pack(self.annotation.document.language);
        let entries = pack.map(|p| p.entries.as_slice()).unwrap_or_default();
        let known = self.annotation.hits.iter().filter_map(|h| {
            Some((h, self.scheme.frames.get(usize::from(h.frame))?, entries.get(h.entry as usize)?))
        });
        json.list(known, |json, (h, frame, entry)| {
            json.raw("{\"frame\":");
            json.text(&frame.id);
            json.raw(",\"group\":");
            json.text(&entry.group);
            json.raw(",\"entry\":");
            json.text(&entry.pattern);
            stretch(json, ",\"start\":", at.span(h.span));
            json.raw(",\"text\":");
            json.text(h.span.of(&self.article.text));
            json.raw(",\"sentence\":");
            json.number(h.sentence);
            json.raw(",\"weight\":");
            json.float(Some(h.weight));
            json.raw(",\"stance\":");
            json.name(h.reading.stance.name());
            json.raw(",\"voice\":");
            json.name(h.reading.voice.name());
            json.raw(",\"speaker\":");
            json.maybe(self.speaker(h.reading.speaker));
            json.raw(",\"actor\":");
            json.maybe(h.actor.map(Actor::name));
            json.raw("}");
        });
    }

    fn mentions(&self, at: &CodePoints<'_>, json: &mut Json<'_>) {
        let concepts = &self.scheme.concepts;
        let known =
            self.annotation.mentions.iter().filter_map(|m| Some((m, concepts.get(usize::from(m.concept))?)));
        json.list(known, |json, (m, concept)| {
            json.raw("{\"concept\":");
            json.text(&concept.id);
            json.raw(",\"name\":");
            json.text(m.span.of(&self.article.text));
            json.raw(",\"kind\":");
            json.name(if m.named { "named" } else { "related" });
            stretch(json, ",\"start\":", at.span(m.span));
            json.raw(",\"sentence\":");
            json.number(m.sentence);
            json.raw("}");
        });
    }

    fn attributions(&self, at: &CodePoints<'_>, json: &mut Json<'_>) {
        let place = |json: &mut Json<'_>, span: Option<Span>| match span {
            Some(span) => json.pair(at.span(span)),
            None => json.raw("null"),
        };
        json.list(&self.annotation.reading.attributions, |json, a| {
            json.raw("{\"kind\":");
            json.name(a.kind.name());
            json.raw(",\"content\":");
            json.list(&a.content, |json, s| json.pair(at.span(*s)));
            json.raw(",\"cue\":");
            place(json, a.cue);
            json.raw(",\"source\":");
            place(json, a.source);
            json.raw(",\"speaker\":");
            json.maybe(self.speaker(a.speaker));
            json.raw("}");
        });
    }

    fn cues(&self, at: &CodePoints<'_>, json: &mut Json<'_>) {
        json.list(&self.annotation.reading.cues, |json, c| {
            json.raw("{\"class\":");
            json.name(c.class.name());
            stretch(json, ",\"start\":", at.span(c.span));
            json.raw(",\"scope\":");
            json.list(&c.scope, |json, s| json.pair(at.span(*s)));
            json.raw("}");
        });
    }
}

/// Writes the two ends of a stretch as members of an object; `before` leads to the first of them.
fn stretch(json: &mut Json<'_>, before: &str, [start, end]: [u32; 2]) {
    json.raw(before);
    json.number(start);
    json.raw(",\"end\":");
    json.number(end);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_points_count_characters() {
        let text = "è già ’n’ altro ".repeat(20);
        let points = CodePoints::new(&text);
        for (i, (at, _)) in text.char_indices().enumerate() {
            assert_eq!(points.of(at as u32), i as u32);
        }
        assert_eq!(CodePoints::new("plain").of(3), 3);
    }
}
