//! What is told of articles in languages that have no lexicon of frames?

use super::command::{Folder, run_in, stderr};

const ARTICLES: &[(&str, &str, &str, &str)] = &[
    (
        "fr",
        "Le Phare",
        "fr",
        "Le cybercalifat menace les journaux du port. Le califat virtuel survit sur la Toile, dit un marin, et la radicalisation en ligne recule.",
    ),
    (
        "de",
        "Hafenbote",
        "de",
        "Das Cyber-Kalifat droht den Zeitungen am Hafen. Im virtuellen Kalifat geht der Streit weiter, und dschihadistische Hacker prahlen.",
    ),
    (
        "es",
        "El Muelle",
        "es",
        "El cibercalifato amenaza a los periódicos del puerto. El califato virtual crece en la red, dicen los marineros.",
    ),
    (
        "ar",
        "المرفأ",
        "ar",
        "أعلنت الخلافة السيبرانية مسؤوليتها عن الهجوم على المرفأ. ويقول البحارة إن الخلافة الافتراضية باقية.",
    ),
    (
        "ar2",
        "الميناء",
        "ar",
        "وصلت السفن إلى الميناء يوم الثلاثاء. ويقول الخبراء إن الخلافة الافتراضية لا تزال قائمة على الإنترنت.",
    ),
    ("pt", "O Cais", "pt", "O califado virtual cresce na rede, dizem os marinheiros do porto."),
    (
        "en",
        "Harbour Post",
        "en",
        "The Cyber Caliphate threatens to attack the port. Sailors fear for their data and their ships.",
    ),
];

fn study(name: &str, files: &[&str]) -> Folder {
    let folder = Folder::new(name);
    std::fs::create_dir(folder.0.join("texts")).unwrap();
    for (file, source, language, text) in ARTICLES.iter().filter(|a| files.contains(&a.0)) {
        let article = format!("---\nsource: {source}\nlanguage: {language}\n---\n\n{text}\n");
        std::fs::write(folder.0.join(format!("texts/{file}.md")), article).unwrap();
    }
    folder
}

#[test]
fn the_ideas_are_named_in_every_supported_language() {
    let folder = study("languages-score", &["fr", "de", "es", "ar", "pt", "en"]);
    let output = run_in(&folder.0, &["score", "texts", "--unit", "article", "--format", "jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let rows = String::from_utf8(output.stdout).unwrap();
    let counts = |id: &str| -> Vec<u64> {
        let row = rows.lines().map(|l| serde_json::from_str::<serde_json::Value>(l).unwrap());
        let row = row.into_iter().find(|r| r["id"] == id).unwrap();
        let columns = ["named:cyber-caliphate", "related:cyber-caliphate", "named:virtual-caliphate"];
        columns
            .into_iter()
            .chain(["related:virtual-caliphate", "threat"])
            .map(|c| row[c].as_u64().unwrap())
            .collect()
    };
    assert_eq!(counts("fr")[..4], [1, 0, 1, 1]);
    assert_eq!(counts("de")[..4], [1, 1, 1, 0]);
    assert_eq!(counts("es")[..4], [1, 0, 1, 0]);
    // Where frames are known too, all three threaten.
    assert!(["fr", "de", "es"].iter().all(|id| counts(id)[4] > 0));
    assert_eq!(counts("ar"), [1, 0, 1, 0, 0]);
    assert_eq!(counts("pt"), [0, 0, 0, 0, 0]);
    assert_eq!(counts("en")[0], 1);
}

#[test]
fn what_is_not_scored_is_not_zero() {
    let folder = study("languages-report", &["ar", "pt", "en"]);
    let scores = ["score", "texts", "--unit", "article", "--format", "jsonl", "--out", "scores.jsonl"];
    assert_eq!(run_in(&folder.0, &scores).status.code(), Some(0));
    for (out, what) in [("out", vec!["texts", "--by", "source"]), ("sums", vec!["--from", "scores.jsonl"])] {
        let arguments: Vec<&str> = ["report"].into_iter().chain(what).chain(["--out", out]).collect();
        let output = run_in(&folder.0, &arguments);
        assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
        let text = std::fs::read_to_string(folder.0.join(out).join("report.md")).unwrap();
        assert!(text.contains("Cyber caliphate: named by Harbour Post and المرفأ."), "{text}");
        assert!(text.contains("1 article in Arabic and 1 article in Portuguese. Where the names"), "{text}");
        assert!(text.contains("do not rank their rates, tones or stances against each other"), "{text}");
        // Nobody knows whether the Portuguese source names them.
        assert!(!text.contains("Never by name"), "{text}");
        let rates = text.split("id=\"table-rates\"").nth(1).unwrap().split("id=").next().unwrap();
        assert!(rates.contains("Harbour Post") && !rates.contains("المرفأ"), "{rates}");
    }
    let articles = std::fs::read_to_string(folder.0.join("out/tables/articles.csv")).unwrap();
    let row = |id: &str| articles.lines().find(|l| l.starts_with(&format!("{id},"))).unwrap().to_owned();
    assert!(row("ar").ends_with(",,,,,1,1"), "{articles}");
    assert!(row("pt").ends_with(",,,,,,"), "{articles}");
}

#[test]
fn a_report_without_frames_says_so() {
    let folder = study("languages-none", &["ar", "ar2"]);
    let output = run_in(&folder.0, &["report", "texts", "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let text = std::fs::read_to_string(folder.0.join("out/report.md")).unwrap();
    assert_eq!(text.matches("Frames are not counted: no article").count(), 3, "{text}");
    assert!(!text.contains("table-rates") && !text.contains("every rate is zero"), "{text}");
    assert!(text.contains("Every source names the virtual caliphate."), "{text}");
}
