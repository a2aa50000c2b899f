//! Whose capability or intent: the nearest actor that fits, and the reason why it was chosen.
//!
//! The reasons in the order of [`Reason::ALL`]; the first that finds somebody decides. An actor behind a preposition (“the names of
//! **soldiers**”) acts less often than a subject does, and whoever a report comes from speaks of others (“**Officials** said the group
//! …”): both are passed over as long as there is anybody else.

use super::families::Family;
use super::kinds::{Actor, Attribution, AttributionKind, Reading, SpanReading, Voice};
use super::steps;
use super::words::{Class, Classes, StanceCache};
use crate::text::vocabulary::Shape;
use crate::text::{Document, Gap, Resources, Sentence, Span, Token, Vocabulary};

/// An actor behind a preposition of owning follows the hit within so many words.
const CLOSE: usize = 4;

/// The agent of a passive follows its verb within so many words.
const PASSIVE: usize = 8;

/// How many sentences back an actor is still meant.
const BACK: usize = 2;

/// How many sentences back somebody is sought who may have written an unsigned post.
const POSTED: usize = 4;

/// So many actors on each side of a hit are looked at, so many words between them and it, so that a sentence of any length takes
/// linear time.
const SIGHT: usize = 16;
const DISTANCE: usize = 80;

/// What is known of an article when actors are looked for.
#[derive(Clone, Copy)]
pub struct Scene<'a> {
    /// Its sentences and tokens.
    pub document: &'a Document,
    /// The vocabulary that it was read with.
    pub vocabulary: &'a Vocabulary,
    /// What the words of that vocabulary can do.
    pub words: &'a StanceCache,
    /// Its attributions and speakers.
    pub reading: &'a Reading,
    /// The actors found in it, sorted by place.
    pub actors: &'a [(Span, Actor)],
}

macro_rules! reasons {
    ($($variant:ident $name:literal $doc:literal,)+) => {
        /// Why an actor was chosen.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason { $(#[doc = $doc] $variant),+ }

        impl Reason {
            /// Every reason, in the order in which they are tried.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Its name in explanations.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// What it means.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $doc),+ }
            }
        }
    };
}

reasons! {
    Named "named" "It touches or shares the words: **Isis** capabilities.",
    Speaker "speaker" "The words are quoted in the first person, and it is the speaker: “We will come back”, said **the hackers**.",
    Poster "poster" "The words are quoted in the first person, and who wrote them is not named: whoever was last spoken of, and is not addressed.",
    Agent "agent" "It does what is told in the passive: was seized by **hackers**.",
    Owner "owner" "It follows behind a preposition of owning: the capability of **the group**.",
    Clause "clause" "It is the nearest before, in the same stretch between marks: **hackers** want to …",
    Sentence "sentence" "It is the nearest before, in the same sentence.",
    Earlier "earlier" "It is the subject of a sentence just before: “**They** do not have that capability”.",
    After "after" "It is the first after the words, in the same sentence.",
}

/// The actor of a hit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Whose it is.
    pub actor: Actor,
    /// Why.
    pub reason: Reason,
    /// The words that name the actor; `None` for a speaker in no list of actors.
    pub at: Option<Span>,
}

/// The actor of a hit in sentence `index`; `read` is what is known of its voice. `None` if nobody fits.
pub fn actor_of(scene: Scene<'_>, index: usize, hit: Span, read: SpanReading) -> Option<Choice> {
    let sentence = scene.document.sentences.get(index)?;
    let place = Place::of(scene, sentence, hit);
    let simple = scene.words.forms.off.has(Family::Actors);
    if let Some(found) = place.touching() {
        return Some(found.because(Reason::Named));
    }
    if !simple && read.voice == Voice::Direct && place.first_person() {
        return speaker(scene, index, hit);
    }
    let agent = || place.agent().map(|f| f.because(Reason::Agent));
    let meant = || Some(()).filter(|()| !simple && place.they(place.first)).and_then(|()| they(scene, index));
    let earlier =
        || meant().or_else(|| earlier(scene, index, BACK, |_| true)).map(|f| f.because(Reason::Earlier));
    let after = || place.after().map(|f| f.because(Reason::After));
    let near = agent().filter(|_| !simple).or_else(|| place.owner().map(|f| f.because(Reason::Owner)));
    let near = near.or_else(|| place.before(simple));
    // Whoever says “they” in a quotation speaks of others, who were named before.
    let of_others = |c: &Choice| {
        let source = c.at.is_some_and(|s| scene.reading.is_source(s));
        !simple && read.voice == Voice::Direct && source && place.they(place.first)
    };
    if near.is_some_and(|c| !of_others(&c)) {
        return near;
    }
    if near.is_some() {
        return earlier().or(near);
    }
    // A pronoun points back; without one the sentence speaks for itself.
    if place.pronoun() { earlier().or_else(after) } else { after().or_else(earlier) }
}

