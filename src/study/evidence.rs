//! The sentences behind the numbers: for every cell a seeded random sample of hits, one of each stance and voice among them.

use std::collections::BTreeMap;

use serde::Serialize;

use super::cells::Cell;
use super::compare::Material;
use super::corpus::{StudyArticle, StudyHit, StudyMention};
use super::quotes::Budget;
use crate::score::Scheme;
use crate::stance::{Actor, Cue, CueClass, Stance, Voice};
use crate::stats::random::Seed;
use crate::text::{Span, one_line};

/// What a stretch of a quotation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Nothing in particular.
    Plain,
    /// A hit or mention that the quotation stands for, or another of the same kind in the sentence.
    Hit,
    /// A cue of stance.
    Cue(CueClass),
    /// Words in the scope of a cue.
    Scope(CueClass),
}

/// What sentences are quoted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Hits of a frame.
    Frame,
    /// Mentions of a concept by name.
    Mention,
    /// Expressions that point to a concept without naming it.
    Related,
    /// Sentences of which the tone is the mean: all, or those near a concept.
    Tone,
}

/// A hit of a frame, or a mention of a concept, with its sentence cut to the quotation limit; or a sentence with its tone.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// Frame id or concept id; of a tone the id of the concept that is near, or `all`.
    pub frame: String,
    /// Label of the cell.
    pub source: String,
    /// Article id.
    pub article: String,
    /// Date, as far as known.
    pub date: Option<String>,
    /// Index of the sentence.
    pub sentence: u32,
    /// Words before the hit.
    pub before: String,
    /// The hit.
    pub hit: String,
    /// Words after the hit.
    pub after: String,
    /// How it is put; `None` for a mention.
    pub stance: Option<Stance>,
    /// Who puts it.
    pub voice: Voice,
    /// The speaker, if known.
    pub speaker: Option<String>,
    /// Whose capability or intent it is.
    pub actor: Option<Actor>,
    /// The patterns that hit here, as the lexicon writes them; none for a mention or a tone.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub entries: Vec<String>,
    /// How many hits or mentions of the sentence are read as this one is, itself included.
    pub hits: u64,
    /// Tone of the sentence, −1…1, where the tone is what it is quoted for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tone: Option<f32>,
    /// Ids of the concepts that its segment mentions, by name or by a related expression.
    pub concepts: Vec<String>,
    /// Language code of the article.
    pub language: String,
    /// The quotation in stretches: hits, cues of stance and their scopes.
    #[serde(skip)]
    pub words: Vec<(Mark, String)>,
}

impl Evidence {
    /// True if the article's share of quotation left no word beside the hit, although there are others.
    pub fn is_bare(&self) -> bool {
        let none = |s: &str| s.trim_matches([' ', '…']).is_empty();
        none(&self.before) && none(&self.after) && (self.before.contains('…') || self.after.contains('…'))
    }
}

/// What a sample of hits shows, and what it leaves out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct EvidenceCell {
    /// Frame id or concept id; of a tone the id of the concept that is near, or `all`.
    pub frame: String,
    /// What its sentences are quoted for.
    pub kind: Kind,
    /// Label of the cell.
    pub source: String,
    /// All hits of the cell; of a tone its sentences.
    pub hits: u64,
    /// True if every hit is shown (one a sentence and reading).
    pub complete: bool,
    /// A random sample of [`PER_CELL`] that has every stance and voice of the cell, denied, hedged and hypothetical hits first and
    /// such as could not be quoted last; then the others in the order of the articles.
    pub shown: Vec<Evidence>,
    /// Hits shown with fewer words than asked for, because the article's share of quotation was used up.
    pub withheld: u64,
}

/// Size of the sample for which every cell has room on paper: one hit of each of four stances, and of two more voices.
pub const PER_CELL: usize = 6;
/// Quotations of a whole study; where more were needed to show every hit, each cell is sampled.
pub const MOST: usize = 2000;

/// What evidence of tone is kept under where no concept is near.
pub const EVERYWHERE: &str = "all";

