//! What words can do in this layer: the groups of `lexicons/<language>/stance.toml`, compiled.
//!
//! Single words become a set of classes per surface form, looked up once when the form is first met; phrases go through the
//! lexicon matcher. A token then costs one array access.

use std::sync::LazyLock;

use super::cache::Forms;
pub use super::cache::StanceCache;
pub use super::classes::Classes;
use super::families::Family;
use super::glance::{Pairs, Powers, TURNS};
use super::sides::{REACHING, Reaching};
use crate::error::{Error, Kind, Result};
use crate::lexicon::glob::GlobIndex;
use crate::lexicon::{
    Lexicon, Matcher, MatcherBuilder, Pattern, PatternReader, Subject, WordPattern, builtin, file,
    written_out,
};
use crate::shipped::shipped;
use crate::text::vocabulary::Shape;
use crate::text::{FormId, Language, Meaning, Meanings, Vocabulary, WordMap};

macro_rules! classes {
    ($($variant:ident $name:literal $doc:literal,)+) => {
        /// What a word or a phrase can do; each is a group of `stance.toml` of the same name.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Class { $(#[doc = $doc] $variant),+ }

        impl Class {
            /// Every class, in the order of the code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// Name of the group in `stance.toml`.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name),+ }
            }

            /// What its words do.
            pub fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $doc),+ }
            }
        }
    };
}

