//! Every layer of one article over its unchanged text.

use crate::stance::{Actor, Reading, SpanReading};
use crate::text::{Document, SentenceKind, Span};

/// A hit of a frame.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// Index of the frame in the scheme.
    pub frame: u16,
    /// Number of the entry in the pack of the article's language.
    pub entry: u32,
    /// Where it stands.
    pub span: Span,
    /// Index of its sentence.
    pub sentence: u32,
    /// Weight of its entry, 0…1.
    pub weight: f32,
    /// Stance, voice and speaker.
    pub reading: SpanReading,
    /// Whose capability or intent it is; `None` for other frames or if unknown.
    pub actor: Option<Actor>,
}

/// Words of a lexicon that do not count, because they stand inside the name of an institution.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Masked {
    /// Index of the frame in the scheme.
    pub frame: u16,
    /// Number of the entry in the pack of the article's language.
    pub entry: u32,
    /// Where they stand.
    pub span: Span,
    /// Index of their sentence.
    pub sentence: u32,
    /// The name.
    pub name: Span,
}

/// A mention of a concept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mention {
    /// Index of the concept in the scheme.
    pub concept: u16,
    /// Number of the entry in the pack of the article's language.
    pub entry: u32,
    /// Where it stands.
    pub span: Span,
    /// Index of its sentence.
    pub sentence: u32,
    /// True if the concept is named, false for a related expression.
    pub named: bool,
}

/// A stretch that a cleaning rule set aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Removed {
    /// Where it stands.
    pub span: Span,
    /// Name of the rule.
    pub rule: &'static str,
}

/// Tone of a sentence, −1…1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Tone {
    /// Over all its words.
    pub all: f32,
    /// Without the words that are hits of a frame.
    pub without_frames: f32,
}

/// An annotated article; buffers are reused from article to article.
#[derive(Debug, Clone, Default)]
pub struct Annotation {
    /// Sentences and tokens.
    pub document: Document,
    /// How sure a detected language is, 0…1; `None` if it was declared.
    pub language_confidence: Option<f32>,
    /// Frame hits by place, then frame.
    pub hits: Vec<Hit>,
    /// What would be a hit outside the name of an institution, by sentence.
    pub masked: Vec<Masked>,
    /// Concept mentions by place.
    pub mentions: Vec<Mention>,
    /// Actors found, by place.
    pub actors: Vec<(Span, Actor)>,
    /// Attributions, cues, voices, speakers.
    pub reading: Reading,
    /// By sentence; `None` where the language has no tone lexicon or the sentence no token.
    pub tone: Vec<Option<Tone>>,
    /// What cleaning set aside.
    pub removed: Vec<Removed>,
}

impl Annotation {
    /// Hits of a sentence.
    pub fn hits_of(&self, sentence: usize) -> &[Hit] {
        let sentence = sentence as u32;
        let start = self.hits.partition_point(|h| h.sentence < sentence);
        let end = self.hits.partition_point(|h| h.sentence <= sentence);
        &self.hits[start..end]
    }

    /// Mentions in a sentence.
    pub fn mentions_of(&self, sentence: usize) -> &[Mention] {
        let sentence = sentence as u32;
        let start = self.mentions.partition_point(|m| m.sentence < sentence);
        let end = self.mentions.partition_point(|m| m.sentence <= sentence);
        &self.mentions[start..end]
    }

    /// True if a sentence counts: it is not boilerplate.
    pub fn counts(&self, sentence: usize) -> bool {
        self.document.sentences.get(sentence).is_some_and(|s| s.kind != SentenceKind::Boilerplate)
    }

    pub(super) fn clear(&mut self) {
        self.language_confidence = None;
        self.hits.clear();
        self.masked.clear();
        self.mentions.clear();
        self.actors.clear();
        self.reading.clear();
        self.tone.clear();
        self.removed.clear();
    }
}
