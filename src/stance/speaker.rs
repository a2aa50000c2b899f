//! Speakers of an article: names joined with their short forms, pronouns resolved to the person last spoken of. Which
//! phrase speaks is found by `direct` and `verb`, the name in it by `phrase`.

use hashbrown::HashMap;

use super::families::{Families, Family};
use super::kinds::Speaker;
use super::phrase::{Run, name_in};
use super::steps;
use super::view::{Punctuation, Word};
use super::words::{Class, Classes};
use crate::text::vocabulary::fold;

/// What is known of a speaker or of a name met in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Man,
    Woman,
    /// A person of unknown sex.
    Person,
    /// An organisation, a paper, a thing.
    Thing,
    /// Several people.
    Several,
    Unknown,
}

/// A name in the text.
#[derive(Debug, Clone, Copy)]
struct Mention {
    first: u32,
    last: u32,
    sort: Sort,
}

#[derive(Debug)]
struct Known {
    name: String,
    /// A text without an author: a tweet, one of the posts.
    text: bool,
    sort: Sort,
    /// Token at which it last spoke.
    spoke: usize,
}

/// The speakers of one article.
#[derive(Debug, Default)]
pub struct Speakers {
    known: Vec<Known>,
    /// By surname, by role and by whole name, each folded.
    surnames: HashMap<String, usize>,
    roles: HashMap<String, usize>,
    names: HashMap<String, usize>,
    /// Who spoke last, the latest at the end.
    recent: Vec<usize>,
    mentions: Vec<Mention>,
    /// People named by their office alone: the judge.
    offices: Vec<Mention>,
    scanned: bool,
}

/// So many speakers are kept in mind for a pronoun.
const RECENT: usize = 12;

/// A verb without subject goes on for whoever spoke so many tokens before.
const NEAR: usize = 120;

/// A full name is sought this many tokens back for a pronoun or a surname.
const MEMORY: usize = 600;

impl Speakers {
    /// Forgets the last article.
    pub fn clear(&mut self) {
        self.known.clear();
        self.surnames.clear();
        self.roles.clear();
        self.names.clear();
        self.recent.clear();
        self.mentions.clear();
        self.offices.clear();
        self.scanned = false;
    }

