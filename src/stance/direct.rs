//! Who owns a quotation: the report before it, after it, or a name set under it.

use super::attribution::{Draft, SPEECH, Text};
use super::clause::FINITE;
use super::phrase::{HARD, Run, phrase_after, subject_after, subject_before, verb_group};
use super::read::LABEL;
use super::verb::main_subject;
use super::view::{NO_QUOTE, Punctuation, Word};
use super::words::{Class, Classes};

/// A report after a quotation stands within so many words.
const REACH: usize = 24;

/// Marks after which a report of the quotation before may follow.
pub const TURN: Punctuation = Punctuation::COMMA
    .with(Punctuation::QUESTION)
    .with(Punctuation::EXCLAMATION)
    .with(Punctuation::DASH)
    .with(Punctuation::ELLIPSIS);

/// Words that begin the noun phrase of a speaker.
const SPEAKER: Classes = Classes::of(&[
    Class::Subject,
    Class::Determiner,
    Class::Possessive,
    Class::Title,
    Class::Role,
    Class::Group,
    Class::Paper,
]);

/// Verbs that report what is quoted before them.
const QUOTING: Classes = SPEECH.with(Classes::of(&[Class::Plan]));

/// The report that owns quotation `q` of a sentence `low..high` that holds its end or its beginning.
pub fn owner(t: &Text<'_>, q: usize, sentence: Run) -> Option<Draft> {
    let run = t.quote_run(q);
    let found = signature(t, run).map(|d| ("signature", d));
    let found = found.or_else(|| after(t, run, sentence).map(|d| ("after-quotation", d)));
    let found = found.or_else(|| before(t, run, sentence).map(|d| ("before-quotation", d)));
    let (rule, draft) = found.or_else(|| inside(t, run).map(|d| ("inside-quotation", d)))?;
    Some(Draft { quote: Some(q as u32), rule, ..draft })
}

fn draft(cue: Option<Run>, class: Class, source: Option<Run>, content: Run) -> Draft {
    Draft {
        cue,
        class,
        source,
        content: content.into(),
        voiced: true,
        carried: None,
        quote: None,
        rule: "quotation",
        nested: None,
    }
}

/// « …, a dit X, … »: its report stands between commas inside a quotation.
fn inside(t: &Text<'_>, run: Run) -> Option<Draft> {
    let words = t.words;
    let opens = |k: &usize| words[*k].is(Class::Inserted) && words[*k].after(Punctuation::COMMA);
    let first = (run.0 + 1..run.1).find(opens)?;
    let fillers = Classes::of(&[Class::Adverb, Class::Have, Class::Be, Class::Object]);
    let verb = (first..run.1.min(first + 6)).find(|&k| words[k].any(SPEECH) || !words[k].any(fillers))?;
    let next = verb + usize::from(words[verb].len);
    if !words[verb].any(SPEECH) || next > run.1 {
        return None;
    }
    let source = joined_pronoun(words, (verb, next)).or_else(|| subject_after(words, next, run.1))?;
    let closes = source.1 >= run.1 || words[source.1].after(Punctuation::COMMA.with(HARD));
    let named = words[source.0].capital() || words[source.0].any(SPEAKER);
    (closes && named).then(|| draft(Some((verb, next)), class_of(&words[verb]), Some(source), run))
}

/// The pronoun at the end of a verb that is one word here: dit-il, a-t-elle.
fn joined_pronoun(words: &[Word], (verb, next): Run) -> Option<Run> {
    let last = next.checked_sub(1).filter(|k| *k > verb)?;
    words[last].is(Class::Subject).then_some((last, next))
}

/// The last word of the stretch without quotation that begins at `from` and has no strong mark in it.
fn stretch_end(t: &Text<'_>, from: usize) -> usize {
    let high = t.words.len().min(from + REACH);
    (from + 1..high)
        .find(|&k| {
            t.words[k].quote != NO_QUOTE
                || t.words[k].after(HARD.with(Punctuation::PARAGRAPH)) && !bracket(&t.words[k])
        })
        .unwrap_or(high)
}

fn bracket(word: &Word) -> bool {
    word.after(Punctuation::OPEN.with(Punctuation::CLOSE))
        && !word.after(Punctuation::STOP.with(Punctuation::COLON))
}

