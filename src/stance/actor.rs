//! Whose capability or intent: the nearest fitting actor.
//!
//! In this order: an actor that touches or shares the hit (“**Isis** capabilities”); in quoted speech of the first person, the speaker
//! (“We will come back”, said **the hackers**); an actor tied to the hit by a preposition of owning (“the capability of **the
//! group**”); the nearest before it in the same stretch between marks (“**hackers** want to …”); the nearest before it in the
//! sentence; the last one of the sentences just before (“**They** do not have that capability”); the first after it.

use super::kinds::{Actor, Reading, SpanReading, Voice};
use crate::text::{Document, Gap, Resources, Sentence, Span, Token, Vocabulary};

/// An actor behind a preposition of owning follows the hit within so many words.
const CLOSE: usize = 4;

/// How many sentences back an actor is still meant by a pronoun.
const BACK: usize = 2;

/// What is known of an article when actors are looked for.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// Its sentences and tokens.
    pub document: &'a Document,
    /// The vocabulary that it was read with.
    pub vocabulary: &'a Vocabulary,
    /// Its attributions and speakers.
    pub reading: &'a Reading,
    /// The actors found in it, sorted by place.
    pub actors: &'a [(Span, Actor)],
}

/// The actor of a hit in sentence `index`; `read` is what is known of its voice.
pub fn actor_of(scene: Scene<'_>, index: usize, hit: Span, read: SpanReading) -> Option<Actor> {
    let sentence = scene.document.sentences.get(index)?;
    let here = within(scene.actors, sentence.span);
    let touching = here.iter().find(|(s, _)| s.overlaps(hit) || s.end == hit.start);
    if let Some((_, actor)) = touching {
        return Some(*actor);
    }
    let place = Place::of(scene, sentence, hit);
    if read.voice == Voice::Direct && place.first_person() {
        return speaker(scene, hit).or_else(|| earlier(scene, index));
    }
    place
        .owner(here)
        .or_else(|| place.before(here))
        .or_else(|| earlier(scene, index))
        .or_else(|| place.after(here))
}

fn within(actors: &[(Span, Actor)], span: Span) -> &[(Span, Actor)] {
    let first = actors.partition_point(|(s, _)| s.start < span.start);
    let last = actors.partition_point(|(s, _)| s.start < span.end);
    &actors[first..last.max(first)]
}

/// The last actor of the sentences before.
fn earlier(scene: Scene<'_>, index: usize) -> Option<Actor> {
    let before = scene.document.sentences.get(..index)?.iter().rev().take(BACK);
    before.into_iter().find_map(|s| within(scene.actors, s.span).last().map(|(_, a)| *a))
}

/// What the speaker of the words is: an actor named where the speaker is, else somebody else if it is a name; `None` if nobody is
/// known (“read one of the posts”).
fn speaker(scene: Scene<'_>, hit: Span) -> Option<Actor> {
    let attribution = scene.reading.attribution_at(scene.document, hit.start)?;
    let named = within(scene.actors, attribution.source?).last().map(|(_, a)| *a);
    let name = attribution.speaker.map(|s| scene.reading.name(s)).unwrap_or_default();
    let is_name = name.split_whitespace().any(|w| w.starts_with(char::is_uppercase));
    named.or(is_name.then_some(Actor::Other))
}

/// A hit among the tokens of its sentence.
struct Place<'a> {
    vocabulary: &'a Vocabulary,
    resources: &'static Resources,
    tokens: &'a [Token],
    first: usize,
    last: usize,
}

impl<'a> Place<'a> {
    fn of(scene: Scene<'a>, sentence: &Sentence, hit: Span) -> Self {
        let tokens = scene.document.tokens_of(sentence);
        let at = |byte: u32| tokens.partition_point(|t| t.end <= byte);
        let resources = Resources::of(scene.document.language);
        Self { vocabulary: scene.vocabulary, resources, tokens, first: at(hit.start), last: at(hit.end) }
    }

