//! One article through all layers. One analyser per worker; its buffers and vocabularies are reused.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::annotation::{Annotation, Hit, Masked, Mention, Removed};
use super::scheme::{Pack, Scheme, Slot};
use super::tone::{Judged, ToneCache};
use crate::article::Article;
use crate::error::{Error, Kind, Result};
use crate::input::cleaning::Cleaning;
use crate::lexicon::{Found, MatchCache};
use crate::stance::{
    self, Choice, Families, Scene, SpanReading, Spot, StanceCache, StanceRules, Voice, Wanted,
};
use crate::text::{self, Detector, Language, Marks, SentenceKind, Span, Vocabulary};

/// How much is computed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// What the rows of `score` need: stance and voice of hits, nobody's name and no actor.
    Rows,
    /// What reports need: stance only in sentences with hits.
    Counts,
    /// Every layer for every sentence.
    Full,
}

/// Distinct forms that a vocabulary may hold, and how many of them, those met first, it keeps when it is full, so that memory
/// stays bounded on any corpus: some 200 bytes a form with all that is known of it. Results do not depend on it: a form met
/// again is only looked up again. Six times as many were no quicker on 100 MB of text: what is seldom met is cheaper stemmed
/// twice than kept where it pushes frequent forms out of the processor's cache.
const VOCABULARY: (usize, usize) = (14_000, 7_000);

/// The language whose workspace an article is read in. Languages without rules and lexicons of their own share one, so that a mix of
/// many costs neither time nor memory.
fn workspace_of(scheme: &Scheme, language: Language) -> Language {
    let own = language.row().is_some() || scheme.languages().any(|l| l == language);
    if own { language } else { Language::UNDETERMINED }
}

/// Annotates articles against a [`Scheme`].
pub struct Analyser {
    scheme: Arc<Scheme>,
    workspaces: BTreeMap<Language, Workspace>,
    detector: Detector,
    annotation: Annotation,
    found: Vec<Found>,
    /// What was found for tone.
    phrases: Vec<Found>,
    /// Tokens of each hit: the first, and one past the last.
    framed: Vec<(u32, u32)>,
    wanted: Vec<bool>,
    cleaning: Cleaning,
    removed: Vec<Span>,
}

struct Workspace {
    vocabulary: Vocabulary,
    matches: MatchCache,
    tone: ToneCache,
    stance: StanceCache,
}

impl Workspace {
    fn new(language: Language, without: Families) -> Self {
        Self {
            vocabulary: Vocabulary::new(language),
            matches: MatchCache::new(),
            tone: ToneCache::new(),
            stance: StanceCache::without(without),
        }
    }
}

impl Workspace {
    fn forget_after(&mut self, kept: usize) {
        self.vocabulary.forget_after(kept);
        self.matches.forget_after(kept);
        self.tone.forget_after(kept);
        self.stance.forget_after(kept);
    }
}

impl Analyser {
    /// A worker for a scheme.
    pub fn new(scheme: Arc<Scheme>) -> Self {
        Self {
            scheme,
            workspaces: BTreeMap::new(),
            detector: Detector::new(),
            annotation: Annotation::default(),
            found: Vec::new(),
            phrases: Vec::new(),
            framed: Vec::new(),
            wanted: Vec::new(),
            cleaning: Cleaning::default(),
            removed: Vec::new(),
        }
    }

    /// The scheme it works with.
    pub fn scheme(&self) -> &Arc<Scheme> {
        &self.scheme
    }

    /// The vocabulary that the last article of a language was read with.
    pub fn vocabulary(&self, language: Language) -> Option<&Vocabulary> {
        self.workspaces.get(&workspace_of(&self.scheme, language)).map(|w| &w.vocabulary)
    }

    /// Why a hit of the last article has its actor; `None` if it has none.
    pub fn choice(&self, hit: &Hit) -> Option<Choice> {
        let language = self.annotation.document.language;
        let work = self.workspaces.get(&workspace_of(&self.scheme, language))?;
        let Annotation { document, reading, actors, .. } = &self.annotation;
        hit.actor?;
        let scene = Scene { document, vocabulary: &work.vocabulary, words: &work.stance, reading, actors };
        stance::actor_of(scene, hit.sentence as usize, hit.span, hit.reading)
    }

