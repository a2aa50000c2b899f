use super::*;
use crate::stance::{self, StanceRules, Wanted, of_span};
use crate::text::{Language, Marks, Vocabulary, read};

fn actor(text: &str, hit: &str, actors: &[(&str, Actor)]) -> Option<Actor> {
    let mut vocabulary = Vocabulary::new(Language::ENGLISH);
    let mut document = Document::new();
    read(text, Marks::default(), &mut vocabulary, &mut document);
    let span = |w: &str| {
        let at = text.find(w).unwrap();
        Span::new(at, at + w.len())
    };
    let mut found: Vec<_> = actors.iter().map(|(w, a)| (span(w), *a)).collect();
    found.sort_by_key(|f| f.0);
    let hit = span(hit);
    let index = document.sentence_at(hit.start).unwrap();
    let reading = Reading::default();
    let mut words = StanceCache::new();
    StanceRules::builtin(Language::ENGLISH).unwrap().resolve(&vocabulary, &mut words.forms);
    let scene = Scene {
        document: &document,
        vocabulary: &vocabulary,
        words: &words,
        reading: &reading,
        actors: &found,
    };
    actor_of(scene, index, hit, SpanReading::default()).map(|c| c.actor)
}

const BOTH: &[(&str, Actor)] = &[("hackers", Actor::Adversary), ("ministers", Actor::Defender)];

#[test]
fn the_nearest_fitting_actor_wins() {
    assert_eq!(
        actor("The hackers, say ministers, want to strike.", "want to", &BOTH[..1]),
        Some(Actor::Adversary)
    );
    assert_eq!(actor("The ministers doubt the skill of the hackers.", "skill", BOTH), Some(Actor::Adversary));
    assert_eq!(
        actor("The hackers fled, and the ministers plan to act.", "plan to", BOTH),
        Some(Actor::Defender)
    );
}

#[test]
fn a_pronoun_means_the_actor_before() {
    assert_eq!(actor("The hackers are young. They lack skill.", "skill", &BOTH[..1]), Some(Actor::Adversary));
    assert_eq!(actor("Nobody has the skill.", "skill", &[]), None);
}

#[test]
fn who_is_spoken_about_acts_rather_than_who_stands_behind_a_preposition() {
    let both = &[("hackers", Actor::Adversary), ("soldiers", Actor::Defender)];
    assert_eq!(
        actor("The hackers sent a list of soldiers with orders to kill.", "orders to", both),
        Some(Actor::Adversary)
    );
    assert_eq!(
        actor("The wives of soldiers saw orders that scared the hackers.", "orders", both),
        Some(Actor::Defender)
    );
}

#[test]
fn the_agent_of_a_passive_acts() {
    let both = &[("ministers", Actor::Defender), ("hackers", Actor::Adversary)];
    assert_eq!(
        actor("Ministers saw the page that had been seized last night by hackers.", "seized", &both[1..]),
        Some(Actor::Adversary)
    );
    assert_eq!(
        actor("The ministers were told a site was seized by the hackers.", "seized", both),
        Some(Actor::Adversary)
    );
}

#[test]
fn a_target_does_not_act_because_an_and_stands_before_it() {
    let company = &[("companies", Actor::Other)];
    for text in [
        "All points to growing skill in attacks against governments and companies.",
        "All points to growing skill in attacks on the governments and the companies.",
    ] {
        assert_eq!(actor(text, "skill", company), None, "{text}");
    }
    assert_eq!(actor("Of skill they spoke, and companies doubt it.", "skill", company), Some(Actor::Other));
}

#[test]
fn german_actors_are_told_with_their_reports() {
    let both = &[("Hacker", Actor::Adversary), ("Polizei", Actor::Defender)];
    for (text, hit, expected) in [
        ("Die Hacker planen nach Angaben der Polizei einen Angriff.", "planen", Actor::Adversary),
        ("Die Polizei verfügt über Waffen, die Hacker schweigen.", "verfügt", Actor::Defender),
        ("Die Konten wurden von der Polizei gesperrt, nicht durch Hacker.", "gesperrt", Actor::Defender),
    ] {
        let rules = StanceRules::builtin(Language::GERMAN).unwrap();
        let (mut vocabulary, mut words) = (Vocabulary::new(Language::GERMAN), StanceCache::new());
        let (mut document, mut reading) = (Document::new(), Reading::default());
        read(text, Marks::default(), &mut vocabulary, &mut document);
        stance::read(rules, text, &document, &vocabulary, &mut words, &[], Wanted::All, &mut reading);
        let span = |w: &str| {
            let at = text.find(w).unwrap();
            Span::new(at, at + w.len())
        };
        let mut found: Vec<_> = both.iter().map(|(w, a)| (span(w), *a)).collect();
        found.sort_by_key(|f| f.0);
        let index = document.sentence_at(span(hit).start).unwrap();
        let of = of_span(&reading, &document, index, span(hit));
        let scene = Scene {
            document: &document,
            vocabulary: &vocabulary,
            words: &words,
            reading: &reading,
            actors: &found,
        };
        let told = actor_of(scene, index, span(hit), of).map(|c| c.actor);
        assert_eq!(told, Some(expected), "{text:?}");
    }
}
