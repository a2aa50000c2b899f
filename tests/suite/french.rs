//! Does French read as the codebook asks: frames, silence, stance, voice and whose it is?

use std::sync::Arc;

use framescope::article::Article;
use framescope::lexicon::Library;
use framescope::score::{Analyser, Depth, Scheme};
use framescope::stance::{Actor, Reading, Stance, StanceCache, StanceRules, Voice, Wanted, of_span, read};
use framescope::text::{self, Document, Language, Marks, Span, Vocabulary};

const A: Stance = Stance::Asserted;
const D: Stance = Stance::Denied;
const H: Stance = Stance::Hedged;
const Y: Stance = Stance::Hypothetical;
const N: Voice = Voice::Narrator;
const I: Voice = Voice::Indirect;
const X: Voice = Voice::Direct;

type Expected = (&'static str, Stance, Voice, Option<&'static str>);

/// A sentence, and for each term its stance, voice and speaker.
const SENTENCES: &[(&str, &[Expected])] = &[
    // negation in two halves, the verb between them
    ("Le groupe n'a pas les moyens de couper le courant.", &[("moyens", D, N, None)]),
    ("Le groupe ne menace plus les banques.", &[("menace", D, N, None)]),
    ("Les pirates n'ont jamais attaqué la mairie.", &[("attaqué", D, N, None)]),
    ("Le groupe dit ne pas vouloir attaquer la mairie.", &[("attaquer", D, N, None)]),
    // the conditional of hearsay in a verb of trying
    ("Le groupe chercherait à recruter des techniciens.", &[("recruter", H, N, None)]),
    // one half alone: no negation, or all of it
    ("Le groupe ne fait que menacer les banques.", &[("menacer", A, N, None)]),
    ("Pas d'attaque cette nuit.", &[("attaque", D, N, None)]),
    ("C'est pas une menace pour le réseau.", &[("menace", D, N, None)]),
    // handed on to the subject
    ("La menace n'existe pas.", &[("menace", D, N, None)]),
    ("L'attaque n'est jamais venue.", &[("attaque", D, N, None)]),
    ("Aucune attaque n'a eu lieu cette année.", &[("attaque", D, N, None)]),
    ("Personne n'a revendiqué l'attaque.", &[("attaque", D, N, None)]),
    (
        "Il n'y a aucune preuve que les pirates veulent viser des aéroports.",
        &[("veulent", D, N, None), ("viser", D, N, None)],
    ),
    // what looks like a negation
    ("Les attaques sont de plus en plus fréquentes.", &[("attaques", A, N, None)]),
    ("Plus de dix attaques ont visé la mairie.", &[("attaques", A, N, None)]),
    (
        "Non seulement il menace les banques, mais il est capable de les frapper.",
        &[("menace", A, N, None), ("capable", A, N, None)],
    ),
    ("Il ne menace pas seulement les banques.", &[("menace", A, N, None)]),
    ("Ce n'est pas la première attaque du groupe.", &[("attaque", A, N, None)]),
    ("Il ne faut pas sous-estimer la menace.", &[("menace", A, N, None)]),
    // denial by meaning
    ("La police a déjoué un attentat contre le stade.", &[("attentat", D, N, None)]),
    ("L'attentat a été déjoué par la police.", &[("attentat", D, N, None)]),
    ("Le groupe a renoncé à attaquer la gare.", &[("attaquer", D, N, None)]),
    ("Le groupe a des moyens limités.", &[("moyens", H, N, None)]),
    ("Ses capacités sont limitées.", &[("capacités", H, N, None)]),
    // hedges, on either side of their noun
    ("Une attaque possible inquiète les banques.", &[("attaque", H, N, None)]),
    ("Une possible attaque du port inquiète la ville.", &[("attaque", H, N, None)]),
    ("L'attaque est possible.", &[("attaque", H, N, None)]),
    (
        "Le groupe a revendiqué une attaque possible du port.",
        &[("revendiqué", A, N, None), ("attaque", H, N, None)],
    ),
    ("Une menace contre les élections ne peut être exclue.", &[("menace", H, N, None)]),
    ("Une attaque du port n'est pas exclue.", &[("attaque", H, N, None)]),
    ("La menace semble sérieuse.", &[("menace", H, N, None)]),
    ("La menace est sans doute sérieuse.", &[("menace", H, N, None)]),
    ("Sans aucun doute, la menace est sérieuse.", &[("menace", A, N, None)]),
    ("Le groupe pourrait mener une attaque.", &[("attaque", H, N, None)]),
    // the conditional of hearsay, and no conditional
    (
        "Les pirates auraient les compétences pour attaquer les banques.",
        &[("compétences", H, N, None), ("attaquer", H, N, None)],
    ),
    ("Il aurait piraté le compte du maire.", &[("piraté", H, N, None)]),
    ("La cellule préparait un coup.", &[("préparait", A, N, None)]),
    // other worlds
    (
        "Si le groupe obtenait ces capacités, la menace serait sérieuse.",
        &[("capacités", Y, N, None), ("menace", Y, N, None)],
    ),
    ("Le groupe attaquera le port.", &[("attaquera", Y, N, None)]),
    ("Le groupe va attaquer le port.", &[("attaquer", Y, N, None)]),
    ("La loi permettrait à la police de surveiller les messageries.", &[("surveiller", Y, N, None)]),
    ("La police doit surveiller le forum.", &[("surveiller", Y, N, None)]),
    ("Le califat virtuel peut-il représenter un danger pour l'Asie ?", &[("danger", Y, N, None)]),
    ("Le groupe veut frapper la gare.", &[("frapper", A, N, None)]),
    ("Même si le groupe perd, sa menace demeure.", &[("menace", A, N, None)]),
    ("Sans mandat, la surveillance du forum est illégale.", &[("surveillance", A, N, None)]),
    // voice
    ("Selon le ministre, il n'existe aucune menace.", &[("menace", D, I, Some("le ministre"))]),
    ("Le préfet affirme que la menace est réelle.", &[("menace", A, I, Some("Le préfet"))]),
    (
        "Le rapport met en garde contre une menace visant les oléoducs.",
        &[("menace", A, I, Some("Le rapport"))],
    ),
    ("Keller a démenti que l'agence ait intercepté des appels.", &[("intercepté", D, I, Some("Keller"))]),
    (
        "« La menace grandit », a déclaré le porte-parole du ministère.",
        &[("menace", A, X, Some("le porte-parole du ministère"))],
    ),
    ("Selon Jean-Luc Moreau, la menace grandit.", &[("menace", A, I, Some("Jean-Luc Moreau"))]),
    ("« La menace est réelle », estime Marc Duval, chercheur.", &[("menace", A, X, Some("Marc Duval"))]),
    (
        "« Nous n'avons pas les capacités pour frapper », a dit le porte-parole, « mais nous voulons apprendre ».",
        &[("capacités", D, X, Some("le porte-parole")), ("voulons", A, X, Some("le porte-parole"))],
    ),
    ("Les ministres ont défendu le programme de « surveillance ».", &[("surveillance", A, N, None)]),
];

