//! The categories of the codebook, and what a reading of an article holds.

use crate::text::{Document, Span};

/// How a frame is put. Ordered by strength: when more than one applies, the greatest counts.
///
/// # Example
/// ```
/// use framescope::stance::Stance;
/// assert_eq!(Stance::Denied.max(Stance::Hedged), Stance::Denied);
/// assert_eq!(Stance::Hypothetical.name(), "hypothetical");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Stance {
    /// Put forward as fact.
    #[default]
    Asserted,
    /// Possible, probable, alleged, weakly present.
    Hedged,
    /// Said not to be, not yet to be, to have failed or shrunk.
    Denied,
    /// True only in a supposed, future or required world.
    Hypothetical,
}

/// Who puts it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Voice {
    /// The article's own voice.
    #[default]
    Narrator,
    /// Inside quotation marks, as speech.
    Direct,
    /// Reported speech or thought.
    Indirect,
}

/// Whose capability or intent it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Actor {
    /// The group, its members and supporters, other attackers.
    Adversary,
    /// States, agencies, companies, platforms that act against it.
    Defender,
    /// Anybody else.
    Other,
}

/// How much of an attributed content stands in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AttributionKind {
    /// All of it.
    Direct,
    /// None of it.
    Indirect,
    /// Part of it.
    Mixed,
}

/// In what manner words are ascribed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Manner {
    /// said, added, according to.
    #[default]
    Neutral,
    /// claimed, alleged, insisted: the writer keeps a distance.
    Distancing,
    /// warned, feared.
    Alarm,
    /// denied, dismissed.
    Denial,
    /// thinks, knows, expects.
    Thought,
    /// A paper or a fact as the source: shows, reveals.
    Evidence,
    /// asked, urged, demanded.
    Request,
    /// criticised, praised, called: about somebody, in the writer's words.
    Judgement,
    /// plans, wants, refuses to.
    Purpose,
    /// A noun or adjective of attitude: the claim that, afraid of.
    Attitude,
    /// Ascribed to nobody: allegedly, is said to.
    Hearsay,
}

/// What a cue does to the words in its scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CueClass {
    /// not, no, never, nothing, without; un-, -less.
    Negation,
    /// lack, fail, unable, thwarted, denied, out of reach: denial by the meaning of a word.
    Denial,
    /// may, seem, allegedly, potential.
    Hedge,
    /// may and could before an action: able, free or liable to (root possibility), where *hedge* is doubt about a fact.
    Possibility,
    /// will, would, until: said of a time or a world to come.
    Future,
    /// if, would, until, a question.
    Hypothetical,
    /// little, low, diminished.
    Diminisher,
    /// very, greatly.
    Intensifier,
}

macro_rules! names {
    ($type:ident: $($variant:ident $name:literal),+) => {
        impl $type {
            /// Every value, in the order of tables.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The name used in outputs.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// The value of a name used in outputs.
            pub fn from_name(name: &str) -> Option<Self> {
                match name { $($name => Some(Self::$variant),)+ _ => None }
            }
        }

        impl serde::Serialize for $type {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_str(self.name())
            }
        }
    };
}

names!(Stance: Asserted "asserted", Hedged "hedged", Hypothetical "hypothetical", Denied "denied");
names!(Voice: Narrator "narrator", Direct "direct", Indirect "indirect");
names!(Actor: Adversary "adversary", Defender "defender", Other "other");
names!(AttributionKind: Direct "direct", Indirect "indirect", Mixed "mixed");
names!(Manner: Neutral "neutral", Distancing "distancing", Alarm "alarm", Denial "denial", Thought "thought", Evidence "evidence",
    Request "request", Judgement "judgement", Purpose "purpose", Attitude "attitude", Hearsay "hearsay");
names!(CueClass: Negation "negation", Denial "denial", Hedge "hedge", Possibility "possibility", Future "future", Hypothetical "hypothetical", Diminisher "diminisher", Intensifier "intensifier");

impl CueClass {
    /// The stance that words in the reach of a cue take; `None` if it changes none.
    pub fn stance(self) -> Option<Stance> {
        match self {
            Self::Negation | Self::Denial => Some(Stance::Denied),
            Self::Hedge | Self::Possibility | Self::Diminisher => Some(Stance::Hedged),
            Self::Hypothetical | Self::Future => Some(Stance::Hypothetical),
            Self::Intensifier => None,
        }
    }
}

/// A speaker of an article: index into [`Reading::speakers`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Speaker(pub u16);

/// Words ascribed to somebody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// How much of it is quoted.
    pub kind: AttributionKind,
    /// What is said, without quotation marks; several stretches if it is interrupted.
    pub content: Vec<Span>,
    /// The word that marks it (said, according to).
    pub cue: Option<Span>,
    /// The speaker as written there.
    pub source: Option<Span>,
    /// The speaker resolved to a name; `None` if unknown.
    pub speaker: Option<Speaker>,
    /// In what manner: "claimed" and "said" frame differently.
    pub manner: Manner,
    /// Name of the rule that found it, for explanations.
    pub rule: &'static str,
}