/// An actor in the text.
#[derive(Debug, Clone, Copy)]
struct Found(Span, Actor);

impl Found {
    fn because(self, reason: Reason) -> Choice {
        Choice { actor: self.1, reason, at: Some(self.0) }
    }
}

fn within(actors: &[(Span, Actor)], span: Span) -> &[(Span, Actor)] {
    let first = actors.partition_point(|(s, _)| s.start < span.start);
    let last = actors.partition_point(|(s, _)| s.start < span.end);
    &actors[first..last.max(first)]
}

/// The actor of the sentences before: a subject rather than what stands behind a preposition, not the source of a report.
fn earlier(scene: Scene<'_>, index: usize, back: usize, fits: impl Fn(Found) -> bool) -> Option<Found> {
    let before = scene.document.sentences.get(..index)?.iter().rev().take(back);
    before.into_iter().find_map(|sentence| {
        let here = within(scene.actors, sentence.span);
        let here = &here[here.len().saturating_sub(SIGHT)..];
        let fitting = || here.iter().map(|(s, a)| Found(*s, *a)).filter(|f| fits(*f));
        let place = Place::of(scene, sentence, sentence.span);
        fitting()
            .find(|f| !scene.reading.is_source(f.0) && !place.oblique(f.0))
            .or_else(|| fitting().find(|f| !scene.reading.is_source(f.0)))
            .or_else(|| fitting().last())
    })
}

/// Whom “they” means: the subject of a sentence before, passed over those whose subject is the same “they”.
fn they(scene: Scene<'_>, index: usize) -> Option<Found> {
    let before = scene.document.sentences.get(..index)?.iter().rev().take(POSTED);
    before.into_iter().find_map(|sentence| {
        let place = Place::of(scene, sentence, sentence.span);
        let here = within(scene.actors, sentence.span).iter().take(SIGHT).map(|(s, a)| Found(*s, *a));
        let acts = |f: &Found| !scene.reading.is_source(f.0) && !place.oblique(f.0);
        here.filter(acts).find(|f| !place.they(place.at(f.0.start)))
    })
}

/// Who speaks in the first person: an actor named where the speaker is; whoever may have written a text that nobody signed; somebody
/// else if it is a name. `None` if nobody is known.
fn speaker(scene: Scene<'_>, index: usize, hit: Span) -> Option<Choice> {
    let earlier =
        |reason, fits: &dyn Fn(Found) -> bool| earlier(scene, index, POSTED, fits).map(|f| f.because(reason));
    let Some(attribution) = scene.reading.attribution_at(scene.document, hit.start) else {
        return earlier(Reason::Earlier, &|_| true);
    };
    if let Some(named) = attribution.source.and_then(|s| within(scene.actors, s).last()) {
        return Some(Choice { actor: named.1, reason: Reason::Speaker, at: Some(named.0) });
    }
    let source = attribution.source.map(|s| tokens_in(scene, s)).unwrap_or_default();
    let name = source.iter().any(|t| is_name(scene, t));
    let resolved = attribution.speaker.map(|s| scene.reading.name(s)).unwrap_or_default();
    let unsigned = attribution.speaker.is_some_and(|s| scene.reading.is_text(s));
    if !unsigned && (name || attribution.source.is_none() && resolved.contains(char::is_uppercase)) {
        return Some(Choice { actor: Actor::Other, reason: Reason::Speaker, at: attribution.source });
    }
    let addressed = addressed(scene, attribution);
    earlier(Reason::Poster, &|f| {
        let other = scene.reading.attribution_at(scene.document, f.0.start);
        !covers(attribution, f.0)
            && !addressed.contains(&f.1)
            && !other.is_some_and(|a| a.kind == AttributionKind::Direct && turns(scene, a))
    })
}

fn covers(attribution: &Attribution, span: Span) -> bool {
    attribution.content.iter().any(|c| c.covers(span))
}

/// Classes of the actors that a quotation turns to, if it says *you*: nobody threatens himself.
fn addressed(scene: Scene<'_>, attribution: &Attribution) -> Vec<Actor> {
    if !turns(scene, attribution) {
        return vec![];
    }
    let named = attribution.content.iter().take(4).flat_map(|s| within(scene.actors, *s).iter().take(SIGHT));
    named.map(|(_, a)| *a).collect()
}

/// True if a quotation turns to somebody: it says *you*.
fn turns(scene: Scene<'_>, attribution: &Attribution) -> bool {
    let resources = Resources::of(scene.document.language);
    let tokens = attribution.content.first().map(|s| tokens_in(scene, *s)).unwrap_or_default();
    tokens.iter().take(DISTANCE).any(|t| {
        steps::count(1);
        scene.words.classes(t.form).has(Class::You)
            && !resources.first_person.contains(scene.vocabulary.folded(t.form))
    })
}