    /// The annotation of the last article.
    pub fn annotation(&self) -> &Annotation {
        &self.annotation
    }

    /// Annotates an article. The annotation is valid until the next call.
    ///
    /// # Errors
    /// If the text is longer than offsets can say (4 GiB).
    pub fn annotate(&mut self, article: &Article, depth: Depth) -> Result<&Annotation> {
        let text = article.text.as_str();
        if text.len() >= u32::MAX as usize {
            let e = Error::new(Kind::Input, format!("article {:?} is longer than 4 GiB", article.id));
            return Err(e.in_file(&article.origin.file).help("split it into articles"));
        }
        let Self {
            scheme,
            workspaces,
            detector,
            annotation,
            found,
            phrases,
            framed,
            wanted,
            cleaning,
            removed,
        } = self;
        annotation.clear();
        let declared = article.language.as_deref().and_then(Language::from_tag);
        let language = declared.filter(|l| *l != Language::UNDETERMINED).unwrap_or_else(|| {
            let (language, confidence) = detector.detect(text);
            annotation.language_confidence = Some(confidence);
            language
        });
        let place = workspace_of(scheme, language);
        let work = workspaces.entry(place).or_insert_with(|| Workspace::new(place, scheme.without));
        if work.vocabulary.len() > VOCABULARY.0 {
            work.forget_after(VOCABULARY.1);
        }
        scheme.cleaner.clean_article(article, cleaning);
        removed.clear();
        for r in &cleaning.removed {
            let span = Span { start: r.start, end: r.end };
            removed.push(span);
            annotation.removed.push(Removed { span, rule: r.rule });
        }
        let Cleaning { map, apostrophes, breaks, .. } = cleaning;
        let marks = Marks { removed, apostrophes, breaks, title: article.title.as_deref() };
        text::read_mapped(text, map, marks, &mut work.vocabulary, &mut annotation.document);
        annotation.document.language = language;
        if let Some(pack) = scheme.pack(language) {
            find(pack, work, annotation, found, phrases, framed);
            if let Some(lexicon) = &pack.tone {
                let Annotation { document, tone, .. } = &mut *annotation;
                lexicon.tones(
                    Judged { text, document, framed, phrases },
                    &work.vocabulary,
                    &mut work.tone,
                    tone,
                );
            }
            read_stance(pack, text, apostrophes, work, annotation, framed, depth, wanted);
        } else if let Some(rules) = StanceRules::builtin(language).filter(|_| depth == Depth::Full) {
            // Without lexicons there are no hits, but who speaks can be told.
            let Annotation { document, reading, .. } = annotation;
            stance::read(
                rules,
                text,
                document,
                &work.vocabulary,
                &mut work.stance,
                apostrophes,
                Wanted::All,
                reading,
            );
        }
        let sentences = annotation.document.sentences.len();
        annotation.tone.resize(sentences, None);
        annotation.reading.sentences.resize(sentences, (Voice::Narrator, None));
        Ok(annotation)
    }
}

