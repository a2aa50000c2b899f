//! Reporting verbs: whether a form is used as a verb, who its subject is, and on which side its content stands.

use super::attribution::{Draft, SIGHT, SPEECH, Text, VERBS};
use super::clause::FINITE;
use super::content::{complement, content_end, finite_soon, preceding};
use super::direct::class_of;
use super::phrase::{HARD, Run, Runs, subject_after, subject_before, verb_group};
use super::verb_last::main_follows;
use super::view::{NO_QUOTE, Punctuation, Word};
use super::words::{Class, Classes};

/// True if the word is used as a verb: no determiner before it and, if it could be a noun, the company of a verb.
pub fn is_verb(words: &[Word], (low, high): Run, i: usize) -> bool {
    let word = &words[i];
    let previous = i.checked_sub(1).filter(|k| *k >= low).map(|k| &words[k]);
    let nominal = Classes::of(&[Class::Determiner, Class::Possessive, Class::Preposition]);
    let subject = |w: &Word| w.is(Class::Subject);
    let determined =
        |p: &Word| p.any(nominal) && !subject(p) && !p.is(Class::To) && (!p.capital() || i <= low + 1);
    if !word.after(HARD) && previous.is_some_and(determined) {
        return false;
    }
    // Part of a compound: so-called, self-declared.
    if word.after(Punctuation::JOINED) && previous.is_some_and(|p| p.end < word.start) {
        return false;
    }
    // In running text a capital makes a name of it.
    if word.capital() && i > low && !is_headline(words, (low, high)) {
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
            && (p.is(Class::Have) && word.is(Class::Past)
                || p.any(governs)
                || subject(p)
                || p.capital()
                || p.is(Class::Group))
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
            Class::Infinitive,
        ])) || n.capital()
            || n.quote != word.quote
            || n.after(Punctuation::COLON)
    });
    let perfect = previous.is_some_and(|p| p.is(Class::Have) && word.is(Class::Past));
    led && (follows || perfect || previous.is_some_and(|p| p.any(governs) || subject(p)))
        || follows && previous.is_some_and(|p| !p.any(FINITE) || word.after(Punctuation::COMMA))
}

/// True if most words are written with capitals, as in a headline.
pub fn is_headline(words: &[Word], (low, high): Run) -> bool {
    let seen = words.get(low..high.min(low + 24)).unwrap_or_default();
    seen.iter().filter(|w| w.capital()).count() * 5 > seen.len() * 3
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
            | Class::Reportive
    )
}

