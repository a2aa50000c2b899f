//! Attributions: which words are ascribed to whom, in direct, indirect and mixed speech and thought.
//!
//! Every reporting word outside quotation marks is read with its surroundings: its content stands after it (said that …), before
//! it (…, she said), or on both sides; its source is its subject, a possessive, or what *according to* names. Quotations
//! then look for the report that owns them; those left over continue the last speaker of their paragraph.

use super::clause::{FINITE, clause_after};
use super::direct::class_of;
use super::phrase::{HARD, Run, phrase_after, subject_before, verb_group};
use super::view::{NO_QUOTE, Punctuation, Word};
use super::words::{Class, Classes};

/// Reporting verbs of every manner.
pub const VERBS: Classes = Classes::of(&[
    Class::Say,
    Class::Claim,
    Class::Warn,
    Class::Deny,
    Class::Think,
    Class::Judge,
    Class::Plan,
    Class::Show,
    Class::Ask,
]);

/// Verbs that can own a quotation.
pub const SPEECH: Classes = Classes::of(&[
    Class::Say,
    Class::Claim,
    Class::Warn,
    Class::Deny,
    Class::Think,
    Class::Judge,
    Class::Show,
    Class::Ask,
]);

const REPORTS: Classes = VERBS.with(Classes::of(&[
    Class::ReportNoun,
    Class::Attitude,
    Class::AccordingTo,
    Class::SaidTo,
    Class::Hearsay,
]));

/// How far the machine looks for a mark or another report, so that a sentence of any length takes linear time.
const SIGHT: usize = 160;

/// An attribution in token indices of the article.
#[derive(Debug, Clone)]
pub struct Draft {
    /// The reporting word.
    pub cue: Option<Run>,
    /// What kind of report its word makes.
    pub class: Class,
    /// The speaker's noun phrase.
    pub source: Option<Run>,
    /// Stretches of words that are said.
    pub content: Vec<Run>,
    /// True for content that carries the voice: speech and thought, not plans and judgements.
    pub voiced: bool,
    /// Speaker taken over from this earlier draft.
    pub carried: Option<usize>,
    /// The quotation that it owns.
    pub quote: Option<u32>,
}

/// Words and quotations of the article.
pub struct Text<'a> {
    pub words: &'a [Word],
    /// By outermost quotation, its tokens.
    pub quote_runs: &'a [Run],
}

impl Text<'_> {
    pub fn quote(&self, i: usize) -> Option<usize> {
        self.words.get(i).map(|w| w.quote).filter(|q| *q != NO_QUOTE).map(|q| q as usize)
    }

    pub fn quote_run(&self, q: usize) -> Run {
        self.quote_runs.get(q).copied().unwrap_or((0, 0))
    }
}

/// Reads the reports of one sentence, tokens `low..high`, that own no quotation yet; `paragraph` is the first draft of the
/// paragraph.
pub fn sentence(t: &Text<'_>, (low, high): Run, paragraph: usize, out: &mut Vec<Draft>) {
    let first = out.len();
    // Verbs that own a quotation are done with.
    let done: Vec<usize> = out[paragraph..].iter().filter_map(|d| d.cue.map(|c| c.0)).collect();
    let mut i = low;
    while i < high {
        let word = &t.words[i];
        if let Some(q) = t.quote(i) {
            i = t.quote_run(q).1.max(i + 1);
            continue;
        }
        let next = i + usize::from(word.len);
        let draft = if word.any(REPORTS) && !done.contains(&i) {
            report(t, (low, high), i, &out[first..])
        } else {
            None
        };
        out.extend(draft);
        i = next.max(i + 1);
    }
    if out.len() == first {
        out.extend(headline(t, (low, high)));
    }
}

fn report(t: &Text<'_>, range: Run, i: usize, earlier: &[Draft]) -> Option<Draft> {
    let word = &t.words[i];
    if word.is(Class::AccordingTo) {
        return according_to(t, range, i);
    }
    if word.is(Class::Hearsay) {
        return hearsay(t, range, i);
    }
    if word.any(VERBS) && is_verb(t.words, range, i) {
        return verb(t, range, i, earlier);
    }
    if word.is(Class::SaidTo) {
        let content = (i + usize::from(word.len), content_end(t, range, i));
        return simple(i, word, Class::SaidTo, None, content);
    }
    if word.is(Class::ReportNoun) {
        return noun(t, range, i);
    }
    if word.is(Class::Attitude) {
        return attitude(t, range, i);
    }
    None
}

