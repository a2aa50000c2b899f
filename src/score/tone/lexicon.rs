//! Tone words and shifters of one language, compiled: single words into two tables, phrases into a matcher.

use super::signs::Signs;
use crate::error::{Error, Kind, Result};
use crate::lexicon::{Lexicon, Library, MatcherBuilder, Pattern, PatternReader, Subject, WordPattern};
use crate::text::stem::Stemmer;
use crate::text::vocabulary::{Shape, fold};
use crate::text::{FormId, Language, Meaning as Known, Meanings, Resources, Vocabulary};

/// What a word does to the words after it; several may hold at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Flags(u16);

impl Flags {
    pub(super) const NEGATION: Self = Self(1);
    pub(super) const NO_NEGATION: Self = Self(1 << 1);
    pub(super) const AVERTS: Self = Self(1 << 2);
    pub(super) const SPOILS: Self = Self(1 << 3);
    pub(super) const DEMAND: Self = Self(1 << 4);
    pub(super) const CONTRAST: Self = Self(1 << 5);
    pub(super) const AMPLIFIER: Self = Self(1 << 6);
    pub(super) const DOWNTONER: Self = Self(1 << 7);
    pub(super) const VALENCE: Self = Self(1 << 8);
    /// How the form is written, known of every form: with a capital first and small letters behind it; with any capital first.
    pub(super) const CAPITALISED: Self = Self(1 << 11);
    pub(super) const CAPITAL: Self = Self(1 << 12);
    const WRITTEN: Self = Self(Self::CAPITALISED.0 | Self::CAPITAL.0);

    /// True if nothing is known of the word but how it is written.
    pub(super) fn is_empty(self) -> bool {
        self.0 & !Self::WRITTEN.0 == 0
    }

    /// True if it does something to other words.
    pub(super) fn shifts(self) -> bool {
        self.0 & 0xFF != 0
    }

    pub(super) fn has(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub(super) fn add(&mut self, other: Self) {
        self.0 |= other.0;
    }

    pub(super) fn remove(&mut self, other: Self) {
        self.0 &= !other.0;
    }

    /// Drops what it does to other words.
    pub(super) fn silence(&mut self) {
        self.0 &= !0xFF;
    }
}

/// Groups of `shifters.toml`. The place in this table is the matcher's slot, less one.
pub(super) const SHIFTERS: [(&str, Flags); 8] = [
    ("negation", Flags::NEGATION),
    ("no negation", Flags::NO_NEGATION),
    ("averts harm", Flags::AVERTS),
    ("spoils good", Flags::SPOILS),
    ("demand", Flags::DEMAND),
    ("contrast", Flags::CONTRAST),
    ("amplifier", Flags::AMPLIFIER),
    ("downtoner", Flags::DOWNTONER),
];

/// The matcher's slot of phrases with a valence.
pub(super) const VALENCES: u16 = 0;

/// A word as the lexicon knows it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Word {
    /// Its valence, if `flags` say that it has one.
    pub(super) valence: f32,
    /// Strength of an amplifier or downtoner, 0…1.
    pub(super) strength: f32,
    pub(super) flags: Flags,
}

/// What a matcher must find.
struct Phrase {
    pattern: Pattern,
    /// Contexts in which it does not count.
    except: Vec<Pattern>,
    slot: u16,
    number: u32,
}

/// Tone words and shifters of one language.
pub struct ToneLexicon {
    words: Meanings<Word>,
    stemmer: Stemmer,
    /// True if a capital inside a sentence shows a name.
    names_show: bool,
    /// Emoticons and emoji.
    pub(super) signs: Signs,
    /// Phrases and everything else that needs more than the form and the stem of one word, until a matcher has them.
    phrases: Vec<Phrase>,
    /// Valence or strength of the phrases, by their number.
    pub(super) numbers: Vec<f32>,
}

