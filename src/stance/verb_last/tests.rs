//! German sentences: stance, voice, speaker and actor.

use crate::stance::actor::{Scene, actor_of};
use crate::stance::{
    Actor, Reading, SpanReading, Stance, StanceCache, StanceRules, Voice, Wanted, of_span, read,
};
use crate::text::{self, Document, Language, Marks, Span, Vocabulary};

use Stance::{Asserted, Denied, Hedged, Hypothetical};

/// What is said of `word` in `text`, by whom, and whose it is.
fn told(text: &str, word: &str, actors: &[(&str, Actor)]) -> (SpanReading, Option<String>, Option<Actor>) {
    let rules = StanceRules::builtin(Language::GERMAN).unwrap();
    let (mut vocabulary, mut cache) = (Vocabulary::new(Language::GERMAN), StanceCache::new());
    let (mut document, mut reading) = (Document::new(), Reading::default());
    text::read(text, Marks::default(), &mut vocabulary, &mut document);
    read(rules, text, &document, &vocabulary, &mut cache, &[], Wanted::All, &mut reading);
    let span = |w: &str| {
        let at = text.find(w).unwrap_or_else(|| panic!("{w:?} is not in {text:?}"));
        Span::new(at, at + w.len())
    };
    let mut found: Vec<(Span, Actor)> = actors.iter().map(|(w, a)| (span(w), *a)).collect();
    found.sort_by_key(|f| f.0);
    let index = document.sentence_at(span(word).start).unwrap();
    let of = of_span(&reading, &document, index, span(word));
    let scene = Scene {
        document: &document,
        vocabulary: &vocabulary,
        words: &cache,
        reading: &reading,
        actors: &found,
    };
    let actor = actor_of(scene, index, span(word), of).map(|choice| choice.actor);
    (of, of.speaker.map(|s| reading.name(s).to_owned()), actor)
}

#[track_caller]
fn stances(cases: &[(&str, &str, Stance)]) {
    for (text, word, stance) in cases {
        assert_eq!(told(text, word, &[]).0.stance, *stance, "{word:?} in {text:?}");
    }
}

#[test]
fn a_negation_behind_the_object_denies_verb_and_object() {
    stances(&[
        ("Die Gruppe greift die Bank nicht an.", "greift", Denied),
        ("Die Hacker haben die Fähigkeiten nicht.", "Fähigkeiten", Denied),
        ("Der Angriff fand nie statt.", "Angriff", Denied),
        ("Der Verband warnt, weil die Hacker die Server nicht schützen.", "Server", Denied),
        ("Die Daten sind nicht verschlüsselt.", "verschlüsselt", Denied),
        ("Die Gefahr kommt nicht aus dem Ausland.", "Gefahr", Asserted),
        ("Die Gefahr ist nicht neu.", "Gefahr", Asserted),
        ("Nicht nur die Banken melden Angriffe.", "Angriffe", Asserted),
    ]);
}

#[test]
fn no_denies_the_verb_before_it() {
    stances(&[
        ("Die Gruppe plant keine Anschläge.", "plant", Denied),
        ("Die Gruppe plant keine Anschläge.", "Anschläge", Denied),
        ("Niemand bedroht die Stadt.", "bedroht", Denied),
        ("Die Gruppe hat weder Waffen noch Geld.", "Waffen", Denied),
        ("Ohne Waffen bleibt die Miliz schwach.", "Waffen", Denied),
        ("Ohne Zweifel ist die Bedrohung ernst.", "Bedrohung", Asserted),
    ]);
}

#[test]
fn what_lacks_or_was_averted_is_denied_on_either_side() {
    stances(&[
        ("Die Polizei vereitelte einen Anschlag auf den Bahnhof.", "Anschlag", Denied),
        ("Die Polizei hat einen Anschlag auf den Bahnhof verhindert.", "Anschlag", Denied),
        ("Die Polizei will einen Anschlag auf den Bahnhof verhindern.", "will", Asserted),
        ("Beobachter sagen, dass die Gruppe die Wahl verhindern möchte.", "möchte", Asserted),
        ("Der Präsident strebt nach Macht und möchte die Verfassung ändern.", "möchte", Asserted),
        ("Der Anschlag wurde in letzter Minute vereitelt.", "Anschlag", Denied),
        ("Der Gruppe fehlt das nötige Wissen.", "Wissen", Denied),
        ("Das Wissen fehlt der Gruppe.", "Wissen", Denied),
        ("Der Angriff auf die Bank scheiterte.", "Angriff", Denied),
        ("Die Bedrohung ist gering.", "Bedrohung", Denied),
        ("Die Gruppe hat nur geringe Fähigkeiten.", "Fähigkeiten", Hedged),
    ]);
}

#[test]
fn a_cue_governs_the_clause_behind_its_comma() {
    stances(&[
        ("Es gelang ihnen nicht, die Server anzugreifen.", "anzugreifen", Denied),
        ("Fachleute fürchten, dass die Hacker das Netz angreifen.", "angreifen", Hypothetical),
        ("Der Sprecher bestritt, dass die Behörde Telefone abhörte.", "abhörte", Denied),
        ("Der Sprecher bestritt nicht, dass die Behörde Telefone abhörte.", "abhörte", Hedged),
        ("Die Dienste glauben nicht, dass die Gruppe angreift.", "angreift", Denied),
        ("Die Regierung wusste nicht, dass Hacker die Mails lasen.", "lasen", Asserted),
        ("Es ist unklar, ob die Hacker Waffen haben.", "Waffen", Hedged),
    ]);
}