fn tokens_in(scene: Scene<'_>, span: Span) -> &[Token] {
    let tokens = &scene.document.tokens;
    let first = tokens.partition_point(|t| t.end <= span.start);
    let last = tokens.partition_point(|t| t.start < span.end);
    tokens.get(first..last).unwrap_or_default()
}

/// True for a word of a name: with a capital, and no article.
fn is_name(scene: Scene<'_>, token: &Token) -> bool {
    let other = Classes::of(&[Class::Determiner, Class::Possessive, Class::Subject]);
    let capital = matches!(scene.vocabulary.shape(token.form), Shape::Capitalised | Shape::Capitals);
    capital && !scene.words.classes(token.form).any(other)
}

/// A hit among the tokens and actors of its sentence.
struct Place<'a> {
    scene: Scene<'a>,
    resources: &'static Resources,
    tokens: &'a [Token],
    hit: Span,
    first: usize,
    last: usize,
    /// The nearest actors before the hit, farthest first, and after it.
    before: &'a [(Span, Actor)],
    after: &'a [(Span, Actor)],
}

impl<'a> Place<'a> {
    fn of(scene: Scene<'a>, sentence: &Sentence, hit: Span) -> Self {
        let tokens = scene.document.tokens_of(sentence);
        let at = |byte: u32| tokens.partition_point(|t| t.end <= byte);
        let resources = Resources::of(scene.document.language);
        let here = within(scene.actors, sentence.span);
        let cut = here.partition_point(|(s, _)| s.end <= hit.start);
        let (before, after) = here.split_at(cut);
        let before = &before[before.len().saturating_sub(SIGHT)..];
        let after = &after[..after.len().min(SIGHT)];
        Self { scene, resources, tokens, hit, first: at(hit.start), last: at(hit.end), before, after }
    }

    fn at(&self, byte: u32) -> usize {
        self.tokens.partition_point(|t| t.end <= byte)
    }

    fn folded(&self, token: &Token) -> &str {
        self.scene.vocabulary.folded(token.form)
    }

    fn classes(&self, token: &Token) -> Classes {
        steps::count(1);
        self.scene.words.classes(token.form)
    }

    /// True if a mark stands before any of the tokens `from..to`, or they are too many to be one stretch.
    fn mark(&self, from: usize, to: usize) -> bool {
        steps::count(to.saturating_sub(from).min(DISTANCE));
        to.saturating_sub(from) > DISTANCE
            || self.tokens.get(from..to).unwrap_or_default().iter().any(|t| t.gap == Gap::Mark)
    }

    fn touching(&self) -> Option<Found> {
        let inside = self.after.first().filter(|(s, _)| s.overlaps(self.hit));
        let before = self.before.last().filter(|(s, _)| s.end == self.hit.start || self.joins(s.end));
        inside.or(before).map(|(s, a)| Found(*s, *a))
    }

    /// True if nothing but a space stands between `end` and the hit: **Isis** capabilities.
    fn joins(&self, end: u32) -> bool {
        let noun = self.tokens.get(self.first).is_some_and(|t| t.gap != Gap::Mark);
        noun && self.at(end) == self.first && self.hit.start.saturating_sub(end) <= 1 && !self.verb()
    }

    /// True if the hit begins with a word that governs a complement of its own, and so has a subject rather than an attribute.
    fn verb(&self) -> bool {
        let verbs = Classes::of(&[Class::Plan, Class::Verb, Class::Auxiliary, Class::Modal, Class::Be]);
        self.tokens.get(self.first).is_some_and(|t| self.classes(t).any(verbs))
    }

    /// True if the hit, or the stretch of words just before it, speaks in the first person.
    fn first_person(&self) -> bool {
        let low = self.first.saturating_sub(DISTANCE);
        let until = self.tokens.get(low..=self.first).unwrap_or_default();
        steps::count(until.len());
        let from = low + until.iter().rposition(|t| t.gap == Gap::Mark).unwrap_or(0);
        let words = self.tokens.get(from..self.last).unwrap_or_default();
        words.iter().any(|t| {
            self.resources.first_person.contains(self.folded(t)) || self.classes(t).has(Class::FirstPerson)
        })
    }

    /// True if a pronoun of the third person stands before the hit.
    fn pronoun(&self) -> bool {
        let low = self.first.saturating_sub(DISTANCE);
        let third = Classes::of(&[Class::He, Class::She, Class::They, Class::It, Class::Possessive]);
        let before = self.tokens.get(low..self.last).unwrap_or_default();
        before
            .iter()
            .any(|t| self.classes(t).any(third) && !self.resources.first_person.contains(self.folded(t)))
    }