/// Reads the report of the verb at `i`; `earlier` are the reports of the sentence so far.
pub fn verb(t: &Text<'_>, range: Run, i: usize, earlier: &[Draft]) -> Option<Draft> {
    let word = &t.words[i];
    let class = class_of(word);
    let next = i + usize::from(word.len);
    let place = Place { range, floor: segment_start(t, range, i), i, next };
    let (source, content, clausal) = if let Some((source, content)) = opening(t, &place) {
        (Some(source), content.into(), true)
    } else {
        let (source, inverted) = subject(t, &place, earlier);
        // It was reported that …: nobody is meant.
        let passive =
            || word.is(Class::Past) && t.words[place.floor..i].iter().rev().take(3).any(|w| w.is(Class::Be));
        let empty = |s: &Run| s.1 - s.0 == 1 && t.words[s.0].is(Class::It) && passive();
        let source = source.filter(|s| !empty(s));
        let (content, clausal) = content(t, &place, source, inverted);
        (source, content, clausal)
    };
    // The hackers attacked the server, but: critics attacked the plan as “dangerous”.
    let meant = word.is(Class::Striking) && !clausal && !content.iter().any(|c| t.quote(c.0).is_some());
    if content.is_empty() || meant {
        return None;
    }
    // A mere object (posted photographs, fears an attack) is speech only with verbs that claim, warn or deny.
    let insistent = matches!(class, Class::Claim | Class::Warn | Class::Deny);
    // What is said may begin with an infinitive (a nié avoir espionné), and with its verb where subjects are dropped: hay riesgo, dijo.
    let group = t.words.get(verb_group(t.words, place.floor, i)..i).unwrap_or_default();
    // But un homme soupçonné d'avoir espionné is spoken of.
    let active = !word.is(Class::Past) || group.iter().any(|w| w.any(FINITE));
    // Wie die Polizei mitteilte, hatte er …
    let led = source.and_then(|s| s.0.checked_sub(1)).is_some_and(|k| t.words[k].is(Class::AsTold));
    let begins = |c: &Run| {
        led && c.0 > i || {
            t.words[c.0].any(Classes::of(&[Class::Infinitive, Class::Participle])) && active
                || word.is(Class::VerbFirst) && c.0 < i
        }
    };
    // Nor is a name that looks like a verb one: he fears IS could strike.
    let named = |k: usize| t.words[k].capital() && t.word(k + 1).is_some_and(|w| w.any(FINITE));
    let embedded = content
        .first()
        .is_some_and(|c| t.words[c.0].any(FINITE) && t.quote(c.0).is_none() && !begins(c) && !named(c.0));
    // Nor is what is to be feared or denied: faut-il craindre une attaque ?
    let object = insistent && !word.is(Class::Infinitive);
    // What nobody says and nothing shows nobody has said.
    let nobody = Classes::of(&[Class::NotWord, Class::Concord]);
    let first = source.map_or(verb_group(t.words, place.floor, i), |s| s.0);
    let denied = t.words.get(first..i).is_some_and(|w| w.first().is_some_and(|w| w.any(nobody)));
    Some(Draft {
        cue: Some((i, next)),
        class,
        source,
        content,
        voiced: voiced(class)
            && (clausal || object || of_oneself(t.words, i, next, content.first()))
            && !embedded
            && !denied,
        carried: None,
        quote: None,
        rule: "verb",
        nested: None,
    })
}

/// True if somebody says of himself what an adjective behind the verb says: ils se disent · prêts à attaquer.
fn of_oneself(words: &[Word], i: usize, next: usize, content: Option<&Run>) -> bool {
    let other = Classes::of(&[
        Class::Adverb,
        Class::Determiner,
        Class::Possessive,
        Class::Preposition,
        Class::Time,
        Class::Subject,
        Class::Object,
    ]);
    let reflexive = i > 0
        && words[i - 1].is(Class::Object)
        && !words[i - 1].any(Classes::of(&[Class::Subject, Class::Determiner]));
    reflexive && content.is_some_and(|c| c.0 == next && !words[next].any(other) && !words[next].capital())
}

/// A verb in its sentence.
struct Place {
    range: Run,
    /// First word of the stretch around it.
    floor: usize,
    i: usize,
    /// One past it.
    next: usize,
}

/// Subject and content behind a verb that opens its sentence: señaló · el ministro · que …
fn opening(t: &Text<'_>, place: &Place) -> Option<(Run, Run)> {
    let words = t.words;
    let &Place { range, floor, i, next } = place;
    if !words[i].is(Class::VerbFirst) {
        return None;
    }
    let group = verb_group(words, floor, i);
    if group > floor && !words[group].after(Punctuation::COMMA) {
        return None;
    }
    let source = subject_after(words, next, range.1).filter(|r| names_somebody(words, *r))?;
    // An adjunct may stand between: señaló el ministro en Roma que …
    let that = (source.1..range.1.min(source.1 + 9))
        .take_while(|&k| !words[k].after(HARD.with(Punctuation::COMMA)) && !words[k].any(FINITE))
        .find(|&k| words[k].is(Class::That))?;
    Some((source, (that, content_end(t, range, that))))
}

