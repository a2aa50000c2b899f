//! The record of an annotated article, as the output contract fixes it: one JSON object, offsets in code points.

use serde::Serialize;

use super::annotation::Annotation;
use super::scheme::{Pack, Scheme};
use crate::article::Article;
use crate::stance::Speaker;
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

#[derive(Serialize)]
struct Whole<'a> {
    id: &'a str,
    source: Option<&'a str>,
    title: Option<&'a str>,
    date: Option<String>,
    url: Option<&'a str>,
    language: &'a str,
    language_confidence: Option<f32>,
    text: &'a str,
    sentences: Vec<SentenceRow<'a>>,
    hits: Vec<HitRow<'a>>,
    mentions: Vec<MentionRow<'a>>,
    attributions: Vec<AttributionRow<'a>>,
    cues: Vec<CueRow>,
    removed: Vec<RemovedRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tokens: Option<Vec<TokenRow<'a>>>,
}

#[derive(Serialize)]
struct SentenceRow<'a> {
    index: usize,
    paragraph: u32,
    start: u32,
    end: u32,
    tokens: usize,
    kind: &'static str,
    voice: &'static str,
    speaker: Option<&'a str>,
    tone: Option<f32>,
    tone_without_frames: Option<f32>,
}

#[derive(Serialize)]
struct HitRow<'a> {
    frame: &'a str,
    group: &'a str,
    entry: &'a str,
    start: u32,
    end: u32,
    text: &'a str,
    sentence: u32,
    weight: f32,
    stance: &'static str,
    voice: &'static str,
    speaker: Option<&'a str>,
    actor: Option<&'static str>,
}

#[derive(Serialize)]
struct MentionRow<'a> {
    concept: &'a str,
    name: &'a str,
    kind: &'static str,
    start: u32,
    end: u32,
    sentence: u32,
}

#[derive(Serialize)]
struct AttributionRow<'a> {
    kind: &'static str,
    content: Vec<[u32; 2]>,
    cue: Option<[u32; 2]>,
    source: Option<[u32; 2]>,
    speaker: Option<&'a str>,
}

#[derive(Serialize)]
struct CueRow {
    class: &'static str,
    start: u32,
    end: u32,
    scope: Vec<[u32; 2]>,
}

#[derive(Serialize)]
struct RemovedRow<'a> {
    start: u32,
    end: u32,
    rule: &'a str,
}

#[derive(Serialize)]
struct TokenRow<'a> {
    start: u32,
    end: u32,
    stem: &'a str,
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
        let whole = self.whole();
        // A Vec takes every byte and no map has keys that are not strings: this cannot fail.
        if serde_json::to_writer(&mut *out, &whole).is_ok() {
            out.push(b'\n');
        }
    }

    fn whole(&self) -> Whole<'_> {
        let Self { article, annotation: a, .. } = self;
        let at = CodePoints::new(&article.text);
        Whole {
            id: &article.id,
            source: article.source.as_deref(),
            title: article.title.as_deref(),
            date: article.date.map(|d| d.to_string()),
            url: article.url.as_deref(),
            language: a.document.language.code(),
            language_confidence: a.language_confidence,
            text: &article.text,
            sentences: self.sentences(&at),
            hits: self.pack().map(|p| self.hits(p, &at)).unwrap_or_default(),
            mentions: self.mentions(&at),
            attributions: self.attributions(&at),
            cues: self.cues(&at),
            removed: a
                .removed
                .iter()
                .map(|r| RemovedRow { start: at.of(r.span.start), end: at.of(r.span.end), rule: r.rule })
                .collect(),
            tokens: self.tokens.map(|v| self.tokens(v, &at)),
        }
    }

    fn pack(&self) -> Option<&Pack> {
        self.scheme.pack(self.annotation.document.language)
    }

    fn speaker(&self, speaker: Option<Speaker>) -> Option<&str> {
        speaker.map(|s| self.annotation.reading.name(s)).filter(|s| !s.is_empty())
    }

    fn sentences(&self, at: &CodePoints<'_>) -> Vec<SentenceRow<'_>> {
        let a = self.annotation;
        let row = |(index, s): (usize, &crate::text::Sentence)| {
            let (voice, speaker) = a.reading.sentences.get(index).copied().unwrap_or_default();
            let tone = a.tone.get(index).copied().flatten();
            let [start, end] = at.span(s.span);
            SentenceRow {
                index,
                paragraph: s.paragraph,
                start,
                end,
                tokens: s.len(),
                kind: kind_name(s.kind),
                voice: voice.name(),
                speaker: self.speaker(speaker),
                tone: tone.map(|t| rounded(t.all)),
                tone_without_frames: tone.map(|t| rounded(t.without_frames)),
            }
        };
        a.document.sentences.iter().enumerate().map(row).collect()
    }

    fn hits<'a>(&'a self, pack: &'a Pack, at: &CodePoints<'_>) -> Vec<HitRow<'a>> {
        let row = |h: &super::annotation::Hit| {
            let entry = pack.entries.get(h.entry as usize)?;
            let [start, end] = at.span(h.span);
            Some(HitRow {
                frame: &self.scheme.frames.get(usize::from(h.frame))?.id,
                group: &entry.group,
                entry: &entry.pattern,
                start,
                end,
                text: h.span.of(&self.article.text),
                sentence: h.sentence,
                weight: h.weight,
                stance: h.reading.stance.name(),
                voice: h.reading.voice.name(),
                speaker: self.speaker(h.reading.speaker),
                actor: h.actor.map(crate::stance::Actor::name),
            })
        };
        self.annotation.hits.iter().filter_map(row).collect()
    }

    fn mentions(&self, at: &CodePoints<'_>) -> Vec<MentionRow<'_>> {
        let row = |m: &super::annotation::Mention| {
            let [start, end] = at.span(m.span);
            Some(MentionRow {
                concept: &self.scheme.concepts.get(usize::from(m.concept))?.id,
                name: m.span.of(&self.article.text),
                kind: if m.named { "named" } else { "related" },
                start,
                end,
                sentence: m.sentence,
            })
        };
        self.annotation.mentions.iter().filter_map(row).collect()
    }

    fn attributions(&self, at: &CodePoints<'_>) -> Vec<AttributionRow<'_>> {
        let row = |a: &crate::stance::Attribution| AttributionRow {
            kind: a.kind.name(),
            content: a.content.iter().map(|s| at.span(*s)).collect(),
            cue: a.cue.map(|s| at.span(s)),
            source: a.source.map(|s| at.span(s)),
            speaker: self.speaker(a.speaker),
        };
        self.annotation.reading.attributions.iter().map(row).collect()
    }

    fn cues(&self, at: &CodePoints<'_>) -> Vec<CueRow> {
        let row = |c: &crate::stance::Cue| {
            let [start, end] = at.span(c.span);
            CueRow { class: c.class.name(), start, end, scope: c.scope.iter().map(|s| at.span(*s)).collect() }
        };
        self.annotation.reading.cues.iter().map(row).collect()
    }

    fn tokens<'a>(&self, vocabulary: &'a Vocabulary, at: &CodePoints<'_>) -> Vec<TokenRow<'a>> {
        let row = |t: &crate::text::Token| TokenRow {
            start: at.of(t.start),
            end: at.of(t.end),
            stem: vocabulary.stem(t.form),
        };
        self.annotation.document.tokens.iter().map(row).collect()
    }
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
