//! Reports without a verb of their own: the claim that …, afraid that …, allegedly, and headlines "X: …".

use super::attribution::{Draft, SIGHT, Text};
use super::clause::FINITE;
use super::content::{content_end, finite_soon};
use super::phrase::{HARD, Run, Runs, subject_before};
use super::verb::before_main_verb;
use super::view::{NO_QUOTE, Punctuation, Word};
use super::words::{Class, Classes};

/// Allegedly, reportedly: the clause around them, ascribed to nobody.
pub fn hearsay(t: &Text<'_>, range: Run, i: usize) -> Option<Draft> {
    let words = t.words;
    let (low, high) = range;
    let from = (low + 1..=i)
        .rev()
        .take(SIGHT)
        .find(|&k| words[k].after(HARD.with(Punctuation::COMMA)))
        .unwrap_or(low);
    let to =
        (i + 1..high).take(SIGHT).find(|&k| words[k].after(HARD.with(Punctuation::COMMA))).unwrap_or(high);
    let content: Runs = [(from, i), (i + 1, to)].into_iter().filter_map(filled).collect();
    (!content.is_empty()).then_some(Draft {
        cue: Some((i, i + 1)),
        class: Class::Hearsay,
        source: None,
        content,
        voiced: false,
        carried: None,
        quote: None,
        rule: "hearsay",
        nested: None,
    })
}

/// A sentence in the mood of reported speech, unless a report of it was found already.
pub fn reportive(t: &Text<'_>, (low, high): Run, earlier: &[Draft]) -> Option<Draft> {
    let told = earlier.iter().take(8).any(|d| d.voiced || d.class == Class::Reportive);
    let condition = t
        .words
        .get(low..high)?
        .iter()
        .take(SIGHT)
        .any(|w| w.any(Classes::of(&[Class::If, Class::Subject, Class::That])) && w.is(Class::I));
    (!told && !condition).then(|| Draft {
        cue: None,
        class: Class::Reportive,
        source: None,
        content: (low, high).into(),
        voiced: true,
        carried: None,
        quote: None,
        rule: "reported-mood",
        nested: None,
    })
}

/// The claim that …, his support for …
pub fn noun(t: &Text<'_>, range: Run, i: usize) -> Option<Draft> {
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
    // A warning from the bank that …: the source stands between.
    let later = (next + 2..high.min(next + 9))
        .take_while(|&k| !words[k].after(HARD.with(Punctuation::COMMA)) && !words[k].any(FINITE))
        .find(|&k| words[k].is(Class::That) && (t.clause_after(k + 1) || finite_soon(words, k + 1, high)));
    if let Some(k) = later.filter(|_| !that && !follow.is(Class::To)) {
        let content = (k, before_main_verb(t, (k + 1, content_end(t, range, k))).1);
        return simple(i, &words[i], Class::ReportNoun, Some((next + 1, k)), content);
    }
    if that {
        let source =
            i.checked_sub(1).filter(|k| *k >= low && words[*k].is(Class::Possessive)).map(|k| (k, k + 1));
        let content = (next, before_main_verb(t, (next + 1, content_end(t, range, next))).1);
        return simple(i, &words[i], Class::ReportNoun, source, content);
    }
    let from = if follow.is(Class::To) { next } else { next + 1 };
    let end =
        (from + 1..high).take(SIGHT).find(|&k| words[k].after(HARD.with(Punctuation::COMMA))).unwrap_or(high);
    let source =
        i.checked_sub(1).filter(|k| *k >= low && words[*k].is(Class::Possessive)).map(|k| (k, k + 1));
    simple(i, &words[i], Class::ReportNoun, source, (from, end))
}

/// Afraid that …, confident of …
pub fn attitude(t: &Text<'_>, range: Run, i: usize) -> Option<Draft> {
    let words = t.words;
    let (low, high) = range;
    let next = i + usize::from(words[i].len);
    let follow = words.get(next).filter(|_| next < high)?;
    let opens = Classes::of(&[Class::That, Class::To, Class::Preposition, Class::Question, Class::Whether]);
    if follow.after(HARD.with(Punctuation::COMMA)) || !(follow.any(opens) || t.clause_after(next)) {
        return None;
    }
    let from = if follow.is(Class::Preposition) && !follow.is(Class::To) { next + 1 } else { next };
    let source = subject_before(words, low, i);
    simple(i, &words[i], Class::Attitude, source, (from, content_end(t, range, from.min(high - 1))))
}

/// A headline or a line of talk of the form "X: …".
pub fn headline(t: &Text<'_>, (low, high): Run) -> Option<Draft> {
    let words = t.words;
    let colon = (low + 1..high.min(low + 8)).find(|&k| words[k].after(Punctuation::COLON))?;
    let head = &words[low..colon];
    // The quotation machine has read it: X: “…”
    if t.quote(colon).is_some() {
        return None;
    }
    let people = Classes::of(&[
        Class::Particle,
        Class::Role,
        Class::Group,
        Class::Institution,
        Class::InstitutionFirst,
    ]);
    let plain = head
        .iter()
        .all(|w| (w.capital() || w.any(people)) && w.quote == NO_QUOTE && !w.is(Class::Headlineless));
    let no_marks = head.iter().skip(1).all(|w| !w.after(HARD.with(Punctuation::COMMA)));
    if !plain || !no_marks || high - colon < 3 || head.len() > 5 {
        return None;
    }
    Some(Draft {
        cue: None,
        class: Class::Say,
        source: Some((low, colon)),
        content: (colon, high).into(),
        voiced: true,
        carried: None,
        quote: None,
        rule: "headline",
        nested: None,
    })
}

/// A run that holds a word.
pub fn filled(run: Run) -> Option<Run> {
    Some(run).filter(|r| r.0 < r.1)
}

/// A draft with one stretch of content, if there is any.
pub fn simple(i: usize, word: &Word, class: Class, source: Option<Run>, content: Run) -> Option<Draft> {
    (content.0 < content.1).then(|| Draft {
        cue: Some((i, i + usize::from(word.len))),
        class,
        source,
        content: content.into(),
        voiced: false,
        carried: None,
        quote: None,
        rule: class.name(),
        nested: None,
    })
}
