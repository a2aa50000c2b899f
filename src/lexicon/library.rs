//! The lexicons of a run: built in, and a user's own that replace or extend them.

use std::sync::Arc;

use hashbrown::{HashMap, HashSet};

use super::alternatives::written_out;
use super::builtin;
use super::entry::{Entry, Lexicon, Subject};
use super::exchange::{self, ImportOptions, Loss};
use crate::error::{Error, Kind, Result};
use crate::text::Language;

/// A set of lexicons, in the order in which frames and concepts stand in tables.
#[derive(Debug, Clone, Default)]
pub struct Library {
    /// The lexicons.
    pub lexicons: Vec<Lexicon>,
}

impl Library {
    /// The lexicons that come with framescope.
    ///
    /// # Errors
    /// Never for the files as shipped; a test reads them all.
    pub fn builtin() -> Result<Self> {
        Ok(Self { lexicons: builtin::lexicons()? })
    }

    /// Adds a lexicon; one of the same id and language is replaced, in its place, or extended if the new one says so.
    ///
    /// Extending adds the new entries to their groups. An entry with the pattern of an old one takes its place; patterns that the
    /// header lists under `without` are taken out.
    ///
    /// # Errors
    /// If it extends a lexicon that is not there, or takes out a pattern that the lexicon does not have.
    ///
    /// # Example
    /// ```
    /// use framescope::lexicon::{Library, parse::parse};
    /// let base = "frame = 'threat'\nlanguage = 'en'\n[[group]]\nname = 'attack'\nentries = ['attack', 'strike']";
    /// let mine = "frame = 'threat'\nlanguage = 'en'\nextends = true\nwithout = ['strike']\n\
    ///     [[group]]\nname = 'attack'\nentries = ['hack']";
    /// let mut library = Library::default();
    /// library.add(parse("threat.toml", base)?)?;
    /// library.add(parse("mine.toml", mine)?)?;
    /// let patterns: Vec<_> = library.lexicons[0].entries().map(|(_, e)| e.pattern.as_str()).collect();
    /// assert_eq!(patterns, ["attack", "hack"]);
    /// # Ok::<_, framescope::error::Error>(())
    /// ```
    pub fn add(&mut self, lexicon: Lexicon) -> Result<()> {
        let same = |l: &&mut Lexicon| {
            l.id == lexicon.id && l.language == lexicon.language && l.subject == lexicon.subject
        };
        match self.lexicons.iter_mut().find(same) {
            Some(base) if lexicon.extends => extend(base, lexicon)?,
            Some(base) => *base = lexicon,
            None if lexicon.extends => {
                let reason = format!("there is no {} lexicon {:?} to extend", lexicon.language, lexicon.id);
                let error = Error::new(Kind::Lexicon, reason).in_file(&lexicon.file);
                return Err(error.help("take extends = true away, or correct the name or the language"));
            }
            None => self.lexicons.push(lexicon),
        }
        Ok(())
    }

    /// Reads a user's file in any format that [`exchange`] knows and adds its lexicons; `file` is its name in messages.
    /// Returns what could not be carried over.
    ///
    /// # Errors
    /// If the file cannot be read, or not be added; see [`Library::add`].
    pub fn load(&mut self, file: &str, bytes: &[u8], options: &ImportOptions) -> Result<Vec<Loss>> {
        let import = exchange::read(file, bytes, options)?;
        for lexicon in import.lexicons {
            self.add(lexicon)?;
        }
        Ok(import.losses)
    }

    /// The library without one entry: the `entry`-th of group `group` of lexicon `lexicon`. For the question how much of a
    /// finding hangs on it.
    #[must_use]
    pub fn without_entry(&self, lexicon: usize, group: usize, entry: usize) -> Self {
        let mut library = self.clone();
        if let Some(lexicon) = library.lexicons.get_mut(lexicon) {
            lexicon.groups.change(|groups| {
                if let Some(group) = groups.get_mut(group).filter(|g| entry < g.entries.len()) {
                    group.entries.remove(entry);
                }
            });
        }
        library
    }

    /// The library without the entries of one group.
    #[must_use]
    pub fn without_group(&self, lexicon: usize, group: usize) -> Self {
        let mut library = self.clone();
        if let Some(lexicon) = library.lexicons.get_mut(lexicon) {
            lexicon.groups.change(|groups| groups.get_mut(group).into_iter().for_each(|g| g.entries.clear()));
        }
        library
    }

