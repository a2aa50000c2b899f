//! Reporting verbs: whether a form is used as a verb, who its subject is, and on which side its content stands.

use super::attribution::{Draft, SIGHT, SPEECH, Text, VERBS};
use super::clause::FINITE;
use super::content::{complement, content_end, preceding};
use super::direct::class_of;
use super::phrase::{HARD, Run, phrase_after, subject_before, verb_group};
use super::view::{NO_QUOTE, Punctuation, Word};
use super::words::{Class, Classes};

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
pub fn is_headline(words: &[Word], (low, high): Run) -> bool {
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

pub fn verb(t: &Text<'_>, range: Run, i: usize, earlier: &[Draft]) -> Option<Draft> {
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