    fn at(&self, byte: u32) -> usize {
        self.tokens.partition_point(|t| t.end <= byte)
    }

    fn word(&self, token: &Token) -> &str {
        self.vocabulary.folded(token.form)
    }

    /// True if a mark stands before any of the tokens `from..to`.
    fn mark(&self, from: usize, to: usize) -> bool {
        self.tokens.get(from..to).unwrap_or_default().iter().any(|t| t.gap == Gap::Mark)
    }

    /// True if the hit, or the stretch of words just before it, speaks in the first person.
    fn first_person(&self) -> bool {
        let until = self.tokens.get(..=self.first).unwrap_or_default();
        let from = until.iter().rposition(|t| t.gap == Gap::Mark).unwrap_or(0);
        let words = self.tokens.get(from..self.last).unwrap_or_default();
        words.iter().any(|t| self.resources.first_person.contains(self.word(t)))
    }

    /// An actor behind the hit, tied to it by a preposition of owning.
    fn owner(&self, actors: &[(Span, Actor)]) -> Option<Actor> {
        let end = self.tokens.get(self.last.checked_sub(1)?)?.end;
        let (span, actor) = actors.iter().find(|(s, _)| s.start >= end)?;
        let place = self.at(span.start);
        let tied = self.tokens.get(self.last).is_some_and(|t| self.resources.owning.contains(self.word(t)));
        (tied && place < self.last + CLOSE && !self.mark(self.last, place + 1)).then_some(*actor)
    }

    /// The nearest actor before, in the same stretch if there is one.
    fn before(&self, actors: &[(Span, Actor)]) -> Option<Actor> {
        let start = self.tokens.get(self.first)?.start;
        let before = || actors.iter().rev().filter(|(s, _)| s.end <= start);
        let same = before().find(|(s, _)| !self.mark(self.at(s.end), self.first + 1));
        same.or_else(|| before().next()).map(|(_, a)| *a)
    }

    fn after(&self, actors: &[(Span, Actor)]) -> Option<Actor> {
        let end = self.tokens.get(self.last.checked_sub(1)?)?.end;
        actors.iter().find(|(s, _)| s.start >= end).map(|(_, a)| *a)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, Marks, Vocabulary, read};

    fn actor(text: &str, hit: &str, actors: &[(&str, Actor)]) -> Option<Actor> {
        let mut vocabulary = Vocabulary::new(Language::ENGLISH);
        let mut document = Document::new();
        read(text, Marks::default(), &mut vocabulary, &mut document);
        let span = |w: &str| {
            let at = text.find(w).unwrap();
            Span::new(at, at + w.len())
        };
        let mut found: Vec<_> = actors.iter().map(|(w, a)| (span(w), *a)).collect();
        found.sort_by_key(|f| f.0);
        let hit = span(hit);
        let index = document.sentence_at(hit.start).unwrap();
        let reading = Reading::default();
        let scene = Scene { document: &document, vocabulary: &vocabulary, reading: &reading, actors: &found };
        actor_of(scene, index, hit, SpanReading::default())
    }

    const BOTH: &[(&str, Actor)] = &[("hackers", Actor::Adversary), ("ministers", Actor::Defender)];

    #[test]
    fn the_nearest_fitting_actor_wins() {
        assert_eq!(
            actor("The hackers, say ministers, want to strike.", "want to", &BOTH[..1]),
            Some(Actor::Adversary)
        );
        assert_eq!(
            actor("The ministers doubt the skill of the hackers.", "skill", BOTH),
            Some(Actor::Adversary)
        );
        assert_eq!(
            actor("The hackers fled, and the ministers plan to act.", "plan to", BOTH),
            Some(Actor::Defender)
        );
    }

    #[test]
    fn a_pronoun_means_the_actor_before() {
        assert_eq!(
            actor("The hackers are young. They lack skill.", "skill", &BOTH[..1]),
            Some(Actor::Adversary)
        );
        assert_eq!(actor("Nobody has the skill.", "skill", &[]), None);
    }
}