    /// Keeps only the frames named; other subjects stay.
    pub fn keep_frames(&mut self, ids: &[String]) {
        self.lexicons.retain(|l| l.subject != Subject::Frame || ids.contains(&l.id));
    }

    /// Keeps only the concepts named; other subjects stay.
    pub fn keep_concepts(&mut self, ids: &[String]) {
        for l in self.lexicons.iter_mut().filter(|l| l.subject == Subject::Concepts) {
            l.groups.change(|groups| groups.retain(|g| ids.contains(&g.name)));
        }
    }

    /// Frame ids in order of first appearance.
    pub fn frames(&self) -> Vec<&str> {
        let mut out = Vec::new();
        for l in self.lexicons.iter().filter(|l| l.subject == Subject::Frame) {
            if !out.contains(&l.id.as_str()) {
                out.push(&l.id);
            }
        }
        out
    }

    /// Lexicons of a language.
    pub fn of(&self, language: Language) -> impl Iterator<Item = &Lexicon> {
        self.lexicons.iter().filter(move |l| l.language == language)
    }

    /// Languages that any lexicon is in, sorted.
    pub fn languages(&self) -> Vec<Language> {
        let mut out: Vec<_> = self.lexicons.iter().map(|l| l.language).collect();
        out.sort();
        out.dedup();
        out
    }
}

/// What a pattern stands for, written out, in lower case.
fn keys(pattern: &str) -> Vec<String> {
    let spellings = written_out(pattern).unwrap_or_else(|_| vec![pattern.into()]);
    spellings.iter().map(|s| s.to_lowercase()).collect()
}

/// Takes out the entries of these spellings. An entry that stands for others as well stays for those: each an entry of its own, in
/// its place.
fn take_out(entries: &mut Vec<Entry>, spellings: &HashSet<String>) {
    let stays = |entry: &Entry| keys(&entry.pattern).iter().all(|k| !spellings.contains(k));
    if entries.iter().all(stays) {
        return;
    }
    let left = |entry: Entry| -> Vec<Entry> {
        if stays(&entry) {
            return vec![entry];
        }
        let all = written_out(&entry.pattern).unwrap_or_default();
        let left = all.iter().filter(|s| !spellings.contains(&s.to_lowercase()));
        // Sentences that the whole entry must hit need not have any of these words.
        left.map(|s| Entry { pattern: s.to_string(), expect: vec![], ..entry.clone() }).collect()
    };
    *entries = std::mem::take(entries).into_iter().flat_map(left).collect();
}