    /// Hands the names over, in order of first appearance.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.known.iter().map(|k| k.name.as_str())
    }

    /// By speaker, true for a text without an author.
    pub fn texts(&self) -> impl Iterator<Item = bool> {
        self.known.iter().map(|k| k.text)
    }

    /// The speaker that the noun phrase `run` means; `None` for a pronoun that nobody fits.
    pub fn resolve(&mut self, text: &str, words: &[Word], run: Run, off: Families) -> Option<Speaker> {
        let (start, end) = run;
        let phrase = words.get(start..end).filter(|w| !w.is_empty())?;
        let at = start;
        let last = phrase.last()?;
        if phrase.len() == 1 && last.any(PRONOUNS) {
            if off.has(Family::Pronouns) {
                return None;
            }
            let k = self.pronoun(text, words, at, last)?;
            return self.speaks(k, at);
        }
        let k = match name_in(words, run).filter(|_| !is_office(phrase)) {
            Some(name) => self.named(text, words, name, run),
            None => self.described(text, words, run),
        }?;
        self.speaks(k, at)
    }

    /// Whoever spoke last before token `at`, if that is not long ago.
    pub fn again(&mut self, at: usize, off: Families) -> Option<Speaker> {
        let k = *self.recent.last().filter(|_| !off.has(Family::Pronouns))?;
        let spoke = self.known.get(k)?.spoke;
        (spoke < at && at < spoke + NEAR).then_some(())?;
        self.speaks(k, at)
    }

    fn speaks(&mut self, k: usize, at: usize) -> Option<Speaker> {
        self.known.get_mut(k)?.spoke = at;
        self.recent.retain(|&r| r != k);
        self.recent.push(k);
        if self.recent.len() > RECENT {
            self.recent.remove(0);
        }
        Some(Speaker(k as u16))
    }

    /// A speaker with a name of its own.
    fn named(&mut self, text: &str, words: &[Word], name: Run, run: Run) -> Option<usize> {
        self.scan(words);
        let span = slice(text, words, name);
        let surname = owner(&fold(words.get(name.1 - 1)?.span().of(text)));
        let single = words[name.0..name.1].iter().filter(|w| !w.any(TITLES)).count() <= 1;
        let sort = sort_of(words, run, name);
        let roles: Vec<String> =
            words[run.0..name.0].iter().filter(|w| w.any(TITLES)).map(|w| fold(w.span().of(text))).collect();
        if let Some(&k) = self.surnames.get(&surname) {
            for role in &roles {
                self.roles.insert(role.clone(), k);
            }
            let known = &mut self.known[k];
            if !single && !known.name.contains(' ')
                || known.name.len() < span.len()
                    && known.sort != Sort::Thing
                    && starts_with_title(words, name, &known.name)
            {
                known.name = span;
            }
            return Some(k);
        }
        // A surname alone: its full name may stand earlier in the text.
        let full = if single { self.full_name(text, words, name, &surname) } else { None };
        let (name, sort) = match full {
            Some(m) => (slice(text, words, (m.first as usize, m.last as usize)), m.sort),
            None => (span, sort),
        };
        let k = self.add(Known { name: clean(&name), text: false, sort, spoke: run.0 })?;
        self.surnames.insert(surname, k);
        for role in roles {
            self.roles.insert(role, k);
        }
        Some(k)
    }

    /// The name in full, if it stands not too far before.
    fn full_name(&self, text: &str, words: &[Word], name: Run, surname: &str) -> Option<Mention> {
        let before = self.mentions.partition_point(|m| (m.first as usize) < name.0);
        let floor = name.0.saturating_sub(MEMORY);
        self.mentions[..before]
            .iter()
            .rev()
            .take_while(|m| m.first as usize >= floor)
            .find(|m| {
                steps::count(1);
                let last = &words[m.last as usize - 1];
                m.last - m.first > 1 && owner(&fold(last.span().of(text))) == surname
            })
            .copied()
    }

    /// A speaker without a name: the minister, officials, a leaked memo.
    fn described(&mut self, text: &str, words: &[Word], (start, end): Run) -> Option<usize> {
        let head = words.get(start..end)?;
        if head.iter().all(|w| w.is(Class::Determiner)) {
            // An article whose noun was not understood is nobody.
            return None;
        }
        let definite = head.first().is_some_and(|w| w.is(Class::Determiner) || w.is(Class::Possessive));
        if definite && head.len() == 2 && head[1].any(TITLES) {
            // The Chancellor: whoever was called so.
            let role = fold(head[1].span().of(text));
            if let Some(&k) = self.roles.get(&role) {
                return Some(k);
            }
        }
        let name = unglued(clean(&slice(text, words, (start, end))));
        let key = fold(&name);
        if let Some(&k) = self.names.get(&key) {
            return Some(k);
        }
        let sort = sort_of(words, (start, end), (end, end));
        let written = head.iter().any(|w| w.is(Class::Paper) && !w.capital());
        let k = self.add(Known { name, text: written, sort, spoke: start })?;
        self.names.insert(key, k);
        Some(k)
    }

    fn add(&mut self, known: Known) -> Option<usize> {
        if known.name.is_empty() || self.known.len() >= usize::from(u16::MAX) {
            return None;
        }
        self.known.push(known);
        Some(self.known.len() - 1)
    }

    /// The person or thing that a pronoun means.
    fn pronoun(&mut self, text: &str, words: &[Word], at: usize, pronoun: &Word) -> Option<usize> {
        self.scan(words);
        // Whose view it is tells no sex in many languages: à son avis.
        let owns = pronoun.is(Class::Possessive) && !pronoun.any(PERSONS);
        let fits = |sort: Sort| match sort {
            Sort::Man | Sort::Woman | Sort::Person | Sort::Several if owns => true,
            Sort::Man => pronoun.is(Class::He),
            Sort::Woman => pronoun.is(Class::She),
            Sort::Person => pronoun.any(Classes::of(&[Class::He, Class::She])),
            Sort::Thing => pronoun.is(Class::It),
            Sort::Several => pronoun.is(Class::They),
            Sort::Unknown => true,
        };
        // Whoever spoke last, if that is not long ago; else the name met last.
        let spoke =
            self.recent.iter().rev().copied().find(|&k| fits(self.known[k].sort) && self.known[k].spoke < at);
        let before = self.mentions.partition_point(|m| (m.first as usize) < at);
        let floor = at.saturating_sub(MEMORY);
        let person = owns || pronoun.any(Classes::of(&[Class::He, Class::She]));
        let named = self.mentions[..before]
            .iter()
            .rev()
            .take_while(|m| m.first as usize >= floor)
            .find(|m| person && fits(m.sort) && m.sort != Sort::Unknown)
            .or_else(|| {
                let mut rest = self.mentions[..before].iter().rev().take_while(|m| m.first as usize >= floor);
                rest.find(|m| person && fits(m.sort))
            })
            .copied();
        match (spoke, named) {
            (Some(k), Some(m)) if (m.first as usize) > self.known[k].spoke + 60 => {
                self.of_mention(text, words, m)
            }
            (Some(k), _) => Some(k),
            (None, Some(m)) => self.of_mention(text, words, m),
            (None, None) => {
                let before = self.offices.partition_point(|m| (m.first as usize) < at);
                let near = self.offices.get(..before)?.iter().rev().take_while(|m| m.first as usize >= floor);
                let office = near.into_iter().find(|m| person && fits(m.sort))?;
                self.described(text, words, (office.first as usize, office.last as usize))
            }
        }
    }

    fn of_mention(&mut self, text: &str, words: &[Word], m: Mention) -> Option<usize> {
        let run = (m.first as usize, m.last as usize);
        let name = name_in(words, run).unwrap_or(run);
        self.named(text, words, name, run)
    }

    /// Collects the names of the article, once.
    fn scan(&mut self, words: &[Word]) {
        if std::mem::replace(&mut self.scanned, true) {
            return;
        }
        let mut i = 0;
        while i < words.len() {
            let office = i > 0 && words[i].any(TITLES) && words[i - 1].is(Class::Determiner);
            if office && !words.get(i + 1).is_some_and(Word::capital) {
                let sort = sort_of(words, (i - 1, i + 1), (i + 1, i + 1));
                let end = office_end(words, i + 1);
                self.offices.push(Mention { first: i as u32 - 1, last: end as u32, sort });
                if end > i + 1 {
                    // What it is the office of is nobody's name.
                    i = end;
                    continue;
                }
            }
            if !words[i].capital() || words[i].any(NO_NAME) {
                i += 1;
                continue;
            }
            let start = i;
            let stop = Punctuation::COMMA.with(super::phrase::HARD);
            i += 1;
            while i < words.len()
                && (words[i].capital()
                    || words[i].is(Class::Particle) && words.get(i + 1).is_some_and(Word::capital))
                && (!words[i].after(stop) || words[i - 1].is(Class::Title))
                && !words[i].any(NO_NAME)
            {
                i += 1;
            }
            let first_of_sentence =
                start == 0 || words[start].after(Punctuation::STOP) || words[start].end == 0;
            if i - start == 1 && (first_of_sentence || words[start].any(TITLES)) {
                continue;
            }
            let sort = sort_of(words, (start, i), (start, i));
            self.mentions.push(Mention { first: start as u32, last: i as u32, sort });
        }
    }
}

