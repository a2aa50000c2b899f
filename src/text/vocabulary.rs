//! Interned surface forms: each distinct form is folded and stemmed once, however often it occurs.

use std::hash::BuildHasher;

use hashbrown::HashTable;
use unicode_normalization::UnicodeNormalization;

use super::language::Language;
use super::stem::Stemmer;

/// A surface form in a [`Vocabulary`]. Its number depends on the order of reading and must never reach an output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FormId(pub u32);

/// How a form is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// Starts with a lower-case letter: `attack`, `iPhone`.
    Lower,
    /// Starts with an upper-case letter: `Attack`, `I`.
    Capitalised,
    /// Two or more letters, all of them upper case: `NSA`.
    Capitals,
    /// Starts with a digit.
    Number,
}

#[derive(Debug, Clone, Copy)]
struct Form {
    surface: (u32, u32),
    folded: (u32, u32),
    stem: (u32, u32),
    shape: Shape,
}

/// The distinct surface forms of one language met so far.
pub struct Vocabulary {
    language: Language,
    stemmer: Stemmer,
    hasher: foldhash::fast::FixedState,
    table: HashTable<u32>,
    forms: Vec<Form>,
    arena: String,
}

impl Vocabulary {
    /// An empty vocabulary.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            stemmer: Stemmer::new(language),
            hasher: foldhash::fast::FixedState::default(),
            table: HashTable::new(),
            forms: Vec::new(),
            arena: String::new(),
        }
    }

    /// The language that forms are stemmed in.
    pub fn language(&self) -> Language {
        self.language
    }

    /// Number of distinct forms.
    pub fn len(&self) -> usize {
        self.forms.len()
    }

    /// True before the first form.
    pub fn is_empty(&self) -> bool {
        self.forms.is_empty()
    }

    /// The id of a surface form, new or known.
    pub fn intern(&mut self, surface: &str) -> FormId {
        let hash = self.hasher.hash_one(surface.as_bytes());
        let known = self.table.find(hash, |&id| self.at(self.forms[id as usize].surface) == surface);
        match known {
            Some(&id) => FormId(id),
            None => self.add(surface, hash),
        }
    }

    #[cold]
    fn add(&mut self, surface: &str, hash: u64) -> FormId {
        let folded = fold(surface);
        let stem = self.stemmer.stem(&folded).into_owned();
        let form = Form {
            surface: self.keep(surface),
            folded: self.keep(&folded),
            stem: self.keep(&stem),
            shape: shape(surface),
        };
        let id = self.forms.len() as u32;
        self.forms.push(form);
        let Self { hasher, table, forms, arena, .. } = self;
        table.insert_unique(hash, id, |&id| {
            let (start, end) = forms[id as usize].surface;
            hasher.hash_one(&arena.as_bytes()[start as usize..end as usize])
        });
        FormId(id)
    }

    fn keep(&mut self, s: &str) -> (u32, u32) {
        let start = self.arena.len() as u32;
        self.arena.push_str(s);
        (start, self.arena.len() as u32)
    }

    fn at(&self, (start, end): (u32, u32)) -> &str {
        &self.arena[start as usize..end as usize]
    }

    /// The form as written.
    pub fn surface(&self, id: FormId) -> &str {
        self.at(self.forms[id.0 as usize].surface)
    }

    /// The form in lower case, with straight apostrophes.
    pub fn folded(&self, id: FormId) -> &str {
        self.at(self.forms[id.0 as usize].folded)
    }

    /// The stem of the folded form.
    pub fn stem(&self, id: FormId) -> &str {
        self.at(self.forms[id.0 as usize].stem)
    }

    /// How the form is written.
    pub fn shape(&self, id: FormId) -> Shape {
        self.forms[id.0 as usize].shape
    }
}

/// A surface form in lower case, with straight apostrophes and composed accents.
pub fn fold(surface: &str) -> String {
    if surface.is_ascii() {
        return surface.to_ascii_lowercase().replace('"', "'");
    }
    let straight = |c| if matches!(c, '’' | 'ʼ' | '‘' | '"') { '\'' } else { c };
    surface.nfc().map(straight).collect::<String>().to_lowercase()
}

fn shape(surface: &str) -> Shape {
    let letters = surface.chars().filter(|c| c.is_alphabetic());
    match surface.chars().next() {
        Some(c) if c.is_numeric() => Shape::Number,
        Some(c) if c.is_uppercase() => {
            let (upper, all) = letters.fold((0, 0), |(u, n), c| (u + u32::from(c.is_uppercase()), n + 1));
            if all > 1 && upper == all { Shape::Capitals } else { Shape::Capitalised }
        }
        _ => Shape::Lower,
    }
}