fn simple(i: usize, word: &Word, class: Class, source: Option<Run>, content: Run) -> Option<Draft> {
    (content.0 < content.1).then(|| Draft {
        cue: Some((i, i + usize::from(word.len))),
        class,
        source,
        content: vec![content],
        voiced: false,
        carried: None,
        quote: None,
    })
}

/// True if the word is used as a verb: no determiner before it and, if it could be a noun, the company of a verb.
pub fn is_verb(words: &[Word], (low, high): Run, i: usize) -> bool {
    let word = &words[i];
    let previous = i.checked_sub(1).filter(|k| *k >= low).map(|k| &words[k]);
    let nominal = Classes::of(&[Class::Determiner, Class::Possessive, Class::Preposition]);
    let subject = |w: &Word| w.is(Class::Subject);
    let determined =
        |p: &Word| p.any(nominal) && !subject(p) && !p.is(Class::To) && (!p.capital || i <= low + 1);
    if !word.after(HARD) && previous.is_some_and(determined) {
        return false;
    }
    // In running text a capital makes a name of it.
    if word.capital && i > low && !is_headline(words, (low, high)) {
        return false;
    }
    if !word.is(Class::AlsoNoun) {
        return true;
    }
    let governs = Classes::of(&[
        Class::To,
        Class::Auxiliary,
        Class::Adverb,
        Class::Relative,
        Class::Contraction,
        Class::Modal,
    ]);
    let led = previous.is_some_and(|p| {
        !word.after(HARD.with(Punctuation::COMMA))
            && (p.any(governs) || subject(p) || p.capital || p.is(Class::Group))
    });
    let next = words.get(i + usize::from(word.len)).filter(|_| i + usize::from(word.len) < high);
    let follows = next.is_some_and(|n| {
        n.any(Classes::of(&[
            Class::That,
            Class::Determiner,
            Class::Possessive,
            Class::Subject,
            Class::Object,
            Class::Question,
            Class::Whether,
        ])) || n.capital
            || n.quote != word.quote
            || n.after(Punctuation::COLON)
    });
    led && (follows || previous.is_some_and(|p| p.any(governs) || subject(p)))
        || follows && previous.is_some_and(|p| !p.any(FINITE))
}

/// True if most words are written with capitals, as in a headline.
fn is_headline(words: &[Word], (low, high): Run) -> bool {
    let seen = words.get(low..high.min(low + 24)).unwrap_or_default();
    seen.iter().filter(|w| w.capital).count() * 5 > seen.len() * 3
}

fn voiced(class: Class) -> bool {
    matches!(
        class,
        Class::Say
            | Class::Claim
            | Class::Warn
            | Class::Deny
            | Class::Think
            | Class::Show
            | Class::AccordingTo
    )
}