fn extend(base: &mut Lexicon, lexicon: Lexicon) -> Result<()> {
    let mut out: HashSet<String> = HashSet::new();
    let known: HashSet<String> = base.entries().flat_map(|(_, e)| keys(&e.pattern)).collect();
    for pattern in &lexicon.without {
        let keys = keys(pattern);
        if let Some(key) = keys.iter().find(|k| !known.contains(*k)) {
            let shown = if keys.len() > 1 { key } else { pattern };
            let reason = format!("there is no entry {shown:?} in {} to take out", base.file);
            return Err(Error::new(Kind::Lexicon, reason)
                .in_file(&lexicon.file)
                .help("write the pattern as it stands there, or a spelling that it stands for"));
        }
        out.extend(keys);
    }
    out.extend(lexicon.entries().flat_map(|(_, e)| keys(&e.pattern)));
    let file: Arc<str> = lexicon.file.as_str().into();
    base.groups.change(|groups| {
        for group in &mut *groups {
            take_out(&mut group.entries, &out);
        }
        let places = groups.iter().enumerate().map(|(i, g)| ((g.name.clone(), g.named), i));
        let places: HashMap<(String, bool), usize> = places.collect();
        for mut group in lexicon.groups.iter().cloned() {
            for entry in &mut group.entries {
                entry.file.get_or_insert_with(|| file.clone());
            }
            match places.get(&(group.name.clone(), group.named)).and_then(|i| groups.get_mut(*i)) {
                Some(old) => old.entries.append(&mut group.entries),
                None => groups.push(group),
            }
        }
    });
    for (old, new) in [
        (&mut base.version, lexicon.version),
        (&mut base.source, lexicon.source),
        (&mut base.licence, lexicon.licence),
    ] {
        if !new.is_empty() && *old != new {
            *old = if old.is_empty() { new } else { format!("{old} + {new}") };
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lexicon::parse::parse;

    fn lexicon(file: &str, head: &str, entries: &str) -> Lexicon {
        let text = format!(
            "frame = 'threat'\nlanguage = 'en'\n{head}\n[[group]]\nname = 'g'\nentries = [{entries}]"
        );
        parse(file, &text).unwrap()
    }

    fn patterns(library: &Library) -> Vec<&str> {
        library.lexicons.iter().flat_map(Lexicon::entries).map(|(_, e)| e.pattern.as_str()).collect()
    }

    #[test]
    fn a_lexicon_of_the_same_id_replaces_or_extends() {
        let mut library = Library::default();
        library.add(lexicon("base.toml", "version = '1.0.0'", "'attack', 'strike', 'bomb'")).unwrap();
        library
            .add(lexicon(
                "mine.toml",
                "extends = true\nversion = '0.1.0'\nwithout = ['Bomb']",
                "'hack', 'strike'",
            ))
            .unwrap();
        assert_eq!(patterns(&library), ["attack", "hack", "strike"]);
        assert_eq!(library.lexicons[0].version, "1.0.0 + 0.1.0");
        assert_eq!(library.lexicons[0].groups[0].entries[1].file.as_deref(), Some("mine.toml"));
        assert_eq!(patterns(&library.without_entry(0, 0, 1)), ["attack", "strike"]);
        assert!(patterns(&library.without_group(0, 0)).is_empty());
        library.add(lexicon("other.toml", "", "'raid'")).unwrap();
        assert_eq!(patterns(&library), ["raid"]);
    }

    #[test]
    fn a_spelling_is_taken_out_of_what_stands_for_several() {
        let entry = "{ pattern = '(strike|raid|(car|dirty) bomb)', weight = 0.5, expect = ['A raid.'] }";
        let extended = |without: &str, entries: &str| {
            let mut library = Library::default();
            library.add(lexicon("base.toml", "", &format!("'attack', {entry}"))).unwrap();
            let mine = lexicon("mine.toml", &format!("extends = true\nwithout = [{without}]"), entries);
            library.add(mine).map(|()| library)
        };
        let left = extended("'car bomb', 'STRIKE'", "'hack'").unwrap();
        assert_eq!(patterns(&left), ["attack", "raid", "dirty bomb", "hack"]);
        assert!((left.lexicons[0].groups[0].entries[2].weight - 0.5).abs() < 1e-6);
        let left = extended("'((car|dirty) bomb|attack)'", "'=raid', 'raid'").unwrap();
        assert_eq!(patterns(&left), ["strike", "=raid", "raid"]);
        let whole = extended("'(strike|raid|(car|dirty) bomb)'", "'hack'").unwrap();
        assert_eq!(patterns(&whole), ["attack", "hack"]);
        let e = extended("'(raid|siege)'", "'hack'").unwrap_err().to_string();
        assert!(e.starts_with("mine.toml: there is no entry \"siege\" in base.toml"), "{e}");
    }

    #[test]
    fn what_cannot_be_extended_is_an_error() {
        let mut library = Library::default();
        let e = library.add(lexicon("mine.toml", "extends = true", "'hack'")).unwrap_err().to_string();
        assert!(e.starts_with("mine.toml: there is no en lexicon \"threat\" to extend"), "{e}");
        library.add(lexicon("base.toml", "", "'attack'")).unwrap();
        let e =
            library.add(lexicon("mine.toml", "extends = true\nwithout = ['bomb']", "'hack'")).unwrap_err();
        assert!(e.to_string().starts_with("mine.toml: there is no entry \"bomb\" in base.toml"), "{e}");
    }

    #[test]
    fn dictionaries_of_other_programs_are_loaded() {
        let mut library = Library::default();
        let options = ImportOptions { language: Some(Language::ITALIAN), ..ImportOptions::default() };
        library.load("mine.lc3", b"+Human Interest\nfamiglia\n", &options).unwrap();
        assert_eq!(library.frames(), ["human-interest"]);
    }
}