/// Samples evidence. Quotations of one article never exceed the study's share of its words, and overlapping ones count once; a hit
/// for which no words are left is shown alone, with its place.
pub fn sample(
    m: &Material<'_>,
    concepts: &[String],
    scheme: &Scheme,
    budget: &mut Budget,
) -> Vec<EvidenceCell> {
    let frames = m.frames.iter().enumerate().map(|(k, id)| (Of::Frame(k), id.as_str()));
    let ideas = || concepts.iter().enumerate().map(|(k, id)| (k, id.as_str()));
    let tones = std::iter::once((Of::Tone(None), EVERYWHERE));
    let wanted = frames
        .chain(ideas().map(|(k, id)| (Of::Concept(k), id)))
        .chain(ideas().map(|(k, id)| (Of::Related(k), id)))
        .chain(tones)
        .chain(ideas().map(|(k, id)| (Of::Tone(Some(k)), id)));
    let mut cells: Vec<(EvidenceCell, Vec<Item>)> = Vec::new();
    for (of, id) in wanted {
        let known = |c: &&Cell| match of {
            Of::Concept(_) | Of::Related(_) => c.concepts,
            Of::Frame(_) | Of::Tone(_) => c.scored,
        };
        for cell in m.cells.iter().filter(known) {
            let (hits, items) = draw(m, of, id, cell);
            let empty = EvidenceCell {
                frame: id.to_owned(),
                kind: of.kind(),
                source: cell.label.clone(),
                hits,
                complete: true,
                shown: vec![],
                withheld: 0,
            };
            cells.push((empty, items));
        }
    }
    // Of a tone a few sentences are enough: every one counts, and articles.html has them all.
    let of_hits = |c: &&(EvidenceCell, Vec<Item>)| c.0.kind != Kind::Tone;
    let all: usize = cells.iter().filter(of_hits).map(|c| c.1.len()).sum();
    let count = cells.iter().filter(of_hits).count().max(1);
    let most = if all <= MOST { usize::MAX } else { (MOST / count).max(PER_CELL) };
    for (cell, items) in &mut cells {
        let most = if cell.kind == Kind::Tone { PER_CELL } else { most };
        cell.complete = items.len() <= most && m.spec.quotes.show;
        one_of_each(items);
        items.truncate(most);
        let first = PER_CELL.min(items.len());
        items[..first].sort_by_key(|i| (rank(i.stance), i.article, i.index));
        items[first..].sort_by_key(|i| (i.article, i.index));
    }
    fill(m, &By { concepts, scheme }, &cells, budget)
}

/// Fills cells with quotations, in turns, so that the first frame does not use up the share of the last: a few words around the hits
/// on paper and their cues, those put otherwise than as so before all others; then as much of these as the study asks for; then the
/// other hits. Related expressions and tones have what these leave.
fn fill(
    m: &Material<'_>,
    by: &By<'_>,
    cells: &[(EvidenceCell, Vec<Item>)],
    budget: &mut Budget,
) -> Vec<EvidenceCell> {
    let mut turns: Vec<(u8, usize, usize, usize)> = Vec::new();
    let mut before: BTreeMap<(u8, usize), usize> = BTreeMap::new();
    for (c, (cell, items)) in cells.iter().enumerate() {
        for (i, item) in items.iter().enumerate() {
            let tier = match cell.kind {
                Kind::Frame if i < PER_CELL => rank(item.stance),
                Kind::Mention if i < PER_CELL => rank(Some(Stance::Asserted)),
                Kind::Frame | Kind::Mention => BEHIND + rank(item.stance),
                Kind::Related => LAST,
                Kind::Tone => LAST + 1,
            };
            let turn = before.entry((tier, c)).or_insert(0);
            turns.push((tier, *turn, c, i));
            *turn += 1;
        }
    }
    turns.sort_unstable();
    let around = |(_, _, c, i): &(u8, usize, usize, usize)| {
        let item = *cells.get(*c)?.1.get(*i)?;
        Some((item, m.articles.get(item.article)?))
    };
    for (item, a) in turns.iter().take_while(|t| t.0 < BEHIND).filter_map(around) {
        if let Some((at, sentence, _)) = place(a, item) {
            budget.reserve(a, item.article, sentence, judged(a, item, at));
        }
    }
    let mut found: Vec<Vec<Found>> = cells.iter().map(|_| vec![]).collect();
    for turn in &turns {
        let (Some((item, a)), Some((cell, _))) = (around(turn), cells.get(turn.2)) else { continue };
        if let Some((evidence, whole)) = quote(a, item, (&cell.frame, &cell.source), by, budget) {
            found[turn.2].push((turn.3, evidence, whole));
        }
    }
    let cell = |((cell, _), mut found): (&(EvidenceCell, Vec<Item>), Vec<Found>)| {
        // On paper a hit without its words says nothing: those with words come first.
        found.sort_by_key(|(i, e, _)| (*i >= PER_CELL, *i < PER_CELL && e.is_bare(), *i));
        EvidenceCell {
            withheld: found.iter().filter(|f| !f.2).count() as u64,
            shown: found.into_iter().map(|f| f.1).collect(),
            ..cell.clone()
        }
    };
    cells.iter().zip(found).map(cell).collect()
}