/// Finds hits, mentions and actors, and the `phrases` that tone needs; `framed` are the tokens of the hits.
fn find(
    pack: &Pack,
    work: &mut Workspace,
    annotation: &mut Annotation,
    found: &mut Vec<Found>,
    phrases: &mut Vec<Found>,
    framed: &mut Vec<(u32, u32)>,
) {
    found.clear();
    phrases.clear();
    framed.clear();
    let Annotation { document, hits, mentions, actors, masked, .. } = annotation;
    pack.matcher.find_by_place(&document.tokens, &work.vocabulary, &mut work.matches, found);
    // Names of institutions, of the sentences that may have some.
    let (mut names, mut asked) = (Vec::new(), None);
    let frames = pack.has_actors.len() as u16;
    let mut at = 0;
    for f in found {
        if let Some(slot) = f.slot.checked_sub(pack.tone_slots) {
            phrases.push(Found { slot, ..*f });
            continue;
        }
        while document.sentences.get(at).is_some_and(|s| s.last <= f.first) {
            at += 1;
        }
        let token = |place: u32| document.tokens.get(place as usize);
        let (Some(sentence), Some(entry), Some(a), Some(b)) = (
            document.sentences.get(at),
            pack.entries.get(f.entry as usize),
            token(f.first),
            token(f.last.wrapping_sub(1)),
        ) else {
            continue;
        };
        if sentence.kind == SentenceKind::Boilerplate {
            continue;
        }
        let span = Span { start: a.start, end: b.end };
        // The first slots are those of the frames: most hits are told by them, and need not wait for their entries.
        let slot = if f.slot < frames { Slot::Frame(f.slot) } else { entry.slot };
        match slot {
            Slot::Frame(frame) => {
                framed.push((f.first, f.last));
                hits.push(Hit {
                    frame,
                    entry: f.entry,
                    span,
                    sentence: at as u32,
                    weight: entry.weight,
                    reading: SpanReading::default(),
                    actor: None,
                });
                if let Some(rules) = pack.stance
                    && stance::in_a_name(rules, &work.vocabulary, &mut work.stance, a.form)
                    && asked.replace(at) != Some(at)
                {
                    stance::institutions(
                        rules,
                        document,
                        &work.vocabulary,
                        &mut work.stance,
                        sentence,
                        &mut names,
                    );
                }
            }
            Slot::Concept(concept) => mentions.push(Mention {
                concept,
                entry: f.entry,
                span,
                sentence: at as u32,
                named: entry.named,
            }),
            Slot::Actor(actor) => actors.push((span, actor)),
        }
    }
    if !names.is_empty() {
        mask(&names, hits, framed, masked);
    }
    debug_assert!(annotation.mentions.is_sorted_by_key(|m| (m.span, m.concept)));
}

/// Takes hits away that stand inside one of these names of institutions, each with its tokens. All are sorted by place.
fn mask(names: &[Span], hits: &mut Vec<Hit>, framed: &mut Vec<(u32, u32)>, masked: &mut Vec<Masked>) {
    let mut kept = 0;
    for k in 0..hits.len() {
        let hit = hits[k];
        let next = names.partition_point(|n| n.end < hit.span.end);
        if let Some(&name) = names.get(next).filter(|n| n.covers(hit.span)) {
            let Hit { frame, entry, span, sentence, .. } = hit;
            masked.push(Masked { frame, entry, span, sentence, name });
        } else {
            hits[kept] = hit;
            framed[kept] = framed[k];
            kept += 1;
        }
    }
    hits.truncate(kept);
    framed.truncate(kept);
}