/// The subject of the verb, and whether it stands after it.
fn subject(t: &Text<'_>, place: &Place, earlier: &[Draft]) -> (Option<Run>, bool) {
    let words = t.words;
    let &Place { range: (low, high), floor, i, next } = place;
    let word = &words[i];
    let group = verb_group(words, floor, i);
    let marked = group > low
        && (words[group].after(Punctuation::COMMA.with(Punctuation::QUESTION))
            || t.quote(group - 1).is_some());
    let fits = word.any(SPEECH) && !word.is(Class::Participle);
    if marked && fits && !words[group - 1].is(Class::Subject) && !inserted_before(t, floor, group) {
        let ends = Classes::of(&[Class::Preposition, Class::Time, Class::Relative, Class::Subordinator]);
        let closed = |end: usize| {
            end >= high || words[end].after(HARD.with(Punctuation::COMMA)) || words[end].any(ends)
        };
        let after = subject_after(words, next, high).filter(|r| names_somebody(words, *r) && closed(r.1));
        if after.is_some() {
            return (after, true);
        }
    }
    let adjunct = Classes::of(&[Class::Preposition, Class::Adverb, Class::Time]);
    if fits && word.is(Class::CommaClause) && group > floor && words[floor].any(adjunct) {
        // Am Montag sagte die Ministerin, …: the verb stands second.
        let comma = |end: usize| end < high && words[end].after(Punctuation::COMMA);
        let after = subject_after(words, next, high).filter(|r| names_somebody(words, *r) && comma(r.1));
        if after.is_some() {
            return (after, true);
        }
    }
    if fits && group == low && words[low].is(Class::Object) {
        // Lo ha detto X: what was said stands in the sentence before.
        let after = subject_after(words, next, high).filter(|r| names_somebody(words, *r));
        if after.is_some() {
            return (after, true);
        }
    }
    let bare = !(group > low && words[group - 1].any(FINITE) || words[group].any(FINITE));
    let joined = group > low && words[group - 1].any(Classes::of(&[Class::And, Class::Contrast]));
    let shared = word.is(Class::Participle) && bare || joined;
    let own = if shared { None } else { subject_before(words, floor, i) };
    // A second verb with the same subject: …, adding that … · … and warned that …
    let other = || {
        let before = earlier.iter().rev().take(8).find_map(|d| d.source.filter(|s| s.0 >= floor || shared));
        before.or_else(|| main_subject(words, (floor, i + 1))).or_else(|| main_subject(words, (low, i + 1)))
    };
    (own.or_else(other), false)
}

/// What the verb reports, and whether it is a clause, a quotation or set off by marks rather than a mere object.
fn content(t: &Text<'_>, place: &Place, source: Option<Run>, inverted: bool) -> (Runs, bool) {
    let words = t.words;
    let &Place { range, floor, i, next } = place;
    let low = range.0;
    let group = verb_group(words, floor, i);
    let start = source.map_or(group, |s| s.0.min(group));
    // At the end or in the middle of its sentence: …, said X · …, X said, …
    let set_off = start > low && (words[start].after(Punctuation::COMMA) || t.quote(start - 1).is_some());
    let behind = source.filter(|_| inverted).map_or(next, |s| s.1);
    let closing = closes(t, range, behind);
    let speech = words[i].any(SPEECH);
    let mut content = Runs::default();
    if speech && set_off && (inverted || closing.is_some()) {
        content.extend(preceding(t, range, start, closing.is_some_and(|k| k < range.1)));
        let rest =
            closing.filter(|&k| k < range.1 && !content.is_empty() && words[k].after(Punctuation::COMMA));
        let joins = Classes::of(&[Class::Contrast, Class::And]);
        let goes_on = |k: &usize| t.quote(*k).is_none() && !words[*k].any(joins);
        content.extend(rest.filter(goes_on).map(|k| (k, content_end(t, range, k))));
    }
    if content.is_empty()
        && words[i].is(Class::CommaClause)
        && let Some(run) = behind_comma(t, range, unbelieved(words, range, behind), inverted)
    {
        return (run.into(), true);
    }
    let follows = if content.is_empty() && !inverted { complement(t, range, &words[i], next) } else { None };
    if let Some((run, clausal)) = follows {
        let relative = group > low && words[group - 1].any(Classes::of(&[Class::Relative, Class::That]));
        let run = if relative { before_main_verb(t, run) } else { run };
        return (run.into(), clausal);
    }
    if content.is_empty() && inverted && words[low].is(Class::Object) {
        content.push((low, low + 1));
    }
    if content.is_empty() && speech && start == low {
        content.extend(preceding(t, range, start, false));
    }
    (content, true)
}