#[test]
fn french_sentences_read_as_written() {
    let rules = StanceRules::builtin(Language::FRENCH).unwrap();
    assert!(rules.reads_stance());
    let mut wrong = Vec::new();
    for (sentence, expected) in SENTENCES {
        let (mut vocabulary, mut cache) = (Vocabulary::new(Language::FRENCH), StanceCache::new());
        let (mut document, mut reading) = (Document::new(), Reading::default());
        text::read(sentence, Marks::default(), &mut vocabulary, &mut document);
        read(rules, sentence, &document, &vocabulary, &mut cache, &[], Wanted::All, &mut reading);
        for (term, stance, voice, speaker) in *expected {
            let start = sentence.find(term).unwrap_or_else(|| panic!("{term:?} not in {sentence:?}"));
            let span = Span::new(start, start + term.len());
            let told = of_span(&reading, &document, document.sentence_at(span.start).unwrap(), span);
            let name = told.speaker.map(|s| reading.name(s));
            if (told.stance, told.voice, name) != (*stance, *voice, *speaker) {
                wrong.push(format!("{term} in {sentence}: {:?}, {:?}, {name:?}", told.stance, told.voice));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A sentence, and its frames with their actors, in the order of the text.
type Framed = (&'static str, &'static [(&'static str, &'static str, Option<Actor>)]);

const FRAMED: &[Framed] = &[
    (
        "Les djihadistes ont la capacité d'entrer dans ces serveurs.",
        &[("capability", "capacité", Some(Actor::Adversary))],
    ),
    ("La police veut lire ces lettres.", &[("intent", "veut", Some(Actor::Defender))]),
    (
        "Le parquet enquête, et les hackers cherchent à partir.",
        &[("intent", "cherchent à", Some(Actor::Adversary))],
    ),
    ("La gare a fait l'objet d'un attentat.", &[("threat", "attentat", None)]),
    ("Elles risquent le pire.", &[("threat", "risquent", None)]),
    ("La vie privée recule.", &[("privacy", "vie privée", None)]),
    ("Ils ont intercepté les appels.", &[("privacy", "intercepté", None)]),
    // silence
    ("L'attaquant a marqué deux buts devant la tribune.", &[]),
    ("La fromagerie ouvre lundi et le soleil revient.", &[]),
    ("Le conseil de surveillance se réunit mardi.", &[]),
    ("La cour d'appel siège à Rouen.", &[]),
    ("La guerre des prix arrange les acheteurs.", &[]),
    ("Le stade a une capacité d'accueil de dix mille places.", &[]),
];

#[test]
fn french_frames_are_found_with_their_actors_and_nothing_else() {
    let scheme = Arc::new(Scheme::compile(&Library::builtin().unwrap()).unwrap());
    let mut analyser = Analyser::new(scheme.clone());
    let mut wrong = Vec::new();
    for (text, expected) in FRAMED {
        let article = Article { text: (*text).to_owned(), language: Some("fr".into()), ..Article::default() };
        let annotation = analyser.annotate(&article, Depth::Full).unwrap();
        let told: Vec<_> = annotation
            .hits
            .iter()
            .map(|h| (scheme.frames[usize::from(h.frame)].id.as_str(), h.span.of(text), h.actor))
            .collect();
        if told != *expected {
            wrong.push(format!("{text}: {told:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