/// Fills voice and stance of the article, then of every hit; `framed` are their tokens.
#[allow(clippy::too_many_arguments, reason = "what stance depends on")]
fn read_stance(
    pack: &Pack,
    text: &str,
    apostrophes: &[u32],
    work: &mut Workspace,
    annotation: &mut Annotation,
    framed: &[(u32, u32)],
    depth: Depth,
    wanted: &mut Vec<bool>,
) {
    let Some(rules) = pack.stance else { return };
    let Annotation { document, reading, hits, actors, .. } = annotation;
    let wanted = match depth {
        Depth::Rows => {
            let hits = hits.iter_mut().zip(framed);
            let mut spots = hits.map(|(h, tokens)| Spot {
                sentence: h.sentence,
                tokens: *tokens,
                reading: &mut h.reading,
            });
            let vocabulary = &work.vocabulary;
            return stance::of_hits(
                rules,
                text,
                document,
                vocabulary,
                &mut work.stance,
                apostrophes,
                &mut spots,
            );
        }
        Depth::Full => Wanted::All,
        Depth::Counts => {
            wanted.clear();
            wanted.resize(document.sentences.len(), false);
            for hit in hits.iter() {
                if let Some(w) = wanted.get_mut(hit.sentence as usize) {
                    *w = true;
                }
            }
            Wanted::Sentences(wanted)
        }
    };
    stance::read(rules, text, document, &work.vocabulary, &mut work.stance, apostrophes, wanted, reading);
    let scene = Scene { document, vocabulary: &work.vocabulary, words: &work.stance, reading, actors };
    for hit in hits {
        let index = hit.sentence as usize;
        hit.reading = stance::of_span(reading, document, index, hit.span);
        let has_actor = pack.has_actors.get(usize::from(hit.frame)).copied().unwrap_or(false);
        if has_actor {
            hit.actor = stance::actor_of(scene, index, hit.span, hit.reading).map(|c| c.actor);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::LazyLock;

    use proptest::prelude::*;

    use super::*;
    use crate::lexicon::Library;
    use crate::score::table::{Layout, RowWriter, Rows};
    use crate::score::units::Unit;

    static SCHEME: LazyLock<Arc<Scheme>> =
        LazyLock::new(|| Arc::new(Scheme::compile(&Library::builtin().unwrap()).unwrap()));
    static OF_ROWS: LazyLock<Arc<Scheme>> =
        LazyLock::new(|| Arc::new(Scheme::for_rows(Library::builtin().unwrap()).unwrap()));

    /// Rows of sentences and hits, as `score` writes them.
    fn rows(analyser: &mut Analyser, text: &str, depth: Depth) -> String {
        let scheme = analyser.scheme().clone();
        let article = Article { id: "a".into(), text: text.to_owned(), ..Article::default() };
        let annotation = analyser.annotate(&article, depth).unwrap();
        let writer = RowWriter::new(&scheme, Layout::Csv);
        let mut out = Vec::new();
        for unit in [Unit::Article, Unit::Sentence, Unit::Hit] {
            Rows::new(unit, 3).each(&scheme, &article, annotation, |row| writer.write(row, &mut out));
        }
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn a_paragraph_without_hits_ends_the_one_before_it_all_the_same() {
        let text =
            "The ministerCyber Caliphate “and we will attack,”.Officialsthreat.\n\nThe minister spoke.";
        let mut analyser = Analyser::new(SCHEME.clone());
        assert_eq!(rows(&mut analyser, text, Depth::Rows), rows(&mut analyser, text, Depth::Full));
    }

    #[test]
    fn many_languages_share_one_workspace() {
        let mut analyser = Analyser::new(SCHEME.clone());
        for code in
            ["pt", "nl", "sv", "pl", "ro", "tr", "fi", "en", "it", "fr", "de", "es", "ar", "zh", "ru", "pt"]
        {
            let text = "Gli hacker e la rete, the threat 12.".to_owned();
            let article = Article { text, language: Some(code.into()), ..Article::default() };
            let annotation = analyser.annotate(&article, Depth::Full).unwrap();
            let language = annotation.document.language;
            assert_eq!((language.code(), annotation.document.tokens.len()), (code, 8), "{code}");
            assert!(analyser.vocabulary(language).is_some_and(|v| v.len() > 5));
        }
        assert_eq!(analyser.workspaces.len(), 7);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(60))]

        /// The quick path of `score`, with caches that other texts have filled, against the whole analysis with fresh ones.
        #[test]
        fn every_depth_gives_the_same_rows(texts in proptest::collection::vec(r"((The minister|A hacker|“They|Officials|She|Il ministro)( (said|warned that|would|could not|denied|ha detto che|non) )?(the group|an attack|Cyber Caliphate|attacked|steal data|privacy|la rete|threat|skills|\PC){1,4}(,? (he said|according to police|“and we will attack,”|‘so’|”|secondo la polizia))?([.?!]| ){1,2}(\n\n)?){1,9}", 1..5)) {
            let (mut warm, mut without_actors) =
                (Analyser::new(SCHEME.clone()), Analyser::new(OF_ROWS.clone()));
            for text in &texts {
                let quick = rows(&mut warm, text, Depth::Rows);
                prop_assert_eq!(&quick, &rows(&mut without_actors, text, Depth::Rows));
                let mut fresh = Analyser::new(SCHEME.clone());
                prop_assert_eq!(&quick, &rows(&mut fresh, text, Depth::Counts));
                prop_assert_eq!(&quick, &rows(&mut fresh, text, Depth::Full));
            }
        }
    }
}