/// "…" — Pamela Ray
fn signature(t: &Text<'_>, run: Run) -> Option<Draft> {
    let words = t.words;
    let first =
        words.get(run.1).filter(|w| w.after(Punctuation::DASH) && w.capital() && w.quote == NO_QUOTE)?;
    if first.any(SPEECH) {
        return None;
    }
    let end = (run.1 + 1..words.len().min(run.1 + 7))
        .find(|&k| {
            words[k].after(HARD.with(Punctuation::COMMA).with(Punctuation::PARAGRAPH))
                || words[k].quote != NO_QUOTE
        })
        .or((words.len() <= run.1 + 6).then_some(words.len()))?;
    let closes = words.get(end).is_none_or(|w| {
        !w.after(Punctuation::COMMA)
            && (w.after(Punctuation::PARAGRAPH) || w.quote != NO_QUOTE || w.after(Punctuation::STOP))
    });
    let names = words[run.1..end].iter().all(|w| w.capital() || w.is(Class::Particle));
    (closes && names).then(|| draft(None, Class::Say, Some((run.1, end)), run))
}

/// "…," said X · "…," X said
fn after(t: &Text<'_>, run: Run, (low, _): Run) -> Option<Draft> {
    let words = t.words;
    let from = run.1;
    let first = words.get(from).filter(|w| w.quote == NO_QUOTE && !w.after(Punctuation::PARAGRAPH))?;
    let turn = first.after(TURN);
    // The subject of what follows is no speech: the “quiet army” worries them.
    let determines = Classes::of(&[Class::Determiner, Class::Possessive]);
    let noun = run.0 > low && words[run.0 - 1].any(determines) && run.1 - run.0 <= LABEL;
    if !turn && (first.after(HARD) || noun) {
        return None;
    }
    let end = stretch_end(t, from);
    let fillers = Classes::of(&[Class::Adverb, Class::Have, Class::Be]);
    let lead = (from..end).find(|&k| !words[k].any(fillers) || words[k].any(SPEECH)).unwrap_or(from);
    let quoting = if turn { QUOTING } else { SPEECH };
    if words[lead].any(quoting) && !words[lead].capital() {
        let next = lead + usize::from(words[lead].len);
        if let Some(source) = joined_pronoun(words, (lead, next)).or_else(|| subject_after(words, next, end))
        {
            return Some(draft(Some((lead, next)), class_of(&words[lead]), Some(source), whole(t, run, low)));
        }
        // The subject is left out: «…», zanjó.
        let adjunct = Classes::of(&[Class::Preposition, Class::Interposed, Class::Time]);
        let ends =
            next >= end || words[next].after(HARD.with(Punctuation::COMMA)) || words[next].any(adjunct);
        if turn && ends && words[lead].is(Class::VerbFirst) {
            return Some(draft(Some((lead, next)), class_of(&words[lead]), None, whole(t, run, low)));
        }
    }
    if !turn
        || first.any(Classes::of(&[Class::And, Class::Contrast, Class::Relative, Class::Subordinator]))
            && !first.is(Class::Subject)
    {
        return None;
    }
    let verb = (from..end).find(|&k| words[k].any(SPEECH) && is_verb_here(words, from, k));
    if let Some((v, source)) = verb.and_then(|v| subject_before(words, from, v).map(|s| (v, s))) {
        let cue = Some((v, v + usize::from(words[v].len)));
        return Some(draft(cue, class_of(&words[v]), Some(source), whole(t, run, low)));
    }
    // A verb that is in no list: "…," she grinned.
    let source =
        if first.is(Class::Subject) { Some((from, from + 1)) } else { phrase_after(words, from, end) }?;
    let speaker = first.capital() || first.any(SPEAKER);
    (speaker && source.1 < end.max(source.0 + 2) && source.1 - source.0 <= 6)
        .then(|| draft(None, Class::Say, Some(source), run))
}

/// The quotation with the words of its clause that stand before it: the change “is a mistake,” he said.
fn whole(t: &Text<'_>, run: Run, low: usize) -> Run {
    let words = t.words;
    if run.0 <= low || words[run.0].after(Punctuation::COMMA.with(HARD)) {
        return run;
    }
    let edge = (low + 1..run.0).rev().take(REACH).find(|&k| {
        words[k].after(Punctuation::COMMA.with(HARD))
            || words[k].is(Class::Contrast)
            || words[k].quote != NO_QUOTE
    });
    let from = edge.unwrap_or(low);
    let reported = words[from..run.0].iter().any(|w| w.any(SPEECH) || w.quote != NO_QUOTE);
    if reported || run.0 - from >= REACH { run } else { (from, run.1) }
}