impl ToneLexicon {
    /// Compiles the tone lexicon and the shifters of `language`; `None` if the library has no tone words for it.
    ///
    /// # Errors
    /// If a pattern cannot be read, or a group of shifters has a name that means nothing here.
    pub fn compile(library: &Library, language: Language) -> Result<Option<Self>> {
        let Some(tone) = library.of(language).find(|l| l.subject == Subject::Tone) else { return Ok(None) };
        let mut b = Builder {
            stemmer: Stemmer::new(language),
            reader: PatternReader::new(language),
            lexicon: Self {
                words: Meanings::with_capacity(tone.graded.len()),
                stemmer: Stemmer::new(language),
                names_show: !Resources::of(language).noun_capitals,
                signs: Signs::default(),
                phrases: Vec::new(),
                numbers: Vec::new(),
            },
        };
        for group in &tone.groups {
            for entry in &group.entries {
                let meaning = Meaning::Valence(group.valence.unwrap_or(0.0));
                for pattern in b.reader.read_each(&entry.pattern, entry.case)? {
                    b.add(pattern, meaning, &entry.except)?;
                }
            }
        }
        // After the groups: what they say of a pattern stands.
        for graded in &tone.graded {
            if graded.is_sign() {
                b.lexicon.signs.add(&graded.pattern, graded.valence);
                continue;
            }
            let (exact, word) = exact(&graded.pattern);
            let meaning = Meaning::Valence(graded.valence);
            if word.chars().all(is_small) {
                if exact {
                    b.lexicon.add_word(true, word, meaning);
                } else {
                    b.lexicon.add_word(false, &b.stemmer.stem(word), meaning);
                }
            } else {
                let signs = graded.pattern.contains(['*', '?', '(']);
                if signs && (graded.pattern.contains(['*', '?']) || graded.has_alternatives()) {
                    let at = |e: Error| {
                        let help = format!("mend line {} of the list beside this file", graded.line);
                        e.in_file(&tone.file).help(help)
                    };
                    for pattern in b.reader.read_each(&graded.pattern, false).map_err(at)? {
                        b.add(pattern, meaning, &[])?;
                    }
                } else {
                    let pattern = b.simple(&graded.pattern);
                    b.add(pattern, meaning, &[])?;
                }
            }
        }
        for shifters in library.of(language).filter(|l| l.subject == Subject::Words && l.id == "shifters") {
            b.add_shifters(shifters)?;
        }
        b.lexicon.signs.sort();
        Ok(Some(b.lexicon))
    }

    /// Hands the phrases over to a matcher, which reports them in slots from `first` on: what [`ToneLexicon::tones`] asks for.
    pub fn hand_over(&mut self, matcher: &mut MatcherBuilder, first: u16) {
        for Phrase { pattern, except, slot, number } in self.phrases.drain(..) {
            matcher.add(&pattern, first + slot, number);
            for context in &except {
                matcher.add_exception(context, first + slot, number);
            }
        }
    }

    /// Notes what a single word means, by its form or its stem; what was said of it first stands.
    fn add_word(&mut self, form: bool, word: &str, meaning: Meaning) {
        let known = if form { self.words.form(word) } else { self.words.stem(word) };
        match meaning {
            Meaning::Valence(_) if known.flags.has(Flags::VALENCE) => {}
            Meaning::Valence(v) => {
                known.valence = v;
                known.flags.add(Flags::VALENCE);
            }
            Meaning::Shift(_, flags, strength) => {
                known.flags.add(flags);
                known.strength = known.strength.max(strength);
            }
        }
    }

    /// What is known of a form.
    pub(super) fn word(&self, form: FormId, vocabulary: &Vocabulary) -> Word {
        let mut word = self.meaning(form, vocabulary);
        word.flags.add(match vocabulary.shape(form) {
            _ if !self.names_show => Flags::default(),
            Shape::Capitalised => Flags(Flags::CAPITALISED.0 | Flags::CAPITAL.0),
            Shape::Capitals => Flags::CAPITAL,
            Shape::Lower | Shape::Number => Flags::default(),
        });
        word
    }

    fn meaning(&self, form: FormId, vocabulary: &Vocabulary) -> Word {
        let folded = vocabulary.folded(form);
        let word = self.joined(folded, self.words.of(form, vocabulary));
        if word.flags != Flags::default() || !is_drawn_out(folded) {
            return word;
        }
        // "soooo goooood": drawn out, so that no list holds it.
        let known = |keep| {
            let short = shortened(folded, keep)?;
            let stem = self.words.by(&self.stemmer.stem(&short)).stem;
            let word = self.joined(&short, Known { stem, ..self.words.by(&short) });
            Some(word).filter(|w| w.flags != Flags::default())
        };
        known(2).or_else(|| known(1)).unwrap_or_default()
    }

    /// What is known of a folded form by itself and by its stem, joined.
    fn joined(&self, folded: &str, Known { form, stem, .. }: Known<Word>) -> Word {
        let mut word = form;
        word.flags.add(stem.flags);
        word.strength = word.strength.max(stem.strength);
        if form.flags.has(Flags::VALENCE) {
            return word;
        }
        // A possessive counts as its owner: group's → group.
        let owner = folded.strip_suffix("'s").map(|owner| self.words.by(owner).form);
        if let Some(owner) = owner.filter(|o| o.flags.has(Flags::VALENCE)) {
            word.valence = owner.valence;
            word.flags.add(Flags::VALENCE);
        } else {
            word.valence = stem.valence;
        }
        word
    }
}