/// A quotation: its place among the items of its cell, and whether it is as long as the study asks for.
type Found = (usize, Evidence, bool);

/// Turns of hits that are not on paper, and of what is no hit.
const BEHIND: u8 = 8;
const LAST: u8 = 16;

/// The order of stances: what a reader would not expect first.
fn rank(stance: Option<Stance>) -> u8 {
    match stance {
        Some(Stance::Denied) => 0,
        Some(Stance::Hedged) => 1,
        Some(Stance::Hypothetical) => 2,
        Some(Stance::Asserted) | None => 3,
    }
}

/// Brings one hit of every stance and of every voice that there is to the front of hits in an order drawn at random.
fn one_of_each(items: &mut [Item]) {
    let mut stances = Stance::ALL.to_vec();
    stances.sort_by_key(|s| rank(Some(*s)));
    let stances = stances.into_iter().map(|s| (Some(s), None));
    let voices = Voice::ALL.iter().rev().map(|v| (None, Some(*v)));
    let mut ready = 0;
    for (stance, voice) in stances.chain(voices) {
        let (first, rest) = items.split_at(ready);
        let fits = |i: &&Item| {
            i.stance.is_some()
                && stance.is_none_or(|s| i.stance == Some(s))
                && voice.is_none_or(|v| i.voice == v)
        };
        if first.iter().any(|i| fits(&i)) {
            continue;
        }
        // A voice that nobody has yet, if there is a choice.
        let new = |i: &Item| fits(&i) && first.iter().all(|f| f.voice != i.voice);
        if let Some(k) = rest.iter().position(new).or_else(|| rest.iter().position(|i| fits(&i))) {
            items[ready..=ready + k].rotate_right(1);
            ready += 1;
        }
    }
}

/// What names what is found.
struct By<'a> {
    concepts: &'a [String],
    scheme: &'a Scheme,
}

/// What a cell is evidence of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Of {
    Frame(usize),
    Concept(usize),
    Related(usize),
    Tone(Option<usize>),
}

impl Of {
    fn kind(self) -> Kind {
        match self {
            Self::Frame(_) => Kind::Frame,
            Self::Concept(_) => Kind::Mention,
            Self::Related(_) => Kind::Related,
            Self::Tone(_) => Kind::Tone,
        }
    }
}

/// A hit or mention: its article, what it is of, its index there, how many of its sentence are read as it is, and how it is put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Item {
    article: usize,
    of: Of,
    index: usize,
    alike: u64,
    stance: Option<Stance>,
    voice: Voice,
}

/// How a hit is put: hits of a sentence that differ in it are shown apart.
type Put = (Stance, Voice, Option<u16>, Option<Actor>);

