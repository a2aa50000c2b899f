//! Reports in passing: according to X, X zufolge, in his view, as X said.

use super::attribution::{Draft, SIGHT, SPEECH, Text};
use super::clause::FINITE;
use super::content::content_end;
use super::phrase::{HARD, Run, Runs, phrase_after, subject_after};
use super::report::filled;
use super::view::{Punctuation, Word};
use super::words::{Class, Classes};

/// According to X; laut X.
pub fn according_to(t: &Text<'_>, range: Run, i: usize) -> Option<Draft> {
    let words = t.words;
    let (low, high) = range;
    let next = i + usize::from(words[i].len);
    let mut source = phrase_after(words, next, high)?;
    if words[i].is(Class::ForSomebody)
        && !(i == low && t.word(source.1).is_some_and(|behind| is_somebody(words, source, behind)))
    {
        return None;
    }
    let around = words[i].is(Class::SourceFirst);
    if around {
        source.1 = noun_end(words, source);
    }
    let around = around && source.1 < high && !words[source.1].after(Punctuation::COMMA);
    passing(t, range, Passing { cue: (i, next), source: Some(source), named: source.1, around })
}

/// Where a noun phrase ends before a verb: at the first small word behind one with a capital.
fn noun_end(words: &[Word], (start, end): Run) -> usize {
    let tied =
        Classes::of(&[Class::And, Class::Determiner, Class::Particle, Class::Possessive, Class::Preposition]);
    let verb = |k: &usize| words[k - 1].capital() && !words[*k].capital() && !words[*k].any(tied);
    (start + 1..end).find(verb).unwrap_or(end)
}

/// In his view; seiner Ansicht nach.
pub fn own_view(t: &Text<'_>, range: Run, i: usize) -> Option<Draft> {
    let next = i + usize::from(t.words[i].len);
    let own = Classes::of(&[Class::Possessive, Class::He, Class::She, Class::They]);
    let source = (i..next.min(range.1)).find(|&k| t.words[k].any(own)).map(|k| (k, k + 1));
    let around = next < range.1 && !t.words[next].after(Punctuation::COMMA);
    passing(t, range, Passing { cue: (i, next), source, named: next, around })
}

/// X zufolge.
pub fn according_behind(t: &Text<'_>, range: Run, i: usize) -> Option<Draft> {
    let words = t.words;
    let opens = Classes::of(&[Class::Determiner, Class::Possessive]);
    let floor = range.0.max(i.saturating_sub(NAME));
    let mut start = i;
    while start > floor {
        let word = &words[start - 1];
        // Before an article another noun may stand, which it belongs to: einer Studie der Universität zufolge.
        let led = start < i && words[start].any(opens) && !word.capital();
        if led || word.any(FINITE) || !(word.capital() || word.any(opens) || has_article(words, floor, start))
        {
            break;
        }
        start -= 1;
        if word.after(HARD.with(Punctuation::COMMA)) {
            break;
        }
    }
    let source = filled((start, i))?;
    let next = i + usize::from(words[i].len);
    passing(t, range, Passing { cue: (start, next), source: Some(source), named: next, around: true })
        .map(|d| Draft { cue: Some((i, next)), ..d })
}

/// So many words name a source before its preposition.
const NAME: usize = 8;

/// True if the small word before word `end` may be an adjective: an article stands before it.
fn has_article(words: &[Word], floor: usize, end: usize) -> bool {
    let opens = Classes::of(&[Class::Determiner, Class::Possessive]);
    let adjectives = (floor..end).rev().take_while(|&k| !words[k].capital() && !words[k].any(FINITE));
    let small = Classes::of(&[Class::Adverb, Class::Preposition, Class::Subject, Class::Object]);
    adjectives.take_while(|&k| !words[k].any(small)).any(|k| words[k].any(opens))
}

/// According to what X said: the verb stands between, and its subject behind it (según explicó el ministro).
pub fn as_told(t: &Text<'_>, range: Run, i: usize) -> Option<Draft> {
    let words = t.words;
    let high = range.1;
    let next = i + usize::from(words[i].len);
    let verb = (next..high.min(next + 6)).find(|&k| !words[k].any(HELPING))?;
    let word = &words[verb];
    let told = word.any(SPEECH)
        && !word.after(HARD.with(Punctuation::COMMA))
        && (!word.is(Class::Past) || words[verb - 1].is(Class::Have));
    let behind = verb + usize::from(word.len);
    let source = subject_after(words, behind, high);
    // What may be a noun needs the subject of a verb: como muestra de, como muestra el informe.
    let named = Classes::of(&[Class::Determiner, Class::Possessive]);
    let noun =
        word.is(Class::AlsoNoun) && !source.is_some_and(|s| words[s.0].any(named) || words[s.0].capital());
    if !told || noun {
        return None;
    }
    let named = source.map_or(behind, |s| s.1);
    passing(t, range, Passing { cue: (i, behind), source, named, around: false })
}

/// Words between the opening of a report in passing and its verb: según · ha podido · saber.
const HELPING: Classes = Classes::of(&[
    Class::Object,
    Class::Have,
    Class::Be,
    Class::Auxiliary,
    Class::Modal,
    Class::Adverb,
    Class::Subject,
]);

/// A report in passing.
#[derive(Clone, Copy)]
struct Passing {
    cue: Run,
    source: Option<Run>,
    /// Where its source ends.
    named: usize,
    /// True if the sentence goes on right behind it.
    around: bool,
}

/// What it reports: the sentence behind it, or what stands around it.
fn passing(t: &Text<'_>, range: Run, report: Passing) -> Option<Draft> {
    let words = t.words;
    let (low, high) = range;
    let Passing { cue, source, named, around } = report;
    let i = cue.0;
    let mut end = named;
    while !around && end < high.min(named + SIGHT) && !words[end].after(Punctuation::COMMA.with(HARD)) {
        end += 1;
    }
    let mut content = Runs::default();
    let lead = i - low <= 4
        && (low..i).all(|k| words[k].any(Classes::of(&[Class::And, Class::Contrast, Class::Adverb])));
    if lead {
        if end >= high {
            end = named;
        }
        content.extend(filled((end, content_end(t, range, end.min(high.saturating_sub(1))))));
    } else {
        let from =
            (low + 1..i).rev().take(SIGHT).find(|&k| words[k].after(Punctuation::SEMICOLON)).unwrap_or(low);
        content.extend(filled((from, i)));
        if around {
            content.extend(filled((named, content_end(t, range, named.min(high.saturating_sub(1))))));
        } else if end < high && words[i].after(Punctuation::COMMA) && words[end].after(Punctuation::COMMA) {
            content.push((end, high));
        }
    }
    (!content.is_empty()).then_some(Draft {
        cue: Some(cue),
        class: Class::AccordingTo,
        source,
        content,
        voiced: true,
        carried: None,
        quote: None,
        rule: "according-to",
        nested: None,
    })
}

/// True if a phrase, with the word behind it, is a person, people or an institution: per il ministro, but not per ora.
fn is_somebody(words: &[Word], (a, b): Run, behind: &Word) -> bool {
    let people =
        Classes::of(&[Class::Role, Class::Group, Class::Title, Class::Institution, Class::InstitutionFirst]);
    let named = |w: &Word| w.capital() && !w.any(Classes::of(&[Class::Determiner, Class::Time]));
    words.get(a..b).unwrap_or_default().iter().any(|w| w.any(people) || named(w))
        && (behind.after(Punctuation::COMMA)
            || behind.any(Classes::of(&[Class::Determiner, Class::Not, Class::Subject])))
}