classes! {
    // Negation
    Not "not" "Negates the clause around it: not, never, n't.",
    NotWord "not-word" "A pronoun or determiner that negates its clause: no, nobody, nothing, neither.",
    NotObject "not-object" "A pronoun that negates its clause and the verb whose object it is: nothing, nobody.",
    Concord "concord" "Negates its clause unless a *not* before it does: nessuno, nulla.",
    Paired "paired-not" "The first half of a negation, which denies nothing without its second: ne … pas.",
    Completing "completing-not" "The second half of a negation: pas, plus, jamais.",
    Nor "nor" "Second part of a double negation: nor.",
    Behind "not-behind" "Negates what stands before it as well, back to its verb: German nicht, kein.",
    Factive "factive" "A word whose clause of content is taken for granted, denied or not: sapere che, felice che.",
    Without "without" "A preposition that negates what follows it: without.",
    Contraction "contraction" "A verb that carries its negation: don't, cannot.",
    Affix "negative-affix" "A word made negative by its prefix or suffix: impossible, fearless.",
    Answer "answer" "A whole answer when set off by punctuation: no.",
    Idle "idle" "A phrase whose negative word denies nothing: not only, or not.",
    Pseudo "pseudo-cue" "A phrase that only looks like a cue: not only, no doubt.",
    // Lexical denial
    Lack "lack" "Says that what follows is absent, failed or refused: lack, fail, unable to, refuse.",
    Averted "averted" "Says that what follows was kept from happening: thwart, foil, prevent.",
    Closing "denial-around" "Says that what stands in its clause, before it or behind it, lacks or was averted: German fehlt, verhindert.",
    Gone "gone" "Says that its subject is absent or over: out of reach, failed, ended.",
    Occur "occurrence" "Verbs of happening and being there, which hand a negation on to their subject.",
    Shrink "shrink" "Says that its subject or object got less: diminish, weaken, shrink.",
    Little "diminisher" "Makes little of what follows: little, limited, hardly any.",
    SmallNoun "diminishing-adjective" "An adjective that makes little of its noun, before or behind it: des moyens limités.",
    Much "intensifier" "Makes much of what follows: very, greatly.",
    // Hedges
    Modal "hedge-modal" "A modal verb of possibility: may, might, could.",
    HearsayModal "hearsay-modal" "A modal that reports hearsay of a state or a past, else a duty: German soll … haben.",
    StateInfinitive "state-infinitive" "An infinitive of a state, at the end of a clause: haben, sein.",
    HedgeAdverb "hedge-adverb" "An adverb of possibility or hearsay: perhaps, allegedly.",
    HedgeVerb "hedge-verb" "A verb that makes its complement uncertain: seem, appear, suggest.",
    HedgeWord "hedge-word" "A noun or adjective of possibility before what it hedges: potential, possible, alleged.",
    HedgeNoun "hedge-adjective" "An adjective of possibility before or behind its noun: une attaque possible.",
    HedgeClause "hedge-clause" "A phrase that hedges its whole clause: it is possible that, cannot be ruled out.",
    Weasel "weasel" "A vague quantity or source; marks a hedged sentence, governs nothing: many, some say.",
    // Other worlds
    If "if" "Opens a condition.",
    ClosedIf "closed-if" "Opens a condition that its verb closes, so that the verb of the main clause follows: German wenn.",
    InvertedIf "inverted-if" "A verb that opens a condition where it begins the sentence: German kommt es zum Angriff, …",
    Whether "whether" "Opens an embedded question: whether.",
    Ability "ability" "A form of being able, whose negation denies: non possiamo.",
    Would "would" "A verb form of a supposed or demanded world: would, should, must.",
    Conditional "conditional" "A conditional that reports hearsay unless a condition stands beside it: avrebbe.",
    Future "future" "A verb form of the future as a tense: arriverà.",
    Will "will" "An auxiliary of a time or a world to come: will, shall, would.",
    FuturePassive "future-or-passive" "A verb that makes a future with an infinitive at the end of its clause, a passive with a participle: German wird.",
    Untold "untold-would" "A form of a supposed world, unless a report stands before it: German hätte.",
    Past "past-participle" "A past participle: used, taken.",
    Wish "wish" "A verb or noun whose object is wanted, feared or proposed: hope, fear, urge, proposal.",
    Aim "aim" "A verb whose complement is meant, expected or attempted, but no fact: volere, cercare di; governs it without changing its stance.",
    Purpose "purpose" "A preposition that makes an infinitive behind it a purpose or a task: da fare, per colpire.",
    Tag "tag" "A word behind a comma that asks for agreement only: right?, vero?",
    Ahead "ahead" "A word of time to come, which makes a present tense a future: domani.",
    Until "until" "Opens a clause of what has not happened yet: until, before.",
    // Reporting
    Say "say" "A neutral verb of saying: say, tell, add.",
    Claim "claim" "A distancing verb of saying: claim, allege.",
    Warn "warn" "An alarming verb of saying: warn, caution.",
    Deny "deny" "A denying verb of saying: deny, reject.",
    Think "think" "A verb of thought or knowledge: think, believe, know.",
    Judge "judge" "A verb of judging that takes an object: criticise, praise, accuse.",
    Striking "striking" "A verb of judging that may be meant as it stands, and says nothing of a mere object then: attack.",
    Plan "plan" "A verb of purpose that takes an infinitive: plan, vow, want.",
    Show "show" "A verb whose source is a paper or a fact: show, suggest, reveal.",
    Ask "ask" "A verb of asking or urging: ask, urge, demand.",
    Tell "tell" "Marks verbs that name the person addressed: tell, inform, assure.",
    VerbFirst "verb-first" "A form of saying that may open a sentence before its subject: señaló el ministro que.",
    Clausal "clausal" "A reporting verb whose bare complement is a clause, not an object: say, think.",
    AlsoNoun "also-noun" "A form of a reporting verb that is a noun as well: claims, plan.",
    About "about" "A preposition that opens a topic: about, of.",
    Reportive "reported-mood" "A verb form of reported speech: German sei, habe.",
    ReportNoun "report-noun" "A noun of saying or thinking: claim, statement, belief.",
    Attitude "attitude" "An adjective of attitude or certainty: afraid, confident.",
    AccordingTo "according-to" "Opens the name of a source: according to, in the view of.",
    AccordingBehind "according-behind" "Stands behind the name of a source: German zufolge.",
    OwnView "own-view" "A report in passing whose source is the possessive in it: à son avis, seiner Ansicht nach.",
    SourceFirst "source-then-verb" "Opens a source behind which the verb follows, so that its name ends at the first small word: German laut.",
    Inserted "inserted-report" "May open a report that stands inside the quotation it reports: « …, a dit X, … ».",
    ForSomebody "for-somebody" "Opens the name of a source at the head of a sentence, if a person follows: per il ministro.",
    AsTold "as-told" "Opens a report in passing, whose verb and source follow: según explicó el ministro, como dijo el ministro.",
    SaidTo "said-to" "A passive report with its content after it: is said to, is believed to.",
    Hearsay "hearsay" "An adverb that ascribes its clause to somebody unnamed: allegedly, reportedly.",
    // Grammar
    That "that" "Opens a clause of content: that.",
    OnlyThat "only-that" "A *that* which is no pronoun, so that a verb may follow it: que.",
    Relative "relative" "Opens a relative clause: who, which, whose.",
    Question "question-word" "Opens a question or a content clause: what, how, why.",
    Subordinator "subordinator" "Opens a subordinate clause: because, when, although.",
    Opener "clause-opener" "A phrase whose second word opens a clause of its own: e non.",
    Contrast "contrast" "Ends a negation: but, however.",
    And "and" "Joins: and, or.",
    Preposition "preposition" "A preposition.",
    Determiner "determiner" "An article or another determiner: the, a, this.",
    Possessive "possessive" "A possessive: his, their.",
    Subject "subject-pronoun" "A pronoun in subject form: he, they, I.",
    Object "object-pronoun" "A pronoun in object form: him, them.",
    He "he" "A masculine pronoun.",
    She "she" "A feminine pronoun.",
    They "they" "A plural pronoun.",
    It "it" "A pronoun for a thing or an organisation.",
    I "i" "A pronoun of the first or second person.",
    You "you" "A word of the second person: you, your.",
    FirstPerson "first-person" "A verb form of the first person, where the subject may be left out: siamo.",
    Be "be" "A form of to be.",
    Have "have" "A form of to have.",
    Auxiliary "auxiliary" "Another auxiliary or modal verb: do, can, will.",
    Verb "verb" "A common form that is a finite verb and nothing else: went, was, has.",
    Participle "participle" "A form that is no finite verb by itself: saying, dicendo.",
    Infinitive "infinitive" "An infinitive by its form: agire.",
    ClauseInfinitive "clause-infinitive" "An infinitive by its form, at the end of a clause: angreifen.",
    InfinitiveMark "infinitive-mark" "Marks an infinitive: German zu, anzugreifen.",
    ContentClause "content-clause" "Opens a clause behind a comma that belongs to what governs it: German dass, ob.",
    Circumstance "circumstance" "A preposition of time or cause, whose noun a negation behind it does not deny: German nach dem Angriff … nicht.",
    VerbEnd "verb-end" "The second half of a reporting verb, before its comma: German fügt hinzu, dass.",
    CommaClause "comma-clause" "A reporting verb whose content is a clause behind a comma: German sagte, die Gefahr wachse.",
    To "to" "Opens an infinitive: to.",
    Adverb "adverb" "An adverb that may stand between subject and verb: also, never, later.",
    Time "time" "A word of time that may follow a verb: Monday, yesterday.",
    Interposed "interposed" "A word or phrase that may stand between a reporting verb and the subject behind it: dijo · ayer · el ministro.",
    // Names
    Title "title" "A title before a name: Mr, Dr, President.",
    Role "role" "A noun of office or task: minister, spokesman, analyst.",
    Man "man" "Title, role or first name of a man.",
    Woman "woman" "Title, role or first name of a woman.",
    Hyphened "hyphened" "First part of a hyphenated role or name, which goes on behind the hyphen: porte-parole, Jean-Luc.",
    Particle "particle" "A small word inside names: de, van, bin, of.",
    Group "group-noun" "A noun for several people or an organisation: officials, police, ministry.",
    Paper "paper" "A noun for something written or shown that can speak: report, study, video.",
    Institution "institution" "Last word of the name of an institution: Centre, Agency, Project.",
    InstitutionFirst "institution-first" "First word of the name of an institution: Centro, Agenzia.",
    Headlineless "no-speaker" "A word that opens a line with a colon without being a speaker: Update, Photo.",
}