/// Words that look like a cue or a hit and are kept from being one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blocked {
    /// Where they stand.
    pub span: Span,
    /// What keeps them: `pseudo-cue`, `idle` or `institution`.
    pub rule: &'static str,
}

/// A cue word and what it governs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cue {
    /// What it does.
    pub class: CueClass,
    /// The cue word or words, or the part of a word (`n't`, `un`).
    pub span: Span,
    /// What it governs, the cue left out; possibly empty.
    pub scope: Vec<Span>,
    /// The parts of it on which it changes the stance; an unused one is empty.
    pub reach: [Span; 3],
    /// Name of the rule that found it, for explanations.
    pub rule: &'static str,
}

impl Cue {
    /// The cue as one would name it: of a part of a word (the *ait* of *aurait*, the *un* of *unarmed*) the whole word. The *n'* of
    /// *n'aurait* is a word of its own.
    pub fn whole(&self, text: &str) -> Span {
        let Span { start, end } = self.span;
        let cue = self.span.of(text);
        let before = text.get(..start as usize).unwrap_or_default();
        let behind = text.get(end as usize..).unwrap_or_default();
        let first = before.len() - before.trim_end_matches(char::is_alphanumeric).len();
        let last = behind.len() - behind.trim_start_matches(char::is_alphanumeric).len();
        Span {
            start: start - if cue.starts_with(char::is_alphanumeric) { first as u32 } else { 0 },
            end: end + if cue.ends_with(char::is_alphanumeric) { last as u32 } else { 0 },
        }
    }

    /// What it governs beside the word that it [is part of](Self::whole), to be read by people.
    pub fn governed(&self, text: &str) -> impl Iterator<Item = Span> {
        let word = self.whole(text);
        let outside = move |s: &Span| Span {
            start: if word.start < s.start && s.start < word.end { word.end.min(s.end) } else { s.start },
            end: if word.start < s.end && s.end < word.end { word.start.max(s.start) } else { s.end },
        };
        self.scope.iter().map(outside).filter(|s| s.start < s.end)
    }
}

/// Voice and stance of an article, sentence by sentence.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// Attributions in order of their first content.
    pub attributions: Vec<Attribution>,
    /// Cues in order.
    pub cues: Vec<Cue>,
    /// For each sentence its prevailing voice and speaker.
    pub sentences: Vec<(Voice, Option<Speaker>)>,
    /// Names of the speakers met, in order of first appearance.
    pub speakers: Vec<String>,
    /// Phrases that only look like a cue, in order.
    pub blocked: Vec<Blocked>,
    /// By speaker, true for a text without an author.
    pub(super) texts: Vec<bool>,
    /// Where the speakers of reported words are named, sorted.
    pub(super) sources: Vec<Span>,
    /// By token of the document: stances that apply, as bits numbered like [`Stance`], and one for what is to come.
    pub(super) stances: Vec<u8>,
    /// By token of the document: voice, and number of the attribution from 1 (0: none).
    pub(super) voices: Vec<(Voice, u32)>,
}

/// Voice and stance of one span.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SpanReading {
    /// The strongest stance that applies.
    pub stance: Stance,
    /// Who puts it.
    pub voice: Voice,
    /// The speaker, if it is not the narrator and is known.
    pub speaker: Option<Speaker>,
}

impl Reading {
    /// The name of a speaker.
    pub fn name(&self, speaker: Speaker) -> &str {
        self.speakers.get(usize::from(speaker.0)).map_or("", String::as_str)
    }

    /// The attribution that gives the token at byte `at` its voice, if it is not the narrator's.
    pub fn attribution_at(&self, document: &Document, at: u32) -> Option<&Attribution> {
        let token = document.tokens.partition_point(|t| t.end <= at);
        let (_, number) = self.voices.get(token)?;
        self.attributions.get((*number as usize).checked_sub(1)?)
    }

    /// True if a speaker is a text without an author: a tweet, one of the posts.
    pub(super) fn is_text(&self, speaker: Speaker) -> bool {
        self.texts.get(usize::from(speaker.0)).copied().unwrap_or(false)
    }

    /// True if `span` names the source of reported speech or thought.
    pub(super) fn is_source(&self, span: Span) -> bool {
        let next = self.sources.partition_point(|s| s.end <= span.start);
        self.sources.get(next).is_some_and(|s| s.overlaps(span))
    }

    /// Empties it for the next article; buffers are kept.
    pub fn clear(&mut self) {
        self.attributions.clear();
        self.cues.clear();
        self.sentences.clear();
        self.speakers.clear();
        self.blocked.clear();
        self.texts.clear();
        self.sources.clear();
        self.stances.clear();
        self.voices.clear();
    }
}