/// Between a quotation and its verb stands only the speaker.
fn is_verb_here(words: &[Word], from: usize, k: usize) -> bool {
    let group = verb_group(words, from, k);
    if group == from {
        return false;
    }
    let nominal = Classes::of(&[Class::Determiner, Class::Possessive]);
    // Of two that could be verbs the second is: one of the posts reads.
    let noun = words[k].is(Class::AlsoNoun)
        && words.get(k + 1).is_some_and(|w| w.any(SPEECH) && w.before == Punctuation::default());
    (!words[k - 1].any(nominal) || words[k - 1].is(Class::Subject)) && !words[k].capital() && !noun
}

/// X said: "…" · X said, "…" · X said "…"
fn before(t: &Text<'_>, run: Run, (low, _): Run) -> Option<Draft> {
    let words = t.words;
    let first = words.get(run.0)?;
    // The report may stand in the sentence before: … released a statement: ¶ "…"
    let colon = first.after(Punctuation::COLON);
    let low = if run.0 == low && colon { run.0.saturating_sub(REACH) } else { low };
    let floor = (low + 1..run.0)
        .rev()
        .take(REACH)
        .find(|&k| {
            let strong = words[k].after(HARD) && !bracket(&words[k]);
            strong || words[k - 1].quote != NO_QUOTE || words[k].after(Punctuation::STOP)
        })
        .unwrap_or(low.max(run.0.saturating_sub(REACH)));
    if floor >= run.0 || words[run.0 - 1].quote != NO_QUOTE {
        return None;
    }
    let marked = colon || first.after(Punctuation::COMMA);
    let verb = (floor..run.0).rev().find(|&k| words[k].any(SPEECH) && verb_at(words, floor, k));
    let direct = verb.is_some_and(|v| v + usize::from(words[v].len) == run.0);
    if !marked && !direct {
        return None;
    }
    match verb {
        Some(v) => {
            let next = v + usize::from(words[v].len);
            let inverted = (v == floor || verb_group(words, floor, v) == floor)
                .then(|| phrase_after(words, next, run.0))
                .flatten()
                .filter(|s| colon && s.1 == run.0 || floor > 0 && words[floor - 1].quote != NO_QUOTE);
            let participle = words[v].is(Class::Participle) && !words[v.saturating_sub(1)].any(FINITE);
            let main = if participle { main_subject(words, (low, v)) } else { None };
            let source = inverted
                .or(main)
                .or_else(|| subject_before(words, floor, v))
                .or_else(|| main_subject(words, (floor, run.0)));
            Some(draft(Some((v, next)), class_of(&words[v]), source, run))
        }
        None if colon => Some(draft(
            None,
            Class::Say,
            main_subject(words, (floor, run.0)).or_else(|| nearest(words, floor, run.0)),
            run,
        )),
        None => {
            // A verb that is in no list, right before the comma: X grinned, "…"
            let source = main_subject(words, (floor, run.0)).or_else(|| nearest(words, floor, run.0))?;
            (run.0 - source.1 <= 4).then(|| draft(None, Class::Say, Some(source), run))
        }
    }
}

fn verb_at(words: &[Word], floor: usize, k: usize) -> bool {
    // Part of a compound: the so-called “army”.
    if k > floor && words[k].after(Punctuation::JOINED) && words[k - 1].end < words[k].start {
        return false;
    }
    let nominal = Classes::of(&[Class::Determiner, Class::Possessive]);
    k == floor || !words[k - 1].any(nominal) || words[k - 1].is(Class::Subject)
}

/// The last name, pronoun or noun of people before `end`.
fn nearest(words: &[Word], low: usize, end: usize) -> Option<Run> {
    let k = (low..end).rev().find(|&k| {
        let w = &words[k];
        w.any(Classes::of(&[Class::He, Class::She, Class::They]))
            || w.capital() && !w.any(Classes::of(&[Class::Time, Class::Preposition, Class::Determiner]))
    })?;
    if words[k].is(Class::Subject) {
        return Some((k, k + 1));
    }
    let start = (low..=k).rev().take_while(|&m| words[m].capital()).last().unwrap_or(k);
    Some((start, k + 1))
}

/// Class of a reporting verb: the most telling one.
pub fn class_of(word: &Word) -> Class {
    [
        Class::Deny,
        Class::Warn,
        Class::Claim,
        Class::Say,
        Class::Think,
        Class::Ask,
        Class::Show,
        Class::Judge,
        Class::Plan,
    ]
    .into_iter()
    .find(|c| word.is(*c))
    .unwrap_or(Class::Say)
}
