//! What is scored: frames and concepts over all languages, with one compiled matcher per language.

use std::collections::BTreeMap;
use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::thread;

use super::tone::ToneLexicon;
use crate::error::Result;
use crate::input::cleaning::Cleaner;
use crate::lexicon::card::Card;
use crate::lexicon::{Entry, Group, Lexicon, Library, Matcher, MatcherBuilder, PatternReader, Subject};
use crate::stance::{Actor, Families, StanceRules};
use crate::text::Language;

/// A frame or a concept, as it stands in tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Category {
    /// Id, part of column names.
    pub id: String,
    /// Name for people.
    pub title: String,
    /// What it means.
    pub definition: String,
}

/// Frames of the codebook that are somebody's own: harm is done to somebody, privacy is taken from somebody, and of a frame of
/// the user's own nobody said that it has an owner.
const WITH_ACTOR: [&str; 2] = ["capability", "intent"];

/// What an entry counts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slot {
    /// Index of a frame.
    Frame(u16),
    /// Index of a concept.
    Concept(u16),
    /// A class of actors.
    Actor(Actor),
}

/// An entry of the compiled lexicons of a language.
#[derive(Debug, Clone)]
pub struct EntryInfo {
    /// What it counts for.
    pub slot: Slot,
    /// The pattern as written in its lexicon.
    pub pattern: String,
    /// Name of its group.
    pub group: String,
    /// Its weight, 0…1.
    pub weight: f32,
    /// For concepts: a name of the concept rather than a related expression.
    pub named: bool,
}

/// The compiled lexicons of one language.
pub struct Pack {
    /// Finds the entries, and the phrases of tone, in one walk.
    pub matcher: Matcher,
    /// Entries by the number that the matcher reports.
    pub entries: Vec<EntryInfo>,
    /// What the matcher reports in slots from this one on are phrases of tone.
    pub tone_slots: u16,
    /// By frame: true if its hits are somebody's, as capability and intent are.
    pub has_actors: Vec<bool>,
    /// Tone words and shifters; `None` if the language has none.
    pub tone: Option<ToneLexicon>,
    /// Rules of stance and voice, where the language has them.
    pub stance: Option<&'static StanceRules>,
}

/// Everything that articles are scored against. Immutable; shared by all workers.
pub struct Scheme {
    /// Frames in the order of tables.
    pub frames: Vec<Category>,
    /// Concepts in the order of tables.
    pub concepts: Vec<Category>,
    /// What sets page furniture aside.
    pub cleaner: Cleaner,
    /// Families of stance rules that are left out; none but in tests of what each contributes.
    pub without: Families,
    /// Threads that may compile the lexicons of a language; all cores unless somebody says otherwise.
    pub threads: usize,
    /// `None` inside means that they do not compile, which a test rules out.
    packs: BTreeMap<Language, OnceLock<Option<Pack>>>,
    library: Library,
    cards: OnceLock<Vec<Card>>,
}

impl Scheme {
    /// The same with other cleaning rules.
    #[must_use]
    pub fn with_cleaner(self, cleaner: Cleaner) -> Self {
        Self { cleaner, ..self }
    }

    /// Compiles a library. The built-in lexicons of a language, which are known to compile, are compiled when the first article in
    /// it is met.
    ///
    /// # Errors
    /// If a pattern cannot be read; parsing has checked them all before.
    pub fn compile(library: &Library) -> Result<Self> {
        Self::of(library.clone())
    }

    /// The same of a library that nobody else needs.
    ///
    /// # Errors
    /// As [`Scheme::compile`].
    pub fn of(library: Library) -> Result<Self> {
        let mut scheme = Self::described(library);
        for language in scheme.library.languages() {
            let pack = OnceLock::new();
            if !scheme.library.of(language).all(Lexicon::is_builtin) {
                let _ = pack.set(Some(scheme.pack_of(language)?));
            }
            scheme.packs.insert(language, pack);
        }
        Ok(scheme)
    }

    /// The same for [`Depth::Rows`](super::Depth::Rows) alone: who acts is in no row, so that nobody is looked for.
    ///
    /// # Errors
    /// As [`Scheme::compile`].
    pub fn for_rows(mut library: Library) -> Result<Self> {
        library.lexicons.retain(|l| l.subject != Subject::Actors);
        Self::of(library)
    }

    /// The categories of a library, without packs.
    fn described(library: Library) -> Self {
        let (mut frames, mut concepts) = (vec![], vec![]);
        for lexicon in &library.lexicons {
            match lexicon.subject {
                Subject::Frame => add(&mut frames, &lexicon.id, &lexicon.title, &lexicon.definition),
                Subject::Concepts => {
                    for g in &lexicon.groups {
                        add(&mut concepts, &g.name, g.title.as_deref().unwrap_or(&g.name), &g.definition);
                    }
                }
                _ => {}
            }
        }
        Self {
            frames,
            concepts,
            cleaner: Cleaner::new(),
            without: Families::NONE,
            threads: thread::available_parallelism().map_or(1, usize::from),
            packs: BTreeMap::new(),
            library,
            cards: OnceLock::new(),
        }
    }

    /// What a reader must know about each lexicon.
    pub fn cards(&self) -> &[Card] {
        self.cards.get_or_init(|| self.library.lexicons.iter().map(Card::of).collect())
    }