/// The number of hits of a cell, and one for each sentence and reading in an order drawn by the seed.
fn draw(m: &Material<'_>, of: Of, id: &str, cell: &Cell) -> (u64, Vec<Item>) {
    let mut items: Vec<Item> = Vec::new();
    let mut total = 0;
    for (article, a) in cell.members.iter().filter_map(|i| m.articles.get(*i).map(|a| (*i, a))) {
        let mut seen: Vec<((u32, Option<Put>), usize)> = Vec::new();
        let found: Vec<_> = match of {
            Of::Frame(f) => {
                let hits = a.hits.iter().enumerate().filter(|(_, h)| usize::from(h.frame) == f);
                hits.map(|(i, h)| (i, (h.sentence, Some((h.stance, h.voice, h.speaker, h.actor))))).collect()
            }
            Of::Concept(c) | Of::Related(c) => {
                let wanted =
                    |x: &StudyMention| x.named == matches!(of, Of::Concept(_)) && usize::from(x.concept) == c;
                let named = a.mentions.iter().enumerate().filter(|(_, x)| wanted(x));
                named.map(|(i, x)| (i, (x.sentence, None))).collect()
            }
            Of::Tone(near) => super::tone::sentences(a, near).map(|(i, _)| (i, (i as u32, None))).collect(),
        };
        for (index, key) in found {
            total += 1;
            // Readings of one sentence follow each other: looking back over them is enough.
            let mut here = seen.iter().rev().take_while(|s| s.0.0 == key.0);
            if let Some(known) = here.find(|s| s.0 == key).and_then(|s| items.get_mut(s.1)) {
                known.alike += 1;
            } else {
                seen.push((key, items.len()));
                let (stance, voice) = key.1.map_or((None, Voice::Narrator), |put| (Some(put.0), put.1));
                items.push(Item { article, of, index, alike: 1, stance, voice });
            }
        }
    }
    let seed = Seed::new(m.spec.seed).named("evidence").named(id).named(&cell.label);
    // A key per hit that depends on nothing but the hit: another article changes no other key.
    items.sort_by_key(|i| {
        m.articles.get(i.article).map(|a| seed.named(&a.article.id).numbered(i.index as u64).value())
    });
    (total, items)
}

/// The hit of an item that is one.
fn hit(a: &StudyArticle, item: Item) -> Option<&StudyHit> {
    matches!(item.of, Of::Frame(_)).then(|| a.hits.get(item.index)).flatten()
}

/// Where an item stands, and in which sentence and segment.
fn place(a: &StudyArticle, item: Item) -> Option<(Span, u32, u32)> {
    match item.of {
        Of::Frame(_) => a.hits.get(item.index).map(|h| (h.span, h.sentence, h.segment)),
        // No word stands for a tone: where nothing more may be quoted, nothing is, and its place remains.
        Of::Tone(_) => {
            let s = a.sentences.get(item.index)?;
            Some((Span { start: s.span.start, end: s.span.start }, item.index as u32, s.segment))
        }
        Of::Concept(_) | Of::Related(_) => {
            a.mentions.get(item.index).map(|x| (x.span, x.sentence, x.segment))
        }
    }
}

/// A hit together with the cues of its sentence that govern it: what must be read to judge how it is put.
fn judged(a: &StudyArticle, item: Item, at: Span) -> Span {
    let Some(hit) = hit(a, item).filter(|h| h.stance != Stance::Asserted) else { return at };
    let Some(sentence) = a.sentences.get(hit.sentence as usize) else { return at };
    let from = a.cues.partition_point(|c| c.span.start < sentence.span.start);
    let here = a.cues[from..].iter().take_while(|c| c.span.start < sentence.span.end);
    let governs = |c: &&Cue| c.scope.iter().any(|s| s.overlaps(at));
    here.filter(governs)
        .fold(at, |all, c| Span { start: all.start.min(c.span.start), end: all.end.max(c.span.end) })
}

/// A hit or mention with as much of its sentence as is still allowed, and whether that is as much as the study asks for.
fn quote(
    a: &StudyArticle,
    item: Item,
    (frame, source): (&str, &str),
    by: &By<'_>,
    budget: &mut Budget,
) -> Option<(Evidence, bool)> {
    let hit = hit(a, item);
    let (at, index, segment) = place(a, item)?;
    let s = a.sentences.get(index as usize)?;
    let quoted = budget.quote(a, item.article, index, at, judged(a, item, at))?;
    let mut words = pieces(a, item, quoted.span);
    if quoted.cut.0 {
        words.insert(0, (Mark::Plain, "… ".into()));
    }
    if quoted.cut.1 {
        words.push((Mark::Plain, " …".into()));
    }
    let near = |k: usize| a.mentions.iter().any(|m| m.segment == segment && usize::from(m.concept) == k);
    let speaker = hit.map_or(s.speaker, |h| h.speaker);
    let evidence = Evidence {
        frame: frame.to_owned(),
        source: source.to_owned(),
        article: a.article.id.clone(),
        date: a.article.date.map(|d| d.to_string()),
        sentence: index,
        before: quoted.before,
        hit: quoted.hit,
        after: quoted.after,
        stance: hit.map(|h| h.stance),
        voice: hit.map_or(s.voice, |h| h.voice),
        speaker: speaker.and_then(|s| a.speakers.get(usize::from(s))).cloned(),
        actor: hit.and_then(|h| h.actor),
        entries: hit.map_or_else(Vec::new, |h| entries(a, h, by.scheme)),
        hits: item.alike,
        tone: matches!(item.of, Of::Tone(_)).then(|| s.tone.map(|t| t.0)).flatten(),
        concepts: by.concepts.iter().enumerate().filter(|(k, _)| near(*k)).map(|(_, c)| c.clone()).collect(),
        language: a.language.code().to_owned(),
        words,
    };
    Some((evidence, quoted.whole))
}