/// True if a word may hold three equal letters in a row; nearly all hold none.
fn is_drawn_out(word: &str) -> bool {
    let (pairs, _) = word.as_bytes().as_chunks::<2>();
    // Of three in a row two are a pair.
    !word.is_ascii()
        || pairs.iter().any(|[a, b]| a == b)
            && word.as_bytes().windows(3).any(|w| w[0] == w[1] && w[1] == w[2])
}

/// The word with every run of three or more equal letters cut down to `keep`; `None` if it has no such run.
fn shortened(word: &str, keep: usize) -> Option<String> {
    let mut out = String::with_capacity(word.len());
    let mut cut = false;
    let mut rest = word;
    while let Some(c) = rest.chars().next() {
        let after = rest.trim_start_matches(c);
        let run = (rest.len() - after.len()) / c.len_utf8();
        let long = run > 2 && c.is_alphabetic();
        cut |= long;
        out.extend(std::iter::repeat_n(c, if long { keep } else { run }));
        rest = after;
    }
    cut.then_some(out)
}

/// A word of a pattern without its `=`, and whether it had one.
fn exact(word: &str) -> (bool, &str) {
    word.strip_prefix('=').map_or((false, word), |rest| (true, rest))
}

/// True for letters that are cut nowhere and fold to themselves.
fn is_small(c: char) -> bool {
    matches!(c, 'a'..='z' | 'à'..='ö' | 'ø'..='ÿ')
}

#[derive(Clone, Copy)]
enum Meaning {
    Valence(f32),
    Shift(u16, Flags, f32),
}

struct Builder {
    stemmer: Stemmer,
    reader: PatternReader,
    lexicon: ToneLexicon,
}

impl Builder {
    fn add_shifters(&mut self, lexicon: &Lexicon) -> Result<()> {
        for group in &lexicon.groups {
            let found = SHIFTERS.iter().enumerate().find(|(_, (name, _))| *name == group.name);
            let Some((i, &(_, flags))) = found else {
                let known: Vec<_> = SHIFTERS.iter().map(|(name, _)| *name).collect();
                let e = Error::new(Kind::Lexicon, format!("no shifter is called {:?}", group.name));
                return Err(e.in_file(&lexicon.file).help(format!("known: {}", known.join(", "))));
            };
            for entry in &group.entries {
                let meaning = Meaning::Shift(i as u16 + 1, flags, entry.weight);
                for pattern in self.reader.read_each(&entry.pattern, entry.case)? {
                    self.add(pattern, meaning, &entry.except)?;
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, pattern: Pattern, meaning: Meaning, except: &[String]) -> Result<()> {
        if let ([spelling], []) = (pattern.spellings.as_slice(), except)
            && let [WordPattern::Form(word) | WordPattern::Stem(word)] = spelling.as_slice()
        {
            self.lexicon.add_word(matches!(spelling[0], WordPattern::Form(_)), word, meaning);
            return Ok(());
        }
        let (slot, value) = match meaning {
            Meaning::Valence(v) => (VALENCES, v),
            Meaning::Shift(slot, _, strength) => (slot, strength),
        };
        let number = self.lexicon.numbers.len() as u32;
        self.lexicon.numbers.push(value);
        let except = except.iter().map(|context| self.reader.read(context, false)).collect::<Result<_>>()?;
        self.lexicon.phrases.push(Phrase { pattern, except, slot, number });
        Ok(())
    }

    /// A pattern of plain words in a graded list: cut at spaces, hyphens and elisions, without the tokeniser that [`PatternReader`]
    /// asks, because there are ten thousand of them at every start.
    fn simple(&self, source: &str) -> Pattern {
        let elisions = Resources::of(self.reader.language());
        let mut words = Vec::new();
        for part in source.split(' ') {
            let (exact, part) = exact(part);
            for piece in part.split('-') {
                let folded = fold(piece);
                let mut rest = folded.as_str();
                while !rest.is_empty() {
                    let cut = rest.find('\'').filter(|i| elisions.is_elision(&rest[..*i]));
                    let (word, after) = rest.split_at(cut.map_or(rest.len(), |i| i + 1));
                    words.push(if exact {
                        WordPattern::Form(word.to_owned())
                    } else {
                        WordPattern::Stem(self.stemmer.stem(word).into_owned())
                    });
                    rest = after;
                }
            }
        }
        Pattern { spellings: vec![words] }
    }
}
