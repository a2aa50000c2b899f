//! Lexicons → categories that another program can read.

use std::collections::BTreeMap;

use super::category::{Category, Loss, Losses, Term};
use super::import::GENERAL;
use super::{Abilities, Globs};
use crate::lexicon::alternatives::written_out;
use crate::lexicon::entry::{Entry, Lexicon, Subject};
use crate::lexicon::forms::Forms;
use crate::lexicon::glob::glob_matches;
use crate::text::stem::Stemmer;
use crate::text::vocabulary::fold;

/// How lexicons are written for other programs.
#[derive(Debug, Clone, Copy, Default)]
pub struct ExportOptions<'a> {
    /// Words to spell a stem out with, since other programs know no stems: those of a corpus or a word list. Without any, a plain
    /// word is written as it stands in the lexicon.
    pub forms: Option<&'a Forms>,
}

/// Lexicons in another program's format.
#[derive(Debug, Clone)]
pub struct Export {
    /// The file.
    pub text: String,
    /// What could not be carried over.
    pub losses: Vec<Loss>,
}

/// Most spellings of one phrase; one of which more are known is written as it stands.
const MOST_SPELLINGS: usize = 64;

/// Turns lexicons into categories.
pub(super) fn export(
    lexicons: &[&Lexicon],
    can: Abilities,
    options: ExportOptions<'_>,
) -> (Vec<Category>, Losses) {
    let mut writer = Writer { can, known: Known::default(), losses: Losses::default() };
    let mut out = Vec::new();
    for lexicon in lexicons {
        writer.known = Known::of(lexicon, options.forms);
        writer.losses.add("definition, version, source and licence left out", None, &lexicon.file);
        for group in &lexicon.groups {
            let (root, child) = match lexicon.subject {
                Subject::Concepts => (group.name.as_str(), if group.named { "named" } else { "related" }),
                _ if group.name == GENERAL => (lexicon.id.as_str(), ""),
                _ => (lexicon.id.as_str(), group.name.as_str()),
            };
            if !child.is_empty() && !can.nesting {
                writer.losses.add("group joined with its frame", None, &group.name);
            }
            let terms: Vec<Term> =
                group.entries.iter().flat_map(|e| writer.terms(e, group.valence)).collect();
            let category = Category::child(&mut out, root);
            if child.is_empty() || !can.nesting {
                category.terms.extend(terms);
            } else {
                category.children.push(Category {
                    terms,
                    definition: group.definition.clone(),
                    ..Category::new(child)
                });
            }
        }
    }
    let mut todo: Vec<&mut Category> = out.iter_mut().collect();
    while let Some(category) = todo.pop() {
        let mut seen = hashbrown::HashSet::new();
        category.terms.retain(|t| seen.insert(t.text.clone()));
        todo.extend(&mut category.children);
    }
    (out, writer.losses)
}

/// Known forms, to spell stems and globs out.
#[derive(Default)]
struct Known {
    by_stem: BTreeMap<String, Vec<String>>,
    forms: Vec<String>,
    stemmer: Option<Stemmer>,
}

impl Known {
    fn of(lexicon: &Lexicon, forms: Option<&Forms>) -> Self {
        let Some(forms) = forms else { return Self::default() };
        let stemmer = Stemmer::new(lexicon.language);
        let mut by_stem: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for form in forms.keys() {
            by_stem.entry(stemmer.stem(form).into_owned()).or_default().push(form.clone());
        }
        Self { by_stem, forms: forms.keys().cloned().collect(), stemmer: Some(stemmer) }
    }

    /// `word` and all known forms of its stem.
    fn family(&self, word: &str) -> Vec<String> {
        let mut out = vec![word.to_owned()];
        let stem = self.stemmer.as_ref().map(|s| s.stem(word).into_owned());
        out.extend(stem.and_then(|s| self.by_stem.get(&s)).into_iter().flatten().cloned());
        out.sort_unstable();
        out.dedup();
        out
    }
}

struct Writer {
    can: Abilities,
    known: Known,
    losses: Losses,
}