fn verb(t: &Text<'_>, range: Run, i: usize, earlier: &[Draft]) -> Option<Draft> {
    let words = t.words;
    let (low, high) = range;
    let word = &words[i];
    let class = class_of(word);
    let next = i + usize::from(word.len);
    let floor = segment_start(t, range, i);
    // …, said X
    let group = verb_group(words, floor, i);
    let after_mark = group > low
        && (words[group].after(Punctuation::COMMA.with(Punctuation::QUESTION))
            || t.quote(group - 1).is_some());
    let mut source = None;
    let mut inverted = false;
    if after_mark && word.any(SPEECH) && !word.is(Class::Participle) && !words[group - 1].is(Class::Subject) {
        let insertion = inserted_before(t, floor, group);
        source = phrase_after(words, next, high).filter(|r| {
            !insertion
                && names_somebody(words, *r)
                && (r.1 >= high
                    || words[r.1].after(HARD.with(Punctuation::COMMA))
                    || words[r.1].any(Classes::of(&[
                        Class::Preposition,
                        Class::Time,
                        Class::Relative,
                        Class::Subordinator,
                    ])))
        });
        inverted = source.is_some();
    }
    let shared = word.is(Class::Participle)
        && !(group > low && words[group - 1].any(FINITE) || words[group].any(FINITE))
        || group > low && words[group - 1].any(Classes::of(&[Class::And, Class::Contrast]));
    if source.is_none() && !shared {
        source = subject_before(words, floor, i);
    }
    if source.is_none() {
        // A second verb with the same subject: …, adding that … · … and warned that …
        source = earlier
            .iter()
            .rev()
            .find_map(|d| d.source.filter(|s| s.0 >= floor || shared))
            .or_else(|| main_subject(words, (floor, i + 1)))
            .or_else(|| main_subject(words, (low, i + 1)));
    }
    let after = source.filter(|_| inverted).map_or(next, |s| s.1);
    let draft = |content: Vec<Run>| Draft {
        cue: Some((i, next)),
        class,
        source,
        content,
        voiced: voiced(class),
        carried: None,
        quote: None,
    };
    // Set off at the end or in the middle of its sentence: …, said X · …, X said, …
    let start = source.map_or(group, |s| s.0.min(group));
    let set_off = start > low && (words[start].after(Punctuation::COMMA) || t.quote(start - 1).is_some());
    let behind = if inverted { after } else { next };
    let closing = closes(t, range, behind);
    let mut content = Vec::new();
    if word.any(SPEECH) && set_off && (inverted || closing.is_some()) {
        content.extend(preceding(t, range, start, closing.is_some_and(|k| k < high)));
        let rest = closing.filter(|&k| k < high && !content.is_empty() && words[k].after(Punctuation::COMMA));
        let goes_on =
            |k: &usize| t.quote(*k).is_none() && !words[*k].any(Classes::of(&[Class::Contrast, Class::And]));
        content.extend(rest.filter(goes_on).map(|k| (k, content_end(t, range, k))));
    }
    if content.is_empty() && !inverted {
        content.extend(complement(t, range, word, next));
    }
    if content.is_empty() && word.any(SPEECH) && start == low {
        content.extend(preceding(t, range, start, false));
    }
    if content.is_empty() { None } else { Some(draft(content)) }
}

/// If nothing but an adjunct follows the report (she said on Monday), where that ends.
fn closes(t: &Text<'_>, (_, high): Run, behind: usize) -> Option<usize> {
    let words = t.words;
    let adjunct = Classes::of(&[Class::Preposition, Class::Time, Class::Adverb]);
    if behind >= high || words[behind].after(Punctuation::COMMA.with(HARD)) {
        return Some(behind);
    }
    if !words[behind].any(adjunct) || words[behind].is(Class::To) {
        return None;
    }
    let limit = high.min(behind + 14);
    let end = (behind + 1..limit).find(|&k| words[k].after(Punctuation::COMMA.with(HARD)));
    let stop = end.unwrap_or(if limit == high { high } else { return None });
    let clause =
        words[behind..stop].iter().any(|w| w.any(FINITE) || w.is(Class::That) || w.quote != NO_QUOTE);
    (!clause).then_some(stop)
}

/// True if the phrase can name a speaker: it has a capital, a determiner or a noun of people.
fn names_somebody(words: &[Word], (start, end): Run) -> bool {
    let classes = Classes::of(&[
        Class::Determiner,
        Class::Possessive,
        Class::Subject,
        Class::Role,
        Class::Group,
        Class::Paper,
        Class::Title,
    ]);
    words.get(start..end).unwrap_or_default().iter().any(|w| w.capital || w.any(classes))
}

/// First word of the stretch around `i`: after the last quotation, strong mark or contrast.
fn segment_start(t: &Text<'_>, (low, _): Run, i: usize) -> usize {
    let words = t.words;
    let strong = HARD_STRETCH;
    (low + 1..=i)
        .rev()
        .take(SIGHT)
        .find(|&k| {
            words[k].after(strong)
                || t.quote(k - 1).is_some()
                    && t.quote(k).is_none()
                    && (words[k].after(Punctuation::COMMA) || words[k].after(strong))
        })
        .unwrap_or(low)
}

/// True if an insertion between commas ends before word `k`: X, the head of Y, said.
fn inserted_before(t: &Text<'_>, low: usize, k: usize) -> bool {
    let words = t.words;
    let floor = low.max(k.saturating_sub(30));
    let open = (floor + 1..k)
        .rev()
        .take_while(|&m| !words[m].after(HARD_STRETCH))
        .find(|&m| words[m].after(Punctuation::COMMA));
    // Before the insertion stands a name or a noun phrase, not a clause.
    open.is_some_and(|m| words[floor..m].iter().all(|w| !w.any(FINITE)) && m - floor <= 12)
}

