//! Does the stance layer read sentences as the codebook asks?

use framescope::stance::{
    Reading, SpanReading, Stance, StanceCache, StanceRules, Voice, Wanted, of_span, read,
};
use framescope::text::{self, Document, Language, Marks, Span, Vocabulary};

type Expected = (&'static str, Stance, Voice, Option<&'static str>);

struct Read {
    text: String,
    document: Document,
    reading: Reading,
}

fn read_text(language: &str, text: &str) -> Read {
    let language = Language::from_tag(language).unwrap();
    let rules = StanceRules::builtin(language).unwrap();
    let (mut vocabulary, mut cache) = (Vocabulary::new(language), StanceCache::new());
    let (mut document, mut reading) = (Document::new(), Reading::default());
    let apostrophes = apostrophes(text);
    let marks = Marks { apostrophes: &apostrophes, ..Marks::default() };
    text::read(text, marks, &mut vocabulary, &mut document);
    read(rules, text, &document, &vocabulary, &mut cache, &apostrophes, Wanted::All, &mut reading);
    Read { text: text.to_owned(), document, reading }
}

/// A straight double quote between two letters stands for an apostrophe.
fn apostrophes(text: &str) -> Vec<u32> {
    let letter = |b: Option<&u8>| b.is_some_and(u8::is_ascii_alphabetic);
    let bytes = text.as_bytes();
    (1..bytes.len())
        .filter(|&i| bytes[i] == b'"' && letter(bytes.get(i - 1)) && letter(bytes.get(i + 1)))
        .map(|i| i as u32)
        .collect()
}

impl Read {
    fn of(&self, term: &str) -> (SpanReading, Option<&str>) {
        let start = self.text.find(term).unwrap_or_else(|| panic!("{term:?} not in {:?}", self.text));
        let span = Span::new(start, start + term.len());
        let sentence = self.document.sentence_at(span.start).unwrap();
        let reading = of_span(&self.reading, &self.document, sentence, span);
        (reading, reading.speaker.map(|s| self.reading.name(s)))
    }
}