impl Writer {
    fn terms(&mut self, entry: &Entry, valence: Option<f32>) -> Vec<Term> {
        self.conditions(entry);
        let weight = valence
            .or((entry.weight < 1.0).then_some(entry.weight))
            .map(|w| (f64::from(w) * 1e4).round() / 1e4);
        if weight.is_some() && !self.can.weights {
            self.losses.add("weight left out", Some(entry.line), &entry.pattern);
        }
        // A lexicon that was parsed holds no pattern that cannot be read.
        let alternatives = written_out(&entry.pattern).unwrap_or_default();
        if alternatives.len() > 1 {
            let what = "alternatives and gaps written out: a term for every one of them";
            self.losses.add(what, Some(entry.line), &entry.pattern);
        }
        let mut spellings: Vec<String> = alternatives.iter().flat_map(|a| self.spellings(entry, a)).collect();
        if self.can.globs == Globs::AtEnd
            && spellings.iter().any(|s| s.contains('?') || s.find('*').is_some_and(|i| i + 1 < s.len()))
        {
            self.losses.add("glob that the format cannot say, left out", Some(entry.line), &entry.pattern);
            spellings.retain(|s| !s.contains('?') && s.find('*').is_none_or(|i| i + 1 == s.len()));
        }
        let weight = weight.filter(|_| self.can.weights);
        spellings.into_iter().map(|text| Term { text, weight, line: entry.line, native: false }).collect()
    }

    /// All ways to write a pattern without alternatives; none if the format cannot say it.
    fn spellings(&mut self, entry: &Entry, pattern: &str) -> Vec<String> {
        let mut spellings = vec![String::new()];
        for part in pattern.split_whitespace() {
            let Some(ways) = self.part(entry, part) else { return Vec::new() };
            let ways = if spellings.len() * ways.len() > MOST_SPELLINGS { &ways[..1] } else { &ways[..] };
            spellings = spellings
                .iter()
                .flat_map(|s| {
                    ways.iter().map(move |w| if s.is_empty() { w.clone() } else { format!("{s} {w}") })
                })
                .collect();
        }
        spellings
    }

    /// Conditions that no other format has.
    fn conditions(&mut self, entry: &Entry) {
        let line = Some(entry.line);
        for (lost, what) in [
            (!entry.except.is_empty(), "exceptions left out: the term will match where the entry does not"),
            (!entry.expect.is_empty() || !entry.allows.is_empty(), "test sentences left out"),
            (entry.note.is_some(), "remark left out"),
            (entry.case, "case left out: the term will match in any case"),
        ] {
            if lost {
                self.losses.add(what, line, &entry.pattern);
            }
        }
    }

    /// All ways to write one word of a pattern, the one as written first.
    fn part(&mut self, entry: &Entry, part: &str) -> Option<Vec<String>> {
        let line = Some(entry.line);
        let (exact, word) = part.strip_prefix('=').map_or((false, part), |w| (true, w));
        let written = if entry.case { word.to_owned() } else { fold(word) };
        let awkward = written.contains('?') || written.find('*').is_some_and(|i| i + 1 < written.len());
        if written == "*" || (awkward && self.can.globs == Globs::AtEnd) {
            if self.can.globs == Globs::Anywhere {
                return Some(vec![written]);
            }
            let fitting: Vec<String> = match written.as_str() {
                "*" => Vec::new(),
                glob => self.known.forms.iter().filter(|f| glob_matches(glob, f)).cloned().collect(),
            };
            if fitting.is_empty() {
                self.losses.add("glob that the format cannot say, left out", line, &entry.pattern);
                return None;
            }
            self.losses.add("glob written as the words known to fit it", line, &entry.pattern);
            return Some(fitting);
        }
        let pieces: Vec<&str> = written.split('-').filter(|p| !p.is_empty()).collect();
        let plain = !exact && !entry.case && !written.contains(['*', '?']);
        if plain {
            let what = if self.known.stemmer.is_some() {
                "matches every form of its stem; written as the forms known"
            } else {
                "matches every form of its stem; written as it stands"
            };
            self.losses.add(what, line, &entry.pattern);
        }
        let mut ways = vec![Vec::new()];
        for piece in &pieces {
            let forms = if plain { self.known.family(piece) } else { vec![(*piece).to_owned()] };
            let forms =
                if ways.len() * forms.len() > MOST_SPELLINGS { vec![(*piece).to_owned()] } else { forms };
            ways = ways
                .iter()
                .flat_map(|w: &Vec<String>| forms.iter().map(move |f| w.iter().chain([f]).cloned().collect()))
                .collect();
        }
        let joints: &[&str] = match pieces.len() {
            1 => &[""],
            2 => &["-", " ", ""],
            _ => &["-", " "],
        };
        let mut out = vec![written.clone()];
        out.extend(ways.iter().flat_map(|w| joints.iter().map(|j| w.join(j))).filter(|w| *w != written));
        Some(out)
    }
}