    /// True if “they” stands before token `at`.
    fn they(&self, at: usize) -> bool {
        let low = at.saturating_sub(DISTANCE);
        let before = self.tokens.get(low..at).unwrap_or_default();
        before.iter().any(|t| self.classes(t).has(Class::They) && !self.classes(t).has(Class::Possessive))
    }

    /// True if a preposition stands before the actor, which makes it a circumstance rather than a subject; *by* and *for X to* do not.
    fn oblique(&self, actor: Span) -> bool {
        let at = self.at(actor.start);
        let stops = Classes::of(&[Class::And, Class::That, Class::Say, Class::Plan, Class::Contrast])
            .with(super::clause::FINITE);
        for k in (at.saturating_sub(4)..at).rev() {
            if self.mark(k + 1, k + 2) {
                return false;
            }
            let Some(token) = self.tokens.get(k) else { return false };
            let classes = self.classes(token);
            if classes.has(Class::Preposition) {
                let agent = self.resources.agent.contains(self.folded(token));
                let next = self.tokens.get(self.at(actor.end));
                return !agent && !next.is_some_and(|t| self.classes(t).has(Class::To));
            }
            // Parts of a compound are no verbs: for U.S.-led action.
            if classes.any(stops) && token.gap != Gap::Joined {
                return false;
            }
        }
        false
    }

    /// The agent of a passive: was seized yesterday by **hackers**.
    fn agent(&self) -> Option<Found> {
        let (span, actor) = self.after.first()?;
        let place = self.at(span.start);
        if place > self.last + PASSIVE || self.mark(self.last, place + 1) {
            return None;
        }
        let by = (self.last..place)
            .rev()
            .take(CLOSE)
            .find(|&k| self.tokens.get(k).is_some_and(|t| self.resources.agent.contains(self.folded(t))))?;
        let passive = Classes::of(&[Class::Be, Class::Past, Class::Participle]);
        let low = self.first.saturating_sub(3);
        let verb =
            self.tokens.get(low..self.last).unwrap_or_default().iter().any(|t| self.classes(t).any(passive));
        (verb || by == self.last).then_some(Found(*span, *actor))
    }

    /// An actor behind the hit, tied to it by a preposition of owning.
    fn owner(&self) -> Option<Found> {
        let (span, actor) = self.after.first()?;
        let place = self.at(span.start);
        let tied = self.tokens.get(self.last).is_some_and(|t| self.resources.owning.contains(self.folded(t)));
        (tied && place < self.last + CLOSE && !self.mark(self.last, place + 1))
            .then_some(Found(*span, *actor))
    }

    /// The nearest actor before, in the same stretch if there is one. With `simple`, whatever part it plays.
    fn before(&self, simple: bool) -> Option<Choice> {
        let all = || self.before.iter().rev().map(|(s, a)| Found(*s, *a));
        let same = |f: &Found| !self.mark(self.at(f.0.end), self.first + 1);
        let source =
            self.scene.reading.attribution_at(self.scene.document, self.hit.start).and_then(|a| a.source);
        let speaks = |f: &Found| source.is_some_and(|s| s.overlaps(f.0));
        let acts = |f: &Found| simple || !speaks(f) && !self.oblique(f.0);
        let clause = all().find(|f| same(f) && acts(f));
        let sentence = || all().find(acts).or_else(|| all().find(|f| !speaks(f))).or_else(|| all().next());
        clause.map(|f| f.because(Reason::Clause)).or_else(|| sentence().map(|f| f.because(Reason::Sentence)))
    }

    /// The first actor after the hit that the words do not come from, and that no preposition makes a circumstance.
    fn after(&self) -> Option<Found> {
        let acts = |s: Span| !self.scene.reading.is_source(s) && !self.oblique(s) && !self.joins_oblique(s);
        let found = self.after.iter().find(|(s, _)| acts(*s))?;
        Some(Found(found.0, found.1))
    }

    /// True if an *and* joins the actor to a word that a preposition stands before: against governments and **companies**.
    fn joins_oblique(&self, actor: Span) -> bool {
        let at = self.at(actor.start);
        let is = |k: usize, class: Class| self.tokens.get(k).is_some_and(|t| self.classes(t).has(class));
        let low = at.saturating_sub(2);
        let Some(and) = (low..at).rev().find(|&k| is(k, Class::And)) else { return false };
        let from = and.saturating_sub(3);
        let before = (from..and.saturating_sub(1)).rev().find(|&k| is(k, Class::Preposition));
        before.is_some_and(|k| !self.mark(k + 1, at + 1) && (k + 2 == and || is(k + 1, Class::Determiner)))
    }
}

#[cfg(test)]
#[path = "actor/tests.rs"]
mod tests;