/// The subject of the main clause: the noun phrase before the first verb.
pub fn main_subject(words: &[Word], (low, high): Run) -> Option<Run> {
    let verb = (low + 1..high.min(low + 40)).find(|&k| {
        let w = &words[k];
        (w.any(FINITE) || w.any(VERBS) && !w.capital && is_verb(words, (low, high), k))
            && !w.is(Class::Participle)
            && w.quote == NO_QUOTE
    })?;
    subject_before(words, low, verb)
}

/// Marks that a clause does not cross; brackets it does.
const HARD_STRETCH: Punctuation =
    Punctuation::SEMICOLON.with(Punctuation::COLON).with(Punctuation::DASH).with(Punctuation::STOP);

/// Content after a verb: after *that*, in quotation marks, or a clause or object.
fn complement(t: &Text<'_>, range: Run, verb: &Word, next: usize) -> Option<Run> {
    let words = t.words;
    let (_, high) = range;
    let mut from = next;
    let filler = Classes::of(&[Class::Adverb, Class::Time]);
    while from < high
        && words[from].any(filler)
        && !words[from].after(HARD.with(Punctuation::COMMA))
        && !clause_after(words, from)
    {
        from += 1;
    }
    let word = words.get(from).filter(|_| from < high)?;
    if let Some(q) = t.quote(from).filter(|&q| t.quote_run(q).0 == from) {
        return Some((from, quote_end(t, range, q)));
    }
    if word.after(Punctuation::COLON) {
        return Some((from, content_end(t, range, from)));
    }
    if word.after(HARD.with(Punctuation::COMMA)) {
        return None;
    }
    let end = content_end(t, range, from);
    if word.is(Class::That) && !words.get(from + 1).is_some_and(|w| w.any(FINITE)) {
        return Some((from, end));
    }
    // She told reporters in Rome that … · she told him to …
    if verb.is(Class::Tell) || word.any(ADJUNCT) {
        let begin = opening(t, range, from);
        let addressed = verb.is(Class::Tell) && !word.any(ADJUNCT);
        if begin.is_some() || addressed {
            let begin = begin.or_else(|| addressee_end(words, from, high)).filter(|&m| m < end);
            return begin.map(|m| (m, content_end(t, range, m)));
        }
    }
    if verb.any(OBJECT) {
        return Some((from, end));
    }
    let clause =
        clause_after(words, from) || word.any(Classes::of(&[Class::Question, Class::Whether, Class::If]));
    let joins = Classes::of(&[Class::And, Class::Subordinator, Class::Contrast, Class::To]);
    let topic = words.get(from).is_some_and(|w| w.is(Class::About));
    (clause || topic || !word.is(Class::Preposition) && !word.any(joins)).then_some((from, end))
}

/// Words that open an adjunct between a verb and its content.
const ADJUNCT: Classes = Classes::of(&[Class::Preposition]);

/// Verbs whose object is content, whatever it looks like.
const OBJECT: Classes = Classes::of(&[
    Class::Judge,
    Class::Think,
    Class::Warn,
    Class::Show,
    Class::Plan,
    Class::Deny,
    Class::Ask,
    Class::Claim,
]);

/// Where content opens after an adjunct or an addressee: at *that*, a quotation, a colon, a question word.
fn opening(t: &Text<'_>, (_, high): Run, from: usize) -> Option<usize> {
    let words = t.words;
    let mut commas = 0;
    for k in from + 1..high.min(from + 18) {
        let word = &words[k];
        if t.quote(k).is_some_and(|q| t.quote_run(q).0 == k) || word.after(Punctuation::COLON) {
            return Some(k);
        }
        if word.after(HARD) || word.any(FINITE) {
            return None;
        }
        commas += usize::from(word.after(Punctuation::COMMA));
        if commas > 2 {
            return None;
        }
        if word.is(Class::That) && !words.get(k + 1).is_some_and(|w| w.any(FINITE)) {
            return Some(k);
        }
        if commas == 0
            && (word.any(Classes::of(&[Class::Question, Class::Whether]))
                || word.is(Class::Subject) && clause_after(words, k))
        {
            return Some(k);
        }
    }
    None
}