/// Words of grammar: they stand in every other sentence.
const GRAMMAR: Classes = Classes::of(&[
    Class::Not,
    Class::NotWord,
    Class::If,
    Class::Modal,
    Class::Would,
    Class::Will,
    Class::That,
    Class::Relative,
    Class::Question,
    Class::Contrast,
    Class::And,
    Class::About,
    Class::Preposition,
    Class::Determiner,
    Class::Possessive,
    Class::Subject,
    Class::Object,
    Class::Be,
    Class::Have,
    Class::Auxiliary,
    Class::To,
]);

/// What a rule of cues is for, by the name it has in [`super::Cue::rule`] and [`super::Blocked::rule`]; empty for a name that is no rule.
pub fn meaning(rule: &str) -> &'static str {
    match rule {
        "question" => "A question: what is asked is not said to be so.",
        "not-denied" => "A negation of a denial: the matter is left open.",
        _ => Class::ALL.iter().find(|c| c.name() == rule).map_or("", |c| c.meaning()),
    }
}

/// The word lists of one language, compiled. Immutable; share one between workers.
#[derive(Debug)]
pub struct StanceRules {
    language: Language,
    version: String,
    /// No word of it denies or hedges.
    stanceless: bool,
    words: Meanings<Powers>,
    globs: GlobIndex,
    /// By number of a glob.
    glob_powers: Vec<Powers>,
    /// By form, classes that globs and stems must not give it.
    barred: WordMap<Classes>,
    /// Where every form may stand in a phrase.
    anywhere: Pairs,
    /// Words of the longest phrase.
    pub(super) longest: usize,
    pub(super) phrases: Matcher,
}