/// Behind what may stand between a verb and the comma before its clause: sie glauben · nicht, dass …; sie fügte · hinzu, dass …
fn unbelieved(words: &[Word], (_, high): Run, from: usize) -> usize {
    let between = Classes::of(&[
        Class::Not,
        Class::Adverb,
        Class::HedgeAdverb,
        Class::Time,
        Class::Object,
        Class::VerbEnd,
    ]);
    let comma = |k: usize| words[k].after(Punctuation::COMMA);
    let end = (from..high.min(from + 6)).find(|&k| comma(k) || !words[k].any(between));
    end.filter(|&k| comma(k)).unwrap_or(from)
}

/// The clause behind a comma at word `from` that says what is reported: sie sagte, die Gefahr wachse. Behind a speaker a noun
/// may be an apposition, so that only a conjunction or the mood of reported speech shows it.
fn behind_comma(t: &Text<'_>, range: Run, from: usize, inverted: bool) -> Option<Run> {
    let words = t.words;
    let comma = |w: &&Word| w.after(Punctuation::COMMA) && !w.after(HARD);
    let word = words.get(from).filter(|w| from < range.1 && comma(w) && t.quote(from).is_none())?;
    let opens = Classes::of(&[Class::ContentClause, Class::Question]);
    let joins = Classes::of(&[Class::And, Class::Contrast, Class::Relative, Class::If, Class::Subordinator]);
    let told = Classes::of(&[Class::Reportive, Class::Untold]);
    let rest = words.get(from + 1..range.1).unwrap_or_default();
    let rest = rest.get(..SIGHT).unwrap_or(rest);
    let end = rest.iter().position(|w| w.after(HARD.with(Punctuation::COMMA))).unwrap_or(rest.len());
    let clause = rest.get(..end).unwrap_or_default();
    // A verb that closes its clause is that of a relative one.
    let second = || clause.split_last().is_some_and(|(_, w)| w.iter().any(|w| w.any(FINITE)));
    let infinitive = || clause.iter().any(|w| w.is(Class::InfinitiveMark));
    let shown = if inverted {
        clause.iter().any(|w| w.any(told)) || second()
    } else {
        !word.any(joins) && (end > 1 || infinitive())
    };
    // Sie sagte, wenn das Geld fehle, schließe die Bank.
    let supposed = word.is(Class::ClosedIf) && main_follows(words, from);
    (word.any(opens) || shown || supposed).then(|| (from, content_end(t, range, from)))
}

/// The content of a report in a relative clause ends where the main clause takes up its verb: those who claim to know | say …
pub fn before_main_verb(t: &Text<'_>, (a, b): Run) -> Run {
    let words = t.words;
    let opens = Classes::of(&[
        Class::And,
        Class::That,
        Class::Relative,
        Class::Subordinator,
        Class::Subject,
        Class::To,
    ]);
    let starts = |k: usize| {
        words[k].any(FINITE) && !words[k - 1].any(FINITE.with(opens)) && !words[k].is(Class::Participle)
    };
    // A clause has a verb of its own; an infinitive has none.
    let own = usize::from(t.clause_after(a) || finite_soon(words, a, b));
    match (a + 1..b).take(SIGHT).filter(|&k| starts(k)).nth(own) {
        Some(k) if k > a + 1 => (a, k),
        _ => (a, b),
    }
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
    words.get(start..end).unwrap_or_default().iter().any(|w| w.capital() || w.any(classes))
}

/// First word of the stretch around `i`: after the last quotation, strong mark or contrast.
fn segment_start(t: &Text<'_>, (low, _): Run, i: usize) -> usize {
    if !t.may_part(HARD_STRETCH) {
        return low;
    }
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
    if !t.marks.any(Punctuation::COMMA) {
        return false;
    }
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
        (w.any(FINITE) || w.any(VERBS) && !w.capital() && is_verb(words, (low, high), k))
            && !w.is(Class::Participle)
            && w.quote == NO_QUOTE
    })?;
    subject_before(words, low, verb)
}

/// Marks that a clause does not cross; brackets it does.
const HARD_STRETCH: Punctuation =
    Punctuation::SEMICOLON.with(Punctuation::COLON).with(Punctuation::DASH).with(Punctuation::STOP);
