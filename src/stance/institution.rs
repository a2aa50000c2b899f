//! Names of institutions: “Threat Assessment Centre” is no threat.
//!
//! A name is a run of words with capitals around a word such as *Centre* or *Agency*: what stands before it (Counter Extremism **Project**)
//! and what a preposition ties to it (**Centre** for the Study of Terrorism), or, where the language puts it first, what follows it
//! (**Centro** Nazionale Antiterrorismo). In a headline written with capitals throughout there is no telling, and nothing is a name.

use super::families::Family;
use super::glance::Signs;
use super::words::{Class, Classes, StanceCache, StanceRules};
use crate::text::{Document, FormId, Gap, Sentence, Span, Token, Vocabulary};

/// Longest name, in words.
const LONGEST: usize = 12;

const HEAD: Classes = Classes::of(&[Class::Institution, Class::InstitutionFirst]);

/// Words that join the parts of a name.
const JOINS: Classes = Classes::of(&[Class::Preposition, Class::Particle, Class::And, Class::Determiner]);

/// Words that have no capital in headlines either.
const SMALL: Classes = JOINS.with(Classes::of(&[
    Class::To,
    Class::That,
    Class::Be,
    Class::Not,
    Class::Possessive,
    Class::Contrast,
]));

/// True if a word of a form may stand in the name of an institution; names around other words need not be looked for.
pub fn in_a_name(
    rules: &StanceRules,
    vocabulary: &Vocabulary,
    cache: &mut StanceCache,
    form: FormId,
) -> bool {
    rules.resolve(vocabulary, &mut cache.forms);
    cache.classes(form).any(JOINS.with(Classes::CAPITAL))
}

/// Adds the names of institutions in a sentence to `out`, in order. `cache` must belong to `vocabulary` and to these rules.
pub fn institutions(
    rules: &StanceRules,
    document: &Document,
    vocabulary: &Vocabulary,
    cache: &mut StanceCache,
    sentence: &Sentence,
    out: &mut Vec<Span>,
) {
    if cache.forms.off.has(Family::Names) {
        return;
    }
    rules.resolve(vocabulary, &mut cache.forms);
    let tokens = document.tokens_of(sentence);
    let capital = |t: &Token| cache.classes(t.form).any(Classes::CAPITAL);
    let head = |t: &Token| {
        let classes = cache.classes(t.form);
        classes.any(HEAD) && classes.any(Classes::CAPITAL)
    };
    let small = |t: &Token| cache.classes(t.form).any(SMALL);
    if !cache.forms.signs_of(tokens).any(Signs::NAME) || all_capitals(tokens, capital, small) {
        return;
    }
    let mut at = 0;
    while let Some(k) = (at..tokens.len()).find(|&k| head(&tokens[k])) {
        let classes = cache.classes(tokens[k].form);
        let mut first = k;
        // What stands before the head: words with capitals, and what joins them (Law and Order Institute).
        while classes.has(Class::Institution) && first > at && k - first < LONGEST {
            let (word, before) = (&tokens[first], &tokens[first - 1]);
            if word.gap == Gap::Mark || !capital(before) || cache.classes(before.form).has(Class::Determiner)
            {
                break;
            }
            first -= 1;
        }
        let end =
            tail(tokens, k, classes.has(Class::InstitutionFirst), |t| (capital(t), cache.classes(t.form)));
        if end - first > 1 {
            out.push(Span { start: tokens[first].start, end: tokens[end - 1].end });
        }
        at = end.max(k + 1);
    }
}

/// One past the last word of a name whose head is word `k`.
fn tail(tokens: &[Token], k: usize, open: bool, of: impl Fn(&Token) -> (bool, Classes)) -> usize {
    let mut end = k + 1;
    let mut open = open;
    let mut i = end;
    while let Some(token) = tokens.get(i).filter(|t| t.gap != Gap::Mark && i - k <= LONGEST) {
        let (capital, classes) = of(token);
        if capital && (open || classes.any(HEAD) && i == end) {
            end = i + 1;
        } else if !capital && classes.any(JOINS) && i < end + 3 {
            // for the, of the: what they tie to the head must have a capital.
            open |= classes.has(Class::Preposition) || classes.has(Class::Particle);
        } else {
            break;
        }
        i += 1;
    }
    end
}

/// True if no word but small ones is without a capital, as in a headline.
fn all_capitals(tokens: &[Token], capital: impl Fn(&Token) -> bool, small: impl Fn(&Token) -> bool) -> bool {
    tokens.len() > 4 && tokens.iter().take(24).all(|t| capital(t) || small(t))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{Language, Marks, read};

    fn names(language: &str, text: &str) -> Vec<String> {
        let language = Language::from_tag(language).unwrap();
        let (mut vocabulary, mut document) = (Vocabulary::new(language), Document::new());
        read(text, Marks::default(), &mut vocabulary, &mut document);
        let (rules, mut cache, mut out) =
            (StanceRules::builtin(language).unwrap(), StanceCache::new(), vec![]);
        for sentence in &document.sentences {
            institutions(rules, &document, &vocabulary, &mut cache, sentence, &mut out);
        }
        out.iter().map(|s| s.of(text).to_owned()).collect()
    }

    #[test]
    fn names_reach_as_far_as_their_capitals() {
        assert_eq!(
            names(
                "en",
                "Yesterday the Threat Assessment Centre told the Institute for the Study of War of an attack."
            ),
            ["Threat Assessment Centre", "Institute for the Study of War"]
        );
        assert_eq!(
            names(
                "it",
                "Ieri il Centro Nazionale Antiterrorismo ha avvertito l'Agenzia per la Sicurezza di un attacco."
            ),
            ["Centro Nazionale Antiterrorismo", "Agenzia per la Sicurezza"]
        );
    }

    #[test]
    fn every_word_of_a_name_may_stand_in_one() {
        let text =
            "Yesterday the Threat Assessment Centre told the Institute for the Study of War of an attack.";
        let language = Language::ENGLISH;
        let (mut vocabulary, mut document) = (Vocabulary::new(language), Document::new());
        read(text, Marks::default(), &mut vocabulary, &mut document);
        let (rules, mut cache, mut spans) =
            (StanceRules::builtin(language).unwrap(), StanceCache::new(), vec![]);
        institutions(rules, &document, &vocabulary, &mut cache, &document.sentences[0], &mut spans);
        let may: Vec<bool> =
            document.tokens.iter().map(|t| in_a_name(rules, &vocabulary, &mut cache, t.form)).collect();
        let within = |t: &Token| spans.iter().any(|s| s.covers(t.span()));
        assert!(document.tokens.iter().zip(&may).all(|(t, may)| *may || !within(t)));
        assert!(!may[document.tokens.len() - 1], "attack");
    }

    #[test]
    fn plain_words_and_headlines_are_no_names() {
        assert!(names("en", "The centre warned the bank of an attack on its network.").is_empty());
        assert!(names("en", "Terror Plots Shake The Whole Bank Network").is_empty());
        assert!(names("en", "The Bank lost money.").is_empty());
    }
}