/// Language, sentence, and for each term its stance, voice and speaker.
const SENTENCES: &[(&str, &str, &[Expected])] = &[
    // a passive report without its verb, up to the verb of its clause
    (
        "en",
        "Files believed to be stolen were leaked on Sunday.",
        &[
            ("stolen", Stance::Hedged, Voice::Narrator, None),
            ("leaked", Stance::Asserted, Voice::Narrator, None),
        ],
    ),
    (
        "en",
        "The man, alleged to have attacked the bank, was arrested by the police.",
        &[
            ("attacked", Stance::Hedged, Voice::Narrator, None),
            ("arrested", Stance::Asserted, Voice::Narrator, None),
        ],
    ),
    // forward negation
    (
        "en",
        "The group does not have the capability to shut down a power grid.",
        &[("capability", Stance::Denied, Voice::Narrator, None)],
    ),
    // 'but' ends negation, not attribution
    (
        "en",
        "Officials said the group lacks the know-how, but it clearly wants to damage hospitals.",
        &[
            ("know-how", Stance::Denied, Voice::Indirect, Some("Officials")),
            ("wants to", Stance::Asserted, Voice::Indirect, Some("Officials")),
        ],
    ),
    // multiword negator crosses 'that'
    (
        "en",
        "There is no evidence that the hackers intend to target airports.",
        &[("intend", Stance::Denied, Voice::Narrator, None)],
    ),
    // pseudo-negation, backward cue
    (
        "en",
        "A threat to the elections cannot be ruled out.",
        &[("threat", Stance::Hedged, Voice::Narrator, None)],
    ),
    // preposition negator stops at comma
    (
        "en",
        "Without a warrant, surveillance of the forum is illegal.",
        &[("surveillance", Stance::Asserted, Voice::Narrator, None)],
    ),
    // 'if' covers protasis and apodosis; beats 'may'
    (
        "en",
        "If the cell acquires the skills, it may attack the port.",
        &[
            ("skills", Stance::Hypothetical, Voice::Narrator, None),
            ("attack", Stance::Hypothetical, Voice::Narrator, None),
        ],
    ),
    // question; quoted concept is not speech
    (
        "en",
        "Could a “virtual caliphate” pose a danger to Asia?",
        &[("danger", Stance::Hypothetical, Voice::Narrator, None)],
    ),
    // speaker carries to the next quote of the paragraph
    (
        "en",
        "“They have no such capability today,” the minister said. “But they intend to build it.”",
        &[
            ("capability", Stance::Denied, Voice::Direct, Some("the minister")),
            ("intend", Stance::Asserted, Voice::Direct, Some("the minister")),
        ],
    ),
    // unclosed quote reopened in next paragraph; back-fill speaker
    (
        "en",
        "“The threat is real, and we are ready.\n\n“But privacy must come first,” said Anna Keller, a regulator.",
        &[
            ("threat", Stance::Asserted, Voice::Direct, Some("Anna Keller")),
            ("privacy", Stance::Asserted, Voice::Direct, Some("Anna Keller")),
        ],
    ),
    // according to X
    (
        "en",
        "According to a leaked memo, the group plans to hack banks.",
        &[("plans to", Stance::Asserted, Voice::Indirect, Some("a leaked memo"))],
    ),
    // source-less evidential adverb
    (
        "en",
        "The group allegedly plans to hack banks.",
        &[("plans to", Stance::Hedged, Voice::Narrator, None)],
    ),
    // negative reporting verb
    (
        "en",
        "Keller denied that the agency had intercepted calls.",
        &[("intercepted", Stance::Denied, Voice::Indirect, Some("Keller"))],
    ),
    // negated denial is non-commitment, not assertion
    (
        "en",
        "Keller did not deny that the agency had intercepted calls.",
        &[("intercepted", Stance::Hedged, Voice::Indirect, Some("Keller"))],
    ),
    // pronoun to last compatible person
    (
        "en",
        "Mr Osei runs the unit. He adds that the danger is growing.",
        &[("danger", Stance::Asserted, Voice::Indirect, Some("Mr Osei"))],
    ),
    // subject + never + occurrence verb
    ("en", "The attack never came.", &[("attack", Stance::Denied, Voice::Narrator, None)]),
    // averted event (sub-flag averted)
    ("en", "Police thwarted an attack on the stadium.", &[("attack", Stance::Denied, Voice::Narrator, None)]),
    // pseudo-negation
    ("en", "No doubt the threat is serious.", &[("threat", Stance::Asserted, Voice::Narrator, None)]),
    // document as source; 'warns of'
    (
        "en",
        "The report warns of a threat to pipelines.",
        &[("threat", Stance::Asserted, Voice::Indirect, Some("The report"))],
    ),
    // attitude verb without 'that' plus 'would'
    (
        "en",
        "Critics fear the plan would end privacy.",
        &[("privacy", Stance::Hypothetical, Voice::Indirect, Some("Critics"))],
    ),
    // diminisher (flag diminished); scare quotes
    (
        "en",
        "The so-called “cyber army” has little capability.",
        &[("capability", Stance::Hedged, Voice::Narrator, None)],
    ),
    // clause-final X said; 'privacy' inside the source name is masked
    (
        "en",
        "The bill would let police monitor chats, privacy groups said.",
        &[("monitor", Stance::Hypothetical, Voice::Indirect, Some("privacy groups"))],
    ),
    // proper name masked: no hit
    ("en", "The Threat Assessment Centre declined to comment.", &[]),
    // contrastive not between commas
    (
        "en",
        "The group wants to weaken, not attack, the bank.",
        &[
            ("wants to", Stance::Asserted, Voice::Narrator, None),
            ("attack", Stance::Denied, Voice::Narrator, None),
        ],
    ),
    // double quote used as apostrophe (defect of seed 000)
    (
        "en",
        "The group\"s capability has grown, the mayor\"s office said.",
        &[("capability", Stance::Asserted, Voice::Indirect, Some("the mayor's office"))],
    ),
    // one-word quotes without reporting verb: scare quotes, voice stays narrator (flag scare)
    (
        "en",
        "Ministers defended the “surveillance” programme.",
        &[("surveillance", Stance::Asserted, Voice::Narrator, None)],
    ),
    // condizionale di dissociazione without source
    (
        "it",
        "Il gruppo avrebbe le competenze per attaccare le banche.",
        &[
            ("competenze", Stance::Hedged, Voice::Narrator, None),
            ("attaccare", Stance::Hedged, Voice::Narrator, None),
        ],
    ),
    // Secondo X; double negation is concord
    (
        "it",
        "Secondo il ministro, non esiste alcuna minaccia.",
        &[("minaccia", Stance::Denied, Voice::Indirect, Some("il ministro"))],
    ),
    // split quotation; ma ends negation
    (
        "it",
        "«Non abbiamo le capacità per colpire», ha detto il portavoce, «ma vogliamo imparare».",
        &[
            ("capacità", Stance::Denied, Voice::Direct, Some("il portavoce")),
            ("vogliamo", Stance::Asserted, Voice::Direct, Some("il portavoce")),
        ],
    ),
    // se + congiuntivo / condizionale: hypothetical, not dissociation
    (
        "it",
        "Se il gruppo ottenesse le capacità, la minaccia sarebbe seria.",
        &[
            ("capacità", Stance::Hypothetical, Voice::Narrator, None),
            ("minaccia", Stance::Hypothetical, Voice::Narrator, None),
        ],
    ),
    // non solo is not negation
    (
        "it",
        "Non solo minaccia le banche, ma è in grado di colpirle.",
        &[
            ("minaccia", Stance::Asserted, Voice::Narrator, None),
            ("in grado di", Stance::Asserted, Voice::Narrator, None),
        ],
    ),
];

#[test]
fn thirty_sentences() {
    let mut wrong = Vec::new();
    for (language, text, expected) in SENTENCES {
        let read = read_text(language, text);
        for &(term, stance, voice, speaker) in *expected {
            let (r, name) = read.of(term);
            if (r.stance, r.voice, name) != (stance, voice, speaker) {
                wrong.push(format!("{text:?}: {term}: {:?} {:?} {name:?}", r.stance, r.voice));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}
