//! Does everything follow when a study brings its own frames and concepts, and are languages kept apart?

use super::command::{Folder, run_in, stderr};

const COST: &str = r#"frame = "cost"
language = "en"
version = "0.1.0"
title = "Cost"
definition = "The sentence speaks of what something costs, and who pays."
source = "Own words."
licence = "CC0-1.0"
[[group]]
name = "price"
entries = ["price", "=bills", { pattern = "cost", except = ["at all costs"], expect = ["It costs a lot."], allows = ["Do it at all costs."] }]
[[group]]
name = "saving"
entries = ["subsid*", "save money"]
"#;

const FAIRNESS: &str = r#"frame = "fairness"
language = "en"
version = "0.1.0"
title = "Fairness"
definition = "The sentence speaks of who bears burdens and who gains."
source = "Own words."
licence = "CC0-1.0"
[[group]]
name = "justice"
entries = ["fair", "unfair", "=justice"]
"#;

const CONCEPTS: &str = r#"language = "en"
version = "0.1.0"
source = "Own words."
licence = "CC0-1.0"
[[concept]]
id = "heat-pump"
title = "Heat pump"
definition = "The device."
named = ["heat pump"]
related = ["electric heating"]
"#;

const STUDY: &str = r#"title = "Who pays for warm rooms?"
articles = ["articles"]
lexicons = ["cost.toml", "fairness.toml", "concepts.toml"]
frames = ["cost", "fairness"]
concepts = ["heat-pump"]
[[test]]
frame = "cost"
between = ["Harbour Post", "Hill Gazette"]
"#;

fn article(source: &str, language: &str, i: usize, body: &str) -> String {
    format!("---\nsource: {source}\ntitle: Rooms {i}\nlanguage: {language}\n---\n\n{body}\n")
}

fn energy(name: &str) -> Folder {
    let folder = Folder::new(name);
    for (file, text) in
        [("cost.toml", COST), ("fairness.toml", FAIRNESS), ("concepts.toml", CONCEPTS), ("study.toml", STUDY)]
    {
        folder.write(&format!("s/{file}"), text);
    }
    for i in 0..6 {
        let post = format!(
            "The heat pump costs {i} times as much, officials said. Bills rise, and the price hurts.\n\nStreet {i} was quiet."
        );
        let gazette = format!(
            "Tenants in street {i} call the rule unfair. The heat pump hums.\n\n“It is not fair,” said Bo Lind."
        );
        folder.write(&format!("s/articles/p{i}.md"), article("Harbour Post", "en", i, &post));
        folder.write(&format!("s/articles/g{i}.md"), article("Hill Gazette", "en", i, &gazette));
    }
    folder
}

