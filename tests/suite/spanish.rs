//! Are Spanish sentences read as the codebook asks: frames, stance, voice, speakers and actors, and silence where there is nothing?

use serde_json::Value;

use crate::command::{Folder, run_in, stderr};

/// A sentence, and for each hit `frame/words/stance/voice/speaker/actor`; what is left empty at the end is not asked.
type Case = (&'static str, &'static [&'static str]);

const SENTENCES: &[Case] = &[
    // asserted, in the voice of the writer
    ("Los hackers atacaron tres hospitales.", &["threat/atacaron/asserted/narrator"]),
    (
        "El grupo quiere robar los datos de los pacientes.",
        &["intent/quiere/asserted/narrator//adversary", "privacy/robar los datos/asserted/narrator"],
    ),
    (
        "La policía dispone de herramientas para descifrar los mensajes.",
        &["capability/dispone de/asserted/narrator//defender", "privacy/descifrar/asserted/narrator"],
    ),
    // denied
    (
        "El grupo no tiene capacidad para apagar la red.",
        &["capability/no tiene capacidad/denied/narrator//adversary"],
    ),
    ("No existe ninguna amenaza contra los colegios.", &["threat/amenaza/denied/narrator"]),
    ("Nadie espía las conversaciones.", &["privacy/espía/denied/narrator"]),
    ("Tampoco hay pruebas de que planeen un atentado.", &["threat/atentado/denied/narrator"]),
    ("El ataque nunca se produjo.", &["threat/ataque/denied/narrator"]),
    ("La policía frustró un ataque contra el aeropuerto.", &["threat/ataque/denied/narrator"]),
    ("Los piratas actuaron sin violencia.", &["threat/violencia/denied/narrator"]),
    ("No buscan dinero, sino sembrar el terror.", &["threat/terror/asserted/narrator"]),
    (
        "El grupo no es capaz de atacarlo.",
        &["capability/capaz/denied/narrator", "threat/atacarlo/denied/narrator"],
    ),
    ("No hay virus ni ataque alguno.", &["threat/ataque/denied/narrator"]),
    ("La amenaza ha disminuido.", &["threat/amenaza/denied/narrator"]),
    // a negation that denies nothing
    ("No solo amenazan a los bancos, sino también a los hospitales.", &["threat/amenazan/asserted/narrator"]),
    ("Sin duda la amenaza es grave.", &["threat/amenaza/asserted/narrator"]),
    ("La amenaza es hoy más grave que nunca.", &["threat/amenaza/asserted/narrator"]),
    // hedged
    ("El grupo habría atacado dos bancos.", &["threat/atacado/hedged/narrator"]),
    ("El presunto ataque dejó sin luz el barrio.", &["threat/ataque/hedged/narrator"]),
    ("Los hackers supuestamente vulneraron el sistema.", &["threat/vulneraron/hedged"]),
    ("Quizá preparen un atentado.", &["threat/atentado/hedged/narrator"]),
    ("No se descarta un ataque.", &["threat/ataque/hedged/narrator"]),
    ("Los teléfonos pueden ser espiados.", &["privacy/espiados/hedged/narrator"]),
    ("El grupo tendría los medios para lanzar ataques.", &["capability/los medios/hedged/narrator"]),
    // other worlds
    (
        "Si el grupo consigue las herramientas, atacará el puerto.",
        &["capability/herramientas/hypothetical/narrator", "threat/atacará/hypothetical/narrator"],
    ),
    ("¿Puede el Estado leer los mensajes?", &["privacy/leer los mensajes/hypothetical/narrator"]),
    ("La ley permitiría a la policía vigilar los chats.", &["privacy/vigilar/hypothetical/narrator"]),
    ("Hay que reforzar las defensas.", &["capability/reforzar/hypothetical/narrator"]),
    ("Los vecinos temen un ataque.", &["threat/ataque/hypothetical"]),
    ("El grupo dijo que atacaría de nuevo.", &["threat/atacaría/hypothetical/indirect"]),
    // reported speech, the subject before the verb and behind it
    ("El ministro advirtió de que la amenaza crece.", &["threat/amenaza/asserted/indirect/El ministro"]),
    ("La amenaza crece, señaló el ministro.", &["threat/amenaza/asserted/indirect/el ministro"]),
    (
        "La amenaza crece, ha dicho este martes en rueda de prensa la portavoz.",
        &["threat/amenaza/asserted/indirect/la portavoz"],
    ),
    ("Señaló el alcalde que los ataques van en aumento.", &["threat/ataques/asserted/indirect/el alcalde"]),
    (
        "Según la fiscal, los ladrones robaron los datos.",
        &["privacy/robaron los datos/asserted/indirect/la fiscal"],
    ),
    ("Según explicó ayer la fiscal, la amenaza crece.", &["threat/amenaza/asserted/indirect/la fiscal"]),
    ("La amenaza crece, según ha podido saber este diario.", &["threat/amenaza/asserted/indirect"]),
    (
        "Como advirtió la agencia, los hackers vulneraron la red.",
        &["threat/vulneraron/asserted/indirect/la agencia"],
    ),
    ("Para el ministro, el riesgo es real.", &["threat/riesgo/asserted/indirect/el ministro"]),
    ("La jueza insiste en que la vigilancia es ilegal.", &["privacy/vigilancia/asserted/indirect/La jueza"]),
    (
        "Los expertos creían que el grupo carecía de medios.",
        &["capability/carecía/denied/indirect/Los expertos"],
    ),
    (
        "El jefe negó que la policía hubiera interceptado llamadas.",
        &["privacy/interceptado/denied/indirect/El jefe"],
    ),
    (
        "De acuerdo con el informe, el grupo dispone de armas.",
        &["capability/dispone de/asserted/indirect/el informe"],
    ),
    ("El ministro dijo el lunes que la amenaza crece.", &["threat/amenaza/asserted/indirect/El ministro"]),
    (
        "Aseguró que los hackers robaron los archivos y añadió que volverán a atacar.",
        &["threat/atacar/hypothetical/indirect"],
    ),
    // direct speech
    ("«Vamos a atacar de nuevo», amenazó el portavoz.", &["threat/atacar//direct/el portavoz"]),
    ("\"No tenemos miedo\", dijo Ana Ruiz, vecina del barrio.", &["threat/miedo/denied/direct/Ana Ruiz"]),
    (
        "Pablo Ruiz: «La amenaza es real y estamos preparados para responder».",
        &["threat/amenaza/asserted/direct/Pablo Ruiz"],
    ),
    (
        "—No vamos a pagar el rescate —dijo el gerente—. El ataque terminó.",
        &["threat/rescate/denied/direct/el gerente", "threat/ataque//direct/el gerente"],
    ),
    ("—¿Habrá otro ataque?", &["threat/ataque/hypothetical/direct"]),
    // a label is no speech
    ("Defendieron el programa de \"vigilancia\".", &["privacy/vigilancia/asserted/narrator"]),
    // whose it is
    ("El Gobierno quiere ampliar los poderes de la policía.", &["intent/quiere/asserted/narrator//defender"]),
    ("Los yihadistas pretenden captar a menores.", &["intent/pretenden/asserted/narrator//adversary"]),
    ("Los periodistas piden transparencia.", &["privacy/transparencia/hypothetical"]),
    // frames of other news
    ("La inundación dejó seis muertos.", &["threat/inundación/asserted", "threat/muertos/asserted"]),
    (
        "Los sindicatos convocan una huelga para exigir mejores turnos.",
        &["intent/convocan una huelga/asserted/narrator//other"],
    ),
    (
        "Una tienda grababa las conversaciones de sus clientes.",
        &["privacy/grababa las conversaciones/asserted/narrator"],
    ),
    ("El hospital no cuenta con suficientes camas.", &["capability/no cuenta con/denied/narrator"]),
];

const SILENT: &[&str] = &[
    "El delantero marcó dos goles en la final.",
    "El equipo mejoró en ataque.",
    "Murió de un ataque al corazón.",
    "El precio del aceite se disparó en mayo.",
    "El actor sufrió un ataque de risa.",
    "Los salones de té abren a las cinco.",
    "La moción de censura se votó el jueves.",
    "Se trata de una novela corta.",
    "La temporada promete.",
    "El estadio tiene capacidad para 30.000 espectadores.",
    "La prima de riesgo bajó.",
    "La cosecha de aceituna fue buena.",
    "Lloverá en el norte y hará sol en el sur.",
    "La actriz presentó su disco en una sala pequeña.",
    "El coro canta los domingos.",
];

fn annotated(name: &str, sentences: &[&str]) -> Vec<Value> {
    let folder = Folder::new(name);
    std::fs::create_dir(folder.0.join("texts")).unwrap();
    for (k, sentence) in sentences.iter().enumerate() {
        let article = format!("---\nlanguage: es\n---\n\n{sentence}\n");
        std::fs::write(folder.0.join(format!("texts/{k:03}.md")), article).unwrap();
    }
    let output = run_in(&folder.0, &["annotate", "texts"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let articles = String::from_utf8(output.stdout).unwrap();
    articles.lines().map(|l| serde_json::from_str(l).unwrap()).collect()
}

/// The first hit that does not read as it should, told.
fn misread(article: &Value, expected: &str) -> Option<String> {
    let mut parts = expected.split('/').map(str::trim);
    let (frame, words) = (parts.next()?, parts.next()?);
    let hits: Vec<&Value> = article["hits"].as_array()?.iter().filter(|h| h["frame"] == frame).collect();
    let Some(hit) =
        hits.iter().find(|h| h["text"].as_str().is_some_and(|t| t.contains(words) || words.contains(t)))
    else {
        return Some(format!("no {frame} in {words:?}"));
    };
    let wrong = |(key, expected): (&str, &str)| {
        (!expected.is_empty() && hit[key] != expected)
            .then(|| format!("{words:?}: {key} is {}, not {expected}", hit[key]))
    };
    ["stance", "voice", "speaker", "actor"].into_iter().zip(parts).find_map(wrong)
}

#[test]
fn frames_stance_voice_and_actors() {
    let sentences: Vec<&str> = SENTENCES.iter().map(|s| s.0).collect();
    let articles = annotated("spanish", &sentences);
    assert_eq!(articles.len(), SENTENCES.len());
    let wrong: Vec<String> = SENTENCES
        .iter()
        .zip(&articles)
        .flat_map(|((sentence, hits), article)| {
            hits.iter()
                .filter_map(move |hit| misread(article, hit))
                .map(move |w| format!("{sentence}\n    {w}"))
        })
        .collect();
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn silence() {
    for (sentence, article) in SILENT.iter().zip(annotated("spanish-silence", SILENT)) {
        assert_eq!(article["hits"], Value::Array(vec![]), "{sentence}");
    }
}
