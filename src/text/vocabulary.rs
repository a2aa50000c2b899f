//! Interned surface forms: each distinct form is folded and stemmed once, however often it occurs.

use unicode_normalization::UnicodeNormalization;

use super::key::Key;
use super::language::Language;
use super::stem::Stemmer;
use super::table::{SHORT, ShortForms, Table, WANTED, gathered};

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

/// A stretch of the arena. A folded form that equals its surface, and a stem that begins its folded form, share its bytes.
#[derive(Debug, Clone, Copy)]
struct Piece {
    start: usize,
    len: u32,
    /// The hash of the text, for [`Key`]s.
    hash: u64,
}

#[derive(Debug, Clone, Copy)]
struct Form {
    surface: Piece,
    folded: Piece,
    stem: Piece,
    shape: Shape,
}

/// The distinct surface forms of one language met so far.
///
/// # Example
/// ```
/// use framescope::text::{Language, Vocabulary};
/// let mut words = Vocabulary::new(Language::ENGLISH);
/// let id = words.intern("Hackers");
/// assert_eq!((words.folded(id), words.stem(id)), ("hackers", "hacker"));
/// assert_eq!(words.intern("Hackers"), id);
/// ```
pub struct Vocabulary {
    language: Language,
    stemmer: Stemmer,
    table: Table,
    forms: Vec<Form>,
    arena: String,
    /// A form while it is folded.
    scratch: String,
}

impl Vocabulary {
    /// An empty vocabulary.
    pub fn new(language: Language) -> Self {
        Self {
            language,
            stemmer: Stemmer::new(language),
            table: Table::default(),
            forms: Vec::new(),
            arena: String::new(),
            scratch: String::new(),
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
        self.intern_at(surface, 0, surface.len())
    }

    /// The id of the form `text[start..end]`. Quicker than cutting it out first: a short word is read from the text in one
    /// load. Bounds that do not fit the text give the empty form.
    #[inline]
    pub fn intern_at(&mut self, text: &str, start: usize, end: usize) -> FormId {
        let Self { forms, arena, table, .. } = self;
        let known = table.find(text.as_bytes(), start, end, |id| {
            let Piece { start, len, .. } = forms[id as usize].surface;
            &arena.as_bytes()[start..start + len as usize]
        });
        match known {
            Some(id) => FormId(id),
            None => self.add(text.get(start..end).unwrap_or_default()),
        }
    }

    /// What finds known forms of 1 to 15 bytes; `None` before the first form.
    #[inline]
    pub(super) fn known(&self) -> Option<Known<'_>> {
        self.table.short_forms().map(Known)
    }

    #[cold]
    fn add(&mut self, surface: &str) -> FormId {
        let surface_at = self.keep(surface);
        let (folded, stem) = if let Some(short) = folded_short(surface) {
            if short[..surface.len()] == *surface.as_bytes() {
                (surface_at, self.keep_stem(surface_at, surface))
            } else {
                let folded = str::from_utf8(&short[..surface.len()]).unwrap_or_default();
                self.keep_folded(surface_at, surface, folded)
            }
        } else {
            let mut folded = std::mem::take(&mut self.scratch);
            folded.clear();
            fold_into(surface, &mut folded);
            let pieces = self.keep_folded(surface_at, surface, &folded);
            self.scratch = folded;
            pieces
        };
        let id = self.forms.len() as u32;
        self.forms.push(Form { surface: surface_at, folded, stem, shape: shape(surface) });
        let Self { table, forms, arena, .. } = self;
        table.insert(surface.as_bytes(), id, |id| {
            let Piece { start, len, .. } = forms[id as usize].surface;
            &arena.as_bytes()[start..start + len as usize]
        });
        FormId(id)
    }