/// The patterns of the hits that are read as this one is, in its sentence.
fn entries(a: &StudyArticle, hit: &StudyHit, scheme: &Scheme) -> Vec<String> {
    let put = |h: &StudyHit| (h.frame, h.sentence, h.stance, h.voice, h.speaker, h.actor);
    let pack = scheme.pack(a.language);
    let near = a.hits.partition_point(|h| h.sentence < hit.sentence);
    let alike =
        a.hits[near..].iter().take_while(|h| h.sentence == hit.sentence).filter(|h| put(h) == put(hit));
    let mut out: Vec<String> = alike
        .filter_map(|h| pack.and_then(|p| p.entries.get(h.entry as usize)).map(|e| e.pattern.clone()))
        .collect();
    out.sort_unstable();
    out.dedup();
    out
}

/// A quotation cut where a mark begins or ends.
fn pieces(a: &StudyArticle, item: Item, span: Span) -> Vec<(Mark, String)> {
    let mut marks: Vec<(Span, Mark)> = Vec::new();
    match item.of {
        // Readings differ within a sentence: only hits that are read alike are marked with this one.
        Of::Frame(_) => {
            let this = a.hits.get(item.index);
            let alike = a.hits.iter().filter(|h| {
                this.is_some_and(|t| (t.frame, t.sentence, t.stance) == (h.frame, h.sentence, h.stance))
            });
            marks.extend(alike.map(|h| (h.span, Mark::Hit)));
        }
        Of::Concept(c) | Of::Related(c) => {
            let named = matches!(item.of, Of::Concept(_));
            let same = a.mentions.iter().filter(|x| x.named == named && usize::from(x.concept) == c);
            marks.extend(same.map(|x| (x.span, Mark::Hit)));
        }
        Of::Tone(_) => {}
    }
    let from = a.cues.partition_point(|c| c.span.start < span.start.saturating_sub(FAR));
    for cue in a.cues[from..].iter().take_while(|c| c.span.start < span.end.saturating_add(FAR)) {
        marks.push((cue.span, Mark::Cue(cue.class)));
        marks.extend(cue.scope.iter().map(|s| (*s, Mark::Scope(cue.class))));
    }
    marks.retain(|(s, _)| s.overlaps(span));
    let mut cuts = vec![span.start, span.end];
    cuts.extend(marks.iter().flat_map(|(s, _)| [s.start.max(span.start), s.end.min(span.end)]));
    cuts.sort_unstable();
    cuts.dedup();
    let rank = |m: &Mark| match m {
        Mark::Hit => 0,
        Mark::Cue(_) => 1,
        Mark::Scope(_) => 2,
        Mark::Plain => 3,
    };
    let mut out: Vec<(Mark, String)> = Vec::new();
    for pair in cuts.windows(2) {
        let here = Span { start: pair[0], end: pair[1] };
        let over = marks.iter().filter(|(s, _)| s.covers(here)).map(|(_, m)| *m);
        let mark = over.min_by_key(rank).unwrap_or(Mark::Plain);
        let words = one_line(here.of(&a.article.text));
        match out.last_mut().filter(|l| l.0 == mark) {
            Some(last) => last.1.push_str(&words),
            None => out.push((mark, words)),
        }
    }
    out
}

/// Bytes before and behind a quotation in which a cue whose scope reaches into it is looked for.
const FAR: u32 = 600;