#[test]
fn the_end_of_the_clause_tells_future_from_passive_and_hearsay_from_duty() {
    stances(&[
        ("Die Hacker werden das Netz angreifen.", "angreifen", Hypothetical),
        ("Das Netz wird von Hackern angegriffen.", "angegriffen", Asserted),
        ("Das Telefon wird überwacht.", "überwacht", Asserted),
        ("Die Gruppe soll über Waffen verfügen.", "Waffen", Hedged),
        ("Die Täter sollen die Daten gestohlen haben.", "gestohlen", Hedged),
        ("Die Täter sollen Namen und Adressen von Kunden kopiert haben.", "Namen", Hedged),
        ("Die Polizei soll mehr Befugnisse bekommen.", "Befugnisse", Hypothetical),
        ("Die Behörden müssen die Foren überwachen.", "überwachen", Hypothetical),
    ]);
}

#[test]
fn doubt_and_other_worlds_are_read() {
    stances(&[
        ("Die Gruppe könnte Krankenhäuser angreifen.", "angreifen", Hedged),
        ("Möglicherweise planen die Hacker einen Angriff.", "Angriff", Hedged),
        ("Die mutmaßlichen Angreifer flohen in der Nacht.", "Angreifer", Hedged),
        ("Angeblich besitzt die Zelle Waffen.", "Waffen", Hedged),
        ("Ein Angriff ist nicht auszuschließen.", "Angriff", Hedged),
        ("Die Gruppe scheint einen Angriff zu planen.", "Angriff", Hedged),
        ("Wenn die Gruppe Waffen bekommt, greift sie die Bank an.", "Waffen", Hypothetical),
        ("Wenn die Gruppe Waffen bekommt, greift sie die Bank an.", "greift", Hypothetical),
        ("Planen die Hacker einen neuen Angriff?", "Angriff", Hypothetical),
        ("Mit solchen Waffen wäre die Gruppe eine Gefahr.", "Gefahr", Hypothetical),
        ("Die Grünen fordern ein Ende der Überwachung.", "Überwachung", Hypothetical),
        ("Die Gruppe will Banken angreifen.", "angreifen", Asserted),
        ("Die Hacker kamen, um Daten zu stehlen.", "stehlen", Asserted),
    ]);
}

#[test]
fn a_subjunctive_in_a_report_supposes_nothing() {
    stances(&[
        ("Ein Sprecher sagte, die Hacker hätten Zugriff auf die Server.", "Zugriff", Asserted),
        ("Die Hacker hätten Zugriff auf die Server, sagte ein Sprecher.", "Zugriff", Asserted),
        ("Mit mehr Geld hätten die Hacker Zugriff auf die Server.", "Zugriff", Hypothetical),
    ]);
}

#[test]
fn voices_and_speakers_are_found() {
    let cases = [
        ("Die Bedrohung für die Netze wächst.", "Bedrohung", Voice::Narrator, None),
        (
            "Die Hacker wollen Daten stehlen, sagte die Ministerin.",
            "wollen",
            Voice::Indirect,
            Some("Ministerin"),
        ),
        ("Die Ministerin sagte, die Gefahr wachse.", "Gefahr", Voice::Indirect, Some("Ministerin")),
        ("Die Ministerin sagte, dass die Gefahr wächst.", "Gefahr", Voice::Indirect, Some("Ministerin")),
        (
            "Der Minister erklärte am Montag, dass die Gefahr wächst.",
            "Gefahr",
            Voice::Indirect,
            Some("Minister"),
        ),
        (
            "Am Montag sagte die Ministerin, die Gefahr sei groß.",
            "Gefahr",
            Voice::Indirect,
            Some("Ministerin"),
        ),
        (
            "Nach Angaben der Polizei planten die Täter einen Anschlag.",
            "Anschlag",
            Voice::Indirect,
            Some("Polizei"),
        ),
        ("Laut dem Bericht wächst die Bedrohung.", "Bedrohung", Voice::Indirect, Some("Bericht")),
        (
            "Die Behörden warnen vor neuen Angriffen der Hacker.",
            "Angriffen",
            Voice::Indirect,
            Some("Behörden"),
        ),
        (
            "„Die Bedrohung für unsere Netze ist sehr real“, sagte Anna Berger.",
            "Bedrohung",
            Voice::Direct,
            Some("Anna Berger"),
        ),
        (
            "Anna Berger sagte: „Wir haben die Fähigkeiten, jeden Angriff abzuwehren.“",
            "Fähigkeiten",
            Voice::Direct,
            Some("Anna Berger"),
        ),
    ];
    for (text, word, voice, speaker) in cases {
        let (of, name, _) = told(text, word, &[]);
        assert_eq!(of.voice, voice, "{text:?}");
        let fits = speaker.is_none_or(|s| name.as_ref().is_some_and(|n| n.ends_with(s)));
        assert!(fits, "{name:?} speaks in {text:?}");
    }
}

#[test]
fn whose_it_is_is_told() {
    let both = &[("Hacker", Actor::Adversary), ("Polizei", Actor::Defender)];
    for (text, word, actor) in [
        ("Die Hacker planen nach Angaben der Polizei einen Angriff.", "planen", Actor::Adversary),
        ("Die Polizei verfügt über Waffen, die Hacker schweigen.", "verfügt", Actor::Defender),
        ("Die Konten wurden von der Polizei gesperrt, nicht durch Hacker.", "gesperrt", Actor::Defender),
    ] {
        assert_eq!(told(text, word, both).2, Some(actor), "{text:?}");
    }
}