/// First word after the person addressed: told him · to go.
fn addressee_end(words: &[Word], from: usize, high: usize) -> Option<usize> {
    if words[from].any(Classes::of(&[Class::Object, Class::Subject])) {
        return (from + 1 < high && !words[from + 1].after(HARD.with(Punctuation::COMMA)))
            .then_some(from + 1);
    }
    (from + 1..high.min(from + 8)).take_while(|&m| !words[m].after(Punctuation::COMMA.with(HARD))).find(
        |&m| {
            words[m].is(Class::To)
                || words[m].any(Classes::of(&[Class::Determiner, Class::About])) && m > from + 1
        },
    )
}

/// End of content that begins with quotation `q`: the quotation, or the clause if words follow it in the sentence.
fn quote_end(t: &Text<'_>, range: Run, q: usize) -> usize {
    let run = t.quote_run(q);
    if run.1 >= range.1 {
        return run.1;
    }
    let word = &t.words[run.1];
    if word.after(HARD.with(Punctuation::COMMA)) || run.1 - run.0 > 8 {
        run.1
    } else {
        content_end(t, range, run.1)
    }
}

/// Content before a trailing report at `at`: the quotation that ends there, or the clause before its comma.
fn preceding(t: &Text<'_>, (low, _): Run, at: usize, middle: bool) -> Option<Run> {
    let words = t.words;
    let before = at.checked_sub(1).filter(|b| *b >= low || ends_in_question(t, *b))?;
    if let Some(q) = t.quote(before).filter(|_| t.quote(at).is_none()) {
        let run = t.quote_run(q);
        // A quotation in the middle of the clause: the clause belongs to the content.
        if run.0 > low && run.1 - run.0 <= 8 && !words[run.0].after(HARD.with(Punctuation::COMMA)) {
            return Some((low, run.1));
        }
        return Some(run);
    }
    if at <= low || !words[at].after(Punctuation::COMMA) {
        return None;
    }
    let from =
        (low + 1..at).rev().take(SIGHT).find(|&k| words[k].after(Punctuation::SEMICOLON)).unwrap_or(low);
    let has_verb = words[from..at].iter().take(SIGHT).any(|w| w.any(FINITE) || w.is(Class::Verb));
    (middle || has_verb || at - from > 4).then_some((from, at))
}

/// True if word `k` is the last of a quotation that a question or exclamation mark ends: the sentence was cut there, but
/// its report may follow (“Why?” she asked).
fn ends_in_question(t: &Text<'_>, k: usize) -> bool {
    let cut = Punctuation::QUESTION.with(Punctuation::EXCLAMATION);
    let next = t.words.get(k + 1);
    t.quote(k).is_some()
        && next.is_some_and(|w| w.after(cut) && !w.after(Punctuation::PARAGRAPH) && w.quote == NO_QUOTE)
}

/// End of a content that begins at `from`: the sentence, or where another report of the same sentence takes over.
fn content_end(t: &Text<'_>, (_, high): Run, from: usize) -> usize {
    let words = t.words;
    let mut k = from + 1;
    while k < high.min(from + SIGHT) {
        let word = &words[k];
        if word.any(SPEECH)
            && t.quote(k).is_none()
            && !word.is(Class::Participle)
            && is_verb(words, (from, high), k)
        {
            let group = verb_group(words, from, k);
            if group > from {
                // …, and pledged · …, but said
                let joint = &words[group - 1];
                if joint.any(Classes::of(&[Class::And, Class::Contrast])) && joint.after(Punctuation::COMMA) {
                    return group - 1;
                }
                // …, X said at the end.
                let start = (from + 1..=group).rev().take(8).find(|&m| words[m].after(Punctuation::COMMA));
                let last = k + usize::from(word.len);
                let closes = last >= high || words[last].after(HARD.with(Punctuation::COMMA));
                if let Some(m) = start.filter(|_| closes) {
                    return m;
                }
            }
        }
        if word.after(Punctuation::COMMA) && word.is(Class::AccordingTo) {
            return k;
        }
        k += 1;
    }
    high
}