#[test]
fn the_report_follows_own_frames_and_concepts() {
    let folder = energy("own-frames");
    let output = run_in(&folder.0, &["report", "s", "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let read = |file: &str| std::fs::read_to_string(folder.0.join("out").join(file)).unwrap();
    let frames = read("tables/frames.csv");
    assert!(frames.contains("cost,Harbour Post,") && frames.contains("fairness,Hill Gazette,"), "{frames}");
    assert!(!frames.contains("threat") && !read("tables/association.csv").contains("caliphate"), "{frames}");
    let differences = read("tables/differences.csv");
    assert!(differences.contains("cost,Harbour Post,Hill Gazette,true,"), "{differences}");
    for page in ["report.md", "report.html"] {
        let text = read(page);
        assert!(text.contains("Fairness") && text.contains("Heat pump"), "{page}");
        assert!(!text.contains("aliphate") && !text.contains("Whose capability"), "{page}");
    }
    let sensitivity = read("tables/sensitivity.csv");
    assert!(sensitivity.contains("without one group (the most telling of 1: “price”)"), "{sensitivity}");
}

#[test]
fn own_frames_are_columns_and_have_no_actor() {
    let folder = energy("own-columns");
    let output =
        run_in(&folder.0, &["annotate", "s/articles/p1.md", "--lexicon", "s/cost.toml", "--format", "jsonl"]);
    let record: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let own: Vec<_> = record["hits"].as_array().unwrap().iter().filter(|h| h["frame"] == "cost").collect();
    assert_eq!(own.len(), 3, "{own:?}");
    assert!(own.iter().all(|h| h["actor"].is_null()), "{own:?}");
    let output =
        run_in(&folder.0, &["score", "s/articles/p1.md", "--lexicon", "s/cost.toml", "--unit", "article"]);
    let head = String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().to_owned();
    assert!(head.contains(",cost,cost_asserted,"), "{head}");
}

#[test]
fn sources_of_two_languages_are_never_ranked() {
    let folder = Folder::new("two-languages");
    folder.write("s/study.toml", "title = \"T\"\narticles = [\"a\"]\n");
    for i in 0..5 {
        let en = format!("The attack frightened street {i}.\n\nThe choir sang well.");
        let it = format!("L'attacco ha spaventato la via {i}.\n\nIl coro ha cantato bene.");
        folder.write(&format!("s/a/e{i}.md"), article("Harbour Post", "en", i, &en));
        folder.write(&format!("s/a/i{i}.md"), article("La Gazzetta", "it", i, &it));
    }
    let output = run_in(&folder.0, &["report", "s", "--out", "out"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let read = |file: &str| std::fs::read_to_string(folder.0.join("out").join(file)).unwrap();
    let tone = read("tables/tone.csv");
    assert!(tone.contains("\nen,Harbour Post,") && tone.contains("\nit,La Gazzetta,"), "{tone}");
    // Tones stand side by side, each with its language; nothing sets one against the other.
    let differences = read("tables/differences.csv");
    assert_eq!(differences.lines().count(), 1, "{differences}");
    assert!(read("report.md").contains("do not rank their rates, tones or stances against each other"));
    let declared = "[[test]]\nframe = \"threat\"\nbetween = [\"Harbour Post\", \"La Gazzetta\"]\n";
    folder.write("s/study.toml", format!("title = \"T\"\narticles = [\"a\"]\n{declared}"));
    let refused = run_in(&folder.0, &["report", "s", "--out", "two"]);
    assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
    assert!(stderr(&refused).contains("language"), "{}", stderr(&refused));
}

/// What a language has no words for was not looked for there: no rate of 0 with an interval around it, in no table, and the opening says so.
#[test]
fn a_frame_without_words_in_a_language_has_no_rate_there() {
    let folder = Folder::new("frames-one-language");
    let english = "They hope that nobody may attack the port. They wish it were over.";
    let italian = "Temono un attacco al porto. Sperano che nessuno possa colpire la città.";
    for i in 0..4 {
        folder.write(&format!("st/articles/en{i}.txt"), format!("{english} Number {i}."));
        folder.write(&format!("st/articles/it{i}.txt"), format!("{italian} Il numero {i}."));
    }
    let portuguese =
        "O ataque à rede não teve sucesso, disse a polícia na segunda-feira, e ninguém ficou ferido.";
    folder.write("st/articles/pt.txt", portuguese);
    folder.write(
        "st/hope.toml",
        "frame = \"hope\"\nlanguage = \"en\"\n[[group]]\nname = \"g\"\nentries = [\"hope\", \"wish\"]\n",
    );
    folder.write(
        "st/study.toml",
        "articles = [\"articles\"]\ngroup_by = \"language\"\nlexicons = [\"hope.toml\"]\n",
    );
    let output = run_in(&folder.0, &["report", "st", "--out", "out", "--quiet"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let read = |file: &str| std::fs::read_to_string(folder.0.join("out").join(file)).unwrap();
    let report = read("report.md");
    assert!(report.contains("Not looked for, because the words are not there: hope in Italian."), "{report}");
    let frames = read("tables/frames.csv");
    assert!(frames.contains("hope,en,8,") && !frames.contains("hope,it,"), "{frames}");
    // threat, capability, intent, privacy, hope: 0 is a count, an empty cell is none.
    let articles = read("tables/articles.csv");
    let cells = |id: &str| {
        let line = articles.lines().find(|l| l.starts_with(id)).unwrap();
        line.split(',').skip(6).take(5).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!((cells("it0")[4].as_str(), cells("pt").join("|")), ("", "||||".to_owned()));
    assert!(!cells("it0")[0].is_empty() && cells("en0")[4] == "2");
    // Articles in Portuguese alone: nothing was counted, so nothing is denied either.
    folder.write("pt.txt", portuguese);
    let output = run_in(&folder.0, &["report", "pt.txt", "--out", "pt", "--quiet"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let report = std::fs::read_to_string(folder.0.join("pt/report.md")).unwrap();
    assert!(report.contains("lexicons for none of the languages"), "{report}");
    assert!(!report.contains("every rate is zero") && !report.contains("No source names"), "{report}");
}

#[test]
fn a_language_without_graded_words_has_no_tone_and_the_report_says_so() {
    let folder = Folder::new("frames-without-tone");
    folder.write(
        "st/articles/en.txt",
        "They fear a terrible attack on the port. The council met on Monday evening.",
    );
    folder.write(
        "st/articles/pt.txt",
        "O grupo ameaçou a cidade na segunda-feira, e ninguém ficou ferido no porto.",
    );
    folder.write(
        "st/danger.toml",
        "frame = \"threat\"\nlanguage = \"pt\"\n[[group]]\nname = \"g\"\nentries = [\"ameaç*\"]\n",
    );
    folder.write("st/study.toml", "articles = [\"articles\"]\nlexicons = [\"danger.toml\"]\n");
    let output = run_in(&folder.0, &["report", "st", "--out", "out", "--quiet"]);
    assert!(output.status.success(), "{}", stderr(&output));
    let report = std::fs::read_to_string(folder.0.join("out/report.md")).unwrap();
    let tone = report.split("id=\"tone\"").nth(1).unwrap().split("\n## ").next().unwrap();
    assert!(tone.contains("Not measured in Portuguese: no words are graded there."), "{tone}");
}