/// The built-in lists by language.
pub(super) const BUILTIN: &[(&str, &[u8])] = &[
    ("de", shipped!("lexicons/de/stance.toml")),
    ("en", shipped!("lexicons/en/stance.toml")),
    ("es", shipped!("lexicons/es/stance.toml")),
    ("fr", shipped!("lexicons/fr/stance.toml")),
    ("it", shipped!("lexicons/it/stance.toml")),
];

/// A test keeps the built-in files free of errors.
static RULES: [LazyLock<Option<StanceRules>>; BUILTIN.len()] = [
    LazyLock::new(|| compiled(0)),
    LazyLock::new(|| compiled(1)),
    LazyLock::new(|| compiled(2)),
    LazyLock::new(|| compiled(3)),
    LazyLock::new(|| compiled(4)),
];

fn compiled(index: usize) -> Option<StanceRules> {
    let (_, packed) = BUILTIN.get(index)?;
    StanceRules::of(&builtin::read(packed).ok()?).ok()
}

impl StanceRules {
    /// The built-in rules of a language; `None` if there are none.
    pub fn builtin(language: Language) -> Option<&'static Self> {
        let index = BUILTIN.iter().position(|(code, _)| *code == language.code())?;
        RULES.get(index).and_then(|r| r.as_ref())
    }

    /// True if the words tell stance as well as voice.
    pub fn reads_stance(&self) -> bool {
        !self.stanceless
    }

    /// Compiles a file of word lists (`subject = "stance"`); `file` is its name in messages.
    ///
    /// # Errors
    /// If the file breaks the format of word files, or holds a group that this layer does not know.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        Self::of(&file::read(file, text)?)
    }

    fn of(lexicon: &Lexicon) -> Result<Self> {
        let file = &lexicon.file;
        let mut reader = PatternReader::new(lexicon.language);
        if lexicon.subject != Subject::Words || lexicon.id != "stance" {
            let e = Error::new(Kind::Lexicon, "this is no file of stance words");
            return Err(e.in_file(file).help("write subject = \"stance\""));
        }
        let mut rules = Self {
            language: lexicon.language,
            version: lexicon.version.clone(),
            stanceless: !lexicon.groups.iter().any(|g| g.name == Class::Not.name()),
            words: Meanings::default(),
            globs: GlobIndex::default(),
            glob_powers: Vec::new(),
            barred: WordMap::default(),
            anywhere: Pairs::NONE,
            longest: 0,
            phrases: MatcherBuilder::new().build(),
        };
        let mut phrases = MatcherBuilder::new();
        let mut anchored = Vec::new();
        for group in &lexicon.groups {
            let class = Class::ALL.iter().find(|c| c.name() == group.name).copied();
            for entry in &group.entries {
                let misread = |e: Error| e.at(file, entry.line, entry.column);
                let Some(class) = class else {
                    let known: Vec<&str> = Class::ALL.iter().map(|c| c.name()).collect();
                    let e = Error::new(Kind::Lexicon, format!("unknown group {:?}", group.name));
                    return Err(misread(e).help(format!("known here: {}", known.join(", "))));
                };
                for spelling in reader.read(&entry.pattern, entry.case).map_err(misread)?.spellings {
                    match <[WordPattern; 1]>::try_from(spelling) {
                        Ok([word]) => {
                            let classes = Classes::of(&[class]);
                            rules.add(word, Powers { classes, pairs: Pairs::NONE });
                        }
                        Err(words) => {
                            rules.longest = rules.longest.max(words.len());
                            phrases.add(
                                &Pattern { spellings: vec![words.clone()] },
                                class as u16,
                                class as u32,
                            );
                            anchored.push((words, class));
                        }
                    }
                }
                for exception in &entry.except {
                    for form in written_out(exception).map_err(misread)? {
                        let barred = rules.barred.slot(&crate::text::vocabulary::fold(&form));
                        *barred = barred.with(Classes::of(&[class]));
                    }
                }
            }
        }
        for (words, class) in &anchored {
            rules.add_pair(words, *class);
        }
        rules.phrases = phrases.build();
        Ok(rules)
    }

    /// Marks two neighbours in a phrase that no sentence holds it without: the rarest, as far as their grammar and length tell.
    fn add_pair(&mut self, words: &[WordPattern], class: Class) {
        let rarity = |word: &WordPattern| match word {
            WordPattern::Stem(s) | WordPattern::Form(s) | WordPattern::Surface(s) => {
                let Meaning { form, stem, surface } = self.words.by(s);
                (!form.with(stem).with(surface).classes.any(GRAMMAR), s.len())
            }
            WordPattern::Glob(s) => (true, s.len()),
            WordPattern::Any => (false, 0),
        };
        let rarities = |(a, b): &(&WordPattern, &WordPattern)| {
            let (a, b) = (rarity(a), rarity(b));
            (a.max(b), a.min(b))
        };
        let pairs = words.iter().zip(words.iter().skip(1));
        let Some((a, b)) = pairs.max_by_key(rarities) else { return };
        let leads = rarity(a) > rarity(b);
        let [first, second] = Pairs::of(if leads { a } else { b }, leads, TURNS.has(class));
        for (word, pairs) in [(a, first), (b, second)] {
            match word {
                WordPattern::Any => self.anywhere = self.anywhere.with(pairs),
                word => self.add(word.clone(), Powers { classes: Classes::NONE, pairs }),
            }
        }
    }

    fn add(&mut self, word: WordPattern, powers: Powers) {
        let slot = match word {
            WordPattern::Stem(s) => self.words.stem(&s),
            WordPattern::Form(s) => self.words.form(&s),
            WordPattern::Surface(s) => self.words.surface(&s),
            WordPattern::Glob(g) => {
                self.globs.add(&g, self.glob_powers.len() as u32);
                return self.glob_powers.push(powers);
            }
            WordPattern::Any => return,
        };
        *slot = slot.with(powers);
    }

    /// The language of the words.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Version of the word file.
    pub fn version(&self) -> &str {
        &self.version
    }

    /// Looks every form up that `vocabulary` has and `forms` do not yet. Cheap when there is none.
    #[inline]
    pub(super) fn resolve(&self, vocabulary: &Vocabulary, forms: &mut Forms) {
        if forms.len() < vocabulary.len() {
            self.resolve_new(vocabulary, forms);
        }
    }

    #[cold]
    fn resolve_new(&self, vocabulary: &Vocabulary, forms: &mut Forms) {
        let mut globs = Vec::new();
        let reaching = self.reaching();
        for id in forms.len()..vocabulary.len() {
            let form = FormId(id as u32);
            let mut powers = self.powers_of(form, vocabulary, &mut globs);
            if matches!(vocabulary.shape(form), Shape::Capitalised | Shape::Capitals) {
                powers.classes = powers.classes.with(Classes::CAPITAL);
            }
            forms.push(powers, reaching);
        }
    }

    /// Classes of words that can change a stance in this language.
    pub(super) fn reaching(&self) -> Reaching {
        // Infinitives alone would be guesswork where nothing else is known of cues.
        if self.stanceless { REACHING.without(Family::Worlds.classes()) } else { REACHING }
    }

    fn powers_of(&self, form: FormId, vocabulary: &Vocabulary, found: &mut Vec<u32>) -> Powers {
        let folded = vocabulary.folded(form);
        let Meaning { form: plain, stem, surface: written } = self.words.of(form, vocabulary);
        let mut powers = self.with_globs(plain.with(written), folded, found);
        powers.pairs = powers.pairs.with(stem.pairs).with(self.anywhere);
        match folded.strip_suffix("'s") {
            // In a phrase a possessive counts as its owner. It is no verb, however its owner is spelt: report's.
            Some(owner) => {
                let surface = vocabulary.surface(form).get(..owner.len()).unwrap_or_default();
                let known = self.words.by(owner).form.with(self.words.by(surface).surface);
                powers.pairs = powers.pairs.with(self.with_globs(known, owner, found).pairs);
            }
            None => powers.classes = powers.classes.with(stem.classes),
        }
        if !powers.classes.is_empty()
            && let Some(&barred) = self.barred.get(folded)
        {
            powers.classes = powers.classes.without(barred);
        }
        powers
    }

    /// What is known of a word, and what the globs that fit it say.
    fn with_globs(&self, known: Powers, folded: &str, found: &mut Vec<u32>) -> Powers {
        found.clear();
        self.globs.matching(folded, found);
        let globs = found.iter().filter_map(|&glob| self.glob_powers.get(glob as usize));
        globs.fold(known, |all, a| all.with(*a))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_fit_their_set() {
        assert!(Class::ALL.len() <= 127, "one bit says capital");
        let mut names: Vec<&str> = Class::ALL.iter().map(|c| c.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Class::ALL.len());
    }

    #[test]
    fn builtin_rules_parse() {
        for (code, packed) in BUILTIN {
            match builtin::read(packed).and_then(|lexicon| StanceRules::of(&lexicon)) {
                Ok(rules) => assert_eq!(rules.language().code(), *code),
                Err(e) => panic!("{e}"),
            }
        }
    }

    #[test]
    fn alternatives_are_as_many_words() {
        let rules = |entries: &str| {
            let group = format!("[[group]]\nname = \"lack\"\nentries = [{entries}]");
            StanceRules::parse("s.toml", &format!("subject = \"stance\"\nlanguage = \"en\"\n{group}"))
                .unwrap()
        };
        let short = rules("'(miss|=want*)', 'run *{0,1} (out|short) of'");
        let long = rules("'miss', '=want*', 'run out of', 'run short of', 'run * out of', 'run * short of'");
        let mut vocabulary = Vocabulary::new(Language::ENGLISH);
        for word in ["missed", "wanting", "run", "out", "short", "of", "x"] {
            let form = vocabulary.intern(word);
            let of = |rules: &StanceRules| rules.powers_of(form, &vocabulary, &mut Vec::new());
            assert_eq!(of(&short), of(&long), "{word}");
        }
        assert_eq!(short.longest, long.longest);
    }

    #[test]
    fn unknown_groups_are_named() {
        let file =
            "subject = \"stance\"\nlanguage = \"en\"\n[[group]]\nname = \"maybe\"\nentries = [\"x\"]\n";
        let error = StanceRules::parse("s.toml", file).unwrap_err();
        assert_eq!(error.line_number(), Some(5));
        assert!(error.reason().contains("maybe"));
    }
}