fn according_to(t: &Text<'_>, range: Run, i: usize) -> Option<Draft> {
    let words = t.words;
    let (low, high) = range;
    let next = i + usize::from(words[i].len);
    let source = phrase_after(words, next, high)?;
    let mut end = source.1;
    while end < high && !words[end].after(Punctuation::COMMA.with(HARD)) {
        end += 1;
    }
    let mut content = Vec::new();
    let lead = i - low <= 4
        && (low..i).all(|k| words[k].any(Classes::of(&[Class::And, Class::Contrast, Class::Adverb])));
    if lead {
        if end >= high {
            end = source.1;
        }
        content.push((end, content_end(t, range, end.min(high.saturating_sub(1)))));
    } else {
        let from =
            (low + 1..i).rev().take(SIGHT).find(|&k| words[k].after(Punctuation::SEMICOLON)).unwrap_or(low);
        content.push((from, i));
        if end < high && words[i].after(Punctuation::COMMA) && words[end].after(Punctuation::COMMA) {
            content.push((end, high));
        }
    }
    content.retain(|r| r.0 < r.1);
    (!content.is_empty()).then_some(Draft {
        cue: Some((i, next)),
        class: Class::AccordingTo,
        source: Some(source),
        content,
        voiced: true,
        carried: None,
        quote: None,
    })
}

/// Allegedly, reportedly: the clause around them, ascribed to nobody.
fn hearsay(t: &Text<'_>, range: Run, i: usize) -> Option<Draft> {
    let words = t.words;
    let (low, high) = range;
    let from = (low + 1..=i)
        .rev()
        .take(SIGHT)
        .find(|&k| words[k].after(HARD.with(Punctuation::COMMA)))
        .unwrap_or(low);
    let to =
        (i + 1..high).take(SIGHT).find(|&k| words[k].after(HARD.with(Punctuation::COMMA))).unwrap_or(high);
    let content: Vec<Run> = [(from, i), (i + 1, to)].into_iter().filter(|r| r.0 < r.1).collect();
    (!content.is_empty()).then_some(Draft {
        cue: Some((i, i + 1)),
        class: Class::Hearsay,
        source: None,
        content,
        voiced: false,
        carried: None,
        quote: None,
    })
}

/// The claim that …, his support for …
fn noun(t: &Text<'_>, range: Run, i: usize) -> Option<Draft> {
    let words = t.words;
    let (low, high) = range;
    let next = i + usize::from(words[i].len);
    let follow = words.get(next).filter(|_| next < high)?;
    if follow.after(HARD.with(Punctuation::COMMA)) {
        return None;
    }
    let that = follow.is(Class::That);
    if !(that || follow.is(Class::To) || follow.is(Class::Preposition)) {
        return None;
    }
    let from = if that || follow.is(Class::To) { next } else { next + 1 };
    let end =
        (from + 1..high).take(SIGHT).find(|&k| words[k].after(HARD.with(Punctuation::COMMA))).unwrap_or(high);
    let source =
        i.checked_sub(1).filter(|k| *k >= low && words[*k].is(Class::Possessive)).map(|k| (k, k + 1));
    simple(i, &words[i], Class::ReportNoun, source, (from, end))
}

/// Afraid that …, confident of …
fn attitude(t: &Text<'_>, range: Run, i: usize) -> Option<Draft> {
    let words = t.words;
    let (low, high) = range;
    let next = i + usize::from(words[i].len);
    let follow = words.get(next).filter(|_| next < high)?;
    let opens = Classes::of(&[Class::That, Class::To, Class::Preposition, Class::Question, Class::Whether]);
    if follow.after(HARD.with(Punctuation::COMMA)) || !(follow.any(opens) || clause_after(words, next)) {
        return None;
    }
    let from = if follow.is(Class::Preposition) && !follow.is(Class::To) { next + 1 } else { next };
    let source = subject_before(words, low, i);
    simple(i, &words[i], Class::Attitude, source, (from, content_end(t, range, from.min(high - 1))))
}

/// A headline or a line of talk of the form "X: …".
fn headline(t: &Text<'_>, (low, high): Run) -> Option<Draft> {
    let words = t.words;
    let colon = (low + 1..high.min(low + 8)).find(|&k| words[k].after(Punctuation::COLON))?;
    let head = &words[low..colon];
    let plain = head
        .iter()
        .all(|w| (w.capital || w.is(Class::Particle)) && w.quote == NO_QUOTE && !w.is(Class::Headlineless));
    let no_marks = head.iter().skip(1).all(|w| !w.after(HARD.with(Punctuation::COMMA)));
    if !plain || !no_marks || high - colon < 3 || head.len() > 5 {
        return None;
    }
    Some(Draft {
        cue: None,
        class: Class::Say,
        source: Some((low, colon)),
        content: vec![(colon, high)],
        voiced: true,
        carried: None,
        quote: None,
    })
}