    /// Keeps the folded form of a surface form that stands at `surface_at`, and its stem.
    fn keep_folded(&mut self, surface_at: Piece, surface: &str, folded: &str) -> (Piece, Piece) {
        if folded == surface {
            return (surface_at, self.keep_stem(surface_at, surface));
        }
        // The folded form may have been met as a surface form.
        let known = self.table.find(folded.as_bytes(), 0, folded.len(), |id| {
            self.at(self.forms[id as usize].surface).as_bytes()
        });
        let known = known.and_then(|id| self.forms.get(id as usize));
        if let Some(form) = known.filter(|form| self.at(form.folded) == folded) {
            return (form.folded, form.stem);
        }
        let folded_at = self.keep(folded);
        (folded_at, self.keep_stem(folded_at, folded))
    }

    /// Keeps the stem of a folded form that stands at `folded_at`.
    fn keep_stem(&mut self, folded_at: Piece, folded: &str) -> Piece {
        // No stemmer takes an ending off what has no letter.
        if folded.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')) {
            return folded_at;
        }
        let stem = self.stemmer.stem(folded);
        if stem == folded {
            folded_at
        } else if folded.starts_with(&*stem) {
            Piece { len: stem.len() as u32, hash: Key::new(&stem).hash(), ..folded_at }
        } else {
            self.keep(&stem)
        }
    }

    /// Forgets all forms but the first `kept`. Forms are numbered as they are met, and frequent words are met early: what is
    /// forgotten is mostly rare. Ids below `kept` stay what they are; whoever keeps something by id must forget the rest too.
    pub fn forget_after(&mut self, kept: usize) {
        let Some(first) = self.forms.get(kept) else { return };
        self.arena.truncate(first.surface.start);
        self.forms.truncate(kept);
        let Self { table, forms, arena, .. } = self;
        let bytes_of = |id: u32| {
            let Piece { start, len, .. } = forms[id as usize].surface;
            &arena.as_bytes()[start..start + len as usize]
        };
        table.clear();
        for id in 0..forms.len() as u32 {
            table.insert(bytes_of(id), id, bytes_of);
        }
    }

    fn keep(&mut self, s: &str) -> Piece {
        let start = self.arena.len();
        self.arena.push_str(s);
        Piece { start, len: s.len() as u32, hash: Key::new(s).hash() }
    }

    fn at(&self, Piece { start, len, .. }: Piece) -> &str {
        &self.arena[start..start + len as usize]
    }

    #[inline]
    fn key(&self, Piece { start, len, hash }: Piece) -> Key<'_> {
        Key::known(&self.arena.as_bytes()[start..start + len as usize], hash)
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

    /// The form as written, folded, and its stem, to be looked up.
    #[inline]
    pub(super) fn keys(&self, id: FormId) -> [Key<'_>; 3] {
        let Form { surface, folded, stem, .. } = self.forms[id.0 as usize];
        [self.key(surface), self.key(folded), self.key(stem)]
    }

    /// How the form is written.
    pub fn shape(&self, id: FormId) -> Shape {
        self.forms[id.0 as usize].shape
    }
}

/// The short forms of a [`Vocabulary`].
#[derive(Clone, Copy)]
pub(super) struct Known<'a>(ShortForms<'a>);

impl Known<'_> {
    /// The id of a known form: the first `len` (1 to 15) of these bytes, which hold no zero.
    #[inline]
    pub(super) fn find<const N: usize>(self, bytes: &[u8; N], len: usize) -> Option<FormId> {
        let (low, rest) = bytes.split_first_chunk()?;
        let (wanted_low, wanted_high) = WANTED[len % SHORT];
        let low = u64::from_le_bytes(*low) & wanted_low;
        let high = u64::from_le_bytes(*rest.first_chunk()?) & wanted_high;
        self.0.find((low, high)).map(FormId)
    }
}

/// A surface form in lower case, with straight apostrophes and composed accents, without invisible characters.
///
/// # Example
/// ```
/// use framescope::text::vocabulary::fold;
/// assert_eq!(fold("Dell’"), "dell'");
/// assert_eq!(fold("Cyber\u{ad}krieg"), "cyberkrieg");
/// ```
pub fn fold(surface: &str) -> String {
    let mut folded = String::with_capacity(surface.len());
    fold_into(surface, &mut folded);
    folded
}

