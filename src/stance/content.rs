//! What a report says: where its content begins after or before the reporting word, and where it ends.

use super::attribution::{SIGHT, SPEECH, Text};
use super::clause::{FINITE, NOUN_START};
use super::phrase::{HARD, Run, subject_after, verb_group};
use super::verb::is_verb;
use super::view::{NO_QUOTE, Punctuation, Word};
use super::words::{Class, Classes};

/// Content after a verb, and whether it is a clause or a quotation (true) or a mere object (false).
pub fn complement(t: &Text<'_>, range: Run, verb: &Word, next: usize) -> Option<(Run, bool)> {
    let words = t.words;
    let (_, high) = range;
    let mut from = next;
    let filler = Classes::of(&[Class::Adverb, Class::Time]);
    let limit = high.min(next + 12);
    while from < limit
        && words[from].any(filler)
        && !words[from].after(HARD.with(Punctuation::COMMA))
        && !t.clause_after(from)
    {
        from += 1;
    }
    let word = words.get(from).filter(|_| from < high)?;
    if let Some(q) = t.quote(from).filter(|&q| t.quote_run(q).0 == from) {
        return Some(((from, quote_end(t, range, q)), true));
    }
    if word.after(Punctuation::COLON) {
        return Some(((from, content_end(t, range, from)), true));
    }
    if word.after(HARD.with(Punctuation::COMMA)) {
        return None;
    }
    let end = content_end(t, range, from);
    if opens_clause(t, from) {
        return Some(((from, end), true));
    }
    // The report warns the old networks of banks are at risk: what looks like somebody addressed is the subject of a clause.
    let warned = verb.is(Class::Warn)
        && word.is(Class::Determiner)
        && t.clause_after(from)
        && !addresses(words, from, end);
    if warned {
        return Some(((from, end), true));
    }
    // She told reporters in Rome that … · she told him to …
    if verb.is(Class::Tell) || word.any(ADJUNCT) {
        let begin = opening(t, range, from);
        let addressed = verb.is(Class::Tell) && !word.any(ADJUNCT);
        if begin.is_some() || addressed {
            let begin = begin.or_else(|| addressee_end(words, from, high)).filter(|&m| m < end);
            return begin.map(|m| ((m, content_end(t, range, m)), true));
        }
    }
    let clause = t.clause_after(from) || word.any(Classes::of(&[Class::Question, Class::Whether, Class::If]));
    // Afferma di agire: an infinitive behind a preposition is what is said.
    let behind = |k: usize| t.word(k).is_some_and(|w| w.is(Class::Infinitive));
    let denied = || t.word(from + 1).is_some_and(|w| w.is(Class::Not)) && behind(from + 2);
    let infinitive = word.is(Class::Infinitive) || word.is(Class::About) && (behind(from + 1) || denied());
    let clause = clause
        || verb.is(Class::Clausal)
            && (word.any(NOUN_START) || word.capital() || finite_soon(words, from, end));
    // A mere object ends with its stretch: they saw it; …
    let stretch = || {
        (from + 1..end).take(SIGHT).find(|&k| words[k].after(Punctuation::SEMICOLON.with(Punctuation::STOP)))
    };
    let end = if clause || infinitive { end } else { stretch().unwrap_or(end) };
    if verb.any(OBJECT) {
        return Some(((from, end), clause || infinitive));
    }
    let joins = Classes::of(&[Class::And, Class::Subordinator, Class::Contrast, Class::To]);
    let object = word.is(Class::About) || !word.is(Class::Preposition) && !word.any(joins);
    (clause || infinitive || object).then_some(((from, end), clause || infinitive))
}

/// True if a bare noun is the subject of a clause: said privacy must come first.
pub fn finite_soon(words: &[Word], from: usize, end: usize) -> bool {
    let opens = Classes::of(&[Class::Preposition, Class::And, Class::Relative, Class::Adverb]);
    words.get(from).is_some_and(|w| !w.any(opens.with(FINITE)))
        && (from + 1..end.min(from + 6))
            .take_while(|&k| !words[k].after(HARD.with(Punctuation::COMMA)) && !words[k].is(Class::Relative))
            .any(|k| words[k].any(FINITE) && !words[k].is(Class::Participle))
}

/// True if something else opens before the verb of the clause at `from`, so that its first words may be those addressed: warned
/// the city that …, warned the city it was …
fn addresses(words: &[Word], from: usize, end: usize) -> bool {
    let opens = Classes::of(&[Class::That, Class::To, Class::Question, Class::Relative]).with(NOUN_START);
    let rest = words.get(from + 1..end).unwrap_or_default().iter().take(8);
    rest.take_while(|w| !w.any(FINITE)).any(|w| w.any(opens) || w.after(HARD.with(Punctuation::COMMA)))
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

/// True if word `k` is a *that* with a clause behind it: in languages that drop their subject a verb may follow (dijo que atacaría).
fn opens_clause(t: &Text<'_>, k: usize) -> bool {
    let word = &t.words[k];
    // Nor is a name that looks like a verb one: that IS was.
    let finite = |k: usize| t.word(k).is_some_and(|w| w.any(FINITE));
    let verb = || finite(k + 1) && !(t.words[k + 1].capital() && finite(k + 2));
    word.is(Class::That) && (word.is(Class::OnlyThat) || !verb())
}

/// Where content opens after an adjunct or an addressee: at *that*, a quotation, a colon, a question word.
fn opening(t: &Text<'_>, (_, high): Run, from: usize) -> Option<usize> {
    let words = t.words;
    let mut commas = 0;
    for (k, word) in words.iter().enumerate().take(high.min(from + 18)).skip(from + 1) {
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
        if opens_clause(t, k) {
            return Some(k);
        }
        if commas == 0
            && (word.any(Classes::of(&[Class::Question, Class::Whether]))
                || word.is(Class::Subject) && t.clause_after(k))
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
pub fn preceding(t: &Text<'_>, (low, _): Run, at: usize, middle: bool) -> Option<Run> {
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

/// Words before which a content may end.
const TAKES_OVER: Classes = SPEECH.with(Classes::of(&[Class::AccordingTo]));

/// End of a content that begins at `from`: the sentence, or where another report of the same sentence takes over.
pub fn content_end(t: &Text<'_>, (_, high): Run, from: usize) -> usize {
    let words = t.words;
    let limit = high.min(from + SIGHT);
    let mut next = from + 1;
    while let Some(k) = t.stop(next).filter(|k| *k < limit) {
        next = k + 1;
        let word = &words[k];
        if !word.any(TAKES_OVER) {
            continue;
        }
        // …, adding that
        let goes_on = |k: usize| t.word(k + 1).is_some_and(|w| w.is(Class::That));
        if word.any(SPEECH) && word.is(Class::Participle) && word.after(Punctuation::COMMA) && goes_on(k) {
            return k;
        }
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
                // …, said X at the end.
                let inverted = || {
                    words[group].after(Punctuation::COMMA)
                        && subject_after(words, last, high).is_some_and(|s| s.1 >= high && s.1 > last)
                };
                if let Some(m) = start.filter(|m| closes || *m == group && inverted()) {
                    return m;
                }
            }
        }
        if word.after(Punctuation::COMMA) && word.is(Class::AccordingTo) {
            return k;
        }
    }
    high
}