const PRONOUNS: Classes = Classes::of(&[
    Class::He,
    Class::She,
    Class::They,
    Class::It,
    Class::I,
    Class::Relative,
    Class::Subject,
    Class::Possessive,
]);
const PERSONS: Classes = Classes::of(&[Class::He, Class::She, Class::They, Class::It]);
const TITLES: Classes = Classes::of(&[Class::Title, Class::Role]);
const NO_NAME: Classes = Classes::of(&[
    Class::AccordingTo,
    Class::Determiner,
    Class::Subject,
    Class::Preposition,
    Class::Subordinator,
    Class::Contrast,
    Class::And,
    Class::Time,
    Class::Adverb,
    Class::Question,
    Class::If,
    Class::That,
    Class::Possessive,
    Class::NotWord,
    Class::Not,
    Class::Be,
    Class::Have,
    Class::Auxiliary,
    Class::Contraction,
]);

/// One past the words that say of what an office is, if that is a single name: la ministre de l'Intérieur, a spokesman for Apple.
fn office_end(words: &[Word], from: usize) -> usize {
    let stop = Punctuation::COMMA.with(super::phrase::HARD).with(Punctuation::STOP);
    let joins = |k: usize, class: Class| words.get(k).is_some_and(|w| w.is(class) && !w.after(stop));
    if !joins(from, Class::Preposition) {
        return from;
    }
    let name = from + 1 + usize::from(joins(from + 1, Class::Determiner));
    let named = |k: usize| words.get(k).is_some_and(|w| w.capital() && !w.after(stop));
    if named(name) && !named(name + 1) { name + 1 } else { from }
}