/// A form of at most 16 ASCII bytes without quotes [`fold`]ed; behind it stand zeros.
fn folded_short(surface: &str) -> Option<[u8; 16]> {
    const fn each(byte: u8) -> u128 {
        u128::from_le_bytes([byte; 16])
    }
    let wide = Some(surface.as_bytes()).filter(|s| s.len() <= 16).map(gathered)?;
    // Mycroft 1987: true if one of the bytes is this one.
    let holds = |byte| (wide ^ each(byte)).wrapping_sub(each(1)) & !(wide ^ each(byte)) & each(0x80) != 0;
    if wide & each(0x80) != 0 || holds(b'"') || holds(b'`') {
        return None;
    }
    // Of ASCII no sum of a lane reaches the next one.
    let capital = (wide + each(0x80 - b'A')) & !(wide + each(0x7f - b'Z')) & each(0x80);
    Some((wide | capital >> 2).to_le_bytes())
}

/// [`fold`]s behind what `into` holds.
fn fold_into(surface: &str, into: &mut String) {
    if surface.is_ascii() {
        let start = into.len();
        into.push_str(surface);
        into[start..].make_ascii_lowercase();
        if surface.contains(['"', '`']) {
            let straight = into[start..].replace(['"', '`'], "'");
            into.truncate(start);
            into.push_str(&straight);
        }
        return;
    }
    let straight =
        |c| if matches!(c, '’' | 'ʼ' | '‘' | '＇' | '´' | '`' | '′' | '"') { '\'' } else { c };
    let seen = |c: &char| !matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}');
    let lower = surface.chars().filter(seen).map(straight).collect::<String>().to_lowercase();
    into.extend(lower.nfc());
}