    /// Categories without lexicons, for tables that have been scored before. Titles and definitions are those of `library`, where
    /// it has them; so are the cards.
    pub fn of_categories(library: &Library, frames: &[String], concepts: &[String]) -> Self {
        let known = Self::described(library.clone());
        let of = |list: &[Category], ids: &[String]| {
            let category = |id: &String| {
                let found = list.iter().find(|c| c.id == *id).cloned();
                found.unwrap_or_else(|| Category {
                    id: id.clone(),
                    title: id.clone(),
                    definition: String::new(),
                })
            };
            ids.iter().map(category).collect()
        };
        Self { frames: of(&known.frames, frames), concepts: of(&known.concepts, concepts), ..known }
    }

    /// The pack of a language; `None` if there is no lexicon in it.
    pub fn pack(&self, language: Language) -> Option<&Pack> {
        let pack = self.packs.get(&language)?;
        pack.get_or_init(|| self.pack_of(language).ok()).as_ref()
    }

    /// True if there are lexicons of frames in a language, so that its articles are scored. A library without any frame scores
    /// whatever it has a lexicon for.
    pub fn scores(&self, language: Language) -> bool {
        let frames = |l: &&Lexicon| l.subject == Subject::Frame;
        let all = &self.library.lexicons;
        all.iter().any(|l| l.language == language && (frames(&l) || !all.iter().any(|l| frames(&l))))
    }

    /// True if names of concepts are known in a language, so that mentions are counted in its articles, scored or not.
    pub fn names_concepts(&self, language: Language) -> bool {
        let known = |group: &Group| self.concepts.iter().any(|c| c.id == group.name);
        self.library.of(language).any(|l| l.subject == Subject::Concepts && l.groups.iter().any(known))
    }

    /// Languages that there is a lexicon in.
    pub fn languages(&self) -> impl Iterator<Item = Language> {
        self.packs.keys().copied()
    }

    fn pack_of(&self, language: Language) -> Result<Pack> {
        let words = || (ToneLexicon::compile(&self.library, language), StanceRules::builtin(language));
        let (entries, (tone, stance)) = if self.threads > 1 {
            // A thread of its own, none of rayon's: that could take up an article meanwhile, and wait for this very pack; and
            // where nothing else needs them, rayon's threads take a millisecond to start.
            thread::scope(|scope| {
                let words = scope.spawn(words);
                (self.entries_of(language), words.join().unwrap_or_else(|panic| resume_unwind(panic)))
            })
        } else {
            (self.entries_of(language), words())
        };
        let ((mut matcher, entries), mut tone) = (entries?, tone?);
        let tone_slots = self.slots();
        if let Some(tone) = &mut tone {
            tone.hand_over(&mut matcher, tone_slots);
        }
        let matcher = matcher.build();
        let has_actors = self.frames.iter().map(|f| WITH_ACTOR.contains(&f.id.as_str())).collect();
        Ok(Pack { matcher, entries, tone_slots, has_actors, tone, stance })
    }

    /// The entries of a language, and a matcher that will find them.
    fn entries_of(&self, language: Language) -> Result<(MatcherBuilder, Vec<EntryInfo>)> {
        let mut builder = MatcherBuilder::new();
        let mut entries = Vec::new();
        let counted = self.library.of(language).flat_map(Lexicon::entries);
        // A long pattern is one of alternatives.
        builder.reserve(counted.map(|(_, entry)| 1 + entry.pattern.len() / 16 + entry.except.len()).sum());
        let mut patterns = PatternReader::new(language);
        for lexicon in self.library.of(language) {
            for (g, entry) in lexicon.entries() {
                let Some((slot, number)) = self.slot(lexicon, g) else { continue };
                let id = entries.len() as u32;
                add_patterns(&mut builder, entry, &mut patterns, number, id)?;
                let group = &lexicon.groups[g];
                entries.push(EntryInfo {
                    slot,
                    pattern: entry.pattern.clone(),
                    group: group.name.clone(),
                    weight: entry.weight,
                    named: group.named,
                });
            }
        }
        Ok((builder, entries))
    }

    /// Number of slots that entries have in the matcher: one a frame, one a concept, one for actors.
    fn slots(&self) -> u16 {
        (self.frames.len() + self.concepts.len() + 1) as u16
    }

    /// What group `g` of a lexicon counts for, and the number of that slot in the matcher.
    fn slot(&self, lexicon: &Lexicon, g: usize) -> Option<(Slot, u16)> {
        let position = |list: &[Category], id: &str| list.iter().position(|c| c.id == id).map(|i| i as u16);
        let frames = self.frames.len() as u16;
        match lexicon.subject {
            Subject::Frame => position(&self.frames, &lexicon.id).map(|i| (Slot::Frame(i), i)),
            Subject::Concepts => {
                let i = position(&self.concepts, &lexicon.groups[g].name)?;
                Some((Slot::Concept(i), frames + i))
            }
            Subject::Actors => {
                let actor = Actor::from_name(&lexicon.groups[g].name)?;
                // One slot for all actors, so that the longest name wins across classes.
                Some((Slot::Actor(actor), self.slots() - 1))
            }
            Subject::Tone | Subject::Words => None,
        }
    }
}

fn add(list: &mut Vec<Category>, id: &str, title: &str, definition: &str) {
    if !list.iter().any(|c| c.id == id) {
        list.push(Category { id: id.into(), title: title.into(), definition: definition.into() });
    }
}

fn add_patterns(
    builder: &mut MatcherBuilder,
    entry: &Entry,
    patterns: &mut PatternReader,
    slot: u16,
    id: u32,
) -> Result<()> {
    builder.add(&patterns.read(&entry.pattern, entry.case)?, slot, id);
    for context in &entry.except {
        builder.add_exception(&patterns.read(context, false)?, slot, id);
    }
    Ok(())
}