/// The Chancellor: an article and an office, with or without a capital.
fn is_office(phrase: &[Word]) -> bool {
    matches!(phrase, [a, b] if a.any(Classes::of(&[Class::Determiner, Class::Possessive])) && b.any(TITLES))
}

fn sort_of(words: &[Word], run: Run, name: Run) -> Sort {
    let phrase = &words[run.0..run.1];
    let any = |class: Class| phrase.iter().any(|w| w.is(class));
    let last = phrase.last();
    if any(Class::Woman) {
        Sort::Woman
    } else if any(Class::Man) {
        Sort::Man
    } else if any(Class::Institution) || any(Class::InstitutionFirst) || any(Class::Paper) {
        Sort::Thing
    } else if last.is_some_and(|w| w.is(Class::Group)) {
        Sort::Several
    } else if any(Class::Title) || any(Class::Role) {
        Sort::Person
    } else if (2..=3).contains(&(name.1 - name.0)) {
        Sort::Unknown
    } else if name.1 == name.0 {
        Sort::Thing
    } else {
        Sort::Unknown
    }
}

fn starts_with_title(words: &[Word], name: Run, known: &str) -> bool {
    // "Mr Osei" gives way to "John Osei".
    name.1 - name.0 > 1
        && known.split(' ').count() <= 2
        && !words[name.0].is(Class::Title)
        && known.contains(". ")
}

fn slice(text: &str, words: &[Word], (start, end): Run) -> String {
    super::view::span_of(words.get(start..end).unwrap_or_default()).of(text).to_owned()
}

/// A name on one line, with straight apostrophes, without possessive.
fn clean(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for part in name.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(part.chars().map(|c| if c == '"' { '\'' } else { c }));
    }
    for tail in ["'s", "’s"] {
        if let Some(owner) = out.strip_suffix(tail) {
            return owner.to_owned();
        }
    }
    out
}

/// A description without what a missing space has joined to its front: “photo by hallExperts” is “Experts”. Names such as
/// “iPhone” have fewer small letters before the capital.
fn unglued(name: String) -> String {
    let joint = name.split(' ').find_map(|word| {
        let small = word.chars().take_while(|c| c.is_lowercase()).map(char::len_utf8);
        let (letters, bytes) = small.fold((0, 0), |(n, b), len| (n + 1, b + len));
        let tail = word.get(bytes..).filter(|_| letters >= GLUE)?;
        let mut start = tail.chars();
        if !start.next()?.is_uppercase() || !start.next()?.is_lowercase() {
            return None;
        }
        Some(tail.as_ptr() as usize - name.as_ptr() as usize)
    });
    joint.and_then(|at| name.get(at..)).map(str::to_owned).unwrap_or(name)
}

/// Small letters before a capital that are a word of their own.
const GLUE: usize = 3;

/// A folded word without its possessive.
fn owner(folded: &str) -> String {
    folded.strip_suffix("'s").or_else(|| folded.strip_suffix('\'')).unwrap_or(folded).to_owned()
}

#[cfg(test)]
mod tests {
    use super::unglued;

    #[test]
    fn joined_words_come_apart_and_names_do_not() {
        for (name, expected) in [
            ("Photo taken in hallExperts", "Experts"),
            ("an iPhone maker", "an iPhone maker"),
            ("the DeVries Institute", "the DeVries Institute"),
            ("older abcDE things", "older abcDE things"),
            ("the mayor's office", "the mayor's office"),
        ] {
            assert_eq!(unglued(name.to_owned()), expected);
        }
    }
}