fn shape(surface: &str) -> Shape {
    match surface.chars().next() {
        Some(c) if c.is_numeric() => Shape::Number,
        Some(c) if c.is_uppercase() => {
            // Nearly always the second letter tells.
            if surface.as_bytes().get(c.len_utf8()).is_some_and(u8::is_ascii_lowercase) {
                return Shape::Capitalised;
            }
            let letters = surface.chars().filter(|c| c.is_alphabetic());
            let (upper, all) = letters.fold((0, 0), |(u, n), c| (u + u32::from(c.is_uppercase()), n + 1));
            if all > 1 && upper == all { Shape::Capitals } else { Shape::Capitalised }
        }
        _ => Shape::Lower,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_are_interned_once_whatever_their_length() {
        let mut words = Vocabulary::new(Language::ENGLISH);
        let text = "war wars interconnectedness’s warfare\0 war internationalisation interconnectedness’s";
        let ids: Vec<FormId> = text.split(' ').map(|w| words.intern(w)).collect();
        assert_eq!(ids[0], ids[4]);
        assert_eq!(ids[2], ids[6]);
        assert_eq!(words.len(), 5);
        for (id, word) in ids.iter().zip(text.split(' ')) {
            assert_eq!(words.surface(*id), word);
        }
    }

    proptest::proptest! {
        #[test]
        fn forms_are_folded_and_stemmed_one_by_one(forms in proptest::collection::vec("\\PC{0,9}|[A-Za-z\"`']{0,20}|[0-9.,]{1,9}|[A-Z]?[a-d]{1,3}", 0..30)) {
            for language in [Language::ENGLISH, Language::ITALIAN, Language::GERMAN] {
                let (mut words, stemmer) = (Vocabulary::new(language), Stemmer::new(language));
                let ids: Vec<FormId> = forms.iter().map(|f| words.intern(f)).collect();
                for (form, id) in forms.iter().zip(ids) {
                    let straight = |c| if matches!(c, '"' | '`') { '\'' } else { c };
                    let folded: String = if form.is_ascii() {
                        form.to_lowercase().chars().map(straight).collect()
                    } else {
                        fold(form)
                    };
                    proptest::prop_assert_eq!(words.surface(id), form);
                    proptest::prop_assert_eq!(words.folded(id), folded.as_str());
                    proptest::prop_assert_eq!(words.stem(id), stemmer.stem(&folded));
                    let stem = stemmer.stem(&folded);
                    let keys = [form.as_str(), folded.as_str(), &stem].map(Key::new);
                    proptest::prop_assert_eq!(format!("{:?}", words.keys(id)), format!("{keys:?}"));
                }
            }
        }

        #[test]
        fn short_forms_are_folded_as_long_ones(form in "\\PC{0,5}|[!-~]{0,20}|[@A-Z\\[`a-z{'\"]{0,16}") {
            if let Some(short) = folded_short(&form) {
                let folded = fold(&form);
                proptest::prop_assert_eq!((&short[..form.len()], &short[form.len()..]), (folded.as_bytes(), &[0; 16][form.len()..]));
            }
        }

        #[test]
        fn shapes_are_those_of_all_letters(form in "\\PC{0,4}|[A-Z]['A-Z]{0,3}[a-z]{0,2}|[0-9]\\PC{0,2}") {
            let letters = form.chars().filter(|c| c.is_alphabetic()).count();
            let upper = form.chars().filter(|c| c.is_alphabetic() && c.is_uppercase()).count();
            let plain = match form.chars().next() {
                Some(c) if c.is_numeric() => Shape::Number,
                Some(c) if c.is_uppercase() && letters > 1 && letters == upper => Shape::Capitals,
                Some(c) if c.is_uppercase() => Shape::Capitalised,
                _ => Shape::Lower,
            };
            proptest::prop_assert_eq!(shape(&form), plain);
        }
    }

    #[test]
    fn thousands_of_forms_keep_their_ids() {
        let mut words = Vocabulary::new(Language::ENGLISH);
        let forms: Vec<String> = (0..5000).map(|i| format!("w{i}{}", "x".repeat(i % 23))).collect();
        let ids: Vec<FormId> = forms.iter().map(|f| words.intern(f)).collect();
        assert_eq!(ids, forms.iter().map(|f| words.intern(f)).collect::<Vec<_>>());
        assert_eq!(words.len(), 5000);
        assert!(ids.iter().zip(&forms).all(|(id, f)| words.surface(*id) == f));
    }

    #[test]
    fn folding_evens_out_case_apostrophes_accents_and_invisible_characters() {
        assert_eq!(fold("PERCHE\u{301}"), "perché");
        assert_eq!(fold("DON’T"), "don't");
        assert_eq!(fold("group\"s"), "group's");
        assert_eq!(fold("zero\u{200b}width"), "zerowidth");
    }

    #[test]
    fn what_is_forgotten_is_met_anew() {
        let mut words = Vocabulary::new(Language::ENGLISH);
        let forms: Vec<String> = (0..3000).map(|i| format!("Word{i}{}", "s".repeat(i % 23))).collect();
        let ids: Vec<FormId> = forms.iter().map(|f| words.intern(f)).collect();
        words.forget_after(1000);
        assert_eq!(words.len(), 1000);
        assert_eq!(words.intern(&forms[999]), ids[999]);
        assert_eq!(words.intern(&forms[2500]), FormId(1000));
        for (form, id) in forms.iter().zip(&ids).take(1000) {
            assert_eq!((words.intern(form), words.surface(*id)), (*id, form.as_str()));
        }
        assert_eq!(words.stem(FormId(1000)), Stemmer::new(Language::ENGLISH).stem(&fold(&forms[2500])));
    }

    #[test]
    fn a_word_outside_the_text_is_the_empty_form() {
        let mut words = Vocabulary::new(Language::ITALIAN);
        let id = words.intern_at("abc", 2, 9);
        assert_eq!(words.surface(id), "");
        assert_eq!(words.intern(""), id);
    }
}
