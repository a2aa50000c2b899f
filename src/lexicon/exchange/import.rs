//! Categories → lexicons.

use hashbrown::{HashMap, HashSet};

use super::category::{Category, Loss, Losses, Term};
use crate::error::{Error, Kind, Result};
use crate::lexicon::alternatives::is_sign;
use crate::lexicon::entry::{Entry, Group, Lexicon, Subject};
use crate::lexicon::later::Later;
use crate::lexicon::parse::is_frame_id;
use crate::lexicon::pattern::PatternReader;
use crate::text::Language;

/// What becomes of the categories of a dictionary.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Shape {
    /// Each outermost category is a frame, the categories inside are its groups.
    #[default]
    Frames,
    /// The whole dictionary is one frame of this id, its outermost categories are the groups.
    OneFrame(String),
    /// A tone lexicon: weights are valences.
    Tone,
}

/// How a dictionary is read.
#[derive(Debug, Clone, Default)]
pub struct ImportOptions {
    /// Language of the words; needed, as foreign formats do not tell it.
    pub language: Option<Language>,
    /// Name of the format ([`super::FORMATS`], or `toml`); detected if `None`.
    pub format: Option<&'static str>,
    /// What becomes of the categories.
    pub shape: Shape,
    /// True if plain words shall match every form of their stem, as framescope's own do, not one form as the dictionary says.
    pub stems: bool,
}

/// A dictionary as read.
#[derive(Debug, Clone)]
pub struct Import {
    /// Its lexicons.
    pub lexicons: Vec<Lexicon>,
    /// What could not be carried over or was repaired.
    pub losses: Vec<Loss>,
}

/// Name of the group of the terms that stand directly in a frame.
pub(super) const GENERAL: &str = "general";

/// Turns categories into lexicons.
pub(super) fn import(
    file: &str,
    categories: &[Category],
    options: &ImportOptions,
    losses: Losses,
) -> Result<Import> {
    let language = options.language.ok_or_else(|| {
        Error::new(Kind::Lexicon, "the file does not say which language its words are in")
            .in_file(file)
            .help("name it, or convert the file: framescope lexicon convert --language en")
    })?;
    if let Shape::OneFrame(id) = &options.shape
        && !is_frame_id(id)
    {
        return Err(Error::new(Kind::Lexicon, format!("frame {id:?} cannot name a column"))
            .help("use lower-case letters, digits, - and _"));
    }
    let scale = Scale::of(categories);
    let mut maker = Maker { file, language, options, patterns: PatternReader::new(language), scale, losses };
    let lexicons = match &options.shape {
        Shape::Frames => maker.frames(categories),
        Shape::OneFrame(id) => maker.one_frame(id, categories),
        Shape::Tone => maker.tone(categories),
    };
    if lexicons.iter().all(Lexicon::is_empty) {
        return Err(Error::new(Kind::Lexicon, "there is no term in it that can be read").in_file(file));
    }
    let Maker { mut losses, scale, .. } = maker;
    scale.report(options, &mut losses);
    Ok(Import { lexicons, losses: losses.list() })
}

/// Range of the weights of a dictionary.
#[derive(Debug, Clone, Copy, Default)]
struct Scale {
    largest: f64,
    negative: bool,
    varied: bool,
}

impl Scale {
    fn of(categories: &[Category]) -> Self {
        let mut scale = Self::default();
        let mut todo: Vec<&Category> = categories.iter().collect();
        let mut first = None;
        while let Some(category) = todo.pop() {
            for weight in category.terms.iter().filter_map(|t| t.weight) {
                scale.largest = scale.largest.max(weight.abs());
                scale.negative |= weight < 0.0;
                let first: f64 = *first.get_or_insert(weight);
                scale.varied |= (weight - first).abs() > 0.0;
            }
            todo.extend(&category.children);
        }
        scale
    }

    /// A weight in 0…1. Where all terms weigh the same, weights say nothing.
    fn weight(self, weight: Option<f64>) -> f32 {
        let Some(weight) = weight.filter(|_| self.varied || self.largest <= 1.0) else { return 1.0 };
        (weight.abs() / self.largest.max(1.0)) as f32
    }

    fn valence(self, weight: f64) -> f32 {
        (weight / self.largest.max(1.0)) as f32
    }

    fn report(self, options: &ImportOptions, losses: &mut Losses) {
        if self.largest > 1.0 && self.varied {
            losses.add("weights divided by the largest", None, &format!("{}", self.largest));
        }
        if self.negative && options.shape != Shape::Tone {
            losses.add(
                "signs of weights left out: frames have none; read it as tone to keep them",
                None,
                "−",
            );
        }
    }
}

struct Maker<'a> {
    file: &'a str,
    language: Language,
    options: &'a ImportOptions,
    patterns: PatternReader,
    scale: Scale,
    losses: Losses,
}

impl Maker<'_> {
    fn frames(&mut self, categories: &[Category]) -> Vec<Lexicon> {
        let mut ids = Names::new();
        let mut out = Vec::new();
        for category in categories {
            let mut id = slug(&category.name);
            if !is_frame_id(&id) {
                id = format!("frame-{id}");
            }
            let id = free_name(&id, "-", &mut ids);
            let mut groups = Vec::new();
            self.group(GENERAL, category, &mut groups, &mut Names::new(), true);
            out.push(self.lexicon(id, Subject::Frame, &category.name, &category.definition, groups));
        }
        out.retain(|l| !l.is_empty());
        out
    }

    fn one_frame(&mut self, id: &str, categories: &[Category]) -> Vec<Lexicon> {
        let (mut groups, mut names) = (Vec::new(), Names::new());
        for category in categories {
            self.group(&category.name, category, &mut groups, &mut names, false);
        }
        vec![self.lexicon(id.to_owned(), Subject::Frame, id, "", groups)]
    }

    /// The group of a category's own terms, then those of the categories inside it, with their path as name.
    fn group(
        &mut self,
        name: &str,
        category: &Category,
        out: &mut Vec<Group>,
        names: &mut Names,
        root: bool,
    ) {
        let mut seen = HashSet::new();
        let entries: Vec<Entry> =
            category.terms.iter().filter_map(|t| self.entry(t, &category.name, &mut seen)).collect();
        if !entries.is_empty() {
            let free = free_name(name, " ", names);
            out.push(Group {
                name: free,
                definition: category.definition.clone(),
                entries,
                ..Group::default()
            });
        }
        for child in &category.children {
            let path = if root { child.name.clone() } else { format!("{name}.{}", child.name) };
            self.group(&path, child, out, names, false);
        }
    }

    /// Groups by valence; a term without weight takes it from a category called positive or negative.
    fn tone(&mut self, categories: &[Category]) -> Vec<Lexicon> {
        let mut groups: Vec<Group> = Vec::new();
        let mut index: HashMap<(String, u32), usize> = HashMap::new();
        let mut seen = HashSet::new();
        let mut todo: Vec<&Category> = categories.iter().rev().collect();
        while let Some(category) = todo.pop() {
            let lower = category.name.to_lowercase();
            let sign = if lower.starts_with("neg") { -1.0 } else { 1.0 };
            let known = lower.starts_with("neg") || lower.starts_with("pos");
            for term in &category.terms {
                let valence = match term.weight {
                    Some(w) if w >= 0.0 && known => self.scale.valence(w) * sign,
                    Some(w) => self.scale.valence(w),
                    None if known => sign,
                    None => {
                        self.losses.add("no valence, left out", Some(term.line), &term.text);
                        continue;
                    }
                };
                let Some(entry) = self.entry(term, "", &mut seen) else { continue };
                let key = (category.name.clone(), valence.to_bits());
                let at = *index.entry(key).or_insert_with(|| {
                    let name = format!("{} {valence}", category.name).trim().to_owned();
                    groups.push(Group { name, valence: Some(valence), ..Group::default() });
                    groups.len() - 1
                });
                groups[at].entries.push(entry);
            }
            todo.extend(category.children.iter().rev());
        }
        vec![self.lexicon("tone".to_owned(), Subject::Tone, "Tone", "", groups)]
    }

    fn entry(&mut self, term: &Term, category: &str, seen: &mut HashSet<String>) -> Option<Entry> {
        let pattern = if term.native { term.text.clone() } else { self.pattern(term) };
        let line = Some(term.line);
        if let Err(e) = self.patterns.read(&pattern, false) {
            let reason = e.reason().rsplit_once("\" ").map_or(e.reason(), |r| r.1).to_owned();
            self.losses.add(&format!("left out, as the pattern {reason}"), line, &term.text);
            return None;
        }
        if !seen.insert(pattern.to_lowercase()) {
            let what = format!("stands twice in {category:?}, once kept");
            self.losses.add(what.trim_end_matches(" in \"\""), line, &term.text);
            return None;
        }
        Some(Entry {
            pattern,
            weight: self.scale.weight(term.weight),
            line: term.line,
            column: 1,
            ..Entry::default()
        })
    }

    /// The pattern of a term of another program. Parentheses, bars and braces are punctuation there, which no pattern has words in.
    fn pattern(&mut self, term: &Term) -> String {
        let word = |w: &str| {
            if self.options.stems || w.contains(['*', '?']) { w.to_owned() } else { format!("={w}") }
        };
        let words = term.text.split(|c: char| c.is_whitespace() || is_sign(c)).filter(|w| !w.is_empty());
        let pattern = words.map(word).collect::<Vec<_>>().join(" ");
        if term.text.contains(is_sign) && !pattern.is_empty() {
            self.losses.add("parentheses, bars or braces read as spaces", Some(term.line), &term.text);
        }
        pattern
    }

    fn lexicon(
        &self,
        id: String,
        subject: Subject,
        title: &str,
        definition: &str,
        groups: Vec<Group>,
    ) -> Lexicon {
        Lexicon {
            id,
            subject,
            language: self.language,
            extends: false,
            without: vec![],
            version: String::new(),
            title: title.to_owned(),
            definition: definition.to_owned(),
            source: format!("Read from {}.", self.file.rsplit(['/', '\\']).next().unwrap_or_default()),
            licence: String::new(),
            file: self.file.to_owned(),
            groups: groups.into(),
            graded: Later::default(),
        }
    }
}

/// Names in use, with the number to try next for each.
type Names = HashMap<String, usize>;

/// `name`, or with a number behind it the first one that is not yet among `names`.
fn free_name(name: &str, joint: &str, names: &mut Names) -> String {
    let mut free = name.to_owned();
    while names.contains_key(&free) {
        let next = names.entry_ref(name).or_insert(1);
        *next += 1;
        free = format!("{name}{joint}{next}");
    }
    names.insert(free.clone(), 1);
    free
}

/// A name as an id: lower-case ASCII letters and digits, hyphens between.
fn slug(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mut out = String::new();
    for c in name.nfd().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() || c == '_' {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with('-') && !('\u{300}'..='\u{36f}').contains(&c) {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}
